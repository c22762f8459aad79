"""Everything the gate needs to know, gathered for any number of photographs in a few queries."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph, Redaction
from photovoice.archive.sight import Outline
from photovoice.audit import Event
from photovoice.consent import rules
from photovoice.consent.models import (
    Appearance,
    CoveredFace,
    NobodyPictured,
    Notice,
    PersonPictured,
    Release,
    Withdrawal,
)
from photovoice.consent.rules import (
    Answer,
    Clearance,
    CreditChosen,
    Faces,
    SaidBy,
    Subject,
    Use,
)
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
    """What the gate needs of each photograph, by photograph id, in five queries however many.

    Others who sent the very same file are heard too: whom they named, and what they answered.
    """
    same = _same_files(session, [photograph.id for photograph in photographs])
    ids = [*same, *itertools.chain(*same.values())]
    pictured = _pictured(session, ids)
    for id, hidden in faces_covered(session, ids).items():
        pictured[id] = [replace(one, is_covered=one.id in hidden) for one in pictured[id]]
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
    specific, general = _answers(session, photographs, same, people)
    projects = {photograph.project_id: photograph.project for photograph in photographs}
    closed = {id: frozenset(project.closed_uses) for id, project in projects.items()}
    found = {}
    for photograph in photographs:
        others = same[photograph.id]
        all_of_them = {photograph.id, *others}
        named = _together(pictured[photograph.id], [pictured[other] for other in others])
        answers = list(_bearing(photograph, others, named, specific, general))
        answered = {a.subject for a in answers if a.part is rules.Part.PHOTOGRAPHER}
        found[photograph.id] = Subject(
            photograph=photograph.id,
            photographer=photograph.photographer_id,
            photographer_name=photograph.photographer_name,
            pictured=tuple(named),
            nobody_pictured=not nobody.isdisjoint(all_of_them),
            is_redacted=photograph.has_blurred,
            is_covered=not covered.isdisjoint(all_of_them),
            is_removed=photograph.is_removed,
            closed_uses=closed[photograph.project_id],
            answers=tuple(answers),
            others=tuple(rules.Pictured(id, "") for id in others.values() if id in answered),
        )
    return found


def _same_files(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """What others made of the very same file: by photograph id, theirs with who sent each."""
    theirs = aliased(Photograph)
    found: dict[int, dict[int, int]] = {id: {} for id in ids}
    for id, other, sender in session.execute(
        select(Photograph.id, theirs.id, theirs.photographer_id)
        .join(
            theirs,
            and_(
                theirs.project_id == Photograph.project_id,
                theirs.sha256 == Photograph.sha256,
                theirs.id != Photograph.id,
            ),
        )
        .where(Photograph.id.in_(ids))
        .order_by(theirs.id)
    ):
        found[id][other] = sender
    return found


def with_same_files(session: Session, ids: Sequence[int]) -> list[int]:
    """Some photographs, and those that others made of the same files: the gate hears them all."""
    same = _same_files(session, list(ids))
    return list(dict.fromkeys([*same, *itertools.chain(*same.values())]))


def _together(
    own: list[rules.Pictured], others: list[list[rules.Pictured]]
) -> list[rules.Pictured]:
    """Whoever anybody named; a name that another sender gave stays between them and the team."""
    known = {person.id: person for person in own}
    for person in itertools.chain.from_iterable(others):
        known.setdefault(person.id, replace(person, label="", is_covered=False))
    return list(known.values())


def _pictured(session: Session, ids: Sequence[int]) -> dict[int, list[rules.Pictured]]:
    """Who is in each photograph, by its id: whoever is named in it, and whoever answered for it.

    An answer for a photograph binds it whether or not a name still stands beside it.
    """
    somebody = (PersonPictured.id, PersonPictured.label, PersonPictured.is_child)
    named = (
        select(Appearance.photograph_id, literal(0).label("turn"), Appearance.id.label("place"))
        .add_columns(*somebody)
        .join(PersonPictured, PersonPictured.id == Appearance.pictured_id)
        .where(Appearance.photograph_id.in_(ids))
    )
    answered = (
        select(Release.photograph_id, literal(1), Release.id)
        .add_columns(*somebody)
        .join(PersonPictured, PersonPictured.id == Release.pictured_id)
        .where(Release.photograph_id.in_(ids))
    )
    found: dict[int, dict[int, rules.Pictured]] = defaultdict(dict)
    for photograph_id, _turn, _place, *person in session.execute(
        union_all(named, answered).order_by("turn", "place")
    ):
        found[photograph_id].setdefault(person[0], rules.Pictured(*person))
    return defaultdict(list, {id: list(people.values()) for id, people in found.items()})


def faces_covered(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """Whose faces are confirmed to be covered: photograph id → person id → the part's id."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for photograph_id, pictured_id, redaction_id in session.execute(
        select(Redaction.photograph_id, CoveredFace.pictured_id, Redaction.id)
        .join(CoveredFace, CoveredFace.redaction_id == Redaction.id)
        .where(Redaction.photograph_id.in_(ids))
    ):
        found[photograph_id][pictured_id] = redaction_id
    return found


