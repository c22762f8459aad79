"""What the archive, which stands to the left, is told of each photograph's consent."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.archive.rules import Standing
from photovoice.archive.sight import Outline
from photovoice.consent import queries, rules
from photovoice.consent.models import Appearance, PersonPictured
from photovoice.consent.rules import Reason, Use

STILL_TO_ASK = {
    Reason.PEOPLE_UNSTATED,
    Reason.MISSING,
    Reason.UNANSWERED,
    Reason.EXPIRED,
    Reason.NOT_REDACTED,
}
"""Reasons somebody can still do something about; a no and a withdrawal are answers."""


def standings(
    session: Session,
    photographs: Sequence[Photograph | Outline],
    on: date,
    *,
    waiting: bool = True,
) -> dict[int, Standing]:
    """Who may see each photograph in the studio, how, and whether somebody has still to be asked.

    By photograph id; the same few queries however many photographs there are.  The last is left
    out where nobody wants to know it, with ``waiting=False``.
    """
    if not photographs:
        return {}
    accounts = _accounts(session, [photograph.id for photograph in photographs])
    return {
        id: _standing(subject, frozenset(accounts.get(id, ())), on, waiting)
        for id, subject in queries.subjects(session, photographs).items()
    }


def _standing(
    subject: rules.Subject, accounts: frozenset[int], on: date, waiting: bool
) -> Standing:
    together = rules.clearance(subject, Use.WORKSHOP, on)
    reasons = {obstacle.reason for obstacle in together.obstacles}
    return Standing(
        shown=bool(together),
        blurred=together.redacted,
        waiting=waiting and _is_waiting(rules.clearance(subject, Use.EXHIBITION, on)),
        withdrawn=Reason.WITHDRAWN in reasons,
        accounts=accounts,
    )


def _is_waiting(hanging: rules.Clearance) -> bool:
    reasons = {obstacle.reason for obstacle in hanging.obstacles}
    settled = {Reason.PROJECT_CLOSED, Reason.REMOVED}
    return bool(reasons & STILL_TO_ASK) and not reasons & settled


def _accounts(session: Session, ids: Sequence[int]) -> dict[int, set[int]]:
    """The accounts of people pictured, by photograph id."""
    found: dict[int, set[int]] = defaultdict(set)
    for photograph_id, person_id in session.execute(
        select(Appearance.photograph_id, Person.id)
        .join(PersonPictured, PersonPictured.id == Appearance.pictured_id)
        .join(Person, Person.id == PersonPictured.person_id)
        .where(Appearance.photograph_id.in_(ids))
    ):
        found[photograph_id].add(person_id)
    return found
