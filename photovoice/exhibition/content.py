"""What an edition says, frozen when a curator publishes it, as plain data kept with the edition.

What the house makes by itself afterwards is made from this and never from today's rows: it is the
same content, without what somebody has taken back since.  A photograph whose covered copy is still
being made stays in the content and hangs again as soon as the copy is there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.queries import voices, words_taken_back
from photovoice.consent.queries import credits
from photovoice.consent.rules import Clearance
from photovoice.consent.rules import Reason as Obstacle
from photovoice.db import now, today
from photovoice.exhibition import queries, rules
from photovoice.exhibition.models import Edition, EditionPhotograph, Exhibition, Panel, Reason
from photovoice.projects.queries import credit_lines
from photovoice.workshop.models import Reading

OWN_WORDS = ("title", "caption", "place", "alt")
"""What somebody says of a photograph, and takes back together."""
CARRIED = "carried"
"""The folder, in an edition, of those pages that read otherwise in a copy that is carried off."""
ON_SITE = "-on-site"
"""Ends the name of a copy for a venue: with photographs cleared for the wall but not the web."""


@dataclass(frozen=True)
class Hung:
    """One panel with everything its page says."""

    words: dict[str, Any]
    """As they were published."""
    photograph: Photograph
    showing: queries.Showing
    credit: str
    voice: VoiceNote | None = None
    """What is said of it, which goes wherever the photograph may."""

    @property
    def ref(self) -> str:
        """Its short address in the exhibition."""
        return self.words["ref"]

    @property
    def place(self) -> str:
        """Where it was taken, in words; not where a child can be recognised."""
        return "" if self.showing.childs_face else self.words["place"]

    @property
    def pictures(self) -> list[Any]:
        """The copies that may be shown: all of one kind, blurred or not."""
        return [r for r in self.photograph.renditions if r.redacted is self.showing.redacted]

    @property
    def as_shown(self) -> tuple[Any, ...]:
        """What must not change between making an edition and its going live."""
        copies = tuple(rendition.sha256 for rendition in self.pictures)
        spoken = self.voice and self.voice.sha256
        facts = (self.ref, self.credit, self.place, bool(self.showing.web), self.showing.until)
        return (*facts, copies, spoken)


@dataclass
class Today:
    """A frozen content as it may be shown today."""

    content: dict[str, Any]
    """Without what was taken back."""
    hung: list[Hung]
    readers: dict[int, str]
    """How each person who sees a theme on the walls otherwise asks to be named, by their id."""
    why_not: dict[int, set[Reason]] = field(default_factory=dict)
    """Why photographs that are in the frozen content do not hang, by photograph id."""
    uncovered: set[int] = field(default_factory=set)
    """Photographs published covered of which nothing is covered any more.  Where they hang they
    stay as they are; how they look without that is for a curator to publish."""
    fewer_words: bool = False
    """Some words in the frozen content were taken back."""

    @property
    def as_shown(self) -> tuple[Any, ...]:
        """What must not change between making an edition and its going live."""
        return (self.content, [one.as_shown for one in self.hung], self.readers)


def freeze(session: Session, exhibition: Exhibition, responses: list[dict]) -> dict[str, Any]:
    """The content of an exhibition as its curators have it now.

    A photograph whose every word was taken back is left out.
    """
    panels = queries.panels_of(exhibition)
    photographs = [panel.photograph for panel in panels]
    heard = voices(session, [photograph.id for photograph in photographs])
    taken = words_taken_back(session, [photograph.id for photograph in photographs])
    answers = queries.showings(session, photographs, today())
    project = exhibition.project
    sections = []
    for section in exhibition.sections:
        theme = section.theme
        hangs = [
            _panel(
                exhibition,
                panel,
                heard.get(panel.photograph_id),
                covered=answers[panel.photograph_id].redacted,
            )
            for panel in section.panels
            if panel.photograph_id not in taken
            or panel.photograph.caption
            or panel.photograph_id in heard
        ]
        sections.append(
            {
                "id": section.id,
                "slug": f"{section.position + 1}-{rules.slug_of(section.title)}",
                "title": section.title,
                "text": section.text,
                "readings": [_reading(one) for one in theme.readings] if theme else [],
                "panels": hangs,
            }
        )
    return {
        "frozen_at": now().isoformat(),
        "exhibition": {
            "title": exhibition.title,
            "introduction": exhibition.introduction,
            "language": exhibition.language,
            "accent": exhibition.accent,
            "project": project.name,
            "question": project.question,
            "line": project.line,
            "help": project.help,
            "visitor_questions": project.visitor_questions,
            "organisations": [one.name for one in project.organisations],
        },
        "sections": [section for section in sections if section["panels"]],
        "stops": [
            {
                "id": stop.id,
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


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "person": reading.said_by_id,
        "who": reading.said_by_label,
        "text": reading.text,
        "language": reading.language,
    }


def _panel(
    exhibition: Exhibition, panel: Panel, note: VoiceNote | None, *, covered: bool
) -> dict[str, Any]:
    photograph = panel.photograph
    return {
        "photograph": photograph.id,
        "ref": rules.short_ref(exhibition.slug, photograph.uid),
        "title": photograph.title,
        "title_language": photograph.title_language,
        "caption": photograph.caption,
        "caption_language": photograph.caption_language,
        "label": panel.label,
        "place": photograph.place,
        "date": photograph.taken_on.isoformat() if photograph.taken_on else None,
        "alt": photograph.alternative_text,
        "covered": covered,
        "voice": _voice(note) if note else None,
    }


def _voice(note: VoiceNote) -> dict[str, Any]:
    return {
        "sha256": note.sha256,
        "language": note.language,
        "transcript": note.transcript,
        "transcript_language": note.transcript_language,
    }


def panels(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every panel of a content in the order they hang."""
    for section in content["sections"]:
        yield from section["panels"]


