"""Whatever a form takes leaves every page readable, and so does what an older version took.

Every form of the product is found by walking its pages, filled in with words as strange as people
write them, and sent; then every page is asked for again.
"""

import itertools
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from sqlalchemy import update

from photovoice.db import Base
from tests.guards.everything import ANONYMOUS

STRANGE = (
    "\u202eשָׁלוֹם \u2067مرحبا\u2069 end\u202c",
    "x" * 80 + " and then\r\n\r\nfour\u2028lines\u0085\x0b\x1b[2J",
    "👩‍👩‍👧 ﷽ Z̷̢̛a̸l̵g̶o̷ 🏳️‍🌈",
    "</textarea><script>alert(1)</script> {{ 7 * 7 }} {% if %} %(name)s %s {0} {name}",
    "\0a\ufffe\uffffb\ud800c".encode("utf-8", "surrogatepass"),
    "word " * 600,
    "'; DROP TABLE photographs; -- \\x27 %00 \u0000",
)
"""Both directions, controls, emoji, markup, what is no character, three thousand letters."""
ODD = {
    "date": ("0001-01-01", "9999-12-31", "2099-02-30", "1899-12-31", "yesterday"),
    "number": ("-1", "0", "1e309", "99999999999999999999", "NaN"),
    "email": ("a@b.example", "a b@c"),
    "url": ("https://example.org/ü?q=%00", "javascript:alert(1)"),
}
LEFT_ALONE = ("/sign-in", "/sign-out", "/account", "/withdraw", "/card", "/password")
"""Ways in and out: whoever walks would be somebody else, or nobody, afterwards."""
ASKING = ("steward", "curator", "researcher", ANONYMOUS)


@dataclass
class Form:
    """Where a form is sent, and what it is filled in with."""

    action: str
    given: list[tuple[str, str]] = field(default_factory=list)
    """What it holds already."""
    open: list[tuple[str, str]] = field(default_factory=list)
    """Names and kinds of what somebody types."""
    languages: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Every form of a page that changes something."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select, self._chosen = "", False
        self._address = address
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "form" and told.get("method") == "post":
            self._form = Form(told.get("action") or self._address)
            self.found.append(self._form)
        if self._form is None:
            return
        if tag == "textarea" and name:
            self._form.open.append((name, "text"))
        elif tag == "select" and name:
            self._select, self._chosen = name, False
            if "language" in name:
                self._form.languages.append(name)
        elif tag == "option" and self._select and (not self._chosen or "selected" in told):
            self._form.given = [one for one in self._form.given if one[0] != self._select]
            self._form.given.append((self._select, told.get("value", "")))
            self._chosen = True
        elif tag == "input" and name:
            self._input(name, kind, told)

    def _input(self, name, kind, told):
        if kind in ("hidden", "submit") or (kind in ("radio", "checkbox") and "checked" in told):
            self._form.given.append((name, told.get("value", "")))
        elif kind in ("text", "search", "tel", *ODD):
            self._form.open.append((name, kind))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""


def pages(everything, who):
    """The addresses of all pages, and what each answers."""
    for rule in everything.rules_for("GET"):
        address = everything.address(rule, who)
        yield address, everything.ask(who, "GET", address)


def forms(everything):
    """Every form in which something is typed or chosen, each once."""
    known = set()
    for address, answer in pages(everything, "steward"):
        if answer.mimetype != "text/html":
            continue
        for form in Forms(answer.text, address).found:
            what = (form.action, tuple(name for name, _kind in form.open))
            worth = (form.open or form.languages) and not form.action.startswith(LEFT_ALONE)
            if worth and what not in known and not any(one in form.action for one in LEFT_ALONE):
                known.add(what)
                yield form


def filled_in(form: Form, turn: int) -> dict[str, list]:
    """What is sent: the strange words in turn, and what the form held."""
    data: dict[str, list] = {}
    for name, value in form.given:
        data.setdefault(name, []).append(value)
    for place, (name, kind) in enumerate(form.open):
        choices = ODD.get(kind, STRANGE)
        data[name] = [choices[(turn + place) % len(choices)]]
    return data


def broken(everything):
    """The pages that cannot be shown to somebody."""
    return [
        (who, address, answer.status_code)
        for who in ASKING
        for address, answer in pages(everything, who)
        if answer.status_code >= 500
    ]


@pytest.fixture
def untouched(everything):
    """Everything, put back afterwards."""
    yield everything
    everything.put_back()


def test_every_form_takes_or_refuses_strange_words_and_every_page_is_readable(untouched):
    found = list(forms(untouched))
    assert len(found) >= 20, "the forms were not found"
    failed, taken = [], 0
    for turn, form in itertools.product(range(2), found):
        answer = untouched.ask("steward", "POST", form.action, data=filled_in(form, turn * 3))
        taken += answer.status_code in (302, 303)
        if answer.status_code >= 500:
            failed.append((form.action, answer.status_code))
    assert not failed
    assert taken >= len(found) / 2, "hardly anything was taken: nothing was tried"
    kept = {str(v) for rows in untouched.rows().values() for row in rows for v in row.values()}
    assert not [words for words in kept if "\0" in words], "PostgreSQL keeps no such character"
    assert not broken(untouched)


def test_no_form_takes_a_language_nobody_knows(untouched):
    tried = 0
    for form in forms(untouched):
        for name in form.languages:
            for code in ("xx", "xx-Qaaa", "e" * 40, ""):
                data = filled_in(form, 2) | {name: [code]}
                assert untouched.ask("steward", "POST", form.action, data=data).status_code < 500
                tried += 1
    assert tried
    stored = {
        str(value)
        for table, rows in untouched.rows().items()
        for row in rows
        for name, value in row.items()
        if name.endswith("language") and value is not None
    }
    assert not stored & {"xx", "xx-Qaaa", "e" * 40}


def test_a_language_an_older_version_took_leaves_every_page_readable(untouched):
    with untouched.house.database.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.name.endswith("language"):
                    connection.execute(update(table).values({column.name: "xx"}))
                elif column.name == "languages":
                    connection.execute(update(table).values({column.name: ["xx", "en"]}))
    assert not broken(untouched)
