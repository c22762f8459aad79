"""The same photograph or the same sending, twice, at once, or taken back: never two of anything."""

import hashlib
import threading

import pytest
from sqlalchemy import select

from photovoice.archive import operations as archive
from photovoice.archive.models import OtherWords, Photograph, VoiceNote
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import Release
from photovoice.consent.operations import withdraw
from photovoice.consent.rules import Part, Reason, Use
from photovoice.phone.models import Sending, Upload
from tests.factories import MAY_DAY, picture_bytes
from tests.phone.phones import ANSWER, VOICE, Phone, said, the_only, told_by

DATA = picture_bytes(1, size=(360, 270))
SHA256 = hashlib.sha256(DATA).hexdigest()
UID = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


# Here already.


def test_what_one_person_sends_twice_is_one_photograph_and_its_bytes_are_not_asked_for(
    phone, researcher, phone_of, look
):
    phone.send(DATA, UID)
    told = phone_of(researcher).say(OTHER, said(DATA)).json["photograph"]
    row = the_only(look)
    assert (told["state"], told["id"], told["sha256"]) == ("received", row.id, SHA256)
    assert told["reason"] == "duplicate" and told["page"]


def test_words_said_again_of_ones_own_photograph_are_kept_beside_those_that_stand(phone, look):
    phone.say(UID, said(DATA, words={"caption": "First said"}))
    phone.send(DATA, UID)
    told = phone.say(OTHER, said(DATA, words={"caption": "Said again", "place": "Hulme"})).json
    row = the_only(look)
    assert (row.caption, row.place) == ("First said", "Hulme")
    assert told["others"] == {"caption": "Said again"} and told["words"]["caption"] == row.caption
    phone.say(OTHER, said(DATA, version=2, words={"caption": "Said again", "place": "Moss Side"}))
    assert the_only(look).place == "Moss Side"
    assert len(look().scalars(select(OtherWords)).all()) == 1


def test_a_second_sender_keeps_their_own_words_names_answers_and_page(
    phone, phone_of, make, look, client
):
    """Comfort and Sunflower swapped a picture by messenger; both send it."""
    phone.say(UID, said(DATA, words={"caption": "Ours"}, people={"nobody": True}, release=ANSWER))
    phone.send(DATA, UID)
    other = phone_of(make.researcher(name="Sunflower"))
    no = ANSWER | {"uses": dict.fromkeys(ANSWER["uses"], False)}
    child = {"named": [{"label": "Sunflower’s boy", "is_child": True}]}
    mine = said(DATA, voice=VOICE, words={"caption": "Mine!"}, people=child, release=no)
    before = other.say(OTHER, mine).json
    assert before["photograph"]["state"] == "waiting"  # a hash tells nothing of others'
    assert before["photograph"]["sha256"] is None and "words" not in before
    assert other.send(DATA, OTHER).status_code == 204
    assert other.send(VOICE, OTHER, part="voice").status_code == 204
    told = other.say(OTHER, mine).json
    assert told["needs"] == [] and told["voice"]["state"] == "received"
    assert told["photograph"]["state"] == "received" and told["photograph"]["reason"] is None
    assert [one["label"] for one in told["people"]["named"]] == ["Sunflower’s boy"]
    page = other.ask("GET", told["photograph"]["page"], headers={"Accept": "text/html"})
    assert page.status_code == 200 and "Mine!" in page.text and "Ours" not in page.text
    session = look()
    first, second = session.scalars(select(Photograph).order_by(Photograph.id))
    assert (first.caption, second.caption) == ("Ours", "Mine!")
    address = f"{phone.home}/photographs/{first.id}"
    theirs = phone.ask("GET", address, headers={"Accept": "text/html"})
    for hers in ("Mine!", "Sunflower"):
        assert hers not in theirs.text
    for photograph in (first, second):
        for use, answer in consent_queries.every_use(session, photograph, MAY_DAY).items():
            reasons = {(one.reason, one.part) for one in answer.obstacles}
            assert (Reason.REFUSED, Part.PHOTOGRAPHER) in reasons, use
            assert (Reason.MISSING, Part.GUARDIAN) in reasons, use


