"""What an address of a published exhibition is worth, decided from its state alone."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from photovoice.gallery.state import REF, ShowState


class Answer(StrEnum):
    """How an address is answered."""

    SHOW = "show"
    MOVED = "moved"
    """To the same page of the edition that hangs."""
    GONE = "gone"
    """Taken down for good: 410."""
    REMOVED = "removed"
    """A photograph that hangs no longer, for no reason of anybody's: 404."""
    RENEWING = "renewing"
    """Being hung again at this moment: 503."""
    STUCK = "stuck"
    """It could not be hung again, and somebody has to see to it: 503."""
    HELD = "held"
    """Closed for everybody, after a restore: 503."""
    UNKNOWN = "unknown"


PAGE = re.compile(
    r"index\.html|data\.js|kiosk/index\.html"
    r"|sections/[0-9]{1,4}\.html"
    r"|photographs/[A-Za-z0-9_-]{1,24}\.html"
    r"|(?:pictures|assets|audio)/[A-Za-z0-9][A-Za-z0-9_.-]{0,120}"
)
"""The only files of an edition that are public: its manifest, which names releases, is not."""

MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webm": "audio/webm",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}
"""Spelt out, for the system's own table differs from machine to machine."""

HASHED = re.compile(r".*[-.][0-9A-Za-z]{8,64}\.(?:css|js|woff2)")


@dataclass(frozen=True)
class File:
    """One public file of an edition: its path inside the folder, and how it travels."""

    path: str
    media_type: str
    cache: str


def file_asked(page: str) -> File | None:
    """The file an address inside an edition means, or None where it means none.

    ``""`` and addresses ending in ``/`` mean the ``index.html`` there.
    """
    path = page + "index.html" if page == "" or page.endswith("/") else page
    media_type = MEDIA_TYPES.get(PurePosixPath(path).suffix)
    if not PAGE.fullmatch(path) or ".." in path or media_type is None:
        return None
    return File(path, media_type, cache_for(path))


def cache_for(path: str) -> str:
    """How long a copy may be kept.

    A page is asked for again each time, so that what was withdrawn is not seen again.  A picture
    never changes under its name, but only the visitor's own browser may keep it: no shared cache
    may go on showing what has been taken down.
    """
    if path.startswith(("pictures/", "audio/")):
        return "private, max-age=31536000, immutable"
    if HASHED.fullmatch(path):
        return "public, max-age=31536000, immutable"
    return "no-cache"


def ref_of(path: str) -> str | None:
    """The photograph a page is about, or None."""
    place = PurePosixPath(path)
    return place.stem if place.parent.name == "photographs" and REF.fullmatch(place.stem) else None


def edition_answer(state: ShowState, number: int, path: str = "") -> Answer:
    """What an address inside edition ``number`` is worth."""
    if number in state.retired or ref_of(path) in state.gone:
        return Answer.GONE
    if state.held:
        return Answer.HELD
    if number != state.live and number not in state.superseded:
        return Answer.UNKNOWN
    if state.renewing or state.stuck:
        return Answer.RENEWING if state.renewing else Answer.STUCK
    if state.live is not None and ref_of(path) in state.removed:
        return Answer.REMOVED
    if number == state.live:
        return Answer.SHOW
    return Answer.MOVED if state.live is not None else Answer.GONE


def exhibition_answer(state: ShowState) -> Answer:
    """What the address of the exhibition itself, without an edition, is worth."""
    if state.held:
        return Answer.HELD
    if state.renewing or state.stuck:
        return Answer.RENEWING if state.renewing else Answer.STUCK
    if state.live is not None:
        return Answer.MOVED
    return Answer.GONE if state.retired else Answer.UNKNOWN


def photograph_answer(state: ShowState, ref: str) -> Answer:
    """What the lasting address of a photograph, the one printed on cards, is worth."""
    if ref in state.gone:
        return Answer.GONE
    answer = exhibition_answer(state)
    return Answer.REMOVED if answer is Answer.MOVED and ref in state.removed else answer
