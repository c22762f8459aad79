"""What people narrowed, as it stands: gathered from rows, and narrowed again after a restore.

Of each thing the list holds how it stood last.  Where the rows say otherwise there is a new line;
where a restored row says more than the last line, it is brought to say as little.  Words are on no
line: where they are needed and not here, the person chooses them again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import false, func, select, update
from sqlalchemy.orm import Session, joinedload

from photovoice.accounts import operations as accounts
from photovoice.accounts import second_factor
from photovoice.accounts.models import AccessCard, Device, Person, RecoveryCode, SecondFactor
from photovoice.archive import operations as archive
from photovoice.archive import speaking
from photovoice.archive.models import Photograph, Redaction, VoiceNote, WordsTakenBack
from photovoice.archive.taking_back import OWN_WORDS, take_words_back
from photovoice.audit import Event, record
from photovoice.backup.models import Kind, TakenBack
from photovoice.backup.naming import (
    TABLES,
    digest,
    found,
    key_of,
    name_in,
    name_of,
    whereabouts,
)
from photovoice.backup.verbs import LISTED, LOOKED_AT
from photovoice.consent import events as consent_events
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import Appearance, CoveredFace, PersonPictured
from photovoice.db import now
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import Exhibition, Panel, Section, TourStop
from photovoice.gallery import operations as gallery
from photovoice.gallery.models import VisitorResponse
from photovoice.permissions import Role
from photovoice.printing import operations as printing
from photovoice.printing.models import Postcard
from photovoice.projects import events as projects_events
from photovoice.projects.models import Credit, Membership, Project
from photovoice.projects.queries import stewards_beside
from photovoice.removals import KEPT, Removal
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Contribution, Reading, Selection, Tagging, Theme, ThemeLink

AT_ONCE = timedelta(minutes=10)
"""How long after a line of the record was written it may still not be seen by others."""

Details = dict[str, Any]
Found = Iterator[tuple[Kind, str, datetime, Details]]
Stands = Iterator[tuple[str, datetime | None, Details]]


@dataclass(frozen=True)
class State:
    """One kind of thing on the list."""

    kind: Kind
    stands: Callable[[Session, datetime, dict[str, Details]], Stands]
    """How each thing stands: its name, since when, and what the list is to say.  Is given since
    when the list is kept, and what it says now."""
    again: Callable[[Session, str, Details, datetime], bool]
    """Narrow a restored thing to what the last line says.  Whether anything changed."""


def gather(session: Session, since: datetime, last: Callable[[Kind], list[TakenBack]]) -> Found:
    """All that does not stand as the list says."""
    for state in STATES:
        listed = {line.subject: line.details for line in last(state.kind)}
        for subject, at, details in state.stands(session, since, listed):
            if listed.get(subject) != details:
                yield state.kind, subject, at or now(), details


def narrow_again(session: Session, lines: Sequence[dict[str, Any]]) -> int:
    """Narrow everything to what lines say that the backup did not know.  How many changed."""
    changed = 0
    for state in STATES:
        last = {line["subject"]: line for line in lines if line["kind"] == state.kind}
        for subject, line in last.items():
            at = datetime.fromisoformat(line["at"])
            changed += bool(state.again(session, subject, line["details"], at))
    return changed


def _recorded(session: Session, thing: Any, kind: Kind) -> None:
    session.flush()
    record(session, None, "taken_back_again", thing, kind=kind.value)


# Who takes part, and what lets them in


def _members(session: Session, _since: datetime, _listed: dict[str, Details]) -> Stands:
    wanted = select(Membership).options(joinedload(Membership.person))
    for one in session.scalars(wanted):
        subject = name_of(one)
        yield (
            subject,
            None,
            whereabouts(one)
            | {
                "role": one.role.value,
                "left": one.left_at is not None,
                "credit": one.credit.value,
                "named": digest(subject, one.credit_name),
            },
        )


def _member_again(session: Session, subject: str, details: Details, at: datetime) -> bool:
    member = found(session, subject, details)
    if member is None:
        return False
    before = (member.role, member.left_at, member.credit, member.credit_name)
    last_steward = member.role is Role.STEWARD and not stewards_beside(session, member)
    if not last_steward:  # somebody has to be able to look
        roles, role = list(Role), Role(details["role"])
        if roles.index(role) < roles.index(member.role):
            member.role = role
        if details["left"] and member.left_at is None:
            member.left_at = at
    same = details["named"] == digest(subject, member.credit_name)
    member.credit, member.credit_name = credit_left(
        Credit(details["credit"]), same, member.credit, member.credit_name
    )
    if before == (member.role, member.left_at, member.credit, member.credit_name):
        return False
    _recorded(session, member, Kind.MEMBER)
    projects_events.renamed.send(None, session=session, project=member.project)
    return True


def credit_left(chosen: Credit, same_words: bool, here: Credit, words: str) -> tuple[Credit, str]:
    """How somebody is named who chose otherwise, where the words they chose may not be known."""
    if chosen.is_general:
        return (chosen, "") if chosen.hides_more_than(here) else (here, words)
    if here.is_general:
        return here, words
    if same_words:
        return (chosen if chosen.hides_more_than(here) else here), words
    return Credit.NONE, ""


def _accounts(session: Session, _since: datetime, _listed: dict[str, Details]) -> Stands:
    factors = {one.person_id: one for one in session.scalars(select(SecondFactor))}
    for person in session.scalars(select(Person)):
        yield (
            name_of(person),
            None,
            whereabouts(person)
            | {"closed": person.disabled_at is not None}
            | _lets_in(person, factors.get(person.id)),
        )


def _lets_in(person: Person, factor: SecondFactor | None) -> Details:
    """By what a password and a second step are known again."""
    secret = factor.secret if factor and factor.confirmed_at else ""
    return {
        "password": digest("password", person.password_hash or ""),
        "second_step": digest("second step", secret),
    }


def _account_again(session: Session, subject: str, details: Details, at: datetime) -> bool:
    person = found(session, subject, details)
    if person is None:
        return False
    changed = False
    here = _lets_in(person, session.get(SecondFactor, person.id))
    if here["second_step"] != details["second_step"]:
        second_factor.turn_off(session, person, by=None)
        if details["second_step"]:  # a card alone is to let nobody in who was asked for a code
            accounts.revoke_cards(session, person, by=None)
        changed = True
    if changed or here["password"] != details["password"]:
        changed = changed or person.password_hash is not None
        person.password_hash = None
        accounts.sign_out_everywhere(session, person)
    if details["closed"] and person.disabled_at is None and not _answers_alone(session, person):
        accounts.close_account(session, person)
        person.disabled_at, changed = at, True
    if changed:
        _recorded(session, person, Kind.ACCOUNT)
    return changed


def _answers_alone(session: Session, person: Person) -> bool:
    return any(
        one.role is Role.STEWARD and one.left_at is None and not stewards_beside(session, one)
        for one in person.memberships
    )


def _ended(session: Session, since: datetime, _listed: dict[str, Details]) -> Stands:
    for kind, column in ENDS.items():
        row: Any
        for row in session.scalars(select(kind).where(column >= since)):
            yield name_of(row), getattr(row, column.key), whereabouts(row)


def _end_again(session: Session, subject: str, details: Details, at: datetime) -> bool:
    row = found(session, subject, details)
    column = ENDS[TABLES[details["table"]]].key
    if row is None or getattr(row, column) is not None:
        return False
    setattr(row, column, at)
    _recorded(session, row, Kind.ENDED)
    return True


ENDS: dict[type[Any], Any] = {
    AccessCard: AccessCard.revoked_at,
    Device: Device.revoked_at,
    RecoveryCode: RecoveryCode.used_at,
}
"""What lets somebody in, and since when it does no more."""


def sign_everybody_out(session: Session) -> None:
    """End every device; where it is not known which were signed out meanwhile."""
    session.execute(update(Device).where(Device.revoked_at.is_(None)).values(revoked_at=now()))


# What a project and its people ruled out


def _limits(session: Session, _since: datetime, _listed: dict[str, Details]) -> Stands:
    for project in session.scalars(select(Project)):
        yield (
            name_of(project),
            None,
            whereabouts(project)
            | {
                "closed": sorted(project.closed_uses),
                "places": project.keeps_location,
                "ends_on": project.ends_on.isoformat() if project.ends_on else None,
            },
        )


def _limit_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    project = found(session, subject, details)
    if project is None:
        return False
    before = (project.closed_uses, project.keeps_location, project.ends_on)
    more = [use for use in details["closed"] if use not in project.closed_uses]
    if more:
        project.closed_uses = [*project.closed_uses, *more]
    project.keeps_location = project.keeps_location and details["places"]
    if details["ends_on"]:
        ends_on = date.fromisoformat(details["ends_on"])
        project.ends_on = min(project.ends_on or ends_on, ends_on)
    if before == (project.closed_uses, project.keeps_location, project.ends_on):
        return False
    _recorded(session, project, Kind.LIMITED)
    ids = session.scalars(select(Photograph.id).where(Photograph.project_id == project.id)).all()
    consent_events.changed.send(None, session=session, photograph_ids=list(ids))
    return True


def _confirmed(session: Session, _since: datetime, listed: dict[str, Details]) -> Stands:
    faces: dict[str, list[Any]] = {
        subject: [] for subject, details in listed.items() if details["faces"]
    }
    rows = session.execute(
        select(Photograph.uid, Redaction, PersonPictured.uid)
        .join(Redaction, Redaction.photograph_id == Photograph.id)
        .join(CoveredFace, CoveredFace.redaction_id == Redaction.id)
        .join(PersonPictured, PersonPictured.id == CoveredFace.pictured_id)
        .order_by(Redaction.id)
    )
    for photograph, part, person in rows:
        faces.setdefault(photograph, []).append(_face(part, person))
    for photograph, some in faces.items():
        yield photograph, None, {"faces": some}


def _face(part: Redaction, person: str) -> list[Any]:
    return [part.x, part.y, part.width, part.height, person]


def _confirm_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    rows = session.execute(
        select(CoveredFace, Redaction, PersonPictured.uid, Photograph)
        .join(Redaction, CoveredFace.redaction_id == Redaction.id)
        .join(PersonPictured, PersonPictured.id == CoveredFace.pictured_id)
        .join(Photograph, Photograph.id == Redaction.photograph_id)
        .where(Photograph.uid == subject)
    ).all()
    gone = [
        (one, photograph)
        for one, part, person, photograph in rows
        if _face(part, person) not in details["faces"]
    ]
    for one, photograph in gone:
        session.delete(one)
        _recorded(session, photograph, Kind.CONFIRMED)
        consent_events.changed.send(None, session=session, photograph_ids=[photograph.id])
    return bool(gone)


def _pictured(session: Session, _since: datetime, listed: dict[str, Details]) -> Stands:
    people: dict[str, list[Details]] = {subject: [] for subject in listed}
    rows = session.execute(
        FACES.add_columns(Photograph.uid)
        .join(Appearance, Appearance.pictured_id == PersonPictured.id)
        .join(Photograph, Photograph.id == Appearance.photograph_id)
        .order_by(Appearance.id)
    )
    for pictured, account, photograph in rows:
        people.setdefault(photograph, []).append(whose_face(pictured, account))
    for photograph, some in people.items():
        yield photograph, None, {"people": some}


FACES = select(PersonPictured, Person).outerjoin(Person, Person.id == PersonPictured.person_id)
"""Everybody pictured, with their account where they have one."""


def whose_face(pictured: PersonPictured, account: Person | None) -> Details:
    """What the list says of somebody pictured: never what they are called."""
    known = whereabouts(account) | {"name": name_of(account)} if account else None
    return {"uid": pictured.uid, "is_child": pictured.is_child, "account": known}


def _pictured_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    photograph = session.scalar(select(Photograph).where(Photograph.uid == subject))
    if photograph is None:
        return False
    before = consent_queries.people_in(session, photograph)
    for one in details["people"]:
        if one["uid"] not in {person.uid for person in before}:
            name_again(session, photograph, one)
    return len(consent_queries.people_in(session, photograph)) > len(before)


def name_again(session: Session, photograph: Photograph, one: Details) -> PersonPictured:
    """Let somebody be in a photograph again.  What they are called is known only of those who are
    here still, or have an account here."""
    known = known_as(session, photograph, one)
    if known is not None:
        return consent.name_person(session, photograph, by=None, known=known)
    member = _account_of(session, one)
    if member is not None:
        person = consent.name_member(session, photograph, member, by=None)
    else:
        with force_locale(photograph.project.languages[0]):
            label = _("Somebody in it")
        person = consent.name_person(session, photograph, label, is_child=one["is_child"], by=None)
    person.uid = one["uid"]
    session.flush()
    return person


def known_as(session: Session, photograph: Photograph, one: Details) -> PersonPictured | None:
    """As whom a restored project has somebody pictured: themselves, or their account."""
    member = _account_of(session, one)
    mine = PersonPictured.person_id == member.id if member else false()
    return session.scalar(
        select(PersonPictured)
        .where(
            PersonPictured.project_id == photograph.project_id,
            (PersonPictured.uid == one["uid"]) | mine,
        )
        .order_by(PersonPictured.uid != one["uid"])
        .limit(1)
    )


def _account_of(session: Session, one: Details) -> Person | None:
    account = one.get("account")
    return found(session, account["name"], account) if account else None


def _children(session: Session, _since: datetime, listed: dict[str, Details]) -> Stands:
    children = set(session.scalars(select(PersonPictured.uid).where(PersonPictured.is_child)))
    for uid in {*children, *(one for one, details in listed.items() if details["child"])}:
        yield uid, None, {"child": uid in children}


def _child_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    person = session.scalar(select(PersonPictured).where(PersonPictured.uid == subject))
    if person is None or person.is_child or not details["child"]:
        return False
    person.is_child = True
    _recorded(session, person, Kind.CHILD)
    ids = [one.photograph_id for one in person.appearances]
    consent_events.changed.send(None, session=session, photograph_ids=ids)
    return True


# What people said


def _hidden(session: Session, _since: datetime, _listed: dict[str, Details]) -> Stands:
    for one in session.scalars(select(VisitorResponse)):
        yield name_of(one), None, whereabouts(one) | {"hidden": not one.is_shown}


def _hide_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    response = found(session, subject, details)
    if response is None or not details["hidden"] or not response.is_shown:
        return False
    gallery.show(session, response, False, by=None)
    return True


def _words(session: Session, since: datetime, _listed: dict[str, Details]) -> Stands:
    wanted = select(WordsTakenBack).options(joinedload(WordsTakenBack.photograph))
    for one in session.scalars(wanted.where(WordsTakenBack.taken_at >= since)):
        yield (
            name_of(one),
            one.taken_at,
            {
                "photograph": one.photograph.uid,
                "gone": one.brought_back_at is None,
                "own": one.taken_by_id == one.photograph.photographer_id,
            },
        )


def _words_again(session: Session, subject: str, details: Details, at: datetime) -> bool:
    photograph = session.scalar(select(Photograph).where(Photograph.uid == details["photograph"]))
    if photograph is None or not details["gone"]:
        return False
    before = select(WordsTakenBack).where(WordsTakenBack.photograph_id == photograph.id)
    if any(name_of(one) == subject for one in session.scalars(before)):
        return False
    taken = take_words_back(session, photograph, by=None)
    if taken is None:
        return False
    taken.taken_at = at
    taken.taken_by_id = photograph.photographer_id if details["own"] else None
    session.flush()
    return True


def _emptied(session: Session, since: datetime, listed: dict[str, Details]) -> Stands:
    """Where words stand no more; looked for in what the record says was changed lately."""
    verbs = {verb for verb, kind in LISTED.items() if kind is Kind.EMPTIED} | {"brought_words_back"}
    seen = session.scalar(
        select(func.max(TakenBack.at)).where(
            TakenBack.kind == Kind.CHANGED, TakenBack.subject.in_(verbs)
        )
    )
    touched = session.execute(
        select(Event.thing, Event.thing_id)
        .where(Event.did.in_(verbs), Event.at >= (seen - AT_ONCE if seen else since))
        .distinct()
    )
    ids: dict[str, list[Any]] = {}
    for table, id in touched:
        ids.setdefault(table, []).append(id)
    for kind, columns in WORDS_OF.items():
        for row in _rows(session, kind, ids.get(kind.__tablename__, [])):
            names = [one for one in columns if not getattr(row, one)]
            if names or name_of(row) in listed:
                yield name_of(row), None, whereabouts(row) | {"names": names}


def _rows(session: Session, kind: type[Any], ids: Sequence[int]) -> Iterable[Any]:
    for start in range(0, len(ids), 500):
        some = getattr(kind, key_of(kind)).in_(ids[start : start + 500])
        yield from session.scalars(select(kind).where(some))


def _empty_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    row = found(session, subject, details)
    names = [one for one in details["names"] if row is not None and getattr(row, one)]
    if not names:
        return False
    empty = dict.fromkeys(names, "")
    if isinstance(row, Photograph):
        _empty_photograph(session, row, names)
    elif isinstance(row, VoiceNote):
        speaking.say_transcript(session, row, "", by=None)
    elif isinstance(row, Postcard):
        printing.say(session, row, "", by=None)
    elif isinstance(row, Theme):
        workshop.change_theme(session, row, by=None, name=row.name, statement="")
    else:
        exhibitions.change(session, row, by=None, **empty)
    return True


def _empty_photograph(session: Session, photograph: Photograph, names: Sequence[str]) -> None:
    """Take all its words back, so that they leave the walls too, and let the others stand again."""
    others = {one: getattr(photograph, one) for one in OWN_WORDS if one not in names}
    take_words_back(session, photograph, by=None)
    archive.describe(session, photograph, by=None, **others)


WORDS_OF: dict[type[Any], tuple[str, ...]] = {
    Photograph: OWN_WORDS,
    VoiceNote: ("transcript",),
    Postcard: ("words",),
    Panel: ("label",),
    Section: ("text",),
    Exhibition: ("introduction",),
    TourStop: ("address", "note"),
    Theme: ("statement",),
}
"""Where words stand that somebody can delete."""


def _removed(session: Session, since: datetime, listed: dict[str, Details]) -> Stands:
    """What was taken out, as long as it is kept for those who may bring it back; and what came
    back."""
    gone: set[str] = set()
    for removal in session.scalars(select(Removal).where(Removal.removed_at >= since)):
        for one in removal.rows:
            if one["table"] in SAID_BY_TABLE:
                subject = name_in(one["table"], one["values"])
                gone.add(subject)
                key = key_of(TABLES[one["table"]])
                yield (
                    subject,
                    removal.removed_at,
                    {
                        "table": one["table"],
                        "id": one["values"][key],
                        "own": removal.only_by_id is not None,
                        "gone": True,
                        "on": removal.removed_at.date().isoformat(),
                    },
                )
    young = (now() - KEPT - timedelta(days=1)).date().isoformat()
    for subject, details in listed.items():
        may_be_back = details["gone"] and subject not in gone and details["on"] >= young
        if may_be_back and found(session, subject, details) is not None:
            yield subject, None, details | {"gone": False}


def _remove_again(session: Session, subject: str, details: Details, at: datetime) -> bool:
    row = found(session, subject, details) if details["gone"] else None
    if row is None:
        return False
    own = row.said_by_id if details["own"] else None
    removal = SAID_BY_TABLE[details["table"]](session, row)
    removal.removed_at, removal.only_by_id = at, own
    session.flush()
    return True


SAID: dict[type[Any], Callable[[Session, Any], Removal | None]] = {
    Theme: lambda session, one: workshop.put_away_theme(session, one, by=None),
    Contribution: lambda session, one: workshop.strike(session, one, by=None),
    Reading: lambda session, one: workshop.strike_reading(session, one, by=None),
    ThemeLink: lambda session, one: workshop.unlink(session, one, by=None),
    Tagging: lambda session, one: workshop.untag(session, one.photograph, one.tag, by=None),
    Selection: lambda session, one: workshop.hold_back(session, one.photograph, by=None),
}
"""What people said in a workshop, and how it is taken out."""
SAID_BY_TABLE: dict[str, Callable[[Session, Any], Any]] = {
    kind.__tablename__: take_out for kind, take_out in SAID.items()
}


def _erased(session: Session, since: datetime, _listed: dict[str, Details]) -> Stands:
    wanted = select(Photograph.uid, Photograph.removed_on).where(
        Photograph.removed_on >= since.date() - timedelta(days=1)
    )
    for uid, on in session.execute(wanted):
        if on is not None:
            yield uid, None, {"on": on.isoformat()}


def _erase_again(session: Session, subject: str, details: Details, _at: datetime) -> bool:
    photograph = session.scalar(select(Photograph).where(Photograph.uid == subject))
    if photograph is None or photograph.is_removed:
        return False
    on = date.fromisoformat(details["on"])
    archive.remove_picture(session, photograph, by=None, on=on)
    consent_events.changed.send(None, session=session, photograph_ids=[photograph.id])
    return True


# What only a steward can judge


def _changed(session: Session, since: datetime, _listed: dict[str, Details]) -> Stands:
    """When each thing a steward has to look at was done last, and how often."""
    done = session.execute(
        select(Event.did, func.max(Event.at), func.count())
        .where(Event.did.in_(list(LOOKED_AT)), Event.at >= since, Event.actor_id.is_not(None))
        .group_by(Event.did)
    )
    for did, at, times in done:
        yield did, at, {"times": times}


def _not_again(_session: Session, _subject: str, _details: Details, _at: datetime) -> bool:
    return False


def to_look_at(lines: Iterable[dict[str, Any]]) -> list[str]:
    """What lines say was done that a steward has to look at: its verbs."""
    return sorted({line["subject"] for line in lines if line["kind"] == Kind.CHANGED})


STATES = (
    State(Kind.ERASED, _erased, _erase_again),
    State(Kind.CONFIRMED, _confirmed, _confirm_again),
    State(Kind.PICTURED, _pictured, _pictured_again),
    State(Kind.CHILD, _children, _child_again),
    State(Kind.WORDS, _words, _words_again),
    State(Kind.EMPTIED, _emptied, _empty_again),
    State(Kind.REMOVED, _removed, _remove_again),
    State(Kind.RESPONSE, _hidden, _hide_again),
    State(Kind.LIMITED, _limits, _limit_again),
    State(Kind.MEMBER, _members, _member_again),
    State(Kind.ENDED, _ended, _end_again),
    State(Kind.ACCOUNT, _accounts, _account_again),
    State(Kind.CHANGED, _changed, _not_again),
)
"""Every kind that is gathered so, in the order in which they are narrowed again."""
