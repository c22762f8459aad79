"""The one gate: whether a photograph may be put to a use on a day, and if not, why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Use(StrEnum):
    """What a photograph may be used for.  Each is answered by itself; silence is no."""

    WORKSHOP = "workshop"
    RESEARCH = "research"
    EXHIBITION = "exhibition"
    WEB = "web"
    PRINT = "print"
    PRESS = "press"
    ARCHIVE = "archive"


class Part(StrEnum):
    """In which part somebody signs a release."""

    PHOTOGRAPHER = "photographer"
    PICTURED = "pictured"
    GUARDIAN = "guardian"


class Faces(StrEnum):
    """How a person pictured may be shown."""

    AS_THEY_ARE = "as_they_are"
    BLURRED = "blurred"


class Given(StrEnum):
    """How a release was given."""

    ON_SCREEN = "on_screen"
    SIGNED_PAPER = "signed_paper"
    SPOKEN_RECORDED = "spoken_recorded"
    SPOKEN_WITNESSED = "spoken_witnessed"


class Reason(StrEnum):
    """Why the gate says no."""

    PROJECT_CLOSED = "project_closed"
    PEOPLE_UNSTATED = "people_unstated"
    MISSING = "missing"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_REDACTED = "not_redacted"
    BEING_COVERED = "being_covered"


MOST_SERIOUS_FIRST = (Reason.WITHDRAWN, Reason.EXPIRED, Reason.REFUSED, Reason.UNANSWERED)
"""What is said of somebody of whom more than one of these could be."""


@dataclass(frozen=True)
class Answer:
    """A release as the gate reads it."""

    id: int
    part: Part
    subject: int
    """The photographer's or the person pictured's id."""
    photograph: int | None
    """None: for all photographs of this person."""
    uses: dict[str, bool]
    given_at: datetime
    expires_on: date | None = None
    withdrawn_at: datetime | None = None
    faces: Faces = Faces.AS_THEY_ARE


@dataclass(frozen=True)
class Pictured:
    """A person recognisable in the photograph."""

    id: int
    label: str
    is_child: bool = False


@dataclass(frozen=True)
class Subject:
    """Everything the gate knows of one photograph."""

    photograph: int
    photographer: int
    photographer_name: str = ""
    pictured: tuple[Pictured, ...] = ()
    nobody_pictured: bool = False
    """Somebody stated that no recognisable people are in it."""
    is_redacted: bool = False
    """A redacted rendition exists."""
    is_covered: bool = False
    """Somebody covered parts of it: they stay covered in every use, whatever anybody answered."""
    closed_uses: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Obstacle:
    """One reason for no, and who can take it away."""

    reason: Reason
    part: Part | None = None
    person: Pictured | None = None
    """The person pictured it concerns; None for the photographer or the project."""
    name: str = ""
    """What to call whoever can supply what is missing."""


@dataclass(frozen=True)
class Clearance:
    """The gate's answer.  True when cleared; ``redacted`` means only the blurred copy is."""

    use: Use
    obstacles: tuple[Obstacle, ...]
    redacted: bool = False
    rested_on: tuple[int, ...] = ()
    """Ids of the releases a yes rests on."""
    until: date | None = None
    """The last day on which all of those still stand; None when none of them lapses."""

    def __bool__(self) -> bool:
        return not self.obstacles


def clearance(subject: Subject, use: Use, on: date) -> Clearance:
    """Say whether a photograph may be put to a use on a day, and if not, why not.

    The photographer, each person pictured, and for a child also the guardian must each have
    said yes to this use, in a release neither withdrawn nor expired.  The most restrictive
    answer wins.  Source: the project's design, “Clearance”.
    """
    obstacles: list[Obstacle] = []
    rested_on: list[Answer] = []
    redacted = subject.is_covered
    if use in subject.closed_uses:
        obstacles.append(Obstacle(Reason.PROJECT_CLOSED))
    if not subject.pictured and not subject.nobody_pictured:
        obstacles.append(Obstacle(Reason.PEOPLE_UNSTATED, name=subject.photographer_name))
    if subject.is_covered and not subject.is_redacted:
        obstacles.append(Obstacle(Reason.BEING_COVERED))
    for part, person in signatories(subject):
        speaking = speaking_for(subject, part, person)
        reason = _missing(speaking, use, on)
        if reason is None and any(answer.faces is Faces.BLURRED for answer in speaking):
            redacted = True
            if not subject.is_redacted:
                reason = Reason.NOT_REDACTED
        if reason is None:
            rested_on.extend(speaking)
        else:
            name = person.label if person else subject.photographer_name
            obstacles.append(Obstacle(reason, part, person, name))
    ids = tuple(answer.id for answer in rested_on)
    return Clearance(use, tuple(obstacles), redacted, ids, first_expiry(rested_on))


