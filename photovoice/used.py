"""What takes the whole line to answer: where photographs are used, where a project stands."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.db import today
from photovoice.exhibition import queries as exhibitions
from photovoice.exhibition.models import Edition, EditionPhotograph, Exhibition, Panel
from photovoice.languages import words_of_day
from photovoice.permissions import Permission, allows
from photovoice.printing import queries as printing
from photovoice.projects.models import Membership, Project
from photovoice.workshop.models import Contribution, Selection, Theme, WorkshopSession


def on_screens(session: Session, photograph_ids: Sequence[int]) -> list[str]:
    """Sentences about editions that show photographs now, each naming the places it shows them."""
    editions = exhibitions.where_shown(session, photograph_ids)
    on_web = set(
        session.scalars(
            select(EditionPhotograph.edition_id).where(
                EditionPhotograph.edition_id.in_([edition.id for edition in editions]),
                EditionPhotograph.photograph_id.in_(photograph_ids),
                EditionPhotograph.on_web,
            )
        )
    )
    return [
        _("On show in “%(title)s”, on the web and on its screens.", title=edition.exhibition.title)
        if edition.id in on_web
        else _(
            "On show in “%(title)s”, but not on the web: only in the copy for a screen in the room"
            " where it hangs.",
            title=edition.exhibition.title,
        )
        for edition in editions
    ]


def on_paper(session: Session, photograph_ids: Sequence[int]) -> list[str]:
    """Sentences about what was printed, or at least made ready for it, and cannot be unprinted."""
    return [
        _(
            "On postcards of “%(title)s”, in a file made on %(day)s. Cards already printed"
            " stay printed.",
            title=file.exhibition.title,
            day=words_of_day(file.asked_at),
        )
        for file in printing.printed_with(session, photograph_ids)
    ]


def carried_off(session: Session, photograph_ids: Sequence[int]) -> list[str]:
    """Sentences about copies for a screen elsewhere that may have been carried away, and how long
    they can go on showing the photographs."""
    last_days = session.execute(
        select(Exhibition.title, func.max(Edition.valid_until))
        .join(Edition, Edition.exhibition_id == Exhibition.id)
        .join(EditionPhotograph)
        .where(
            EditionPhotograph.photograph_id.in_(photograph_ids),
            Edition.published_at.is_not(None),
            Edition.valid_until >= today(),
        )
        .group_by(Exhibition.id)
        .order_by(Exhibition.id)
    )
    return [
        _(
            "If a copy of “%(title)s” was carried to a screen elsewhere, it may go on there until"
            " somebody deletes it. After %(day)s it puts itself away.",
            title=title,
            day=words_of_day(day),
        )
        for title, day in last_days
        if day
    ]


def counts(session: Session, project: Project) -> dict[str, Any]:
    """Where a project stands, step by step, each with what to do next.

    A step leads to its room where the person in hand may enter it.
    """

    def count(column: Any, *where: Any) -> int:
        return session.scalar(select(func.count(column)).where(*where)) or 0

    of_project = Photograph.project_id == project.id
    people = count(Membership.id, Membership.project_id == project.id, Membership.left_at.is_(None))
    photographs = count(Photograph.id, of_project)
    bare = count(Photograph.id, of_project, Photograph.caption == "")
    sessions = count(WorkshopSession.id, WorkshopSession.project_id == project.id)
    answers = session.scalar(
        select(func.count(Contribution.id))
        .join(WorkshopSession)
        .where(WorkshopSession.project_id == project.id)
    )
    themes = count(Theme.id, Theme.project_id == project.id)
    selected = session.scalar(
        select(func.count(Selection.photograph_id)).join(Photograph).where(of_project)
    )
    hung = session.scalar(
        select(func.count(Panel.id)).join(Exhibition).where(Exhibition.project_id == project.id)
    )
    steps = [
        _step(
            people,
            ngettext("person", "people", people),
            "projects.people",
            project,
            ngettext("takes part", "take part", people),
        ),
        _step(
            photographs,
            ngettext("photograph", "photographs", photographs),
            "archive.sheet",
            project,
            ngettext("%(num)s has no caption yet", "%(num)s have no caption yet", bare)
            if bare
            else _("each with its words"),
        ),
        _step(
            sessions,
            ngettext("session", "sessions", sessions),
            "workshop.sessions",
            project,
            ngettext("%(num)s answer written down", "%(num)s answers written down", answers or 0),
        ),
        _step(
            themes,
            ngettext("theme", "themes", themes),
            "workshop.themes",
            project,
            _("found by the group"),
        ),
        _step(selected or 0, _("put forward"), "workshop.selection", project, _("for exhibiting")),
        _step(hung or 0, _("hung"), "exhibition.exhibitions", project, _("in exhibitions")),
    ]
    return {
        "steps": steps if photographs else [],
        "next": _next(
            session,
            project,
            {
                "people": people,
                "photographs": photographs,
                "sessions": sessions,
                "themes": themes,
                "selected": selected or 0,
                "hung": hung or 0,
            },
        ),
    }


def _next(session: Session, project: Project, done: dict[str, int]) -> dict[str, str] | None:
    """What comes next in a project for the person in hand, and the way there; None if nothing."""

    def may(permission: Permission) -> bool:
        return allows(current_user, permission, project)

    own: dict[str, Any] = {"researcher": current_user.id, "needs": "caption"}
    ways: list[tuple[bool, str, str, str, dict[str, Any]]] = [
        (
            may(Permission.STEWARD) and done["people"] < 2,
            _("Nobody but you takes part yet. Bring in the people who will photograph."),
            _("People"),
            "projects.people",
            {},
        ),
        (
            not done["photographs"],
            _(
                "Start with one. It can be anything you do here that makes a difference;"
                " the words can come later."
            ),
            _("Add the first photograph"),
            "contribute.photographs",
            {},
        ),
        (
            _have_no_words(session, project, current_user),
            _("Some of your photographs have no words yet."),
            _("Say something about them"),
            "archive.sheet",
            own,
        ),
        (
            may(Permission.FACILITATE) and not done["sessions"],
            _(
                "Sit down together, choose a few photographs, and ask: what do you see here?"
                " Open a session to write down what is said."
            ),
            _("Open a session"),
            "workshop.open_session",
            {},
        ),
        (
            may(Permission.FACILITATE) and not done["themes"],
            _(
                "Themes come out of talking. When the group sees that several photographs say one"
                " thing, write it down here in its own words."
            ),
            _("Themes"),
            "workshop.themes",
            {},
        ),
        (
            may(Permission.FACILITATE) and not done["selected"],
            _(
                "Open a photograph and choose “Put it forward for the exhibition”. Start with those"
                " the group talked about longest."
            ),
            _("To the photographs"),
            "archive.sheet",
            {},
        ),
        (
            may(Permission.CURATE) and not done["hung"],
            _("What the group puts forward. From here curators hang the exhibition."),
            _("To the exhibitions"),
            "exhibition.exhibitions",
            {},
        ),
    ]
    for due, words, label, endpoint, parts in ways:
        if due:
            url = url_for(endpoint, project=project.slug, **parts)
            return {"words": words, "label": label, "url": url}
    return None


def _have_no_words(session: Session, project: Project, person: Any) -> bool:
    """Whether somebody took a photograph of a project that has no caption."""
    bare = select(Photograph.id).where(
        Photograph.project_id == project.id,
        Photograph.photographer_id == person.id,
        Photograph.caption == "",
    )
    return session.scalar(bare.limit(1)) is not None


NEEDS = {
    "projects.people": Permission.STEWARD,
    "exhibition.exhibitions": Permission.CURATE,
}
"""Rooms that not every member of a project may enter."""


def _step(
    number: int, name: str, endpoint: str, project: Project, next_step: str
) -> dict[str, Any]:
    may_enter = allows(current_user, NEEDS.get(endpoint, Permission.BROWSE), project)
    return {
        "number": number,
        "name": name,
        "url": url_for(endpoint, project=project.slug) if may_enter else None,
        "next": next_step,
    }
