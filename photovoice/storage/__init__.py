"""Where bytes are kept: originals, voices and renditions, each under a key.

Stands beside the line and knows nothing of it.  Bytes are stored first, then the row that names
them is committed, and only then is anybody told "received"; so what a store promises here is what
the whole house promises.  Three stores keep the same promises: a folder on this machine, a bucket
that speaks S3, and memory for tests.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from flask_babel import lazy_gettext as _

from photovoice.refusals import Refusal

NAME = "archive.json"
"""The key under which a store holds the name of its archive: see ``identity``."""


@dataclass(frozen=True)
class StoredKey:
    """What a listing tells of one object: its key, when it was last put (UTC), its bytes."""

    key: str
    modified: datetime
    size: int


class Missing(LookupError):
    """Nothing is kept under this key."""


class BadKey(ValueError):
    """A key that no store may touch, such as one that climbs out of its folder."""


class StoreFull(Refusal):
    """The store has no room for what was put; nothing was kept, and nothing else changed."""

    status = 507

    def __init__(self, **details: object) -> None:
        super().__init__(
            _("There is no room left to keep this. What was received before is safe."),
            next_step=_("Keep the picture on your phone and tell your facilitator."),
            **details,
        )


def require_there(store: "ObjectStore") -> None:
    """Raise ``away.StoreAway`` where a store cannot be reached, before anything lies beside it."""
    store.exists(NAME)


class ObjectStore(Protocol):
    """A place for bytes.  Every method checks its key first and raises ``BadKey``.

    A store may be used from several threads and several processes at once.  Keys are made from
    the hash of the content, so two writers of one key are writing the same thing.
    """

    def put(
        self, key: str, source: BinaryIO | bytes, *, media_type: str = "application/octet-stream"
    ) -> None:
        """Keep everything ``source`` still has to give, under ``key``.

        When this returns, the bytes survive a power cut.  Until it returns nothing is seen under
        the key, or what was there before: never a part.  Putting twice is as good as once.  The
        source is read once from where it stands and left open.  Raises ``StoreFull`` when there
        is no room; whatever the source itself raises is passed on, and nothing is kept.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, as a file that can seek and that the caller closes.  Raises ``Missing``."""
        ...

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A path on this machine, to be read but never written, that lasts as long as the block.

        Raises ``Missing``.  Its name ends as the key does, for tools that go by endings.
        """
        ...

    def exists(self, key: str) -> bool:
        """Whether anything is kept under the key."""
        ...

    def size(self, key: str) -> int:
        """How many bytes are kept under the key.  Raises ``Missing``."""
        ...

    def delete(self, key: str) -> None:
        """Forget what is kept under the key; when nothing is, that is fine."""
        ...

    def move(self, key: str, to: str) -> None:
        """Keep what is kept under ``key`` under ``to`` from now on, in the place of what was there.

        When this returns, the bytes survive a power cut; at no moment are they under neither key,
        though one cut short may leave them under both.  Raises ``Missing``.
        """
        ...

    def keys(self, prefix: str = "") -> Iterator[StoredKey]:
        """Everything whose key begins with ``prefix``, in no promised order.

        The listing is lazy; what is put or deleted meanwhile may or may not be in it.
        """
        ...

    def sweep_temporaries(self, older_than: timedelta) -> int:
        """Remove what puts cut short before that left behind; the number of pieces removed."""
        ...


_PART = re.compile(r"[a-z0-9_][a-z0-9._-]*", re.ASCII)
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}


def checked(key: str) -> str:
    """The key itself, or ``BadKey``.

    A key is parts joined by ``/``; each is lower-case letters, digits and ``. _ -`` and begins
    with none of ``. -``.  Lower case, and no Windows device names, so that a folder of keys can be
    copied to any disk without two of them becoming one.
    """
    for part in key.split("/"):
        if not _PART.fullmatch(part) or part.endswith(".") or part.split(".")[0] in _DEVICES:
            raise BadKey(key)
    return key


def checked_prefix(prefix: str) -> str:
    """The prefix itself, or ``BadKey`` when no key could ever begin with it."""
    *whole, last = prefix.split("/")
    if whole:
        checked("/".join(whole))
    if last and not _PART.fullmatch(last):
        raise BadKey(prefix)
    return prefix


def store_from_url(url: str, home: Path) -> ObjectStore:
    """The store a setting names.

    ``""`` or ``"file"`` is the folder ``uploads`` in ``home``; ``s3://bucket/prefix`` a bucket,
    with ``?endpoint=https://…&region=…`` for stores other than Amazon's; ``memory:`` forgets
    everything at the end.  Raises ValueError for anything else.
    """
    if url in {"", "file"}:
        from photovoice.storage.local import LocalStore

        return LocalStore(Path(home) / "uploads")
    if url.startswith("s3://"):
        from photovoice.storage.s3 import S3Store

        return S3Store.from_url(url)
    if url == "memory:":
        from photovoice.storage.memory import MemoryStore

        return MemoryStore()
    raise ValueError(f"no store is known by {url!r}: leave it empty, or name s3://bucket/prefix")
