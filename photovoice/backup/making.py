"""Making a backup while the house is in use: the database at one moment, then all it names.

Bytes are stored before the row that names them, so whatever the snapshot names is there when it is
copied.  The list of what to find comes last: a backup cut short is none, and what it copied is not
copied again.
"""

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from photovoice import audit
from photovoice.accounts.rules import keyed_hash
from photovoice.backup import queries, tables, taken_back
from photovoice.backup.models import BackupPlace, TakenBack
from photovoice.backup.named import EditionFolder, Named, editions, named
from photovoice.backup.place import FORMAT, Changed, NoSuchBackup, NotOurs, Place, Say, sha256_of
from photovoice.db import now
from photovoice.exhibition.models import Edition, EditionState
from photovoice.exhibition.press import ON_SITE
from photovoice.storage import Missing
from photovoice.storage.deletions import let_go_of

AT_ONCE = 8
"""Objects copied side by side: most of the time is spent waiting for a disk or a line."""


@dataclass
class Report:
    """What a backup did."""

    name: str = ""
    at: datetime = field(default_factory=now)
    rows: int = 0
    objects: int = 0
    sent: int = 0
    """How many objects were not at the place yet."""
    bytes_sent: int = 0
    wrong: list[str] = field(default_factory=list)
    """What is missing or changed, in sentences; the backup is without it."""


@dataclass(frozen=True)
class Content:
    """One object of a backup: what it is in the house, and where its bytes are at the place."""

    kind: str
    """``store``, ``exhibitions`` or ``table``."""
    path: str
    """The key in the store, the path in exhibitions/, or the name of the table."""
    sha256: str
    size: int

    def as_json(self) -> list[Any]:
        """As it is written down."""
        return [self.kind, self.path, self.sha256, self.size]


def fingerprint(secret_key: str) -> str:
    """What a backup says of the secret key, by which it can be recognised but not found."""
    return keyed_hash("the key of this archive", secret_key, "fingerprint")[:16]


def require_elsewhere(house: Any, place: Place) -> None:
    """Raises NotOurs where backups would lie inside the very folder they are to save."""
    home = house.config.home.resolve()
    if place.folder is not None and (home == place.folder or home in place.folder.parents):
        raise NotOurs(
            f"{place.folder} is inside the folder that is to be backed up ({home}). Whatever"
            " destroys one destroys the other: choose another disk, or a bucket."
        )


def back_up(
    house: Any,
    place: Place,
    say: Say = lambda *_: None,
    *,
    begin: bool = False,
    closing: bool = False,
) -> Report:
    """Back everything up to a place, and remember the place.

    ``begin``: the place held backups before and holds none now, and that is as it should be.
    ``closing``: nothing is taken in after this one.  Raises the refusals of ``Place``.
    """
    require_elsewhere(house, place)
    row = _enter(house, place, begin=begin)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="photovoice-backup-") as folder:
        with tables.snapshot(house.database) as connection:
            report.at = now()
            written = tables.write(connection, Path(folder))
            wanted, hanging = named(connection), editions(connection)
            last = connection.execute(
                select(TakenBack.number, TakenBack.seal).order_by(TakenBack.number.desc()).limit(1)
            ).first()
            revision = tables.revision_of(connection)
        have = place.objects()
        copying = Copying(house, place, have, _known_before(place), report)
        contents = copying.all([copying.table(one) for one in written], say, "tables")
        contents += copying.all(copying.named(wanted), say, "objects")
        contents += copying.all(copying.folders(hanging), say, "editions")
        listed = Path(folder) / "contents"
        with tables.packed(listed) as file:
            for one in contents:
                file.write(tables.line(one.as_json()))
        listing = copying.file(listed, "the list of contents")
    report.rows, report.objects = sum(one.rows for one in written), len(contents)
    with house.database.session(writes=False) as session:
        whose = queries.archive_id(session)
    report.name = place.write_backup(
        {
            "format": FORMAT,
            "archive": whose,
            "at": report.at.isoformat(),
            "revision": revision,
            "contents": listing.sha256,
            "objects": report.objects,
            "bytes": sum(one.size for one in contents),
            "rows": {one.name: one.rows for one in written},
            "taken_back": {"number": last.number, "seal": last.seal}
            if last
            else {"number": 0, "seal": ""},
            "place": row,
            "key": fingerprint(house.config.secret_key),
            "without": report.wrong,
        }
    )
    _remember(house, place, report)
    taken_back.tell(house, closed=closing)
    place.sweep()
    return report


def _enter(house: Any, place: Place, *, begin: bool) -> int:
    """Make sure the place is ours, and that from now on it is told what is taken back.  Its row."""
    with house.database.session(writes=False) as session:
        archive = queries.archive_id(session)
        known = session.scalar(select(BackupPlace).where(BackupPlace.address == place.address))
    if place.whose() is None and (known is None or begin):
        place.begin(archive)
    place.require(archive)
    with house.database.transaction() as session:
        row = session.scalar(select(BackupPlace).where(BackupPlace.address == place.address))
        if row is None:
            session.add(row := BackupPlace(address=place.address))
            session.flush()
            audit.record(session, None, "chose_backup_place", row, address=place.address)
        elif begin:
            row.told_through = 0
        id = row.id
    taken_back.tell(house)
    return id


