"""Which bytes in the store are still named by a row, and nobody changing that meanwhile."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_STORE_IN_USE = 0x70766F
"""The PostgreSQL advisory lock that keeps removals away from bytes about to be named."""


def hold_store_still(session: Session, *, alone: bool = False) -> None:
    """Until the transaction ends, keep rows that name bytes and removals out of each other's way.

    Whoever names bytes holds it with others; whoever removes bytes or sets them aside, ``alone``.
    SQLite has one writer at a time anyway; PostgreSQL is told so for these two.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        session.execute(text(f"SELECT {lock}({_STORE_IN_USE})"))
    elif alone:
        session.execute(text("SELECT 1"))


def still_named(house: Any, session: Session, keys: Collection[str]) -> set[str]:
    """Those of some keys that a row names: see ``House.stored``.

    Keys that begin as nobody's do are taken to be named: what nobody answers for stays.
    """
    found = set(keys)
    for prefix, named in house.stored.items():
        theirs = sorted(key for key in keys if key.startswith(prefix))
        if theirs:
            found -= set(theirs) - named(session, theirs)
    return found
