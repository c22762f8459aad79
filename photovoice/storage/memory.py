"""A store that forgets, for tests that need no disk and for trying things out."""

import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from photovoice.storage import Missing, StoredKey, StoreFull, checked, checked_prefix


class MemoryStore:
    """Keeps objects in a dictionary; ``room`` is how many bytes it holds, or None for any."""

    def __init__(self, room: int | None = None) -> None:
        self.room = room
        self._kept: dict[str, tuple[bytes, datetime]] = {}
        self._lock = threading.Lock()

    def put(
        self, key: str, source: BinaryIO | bytes, *, media_type: str = "application/octet-stream"
    ) -> None:
        checked(key)
        content = source if isinstance(source, bytes) else source.read()
        with self._lock:
            kept = self._kept | {key: (content, datetime.now(UTC))}
            if self.room is not None and sum(len(data) for data, _ in kept.values()) > self.room:
                raise StoreFull()
            self._kept = kept

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self._content(key))

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        content = self._content(key)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, PurePosixPath(key).name)
            path.write_bytes(content)
            yield path

    def exists(self, key: str) -> bool:
        return checked(key) in self._kept

    def size(self, key: str) -> int:
        return len(self._content(key))

    def delete(self, key: str) -> None:
        checked(key)
        with self._lock:
            self._kept = {other: kept for other, kept in self._kept.items() if other != key}

    def move(self, key: str, to: str) -> None:
        checked(to)
        with self._lock:
            content = self._content(key)
            kept = {other: kept for other, kept in self._kept.items() if other != key}
            self._kept = kept | {to: (content, datetime.now(UTC))}

    def keys(self, prefix: str = "") -> Iterator[StoredKey]:
        checked_prefix(prefix)
        for key, (content, modified) in self._kept.items():
            if key.startswith(prefix):
                yield StoredKey(key, modified, len(content))

    def sweep_temporaries(self, older_than: timedelta) -> int:
        return 0

    def _content(self, key: str) -> bytes:
        try:
            return self._kept[checked(key)][0]
        except KeyError:
            raise Missing(key) from None
