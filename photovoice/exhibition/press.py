"""The press: makes an edition's folder from what hangs, and puts it before the public.

The order is: folder, then the rows that say it is live, then the sign at the door (state.json).
The gate is asked when the folder is made and once more when it goes live, so that a release taken
back in between is honoured.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.audit import record
from photovoice.consent.queries import credits
from photovoice.db import now, today
from photovoice.exhibition import queries, rules
from photovoice.exhibition.models import (
    Edition,
    EditionPhotograph,
    EditionState,
    Exhibition,
    Panel,
)
from photovoice.refusals import Refusal

FORMAT = 1
ATTEMPTS = 5
Render = Callable[[dict, Path], Any]
"""Turns a manifest into the pages of a folder that already holds its pictures."""
ON_SITE = "-on-site"
"""Ends the name of a copy for a venue: with photographs cleared for the wall but not the web."""


class Unsettled(Refusal):
    """Releases kept being taken back while the edition was being made."""


@dataclass(frozen=True)
class Hung:
    """One panel with everything its page says."""

    panel: Panel
    ref: str
    showing: queries.Showing
    credit: str
    place: str

    @property
    def photograph(self) -> Photograph:
        """What hangs."""
        return self.panel.photograph

    @property
    def as_shown(self) -> tuple[str, bool, bool]:
        """What must not change between making an edition and its going live."""
        return self.ref, self.showing.redacted, bool(self.showing.web)


def hung(session: Session, exhibition: Exhibition, on: date) -> list[Hung]:
    """The panels that may be shown on a day, in the order they hang."""
    panels = queries.panels_of(exhibition)
    photographs = [panel.photograph for panel in panels]
    answers = queries.showings(session, photographs, on)
    lines = credits(session, photographs)
    return [
        Hung(
            panel=panel,
            ref=rules.short_ref(exhibition.slug, panel.photograph.uid),
            showing=answer,
            credit=lines[panel.photograph_id],
            place=panel.photograph.place
            if rules.place_may_be_shown(answer.has_child, answer.redacted)
            else "",
        )
        for panel in panels
        if (answer := answers[panel.photograph_id]).wall and panel.photograph.renditions
    ]


def publish(
    house: Any,
    edition_id: int,
    *,
    render: Render,
    responses: Callable[[Session, Exhibition], list[dict]],
    say: Callable[[int, int], None] | None = None,
) -> None:
    """Make an edition that was asked for and put it before the public; may be run twice.

    Where somebody changes their mind while it is being made, it is made again.
    """
    said = _progress(house, edition_id, say)
    for _attempt in range(ATTEMPTS):
        with house.database.session(writes=False) as session:
            edition = session.get_one(Edition, edition_id)
            if edition.state is not EditionState.WAITING:
                return
            showing = hung(session, edition.exhibition, today())
            words = manifest(house.config, edition, showing, responses(session, edition.exhibition))
            folder = house.config.exhibitions_folder / edition.exhibition.slug / str(edition.number)
            seal = _make_folders(house, folder, words, showing, render, said)
        if _go_live(house, edition_id, showing, seal):
            return
    raise Unsettled(_l("People keep changing their minds; the edition could not be made."))


def _make_folders(
    house: Any,
    folder: Path,
    words: dict,
    showing: list[Hung],
    render: Render,
    said: Callable[[int, int], None],
) -> str | None:
    """The folder for the public and, where they differ, the copy for a venue beside it."""
    on_web = [one for one in showing if one.showing.web]
    if len(on_web) < len(showing):
        on_site = folder.with_name(folder.name + ON_SITE)
        _make_folder(house, on_site, words, showing, render, said)
    if not on_web:
        return None
    public = words | {"sections": _only(words["sections"], {one.ref for one in on_web})}
    public["exhibition"] = words["exhibition"] | {"credits": _credited(on_web)}
    return _make_folder(house, folder, public, on_web, render, said)


def _credited(showing: list[Hung]) -> list[str]:
    return list(dict.fromkeys(one.credit for one in showing if one.credit))


def _progress(house: Any, edition_id: int, say: Callable[[int, int], None] | None):
    def said(done: int, total: int) -> None:
        if say:
            say(done, total)
        with house.database.transaction() as writing:
            edition = writing.get_one(Edition, edition_id)
            edition.progress, edition.total = done, total

    return said


def manifest(config: Any, edition: Edition, showing: list[Hung], responses: list[dict]) -> dict:
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
                    "readings": [_reading(one) for one in theme.readings] if theme else [],
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
            "credits": _credited(showing),
        },
        "edition": {
            "number": edition.number,
            "published_on": today().isoformat(),
            "valid_until": (today() + timedelta(days=config.edition_days)).isoformat(),
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


def _reading(reading: Any) -> dict:
    who = reading.said_by.name if reading.said_by else reading.said_by_label
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
            for r in renditions_of(one)
        ],
        "rested_on": list(one.showing.wall.rested_on),
    }


def renditions_of(one: Hung) -> list[Any]:
    """The copies that may be shown: all of one kind, blurred or not."""
    return [r for r in one.photograph.renditions if r.redacted is one.showing.redacted]


def picture_name(rendition: Any) -> str:
    """A picture's name in an edition: from its own bytes, telling nothing else."""
    return f"{rendition.sha256[:16]}-{rendition.size}.jpg"


