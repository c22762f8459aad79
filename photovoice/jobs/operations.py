"""Asking for work, doing it once at a time, and finding what was left behind."""

import json
import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, event, func, inspect, or_, select, update
from sqlalchemy.orm import Session, SessionTransaction

from photovoice.away import is_away
from photovoice.db import Database, now
from photovoice.jobs.models import Job, JobState, Urgency

log = logging.getLogger("photovoice.jobs")

LEASE = timedelta(seconds=30)
"""How long a job stays with a worker that gives no sign of life before another may take it."""
RENEWED = LEASE / 4
"""How often a worker gives that sign."""
ATTEMPTS = 5
"""Failures of its own before a job is given up, and its subject told."""
CUTS = 20
"""How often in a row it may be begun and never end; then it is what ends its workers."""
CUT_SHORT = "Whoever did it was cut short, every time."
"""The trouble with a job that ends its worker: it had no time to say what."""
LONGEST_WAIT = timedelta(minutes=1)
"""How long at most until it is tried again whether what was away is back."""
KEPT = timedelta(days=14)
"""How long finished jobs are remembered."""

Handler = Callable[[Any, dict], None]
"""Called with the application's parts (``Photovoice``) and the payload; opens its own sessions."""


def enqueue(session: Session, name: str, *, urgency: Urgency = Urgency.SOON, **payload: Any) -> Job:
    """Ask for work in the transaction of the change that needs it; the worker wakes at commit.

    The same work asked for twice in one transaction is one job.
    """
    asked: dict[str, Job] = session.info.setdefault("asked", {})
    same = json.dumps([name, payload], sort_keys=True)
    if same not in asked:
        session.add(job := Job(name=name, payload=payload, urgency=urgency))
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


def _is_due(moment: datetime) -> ColumnElement[bool]:
    """Waiting and due, or left by a worker that died."""
    return or_(
        (Job.state == JobState.WAITING) & (Job.run_after <= moment),
        (Job.state == JobState.RUNNING) & (Job.leased_until < moment),
    )


def claim(database: Database, job_id: int) -> Job | None:
    """Take the lease of a job, due or not yet; None when it is done or somebody has it."""
    free = or_(Job.state == JobState.WAITING, _is_due(now()))
    return _take(database, (Job.id == job_id) & free)


