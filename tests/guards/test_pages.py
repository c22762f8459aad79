"""Every template is used by a page that somebody can reach, and every page says what it is."""

import io
import re
from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser

import pyotp
import pytest
from flask import template_rendered

from photovoice.accounts import operations as accounts
from photovoice.accounts import second_factor
from photovoice.accounts.models import Person
from photovoice.gallery import state
from photovoice.jobs.operations import perform_all
from tests.factories import picture_bytes
from tests.guards.everything import ANONYMOUS
from tests.guards.test_templates import FOLDER, TEMPLATES
from tests.shots import shots
from tests.test_away import no_database

pytestmark = pytest.mark.any_database

HTML = ("text/html", 200)
VISITORS = [ANONYMOUS, "researcher", "steward"]
PAGES = {
    path.relative_to(FOLDER).as_posix()
    for path in TEMPLATES
    if not path.name.startswith(("_", "base", "layout_"))
}


class Outline(HTMLParser):
    """The title, the language and the headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.language, self._open, self._in_label = "", "", False
        self.pictures_without_words = self.fields_without_label = 0
        self._labelled: set[str] = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', page))
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_label = self._in_label or tag == "label"
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag in self.texts and not (tag == "title" and self._open == "svg"):
            self.texts[tag].append("")
            self._open = tag
        if tag == "img" and "alt" not in given:
            self.pictures_without_words += 1
        if tag in ("input", "select", "textarea") and "hidden" not in given:
            silent = given.get("type") in ("hidden", "submit", "button")
            named = self._in_label or given.get("id") in self._labelled
            named = named or {"aria-label", "aria-labelledby"} & set(given)
            self.fields_without_label += not (silent or named)

    def handle_endtag(self, tag):
        self._in_label = self._in_label and tag != "label"
        if tag == self._open:
            self._open = ""

    def handle_data(self, data):
        if self._open:
            self.texts[self._open][-1] += data


@pytest.fixture(scope="module")
def walk(everything):
    """Everything answered in a walk through the whole product, and the templates it took."""
    used: set[str] = set()
    answers: list = []

    def note(_app, template, **_more):
        used.add(template.name)

    def keep(what, answer):
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
            answers.append((what, answer))

    with template_rendered.connected_to(note, everything.app):
        for who in VISITORS:
            for rule in everything.rules_for("GET"):
                keep(f"{who}: {rule}", everything.ask(who, "GET", everything.address(rule, who)))
        for rule in everything.rules_for("POST"):
            keep(
                f"pressed: {rule}",
                everything.ask("steward", "POST", everything.address(rule, "steward")),
            )
            everything.put_back()
        for what, answer in special_pages(everything):
            keep(what, answer)
        with everything.app.app_context():
            publish = f"/projects/{everything.parts['project']}/exhibitions/{everything.exhibition}"
            everything.ask("curator", "POST", f"{publish}/publish")
            perform_all(everything.house)
    return used, answers


def special_pages(everything):
    """Pages that need more than a press of a button."""
    project = everything.parts["project"]
    yield (
        "photographs taken in",
        everything.ask(
            "researcher",
            "POST",
            f"/projects/{project}/contribute",
            data={"photographs": (io.BytesIO(picture_bytes(4711)), "a.jpg")},
        ),
    )
    for sure in ({}, {"sure": "1"}):
        data = {"words": everything.slip} | sure
        yield "by slip", everything.ask(ANONYMOUS, "POST", "/withdraw", data=data)
    folder = everything.house.config.exhibitions_folder / everything.exhibition
    everything.put_back()
    shown = state.read(folder)
    address = f"/exhibitions/{everything.exhibition}/"
    for change in ({"live": None, "retired": frozenset({1})}, {"live": None, "renewing": True}):
        state.write(folder, replace(shown, **change))
        yield "closed", everything.ask(ANONYMOUS, "GET", address)
    ref = everything.parts["ref"]
    state.write(folder, replace(shown, removed=frozenset({ref})))
    yield "removed", everything.ask(ANONYMOUS, "GET", f"{address}photographs/{ref}")
    everything.put_back()
    state.hold(folder.parent)
    yield "held", everything.ask(ANONYMOUS, "GET", address)
    everything.app.testing = False
    with no_database(everything.house):
        yield "away", everything.ask("steward", "GET", "/")
    everything.app.testing = True
    state.release(folder.parent)
    yield from pages_of_the_second_step(everything)
    everything.put_back()


def pages_of_the_second_step(everything):
    """Setting it up, and coming in with it."""
    house = everything.house
    everything.ask("steward", "POST", "/account/second-step/begin")
    with everything.app.app_context(), house.database.transaction() as session:
        steward = session.get_one(Person, everything.people["steward"])
        uri = second_factor.being_set_up(session, steward, house.config)
        _card, proof = accounts.make_card(session, steward, house.config, by=None)
    code = {"code": pyotp.parse_uri(uri).now(), "words": proof}
    yield "set up", everything.ask("steward", "GET", "/account/second-step")
    yield "codes", everything.ask("steward", "POST", "/account/second-step", data=code)
    words = {"email": "steward@example.org", "password": "four unrelated words do"}
    with everything.app.app_context(), house.database.transaction() as session:
        steward = session.get_one(Person, everything.people["steward"])
        accounts.set_email(session, steward, words["email"], by=None)
        accounts.set_password(session, steward, words["password"], by=None)
    door = everything.app.test_client()
    door.post("/sign-in", data=words)
    yield "code", door.get("/sign-in/code", headers={"Accept": "text/html"})


def test_every_template_is_shown_by_some_page(walk):
    used, _answers = walk
    assert PAGES - used == set()


def test_every_page_has_one_title_one_heading_and_a_language(walk):
    _used, answers = walk
    assert len(answers) > 100
    for what, answer in answers:
        outline = Outline(answer.text)
        assert outline.language, what
        assert len(outline.texts["title"]) == 1, what
        assert re.search(r"\w{2}", outline.texts["title"][0]), what
        assert [text for text in outline.texts["h1"] if text.strip()], what
        assert len(outline.texts["h1"]) == 1, what


def test_every_photograph_has_words_and_every_field_a_label(walk):
    _used, answers = walk
    for what, answer in answers:
        outline = Outline(answer.text)
        assert not outline.pictures_without_words, what
        assert not outline.fields_without_label, what


@pytest.fixture
def of_the_steward(everything):
    """The pages of the product as its steward sees them, by their endpoints."""
    answers = [
        (rule.endpoint, everything.ask("steward", "GET", everything.address(rule, "steward")))
        for rule in everything.rules_for("GET")
    ]
    return [(it, one) for it, one in answers if (one.mimetype, one.status_code) == HTML]


def test_every_page_is_told_apart_by_its_title_and_has_its_picture_taken(of_the_steward, app):
    titles: dict[str, set[str]] = {}
    for endpoint, answer in of_the_steward:
        (title,) = Outline(answer.text).texts["title"]
        titles.setdefault(title.strip(), set()).add(endpoint)
    assert not {title: pages for title, pages in titles.items() if len(pages) > 1}

    find = app.url_map.bind("photovoice.example.org").match
    looked_at = {
        find(re.sub(r"{\w+}", "1", shot.address.partition("?")[0]))[0]
        for shot in shots(defaultdict(lambda: 1))
        if shot.status == 200
    }
    assert {endpoint for endpoint, _answer in of_the_steward} - looked_at == set()


def test_the_pages_of_an_edition_name_themselves(everything):
    folder = everything.house.config.exhibitions_folder / everything.exhibition
    pages = sorted((folder / str(everything.parts["number"])).rglob("*.html"))
    assert len(pages) >= 4
    for page in pages:
        outline = Outline(page.read_text(encoding="utf-8"))
        assert outline.language and re.search(r"\w{2}", outline.texts["title"][0]), page
        assert not outline.pictures_without_words, page
