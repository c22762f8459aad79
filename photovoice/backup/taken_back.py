"""What people took back after a backup: written down in order, told to every place of backups at
once, and taken back again after a restore.

The list is made from the rows themselves, by looking which of them are not on it yet: no way of
taking something back can forget to say so.  It names things by random names (``uid``), for a
restored database numbers its rows anew.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, joinedload

from photovoice import audit
from photovoice.archive import operations as archive
from photovoice.archive import speaking
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph, Redaction, VoiceNote
from photovoice.backup import queries as safekeeping
from photovoice.backup import states
from photovoice.backup.models import BackupPlace, Kind, TakenBack
from photovoice.backup.naming import digest
from photovoice.backup.place import Place, Until
from photovoice.backup.verbs import LISTED, LOOKED_AT
from photovoice.consent import events, queries
from photovoice.consent import operations as consent
from photovoice.consent.models import PersonPictured, Release, Withdrawal
from photovoice.consent.rules import Faces, Given, Part, SaidBy, Use
from photovoice.db import now
from photovoice.jobs.models import Job, JobState
from photovoice.jobs.operations import enqueue
from photovoice.projects.models import Credit
from photovoice.refusals import Refusal
from photovoice.storage.models import Deletion

log = logging.getLogger("photovoice.backup")

TELL = "backup.tell"
"""The job that tells the places of backups what was taken back."""
PULSE = timedelta(minutes=5)
"""How often a place is told that there is nothing new."""
AGAIN = timedelta(minutes=1)
"""How soon one that was away is tried again."""
BEFORE = timedelta(days=1)
"""How long before the first backup the list begins, so that nothing falls between the two."""


# Writing the list


def gather(session: Session) -> int:
    """Put everything on the list that was taken back and is not on it yet.  How much it was."""
    since = session.scalar(select(func.min(BackupPlace.since)))
    if since is None:
        return 0
    audit.hold(session, None)  # one list, written by one at a time
    found = [
        *_withdrawn(session, since - BEFORE),
        *_answered(session, since - BEFORE),
        *_covered(session),
        *_silenced(session, since - BEFORE),
        *_deleted(session, since - BEFORE),
        *states.gather(session, since - BEFORE, lambda kind: _last_of(session, kind)),
    ]
    last = _last(session)
    number, seal = (last.number, last.seal) if last else (0, "")
    for kind, subject, at, details in sorted(found, key=lambda one: one[2]):
        line = TakenBack(
            number=(number := number + 1),
            uid=uuid4().hex,
            kind=kind,
            subject=subject,
            at=at,
            details=details,
        )
        line.seal = seal = sealed(seal, as_line(line))
        session.add(line)
    session.flush()
    return len(found)


Found = Iterator[tuple[Kind, str, datetime, dict[str, Any]]]


def _last(session: Session) -> TakenBack | None:
    return session.scalar(select(TakenBack).order_by(TakenBack.number.desc()).limit(1))


def _unlisted(kind: Kind, subject: Any) -> Any:
    return ~exists().where(TakenBack.kind == kind, TakenBack.subject == subject)


def _withdrawn(session: Session, since: datetime) -> Found:
    rows = session.execute(
        select(Withdrawal, Release)
        .join(Release, Withdrawal.release_id == Release.id)
        .where(Withdrawal.withdrawn_at >= since, _unlisted(Kind.WITHDRAWN, Release.uid))
    ).all()
    about = _about(session, [release for _withdrawal, release in rows])
    for withdrawal, release in rows:
        yield Kind.WITHDRAWN, release.uid, withdrawal.withdrawn_at, about[release.id]


def _answered(session: Session, since: datetime) -> Found:
    releases = session.scalars(
        select(Release).where(Release.given_at >= since, _unlisted(Kind.ANSWERED, Release.uid))
    ).all()
    about = _about(session, releases)
    for release in releases:
        allowed = sorted(use for use, yes in release.answers.items() if yes)
        says = {
            "allows": allowed,
            "covered": release.faces is not Faces.AS_THEY_ARE,
            "credit": release.credit.value if release.credit else None,
            "named": digest(release.uid, release.credit_name),
            "until": release.expires_on.isoformat() if release.expires_on else None,
        }
        yield Kind.ANSWERED, release.uid, release.given_at, about[release.id] | says


def _about(session: Session, releases: Sequence[Release]) -> dict[int, dict[str, Any]]:
    """Whose releases they are and what they bear on, by names that outlive a restore."""
    people = {one.pictured_id for one in releases if one.pictured_id}
    pictured = {
        one.id: states.whose_face(one, account)
        for one, account in session.execute(states.FACES.where(PersonPictured.id.in_(people)))
    }
    bound = queries.photographs_bound_by_each(session, releases)
    ids = {id for some in bound.values() for id in some}
    uids = dict(
        session.execute(select(Photograph.id, Photograph.uid).where(Photograph.id.in_(ids))).all()
    )
    return {
        one.id: {
            "person": pictured.get(one.pictured_id) if one.pictured_id else None,
            "part": one.part.value,
            "given": one.given.value,
            "said_by": one.said_by.value,
            "given_at": one.given_at.isoformat(),
            "refuses": sorted(use for use, yes in one.answers.items() if not yes),
            "everything": one.photograph_id is None,
            "photographs": sorted(uids[id] for id in bound[one.id]),
        }
        for one in releases
    }


def _covered(session: Session) -> Found:
    boxes: dict[str, list[dict[str, Any]]] = {}
    at: dict[str, datetime] = {}
    rows = session.execute(
        select(Photograph.uid, Redaction)
        .join(Redaction, Redaction.photograph_id == Photograph.id)
        .order_by(Redaction.id)
    )
    for uid, one in rows:
        boxes.setdefault(uid, []).append(_box(one))
        at[uid] = max(one.made_at, at.get(uid, one.made_at))
    listed: dict[str, list[Any]] = {}
    for line in _last_of(session, Kind.COVERED):
        listed[line.subject] = line.details["boxes"]
    for uid in {*boxes, *listed}:
        if boxes.get(uid, []) != listed.get(uid, []):
            yield Kind.COVERED, uid, at.get(uid, now()), {"boxes": boxes.get(uid, [])}


def _box(one: Redaction) -> dict[str, Any]:
    return {"x": one.x, "y": one.y, "width": one.width, "height": one.height}


def _last_of(session: Session, kind: Kind) -> list[TakenBack]:
    """The last line about each thing of one kind."""
    last = select(func.max(TakenBack.number)).where(TakenBack.kind == kind)
    return list(
        session.scalars(
            select(TakenBack).where(TakenBack.number.in_(last.group_by(TakenBack.subject)))
        )
    )


def _silenced(session: Session, since: datetime) -> Found:
    notes = select(VoiceNote).where(
        VoiceNote.removed_at >= since, _unlisted(Kind.SILENCED, VoiceNote.uid)
    )
    for note in session.scalars(notes):
        yield Kind.SILENCED, note.uid, note.removed_at or now(), {}


def _deleted(session: Session, since: datetime) -> Found:
    gone = {line.subject: line.details["gone"] for line in _last_of(session, Kind.DELETED)}
    there = {
        one.key: one for one in session.scalars(select(Deletion).where(Deletion.let_go_at >= since))
    }
    for key, one in there.items():
        if not gone.get(key):
            yield Kind.DELETED, key, one.let_go_at, {"gone": True, "reason": str(one.reason)}
    again = [key for key, is_gone in gone.items() if is_gone and key not in there]
    still = set(session.scalars(select(Deletion.key).where(Deletion.key.in_(again))))
    for key in set(again) - still:  # a row has named these bytes again since
        yield Kind.DELETED, key, now(), {"gone": False}


def as_line(one: TakenBack) -> dict[str, Any]:
    """A line of the list as it is written at places of backups, but for its seal."""
    return {
        "number": one.number,
        "uid": one.uid,
        "kind": str(one.kind),
        "subject": one.subject,
        "at": one.at.isoformat(),
        "details": one.details,
    }


def sealed(before: str, line: dict[str, Any]) -> str:
    """The seal of a line: a SHA-256 over the seal before it and everything the line says."""
    said = {name: value for name, value in line.items() if name != "seal"}
    text = json.dumps([before, said], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# Telling it


def ask_to_tell(_sender: object, *, session: Session, line: Any) -> None:
    """Have the places of backups told, once this transaction has committed; hears of every line
    of the record, and knows those by which something may have been taken back."""
    told = line.did in LISTED or line.did in LOOKED_AT
    if told and session.scalar(select(BackupPlace.id).limit(1)) is not None:
        enqueue(session, TELL)


def tell(house: Any, _payload: dict | None = None, *, closed: bool = False) -> list[BackupPlace]:
    """Tell every place of backups what was taken back since it was told last.

    One that is away is told as soon as it is there again: it is tried every minute, and every five
    minutes each is told that there was nothing new.  The places, as they are then.
    """
    with house.database.transaction() as session:
        gather(session)
        places = list(session.scalars(select(BackupPlace).order_by(BackupPlace.id)))
        archive_id = safekeeping.archive_id(session)
    for one in places:
        trouble, through = "", one.told_through
        with house.database.session(writes=False) as session:
            moment = now()
            new = list(
                session.scalars(
                    select(TakenBack)
                    .where(TakenBack.number > one.told_through)
                    .order_by(TakenBack.number)
                )
            )
            last = _last(session)
        try:
            place = Place(one.address)
            place.require(archive_id)
            place.tell([as_line(line) | {"seal": line.seal} for line in new])
            through = last.number if last else 0
            place.say_until(Until(through, last.seal if last else "", moment, closed))
        except Refusal as away:
            trouble = str(away)
            log.warning("a place of backups could not be told: %s", away)
        with house.database.transaction() as session:
            row = session.get_one(BackupPlace, one.id)
            row.trouble = trouble
            if not trouble:
                row.told_through, row.told_at = through, moment
            one.trouble, one.told_at = row.trouble, row.told_at
    if places and not closed:
        _tell_again(house, AGAIN if any(one.trouble for one in places) else PULSE)
    return places


def _tell_again(house: Any, after: timedelta) -> None:
    with house.database.transaction() as session:
        session.execute(
            delete(Job).where(
                Job.name == TELL,
                (Job.state == JobState.DONE)
                | ((Job.state == JobState.WAITING) & (Job.run_after > now())),
            )
        )
        session.add(Job(name=TELL, payload={}, run_after=now() + after))


# Reading it


CURRENT = timedelta(minutes=15)
"""How long after its last word a list still counts as all there is to know; so long before it, for
a clock that is behind would never come to the end of it."""


@dataclass(frozen=True)
class List:
    """The list of what was taken back, as a place of backups has it."""

    lines: list[dict[str, Any]]
    """Everything on it, also what another copy of the house added."""
    going_on: list[dict[str, Any]]
    """The lines that follow on those the backup has, each sealing the one before."""
    told_until: datetime | None
    """Until when it is known what was taken back; None when that cannot be shown."""
    is_current: bool
    """Nothing can have been taken back that is not on it."""


def read(place: Place, number: int, seal: str, on: datetime) -> List:
    """The list at a place, looked at by whoever restores a backup whose own list ended with
    ``number`` and ``seal``."""
    lines, until = place.taken_back()
    going_on = _between(lines, (number, seal), (until.number, until.seal)) if until else None
    if until is None or going_on is None:
        return List(lines, [], None, False)
    return List(lines, going_on, until.at, until.closed or abs(on - until.at) <= CURRENT)


def _between(
    lines: list[dict[str, Any]], first: tuple[int, str], last: tuple[int, str]
) -> list[dict[str, Any]] | None:
    """The lines that lead from one end of the list to a later one; None where there is a gap."""
    by_end = {(line["number"], line["seal"]): line for line in lines}
    seals: dict[int, list[str]] = {0: [""]}
    for number, seal in by_end:
        seals.setdefault(number, []).append(seal)
    found: list[dict[str, Any]] = []
    while last != first:
        line = by_end.get(last)
        before = line and next(
            (one for one in seals.get(last[0] - 1, ()) if sealed(one, line) == last[1]), None
        )
        if line is None or before is None or last[0] <= first[0]:
            return None
        found.append(line)
        last = (last[0] - 1, str(before))
    return found[::-1]


# Taking back again


def take_back_again(session: Session, known: List) -> int:
    """Take back in a restored database what the list says.  How many lines changed something.

    What people narrowed stands as the backup has it, but for lines it did not know.  Where a
    release is not in the backup, because it was given later, its person's older ones are taken
    back instead: what somebody took back does not return in an older shape.
    """
    changed, lines, new = 0, known.lines, unknown(session, known)
    # First, so that the copies are asked for before the editions that need them.
    last_covered = {line["subject"]: line for line in new if line["kind"] == Kind.COVERED}
    for line in last_covered.values():
        changed += _cover_again(session, line)
    for line in lines:
        if line["kind"] == Kind.WITHDRAWN:
            changed += _withdraw_again(session, line)
        elif line["kind"] == Kind.ANSWERED:
            changed += _narrow_again(session, line)
        elif line["kind"] == Kind.SILENCED:
            changed += _silence_again(session, line)
    changed += states.narrow_again(session, new)
    _delete_again(session, lines)
    return changed


def unknown(session: Session, known: List) -> list[dict[str, Any]]:
    """The lines that a restored list does not have, the oldest first.

    What another copy of the house once added says nothing of what the backup heard of later.
    """
    here = set(session.scalars(select(TakenBack.uid)))
    heard: dict[tuple[str, str], datetime] = {
        (str(kind), subject): at
        for kind, subject, at in session.execute(
            select(TakenBack.kind, TakenBack.subject, func.max(TakenBack.at)).group_by(
                TakenBack.kind, TakenBack.subject
            )
        )
    }
    follows = {line["uid"] for line in known.going_on}

    def at(line: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(line["at"])

    new = [
        line
        for line in known.lines
        if line["uid"] not in here
        and (
            line["uid"] in follows
            or at(line) >= heard.get((line["kind"], line["subject"]), at(line))
        )
    ]
    return sorted(new, key=lambda line: (at(line), line["number"]))


def _withdraw_again(session: Session, line: dict[str, Any]) -> bool:
    release = session.scalar(select(Release).where(Release.uid == line["subject"]))
    if release is None:
        closed = _close(session, line["details"])
        release = _write_down_again(session, line["subject"], line["details"])
        if release is None:
            return closed
    if release.withdrawal is not None:
        return False
    consent.withdraw(session, release, by=None)
    return True


def _narrow_again(session: Session, line: dict[str, Any]) -> bool:
    """Where a later answer allowed less than those the backup has, take those back: nobody can
    give the later one again but the person.  What it refused is written down, so that nobody
    else's yes opens it."""
    if session.scalar(select(Release.id).where(Release.uid == line["subject"])):
        return False
    details = line["details"]
    changed = _name_again(session, line["subject"], details) if details.get("credit") else False
    allows, until = set(details["allows"]), details.get("until")
    if not allows >= {use.value for use in Use} or details["covered"] or until:
        changed |= _close(
            session,
            details,
            allows=allows,
            covered=details["covered"],
            until=date.fromisoformat(until) if until else None,
        )
    if details.get("refuses") or details["covered"]:
        changed |= _write_down_again(session, line["subject"], details) is not None
    return changed


