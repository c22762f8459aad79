"""Real processes of the product that can be killed at any moment and started again at once.

Each is forked from a server that has loaded the code already, so that a test can afford twenty of
them.  They share nothing with the test but the home folder, the database and a file of output.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60
"""Seconds something may take on a busy machine before a test gives up on it."""


def _run(words: list[str], settings: dict[str, str], out: str) -> None:
    """In the new process: be the ``photovoice`` command, or the gunicorn some serve it with."""
    os.setpgid(0, 0)
    os.environ.update(settings)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, 1)
    log = os.open(out + ".err", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    sys.stdout = open(1, "w", closefd=False, buffering=1, encoding="utf-8")
    sys.stderr = open(2, "w", closefd=False, buffering=1, encoding="utf-8")
    if words[0] == "gunicorn":
        from gunicorn.app.wsgiapp import run

        sys.argv = words
        run()
    else:
        from photovoice.cli import main

        main(words)


class Command:
    """One run of ``photovoice`` with some words, or of ``gunicorn``."""

    def __init__(self, words: list[str], settings: dict[str, str], out: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["photovoice.app", "photovoice.cli", "waitress"])
        self._process = context.Process(target=_run, args=(words, settings, str(out)))
        self._process.start()

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.is_alive()

    def kill(self) -> None:
        """kill -9: it learns nothing of it and tidies nothing up."""
        if self._process.pid and self.runs:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def kill_all(self) -> None:
        """kill -9 for it and every child it has made."""
        if self.runs:
            self.signal_all(signal.SIGKILL)
        self._process.join()

    def signal_all(self, number: int) -> None:
        """A signal to it and to every child it has made, as a service manager sends it."""
        os.killpg(self._process.pid, number)

    def end(self) -> int:
        """Wait for it to end by itself.  Its exit status."""
        self._process.join(PATIENCE)
        assert not self.runs, "it does not end"
        return self._process.exitcode


def until(happens: Callable[[], object], what: str) -> None:
    """Wait for something, and fail with ``what`` when it never comes."""
    ends = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < ends, f"waited in vain for {what}"
        time.sleep(0.01)
