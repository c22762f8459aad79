"""Work done once at a time, set aside when it fails too often, and tried again when asked."""

from datetime import timedelta

import pytest

from photovoice.db import now
from photovoice.jobs import operations as jobs
from photovoice.jobs.models import Job, JobState


@pytest.fixture
def asked(session, house):
    """``asked(handler)`` asks for work that the handler does; the job comes back."""

    def ask(handler):
        house.handlers["test.work"] = handler
        job = jobs.enqueue(session, "test.work")
        session.commit()
        return job

    return ask


def as_it_is(house, job):
    """A job as the database has it now."""
    with house.database.session(writes=False) as session:
        return session.get_one(Job, job.id)


def fails(_house, _payload):
    raise RuntimeError("no room left")


def run_out(house, job):
    """Let the lease of a job run out."""
    with house.database.transaction() as session:
        session.get_one(Job, job.id).leased_until = now() - timedelta(minutes=1)


@pytest.mark.parametrize("end", ["well", "badly"])
def test_whoever_was_too_slow_has_no_say_in_how_it_ended(house, asked, end):
    def slow(_house, _payload):
        run_out(house, job)
        assert jobs.claim(house.database, job.id) is not None, "somebody else has it now"
        if end == "badly":
            raise RuntimeError("too late")

    job = asked(slow)
    jobs.perform(house, job.id)
    found = as_it_is(house, job)
    assert (found.state, found.attempts, found.trouble) == (JobState.RUNNING, 0, "")


def test_what_failed_too_often_is_set_aside_and_done_when_it_is_tried_again(house, session, asked):
    job = asked(fails)
    for _try in range(jobs.ATTEMPTS):
        assert not jobs.perform(house, job.id)
    assert [one.id for one in jobs.failed(session)] == [job.id]
    rung = []
    session.info["bell"] = rung.append
    jobs.try_again(house, session, jobs.failed(session)[0])
    session.commit()
    assert rung == [job.id] and not jobs.failed(session)
    house.handlers["test.work"] = lambda _house, _payload: None
    session.commit()
    assert jobs.perform(house, job.id)
    assert as_it_is(house, job).state == JobState.DONE