def today_of(
    session: Session,
    content: dict[str, Any],
    exhibition: Exhibition,
    responses: list[dict],
    on: date,
) -> Today:
    """A frozen content as it may be shown on a day: minus whatever was taken back since.

    ``responses`` are the visitors' words that the team shows now.
    """
    ids = [panel["photograph"] for panel in panels(content)]
    found = session.scalars(select(Photograph).where(Photograph.id.in_(ids))).all()
    photographs = {one.id: one for one in found}
    answers = queries.showings(session, found, on)
    lines, heard, taken = (
        credits(session, found),
        voices(session, ids),
        words_taken_back(session, ids),
    )
    frozen_at = datetime.fromisoformat(content["frozen_at"])
    made = Today(content, [], {})
    sections = []
    readings = _still_standing(session, content)
    for section in content["sections"]:
        kept = []
        for panel in section["panels"]:
            id = panel["photograph"]
            if id not in photographs:
                made.why_not[id] = {Reason.WITHDRAWAL}
                continue
            now_is = _without_what_was_taken_back(
                panel,
                words=id in taken and taken[id] > frozen_at,
                voice=panel["voice"] is not None
                and (id not in heard or heard[id].sha256 != panel["voice"]["sha256"]),
            )
            made.fewer_words |= now_is != panel
            answer = answers[id]
            now_is |= {"covered": panel["covered"] or answer.redacted}
            note = heard[id] if now_is["voice"] else None
            one = Hung(now_is, photographs[id], answer, lines[id], note)
            if _said(panel) and not _said(now_is):
                made.why_not[id] = {Reason.WORDS_TAKEN_BACK}
            elif _is_being_covered(one):
                made.why_not[id] = {Reason.COVERING}
                kept.append(now_is)
            elif not answer.wall:
                made.why_not[id] = causes(answer.wall)
            elif now_is["covered"] and not answer.redacted:
                made.uncovered.add(id)
                kept.append(now_is)
            else:
                kept.append(now_is)
                made.hung.append(one)
        standing = [one for one in section["readings"] if (one["id"], one["text"]) in readings]
        made.fewer_words |= len(standing) < len(section["readings"])
        if kept:
            sections.append(section | {"panels": kept, "readings": standing})
    shown = {one["id"] for one in responses}
    said = [one for one in content["responses"] if one["id"] in shown]
    made.fewer_words |= len(said) < len(content["responses"])
    made.content = content | {"sections": sections, "responses": said}
    made.readers = _readers(session, exhibition, made)
    return made


