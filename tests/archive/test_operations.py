"""Taking in, describing, covering, developing and sweeping, on the database under test."""

import hashlib
import io
import os
from datetime import timedelta
from threading import Thread

import pytest
from PIL import Image
from sqlalchemy import select

from photovoice.archive import developing, events, jobs, operations
from photovoice.archive.arrival import waiting_room
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph, State
from photovoice.archive.operations import Duplicate, PictureRefused, Received
from photovoice.audit import Event
from photovoice.db import now
from photovoice.jobs.models import Job
from photovoice.storage import StoreFull
from photovoice.storage.set_aside import key_for
from photovoice.storage.sweeping import sweep
from tests.factories import picture_bytes

UID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def take_in(house, session, make):
    """``take_in(bytes)``: receive as the researcher of the test's project."""
    project, researcher = make.the_project, make.researcher()
    session.commit()

    def receive(source=None, **details):
        source = picture_bytes() if source is None else source
        return operations.receive(
            house, session, project, researcher, source, by=researcher, **details
        )

    return receive


def with_place_and_camera() -> bytes:
    """A photograph as a phone writes it, with the place in it."""
    image = Image.open(io.BytesIO(picture_bytes(3)))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Nokia", "Nokia 8.3"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:02 06:40:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 30.0, 0.0), 3: "W", 4: (2.0, 15.0, 0.0)})
    image.save(out := io.BytesIO(), "JPEG", exif=exif)
    return out.getvalue()


def test_what_is_received_is_stored_whole_and_named_by_a_row(house, take_in):
    data = picture_bytes()
    received = take_in(data, caption="The 6.40", caption_language="en")
    photograph = received.photograph
    assert type(received) is Received and received.verdict == "received"
    assert house.store.open(photograph.original_key).read() == data
    assert (photograph.width, photograph.height, photograph.bytes) == (1200, 900, len(data))
    assert photograph.caption == "The 6.40" and photograph.state is State.RECEIVED


def test_the_work_of_developing_is_asked_for_in_the_same_transaction(session, take_in):
    received = take_in()
    job = session.get(Job, received.job_id)
    assert (job.name, job.payload) == ("archive.develop", {"photograph": received.photograph.id})
    session.rollback()
    assert session.scalar(select(Photograph.id)) is None and session.scalar(select(Job.id)) is None


def test_the_same_photograph_is_recognised_and_nothing_is_added(session, take_in):
    first = take_in()
    session.commit()
    second = take_in()
    assert isinstance(second, Duplicate) and second.photograph.id == first.photograph.id
    assert len(session.scalars(select(Photograph.id)).all()) == 1


def test_the_same_photograph_may_be_in_another_project(house, session, make, take_in):
    take_in()
    session.commit()
    other = make.project()
    theirs = make.researcher(project=other)
    received = operations.receive(house, session, other, theirs, picture_bytes(), by=theirs)
    assert type(received) is Received


def test_a_sending_repeated_after_a_lost_answer_is_the_same_photograph(session, take_in):
    first = take_in(picture_bytes(1), uid=UID)
    session.commit()
    again = take_in(picture_bytes(1), uid=UID)
    assert again.photograph.id == first.photograph.id and again.verdict == "duplicate"


def test_other_bytes_under_the_name_of_a_sending_are_a_sending_of_their_own(session, take_in):
    """A browser's way back brings a form's old name, and somebody chooses another picture."""
    first = take_in(picture_bytes(1), uid=UID)
    session.commit()
    second = take_in(picture_bytes(2), uid=UID)
    assert second.verdict == "received" and second.photograph.id != first.photograph.id
    assert first.photograph.uid == UID != second.photograph.uid


def test_a_name_of_a_sending_from_another_project_is_not_believed(house, session, make, take_in):
    take_in(picture_bytes(1), uid=UID)
    session.commit()
    other = make.project()
    theirs = make.researcher(project=other)
    received = operations.receive(
        house, session, other, theirs, picture_bytes(2), by=theirs, uid=UID
    )
    assert type(received) is Received and received.photograph.uid != UID


