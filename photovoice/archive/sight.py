"""Who sees which photograph in the studio: the one answer sheet, page, picture and search use."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from photovoice.archive import rules
from photovoice.archive.models import Photograph
from photovoice.archive.rules import Sight, Standing
from photovoice.permissions import Permission, allows

Gate = Callable[[Session, Sequence[Photograph], date], dict[int, Standing]]
"""What consent says of each photograph, by id; wired in, since consent stands to the right."""


def tends(person: Any, photograph: Photograph) -> bool:
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
    photographs: Sequence[Photograph],
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
            has_blurred=any(rendition.redacted for rendition in photograph.renditions),
            theirs=person.id == photograph.photographer_id or person.id in standing.accounts,
            tends=tends(person, photograph),
        )
        if seen is not None:
            found[photograph.id] = seen
    return found


def sees_everything(person: Any, project: Any) -> bool:
    """Whether nothing in the project is hidden from somebody."""
    return allows(person, Permission.RECORD_CONSENT, project)