def _remember(house: Any, place: Place, report: Report) -> None:
    with house.database.transaction() as session:
        row = session.scalars(select(BackupPlace).where(BackupPlace.address == place.address)).one()
        row.last_backup, row.last_backup_at = report.name, report.at
        row.missing = len(report.wrong)
        audit.record(session, None, "backed_up", row, backup=report.name)


def _known_before(place: Place) -> dict[tuple[str, str], tuple[str, int]]:
    """The hash and length of everything in the last backup: the same key never means other bytes,
    so what it has is not read again to learn its hash."""
    try:
        _name, manifest = place.backup()
        return {
            (one.kind, one.path): (one.sha256, one.size)
            for one in contents_of(place, manifest)
            if one.kind == "store"
        }
    except (Missing, Changed, NotOurs, NoSuchBackup):  # none yet, or one that is damaged
        return {}


def contents_of(place: Place, manifest: dict[str, Any]) -> list[Content]:
    """Everything a backup consists of.  Raises Missing or Changed."""
    with tempfile.TemporaryDirectory(prefix="photovoice-backup-") as folder:
        path = Path(folder) / "contents"
        fetch(place, manifest["contents"], path, "the list of contents")
        return [Content(*line) for line in tables.lines_of(path)]


def fetch(place: Place, sha256: str, path: Path, what: str) -> None:
    """Bring bytes from a place into a file.  Raises Missing, Changed."""
    with place.opened(sha256, what) as source, path.open("wb") as file:
        while piece := source.read(1024 * 1024):
            file.write(piece)


class Copying:
    """Copies what is not at the place yet, several objects side by side."""

    def __init__(
        self,
        house: Any,
        place: Place,
        have: dict[str, int],
        before: dict[tuple[str, str], tuple[str, int]],
        report: Report,
    ) -> None:
        self.house, self.place, self.have, self.before = house, place, have, before
        self.report = report
        self.there = {
            stored.key: stored.size
            for prefix in house.stored
            for stored in house.store.keys(prefix)
        }

    def all(self, tasks: Iterable[Any], say: Say, what: str) -> list[Content]:
        """Do every task; what each of them copied."""
        tasks, done = list(tasks), 0
        found: list[Content] = []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = [pool.submit(task) for task in tasks]
            try:
                for future in waiting:
                    found += future.result()
                    say(done := done + 1, len(tasks), what)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return found

    def file(self, path: Path, what: str, sha256: str | None = None) -> Content:
        """Keep a file on this machine."""
        if sha256 is None:
            with path.open("rb") as source:
                sha256 = sha256_of(source)
        size = path.stat().st_size
        if self.have.get(sha256) != size:
            with path.open("rb") as source:
                self.place.keep(source, sha256, what)
            self._count(sha256, size)
        return Content("file", path.name, sha256, size)

    def _count(self, sha256: str, size: int) -> None:
        self.have[sha256] = size
        self.report.sent += 1
        self.report.bytes_sent += size

    def table(self, one: tables.TableFile) -> Any:
        """The task of keeping a table."""

        def task() -> list[Content]:
            kept = self.file(one.path, f"the table {one.name}")
            return [Content("table", one.name, kept.sha256, kept.size)]

        return task

    def named(self, wanted: list[Named]) -> Iterator[Any]:
        """The tasks of keeping everything in the store that rows name."""
        for one in wanted:
            yield lambda one=one: self._object(one)

    def _object(self, one: Named) -> list[Content]:
        store = self.house.store
        try:
            size = self.there.get(one.key)
            size = store.size(one.key) if size is None else size
            sha256 = one.sha256 or self.before.get(("store", one.key), (None, None))[0]
            if sha256 is None:
                with store.open(one.key) as source:
                    sha256 = sha256_of(source)
            if self.have.get(sha256) != size:
                with store.open(one.key) as source:
                    self.place.keep(source, sha256, f"{one.key} ({one.what})")
                self._count(sha256, size)
        except Missing:
            if not one.can_be_made_again and not self._was_let_go(one.key):
                self.report.wrong.append(f"Missing: {one.key}, {one.what}.")
            return []
        except Changed as changed:
            self.report.wrong.append(str(changed))
            return []
        return [Content("store", one.key, sha256, size)]

    def _was_let_go(self, key: str) -> bool:
        """Whether somebody let it go on purpose since the snapshot, or before it."""
        with self.house.database.session(writes=False) as session:
            return bool(let_go_of(session, [key]))

    def folders(self, hanging: list[EditionFolder]) -> Iterator[Any]:
        """The tasks of keeping the folders of editions."""
        for one in hanging:
            yield lambda one=one: self._folder(one)

    def _folder(self, one: EditionFolder) -> list[Content]:
        root = self.house.config.exhibitions_folder
        found: list[Content] = []
        try:
            for name in (str(one.number), f"{one.number}{ON_SITE}"):
                for path in sorted((root / one.slug / name).rglob("*")):
                    if path.is_file():
                        inside = path.relative_to(root).as_posix()
                        kept = self.file(path, f"exhibitions/{inside}")
                        found.append(Content("exhibitions", inside, kept.sha256, kept.size))
        except FileNotFoundError:
            found = []  # cleared away in this moment
        if not found and one.is_live and not self._was_retired(one.id):
            self.report.wrong.append(f"Missing: the folder of {one.name}.")
        return found

    def _was_retired(self, id: int) -> bool:
        with self.house.database.session(writes=False) as session:
            edition = session.get(Edition, id)
            return edition is None or edition.state is EditionState.RETIRED
