"""A page in a real browser that runs the phone's modules on pictures a test hands it."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

import photovoice

SCRIPTS = Path(photovoice.__file__).parent / "static" / "js" / "phone"
PAGE = b"""<!doctype html><html lang="en"><title>A phone</title><script type="module">
import { looksLike, withoutPlace } from "/strip.js";
import { small } from "/scale.js";
const given = async () => new Uint8Array(await (await fetch("/given")).arrayBuffer());
const send = (made) => fetch("/made", { method: "POST", body: made });
window.strip = async () => {
  const { bytes, ...said } = withoutPlace(await given());
  await send(bytes);
  return said;
};
window.kind = async () => looksLike(await given());
window.shrink = async (...how) => {
  const made = await small(new Blob([await given()]), ...how);
  if (made) await send(made);
  return made && made.type;
};
window.stripTime = async () => {
  const bytes = await given();
  const began = performance.now();
  withoutPlace(bytes);
  return performance.now() - began;
};
document.title = "Ready";
</script></html>"""


class Desk(http.server.SimpleHTTPRequestHandler):
    """Serves the modules, a page and a picture, and keeps the picture that comes back."""

    given = made = b""

    def do_GET(self):  # noqa: N802 (the library's name)
        if self.path == "/":
            return self._answer(PAGE, "text/html")
        if self.path == "/given":
            return self._answer(Desk.given, "application/octet-stream")
        return super().do_GET()

    def do_POST(self):  # noqa: N802
        Desk.made = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self._answer(b"", "text/plain")

    def _answer(self, body: bytes, kind: str):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep the test's own output readable."""


class Phone:
    """Somebody's phone with a picture on it."""

    def __init__(self, page) -> None:
        self.page = page

    def strip(self, data: bytes) -> tuple[bytes, dict]:
        """What would be sent of a picture, and what is said of it."""
        Desk.given, Desk.made = data, b""
        said = self.page.evaluate("() => strip()")
        return Desk.made, said

    def kind(self, data: bytes) -> str | None:
        """What the phone takes a file for."""
        Desk.given = data
        return self.page.evaluate("() => kind()")

    def shrink(self, data: bytes, *how) -> bytes | None:
        """A picture made smaller, or None."""
        Desk.given, Desk.made = data, b""
        made = self.page.evaluate("(how) => shrink(...how)", list(how))
        assert made in (None, "image/jpeg")
        return Desk.made if made else None

    def seconds(self, data: bytes) -> float:
        """How long stripping takes."""
        Desk.given = data
        return self.page.evaluate("() => stripTime()") / 1000


@pytest.fixture(scope="module")
def phone(browser):
    """A phone's browser, open at a page with the modules."""
    handler = functools.partial(Desk, directory=str(SCRIPTS))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.wait_for_function("document.title === 'Ready'")
    yield Phone(page)
    context.close()
    server.shutdown()
    server.server_close()
