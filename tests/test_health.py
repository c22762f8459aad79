"""What whoever watches an installation is told."""

from datetime import timedelta

import pytest

from photovoice.away import StoreAway
from photovoice.db import now
from photovoice.jobs.models import Job, JobState
from tests.test_away import no_database


@pytest.fixture
def watched(house, client):
    """``watched()``: the status, and what is said, of an installation that was opened."""

    def look():
        answer = client.get("/readyz")
        return answer.status_code, answer.json

    return look


def test_everything_is_there(watched, client):
    status, said = watched()
    assert status == 200 and said["ready"] and all(said["checks"].values())
    assert (said["oldest_job_seconds"], said["given_up"], said["last_backup_days"]) == (0, 0, None)
    assert client.get("/healthz").text == "ok\n"


def test_without_a_database_it_lives_and_is_not_ready(watched, house, client):
    with no_database(house):
        status, said = watched()
        assert status == 503 and not said["ready"]
        assert not said["checks"]["database"] and not said["checks"]["schema"]
        assert said["checks"]["store"] and said["given_up"] is None
        assert client.get("/healthz").status_code == 200


def test_a_store_that_is_away_is_named(watched, house, monkeypatch):
    def gone(_key):
        raise StoreAway()

    monkeypatch.setattr(house.store, "exists", gone)
    status, said = watched()
    assert status == 503
    assert [name for name, holds in said["checks"].items() if not holds] == ["store"]


def test_work_nobody_begins_says_that_no_worker_runs(watched, session):
    session.add(Job(name="search.update", payload={}, run_after=now() - timedelta(minutes=6)))
    failed = {"state": JobState.FAILED, "ended_at": now()}
    session.add(Job(name="search.update", payload={}, **failed))
    session.commit()
    status, said = watched()
    assert status == 503 and not said["checks"]["worker"]
    assert said["oldest_job_seconds"] >= 360 and said["given_up"] == 1


def test_a_disk_that_is_nearly_full_is_named(watched, monkeypatch):
    from photovoice import health

    monkeypatch.setattr(health, "ROOM", 2**60)
    status, said = watched()
    assert status == 503 and not said["checks"]["disk"]


def test_what_nobody_opened_is_not_ready_and_makes_no_file(house, client):
    house.opened = False
    answer = client.get("/readyz")
    assert answer.status_code == 503 and not answer.json["checks"]["opened"]
