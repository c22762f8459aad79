"""What no row names, set aside within the store: dated, listed, and brought back when named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from photovoice.storage import ObjectStore, StoredKey, checked

PREFIX = "set-aside/"
"""How the keys of what is set aside begin; then comes the key it had, a dot, and the day."""


@dataclass(frozen=True)
class SetAside:
    """One object set aside: where it lies now, the key it had, since which day, its bytes."""

    key: str
    was: str
    since: date
    size: int


def key_for(key: str, on: date) -> str:
    """Where the bytes of a key lie once they are set aside on a day."""
    return f"{PREFIX}{checked(key)}.{on.isoformat()}"


def copies(store: ObjectStore, key: str) -> Iterator[SetAside]:
    """What is set aside of one key; several, where it happened on several days."""
    for stored in store.keys(f"{PREFIX}{checked(key)}."):
        found = _read(stored)
        if found is not None and found.was == key:
            yield found


def _read(stored: StoredKey) -> SetAside | None:
    was, _dot, day = stored.key.removeprefix(PREFIX).rpartition(".")
    try:
        return SetAside(stored.key, was, date.fromisoformat(day), stored.size)
    except ValueError:
        return None  # put there by hand; nobody's to touch
