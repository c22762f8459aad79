"""The forms of the house, as a browser sends them: found by one walk through its pages."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.exceptions import HTTPException

from tests.guards.everything import Missing


@dataclass
class Form:
    """A form on a page, as a browser sends it."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """What kind each control is that somebody can change."""
    options: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Begin a form, or note one of its controls."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._form = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is None or (not name and tag != "option"):
            return
        elif tag == "textarea":
            self._area = name
            self._form.kinds[name], self._form.values[name] = "text", [""]
        elif tag == "select":
            self._select = name
            self._form.kinds[name], self._form.options[name] = "select", []
        elif tag == "option" and self._select:
            value = given.get("value") or ""
            self._form.options[self._select].append(value)
            if "selected" in given or self._select not in self._form.values:
                self._form.values[self._select] = [value]
        elif tag == "input":
            self._input(name, given)

    def _input(self, name, given):
        form, kind = self._form, given.get("type") or "text"
        if kind in ("checkbox", "radio"):
            form.kinds[name] = kind
            form.options.setdefault(name, []).append(given.get("value") or "on")
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value") or "on")
        elif kind not in ("submit", "button", "file"):
            form.values.setdefault(name, []).append(given.get("value") or "")
            if kind != "hidden":
                form.kinds[name] = kind

    def handle_data(self, data):
        """What stands in a text field."""
        if self._area and self._form:
            self._form.values[self._area][0] += data

    def handle_endtag(self, tag):
        """End what was begun."""
        if tag == "textarea" and self._area:
            text = self._form.values[self._area][0]
            self._form.values[self._area][0] = re.sub(r"\A\r?\n", "", text)
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


def posts_of_the_house(everything) -> list[tuple[str, str, Form]]:
    """Every form that changes something: where it is sent, its page, itself."""
    found = []
    adapter = everything.app.url_map.bind("localhost")
    for rule in everything.rules_for("GET"):
        try:
            address = everything.address(rule, "steward")
        except Missing:
            continue
        page = everything.ask("steward", "GET", address)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in Forms(page.text).forms:
            if form.method != "post":
                continue
            try:
                endpoint, _parts = adapter.match((form.action or address).partition("?")[0], "POST")
            except HTTPException:
                continue
            found.append((endpoint, address, form))
    return found


def forms_in(posts: list[tuple[str, str, Form]]) -> dict[str, tuple[str, Form]]:
    """Each form in which something can be typed or chosen: where it is sent → its page, itself."""
    return {endpoint: (page, form) for endpoint, page, form in reversed(posts) if form.kinds}
