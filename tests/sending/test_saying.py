"""What is said on the screens stays where it was said, is kept while it is said, and arrives."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from photovoice.archive.models import Photograph
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import Appearance, PersonPictured, Release
from tests.factories import Factory, picture_bytes
from tests.sending.conftest import looking, received, until_read, voices

pytestmark = pytest.mark.any_database

SAFE = "Everything is received and safe."
WORDS = "What is going on here, in your words?"
NAME = "What do you call them?"


def choose(page, *paths) -> None:
    """Choose photographs; the first one's words are asked."""
    page.set_input_files("[data-pick][multiple]", [str(path) for path in paths])
    until_read(page)


def go(page, screen: str) -> None:
    """Another screen of the same photograph, as by the browser's own buttons."""
    page.evaluate("to => { location.hash = location.hash.replace(/[a-z]+$/, to); }", screen)
    page.wait_for_selector(f'[data-screen="{screen}"]:not([hidden])')


def press(page, name: str) -> None:
    """Press the button so called."""
    page.get_by_role("button", name=name).click()


def reopen(page) -> None:
    """Open the first photograph from the list."""
    page.locator("[data-rows] [data-open]").first.click()
    page.wait_for_selector('[data-screen="words"]:not([hidden])')


# Who is in it.


def test_a_name_left_in_the_field_is_added_by_next_and_stays_with_its_photograph(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture(1), picture(2))
    first = page.evaluate("location.hash")
    press(page, "Next: who is in it?")
    page.get_by_label(NAME).fill("girl in yellow")
    expect(page.get_by_role("button", name="Nobody can be recognised")).to_have_count(0)
    page.get_by_label("A child").check()
    press(page, "Next: what may be done with it")
    press(page, "Not now")
    page.wait_for_function(
        "first => ![first, first.replace('words', 'release')].includes("
        "location.hash) && location.hash.endsWith('words')",
        arg=first,
    )
    press(page, "Next: who is in it?")
    field = page.get_by_label(NAME)
    assert field.input_value() == "" and not page.get_by_label("A child").is_checked()
    field.fill("Be")
    press(page, "Back to its words")
    page.reload()
    press(page, "Next: who is in it?")
    page.wait_for_function("field => field.value === 'Be'", arg=field.element_handle())
    field.fill("")
    page.evaluate("first => { location.hash = first.replace('words', 'people'); }", first)
    page.locator("[data-named]").get_by_text("girl in yellow").wait_for()
    expect(page.get_by_role("button", name="Nobody can be recognised")).to_have_count(0)
    press(page, "Back to its words")
    press(page, "Leave it for later")
    page.get_by_text(SAFE).wait_for()
    with looking(house) as session:
        (appearance,) = session.query(Appearance)
        assert (appearance.pictured.label, appearance.pictured.is_child) == ("girl in yellow", True)
        assert appearance.photograph_id == min(row.id for row in received(house))


def test_a_correction_after_receipt_arrives_and_whoever_has_answered_stays_named(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture())
    press(page, "Next: who is in it?")
    for name in ("Ali", "Bea"):
        page.get_by_label(NAME).fill(name)
        page.keyboard.press("Enter")
        page.locator("[data-named]").get_by_text(name).wait_for()
    press(page, "Back to its words")
    press(page, "Leave it for later")
    page.get_by_text(SAFE).wait_for()
    with house.database.transaction() as session:
        row = session.scalar(select(Photograph))
        bea = session.scalar(select(PersonPictured).where(PersonPictured.label == "Bea"))
        Factory(session, house).release(row, bea)
    reopen(page)
    go(page, "people")
    page.locator("[data-bound]:not([hidden])").wait_for()  # heard on the way in
    assert page.get_by_role("button", name="Take this name away").count() == 1
    press(page, "Take this name away")
    page.get_by_label(NAME).fill("Ali")
    page.get_by_label("A child").check()
    press(page, "Next: what may be done with it")
    press(page, "Not now")
    page.get_by_text(SAFE).wait_for()
    with looking(house) as session:
        people = consent_queries.people_in(session, session.scalar(select(Photograph)))
        assert {(one.label, one.is_child) for one in people} == {("Ali", True), ("Bea", False)}


