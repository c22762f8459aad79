"""Sessions, answers, tags and themes, always within a project."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from photovoice.archive.models import Photograph
from photovoice.projects.models import Project
from photovoice.workshop.models import (
    Contribution,
    Guide,
    Look,
    Reading,
    Selection,
    Tag,
    Tagging,
    Theme,
    ThemeLink,
    WorkshopSession,
)


def sessions(session: Session, project: Project) -> list[WorkshopSession]:
    """The sessions of a project, latest first."""
    return list(
        session.scalars(
            select(WorkshopSession)
            .where(WorkshopSession.project_id == project.id)
            .options(selectinload(WorkshopSession.looks).joinedload(Look.photograph))
            .order_by(WorkshopSession.held_on.desc(), WorkshopSession.id.desc())
        )
    )


def workshop(session: Session, project: str, workshop: int) -> WorkshopSession | None:
    """A session of a project with its photographs, or None."""
    return session.scalar(
        select(WorkshopSession)
        .join(Project)
        .where(Project.slug == project, WorkshopSession.id == workshop)
        .options(
            selectinload(WorkshopSession.looks)
            .joinedload(Look.photograph)
            .joinedload(Photograph.photographer),
            joinedload(WorkshopSession.guide),
        )
    )


def guides_of(session: Session, project: Project) -> list[Guide]:
    """The question guides of a project, in the order they were made."""
    return list(
        session.scalars(select(Guide).where(Guide.project_id == project.id).order_by(Guide.id))
    )


def guide(session: Session, project: str, guide: int) -> Guide | None:
    """A question guide of a project, or None."""
    return session.scalar(
        select(Guide).join(Project).where(Project.slug == project, Guide.id == guide)
    )


def look(session: Session, project: str, workshop: int, photograph: int) -> Look | None:
    """A photograph as it was put before the group in a session, or None."""
    return session.scalar(
        select(Look)
        .join(WorkshopSession)
        .join(Project)
        .where(
            Project.slug == project,
            WorkshopSession.id == workshop,
            Look.photograph_id == photograph,
        )
        .options(joinedload(Look.photograph), joinedload(Look.session))
    )


def contribution(session: Session, project: str, contribution: int) -> Contribution | None:
    """Something that was written down, or None."""
    return session.scalar(
        select(Contribution)
        .join(WorkshopSession)
        .join(Project)
        .where(Project.slug == project, Contribution.id == contribution)
    )


def said_in(
    session: Session, workshop: WorkshopSession
) -> dict[int, dict[str, list[Contribution]]]:
    """What was said in a session: photograph id → question key → answers in order."""
    said: dict[int, dict[str, list[Contribution]]] = defaultdict(lambda: defaultdict(list))
    for one in session.scalars(
        select(Contribution)
        .where(Contribution.session_id == workshop.id)
        .options(joinedload(Contribution.said_by))
        .order_by(Contribution.id)
    ):
        said[one.photograph_id][one.question_key].append(one)
    return said


def said_of(session: Session, photograph: Photograph) -> list[Contribution]:
    """Everything said of a photograph, session by session, in order."""
    return list(
        session.scalars(
            select(Contribution)
            .where(Contribution.photograph_id == photograph.id)
            .options(
                joinedload(Contribution.said_by),
                joinedload(Contribution.session).joinedload(WorkshopSession.guide),
            )
            .order_by(Contribution.session_id, Contribution.id)
        )
    )


def tags_of(session: Session, photograph_ids: Sequence[int]) -> dict[int, list[Tag]]:
    """The tags of photographs, by photograph id."""
    tags: dict[int, list[Tag]] = defaultdict(list)
    for tagging in session.scalars(
        select(Tagging).where(Tagging.photograph_id.in_(photograph_ids)).order_by(Tagging.id)
    ):
        tags[tagging.photograph_id].append(tagging.tag)
    return tags


def tags_used(session: Session, project: Project) -> list[tuple[Tag, int]]:
    """The tags of a project with how many photographs carry each, the commonest first."""
    rows = session.execute(
        select(Tag, func.count(Tagging.id))
        .join(Tagging)
        .where(Tag.project_id == project.id)
        .group_by(Tag.id)
        .order_by(func.count(Tagging.id).desc(), Tag.name)
    )
    return [(tag, count) for tag, count in rows]


def tag(session: Session, project: str, tag: int) -> Tag | None:
    """A tag of a project, or None."""
    return session.scalar(select(Tag).join(Project).where(Project.slug == project, Tag.id == tag))


def themes(session: Session, project: Project) -> list[Theme]:
    """The themes of a project in their order, with links and readings."""
    return list(
        session.scalars(
            select(Theme)
            .where(Theme.project_id == project.id)
            .options(
                selectinload(Theme.links).joinedload(ThemeLink.photograph),
                selectinload(Theme.readings),
            )
            .order_by(Theme.position, Theme.id)
        )
    )


def theme(session: Session, project: str, theme: str) -> Theme | None:
    """A theme of a project by its slug, or None."""
    return session.scalar(
        select(Theme).join(Project).where(Project.slug == project, Theme.slug == theme)
    )


def reading(session: Session, project: str, reading: int) -> Reading | None:
    """How somebody reads a theme differently, or None."""
    return session.scalar(
        select(Reading)
        .join(Theme)
        .join(Project)
        .where(Project.slug == project, Reading.id == reading)
    )


def theme_link(session: Session, project: str, link: int) -> ThemeLink | None:
    """A link between a photograph and a theme, or None."""
    return session.scalar(
        select(ThemeLink)
        .join(Theme)
        .join(Project)
        .where(Project.slug == project, ThemeLink.id == link)
    )


def themes_of(session: Session, photograph_ids: Sequence[int]) -> dict[int, list[ThemeLink]]:
    """The theme links of photographs, by photograph id."""
    links: dict[int, list[ThemeLink]] = defaultdict(list)
    for made in session.scalars(
        select(ThemeLink)
        .where(ThemeLink.photograph_id.in_(photograph_ids))
        .options(
            joinedload(ThemeLink.theme),
            joinedload(ThemeLink.made_by),
            joinedload(ThemeLink.session),
        )
        .order_by(ThemeLink.id)
    ):
        links[made.photograph_id].append(made)
    return links


def selected(session: Session, project: Project) -> list[Photograph]:
    """What the group puts forward, in the order it did."""
    return list(
        session.scalars(
            select(Photograph)
            .join(Selection, Selection.photograph_id == Photograph.id)
            .where(Photograph.project_id == project.id)
            .options(joinedload(Photograph.photographer))
            .order_by(Selection.at, Photograph.id)
        )
    )


def is_selected(session: Session, photograph: Photograph) -> bool:
    """Whether the group puts a photograph forward."""
    return session.get(Selection, photograph.id) is not None
