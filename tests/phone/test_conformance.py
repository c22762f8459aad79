"""The tus protocol 1.0, line by line: every status a client can be given, and when."""

import hashlib
import io

import pytest
from sqlalchemy import select

from photovoice.archive import sound
from photovoice.archive.models import Photograph
from photovoice.phone.models import Upload
from photovoice.phone.rules import UploadState
from tests.factories import picture_bytes
from tests.phone.phones import PIECE, VOICE, checksum, metadata, said, told_by

DATA = picture_bytes(1, size=(360, 270))
UID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def upload(phone) -> str:
    """The address of an upload that waits for all of DATA."""
    return phone.create(len(DATA)).location


def key(address: str) -> str:
    """The key of an upload, from its address."""
    return address.rpartition("/")[2]


# Core.


def test_options_tell_what_is_offered(phone, upload):
    for address in (f"{phone.home}/sending", upload):
        answer = phone.tus("OPTIONS", address, Tus_Resumable=None)
        assert answer.status_code in (200, 204)
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert set(answer.headers["Tus-Extension"].split(",")) == {
            *("creation", "creation-with-upload", "termination", "checksum", "expiration")
        }
        assert answer.headers["Tus-Max-Size"] == str(60 * 1024 * 1024)
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.1"])
def test_another_version_is_told_which_is_spoken(phone, upload, method, version):
    address = f"{phone.home}/sending" if method == "POST" else upload
    answer = phone.tus(method, address, Tus_Resumable=version, Upload_Length=5, Upload_Offset=0)
    assert answer.status_code == 412 and answer.headers["Tus-Version"] == "1.0.0"
    assert phone.offset(upload) == 0


def test_every_reply_says_which_version_speaks(phone, upload):
    replies = [
        phone.tus("HEAD", upload),
        phone.piece(upload, 7, b""),
        phone.tus("GET", upload),
        phone.tus("HEAD", f"{upload}0"),
        phone.piece(upload, 0, DATA),
        phone.tus("HEAD", upload),
    ]
    assert [reply.status_code for reply in replies] == [200, 409, 405, 404, 204, 410]
    assert {reply.headers["Tus-Resumable"] for reply in replies} == {"1.0.0"}
    assert "Tus-Resumable" not in phone.ask("GET", f"{phone.home}/outbox").headers


def test_head_tells_what_has_come_and_may_be_kept_by_nobody(phone):
    told = {"uid": UID, "filename": "ہماری گلی.jpg"}
    address = phone.create(len(DATA), told=told).location
    phone.piece(address, 0, DATA[:100])
    answer = phone.tus("HEAD", address)
    assert answer.status_code == 200 and answer.data == b""
    assert answer.headers["Upload-Offset"] == "100"
    assert answer.headers["Upload-Length"] == str(len(DATA))
    assert answer.headers["Upload-Metadata"] == metadata(**told)
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert answer.headers["Cache-Control"] == "no-store"


def test_pieces_one_after_another_become_a_photograph(phone, session, house, upload):
    ends = [phone.piece(upload, at, DATA[at : at + 3000]) for at in range(0, len(DATA), 3000)]
    assert {answer.status_code for answer in ends} == {204}
    assert [int(answer.headers["Upload-Offset"]) for answer in ends[:2]] == [3000, 6000]
    assert ends[-1].headers["Upload-Offset"] == str(len(DATA)) and ends[-1].data == b""
    (photograph,) = session.scalars(select(Photograph))
    assert house.store.open(photograph.original_key).read() == DATA


@pytest.mark.parametrize("kind", [None, "application/octet-stream", "image/jpeg"])
def test_a_piece_that_does_not_say_it_is_one_is_415(phone, upload, kind):
    answer = phone.piece(upload, 0, DATA[:9], Content_Type=kind)
    assert told_by(answer) == (415, "wrong_type") and phone.offset(upload) == 0


