"""Photographs as pages need them: scoped to a project, a page at a time, no query per row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, tuple_
from sqlalchemy.orm import Session, joinedload, lazyload, load_only, selectinload

from photovoice.accounts.models import Person
from photovoice.archive import rules
from photovoice.archive.models import (
    OtherWords,
    Photograph,
    Rendition,
    State,
    VoiceNote,
    WordsTakenBack,
)
from photovoice.archive.rules import Place, Sight, Standing
from photovoice.archive.sight import Gate, sees_everything, sights
from photovoice.db import Moment
from photovoice.projects.models import Project

PAGE = 48
ON_A_TILE = 800
"""The largest copy a contact sheet uses, in px on the long edge."""
ON_THE_SHEET = (
    *(Photograph.project_id, Photograph.photographer_id, Photograph.received_at),
    *(Photograph.title, Photograph.title_language, Photograph.caption, Photograph.caption_language),
    *(Photograph.alternative_text, Photograph.state, Photograph.placeholder),
    *(Photograph.width, Photograph.height, Photograph.doubt, Photograph.removed_on),
)
OF_A_COPY = (
    Rendition.redacted,
    Rendition.size,
    Rendition.width,
    Rendition.height,
    Rendition.sha256,
)
"""What a tile shows of a photograph and of its copies; asking for more would be a query a row."""
AS_TILES = (
    load_only(*ON_THE_SHEET, raiseload=True),
    selectinload(Photograph.renditions.and_(Rendition.size <= ON_A_TILE)).load_only(
        *OF_A_COPY, raiseload=True
    ),
    lazyload(Photograph.redactions),
)
SIEVED = 200
LOOKED_AT = 600
"""Photographs looked at for one page at most, when consent decides which are on it."""


def photograph(session: Session, project: str, photograph: int) -> Photograph | None:
    """The photograph with this id in the project with this slug, or None."""
    return session.scalar(
        select(Photograph)
        .join(Photograph.project)
        .where(Project.slug == project, Photograph.id == photograph)
        .options(joinedload(Photograph.project), joinedload(Photograph.photographer))
    )


def same_file(session: Session, photograph: Photograph) -> list[Photograph]:
    """The photographs that other people made of the very same file, in the order they came."""
    return list(
        session.scalars(
            _of(photograph.project)
            .where(Photograph.sha256 == photograph.sha256, Photograph.id != photograph.id)
            .order_by(Photograph.id)
        )
    )


def other_words(session: Session, photograph: Photograph) -> list[OtherWords]:
    """The words kept beside a photograph that do not stand, the oldest first."""
    return list(
        session.scalars(
            select(OtherWords)
            .where(OtherWords.photograph_id == photograph.id)
            .options(joinedload(OtherWords.written_by))
            .order_by(OtherWords.id)
        )
    )


def by_ids(session: Session, project: Project, ids: Sequence[int]) -> list[Photograph]:
    """Photographs of a project in the order of their ids given; unknown ids are left out."""
    found = {
        photograph.id: photograph
        for photograph in session.scalars(_of(project).where(Photograph.id.in_(list(ids))))
    }
    return [found[id] for id in ids if id in found]


def _of(project: Project) -> Select[Photograph]:
    return (
        select(Photograph)
        .where(Photograph.project_id == project.id)
        .options(joinedload(Photograph.photographer))
    )


@dataclass(frozen=True)
class Filter:
    """What the contact sheet is narrowed to."""

    researcher: int | None = None
    needs: str | None = None
    """``caption`` or ``consent``: photographs that still lack it."""

    def __bool__(self) -> bool:
        return bool(self.researcher or self.needs)


@dataclass
class Sheet:
    """One page of the contact sheet, newest first, and the places the pages beside it start at."""

    photographs: list[Photograph] = field(default_factory=list)
    standings: dict[int, Standing] = field(default_factory=dict)
    sights: dict[int, Sight] = field(default_factory=dict)
    older: Place | None = None
    newer: Place | None = None


def sheet(
    session: Session,
    project: Project,
    *,
    person: Any,
    gate: Gate,
    on: date,
    narrowed: Filter = Filter(),  # noqa: B008 - frozen, so it can be shared
    before: Place | None = None,
    after: Place | None = None,
    limit: int = PAGE,
) -> Sheet:
    """A page of what somebody may see: the newest, those ``before`` a place, or those ``after``."""
    page, more = Sheet(), False
    place, looked = after or before, 0
    sieved = narrowed.needs == "consent" or not sees_everything(person, project)
    batch = limit + 1
    while True:
        found = _next_ones(session, project, narrowed, place, forward=bool(after), limit=batch)
        standings = gate(session, found, on)
        seen = sights(session, found, person=person, gate=gate, on=on, standings=standings)
        for photograph in found:
            looked += 1
            kept = photograph.id in seen and (
                narrowed.needs != "consent" or standings[photograph.id].waiting
            )
            if kept and len(page.photographs) == limit:
                more = True
                break
            place = Place(photograph.received_at, photograph.id)
            if kept:
                page.photographs.append(photograph)
                page.standings[photograph.id] = standings[photograph.id]
                page.sights[photograph.id] = seen[photograph.id]
        else:
            if sieved and len(found) == batch and looked < LOOKED_AT:
                batch = SIEVED  # so few of them may be seen that a wider net is cheaper
                continue
            more = len(found) == batch
        break
    return _with_neighbours(page, more, place, before, after)


def _with_neighbours(
    page: Sheet, more: bool, place: Place | None, before: Place | None, after: Place | None
) -> Sheet:
    ends = [Place(p.received_at, p.id) for p in page.photographs] or ([place] if place else [])
    if after is not None:
        page.photographs.reverse()
        page.newer = place if more else None
        page.older = ends[0] if ends else None
    else:
        page.older = place if more else None
        page.newer = ends[0] if before is not None and ends else None
    return page


def _next_ones(
    session: Session,
    project: Project,
    narrowed: Filter,
    place: Place | None,
    *,
    forward: bool,
    limit: int,
) -> list[Photograph]:
    order = tuple_(Photograph.received_at, Photograph.id)
    query = _of(project).options(*AS_TILES)
    if narrowed.researcher:
        query = query.where(Photograph.photographer_id == narrowed.researcher)
    if narrowed.needs == "caption":
        query = query.where(Photograph.caption == "")
    if place is not None:
        here = tuple_(literal(place.received_at, Moment), place.id)
        query = query.where(order > here if forward else order < here)
    if forward:
        query = query.order_by(Photograph.received_at, Photograph.id)
    else:
        query = query.order_by(Photograph.received_at.desc(), Photograph.id.desc())
    return list(session.scalars(query.limit(limit)))


def newest(
    session: Session, projects: Sequence[Project], *, person: Any, gate: Gate, on: date
) -> dict[int, list[tuple[Photograph, Sight]]]:
    """Of the newest photographs of each of some projects, by its id, those somebody may see."""
    latest = Photograph.received_at.desc(), Photograph.id.desc()
    place = func.row_number().over(partition_by=Photograph.project_id, order_by=latest)
    ranked = (
        select(Photograph.id, place.label("place"))
        .where(
            Photograph.project_id.in_([project.id for project in projects]),
            Photograph.state == State.READY,
        )
        .subquery()
    )
    found = session.scalars(
        select(Photograph)
        .join(ranked, ranked.c.id == Photograph.id)
        .where(ranked.c.place <= PAGE)
        .options(joinedload(Photograph.photographer), *AS_TILES)
        .order_by(*latest)
    ).all()
    seen = sights(session, found, person=person, gate=gate, on=on)
    of_each: dict[int, list[tuple[Photograph, Sight]]] = {project.id: [] for project in projects}
    for photograph in found:
        if photograph.id in seen:
            of_each[photograph.project_id].append((photograph, seen[photograph.id]))
    return of_each


def how_many(session: Session, project: Project) -> int:
    """How many photographs a project holds."""
    return (
        session.scalar(select(func.count(Photograph.id)).where(Photograph.project_id == project.id))
        or 0
    )


def nearly_alike(session: Session, photograph: Photograph, limit: int = 6) -> list[Photograph]:
    """Photographs of the project that look like this one, the likest first."""
    if photograph.dhash is None:
        return []
    # Two strings for all of them: ten thousand rows would take longer to fetch than to compare.
    ids, hashes = session.execute(
        select(
            func.aggregate_strings(cast(Photograph.id, String), ","),
            func.aggregate_strings(Photograph.dhash, ""),
        ).where(
            Photograph.project_id == photograph.project_id,
            Photograph.id != photograph.id,
            Photograph.dhash.is_not(None),
        )
    ).one()
    near = rules.alike(photograph.dhash, hashes or "")[:limit]
    if not near:
        return []
    numbers = ids.split(",")
    return by_ids(session, photograph.project, [int(numbers[position]) for position in near])


def voices(session: Session, photograph_ids: Sequence[int]) -> dict[int, VoiceNote]:
    """The voice notes that stand beside some photographs, by photograph id."""
    standing = select(VoiceNote).where(
        VoiceNote.photograph_id.in_(list(photograph_ids)), VoiceNote.removed_at.is_(None)
    )
    found = session.scalars(
        standing.options(joinedload(VoiceNote.spoken_by), joinedload(VoiceNote.photograph))
    )
    return {note.photograph_id: note for note in found}


def voice(session: Session, photograph: Photograph) -> VoiceNote | None:
    """The voice note that stands beside a photograph, or None."""
    return voices(session, [photograph.id]).get(photograph.id)


def words_taken_back(session: Session, photograph_ids: Sequence[int]) -> dict[int, datetime]:
    """When the words of photographs were last taken back and not brought back, by their id."""
    taken = (
        select(WordsTakenBack.photograph_id, WordsTakenBack.taken_at)
        .where(
            WordsTakenBack.photograph_id.in_(list(photograph_ids)),
            WordsTakenBack.brought_back_at.is_(None),
        )
        .order_by(WordsTakenBack.taken_at)
    )
    return {row.photograph_id: row.taken_at for row in session.execute(taken)}


def other_words_for(session: Session, photograph: Photograph, reader: Person) -> list[OtherWords]:
    """Those words that somebody may still read: what stood beside a photograph when its words were
    taken back is for whoever did that, and for its photographer."""
    kept = other_words(session, photograph)
    gone = [
        taken.taken_at
        for taken in (taken_back(session, photograph) if kept else ())
        if reader.id not in (taken.taken_by_id, photograph.photographer_id)
    ]
    return [one for one in kept if all(one.written_at > at for at in gone)]


def taken_back(session: Session, photograph: Photograph) -> list[WordsTakenBack]:
    """Words of a photograph that were taken back and not brought back, the newest first."""
    taken = select(WordsTakenBack).where(
        WordsTakenBack.photograph_id == photograph.id, WordsTakenBack.brought_back_at.is_(None)
    )
    return list(session.scalars(taken.order_by(WordsTakenBack.id.desc())))
