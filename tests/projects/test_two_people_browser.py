"""Undo in place, and drafts that belong to one person and one thing, in a real browser."""

import contextlib
import socket
import threading

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.serving import make_server

from photovoice.exhibition.models import Panel
from photovoice.workshop.models import Reading

pytestmark = pytest.mark.any_database


@pytest.fixture
def desk(app, browser, sign_in):
    """``desk(person, page=None)``: a page signed in as the person, in that browser or a new one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = f"http://127.0.0.1:{port}"
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.ExitStack() as later:
        later.callback(server.shutdown)

        def open_page(person, page=None):
            cookie = sign_in(person).get_cookie("photovoice")
            if page is None:
                context = browser.new_context(
                    base_url=root, viewport={"width": 1280, "height": 800}
                )
                later.callback(context.close)
                context.set_default_timeout(60_000)
                page = context.new_page()
            page.context.add_cookies([{"name": "photovoice", "value": cookie.value, "url": root}])
            return page

        yield open_page


def test_a_photograph_taken_down_is_undone_in_place_and_what_was_typed_stays(make, desk, session):
    photographs = [make.photograph(cleared=True) for _ in range(2)]
    exhibition = make.exhibition(photographs=photographs)
    panel = exhibition.sections[0].panels[0]
    panel.label = "Bought in 2019."
    session.flush()
    address = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}"
    page = desk(make.curator())
    page.goto(address)
    page.evaluate("window.stayed = true")
    page.locator("#title").fill("A heading half typed")
    page.locator(f"#panel-{panel.id}").get_by_role("button", name="Take down").click()
    undo = page.get_by_role("status").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(page.locator(".panel")).to_have_count(1)
    undo.click()
    expect(page.locator(".panel")).to_have_count(2)
    expect(page.get_by_role("status")).to_contain_text("is back")
    expect(page.locator("#title")).to_have_value("A heading half typed")
    assert page.evaluate("window.stayed"), "the page was not left"
    labels = session.scalars(select(Panel.label).order_by(Panel.position)).all()
    session.commit()
    assert labels == ["Bought in 2019.", ""]


def test_a_draft_comes_back_to_its_own_thing_and_goes_once_it_is_saved(make, desk, session):
    project = make.the_project
    make.theme("One", slug="one"), make.theme("Two", slug="two")
    page = desk(make.facilitator())
    page.goto(f"/projects/{project.slug}/themes/one")
    page.locator("#text").fill("I see it otherwise.")
    page.goto(f"/projects/{project.slug}/themes/two")
    expect(page.locator("#text")).to_have_value("")
    page.goto(f"/projects/{project.slug}/themes/one")
    expect(page.locator("#text")).to_have_value("I see it otherwise.")
    page.get_by_role("button", name="Keep it beside").click()
    expect(page.locator(".reading")).to_have_count(1)
    expect(page.locator("#text")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('draft:'))") == []
    assert session.scalars(select(Reading.text)).all() == ["I see it otherwise."]
    session.commit()


def test_a_new_theme_does_not_begin_with_the_sentence_of_the_last(make, desk, session):
    themes = f"/projects/{make.the_project.slug}/themes/"
    page = desk(make.facilitator())
    page.goto(themes)
    page.locator("#name").fill("Mending")
    page.locator("#statement").fill("We mend what others throw away.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", name="Mending")).to_be_visible()
    page.goto(themes)
    expect(page.locator("#statement")).to_have_value("")


def test_nobody_finds_what_another_was_writing_on_the_same_device(make, desk, session):
    themes = f"/projects/{make.the_project.slug}/themes/"
    one, other = make.facilitator(), make.facilitator()
    page = desk(one)
    page.goto(themes)
    page.locator("#statement").fill("Not yet for others.")
    desk(other, page)
    page.goto(themes)
    expect(page.locator("#statement")).to_have_value("")
    page.locator("#statement").fill("Mine, and half said.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('draft:'))") == []


def test_a_draft_of_what_somebody_else_changed_since_is_shown_beside_theirs(make, desk, session):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
    panel = exhibition.sections[0].panels[0]
    address = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}"
    page = desk(make.curator())
    page.goto(f"{address}/panels/{panel.id}")
    page.locator("#label").fill("Mine, kept by the browser")
    page.goto(address)
    panel.label = "Theirs, saved meanwhile"
    session.commit()
    page.goto(f"{address}/panels/{panel.id}")
    expect(page.locator("#label")).to_have_value("Mine, kept by the browser")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field__version")).to_have_text("Theirs, saved meanwhile")
    expect(page.locator("#label")).to_have_value("Mine, kept by the browser")
    page.get_by_label("Keep theirs").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".panel__label")).to_have_text("Theirs, saved meanwhile")