@pytest.mark.parametrize("at", [1, 99, 101, 10**9])
def test_a_piece_that_does_not_fit_after_the_last_is_409(phone, upload, at):
    phone.piece(upload, 0, DATA[:100])
    assert told_by(phone.piece(upload, at, DATA[100:200])) == (409, "wrong_offset")
    assert phone.offset(upload) == 100


@pytest.mark.parametrize("at", [None, "", "-1", "a", "1.5"])
def test_a_piece_that_does_not_say_where_it_belongs_is_400(phone, upload, at):
    assert told_by(phone.piece(upload, at, DATA[:9])) == (400, "malformed")


def test_a_piece_past_the_end_is_413_and_nothing_of_it_is_kept(phone, upload):
    assert told_by(phone.piece(upload, 0, DATA + b"!")) == (413, "too_large")
    assert phone.offset(upload) == 0


def test_a_piece_of_unknown_length_past_the_end_is_413_too(phone, upload):
    environ = {"wsgi.input_terminated": True, "wsgi.input": io.BytesIO(DATA + b"!")}
    answer = phone.ask(
        "PATCH",
        upload,
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": PIECE},
        environ_overrides=environ,
    )
    assert told_by(answer) == (413, "too_large") and phone.offset(upload) == 0


def test_a_piece_while_another_is_written_is_423(phone, upload, parts):
    with parts.held(key(upload)):
        assert told_by(phone.piece(upload, 0, DATA)) == (423, "locked")
        assert phone.tus("DELETE", upload).status_code == 423
    assert phone.piece(upload, 0, DATA).status_code == 204


def test_absent_and_somebody_elses_are_404_alike(phone, upload, phone_of, make):
    other = phone_of(make.steward())
    strange = f"{phone.home}/sending/{'a' * 32}"
    for method in ("HEAD", "PATCH", "DELETE"):
        theirs = other.tus(method, upload, Content_Type=PIECE, Upload_Offset=0)
        absent = phone.tus(method, strange, Content_Type=PIECE, Upload_Offset=0)
        assert theirs.status_code == absent.status_code == 404
        assert theirs.data == absent.data
    assert phone.offset(upload) == 0


def test_what_is_finished_is_410(phone, upload):
    phone.piece(upload, 0, DATA)
    assert phone.tus("HEAD", upload).status_code == 410
    assert told_by(phone.piece(upload, 0, DATA)) == (410, "gone")
    assert told_by(phone.tus("DELETE", upload)) == (410, "gone")


# Creation.


def test_an_upload_is_created_where_its_location_says(phone):
    answer = phone.create(5)
    assert answer.status_code == 201 and answer.data == b""
    assert answer.location.startswith(f"{phone.home}/sending/")
    assert phone.offset(answer.location) == 0


@pytest.mark.parametrize("length", [None, "", "-1", "many", "1" * 16])
def test_without_a_length_nothing_is_created(phone, length):
    assert told_by(phone.create(length)) == (400, "malformed")


def test_a_length_that_is_still_to_come_is_not_offered(phone):
    assert told_by(phone.create(None, Upload_Defer_Length=1)) == (400, "malformed")
    assert told_by(phone.create(5, Upload_Defer_Length=1)) == (400, "malformed")


@pytest.mark.parametrize(
    "told",
    [
        "uid !!",
        "uid YQ==",
        metadata(part="voice"),
        metadata(part="smell", uid=UID),
        metadata(uid=UID.upper()),
        "a YQ==,a YQ==",
    ],
)
def test_metadata_that_says_nothing_sensible_is_400(phone, told):
    assert told_by(phone.create(5, Upload_Metadata=told)) == (400, "malformed")


def test_what_is_larger_than_anything_taken_in_is_413(phone):
    assert told_by(phone.create(60 * 1024 * 1024 + 1)) == (413, "too_large")
    assert told_by(phone.create(sound.LARGEST + 1, told={"uid": UID, "part": "voice"})) == (
        413,
        "too_large",
    )


