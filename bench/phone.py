"""What the contribute page asks of a slow phone: bytes, and the time until it stands."""

import gzip
import logging
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from bench import Figure
from photovoice import create_app, schema
from photovoice.accounts import operations as accounts
from photovoice.assets import built_path
from photovoice.config import Config
from photovoice.permissions import Role
from photovoice.projects import operations as projects
from tests.find_browser import FLAGS, MISSING, find_browser

SLOW_4G = {"offline": False, "latency": 150}
SLOW_4G |= {"downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""Milliseconds there and back, and bytes a second."""
LARGEST_PAINT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def figures() -> Iterator[Figure]:
    """Scripts and first view in KB zipped; seconds to the largest paint on slow 4G."""
    path = find_browser()
    if path is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(home=Path(folder), secret_key="bench", queue_url="memory:"))
        house = app.extensions["photovoice"]
        schema.upgrade(house.database)
        with app.app_context(), house.database.transaction() as session:
            street = projects.start_project(session, "Our street", "What do you do?", by=None)
            pat = accounts.add_person(session, "Pat")
            projects.add_member(session, street, pat, Role.RESEARCHER, by=None)
            _card, words = accounts.make_card(session, pat, house.config, by=None)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
            yield from measured(browser, f"http://127.0.0.1:{server.port}", words)
            browser.close()
        server.shutdown()
        house.close()


def measured(browser: Browser, root: str, words: str) -> Iterator[Figure]:
    """The figures of the page as the browser gets it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    page.goto(f"{root}/card")
    page.fill("input[name=words]", words)
    page.click("main button[type=submit]")
    address = f"{root}/projects/our-street/contribute"
    html = page.request.get(address).body()
    first = zipped(html) + zipped(built_path("phone.css").read_bytes())
    yield Figure("contribute page: HTML and style sheet, zipped", first, "KB", 14)
    script = zipped(built_path("phone.js").read_bytes())
    yield Figure("contribute page: JavaScript, zipped", script, "KB", 15)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address)
    page.wait_for_selector("[data-live]:not([hidden])")
    seconds = page.evaluate(LARGEST_PAINT) / 1000
    yield Figure("contribute page: largest paint on slow 4G", seconds, "s", 1.8)
    context.close()


def zipped(data: bytes) -> float:
    """Kilobytes as a slow line carries them."""
    return len(gzip.compress(data, 9)) / 1024
