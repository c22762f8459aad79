"""What the studio's script promises to somebody with a cheap phone, tried in a real browser."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

import photovoice

pytestmark = pytest.mark.any_database

SCRIPTS = Path(photovoice.__file__).parent / "static" / "js"
PAGE = """<!doctype html><html lang="en"><title>A page</title>
<script type="module" src="/studio.js"></script>
<body data-person="pat" data-cut-sentence="Only {{n}} fit.">
{said}
<form id="words" method="post" action="/sent">
  <textarea data-draft="caption-k3v9" maxlength="40">{held}</textarea>
  <input type="file" multiple data-preview="#chosen">
  <div id="chosen" data-one="1 photograph ready" data-many="{{n}} photographs ready"></div>
  <button type="submit">Keep</button>
</form>
<form id="withdraw" method="post" action="/withdrawn" data-confirm="Take it off every screen?">
  <button type="submit">Withdraw</button>
</form>
<dialog id="confirm"><p class="dialog__question"></p>
  <button type="button" data-confirm-yes>Yes</button>
  <button type="button" data-confirm-no>No</button>
</dialog></html>"""


class Desk(http.server.SimpleHTTPRequestHandler):
    """Serves the scripts and one page, and writes down what was posted."""

    posted: list[str] = []
    held = ""
    said = ""

    def do_GET(self):  # noqa: N802 (the library's name)
        if self.path == "/":
            return self._page()
        return super().do_GET()

    def do_POST(self):  # noqa: N802
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        Desk.posted.append(self.path)
        self._page()

    def _page(self):
        body = PAGE.format(held=Desk.held, said=Desk.said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep the test's own output readable."""


@pytest.fixture
def page(browser):
    Desk.posted, Desk.held, Desk.said = [], "", ""
    handler = functools.partial(Desk, directory=str(SCRIPTS))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="networkidle")
    yield page
    context.close()
    server.shutdown()
    server.server_close()


def test_words_come_back_after_the_page_was_lost(page):
    page.locator("textarea").fill("Take one, no questions.")
    page.reload(wait_until="networkidle")
    assert page.locator("textarea").input_value() == "Take one, no questions."


def test_words_come_back_when_sending_them_failed(page):
    page.locator("textarea").fill("Take one, no questions.")
    address = page.url
    page.route("**/sent", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Keep").click()
    page.wait_for_timeout(200)  # the browser puts its own page in place of ours
    page.goto(address, wait_until="networkidle")
    assert page.locator("textarea").input_value() == "Take one, no questions."


def test_words_that_were_kept_are_not_offered_again(page):
    page.locator("textarea").fill("Take one, no questions.")
    Desk.said = '<p data-saved-draft="pat /sent caption-k3v9">Kept.</p>'
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/sent", wait_until="networkidle")
    assert page.locator("textarea").input_value() == ""


def test_words_come_back_to_somebody_who_had_to_sign_in_again(page):
    address = page.url
    page.locator("textarea").fill("Take one, no questions.")
    Desk.said = "<h1>You are not signed in any more</h1>"
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/sent", wait_until="networkidle")
    Desk.said = '<p class="flash--good">Welcome, Pat</p>'
    page.goto(address, wait_until="networkidle")
    assert page.locator("textarea").input_value() == "Take one, no questions."


def test_a_draft_gives_way_to_words_somebody_else_has_kept_since(page):
    page.locator("textarea").fill("Take one")
    Desk.held = "It's a coat."
    page.reload(wait_until="networkidle")
    assert page.locator("textarea").input_value() == "It's a coat."


@pytest.mark.parametrize(
    ("chosen", "pasted", "said"),
    [
        (0, "a" * 30, []),
        (0, "a" * 31, ["Only 40 fit."]),
        (10, "a" * 40, []),
        (0, "a" * 29 + "\r\n", []),
    ],
)
def test_a_text_that_was_cut_off_as_it_was_pasted_says_so(page, chosen, pasted, said):
    page.locator("textarea").fill("b" * 10)
    page.evaluate(
        """([chosen, pasted]) => {
          const field = document.querySelector("textarea");
          field.setSelectionRange(0, chosen);
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", pasted);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        [chosen, pasted],
    )
    assert page.get_by_role("alert").all_inner_texts() == said


def test_a_second_tap_sends_nothing_twice(page):
    page.evaluate(
        "() => { const b = document.querySelector('#words button'); b.click(); b.click(); }"
    )
    page.wait_for_url("**/sent", wait_until="networkidle")
    assert Desk.posted == ["/sent"]


def test_something_hard_to_take_back_is_asked_first(page):
    page.get_by_role("button", name="Withdraw").click()
    question = page.get_by_role("dialog")
    assert "Take it off every screen?" in question.inner_text()
    question.get_by_role("button", name="No").click()
    assert Desk.posted == []
    page.get_by_role("button", name="Withdraw").click()
    question.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/withdrawn", wait_until="networkidle")
    assert Desk.posted == ["/withdrawn"]


def test_what_was_picked_is_counted_and_named(page):
    pick = [
        {"name": f"IMG_{n}.heic", "mimeType": "image/heic", "buffer": b"not shown here"}
        for n in (1, 2)
    ]
    page.locator("input[type=file]").set_input_files(pick)
    chosen = page.locator("#chosen")
    assert "2 photographs ready" in chosen.inner_text()
    assert "IMG_2.heic" in chosen.inner_text()
