"""What every command and server looks at first, and the sentence when something is not right."""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from photovoice import create_app, opening, private_files, schema
from photovoice.cli import main
from photovoice.config import Config
from photovoice.db import Database
from photovoice.exhibition.models import Edition, EditionState
from photovoice.schema import Shape
from photovoice.storage import identity
from tests.conftest import DATABASE

only_sqlite = pytest.mark.skipif(bool(DATABASE), reason="a file in an empty home is SQLite's")
only_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


def run(home: Path, *words: str, **settings: str):
    """A command in a home folder."""
    environment = {"PHOTOVOICE_HOME": str(home), "PHOTOVOICE_QUEUE_URL": "memory:"}
    return CliRunner().invoke(main, list(words), env=environment | settings)


LOOKING = [
    ("project", "list"),
    ("exhibition", "list"),
    ("exhibition", "publish", "none"),
    ("printing", "postcards", "none", "--output", "cards.pdf"),
    ("search", "rebuild"),
    ("archive", "ingest", ".", "--project", "none", "--researcher", "Pat"),
    ("store", "set-aside", "list"),
    ("store", "set-aside", "restore", "--all"),
    ("archive", "strip-metadata"),
    ("address", "show"),
    ("address", "say", "https://photographs.example.org"),
    ("account", "reset-password", "pat@example.org", "--password", "a long new password"),
    ("account", "reset-second-step", "pat@example.org"),
    ("account", "new-card", "Pat"),
    ("backup", "../backups"),
    ("reopen", "--yes"),
    ("verify",),
    ("jobs", "show", "1"),
    ("jobs", "retry", "--all"),
]
BEGINNING = {
    "serve",
    "worker",
    "start",
    "init",
    "db upgrade",
    "demo load",
    "store adopt",
    "restore",
}
"""Commands that may begin an archive.  ``backup-key`` has a test of its own."""


def names(group: click.Group, before: str = "") -> Iterator[str]:
    """Every command there is, in the words one types."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from names(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_is_tried_in_a_home_never_started():
    tried = {" ".join(words) for words in LOOKING}
    left = {
        name
        for name in set(names(main)) - BEGINNING - {"backup-key"}
        if not any(one == name or one.startswith(f"{name} ") for one in tried)
    }
    assert not left


def test_no_key_is_made_in_order_to_be_kept(tmp_path):
    (home := tmp_path / "home").mkdir()
    result = run(home, "backup-key", str(tmp_path / "key"))
    assert result.exit_code == 1
    assert f"There is no key in {home}" in result.stderr
    assert not (tmp_path / "key").exists() and list(home.iterdir()) == []


def no_room(*_args, **_how):
    """What a full disk says to whoever writes."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_key_is_made_whole_or_not_at_all(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_room)
        with pytest.raises(OSError, match="No space"):
            Config(home=tmp_path).with_secret()
    assert list(tmp_path.iterdir()) == []
    assert len(Config(home=tmp_path).with_secret().secret_key) > 40
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_an_empty_key_is_never_used(tmp_path):
    (tmp_path / "secret_key").touch()
    result = run(tmp_path, "db", "upgrade")
    assert result.exit_code == 1
    assert "is empty" in result.stderr and "backup-key" in result.stderr


@only_sqlite
def test_in_a_full_home_a_command_says_so_and_not_that_the_database_is_bad(tmp_path, monkeypatch):
    assert run(tmp_path, "db", "upgrade").exit_code == 0
    monkeypatch.setattr(opening, "TemporaryFile", no_room)
    result = run(tmp_path, "project", "list")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr and "Make room" in result.stderr
    assert "last backup" not in result.stderr


@only_sqlite
@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_in_a_home_never_started_a_command_says_so_and_makes_nothing(tmp_path, words):
    home = tmp_path / "home"
    home.mkdir()
    result = run(home, *words)
    assert result.exit_code == 1
    assert f"There is no archive in {home} yet" in result.stderr
    assert list(home.iterdir()) == []


@only_sqlite
def test_a_command_that_begins_an_archive_says_where(tmp_path):
    result = run(tmp_path / "home", "db", "upgrade")
    assert result.exit_code == 0
    assert f"A new archive was begun in {tmp_path / 'home'}" in result.stderr
    assert run(tmp_path / "home", "project", "list").exit_code == 0


@only_sqlite
def test_an_older_database_is_copied_beside_itself_and_then_upgraded(tmp_path):
    (home := tmp_path / "home").mkdir()
    database = Database(f"sqlite:///{home / 'photovoice.sqlite'}")
    schema.upgrade(database, "20261126_words_for_the_card")
    database.engine.dispose()
    result = run(home, "project", "list")
    assert result.exit_code == 0
    (copy,) = home.glob("photovoice-before-upgrade-*.sqlite")
    assert str(copy) in result.stderr
    with sqlite3.connect(copy) as connection:
        was = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert was == [("20261126_words_for_the_card",)]
    assert schema.shape(database) is Shape.CURRENT
    database.engine.dispose()


