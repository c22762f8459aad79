"""What waits for somebody in a project: lines on its front page, each a way to the place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from photovoice.permissions import Permission, allows


@dataclass(frozen=True)
class Waiting:
    """One thing somebody of the team has to do or to know."""

    sentence: str
    """What it is, whole: “A photograph that hangs was withdrawn.”"""
    url: str
    """The page where it is done."""
    action: str
    """What the link to that page says: “See what is left to do”."""
    permission: Permission
    """Who is told: those who hold this in the project."""
    urgent: bool = False
    """Somebody's consent or somebody's work is at stake; such lines come first."""


def waiting_for(house: Any, session: Session, project: Any, person: Any) -> list[Waiting]:
    """What waits in a project for one person, urgent things first.

    Each part that has something to say is in ``House.waiting``; it is asked once a page, makes a
    fixed number of statements, and may leave out what ``person`` has no permission for.
    """
    lines = [line for tell in house.waiting for line in tell(session, project, person)]
    mine = [line for line in lines if allows(person, line.permission, project)]
    return sorted(mine, key=lambda line: not line.urgent)
