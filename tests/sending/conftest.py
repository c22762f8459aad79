"""A phone with a real browser in it, and the house it sends to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import waitress

from photovoice import create_app
from photovoice.accounts import operations as accounts
from photovoice.archive.models import Photograph, VoiceNote
from tests.factories import picture_bytes
from tests.find_browser import FLAGS, find_browser

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
    "permissions": ["microphone"],
    "locale": "en-GB",
}
SPEAKING = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def config(tmp_path, database_url):
    """A house whose store another process can open too."""
    from photovoice.config import Config

    return Config(
        home=tmp_path / "home",
        database_url=database_url,
        secret_key="a key for tests only",
        public_url="https://photovoice.example.org",
        queue_url="memory:",
        darkroom_workers=1,
        testing=True,
    )


@pytest.fixture
def limits() -> dict:
    """Settings of the house that is served, where a test wants them otherwise."""
    return {}


class Line:
    """What stands between a phone and the house: a portal, a proxy, or a hole in the ground.

    ``line.fault = fault`` lets ``fault(environ)`` answer first: with None the house is asked, with
    ``(status, text, headers)`` it never hears of it, with ``HOLE`` nobody answers.
    """

    def __init__(self) -> None:
        self.fault = self.deaf = None
        self.asked: list[tuple[str, str]] = []
        self.mended = threading.Event()

    def until_asked(self, method: str) -> None:
        """Wait until something was sent by this method."""
        until = time.monotonic() + 60
        while not any(asked == method for asked, _path in self.asked):
            assert time.monotonic() < until, f"nothing was sent by {method}"
            time.sleep(0.02)

    def until_quiet(self) -> None:
        """Wait until nothing more is sent for a while."""
        known = -1
        while known != (known := len(self.asked)):
            time.sleep(0.7)

    def to(self, house):
        """The house with this line before it."""

        def answer(environ, start_response):
            self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
            said = self.fault(environ) if self.fault else None
            if self.deaf and self.deaf(environ):
                house(environ, lambda *_answer: None).close()
                said = "504 Gateway Timeout", "", {}
            if said is None:
                return house(environ, start_response)
            if said is HOLE:
                self.mended.wait(60)
                said = "504 Gateway Timeout", "", {}
            status, text, headers = said
            start_response(status, [("Content-Type", "text/html"), *headers.items()])
            return [text.encode()]

        return answer


HOLE = object()


@pytest.fixture
def line() -> Iterator[Line]:
    """The line to this test's house; it is in order unless a test says otherwise."""
    line = Line()
    yield line
    line.mended.set()


@pytest.fixture
def server(config, limits, line) -> Iterator[str]:
    """The address of this test's house, served as a room serves it."""
    app = create_app(replace(config, testing=False, **limits))
    app.wsgi_app = line.to(app.wsgi_app)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    line.mended.set()
    server.close()
    thread.join(10)
    app.extensions["photovoice"].close()


@pytest.fixture
def words(make, session, house) -> str:
    """The words on the card of Pat, who photographs."""
    _card, words = accounts.make_card(session, make.researcher(name="Pat"), house.config, by=None)
    session.commit()
    return words


@pytest.fixture(scope="session")
def speaking(playwright):
    """A browser with a microphone, which hears a tone."""
    browser = playwright.chromium.launch(
        executable_path=str(find_browser()), args=[*FLAGS, *SPEAKING]
    )
    yield browser
    browser.close()