def _write_down_again(session: Session, uid: str, details: dict[str, Any]) -> Release | None:
    """An answer that is not in the backup, as far as it said no; beside it only the yes stands
    that the person's older answers still say.  None where nothing of it is here, or where an
    older list does not say whose hand it was in."""
    photographs = _photographs(session, details)
    if not photographs or "said_by" not in details:
        return None
    pictured = _pictured(session, photographs[0], details)
    standing = [
        {
            use
            for release in _theirs(session, photograph, pictured, details)
            if release.withdrawal is None
            for use, yes in release.answers.items()
            if yes
        }
        for photograph in photographs
    ]
    refused = dict.fromkeys(details["refuses"], False)
    release = Release(
        uid=uid,
        project_id=photographs[0].project_id,
        part=Part(details["part"]),
        photographer_id=None if pictured else photographs[0].photographer_id,
        pictured=pictured,
        photograph_id=None if details["everything"] else photographs[0].id,
        answers=dict.fromkeys(sorted(set.intersection(*standing)), True) | refused,
        faces=Faces.BLURRED if details.get("covered") else Faces.AS_THEY_ARE,
        given=Given(details["given"]),
        given_at=datetime.fromisoformat(details["given_at"]),
        said_by=SaidBy(details["said_by"]),
        expires_on=date.fromisoformat(details["until"]) if details.get("until") else None,
    )
    session.add(release)
    session.flush()
    audit.record(session, None, "taken_back_again", release, kind=Kind.ANSWERED.value)
    events.changed.send(None, session=session, photograph_ids=[one.id for one in photographs])
    return release


