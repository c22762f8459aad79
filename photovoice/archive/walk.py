"""One photograph after another: the walk from a photograph's words to the people in it, and on."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from photovoice.archive.models import Photograph

STEPS = ("archive.words", "consent.people", "consent.release")


@dataclass(frozen=True)
class Walk:
    """The photographs still to come after this one; empty and ``begun`` False outside a walk."""

    ids: tuple[int, ...] = ()
    begun: bool = False

    def __str__(self) -> str:
        return ",".join(map(str, self.ids))

    @property
    def argument(self) -> str | None:
        """What the address carries, or None outside a walk."""
        return str(self) if self.begun else None

    def after(self, step: str, photograph: Photograph) -> str:
        """Where to go when a step is done: the next step, the next photograph, or the sheet."""
        slug, id = photograph.project.slug, photograph.id
        if not self.begun:
            return url_for("archive.photograph", project=slug, photograph=id)
        if step != STEPS[-1]:
            following = STEPS[STEPS.index(step) + 1]
            return url_for(following, project=slug, photograph=id, walk=self.argument)
        if not self.ids:
            return url_for("archive.sheet", project=slug)
        return url_for(
            STEPS[0], project=slug, photograph=self.ids[0], walk=str(Walk(self.ids[1:], True))
        )

    def steps(self, step: str) -> list[dict]:
        """The steps as the page shows them."""
        names = (_("Its words"), _("People in it"), _("What you agree to"))
        here = STEPS.index(step)
        return [
            {"label": name, "done": number < here, "current": number == here}
            for number, name in enumerate(names)
        ]


def walk() -> Walk:
    """The walk this request is part of."""
    text = request.args.get("walk")
    if text is None:
        return Walk()
    return Walk(tuple(int(id) for id in text.split(",") if id.isdecimal())[:200], True)
