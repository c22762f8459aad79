"""What hangs in an edition, and everything it says of it: plain data for the pages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.queries import voices
from photovoice.consent.queries import credits
from photovoice.db import today
from photovoice.exhibition import operations, queries, rules
from photovoice.exhibition.models import Edition, Exhibition, Panel
from photovoice.projects.queries import credit_lines

FORMAT = 1


@dataclass(frozen=True)
class Hung:
    """One panel with everything its page says."""

    panel: Panel
    ref: str
    showing: queries.Showing
    credit: str
    place: str
    voice: VoiceNote | None = None
    """What is said of it, which goes wherever the photograph may."""

    @property
    def photograph(self) -> Photograph:
        """What hangs."""
        return self.panel.photograph

    @property
    def pictures(self) -> list[Any]:
        """The copies that may be shown: all of one kind, blurred or not."""
        return [r for r in self.photograph.renditions if r.redacted is self.showing.redacted]

    @property
    def as_shown(self) -> tuple[Any, ...]:
        """What must not change between making an edition and its going live."""
        names = tuple(picture_name(copy) for copy in self.pictures)
        return (
            self.ref,
            self.credit,
            self.place,
            bool(self.showing.web),
            self.showing.until,
            names,
            self.voice and self.voice.sha256,
        )


def hung(
    session: Session, exhibition: Exhibition, on: date, among: set[int] | None = None
) -> list[Hung]:
    """The panels that may be shown on a day, in the order they hang; of some photographs only."""
    panels = [
        panel
        for panel in queries.panels_of(exhibition)
        if among is None or panel.photograph_id in among
    ]
    photographs = [panel.photograph for panel in panels]
    answers = queries.showings(session, photographs, on)
    lines = credits(session, photographs)
    heard = voices(session, [photograph.id for photograph in photographs])
    return [
        Hung(
            panel=panel,
            ref=rules.short_ref(exhibition.slug, panel.photograph.uid),
            showing=answer,
            credit=lines[panel.photograph_id],
            place="" if answer.childs_face else panel.photograph.place,
            voice=heard.get(panel.photograph_id),
        )
        for panel in panels
        if (answer := answers[panel.photograph_id]).wall and panel.photograph.renditions
    ]


def for_edition(session: Session, edition: Edition) -> list[Hung]:
    """What an edition may show today.

    One made because somebody changed their mind shows no more than the one before it: what was
    hung since waits for a curator to publish it.
    """
    among = None
    if edition.reason != operations.PUBLISHED:
        before = [
            one
            for one in edition.exhibition.editions
            if one.published_at is not None and one.number < edition.number
        ]
        latest = max(before, key=lambda one: one.number, default=None)
        among = {one.photograph_id for one in latest.photographs} if latest else None
    return hung(session, edition.exhibition, today(), among)


def valid_until(config: Any, showing: Sequence[Hung]) -> date:
    """How long copies of what is shown may be carried about."""
    return rules.valid_until(today(), config.edition_days, [one.showing.until for one in showing])


def manifest(
    config: Any,
    edition: Edition,
    showing: list[Hung],
    readers: dict[int, str],
    responses: list[dict],
) -> dict:
    """Everything an edition says, as plain data; pictures are named, not held."""
    exhibition, project = edition.exhibition, edition.exhibition.project
    by_section: dict[int, list[Hung]] = {}
    for one in showing:
        by_section.setdefault(one.panel.section_id, []).append(one)
    sections = []
    for section in exhibition.sections:
        if section.id in by_section:
            theme = section.theme
            slug = f"{section.position + 1}-{rules.slug_of(section.title)}"
            sections.append(
                {
                    "slug": slug,
                    "title": section.title,
                    "text": section.text,
                    "readings": [_reading(one, readers) for one in theme.readings] if theme else [],
                    "panels": [_panel(one) for one in by_section[section.id]],
                }
            )
    public_url = config.public_url.rstrip("/")
    return {
        "format": FORMAT,
        "exhibition": {
            "title": exhibition.title,
            "introduction": exhibition.introduction,
            "language": exhibition.language,
            "accent": exhibition.accent,
            "project": project.name,
            "question": project.question,
            "line": project.line,
            "visitor_questions": project.visitor_questions,
            "organisations": [one.name for one in project.organisations],
            "credits": credited(showing),
        },
        "edition": {
            "number": edition.number,
            "published_on": today().isoformat(),
            "valid_until": valid_until(config, showing).isoformat(),
            "public_url": f"{public_url}/exhibitions/{exhibition.slug}",
        },
        "sections": sections,
        "stops": [
            {
                "venue": stop.venue,
                "address": stop.address,
                "opens_on": stop.opens_on.isoformat(),
                "closes_on": stop.closes_on.isoformat() if stop.closes_on else None,
                "note": stop.note,
            }
            for stop in exhibition.stops
        ],
        "responses": responses,
    }


def readers(session: Session, exhibition: Exhibition, showing: Sequence[Hung]) -> dict[int, str]:
    """How each person who sees a theme on the walls otherwise asked to be named, by their id."""
    on_walls = {one.panel.section_id for one in showing}
    themes = [one.theme for one in exhibition.sections if one.id in on_walls and one.theme]
    people = {one.said_by_id for theme in themes for one in theme.readings if one.said_by_id}
    lines = credit_lines(session, exhibition.project, people)
    return {id: lines.get(id, "") for id in sorted(people)}


def _reading(reading: Any, readers: dict[int, str]) -> dict:
    """How somebody sees a theme otherwise, under the name they chose for their work, if any."""
    who = readers.get(reading.said_by_id, "") if reading.said_by_id else reading.said_by_label
    return {"who": who, "text": reading.text, "language": reading.language}


def _panel(one: Hung) -> dict:
    photograph = one.photograph
    return {
        "ref": one.ref,
        "title": photograph.title,
        "title_language": photograph.title_language,
        "caption": photograph.caption,
        "caption_language": photograph.caption_language,
        "label": one.panel.label,
        "credit": one.credit,
        "place": one.place,
        "date": photograph.taken_on.isoformat() if photograph.taken_on else None,
        "alt": photograph.alternative_text,
        "width": photograph.width,
        "height": photograph.height,
        "placeholder": "" if one.showing.redacted else photograph.placeholder,
        "pictures": [
            {"src": f"pictures/{picture_name(r)}", "width": r.width, "height": r.height}
            for r in one.pictures
        ],
        "voice": _voice(one.voice) if one.voice else None,
        "rested_on": list(one.showing.wall.rested_on),
    }


def _voice(note: VoiceNote) -> dict:
    return {
        "src": f"audio/{voice_name(note)}",
        "media_type": note.media_type,
        "seconds": note.seconds,
        "language": note.language,
        "transcript": note.transcript,
        "transcript_language": note.transcript_language,
    }


def picture_name(rendition: Any) -> str:
    """A picture's name in an edition: from its own bytes, telling nothing else."""
    return f"{rendition.sha256[:16]}-{rendition.size}.jpg"


def voice_name(note: VoiceNote) -> str:
    """A recording's name in an edition: from its own bytes, telling nothing else."""
    name = hashlib.sha256(f"in an edition: {note.sha256}".encode()).hexdigest()[:16]
    return f"{name}.{note.key.rpartition('.')[2]}"


def only(sections: list[dict], refs: set[str]) -> list[dict]:
    """The sections with only the panels named; sections left empty are dropped."""
    kept = [
        section | {"panels": [panel for panel in section["panels"] if panel["ref"] in refs]}
        for section in sections
    ]
    return [section for section in kept if section["panels"]]


def credited(showing: list[Hung]) -> list[str]:
    """Whose photographs they are, each named once."""
    return list(dict.fromkeys(one.credit for one in showing if one.credit))
