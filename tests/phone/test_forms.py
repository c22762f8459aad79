"""JSON of anybody's making: understood and whole, or refused with a sentence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from photovoice.phone.forms import read_sending
from photovoice.phone.refusals import NotTaken, NotUnderstood, TooManyWords
from photovoice.phone.rules import nothing_said
from tests.phone.phones import VOICE, said

PLAIN = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8)
ANY_JSON = (
    PLAIN | some.lists(PLAIN, max_size=2) | some.dictionaries(PLAIN.map(str), PLAIN, max_size=2)
)
FEWER = settings(max_examples=60)
WHOLE = said(
    b"a picture",
    version=3,
    voice=VOICE,
    words={"caption": "Our street", "caption_language": "en", "title": "Street", "place": "Hulme"},
    people={"named": [{"label": "Ade", "is_child": True}]},
    release={
        "uses": {"workshop": True, "web": False},
        "credit": "pseudonym",
        "credit_name": "Sparrow",
        "limits_explained": True,
    },
)
PLACES = [
    *("version", "photograph", "voice", "words", "people", "release", "photograph.name"),
    *("photograph.bytes", "photograph.sha256", "photograph.small", "words.caption"),
    *("words.caption_language", "people.named", "people.named.0", "people.named.0.label"),
    *("people.named.0.is_child", "release.uses", "release.uses.web", "release.credit"),
    *("release.limits_explained", "voice.bytes", "voice.language"),
]


def read(what: object) -> tuple:
    """What is made of it."""
    return read_sending(json.dumps(what).encode())


def put(what: dict, place: str, value: object) -> dict:
    """The same with another value in one place."""
    changed = json.loads(json.dumps(what))
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    inside = changed
    for step in way:
        inside = inside[step]
    inside[last] = value
    return changed


def test_what_a_phone_says_is_kept_as_it_says_it():
    version, kept = read(WHOLE)
    assert version == 3
    told = {name: value for name, value in WHOLE.items() if name != "version"}
    assert kept == told | {"known": None, "let_go": []}


def test_what_is_left_out_says_nothing():
    version, kept = read({"version": 0, "photograph": {"bytes": 5}})
    assert (version, kept) == (0, nothing_said(length=5))


@FEWER
@given(ANY_JSON)
def test_anything_else_is_refused_in_words(what):
    try:
        read(what)
    except NotTaken as refusal:
        assert refusal.status == 422 and str(refusal.sentence)


@FEWER
@given(some.binary(max_size=60))
def test_bytes_that_are_no_json_are_refused_in_words(raw):
    try:
        read_sending(raw)
    except NotTaken as refusal:
        assert refusal.status == 422


@FEWER
@given(some.sampled_from(PLACES), ANY_JSON)
def test_whatever_stands_in_one_place_what_is_kept_has_its_shape(place, value):
    try:
        _version, kept = read(put(WHOLE, place, value))
    except NotTaken:
        return
    json.dumps(kept).encode()
    assert kept.keys() == nothing_said().keys()
    assert all(isinstance(words, str) for words in kept["words"].values())
    assert all(
        isinstance(yes, bool) for yes in ((kept["release"] or {}).get("uses") or {}).values()
    )


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("version", -1),
        ("version", True),
        ("version", "3"),
        ("photograph", None),
        ("photograph.bytes", -1),
        ("photograph.sha256", "abc"),
        ("photograph.small", "yes"),
        ("words.caption", 7),
        ("words.caption_language", "anything at all"),
        ("people", {"nobody": True, "named": [{"label": "Ade", "is_child": False}]}),
        ("people.named", {"label": "Ade"}),
        ("release.uses", ["web"]),
        ("release.uses.web", "yes"),
        ("release.credit", "loudly"),
        ("voice.bytes", None),
    ],
)
def test_what_is_not_understood_is_named(place, value):
    with pytest.raises(NotUnderstood) as refusal:
        read(put(WHOLE, place, value))
    assert refusal.value.details["field"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("words.caption", "a" * 4001),
        ("words.title", "a" * 201),
        ("release.credit_name", "a" * 121),
        ("people.named", [{"label": str(number)} for number in range(61)]),
    ],
)
def test_too_many_words_are_refused_as_that(place, value):
    with pytest.raises(TooManyWords):
        read(put(WHOLE, place, value))


def test_a_use_nobody_answered_is_not_in_the_answer():
    answer = read(put(WHOLE, "release.uses", {"web": None, "print": True, "moon": True}))[1]
    assert answer["release"]["uses"] == {"print": True}


def test_characters_no_database_can_keep_are_left_out():
    raw = rb'{"version": 1, "photograph": {"bytes": 1}, "words": {"caption": "a\u0000b\ud800c"}}'
    assert read_sending(raw)[1]["words"]["caption"] == "ab?c"


def test_people_without_a_label_and_named_twice_are_left_out():
    ade = {"label": " Ade ", "is_child": False}
    people = read(put(WHOLE, "people.named", [ade, ade, {"label": " "}]))[1]["people"]
    assert people == {"named": [{"label": "Ade", "is_child": False}]}
    assert read(put(WHOLE, "people", {"nobody": False}))[1]["people"] is None
