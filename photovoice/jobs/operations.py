"""Asking for work, doing it once at a time, and finding what was left behind."""

import json
import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, event, inspect, or_, select, update
from sqlalchemy.orm import Session, SessionTransaction

from photovoice.db import Database, now
from photovoice.jobs.models import Job, JobState

log = logging.getLogger("photovoice.jobs")

LEASE = timedelta(minutes=3)
"""How long a job stays with a worker that gives no sign of life before another may take it."""
RENEWED = LEASE / 3
"""How often a worker gives that sign."""
ATTEMPTS = 5
"""Tries before a job is set aside for a person to look at."""
CUT_SHORT = "Whoever did it was cut short, every time."
"""The trouble with a job that ends its worker: it had no time to say what."""
KEPT = timedelta(days=14)
"""How long finished jobs are remembered."""

Handler = Callable[[Any, dict], None]
"""Called with the application's parts (``Photovoice``) and the payload; opens its own sessions."""


def enqueue(session: Session, name: str, **payload: Any) -> Job:
    """Ask for work in the transaction of the change that needs it; the worker wakes at commit.

    The same work asked for twice in one transaction is one job.
    """
    asked: dict[str, Job] = session.info.setdefault("asked", {})
    same = json.dumps([name, payload], sort_keys=True)
    if same not in asked:
        session.add(job := Job(name=name, payload=payload))
        session.flush()
        asked[same] = job
    return asked[same]


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a step within a transaction; nobody else can see the job yet
    asked, bell = session.info.pop("asked", {}), session.info.get("bell")
    for job in asked.values():
        if bell:
            bell(inspect(job).identity[0])  # also of one that was forgotten meanwhile


@event.listens_for(Session, "after_soft_rollback")
def _sleep(session: Session, _undone: SessionTransaction) -> None:
    asked = session.info.pop("asked", {})
    session.info["asked"] = {same: job for same, job in asked.items() if job in session}


def me() -> str:
    """This process, as a lease names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim(database: Database, job_id: int) -> Job | None:
    """Take the lease of a job that is due, or None when it is done or somebody has it."""
    with database.transaction() as session:
        moment = now()
        due = or_(
            Job.state == JobState.WAITING,
            (Job.state == JobState.RUNNING) & (Job.leased_until < moment),
        )
        return session.scalar(
            update(Job)
            .where(Job.id == job_id, due)
            .values(
                state=JobState.RUNNING,
                leased_until=moment + LEASE,
                leased_by=me(),
                attempts=Job.attempts + 1,
            )
            .returning(Job)
        )


def perform(house: Any, job_id: int) -> bool:
    """Do one job if it is due.  True when it ended well.

    A failure puts it back with a growing pause; after ATTEMPTS it is set aside as failed.  So is
    one that was begun as often and never came to an end, because it takes its worker with it.
    """
    job = claim(house.database, job_id)
    if job is None:
        return False
    if job.attempts > ATTEMPTS:
        _put_back(house.database, job, job.trouble or CUT_SHORT)
        return False
    try:
        with _kept(house.database, job):
            house.handlers[job.name](house, job.payload)
    except Exception:
        log.exception("job %s (%s) failed", job.id, job.name)
        _put_back(house.database, job, traceback.format_exc(limit=4))
        return False
    with house.database.transaction() as session:
        session.execute(
            update(Job)
            .where(*_still_ours(job))
            .values(state=JobState.DONE, ended_at=now(), leased_until=None, trouble="")
        )
    return True


@contextmanager
def _kept(database: Database, job: Job) -> Iterator[None]:
    """Renew the lease while the block lasts, so that nobody begins long work a second time."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(RENEWED.total_seconds()):
            try:
                with database.transaction() as session:
                    session.execute(
                        update(Job).where(*_still_ours(job)).values(leased_until=now() + LEASE)
                    )
            except Exception:
                log.warning("the lease of job %s could not be renewed; trying again", job.id)

    renewing = threading.Thread(target=renew, name=f"lease of job {job.id}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _put_back(database: Database, job: Job, trouble: str) -> None:
    given_up = job.attempts >= ATTEMPTS
    with database.transaction() as session:
        session.execute(
            update(Job)
            .where(*_still_ours(job))
            .values(
                state=JobState.FAILED if given_up else JobState.WAITING,
                run_after=now() + timedelta(seconds=2**job.attempts),
                ended_at=now() if given_up else None,
                leased_until=None,
                trouble=trouble,
            )
        )


def _still_ours(job: Job) -> tuple[ColumnElement[bool], ...]:
    """That nobody else has taken the job since: whoever was too slow has no say in how it ended."""
    return Job.id == job.id, Job.state == JobState.RUNNING, Job.attempts == job.attempts


def failed(session: Session, limit: int = 100) -> list[Job]:
    """Jobs set aside after too many tries, the latest first."""
    return list(
        session.scalars(
            select(Job)
            .where(Job.state == JobState.FAILED)
            .order_by(Job.ended_at.desc(), Job.id.desc())
            .limit(limit)
        )
    )


def try_again(session: Session, job: Job) -> None:
    """Put a job that was set aside back among those waiting, with all its tries before it."""
    session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state == JobState.FAILED)
        .values(state=JobState.WAITING, attempts=0, run_after=now(), ended_at=None)
    )
    session.info.setdefault("asked", {})[f"again {job.id}"] = job


