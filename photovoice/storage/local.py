"""A folder as a store: whole files only, and none that a power cut can take back."""

import errno
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from photovoice.away import StoreAway
from photovoice.storage import NAME, Missing, StoredKey, StoreFull, checked, checked_prefix

NO_ROOM = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
INCOMING = ".incoming"
"""Holds files while they are written; no key begins with a dot, so no key leads here."""
CHUNK = 1024 * 1024


class LocalStore:
    """Keeps each object as a file in ``folder``, readable only to whoever runs the house.

    A folder that had an archive's name and has it no more has lost its disk: the store is away.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder).absolute()
        self._incoming = self.folder / INCOMING
        self._named = False
        self._require_disk()

    def put(
        self, key: str, source: BinaryIO | bytes, *, media_type: str = "application/octet-stream"
    ) -> None:
        """Write aside, sync, rename, sync the folder: in that order, or it may come back empty."""
        target = self._path(key)
        self._require_disk()
        try:
            temporary = self._written_aside(source)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _move(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StoreFull() from error
            raise
        self._sync_up_from(target.parent)
        self._named = self._named or key == NAME

    def open(self, key: str) -> BinaryIO:
        return self._existing(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        yield self._existing(key)

    def exists(self, key: str) -> bool:
        found = self._path(key).is_file()
        if not found:
            self._require_disk()
        return found

    def size(self, key: str) -> int:
        return self._existing(key).stat().st_size

    def delete(self, key: str) -> None:
        path = self._path(key)
        path.unlink(missing_ok=True)
        self._named = self._named and key != NAME
        if path.parent.is_dir():
            _sync_folder(path.parent)

    def move(self, key: str, to: str) -> None:
        target, source = self._path(to), self._existing(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _move(source, target)
        except FileNotFoundError:
            raise Missing(key) from None
        self._named = self._named and key != NAME
        self._sync_up_from(target.parent)
        _sync_folder(source.parent)

    def keys(self, prefix: str = "") -> Iterator[StoredKey]:
        self._require_disk()
        start = self.folder / checked_prefix(prefix).rpartition("/")[0]
        for folder, folders, files in os.walk(start):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                path = Path(folder, name)
                key = path.relative_to(self.folder).as_posix()
                if not key.startswith(prefix) or name.startswith("."):
                    continue
                try:
                    facts = path.stat()
                except FileNotFoundError:
                    continue
                yield StoredKey(key, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size)

    def sweep_temporaries(self, older_than: timedelta) -> int:
        before = (datetime.now(UTC) - older_than).timestamp()
        swept = 0
        for path in self._incoming.glob("*"):
            try:
                if path.stat().st_mtime <= before:
                    path.unlink()
                    swept += 1
            except (FileNotFoundError, PermissionError):
                continue  # Finished meanwhile, or still open where open files cannot be removed.
        return swept

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(*checked(key).split("/"))

    def _existing(self, key: str) -> Path:
        path = self._path(key)
        if not self.exists(key):
            raise Missing(key)
        return path

    def _require_disk(self) -> None:
        named = (self.folder / NAME).exists()
        if self._named and not named:
            raise StoreAway()
        self._named = named

    def _sync_up_from(self, folder: Path) -> None:
        """Sync a folder and those above it, for they may be as new as the file, or another's."""
        for above in (folder, *folder.parents):
            _sync_folder(above)
            if above == self.folder.parent:
                return

    def _written_aside(self, source: BinaryIO | bytes) -> Path:
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(handle, "wb") as file:
                if isinstance(source, bytes):
                    file.write(source)
                else:
                    shutil.copyfileobj(source, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)


def _move(temporary: Path, target: Path) -> None:
    try:
        os.replace(temporary, target)
    except PermissionError:
        # Windows will not replace a file somebody is reading; the same bytes need no replacing.
        if not (target.is_file() and filecmp.cmp(temporary, target, shallow=False)):
            raise


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Folders cannot be opened there; the rename is journalled instead.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
