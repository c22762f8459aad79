"""The wrong database, the wrong store: nothing anybody gave is destroyed, and a sentence says so.

Each story begins with an archive in use, on disk or in a bucket, and goes on with one of the ways
in which people put the wrong things together.  ``start`` is what every command and server does
first; ``hours_later`` is a worker's regular round, with nothing too young to be looked at.
"""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
import pytest
from sqlalchemy import create_engine, make_url, select, text

from photovoice import open_archive, schema
from photovoice.archive.models import Photograph, Rendition
from photovoice.config import Config
from photovoice.db import Database
from photovoice.storage import identity, set_aside, sweeping
from tests.conftest import DATABASE, own_postgresql
from tests.factories import Factory


class Databases:
    """Databases of one test, on the engine under test, and copies of them."""

    def __init__(self, folder: Path, worker_id: str, template: str) -> None:
        self.folder, self.worker_id, self.template = folder, worker_id, template

    def new(self, name: str) -> str:
        """The address of a database without tables."""
        if DATABASE:
            return own_postgresql(f"{self.worker_id}_{name}")
        return f"sqlite:///{self.folder / name}.sqlite"

    def migrated(self, name: str) -> str:
        """The address of a database with tables and no rows."""
        return self.copy(self.template, name)

    def copy(self, address: str, name: str) -> str:
        """The address of a copy of a database nobody uses at the moment."""
        if DATABASE:
            to = self.new(name)
            with create_engine(DATABASE, isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text(f"DROP DATABASE {make_url(to).database}"))
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        f" WHERE datname = '{make_url(address).database}'"
                    )
                )
                connection.execute(
                    text(
                        f"CREATE DATABASE {make_url(to).database}"
                        f" TEMPLATE {make_url(address).database}"
                    )
                )
            return to
        to = self.new(name)
        shutil.copyfile(make_url(address).database, make_url(to).database)
        return to


@pytest.fixture(scope="module")
def template(migrated, worker_id) -> str:
    """A database with tables and no rows that nobody else uses."""
    if not DATABASE:
        return f"sqlite:///{migrated}"
    database = Database(own_postgresql(f"{worker_id}_template"))
    schema.upgrade(database)
    database.engine.dispose()
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def databases(tmp_path, worker_id, template) -> Databases:
    (folder := tmp_path / "databases").mkdir()
    return Databases(folder, worker_id, template)


@pytest.fixture(params=["disk", "s3"])
def config(request, tmp_path, databases) -> Config:
    """Settings of an archive that was never started."""
    address = request.getfixturevalue("bucket") if request.param == "s3" else ""
    return Config(
        home=tmp_path / "home",
        database_url=databases.migrated("ours"),
        secret_key="a key for tests only",
        store_url=address,
        queue_url="memory:",
        darkroom_workers=1,
        testing=True,
    )


class Opened:
    """An archive somebody has started; to be left with ``with``."""

    def __init__(self, config: Config, **how) -> None:
        self.app = open_archive(config, prepares=True, **how)
        self.house = self.app.extensions["photovoice"]

    def __enter__(self):
        self.context = self.app.app_context()
        self.context.push()
        return self.house

    def __exit__(self, *_trouble):
        self.context.pop()
        self.house.close()


start = Opened


def refused(config: Config) -> str:
    """The sentence with which a start stops."""
    with pytest.raises(click.ClickException) as no:
        start(config)
    return no.value.message


def hours_later(house) -> sweeping.Swept:
    """What a worker does in its regular round, some time after the start."""
    return sweeping.sweep(house, timedelta(0))


def take_in(house, numbers) -> None:
    """Take photographs in, and mark the store, as the worker does when it has developed them."""
    with house.database.transaction() as session:
        factory = Factory(session, house)
        factory._count = iter(range(min(numbers) * 10 + 1, 1000))
        known = session.scalars(select(Photograph)).first()
        factory._project = known and known.project
        photographer = factory.researcher()
        for number in numbers:
            factory._count = iter([number + 1])
            factory.photograph(photographer=photographer)
    house.marked = float("-inf")  # the one before came a while ago
    identity.mark_soon(house)


def bytes_in(house) -> set[bytes]:
    """Everything kept, wherever it lies in the store."""
    found = set()
    for stored in list(house.store.keys()):
        if not stored.key.startswith("archive"):
            with house.store.open(stored.key) as file:
                found.add(file.read())
    return found


