"""Two people at one thing: each form that changes something is saved by two over each other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest

from photovoice.edits import EditForm
from tests.guards.forms import Form, Forms

ONLY_ADDS = {
    "accounts.begin_second_step": "proof of who one is",
    "accounts.enter_by_card": "a way in",
    "accounts.enter_by_code": "a way in",
    "accounts.turn_off_second_step": "proof of who one is",
    "accounts.turn_on_second_step": "proof of who one is",
    "archive.speak": "another recording; the one before stays kept",
    "consent.name": "somebody more in a photograph",
    "consent.withdraw_by_slip": "words that open, and change nothing themselves",
    "contribute.take_in": "photographs",
    "exhibition.add_section": "a section",
    "exhibition.start": "an exhibition",
    "exhibition.tour": "a stop",
    "gallery_book.book": "what a visitor said",
    "printing.choose": "a card",
    "printing.make": "a file",
    "projects.people": "somebody",
    "projects.start": "a project",
    "workshop.find_theme": "a theme",
    "workshop.findings": "a photograph's link to a theme",
    "workshop.look_at": "photographs before the group",
    "workshop.open_session": "a session",
    "workshop.read_otherwise": "a reading",
    "workshop.tag": "words on a photograph",
    "workshop.write_down": "an answer",
}
"""Forms that show nothing somebody wrote, and what they add."""
ADDING_FIELDS = {"organisations": "a line more is an organisation more, and none is taken away"}
"""Fields that only add, on forms that change other things."""
TYPED = ("text", "email", "number", "date")
"""Kinds of controls in which any two people can say two things."""
ASKS_FOR_PROOF = {"accounts.choose_password"}
"""Saved with what its owner alone knows: tried in tests of its own."""


def carrying_what_was_read(forms: dict[str, tuple[str, Form]]) -> list[str]:
    """Where those forms are sent that carry what was read."""
    return sorted(to for to, (_page, form) in forms.items() if any(form.values.get("as_read", [])))


def test_every_form_that_changes_something_carries_what_was_read(forms):
    carrying = set(carrying_what_was_read(forms))
    assert carrying, "the walk found no form"
    silent = set(forms) - carrying - set(ONLY_ADDS)
    assert not silent, "these forms change what somebody read, and do not carry it"
    assert not carrying & set(ONLY_ADDS)


def changeable(form: Form) -> list[str]:
    """A control for each thing two people can change differently: texts, or else any."""
    read = {part.partition("=")[0] for part in form.values["as_read"][0].split()}
    shown = [name for name in form.kinds if told(name) in read] or list(form.kinds)
    differently = [name for name in shown if name not in ADDING_FIELDS and can_differ(form, name)]
    texts = [name for name in differently if form.kinds[name] in TYPED]
    one_each = {told(name): name for name in reversed(texts or differently)}
    return [name for name in differently if one_each.get(told(name)) == name]


def told(name: str) -> str:
    """The field a control belongs to: a box's left side to all that is covered."""
    return name.partition("-")[0]


def can_differ(form: Form, name: str) -> bool:
    """Whether there are two other answers than the one that stands."""
    kind = form.kinds[name]
    if kind == "date":
        return bool(form.values[name][0])
    return kind in TYPED or len(otherwise(form, name)) > 1


def otherwise(form: Form, name: str) -> list[str]:
    """What else could be chosen."""
    return [value for value in form.options.get(name, []) if value not in form.values.get(name, [])]


def said(form: Form, name: str, who: int) -> list[str]:
    """What one of two people puts in a control."""
    kind = form.kinds[name]
    if name == "url":
        return [f"https://person-{who}.example.org"]
    if kind == "date":
        stands = date.fromisoformat(form.values[name][0])
        return [(stands - timedelta(days=1 + who)).isoformat()]
    if kind in TYPED:
        return [str(5 + who)] if kind == "number" else [f"Said by person {who}"]
    chosen = otherwise(form, name)[who]
    return [chosen] if kind != "checkbox" else [*form.values.get(name, []), chosen]


def editing(forms) -> list[str]:
    """Where the forms are sent that are tried."""
    found = carrying_what_was_read(forms)
    return [endpoint for endpoint in found if endpoint not in ASKS_FOR_PROOF]


