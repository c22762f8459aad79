"""A voice in a published exhibition: heard from a disk, on the web and on a screen by itself."""

import time

import pytest
from playwright.sync_api import expect

from tests.gallery.manifest import VOICES
from tests.gallery.test_browser import kiosk, press, screen, served, turn  # noqa: F401

pytestmark = pytest.mark.any_database

SPOKEN = "photographs/2wetstep.html"


def test_a_photographs_page_from_a_disk_plays_its_voice(screen):  # noqa: F811
    one = screen()
    page = one.open(SPOKEN)
    audio = page.locator("audio")
    assert audio.get_attribute("preload") == "none"
    assert page.get_by_text("3 seconds").is_visible()
    assert page.get_by_text(VOICES["2wetstep"][2]).is_visible()
    page.evaluate("document.querySelector('audio').play()")
    page.wait_for_function("document.querySelector('audio').currentTime > 0.1")
    assert audio.evaluate("e => e.duration") == pytest.approx(3, abs=0.1)
    assert one.troubles == []


def test_without_javascript_there_is_a_player_and_what_is_said(screen):  # noqa: F811
    page = screen(java_script_enabled=False).open("photographs/chulha05.html")
    assert page.locator("audio[controls]").is_visible()
    words = page.locator(".voice__words")
    assert words.is_visible() and words.get_attribute("dir") == "rtl"
    assert page.get_by_text("1 minute, 6 seconds").is_visible()


def test_from_the_wall_one_is_led_to_the_voice(screen):  # noqa: F811
    page = screen().open("sections/1.html")
    page.get_by_role("link", name="Hear it said: The wet step").click()
    page.wait_for_url("**/2wetstep.html#voice")


def test_on_the_web_the_strict_policy_lets_the_voice_through(screen, served):  # noqa: F811
    one = screen(routed=False)
    one.page.goto(f"{served}/2/{SPOKEN}")
    one.page.evaluate("document.querySelector('audio').play()")
    one.page.wait_for_function("() => document.querySelector('audio').currentTime > 0.1")
    assert one.troubles == []


@pytest.fixture
def at_a_voice(kiosk):  # noqa: F811
    """``at_a_voice(2)``: the kiosk, as many slides on, where somebody can be heard."""

    def go(steps, **how):
        one = kiosk(**how)
        for _ in range(steps):
            press(one, "ArrowRight")
        turn(one, 2)
        return one

    return go


WET_STEP, CHULHA = 3, 6


def test_a_kiosk_plays_when_somebody_asks_and_stands_still_meanwhile(at_a_voice):
    one = at_a_voice(CHULHA)
    assert one.heading() == "چولہا"
    listen = one.page.get_by_role("button", name="Listen 1 minute, 6 seconds")
    listen.click()
    one.page.wait_for_selector(".slide__listen.is-on")
    assert one.page.get_by_role("button", name="Stop").is_visible()
    assert one.page.locator(".slide__said").inner_text() == VOICES["chulha05"][2]
    assert one.page.locator(".slide__said").is_visible()
    turn(one, 100)
    assert one.heading() == "چولہا"
    assert one.page.get_by_text("Paused").is_hidden()
    one.page.get_by_role("button", name="Stop").click()
    expect(one.page.get_by_text("Paused")).to_be_visible()
    turn(one, 78)
    assert one.heading() != "چولہا"
    assert len(one.visited) == 1 and one.troubles == []


def test_a_kiosk_goes_on_after_the_last_word(at_a_voice):
    one = at_a_voice(WET_STEP)
    one.page.get_by_role("button", name="Listen").click()
    one.page.wait_for_selector(".slide__listen.is-on")
    one.page.wait_for_selector(".slide__listen:not(.is-on)")
    assert one.page.get_by_text(VOICES["2wetstep"][2]).is_visible()
    turn(one, 78)
    assert one.heading() == "খালের ধারে"


def test_a_kiosk_falls_silent_when_somebody_moves_on(at_a_voice):
    one = at_a_voice(CHULHA)
    one.page.evaluate(
        "() => { const Made = Audio;"
        " window.Audio = function (src) { return (window.heard = new Made(src)); }; }"
    )
    one.page.get_by_role("button", name="Listen").click()
    for _ in range(1200):  # by the wall's clock: the page's own is turned by hand
        if one.page.evaluate("window.heard?.currentTime > 0"):
            break
        time.sleep(0.05)
    press(one, "ArrowRight")
    assert one.page.evaluate("heard.paused && !heard.getAttribute('src')")


def test_a_kiosk_whose_disk_has_lost_a_voice_is_not_held_up(at_a_voice, printed):
    one = at_a_voice(CHULHA)
    for path in (printed / "audio").iterdir():
        path.unlink()
    one.page.get_by_role("button", name="Listen").click()
    one.page.wait_for_selector(".slide__listen:not(.is-on)")
    turn(one, 78)
    assert one.heading() != "چولہا"
