"""Bringing the database to the shape this version needs."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from photovoice.db import Database
from photovoice.paths import migrations_folder


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
        act(settings_for(connection))
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
