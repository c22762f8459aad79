"""What an edition hands to whoever makes its pages: plain data, without ids or releases."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from photovoice.archive.models import VoiceNote
from photovoice.db import today
from photovoice.exhibition import rules
from photovoice.exhibition.content import Hung, Today, credited
from photovoice.exhibition.models import Edition

FORMAT = 2


def valid_until(config: Any, showing: Sequence[Hung]) -> date:
    """How long copies of what is shown may be carried about."""
    return rules.valid_until(today(), config.edition_days, [one.showing.until for one in showing])


def manifest(config: Any, edition: Edition, made: Today, public_url: str) -> dict:
    """Everything an edition says, as plain data; pictures are named, not held.

    It travels with every copy, so it holds nothing that leads back into the archive: no ids, no
    releases.  Those are in the database, with the edition.
    """
    hung = {one.ref: one for one in made.hung}
    sections = []
    for section in made.content["sections"]:
        panels = [_panel(hung[one["ref"]]) for one in section["panels"] if one["ref"] in hung]
        if panels:
            readings = [_reading(one, made.readers) for one in section["readings"]]
            words = {name: section[name] for name in ("slug", "title", "text")}
            sections.append(words | {"readings": readings, "panels": panels})
    return {
        "format": FORMAT,
        "exhibition": made.content["exhibition"] | {"credits": credited(made.hung)},
        "edition": {
            "number": edition.number,
            "published_on": today().isoformat(),
            "valid_until": valid_until(config, made.hung).isoformat(),
            "public_url": f"{public_url.rstrip('/')}/exhibitions/{edition.exhibition.slug}",
        },
        "sections": sections,
        "stops": [_without_id(one) for one in made.content["stops"]],
        "responses": [_without_id(one) for one in made.content["responses"]],
    }


def _without_id(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "id"}


def _reading(reading: dict[str, Any], readers: dict[int, str]) -> dict:
    """How somebody sees a theme otherwise, under the name they chose for their work, if any."""
    who = readers.get(reading["person"], "") if reading["person"] else reading["who"]
    return {"who": who, "text": reading["text"], "language": reading["language"]}


SAID = ("title", "title_language", "caption", "caption_language", "label", "date", "alt")


def _panel(one: Hung) -> dict:
    photograph = one.photograph
    return {name: one.words[name] for name in ("ref", *SAID)} | {
        "credit": one.credit,
        "place": one.place,
        "width": photograph.width,
        "height": photograph.height,
        "placeholder": "" if one.showing.redacted else photograph.placeholder,
        "pictures": [
            {"src": f"pictures/{picture_name(r)}", "width": r.width, "height": r.height}
            for r in one.pictures
        ],
        "voice": _voice(one.voice, one.words["voice"]) if one.voice else None,
    }


def _voice(note: VoiceNote, said: dict[str, Any]) -> dict:
    return {
        "src": f"audio/{voice_name(note)}",
        "media_type": note.media_type,
        "seconds": note.seconds,
        **{name: said[name] for name in ("language", "transcript", "transcript_language")},
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
