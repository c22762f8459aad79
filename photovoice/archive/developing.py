"""From an original to what people see, and which bytes the archive's rows name."""

import tempfile
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from photovoice.archive import copies, events
from photovoice.archive.arrival import (
    no_room_is_a_sentence,
    waiting_room,
)
from photovoice.archive.darkroom import Box, Developed, PictureError
from photovoice.archive.models import Photograph, Rendition, State, VoiceNote
from photovoice.house import House
from photovoice.storage import deletions, require_there
from photovoice.storage.models import Reason
from photovoice.storage.naming import hold_store_still

KEPT_UNDER = ("originals/", "renditions/", "voices/")
"""How the keys of what the archive stores begin."""


def develop(house: House, photograph_id: int) -> None:
    """Make the copies people see of a photograph, and the blurred ones where parts are covered.

    May run twice: copies that are there are left as they are.
    """
    with house.database.session(writes=False) as session:
        photograph = session.get(Photograph, photograph_id)
        if photograph is None or photograph.is_removed:
            return
        boxes = _boxes(photograph)
        sets = [(), boxes] if boxes else [()]
        wanted = [covered for covered in sets if not _is_made(photograph, covered)]
    require_there(house.store)
    room = waiting_room(house.config.home)
    room.mkdir(parents=True, exist_ok=True)
    for covered in wanted:
        with (
            tempfile.TemporaryDirectory(dir=room) as folder,
            house.store.local(photograph.original_key) as path,
        ):
            try:
                made = house.darkroom.develop(path, Path(folder), [Box(*box) for box in covered])
            except PictureError as trouble:
                _note_failure(house, photograph_id, trouble)
                return
            _keep(house, photograph, made, covered)


def _boxes(photograph: Photograph) -> tuple[tuple[float, float, float, float], ...]:
    return tuple((r.x, r.y, r.width, r.height) for r in photograph.redactions)


def _is_made(photograph: Photograph, covered: tuple) -> bool:
    theirs = [r for r in photograph.renditions if r.redacted == bool(covered)]
    folder = copies.folder(photograph.sha256, covered)
    return bool(theirs) and all(rendition.key.startswith(folder) for rendition in theirs)


def _keep(house: House, photograph: Photograph, made: Developed, covered: tuple) -> None:
    """Store the copies, then write their rows, all in one go."""
    files, redacted = copies.keys(photograph.sha256, made, covered), bool(covered)
    copies.store(house, files)
    with no_room_is_a_sentence(), house.database.transaction() as session:
        hold_store_still(session)
        current = session.get(Photograph, photograph.id, with_for_update=True)
        if current is None or (covered and _boxes(current) != covered):
            # Covered otherwise meanwhile; the job asked for then makes the new copies.
            deletions.let_go(session, files, Reason.COVERED)
            return
        before = (Rendition.photograph_id == current.id, Rendition.redacted == redacted)
        replaced = set(session.scalars(select(Rendition.key).where(*before))) - files.keys()
        deletions.let_go(session, replaced, Reason.REPLACED)
        deletions.named_again(session, files)
        session.execute(delete(Rendition).where(*before))
        session.expire(current, ["renditions"])
        copies.store(house, files, missing=True)
        current.renditions.extend(copies.rows(files, redacted=redacted))
        if not redacted:
            copies.is_ready(current, made)
        session.flush()
        for event in (events.changed, events.covered) if redacted else (events.changed,):
            event.send(None, session=session, photograph_ids=[current.id])


def _note_failure(house: House, photograph_id: int, trouble: PictureError) -> None:
    with house.database.transaction() as session:
        photograph = session.get_one(Photograph, photograph_id)
        if photograph.state is not State.READY:
            photograph.state, photograph.trouble = State.FAILED, str(trouble.reason)


def named(session: Session, keys: list[str]) -> set[str]:
    """Those of some keys that a row names; a voice note that was removed names nothing any more."""
    naming = (
        select(Photograph.original_key).where(
            Photograph.original_key.in_(keys), Photograph.removed_on.is_(None)
        ),
        select(Rendition.key).where(Rendition.key.in_(keys)),
        select(VoiceNote.key).where(VoiceNote.key.in_(keys), VoiceNote.removed_at.is_(None)),
    )
    return {key for query in naming for key in session.scalars(query)}


def originals(session: Session, limit: int | None) -> list[str]:
    """The keys of so many originals, chosen by chance, or of all."""
    kept = select(Photograph.original_key).where(Photograph.removed_on.is_(None))
    return list(
        session.scalars(
            kept.distinct() if limit is None else kept.order_by(func.random()).limit(limit)
        )
    )


def voices(session: Session, limit: int | None) -> list[str]:
    """The keys of so many recordings that stand beside photographs, chosen by chance, or of all."""
    standing = select(VoiceNote.key).where(VoiceNote.removed_at.is_(None))
    return list(
        session.scalars(
            standing.distinct() if limit is None else standing.order_by(func.random()).limit(limit)
        )
    )