# What may be done with it.


def test_answers_are_kept_as_they_are_given_and_can_be_given_again_once_taken_back(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture())
    go(page, "release")
    page.get_by_label("With my first name").check()
    page.get_by_label("I know what cannot be taken back").check()
    page.reload()
    credit = page.get_by_label("With my first name")
    page.wait_for_function("field => field.checked", arg=credit.element_handle())
    assert page.get_by_label("I know what cannot be taken back").is_checked()
    press(page, "Keep these answers")
    page.get_by_text(SAFE).wait_for()
    page.get_by_text("Still needs: your words, who is in it", exact=True).wait_for()
    with house.database.transaction() as session:
        consent.withdraw(session, session.scalar(select(Release)), by=None)
    reopen(page)
    go(page, "release")
    page.get_by_text("does not stand any more").wait_for()
    press(page, "Keep these answers")
    page.get_by_text(SAFE).wait_for()
    page.get_by_text("Still needs: your words, who is in it", exact=True).wait_for()
    with looking(house) as session:
        first, second = session.scalars(select(Release).order_by(Release.id))
        assert first.answers == second.answers == {}
        assert first.withdrawal is not None and second.withdrawal is None


TAP_FROM_NOW_ON = """button => addEventListener("hashchange", () => {
  const tap = () => { if (button.checkVisibility()) button.click(); };
  tap();
  for (let later = 0; later < 400; later += 2) setTimeout(tap, later);
}, { once: true })"""
"""Tap on a button, as long as it is to be seen, from when the next screen is on its way."""


def test_two_taps_on_keep_answer_for_one_photograph_and_once(phone, words, house, picture):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture(1, size=(3000, 2000)), picture(2, size=(3000, 2000)))
    go(page, "release")
    for use in page.locator('[name^="use_"][value=yes]').all():
        use.check(force=True)
    page.get_by_label("With my first name").check()
    page.get_by_label("I know what cannot be taken back").check()
    keep = page.get_by_role("button", name="Keep these answers")
    keep.evaluate(TAP_FROM_NOW_ON)
    keep.click()
    page.get_by_text("Photograph 2 of 2").wait_for()
    page.wait_for_timeout(500)
    press(page, "Leave it for later")
    page.get_by_text(SAFE).wait_for()
    with looking(house) as session:
        first, _second = session.scalars(select(Photograph).order_by(Photograph.id))
        assert session.scalars(select(Release.photograph_id)).all() == [first.id]


def test_two_taps_take_one_name_away_and_in_two_windows_the_one_that_was_tapped(
    phone, words, picture
):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture())
    go(page, "people")
    for name in ("Ade", "Bea", "Cem", "Dot"):
        page.get_by_label(NAME).fill(name)
        page.keyboard.press("Enter")
        page.locator("[data-named]").get_by_text(name).wait_for()
    away = page.locator("[data-unname]").first
    away.scroll_into_view_if_needed()
    box = away.bounding_box()
    for _tap in range(2):
        page.touchscreen.tap(box["x"] + 20, box["y"] + 15)
    expect(page.locator("[data-named] [data-label]")).to_have_text(["Bea", "Cem", "Dot"])
    other = phone.context.new_page()
    other.goto(page.url)
    names = other.locator("[data-named] [data-label]")
    expect(names).to_have_text(["Bea", "Cem", "Dot"])
    page.wait_for_timeout(500)
    page.locator("[data-unname]").first.click()
    expect(page.locator("[data-named] [data-label]")).to_have_text(["Cem", "Dot"])
    if names.count() == 3:  # this window has not heard of it
        other.locator("[data-unname]").nth(1).click()
        expect(names).to_have_text(["Dot"])


