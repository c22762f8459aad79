"""The regular round through the store: what nothing names is set aside, what is named comes back.

Nothing is removed because a row is missing.  Only what was set aside long ago goes in the end, and
only from a database that has named the bytes of this very store for as long.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.db import now
from photovoice.storage import ObjectStore, StoredKey, identity
from photovoice.storage.models import Deletion
from photovoice.storage.naming import hold_store_still, still_named
from photovoice.storage.set_aside import SetAside, bring_back, listed, set_aside

log = logging.getLogger("photovoice.storage")

OLD_ENOUGH = timedelta(hours=1)
"""Bytes younger than this may still be waiting for the row that names them."""
BATCH = 200
T = TypeVar("T")


@dataclass
class Swept:
    """What a sweep did, by the keys that objects had before any of it."""

    set_aside: list[str] = field(default_factory=list)
    """Named by nothing; still in the store, under another key."""
    brought_back: list[str] = field(default_factory=list)
    """Set aside before, and named by a row now."""
    removed: list[str] = field(default_factory=list)
    """Let go on purpose before and turned up again, or set aside long ago."""


def tidy(house: Any) -> None:
    """About once an hour, but not when a worker has just started: see ``sweep``."""
    sweep(house)


def sweep(house: Any, older_than: timedelta = OLD_ENOUGH) -> Swept:
    """Set aside what no row names, bring back what one names again, and let go what is over.

    Whoever stores bytes says which of them are named: see ``House.stored``.  Where the store and
    the database do not belong together nothing is touched, and a line in the log says so.
    """
    swept = Swept()
    if (trouble := identity.trouble(house)) is not None:
        log.error("Nothing in the store is tidied. %s", trouble)
        return swept
    house.store.sweep_temporaries(older_than)
    before = now() - older_than
    for prefix in list(house.stored):
        old = (stored for stored in house.store.keys(prefix) if stored.modified < before)
        for some in _batches(old):
            _without_a_row(house, some, swept)
    for some in _batches(listed(house.store)):
        _set_aside_before(house, some, swept)
    return swept


def _without_a_row(house: Any, some: list[StoredKey], swept: Swept) -> None:
    by_key = {stored.key: stored for stored in some}
    with house.database.session(writes=False) as session:
        if still_named(house, session, by_key) == by_key.keys():
            return  # nothing to do, and nobody has to wait for it
    with house.database.transaction() as session:
        hold_store_still(session, alone=True)
        unnamed = sorted(by_key.keys() - still_named(house, session, by_key))
        over = _let_go_for_good(session, [by_key[key] for key in unnamed])
        for key in unnamed:
            if key in over:
                house.store.delete(key)
                swept.removed.append(key)
            else:
                set_aside(house.store, key, now().date())
                swept.set_aside.append(key)


def _let_go_for_good(session: Session, some: list[StoredKey]) -> set[str]:
    """Those of some unnamed objects that are no others than were let go on purpose.

    Younger ones under such a key were copied back, or sent again and named: the row that named
    them would have ended the record, in a database that has been this store's since then.
    """
    since = identity.named_since(session)
    rows = select(Deletion).where(Deletion.key.in_([stored.key for stored in some]))
    let_go = {one.key: one.let_go_at for one in session.scalars(rows)}
    return {
        stored.key
        for stored in some
        if (at := let_go.get(stored.key)) is not None
        and (stored.modified <= at or (since is not None and since <= at))
    }


def _set_aside_before(house: Any, some: list[SetAside], swept: Swept) -> None:
    keys = {one.was for one in some}
    with house.database.session(writes=False) as session:
        if not still_named(house, session, keys) and not _over(house, session, some):
            return
    with house.database.transaction() as session:
        hold_store_still(session, alone=True)
        named = still_named(house, session, keys)
        over = _over(house, session, some)
        for one in some:
            if one.was in named and not _lies_there(house.store, one.was):
                if bring_back(house.store, one.was):
                    swept.brought_back.append(one.was)
            elif one.key in over:
                house.store.delete(one.key)
                swept.removed.append(one.was)


def _over(house: Any, session: Session, some: list[SetAside]) -> set[str]:
    """Those of some objects set aside that may go, by the keys they have now.

    They were let go on purpose since; or they lie there for longer than they are kept.  The latter
    never before this database has named the bytes of this store for as long: one just put in place
    may not know of them yet.
    """
    since = identity.named_since(session)
    rows = select(Deletion).where(Deletion.key.in_([one.was for one in some]))
    let_go = {one.key: one.let_go_at for one in session.scalars(rows)}
    last_day = now() - timedelta(days=house.config.set_aside_days)
    for_so_long = since is not None and since <= last_day
    return {
        one.key
        for one in some
        if (for_so_long and one.since < last_day.date())
        or (
            (at := let_go.get(one.was)) is not None
            and (one.since < at.date() or (since is not None and since <= at))
        )
    }


def _lies_there(store: ObjectStore, key: str) -> bool:
    """Whether a key has its bytes; asking a store that it ``exists`` would bring them back."""
    return any(stored.key == key for stored in store.keys(key))


def _batches(some: Iterable[T]) -> Iterator[list[T]]:
    some = iter(some)
    while batch := list(islice(some, BATCH)):
        yield batch
