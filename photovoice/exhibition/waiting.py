"""What waits for the curators of a project: words corrected since visitors last saw them."""

from typing import Any

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, undefer

from photovoice.archive.models import Photograph
from photovoice.exhibition import content
from photovoice.exhibition.models import Edition, EditionState, Exhibition
from photovoice.permissions import Permission, allows
from photovoice.projects.models import Project
from photovoice.waiting import Waiting


def corrections(session: Session, project: Project, person: Any) -> list[Waiting]:
    """A line for each exhibition on show in which a caption or a title was corrected since."""
    if not allows(person, Permission.CURATE, project):
        return []
    live = session.scalars(
        select(Edition)
        .join(Edition.exhibition)
        .where(Exhibition.project_id == project.id, Edition.state == EditionState.LIVE)
        .options(undefer(Edition.content), contains_eager(Edition.exhibition))
        .order_by(Exhibition.id)
    ).all()
    shown = {one.id: list(content.panels(one.content)) for one in live if one.content}
    ids = {panel["photograph"] for panels in shown.values() for panel in panels}
    words = session.execute(
        select(Photograph.id, Photograph.title, Photograph.caption).where(Photograph.id.in_(ids))
    )
    now = {id: (title, caption) for id, title, caption in words} if ids else {}
    lines = []
    for edition in live:
        corrected = sum(_reads_otherwise(panel, now) for panel in shown.get(edition.id, ()))
        if corrected:
            lines.append(_line(project, edition.exhibition, corrected))
    return lines


def _reads_otherwise(panel: dict[str, Any], now: dict[int, tuple[str, str]]) -> bool:
    said = (panel["title"], panel["caption"])
    return any(said) and now.get(panel["photograph"], said) != said


def _line(project: Project, exhibition: Exhibition, corrected: int) -> Waiting:
    return Waiting(
        sentence=ngettext(
            "The words of %(num)s photograph in “%(title)s” were corrected. Visitors read them"
            " when you publish again.",
            "The words of %(num)s photographs in “%(title)s” were corrected. Visitors read them"
            " when you publish again.",
            corrected,
            title=exhibition.title,
        ),
        url=url_for(
            "exhibition.before_publishing", project=project.slug, exhibition=exhibition.slug
        ),
        action=ngettext("See the change", "See the changes", corrected),
        permission=Permission.CURATE,
    )
