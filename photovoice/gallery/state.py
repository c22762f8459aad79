"""Which edition of an exhibition hangs, kept beside the editions so that showing needs no database.

``exhibitions/<slug>/state.json`` is small, read on every visit and replaced whole: a reader sees
the state before a change or after it, never half of one.
"""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

STATE = "state.json"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
REF = re.compile(r"[A-Za-z0-9_-]{1,24}")


class Unreadable(Exception):
    """A state file that is there but says nothing usable: nothing is shown on its word."""


@dataclass(frozen=True)
class ShowState:
    """What may be shown of an exhibition.  Changes return a new state; `change` keeps them."""

    live: int | None = None
    """The edition that hangs now."""
    renewing: bool = False
    """Between taking a photograph down and hanging the edition without it."""
    retired: frozenset[int] = field(default_factory=frozenset)
    """Editions that are gone for good (410)."""
    superseded: frozenset[int] = field(default_factory=frozenset)
    """Editions replaced by a later one, to which their addresses lead."""
    gone: frozenset[str] = field(default_factory=frozenset)
    """Photographs withdrawn, by the short name in their address (410)."""

    def hang(self, number: int, refs: Iterable[str] = ()) -> "ShowState":
        """Put an edition up.  ``refs`` are its photographs: hung again, they are gone no more."""
        before = {self.live} - {None, number}
        return replace(
            self,
            live=number,
            renewing=False,
            retired=self.retired - {number},
            superseded=(self.superseded | before) - self.retired - {number},
            gone=self.gone - frozenset(refs),
        )

    def take_down(
        self, refs: Iterable[str], editions: Iterable[int], *, renewing: bool = True
    ) -> "ShowState":
        """Withdraw photographs at once, and retire the editions that contain them.

        The wall is ``renewing`` until `hang` is called, when the edition that hangs is among
        them; ``renewing=False`` leaves it bare.
        """
        editions = frozenset(editions)
        falls = self.live in editions
        return replace(
            self,
            live=None if falls else self.live,
            renewing=(renewing if falls else self.renewing),
            retired=self.retired | editions,
            superseded=self.superseded - editions,
            gone=self.gone | frozenset(refs),
        )

    def close(self) -> "ShowState":
        """End the exhibition: every edition it had is retired."""
        return replace(
            self,
            live=None,
            renewing=False,
            retired=self.retired | self.superseded | ({self.live} - {None}),
            superseded=frozenset(),
        )

    def as_json(self) -> dict[str, Any]:
        """The state as it is written down."""
        return {
            "live": self.live,
            "renewing": self.renewing,
            "retired": sorted(self.retired),
            "superseded": sorted(self.superseded),
            "gone": sorted(self.gone),
        }


def read(folder: Path) -> ShowState | None:
    """The state of the exhibition in a folder; None where none was ever published.

    Raises `Unreadable` for a file that cannot be understood.
    """
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return ShowState(
            live=None if found["live"] is None else int(found["live"]),
            renewing=bool(found["renewing"]),
            retired=frozenset(map(int, found["retired"])),
            superseded=frozenset(map(int, found["superseded"])),
            gone=frozenset(map(str, found["gone"])),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as problem:
        raise Unreadable(folder / STATE) from problem


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


def change(folder: Path, how: Callable[[ShowState], ShowState]) -> ShowState:
    """Read, change and write the state while nobody else does; the new state comes back.

    A withdrawal and a publication may meet here: neither may undo the other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / ".state.lock"):
        state = how(read(folder) or ShowState())
        write(folder, state)
    return state


def _settle(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can open a folder."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock between processes that the system lets go of when its holder dies."""
    with open(path, "a+b") as lock:
        try:
            import fcntl
        except ImportError:
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