# Its words, written and spoken.


def test_of_several_each_says_which_it_is_and_the_language_chosen_last_goes_on(
    phone, words, house, make, session, tmp_path
):
    make.the_project.languages = ["en", "ur"]
    session.commit()
    paths = [tmp_path / f"{seed}.jpg" for seed in (1, 2)]
    for seed, path in enumerate(paths):
        path.write_bytes(picture_bytes(seed, (900, 1200)))
    page = phone.open()
    phone.come_in(words)
    choose(page, *paths)
    page.get_by_text("Photograph 1 of 2").wait_for()
    page.get_by_label("Language of these words").select_option("ur")
    page.get_by_label(WORDS).fill("گلی")
    for button in ("Next: who is in it?", "Nobody can be recognised", "Not now"):
        press(page, button)
    page.get_by_text("Photograph 2 of 2").wait_for()
    assert page.get_by_label("Language of these words").input_value() == "ur"
    page.get_by_label(WORDS).fill("چھت")
    press(page, "Leave it for later")
    page.get_by_text(SAFE).wait_for()
    assert {row.caption_language for row in received(house)} == {"ur"}
    page.reload()  # only the small picture is here by now
    reopen(page)
    box = page.locator('[data-screen="words"] [data-picture]').bounding_box()
    assert box["height"] > 300


RECORDING = "[data-stop]:not([hidden])"


def test_a_recording_begins_by_its_icon_and_is_kept_when_somebody_goes_elsewhere(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture(1), picture(2))
    page.locator("[data-record] svg").click()
    page.wait_for_selector(RECORDING)
    page.wait_for_timeout(1200)
    press(page, "Leave it for later")
    page.get_by_text(SAFE).wait_for()
    page.wait_for_function("() => document.querySelector('[data-count]').textContent")
    (voice,) = wait_for_voices(page, house)
    assert voice.photograph_id == min(row.id for row in received(house))
    page.locator("[data-rows] [data-open]").nth(1).click()
    page.wait_for_selector("[data-record]:not([hidden])")
    assert page.locator(RECORDING).count() == 0


def wait_for_voices(page, house):
    """The voices received, once there is one."""
    for _moment in range(600):
        if found := voices(house):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(page.inner_text("[data-rows]"))


def test_a_page_closed_while_somebody_speaks_keeps_what_was_said(phone, words, house, picture):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture())
    page.click("[data-record]")
    page.wait_for_selector(RECORDING)
    page.wait_for_timeout(4500)
    page.reload()
    page.get_by_text("Your words are kept on this phone").wait_for()
    press(page, "Leave it for later")
    (voice,) = wait_for_voices(page, house)
    assert voice.seconds > 1


FULL = """() => {
  window.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
ROOM = "() => { IDBObjectStore.prototype.put = window.put; }"


def test_a_phone_that_keeps_nothing_says_so_and_what_was_said_can_be_saved(phone, words, picture):
    page = phone.open()
    phone.come_in(words)
    choose(page, picture())
    page.evaluate(FULL)
    warning = page.get_by_text("This phone is not keeping what you write or say.")
    page.get_by_label(WORDS).fill("A long story")
    warning.wait_for()
    press(page, "Next: who is in it?")
    page.wait_for_timeout(300)
    assert page.get_by_label(WORDS).input_value() == "A long story"
    page.click("[data-record]")
    page.wait_for_selector(RECORDING)
    page.wait_for_timeout(1200)
    page.click("[data-stop]")
    page.get_by_text("What you said could not be kept.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save to this phone").click()
    assert download.value.path().stat().st_size > 0
    page.evaluate(ROOM)
    press(page, "Next: who is in it?")
    page.wait_for_selector('[data-screen="people"]:not([hidden])')
    assert not warning.is_visible()
    press(page, "Back to its words")
    assert page.get_by_label(WORDS).input_value() == "A long story"
