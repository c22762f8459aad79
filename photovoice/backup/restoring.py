"""Restoring a backup into an empty home: every byte looked at, and nothing public before it may be.

The order is: a mark that a restore was begun, while which nothing starts; the bytes; all tables in
one transaction; then what was taken back since is taken back again; and the mark goes.  Cut short
anywhere, the same command goes on where it stopped.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, MetaData, inspect, select
from sqlalchemy.exc import OperationalError

from photovoice import audit, schema
from photovoice.backup import holding, states, tables, taken_back
from photovoice.backup.making import AT_ONCE, Content, contents_of, fetch, fingerprint
from photovoice.backup.models import BackupPlace, Restoration
from photovoice.backup.place import CHUNK, Changed, Place, PlaceAway, Say, sha256_of
from photovoice.config import Config
from photovoice.db import now
from photovoice.exhibition import recall
from photovoice.refusals import CommandRefused
from photovoice.storage import Missing, StoreFull, identity
from photovoice.storage.local import LocalStore
from photovoice.workshop import jobs as search

BEGUN = "restoring.json"
"""In the home folder while a restore is under way: nothing starts there before it has ended."""
LOCK = ".restoring.lock"
"""In the home folder, held by whoever restores into it."""
CLOSED = "moved.json"
"""In a home folder whose archive went on somewhere else: nothing starts there any more."""
GONE_FOR_GOOD = {"withdrawn", "expired", "erased"}
"""Why bytes were let go that no restore brings back, even where the backup names them."""


class NotEmpty(CommandRefused):
    """A restore was to go where something is already."""


class NotReady(CommandRefused):
    """Nothing starts in this home."""


class NotWhole(CommandRefused):
    """A restore could not bring back the database."""


class CutShort(CommandRefused):
    """A restore could not go on, and does once the disk or the database lets it."""


@dataclass
class Restored:
    """What a restore did."""

    backup: str
    at: datetime
    objects: int = 0
    rows: int = 0
    reapplied: int = 0
    told_until: datetime | None = None
    is_current: bool = False
    """Nothing can have been taken back that is not known."""
    to_look_at: list[str] = field(default_factory=list)
    """What was done since that a steward has to look at: verbs of the record."""
    key_fits: bool = True
    wrong: list[str] = field(default_factory=list)
    """What the backup did not have whole, in sentences."""

    @property
    def opens(self) -> bool:
        """Whether the exhibitions are open, and nobody has to look first."""
        return self.is_current and not self.to_look_at


def was_begun(home: Path) -> dict[str, Any] | None:
    """Which restore was begun in a home folder and has not ended, or None."""
    return _read(home / BEGUN)


@contextmanager
def closing(home: Path, to: str) -> Iterator[None]:
    """Let nothing be taken in in a home while its last backup, at ``to``, is made, and never again
    once it is whole.  One that fails leaves the home open."""
    _write(home / CLOSED, {"to": to, "whole": False})
    try:
        yield
    except BaseException:
        (home / CLOSED).unlink()
        raise
    _write(home / CLOSED, {"to": to, "whole": True})


def close_again(home: Path) -> None:
    """Let a last backup that was cut short be made once more."""
    closed = _read(home / CLOSED)
    if closed is not None and not closed.get("whole", True):
        (home / CLOSED).unlink()


def is_closed(home: Path) -> bool:
    """Whether the archive of a home went on somewhere else, or is about to."""
    return (home / CLOSED).exists()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, said: dict[str, Any]) -> None:
    """Write a mark whole or not at all."""
    draft = path.with_name(f".{path.name}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(said))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def require_open(home: Path) -> None:
    """Raises NotReady in a home that is half restored, or whose archive went on elsewhere."""
    begun = was_begun(home)
    if begun is not None:
        raise NotReady(
            f"A restore was begun in {home} and has not ended. Run it again, it goes on where it"
            f" stopped: photovoice restore {begun['from']}"
        )
    closed = _read(home / CLOSED)
    if closed is not None and not closed.get("whole", True):
        raise NotReady(
            f"The last backup of this archive, at {closed['to']}, was cut short or is being made."
            f" Make it again: photovoice backup --closing {closed['to']}\nTo go on here instead,"
            f" remove {home / CLOSED}."
        )
    if closed is not None:
        raise NotReady(
            f"This archive was closed to move, and goes on somewhere else. To go on here after all,"
            f" remove {home / CLOSED}."
        )


def restore(
    config: Config,
    place: Place,
    date: str = "",
    *,
    key: str = "",
    make_app: Callable[[Config], Any],
    say: Say = lambda *_: None,
) -> Restored:
    """Restore the last backup, or the last of a day, into an empty home.

    ``key`` is the secret key, where somebody brings it.  ``make_app`` makes the application of the
    home.  Raises the refusals of ``Place``, and NotEmpty.
    """
    with _alone(config.home):
        return _restore_into(config, place, date, key, make_app, say)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time restore into a home: a second one, that ends after the first,
    would fill the database anew and destroy what was given since.  Raises NotReady."""
    with _cut_short(home):
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise NotReady(
                f"A restore into {home} is under way already, in another process. Let it end."
            ) from None
    try:
        yield
    finally:
        lock.release()


