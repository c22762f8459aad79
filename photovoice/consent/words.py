"""The gate's answers in sentences: what is missing, and who can supply it."""

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from photovoice.archive.models import Photograph
from photovoice.archive.sight import tends
from photovoice.consent.queries import NotCleared
from photovoice.consent.rules import Clearance, Given, Obstacle, Part, Reason, Use
from photovoice.refusals import Refusal

USES = {
    Use.WORKSHOP: _l("Workshops"),
    Use.RESEARCH: _l("Research"),
    Use.EXHIBITION: _l("Exhibition"),
    Use.WEB: _l("Website"),
    Use.PRINT: _l("Print"),
    Use.PRESS: _l("Press"),
    Use.ARCHIVE: _l("Archive"),
}
USE_HINTS = {
    Use.WORKSHOP: _l("The group looks at it and talks about it."),
    Use.RESEARCH: _l("It may be studied and quoted in what is written about the project."),
    Use.EXHIBITION: _l("It hangs in the exhibition and on its screens, wherever it travels."),
    Use.WEB: _l("Anybody can see it on the internet, and could copy it."),
    Use.PRINT: _l("Postcards, booklets, posters. What is printed cannot be taken back."),
    Use.PRESS: _l("Newspapers, television and other people’s websites may show it."),
    Use.ARCHIVE: _l("It is kept after the project ends."),
}
QUESTIONS = {
    Use.WORKSHOP: _l("May the group look at it together?"),
    Use.RESEARCH: _l("May it be used for research?"),
    Use.EXHIBITION: _l("May it hang in the exhibition?"),
    Use.WEB: _l("May it be on the website?"),
    Use.PRINT: _l("May it be printed?"),
    Use.PRESS: _l("May it go to the press?"),
    Use.ARCHIVE: _l("May it be kept in the archive?"),
}
GIVEN = {
    Given.ON_SCREEN: _l("Here, on this screen"),
    Given.SIGNED_PAPER: _l("On signed paper"),
    Given.SPOKEN_RECORDED: _l("Spoken, and recorded"),
    Given.SPOKEN_WITNESSED: _l("Spoken, before a witness"),
}


@dataclass(frozen=True)
class Said:
    """One obstacle in words: whom it concerns, what is in the way, who can take it away."""

    who: str
    reason: str
    supplier: str
    url: str | None = None
    label: str | None = None


def in_words(obstacle: Obstacle) -> Said:
    """An obstacle as three short sentences, for whoever stands before it."""
    who, name = _who(obstacle), _named(obstacle)
    reason, supplier = {
        Reason.REMOVED: (
            _("has ended, and the photograph was removed because somebody said so."),
            _("Its words are kept; the picture does not come back."),
        ),
        Reason.PROJECT_CLOSED: (
            _("has ruled this use out for everybody."),
            _("A steward can open it under “What people are told”."),
        ),
        Reason.PEOPLE_UNSTATED: (
            _("has not said who can be recognised in it."),
            _(
                "%(name)s or a facilitator can name the people, or state that there are none.",
                name=obstacle.name or _("The photographer"),
            ),
        ),
        Reason.MISSING: (
            _("has not been asked yet."),
            _("Only %(name)s can say yes.", name=name),
        ),
        Reason.UNANSWERED: (
            _("was not asked about this use; silence is no."),
            _("Only %(name)s can say yes.", name=name),
        ),
        Reason.REFUSED: (
            _("said no to this use."),
            _("That is an answer. It stays until %(name)s themselves say otherwise.", name=name),
        ),
        Reason.WITHDRAWN: (
            _("took their release back."),
            _("It stays closed until %(name)s say yes again themselves.", name=name),
        ),
        Reason.EXPIRED: (
            _("agreed for a time that has run out."),
            _("Ask %(name)s again.", name=name),
        ),
        Reason.NOT_REDACTED: (
            _("agreed only with the face unrecognisable, and it is not covered yet."),
            _("The photographer or a facilitator can cover it."),
        ),
        Reason.BEING_COVERED: (
            _("is still making the copies in which parts are covered."),
            _("It takes a moment; look again then."),
        ),
    }[obstacle.reason]
    return Said(who, reason, supplier)