def claim_next(database: Database, up_to: Urgency = Urgency.LATER) -> Job | None:
    """Take the lease of the most urgent job that is due and at most so late; None: there is none.

    Several workers asking at once get different ones.
    """
    first = (
        select(Job.id)
        .where(_is_due(now()), Job.urgency <= up_to)
        .order_by(Job.urgency, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return _take(database, Job.id == first.scalar_subquery())


def _take(database: Database, which: ColumnElement[bool]) -> Job | None:
    with database.transaction() as session:
        return session.scalar(
            update(Job)
            .where(which)
            .values(
                state=JobState.RUNNING,
                leased_until=now() + LEASE,
                leased_by=f"{me()}:{secrets.token_hex(4)}",
                cut_short=Job.cut_short + 1,
            )
            .returning(Job)
        )


def perform(house: Any, job_id: int) -> bool:
    """Do one job, unless it is done or somebody has it.  True when it ended well."""
    job = claim(house.database, job_id)
    return job is not None and _do(house, job)


def perform_next(house: Any, up_to: Urgency = Urgency.LATER) -> bool | None:
    """Do the most urgent job that is due.  True when it ended well; None where there is none."""
    job = claim_next(house.database, up_to)
    return None if job is None else _do(house, job)


def _do(house: Any, job: Job) -> bool:
    """Do a job whose lease is ours, and write down how it ended.

    Where something is away that it needs, it waits, without limit.  A failure of its own puts it
    back with a growing pause; after ATTEMPTS of those it is given up and its subject told.  So is
    one that was begun CUTS times and never came to an end, because it takes its worker with it.
    """
    if job.cut_short > CUTS:
        _give_up(house, job, job.trouble or CUT_SHORT)
        return False
    try:
        with _kept(house.database, job):
            house.handlers[job.name](house, job.payload)
    except Exception as error:
        if is_away(error):
            log.warning("job %s (%s) waits: %s", job.id, job.name, in_one_line(error))
            pause = min(timedelta(seconds=2 ** min(job.waits, 6)), LONGEST_WAIT)
            _end(
                house.database,
                job,
                JobState.WAITING,
                waits=job.waits + 1,
                run_after=now() + pause,
                trouble=in_one_line(error),
            )
            return False
        log.warning("job %s (%s) failed: %s", job.id, job.name, in_one_line(error))
        log.debug("job %s", job.id, exc_info=True)
        trouble = traceback.format_exc(limit=4)
        if job.attempts + 1 >= ATTEMPTS:
            _give_up(house, job, trouble)
        else:
            _end(
                house.database,
                job,
                JobState.WAITING,
                attempts=job.attempts + 1,
                waits=0,
                run_after=now() + timedelta(seconds=2 ** (job.attempts + 1)),
                trouble=trouble,
            )
        return False
    _end(house.database, job, JobState.DONE, ended_at=now(), trouble="")
    return True


def in_one_line(error: BaseException) -> str:
    """What an error is, for a log: nothing of what was asked of the database stands in it."""
    first = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}"[:300]


def _give_up(house: Any, job: Job, trouble: str) -> None:
    """Set a job aside, and let what it was for know in the same transaction."""
    log.error("job %s (%s) is given up: %s", job.id, job.name, trouble.strip().rpartition("\n")[2])
    with house.database.transaction() as session:
        given_up = _ended(
            session,
            job,
            JobState.FAILED,
            attempts=job.attempts + 1,
            ended_at=now(),
            trouble=trouble,
        )
        tell = house.given_up.get(job.name)
        if given_up and tell:
            try:
                with session.begin_nested():
                    tell(house, session, job.payload)
            except Exception:
                log.exception("what job %s was for could not be told that it was given up", job.id)


def _end(database: Database, job: Job, state: JobState, **values: Any) -> None:
    with database.transaction() as session:
        _ended(session, job, state, **values)


def _ended(session: Session, job: Job, state: JobState, **values: Any) -> bool:
    """Write down how a job ended; False where another has taken it since: whoever was too slow
    has no say in that."""
    values |= {"state": state, "leased_until": None, "cut_short": 0}
    ended = update(Job).where(*_still_ours(job)).values(**values).returning(Job.id)
    return session.scalar(ended) is not None


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


def _still_ours(job: Job) -> tuple[ColumnElement[bool], ...]:
    return Job.id == job.id, Job.state == JobState.RUNNING, Job.leased_by == job.leased_by


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


def unfinished(session: Session, limit: int = 1000) -> list[Job]:
    """All that is not done, as it is done next; then what was given up, the latest first."""
    order = (Job.state == JobState.FAILED, Job.urgency, Job.id)
    wanted = select(Job).where(Job.state != JobState.DONE).order_by(*order).limit(limit)
    return list(session.scalars(wanted))


@dataclass(frozen=True)
class Standing:
    """How the work of the whole house stands."""

    given_up: int
    """Jobs that failed and were set aside."""
    waits_since: datetime | None
    """Since when work waits for something that is away; None where nothing has waited for long."""


WORTH_SAYING = 4
"""How often something is found away before anybody is told: after a quarter of a minute."""


def standing(session: Session) -> Standing:
    """How the work of the whole house stands at this moment."""
    given_up = session.scalar(select(func.count()).where(Job.state == JobState.FAILED))
    waits = select(func.min(Job.asked_at)).where(
        Job.state == JobState.WAITING, Job.waits >= WORTH_SAYING
    )
    return Standing(given_up or 0, session.scalar(waits))


def due_since(session: Session) -> datetime | None:
    """Since when the oldest job is due that nobody has begun; None where none is."""
    oldest = select(func.min(Job.run_after)).where(
        Job.state == JobState.WAITING, Job.run_after <= now()
    )
    return session.scalar(oldest)


def try_again(house: Any, session: Session, job: Job) -> None:
    """Put a job that was given up back among those waiting, with all its tries before it."""
    again = session.scalar(
        update(Job)
        .where(Job.id == job.id, Job.state == JobState.FAILED)
        .values(state=JobState.WAITING, attempts=0, waits=0, run_after=now(), ended_at=None)
        .returning(Job.id)
    )
    if again is not None:
        session.info.setdefault("asked", {})[f"again {job.id}"] = job
        if tell := house.tried_again.get(job.name):
            tell(house, session, job.payload)


def try_again_for(house: Any, session: Session, name: str, **payload: Any) -> bool:
    """Try again what was given up for one thing.  False where nothing was."""
    given_up = [one for one in failed(session, 1000) if (one.name, one.payload) == (name, payload)]
    for job in given_up:
        try_again(house, session, job)
    return bool(given_up)


def due(session: Session, limit: int = 200) -> list[int]:
    """Ids of the jobs a sweep should wake, the most urgent first."""
    return list(
        session.scalars(
            select(Job.id).where(_is_due(now())).order_by(Job.urgency, Job.id).limit(limit)
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


def release_leases(database: Database, host: str | None = None, *, at_start: bool = True) -> int:
    """Give back jobs held by processes of this machine that no longer run.  How many.

    ``at_start``: this process has taken none yet; one in its own name was left by one before it.
    Later, a lease that was renewed lately is left alone, whoever says to have it.
    """
    host = host or socket.gethostname()
    silent_since = now() - 2 * RENEWED
    held = (Job.state == JobState.RUNNING) & Job.leased_by.startswith(f"{host}:")
    if not at_start:
        held &= Job.leased_until < silent_since + LEASE
    with database.session(writes=False) as session:
        leases = list(session.scalars(select(Job.leased_by).where(held)))
    dead = [one for one in leases if not _lives(int(one.split(":")[1]), at_start)]
    if not dead:
        return 0
    with database.transaction() as session:
        given_back = session.scalars(
            update(Job)
            .where(Job.state == JobState.RUNNING, Job.leased_by.in_(dead))
            .values(state=JobState.WAITING, leased_until=None)
            .returning(Job.id)
        )
        return len(given_back.all())


def _lives(pid: int, at_start: bool) -> bool:
    """Whether a process runs; in a container every worker has the same number."""
    if pid == os.getpid():
        return not at_start
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
