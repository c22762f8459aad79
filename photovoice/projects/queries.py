"""Projects and their members, as pages and commands need them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from photovoice.accounts.models import Person
from photovoice.audit import Event
from photovoice.permissions import Role
from photovoice.projects.models import Membership, Project
from photovoice.projects.rules import credit_line


def project(session: Session, project: str) -> Project | None:
    """The project with this slug, or None."""
    return session.scalar(select(Project).where(Project.slug == project))


def projects(session: Session) -> list[Project]:
    """All projects, by name."""
    return list(session.scalars(select(Project).order_by(Project.name)))


def projects_of(session: Session, person: Person) -> list[Membership]:
    """A person's memberships, by project name."""
    return sorted(
        (m for m in person.memberships if m.left_at is None), key=lambda m: m.project.name
    )


def members(session: Session, project: Project) -> list[Membership]:
    """Everybody with a part in a project, with their cards and contacts, in one round."""
    return list(
        session.scalars(
            select(Membership)
            .where(Membership.project_id == project.id, Membership.left_at.is_(None))
            .options(
                selectinload(Membership.person).selectinload(Person.cards),
                selectinload(Membership.person).selectinload(Person.contact),
                selectinload(Membership.organisation),
            )
            .order_by(Membership.id)
        )
    )


def membership(session: Session, project: str, membership: int) -> Membership | None:
    """One standing membership of a project, or None."""
    return session.scalar(
        select(Membership)
        .join(Project)
        .where(Project.slug == project, Membership.id == membership, Membership.left_at.is_(None))
    )


def credit_lines(session: Session, project: Project, people: Collection[int]) -> dict[int, str]:
    """How members of a project, also those who left, asked to be named, by the person's id."""
    found = session.scalars(
        select(Membership)
        .where(Membership.project_id == project.id, Membership.person_id.in_(people))
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
    )
    return {
        one.person_id: credit_line(
            one.credit,
            one.credit_name,
            one.person.name,
            one.organisation.name if one.organisation else project.name,
        )
        for one in found
    }


def stewards_beside(session: Session, membership: Membership) -> int:
    """How many stewards a project has beside one of its members, who can come in."""
    return (
        session.scalar(
            select(func.count(Membership.id))
            .join(Membership.person)
            .where(
                Person.disabled_at.is_(None),
                Membership.project_id == membership.project_id,
                Membership.id != membership.id,
                Membership.role == Role.STEWARD,
                Membership.left_at.is_(None),
            )
        )
        or 0
    )


def member_named(session: Session, project: Project, name: str) -> Person | None:
    """The member of a project called so, or None."""
    return session.scalar(
        select(Person)
        .join(Membership)
        .where(
            Membership.project_id == project.id,
            Membership.left_at.is_(None),
            Person.name == name,
        )
    )


def is_empty(session: Session) -> bool:
    """Whether the archive holds no project yet."""
    return session.scalar(select(Project.id).limit(1)) is None


def researchers(session: Session, project: Project) -> list[Person]:
    """Everybody who may photograph in a project, by name."""
    found = session.scalars(
        select(Person)
        .join(Membership)
        .where(Membership.project_id == project.id, Membership.left_at.is_(None))
        .order_by(Person.name)
    )
    return list(found)


def record(session: Session, project: Project, limit: int = 200) -> list[tuple[Event, str]]:
    """The latest lines of a project's record, newest first, each with the name of who did it."""
    rows = session.execute(
        select(Event, Person.name)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.project_id == project.id)
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return [(event, name or "") for event, name in rows]


def may_make_card(by: Person | None, person: Person) -> bool:
    """Whether somebody may be told the words of a person's card.

    Whoever holds the words is that person in every project of theirs, and gives their answers also
    in those they have left: so the person, or a steward of all of those; or whoever gives commands
    to the house itself (None).
    """
    return _answers_for(by, person, person.memberships)


def may_shut_out(by: Person | None, person: Person) -> bool:
    """Whether somebody may end a person's way in, or open it again: who answers for every project
    they take part in."""
    return _answers_for(by, person, [one for one in person.memberships if one.left_at is None])


def _answers_for(by: Person | None, person: Person, parts: Sequence[Membership]) -> bool:
    if by is None or by.id == person.id:
        return True
    stewarded = {
        m.project_id for m in by.memberships if m.left_at is None and m.role is Role.STEWARD
    }
    return {one.project_id for one in parts} <= stewarded


def membership_of(session: Session, project: Project, person: Person) -> Membership | None:
    """A person's part in a project, also one that has ended, or None."""
    return session.scalar(
        select(Membership).where(
            Membership.project_id == project.id, Membership.person_id == person.id
        )
    )


def help_for(session: Session, person: Person) -> str:
    """Where the projects somebody takes part in say that people get help; empty if none does."""
    said = dict.fromkeys(membership.project.help for membership in projects_of(session, person))
    return " ".join(one for one in said if one)
