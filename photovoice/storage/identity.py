"""Which archive this is: one name, kept in the database and in the store, that must agree.

Rows without bytes and bytes without rows both come from putting the wrong things together: another
database, an older copy of it, an empty one, another folder or bucket, a second installation.  So an
archive has a name of its own, written into both at its first start.  Beside it the store holds the
*mark* of the database that named its bytes last.  A database remembers the marks it has made; where
it does not know the store's, it is an older copy, or another copy is in use elsewhere.
"""

import json
import logging
import socket
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, make_url, select
from sqlalchemy.orm import Session

from photovoice.config import Config
from photovoice.db import now
from photovoice.storage import NAME, Missing, ObjectStore
from photovoice.storage.deletions import let_go_of
from photovoice.storage.models import Archive, KnownMissing, StoreMark
from photovoice.storage.naming import still_named
from photovoice.storage.set_aside import listed

log = logging.getLogger("photovoice.storage")

KEY = NAME
"""Where the store holds the name of its archive."""
MARKS_KEPT = 1000
"""Marks a database remembers, which is more than a month of one an hour and some at each start."""
SOON = 30.0
"""Seconds between two marks while photographs come in."""
LOOKED_AT = 1000
"""Keys looked for, and found ones looked up, when a store and a database meet."""
LOOKING = 3.0
"""Seconds that may take."""
TOLERATED = 20
"""One in so many may be missing (a disk's fault, for ``verify`` to name) and the start goes on."""
LEFT_OVER = 2
"""Originals without a row that a crash may have left at most, before there is a name."""


class DoesNotFit(Exception):
    """The database and the store do not belong together.  Says what is wrong and what to do."""

    def __init__(self, what: str, to_do: str) -> None:
        super().__init__(f"{what}\nNothing was changed. {to_do}")
        self.what = what
        self.to_do = to_do


@dataclass(frozen=True)
class InTheStore:
    """What a store says of the archive whose bytes it holds; moments in UTC, as ISO 8601."""

    archive: str
    """The archive's name, 32 hexadecimal digits."""
    mark: str
    """The mark of the database that named its bytes last."""
    marked_at: str
    since: str
    """Since when that database has named them."""
    by: str
    """The machine that made the mark."""


def read(store: ObjectStore) -> InTheStore | None:
    """What the store says; None when it has no name yet.  Raises DoesNotFit for anything else."""
    try:
        with store.open(KEY) as file:
            return InTheStore(**json.loads(file.read()))
    except Missing:
        return None
    except (ValueError, TypeError):
        raise DoesNotFit(
            f"The name of the archive in the store ({KEY}) cannot be read.",
            f"Put {KEY} back from a backup, or, if this database shall have this store: {ADOPT}",
        ) from None


ADOPT = "photovoice store adopt"
"""The way on for whoever knows that database and store shall belong together."""


def archive_of(session: Session) -> Archive | None:
    """What the database says of the archive; None before its first start."""
    return session.get(Archive, 1)


def named_since(session: Session) -> datetime | None:
    """Since when this database has named the bytes of its store without a break."""
    archive = archive_of(session)
    return archive.store_since if archive else None


def trouble(house: Any) -> DoesNotFit | None:
    """Why the database and the store do not belong together, going by their names and marks.

    None when they do, and for two that have no names yet, which ``meet`` would look at.
    """
    try:
        held = read(house.store)  # before the database: it knows at least the marks made by now
        with house.database.session(writes=False) as session:
            archive = archive_of(session)
            known = held is not None and session.get(StoreMark, held.mark) is not None
    except DoesNotFit as unreadable:
        return unreadable
    base, store = database_name(house.config), store_name(house.config)
    if held is None:
        if archive is None:
            return None
        return DoesNotFit(
            f"The store ({store}) does not know this archive: it is empty, or holds something"
            " else.",
            "Put back what it held, or name the right one (PHOTOVOICE_HOME, PHOTOVOICE_STORE_URL)."
            f" If it is gone for good: {ADOPT}",
        )
    if archive is None or archive.uid != held.archive:
        return _of_another(house, held)
    if not known:
        return DoesNotFit(
            f"The database ({base}) is an older copy, or another copy of it is in use elsewhere:"
            f" the store ({store}) was used last on {_in_words(held.marked_at)} by {held.by}, with"
            " one that knew more.",
            "Put the newest database back. If there is none, go on with this one: its photographs"
            " are shown, and those it does not know are set aside for"
            f" {house.config.set_aside_days} days: {ADOPT}",
        )
    return None