def test_two_who_send_the_same_at_once_make_one_photograph(house, session, make):
    project, researcher = make.the_project, make.researcher()
    session.commit()
    answers = []

    def send():
        with house.app.app_context(), house.database.session() as own:
            mine = own.merge(project, load=False), own.merge(researcher, load=False)
            answers.append(
                operations.receive(house, own, *mine, picture_bytes(), by=mine[1]).verdict
            )
            own.commit()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["duplicate"] * 3 + ["received"]
    assert len(session.scalars(select(Photograph.id)).all()) == 1


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b"<html>hello</html>", "not_a_picture")]
)
def test_what_is_no_photograph_is_refused_with_a_reason_and_a_sentence(
    house, session, take_in, data, reason
):
    with pytest.raises(PictureRefused) as refused:
        take_in(data)
    assert refused.value.reason == reason and "safe" in str(refused.value)
    assert not list(house.store.keys()) and session.scalar(select(Photograph.id)) is None
    assert not list(waiting_room(house.config.home).iterdir())


def test_an_incomplete_photograph_is_refused(take_in):
    with pytest.raises(PictureRefused) as refused:
        take_in(picture_bytes()[:20_000])
    assert refused.value.reason == "incomplete"


def test_a_full_store_is_said_in_a_sentence_and_nothing_is_half_kept(
    house, session, take_in, monkeypatch
):
    def full(*_put, **_details):
        raise StoreFull

    monkeypatch.setattr(house.store, "put", full)
    with pytest.raises(StoreFull) as refused:
        take_in()
    assert "safe" in str(refused.value)
    assert session.scalar(select(Photograph.id)) is None
    assert not list(waiting_room(house.config.home).iterdir())


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("exact", [False, True])
def test_the_place_is_kept_only_where_the_project_and_the_sender_ask_for_it(
    house, session, make, keeps, exact
):
    project, data = make.project(keeps_location=keeps), with_place_and_camera()
    theirs = make.researcher(project=project)
    photograph = operations.receive(
        house, session, project, theirs, data, by=theirs, exact_place=exact
    ).photograph
    assert photograph.camera == "Nokia 8.3" and photograph.taken_on.isoformat() == "2026-03-02"
    stored = house.store.open(photograph.original_key).read()
    if keeps and exact:
        assert photograph.location == pytest.approx([53.5, -2.25])
        assert stored == data and not photograph.place_taken_out
    else:
        assert photograph.location is None and photograph.place_taken_out
        assert not Image.open(io.BytesIO(stored)).getexif().get_ifd(0x8825)


def test_what_is_stored_is_named_by_its_own_hash_and_recognised_by_that_of_what_arrived(
    house, session, make, take_in
):
    data = with_place_and_camera()
    photograph = take_in(data).photograph
    session.commit()
    stored = house.store.open(photograph.original_key).read()
    assert photograph.sha256 == hashlib.sha256(data).hexdigest()
    assert photograph.stored_sha256 == hashlib.sha256(stored).hexdigest()
    assert photograph.stored_sha256 in photograph.original_key
    assert len(stored) == photograph.bytes == len(data)
    again = take_in(data)
    assert again.verdict == "duplicate" and again.photograph.id == photograph.id
    line = session.scalars(select(Event).where(Event.did == "received")).one()
    assert line.details == {"sha256": photograph.sha256, "place": "taken out"}


def test_without_its_place_a_photograph_is_developed_and_kept_from_the_sweep(
    house, session, take_in, work
):
    photograph = take_in(with_place_and_camera()).photograph
    work()
    sweep(house, timedelta(0))
    assert photograph.state is State.READY and photograph.renditions
    assert house.store.exists(photograph.original_key)


def test_a_placeless_photograph_swept_before_it_is_named_is_stored_placeless_again(
    house, session, take_in, monkeypatch
):
    put, puts = house.store.put, []

    def put_and_lose_the_first(key, source, **details):
        put(key, source, **details)
        puts.append(key)
        if len(puts) == 1:
            house.store.delete(key)

    monkeypatch.setattr(house.store, "put", put_and_lose_the_first)
    photograph = take_in(with_place_and_camera()).photograph
    stored = house.store.open(photograph.original_key).read()
    assert hashlib.sha256(stored).hexdigest() == photograph.stored_sha256
    assert len(puts) == 2


def test_the_same_bytes_may_be_kept_with_their_place_in_one_project_and_without_in_another(
    house, session, make, take_in
):
    without = take_in(with_place_and_camera()).photograph
    session.commit()
    asking = make.project(keeps_location=True)
    theirs = make.researcher(project=asking)
    placed = operations.receive(
        house, session, asking, theirs, with_place_and_camera(), by=theirs, exact_place=True
    ).photograph
    assert placed.sha256 == without.sha256 and placed.original_key != without.original_key
    assert house.store.open(placed.original_key).read() == with_place_and_camera()
    assert house.store.open(without.original_key).read() != with_place_and_camera()


