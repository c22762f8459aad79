"""Each kind of button that removes something is undone at once, in a real browser."""

import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.guards.everything import COOKIE
from tests.guards.test_removals import UNDONE, things

pytestmark = pytest.mark.any_database

ITS_OWN_PAGE = {"workshop.put_away", "workshop.put_away_theme"}
"""What is removed there has the page to itself: one is led to the list it was in."""

OPENED = """() => {
    window.stayed = true;
    for (const one of document.querySelectorAll("details")) one.open = true;
}"""


@pytest.fixture
def page(everything, browser):
    """A steward's browser in the made house."""
    server = make_server("127.0.0.1", 0, everything.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context(base_url=root, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": COOKIE, "value": everything.cookies["steward"], "url": root}])
    yield context.new_page()
    context.close()
    server.shutdown()


def removing(posts, endpoint: str) -> tuple[str, str]:
    """The page with a button that removes something, and where its form is sent."""
    return next(
        (address, form.action)
        for to, address, form in posts
        if to == endpoint
        and all(form.values.get(name) for name in UNDONE[endpoint])
        and form.values.get("forward", ["no"]) == ["no"]
    )


def test_every_button_that_removes_is_undone_where_it_was_pressed(everything, posts, page):
    page.on("dialog", lambda dialog: dialog.accept())
    for endpoint in UNDONE:
        everything.put_back()
        address, action = removing(posts, endpoint)
        page.goto(address)
        page.evaluate(OPENED)
        before = things(everything.rows())
        page.locator(f'form[action="{action}"] button').first.click()
        undo = page.locator(".flash--undo button")
        expect(undo, endpoint).to_be_visible()
        assert things(everything.rows()) != before, f"{endpoint} removed nothing"
        if endpoint not in ITS_OWN_PAGE:
            assert page.evaluate("window.stayed"), f"{endpoint}: the page was left"
            expect(undo, endpoint).to_be_focused()
        undo.click()
        expect(undo, endpoint).to_have_count(0)
        expect(page.get_by_role("status").first, endpoint).to_contain_text("is back")
        assert things(everything.rows()) == before, f"{endpoint} did not come back whole"
    everything.put_back()
