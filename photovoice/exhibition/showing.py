"""An exhibition as the curators' pages show it: prints on a light table, and copies to carry."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flask import Response, abort, send_file
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.archive.rules import Sight
from photovoice.archive.showing import Shown, shown
from photovoice.consent.words import Said, with_the_way_there
from photovoice.db import today
from photovoice.exhibition import queries, recall
from photovoice.exhibition.content import CARRIED, ON_SITE
from photovoice.exhibition.models import Edition, EditionState, Exhibition, Panel, Section


@dataclass
class Print:
    """A photograph on the light table, and what the gate says of it."""

    photograph: Photograph
    photo: Shown
    showing: queries.Showing
    panel: Panel | None = None
    obstacles: list[Said] = field(default_factory=list)

    @property
    def on_site_only(self) -> bool:
        """Cleared for a wall but not for the web."""
        return bool(self.showing.wall) and not self.showing.web


@dataclass
class LightTable:
    """Everything on the table: sections with prints, and the tray of those put forward."""

    sections: list[tuple[Section, list[Print]]]
    tray: list[Print]

    @property
    def prints(self) -> list[Print]:
        """What hangs, in order."""
        return [one for _section, prints in self.sections for one in prints]

    @property
    def not_cleared(self) -> list[Print]:
        """What hangs and may not."""
        return [one for one in self.prints if not one.showing.wall]

    @property
    def on_site_only(self) -> list[Print]:
        """What hangs and may not go on the web."""
        return [one for one in self.prints if one.on_site_only]


def light_table(session: Session, exhibition: Exhibition, on: date) -> LightTable:
    """The whole table, with the gate asked once for everything on it."""
    waiting = queries.put_forward(session, exhibition)
    panels = queries.panels_of(exhibition)
    photographs = [*waiting, *(panel.photograph for panel in panels)]
    answers = queries.showings(session, photographs, on)

    def laid_out(photograph: Photograph, panel: Panel | None = None) -> Print:
        answer = answers[photograph.id]
        return Print(
            photograph=photograph,
            photo=shown(photograph, _sight(answer), largest=800),
            showing=answer,
            panel=panel,
            obstacles=with_the_way_there(photograph, answer.wall),
        )

    sections = [
        (section, [laid_out(panel.photograph, panel) for panel in section.panels])
        for section in exhibition.sections
    ]
    return LightTable(sections, [laid_out(photograph) for photograph in waiting])


def one_print(session: Session, panel: Panel, on: date) -> Print:
    """One panel, large."""
    answer = queries.showings(session, [panel.photograph], on)[panel.photograph_id]
    return Print(panel.photograph, shown(panel.photograph, _sight(answer)), answer, panel)


def _sight(answer: queries.Showing) -> Sight:
    return Sight.BLURRED if answer.redacted else Sight.WHOLE


@dataclass(frozen=True)
class Copy:
    """A folder of an edition: for the web, or for a venue only."""

    path: Path
    on_site: bool


def copies(exhibition_folder: Path, edition: Edition) -> list[Copy]:
    """The folders of an edition that are there."""
    found = [Copy(exhibition_folder / f"{edition.number}{end}", bool(end)) for end in ("", ON_SITE)]
    return [copy for copy in found if copy.path.is_dir()]


def _to_carry(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a copy to carry off, and its place in there: its own pages before others."""
    own = folder / CARRIED
    for path in sorted(folder.rglob("*")):
        if path.is_file() and own not in path.parents:
            place = path.relative_to(folder)
            yield (own / place if (own / place).is_file() else path), place.as_posix()


def _without_releases(manifest: Path) -> str:
    """A manifest without the releases that those of earlier versions name."""
    words = json.loads(manifest.read_text(encoding="utf-8"))
    for section in words["sections"]:
        for panel in section["panels"]:
            panel.pop("rested_on", None)
    return json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)


def zipped(session: Session, exhibition_folder: Path, edition: Edition) -> Response:
    """The fullest copy of a live edition as one file to download; 404 for any other.

    Raises Lapsed when it may not be shown any more.
    """
    there = copies(exhibition_folder, edition)
    if edition.state is not EditionState.LIVE or not there:
        abort(404)
    recall.require_lasting(session, edition, today())
    folder = there[-1].path
    name = f"{edition.exhibition.slug}-{edition.number}"
    whole = tempfile.TemporaryFile()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for path, place in _to_carry(folder):
            if place == "manifest.json":
                archive.writestr(f"{name}/{place}", _without_releases(path))
            else:
                archive.write(path, f"{name}/{place}")
    whole.seek(0)
    return send_file(
        whole, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip"
    )