def test_created_again_by_the_same_name_it_is_the_same_upload(phone, session):
    told = {"uid": UID, "part": "photograph"}
    first = phone.create(len(DATA), told=told)
    phone.piece(first.location, 0, DATA[:100])
    again = phone.create(len(DATA), told=told)
    assert again.status_code == 201 and again.location == first.location
    assert again.headers["Upload-Offset"] == "100"
    assert len(session.scalars(select(Upload)).all()) == 1


def test_of_another_length_it_begins_once_more(phone, parts, session):
    first = phone.create(len(DATA), told={"uid": UID})
    phone.piece(first.location, 0, DATA[:100])
    again = phone.create(7, told={"uid": UID})
    assert again.status_code == 201 and phone.offset(again.location) == 0
    assert phone.tus("HEAD", first.location).status_code == 404
    assert not parts.path(key(first.location)).exists()
    assert len(session.scalars(select(Upload)).all()) == 1


def test_what_was_received_is_not_created_again(phone):
    assert phone.send(DATA, UID).status_code == 204
    assert told_by(phone.create(len(DATA), told={"uid": UID})) == (409, "received")


def test_two_things_without_a_name_are_two_uploads(phone):
    assert phone.create(5).location != phone.create(5).location


def test_somebody_elses_name_is_404(phone, phone_of, make):
    other = phone_of(make.researcher())
    assert phone.create(5, told={"uid": UID}).status_code == 201
    assert other.create(5, told={"uid": UID}).status_code == 404


# Creation with upload.


def test_all_of_it_may_come_with_the_creation(phone, session):
    answer = phone.create(len(DATA), DATA, Content_Type=PIECE)
    assert answer.status_code == 201 and answer.headers["Upload-Offset"] == str(len(DATA))
    assert session.scalar(select(Photograph)).sha256 == hashlib.sha256(DATA).hexdigest()


def test_the_first_piece_may_come_with_the_creation(phone):
    answer = phone.create(len(DATA), DATA[:50], Content_Type=PIECE)
    assert answer.headers["Upload-Offset"] == "50" == str(phone.offset(answer.location))
    assert phone.piece(answer.location, 50, DATA[50:]).status_code == 204


def test_a_first_piece_that_came_before_is_not_added_again(phone):
    for _twice in range(2):
        answer = phone.create(len(DATA), DATA[:50], told={"uid": UID}, Content_Type=PIECE)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "50")


def test_a_first_piece_while_another_is_written_is_left_aside(phone, parts):
    address = phone.create(len(DATA), told={"uid": UID}).location
    with parts.held(key(address)):
        again = phone.create(len(DATA), DATA, told={"uid": UID}, Content_Type=PIECE)
    assert again.headers["Upload-Offset"] == "0"


def test_nothing_at_all_is_refused_as_that(phone):
    assert told_by(phone.create(0)) == (422, "empty")


# Termination.


def test_what_is_given_up_is_gone_with_its_bytes(phone, upload, parts):
    phone.piece(upload, 0, DATA[:100])
    answer = phone.tus("DELETE", upload)
    assert answer.status_code == 204
    assert phone.tus("HEAD", upload).status_code == 410
    assert not parts.path(key(upload)).exists()


def test_what_was_given_up_can_be_begun_once_more(phone):
    first = phone.create(len(DATA), told={"uid": UID}).location
    phone.tus("DELETE", first)
    again = phone.create(len(DATA), told={"uid": UID}).location
    assert again != first and phone.piece(again, 0, DATA).status_code == 204


# Checksum.


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_is_as_announced_is_kept(phone, upload, algorithm):
    answer = phone.piece(upload, 0, DATA[:99], Upload_Checksum=checksum(DATA[:99], algorithm))
    assert answer.status_code == 204 and phone.offset(upload) == 99


