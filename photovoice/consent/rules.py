"""The one gate: whether a photograph may be put to a use on a day, and if not, why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from photovoice.projects.rules import Credit


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


class SaidBy(StrEnum):
    """Whose hand an answer or a withdrawal is in."""

    THEMSELVES = "themselves"
    """The person's own: signed in with their own account or card."""
    SLIP = "slip"
    """Whoever held the slip: mostly the person, but whoever wrote the answer down saw its words."""
    RECORDED = "recorded"
    """Somebody else's, who wrote down what the person said."""


class Reason(StrEnum):
    """Why the gate says no."""

    REMOVED = "removed"
    PROJECT_CLOSED = "project_closed"
    PEOPLE_UNSTATED = "people_unstated"
    MISSING = "missing"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_REDACTED = "not_redacted"
    BEING_COVERED = "being_covered"


MOST_SERIOUS_FIRST = (Reason.WITHDRAWN, Reason.REFUSED, Reason.EXPIRED, Reason.UNANSWERED)
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
    themselves: bool = False
    """They gave it themselves; otherwise somebody else wrote it down for them."""


@dataclass(frozen=True)
class Spoken:
    """An answer that counts now, wholly or for what it refuses alone."""

    answer: Answer
    only_its_no: bool = False
    """Somebody else wrote down a newer one: what this one allowed is past, its no stands."""


@dataclass(frozen=True)
class CreditChosen:
    """How a photographer is to be named, as it was chosen once."""

    credit: Credit
    name: str
    themselves: bool
    """They chose it themselves; otherwise somebody else wrote it down for them."""


@dataclass(frozen=True)
class Pictured:
    """A person recognisable in the photograph."""

    id: int
    label: str
    is_child: bool = False
    is_covered: bool = False
    """Somebody confirmed of a part that is covered that it hides this very person's face."""


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
    is_removed: bool = False
    """It was removed after its project ended; only its words are left."""
    closed_uses: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()
    others: tuple[Pictured, ...] = ()
    """Others who sent the very same file and have answered for it; nobody is told their names."""


@dataclass(frozen=True)
class Obstacle:
    """One reason for no, and who can take it away."""

    reason: Reason
    part: Part | None = None
    person: Pictured | None = None
    """The person pictured, or the other sender of the same file, it concerns; None for the
    photographer or the project."""
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
    answer wins, and a no stands until the person themselves says otherwise.  A face released
    only unrecognisable needs a covered part that is this person's.
    """
    obstacles: list[Obstacle] = []
    rested_on: list[Answer] = []
    redacted = subject.is_covered
    if subject.is_removed:
        obstacles.append(Obstacle(Reason.REMOVED))
    if use in subject.closed_uses:
        obstacles.append(Obstacle(Reason.PROJECT_CLOSED))
    if not subject.pictured and not subject.nobody_pictured:
        obstacles.append(Obstacle(Reason.PEOPLE_UNSTATED, name=subject.photographer_name))
    if subject.is_covered and not subject.is_redacted:
        obstacles.append(Obstacle(Reason.BEING_COVERED))
    for part, person in signatories(subject):
        speaking = speaking_for(subject, part, person)
        reason = _missing(speaking, use, on)
        if reason is None and person is not None and wants_to_be_covered(speaking):
            redacted = True
            if not person.is_covered:
                reason = Reason.NOT_REDACTED
            elif not subject.is_redacted:
                reason = Reason.BEING_COVERED
        if reason is None:
            rested_on.extend(one.answer for one in speaking if not one.only_its_no)
        else:
            name = person.label if person else subject.photographer_name
            obstacles.append(Obstacle(reason, part, person, name))
    ids = tuple(answer.id for answer in rested_on)
    return Clearance(use, tuple(obstacles), redacted, ids, first_expiry(rested_on))


def signatories(subject: Subject) -> list[tuple[Part, Pictured | None]]:
    """Everybody whose yes is needed, named one by one.

    Whoever answered as a guardian is asked on, although the child is said to be none now.
    """
    guarded = {answer.subject for answer in subject.answers if answer.part is Part.GUARDIAN}
    needed: list[tuple[Part, Pictured | None]] = [(Part.PHOTOGRAPHER, None)]
    needed += [(Part.PHOTOGRAPHER, somebody) for somebody in subject.others]
    for person in subject.pictured:
        if person.is_child or person.id in guarded:
            needed.append((Part.GUARDIAN, person))
        needed.append((Part.PICTURED, person))
    return needed


def speaking_for(subject: Subject, part: Part, person: Pictured | None) -> Sequence[Spoken]:
    """What one signatory has said that counts now; all of it must allow a use.

    What they said themselves last speaks, for this photograph or for all of theirs: it is the one
    thing that ends an earlier no.  What somebody else wrote down since speaks beside it and can
    only narrow it: the newest wholly, the others by their no.  An answer for all counts beside
    one for this photograph where it came later, and so does its no where nobody but others wrote
    the later one down.  Whatever was taken back since counts too: whoever takes an answer back
    means it, whichever slip they still have.
    """
    who = person.id if person else subject.photographer
    theirs = [a for a in subject.answers if a.subject == who and a.part is part]
    for_this = [a for a in theirs if a.photograph == subject.photograph]
    for_all = [a for a in theirs if a.photograph is None]
    own_here, own_for_all = _newest(_own(for_this)), _newest(_own(for_all))
    counting = [a for a in for_this if _since(a, own_here)]
    counting += [a for a in for_all if _since(a, own_here) and _since(a, own_for_all)]
    wholly = {answer.id for answer in (own_here, own_for_all) if answer in counting}
    newest_here = _newest(for_this)
    for newest in (newest_here, _newest(a for a in for_all if _later(a, newest_here))):
        if newest is not None:
            wholly.add(newest.id)
    return [Spoken(answer, answer.id not in wholly) for answer in counting]


def _own(answers: Iterable[Answer]) -> Iterable[Answer]:
    return (answer for answer in answers if answer.themselves)


def _since(answer: Answer, own: Answer | None) -> bool:
    """Whether an answer was given, or taken back, no earlier than the person's own."""
    if own is None or _order(answer) >= _order(own):
        return True
    return answer.withdrawn_at is not None and answer.withdrawn_at >= own.given_at