def _restore_into(
    config: Config,
    place: Place,
    date: str,
    key: str,
    make_app: Callable[[Config], Any],
    say: Say,
) -> Restored:
    begun = was_begun(config.home)
    if begun is not None:
        if begun["from"] != place.address:
            raise NotEmpty(
                f"A restore from {begun['from']} was begun in {config.home} and has not ended. Run"
                " that command again; it goes on where it stopped."
            )
        if date and place.backup(date)[0] != begun["backup"]:
            raise NotEmpty(
                f"A restore of the backup {begun['backup']} was begun in {config.home} and has not"
                " ended. Run it again without --date; for another backup name an empty folder"
                " (PHOTOVOICE_HOME)."
            )
        date = begun["backup"]
    if place.whose() is None:
        raise PlaceAway(f"There are no backups at {place.address}.")
    name, manifest = place.backup(date)
    if begun is None:
        _require_empty_home(config)
    contents = _require_whole(place, name, manifest)
    with _cut_short(config.home):
        _begin(config.home, place, name)
        if key:
            _bring_key(config, key)
        app = make_app(config)
        house = app.extensions["photovoice"]
        try:
            if begun is None:
                try:
                    _require_empty(house)
                except NotEmpty:
                    (config.home / BEGUN).unlink()
                    raise
            holding.hold(house)
            with app.app_context():
                return _restore(house, place, name, manifest, contents, say)
        finally:
            house.close()


@contextmanager
def _cut_short(home: Path) -> Iterator[None]:
    """Say in a sentence that a full disk, or a database that is away, ended a restore."""
    try:
        yield
    except (OSError, OperationalError, StoreFull) as trouble:
        why = getattr(trouble, "strerror", None) or getattr(trouble, "orig", None) or trouble
        raise CutShort(
            f"The restore into {home} could not go on: {why}.\nNothing at the place of backups was"
            " changed. See that there is room on the disk, and that this program may write there"
            " and reaches the database; then run the same command again."
        ) from trouble


def _require_empty_home(config: Config) -> None:
    for name in ("photovoice.sqlite", "uploads", "exhibitions"):
        path = config.home / name
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise NotEmpty(
                f"{config.home} is not empty: {name} is there. A restore never writes over"
                " anything. Name an empty folder (PHOTOVOICE_HOME), or move this one away first."
            )


