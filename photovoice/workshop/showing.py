"""What the workshop's pages show: photographs somebody may see, beside what was said of them."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from photovoice.archive.models import Photograph, State
from photovoice.archive.rules import Sight
from photovoice.archive.showing import Shown, shown
from photovoice.archive.sight import sights
from photovoice.consent.queries import clearances
from photovoice.consent.rules import Use
from photovoice.db import today
from photovoice.house import the_house
from photovoice.projects import queries as projects_queries
from photovoice.projects.models import Project
from photovoice.workshop import queries
from photovoice.workshop.forms import SaidForm
from photovoice.workshop.models import Look, WorkshopSession

OFFERED = 60
"""Photographs offered to a session at once, the newest first."""


def of(session: Session, photographs: Sequence[Photograph]) -> dict[int, Shown]:
    """The photographs the person in hand may see, by id."""
    gate = the_house().gate
    seen = sights(session, photographs, person=current_user, gate=gate, on=today())
    return {one.id: shown(one, seen[one.id]) for one in photographs if one.id in seen}


def before_the_group(session: Session, photographs: Sequence[Photograph]) -> dict[int, Shown]:
    """The photographs that may be put before a group today, by id, whoever's screen it is.

    A facilitator, who sees them all in the studio, shows this screen to the room.
    """
    cleared = clearances(session, photographs, Use.WORKSHOP, today())
    return {
        one.id: shown(one, Sight.BLURRED if cleared[one.id].redacted else Sight.WHOLE)
        for one in photographs
        if cleared[one.id]
    }


def could_be_looked_at(session: Session, workshop: WorkshopSession) -> list[Shown]:
    """Photographs cleared for the workshop that are not before the group yet."""
    here = [look.photograph_id for look in workshop.looks]
    photographs = list(
        session.scalars(
            select(Photograph)
            .where(
                Photograph.project_id == workshop.project_id,
                Photograph.id.not_in(here),
                Photograph.state == State.READY,
            )
            .options(joinedload(Photograph.photographer))
            .order_by(Photograph.received_at.desc(), Photograph.id.desc())
            .limit(OFFERED)
        )
    )
    return list(before_the_group(session, photographs).values())


def look(session: Session, look: Look, form: SaidForm) -> dict[str, Any]:
    """Everything the page of one photograph in one session shows."""
    workshop, photograph = look.session, look.photograph
    order = sorted(workshop.looks, key=lambda one: one.position)
    place = order.index(look)
    said = queries.said_in(session, workshop)[photograph.id]
    asked = {one["key"] for one in workshop.guide.questions}
    for key in [key for key in said if key not in asked and key]:
        # The question is no longer asked, but what was said stays said.
        said[""] = sorted(said[""] + said.pop(key), key=lambda one: one.id)
    return {
        "look": look,
        "workshop": workshop,
        "photo": before_the_group(session, [photograph]).get(photograph.id),
        "said": said,
        "tags": queries.tags_of(session, [photograph.id])[photograph.id],
        "links": queries.themes_of(session, [photograph.id])[photograph.id],
        "is_selected": queries.is_selected(session, photograph),
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        "form": form,
    }


def who_choices(session: Session, project: Project) -> list[tuple[str, str]]:
    """The people of a project to choose from, and nobody."""
    people = projects_queries.researchers(session, project)
    return [("", _("Nobody named"))] + [(str(person.id), person.name) for person in people]


def who(session: Session, project: Project, chosen: str | None, label: str | None) -> dict:
    """Who said something, for operations: a member chosen, or else a label."""
    people = projects_queries.researchers(session, project)
    person = next((one for one in people if str(one.id) == chosen), None)
    return {"said_by": person, "said_by_label": label or ""}


def panel(session: Session, photograph: Photograph) -> Markup:
    """The part of a photograph's page that tells what the group made of it."""
    return Markup(
        render_template(
            "workshop/_panel.html",
            photograph=photograph,
            said=queries.said_of(session, photograph),
            tags=queries.tags_of(session, [photograph.id])[photograph.id],
            links=queries.themes_of(session, [photograph.id])[photograph.id],
            is_selected=queries.is_selected(session, photograph),
        )
    )
