"""Bringing originals and voices of an earlier version under the rule they are stored by now.

New bytes have a new key: they are stored first, then the row names them, and the old bytes are let
go.  What arrived stays known by its own SHA-256, so that sending it again is still a repetition.
Each is a transaction of its own; whatever was done stays done when the rest is cut off.
"""

import hashlib
import logging
import struct
import sys
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.archive import placeless, sound
from photovoice.archive.arrival import Arrival, arriving, no_room_is_a_sentence
from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.operations import original_key
from photovoice.archive.recordings import SoundError
from photovoice.archive.speaking import voice_key
from photovoice.audit import hold, record
from photovoice.house import House
from photovoice.storage import Missing, deletions
from photovoice.storage.models import Reason
from photovoice.storage.naming import hold_store_still

AT_ONCE = 200
"""Originals gone through in one of the worker's hourly rounds."""

log = logging.getLogger(__name__)


def waiting(session: Session) -> int:
    """How many originals and voices were stored under an earlier rule."""
    return sum(
        session.scalar(select(func.count(kind.id)).where(*earlier)) or 0
        for kind, earlier, _one in _KINDS
    )


def renew(house: House, most: int | None = None) -> Iterator[bool]:
    """Go through what was stored under an earlier rule; whether each has become another.

    One whose bytes are not there is passed over, and tried again the next time.
    """
    done = 0
    for kind, earlier, one in _KINDS:
        last: int | None = 0
        while most is None or done < most:
            with house.database.session(writes=False) as session:
                following = select(func.min(kind.id)).where(*earlier, kind.id > last)
                last = session.scalar(following)
            if last is None:
                break
            done += 1
            yield one(house, last)


def renew_photograph(house: House, photograph_id: int) -> bool:
    """Store one original anew, without what the rule of today takes out; whether it changed."""
    with house.database.session(writes=False) as session:
        photograph = session.get_one(Photograph, photograph_id)
        key, keeps = photograph.original_key, _keeps_its_place(photograph)
    if keeps:
        _write_down(house, photograph_id, key, None, False)
        return False
    try:
        with house.store.open(key) as stream:
            with arriving(stream, house.config.home, sys.maxsize) as arrival:
                stored, place_taken_out = arrival.placeless()
                changed = stored is not arrival
                return _write_down(
                    house, photograph_id, key, stored if changed else None, place_taken_out
                )
    except Missing:
        log.warning("the original %s is not in the store", key)
        return False


def _keeps_its_place(photograph: Photograph) -> bool:
    """Whether it was kept with its place because the project and its sender asked for that."""
    return photograph.project.keeps_location and photograph.location is not None


def _write_down(
    house: House, photograph_id: int, before: str, stored: Arrival | None, place_taken_out: bool
) -> bool:
    ending = before.rpartition(".")[2]
    key = original_key(stored.sha256, ending) if stored else before
    if stored:
        _keep(house, key, stored, photograph_id)
    with house.database.transaction() as session:
        hold_store_still(session)
        photograph = session.get(Photograph, photograph_id)
        if photograph is None:
            return False
        hold(session, photograph)
        session.refresh(photograph, with_for_update=True)
        if photograph.original_key != before:
            return False  # somebody else was quicker
        photograph.metadata_rule = placeless.RULE
        if stored:
            deletions.named_again(session, [key])
            if not house.store.exists(key):
                _keep(house, key, stored, photograph_id)
            photograph.original_key, photograph.stored_sha256 = key, stored.sha256
            photograph.bytes = stored.bytes
            photograph.place_taken_out = photograph.place_taken_out or place_taken_out
            session.flush()
            deletions.let_go(session, [before], Reason.REPLACED)
            record(session, None, "stored_without_metadata", photograph, sha256=stored.sha256)
    return stored is not None


def _keep(house: House, key: str, stored: Arrival, photograph_id: int) -> None:
    with house.database.session(writes=False) as session:
        media_type = session.get_one(Photograph, photograph_id).media_type
    with no_room_is_a_sentence(), stored.path.open("rb") as stream:
        house.store.put(key, stream, media_type=media_type)


def renew_voice(house: House, note_id: int) -> bool:
    """Store one recording anew, without what it tells besides its sound; whether it changed."""
    with house.database.session(writes=False) as session:
        note = session.get_one(VoiceNote, note_id)
    try:
        with house.store.open(note.key) as stream:
            before = stream.read()
    except Missing:
        log.warning("the voice %s is not in the store", note.key)
        return False
    try:
        data = sound.without_metadata(before, note.media_type, note.seconds)
    except (SoundError, struct.error, IndexError):  # it was whole when it was taken in
        log.warning("the voice %s cannot be read any more", note.key)
        return False
    digest = hashlib.sha256(data).hexdigest()
    key = voice_key(digest, f".{note.key.rpartition('.')[2]}") if data != before else note.key
    with no_room_is_a_sentence():
        house.store.put(key, data, media_type=note.media_type)
    with house.database.transaction() as session:
        hold_store_still(session)
        current = session.get_one(VoiceNote, note_id)
        hold(session, current)
        session.refresh(current, with_for_update=True)
        if current.key != note.key or current.removed_at is not None:
            return False  # somebody else was quicker
        current.metadata_rule = sound.RULE
        if key != note.key:
            deletions.named_again(session, [key])
            house.store.put(key, data, media_type=note.media_type)
            current.key, current.bytes = key, len(data)
            session.flush()
            deletions.let_go(session, [note.key], Reason.REPLACED)
            record(session, None, "stored_without_metadata", current, sha256=digest)
    return key != note.key


_KINDS = (
    (Photograph, (Photograph.metadata_rule < placeless.RULE,), renew_photograph),
    (
        VoiceNote,
        (VoiceNote.metadata_rule < sound.RULE, VoiceNote.removed_at.is_(None)),
        renew_voice,
    ),
)
"""What is gone through: rows, those of an earlier rule, and how one is stored anew."""
