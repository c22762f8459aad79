"""kill -9 in the middle of a backup, and of a restore: nothing half is ever taken for whole."""

import errno
import operator
import os
import random

import pytest
from sqlalchemy.exc import OperationalError

from photovoice import create_app, schema
from photovoice.backup import restoring, verifying
from photovoice.backup.place import Place
from photovoice.config import Config
from photovoice.storage import identity
from tests.backup.conftest import environment, rows, stored
from tests.crash.processes import Command, until
from tests.factories import Factory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here")

KILLS = 4


@pytest.fixture
def settings(config):
    """The environment of every process of the house."""
    return environment(config)


@pytest.fixture
def photographs(house, session):
    """Enough photographs for a backup that can be cut."""
    make = Factory(session, house)
    for _ in range(30):
        make.photograph()
    session.commit()


def count(place, prefix) -> int:
    """How many objects a place holds."""
    return sum(1 for _ in place.store.keys(prefix))


def test_a_backup_killed_anywhere_is_none_and_the_next_goes_on(
    photographs, house, disk, settings, tmp_path
):
    chance = random.Random(7)
    for kill in range(KILLS):
        command = Command(["backup", disk.address], settings, tmp_path / f"out{kill}")
        at = count(disk, "objects/") + chance.randrange(1, 30)
        until(lambda at=at, c=command: count(disk, "objects/") >= at or not c.runs, "no objects")
        command.kill()
        for name in disk.backups():  # whatever is listed is whole
            _name, manifest = disk.backup(name)
            assert manifest["objects"] >= 30
    sent = count(disk, "objects/")
    assert Command(["backup", disk.address], settings, tmp_path / "last").end() == 0
    said = (tmp_path / "last").read_text()
    new = int(said.partition(" objects, ")[2].partition(" of them new")[0])
    assert new <= count(disk, "objects/") - sent + 1 < count(disk, "objects/")


def test_a_restore_killed_anywhere_starts_nothing_and_goes_on(
    photographs, house, disk, back_up, elsewhere, tmp_path
):
    back_up(disk)
    config, chance = elsewhere(), random.Random(11)
    words = ["restore", disk.address]
    there = config.home / "uploads"
    for kill in range(KILLS):
        command = Command(words, environment(config), tmp_path / f"out{kill}")
        at = 10 + chance.randrange(20) * (kill + 1)

        def far_enough(at=at, command=command):
            return sum(1 for _ in there.rglob("*.jpg")) >= at or not command.runs

        until(far_enough, "nothing is restored")
        command.kill()
        if restoring.was_begun(config.home) is None:
            break
        with pytest.raises(restoring.NotReady):
            create_app(config)
        served = Command(["db", "upgrade"], environment(config), tmp_path / f"serve{kill}")
        assert served.end() == 1
        assert "goes on where it stopped" in (tmp_path / f"serve{kill}.err").read_text()
    if restoring.was_begun(config.home) is not None:
        assert Command(words, environment(config), tmp_path / "last").end() == 0
    restored = create_app(config).extensions["photovoice"]
    try:
        assert stored(restored) == stored(house)
        assert rows(restored) == rows(house)
        assert not verifying.verify(restored)
    finally:
        restored.close()


@pytest.mark.parametrize("where", ["identity.meet", "search.rebuild", "holding.open_again"])
def test_a_restore_cut_short_at_its_very_end_starts_once_it_was_run_again(
    make, disk, back_up, elsewhere, restore, monkeypatch, where
):
    make.photograph()
    back_up(disk)
    config = elsewhere()
    last = operator.attrgetter(where)(restoring)

    def cut(*args, **how):
        last(*args, **how)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(f"photovoice.backup.restoring.{where}", cut)
        restore(config, disk)
    _done, restored = restore(config, disk)
    assert identity.trouble(restored) is None
    assert not verifying.verify(restored)


def full(*_args, **_how):
    """No room for a file."""
    raise OSError(errno.ENOSPC, "No space left on device")


def no_room(*_args, **_how):
    """No room for the database."""
    raise OperationalError("COMMIT", None, Exception("database or disk is full"))


@pytest.mark.parametrize(("where", "how"), [("_begin", full), ("tables.load", no_room)])
def test_a_full_disk_ends_a_restore_with_a_sentence_and_it_goes_on(
    make, disk, back_up, elsewhere, restore, monkeypatch, where, how
):
    make.photograph()
    back_up(disk)
    config = elsewhere()
    with monkeypatch.context() as patch, pytest.raises(restoring.CutShort, match="same command"):
        patch.setattr(f"photovoice.backup.restoring.{where}", how)
        restore(config, disk, key="a key for tests only")
    (config.home / "secret_key").parent.mkdir(exist_ok=True)
    (config.home / "secret_key").write_text("")
    _done, restored = restore(config, disk, key="a key for tests only")
    assert not verifying.verify(restored)


def test_a_restore_cut_short_before_an_older_database_was_upgraded_goes_on(
    make, disk, back_up, elsewhere, restore, monkeypatch
):
    make.photograph()
    back_up(disk)
    config = elsewhere()

    def cut(database, *to):
        if not to:  # the last step, to the newest shape
            schema.downgrade(database, "20261129_end_projects")
            raise KeyboardInterrupt
        upgrade(database, *to)

    upgrade = schema.upgrade
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(schema, "upgrade", cut)
        restore(config, disk)
    _done, restored = restore(config, disk)
    assert schema.shape(restored.database) is schema.Shape.CURRENT
    assert not verifying.verify(restored)


def test_a_second_restore_into_a_home_waits_for_nobody_and_changes_nothing(
    make, disk, back_up, elsewhere, restore, monkeypatch
):
    make.photograph()
    back_up(disk)
    config, load, refused = elsewhere(), restoring.tables.load, []

    def meanwhile(*args):
        with pytest.raises(restoring.NotReady, match="under way already") as told:
            restoring.restore(config, disk, make_app=create_app)
        refused.append(told)
        load(*args)

    monkeypatch.setattr("photovoice.backup.restoring.tables.load", meanwhile)
    _done, restored = restore(config, disk)
    assert refused and not verifying.verify(restored)


def test_a_restore_never_writes_over_anything(make, session, config, disk, back_up, house):
    make.photograph()
    back_up(disk)
    before = rows(house, without=()), stored(house)
    with pytest.raises(restoring.NotEmpty, match="empty"):
        restoring.restore(config, disk, make_app=lambda one: create_app(one, restoring=True))
    assert (rows(house, without=()), stored(house)) == before
    assert restoring.was_begun(config.home) is None


def test_an_interrupted_restore_is_not_finished_from_another_backup(
    make, disk, back_up, elsewhere, tmp_path
):
    make.photograph()
    back_up(disk)
    config: Config = elsewhere()
    config.home.mkdir()
    (config.home / restoring.BEGUN).write_text('{"backup": "20260101", "from": "/elsewhere"}')
    with pytest.raises(restoring.NotEmpty, match="/elsewhere"):
        restoring.restore(config, Place(disk.address), make_app=create_app)
