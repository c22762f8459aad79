"""The sign at the door: which edition hangs, as the curators' side tells the public one."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photovoice.db import today
from photovoice.gallery import state

log = logging.getLogger("photovoice.gallery")

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class OnShow:
    """An exhibition somebody can walk into now."""

    slug: str
    title: str
    language: str


def put_up(folder: Path, words: dict[str, Any]) -> None:
    """Say what may be shown of the exhibition in a folder, in place of what was said before.

    Where that cannot be written, on a full disk say, nothing is shown until it can: what was to be
    taken down must not stay up for want of room.
    """
    said = state.ShowState(
        live=words["live"],
        renewing=words["renewing"],
        stuck=words["stuck"],
        retired=frozenset(words["retired"]),
        superseded=frozenset(words["superseded"]),
        gone=frozenset(words["gone"]),
        removed=frozenset(words["removed"]),
        until=words["until"],
    )
    try:
        state.write(folder, said)
    except OSError:
        log.exception("no sign could be put up in %s; the exhibition is closed for now", folder)
        (folder / state.STATE).unlink(missing_ok=True)


def on_show(exhibitions: Path) -> list[OnShow]:
    """The exhibitions that hang now, by title.  Reads only the published folders."""
    shows = []
    for folder in exhibitions.glob("*/"):
        try:
            shown = state.read(folder)
            shown = shown and shown.on(today())
            if shown is None or shown.live is None:
                continue
            words = json.loads((folder / str(shown.live) / MANIFEST).read_text("utf-8"))
        except (state.Unreadable, OSError, ValueError):
            continue
        about = words["exhibition"]
        shows.append(OnShow(folder.name, about["title"], about["language"]))
    return sorted(shows, key=lambda show: show.title)
