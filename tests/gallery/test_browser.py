"""An edition opened from a disk, as somebody with a USB stick and no network would."""

import copy
import json
import re
import shutil
import threading
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from photovoice.gallery import pages
from tests.gallery.conftest import SLUG

pytestmark = pytest.mark.any_database

PAGES = ["index.html", "sections/1.html", "sections/3.html", "photographs/chulha05.html"]
NOON = datetime(2026, 5, 2, 12)
NEWS = {"live": 2, "renewing": False, "retired": [], "superseded": [], "gone": []}


class Screen:
    """A browser page on an edition's folder, and everything that went wrong on it."""

    def __init__(
        self, browser, folder, *, width=1280, height=720, news=None, routed=True, **context
    ):
        size = {"width": width, "height": height}
        self.context = browser.new_context(viewport=size, **context)
        self.page = self.context.new_page()
        self.folder, self.troubles, self.visited, self.asked = folder, [], [], []
        self.page.on("console", lambda said: self.troubles.append(said.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("framenavigated", lambda frame: self.visited.append(frame.url))
        self.page.on("request", lambda request: self.asked.append(request.url))
        if routed:
            self.page.route(
                re.compile("^https?://"),
                lambda route: route.fulfill(
                    json=news or NEWS, headers={"Access-Control-Allow-Origin": "*"}
                ),
            )

    def open(self, path):
        self.page.goto((self.folder / path).as_uri())
        return self.page

    def heading(self):
        return self.page.locator(".slide.is-in .slide__heading").last.inner_text()


@pytest.fixture
def screen(browser, printed):
    opened = []

    def open_screen(folder=printed, **how):
        opened.append(Screen(browser, folder, **how))
        return opened[-1]

    yield open_screen
    for one in opened:
        one.context.close()


@pytest.fixture
def kiosk(screen):
    """``kiosk(…)`` opens the kiosk at noon on a day of the tour, with a clock the test turns."""

    def start(at=NOON, **how):
        one = screen(**how)
        one.page.clock.install(time=at)
        one.open("kiosk/index.html")
        one.page.wait_for_selector(".slide--opening.is-in .slide__heading")
        return one

    return start


def turn(one, seconds):
    """Let the kiosk's clock run, and its pictures arrive."""
    for _ in range(seconds):
        one.page.clock.run_for(1000)
        one.page.evaluate("() => new Promise(requestAnimationFrame)")


def press(one, key):
    """Press a key and wait for the slide it leads to."""
    before = one.page.locator(".stage").inner_html()
    one.page.keyboard.press(key)
    for _ in range(100):
        one.page.clock.run_for(100)
        if one.page.locator(".stage").inner_html() != before:
            break


@pytest.mark.parametrize("path", [*PAGES, "kiosk/index.html"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend(screen, path, width):
    one = screen(width=width, height=740, reduced_motion="reduce")
    one.open(path)
    one.page.wait_for_timeout(300)
    found = Axe().run(one.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1280, 3840])
def test_a_page_from_a_disk_shows_its_pictures_and_fits_its_screen(screen, path, width):
    one = screen(width=width, height=900)
    page = one.open(path)
    page.evaluate("document.querySelectorAll('img').forEach(img => img.loading = 'eager')")
    page.wait_for_function("[...document.images].every(img => img.complete && img.naturalWidth)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.troubles == []
    assert all(url.startswith(("file:", "data:")) for url in one.asked)


def test_the_pages_can_be_read_through_without_javascript(screen):
    page = screen(java_script_enabled=False).open("index.html")
    page.get_by_role("link", name="See the photographs").click()
    page.get_by_role("link", name="The wet step", exact=True).click()
    page.wait_for_url("**/photographs/*")
    expect(page.locator(".caption")).to_contain_text("all politics is, a rota")
    page.get_by_role("link", name="The next one").click()
    expect(page.locator("h1")).to_have_text("খালের ধারে")


def test_arrow_keys_turn_the_leaves(screen):
    page = screen().open("photographs/k3v9q2ab.html")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2wetstep.html")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/k3v9q2ab.html")


def test_a_copy_that_has_grown_old_says_so(screen, app, drawn, tmp_path):
    page = screen(old_copy(app, drawn, tmp_path)).open("index.html")
    assert page.get_by_text("Please ask for a newer one").is_visible()


def test_the_kiosk_shows_every_photograph_once_before_any_again(kiosk):
    one = kiosk()
    seen = []
    for _ in range(400):
        turn(one, 1)
        heading = one.heading()
        if not seen or seen[-1] != heading:
            seen.append(heading)
        assert one.page.locator("img").count() <= 3
        if seen.count("Beyond the Ballot Box") == 2:
            break
    hung = ["Bus stop, 6.40", "The wet step", "খালের ধারে", "چولہا", "Coats", "Warsztat", "The shelf"]
    assert [heading for heading in seen if heading in hung] == hung
    assert len(one.visited) == 1
    assert one.troubles == []


def test_keys_move_the_kiosk_and_a_pause_ends_by_itself(kiosk):
    one = kiosk()
    press(one, "ArrowRight")
    assert one.heading() == "Turning up"
    press(one, " ")
    assert one.heading() == "Bus stop, 6.40"
    assert one.page.get_by_text("Paused").is_visible()
    press(one, "ArrowLeft")
    assert one.heading() == "Turning up"
    turn(one, 60)
    assert one.heading() == "Turning up"
    assert 10 < int(one.page.locator("[data-countdown]").inner_text()) < 20
    turn(one, 18)
    assert one.heading() == "Bus stop, 6.40"
    assert one.page.get_by_text("Paused").is_hidden()
    assert one.troubles == []


def test_touching_the_kiosk_moves_it_on_or_back(kiosk):
    one = kiosk(has_touch=True)
    one.page.touchscreen.tap(1000, 300)
    turn(one, 2)
    assert one.heading() == "Turning up"
    one.page.touchscreen.tap(100, 300)
    turn(one, 2)
    assert one.heading() == "Beyond the Ballot Box"
    assert one.page.get_by_text("Paused").is_visible()


def test_captions_on_the_kiosk_can_be_read_across_a_room(kiosk):
    one = kiosk(width=3840, height=2160)
    press(one, "ArrowRight")
    press(one, "ArrowRight")
    words = one.page.locator(".slide.is-in .slide__text").last
    assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize) / innerHeight") > 0.03
    assert words.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")


def test_a_kiosk_past_its_date_puts_the_copy_away(kiosk, app, drawn, tmp_path, screen):
    one = screen(old_copy(app, drawn, tmp_path))
    one.open("kiosk/index.html")
    assert one.page.get_by_text("fetch a newer copy").is_visible()
    assert one.page.locator("img").count() == 0


def test_a_kiosk_that_is_running_obeys_the_date_too(kiosk):
    one = kiosk(at=datetime(2097, 4, 18, 23, 59))
    assert one.page.locator("[data-expired]").is_hidden()
    turn(one, 62)
    assert one.page.locator("[data-expired]").is_visible()


def test_a_kiosk_that_hears_of_a_withdrawal_takes_the_photograph_down(kiosk):
    one = kiosk(news=NEWS | {"live": 3, "retired": [2], "gone": ["2wetstep"]})
    turn(one, 7)
    for _ in range(3):
        press(one, "ArrowRight")
    assert one.heading() == "খালের ধারে"
    kept = one.page.evaluate("JSON.stringify(localStorage)")
    assert "2wetstep" in json.loads(kept)[next(iter(json.loads(kept)))]


def test_a_kiosk_keeps_what_was_merely_rearranged_elsewhere(kiosk):
    one = kiosk(news=NEWS | {"live": 3, "superseded": [2], "gone": ["2wetstep"]})
    turn(one, 7)
    for _ in range(3):
        press(one, "ArrowRight")
    assert one.heading() == "The wet step"


def test_whoever_keeps_the_screen_finds_the_hidden_door(kiosk):
    one = kiosk()
    one.page.mouse.move(20, 20)
    one.page.mouse.down()
    turn(one, 3)
    assert one.page.get_by_role("dialog").is_hidden()
    turn(one, 3)
    one.page.mouse.up()
    assert one.page.get_by_role("link", name="Leave, and open the pages").is_visible()
    turn(one, 61)
    assert one.page.get_by_role("dialog").is_hidden()


def test_nothing_moves_by_fading_for_somebody_who_asked_for_less_motion(kiosk):
    one = kiosk(reduced_motion="reduce")
    press(one, "ArrowRight")
    assert one.page.locator(".slide").count() == 1
    assert one.page.locator(".slide").evaluate("e => getComputedStyle(e).opacity") == "1"


def test_without_javascript_the_kiosk_leads_to_the_pages_and_has_no_dead_buttons(screen):
    page = screen(java_script_enabled=False).open("kiosk/index.html")
    assert page.locator("button:visible").count() == 0
    link = page.get_by_role("link", name="The pages work without it")
    assert link.evaluate("e => getComputedStyle(e).color") != "rgb(0, 0, 238)"
    link.click()
    expect(page.get_by_role("link", name="See the photographs")).to_be_visible()


@pytest.fixture
def served(app, hang):
    """The address of the public side on this machine, with edition 2 on show."""
    hang(live=2)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/exhibitions/{SLUG}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["", "sections/1.html", "photographs/chulha05.html", "kiosk/"])
def test_the_strict_policy_lets_through_all_that_a_page_needs(screen, served, path):
    one = screen(routed=False)
    one.page.goto(f"{served}/2/{path}")
    one.page.wait_for_function("[...document.images].some(img => img.naturalWidth)")
    assert one.page.evaluate("document.fonts.ready.then(fonts => fonts.size > 0)")
    assert one.troubles == []


def test_a_kiosk_on_the_web_changes_to_the_new_edition_while_nobody_is_there(screen, served, hang):
    one = screen(routed=False)
    one.page.clock.install()
    one.page.goto(f"{served}/kiosk/")
    one.page.wait_for_selector(".slide--opening.is-in img")
    hang(live=3, retired=frozenset({2}))
    one.page.clock.run_for(6000)
    one.page.wait_for_url("**/3/kiosk/")


def old_copy(app, drawn, folder):
    """An edition whose copies were valid until some years ago."""
    manifest, pictures = drawn
    manifest = copy.deepcopy(manifest)
    manifest["edition"]["valid_until"] = "2020-01-01"
    shutil.copytree(pictures, folder / "old")
    with app.app_context():
        pages.render(manifest, folder / "old")
    return folder / "old"