def test_a_piece_damaged_on_the_way_is_460_and_cut_off_again(phone, upload):
    phone.piece(upload, 0, DATA[:50])
    answer = phone.piece(upload, 50, DATA[50:99], Upload_Checksum=checksum(b"something else"))
    assert told_by(answer) == (460, "damaged") and answer.status == "460 Checksum Mismatch"
    assert phone.offset(upload) == 50
    assert phone.piece(upload, 50, DATA[50:]).status_code == 204


@pytest.mark.parametrize("said_of_it", ["md5 " + "A" * 24, "sha1", "sha1 not-base64!", "sha1 YQ=="])
def test_a_checksum_nobody_understands_is_400(phone, upload, said_of_it):
    answer = phone.piece(upload, 0, DATA[:99], Upload_Checksum=said_of_it)
    assert told_by(answer) == (400, "malformed") and phone.offset(upload) == 0


@pytest.mark.parametrize("terminated", [True, False])
@pytest.mark.parametrize(("checked", "kept"), [(True, 0), (False, len(DATA) // 2)])
def test_of_a_piece_cut_short_what_came_is_kept_unless_it_was_to_be_checked(
    phone, upload, terminated, checked, kept
):
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": PIECE}
    if checked:
        headers["Upload-Checksum"] = checksum(DATA)
    environ = {"wsgi.input": io.BytesIO(DATA[: len(DATA) // 2]), "CONTENT_LENGTH": str(len(DATA))}
    if terminated:
        environ["wsgi.input_terminated"] = True
    answer = phone.ask("PATCH", upload, headers=headers, environ_overrides=environ)
    assert told_by(answer) == (400, "cut_off")
    assert phone.offset(upload) == kept
    assert phone.piece(upload, kept, DATA[kept:]).status_code == 204


# Expiration.


def test_each_piece_gives_an_upload_more_time(phone, upload, session):
    row = session.scalar(select(Upload))
    row.expires_at = row.began_at.replace(microsecond=0)
    row.expires_at = row.expires_at.replace(year=row.expires_at.year + 1)
    before = row.expires_at
    session.commit()
    phone.piece(upload, 0, DATA[:9])
    session.refresh(row)
    assert (row.expires_at - row.began_at).days == 7 and row.expires_at < before


def test_what_expired_is_410_and_begins_once_more(phone, session):
    address = phone.create(len(DATA), told={"uid": UID}).location
    row = session.scalar(select(Upload))
    row.expires_at = row.began_at
    session.commit()
    assert phone.tus("HEAD", address).status_code == 410
    assert told_by(phone.piece(address, 0, DATA)) == (410, "gone")
    assert phone.send(DATA, UID).status_code == 204


# What is taken in by the last byte, and what is not.


def test_what_is_no_picture_is_422_and_its_bytes_go(phone, parts, session):
    answer = phone.send(b"I am not a picture, and never was", UID)
    assert told_by(answer) == (422, "not_a_picture")
    upload = session.scalar(select(Upload))
    session.commit()
    assert upload.state is UploadState.REFUSED and not parts.path(upload.key).exists()
    assert phone.tus("HEAD", f"{phone.home}/sending/{upload.key}").status_code == 410
    told = phone.say(UID, said(DATA)).json["photograph"]
    assert (told["state"], told["reason"]) == ("refused", "not_a_picture") and told["sentence"]


def test_what_was_refused_can_be_begun_once_more(phone):
    phone.send(b"I am not a picture", UID)
    assert phone.send(DATA, UID).status_code == 204


def test_what_arrived_other_than_the_phone_had_it_is_refused(phone, session):
    phone.say(UID, said(b"another picture"))
    assert told_by(phone.send(DATA, UID)) == (422, "damaged")
    assert session.scalar(select(Photograph)) is None


def test_a_voice_comes_by_the_same_way(phone):
    phone.say(UID, said(DATA, voice=VOICE))
    assert phone.send(VOICE, UID, part="voice").status_code == 204
    assert phone.send(DATA, UID).status_code == 204
    told = phone.say(UID, said(DATA, voice=VOICE)).json
    assert told["voice"]["state"] == told["photograph"]["state"] == "received"
