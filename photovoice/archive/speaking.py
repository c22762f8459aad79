"""Saying something of a photograph in one's own voice: taking it in, typing it, taking it away."""

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import events, queries, rules, sound
from photovoice.archive.arrival import Arrival, Source, arriving, no_room_is_a_sentence
from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.sound import Sound, SoundError, SoundReason
from photovoice.archive.taking_back import WordsWereTakenBack
from photovoice.audit import Event, hold, record
from photovoice.db import now
from photovoice.house import House
from photovoice.refusals import Refusal
from photovoice.storage import deletions, require_there
from photovoice.storage.models import Reason
from photovoice.storage.naming import hold_store_still


class SoundRefused(Refusal):
    """A recording that is not taken in; ``reason`` says which of the known reasons."""

    status = 422

    def __init__(self, reason: SoundReason, called: str = "") -> None:
        super().__init__(sound.sentence(reason, called), reason=reason)
        self.reason = reason


def receive_voice(
    house: House,
    session: Session,
    photograph: Photograph,
    source: Source,
    *,
    by: Person | None,
    uid: str | None = None,
    language: str | None = None,
    spoken_by: Person | None = None,
) -> VoiceNote:
    """Take in what somebody says of a photograph: bytes stored first, then the row naming them.

    Its sound is kept, and takes the place of the one that stood there; what else it tells is not,
    and what not every browser plays is made into what all do.  ``source``,
    ``uid``, the session and the caller's commit are as in ``operations.receive``: the very same
    recording, sent again, brings back the note it made and changes nothing.
    ``language`` is what is spoken, by ``spoken_by`` or else by whoever sends it.
    Raises SoundRefused or StoreFull, with nothing kept and nothing replaced.
    """
    too_large = SoundRefused(SoundReason.TOO_LARGE)
    require_there(house.store)
    with arriving(source, house.config.home, sound.LARGEST, too_large=too_large) as arrival:
        with house.database.session(writes=False) as reading:
            known = _known(reading, photograph, arrival.sha256, uid)
        if known is not None:
            return session.get_one(VoiceNote, known)
        heard = _heard(arrival)
        stored = arrival.as_it_is_now()
        speaker = spoken_by or by
        note = VoiceNote(
            photograph_id=photograph.id,
            uid=uid if rules.is_uid(uid) else uuid4().hex,
            spoken_by_id=speaker.id if speaker else photograph.photographer_id,
            sha256=arrival.sha256,
            key=voice_key(stored.sha256, heard.extension),
            metadata_rule=sound.RULE,
            media_type=heard.media_type,
            bytes=stored.bytes,
            seconds=heard.seconds,
            language=language or photograph.caption_language,
            transcript_language=language or photograph.caption_language,
        )
        _keep(house, note, arrival)
        return _enter(house, session, photograph, note, arrival, by)


def _heard(arrival: Arrival) -> Sound:
    try:
        return sound.make_ready(arrival.path)
    except SoundError as trouble:
        raise SoundRefused(trouble.reason, trouble.called) from trouble


def voice_key(sha256: str, extension: str) -> str:
    """Where a recording lies in the store."""
    return f"voices/{sha256[:2]}/{sha256}{extension}"


def _keep(house: House, note: VoiceNote, arrival: Arrival) -> None:
    with no_room_is_a_sentence(), arrival.path.open("rb") as stream:
        house.store.put(note.key, stream, media_type=note.media_type)


def _known(session: Session, photograph: Photograph, sha256: str, uid: str | None) -> int | None:
    """The id of the note these bytes made before: in this sending, or else the one standing."""
    same = (VoiceNote.photograph_id == photograph.id, VoiceNote.sha256 == sha256)
    order = (VoiceNote.uid == uid).desc()  # where both are there, the sending comes first
    known = VoiceNote.removed_at.is_(None) | (VoiceNote.uid == uid)
    return session.scalar(select(VoiceNote.id).where(*same, known).order_by(order).limit(1))


def _enter(
    house: House,
    session: Session,
    photograph: Photograph,
    note: VoiceNote,
    arrival: Arrival,
    by: Person | None,
) -> VoiceNote:
    hold_store_still(session)
    hold(session, photograph)  # whoever else sends one for it waits here, and then finds this one
    if known := _known(session, photograph, note.sha256, note.uid):
        return session.get_one(VoiceNote, known)
    _require_not_removed(session, photograph, note, by)
    before = queries.voice(session, photograph)
    if before is not None:
        _take_away(session, before, Reason.REPLACED)
    try:
        with session.begin_nested():
            session.add(note)
            session.flush()
    except IntegrityError:  # the name of a sending somewhere else
        note.uid = uuid4().hex
        session.add(note)
        session.flush()
    deletions.named_again(session, [note.key])
    if not house.store.exists(note.key):
        # The sweep took it for an orphan of an earlier try, between the storing and now.
        _keep(house, note, arrival)
    record(session, by, "spoke", note, photograph=photograph.id, sha256=note.sha256)
    _tell(session, note, silenced=before is not None)
    return note


def _require_not_removed(
    session: Session, photograph: Photograph, note: VoiceNote, by: Person | None
) -> None:
    """Let nobody else put back what somebody took away.  Raises WordsWereTakenBack."""
    if by is None or by.id in (note.spoken_by_id, photograph.photographer_id):
        return
    removed = (
        select(Event.id)
        .join(VoiceNote, VoiceNote.id == Event.thing_id)
        .where(
            Event.thing == VoiceNote.__tablename__,
            Event.did == "removed",
            VoiceNote.photograph_id == photograph.id,
            VoiceNote.sha256 == note.sha256,
        )
    )
    if session.scalar(removed.limit(1)) is not None:
        raise WordsWereTakenBack(
            _l("This recording was taken back. Only whoever spoke can bring it back."),
            next_step=_l("Record something else, or ask them."),
        )


def say_transcript(
    session: Session, note: VoiceNote, text: str, *, by: Person | None, language: str | None = None
) -> bool:
    """Type what is said in a note, in ``language`` or the one it is typed in already.

    True when anything changed.  The record keeps that it was typed, not the words.
    """
    _hold(session, note)
    said = (text.strip(), language or note.transcript_language)
    if note.removed_at is not None or said == (note.transcript, note.transcript_language):
        return False
    note.transcript, note.transcript_language = said
    session.flush()
    record(session, by, "typed", note, photograph=note.photograph_id)
    _tell(session, note, silenced=False)
    return True


def remove_voice(session: Session, note: VoiceNote, *, by: Person | None) -> None:
    """Take a voice note away: from here and from every exhibition, at once.

    Its bytes go soon after the commit.  Removing twice is as good as once.
    """
    _hold(session, note)
    if note.removed_at is None:
        _take_away(session, note, Reason.WITHDRAWN)
        record(session, by, "removed", note, photograph=note.photograph_id)
        _tell(session, note, silenced=True)


def _hold(session: Session, note: VoiceNote) -> None:
    """Let nobody else change the note until this transaction ends, and know how it is now."""
    hold(session, note)
    session.refresh(note)


def _take_away(session: Session, note: VoiceNote, reason: Reason) -> None:
    note.removed_at, note.transcript = now(), ""
    deletions.let_go(session, [note.key], reason)
    session.flush()


def _tell(session: Session, note: VoiceNote, *, silenced: bool) -> None:
    told = (events.changed, events.silenced) if silenced else (events.changed,)
    for event in told:
        event.send(None, session=session, photograph_ids=[note.photograph_id])
