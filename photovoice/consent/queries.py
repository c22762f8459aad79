"""Everything the gate needs to know, gathered for any number of photographs in a few queries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from photovoice.archive.models import Photograph, Redaction
from photovoice.archive.sight import Outline
from photovoice.consent import rules
from photovoice.consent.models import (
    Appearance,
    NobodyPictured,
    Notice,
    PersonPictured,
    Release,
    Withdrawal,
)
from photovoice.consent.rules import Answer, Clearance, Part, Subject, Use
from photovoice.projects.models import Membership, Project
from photovoice.projects.rules import credit_line
from photovoice.refusals import Refusal


class NotCleared(Refusal):
    """A photograph was to be put to a use that somebody has not agreed to."""

    def __init__(self, photograph: Photograph, clearance: Clearance) -> None:
        super().__init__(
            _l(
                "“%(photograph)s” is not cleared for this use yet.",
                photograph=photograph.name,
            ),
            obstacles=clearance.obstacles,
            photograph=photograph,
        )
        self.photograph = photograph
        self.clearance = clearance

    @property
    def who_is_missing(self) -> list[str]:
        """The names of those who can supply what is missing."""
        return [obstacle.name for obstacle in self.clearance.obstacles if obstacle.name]


def subjects(session: Session, photographs: Sequence[Photograph | Outline]) -> dict[int, Subject]:
    """What the gate needs of each photograph, by photograph id, in four queries however many."""
    ids = [photograph.id for photograph in photographs]
    pictured: dict[int, list[rules.Pictured]] = defaultdict(list)
    for photograph_id, id, label, is_child in session.execute(
        select(
            Appearance.photograph_id,
            PersonPictured.id,
            PersonPictured.label,
            PersonPictured.is_child,
        )
        .join(PersonPictured, PersonPictured.id == Appearance.pictured_id)
        .where(Appearance.photograph_id.in_(ids))
        .order_by(Appearance.id)
    ):
        pictured[photograph_id].append(rules.Pictured(id, label, is_child))
    nobody = set(
        session.scalars(
            select(NobodyPictured.photograph_id).where(NobodyPictured.photograph_id.in_(ids))
        )
    )
    covered = set(
        session.scalars(
            select(Redaction.photograph_id).where(Redaction.photograph_id.in_(ids)).distinct()
        )
    )
    people = {person.id for named in pictured.values() for person in named}
    specific, general = _answers(session, photographs, people)
    projects = {photograph.project_id: photograph.project for photograph in photographs}
    closed = {id: frozenset(project.closed_uses) for id, project in projects.items()}
    return {
        photograph.id: Subject(
            photograph=photograph.id,
            photographer=photograph.photographer_id,
            photographer_name=photograph.photographer_name,
            pictured=tuple(pictured[photograph.id]),
            nobody_pictured=photograph.id in nobody,
            is_redacted=photograph.has_blurred,
            is_covered=photograph.id in covered,
            closed_uses=closed[photograph.project_id],
            answers=tuple(_bearing(photograph, pictured[photograph.id], specific, general)),
        )
        for photograph in photographs
    }


Signed = tuple[int, bool, int]
"""Who signed: (project, as the photographer?, the photographer's or person pictured's id)."""


def _answers(
    session: Session, photographs: Sequence[Photograph | Outline], people: set[int]
) -> tuple[dict[int, list[Answer]], dict[Signed, list[Answer]]]:
    """Releases for one photograph by its id, and those for all of somebody's by who signed."""
    photographers = {photograph.photographer_id for photograph in photographs}
    rows = session.execute(
        select(
            Release.project_id,
            Release.id,
            Release.part,
            Release.photographer_id,
            Release.pictured_id,
            Release.photograph_id,
            Release.answers,
            Release.given_at,
            Release.expires_on,
            Withdrawal.withdrawn_at,
            Release.faces,
        )
        .outerjoin(Withdrawal, Withdrawal.release_id == Release.id)
        .where(
            Release.project_id.in_({photograph.project_id for photograph in photographs}),
            or_(Release.photographer_id.in_(photographers), Release.pictured_id.in_(people)),
            or_(
                Release.photograph_id.is_(None),
                Release.photograph_id.in_([photograph.id for photograph in photographs]),
            ),
        )
    )
    specific: dict[int, list[Answer]] = defaultdict(list)
    general: dict[Signed, list[Answer]] = defaultdict(list)
    for project, id, part, photographer, who, photograph_id, *rest in rows:
        signed_by = photographer or who
        assert signed_by is not None, "the table has it that a release speaks for one person"
        answer = Answer(id, part, signed_by, photograph_id, *rest)
        if photograph_id is not None:
            specific[photograph_id].append(answer)
        else:
            general[project, photographer is not None, answer.subject].append(answer)
    return specific, general


def _bearing(
    photograph: Photograph | Outline,
    pictured: list[rules.Pictured],
    specific: dict[int, list[Answer]],
    general: dict[Signed, list[Answer]],
) -> Iterator[Answer]:
    project = photograph.project_id
    yield from specific.get(photograph.id, ())
    yield from general.get((project, True, photograph.photographer_id), ())
    for person in pictured:
        yield from general.get((project, False, person.id), ())