def _name_again(session: Session, uid: str, details: dict[str, Any]) -> bool:
    """Where a later answer named its photographer otherwise, let none of the older ones do so."""
    chosen, touched = Credit(details["credit"]), []
    wanted = select(Photograph).where(Photograph.uid.in_(details["photographs"]))
    for photograph in session.scalars(wanted.order_by(Photograph.id)).all():
        namings: list[Any] = [
            one
            for one in queries.releases_for(session, photograph)
            if one.photographer_id == photograph.photographer_id and one.credit
        ]
        membership = photograph.photographer.membership_in(photograph.project)
        for one in [*namings, *([membership] if membership else [])]:
            same = details["named"] == digest(uid, one.credit_name)
            left = states.credit_left(chosen, same, one.credit, one.credit_name)
            if left != (one.credit, one.credit_name):
                one.credit, one.credit_name = left
                session.flush()
                audit.record(session, None, "taken_back_again", one, kind=Kind.ANSWERED.value)
                touched.append(photograph.id)
    if touched:
        events.changed.send(None, session=session, photograph_ids=touched)
    return bool(touched)


def _close(
    session: Session,
    details: dict[str, Any],
    *,
    allows: set[str] | None = None,
    covered: bool = True,
    until: date | None = None,
) -> bool:
    """Take back what one person had said yes to for some photographs, where it is more than
    ``allows`` or for longer than ``until``.  Somebody the backup does not know is named in them,
    and so has not answered."""
    changed = False
    for photograph in _photographs(session, details):
        person = _pictured(session, photograph, details)
        if details["person"] and person not in queries.people_in(session, photograph):
            person = states.name_again(session, photograph, details["person"])
            changed = True
        for release in _theirs(session, photograph, person, details):
            yes = {use for use, said in release.answers.items() if said}
            lasts = release.expires_on
            more = (
                allows is None
                or yes - allows
                or (covered and release.faces is Faces.AS_THEY_ARE)
                or (until is not None and (lasts is None or lasts > until))
            )
            if release.withdrawal is None and yes and more:
                consent.withdraw(session, release, by=None)
                changed = True
    return changed