def _without_what_was_taken_back(
    panel: dict[str, Any], *, words: bool, voice: bool
) -> dict[str, Any]:
    if words:
        panel = panel | dict.fromkeys(OWN_WORDS, "")
    return panel | {"voice": None} if voice else panel


def _said(panel: dict[str, Any]) -> bool:
    """Whether anything is said of a photograph: without that it does not travel."""
    return bool(panel["caption"] or panel["voice"])


def _is_being_covered(one: Hung) -> bool:
    """Whether the copy of a photograph that may be shown is still being made."""
    waits = bool(one.photograph.redactions) and not one.photograph.has_blurred
    return waits or (bool(one.showing.wall) and not one.showing.redacted and not one.pictures)


CAUSES = {
    Obstacle.WITHDRAWN: Reason.WITHDRAWAL,
    Obstacle.REFUSED: Reason.WITHDRAWAL,
    Obstacle.EXPIRED: Reason.EXPIRY,
    Obstacle.PROJECT_CLOSED: Reason.LIMIT,
    Obstacle.NOT_REDACTED: Reason.COVERING,
    Obstacle.BEING_COVERED: Reason.COVERING,
}


def causes(answer: Clearance) -> set[Reason]:
    """What takes a photograph down, by the gate's answer."""
    return {CAUSES.get(one.reason, Reason.CONSENT) for one in answer.obstacles}


def _still_standing(session: Session, content: dict[str, Any]) -> set[tuple[int, str]]:
    """The readings in a content that were not struck out since, by number and words: SQLite gives
    the number of one that was struck to the next."""
    ids = [one["id"] for section in content["sections"] for one in section["readings"]]
    found = session.execute(select(Reading.id, Reading.text).where(Reading.id.in_(ids)))
    return {(id, text) for id, text in found} if ids else set()


def _readers(session: Session, exhibition: Exhibition, made: Today) -> dict[int, str]:
    hangs = {one.words["photograph"] for one in made.hung}
    people = {
        one["person"]
        for section in made.content["sections"]
        if any(panel["photograph"] in hangs for panel in section["panels"])
        for one in section["readings"]
        if one["person"]
    }
    lines = credit_lines(session, exhibition.project, people)
    return {id: lines.get(id, "") for id in sorted(people)}


def differences(before: Edition, made: Today) -> set[Reason]:
    """Why an edition may not stay as it is; nothing where all it shows may be shown as it is."""
    hung = {one.photograph.id: one for one in made.hung}
    found: set[Reason] = set()
    for row in before.photographs:
        one = hung.get(row.photograph_id)
        if one is not None:
            found |= _changed(row, one)
        elif row.photograph_id not in made.uncovered or not row.redacted:
            found |= made.why_not.get(row.photograph_id, {Reason.CONSENT})
    if any(one["name"] != made.readers.get(one["person"], one["name"]) for one in before.readers):
        found.add(Reason.CREDIT)
    if made.fewer_words:
        found.add(Reason.WORDS_TAKEN_BACK)
    return found


def _changed(row: EditionPhotograph, one: Hung) -> set[Reason]:
    found = set()
    if row.credit != one.credit:
        found.add(Reason.CREDIT)
    if one.showing.redacted and not row.redacted:
        found.add(Reason.COVERING)
    if row.on_web and not one.showing.web:
        found |= causes(one.showing.web)
    if row.voice_sha256 and one.voice is None:
        found.add(Reason.WORDS_TAKEN_BACK)
    return found


def returning(before: Edition, made: Today) -> bool:
    """Whether a photograph can hang that an edition left out for want of its covered copy."""
    shown = {one.photograph_id for one in before.photographs}
    return any(one.photograph.id not in shown for one in made.hung)


def predecessor(edition: Edition) -> Edition | None:
    """The edition published before one."""
    before = [
        one
        for one in edition.exhibition.editions
        if one.published_at is not None and one.number < edition.number
    ]
    return max(before, key=lambda one: one.number, default=None)


