"""The light table in a real browser: a print is moved by hand and by the arrow keys."""

import contextlib
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.addresses import at_exhibition

pytestmark = pytest.mark.any_database


@pytest.fixture
def table(app, browser, make, sign_in):
    """A curator's page on the light table, with three prints in one section."""
    titles = ("The second kettle", "Coats", "The wet step")
    photographs = [make.photograph(cleared=True, title=title) for title in titles]
    exhibition = make.exhibition(photographs=photographs)
    cookie = sign_in(make.curator()).get_cookie("photovoice")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.ExitStack() as later:
        later.callback(server.shutdown)
        house = f"http://127.0.0.1:{server.server_port}"
        context = browser.new_context(
            base_url=house, viewport={"width": 1280, "height": 1000}, reduced_motion="reduce"
        )
        later.callback(context.close)
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "photovoice", "value": cookie.value, "url": house}])
        page = context.new_page()
        page.goto(at_exhibition(exhibition, ""), wait_until="networkidle")
        yield page


def in_order(table, *titles):
    """Wait until the prints hang in this order."""
    expect(table.locator(".panel__title")).to_have_text(list(titles))


def test_the_arrow_keys_move_a_print_and_keep_it_in_hand(table):
    in_order(table, "The second kettle", "Coats", "The wet step")
    table.locator(".panel__handle").first.focus()
    table.keyboard.press("ArrowRight")
    in_order(table, "Coats", "The second kettle", "The wet step")
    held = table.get_by_role("button", name="Drag “The second kettle”")
    expect(held).to_be_focused()
    table.keyboard.press("ArrowRight")
    in_order(table, "Coats", "The wet step", "The second kettle")
    expect(held).to_be_focused()
    table.keyboard.press("ArrowRight")  # it hangs last already
    table.keyboard.press("ArrowLeft")
    in_order(table, "Coats", "The second kettle", "The wet step")


def test_a_print_is_carried_to_another_place(table):
    last = table.locator(".panel").last.bounding_box()
    middle = last["y"] + last["height"] / 2
    table.locator(".panel__handle").first.hover()
    table.mouse.down()
    for part in (0.4, 0.6, 0.8, 0.7, 0.8):  # until the prints have made room, as a hand would
        table.mouse.move(last["x"] + last["width"] * part, middle, steps=8)
        if "is-lifted" in (table.locator(".panel").last.get_attribute("class") or ""):
            break
    table.mouse.up()
    in_order(table, "Coats", "The wet step", "The second kettle")
