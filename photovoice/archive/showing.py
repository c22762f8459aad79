"""A photograph as templates show it: with the addresses of the copies somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from photovoice.archive import days, queries
from photovoice.archive.models import Photograph, State, VoiceNote
from photovoice.archive.rules import Sight
from photovoice.db import today
from photovoice.house import the_house
from photovoice.languages import words_of_day
from photovoice.projects.models import Project

PROPORTIONS = (
    *(46, 50, 56, 60, 67, 71, 75, 80, 90, 100, 110),
    *(120, 125, 133, 141, 150, 160, 178, 190, 200, 220),
)
"""Hundredths of a height that a width may be, as the style sheets know them."""


@dataclass
class Shown:
    """What the macros of ``_parts.html`` call a photo."""

    id: int
    name: str
    name_language: str
    title: str
    title_language: str
    caption: str
    caption_language: str
    alt: str
    by: str
    width: int
    height: int
    placeholder: str | None
    renditions: list[dict[str, Any]]
    href: str
    badges: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def proportion(self) -> str:
        """The class that tells a tile or a print how wide it is for its height."""
        wide = (self.width or 4) / (self.height or 3) * 100
        return f"tile--r{min(PROPORTIONS, key=lambda one: abs(one - wide)):03d}"


def shown(photograph: Photograph, sight: Sight = Sight.WHOLE, *, largest: int = 2560) -> Shown:
    """A photograph for a template, with its copies up to ``largest`` px on the long edge."""
    slug = photograph.project.slug
    blurred = sight is Sight.BLURRED
    href = url_for("archive.photograph", project=slug, photograph=photograph.id)
    return Shown(
        id=photograph.id,
        name=photograph.name,
        name_language=photograph.name_language,
        title=photograph.title,
        title_language=photograph.title_language,
        caption=photograph.caption,
        caption_language=photograph.caption_language,
        alt=photograph.alternative_text,
        by=photograph.photographer.name,
        width=photograph.width,
        height=photograph.height,
        placeholder=None if blurred else photograph.placeholder,
        renditions=[
            {
                "src": f"{href}/{one.size}.jpg?v={one.sha256[:8]}",
                "width": one.width,
                "height": one.height,
            }
            for one in photograph.renditions
            if one.redacted == blurred and one.size <= largest
        ]
        if photograph.state is State.READY
        else [],
        href=href,
    )


def day_question(photograph: Photograph) -> str:
    """What is asked about a day that cannot be the one on which it was taken; empty otherwise."""
    if not (photograph.asks_for_its_day and photograph.set_aside_day and photograph.set_aside_why):
        return ""
    day = words_of_day(photograph.set_aside_day)
    return {
        days.Odd.TO_COME: _("The file says %(day)s, a day still to come.", day=day),
        days.Odd.NEVER_SET: _("The file says %(day)s: the camera’s clock was never set.", day=day),
        days.Odd.SCANNED: _("It was scanned on %(day)s.", day=day),
    }[days.Odd(photograph.set_aside_why)]


def newest(session: Session, projects: Sequence[Project], few: int) -> dict[int, list[Shown]]:
    """A few of the newest photographs of projects that the person in hand may see, by project."""
    found = queries.newest(
        session, projects, person=current_user, gate=the_house().gate, on=today()
    )
    return {
        project: [shown(photograph, sight, largest=queries.ON_A_TILE) for photograph, sight in some]
        for project, all_seen in found.items()
        if (some := all_seen[:few])
    }


@dataclass(frozen=True)
class Heard:
    """A voice note for a template."""

    src: str
    by: str
    seconds: float
    language: str
    transcript: str
    transcript_language: str


def heard(note: VoiceNote) -> Heard:
    """A voice note with the address it is heard at; the address changes when the note does."""
    slug, photograph = note.project.slug, note.photograph_id
    return Heard(
        src=url_for("archive.voice", project=slug, photograph=photograph, v=note.sha256[:8]),
        by=note.spoken_by.name if note.spoken_by else "",
        seconds=note.seconds,
        language=note.language,
        transcript=note.transcript,
        transcript_language=note.transcript_language,
    )