def belongs_to_another(house: Any) -> DoesNotFit | None:
    """Why a database without a name, of a version that gave none, may not have a store with one."""
    held = read(house.store)
    return None if held is None else _of_another(house, held)


def _of_another(house: Any, held: InTheStore) -> DoesNotFit:
    return DoesNotFit(
        f"The store ({store_name(house.config)}) belongs to another archive than the database"
        f" ({database_name(house.config)}): it was used last on {_in_words(held.marked_at)} by"
        f" {held.by}.",
        "Start with the database and the store that belong together (PHOTOVOICE_HOME,"
        " PHOTOVOICE_DATABASE_URL, PHOTOVOICE_STORE_URL); an installation must have a store of"
        f" its own. If this database shall have this store from now on: {ADOPT}",
    )


def meet(house: Any) -> list[str]:
    """At a start: make sure that the database and the store belong together, and mark the store.

    Two without names get one when they fit.  Comes back with sentences about what is worth
    knowing; raises DoesNotFit, with nothing changed, where going on would lose something.
    """
    held, base, store = read(house.store), database_name(house.config), store_name(house.config)
    if held is not None and (wrong := trouble(house)) is not None:
        raise wrong
    missing, looked = lacking(house)
    if len(missing) * TOLERATED > looked:
        raise DoesNotFit(
            f"The store ({store}) is emptier than the database says: of {looked}"
            f" photographs and recordings looked for, {len(missing)} are not there"
            f" ({', '.join(sorted(missing)[:3])}).",
            "Put back what it held, or name the right one (PHOTOVOICE_HOME, PHOTOVOICE_STORE_URL)."
            f" If they are gone for good: {ADOPT}",
        )
    if held is None:
        unnamed, seen = strangers(house)
        if len(unnamed) > (LEFT_OVER if looked else 0) and len(unnamed) * TOLERATED > seen:
            raise DoesNotFit(
                f"The store ({store}) holds photographs this database ({base}) knows nothing of:"
                f" {len(unnamed)} of {seen} looked at.",
                "Put the newest database back, or name the right one (PHOTOVOICE_HOME,"
                f" PHOTOVOICE_DATABASE_URL). If this database shall have this store: {ADOPT}",
            )
        with house.database.transaction() as session:
            if archive_of(session) is None:
                session.add(Archive(number=1))
    _write_mark(house)
    if not missing:
        return []
    return [
        f"{len(missing)} of {looked} photographs and recordings looked for are not in the store:"
        f" {', '.join(sorted(missing)[:3])}."
    ]


def require_untouched(house: Any) -> None:
    """Before an empty database is filled: make sure its store holds nobody's photographs.

    Raises DoesNotFit, with nothing changed.
    """
    held = read(house.store)
    found = next((stored.key for given in house.given for stored in house.store.keys(given)), None)
    if held is None and found is None:
        return
    last = f", used last on {_in_words(held.marked_at)} by {held.by}" if held else ""
    raise DoesNotFit(
        f"There is no database yet ({database_name(house.config)}), but the store"
        f" ({store_name(house.config)}) holds the photographs of an archive{last}.",
        "Put its database back, or name it (PHOTOVOICE_HOME, PHOTOVOICE_DATABASE_URL); for a new"
        " archive begin in an empty folder, with a store of its own. To begin an empty database"
        f" beside these photographs: {ADOPT}",
    )


