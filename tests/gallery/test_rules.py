"""What an address is worth, from the state alone."""

import pytest

from photovoice.gallery import rules
from photovoice.gallery.rules import Answer
from photovoice.gallery.state import ShowState


def make_state(**words):
    return ShowState(**{key: frozenset(v) if isinstance(v, set) else v for key, v in words.items()})


HANGING = make_state(live=3, retired={1}, superseded={2}, gone={"k3v9q2ab"})
RENEWING = make_state(renewing=True, retired={3}, superseded={2}, gone={"k3v9q2ab"})
CLOSED = make_state(retired={1, 2})
STUCK = make_state(stuck=True, retired={3}, superseded={2}, gone={"k3v9q2ab"})


@pytest.mark.parametrize(
    ("state", "number", "path", "answer"),
    [
        (STUCK, 3, "index.html", Answer.GONE),
        (STUCK, 2, "index.html", Answer.STUCK),
        (HANGING, 3, "index.html", Answer.SHOW),
        (HANGING, 2, "index.html", Answer.MOVED),
        (HANGING, 1, "index.html", Answer.GONE),
        (HANGING, 4, "index.html", Answer.UNKNOWN),
        (HANGING, 3, "photographs/k3v9q2ab.html", Answer.GONE),
        (HANGING, 2, "photographs/k3v9q2ab.html", Answer.GONE),
        (RENEWING, 3, "index.html", Answer.GONE),
        (RENEWING, 2, "index.html", Answer.RENEWING),
        (CLOSED, 2, "index.html", Answer.GONE),
    ],
)
def test_an_address_in_an_edition(state, number, path, answer):
    assert rules.edition_answer(state, number, path) is answer


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (HANGING, Answer.MOVED),
        (RENEWING, Answer.RENEWING),
        (STUCK, Answer.STUCK),
        (CLOSED, Answer.GONE),
        (ShowState(), Answer.UNKNOWN),
    ],
)
def test_the_address_of_the_exhibition(state, answer):
    assert rules.exhibition_answer(state) is answer


def test_a_photograph_taken_down_is_gone_even_while_the_wall_is_rehung():
    assert rules.photograph_answer(RENEWING, "k3v9q2ab") is Answer.GONE
    assert rules.photograph_answer(RENEWING, "coats002") is Answer.RENEWING


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("", "index.html"),
        ("kiosk/", "kiosk/index.html"),
        ("photographs/k3v9q2ab.html", "photographs/k3v9q2ab.html"),
        ("pictures/ab12cd34-800.jpg", "pictures/ab12cd34-800.jpg"),
    ],
)
def test_a_public_file_is_found_by_its_address(page, path):
    assert rules.file_asked(page).path == path


@pytest.mark.parametrize(
    "page",
    [
        "manifest.json",
        "state.json",
        "../state.json",
        "pictures/../manifest.json",
        "pictures/../../state.json",
        "pictures/.hidden.jpg",
        "pictures/a..jpg",
        "pictures\\..\\x.jpg",
        "assets/gallery.css.map",
        "sections/",
        "/etc/passwd",
        "photographs/%2e%2e.html",
    ],
)
def test_nothing_else_of_a_folder_is_public(page):
    assert rules.file_asked(page) is None


def test_a_picture_is_kept_by_the_visitors_browser_only_and_a_page_is_always_asked_again():
    assert "private" in rules.cache_for("pictures/ab12cd34-800.jpg")
    assert "immutable" in rules.cache_for("assets/gallery-7MQOBJDL.js")
    assert rules.cache_for("assets/accent.css") == "no-cache"
    assert rules.cache_for("index.html") == "no-cache"