Signed = tuple[int, bool, int]
"""Who signed: (project, as the photographer?, the photographer's or person pictured's id)."""


def _answers(
    session: Session,
    photographs: Sequence[Photograph | Outline],
    same: dict[int, dict[int, int]],
    people: set[int],
) -> tuple[dict[int, list[Answer]], dict[Signed, list[Answer]]]:
    """Releases for one photograph by its id, and those for all of somebody's by who signed."""
    photographers = {photograph.photographer_id for photograph in photographs}
    photographers.update(*(others.values() for others in same.values()))
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
            Release.said_by,
        )
        .outerjoin(Withdrawal, Withdrawal.release_id == Release.id)
        .where(
            Release.project_id.in_({photograph.project_id for photograph in photographs}),
            or_(Release.photographer_id.in_(photographers), Release.pictured_id.in_(people)),
            or_(
                Release.photograph_id.is_(None),
                Release.photograph_id.in_([*same, *itertools.chain(*same.values())]),
            ),
        )
    )
    specific: dict[int, list[Answer]] = defaultdict(list)
    general: dict[Signed, list[Answer]] = defaultdict(list)
    for project, id, part, photographer, who, photograph_id, *rest, said_by in rows:
        signed_by = photographer or who
        assert signed_by is not None, "the table has it that a release speaks for one person"
        themselves = said_by is SaidBy.THEMSELVES
        answer = replace(Answer(id, part, signed_by, photograph_id, *rest), themselves=themselves)
        if photograph_id is not None:
            specific[photograph_id].append(answer)
        else:
            general[project, photographer is not None, answer.subject].append(answer)
    return specific, general


def _bearing(
    photograph: Photograph | Outline,
    others: dict[int, int],
    pictured: list[rules.Pictured],
    specific: dict[int, list[Answer]],
    general: dict[Signed, list[Answer]],
) -> Iterator[Answer]:
    project = photograph.project_id
    yield from specific.get(photograph.id, ())
    yield from general.get((project, True, photograph.photographer_id), ())
    for other, sender in others.items():
        yield from (replace(one, photograph=photograph.id) for one in specific.get(other, ()))
        yield from general.get((project, True, sender), ())
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
    """The people pictured in a photograph, as they were named; whoever answered for it is one."""
    answered = select(Release.pictured_id).where(Release.photograph_id == photograph.id)
    here = and_(
        Appearance.pictured_id == PersonPictured.id, Appearance.photograph_id == photograph.id
    )
    return list(
        session.scalars(
            select(PersonPictured)
            .outerjoin(Appearance, here)
            .where(or_(Appearance.id.is_not(None), PersonPictured.id.in_(answered)))
            .order_by(Appearance.id.is_(None), Appearance.id, PersonPictured.id)
        )
    )


def people_known(
    session: Session, project: Project, to: Person | None = None
) -> list[PersonPictured]:
    """Everybody pictured anywhere in a project, by label; ``to``: those this photographer named.

    A label can say much of somebody, so that not everybody in a project sees all of them.
    """
    query = select(PersonPictured).where(PersonPictured.project_id == project.id)
    if to is not None:
        query = query.where(
            or_(
                PersonPictured.named_by_id == to.id,
                PersonPictured.appearances.any(
                    Appearance.photograph.has(Photograph.photographer_id == to.id)
                ),
            )
        )
    return list(session.scalars(query.order_by(PersonPictured.label, PersonPictured.id)))


