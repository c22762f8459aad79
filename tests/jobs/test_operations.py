"""Work that can wait is done: once at a time, again after a failure, and whoever dies over it."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from photovoice.db import now
from photovoice.jobs import operations
from photovoice.jobs.models import Job, JobState
from photovoice.jobs.operations import (
    ATTEMPTS,
    CUTS,
    KEPT,
    LEASE,
    claim,
    due,
    enqueue,
    forget_old,
    perform,
    perform_all,
    release_leases,
)


@pytest.fixture
def done(house) -> list[dict]:
    """The payloads of the job ``sweep the yard``, in the order in which it was done."""
    finished: list[dict] = []
    house.handlers["sweep the yard"] = lambda _house, payload: finished.append(payload)
    return finished


@pytest.fixture
def ask(house):
    """``ask(number=1)`` asks for the yard to be swept, and commits."""

    def asking(name="sweep the yard", **payload) -> int:
        with house.database.transaction() as session:
            return enqueue(session, name, **payload).id

    return asking


@pytest.fixture
def job(house):
    """``job(id)`` is how a job stands now."""

    def current(id: int) -> Job:
        with house.database.session(writes=False) as session:
            return session.get_one(Job, id)

    return current


def change(house, id: int, **values) -> None:
    """Make time pass, or a worker die."""
    with house.database.transaction() as session:
        session.execute(update(Job).where(Job.id == id).values(**values))


def rung(house, monkeypatch=None) -> list[int]:
    """The jobs for which the bell rings from now on."""
    rings: list[int] = []
    house.database.info["bell"] = rings.append
    return rings


# Asking.


def test_a_job_is_done_and_remembered(house, done, ask, job):
    id = ask(number=1)
    assert perform(house, id)
    assert done == [{"number": 1}]
    assert job(id).state == JobState.DONE and job(id).ended_at and job(id).attempts == 0


def test_the_bell_rings_after_the_commit_and_not_before(house):
    rings = rung(house)
    with house.database.session() as session:
        job = enqueue(session, "sweep the yard")
        assert rings == []
        session.commit()
    assert rings == [job.id]


def test_what_is_undone_leaves_neither_a_job_nor_a_ring(house):
    rings = rung(house)
    with house.database.session() as session:
        enqueue(session, "sweep the yard")
        session.rollback()
        session.commit()
        assert session.scalars(select(Job.id)).all() == []
    assert rings == []


def test_the_same_work_asked_for_twice_in_one_transaction_is_one_job(house):
    rings = rung(house)
    with house.database.session() as session:
        first = enqueue(session, "sweep the yard", corner="left")
        assert enqueue(session, "sweep the yard", corner="left") is first
        other = enqueue(session, "sweep the yard", corner="right")
        session.commit()
        again = enqueue(session, "sweep the yard", corner="left")
        session.commit()
    assert len({first.id, other.id, again.id}) == 3
    assert rings == [first.id, other.id, again.id]


def test_a_step_within_a_transaction_neither_rings_early_nor_swallows_the_ring(house):
    rings = rung(house)
    with house.database.session() as session:
        before = enqueue(session, "sweep the yard", corner="left")
        with session.begin_nested():
            within = enqueue(session, "sweep the yard", corner="right")
        assert rings == []
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            raise ZeroDivisionError
        session.commit()
    assert rings == [before.id, within.id]


def test_a_step_undone_takes_its_own_jobs_with_it_and_no_others(house):
    rings = rung(house)
    with house.database.session() as session:
        kept = enqueue(session, "sweep the yard", corner="left")
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            enqueue(session, "sweep the yard", corner="right")
            raise ZeroDivisionError
        again = enqueue(session, "sweep the yard", corner="right")
        session.commit()
        assert session.scalars(select(Job.id)).all() == [kept.id, again.id]
    assert rings == [kept.id, again.id]


def test_a_bell_that_cannot_ring_does_not_undo_what_was_committed(app, house, monkeypatch):
    def broken(*_words):
        raise OSError("the queue is gone")

    monkeypatch.setattr(house.queue, "_wake", broken)
    with house.database.session() as session:
        job = enqueue(session, "sweep the yard")
        session.commit()
        assert due(session) == [job.id]


# Doing.


def test_a_job_somebody_has_is_nobody_elses(house, ask):
    id = ask()
    assert claim(house.database, id)
    assert claim(house.database, id) is None


def test_a_job_that_is_over_is_not_done_again(house, done, ask):
    id = ask()
    assert perform(house, id)
    assert not perform(house, id)
    assert len(done) == 1


def test_a_lease_that_has_run_out_can_be_taken_by_another(house, done, ask, job):
    id = ask()
    assert claim(house.database, id)
    change(house, id, leased_until=now() - timedelta(seconds=1))
    assert perform(house, id)
    assert len(done) == 1 and job(id).cut_short == 0


def test_a_lease_lasts_as_long_as_it_says(house, ask, job):
    claimed = claim(house.database, ask())
    assert timedelta(0) < claimed.leased_until - now() <= LEASE
    assert claimed.leased_by.startswith(f"{operations.me()}:")


def test_a_failure_is_tried_again_after_a_growing_pause(house, ask, job):
    def fall(_house, _payload):
        raise ValueError("the broom broke")

    house.handlers["fall"] = fall
    id, pauses = ask("fall"), []
    for attempt in range(1, ATTEMPTS):
        assert not perform(house, id)
        assert job(id).state == JobState.WAITING and job(id).attempts == attempt
        assert "the broom broke" in job(id).trouble
        pauses.append(job(id).run_after - now())
        change(house, id, run_after=now() - timedelta(seconds=1))
    assert pauses == sorted(pauses) and pauses[0] > timedelta(0)
    assert not perform(house, id)
    assert job(id).state == JobState.FAILED and job(id).ended_at
    assert not perform(house, id)


def test_a_job_that_waits_out_its_pause_is_not_due(house, ask):
    def fall(_house, _payload):
        raise ValueError

    house.handlers["fall"] = fall
    perform(house, id := ask("fall"))
    with house.database.session(writes=False) as session:
        assert due(session) == []
    change(house, id, run_after=now())
    with house.database.session(writes=False) as session:
        assert due(session) == [id]


def test_success_after_failures_forgets_the_trouble(house, done, ask, job):
    id = ask()
    change(house, id, attempts=3, trouble="the broom broke")
    assert perform(house, id)
    assert job(id).trouble == ""


def test_what_a_job_changed_before_it_failed_is_not_there(house, ask, make, session):
    person = make.person("Before")
    session.commit()

    def half(house, _payload):
        with house.database.transaction() as writing:
            writing.merge(person).name = "After"
            writing.flush()
            raise ValueError

    house.handlers["half"] = half
    perform(house, ask("half"))
    session.refresh(person)
    assert person.name == "Before"


def test_work_that_asks_for_work_is_all_done(house, done, ask):
    def delegate(house, payload):
        with house.database.transaction() as session:
            for number in range(payload["times"]):
                enqueue(session, "sweep the yard", number=number)

    house.handlers["delegate"] = delegate
    ask("delegate", times=3)
    assert perform_all(house) == 4
    assert [one["number"] for one in done] == [0, 1, 2]


# What a crash leaves behind.


def test_the_sweep_finds_what_waits_and_what_was_dropped_and_nothing_else(house, ask):
    waiting, dropped, held, over, paused = (ask(number=number) for number in range(5))
    for id in (dropped, held):
        assert claim(house.database, id)
    change(house, dropped, leased_until=now() - timedelta(seconds=1))
    change(house, over, state=JobState.DONE, ended_at=now())
    change(house, paused, run_after=now() + timedelta(minutes=1))
    with house.database.session(writes=False) as session:
        assert due(session) == [waiting, dropped]
        assert due(session, limit=1) == [waiting]


def dead_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_worker_gives_back_what_dead_processes_of_this_machine_held(house, ask, job):
    host = operations.me().rpartition(":")[0]
    dropped, living, elsewhere = (ask(number=number) for number in range(3))
    for id, by in (
        (dropped, f"{host}:{dead_process()}"),
        (living, f"{host}:{os.getppid()}"),
        (elsewhere, f"another-{host}:1"),
    ):
        claim(house.database, id)
        change(house, id, leased_by=by)
    assert release_leases(house.database) == 1
    assert job(dropped).state == JobState.WAITING and job(dropped).leased_until is None
    assert job(living).state == job(elsewhere).state == JobState.RUNNING


def test_a_lease_in_this_processs_own_name_was_left_by_one_before_it(house, done, ask):
    """In a container every worker has the same number."""
    id = ask()
    claim(house.database, id)
    assert release_leases(house.database) == 1
    assert perform(house, id) and len(done) == 1


def test_a_job_that_takes_its_worker_with_it_each_time_is_set_aside(house, done, ask, job):
    id = ask()
    for _try in range(CUTS):
        assert claim(house.database, id)
        change(house, id, leased_until=now() - timedelta(seconds=1))
    assert not perform(house, id)
    assert done == [] and job(id).state == JobState.FAILED and job(id).ended_at
    assert job(id).trouble == operations.CUT_SHORT
    with house.database.session(writes=False) as session:
        assert due(session) == []


def test_long_work_is_not_begun_a_second_time_beside_itself(house, ask, job, monkeypatch):
    monkeypatch.setattr(operations, "RENEWED", timedelta(seconds=0.02))
    at_the_end = []

    def take_long(house, _payload):
        change(house, id, leased_until=now() - timedelta(seconds=1))
        give_up = now() + timedelta(seconds=30)
        while job(id).leased_until < now() < give_up:
            time.sleep(0.02)
        at_the_end.append(claim(house.database, id))

    house.handlers["take long"] = take_long
    id = ask("take long")
    assert perform(house, id)
    assert at_the_end == [None] and job(id).attempts == 0
    assert not [one for one in threading.enumerate() if one.name == f"lease of job {id}"]


def test_old_work_that_ended_well_is_forgotten_and_trouble_is_kept(house, ask):
    long_ago = now() - KEPT - timedelta(days=1)
    old, fresh, failed = (ask(number=number) for number in range(3))
    change(house, old, state=JobState.DONE, ended_at=long_ago)
    change(house, fresh, state=JobState.DONE, ended_at=now())
    change(house, failed, state=JobState.FAILED, ended_at=long_ago)
    assert forget_old(house) == 1
    with house.database.session(writes=False) as session:
        assert session.scalars(select(Job.id).order_by(Job.id)).all() == [fresh, failed]


def test_a_chore_that_fails_keeps_no_other_from_being_done(house, monkeypatch, caplog):
    seen_to = []

    def forbidden(_house):
        raise PermissionError("ListMultipartUploads")

    monkeypatch.setattr(house, "chores", [forbidden, seen_to.append])
    house.queue.keep_house()
    assert seen_to == [house]
    assert "forbidden" in caplog.text
