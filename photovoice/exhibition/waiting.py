"""What waits for the curators of a project: words corrected since visitors last saw them."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, contains_eager, undefer

from photovoice.archive.models import Photograph
from photovoice.exhibition import content, press
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


def closed(session: Session, project: Project, person: Any) -> list[Waiting]:
    """A line for each exhibition whose visitors stand before a closed door, for what was to hang
    could not be made; and for each edition a curator asked for in vain."""
    if not allows(person, Permission.CURATE, project):
        return []
    newest = (
        select(Edition.exhibition_id, func.max(Edition.number).label("number"))
        .group_by(Edition.exhibition_id)
        .subquery()
    )
    failed = session.scalars(
        select(Edition)
        .join(newest, and_(*(newest.c[n] == getattr(Edition, n) for n in newest.c.keys())))
        .join(Edition.exhibition)
        .where(
            Exhibition.project_id == project.id,
            Edition.state == EditionState.FAILED,
            Edition.published_at.is_(None),
        )
        .options(contains_eager(Edition.exhibition).selectinload(Exhibition.editions))
        .order_by(Exhibition.id)
    )
    return [
        Waiting(
            sentence=(
                _("“%(title)s” is closed to visitors: what was to hang could not be made.", title=t)
                if press.is_closed(edition.exhibition)
                else _("The new edition of “%(title)s” could not be made.", title=t)
            ),
            url=url_for(
                "exhibition.edition",
                project=project.slug,
                exhibition=edition.exhibition.slug,
                edition=edition.number,
            ),
            action=_("Try again"),
            permission=Permission.CURATE,
            urgent=True,
        )
        for edition in failed
        for t in [edition.exhibition.title]
    ]


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