def test_the_team_sees_who_said_what_of_the_same_file(phone, phone_of, make, look):
    phone.say(UID, said(DATA, words={"caption": "Ours"}))
    phone.send(DATA, UID)
    other = phone_of(make.researcher(name="Sunflower"))
    other.say(OTHER, said(DATA, words={"caption": "Mine!"}))
    other.send(DATA, OTHER)
    team = phone_of(make.facilitator())
    first = look().scalar(select(Photograph.id).order_by(Photograph.id))
    page = team.ask("GET", f"{team.home}/photographs/{first}", headers={"Accept": "text/html"})
    for words in ("Ours", "Mine!", "Sunflower"):
        assert words in page.text


def test_a_withdrawal_of_either_closes_the_photograph_for_both(make, session):
    first = make.photograph(cleared=True)
    second = make.photograph(sha256=first.sha256, nobody=True)
    assert consent_queries.clearance(session, first, Use.WEB, MAY_DAY)
    hers = make.release(second)
    assert consent_queries.clearance(session, first, Use.WEB, MAY_DAY)
    withdraw(session, hers, by=None)
    for photograph in (first, second):
        answer = consent_queries.clearance(session, photograph, Use.WEB, MAY_DAY)
        assert Reason.WITHDRAWN in [one.reason for one in answer.obstacles]


def test_whoever_only_sends_the_same_file_closes_nothing_of_anybodys(make, session):
    first = make.photograph(cleared=True)
    make.photograph(sha256=first.sha256)
    assert consent_queries.clearance(session, first, Use.WEB, MAY_DAY)


def test_a_photograph_that_came_by_the_form_is_the_same_sending(
    phone, house, session, project, researcher, look
):
    archive.receive(house, session, project, researcher, DATA, by=researcher, uid=UID)
    session.commit()
    told = phone.say(UID, said(DATA, words={"caption": "From the outbox"})).json
    assert told["photograph"]["state"] == "received"
    assert told["photograph"]["sha256"] == SHA256
    assert the_only(look).caption == "From the outbox"
    assert told_by(phone.create(len(DATA), told={"uid": UID})) == (409, "received")


def test_what_a_form_took_in_under_its_name_meanwhile_is_not_taken_for_a_phones_own(
    phone, house, session, project, researcher, look
):
    """The phone lets go of its bytes only when the very same are here."""
    phone.say(UID, said(DATA))
    other = picture_bytes(2, size=(360, 270))
    archive.receive(house, session, project, researcher, other, by=researcher, uid=UID)
    session.commit()
    assert phone.send(DATA, UID).status_code == 204
    told = phone.say(UID, said(DATA)).json["photograph"]
    assert (told["state"], told["sha256"]) == ("received", SHA256)
    assert len(look().scalars(select(Photograph.id)).all()) == 2


# Two at once.


