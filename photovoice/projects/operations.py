"""Starting a project and bringing people into it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.accounts import operations as accounts
from photovoice.accounts.models import Person
from photovoice.accounts.operations import add_person
from photovoice.accounts.queries import person_by_email
from photovoice.audit import record
from photovoice.config import Config
from photovoice.db import now
from photovoice.permissions import Role
from photovoice.projects import events, queries
from photovoice.projects.models import Credit, Membership, Organisation, Project
from photovoice.projects.rules import slugify
from photovoice.refusals import Refusal
from photovoice.removals import Removal, take_away


class LastSteward(Refusal):
    """The only steward of a project was to become something else, or to leave."""


class AlreadyIn(Refusal):
    """Somebody was to be brought in who has a part in the project."""


class TakesPartElsewhere(Refusal):
    """The way in of somebody who is also in a project that whoever asks does not answer for."""


def start_project(
    session: Session,
    name: str,
    question: str,
    *,
    by: Person | None,
    languages: list[str] | None = None,
    slug: str | None = None,
    **details: object,
) -> Project:
    """A new project; whoever starts it becomes its steward."""
    taken = set(session.scalars(select(Project.slug)))
    project = Project(
        slug=slugify(slug or name, taken),
        name=name,
        question=question,
        languages=languages or ["en"],
        line=details.pop("line", name),
        **details,
    )
    session.add(project)
    session.flush()
    record(session, by, "started_project", project)
    if by is not None:
        add_member(session, project, by, Role.STEWARD, by=by)
    events.started.send(None, session=session, project=project)
    return project


def change_project(
    session: Session, project: Project, *, by: Person | None, **words: object
) -> None:
    """Change a project's words, languages or limits; what changed is recorded by name."""
    changed = [name for name, value in words.items() if getattr(project, name) != value]
    for name in changed:
        setattr(project, name, words[name])
    if changed:
        session.flush()
        record(session, by, "changed_project", project, changed=changed)


def add_organisation(
    session: Session, project: Project, name: str, *, by: Person | None
) -> Organisation:
    """An organisation that takes part; one that is there already is returned as it is."""
    found = session.scalar(
        select(Organisation).where(Organisation.project_id == project.id, Organisation.name == name)
    )
    if found is not None:
        return found
    session.add(organisation := Organisation(project_id=project.id, name=name))
    session.flush()
    record(session, by, "added_organisation", organisation)
    return organisation


def add_member(
    session: Session,
    project: Project,
    person: Person,
    role: Role,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    credit: Credit = Credit.NONE,
    credit_name: str = "",
) -> Membership:
    """Give a person a part in a project; somebody who left comes back with the new part."""
    found = session.scalar(
        select(Membership).where(
            Membership.project_id == project.id, Membership.person_id == person.id
        )
    )
    membership = found or Membership(project=project, person=person)
    membership.role, membership.credit, membership.credit_name = role, credit, credit_name
    membership.organisation = organisation
    membership.left_at = None
    session.add(membership)
    session.flush()
    record(session, by, "added_member", membership, person=person.id, role=role.value)
    if found:
        events.renamed.send(None, session=session, project=project)
    return membership


def somebody(
    session: Session, project: Project, name: str, *, language: str, email: str, known: bool
) -> Person:
    """Who is to be brought in: somebody new, or, where ``known`` says so, whoever signs in with
    this address already.  Raises AlreadyIn or EmailTaken.
    """
    found = person_by_email(session, email) if email else None
    if found is not None and found.membership_in(project):
        raise AlreadyIn(_l("%(name)s, who signs in with it, is in already.", name=found.name))
    if found is not None and known:
        return found
    return add_person(session, name, language=language, email=email)


def researcher_named(session: Session, project: Project, name: str, *, by: Person | None) -> Person:
    """The member called so; a name not yet known is added as a community researcher."""
    person = queries.member_named(session, project, name)
    if person is None:
        person = add_person(session, name)
        add_member(session, project, person, Role.RESEARCHER, by=by)
    return person


def change_role(session: Session, membership: Membership, role: Role, *, by: Person | None) -> None:
    """Give a member another part.  Raises LastSteward."""
    if role is not Role.STEWARD:
        _another_steward_stays(session, membership)
    record(session, by, "changed_role", membership, before=membership.role, after=role.value)
    membership.role = role
    session.flush()


def _another_steward_stays(session: Session, membership: Membership) -> None:
    if membership.role is Role.STEWARD and not queries.stewards_beside(session, membership):
        raise LastSteward(
            _l("Somebody has to answer for this project: make somebody else a steward first.")
        )


def make_card(
    session: Session, membership: Membership, config: Config, *, by: Person | None
) -> str:
    """A card for a member: its words, this once.  Raises TakesPartElsewhere."""
    _require(queries.may_make_card(by, membership.person), membership.person)
    _card, words = accounts.make_card(session, membership.person, config, by=by)
    return words


def revoke_card(session: Session, membership: Membership, *, by: Person | None) -> None:
    """Take a member's card back, and sign them out everywhere.  Raises TakesPartElsewhere."""
    _require(queries.may_shut_out(by, membership.person), membership.person)
    accounts.revoke_cards(session, membership.person, by=by)


def close_account(session: Session, membership: Membership, *, by: Person | None) -> None:
    """Let a member in by nothing any more, until the account is opened again.

    Raises TakesPartElsewhere, or LastSteward.
    """
    _require(queries.may_shut_out(by, membership.person), membership.person)
    _another_steward_stays(session, membership)
    record(session, by, "closed_account", membership, person=membership.person_id)
    accounts.close_account(session, membership.person)


def open_account(session: Session, membership: Membership, *, by: Person | None) -> None:
    """Let a member in again, by the card and the password they had.  Raises TakesPartElsewhere."""
    _require(queries.may_shut_out(by, membership.person), membership.person)
    accounts.open_account(session, membership.person)
    record(session, by, "opened_account", membership, person=membership.person_id)


def _require(answers_for_all: bool, person: Person) -> None:
    if not answers_for_all:
        raise TakesPartElsewhere(
            _l(
                "%(name)s takes part in another project too, and a card opens both.",
                name=person.name,
            ),
            next_step=_l("Ask somebody who answers for both, or %(name)s.", name=person.name),
        )


def leave(session: Session, membership: Membership, *, by: Person | None) -> Removal:
    """End a person's part; their photographs and words stay, with the credit they chose.

    Raises LastSteward.
    """
    _another_steward_stays(session, membership)
    removal = take_away(
        session,
        "member",
        membership.person.name,
        [],
        by=by,
        project=membership.project,
        set_back=[(membership, "left_at")],
    )
    membership.left_at = now()
    session.flush()
    record(session, by, "left", membership, person=membership.person_id)
    return removal


def choose_credit(
    session: Session, membership: Membership, credit: Credit, name: str, *, by: Person | None
) -> None:
    """How a member is to be named beside their work, and the words to print."""
    membership.credit, membership.credit_name = credit, name.strip()
    session.flush()
    record(session, by, "chose_credit", membership, credit=credit.value)
    events.renamed.send(None, session=session, project=membership.project)