class Phone:
    """Somebody's phone; ``start(**options)`` opens its browser and gives the context."""

    def __init__(self, start, url: str, address: str) -> None:
        self._start, self.url, self.address = start, url, address
        self.context = self.page = None

    def open(self, **options):
        """Open the browser; its page."""
        self.context = self._start(base_url=self.url, **(PHONE | options))
        self.context.set_default_timeout(60_000)
        self.page = (self.context.pages or [self.context.new_page()])[0]
        return self.page

    def come_in(self, words: str, *, shared: bool = False):
        """Sign in by card, and open the contribute page."""
        self.page.goto("/card")
        self.page.set_checked("main input[name=shared]", shared)
        self.page.fill("input[name=words]", words)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/card" not in url)
        return self.contribute()

    def contribute(self):
        """The contribute page, ready."""
        self.page.goto(self.address)
        self.page.wait_for_selector("[data-live]:not([hidden])")
        return self.page

    def choose(self, *pictures: Path) -> None:
        """Choose photographs, and go back to the list."""
        before = self.page.evaluate(COUNT)
        self.page.set_input_files("[data-pick][multiple]", [str(path) for path in pictures])
        until(self.page, f"async () => await ({COUNT})() === {before + len(pictures)}")
        until(self.page, ALL_READ)
        self.page.wait_for_selector('[data-screen="words"]:not([hidden])')
        self.page.click("[data-later]")
        self.page.wait_for_selector('[data-screen="home"]:not([hidden])')

    def close(self) -> None:
        """Close the browser, as a flat battery does."""
        self.context.close()


ALL_READ = """async () => {
  const opened = indexedDB.open("photovoice-outbox");
  const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
  const asked = database.transaction("items").objectStore("items").getAll();
  const items = await new Promise((r) => { asked.onsuccess = () => r(asked.result); });
  database.close();
  return items.every((one) => !one.reading);
}"""
"""Whether the bytes of all that was chosen are kept on this phone."""

COUNT = """async () => {
  const opened = indexedDB.open("photovoice-outbox");
  const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
  const asked = database.transaction("items").objectStore("items").count();
  const count = await new Promise((r) => { asked.onsuccess = () => r(asked.result); });
  database.close();
  return count;
}"""
"""How many items this phone's outbox holds."""


def until(page, said: str, arg: object = None) -> None:
    """Wait until this comes true in the page; unlike ``wait_for_function``, for promises too."""
    deadline = time.monotonic() + 60
    while not page.evaluate(said, arg):
        assert time.monotonic() < deadline, f"it never came true: {said}"
        page.wait_for_timeout(50)


def until_read(page) -> None:
    """What was just chosen is shown, and all its bytes are kept on this phone."""
    page.wait_for_selector('[data-screen="words"]:not([hidden])')
    until(page, ALL_READ)


KEPT = "async (address) => Boolean(await caches.match(address))"
"""Whether the worker has kept a page."""


def until_empty(page) -> None:
    """The other end has heard of all that was deleted, and nothing else waits."""
    until(page, f"async () => await ({COUNT})() === 0")


@pytest.fixture
def phone_of(tmp_path, request, server, make):
    """``phone_of(lasting=False)``: a phone of somebody's; closed at the end.

    A lasting one has a folder of its own, and after ``close`` finds there what it kept.
    """
    opened = []

    def another(*, lasting: bool = False) -> Phone:
        if lasting:
            start = partial(
                request.getfixturevalue("playwright").chromium.launch_persistent_context,
                str(tmp_path / f"phone-{len(opened)}"),
                executable_path=str(find_browser()),
                args=[*FLAGS, *SPEAKING],
            )
        else:
            start = request.getfixturevalue("speaking").new_context
        phone = Phone(start, server, f"/projects/{make.the_project.slug}/contribute")
        opened.append(phone)
        return phone

    yield another
    for phone in opened:
        if phone.context:
            phone.close()


@pytest.fixture
def phone(phone_of) -> Phone:
    """Pat's phone."""
    return phone_of()


@contextmanager
def looking(house):
    """A session that sees what is there at this moment."""
    with house.database.session(writes=False) as session:
        yield session


def received(house) -> list[Photograph]:
    """Every photograph received, the oldest first."""
    with looking(house) as session:
        return list(session.query(Photograph).order_by(Photograph.id))


def voices(house) -> list[VoiceNote]:
    """Every voice received."""
    with looking(house) as session:
        return list(session.query(VoiceNote).order_by(VoiceNote.id))


@pytest.fixture
def picture(tmp_path):
    """``picture(seed)``: a file with one more photograph."""

    def drawn(seed: int = 1, **how):
        path = tmp_path / f"IMG_{seed}.jpg"
        path.write_bytes(picture_bytes(seed, **how))
        return path

    return drawn