def adopt(house: Any) -> None:
    """Let this database have this store from now on, whatever either said before.

    Destroys nothing: the name another archive gave the store is kept beside the new one, what no
    row names is set aside by a later sweep, and what is missing now is remembered as known.
    """
    try:
        house.store.move(KEY, f"archive-until-{now():%Y-%m-%d-%H%M%S}.json")
    except Missing:
        pass
    there = {stored.key for given in house.given for stored in house.store.keys(given)}
    there |= {one.was for one in listed(house.store)}
    with house.database.transaction() as session:
        archive = archive_of(session) or Archive(number=1)
        archive.store_since = now()
        session.add(archive)
        session.execute(delete(StoreMark))
        session.execute(delete(KnownMissing))
        for given in house.given.values():
            session.add_all(KnownMissing(key=key) for key in {*given(session, None)} - there)
    _write_mark(house)


def mark(house: Any) -> None:
    """Write into the store that this database names its bytes now; nothing before its first start.

    Where the two do not belong together the store keeps the mark it has, and the log says so.
    """
    with house.database.session(writes=False) as session:
        begun = archive_of(session) is not None
    if begun and (wrong := trouble(house)) is not None:
        log.error("%s", wrong)
    elif begun:
        _write_mark(house)


def _write_mark(house: Any) -> None:
    """The database remembers the mark first: one the store has and it has not is not its own."""
    moment = now()
    with house.database.transaction() as session:
        archive = session.get_one(Archive, 1)
        session.add(made := StoreMark(made_at=moment))
        session.flush()
        told = InTheStore(
            archive=archive.uid,
            mark=made.mark,
            marked_at=moment.isoformat(),
            since=archive.store_since.isoformat(),
            by=socket.gethostname(),
        )
        known = select(StoreMark.mark).order_by(StoreMark.made_at.desc()).limit(MARKS_KEPT)
        session.execute(
            delete(StoreMark)
            .where(StoreMark.mark.not_in(known))
            .execution_options(synchronize_session=False)
        )
    house.store.put(KEY, json.dumps(asdict(told), indent=1).encode(), media_type="application/json")
    house.marked = time.monotonic()


def mark_soon(house: Any) -> None:
    """Mark the store after something was taken in, unless that was done a moment ago.

    So that a copy of the database made before is known for older.  A store that cannot be marked
    now is marked next time.
    """
    if time.monotonic() - house.marked < SOON:
        return
    try:
        mark(house)
    except Exception:
        log.warning("The store could not be marked; the next photograph tries again", exc_info=True)


def lacking(house: Any) -> tuple[set[str], int]:
    """What people gave that the database names and the store lacks; how many were looked for.

    A random thousand at most, or as many as can be looked for in three seconds.  What was missing
    when the store was adopted is not counted.
    """
    with house.database.session(writes=False) as session:
        keys = [key for given in house.given.values() for key in given(session, LOOKED_AT)]
        known = select(KnownMissing.key).where(KnownMissing.key.in_(keys))
        known_missing = set(session.scalars(known))
    expected = [key for key in keys if key not in known_missing]
    until, looked, missing = time.monotonic() + LOOKING, 0, set()
    for key in expected:
        if looked and time.monotonic() > until:
            break
        looked += 1
        if not house.store.exists(key):
            missing.add(key)
    return missing, looked


def strangers(house: Any) -> tuple[set[str], int]:
    """What people gave and the store holds without a row for it; how many were looked at."""
    found = [
        stored.key for given in house.given for stored in islice(house.store.keys(given), LOOKED_AT)
    ]
    with house.database.session(writes=False) as session:
        known = still_named(house, session, found) | let_go_of(session, found)
    return set(found) - known, len(found)


def database_name(config: Config) -> str:
    """What to call the database to whoever runs the computer; without its password."""
    url = make_url(config.database)
    file = url.get_backend_name() == "sqlite"
    return str(url.database) if file else url.render_as_string(hide_password=True)


def store_name(config: Config) -> str:
    """What to call the store to whoever runs the computer."""
    address = config.store_url.partition("?")[0]
    return str(config.home / "uploads") if address in {"", "file"} else address


def _in_words(moment: str) -> str:
    at = datetime.fromisoformat(moment)
    return f"{at.day} {at:%B %Y at %H:%M} UTC"
