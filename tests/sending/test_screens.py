"""The contribute page's screens on small phones, by keyboard, under axe, and on a slow line."""

import gzip
import hashlib
import io
import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from photovoice.accounts.models import Person
from photovoice.assets import built_path
from photovoice.consent.models import NobodyPictured
from tests.factories import picture_bytes
from tests.sending.conftest import looking, received, until_read

pytestmark = pytest.mark.any_database

SAFE = "Everything is received and safe."


def test_the_page_works_by_keyboard_alone(phone, words, house, picture):
    page = phone.open(has_touch=False, is_mobile=False)
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", str(picture()))
    until_read(page)
    page.get_by_label("What is going on here, in your words?").press_sequentially("By keys.")

    def press_until(name: str) -> None:
        for _tab in range(40):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(({ localName, textContent }) => [localName, textContent])(document.activeElement)"
            )
            if focused[0] in ("a", "button") and name in focused[1]:
                return page.keyboard.press("Enter")
        raise AssertionError(f"no way to “{name}” by keyboard")

    press_until("Next: who is in it?")
    page.locator('[data-screen="people"]:not([hidden])').wait_for()
    press_until("Nobody can be recognised")
    page.locator('[data-screen="release"]:not([hidden])').wait_for()
    press_until("Not now")
    page.get_by_text(SAFE).wait_for()
    with looking(house) as session:
        assert session.query(NobodyPictured).count() == 1


@pytest.mark.parametrize("language", ["en", "ur", "ro"])
def test_axe_finds_nothing_and_nothing_is_cut_off_at_320_pixels(
    phone, words, session, picture, language
):
    session.query(Person).filter_by(name="Pat").one().language = language
    session.commit()
    page = phone.open(viewport={"width": 320, "height": 640})
    phone.come_in(words)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ur" else "ltr")
    look_at(page, "home")
    page.set_input_files("[data-pick][multiple]", str(picture()))
    until_read(page)
    page.wait_for_selector('[data-screen="words"]:not([hidden])')
    look_at(page, "words")
    for screen in ("people", "release"):
        page.evaluate("to => { location.hash = location.hash.replace(/[a-z]+$/, to); }", screen)
        page.wait_for_selector(f'[data-screen="{screen}"]:not([hidden])')
        look_at(page, screen)


def look_at(page, screen):
    """Nothing of a screen is cut off, in larger text neither, and axe has nothing to say of it."""
    for size in ("200%", "150%", ""):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{screen} at {size}"
    found = Axe().run(page)
    assert found.violations_count == 0, f"{screen}: {found.generate_report()}"


def test_the_app_can_be_installed_and_other_apps_can_share_with_it(phone, words):
    page = phone.open()
    phone.come_in(words)
    manifest = json.loads(page.request.get("/manifest.webmanifest").text())
    assert manifest["share_target"]["action"] == "/share" and manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert Image.open(io.BytesIO(answer.body())).size == tuple(
            int(side) for side in icon["sizes"].split("x")
        )


def test_pictures_shared_by_another_app_land_in_the_outbox(phone, words, house):
    page = phone.open()
    phone.come_in(words)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.reload()
    page.evaluate(
        """async (numbers) => {
          const data = new FormData();
          const bytes = new Uint8Array(numbers);
          data.append("photographs", new File([bytes], "shared.jpg", { type: "image/jpeg" }));
          await fetch("/share", { method: "POST", body: data });
        }""",
        list(picture_bytes(9, (64, 48))),
    )
    page.goto("/contribute?shared")
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    (photograph,) = received(house)
    assert photograph.sha256 == hashlib.sha256(picture_bytes(9, (64, 48))).hexdigest()


SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8}
SLOW_4G |= {"uploadThroughput": 750_000 / 8}
KILOBYTE = 1024


def test_the_first_view_is_small_enough_for_the_first_flight(phone, words):
    page = phone.open()
    phone.come_in(words)
    html = page.request.get(phone.address).body()
    style = built_path("phone.css").read_bytes()
    assert len(gzip.compress(html, 9)) + len(gzip.compress(style, 9)) <= 14 * KILOBYTE


def test_on_slow_4g_the_page_stands_within_two_seconds(phone, words):
    page = phone.open(service_workers="block")
    phone.come_in(words)
    line = phone.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(phone.address)
    page.wait_for_selector("[data-live]:not([hidden])")
    largest = page.evaluate(
        """() => new Promise((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
            .observe({ type: "largest-contentful-paint", buffered: true });
        })"""
    )
    assert largest <= 1800
