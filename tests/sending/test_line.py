"""A line that lies, stumbles or says nothing: the phone waits, tries again, and loses nothing."""

import time

import pytest
from PIL import Image

from photovoice.phone import tus
from photovoice.phone.models import Sending
from tests.sending.conftest import COUNT, HOLE, received, until_empty, voices

pytestmark = pytest.mark.any_database

SAFE = "Everything is received and safe."
WAITING = "Waiting for a network."
PORTAL = ("200 OK", "<html>Welcome to our free wifi. Accept the terms to go on.</html>", {})
HURRY = "dispatchEvent(new Event('online'))"


@pytest.fixture
def page(phone, words):
    """Pat's contribute page, which alone sends."""
    page = phone.open(service_workers="block")
    phone.come_in(words)
    return page


def until_safe(page) -> None:
    """The line is in order again, and everything arrives."""
    page.evaluate(HURRY)
    page.get_by_text(SAFE).wait_for()


def row_of(page, number: int = 0):
    return page.locator("[data-rows] > li").nth(number)


def when(*methods: str, then):
    """A fault that meets what is sent by these methods."""

    def fault(environ):
        sending = "/outbox" in environ["PATH_INFO"] or "/sending" in environ["PATH_INFO"]
        return then if sending and environ["REQUEST_METHOD"] in methods else None

    return fault


def test_what_is_not_the_houses_answer_means_that_there_is_no_line_yet(
    page, phone, line, house, picture
):
    line.fault = when("GET", then=PORTAL)
    phone.choose(picture())
    for method in ("GET", "PUT", "POST", "PATCH"):
        for status in ("200 OK", "401 Unauthorized", "403 Forbidden", "502 Bad Gateway"):
            line.asked.clear()
            line.fault = when(method, then=(status, *PORTAL[1:]))
            page.evaluate(HURRY)
            line.until_asked(method)
            row_of(page).get_by_text(WAITING).wait_for()
            assert page.locator("[data-sign-in]").is_hidden()
    assert page.evaluate(COUNT) == 1 and received(house) == []
    line.fault = None
    until_safe(page)
    assert len(received(house)) == 1


def test_words_changed_behind_a_portal_are_not_taken_for_received(
    page, phone, line, house, picture
):
    phone.choose(picture())
    page.get_by_text(SAFE).wait_for()
    line.fault = when("PUT", then=PORTAL)
    row_of(page).locator("[data-open]").click()
    page.fill("#words-caption", "The chapel on the hill")
    page.click("[data-later]")
    row_of(page).get_by_text("Your newest words are still to go.").wait_for()
    line.fault = None
    until_safe(page)
    (photograph,) = received(house)
    assert photograph.caption == "The chapel on the hill"


def test_who_asks_too_often_waits_as_long_as_it_is_told(page, phone, line, house, picture):
    page.clock.install()
    line.fault = when("PUT", then=("429 Too Many Requests", "Slow down", {"Retry-After": "300"}))
    phone.choose(picture())
    row_of(page).get_by_text(WAITING).wait_for()
    line.until_quiet()
    line.fault, line.asked[:] = None, []
    page.clock.fast_forward(200_000)
    page.wait_for_timeout(300)
    assert not line.asked
    page.clock.fast_forward(250_000)
    page.get_by_text(SAFE).wait_for()
    assert len(received(house)) == 1


def test_who_was_told_to_wait_is_not_hurried_by_what_was_wished_before(page, phone, line, picture):
    def after_a_while(environ):
        if environ["REQUEST_METHOD"] == "PUT":
            time.sleep(1.5)
            return "429 Too Many Requests", "Slow down", {"Retry-After": "300"}
        return None

    line.fault = after_a_while
    phone.choose(picture())
    line.until_asked("PUT")
    page.evaluate(HURRY)
    page.get_by_text(WAITING).first.wait_for()
    line.until_quiet()
    assert [method for method, path in line.asked if "/outbox/" in path] == ["PUT"]


def test_where_a_proxy_takes_small_pieces_only_they_become_smaller(
    page, phone, line, house, tmp_path
):
    def fault(environ):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        return ("413 Request Entity Too Large", "", {}) if length > 40_000 else None

    Image.effect_noise((640, 480), 60).save(path := tmp_path / "noise.jpg", quality=95)
    assert path.stat().st_size > 128 * 1024
    line.fault = fault
    phone.choose(path)
    page.get_by_text(SAFE).wait_for()
    assert len(received(house)) == 1


