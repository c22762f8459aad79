"""Backing up, restoring and opening again as somebody types them, also where that goes wrong."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from photovoice.backup import making, restoring
from photovoice.backup.models import BackupPlace
from photovoice.cli import main
from photovoice.db import now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.storage import StoreFull
from photovoice.storage.local import LocalStore
from tests.backup.conftest import environment, rows


@pytest.fixture
def photovoice(config, session):
    """``photovoice("backup", dest)`` runs a command in the home under test, or in another."""

    def run(*words, home=config, answer=None):
        session.commit()
        result = CliRunner().invoke(main, list(words), env=environment(home), input=answer)
        session.expire_all()
        return result

    return run


def test_the_last_backup_before_a_move_closes_the_home_and_its_list_stays_current(
    photovoice, make, config, disk, elsewhere, restore
):
    make.photograph(cleared=True)
    said = photovoice("backup", "--closing", disk.address)
    assert said.exit_code == 0 and "This home is closed" in said.output
    for words in (["verify"], ["backup", disk.address], ["db", "upgrade"]):
        refused = photovoice(*words)
        assert refused.exit_code == 1
        assert str(config.home / restoring.CLOSED) in refused.output
    disk.say_until(replace(disk.taken_back()[1], at=now() - timedelta(days=9)))
    done, _restored = restore(elsewhere(), disk)
    assert done.is_current and not done.wrong


def full(monkeypatch):
    """There is no room for another object."""
    put = LocalStore.put

    def no_room(store, key, source, **how):
        if key.startswith("objects/"):
            raise StoreFull()
        return put(store, key, source, **how)

    monkeypatch.setattr(LocalStore, "put", no_room)


@pytest.mark.parametrize("how", [[], ["--closing"]])
def test_a_full_disk_is_said_and_the_backup_before_stays(
    photovoice, make, config, disk, back_up, monkeypatch, how
):
    make.photograph()
    before = back_up(disk).name
    make.photograph()
    with monkeypatch.context() as patch:
        full(patch)
        refused = photovoice("backup", *how, disk.address)
    assert refused.exit_code == 1 and "There is no room left" in refused.output
    assert "Traceback" not in refused.output
    assert disk.backups() == [before]
    assert photovoice("backup", disk.address).exit_code == 0
    assert len(disk.backups()) == 2


def test_a_bucket_that_cannot_be_reached_is_said(photovoice, make, s3_server, session, monkeypatch):
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    make.photograph()
    for address in (
        f"s3://no-such-bucket/here?endpoint={s3_server}&region=us-east-1",
        "s3://backups/here?endpoint=http://127.0.0.1:1&region=us-east-1",
    ):
        for words in (["backup", address], ["restore", address]):
            refused = photovoice(*words)
            assert refused.exit_code == 1, refused.output
            assert "cannot be reached" in refused.output and "Traceback" not in refused.output
    assert not session.query(BackupPlace).count()


def test_the_last_backup_of_a_day_is_restored_and_a_day_without_one_names_those_there_are(
    photovoice, make, house, disk, back_up, elsewhere, monkeypatch
):
    make.photograph()
    with monkeypatch.context() as patch:
        patch.setattr(making, "now", lambda: now() - timedelta(days=30))
        first = back_up(disk)
    make.photograph()
    second = back_up(disk)
    day = f"{first.at:%Y-%m-%d}"
    home = elsewhere()
    refused = photovoice("restore", disk.address, "--date", "1999-12-31", home=home)
    assert refused.exit_code == 1
    assert first.name in refused.output and second.name in refused.output
    said = photovoice("restore", disk.address, "--date", day, home=home)
    assert said.exit_code == 0, said.output
    assert f"Restored {first.name}" in said.output
    assert first.objects < second.objects


def test_the_exhibitions_are_opened_again_by_whoever_says_a_steward_has_looked(
    photovoice, make, session, work, disk, back_up, elsewhere, restore
):
    photograph = make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[photograph], slug="our-walls")
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    back_up(disk)
    disk.say_until(replace(disk.taken_back()[1], at=now() - timedelta(hours=1)))
    config = elsewhere()
    _done, restored = restore(config, disk)
    page = "/exhibitions/our-walls/1/index.html"
    client = restored.app.test_client()
    assert photovoice("reopen", home=config, answer="n").exit_code == 1
    assert client.get(page).status_code == 503
    assert "are open" in photovoice("reopen", home=config, answer="y").output
    assert client.get(page).status_code == 200
    again = photovoice("reopen", "--yes", home=config)
    assert again.exit_code == 1 and "Nothing is held back" in again.output


def test_an_archive_moves_from_postgresql_to_sqlite_and_back(
    make, house, disk, back_up, elsewhere, restore, tmp_path
):
    there = elsewhere("postgresql")
    photograph = make.photograph(cleared=True, pictured=["Ade"], caption="Our street")
    make.voice_note(photograph)
    back_up(disk)
    _done, on_sqlite = restore(elsewhere("sqlite"), disk)
    second = making.Place(str(tmp_path / "second"))
    with on_sqlite.app.app_context():
        report = making.back_up(on_sqlite, second)
    done, last = restore(there, second)
    assert not report.wrong and not done.wrong
    assert rows(last) == rows(on_sqlite) == rows(house)