def signatories(subject: Subject) -> list[tuple[Part, Pictured | None]]:
    """Everybody whose yes is needed, named one by one."""
    needed: list[tuple[Part, Pictured | None]] = [(Part.PHOTOGRAPHER, None)]
    for person in subject.pictured:
        if person.is_child:
            needed.append((Part.GUARDIAN, person))
        needed.append((Part.PICTURED, person))
    return needed


def speaking_for(subject: Subject, part: Part, person: Pictured | None) -> Sequence[Answer]:
    """The releases that speak for one signatory; all of them must say yes.

    The newest for this very photograph speaks.  The newest for all of theirs speaks where there
    is no such one, and beside it where it was given later.  And so does any other that was taken
    back since: whoever takes an answer back means it, whichever slip they still have.
    """
    who = person.id if person else subject.photographer
    theirs = [a for a in subject.answers if a.subject == who and a.part is part]
    if len(theirs) < 2:
        return theirs
    for_this = [a for a in theirs if a.photograph == subject.photograph]
    for_all = [a for a in theirs if a.photograph is None]
    specific, general = _newest(for_this), _newest(for_all)
    speaking = [answer for answer in (specific, general) if answer is not None]
    newest = list(speaking)
    if specific and general and _order(general) <= _order(specific):
        speaking = [specific]
    if specific:
        speaking += [a for a in for_this if _taken_back_since(a, [specific])]
    speaking += [a for a in for_all if _taken_back_since(a, newest)]
    return list({answer.id: answer for answer in speaking}.values())


def _taken_back_since(answer: Answer, others: Sequence[Answer]) -> bool:
    """Whether an answer was taken back after all of the others were given."""
    taken_back = answer.withdrawn_at
    return taken_back is not None and all(taken_back >= other.given_at for other in others)


def _order(answer: Answer) -> tuple[datetime, int]:
    return (answer.given_at, answer.id)


def _newest(answers: Iterable[Answer]) -> Answer | None:
    return max(answers, key=_order, default=None)


def _missing(speaking: Sequence[Answer], use: Use, on: date) -> Reason | None:
    """The most serious thing in the way, or None when all say yes."""
    found = [reason for answer in speaking if (reason := _against(answer, use, on)) is not None]
    if not found:
        return None if speaking else Reason.MISSING
    return min(found, key=MOST_SERIOUS_FIRST.index)


def _against(answer: Answer, use: Use, on: date) -> Reason | None:
    """Why one answer is no yes, or None where it is one."""
    if answer.withdrawn_at is not None:
        return Reason.WITHDRAWN
    if answer.expires_on is not None and answer.expires_on < on:
        return Reason.EXPIRED
    said = answer.uses.get(use)
    if said is True:
        return None
    return Reason.REFUSED if said is False else Reason.UNANSWERED


def shows_a_childs_face(subject: Subject) -> bool:
    """Whether a child in it may be recognisable: nobody asked that this very child be covered."""
    return any(
        all(
            answer.faces is not Faces.BLURRED
            for part in (Part.GUARDIAN, Part.PICTURED)
            for answer in speaking_for(subject, part, person)
        )
        for person in subject.pictured
        if person.is_child
    )


def first_expiry(answers: Iterable[Answer]) -> date | None:
    """The first day on which one of the releases lapses, or None when none does."""
    return min((a.expires_on for a in answers if a.expires_on is not None), default=None)


def in_years(on: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th where there is none."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)
