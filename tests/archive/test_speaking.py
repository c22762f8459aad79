"""Saying something aloud: safe before anybody says so, once however often it is sent."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from photovoice.archive import events, queries, sound, speaking
from photovoice.archive.models import VoiceNote
from photovoice.archive.recordings import SoundReason
from photovoice.archive.speaking import SoundRefused, receive_voice, remove_voice, say_transcript
from photovoice.audit import Event
from photovoice.storage.sweeping import sweep
from photovoice.workshop.documents import documents
from tests import sounds

UID = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


@pytest.fixture
def photograph(make):
    """A photograph somebody has something to say about."""
    return make.photograph(developed=False, caption_language="ur")


@pytest.fixture
def say(house, session, photograph):
    """``say(seconds)`` sends a recording for the photograph."""

    def send(seconds=1.2, *, of=None, **details):
        data = details.pop("data", None) or sounds.webm(seconds)
        return receive_voice(
            house, session, of or photograph, data, **({"by": photograph.photographer} | details)
        )

    return send


def count(session):
    return session.scalar(select(func.count(VoiceNote.id)))


def kept(house):
    return [stored.key for stored in house.store.keys("voices/")]


def test_its_sound_is_kept_and_nothing_else_it_tells(house, session, photograph, say):
    data = sounds.telling_webm()
    note = say(data=data)
    stored = house.store.open(note.key).read()
    assert sounds.SECRET in data and sounds.SECRET not in stored
    assert sounds.PACKET in stored and len(stored) == len(data)
    digest = hashlib.sha256(stored).hexdigest()
    assert note.key == f"voices/{digest[:2]}/{digest}.webm"
    assert note.sha256 == hashlib.sha256(data).hexdigest(), "it is known by what arrived"
    assert (note.media_type, note.bytes, note.language) == ("audio/webm", len(data), "ur")
    assert note.spoken_by_id == photograph.photographer_id and note.transcript == ""
    assert queries.voice(session, photograph) is note


def test_the_same_sending_again_brings_the_same_note(session, say):
    first = say(uid=UID)
    assert say(uid=UID) is first
    assert first.uid == UID and count(session) == 1


@pytest.mark.parametrize("removed", [False, True])
def test_another_recording_under_the_same_name_is_taken_in(session, photograph, say, removed):
    """A browser's way back brings a form's old name, and somebody speaks once more."""
    first = say(uid=UID)
    if removed:
        remove_voice(session, first, by=None)
    second = say(2.4, uid=UID)
    assert second is not first and second.uid != UID
    assert queries.voice(session, photograph) is second


def test_the_same_recording_under_another_name_is_the_same_note(session, say):
    first = say(uid=UID)
    assert say(uid=OTHER) is first and count(session) == 1


def test_another_recording_takes_the_place_of_the_one_before(session, photograph, say):
    first = say(1.2)
    say_transcript(session, first, "What I said first", by=None)
    second = say(2.4)
    assert queries.voice(session, photograph) is second
    assert first.removed_at is not None and first.transcript == ""


def test_a_late_repetition_of_a_replaced_sending_changes_nothing(session, photograph, say):
    first, second = say(1.2, uid=UID), say(2.4)
    assert say(1.2, uid=UID) is first
    assert queries.voice(session, photograph) is second


def test_what_was_removed_does_not_come_back_by_itself_but_can_be_sent_anew(
    session, photograph, say
):
    first = say(uid=UID)
    remove_voice(session, first, by=None)
    assert say(uid=UID) is first and queries.voice(session, photograph) is None
    again = say(uid=OTHER)
    assert again is not first and queries.voice(session, photograph) is again


def test_the_name_of_a_sending_elsewhere_is_given_to_nobody_else(make, say):
    elsewhere = say(uid=UID, of=make.photograph(developed=False))
    here = say(2.4, uid=UID)
    assert here is not elsewhere and here.uid != UID


def test_a_refusal_keeps_nothing_and_leaves_what_was_there(house, session, photograph, say):
    first = say()
    before = kept(house)
    with pytest.raises(SoundRefused) as refused:
        say(data=sounds.webm(190))
    assert refused.value.status == 422 and refused.value.reason is SoundReason.TOO_LONG
    assert "three minutes" in str(refused.value)
    assert kept(house) == before and queries.voice(session, photograph) is first


def test_more_bytes_than_three_minutes_need_are_refused_while_they_arrive(say, monkeypatch):
    monkeypatch.setattr(sound, "LARGEST", 1000)
    with pytest.raises(SoundRefused) as refused:
        say(12)
    assert refused.value.reason is SoundReason.TOO_LARGE


def test_the_sweep_takes_what_was_removed_and_leaves_what_stands(house, session, say):
    gone, stands = say(1.2), say(2.4)
    house.store.put("voices/ab/abcdef.webm", b"left by a crash")
    session.commit()
    swept = sweep(house, timedelta(0))
    assert kept(house) == [stands.key] and gone.key != stands.key
    assert (swept.removed, swept.set_aside) == ([gone.key], ["voices/ab/abcdef.webm"])


def test_the_sweep_leaves_bytes_that_another_photograph_still_needs(house, session, make, say):
    here, there = say(), say(of=make.photograph(developed=False))
    assert here.key == there.key
    remove_voice(session, here, by=None)
    session.commit()
    sweep(house, timedelta(0))
    assert kept(house) == [there.key]


def test_bytes_swept_between_storing_and_naming_are_stored_again(house, say, monkeypatch):
    put, puts = house.store.put, []

    def put_and_lose_the_first(key, source, **details):
        put(key, source, **details)
        puts.append(key)
        if len(puts) == 1:
            house.store.delete(key)

    monkeypatch.setattr(house.store, "put", put_and_lose_the_first)
    assert house.store.exists(say().key) and len(puts) == 2


def test_what_is_typed_can_be_found(session, photograph, say):
    say_transcript(session, say(), "We counted the buses", by=None, language="en")
    (document,) = documents(session, [photograph.id])
    assert "We counted the buses" in document.texts["caption"]
    remove_voice(session, queries.voice(session, photograph), by=None)
    (document,) = documents(session, [photograph.id])
    assert "We counted the buses" not in document.texts["caption"]


def test_the_others_hear_of_it(session, photograph, say):
    heard = []

    def listen(name):
        return lambda _sender, *, photograph_ids, **_more: heard.append((name, photograph_ids))

    changed, silenced = listen("changed"), listen("silenced")
    with events.changed.connected_to(changed), events.silenced.connected_to(silenced):
        first = say(1.2)
        say_transcript(session, first, "Words", by=None)
        assert heard == [("changed", [photograph.id])] * 2
        second = say(2.4)
        assert heard[2:] == [("changed", [photograph.id]), ("silenced", [photograph.id])]
        remove_voice(session, second, by=None)
        remove_voice(session, second, by=None)
    assert len(heard) == 6


def test_the_record_says_what_was_done_and_not_what_was_said(session, say):
    note = say()
    say_transcript(session, note, "Nobody is to read this in the record", by=None)
    assert not say_transcript(session, note, "Nobody is to read this in the record", by=None)
    remove_voice(session, note, by=None)
    lines = session.scalars(select(Event).where(Event.thing == "voice_notes")).all()
    assert [line.did for line in lines] == ["spoke", "typed", "removed"]
    assert "Nobody" not in str([line.details for line in lines])


def test_only_one_can_stand_beside_a_photograph_whoever_is_first(session, photograph, say):
    """The database holds it too."""
    from sqlalchemy.exc import IntegrityError

    first = say()
    second = VoiceNote(
        photograph_id=photograph.id, sha256="0" * 64, key="voices/00/0.webm",
        media_type="audio/webm", bytes=1, seconds=1,
    )  # fmt: skip
    session.add(second)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    assert first.id


def test_who_sends_for_somebody_else_can_say_who_speaks(make, say):
    ruth, pat = make.facilitator(), make.researcher()
    assert say(by=ruth, spoken_by=pat).spoken_by_id == pat.id
    assert speaking.voice_key("ab" * 32, ".m4a") == f"voices/ab/{'ab' * 32}.m4a"
