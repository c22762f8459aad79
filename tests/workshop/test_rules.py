"""What makes two words the same, and how a line of them is read, in the scripts people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photovoice.workshop.rules import folded, tags_in


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("kettle, rota , second kettle", ["kettle", "rota", "second kettle"]),
        ("چائے، باری", ["چائے", "باری"]),
        ("茶、当番", ["茶", "当番"]),
        ("茶，当番", ["茶", "当番"]),
        ("ሻይ፣ ተራ", ["ሻይ", "ተራ"]),
        ("চা; পালা", ["চা", "পালা"]),
        ("herbata\ndyżur", ["herbata", "dyżur"]),
        ("#kettle. #rota.", ["kettle. #rota"]),
        ("#kettle, rota.", ["kettle", "rota"]),
        (" , ,, #", []),
        ("", []),
    ],
)
def test_a_line_of_words_is_read_with_the_commas_of_its_script(line, tags):
    assert tags_in(line) == tags


def test_a_word_typed_twice_is_taken_once_as_first_written():
    assert tags_in("Kettle, kettle, KETTLE ,  kettle ") == ["Kettle"]


def test_an_accent_typed_in_either_way_is_the_same_word():
    assert tags_in("café, cafe\N{COMBINING ACUTE ACCENT}") == ["café"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Second  Kettle", "second kettle"),
        ("STRASSE", "straße"),
        ("ＴＥＡ", "tea"),
        ("Οδός", "οδόσ"),
    ],
)
def test_case_width_and_spacing_do_not_make_two_words_of_one(one, other):
    assert folded(one) == folded(other)


def test_vowel_signs_do_make_two_words():
    assert folded("কাল") != folded("কল")


def test_signs_that_stand_for_whole_sentences_are_evened_out_no_longer_than_can_be_kept():
    assert len(folded("ﷺ" * 60)) == 120


def test_no_word_is_cut_short():
    assert tags_in("x" * 300) == ["x" * 300]


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_words_and_no_word_twice(line):
    tags = tags_in(line)
    assert len({folded(tag) for tag in tags}) == len(tags)
    assert all(tag.strip() and len(folded(tag)) <= 120 for tag in tags)
