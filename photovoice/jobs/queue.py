"""The bell that wakes the worker: Huey on a SQLite file, on Redis or on PostgreSQL."""

import logging
import threading
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

from photovoice.config import Config
from photovoice.jobs import operations

log = logging.getLogger("photovoice.jobs")

SWEEP_SECONDS = 5
"""How often the worker looks for work nobody rang for."""
HOUSEKEEPING_SWEEPS = 720
"""Sweeps between two rounds of housekeeping: about an hour."""


def make_huey(config: Config) -> Huey:
    """The queue a setting names.  It carries job ids only; the work itself is in the database."""
    url = config.queue_url
    if url == "memory:":
        return MemoryHuey("photovoice", results=False)
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey("photovoice", url=url, results=False)
    if url.startswith("postgresql"):
        return PostgresHuey("photovoice", dsn=url.replace("+psycopg", ""), results=False)
    config.home.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("photovoice", filename=str(config.home / "jobs.sqlite"), results=False)


class Queue:
    """Rings for jobs on the web side; answers the bell on the worker's."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.huey = make_huey(house.config)
        self._wake = self.huey.task(name="wake")(self._answer)

    def ring(self, job_id: int) -> None:
        """Wake a worker for a job.  A bell that fails only means the sweep will find it."""
        try:
            self._wake(job_id)
        except Exception:
            log.warning("could not wake the worker for job %s; the sweep will", job_id)

    def _answer(self, job_id: int) -> None:
        with self.house.app.app_context():  # its clock says what day it is
            operations.perform(self.house, job_id)

    def work(self, workers: int, stop: threading.Event | None = None) -> None:
        """Do jobs until told to stop, in ``workers`` threads; pictures are decoded in children."""
        operations.release_leases(self.house.database)
        stopped = stop or threading.Event()
        consumer = self.huey.create_consumer(
            workers=workers, periodic=False, check_worker_health=True, max_delay=0.5
        )
        sweeper = threading.Thread(target=self._sweep, args=(stopped,), daemon=True)
        sweeper.start()
        try:
            consumer.run()
        finally:
            stopped.set()
            sweeper.join(timeout=SWEEP_SECONDS)

    def _sweep(self, stopped: threading.Event) -> None:
        sweeps = 0
        while not stopped.is_set():
            try:
                with self.house.database.session(writes=False) as session:
                    waiting = operations.due(session)
                for job_id in waiting:
                    if stopped.is_set():
                        return
                    self._answer(job_id)
            except Exception:
                log.exception("the sweep stumbled; it tries again in %s s", SWEEP_SECONDS)
            if sweeps % HOUSEKEEPING_SWEEPS == 0:
                self.keep_house(at_start=not sweeps)
            sweeps += 1
            stopped.wait(SWEEP_SECONDS)

    def keep_house(self, *, at_start: bool = False) -> None:
        """One round of housekeeping; nothing is tidied away when the worker has just started.

        Each chore by itself: one that cannot be done keeps no other from being done.
        """
        for chore in [*self.house.chores, *([] if at_start else self.house.tidying)]:
            try:
                with self.house.app.app_context():
                    chore(self.house)
            except Exception:
                log.exception("a chore (%s) failed; the next round tries again", chore)
