"""The database: one engine, one session a request, one commit at the end of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Mapper,
    Session,
    mapped_column,
    sessionmaker,
)
from sqlalchemy.types import JSON, TypeDecorator

WRITES = "photovoice_writes"


class Base(DeclarativeBase):
    """The mother of every table; constraints get names so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class LastNumber(Base):
    """The last number that rows of one table were given, where SQLite would give it out again."""

    __tablename__ = "last_numbers"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Of the table."""
    number: Mapped[int]


class OwnNumber:
    """A kind whose rows are deleted and whose numbers stand in addresses: a number belongs to one
    row for ever, or an old page would speak of another."""

    __tablename__: str
    id: Mapped[int]


@event.listens_for(OwnNumber, "before_insert", propagate=True)
def _number(mapper: Mapper[Any], connection: Connection, row: OwnNumber) -> None:
    """Number a row on SQLite; PostgreSQL's sequences never go back."""
    if connection.dialect.name != "sqlite":
        return
    name, table = row.__tablename__, mapper.local_table
    kept = select(LastNumber.number).where(LastNumber.name == name)
    last = connection.scalar(kept) or 0
    if row.id is None:
        row.id = max(last, connection.scalar(select(func.max(table.c.id))) or 0) + 1
    if row.id > last:
        said = sqlite.insert(LastNumber).values(name=name, number=row.id)
        there = {"number": said.excluded.number}
        connection.execute(said.on_conflict_do_update(index_elements=["name"], set_=there))


class Moment(TypeDecorator):
    """A moment in UTC that comes back with its zone from every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value, dialect):
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


Data = JSON(none_as_null=True)
"""A column of small structured facts."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is where the house stands: by the clock it tells times by, or this machine's."""
    zone = current_app.config["ZONE"] if has_app_context() else None
    return now().astimezone(zone).date()


def make_engine(url: str) -> Engine:
    """An engine set up for many short transactions: SQLite in WAL mode, PostgreSQL as it comes."""
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
        )
    engine = create_engine(
        url, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection, record):
        # The driver's own transaction handling takes the write lock too late to wait for it.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """The engine and the sessions made from it."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.info: dict[str, Any] = {}
        """What every session carries: ``house``, and ``bell``, which is called with a job's id
        after the transaction that asked for it has committed."""
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def session(self, *, writes: bool = True) -> Session:
        """A session; one that only reads never takes SQLite's single write lock."""
        bind = self.engine.execution_options(**{WRITES: writes})
        return self._sessions(bind=bind, info=dict(self.info))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it fails."""
        with self.session() as session, session.begin():
            yield session
