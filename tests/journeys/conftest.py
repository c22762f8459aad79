"""A whole installation to walk through: web server and worker as programs of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PASSWORD = "nine letters, two meetings"


@dataclass
class Site:
    """A running installation."""

    home: Path
    url: str
    environ: dict[str, str]
    programs: list[subprocess.Popen] = field(default_factory=list)

    def command(self, *words: str) -> str:
        """Run ``photovoice`` with these words; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "photovoice", *words],
            env=self.environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def start(self, *words: str) -> None:
        """Run ``photovoice`` and leave it running."""
        log = (self.home / f"{words[0]}.log").open("w")
        self.programs.append(
            subprocess.Popen(
                [sys.executable, "-m", "photovoice", *words],
                env=self.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        )

    def until_it_answers(self) -> None:
        """Wait until the web server serves, however busy this machine is."""
        until = time.monotonic() + 120
        while True:
            try:
                return urllib.request.urlopen(self.url, timeout=60).close()
            except OSError:
                assert all(program.poll() is None for program in self.programs), "it ended"
                assert time.monotonic() < until, "it never answered"
                time.sleep(0.2)

    def stop(self) -> None:
        """End every program."""
        for program in self.programs:
            program.send_signal(signal.SIGTERM)
        for program in self.programs:
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def site(tmp_path, database_url):
    """An empty installation with its first steward, served, with a worker beside it."""
    port = free_port()
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if "PHOTOVOICE" not in name}
    environ |= {
        "PHOTOVOICE_HOME": str(home),
        "PHOTOVOICE_DATABASE_URL": database_url,
        "PORT": str(port),
    }
    site = Site(home, f"http://127.0.0.1:{port}", environ)
    site.command("init", "--name", "Ruth", "--email", "ruth@demo.example", "--password", PASSWORD)
    site.command("address", "say", site.url, "--only-here")
    site.start("serve")
    site.start("worker")
    site.until_it_answers()
    yield site
    site.stop()


@pytest.fixture
def window(browser, site):
    """``window(width)`` opens a browser window of somebody's own at the site."""
    opened = []

    def open_window(width: int = 1280, height: int = 800, **options):
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height},
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(60_000)
        opened.append(context)
        return context.new_page()

    yield open_window
    for number, context in enumerate(opened):
        for page in context.pages:
            page.screenshot(path=site.home / f"window-{number}.png", full_page=True)
        context.close()