def _who(obstacle: Obstacle) -> str:
    """Whom it concerns, as a sentence begins."""
    if obstacle.reason in (Reason.PROJECT_CLOSED, Reason.REMOVED):
        return _("The project")
    if obstacle.reason is Reason.BEING_COVERED:
        return _("The darkroom")
    if obstacle.part is Part.GUARDIAN:
        name = obstacle.name or _("a child in it")
        return _("The guardian of %(name)s", name=name)
    if obstacle.name or obstacle.person is None:
        return obstacle.name or _("The photographer")
    if obstacle.part is Part.PHOTOGRAPHER:
        return _("Somebody else who sent it")
    return _("Somebody in it")


def _named(obstacle: Obstacle) -> str:
    """Whom it concerns, in the middle of a sentence."""
    if obstacle.part is Part.GUARDIAN:
        return _("the guardian of %(name)s", name=obstacle.name or _("a child in it"))
    if obstacle.name or obstacle.person is None:
        return obstacle.name or _("the photographer")
    return _("that person")


def in_general(reason: Reason) -> Said:
    """An obstacle for whoever does not tend the photograph: not who, and not what they said."""
    if reason in (Reason.PROJECT_CLOSED, Reason.REMOVED):
        return in_words(Obstacle(reason))
    return Said(
        _("Somebody in it"),
        _("has not said yes."),
        _("Whoever took it, or a facilitator, knows what is missing."),
    )


def why_not(clearance: Clearance, *, but: Container[Obstacle] = ()) -> str:
    """The obstacles of one use in one line, without those said elsewhere; empty when cleared."""
    said = [in_words(obstacle) for obstacle in clearance.obstacles if obstacle not in but]
    return " ".join(f"{one.who} {one.reason}" for one in said)


def obstacles(clearance: Clearance) -> list[Said]:
    """Every obstacle of one use, for the obstacles macro."""
    return [in_words(obstacle) for obstacle in clearance.obstacles]


def use_rows(answers: dict[Use, Clearance], *, tended: bool) -> list[dict]:
    """The gate's answer use by use; what stands before every use is left to be said once.

    ``tended``: they are told whose answer is missing, and what was said.
    """
    everywhere = set.intersection(*(set(answer.obstacles) for answer in answers.values()))
    rows = []
    for use, answer in answers.items():
        why = why_not(answer, but=everywhere) if tended else ""
        if answer and answer.redacted:
            why = _("With what was covered made unrecognisable.")
        rows.append({"use": USES[use], "allowed": bool(answer), "why": why})
    return rows


def listed(uses: list[Use]) -> str:
    """Some uses in brackets: ``(Website, Press)``."""
    return f"({', '.join(str(USES[use]) for use in uses)})"


def button(obstacle: Obstacle) -> str:
    """What the link that takes an obstacle away is called."""
    return {
        Reason.PEOPLE_UNSTATED: _("Say who is in it"),
        Reason.NOT_REDACTED: _("Cover it"),
    }.get(obstacle.reason, _("Write down their answer"))


def with_the_way_there(photograph: Photograph, clearance: Clearance) -> list[Said]:
    """What is missing, each with the page on which it can be supplied, where there is one."""
    return [
        replace(in_words(obstacle), url=address(photograph, obstacle), label=button(obstacle))
        for obstacle in clearance.obstacles
    ]


def what_is_missing(refusal: Refusal | None) -> list[Said]:
    """What stands in the way, where the gate refused: sentences, and where to see to each."""
    if not isinstance(refusal, NotCleared):
        return []
    if tends(current_user, refusal.photograph):
        return with_the_way_there(refusal.photograph, refusal.clearance)
    return list(dict.fromkeys(in_general(one.reason) for one in refusal.clearance.obstacles))


def address(photograph: Photograph, obstacle: Obstacle) -> str | None:
    """Where an obstacle can be taken away, or None where only somebody's change of mind can."""
    where: dict[str, Any] = {"project": photograph.project.slug, "photograph": photograph.id}
    if obstacle.reason is Reason.PEOPLE_UNSTATED:
        return url_for("consent.people", **where)
    if obstacle.reason is Reason.NOT_REDACTED:
        return url_for("consent.cover", **where)
    if obstacle.reason not in (Reason.MISSING, Reason.UNANSWERED, Reason.EXPIRED):
        return None
    if obstacle.person is not None and not obstacle.name:
        return None  # somebody else's page has it
    if obstacle.part is Part.PHOTOGRAPHER or obstacle.person is None:
        return url_for("consent.release", **where)
    return url_for("consent.release_of", pictured=obstacle.person.id, **where)