@pytest.fixture
def opened(everything, forms):
    """``opened(endpoint)``: the page of a form, as somebody has just opened it."""

    def fresh(endpoint: str, page: str | None = None) -> tuple[str, Form]:
        address, was = forms[endpoint]
        text = page or everything.ask("steward", "GET", address).text
        same = [
            form
            for form in Forms(text).forms
            if form.action == was.action and set(was.kinds) <= set(form.kinds)
        ]
        for name, kind in same[0].kinds.items():
            if kind == "number" and same[0].values[name] == [""]:
                same[0].values[name] = ["10"]  # one side alone makes no box
        return was.action or address, same[0]

    return fresh


def test_no_form_lets_one_person_write_over_another(everything, forms, opened):
    wrong = []
    for endpoint in editing(forms):
        for number in range(len(changeable(opened(endpoint)[1]))):
            wrong += tried_by_two(everything, opened, endpoint, number)
            everything.put_back()
    assert not wrong


def tried_by_two(everything, opened, endpoint: str, number: int) -> list[str]:
    """What went wrong when two people changed one control of a form."""
    address, mine = opened(endpoint)
    _address, theirs = opened(endpoint)
    name = changeable(mine)[number]
    where = f"{endpoint} {name}"
    mine_said, theirs_said = said(mine, name, 0), said(mine, name, 1)
    first = everything.ask("steward", "POST", address, data=mine.values | {name: mine_said})
    if first.status_code != 303:
        return [f"{where}: the first answer was {first.status}"]
    before = everything.rows()
    second = everything.ask("steward", "POST", address, data=theirs.values | {name: theirs_said})
    if second.status_code != 422:
        return [f"{where}: the second was {second.status} and wrote over the first"]
    if _but(before) != _but(everything.rows()):
        return [f"{where}: something was written though both were asked"]
    both = [*mine_said, *theirs_said]
    if mine.kinds[name] == "text" and not all(one in second.text for one in both):
        return [f"{where}: a text is lost"]
    _address, again = opened(endpoint, second.text)
    third = everything.ask("steward", "POST", address, data=again.values)
    return [] if third.status_code == 303 else [f"{where}: the choice was {third.status}"]


def _but(rows: dict) -> dict:
    return {table: them for table, them in rows.items() if table.name != "devices"}


def test_what_only_the_other_person_changed_stays(everything, forms, opened):
    wrong = []
    for endpoint in editing(forms):
        if len(changeable(opened(endpoint)[1])) < 2:
            continue
        address, mine = opened(endpoint)
        _address, theirs = opened(endpoint)
        one, other = changeable(mine)[:2]
        for form, name, who in ((mine, one, 0), (theirs, other, 1)):
            data = form.values | {name: said(form, name, who)}
            answer = everything.ask("steward", "POST", address, data=data)
            if answer.status_code != 303:
                wrong.append(f"{endpoint} {name}: {answer.status}")
        _address, now = opened(endpoint)
        if (now.values[one], now.values[other]) != (said(mine, one, 0), said(theirs, other, 1)):
            wrong.append(f"{endpoint}: {now.values[one]}, {now.values[other]}")
        everything.put_back()
    assert not wrong


def test_two_saves_at_the_same_moment_are_compared_one_after_the_other(
    everything, forms, opened, monkeypatch
):
    """Whoever compares waits for the other, who must not come to comparing before it is saved."""
    together, compare, wrong = threading.Barrier(2), EditForm.against, []

    def compared(form, *given, **more):
        if form.is_submitted():
            with suppress(threading.BrokenBarrierError):
                together.wait(0.2)
        return compare(form, *given, **more)

    for endpoint in editing(forms):
        address, form = opened(endpoint)
        if not (controls := changeable(form)):
            continue
        name = controls[0]
        both = [said(form, name, who) for who in (0, 1)]

        def save(words, address=address, values=form.values, name=name):
            return everything.ask("steward", "POST", address, data=values | {name: words})

        together.reset()
        with monkeypatch.context() as patch, ThreadPoolExecutor(2) as two:
            patch.setattr(EditForm, "against", compared)
            answers = sorted(two.map(save, both), key=lambda answer: answer.status_code)
        if [answer.status_code for answer in answers] != [303, 422]:
            wrong.append(f"{endpoint} {name}: {[answer.status for answer in answers]}")
        elif form.kinds[name] == "text" and not all(one in answers[1].text for (one,) in both):
            wrong.append(f"{endpoint} {name}: a text is lost")
        everything.put_back()
    assert not wrong
