"""How headers are read, and what of a sending is new, by property."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from photovoice.phone import rules
from photovoice.phone.rules import Malformed, nothing_said
from tests.phone.phones import checksum, said

KEYS = some.text(some.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","))


@given(some.dictionaries(KEYS.filter(bool), some.text(), max_size=6))
def test_metadata_comes_back_as_it_was_told(told):
    header = ",".join(
        f"{key} {base64.b64encode(value.encode(errors='ignore')).decode()}"
        for key, value in told.items()
    )
    if len(header) <= rules.LONGEST_METADATA:
        assert rules.read_metadata(header) == {
            key: value.encode(errors="ignore").decode() for key, value in told.items()
        }


@given(some.text(max_size=300))
def test_any_metadata_is_understood_or_malformed(header):
    try:
        assert isinstance(rules.read_metadata(header), dict)
    except Malformed:
        pass


@pytest.mark.parametrize("header", [None, "", " "])
def test_no_metadata_tells_nothing(header):
    assert rules.read_metadata(header) == {}


def test_a_key_without_a_value_is_one_with_an_empty_value():
    assert rules.read_metadata("is_confidential,part dm9pY2U=") == {
        "is_confidential": "",
        "part": "voice",
    }


@pytest.mark.parametrize(
    "header",
    ["uid !!", "uid YQ==,uid YQ==", ",", "uid YQ", "a /w==", "ü YQ==", "uid " + "YWFh" * 2000],
)
def test_metadata_that_is_none_is_malformed(header):
    with pytest.raises(Malformed):
        rules.read_metadata(header)


@given(some.binary(max_size=200), some.sampled_from(sorted(rules.ALGORITHMS)))
def test_a_checksum_is_read_as_it_is_written(data, algorithm):
    read = rules.read_checksum(checksum(data, algorithm))
    assert read.algorithm == algorithm
    assert read.digest == hashlib.new(algorithm, data).digest()


@given(some.text(max_size=100))
def test_any_checksum_is_understood_or_malformed(header):
    try:
        assert rules.read_checksum(header) is not None
    except Malformed:
        pass


@pytest.mark.parametrize(
    "header", ["", "sha1", "sha1 !!", "sha1 YQ==", "md5 " + "A" * 24, checksum(b"a")[5:]]
)
def test_a_checksum_that_is_none_is_malformed(header):
    with pytest.raises(Malformed):
        rules.read_checksum(header)


@given(some.integers(min_value=0, max_value=10**15 - 1))
def test_a_number_of_bytes_is_read(number):
    assert rules.read_number(str(number)) == number


@pytest.mark.parametrize("text", [None, "", "-1", "+1", "1.0", " 1", "٣", "1" * 16, "0x1", "1\n"])
def test_what_is_no_number_of_bytes_is_malformed(text):
    with pytest.raises(Malformed):
        rules.read_number(text)


def with_words(**words) -> dict:
    """What is said, with these words."""
    return said(b"", words=words)


def test_only_words_that_differ_are_new():
    before = with_words(caption="Our street", caption_language="en", place="Moss Side")
    after = with_words(caption="Our street, early", caption_language="en", place="Moss Side")
    assert rules.new_words(after, before) == {"caption": "Our street, early"}
    assert rules.new_words(after, after) == {}


def test_the_language_comes_with_the_words():
    found = rules.new_words(with_words(caption="ہماری گلی", caption_language="ur"), None)
    assert found["caption_language"] == found["title_language"] == "ur"


def test_a_title_added_later_is_in_the_language_spoken():
    before = with_words(caption="Dach", caption_language="pl")
    after = with_words(caption="Dach", caption_language="pl", title="Rano")
    assert rules.new_words(after, before) == {"title": "Rano", "title_language": "pl"}


def test_words_are_added_to_silence_and_to_what_the_same_sending_said():
    standing = {"caption": "Written on the web", "title": "", "place": "Moss Side"}
    before = with_words(place="Moss Side")
    found = {"caption": "From the phone", "title": "Rain", "place": "Hulme"}
    assert rules.words_to_add(found, standing, before) == {"title": "Rain", "place": "Hulme"}


def test_people_are_new_once():
    ade, bea = {"label": "Ade", "is_child": False}, {"label": "Bea", "is_child": True}
    before, after = {"people": {"named": [ade]}}, {"people": {"named": [ade, bea]}}
    assert rules.new_people(after, before) == [bea]
    assert rules.new_people(after, None) == [ade, bea]
    assert rules.new_people({"people": {"nobody": True}}, before) == []
    assert rules.people_gone({"people": {"nobody": True}}, after) == [ade, bea]
    assert rules.people_gone(after, before) == rules.people_gone(after, None) == []
    assert rules.newly_nobody({"people": {"nobody": True}}, before)
    assert not rules.newly_nobody({"people": {"nobody": True}}, {"people": {"nobody": True}})


def answer(**more) -> dict:
    """A sending with an answer."""
    whole = {"uses": {"web": True}, "credit": None, "credit_name": "", "limits_explained": True}
    return {"release": whole | more}


def test_an_answer_counts_once_it_is_whole_and_again_when_it_changes():
    assert rules.new_answer(answer(), None)
    assert not rules.new_answer(answer(), answer())
    assert rules.new_answer(answer(uses={"web": False}), answer())
    assert not rules.new_answer(answer(limits_explained=False), None)
    assert rules.new_answer(answer(uses={}), None)
    assert rules.new_answer(answer(kept=2), answer(kept=1))
    assert not rules.new_answer({"release": None}, answer())


def test_nothing_said_says_nothing():
    nothing = nothing_said()
    assert rules.new_words(nothing, None) == {}
    assert rules.new_people(nothing, None) == []
    assert rules.new_answer(nothing, None) is None


def test_what_is_lacking_is_named():
    assert rules.needs(caption=False, people=True, release=False) == ["caption", "release"]
