"""Taking photographs in, saying something of them, and making what people see."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import (
    copies,
    days,
    events,
    filenames,
    placeless,
    queries,
    rules,
    taking_back,
)
from photovoice.archive.arrival import (
    Arrival,
    PictureRefused,
    ProjectFull,
    Source,
    StoreFull,
    arriving,
    no_room_is_a_sentence,
)
from photovoice.archive.darkroom import Box, Inspection
from photovoice.archive.models import OtherWords, Photograph, Redaction, Rendition, VoiceNote
from photovoice.audit import record
from photovoice.db import now, today
from photovoice.house import House
from photovoice.jobs.models import Urgency
from photovoice.jobs.operations import enqueue
from photovoice.projects.models import Project
from photovoice.storage import deletions, require_there
from photovoice.storage.models import Reason
from photovoice.storage.naming import hold_store_still

__all__ = ["Duplicate", "PictureRefused", "Received", "StoreFull", "describe", "receive", "redact"]

_AT_ONCE: AbstractContextManager = nullcontext()


@dataclass(frozen=True)
class Received:
    """A photograph taken in: its bytes are stored and its row is written."""

    photograph: Photograph
    job_id: int | None = None
    """The job that will develop it; None where that is done."""

    verdict = "received"


@dataclass(frozen=True)
class Duplicate(Received):
    """Its photographer had sent the very same file before; nothing was added."""

    verdict = "duplicate"


def receive(
    house: House,
    session: Session,
    project: Project,
    photographer: Person,
    source: Source,
    *,
    by: Person | None,
    uid: str | None = None,
    exact_place: bool = False,
    sent_small: bool = False,
    room: int | None = None,
    name: str = "",
    turn: AbstractContextManager = _AT_ONCE,
    **words: Any,
) -> Received:
    """Take a photograph in: bytes stored first, then the row that names them.

    All that no picture needs is taken out first, with whatever tells where it was taken, unless
    ``exact_place`` was asked for by whoever sends it and the project keeps places; one that is here
    already stays as it is.
    ``sent_small``: the phone made it smaller.  ``room``: bytes the project may still fill, where
    somebody set a limit.  ``name``: what the file is called where it comes from.  ``turn`` is
    entered before its row is written, by whoever takes in several and wants them in order.

    ``source`` is a path, an open binary file or bytes.  One repeated by the same photographer is
    recognised by its bytes; what somebody else sent is theirs, and nobody is told of it.  ``uid``
    names the sending, so that a phone finds the photograph again; where other bytes have the name
    already it is left aside, since a browser's way back may bring a form's old one.  ``words`` are
    those of ``rules.WORDS``.  The session is first used when the bytes are safe, so that no lock is
    held while a picture is looked at; the caller commits, and only then may say “received”.
    Raises PictureRefused, ProjectFull or StoreFull, with nothing kept.
    """
    config = house.config
    require_there(house.store)
    with arriving(source, config.home, config.largest_picture) as arrival:
        with house.database.session(writes=False) as reading:
            known = known_photograph(reading, project, photographer, arrival.sha256)
        if known is not None:
            found = session.get(Photograph, known)
            if found is not None:
                return Duplicate(found)
        if room is not None and arrival.bytes > room:
            raise ProjectFull()
        inspection = house.darkroom.inspect(arrival.path, arrival.for_copies())
        if not inspection.ok:
            raise PictureRefused(inspection.refusal)
        placed = exact_place and project.keeps_location
        stored, place_taken_out = (arrival, False) if placed else arrival.placeless()
        key = original_key(stored.sha256, inspection.extension)
        _keep(house, key, arrival, inspection)
        made = inspection.developed
        files = copies.keys(arrival.sha256, made) if made else {}
        copies.store(house, files)
        told = days.told(inspection.taken_at, inspection.scanned, name, today())
        photograph = Photograph(
            project=project,
            photographer=photographer,
            received_by_id=by.id if by else None,
            uid=uid if rules.is_uid(uid) else uuid4().hex,
            sha256=arrival.sha256,
            stored_sha256=stored.sha256,
            place_taken_out=place_taken_out,
            metadata_rule=placeless.RULE,
            original_key=key,
            media_type=inspection.media_type,
            bytes=stored.bytes,
            width=inspection.width,
            height=inspection.height,
            taken_on=told.day,
            set_aside_day=told.set_aside,
            set_aside_why=told.why,
            file_name=filenames.kept(name),
            doubt=inspection.doubt,
            camera=_camera(inspection),
            location=list(inspection.location) if placed and inspection.location else None,
            sent_small=sent_small,
            warnings=list(inspection.warnings),
            **_only_words(words),
        )
        if made:
            photograph.renditions = copies.rows(files, redacted=False)
            copies.is_ready(photograph, made)
        with turn:
            return _enter(house, session, photograph, arrival, inspection, by)


def _enter(
    house: House,
    session: Session,
    photograph: Photograph,
    arrival: Arrival,
    inspection: Inspection,
    by: Person | None,
) -> Received:
    hold_store_still(session)
    project = photograph.project
    photographer = photograph.photographer
    if known := known_photograph(session, project, photographer, photograph.sha256):
        return _as_duplicate(session, photograph, known)
    try:
        with session.begin_nested():
            session.add(photograph)
            session.flush()
    except IntegrityError:
        # The same came twice a moment ago, or the name of another sending came back.
        if known := known_photograph(session, project, photographer, photograph.sha256):
            return _as_duplicate(session, photograph, known)
        photograph.uid = uuid4().hex
        session.add(photograph)
        session.flush()
    made = inspection.developed
    files = copies.keys(photograph.sha256, made) if made else {}
    deletions.named_again(session, [photograph.original_key, *files])
    if not house.store.exists(photograph.original_key):
        _keep(house, photograph.original_key, arrival, inspection)
    copies.store(house, files, missing=True)
    place = {"place": "taken out"} if photograph.place_taken_out else {}
    doubt = {"doubt": photograph.doubt} if photograph.doubt else {}
    record(session, by, "received", photograph, sha256=photograph.sha256, **place, **doubt)
    job = None if made else enqueue(session, "archive.develop", photograph=photograph.id)
    events.changed.send(None, session=session, photograph_ids=[photograph.id])
    return Received(photograph, job.id if job else None)


def _as_duplicate(session: Session, photograph: Photograph, known: int) -> Duplicate:
    if photograph in session:
        session.expunge(photograph)
    return Duplicate(session.get_one(Photograph, known))


def known_photograph(
    session: Session, project: Project, photographer: Person, sha256: str
) -> int | None:
    """The id of the photograph that these bytes, sent by this very person, made before."""
    return session.scalar(
        select(Photograph.id).where(
            Photograph.project_id == project.id,
            Photograph.photographer_id == photographer.id,
            Photograph.sha256 == sha256,
        )
    )


def _keep(house: House, key: str, arrival: Arrival, inspection: Inspection) -> None:
    with no_room_is_a_sentence(), arrival.path.open("rb") as stream:
        house.store.put(key, stream, media_type=inspection.media_type)


def remove_picture(
    session: Session, photograph: Photograph, *, by: Person | None, on: date
) -> None:
    """Remove the original of a photograph, every copy and every recording, for good.

    Its typed words stay, and so does what was done with it.
    """
    notes = session.scalars(
        select(VoiceNote).where(
            VoiceNote.photograph_id == photograph.id, VoiceNote.removed_at.is_(None)
        )
    ).all()
    keys = [photograph.original_key, *(copy.key for copy in photograph.renditions)]
    for note in notes:
        note.removed_at, note.transcript = now(), ""
        keys.append(note.key)
    photograph.removed_on = on
    photograph.placeholder, photograph.dhash = "", None
    session.execute(delete(Rendition).where(Rendition.photograph_id == photograph.id))
    session.flush()
    session.expire(photograph, ["renditions"])
    deletions.let_go(session, keys, Reason.EXPIRED)
    record(session, by, "removed_picture", photograph)


def original_key(sha256: str, extension: str) -> str:
    """Where an original lies in the store, by the SHA-256 of what is stored."""
    return f"originals/{sha256[:2]}/{sha256}.{extension.lstrip('.')}"


def _camera(inspection: Inspection) -> str | None:
    make, model = inspection.camera_make or "", inspection.camera_model or ""
    named = model if model.casefold().startswith(make.casefold()) else f"{make} {model}"
    return named.strip()[:120] or None


def _only_words(words: dict[str, Any]) -> dict[str, Any]:
    unknown = words.keys() - {*rules.WORDS, "taken_on", "received_at"}
    if unknown:
        raise TypeError(f"a photograph has no {', '.join(sorted(unknown))}")
    return {name: value for name, value in words.items() if value is not None}


def describe(session: Session, photograph: Photograph, *, by: Person | None, **words: Any) -> bool:
    """Say something of a photograph, in any of ``rules.WORDS`` or ``taken_on``.

    True when anything changed.  The record keeps which words were changed, not the words.
    Raises WordsWereTakenBack where somebody else took back one of these very words.
    """
    taking_back.require_not_taken_back(session, photograph, by, words)
    said = _only_words(words) | {name: words[name] for name in ("taken_on",) if name in words}
    changed = [name for name, value in said.items() if getattr(photograph, name) != value]
    for name in changed:
        setattr(photograph, name, words[name])
    session.flush()
    if changed:
        record(session, by, "described", photograph, changed=sorted(changed))
        events.changed.send(None, session=session, photograph_ids=[photograph.id])
    return bool(changed)


def keep_beside(
    session: Session, photograph: Photograph, word: str, text: str, language: str, *, by: Person
) -> OtherWords:
    """Keep words beside a photograph whose writer had not seen those that stand there now."""
    for known in queries.other_words(session, photograph):
        if (known.word, known.text, known.written_by_id) == (word, text, by.id):
            return known
    kept = OtherWords(photograph=photograph, word=word, text=text, language=language, written_by=by)
    session.add(kept)
    session.flush()
    record(session, by, "kept_beside", photograph, word=word)
    return kept


def choose_other(session: Session, other: OtherWords, *, by: Person) -> None:
    """Let the words kept beside a photograph and those that stand change places."""
    photograph, word, text = other.photograph, other.word, other.text
    chosen = {word: text}
    language = f"{word}_language" if word in ("caption", "title") else ""
    other.text = getattr(photograph, word)
    if language:
        chosen[language] = other.language or getattr(photograph, language)
        other.language = getattr(photograph, language)
    describe(session, photograph, by=by, **chosen)
    if not other.text:
        session.delete(other)
    session.flush()


def let_go_of_other(session: Session, other: OtherWords, *, by: Person) -> None:
    """Delete words kept beside a photograph that nobody wants."""
    session.delete(other)
    session.flush()
    record(session, by, "let_go_of_other_words", other.photograph, word=other.word)


def find_whole(session: Session, photograph: Photograph, *, by: Person | None) -> bool:
    """Somebody has looked at a photograph that was in doubt: it is as it should be.

    True when it was in doubt.
    """
    if photograph.doubt is None:
        return False
    was, photograph.doubt = photograph.doubt, None
    session.flush()
    record(session, by, "found whole", photograph, doubt=was)
    return True


def redact(
    session: Session, photograph: Photograph, boxes: Sequence[Box], *, by: Person | None
) -> list[Redaction]:
    """Make parts of a photograph unrecognisable; replaces what was covered before.

    A part that stays where it was stays the same row, with whatever was said of it.  The blurred
    copies made with other boxes are no longer shown from this moment; new ones are asked for in
    the same transaction.  No boxes: nothing is covered any more.  Returns the parts in the order
    of the boxes.
    """
    standing = {_corners(part): part for part in photograph.redactions}
    wanted = list(dict.fromkeys(map(_corners, boxes)))
    if set(wanted) != set(standing):
        gone = [part.id for corners, part in standing.items() if corners not in wanted]
        session.execute(delete(Redaction).where(Redaction.id.in_(gone)))
        before = (Rendition.photograph_id == photograph.id, Rendition.redacted)
        deletions.let_go(
            session, session.scalars(select(Rendition.key).where(*before)), Reason.COVERED
        )
        session.execute(delete(Rendition).where(*before))
        made_by = by.id if by else None
        for box in boxes:
            if _corners(box) not in standing:
                standing[_corners(box)] = part = Redaction(
                    photograph_id=photograph.id,
                    x=box.x,
                    y=box.y,
                    width=box.width,
                    height=box.height,
                    made_by_id=made_by,
                )
                session.add(part)
        session.flush()
        session.expire(photograph, ["redactions", "renditions"])
        record(session, by, "redacted", photograph, boxes=len(wanted))
        enqueue(session, "archive.develop", urgency=Urgency.FIRST, photograph=photograph.id)
        for event in (events.changed, events.covered):
            event.send(None, session=session, photograph_ids=[photograph.id])
    return [standing[_corners(box)] for box in boxes]


def _corners(box: Box | Redaction) -> tuple[float, ...]:
    """Where a box lies, as exactly as a form gives it: hundredths with two digits."""
    return tuple(round(value, 4) for value in (box.x, box.y, box.width, box.height))