def _photographs(session: Session, details: dict[str, Any]) -> Sequence[Photograph]:
    """Those an answer bore on that are here."""
    return session.scalars(
        select(Photograph)
        .where(Photograph.uid.in_(details["photographs"]))
        .options(joinedload(Photograph.project))
        .order_by(Photograph.id)
    ).all()


def _pictured(
    session: Session, photograph: Photograph, details: dict[str, Any]
) -> PersonPictured | None:
    """Whose answer it was; None for a photographer's, and for somebody who is not here."""
    person = details["person"]
    return states.known_as(session, photograph, person) if person else None


def _theirs(
    session: Session,
    photograph: Photograph,
    person: PersonPictured | None,
    details: dict[str, Any],
) -> list[Release]:
    """What the same signatory, None for the photographer, has said of a photograph."""
    return [
        release
        for release in queries.releases_for(session, photograph)
        if release.part == details.get("part", release.part)
        and (
            release.pictured_id == person.id
            if person
            else release.photographer_id == photograph.photographer_id
        )
    ]


def _silence_again(session: Session, line: dict[str, Any]) -> bool:
    note = session.scalar(select(VoiceNote).where(VoiceNote.uid == line["subject"]))
    if note is None or note.removed_at is not None:
        return False
    speaking.remove_voice(session, note, by=None)
    return True


