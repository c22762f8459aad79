"""Reads of what phones send, and of the room there is for it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.consent.models import Release
from photovoice.consent.queries import subjects
from photovoice.consent.rules import Part, closed_by_a_no, speaking_for
from photovoice.phone.models import Sending, Upload
from photovoice.phone.rules import SendingPart, UploadState
from photovoice.projects.models import Project


def sending(session: Session, uid: str, *, for_change: bool = False) -> Sending | None:
    """The sending so called, whoever's it is; ``for_change`` nobody else changes it meanwhile."""
    query = select(Sending).where(Sending.uid == uid)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def upload(session: Session, project: str, key: str) -> Upload | None:
    """The upload with this key in the project with this slug, with its sending, in one query."""
    return session.scalar(
        select(Upload)
        .join(Upload.project)
        .where(Upload.key == key, Project.slug == project)
        .options(joinedload(Upload.sending), joinedload(Upload.project))
    )


def upload_to_take_in(session: Session, id: int) -> Upload | None:
    """An upload as it is now, with all that is asked of it while no transaction is open."""
    sending = joinedload(Upload.sending)
    return session.scalar(
        select(Upload)
        .where(Upload.id == id)
        .options(
            joinedload(Upload.project),
            sending.joinedload(Sending.project),
            sending.joinedload(Sending.person),
            sending.joinedload(Sending.photograph),
        )
        .execution_options(populate_existing=True)
    )


def uploads_of(session: Session, sending: Sending) -> dict[SendingPart, Upload]:
    """Both parts of a sending, so far as they have been begun."""
    found = session.scalars(select(Upload).where(Upload.sending_id == sending.id))
    return {upload.part: upload for upload in found}


def photograph_called(session: Session, uid: str) -> Photograph | None:
    """The photograph a sending of this name made, in whatever way it came."""
    return session.scalar(select(Photograph).where(Photograph.uid == uid))


def waiting_of(session: Session, person: Person) -> int:
    """How many sendings of somebody's wait for their photograph."""
    waiting = (Sending.person_id == person.id, Sending.photograph_id.is_(None))
    return session.scalar(select(func.count(Sending.id)).where(*waiting)) or 0


def arriving_of(session: Session, person: Person) -> list[Upload]:
    """Somebody's uploads on their way, the one begun longest ago first."""
    arriving = (Upload.person_id == person.id, Upload.state == UploadState.ARRIVING)
    return list(
        session.scalars(select(Upload).where(*arriving).order_by(Upload.began_at, Upload.id))
    )


def never_sent(session: Session, before: datetime) -> list[Sending]:
    """Sendings of which nothing was heard since a moment and no photograph came."""
    return list(
        session.scalars(
            select(Sending).where(Sending.photograph_id.is_(None), Sending.said_at < before)
        )
    )


def room_taken(session: Session, project: Project, *, beside: Upload | None = None) -> int:
    """Bytes of a project's originals and recordings, and of what is announced and on its way."""
    originals = select(func.coalesce(func.sum(Photograph.bytes), 0)).where(
        Photograph.project_id == project.id
    )
    counted = (Upload.state == UploadState.ARRIVING) | (
        (Upload.state == UploadState.RECEIVED) & (Upload.part == SendingPart.VOICE)
    )
    coming = select(func.coalesce(func.sum(Upload.length), 0)).where(
        Upload.project_id == project.id, counted
    )
    if beside is not None and beside.id is not None:
        coming = coming.where(Upload.id != beside.id)
    return int(session.scalar(originals) or 0) + int(session.scalar(coming) or 0)


def on_the_way(session: Session, person_id: int, *, beside: Upload) -> int:
    """Bytes that a person's phones have announced, in any project, and that have not all come."""
    coming = select(func.coalesce(func.sum(Upload.length), 0)).where(
        Upload.person_id == person_id, Upload.state == UploadState.ARRIVING
    )
    if beside.id is not None:
        coming = coming.where(Upload.id != beside.id)
    with session.no_autoflush:
        return int(session.scalar(coming) or 0)


def has_answered(session: Session, sending: Sending, on: date) -> bool:
    """Whether the photographer's answer stands: for this photograph, or for all of theirs."""
    releases = session.scalars(
        select(Release).where(
            Release.project_id == sending.project_id,
            Release.photographer_id == sending.person_id,
            Release.part == Part.PHOTOGRAPHER,
            or_(Release.photograph_id.is_(None), Release.photograph_id == sending.photograph_id),
        )
    )
    return any(
        release.withdrawal is None and (release.expires_on is None or release.expires_on >= on)
        for release in releases
    )


def newest_answer(session: Session, sending: Sending) -> Release | None:
    """What the photographer answered last: for this photograph, or for all of theirs."""
    return session.scalar(
        select(Release)
        .where(
            Release.project_id == sending.project_id,
            Release.photographer_id == sending.person_id,
            Release.part == Part.PHOTOGRAPHER,
            or_(Release.photograph_id.is_(None), Release.photograph_id == sending.photograph_id),
        )
        .order_by(Release.given_at.desc(), Release.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Answers:
    """What the photographer's word comes to now."""

    name: str
    """By what a phone says that it saw them: another one after each that is given or taken back."""
    allowed: dict[str, bool]
    """Use → whether the newest says yes to it, and no earlier no stands against it."""


def answers(session: Session, sending: Sending, on: date) -> Answers | None:
    """All the photographer answered, for this photograph or for all of theirs; None: nothing."""
    newest, photograph = newest_answer(session, sending), sending.photograph
    if newest is None or photograph is None:
        return None
    subject = subjects(session, [photograph])[photograph.id]
    speaking = speaking_for(subject, Part.PHOTOGRAPHER, None)
    closed = closed_by_a_no(speaking, on)
    taken_back = sum(one.answer.withdrawn_at is not None for one in speaking)
    name = f"{newest.id} taken back {taken_back}" if taken_back else str(newest.id)
    return Answers(name, {use: yes and use not in closed for use, yes in newest.answers.items()})


def not_written_down(session: Session) -> list[Sending]:
    """Sendings whose photograph is here and whose words are not beside it yet."""
    return list(
        session.scalars(
            select(Sending)
            .where(Sending.photograph_id.is_not(None), Sending.written.is_(None))
            .order_by(Sending.id)
        )
    )


def unfinished(session: Session) -> list[Upload]:
    """Every upload that still waits for bytes, or to be taken in."""
    return list(
        session.scalars(
            select(Upload)
            .where(Upload.state == UploadState.ARRIVING)
            .options(joinedload(Upload.sending))
            .order_by(Upload.id)
        )
    )