def _later(answer: Answer, other: Answer | None) -> bool:
    return other is None or _order(answer) > _order(other)


def _order(answer: Answer) -> tuple[datetime, int]:
    return (answer.given_at, answer.id)


def _newest(answers: Iterable[Answer]) -> Answer | None:
    return max(answers, key=_order, default=None)


def wants_to_be_covered(speaking: Iterable[Spoken]) -> bool:
    """Whether a face may be shown only unrecognisable: one such wish is enough."""
    return any(one.answer.faces is Faces.BLURRED for one in speaking)


def _missing(speaking: Sequence[Spoken], use: Use, on: date) -> Reason | None:
    """The most serious thing in the way, or None when all say yes."""
    found = [reason for one in speaking if (reason := _against(one, use, on)) is not None]
    if not found:
        return None if speaking else Reason.MISSING
    return min(found, key=MOST_SERIOUS_FIRST.index)


def credit_in_force(chosen: Iterable[CreditChosen]) -> CreditChosen | None:
    """How a photographer is named, from all that was chosen, the oldest first; None: nothing was.

    What they chose themselves stands: what somebody else writes down since can only hide more.
    """
    standing: CreditChosen | None = None
    their_own = False
    for one in chosen:
        stays = standing is not None and their_own and not one.themselves
        if standing is None or not stays or one.credit.hides_more_than(standing.credit):
            standing = one
        their_own = their_own or one.themselves
    return standing


def stands_for(speaking: Sequence[Spoken], on: date) -> dict[str, bool]:
    """What one signatory's word comes to on a day: use → yes or no; what is open is not in it."""
    found = {use: _missing(speaking, use, on) for use in Use} if speaking else {}
    answered = {use: reason for use, reason in found.items() if reason in (None, Reason.REFUSED)}
    return {use.value: reason is None for use, reason in answered.items()}


def closed_by_a_no(speaking: Sequence[Spoken], on: date) -> set[str]:
    """The uses that only the person themselves can open again: refused, or withdrawn."""
    noes = (Reason.REFUSED, Reason.WITHDRAWN)
    return {use.value for use in Use if speaking and _missing(speaking, use, on) in noes}


def _against(spoken: Spoken, use: Use, on: date) -> Reason | None:
    """Why what was said is no yes, or None where it is one or has been followed by one."""
    answer = spoken.answer
    said = answer.uses.get(use)
    if answer.withdrawn_at is not None:
        return Reason.WITHDRAWN
    if said is False:
        return Reason.REFUSED
    if spoken.only_its_no:
        return None
    if answer.expires_on is not None and answer.expires_on < on:
        return Reason.EXPIRED
    return None if said is True else Reason.UNANSWERED


def may_not_be_kept(subject: Subject, on: date) -> bool:
    """Whether anybody's no, withdrawal or expiry stands against keeping a photograph in the
    archive after its project has ended; silence does not."""
    against = {
        _against(spoken, Use.ARCHIVE, on)
        for part, person in signatories(subject)
        for spoken in speaking_for(subject, part, person)
    }
    return bool(against & {Reason.REFUSED, Reason.WITHDRAWN, Reason.EXPIRED})


def shows_a_childs_face(subject: Subject) -> bool:
    """Whether a child in it may be recognisable: nobody asked that this very child be covered."""
    return any(
        not any(
            wants_to_be_covered(speaking_for(subject, part, person))
            for part in (Part.GUARDIAN, Part.PICTURED)
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
