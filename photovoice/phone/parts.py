"""Where bytes lie while they arrive: one file for each upload, as long as what has come of it."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from filelock import FileLock, Timeout

from photovoice.archive.arrival import FULL
from photovoice.phone.refusals import BeingSent, Damaged, NoRoom, Over, TooLarge
from photovoice.phone.rules import Checksum

LOCK = ".lock"
SPARE = 8 * 1024 * 1024
"""Bytes the disk keeps free of uploads, for the database."""
CHUNK = 1024 * 1024


class Parts:
    """The files of one installation's uploads, by the key of each.

    Whoever changes a file holds it.  The lock is the operating system's: it holds between
    threads and processes, and is gone with whoever held it.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "uploads" / ".sending"

    def path(self, key: str) -> Path:
        """Where the bytes lie."""
        return self.folder / key

    def offset(self, key: str) -> int:
        """How many bytes have come.  Raises Over when the file is gone."""
        try:
            return self.path(key).stat().st_size
        except FileNotFoundError:
            raise Over() from None

    def has_begun(self, key: str) -> bool:
        """Whether any byte has come."""
        try:
            return self.offset(key) > 0
        except Over:
            return False

    @contextmanager
    def held(self, key: str, *, patience: float = 0) -> Iterator[None]:
        """Keep everybody else off the bytes.  Raises BeingSent after ``patience`` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / f"{key}{LOCK}", timeout=patience)
        try:
            lock.acquire()
        except Timeout:
            raise BeingSent() from None
        try:
            yield
        finally:
            lock.release()

    def begin(self, key: str, length: int) -> None:
        """An empty file, unless some has come already.  Raises NoRoom."""
        with _no_room(), suppress(FileExistsError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._require_room(length)
            self.path(key).open("xb").close()
            _sync_folder(self.folder)

    def append(
        self,
        key: str,
        pieces: Iterable[bytes],
        *,
        at: int,
        length: int,
        checksum: Checksum | None = None,
    ) -> int:
        """Write a piece as it comes, at the end, and sync it.  The new number of bytes.

        A piece that fails its checksum, is longer than announced, or finds the disk full is cut
        off again (Damaged, TooLarge, NoRoom); so is one cut short that was to be checked.  What
        came of one cut short without a checksum is kept.
        """
        digest = hashlib.new(checksum.algorithm) if checksum else None
        end = at
        self._require_room()
        with self.path(key).open("r+b", buffering=0) as file, _no_room():
            file.seek(at)
            try:
                for piece in pieces:
                    if end + len(piece) > length:
                        raise TooLarge()
                    _write(file, piece)
                    end += len(piece)
                    if digest:
                        digest.update(piece)
                if checksum and digest and digest.digest() != checksum.digest:
                    raise Damaged()
            except BaseException as trouble:
                if checksum or isinstance(trouble, TooLarge | OSError):
                    file.truncate(at)
                raise
            finally:
                os.fsync(file.fileno())
        return end

    def _require_room(self, length: int = 0) -> None:
        if shutil.disk_usage(self.folder).free < length + SPARE:
            raise NoRoom()

    def cut_back(self, key: str, at: int) -> None:
        """Forget what came after so many bytes."""
        with self.path(key).open("r+b") as file:
            file.truncate(at)

    def sha256(self, key: str) -> str:
        """Of everything that has come."""
        digest = hashlib.sha256()
        with self.path(key).open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def drop(self, key: str) -> None:
        """Forget the bytes; when there are none, that is fine."""
        for path in (self.path(key), self.folder / f"{key}{LOCK}"):
            with suppress(OSError):  # open elsewhere, where open files cannot be removed
                path.unlink()

    def older_than(self, moment: float) -> Iterator[str]:
        """The keys of files not written to since a moment, in seconds since 1970."""
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < moment:
                    yield path.name.removesuffix(LOCK)


def _write(file: FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _no_room() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        if trouble.errno in FULL:
            raise NoRoom() from trouble
        raise
