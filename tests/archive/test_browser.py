"""What the archive's pages do better with JavaScript: drawing boxes over a photograph."""

import contextlib
import socket
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

pytestmark = pytest.mark.any_database


@pytest.fixture
def phone(app, browser, sign_in):
    """``phone(person)``: a page on a narrow screen, signed in as the person."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.ExitStack() as later:
        later.callback(server.shutdown)

        def open_page(person):
            client = sign_in(person)
            cookie = client.get_cookie("photovoice")
            context = browser.new_context(
                base_url=f"http://127.0.0.1:{port}", viewport={"width": 360, "height": 740}
            )
            later.callback(context.close)
            context.set_default_timeout(60_000)
            context.add_cookies(
                [{"name": "photovoice", "value": cookie.value, "url": f"http://127.0.0.1:{port}"}]
            )
            return context.new_page()

        yield open_page


def test_boxes_are_drawn_with_a_finger_moved_with_keys_and_taken_away(make, phone, session):
    photograph = make.photograph()
    page = phone(photograph.photographer)
    page.goto(f"/projects/{photograph.project.slug}/photographs/{photograph.id}/cover")
    frame = page.locator(".cover").bounding_box()

    def draw(left, top, right, bottom):
        page.mouse.move(frame["x"] + left, frame["y"] + top)
        page.mouse.down()
        page.mouse.move(frame["x"] + right, frame["y"] + bottom, steps=4)
        page.mouse.up()

    draw(30, 20, 130, 120)
    draw(200, 60, 260, 140)
    marks = page.locator(".cover__mark")
    expect(marks).to_have_count(2)
    before = page.locator("[data-side=x]").first.input_value()
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    moved = float(page.locator("[data-side=x]").first.input_value()) - float(before)
    assert moved == pytest.approx(1, abs=0.02)
    marks.nth(1).focus()
    marks.nth(1).get_by_role("button", name="Take away").click()
    expect(marks).to_have_count(1)
    page.get_by_role("button", name="Cover these").click()
    expect(page.get_by_text("The blurred copies are being made.")).to_be_visible()
    session.expire_all()
    (box,) = photograph.redactions
    assert box.width == pytest.approx(100 / frame["width"], abs=0.01)