def shows_everything(config: Config, photographs: int) -> None:
    """Start with the right database again: every row has its bytes, and a sweep finds no fault."""
    with start(config) as house:
        with house.database.session(writes=False) as session:
            rows = session.scalars(select(Photograph)).all()
            keys = {row.original_key for row in rows} | set(session.scalars(select(Rendition.key)))
        assert len(rows) == photographs
        for key in keys:
            with house.store.open(key) as file:
                assert file.read()
        swept = hours_later(house)
        assert (swept.set_aside, swept.removed) == ([], [])
        assert {one.key for one in house.store.keys("originals/")} == {
            row.original_key for row in rows
        }


@pytest.fixture
def ours(config):
    """An archive with three photographs, stopped again; everything it holds."""
    with start(config) as house:
        take_in(house, range(3))
        return bytes_in(house)


def test_an_older_database_put_in_place(config, ours, databases):
    older = databases.copy(config.database_url, "older")
    with start(config) as house:
        take_in(house, range(3, 9))
        everything = bytes_in(house)

    sentence = refused(replace(config, database_url=older))
    assert "is an older copy" in sentence and "Put the newest database back" in sentence

    with start(config) as house:
        assert bytes_in(house) == everything > ours
    shows_everything(config, 9)


def test_an_older_database_swept_all_the_same(config, ours, databases):
    """Should something else come past the start, the round itself looks first."""
    older = databases.copy(config.database_url, "older")
    with start(config) as house:
        take_in(house, range(3, 9))
        everything = bytes_in(house)
    with start(config) as house:
        house.database.engine.dispose()
        house.database = type(house.database)(older)
        assert hours_later(house) == sweeping.Swept()
        assert bytes_in(house) == everything
    shows_everything(config, 9)


def test_an_older_database_somebody_goes_on_with(config, ours, databases):
    older = databases.copy(config.database_url, "older")
    with start(config) as house:
        take_in(house, range(3, 9))
        everything = bytes_in(house)
    with start(replace(config, database_url=older), to_adopt=True) as house:
        identity.adopt(house)
    with start(replace(config, database_url=older)) as house:
        assert len(hours_later(house).set_aside) == 6 * 4, "six originals, and three copies of each"
        assert hours_later(house) == sweeping.Swept()
        assert bytes_in(house) == everything
        house.database.engine.dispose()

    assert "older copy" in refused(config)
    with start(config, to_adopt=True) as house:
        identity.adopt(house)
    shows_everything(config, 9)


def test_an_empty_database(config, ours, databases):
    empty = replace(config, database_url=databases.new("empty"))
    sentence = refused(empty)
    assert "There is no database yet" in sentence and "Put its database back" in sentence
    if not DATABASE:
        assert not Path(make_url(empty.database_url).database).exists()
    with start(config) as house:
        assert bytes_in(house) == ours
    shows_everything(config, 3)


def test_a_database_that_was_emptied(config, ours, databases, tmp_path):
    """Its tables are there (it was made for another folder, say), and no row is."""
    elsewhere = replace(
        config, home=tmp_path / "other", store_url="", database_url=databases.migrated("bare")
    )
    with start(elsewhere):
        pass
    assert "belongs to another archive" in refused(
        replace(config, database_url=elsewhere.database_url)
    )
    with start(config) as house:
        assert bytes_in(house) == ours
    shows_everything(config, 3)


def test_the_database_of_another_archive(config, ours, databases, tmp_path):
    theirs = replace(
        config, home=tmp_path / "theirs", store_url="", database_url=databases.migrated("theirs")
    )
    with start(theirs) as house:
        take_in(house, range(20, 23))

    sentence = refused(replace(config, database_url=theirs.database_url))
    assert "belongs to another archive" in sentence
    with start(config) as house:
        assert bytes_in(house) == ours
    shows_everything(config, 3)
    shows_everything(theirs, 3)


def lose_the_store(config) -> list[tuple[str, bytes]]:
    """Take everything out of the store, as when a folder was not copied; what it held."""
    with start(config) as house:
        store = house.store.kept
        held = []
        for stored in list(store.keys()):
            with store.open(stored.key) as file:
                held.append((stored.key, file.read()))
            store.delete(stored.key)
        return held


