"""What a photograph's page says of consent: use by use, what is missing, who can supply it."""

from typing import Any

from flask import render_template
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.archive.sight import tends
from photovoice.consent import queries, words
from photovoice.consent.rules import Clearance, Obstacle, Use
from photovoice.consent.withdrawing import may_withdraw
from photovoice.db import today


def panel(session: Session, photograph: Photograph) -> Markup:
    """The consent part of a photograph's page."""
    answers = queries.every_use(session, photograph, today())
    tended, people = tends(current_user, photograph), queries.people_in(session, photograph)
    standing = [
        release
        for release in queries.releases_for(session, photograph)
        if release.withdrawal is None and may_withdraw(current_user, photograph, release)
    ]
    return Markup(
        render_template(
            "consent/_panel.html",
            photograph=photograph,
            rows=words.use_rows(answers, tended=tended),
            missing=with_addresses(photograph, answers, tended=tended),
            tended=tended,
            people=people if tended else [],
            own=[person for person in people if person.person_id == current_user.id],
            releases=standing,
            credit=queries.credits(session, [photograph])[photograph.id],
        )
    )


def with_addresses(
    photograph: Photograph, answers: dict[Use, Clearance], *, tended: bool
) -> list[dict[str, Any]]:
    """Every obstacle once, with the uses it stands before; ``tended``: and where to remove it.

    Others read only that somebody has not said yes: neither who it is nor what they answered.
    """
    if not tended:
        reasons = [obstacle.reason for answer in answers.values() for obstacle in answer.obstacles]
        general = dict.fromkeys(map(words.in_general, reasons))
        return [{"who": one.who, "reason": one.reason, "supplier": one.supplier} for one in general]
    uses: dict[Obstacle, list[Use]] = {}
    for use, answer in answers.items():
        for obstacle in answer.obstacles:
            uses.setdefault(obstacle, []).append(use)
    found = []
    for obstacle, before in uses.items():
        said = words.in_words(obstacle)
        some = "" if len(before) == len(answers) else words.listed(before)
        found.append(
            {
                "who": said.who,
                "reason": f"{said.reason} {some}".strip(),
                "supplier": said.supplier,
                "url": words.address(photograph, obstacle) if tended else None,
                "label": words.button(obstacle),
            }
        )
    return found