def test_a_database_newer_than_the_program_is_left_alone(config, house):
    with house.database.engine.begin() as connection:
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '20990101_fly_away'"))
    try:
        result = run(config.home, "project", "list", PHOTOVOICE_DATABASE_URL=config.database_url)
    finally:
        with house.database.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{head}'"))
    assert result.exit_code == 1
    assert "made by a newer version of Photovoice" in result.stderr


@only_sqlite
def test_the_tables_of_another_program_are_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "photovoice.sqlite") as connection:
        connection.execute("CREATE TABLE accounts (number)")
    result = run(tmp_path, "db", "upgrade")
    assert result.exit_code == 1 and "tables of another program" in result.stderr


@only_sqlite
def test_a_damaged_database_is_a_sentence(tmp_path):
    (tmp_path / "photovoice.sqlite").write_bytes(b"not a database at all" * 100)
    result = run(tmp_path, "start")
    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr and "Nothing was changed" in result.stderr


def test_a_live_edition_without_its_folder_is_said_at_the_start(make, house, session, config):
    exhibition = make.exhibition(slug="ordinary-work")
    session.add(Edition(exhibition=exhibition, number=1, state=EditionState.LIVE))
    session.commit()
    (said,) = (sentence for look in house.remarks for sentence in look(session))
    assert "ordinary-work/1" in said and "publish again" in said


def test_a_server_nobody_opened_stays_shut_until_things_fit(config, house, make, session, caplog):
    config = replace(config, testing=False)
    app = create_app(config)
    with house.database.transaction() as writing:
        writing.add(identity.Archive(number=1))
    make.photograph(developed=False)
    session.commit()
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 503
    assert "Whatever was received is safe" in answer.text
    assert "emptier than the database says" in caplog.text
    app.extensions["photovoice"].close()


def test_and_opens_where_they_do(config, house):
    app = create_app(replace(config, testing=False))
    assert app.test_client().get("/sign-in").status_code == 200
    app.extensions["photovoice"].close()


# files for nobody else


@only_posix
def test_a_home_is_closed_to_others_and_what_is_not_ours_stays_as_it_is(tmp_path):
    for name in ("uploads/originals/ab", "exhibitions/ours/1", "theirs"):
        (tmp_path / name).mkdir(parents=True)
    files = [
        "photovoice.sqlite",
        "photovoice.sqlite-wal",
        "secret_key",
        "uploads/originals/ab/one.jpg",
        "exhibitions/ours/1/index.html",
    ]
    for name in (*files, "theirs/script"):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / name).chmod(0o755)
    for folder in (tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    private_files.close_home(tmp_path)

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert {mode(tmp_path / name) for name in files} == {0o600}
    assert {mode(tmp_path / name) for name in ("uploads/originals/ab", "exhibitions/ours/1")} == {
        0o700
    }
    assert mode(tmp_path) == 0o700
    assert mode(tmp_path / "theirs/script") == 0o755


@only_posix
@only_sqlite
def test_what_a_command_makes_is_for_its_owner_alone(tmp_path):
    before = os.umask(0o022)
    try:
        assert run(home := tmp_path / "home", "db", "upgrade").exit_code == 0
    finally:
        os.umask(before)
    others = [path for path in [home, *home.rglob("*")] if path.stat().st_mode & 0o077]
    assert others == []


@only_posix
def test_a_place_for_everybody_stays_one(tmp_path):
    (shared := tmp_path / "shared").mkdir()
    shared.chmod(0o1777)
    private_files.close_home(shared)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777


def test_a_second_start_in_one_home_is_no_trouble(tmp_path, config: Config):
    for _ in range(2):
        result = run(config.home, "project", "list", PHOTOVOICE_DATABASE_URL=config.database_url)
        assert result.exit_code == 0, result.stderr


def test_a_database_that_may_not_be_written_is_said_in_a_sentence(tmp_path, monkeypatch):
    def readonly(_house):
        told = sqlite3.OperationalError("attempt to write a readonly database")
        raise OperationalError("INSERT INTO store_marks", {}, told)

    (home := tmp_path / "home").mkdir()
    assert run(home, "db", "upgrade").exit_code == 0
    monkeypatch.setattr("photovoice.opening.identity.meet", readonly)
    refused = run(home, "project", "list")
    assert refused.exit_code == 1 and "Traceback" not in refused.output
    assert "cannot be written" in refused.output and "What is in it is safe" in refused.output
    assert "store_marks" not in refused.output