def test_two_tabs_at_once_make_one_sending_one_upload_and_one_photograph(
    app, researcher, phone_of, look
):
    tabs = [phone_of(researcher) for _tab in range(4)]
    answers, barrier = [], threading.Barrier(len(tabs))

    def send(tab: Phone) -> None:
        barrier.wait()
        answers.append(tab.say(UID, said(DATA, words={"caption": "Ours"}, release=ANSWER)))
        created = tab.create(len(DATA), told={"uid": UID})
        answers.append(created)
        while created.status_code == 201:
            at = tab.tus("HEAD", created.location).headers.get("Upload-Offset")
            if at is None:
                break
            answer = tab.piece(created.location, int(at), DATA[int(at) : int(at) + 5000])
            assert answer.status_code in (204, 409, 410, 423)
        answers.append(tab.say(UID, said(DATA, words={"caption": "Ours"}, release=ANSWER)))

    threads = [threading.Thread(target=send, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    row = the_only(look)
    assert (row.uid, row.sha256, row.caption) == (UID, SHA256, "Ours")
    the_only(look, Sending), the_only(look, Upload), the_only(look, Release)
    assert {a.json["photograph"]["sha256"] for a in answers if a.status_code == 200} <= {
        None,
        SHA256,
    }


# Taken back.


def test_a_sending_not_received_is_forgotten_with_its_bytes(phone, parts, look):
    phone.say(UID, said(DATA))
    address = phone.create(len(DATA), told={"uid": UID}).location
    phone.piece(address, 0, DATA[:100])
    answer = phone.forget(UID)
    assert (answer.status_code, answer.data) == (204, b"")
    assert look().scalar(select(Sending)) is None
    assert not parts.path(address.rpartition("/")[2]).exists()
    assert phone.tus("HEAD", address).status_code == 404
    assert phone.forget(UID).status_code == 404


def test_a_photograph_received_stays(phone, look):
    phone.send(DATA, UID)
    told = phone.forget(UID)
    assert told.status_code == 200 and told.json["uid"] == UID
    assert told.json["photograph"]["state"] == "received" and told.json["photograph"]["page"]
    assert the_only(look).uid == UID
    assert phone.say(UID, said(DATA)).json["photograph"]["state"] == "received"


def test_what_is_being_sent_at_this_moment_is_not_forgotten(phone, parts):
    address = phone.create(len(DATA), told={"uid": UID}).location
    with parts.held(address.rpartition("/")[2]):
        assert told_by(phone.forget(UID)) == (423, "locked")
    assert phone.offset(address) == 0


def test_the_second_of_two_like_it_is_forgotten_without_a_word(phone):
    phone.send(DATA, UID)
    phone.say(OTHER, said(DATA))
    assert phone.forget(OTHER).status_code == 204


# Said again.

AGAIN = VOICE[:-1] + bytes([VOICE[-1] ^ 1])


def standing(look) -> list[str]:
    """The SHA-256 of every recording that can be heard."""
    notes = look().scalars(select(VoiceNote).where(VoiceNote.removed_at.is_(None)))
    return [note.sha256 for note in notes]


@pytest.mark.parametrize("received", [True, False])
def test_what_is_said_again_takes_the_place_of_what_was_said_before(phone, look, received):
    phone.say(UID, said(DATA, voice=VOICE))
    phone.send(DATA, UID)
    if received:
        phone.send(VOICE, UID, part="voice")
    else:
        address = phone.create(len(VOICE) + 9, told={"uid": UID, "part": "voice"}).location
        phone.piece(address, 0, VOICE[:100])
    told = phone.say(UID, said(DATA, version=2, voice=AGAIN)).json["voice"]
    assert (told["state"], told["upload"], told["offset"]) == ("waiting", None, 0)
    assert len(standing(look)) == received
    assert phone.send(AGAIN, UID, part="voice").status_code == 204
    assert standing(look) == [hashlib.sha256(AGAIN).hexdigest()]
    assert phone.say(UID, said(DATA, version=2, voice=AGAIN)).json["voice"]["state"] == "received"
    assert told_by(phone.create(len(AGAIN), told={"uid": UID, "part": "voice"})) == (
        409,
        "received",
    )


@pytest.mark.parametrize("received", [True, False])
def test_what_is_said_no_more_is_taken_away(phone, look, received):
    phone.say(UID, said(DATA, voice=VOICE))
    phone.send(DATA, UID)
    address = phone.create(len(VOICE), told={"uid": UID, "part": "voice"}).location
    phone.piece(address, 0, VOICE if received else VOICE[:100])
    told = phone.say(UID, said(DATA, version=2)).json
    assert told["voice"] is None and told["needs"][0] == "caption"
    assert standing(look) == []
    assert phone.tus("HEAD", address).status_code == 404
    phone.say(UID, said(DATA, voice=VOICE))
    assert phone.say(UID, said(DATA, version=2)).json["voice"] is None


def test_what_is_taken_away_while_a_new_one_is_on_its_way_leaves_nothing(phone, look):
    phone.say(UID, said(DATA, voice=VOICE))
    phone.send(DATA, UID)
    phone.send(VOICE, UID, part="voice")
    phone.say(UID, said(DATA, version=2, voice=AGAIN))
    phone.create(len(AGAIN), told={"uid": UID, "part": "voice"})
    phone.say(UID, said(DATA, version=3))
    assert standing(look) == []


def test_what_is_being_written_at_this_moment_is_not_taken_away_under_it(phone, parts):
    phone.say(UID, said(DATA, voice=VOICE))
    address = phone.create(len(VOICE), told={"uid": UID, "part": "voice"}).location
    with parts.held(address.rpartition("/")[2]):
        assert told_by(phone.say(UID, said(DATA, version=2))) == (423, "locked")
    assert phone.say(UID, said(DATA, version=2)).json["voice"] is None
