"""Keeps the search index up to date: jobs asked for by whatever changes a photograph's words."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from photovoice.jobs.operations import done_together, enqueue, waiting
from photovoice.workshop.documents import documents, in_batches

UPDATE = "search.update"
TOGETHER = 200
"""Jobs done along with the one in hand: writing the index costs the same for one as for many."""


def ask_for_update(_sender: object, *, session: Session, photograph_ids: Sequence[int]) -> None:
    """Ask for photographs to be indexed anew, in the transaction of what changed them."""
    if photograph_ids:
        enqueue(session, UPDATE, photographs=sorted(set(photograph_ids)))


def update(house: Any, payload: dict) -> None:
    """Index photographs anew, and along with them those of all jobs still waiting.

    Photographs no longer there are forgotten.
    """
    with house.database.session(writes=False) as session:
        along = waiting(session, UPDATE, TOGETHER)
    ids = set(payload["photographs"]).union(*(one["photographs"] for one in along.values()))
    with house.database.session(writes=False) as session:
        found = documents(session, sorted(ids))
    house.index.update(found)
    if gone := ids - {document.id for document in found}:
        house.index.remove(gone)
    done_together(house.database, along.keys())


def rebuild(house: Any, say: Callable[[int], None] = lambda _count: None) -> int:
    """Make the whole index anew from the database.  How many photographs it holds."""
    house.index.clear(None)
    count = 0
    with house.database.session(writes=False) as session:
        for batch in in_batches(session):
            house.index.update(batch)
            count += len(batch)
            say(count)
    return count