def test_a_request_nobody_answers_is_given_up_and_sending_goes_on(
    page, phone, line, house, picture
):
    page.clock.install()
    line.fault = when("PUT", then=HOLE)
    phone.choose(picture())
    line.until_asked("PUT")
    line.fault = None
    page.clock.fast_forward(61_000)
    page.get_by_text(SAFE).wait_for()
    assert len(received(house)) == 1


def test_when_the_line_is_back_what_hung_is_begun_anew(page, phone, line, house, picture):
    page.clock.install()
    line.fault = when("PUT", then=HOLE)
    phone.choose(picture())
    line.until_asked("PUT")
    line.fault = None
    page.clock.fast_forward(9_000)
    until_safe(page)
    assert len(received(house)) == 1


def test_one_photograph_at_which_the_house_stumbles_keeps_no_other(
    page, phone, line, house, picture, monkeypatch
):
    settle, first = tus.settling.settle, []

    def stumble(house, session, sending):
        first.append(sending.uid)
        if sending.uid == first[0]:
            raise RuntimeError("a picture like no other")
        settle(house, session, sending)

    monkeypatch.setattr(tus.settling, "settle", stumble)
    phone.choose(picture(1), picture(2))
    row_of(page, 1).get_by_text("Received").wait_for()
    row_of(page, 0).get_by_text("It was not taken in.").wait_for()
    assert len(received(house)) == 1
    monkeypatch.undo()
    until_safe(page)
    assert len(received(house)) == 2


# What is changed or deleted while it is on its way.


def say_something(page) -> None:
    page.click("[data-record]")
    page.wait_for_timeout(600)
    page.click("[data-stop]")
    page.wait_for_selector("[data-player]:not([hidden])")


@pytest.mark.parametrize("then", ["again", "unsay"])
def test_what_is_said_again_or_no_more_while_it_is_sent_is_so_at_the_other_end(
    page, phone, line, house, picture, then
):
    phone.choose(picture())
    page.get_by_text(SAFE).wait_for()
    line.asked.clear()
    line.fault = when("PATCH", then=HOLE)
    row_of(page).locator("[data-open]").click()
    say_something(page)
    page.evaluate(HURRY)
    line.until_asked("PATCH")
    page.click(f"[data-{then}]")
    if then == "again":
        page.wait_for_timeout(600)
        page.click("[data-stop]")
        page.wait_for_selector("[data-player]:not([hidden])")
    else:
        page.get_by_role("button", name="Yes, go on").click()
    line.fault = None
    line.mended.set()
    page.click("[data-later]")
    until_safe(page)
    standing = [voice for voice in voices(house) if voice.removed_at is None]
    assert len(standing) == (then == "again")


def test_a_photograph_deleted_without_a_network_is_forgotten_at_the_other_end_too(
    page, phone, line, house, session, picture
):
    line.fault = when("PATCH", then=PORTAL)
    phone.choose(picture())
    row_of(page).get_by_text(WAITING).wait_for()
    line.fault = when("GET", "PUT", "PATCH", "DELETE", then=PORTAL)
    delete(page)
    page.evaluate(HURRY)
    assert session.query(Sending).count() == 1
    session.rollback()  # and let the house write
    line.fault, line.asked[:] = None, []
    page.evaluate(HURRY)
    line.until_asked("DELETE")
    until_empty(page)
    session.rollback()
    assert session.query(Sending).count() == 0 and received(house) == []


def test_a_photograph_received_while_it_was_deleted_comes_back_with_the_way_to_its_page(
    page, phone, line, house, picture
):
    # Everything arrives, and the phone does not hear of it.
    line.deaf = lambda environ: environ["REQUEST_METHOD"] in ("PATCH", "HEAD")
    phone.choose(picture())
    row_of(page).get_by_text(WAITING).wait_for()
    delete(page)
    row_of(page).get_by_text("It was received before you deleted it.").wait_for()
    (photograph,) = received(house)
    page.get_by_role("link", name="Its page").click()
    page.wait_for_url(f"**/{photograph.id}")


def delete(page) -> None:
    row_of(page).get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, go on").click()
    row_of(page).wait_for(state="detached")
