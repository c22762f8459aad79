"""What no row names, set aside within the store: dated, listed, and brought back when named.

A row can be missing because bytes were left by a crash, or because somebody put an older database
in place.  A sweep cannot tell these apart, so it destroys nothing: it gives the bytes another key.
Whoever reads the key they had, and every later sweep that sees a row name it, brings them back.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from photovoice.storage import Missing, ObjectStore, StoredKey, checked

log = logging.getLogger("photovoice.storage")

PREFIX = "set-aside/"
"""How the keys of what is set aside begin; then comes the key it had, a dot, and the day."""


@dataclass(frozen=True)
class SetAside:
    """One object set aside: where it lies now, the key it had, since which day, its bytes."""

    key: str
    was: str
    since: date
    size: int


def set_aside(store: ObjectStore, key: str, on: date) -> None:
    """Set the bytes of a key aside on a day.  Nothing, when there are none."""
    try:
        store.move(key, key_for(key, on))
    except Missing:
        pass


def key_for(key: str, on: date) -> str:
    """Where the bytes of a key lie once they are set aside on a day."""
    return f"{PREFIX}{checked(key)}.{on.isoformat()}"


def listed(store: ObjectStore) -> Iterator[SetAside]:
    """Everything set aside, in no promised order."""
    for stored in store.keys(PREFIX):
        if (found := _read(stored)) is not None:
            yield found


def copies(store: ObjectStore, key: str) -> list[SetAside]:
    """What is set aside of one key, the latest first; several, where it happened several days."""
    found = [_read(stored) for stored in store.keys(f"{PREFIX}{checked(key)}.")]
    theirs = [one for one in found if one is not None and one.was == key]
    return sorted(theirs, key=lambda one: one.since, reverse=True)


def bring_back(store: ObjectStore, key: str) -> bool:
    """Put the bytes of a key back where they were.  False when none of it were set aside."""
    for copy in copies(store, key):
        try:
            store.move(copy.key, key)
        except Missing:
            continue  # somebody else brought it back a moment ago
        log.warning("%s was set aside on %s and is needed: brought back", key, copy.since)
        return True
    return False


def _read(stored: StoredKey) -> SetAside | None:
    was, _dot, day = stored.key.removeprefix(PREFIX).rpartition(".")
    try:
        return SetAside(stored.key, checked(was), date.fromisoformat(day), stored.size)
    except ValueError:
        return None  # put there by hand; nobody's to touch


class StoreWithSetAside:
    """A store (``ObjectStore``) that finds what is asked for also among what was set aside.

    Keys that are read are those rows name; what is asked for and set aside is brought back.
    """

    def __init__(self, kept: ObjectStore) -> None:
        self.kept = kept

    def put(
        self, key: str, source: BinaryIO | bytes, *, media_type: str = "application/octet-stream"
    ) -> None:
        self.kept.put(key, source, media_type=media_type)

    def open(self, key: str) -> BinaryIO:
        try:
            return self.kept.open(key)
        except Missing:
            self._bring_back(key)
            return self.kept.open(key)

    def local(self, key: str) -> AbstractContextManager[Path]:
        return self._local(key)

    @contextmanager
    def _local(self, key: str) -> Iterator[Path]:
        with ExitStack() as open_until_the_end:
            try:
                path = open_until_the_end.enter_context(self.kept.local(key))
            except Missing:
                self._bring_back(key)
                path = open_until_the_end.enter_context(self.kept.local(key))
            yield path

    def exists(self, key: str) -> bool:
        return self.kept.exists(key) or self._bring_back(key)

    def size(self, key: str) -> int:
        try:
            return self.kept.size(key)
        except Missing:
            self._bring_back(key)
            return self.kept.size(key)

    def delete(self, key: str) -> None:
        self.kept.delete(key)

    def move(self, key: str, to: str) -> None:
        self.kept.move(key, to)

    def keys(self, prefix: str = "") -> Iterator[StoredKey]:
        return self.kept.keys(prefix)

    def sweep_temporaries(self, older_than: timedelta) -> int:
        return self.kept.sweep_temporaries(older_than)

    def _bring_back(self, key: str) -> bool:
        return not key.startswith(PREFIX) and bring_back(self.kept, key)