def clearances(
    session: Session, photographs: Sequence[Photograph], use: Use, on: date
) -> dict[int, Clearance]:
    """The gate's answer for each photograph, by photograph id."""
    found = subjects(session, photographs)
    return {id: rules.clearance(subject, use, on) for id, subject in found.items()}


def clearance(session: Session, photograph: Photograph, use: Use, on: date) -> Clearance:
    """The gate's answer for one photograph."""
    return clearances(session, [photograph], use, on)[photograph.id]


def every_use(session: Session, photograph: Photograph, on: date) -> dict[Use, Clearance]:
    """The gate's answer for one photograph and every use."""
    subject = subjects(session, [photograph])[photograph.id]
    return {use: rules.clearance(subject, use, on) for use in Use}


def require_clearance(session: Session, photograph: Photograph, use: Use, on: date) -> Clearance:
    """The gate's yes; raises NotCleared with the reasons for a no."""
    answer = clearance(session, photograph, use, on)
    if not answer:
        raise NotCleared(photograph, answer)
    return answer


def people_in(session: Session, photograph: Photograph) -> list[PersonPictured]:
    """The people pictured in a photograph, as they were named."""
    return list(
        session.scalars(
            select(PersonPictured)
            .join(Appearance)
            .where(Appearance.photograph_id == photograph.id)
            .order_by(Appearance.id)
        )
    )


def people_known(session: Session, project: Project) -> list[PersonPictured]:
    """Everybody pictured anywhere in a project, by label."""
    return list(
        session.scalars(
            select(PersonPictured)
            .where(PersonPictured.project_id == project.id)
            .order_by(PersonPictured.label, PersonPictured.id)
        )
    )


def releases_for(session: Session, photograph: Photograph) -> list[Release]:
    """Every release that bears on a photograph, newest first, withdrawn ones among them."""
    people = select(Appearance.pictured_id).where(Appearance.photograph_id == photograph.id)
    return list(
        session.scalars(
            select(Release)
            .options(joinedload(Release.withdrawal), joinedload(Release.pictured))
            .where(
                Release.project_id == photograph.project_id,
                or_(
                    Release.photographer_id == photograph.photographer_id,
                    Release.pictured_id.in_(people),
                ),
                or_(Release.photograph_id.is_(None), Release.photograph_id == photograph.id),
            )
            .order_by(Release.given_at.desc(), Release.id.desc())
        )
    )


def notice(session: Session, project: Project, language: str) -> Notice | None:
    """The newest notice of a project in a language, or in its first language, or None."""
    for wanted in (language, project.languages[0]):
        found = session.scalar(
            select(Notice)
            .where(Notice.project_id == project.id, Notice.language == wanted)
            .order_by(Notice.version.desc())
            .limit(1)
        )
        if found is not None:
            return found
    return None


def notice_languages(session: Session, project: Project) -> list[str]:
    """The languages a project has a notice in, in the order it speaks them."""
    written = set(
        session.scalars(select(Notice.language).where(Notice.project_id == project.id).distinct())
    )
    known = [language for language in project.languages if language in written]
    return known + sorted(written.difference(known))


def notices(session: Session, project: Project) -> list[Notice]:
    """The newest notice of a project in each language it was written in."""
    newest: dict[str, Notice] = {}
    for one in session.scalars(
        select(Notice).where(Notice.project_id == project.id).order_by(Notice.version)
    ):
        newest[one.language] = one
    return list(newest.values())


def photographs_bound_by(session: Session, release: Release) -> list[int]:
    """Ids of the photographs a release bears on."""
    if release.photograph_id is not None:
        return [release.photograph_id]
    if release.photographer_id is not None:
        query = select(Photograph.id).where(
            Photograph.project_id == release.project_id,
            Photograph.photographer_id == release.photographer_id,
        )
    else:
        query = select(Appearance.photograph_id).where(
            Appearance.pictured_id == release.pictured_id
        )
    return list(session.scalars(query))


def credits(session: Session, photographs: Sequence[Photograph]) -> dict[int, str]:
    """How each photographer asked to be named beside each photograph, by photograph id.

    The choice made in the newest release for the photograph wins over the one made on joining;
    “no credit” is an empty line, never the name of the account.
    """
    memberships = {
        (m.project_id, m.person_id): m
        for m in session.scalars(
            select(Membership).where(
                Membership.project_id.in_({p.project_id for p in photographs}),
                Membership.person_id.in_({p.photographer_id for p in photographs}),
            )
        )
    }
    chosen: dict[int, Release] = {}
    for one in session.scalars(
        select(Release)
        .where(
            Release.part == Part.PHOTOGRAPHER,
            Release.credit.is_not(None),
            Release.photograph_id.in_([p.id for p in photographs]),
        )
        .order_by(Release.given_at, Release.id)
    ):
        chosen[one.photograph_id or 0] = one
    lines = {}
    for photograph in photographs:
        membership = memberships.get((photograph.project_id, photograph.photographer_id))
        release = chosen.get(photograph.id)
        credit = (release and release.credit) or (membership and membership.credit)
        name = (membership and membership.credit_name) or photograph.photographer.name
        organisation = membership.organisation if membership else None
        group = organisation.name if organisation else photograph.project.name
        lines[photograph.id] = credit_line(credit, name, group) if credit else ""
    return lines
