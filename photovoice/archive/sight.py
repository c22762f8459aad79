"""Who sees which photograph in the studio: the one answer sheet, page, picture and search use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import rules
from photovoice.archive.models import Photograph, Rendition
from photovoice.archive.rules import Sight, Standing
from photovoice.permissions import Permission, allows
from photovoice.projects.models import Project

ASKED_AT_ONCE = 5_000
"""Photographs asked about together: databases take only so many values in one question."""


@dataclass(frozen=True, slots=True)
class Outline:
    """As much of a photograph as says who may see it: no words, no copies."""

    id: int
    project: Project
    project_id: int
    photographer_id: int
    photographer_name: str
    has_blurred: bool
    is_removed: bool = False


class Gate(Protocol):
    """What consent says of each photograph, by id; wired in, since consent stands to the right."""

    def __call__(
        self,
        session: Session,
        photographs: Sequence[Photograph | Outline],
        on: date,
        *,
        waiting: bool = True,
    ) -> dict[int, Standing]:
        """``waiting`` False: whether somebody has still to be asked is not wanted."""
        ...


def tends(person: Any, photograph: Photograph | Outline) -> bool:
    """Whether somebody may complete a photograph: edit its words, cover faces, take down releases.

    Their own, while they may contribute to its project; anybody's, where they record consent.
    """
    project = photograph.project
    if allows(person, Permission.RECORD_CONSENT, project):
        return True
    return person.id == photograph.photographer_id and allows(
        person, Permission.CONTRIBUTE, project
    )


def sights(
    session: Session,
    photographs: Sequence[Photograph | Outline],
    *,
    person: Any,
    gate: Gate,
    on: date,
    standings: dict[int, Standing] | None = None,
) -> dict[int, Sight]:
    """Which copy of each photograph somebody is shown, by id; those not shown are left out.

    A community researcher sees their own photographs, those they are in, and others' only when
    cleared for workshops; a facilitator and everybody after sees all of the project.
    """
    standings = standings if standings is not None else gate(session, photographs, on)
    found: dict[int, Sight] = {}
    for photograph in photographs:
        standing = standings.get(photograph.id, Standing())
        seen = rules.sight(
            standing,
            has_blurred=photograph.has_blurred,
            theirs=person.id == photograph.photographer_id or person.id in standing.accounts,
            tends=tends(person, photograph),
        )
        if seen is not None:
            found[photograph.id] = seen
    return found


def seen_among(
    session: Session, project: Project, ids: Sequence[int], *, person: Any, gate: Gate, on: date
) -> set[int]:
    """Of some photographs of a project, by id, those somebody may see: ``sights`` for thousands.

    The same rule on a few columns of each, for whoever has to count before they show.
    """
    found: set[int] = set()
    for start in range(0, len(ids), ASKED_AT_ONCE):
        some = outlines(session, project, ids[start : start + ASKED_AT_ONCE])
        standings = gate(session, some, on, waiting=False)
        seen = sights(session, some, person=person, gate=gate, on=on, standings=standings)
        found.update(seen)
    return found


def outlines(session: Session, project: Project, ids: Sequence[int]) -> list[Outline]:
    """Photographs of a project in outline; unknown ids are left out."""
    blurred = exists().where(Rendition.photograph_id == Photograph.id, Rendition.redacted)
    return [
        Outline(id, project, project.id, photographer, name, has_blurred, removed_on is not None)
        for id, photographer, name, has_blurred, removed_on in session.execute(
            select(
                *(Photograph.id, Photograph.photographer_id, Person.name, blurred),
                Photograph.removed_on,
            )
            .join(Person, Person.id == Photograph.photographer_id)
            .where(Photograph.project_id == project.id, Photograph.id.in_(ids))
        )
    ]


def sees_everything(person: Any, project: Any) -> bool:
    """Whether nothing in the project is hidden from somebody."""
    return allows(person, Permission.RECORD_CONSENT, project)