def _require_empty(house: Any) -> None:
    """Raises NotEmpty unless database and store hold nothing of anybody's."""
    engine = house.database.engine
    if inspect(engine).has_table("people"):
        with engine.connect() as connection:
            if connection.exec_driver_sql("SELECT 1 FROM people LIMIT 1").first():
                raise NotEmpty(
                    "The database (PHOTOVOICE_DATABASE_URL) is in use already. A restore never"
                    " writes over anything: name an empty one."
                )
    for prefix in ("", *house.stored):
        if next(iter(house.store.keys(prefix)), None) is not None:
            raise NotEmpty(
                "The store (PHOTOVOICE_STORE_URL) is in use already. A restore never writes over"
                " anything: name an empty folder, or another prefix of the bucket."
            )


def _begin(home: Path, place: Place, name: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    if was_begun(home) is None:
        _write(home / BEGUN, {"backup": name, "from": place.address})


def _bring_key(config: Config, key: str) -> None:
    path = config.home / "secret_key"
    if path.exists() and path.read_text().strip() not in ("", key):  # empty: it was cut short
        raise NotEmpty(
            f"{path} is there already and is another key. Move it away, then restore again."
        )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key)


def _require_whole(place: Place, name: str, manifest: dict[str, Any]) -> list[Content]:
    """What a backup consists of.  Raises NotWhole, before anything is begun, where its list or a
    table is not what it was: without those there is nothing to go by."""
    what = "list of contents"
    try:
        contents = contents_of(place, manifest)
        for one in contents:
            if one.kind == "table":
                what = f"table {one.path}"
                with place.opened(one.sha256, what) as source:
                    while source.read(CHUNK):
                        pass
    except (Missing, Changed) as damaged:
        earlier = ", ".join(one for one in place.backups() if one < name)
        raise NotWhole(
            f"The {what} is missing or damaged in backup {name}, and nothing was restored. "
            + (
                f"Name an earlier one with --date, in an empty folder. There are: {earlier}."
                if earlier
                else "There is no earlier one."
            )
        ) from damaged
    return contents


def _restore(
    house: Any,
    place: Place,
    name: str,
    manifest: dict[str, Any],
    contents: list[Content],
    say: Say,
) -> Restored:
    done = Restored(name, datetime.fromisoformat(manifest["at"]))
    done.wrong += manifest["without"]
    known = taken_back.read(
        place, manifest["taken_back"]["number"], manifest["taken_back"]["seal"], now()
    )
    done.told_until, done.is_current = known.told_until, known.is_current
    done.key_fits = fingerprint(house.config.secret_key) == manifest["key"]
    gone = {
        key
        for key, line in taken_back.deleted(known.lines).items()
        if line["details"]["reason"] in GONE_FOR_GOOD
    }
    stored = [one for one in contents if one.kind == "store" and one.path not in gone]
    folders = [one for one in contents if one.kind == "exhibitions"]
    exhibitions = LocalFiles(house.config.exhibitions_folder)
    _bring(place, house.store, stored, done, say, "objects")
    _bring(place, exhibitions, folders, done, say, "editions")
    done.objects = len(stored) + len(folders)
    with house.database.engine.connect() as connection:
        loaded = (
            inspect(connection).has_table("restorations")
            and connection.execute(
                select(Restoration.id).where(Restoration.finished_at.is_(None))
            ).first()
        )
    if loaded:  # and perhaps cut short before it had the shape of this version
        schema.upgrade(house.database)
    else:
        _load(house, place, manifest, contents, name, say)
    done.rows = sum(manifest["rows"].values())
    say(0, 1, "what was taken back since")
    done.reapplied, done.to_look_at = _take_back_again(house, place, manifest, known)
    _be_its_store(house)
    search.rebuild(house)
    if done.opens:
        holding.open_again(house, by=None)
    else:
        recall.close_expired(house)
    (house.config.home / BEGUN).unlink(missing_ok=True)
    return done


def _be_its_store(house: Any) -> None:
    """Let the store be the restored archive's, which keeps its name.

    It was empty when the restore began: a mark of this archive was made by this restore before it
    was cut short, and the rows, which came anew, do not know it.
    """
    with house.database.transaction() as session:
        archive = identity.archive_of(session)
        if archive is not None:
            archive.store_since = now()
        ours = archive.uid if archive else None
    try:
        held = identity.read(house.store)
        if held is not None and held.archive == ours:
            house.store.delete(identity.KEY)
        identity.meet(house)
    except identity.DoesNotFit:
        return  # a backup that lacked much: every start says what is missing, and what to do


