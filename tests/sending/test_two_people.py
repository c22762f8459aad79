"""Two people on one tablet, one person in two places: whose page, whose pictures, whose words."""

import threading
import time

import pytest
from sqlalchemy import select

from photovoice.accounts import operations as accounts
from photovoice.archive.models import Photograph
from photovoice.consent import queries as consent_queries
from photovoice.consent.rules import Part, Reason
from tests.factories import MAY_DAY
from tests.sending.conftest import KEPT, looking, received, until, until_read

pytestmark = pytest.mark.any_database


@pytest.fixture
def aminas(make, session, house) -> str:
    """The words on the card of Amina, who photographs too."""
    amina = make.researcher(name="Amina")
    _card, words = accounts.make_card(session, amina, house.config, by=None)
    session.commit()
    return words


def come_in_by_code(page, words: str) -> None:
    """Open the card's address, as its square does, without anybody having signed out."""
    page.goto("/card#" + words.replace(" ", "-"))
    page.wait_for_url(lambda url: "/card" not in url)


@pytest.fixture
def tablet(phone, words, picture, line):
    """A tablet on which Pat came in and left a photograph unsent; nobody signed out."""
    page = phone.open()
    phone.come_in(words)
    until(page, KEPT, phone.address)
    line.fault = lambda environ: ("503 Busy", "", {}) if "/outbox" in environ["PATH_INFO"] else None
    phone.choose(picture(1))
    page.locator("[data-rows] > li").first.wait_for()
    return page


def sees_nothing_of_pats(page) -> None:
    """No name, no row, no picture."""
    assert "Pat" not in page.inner_text("body")
    assert page.locator("[data-rows] > li").count() == 0


def test_offline_nothing_of_pats_is_shown_to_whoever_came_in_after(tablet, phone, aminas, line):
    come_in_by_code(tablet, aminas)
    phone.context.set_offline(True)
    tablet.goto(phone.address)
    tablet.get_by_text("There is no network just now").wait_for()
    sees_nothing_of_pats(tablet)
    tablet.goto("/contribute")
    tablet.get_by_text("There is no network just now").wait_for()


def test_while_it_is_not_known_who_came_in_nothing_kept_is_shown(tablet, phone, aminas, line):
    """The answer to Amina's card is lost on the way."""
    line.fault = None
    line.deaf = lambda environ: (
        environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/card"
    )
    tablet.goto("/card#" + aminas.replace(" ", "-"))
    tablet.wait_for_timeout(500)
    phone.context.set_offline(True)
    tablet.goto(phone.address)
    tablet.get_by_text("There is no network just now").wait_for()
    sees_nothing_of_pats(tablet)


def test_on_a_slow_line_she_waits_for_her_own_page(tablet, phone, aminas, line):
    come_in_by_code(tablet, aminas)

    def slowly(environ):
        if environ["PATH_INFO"] == phone.address:
            line.mended.wait(6)
        return None

    line.fault = slowly
    tablet.goto(phone.address)
    tablet.wait_for_selector("[data-live]:not([hidden])")
    assert "Amina" in tablet.inner_text("header")
    sees_nothing_of_pats(tablet)


def test_a_page_that_came_while_her_card_was_on_its_way_makes_nobody_sure_it_is_pats_tablet(
    tablet, phone, aminas, line
):
    """Another window hears Pat until the card's answer is here; then the line goes."""
    card, gone = threading.Event(), threading.Event()

    def fault(environ):
        if gone.is_set():
            return "503 Busy", "Busy", {}
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/card":
            card.wait(20)
            gone.set()

    line.asked.clear()
    line.fault = fault
    other = phone.context.new_page()
    other.goto("/card#" + aminas.replace(" ", "-"), wait_until="commit")
    line.until_asked("POST")
    tablet.goto(phone.address)
    assert "Pat" in tablet.inner_text("header")
    card.set()
    other.wait_for_url(lambda url: "/card" not in url)
    phone.context.set_offline(True)
    tablet.goto(phone.address)
    tablet.get_by_text("There is no network just now").wait_for()
    sees_nothing_of_pats(tablet)


