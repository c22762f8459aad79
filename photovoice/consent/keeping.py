"""What is kept after a project has ended: nothing that somebody said should not be.

“May it be kept in the archive after the project ends?” takes effect on the day the project ends.
From then on an explicit no, an answer taken back or one that has run out removes the photograph;
never a mere silence.  It is announced first, and happens thirty days later: time to download it,
or for the person to say otherwise.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import operations as archive
from photovoice.archive.models import Photograph
from photovoice.audit import hold, record
from photovoice.consent import events, queries, rules
from photovoice.db import today
from photovoice.languages import words_of_day
from photovoice.permissions import Permission, allows
from photovoice.projects.models import Project
from photovoice.waiting import Waiting

NOTICE = timedelta(days=30)
"""Between the announcement and the removal."""
AT_ONCE = 500
"""Photographs looked at in one transaction."""


def announce_removals(session: Session, project: Project, *, on: date) -> list[int]:
    """Set the day on which photographs of a project are removed, or call it off.

    Set where the project has ended and somebody's no, withdrawal or expiry stands against
    keeping the photograph; called off where none does any more.  Ids of those newly announced.
    """
    hold(session, project)
    announced: list[int] = []
    for photographs in _in_batches(session, project):
        found = queries.subjects(session, photographs)
        for photograph in photographs:
            ended = project.ends_on is not None and project.ends_on < on
            goes = ended and rules.may_not_be_kept(found[photograph.id], on)
            if goes and photograph.to_be_removed_on is None:
                photograph.to_be_removed_on = on + NOTICE
                announced.append(photograph.id)
                record(session, None, "announced_removal", photograph)
            elif not goes and photograph.to_be_removed_on is not None:
                photograph.to_be_removed_on = None
                record(session, None, "called_removal_off", photograph)
        session.flush()
    return announced


def remove_due(session: Session, project: Project, *, on: date) -> list[int]:
    """Remove the photographs whose day has come; to be called after ``announce_removals``.

    The words stay, and so does what was recorded.  Returns their ids.
    """
    hold(session, project)
    due = session.scalars(
        select(Photograph).where(
            Photograph.project_id == project.id,
            Photograph.to_be_removed_on <= on,
            Photograph.removed_on.is_(None),
        )
    ).all()
    for photograph in due:
        archive.remove_picture(session, photograph, by=None, on=on)
    ids = [photograph.id for photograph in due]
    if ids:
        events.changed.send(None, session=session, photograph_ids=ids)
    return ids


def see_to_ended_projects(house: Any) -> None:
    """Announce and remove in every project that has an end; once an hour."""
    with house.database.session(writes=False) as session:
        ended = session.scalars(select(Project.id).where(Project.ends_on.is_not(None))).all()
        announced = session.scalars(
            select(Photograph.project_id)
            .where(Photograph.to_be_removed_on.is_not(None), Photograph.removed_on.is_(None))
            .distinct()
        ).all()
    for project_id in sorted({*ended, *announced}):
        with house.database.transaction() as session:
            project = session.get_one(Project, project_id)
            announce_removals(session, project, on=today())
            remove_due(session, project, on=today())


def _in_batches(session: Session, project: Project) -> Iterator[Sequence[Photograph]]:
    ids = session.scalars(
        select(Photograph.id)
        .where(Photograph.project_id == project.id, Photograph.removed_on.is_(None))
        .order_by(Photograph.id)
    ).all()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield session.scalars(select(Photograph).where(Photograph.id.in_(some))).all()


def what_waits(session: Session, project: Project, person: Person) -> list[Waiting]:
    """Which photographs are to be removed: all for the steward, their own for a photographer."""
    to_go = [
        Photograph.project_id == project.id,
        Photograph.to_be_removed_on.is_not(None),
        Photograph.removed_on.is_(None),
    ]
    if not allows(person, Permission.STEWARD, project):
        to_go.append(Photograph.photographer_id == person.id)
    first = func.min(Photograph.to_be_removed_on), func.min(Photograph.id)
    day, one, number = session.execute(
        select(*first, func.count(Photograph.id)).where(*to_go)
    ).one()
    if not number or day is None:
        return []
    sentence = ngettext(
        "The project has ended, and somebody said that a photograph is not to be kept. It is"
        " removed on %(day)s.",
        "The project has ended, and somebody said that %(num)s photographs are not to be kept."
        " The first is removed on %(day)s.",
        number,
        day=words_of_day(day),
    )
    url = url_for("archive.photograph", project=project.slug, photograph=one)
    return [Waiting(sentence, url, _("Look at it"), Permission.CONTRIBUTE, urgent=True)]
