"""The bell that wakes the worker: Huey on a SQLite file, on Redis or on PostgreSQL."""

import logging
import threading
import time
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

from photovoice.away import is_away
from photovoice.config import Config
from photovoice.jobs import operations
from photovoice.jobs.models import Urgency

log = logging.getLogger("photovoice.jobs")

SWEEP_SECONDS = 5
"""How often a lane looks for work nobody rang for."""
LISTENS_SECONDS = 0.2
"""How often the bell is listened for, where a queue cannot wake us by itself."""
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
    """Rings for jobs on the web side; answers the bell on the worker's.

    The bell says only that there is work.  What is done first, the database says: lanes take the
    most urgent job that is due, and one of them takes nothing long, so that a print file holds up
    no photograph.
    """

    def __init__(self, house: Any) -> None:
        self.house = house
        self.huey = make_huey(house.config)
        self._wake = self.huey.task(name="wake")(lambda _job_id: None)
        self._bell = threading.Condition()
        self._rings = 0
        self._stopped = threading.Event()

    def ring(self, job_id: int) -> None:
        """Wake a worker for a job.  A bell that fails only means that a lane finds it later."""
        try:
            self._wake(job_id)
        except Exception as error:
            log.warning("the worker could not be woken: %s", operations.in_one_line(error))

    def work(self, workers: int, stop: threading.Event | None = None) -> None:
        """Do jobs until told to stop, in ``workers`` threads and one for what is quick; pictures
        are decoded in children.  What is not done by then goes back to whoever works next."""
        operations.release_leases(self.house.database)
        self._stopped = stop or threading.Event()
        threads = [
            threading.Thread(target=self._lane, args=(Urgency.SOON,), name="quick", daemon=True),
            threading.Thread(target=self._listen, name="bell", daemon=True),
            threading.Thread(target=self._sweep, name="sweeper", daemon=True),
        ]
        for number in range(workers):
            name = f"lane {number + 1}"
            threads.append(threading.Thread(target=self._lane, name=name, daemon=True))
        for thread in threads:
            thread.start()
        try:
            while not self._stopped.wait(1):  # so that a signal is heard
                pass
        finally:
            self._stopped.set()
            self._heard()
            until = time.monotonic() + SWEEP_SECONDS
            for thread in threads:
                thread.join(timeout=max(0, until - time.monotonic()))

    def _listen(self) -> None:
        """Hear the bell, whichever of the queues it hangs on."""
        while not self._stopped.is_set():
            try:
                rung = self.huey.dequeue()
            except Exception as error:
                log.warning("the bell cannot be heard: %s", operations.in_one_line(error))
                self._stopped.wait(SWEEP_SECONDS)
                continue
            if rung is None:
                self._stopped.wait(LISTENS_SECONDS)
            else:
                self._heard()

    def _heard(self) -> None:
        with self._bell:
            self._rings += 1
            self._bell.notify_all()

    def _lane(self, up_to: Urgency = Urgency.LATER) -> None:
        """Do what is due, one job after another; then wait for the bell, or for the next look."""
        while not self._stopped.is_set():
            heard = self._rings
            try:
                while not self._stopped.is_set() and self._do_next(up_to) is not None:
                    pass
            except Exception as error:
                self._stumbled(error)
                self._stopped.wait(SWEEP_SECONDS)
            with self._bell:
                if self._rings == heard and not self._stopped.is_set():
                    self._bell.wait(SWEEP_SECONDS)

    def _do_next(self, up_to: Urgency = Urgency.LATER) -> bool | None:
        with self.house.app.app_context():  # its clock says what day it is
            return operations.perform_next(self.house, up_to)

    def _sweep(self) -> None:
        """Find the leases of processes that died, and keep house about once an hour."""
        sweeps = 0
        while not self._stopped.is_set():
            try:
                operations.release_leases(self.house.database, at_start=False)
            except Exception as error:
                self._stumbled(error)
            if sweeps % HOUSEKEEPING_SWEEPS == 0:
                self.keep_house(at_start=not sweeps)
            sweeps += 1
            self._stopped.wait(SWEEP_SECONDS)

    def _stumbled(self, error: Exception) -> None:
        if is_away(error):
            log.warning("the worker waits: %s", operations.in_one_line(error))
        else:
            log.exception("the worker stumbled; it goes on in %s s", SWEEP_SECONDS)

    def keep_house(self, *, at_start: bool = False) -> None:
        """One round of housekeeping; nothing is tidied away when the worker has just started.

        Each chore by itself: one that cannot be done keeps no other from being done.
        """
        for chore in [*self.house.chores, *([] if at_start else self.house.tidying)]:
            try:
                with self.house.app.app_context():
                    chore(self.house)
            except Exception as error:
                if is_away(error):
                    log.warning("a chore waits: %s", operations.in_one_line(error))
                else:
                    log.exception("a chore (%s) failed; the next round tries again", chore)