def test_what_she_adds_is_hers_and_what_waits_of_pats_goes_when_pat_is_back(
    tablet, phone, words, aminas, line, picture, house
):
    come_in_by_code(tablet, aminas)
    line.fault = None
    phone.contribute()
    sees_nothing_of_pats(tablet)
    phone.choose(picture(3))
    tablet.get_by_text("Everything is received and safe.").wait_for()
    assert owners(house) == ["Amina"]
    come_in_by_code(tablet, words)
    phone.contribute()
    tablet.get_by_text("Everything is received and safe.").wait_for()
    assert owners(house) == ["Amina", "Pat"]


def owners(house) -> list[str]:
    """Whose each photograph is, the oldest first."""
    with looking(house) as session:
        photographs = session.scalars(select(Photograph).order_by(Photograph.id))
        return [photograph.photographer.name for photograph in photographs]


def test_a_page_left_open_gives_way_to_whoever_came_in_elsewhere(tablet, phone, aminas, line):
    line.fault = None
    other = phone.context.new_page()
    come_in_by_code(other, aminas)
    tablet.get_by_text("Amina").first.wait_for()
    sees_nothing_of_pats(tablet)


def test_words_written_on_the_web_are_not_overwritten_by_a_phone_that_has_not_seen_them(
    phone, words, picture, house
):
    page = phone.open()
    phone.come_in(words)
    phone.choose(picture(1))
    page.click("[data-open]")
    page.fill("#words-caption", "First words")
    page.click("[data-later]")
    page.get_by_text("Everything is received and safe.").wait_for()
    with house.database.transaction() as session:
        session.scalar(select(Photograph)).caption = "Longer and better"
    phone.context.set_offline(True)
    page.click("[data-open]")
    page.fill("#words-caption", "First words!")
    page.click("[data-later]")
    page.get_by_text("Your newest words are still to go").wait_for()
    assert "still on this phone" not in page.inner_text("[data-count]")
    phone.context.set_offline(False)
    page.get_by_text("Everything is received and safe.").wait_for()
    page.click("[data-open]")
    page.get_by_text("before you had seen").wait_for()
    assert page.input_value("#words-caption") == "Longer and better"
    assert received(house)[0].caption == "Longer and better"
    page.click("[data-use]")
    until_caption(page, house, "First words!")


@pytest.mark.parametrize("lag", [0, 6])
def test_words_written_on_the_web_while_a_phones_are_on_their_way_are_not_overwritten(
    phone, words, picture, house, line, lag
):
    page = phone.open(service_workers="block")
    phone.come_in(words)
    phone.choose(picture(1))
    page.click("[data-open]")
    page.fill("#words-caption", "First words")
    page.click("[data-later]")
    page.get_by_text("Everything is received and safe.").wait_for()
    written = threading.Event()

    def slowly(environ):
        if environ["REQUEST_METHOD"] == "PUT":
            written.wait(20)
            line.mended.wait(lag)

    line.fault = slowly
    line.asked.clear()
    page.click("[data-open]")
    page.fill("#words-caption", "First words!")
    page.click("[data-later]")
    line.until_asked("PUT")
    with house.database.transaction() as session:
        session.scalar(select(Photograph)).caption = "Longer and better"
    written.set()
    page.get_by_text("Everything is received and safe.").wait_for()
    line.fault = None
    page.click("[data-open]")
    page.get_by_text("before you had seen").wait_for()
    assert page.input_value("#words-caption") == "Longer and better"
    assert received(house)[0].caption == "Longer and better"
    page.click("[data-use]")
    until_caption(page, house, "First words!")


