"""Bringing the database to the shape this version needs."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from photovoice.db import WRITES, Database, now
from photovoice.paths import migrations_folder

_UPGRADING = 0x707675
"""The PostgreSQL advisory lock of whoever changes the shape of the database."""


class Shape(StrEnum):
    """How the tables of a database stand to this version of the program."""

    NONE = "none"
    """There are none yet: a new archive, or the wrong place."""
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    """Made by a later version, which only that version may touch."""
    FOREIGN = "foreign"
    """Tables of another program."""


def shape(database: Database) -> Shape:
    """How the tables stand; makes nothing, not even the file of a SQLite database."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return Shape.NONE
    with database.engine.execution_options(**{WRITES: False}).connect() as connection:
        tables = set(inspect(connection).get_table_names())
        there = set(MigrationContext.configure(connection).get_current_heads())
        scripts = ScriptDirectory.from_config(settings_for(connection))
    if not there:
        return Shape.FOREIGN if tables else Shape.NONE
    if there == set(scripts.get_heads()):
        return Shape.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Shape.OLDER if there <= known else Shape.NEWER


def back_up(database: Database) -> Path | None:
    """A consistent copy of a SQLite database, in a file beside it; None for any other database."""
    url = database.engine.url
    if url.get_backend_name() != "sqlite":
        return None
    here = Path(url.database or "")
    copy = here.with_name(f"{here.stem}-before-upgrade-{now():%Y-%m-%d-%H%M%S}{here.suffix}")
    with (
        closing(sqlite3.connect(f"{here.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    copy.chmod(0o600)
    return copy


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing; none, when the database is up to date."""
    _run(database, lambda settings: command.upgrade(settings, to))


def downgrade(database: Database, to: str = "base") -> None:
    """Undo migrations, down to ``to``."""
    _run(database, lambda settings: command.downgrade(settings, to))


def knows(revision: str) -> bool:
    """Whether this version has the migration of that name."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    try:
        return ScriptDirectory.from_config(settings).get_revision(revision) is not None
    except CommandError:
        return False


def new_migration(database: Database, name: str, date: str) -> None:
    """Write a migration file from the difference between the models and the database."""
    _run(
        database,
        lambda settings: command.revision(
            settings, message=name.replace("_", " "), autogenerate=True, rev_id=f"{date}_{name}"
        ),
    )


def settings_for(connection: Connection) -> AlembicConfig:
    """Alembic's settings, without a file of their own."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    settings.set_main_option("file_template", "%%(rev)s")
    settings.attributes["connection"] = connection
    return settings


def _run(database: Database, act: Callable[[AlembicConfig], object]) -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Rebuilding a table drops the old one; keys are checked again when it is done.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # two upgrades at once: the second finds nothing left to do
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADING})"))
        act(settings_for(connection))
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
