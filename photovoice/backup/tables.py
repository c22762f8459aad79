"""Every table as plain lines of JSON, so that any database can take them in again.

A file for each table: the first line names the table and its columns with the kind of each, every
other line is a row, in the order of those columns.  Moments are ISO 8601 in UTC, days ISO 8601,
structured facts JSON as they are.  What SQLite wrote PostgreSQL reads, and the other way round.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Connection, Date, DateTime, MetaData, Table, func, insert, select, text
from sqlalchemy import types as sql

from photovoice import schema
from photovoice.db import WRITES, Base, Database, Moment
from photovoice.refusals import CommandRefused

BATCH = 500


@dataclass(frozen=True)
class TableFile:
    """One table, written down."""

    name: str
    rows: int
    path: Path


class UnknownSchema(CommandRefused):
    """A backup was made by a newer version of the software than this one."""


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection on which everything is seen as it was at one moment, whoever writes meanwhile.

    SQLite's readers see the moment of their first statement; PostgreSQL is asked to do the same.
    Nobody is kept from writing.
    """
    engine = database.engine.execution_options(**{WRITES: False})
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM alembic_version"))
        yield connection


def revision_of(connection: Connection) -> str:
    """Which shape the database has, as migrations name it; empty for one without tables."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def write(connection: Connection, folder: Path) -> list[TableFile]:
    """Write every table of a snapshot into ``folder``."""
    return [_write(connection, table, folder) for table in Base.metadata.sorted_tables]


def _write(connection: Connection, table: Table, folder: Path) -> TableFile:
    path, rows = folder / f"{table.name}.jsonl.gz", 0
    kinds = [[column.name, _kind(column.type)] for column in table.columns]
    found = connection.execute(
        select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    )
    with packed(path) as file:
        file.write(line({"table": table.name, "columns": kinds}))
        for row in found:
            file.write(line([_plain(value) for value in row]))
            rows += 1
    return TableFile(table.name, rows, path)


@contextmanager
def packed(path: Path) -> Iterator[gzip.GzipFile]:
    """A packed file in which the same lines are the same bytes on every day."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        yield file


def line(value: Any) -> bytes:
    """One line of JSON, to be written into a packed file."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _kind(kind: sql.TypeEngine) -> str:
    if isinstance(kind, Moment | DateTime):
        return "moment"
    if isinstance(kind, Date):
        return "day"
    if isinstance(kind, sql.LargeBinary):
        return "bytes"
    return "facts" if isinstance(kind, JSON) else "plain"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else value


READ: dict[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": bytes.fromhex,
}
"""How a value of a kind is read again; the others are what JSON says they are."""


def read(path: Path) -> tuple[str, list[list[str]], Iterator[dict[str, Any]]]:
    """A table's name, its columns with their kinds, and its rows, from a file ``write`` made."""
    lines = lines_of(path)
    head = next(lines)
    columns = head["columns"]

    def rows() -> Iterator[dict[str, Any]]:
        for values in lines:
            yield {
                name: READ[kind](value) if kind in READ and value is not None else value
                for (name, kind), value in zip(columns, values, strict=True)
            }

    return head["table"], columns, rows()


def lines_of(path: Path) -> Iterator[Any]:
    """What the lines of a packed file say."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def load(
    database: Database,
    revision: str,
    files: list[Path],
    also: Callable[[Connection, MetaData], None],
) -> None:
    """Fill a database that holds nobody's work with written tables, all of them or none.

    The tables are given the shape they had when they were written (``revision``), then filled in
    one transaction in which ``also`` may add to them, then brought to the shape of this version.
    Raises UnknownSchema where the shape is one of a later version.
    """
    if not schema.knows(revision):
        raise UnknownSchema(
            "This backup was made by a newer version of Photovoice than the one installed here."
            " Install that version, or a later one, and restore again."
        )
    _bring_to(database, revision)
    written = {}
    for path in files:
        name, _columns, rows = read(path)
        written[name] = rows
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # rows come table by table; keys are looked at when all are there
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        there = MetaData()
        there.reflect(connection)
        for table in reversed(there.sorted_tables):
            if table.name in written:
                connection.execute(table.delete())
        for table in there.sorted_tables:
            if table.name in written:
                _fill(connection, table, written[table.name])
        if sqlite:
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if loose:
                raise ValueError(f"rows that name rows that are not there: {loose[:3]}")
        else:
            _count_on(connection, there)
        also(connection, there)
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    schema.upgrade(database)


def _bring_to(database: Database, revision: str) -> None:
    """Give an empty database the shape a backup had, be it older or newer than what it has."""
    with database.engine.connect() as connection:
        now = revision_of(connection)
    if now and now != revision:
        schema.downgrade(database)
    schema.upgrade(database, revision)


def _fill(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            connection.execute(insert(table), some)
            some = []
    if some:
        connection.execute(insert(table), some)


def _count_on(connection: Connection, there: MetaData) -> None:
    """Let PostgreSQL number new rows from where the restored ones end."""
    for table in there.sorted_tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))
            )
            if sequence:
                last = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(sequence, last or 1, last is not None)))