def put_back(config, held) -> None:
    """Put back what a store held."""
    from photovoice.storage import store_from_url

    store = store_from_url(config.store_url, config.home)
    for key, data in held:
        store.put(key, data)


def test_a_store_that_is_missing(config, ours):
    held = lose_the_store(config)
    if not config.store_url:
        shutil.rmtree(config.home / "uploads")
    sentence = refused(config)
    assert "emptier than the database says: of 3" in sentence
    put_back(config, held)
    shows_everything(config, 3)


def test_a_store_that_is_emptier_than_the_database_says(config, ours):
    held = lose_the_store(config)
    originals = [one for one in held if one[0].startswith("originals/")]
    put_back(config, [one for one in held if one not in originals[1:]])
    sentence = refused(config)
    assert "of 3 photographs and recordings looked for, 2 are not there" in sentence
    put_back(config, held)
    shows_everything(config, 3)


def test_somebody_goes_on_without_what_is_gone_for_good(config, ours):
    held = lose_the_store(config)
    originals = [one for one in held if one[0].startswith("originals/")]
    put_back(config, [one for one in held if one not in originals[1:]])
    with start(config, to_adopt=True) as house:
        identity.adopt(house)
    with start(config) as house:
        take_in(house, range(30, 32))
    put_back(config, originals)
    shows_everything(config, 5)


def test_a_second_installation_on_the_same_store(config, ours, databases, tmp_path):
    """It has a database of its own, and in a bucket nothing else to tell it that it is second."""
    second = replace(
        config,
        home=tmp_path / ("second" if config.store_url else "home"),
        database_url=databases.new("second"),
    )
    assert "holds the photographs of an archive, used last on" in refused(second)
    with start(config) as house:
        assert bytes_in(house) == ours
    shows_everything(config, 3)


def test_a_second_installation_on_a_copy_of_the_database(config, ours, databases):
    copy = replace(config, database_url=databases.copy(config.database_url, "copy"))
    with start(config) as first:
        take_in(first, [40])
        assert "another copy of it is in use elsewhere" in refused(copy)
        everything = bytes_in(first)
        assert hours_later(first) == sweeping.Swept()
    with start(config) as house:
        assert bytes_in(house) == everything
    shows_everything(config, 4)


def test_the_first_installation_stops_tidying_when_somebody_gives_its_store_away(
    config, ours, databases, caplog
):
    with start(config) as first:
        second = replace(config, database_url=databases.migrated("second"))
        with start(second, to_adopt=True) as house:
            identity.adopt(house)
        first.store.put("originals/ab/new.jpg", b"just sent")
        assert hours_later(first) == sweeping.Swept()
        identity.mark(first)
        assert "belongs to another archive" in caplog.text
        assert bytes_in(first) == ours | {b"just sent"}
    assert "belongs to another archive" in refused(config)


def test_an_archive_from_before_there_were_names_gets_one_where_things_fit(config, ours):
    with start(config) as house:
        forget_the_name(house)
    with start(config) as house:
        assert identity.read(house.store) is not None
        assert bytes_in(house) == ours
    shows_everything(config, 3)


def test_an_older_database_from_before_there_were_names(config, ours, databases):
    older = databases.copy(config.database_url, "older")
    with start(config) as house:
        take_in(house, range(3, 9))
        everything = bytes_in(house)
        forget_the_name(house)
    with start(replace(config, database_url=older), to_adopt=True) as house:
        forget_the_name(house)
    sentence = refused(replace(config, database_url=older))
    assert "photographs this database" in sentence and "knows nothing of: 6 of 9" in sentence
    with start(config) as house:
        assert bytes_in(house) == everything
    shows_everything(config, 9)


def forget_the_name(house) -> None:
    """Make an archive of a version that gave none."""
    house.store.delete(identity.KEY)
    with house.database.transaction() as session:
        for table in ("archives", "store_marks"):
            session.execute(text(f"DELETE FROM {table}"))


def test_what_a_sweep_set_aside_is_there_for_whoever_reads_it(config, ours):
    with start(config) as house:
        with house.database.session(writes=False) as session:
            key = session.scalars(select(Photograph.original_key)).first()
        set_aside.set_aside(house.store, key, identity.now().date())
        assert not any(stored.key == key for stored in house.store.keys())
        with house.store.open(key) as file:
            assert file.read() in ours
        assert list(set_aside.listed(house.store)) == []
