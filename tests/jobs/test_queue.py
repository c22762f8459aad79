"""What the worker's lanes do first, and what holds up what."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from photovoice.db import now
from photovoice.jobs import operations, queue
from photovoice.jobs.models import Job, JobState, Urgency
from photovoice.jobs.operations import claim_next, enqueue, perform_next


@pytest.fixture
def ask(house):
    """``ask(name, urgency)`` asks for work; its number."""

    def asking(name, urgency=Urgency.SOON) -> int:
        with house.database.transaction() as session:
            return enqueue(session, name, urgency=urgency, of=name).id

    return asking


@pytest.fixture
def done(house) -> list[str]:
    """What was done, in order."""
    names: list[str] = []
    for name in ("withdrawal", "picture", "print"):
        house.handlers[name] = lambda _house, payload: names.append(payload["of"])
    return names


def test_what_somebody_took_back_goes_before_pictures_and_pictures_before_print(house, ask, done):
    ask("print", Urgency.LATER)
    ask("picture")
    ask("withdrawal", Urgency.FIRST)
    ask("picture")
    while perform_next(house) is not None:
        pass
    assert done == ["withdrawal", "picture", "picture", "print"]


def test_the_quick_lane_takes_nothing_long(house, ask, done):
    ask("print", Urgency.LATER)
    assert perform_next(house, Urgency.SOON) is None and done == []
    ask("picture")
    assert perform_next(house, Urgency.SOON) and done == ["picture"]


def test_several_lanes_never_take_the_same(house, ask, done):
    wanted = {ask("picture") for _number in range(40)}
    taken, together = [], threading.Barrier(4)

    def lane():
        together.wait(60)
        while (job := claim_next(house.database)) is not None:
            taken.append(job.id)

    lanes = [threading.Thread(target=lane) for _lane in range(4)]
    for one in lanes:
        one.start()
    for one in lanes:
        one.join(60)
    assert sorted(taken) == sorted(wanted)


@pytest.fixture
def working(house, monkeypatch):
    """A worker with one lane beside the quick one; it ends with the test."""
    monkeypatch.setattr(queue, "SWEEP_SECONDS", 0.2)
    house.chores.clear()
    house.tidying.clear()
    stop = threading.Event()
    worker = threading.Thread(target=house.queue.work, args=(1, stop))

    def begin():
        worker.start()

    yield begin
    stop.set()
    worker.join(60)
    assert not worker.is_alive()


def until(true) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_long_print_holds_up_neither_a_picture_nor_a_withdrawal(house, ask, done, working):
    over = threading.Event()
    house.handlers["print"] = lambda *_given: over.wait(60)
    ask("print", Urgency.LATER)
    working()
    with house.database.session(writes=False) as session:
        until(lambda: _running(session))
    ask("picture")
    ask("withdrawal", Urgency.FIRST)
    until(lambda: len(done) == 2)
    assert not over.is_set()
    over.set()


def _running(session) -> bool:
    session.rollback()
    return session.scalar(select(Job.id).where(Job.state == JobState.RUNNING)) is not None


def test_work_nobody_rang_for_is_found(house, done, working):
    house.database.info["bell"] = lambda _id: None
    working()
    with house.database.transaction() as session:
        enqueue(session, "picture", of="picture")
    until(lambda: done == ["picture"])


def test_the_bell_wakes_a_lane_at_once(house, done, working, monkeypatch):
    monkeypatch.setattr(queue, "SWEEP_SECONDS", 50)
    working()
    time.sleep(0.3)
    began = time.monotonic()
    with house.database.transaction() as session:
        enqueue(session, "picture", of="picture")
    until(lambda: done == ["picture"])
    assert time.monotonic() - began < 25
    monkeypatch.setattr(queue, "SWEEP_SECONDS", 0.2)


def test_a_queue_that_is_away_stops_nothing(house, done, working, monkeypatch):
    def gone():
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr(house.queue.huey, "dequeue", gone)
    working()
    with house.database.transaction() as session:
        enqueue(session, "picture", of="picture")
    until(lambda: done == ["picture"])


def test_a_lease_of_a_process_that_died_is_given_back_while_others_work(house, ask, done, working):
    id = ask("picture")
    with house.database.transaction() as session:
        job = session.get_one(Job, id)
        host = operations.me().partition(":")[0]
        job.state, job.leased_by = JobState.RUNNING, f"{host}:99999999:ab12"
        job.leased_until = now() + operations.LEASE - timedelta(seconds=16)
    working()
    until(lambda: done == ["picture"])


def test_a_lease_renewed_lately_is_left_to_whoever_says_to_have_it(house, ask):
    """In two containers of one name each takes the other's processes for dead."""
    ask("picture")
    claim_next(house.database)
    with house.database.transaction() as session:
        host = operations.me().partition(":")[0]
        session.scalars(select(Job)).one().leased_by = f"{host}:99999999:ab12"
    assert operations.release_leases(house.database, at_start=False) == 0
    assert operations.release_leases(house.database) == 1
