"""A shared tablet, and cards to print, in a real browser."""

import contextlib
import threading
from datetime import datetime, timedelta

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.serving import make_server

from photovoice.accounts import operations
from photovoice.accounts.models import Device

pytestmark = pytest.mark.any_database


@pytest.fixture
def site(app):
    """The application under test, served."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture
def context(browser, site):
    """A tablet that nobody has touched yet."""
    context = browser.new_context(base_url=site, viewport={"width": 800, "height": 1100})
    context.set_default_timeout(60_000)
    with contextlib.closing(context):
        yield context


@pytest.fixture
def words(make, session, config):
    """What stands on Pat's card."""
    pat = make.researcher(name="Pat Dooley")
    _card, words = operations.make_card(session, pat, config, by=None)
    session.commit()
    return words


def enter(page, words):
    """Come in with a card, saying that the tablet is shared."""
    page.goto("/sign-in")
    page.get_by_label("The seven words on your card").fill(words)
    page.get_by_label("This is a shared tablet or phone").check()
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_text("Welcome, Pat Dooley")).to_be_visible()


def test_nobody_s_name_stays_on_a_shared_tablet(context, words, session):
    page = context.new_page()
    page.clock.install()
    enter(page, words)
    page.clock.fast_forward("14:00")
    page.mouse.click(5, 400)
    page.clock.fast_forward("14:30")
    assert "Pat Dooley" in page.content()
    page.clock.fast_forward("00:45")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nobody used this tablet")
    assert "Pat Dooley" not in page.content()
    page.go_back()
    assert "Pat Dooley" not in page.content()
    session.expire_all()
    assert session.scalars(select(Device.revoked_at)).one() is not None


def test_a_tablet_that_slept_longer_shows_nothing_when_it_wakes(context, words):
    page = context.new_page()
    page.clock.install()
    enter(page, words)
    page.clock.set_system_time(datetime.now() + timedelta(minutes=20))  # no timer rings
    assert "Pat Dooley" in page.content()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nobody used this tablet")


USED = "localStorage.getItem('photovoice.used')"


def test_what_is_done_in_one_window_keeps_the_other_signed_in(context, words):
    first = context.new_page()
    context.clock.install()
    enter(first, words)
    second = context.new_page()
    second.goto("/account")
    for _time in range(2):
        context.clock.fast_forward("10:00")
        second.mouse.click(5, 400)
        used = second.evaluate(USED)
        first.wait_for_function(f"used => {USED} === used", arg=used)
    expect(first.get_by_text("Welcome, Pat Dooley")).to_be_visible()
    expect(second.get_by_role("heading", level=1)).to_have_text("Your way in")
    context.clock.fast_forward("15:01")
    for page in (first, second):
        expect(page.get_by_role("heading", level=1)).to_contain_text("nobody used this tablet")


def test_the_tick_is_remembered_for_the_next_card(context, words, session):
    page = context.new_page()
    enter(page, words)
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"/card#{words.replace(' ', '-')}")
    expect(page.get_by_text("Welcome, Pat Dooley")).to_be_visible()
    assert session.scalars(select(Device.shared)).all() == [True, True]
    session.rollback()  # what reads here would hold up what writes there
    page.goto("/account")
    page.get_by_role("button", name="It is mine alone").click()
    expect(page.get_by_text("stays signed in now")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    expect(page.get_by_label("This is a shared tablet or phone")).not_to_be_checked()


def test_a_phone_of_ones_own_is_left_alone(context, words):
    page = context.new_page()
    page.clock.install()
    page.goto(f"/card#{words.replace(' ', '-')}")
    expect(page.get_by_text("Welcome, Pat Dooley")).to_be_visible()
    page.clock.fast_forward("59:00")
    expect(page.get_by_text("Welcome, Pat Dooley")).to_be_visible()


def test_a_lost_card_is_replaced_and_its_sheet_downloaded(
    context, site, make, session, sign_in, words, tmp_path
):
    """Two clicks on the people's page; the file comes out of the page itself."""
    cookie = sign_in(make.steward(name="Ruth")).get_cookie("photovoice")
    context.add_cookies([{"name": "photovoice", "value": cookie.value, "url": site}])
    page = context.new_page()
    page.goto(f"/projects/{make.the_project.slug}/people")
    page.get_by_role("button", name="Card lost? New card").click()
    page.get_by_role("button", name="Yes, go on").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the sheet to print").click()
    download = downloading.value
    assert download.suggested_filename == f"cards-{make.the_project.slug}.pdf"
    download.save_as(tmp_path / "cards.pdf")
    picture = pypdfium2.PdfDocument(tmp_path / "cards.pdf")[0].render(scale=3).to_pil()
    (square,) = zxingcpp.read_barcodes(picture)
    shown = page.locator(".access-card__secret").inner_text()
    assert square.text.endswith("#" + shown.replace(" ", "-")) and shown != words
