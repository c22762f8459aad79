"""How headers are read, and what of a sending is new, by property."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from photovoice.phone import rules
from photovoice.phone.rules import Fate, Malformed, nothing_said
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


WORD = {"said_before": False, "known": None, "standing_is_mine": False}


@pytest.mark.parametrize(
    ("mine", "standing", "more", "fate"),
    [
        ("Ours", "", {}, Fate.WRITTEN),
        ("Ours", "Ours", {}, Fate.LEFT),
        ("Ours", "Theirs", {}, Fate.KEPT_BESIDE),
        ("Ours", "Theirs", {"known": "Theirs"}, Fate.WRITTEN),
        ("Ours", "Theirs", {"known": "An older one"}, Fate.KEPT_BESIDE),
        ("Ours", "Theirs", {"known": ""}, Fate.KEPT_BESIDE),
        ("Ours, longer", "Ours", {"standing_is_mine": True}, Fate.WRITTEN),
        ("Ours", "Theirs", {"said_before": True}, Fate.LEFT),
        ("", "Theirs", {"known": "Theirs"}, Fate.WRITTEN),
        ("", "Theirs", {}, Fate.LEFT),
    ],
)
def test_words_win_only_where_their_writer_saw_what_stands(mine, standing, more, fate):
    assert rules.fate_of(mine, standing, **(WORD | more)) is fate


@given(mine=some.text(), standing=some.text(min_size=1), known=some.none() | some.text())
def test_no_word_that_stands_is_overwritten_unseen(mine, standing, known):
    fate = rules.fate_of(mine, standing, **(WORD | {"known": known}))
    assert fate is not Fate.WRITTEN or known == standing


def test_an_answer_that_opens_nothing_only_narrows():
    assert rules.only_narrows({"web": False, "print": True}, {"web": True, "print": True})
    assert not rules.only_narrows({"web": True}, {"web": False})
    assert not rules.only_narrows({"web": True}, {})


def test_an_answer_counts_once_its_limits_were_talked_about():
    whole = {"uses": {"web": True}, "credit": None, "credit_name": "", "limits_explained": True}
    assert rules.answer_in({"release": whole})
    assert rules.answer_in({"release": whole | {"limits_explained": False}}) is None
    assert rules.answer_in(nothing_said()) is None


def test_of_what_is_written_down_no_word_is_kept():
    kept = rules.without_words(
        said(b"a picture", words={"caption": "Mine"}, people={"nobody": True})
    )
    assert not rules.is_told(kept) and "Mine" not in str(kept) and kept["people"] is None
    assert kept["photograph"]["bytes"] == 9


def test_what_is_lacking_is_named():
    assert rules.needs(caption=False, people=True, release=False) == ["caption", "release"]
