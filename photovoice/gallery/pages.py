"""Turns a manifest into an edition: a folder of pages that needs no server, database or network."""

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import segno
from flask import render_template
from flask_babel import force_locale

from photovoice.assets import built_folder, built_path
from photovoice.exhibition.content import CARRIED
from photovoice.gallery import look
from photovoice.gallery.kiosk import kiosk_data
from photovoice.gallery.show import Show

_ADDRESS_IN_CSS = re.compile(r"url\(\s*[\"']?(?!data:)([^)\"']+?)[\"']?\s*\)")


def render(manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Write every page of an edition beside its ``pictures/``; the files written come back.

    ``index.html``, ``sections/<n>.html``, ``photographs/<ref>.html``, ``kiosk/index.html``,
    ``data.js`` and ``assets/``.  Every address is relative, so the folder works from a disk.
    ``carried/`` holds those pages again as they are in a copy that is carried off: with words and
    a square where the others link to the way to withdraw.
    Must be called in an application context; sentences and dates are in the exhibition's language.
    """
    show = Show(manifest)
    with force_locale(str(show.locale)):
        edition = _Folder(folder, show)
        edition.dress()
        for show.carried in (False, True):
            _pages(edition, show)
        show.carried = False
        edition.page("kiosk/index.html", "gallery/kiosk.html")
        if show.door:
            edition.text("assets/withdraw.svg", _square(show.door))
        edition.text("data.js", f"window.EXHIBITION = {_script(kiosk_data(show))};\n")
    return edition.written


def _pages(edition: "_Folder", show: Show) -> None:
    edition.page("index.html", "gallery/index.html")
    for section in show.sections:
        edition.page(
            section.address, "gallery/section.html", section=section, next=show.after(section)
        )
    for panel in show.panels:
        before, after = show.beside(panel)
        edition.page(
            panel.address, "gallery/photograph.html", panel=panel, before=before, after=after
        )


def _square(address: str) -> str:
    """A QR code as a picture file, dark on light whatever it stands on."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, scale=8, light="#ffffff", xmldecl=False
    )
    return out.getvalue().decode()


class _Folder:
    """The folder being filled, and what has been put there so far."""

    def __init__(self, folder: Path, show: Show) -> None:
        self.folder = folder
        self.show = show
        self.written: list[Path] = []
        self.assets: dict[str, str] = {}

    def text(self, path: str, words: str) -> None:
        """Write one file of text."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8", newline="\n")
        self.written.append(file)

    def page(self, path: str, template: str, **about: Any) -> None:
        """Write one page; in it ``root`` leads back to the foot of the edition."""
        root = "../" * path.count("/")
        words = render_template(
            template, show=self.show, root=root, assets=self.assets, here=path, **about
        )
        self.text(f"{CARRIED}/{path}" if self.show.carried else path, words)

    def dress(self) -> None:
        """Bring style sheets, scripts and typefaces along, and write this edition's colours."""
        for name in ("gallery.css", "gallery.js", "kiosk.css", "kiosk.js"):
            built = built_path(name)
            self.copy(built)
            self.assets[name] = f"assets/{built.name}"
        self.copy(built_folder() / "licences.txt")  # the typefaces travel with their licences
        tones = "".join(
            f".p-{panel.ref}{{background-color:{look.tone(panel.placeholder)}}}\n"
            for panel in self.show.panels
        )
        self.text("assets/accent.css", look.accent_css(self.show.exhibition["accent"]) + tones)

    def copy(self, built: Path) -> None:
        """Copy a built file, and those a style sheet names, next to each other in ``assets/``."""
        target = self.folder / "assets" / built.name
        if target in self.written:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built, target)
        self.written.append(target)
        if built.suffix == ".css":
            for address in _ADDRESS_IN_CSS.findall(built.read_text(encoding="utf-8")):
                self.copy(built.parent / address)


def _script(data: Any) -> str:
    """JSON that is safe in a classic script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
