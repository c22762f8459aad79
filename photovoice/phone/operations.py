"""Keeping what a phone says, making room for its bytes, and taking in what is whole."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import operations as archive
from photovoice.archive import sound, speaking
from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.operations import Duplicate
from photovoice.audit import hold
from photovoice.config import Config
from photovoice.db import now
from photovoice.house import House
from photovoice.phone import queries, rules
from photovoice.phone.models import Sending, Upload
from photovoice.phone.parts import Parts
from photovoice.phone.recording import write_down
from photovoice.phone.refusals import (
    BeingSent,
    NoQuota,
    NotHere,
    ReceivedAlready,
    TooLarge,
    TooManyWaiting,
    TooMuchOnTheWay,
)
from photovoice.phone.rules import SendingPart, UploadState
from photovoice.projects.models import Project


def keep(
    session: Session,
    project: Project,
    person: Person,
    uid: str,
    version: int,
    said: dict[str, Any],
    *,
    on: date,
    config: Config,
) -> Sending:
    """Keep what a phone says of one photograph, unless something newer is kept already.

    The same sending repeated changes nothing.  Where the photograph is here, what is new is
    written down beside it; a recording that is said no more is taken away again.  A photograph
    this very person sent before is known by its SHA-256, and its bytes are not asked for.
    Raises NotHere for a name that somebody else's sending has, TooManyWaiting, or BeingSent.
    """
    hold(session, project)
    sending = _sending(session, project, person, uid, said)
    if version >= sending.version:
        if sending.said["voice"] and not said["voice"]:
            _unsay(session, sending, Parts(config.home), by=person)
        repeated = version == sending.version and not rules.is_told(sending.said)
        sending.said = rules.without_words(said) if repeated else said
        sending.version, sending.said_at = version, now()
        session.flush()
    _recognise(session, sending)
    write_down(session, sending, by=person, on=on, config=config)
    return sending


def _recognise(session: Session, sending: Sending) -> None:
    """Where this person sent the very photograph before, this sending stands for it too."""
    sha256 = sending.said["photograph"]["sha256"]
    if sending.photograph_id is not None or not sha256:
        return
    known = archive.known_photograph(session, sending.project, sending.person, sha256)
    if known is not None:
        sending.photograph, sending.was_here = session.get_one(Photograph, known), True
        session.flush()


def _sending(
    session: Session, project: Project, person: Person, uid: str, said: dict[str, Any]
) -> Sending:
    """The sending so called, made where there is none, with nobody else changing it."""
    found = queries.sending(session, uid, for_change=True)
    if found is None:
        photograph = queries.photograph_called(session, uid)
        if photograph is not None and (photograph.project_id, photograph.photographer_id) != (
            project.id,
            person.id,
        ):
            raise NotHere()
        if queries.waiting_of(session, person) >= rules.MOST_WAITING:
            raise TooManyWaiting()
        made = Sending(
            uid=uid,
            project=project,
            person=person,
            said=said,
            photograph=photograph,
            was_here=photograph is not None,
        )
        try:
            with session.begin_nested():
                session.add(made)
                session.flush()
            return made
        except IntegrityError:  # the same name, a moment ago, in another project
            found = queries.sending(session, uid, for_change=True)
    if found is None or (found.project_id, found.person_id) != (project.id, person.id):
        raise NotHere()
    return found


def _unsay(session: Session, sending: Sending, parts: Parts, *, by: Person) -> None:
    """Take away what came of a recording, on its way or received.  Raises BeingSent."""
    upload = queries.uploads_of(session, sending).get(SendingPart.VOICE)
    if upload is None:
        return
    with parts.held(upload.key):
        parts.drop(upload.key)
    if upload.voice_id is not None:
        speaking.remove_voice(session, session.get_one(VoiceNote, upload.voice_id), by=by)
    session.delete(upload)
    session.flush()


def begin(
    session: Session,
    project: Project,
    person: Person,
    *,
    uid: str | None,
    part: SendingPart,
    length: int,
    told: str,
    said: dict[str, Any],
    parts: Parts,
    config: Config,
) -> Upload:
    """Make room for one part of a sending; begun before, the same upload goes on.

    ``said`` is kept where nothing was said of it before.  An upload that is over, or was of
    another length, is begun once more under another key; so is a recording that was said again,
    and until the new one is received the one before stands.
    Raises ReceivedAlready, NotHere, TooLarge, TooMuchOnTheWay, NoQuota, NoRoom or BeingSent.
    """
    hold(session, project)
    sending = _sending(session, project, person, uid or uuid4().hex, said)
    upload = queries.uploads_of(session, sending).get(part)
    if (part is SendingPart.PHOTOGRAPH and sending.photograph_id is not None) or (
        upload is not None
        and upload.state is UploadState.RECEIVED
        and not is_said_again(sending, upload)
    ):
        raise ReceivedAlready()
    if upload is None:
        upload = Upload(sending=sending, project=project, person_id=person.id, part=part)
    elif not goes_on(upload, length):
        with parts.held(upload.key):
            parts.drop(upload.key)
        upload.key, upload.began_at = uuid4().hex, now()
    upload.key = upload.key or uuid4().hex
    _give_way(session, person, parts, to=upload)
    _require_room(session, upload, length, config)
    parts.begin(upload.key, length)
    upload.state, upload.reason, upload.sentence = UploadState.ARRIVING, None, ""
    upload.length, upload.told, upload.sha256 = length, told, None
    renew(upload)
    session.add(upload)
    session.flush()
    return upload


def is_said_again(sending: Sending, upload: Upload) -> bool:
    """Whether the phone has another recording by now than the one an upload brings or brought."""
    said = sending.said["voice"]
    if upload.part is not SendingPart.VOICE or not said:
        return False
    if said["sha256"] and upload.sha256:
        return bool(said["sha256"] != upload.sha256)
    return bool(said["bytes"] != upload.length)


def goes_on(upload: Upload, length: int) -> bool:
    """Whether what came of an upload is of use to one of this length."""
    return upload.length == length and not is_over(upload)


def is_over(upload: Upload) -> bool:
    """Whether nothing more can be added to an upload."""
    return upload.state is not UploadState.ARRIVING or upload.expires_at <= now()


def renew(upload: Upload) -> None:
    """Let an upload wait for the rest as long as if it had just begun."""
    upload.expires_at = now() + rules.LIFE


def _give_way(session: Session, person: Person, parts: Parts, *, to: Upload) -> None:
    """Let the oldest announcements without a byte go: a phone sends one thing at a time."""
    empty = [
        one
        for one in queries.arriving_of(session, person)
        if one is not to and one.key and not parts.has_begun(one.key)
    ]
    for one in empty[: max(0, len(empty) + 1 - rules.MOST_ANNOUNCED)]:
        with suppress(BeingSent), parts.held(one.key):
            give_up(session, one, parts)


def _require_room(session: Session, upload: Upload, length: int, config: Config) -> None:
    most = sound.LARGEST if upload.part is SendingPart.VOICE else config.largest_picture
    if length > most:
        raise TooLarge()
    announced = queries.on_the_way(session, upload.person_id, beside=upload)
    if announced + length > config.unfinished_quota:
        raise TooMuchOnTheWay()
    left = room_left(session, upload.project, config, beside=upload)
    if left is not None and length > left:
        raise NoQuota()


def room_left(
    session: Session, project: Project, config: Config, *, beside: Upload | None = None
) -> int | None:
    """Bytes a project may still send, or None where only the disk sets a limit."""
    if not config.project_quota:
        return None
    with session.no_autoflush:
        taken = queries.room_taken(session, project, beside=beside)
    return max(0, config.project_quota - taken)


def receive_photograph(
    house: House, session: Session, upload: Upload, parts: Parts, *, sha256: str, on: date
) -> None:
    """Take in a photograph of which every byte is here, and write down what is said of it.

    The session is first used when the bytes are stored.  Raises PictureRefused or StoreFull.
    """
    sending, person = upload.sending, upload.sending.person
    about = sending.said["photograph"]
    received = archive.receive(
        house,
        session,
        upload.project,
        person,
        parts.path(upload.key),
        by=person,
        uid=sending.uid,
        caption_language=person.language,
        title_language=person.language,
        exact_place=about["exact_place"],
        sent_small=about["small"],
        name=about["name"],
    )
    hold(session, upload.project)
    session.refresh(sending, ["said", "written", "version"], with_for_update=True)
    sending.photograph = received.photograph
    sending.was_here = isinstance(received, Duplicate)
    _seal(upload, sha256)
    session.flush()
    write_down(session, sending, by=person, on=on, config=house.config)


def receive_voice(
    house: House, session: Session, upload: Upload, parts: Parts, *, sha256: str
) -> None:
    """Take in a recording that belongs to a photograph received before.

    Raises a Refusal with a ``reason``, or StoreFull.
    """
    sending = upload.sending
    assert sending.photograph is not None, "a voice waits for its photograph"
    said = sending.said["voice"] or {}
    note = speaking.receive_voice(
        house,
        session,
        sending.photograph,
        parts.path(upload.key),
        by=sending.person,
        uid=upload.key,
        language=said.get("language") or None,
    )
    upload.voice_id = note.id
    _seal(upload, sha256)
    session.flush()


def _seal(upload: Upload, sha256: str) -> None:
    upload.state, upload.sha256, upload.received_at = UploadState.RECEIVED, sha256, now()
    upload.reason, upload.sentence = None, ""


def refuse(session: Session, upload: Upload, reason: str, sentence: str) -> None:
    """Remember why something whole could not be taken in; the phone may begin it once more."""
    upload.state, upload.reason, upload.sentence = UploadState.REFUSED, reason[:40], sentence
    session.flush()


def give_up(session: Session, upload: Upload, parts: Parts) -> None:
    """Forget the bytes that came of an upload; whoever calls holds them."""
    parts.drop(upload.key)
    upload.state = UploadState.GONE
    session.flush()


def forget(session: Session, sending: Sending, parts: Parts) -> None:
    """Forget a sending that was not received, and what came of it; what was received stays.

    Raises BeingSent while somebody is at its bytes.
    """
    for upload in queries.uploads_of(session, sending).values():
        if upload.state is not UploadState.RECEIVED:
            with parts.held(upload.key):
                parts.drop(upload.key)
            session.delete(upload)
    session.flush()
    if sending.photograph_id is None:
        session.execute(delete(Upload).where(Upload.sending_id == sending.id))
        session.delete(sending)
        session.flush()
