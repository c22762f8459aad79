"""Which edition of an exhibition hangs, kept beside the editions so that showing needs no database.

``exhibitions/<slug>/state.json`` is small, read on every visit and replaced whole: a reader sees
the state before a change or after it, never half of one.
"""

import json
import os
import re
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

STATE = "state.json"
HELD = "held"
"""A file beside all exhibitions: while it is there, none is shown."""
SOON = 300
"""Seconds for which something that is being hung again may say that it opens in a minute."""
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
REF = re.compile(r"[A-Za-z0-9_-]{1,24}")


class Unreadable(Exception):
    """A state file that is there but says nothing usable: nothing is shown on its word."""


@dataclass(frozen=True)
class ShowState:
    """What may be shown of an exhibition."""

    live: int | None = None
    """The edition that hangs now."""
    renewing: bool = False
    """Between taking a photograph down and hanging the edition without it."""
    stuck: bool = False
    """That edition could not be made: nothing hangs until somebody has seen to it."""
    retired: frozenset[int] = field(default_factory=frozenset)
    """Editions that are gone for good (410)."""
    superseded: frozenset[int] = field(default_factory=frozenset)
    """Editions replaced by a later one, to which their addresses lead."""
    gone: frozenset[str] = field(default_factory=frozenset)
    """Photographs somebody wants shown no more, by the short name in their address (410)."""
    removed: frozenset[str] = field(default_factory=frozenset)
    """Photographs that merely hang no longer, named in the same way."""
    until: date | None = None
    """The last day on which every release that the live edition rests on stands; None: no end."""

    held: bool = False
    """Closed after a restore, until somebody has looked what was taken back meanwhile."""

    def on(self, day: date) -> "ShowState":
        """What may be shown on a day: past its last one, the live edition is taken down.

        So nothing is shown for longer than somebody agreed to, even where no worker runs that
        would recall it and hang the rest again.
        """
        if self.live is None or self.until is None or day <= self.until:
            return self
        return replace(self, live=None, until=None, retired=self.retired | {self.live})

    def as_json(self) -> dict[str, Any]:
        """The state as it is written down."""
        return {
            "live": self.live,
            "renewing": self.renewing,
            "stuck": self.stuck,
            "retired": sorted(self.retired),
            "superseded": sorted(self.superseded),
            "gone": sorted(self.gone),
            "removed": sorted(self.removed),
            "until": self.until.isoformat() if self.until else None,
        }


def read(folder: Path) -> ShowState | None:
    """The state of the exhibition in a folder; None where none was ever published.

    Raises `Unreadable` for a file that cannot be understood.
    """
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
        until = found.get("until")  # signs put up by earlier versions say less
        held = (folder.parent / HELD).exists()
        age = time.time() - (folder / STATE).stat().st_mtime
        renewing = bool(found["renewing"]) and age < SOON
        return ShowState(
            held=held,
            live=None if held or found["live"] is None else int(found["live"]),
            renewing=renewing,
            stuck=bool(found.get("stuck") or found["renewing"]) and not renewing,
            retired=frozenset(map(int, found["retired"])),
            superseded=frozenset(map(int, found["superseded"])),
            gone=frozenset(map(str, found["gone"])),
            removed=frozenset(map(str, found.get("removed", []))),
            until=None if until is None else date.fromisoformat(until),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unreadable(folder / STATE) from problem


def hold(exhibitions: Path) -> None:
    """Show no exhibition until ``release``."""
    exhibitions.mkdir(parents=True, exist_ok=True)
    (exhibitions / HELD).touch()
    _settle(exhibitions)


def release(exhibitions: Path) -> None:
    """Show again what may be shown."""
    (exhibitions / HELD).unlink(missing_ok=True)
    _settle(exhibitions)


def write(folder: Path, state: ShowState) -> None:
    """Replace the state in one step; it is on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".state-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as draft:
            json.dump(state.as_json(), draft)
            draft.flush()
            os.fsync(draft.fileno())
        os.chmod(name, 0o644)
        os.replace(name, folder / STATE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(folder)


def _settle(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can open a folder."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
