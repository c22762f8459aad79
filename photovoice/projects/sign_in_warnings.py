"""Tells the steward when somebody keeps trying passwords of the team."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from photovoice.accounts import tries
from photovoice.accounts.models import Person
from photovoice.house import the_house
from photovoice.permissions import Permission, allows
from photovoice.projects import queries
from photovoice.projects.models import Project
from photovoice.waiting import Waiting

WORTH_SAYING = 20
"""Wrong passwords within a day; fewer are somebody who forgot theirs."""


def warnings(session: Session, project: Project, person: Person) -> list[Waiting]:
    """One line for each member whose password many have been tried at since yesterday."""
    if not allows(person, Permission.STEWARD, project):
        return []
    names = {
        one.person.contact.email: one.person.name
        for one in queries.members(session, project)
        if one.person.contact and one.person.contact.email
    }
    tried = tries.against(session, names, the_house().config)
    return [
        Waiting(
            _(
                "%(number)s wrong passwords were tried for %(name)s since yesterday. Nobody came"
                " in by them. If it was not %(name)s, ask them to set up a second step.",
                number=number,
                name=names[email],
            ),
            url_for("projects.people", project=project.slug),
            _("People"),
            Permission.STEWARD,
        )
        for email, number in sorted(tried.items())
        if number >= WORTH_SAYING
    ]