def has_answered(session: Session, person: PersonPictured) -> bool:
    """Whether somebody pictured has ever answered, for whatever photograph."""
    answers = select(Release.id).where(Release.pictured_id == person.id).limit(1)
    return session.scalar(answers) is not None


def names_bound(releases: Iterable[Release], *, by_all: bool) -> set[int]:
    """Ids of the people pictured whose answers, also withdrawn ones, hold their name in place.

    An answer for this very photograph holds it, and so does any no.  ``by_all``: a yes for every
    photograph they are in holds it too.
    """
    return {
        release.pictured_id
        for release in releases
        if release.pictured_id is not None
        and (release.photograph_id is not None or by_all or says_no(release))
    }


def credit_chosen(said: Sequence[Release]) -> CreditChosen | None:
    """How a photographer is to be named, from all they said, the newest first; None: not asked."""
    return rules.credit_in_force(
        CreditChosen(one.credit, one.credit_name, one.said_by is SaidBy.THEMSELVES)
        for one in reversed(said)
        if one.credit is not None and one.withdrawal is None
    )


def chose_their_credit(said: Iterable[Release]) -> bool:
    """Whether a photographer chose themselves how to be named, and did not take that back."""
    return any(
        one.said_by is SaidBy.THEMSELVES for one in said if one.credit and one.withdrawal is None
    )


def has_chosen_a_credit(session: Session, membership: Membership) -> bool:
    """Whether a member ever chose themselves how to be named: in an answer, taken back since or
    not, or on the page of their account.  What others write down then only hides more."""
    answered = select(Release.id).where(
        Release.photographer_id == membership.person_id,
        Release.project_id == membership.project_id,
        Release.said_by == SaidBy.THEMSELVES,
        Release.credit.is_not(None),
    )
    chose = select(Event.id).where(
        Event.project_id == membership.project_id,
        Event.did == "chose_credit",
        Event.thing_id == membership.id,
        Event.actor_id == membership.person_id,
    )
    return session.scalar(select(answered.exists() | chose.exists())) or False


def says_no(release: Release) -> bool:
    """Whether a release, as it stands, refuses anything."""
    return (
        release.withdrawal is not None
        or False in release.answers.values()
        or release.faces is Faces.BLURRED
    )


def said_of(
    session: Session, photograph: Photograph, pictured: PersonPictured | None
) -> list[Release]:
    """All that one person, or None for the photographer, ever said that bears on a photograph."""
    return [
        release
        for release in releases_for(session, photograph)
        if release.pictured_id == (pictured.id if pictured else None)
    ]


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
                    Release.photograph_id == photograph.id,
                ),
                or_(Release.photograph_id.is_(None), Release.photograph_id == photograph.id),
            )
            .order_by(Release.given_at.desc(), Release.id.desc())
        )
    )


@dataclass(frozen=True)
class Given:
    """An answer somebody gave, or that was given for them, and a photograph it bears on."""

    release: Release
    photograph_id: int | None


def answers_of(session: Session, person: Person) -> list[Given]:
    """What stands of what was answered by somebody with an account, or for them, newest first."""
    own = select(PersonPictured.id).where(PersonPictured.person_id == person.id)
    releases = session.scalars(
        select(Release)
        .outerjoin(Withdrawal, Withdrawal.release_id == Release.id)
        .options(
            joinedload(Release.photograph),
            joinedload(Release.project),
            joinedload(Release.taken_by),
        )
        .where(
            or_(Release.photographer_id == person.id, Release.pictured_id.in_(own)),
            Withdrawal.id.is_(None),
        )
        .order_by(Release.given_at.desc(), Release.id.desc())
    ).all()
    taken = session.execute(
        select(Photograph.project_id, func.max(Photograph.id))
        .where(Photograph.photographer_id == person.id)
        .group_by(Photograph.project_id)
    )
    pictured_in = session.execute(
        select(Appearance.pictured_id, func.max(Appearance.photograph_id))
        .where(Appearance.pictured_id.in_(own))
        .group_by(Appearance.pictured_id)
    )
    newest = {row[0]: row[1] for row in taken}
    appears = {row[0]: row[1] for row in pictured_in}

    def one_of(release: Release) -> int | None:
        if release.photograph_id is not None:
            return release.photograph_id
        if release.pictured_id is not None:
            return appears.get(release.pictured_id)
        return newest.get(release.project_id)

    return [Given(release, one_of(release)) for release in releases]


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


