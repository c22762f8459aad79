"""Exhibitions, panels and editions, always within a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from photovoice.archive.models import Photograph
from photovoice.consent.queries import subjects
from photovoice.consent.rules import Clearance, Use, clearance, shows_a_childs_face
from photovoice.exhibition.models import (
    Edition,
    EditionPhotograph,
    EditionState,
    Exhibition,
    Panel,
    Section,
    TourStop,
)
from photovoice.projects.models import Project
from photovoice.workshop.models import Selection


def exhibitions(session: Session, project: Project) -> list[Exhibition]:
    """The exhibitions of a project, newest first, with their editions."""
    return list(
        session.scalars(
            select(Exhibition)
            .where(Exhibition.project_id == project.id)
            .options(selectinload(Exhibition.editions))
            .order_by(Exhibition.id.desc())
        )
    )


def exhibition(session: Session, project: str, exhibition: str) -> Exhibition | None:
    """One exhibition with its sections, panels and photographs, in a handful of queries."""
    return session.scalar(
        _whole().join(Project).where(Project.slug == project, Exhibition.slug == exhibition)
    )


def exhibition_by_slug(session: Session, slug: str) -> Exhibition | None:
    """The same by its slug alone, for commands."""
    return session.scalar(_whole().where(Exhibition.slug == slug))


def exhibition_by_id(session: Session, id: int) -> Exhibition:
    """The same for work that was asked for; raises ``NoResultFound`` where it is gone."""
    return session.scalars(_whole().where(Exhibition.id == id)).unique().one()


def _whole() -> Select[Exhibition]:
    return select(Exhibition).options(
        joinedload(Exhibition.project),
        selectinload(Exhibition.editions),
        selectinload(Exhibition.stops),
        selectinload(Exhibition.sections)
        .selectinload(Section.panels)
        .selectinload(Panel.photograph)
        .selectinload(Photograph.photographer),
        selectinload(Exhibition.sections).selectinload(Section.theme),
    )


def section(session: Session, project: str, exhibition: str, section: int) -> Section | None:
    """A section of an exhibition, or None."""
    return session.scalar(
        select(Section)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, Section.id == section)
    )


def panel(session: Session, project: str, exhibition: str, panel: int) -> Panel | None:
    """A panel of an exhibition, or None."""
    return session.scalar(
        select(Panel)
        .join(Section)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, Panel.id == panel)
    )


def edition(session: Session, project: str, exhibition: str, edition: int) -> Edition | None:
    """An edition by its number, or None."""
    return session.scalar(
        select(Edition)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, Edition.number == edition)
    )


def stop(session: Session, project: str, exhibition: str, stop: int) -> TourStop | None:
    """A tour stop of an exhibition, or None."""
    return session.scalar(
        select(TourStop)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, TourStop.id == stop)
    )


def panels_of(exhibition: Exhibition) -> list[Panel]:
    """All panels in the order they hang."""
    return [panel for section in exhibition.sections for panel in section.panels]


def put_forward(session: Session, exhibition: Exhibition) -> list[Photograph]:
    """The photographs the group selected that do not hang here yet."""
    hung = select(Panel.photograph_id).where(Panel.exhibition_id == exhibition.id)
    return list(
        session.scalars(
            select(Photograph)
            .join(Selection, Selection.photograph_id == Photograph.id)
            .where(Photograph.project_id == exhibition.project_id, Photograph.id.not_in(hung))
            .options(joinedload(Photograph.photographer))
            .order_by(Selection.at, Photograph.id)
        )
    )


@dataclass(frozen=True)
class Showing:
    """What the gate says of a photograph on the wall and on the web."""

    wall: Clearance
    web: Clearance
    childs_face: bool
    """A child in it can be recognised."""

    @property
    def redacted(self) -> bool:
        """Whether only the blurred copy may be seen."""
        return self.wall.redacted or self.web.redacted

    @property
    def until(self) -> date | None:
        """The last day on which it may be shown as it is; None when nothing lapses."""
        return min((day for day in (self.wall.until, self.web.until) if day), default=None)


def showings(session: Session, photographs: Sequence[Photograph], on: date) -> dict[int, Showing]:
    """What the gate says of each photograph, by photograph id."""
    return {
        id: Showing(
            clearance(subject, Use.EXHIBITION, on),
            clearance(subject, Use.WEB, on),
            shows_a_childs_face(subject),
        )
        for id, subject in subjects(session, photographs).items()
    }


def live_edition(exhibition: Exhibition) -> Edition | None:
    """The edition the public sees, or None."""
    return next((e for e in exhibition.editions if e.state is EditionState.LIVE), None)


def last_day(session: Session, edition: Edition, on: date) -> date | None:
    """The last day on which what an edition shows on the web may be shown, or None without end."""
    photographs = [one.photograph for one in edition.photographs if one.on_web]
    lapses = [one.until for one in showings(session, photographs, on).values()]
    return min((day for day in lapses if day), default=None)


@dataclass(frozen=True)
class Succession:
    """What came after an edition: the one that took its place, and what that one left out."""

    edition: Edition | None
    without: list[Photograph]


def succession(edition: Edition) -> Succession:
    """The edition published next after one, and the photographs of this one that are not in it."""
    later = [
        one
        for one in edition.exhibition.editions
        if one.number > edition.number and one.published_at is not None
    ]
    if not later:
        return Succession(None, [])
    kept = {one.photograph_id for one in later[0].photographs}
    left_out = [one.photograph for one in edition.photographs if one.photograph_id not in kept]
    return Succession(later[0], left_out)


def editions_showing(session: Session, photograph_ids: Sequence[int]) -> list[Edition]:
    """Editions not retired that contain any of the photographs."""
    return list(
        session.scalars(
            select(Edition)
            .where(
                Edition.photographs.any(EditionPhotograph.photograph_id.in_(photograph_ids)),
                Edition.state.in_([EditionState.LIVE, EditionState.SUPERSEDED]),
            )
            .options(joinedload(Edition.exhibition))
        )
    )


def where_shown(session: Session, photograph_ids: Sequence[int]) -> list[Edition]:
    """Live editions in which any of the photographs can be seen now."""
    showing = editions_showing(session, photograph_ids)
    return [edition for edition in showing if edition.state is EditionState.LIVE]


def touched(session: Session, photograph_ids: Sequence[int]) -> list[Exhibition]:
    """Exhibitions in which any of the photographs hangs or was ever published, held until commit.

    Whoever publishes holds the same row, so a release taken back and an edition going live
    never pass each other unseen.
    """
    hangs = select(Panel.exhibition_id).where(Panel.photograph_id.in_(photograph_ids))
    published = (
        select(Edition.exhibition_id)
        .join(EditionPhotograph)
        .where(EditionPhotograph.photograph_id.in_(photograph_ids))
    )
    return _held(session, or_(Exhibition.id.in_(hangs), Exhibition.id.in_(published)))


def all_held(session: Session, project: Project) -> list[Exhibition]:
    """The exhibitions of a project, held until commit in the same way."""
    return _held(session, Exhibition.project_id == project.id)


def on_show_held(session: Session) -> list[Exhibition]:
    """Every exhibition the public sees now, held until commit in the same way."""
    live = select(Edition.exhibition_id).where(Edition.state == EditionState.LIVE)
    return _held(session, Exhibition.id.in_(live))


def _held(session: Session, which: ColumnElement[bool]) -> list[Exhibition]:
    return list(
        session.scalars(
            select(Exhibition)
            .where(which)
            .order_by(Exhibition.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def missing_folders(session: Session, exhibitions: Path) -> list[str]:
    """A sentence for whoever starts the program, where editions on show have no folder; or none."""
    live = session.execute(
        select(Exhibition.slug, Edition.number)
        .join(Edition, Edition.exhibition_id == Exhibition.id)
        .where(Edition.state == EditionState.LIVE)
        .order_by(Exhibition.slug)
    )
    gone = [
        f"{slug}/{number}"
        for slug, number in live
        if not (exhibitions / slug / str(number)).is_dir()
    ]
    if not gone:
        return []
    return [
        f"Editions on show have no folder in {exhibitions}: {', '.join(gone)}. Visitors find"
        " nothing there. Put the folder back, or publish again."
    ]
