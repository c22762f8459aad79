"""``photovoice jobs``: what waits and why, one job whole, and trying again."""

from photovoice.db import now
from photovoice.jobs.models import Job, JobState
from tests.test_cli import config, photovoice

__all__ = ["config", "photovoice"]  # the fixtures by which a command is run on what was made


def job(session, **values) -> Job:
    """A job that stands so."""
    one = Job(**({"name": "archive.develop", "payload": {"photograph": 7}} | values))
    session.add(one)
    session.flush()
    return one


def test_what_waits_and_what_was_given_up_is_listed_with_the_reason(photovoice, session):
    job(session)
    job(session, waits=3, trouble="StoreAway: Photovoice cannot reach its files just now.")
    failed = {"state": JobState.FAILED, "trouble": "Traceback\nValueError: bad", "ended_at": now()}
    job(session, name="printing.postcards", **failed)
    job(session, name="search.update", state=JobState.DONE, ended_at=now())
    result = photovoice("jobs")
    assert result.exit_code == 0, result.output
    first, second, third = result.stdout.splitlines()
    assert "archive.develop" in first and first.endswith("waiting")
    assert "waits until" in second and "cannot reach its files" in second
    assert third.endswith("given up: ValueError: bad")
    assert "1 given up." in result.stderr


def test_one_job_is_shown_whole(photovoice, session):
    one = job(session, state=JobState.FAILED, trouble="line\nValueError: bad", attempts=5)
    result = photovoice("jobs", "show", str(one.id))
    assert "for: photograph 7" in result.stdout and "failed: 5 times" in result.stdout
    assert "trouble: line\nValueError: bad" in result.stdout
    result = photovoice("jobs", "show", "4711")
    assert result.exit_code == 1 and "There is no job 4711" in result.output


def test_what_was_given_up_is_tried_again_by_number_or_all(photovoice, session):
    one, two = (job(session, state=JobState.FAILED, attempts=5, ended_at=now()) for _ in range(2))
    waiting = job(session)
    assert "Name the jobs" in photovoice("jobs", "retry").output
    result = photovoice("jobs", "retry", str(one.id), str(waiting.id))
    assert result.exit_code == 1 and "Nothing was changed" in result.output
    session.refresh(one)
    assert one.state == JobState.FAILED
    assert photovoice("jobs", "retry", str(one.id)).exit_code == 0
    for each in (one, two):
        session.refresh(each)
    assert (one.state, one.attempts, two.state) == (JobState.WAITING, 0, JobState.FAILED)
    assert photovoice("jobs", "retry", "--all").exit_code == 0
    session.refresh(two)
    assert two.state == JobState.WAITING