def notice_read(session: Session, project: Project, id: int | None) -> Notice | None:
    """The very version of a project's notice somebody was shown, or None."""
    found = session.get(Notice, id) if id is not None else None
    return found if found and found.project_id == project.id else None


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


def photographs_bound_by_each(
    session: Session, releases: Sequence[Release]
) -> dict[int, list[int]]:
    """Ids of the photographs each release bears on, by release id; in two statements."""
    everything = [one for one in releases if one.photograph_id is None]
    theirs: dict[tuple[int, int | None], list[int]] = {}
    photographers = {one.photographer_id for one in everything if one.photographer_id}
    rows = select(Photograph.project_id, Photograph.photographer_id, Photograph.id)
    for project, photographer, id in session.execute(
        rows.where(Photograph.photographer_id.in_(photographers))
    ):
        theirs.setdefault((project, photographer), []).append(id)
    shown: dict[int | None, list[int]] = {}
    people = {one.pictured_id for one in everything if one.pictured_id}
    for pictured, id in session.execute(
        select(Appearance.pictured_id, Appearance.photograph_id).where(
            Appearance.pictured_id.in_(people)
        )
    ):
        shown.setdefault(pictured, []).append(id)
    return {
        one.id: [one.photograph_id]
        if one.photograph_id is not None
        else theirs.get((one.project_id, one.photographer_id), [])
        if one.photographer_id
        else shown.get(one.pictured_id, [])
        for one in releases
    }


def bound_by_all(session: Session, releases: Sequence[Release]) -> list[int]:
    """Ids of the photographs that any of some releases of one project bears on."""
    specific = {one.photograph_id for one in releases if one.photograph_id is not None}
    general = [one for one in releases if one.photograph_id is None]
    if general:
        taken = select(Photograph.id).where(
            Photograph.project_id == general[0].project_id,
            Photograph.photographer_id.in_([one.photographer_id for one in general]),
        )
        pictured = select(Appearance.photograph_id).where(
            Appearance.pictured_id.in_([one.pictured_id for one in general])
        )
        specific.update(session.scalars(taken), session.scalars(pictured))
    return sorted(specific)


def credits(session: Session, photographs: Sequence[Photograph]) -> dict[int, str]:
    """How each photographer asked to be named beside each photograph, by photograph id.

    What was chosen last counts, for this photograph or for all of theirs, and not a choice that
    was taken back; where nothing was, what was chosen on joining.  Nobody else undoes what they
    chose themselves.  “No credit” is an empty line, never the name of the account.
    """
    photographers = {p.photographer_id for p in photographs}
    projects = {p.project_id for p in photographs}
    memberships = {
        (m.project_id, m.person_id): m
        for m in session.scalars(
            select(Membership).where(
                Membership.project_id.in_(projects), Membership.person_id.in_(photographers)
            )
        )
    }
    answered = session.execute(
        select(
            Release.project_id,
            Release.photographer_id,
            Release.photograph_id,
            Release.credit,
            Release.credit_name,
            Release.said_by,
        )
        .outerjoin(Withdrawal, Withdrawal.release_id == Release.id)
        .where(
            Release.project_id.in_(projects),
            Release.photographer_id.in_(photographers),
            or_(
                Release.photograph_id.is_(None),
                Release.photograph_id.in_([p.id for p in photographs]),
            ),
            Release.credit.is_not(None),
            Withdrawal.id.is_(None),
        )
        .order_by(Release.given_at, Release.id)
    )
    chosen = [
        ((project, photographer), only, CreditChosen(credit, words, by is SaidBy.THEMSELVES))
        for project, photographer, only, credit, words, by in answered
        if credit is not None
    ]
    lines = {}
    for photograph in photographs:
        whose = (photograph.project_id, photograph.photographer_id)
        membership = memberships.get(whose)
        said = rules.credit_in_force(
            one for who, only, one in chosen if who == whose and only in (None, photograph.id)
        )
        if said:
            credit, words = said.credit, said.name
        elif membership:
            credit, words = membership.credit, membership.credit_name
        else:
            credit, words = None, ""
        organisation = membership.organisation if membership else None
        group = organisation.name if organisation else photograph.project.name
        name = photograph.photographer.name
        lines[photograph.id] = credit_line(credit, words, name, group) if credit else ""
    return lines
