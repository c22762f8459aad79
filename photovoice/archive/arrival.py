"""Bytes on their way in: copied to a place of their own while they are weighed and counted."""

import errno
import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from flask_babel import lazy_gettext as _l

from photovoice.archive.darkroom import RefusalReason, sentence
from photovoice.archive.placeless import without_place
from photovoice.db import now
from photovoice.refusals import Refusal
from photovoice.storage import StoreFull

CHUNK = 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}

Source = Path | IO[bytes] | bytes


class PictureRefused(Refusal):
    """A file that is not taken in; ``reason`` says which of the known reasons."""

    status = 422

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(sentence(reason), reason=reason)
        self.reason = reason


class ProjectFull(Refusal):
    """The project has filled the room it was given."""

    status = 413
    reason = "quota"

    def __init__(self) -> None:
        super().__init__(
            _l("This project has no room left for it."),
            next_step=_l("Keep the picture on your phone and tell your facilitator."),
        )


@dataclass(frozen=True)
class Arrival:
    """A file that has arrived: where it lies for now, its SHA-256 and its length in bytes."""

    path: Path
    sha256: str
    bytes: int

    def for_copies(self) -> Path:
        """A folder beside it, for as long as it lies here."""
        folder = self.path.parent / "copies"
        folder.mkdir(exist_ok=True)
        return folder

    def placeless(self) -> tuple["Arrival", bool]:
        """Take out of the copy lying here whatever no picture needs.

        The copy as it is from now on, and whether a place was among what went.
        """
        removed = without_place(self.path)
        return self.as_it_is_now() if removed.anything else self, removed.place

    def as_it_is_now(self) -> "Arrival":
        """The same file, hashed and measured again."""
        with self.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Arrival(self.path, digest, self.path.stat().st_size)


def waiting_room(home: Path) -> Path:
    """The folder in which files lie while they are looked at."""
    return home / "uploads" / ".arriving"


@contextmanager
def arriving(
    source: Source, home: Path, largest: int, *, too_large: Refusal | None = None
) -> Iterator[Arrival]:
    """A copy of ``source``, hashed on the way, gone when the block ends.

    Raises ``too_large``, or PictureRefused, when it is longer than ``largest`` bytes, and
    StoreFull when the disk is full.
    """
    room = waiting_room(home)
    with no_room_is_a_sentence():
        room.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=room))
    try:
        with no_room_is_a_sentence():
            arrival = _copied(source, folder / "picture", largest, too_large)
        yield arrival
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(source: Source, path: Path, largest: int, too_large: Refusal | None) -> Arrival:
    digest, length = hashlib.sha256(), 0
    with _opened(source) as stream, path.open("wb") as copy:
        while chunk := stream.read(CHUNK):
            length += len(chunk)
            if length > largest:
                raise too_large or PictureRefused(RefusalReason.TOO_LARGE)
            digest.update(chunk)
            copy.write(chunk)
    return Arrival(path, digest.hexdigest(), length)


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    elif isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        yield source


@contextmanager
def no_room_is_a_sentence() -> Iterator[None]:
    """Turn a full disk into StoreFull."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in FULL:
            raise StoreFull from trouble
        raise


def clear_waiting_room(home: Path, older_than: timedelta) -> list[str]:
    """Remove what a crash left lying there for longer than ``older_than``.  What was removed."""
    room, removed = waiting_room(home), []
    for left in sorted(room.iterdir()) if room.is_dir() else []:
        with suppress(OSError):
            if left.stat().st_mtime < (now() - older_than).timestamp():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
                removed.append(left.name)
    return removed
