"""Originals of an earlier version are stored anew without their place, and nothing else changes."""

import hashlib

import pytest
from sqlalchemy import select

from photovoice.archive import operations, renewing, speaking
from photovoice.archive.models import Photograph
from photovoice.audit import Event
from photovoice.storage.models import Deletion
from tests import sounds
from tests.archive.placed import as_seen, exif_segment, jpeg, told

PLACED = jpeg(exif_segment())


@pytest.fixture
def earlier(house, session, make):
    """A photograph as an earlier version stored it: as it came."""

    def store(data=PLACED, **changes):
        photograph = make.photograph(developed=False)
        sha256 = hashlib.sha256(data).hexdigest()
        key = operations.original_key(sha256, ".jpg")
        house.store.put(key, data, media_type="image/jpeg")
        photograph.sha256 = photograph.stored_sha256 = sha256
        photograph.original_key, photograph.metadata_rule = key, 0
        photograph.place_taken_out = False
        for name, value in changes.items():
            setattr(photograph, name, value)
        session.commit()
        return photograph

    return store


def renewed(house, session):
    """What became of each."""
    session.commit()
    done = list(renewing.renew(house))
    session.expire_all()
    return done


def test_an_original_is_stored_anew_and_what_arrived_is_still_known(house, session, make, earlier):
    photograph = earlier()
    before = photograph.original_key
    assert renewed(house, session) == [True]
    stored = house.store.open(photograph.original_key).read()
    assert told(stored) == [] and as_seen(stored) == as_seen(PLACED)
    assert photograph.original_key != before and photograph.place_taken_out
    assert photograph.stored_sha256 == hashlib.sha256(stored).hexdigest()
    assert (photograph.sha256, photograph.bytes) == (
        hashlib.sha256(PLACED).hexdigest(),
        len(stored),
    )
    again = operations.receive(
        house, session, photograph.project, photograph.photographer, PLACED, by=None
    )
    assert again.verdict == "duplicate" and again.photograph is photograph
    did = session.scalars(select(Event.did).where(Event.thing_id == photograph.id)).all()
    assert "stored_without_metadata" in did


def test_the_old_bytes_are_let_go_on_purpose(house, session, earlier, work):
    before = earlier().original_key
    renewed(house, session)
    assert session.get_one(Deletion, before).reason == "replaced"
    work()
    assert not house.store.exists(before)


def test_what_was_gone_through_is_not_gone_through_again(house, session, earlier):
    earlier()
    assert renewed(house, session) == [True]
    assert renewed(house, session) == [] and renewing.waiting(session) == 0


def test_what_needs_no_change_keeps_its_bytes(house, session, earlier):
    photograph = earlier(jpeg())
    before = photograph.original_key
    assert renewed(house, session) == [False]
    assert photograph.original_key == before and not photograph.place_taken_out
    assert session.scalars(select(Deletion)).all() == []


def test_a_place_that_was_kept_on_purpose_stays(house, session, earlier):
    photograph = earlier(location=[53.48, -2.24])
    photograph.project.keeps_location = True
    assert renewed(house, session) == [False]
    assert house.store.open(photograph.original_key).read() == PLACED


def test_one_whose_bytes_are_missing_is_passed_over_and_waits(house, session, earlier):
    lost, other = earlier(), earlier(jpeg(exif_segment(order=">")))
    house.store.delete(lost.original_key)
    assert renewed(house, session) == [False, True]
    assert renewing.waiting(session) == 1 and other.place_taken_out


def test_it_goes_on_where_it_was_cut_off(house, session, earlier):
    photographs = [earlier(jpeg(exif_segment(turned=turned))) for turned in range(1, 5)]
    session.commit()
    next(renewing.renew(house))
    assert len(list(renewing.renew(house, most=2))) == 2
    assert renewing.waiting(session) == 1
    assert len(renewed(house, session)) == 1
    assert all(session.get_one(Photograph, one.id).place_taken_out for one in photographs)


def test_a_voice_of_an_earlier_version_is_stored_anew_too(house, session, make):
    photograph, data = make.photograph(developed=False), sounds.telling_webm()
    note = speaking.receive_voice(house, session, photograph, sounds.webm(), by=None)
    digest = hashlib.sha256(data).hexdigest()
    before = note.key = speaking.voice_key(digest, ".webm")
    house.store.put(before, data, media_type="audio/webm")
    note.sha256, note.metadata_rule = digest, 0
    assert renewed(house, session) == [True]
    stored = house.store.open(note.key).read()
    assert sounds.SECRET not in stored and sounds.PACKET in stored
    assert (note.sha256, note.bytes) == (digest, len(stored))
    assert session.get_one(Deletion, before).reason == "replaced"
    again = speaking.receive_voice(house, session, photograph, data, by=None)
    assert again is note
    assert renewed(house, session) == []