@pytest.mark.parametrize("way", ["online", "offline", "6 s lag"])
def test_whoever_sends_a_file_second_keeps_her_words_the_child_she_names_and_her_no(
    phone, phone_of, words, aminas, picture, house, line, way
):
    """Pat and Amina swapped a picture by messenger; both send it."""
    page = phone.open(service_workers="block")
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", str(picture(1)))
    until_read(page)
    page.fill("#words-caption", "Ours")
    page.click('[data-screen="words"] [data-next]')
    page.get_by_role("button", name="Nobody can be recognised").click()
    answer(page, "yes")
    hers = phone_of()
    page = hers.open(service_workers="block")
    hers.come_in(aminas)
    hers.context.set_offline(way == "offline")
    if way == "6 s lag":
        line.fault = late_once(line, "PUT")
    page.set_input_files("[data-pick][multiple]", str(picture(1)))
    until_read(page)
    page.fill("#words-caption", "Mine!")
    page.click('[data-screen="words"] [data-next]')
    page.get_by_label("What do you call them?").fill("Amina’s boy")
    page.get_by_label("A child").check()
    page.keyboard.press("Enter")
    page.locator("[data-named]").get_by_text("Amina’s boy").wait_for()
    page.get_by_role("button", name="Next: what may be done with it").click()
    answer(page, "no", lambda: hers.context.set_offline(False))
    for one, own, others in ((phone, "Ours", "Mine!"), (hers, "Mine!", "Ours")):
        one.page.locator("[data-rows] [data-page]").click()
        one.page.get_by_text(own).first.wait_for()
        assert others not in one.page.inner_text("main")
    assert "Amina" not in phone.page.inner_text("main")
    with looking(house) as session:
        first, second = session.scalars(select(Photograph).order_by(Photograph.id))
        assert (first.caption, second.caption) == ("Ours", "Mine!")
        assert first.sha256 == second.sha256
        for photograph in (first, second):
            for use, found in consent_queries.every_use(session, photograph, MAY_DAY).items():
                reasons = {(one.reason, one.part) for one in found.obstacles}
                assert (Reason.REFUSED, Part.PHOTOGRAPHER) in reasons, use
                assert (Reason.MISSING, Part.GUARDIAN) in reasons, use


def late_once(line, method):
    """The first request by this method waits six seconds."""
    seen = []

    def fault(environ):
        if environ["REQUEST_METHOD"] == method and not seen:
            seen.append(method)
            line.mended.wait(6)

    return fault


def answer(page, what: str, then=lambda: None) -> None:
    """Answer every use with yes or no, and wait until it arrived."""
    page.wait_for_selector('[data-screen="release"]:not([hidden])')
    for field in page.locator(f'[name^="use_"][value={what}]').all():
        field.check(force=True)
    page.get_by_label("With my first name").check()
    page.get_by_label("I know what cannot be taken back").check()
    page.get_by_role("button", name="Keep these answers").click()
    then()
    page.get_by_text("Everything is received and safe.").wait_for()


def until_caption(page, house, wanted: str) -> None:
    """Wait until these words stand beside the photograph."""
    deadline = time.monotonic() + 60
    while (stands := received(house)[0].caption) != wanted:
        assert time.monotonic() < deadline, stands
        page.wait_for_timeout(50)


def test_a_link_without_a_network_leads_to_a_plain_page_with_a_way_back(phone, words):
    page = phone.open()
    phone.come_in(words)
    until(page, KEPT, phone.address)
    phone.context.set_offline(True)
    page.get_by_text("Back to the photographs").last.click()
    page.get_by_text("There is no network just now").wait_for()
    page.click("main a.button >> nth=0")
    page.wait_for_selector("[data-live]:not([hidden])")


def test_names_typed_with_enter_between_them_are_separate_and_a_double_tap_names_once(
    phone, words, picture, house
):
    page = phone.open()
    phone.come_in(words)
    phone.choose(picture(1))
    page.click("[data-open]")
    page.click('[data-screen="words"] [data-next]')
    page.wait_for_selector('[data-screen="people"]:not([hidden])')
    page.locator("#somebody").press_sequentially("Ade")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Bea")
    page.keyboard.press("Enter")
    page.locator("[data-named] > li >> nth=1").wait_for()
    assert page.locator("[data-named] [data-label]").all_inner_texts() == ["Ade", "Bea"]