class LocalFiles(LocalStore):
    """Files under the names they had, which may be any."""

    def _path(self, key: str) -> Path:
        path = self.folder.joinpath(*key.split("/"))
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise Changed(f"A backup names a file outside its folder: {key}.")
        return path


def _bring(
    place: Place, into: Any, contents: list[Content], done: Restored, say: Say, what: str
) -> None:
    """Bring bytes from the place, each looked at while it comes; what is there whole stays."""

    def bring(one: Content) -> str:
        try:
            if into.exists(one.path) and into.size(one.path) == one.size:
                with into.open(one.path) as there:
                    if sha256_of(there) == one.sha256:
                        return ""
            with place.opened(one.sha256, one.path) as source:
                into.put(one.path, source)
                if source.sha256 != one.sha256:
                    into.delete(one.path)
                    raise Changed(one.path)
        except Missing:
            return f"Missing in the backup: {one.path}."
        except Changed:
            return f"Damaged in the backup: {one.path}. It was not restored."
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(bring, one) for one in contents]
        try:
            for number, future in enumerate(waiting, 1):
                if trouble := future.result():
                    done.wrong.append(trouble)
                say(number, len(contents), what)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _load(
    house: Any,
    place: Place,
    manifest: dict[str, Any],
    contents: list[Content],
    name: str,
    say: Say,
) -> None:
    """Fill the database, all at once, with a row that says it came from a backup."""

    def came_from(connection: Connection, there: MetaData) -> None:
        table = there.tables["restorations"]
        row = {"backup": name, "at": now(), "reapplied": 0, "to_look_at": []}
        known = {column.name for column in table.columns}  # as they were when it was backed up
        connection.execute(
            table.insert(), {column: value for column, value in row.items() if column in known}
        )

    written = [one for one in contents if one.kind == "table"]
    with tempfile.TemporaryDirectory(prefix="photovoice-restore-") as folder:
        paths = []
        for number, one in enumerate(written, 1):
            path = Path(folder) / one.path
            try:
                fetch(place, one.sha256, path, f"the table {one.path}")
            except (Missing, Changed) as damaged:
                raise NotWhole(
                    f"The table {one.path} is missing or damaged in backup {name}. The database"
                    " was not restored. Name an earlier backup with --date, in an empty folder."
                ) from damaged
            paths.append(path)
            say(number, len(written), "tables")
        tables.load(house.database, manifest["revision"], paths, came_from)


def _take_back_again(
    house: Any, place: Place, manifest: dict[str, Any], known: taken_back.List
) -> tuple[int, list[str]]:
    """Take back again what was taken back since, once and for good.  How much it was, and what a
    steward has to look at."""
    with house.database.transaction() as session:
        audit.hold(session, None)
        to_look_at = states.to_look_at(taken_back.unknown(session, known))
        changed = taken_back.take_back_again(session, known)
        if not known.is_current:
            states.sign_everybody_out(session)
        taken_back.go_on_from(session, known.going_on)
        unfinished = select(Restoration).where(Restoration.finished_at.is_(None))
        restoration = session.scalars(unfinished.order_by(Restoration.id)).one()
        restoration.told_until, restoration.reapplied = known.told_until, changed
        restoration.to_look_at = to_look_at
        restoration.finished_at = now()
        goes_on = session.get_one(BackupPlace, manifest["place"])
        goes_on.address = place.address
        goes_on.last_backup = restoration.backup
        goes_on.last_backup_at = datetime.fromisoformat(manifest["at"])
        if known.going_on:
            goes_on.told_through = known.going_on[-1]["number"]
        audit.record(session, None, "restored", restoration, backup=restoration.backup)
    return changed, to_look_at