def _cover_again(session: Session, line: dict[str, Any]) -> bool:
    photograph = session.scalar(select(Photograph).where(Photograph.uid == line["subject"]))
    if photograph is None:
        return False
    wanted = line["details"]["boxes"]
    if [_box(one) for one in photograph.redactions] == wanted:
        return False
    boxes = [Box(one["x"], one["y"], one["width"], one["height"]) for one in wanted]
    archive.redact(session, photograph, boxes, by=None)
    return True


def _delete_again(session: Session, lines: Iterable[dict[str, Any]]) -> None:
    for key, line in deleted(lines).items():
        if session.get(Deletion, key) is None:
            session.add(
                Deletion(
                    key=key,
                    reason=line["details"]["reason"],
                    let_go_at=datetime.fromisoformat(line["at"]),
                )
            )
    session.flush()


def deleted(lines: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The line that says so, by key, for all that was let go on purpose and not named again."""
    last = {line["subject"]: line for line in lines if line["kind"] == Kind.DELETED}
    return {key: line for key, line in last.items() if line["details"]["gone"]}


def go_on_from(session: Session, lines: Iterable[dict[str, Any]]) -> None:
    """Take over lines a restored list does not have, as they are: the list goes on."""
    for line in lines:
        values = line | {"at": datetime.fromisoformat(line["at"]), "kind": Kind(line["kind"])}
        session.add(TakenBack(**values))
    session.flush()