def test_a_photograph_made_smaller_on_the_phone_is_remembered_as_such(take_in):
    assert take_in(sent_small=True).photograph.sent_small
    assert not take_in(picture_bytes(2)).photograph.sent_small


def test_words_are_changed_and_the_change_is_told_once(session, make):
    photograph, heard = make.photograph(), []

    def hear(_sender, *, session, photograph_ids):
        heard.append(photograph_ids)

    with events.changed.connected_to(hear):
        assert operations.describe(session, photograph, by=None, caption="Mine", place="Tanpits")
        assert not operations.describe(session, photograph, by=None, caption="Mine")
    assert photograph.caption == "Mine" and heard == [[photograph.id]]


def test_developing_makes_upright_copies_a_placeholder_and_a_hash(house, session, take_in, work):
    photograph = take_in().photograph
    assert work() >= 1
    assert photograph.state is State.READY and photograph.placeholder.startswith("data:image/")
    assert len(photograph.dhash) == 16
    assert [copy.size for copy in photograph.renditions] == [320, 800, 1600]
    for copy in photograph.renditions:
        with Image.open(house.store.open(copy.key)) as image:
            assert image.size == (copy.width, copy.height)


def test_developing_twice_changes_nothing(house, session, take_in, work):
    photograph = take_in().photograph
    work()
    keys = [copy.key for copy in photograph.renditions]
    developing.develop(house, photograph.id)
    session.expire_all()
    assert [copy.key for copy in photograph.renditions] == keys


def test_covering_makes_blurred_copies_beside_the_others(house, session, take_in, work):
    photograph = take_in().photograph
    work()
    operations.redact(session, photograph, [Box(0.1, 0.1, 0.5, 0.5)], by=None)
    work()
    blurred = [copy for copy in photograph.renditions if copy.redacted]
    whole = [copy for copy in photograph.renditions if not copy.redacted]
    assert [copy.size for copy in blurred] == [copy.size for copy in whole] == [320, 800, 1600]
    assert {copy.key for copy in blurred}.isdisjoint(copy.key for copy in whole)


def test_covering_otherwise_takes_the_old_blurred_copies_away_at_once(
    house, session, take_in, work
):
    photograph = take_in().photograph
    operations.redact(session, photograph, [Box(0.1, 0.1, 0.5, 0.5)], by=None)
    work()
    before = {copy.key for copy in photograph.renditions if copy.redacted}
    operations.redact(session, photograph, [Box(0.6, 0.6, 0.2, 0.2)], by=None)
    assert not any(copy.redacted for copy in photograph.renditions)
    work()
    after = {copy.key for copy in photograph.renditions if copy.redacted}
    assert after and after.isdisjoint(before)


def test_the_sweep_sets_aside_what_no_row_names_and_nothing_else(house, session, take_in, work):
    photograph = take_in().photograph
    work()
    kept = {stored.key for stored in house.store.keys()}
    house.store.put("originals/ab/abcdef.jpg", b"left by a crash")
    house.store.put("renditions/abcdef/320-12345678.jpg", b"left by a crash")
    swept = sweep(house, timedelta(0))
    strays = ["originals/ab/abcdef.jpg", "renditions/abcdef/320-12345678.jpg"]
    assert sorted(swept.set_aside) == strays
    today = now().date()
    assert {stored.key for stored in house.store.keys()} == kept | {
        key_for(key, today) for key in strays
    }
    assert photograph.original_key in kept


def test_the_sweep_leaves_young_bytes_alone(house):
    house.store.put("originals/ab/abcdef.jpg", b"its row may be on the way")
    assert sweep(house).set_aside == []
    assert house.store.exists("originals/ab/abcdef.jpg")


def test_the_sweep_clears_the_waiting_room_of_what_is_old(house):
    room = waiting_room(house.config.home)
    for name in ("old", "young"):
        (room / name).mkdir(parents=True)
    hours_ago = (now() - timedelta(hours=3)).timestamp()
    os.utime(room / "old", (hours_ago, hours_ago))
    jobs.tidy(house)
    assert [left.name for left in room.iterdir()] == ["young"]


def test_bytes_swept_between_storing_and_naming_are_stored_again(
    house, session, take_in, monkeypatch
):
    put, puts = house.store.put, []

    def put_and_lose_the_first(key, source, **details):
        put(key, source, **details)
        puts.append(key)
        if len(puts) == 1:
            house.store.delete(key)

    monkeypatch.setattr(house.store, "put", put_and_lose_the_first)
    photograph = take_in().photograph
    assert house.store.exists(photograph.original_key) and len(puts) == 2