def _only(sections: list[dict], refs: set[str]) -> list[dict]:
    """The sections with only the panels named; sections left empty are dropped."""
    kept = [
        section | {"panels": [panel for panel in section["panels"] if panel["ref"] in refs]}
        for section in sections
    ]
    return [section for section in kept if section["panels"]]


def _make_folder(
    house: Any,
    folder: Path,
    words: dict,
    showing: list[Hung],
    render: Render,
    said: Callable[[int, int], None],
) -> str:
    """Write a whole edition folder beside its place, then move it there.  Its manifest's hash."""
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    (making / "pictures").mkdir(parents=True)
    for done, one in enumerate(showing, start=1):
        for rendition in renditions_of(one):
            with house.store.open(rendition.key) as source:
                (making / "pictures" / picture_name(rendition)).write_bytes(source.read())
        if done % 4 == 0 or done == len(showing):
            said(done, len(showing))
    text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    (making / "manifest.json").write_text(text, encoding="utf-8")
    render(words, making)
    _to_disk(making)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return hashlib.sha256(text.encode()).hexdigest()


def _to_disk(folder: Path) -> None:
    """Make sure every file has reached the disk before the folder gets its name."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _go_live(house: Any, edition_id: int, showing: list[Hung], seal: str | None) -> bool:
    """Put an edition before the public, unless the gate says otherwise by now."""
    with house.database.transaction() as session:
        edition = session.get_one(Edition, edition_id)
        exhibition = session.get_one(
            Exhibition, edition.exhibition_id, with_for_update=True, populate_existing=True
        )
        again = hung(session, exhibition, today())
        if [one.as_shown for one in again] != [one.as_shown for one in showing]:
            return False
        for other in exhibition.editions:
            if other.state is EditionState.LIVE:
                other.state = EditionState.SUPERSEDED
        edition.state = EditionState.LIVE if showing else EditionState.FAILED
        edition.published_at, edition.manifest_sha256 = now(), seal
        edition.valid_until = today() + timedelta(days=house.config.edition_days)
        for position, one in enumerate(showing):
            edition.photographs.append(
                EditionPhotograph(
                    photograph_id=one.photograph.id,
                    position=position,
                    ref=one.ref,
                    rested_on=list(one.showing.wall.rested_on),
                    redacted=one.showing.redacted,
                    on_web=bool(one.showing.web),
                )
            )
        session.flush()
        record(session, None, "published", edition, number=edition.number, manifest=seal)
        house.put_up_sign(exhibition.slug, sign_for(exhibition))
    return True


def sign_for(exhibition: Exhibition) -> dict[str, Any]:
    """What the public side needs to know: numbers of editions by state, and what has gone.

    Put up while the exhibition's row is held, so that no older sign can come after a newer one.
    """
    states: dict[EditionState, list[int]] = {state: [] for state in EditionState}
    for edition in exhibition.editions:
        states[edition.state].append(edition.number)
    live = queries.live_edition(exhibition)
    hangs = {one.ref: one.on_web for one in live.photographs} if live else {}
    everything = [one for edition in exhibition.editions for one in edition.photographs]
    gone = {one.ref for one in everything if one.ref not in hangs}
    gone |= {one.ref for one in everything if one.on_web and not hangs.get(one.ref)}
    return {
        "live": live.number if live and live.manifest_sha256 else None,
        "renewing": live is None and bool(states[EditionState.WAITING]),
        "retired": states[EditionState.RETIRED],
        "superseded": states[EditionState.SUPERSEDED],
        "gone": sorted(gone),
    }