def of(house: Any, session: Session, edition: Edition) -> dict[str, Any]:
    """The frozen content of an edition; of one the house makes by itself, of the one before it.

    One from before contents were kept is read from its folder, or else made from the rows.
    """
    if edition.content is not None:
        return edition.content
    if edition.published_at is None:
        before = predecessor(edition)
        return of(house, session, before) if before else _empty(edition)
    folder = house.config.exhibitions_folder / edition.exhibition.slug
    responses = house.responses(session, edition.exhibition)
    content = freeze(session, edition.exhibition, responses)
    for name in (f"{edition.number}{ON_SITE}", str(edition.number)):
        if (words := _manifest_in(folder / name)) is not None:
            return _thawed(session, edition, words, content)
    return _only(content, {one.photograph_id for one in edition.photographs})


def keep(house: Any, session: Session, edition: Edition) -> None:
    """Store the content of an edition from before contents were kept, while it can be read."""
    if edition.content is None and edition.published_at is not None:
        edition.content = of(house, session, edition)


def _empty(edition: Edition) -> dict[str, Any]:
    about = {"frozen_at": now().isoformat(), "sections": [], "stops": [], "responses": []}
    return about | {"exhibition": {"title": edition.exhibition.title}}


def _only(content: dict[str, Any], ids: set[int]) -> dict[str, Any]:
    sections = [
        section | {"panels": [one for one in section["panels"] if one["photograph"] in ids]}
        for section in content["sections"]
    ]
    return content | {"sections": [section for section in sections if section["panels"]]}


def _manifest_in(folder: Path) -> dict[str, Any] | None:
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _thawed(
    session: Session, edition: Edition, words: dict[str, Any], rows: dict[str, Any]
) -> dict[str, Any]:
    """A content from the manifest in an edition's folder; what nothing matches was taken back."""
    hung = {one.ref: one for one in edition.photographs}
    ids = {section["title"]: section["id"] for section in rows["sections"]}
    readings = {one["text"]: one for one in _all_readings(session, edition)}
    responses = {(one["question"], one["text"]): one for one in rows["responses"]}
    sections = []
    for section in words["sections"]:
        thawed = [
            _thawed_panel(one, hung[one["ref"]]) for one in section["panels"] if one["ref"] in hung
        ]
        found = [readings[one["text"]] for one in section["readings"] if one["text"] in readings]
        about = {"id": ids.get(section["title"]), "panels": thawed, "readings": found}
        sections.append({name: section[name] for name in ("slug", "title", "text")} | about)
    exhibition = {**words["exhibition"], "help": rows["exhibition"]["help"]}
    exhibition.pop("credits", None)
    return {
        "frozen_at": (edition.published_at or now()).isoformat(),
        "exhibition": exhibition,
        "sections": sections,
        "stops": [{"id": None, **stop} for stop in words["stops"]],
        "responses": [
            one | {"id": responses[one["question"], one["text"]]["id"]}
            for one in words["responses"]
            if (one["question"], one["text"]) in responses
        ],
    }


def _all_readings(session: Session, edition: Edition) -> list[dict[str, Any]]:
    themes = {one.theme_id for one in edition.exhibition.sections if one.theme_id}
    found = session.scalars(select(Reading).where(Reading.theme_id.in_(themes)))
    return [_reading(one) for one in found] if themes else []


def _thawed_panel(panel: dict[str, Any], row: EditionPhotograph) -> dict[str, Any]:
    kept = {name: panel[name] for name in (*OWN_WORDS, "title_language", "caption_language")}
    kept |= {name: panel[name] for name in ("ref", "label", "date")}
    voice = panel.get("voice")
    if voice and row.voice_sha256:
        said = ("language", "transcript", "transcript_language")
        kept["voice"] = {"sha256": row.voice_sha256} | {name: voice[name] for name in said}
    else:
        kept["voice"] = None
    return kept | {"photograph": row.photograph_id, "covered": row.redacted}


def credited(hung: Sequence[Hung]) -> list[str]:
    """Whose photographs they are, each named once."""
    return list(dict.fromkeys(one.credit for one in hung if one.credit))