def due(session: Session, limit: int = 200) -> list[int]:
    """Ids of the jobs a sweep should wake: waiting and due, or left by a worker that died."""
    moment = now()
    return list(
        session.scalars(
            select(Job.id)
            .where(
                or_(
                    (Job.state == JobState.WAITING) & (Job.run_after <= moment),
                    (Job.state == JobState.RUNNING) & (Job.leased_until < moment),
                )
            )
            .order_by(Job.id)
            .limit(limit)
        )
    )


def waiting(session: Session, name: str, limit: int) -> dict[int, dict]:
    """Jobs of one name nobody has begun: their payloads by id, oldest first."""
    rows = session.execute(
        select(Job.id, Job.payload)
        .where(Job.name == name, Job.state == JobState.WAITING)
        .order_by(Job.id)
        .limit(limit)
    )
    return {row.id: row.payload for row in rows}


def done_together(database: Database, ids: Collection[int]) -> None:
    """Mark jobs as done whose work another job did along with its own."""
    with database.transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id.in_(ids), Job.state == JobState.WAITING)
            .values(state=JobState.DONE, ended_at=now())
        )


def release_leases(database: Database, host: str | None = None) -> int:
    """Give back jobs held by processes of this machine that no longer run.  How many.

    To be called when a worker starts, before it takes its first job.
    """
    host = host or socket.gethostname()
    with database.transaction() as session:
        held = session.scalars(
            select(Job).where(Job.state == JobState.RUNNING, Job.leased_by.startswith(f"{host}:"))
        )
        dead = [job for job in held if not _lives(int(job.leased_by.rpartition(":")[2]))]
        for job in dead:
            job.state, job.leased_until = JobState.WAITING, None
        return len(dead)


def _lives(pid: int) -> bool:
    """Whether another process runs.  A lease in this one's name was left by one before it."""
    if pid == os.getpid():
        return False
    if os.name == "nt":
        return True  # asking would end it there; the lease runs out by itself
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def perform_all(house: Any) -> int:
    """Do everything due, one after another, until nothing is.  How many ended well."""
    done = 0
    while True:
        with house.database.session(writes=False) as session:
            waiting = due(session)
        if not waiting:
            return done
        done += sum(perform(house, job_id) for job_id in waiting)


def forget_old(house: Any) -> int:
    """Remove jobs that ended well long ago.  How many."""
    with house.database.transaction() as session:
        old = (Job.state == JobState.DONE) & (Job.ended_at < now() - KEPT)
        return session.query(Job).filter(old).delete(synchronize_session=False)
