"""Letting bytes go on purpose: with a record of it, at once, for good.

What no row names is only set aside, for a row may be missing by mistake.  What somebody decided to
let go is written down here in the same transaction; a job then removes the bytes, also those set
aside before, and when they turn up again (copied back from a backup, say) they are removed again.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from photovoice.db import now
from photovoice.jobs.operations import enqueue
from photovoice.storage.models import Deletion, Reason
from photovoice.storage.naming import hold_store_still, still_named
from photovoice.storage.set_aside import copies

REMOVE = "storage.remove"
"""The job that removes bytes let go."""
BATCH = 200
"""Keys in one job."""


def let_go(session: Session, keys: Iterable[str], reason: Reason | str) -> None:
    """Let the bytes under some keys of the store go on purpose, in the caller's transaction.

    To be called together with the change after which no row names them any more.  They are
    removed soon after the commit, from where they lie and from what was set aside; where a row
    still names a key then (the same bytes, sent for another photograph, say), they stay and the
    record goes.  Letting go twice is as good as once; the later reason and moment are kept.
    """
    keys = sorted(set(keys))
    upsert = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name].insert
    moment = now()
    for some in _batches(keys):
        written = upsert(Deletion).values(
            [{"key": key, "reason": Reason(reason), "let_go_at": moment} for key in some]
        )
        session.execute(
            written.on_conflict_do_update(
                index_elements=["key"],
                set_={"reason": written.excluded.reason, "let_go_at": written.excluded.let_go_at},
            )
        )
        enqueue(session, REMOVE, keys=some)


def named_again(session: Session, keys: Iterable[str]) -> None:
    """Say that a row of this transaction names some keys: no earlier record applies to them.

    To be called by whoever writes such a row, after ``hold_store_still``.
    """
    for some in _batches(keys):
        session.execute(
            delete(Deletion)
            .where(Deletion.key.in_(some))
            .execution_options(synchronize_session=False)
        )


def let_go_of(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of some keys that were let go on purpose and not named again since."""
    return {
        key
        for some in _batches(keys)
        for key in session.scalars(select(Deletion.key).where(Deletion.key.in_(some)))
    }


def remove(house: Any, payload: dict) -> None:
    """Remove the bytes of keys let go, wherever they lie in the store; may be run twice."""
    with house.database.transaction() as session:
        hold_store_still(session, alone=True)
        gone = let_go_of(session, payload["keys"])
        named = still_named(house, session, gone)
        named_again(session, sorted(named))
        for key in sorted(gone - named):
            house.store.delete(key)
            for copy in copies(house.store, key):
                house.store.delete(copy.key)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    keys = iter(keys)
    while batch := list(islice(keys, BATCH)):
        yield batch
