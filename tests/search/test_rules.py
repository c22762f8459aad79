"""How words are cut, folded and asked for."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photovoice.search import rules
from photovoice.search.rules import Phrase, Term, asked, closest, distance, reworded, words


def cut(text):
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Food-bank, shelf!", ["food", "bank", "shelf"]),
        ("Ade's bike isn’t here", ["ade", "bike", "isn", "t", "here"]),
        ("ŁAŃCUCH żółw", ["lancuch", "zolw"]),
        ("Straße Æsop Þór", ["strasse", "aesop", "thor"]),
        ("İstanbul ılık", ["istanbul", "ilik"]),
        ("বাড়ি বড়", ["বাড়ি", "বড়"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("كـــتاب مُدَرِّسَة", ["کتاب", "مدرسه"]),
        ("会议 café", ["会", "议", "cafe"]),
        ("№ 7 ½ ²", ["7", "12", "2"]),
        ("a_b 👩‍🌾 …", ["a", "b"]),
        ("\u200d \u0301", []),
    ],
)
def test_words_are_letters_with_their_marks_and_digits(text, expected):
    assert cut(text) == [unicodedata.normalize("NFC", word) for word in expected]


def test_a_word_remembers_how_it_was_written():
    assert [word.written for word in words("Łańcuch i MUHALLAH")] == ["łańcuch", "i", "muhallah"]


ANY_TEXT = given(st.text(max_size=200))
QUICKLY = settings(max_examples=60)


@QUICKLY
@ANY_TEXT
def test_words_never_hold_a_sign_an_index_could_stumble_on(text):
    for word in words(text):
        assert word.text
        assert len(word.text) <= rules.LONGEST_WORD
        assert not set(word.text) & set(" '\"\\:*|&!()<>=\t\n\x00")


@QUICKLY
@ANY_TEXT
def test_a_word_typed_as_it_was_written_is_the_same_word(text):
    for word in words(text):
        assert cut(word.written) == [word.text]


@QUICKLY
@ANY_TEXT
def test_any_query_can_be_read(text):
    question = asked(text)
    assert len(question.parts) <= rules.MOST_WORDS_ASKED
    reworded(text, {"choir": "choirs"})


def test_a_query_is_read_as_it_was_typed():
    assert asked('the Choir* of "food bank" alm').parts == (
        Term("choir", prefix=True),
        Phrase(("food", "bank")),
        Term("alm", prefix=True),
    )
    assert asked("al ch*").parts == (Term("al"), Term("ch"))
    assert asked("„głosy sąsiadów” rower ").parts[0] == Phrase(("glosy", "sasiadow"))
    assert asked('"choir').parts == (Term("choir", prefix=True),)
    assert asked("the of").parts == (Term("the"), Term("of"))


def test_only_words_in_latin_letters_have_an_english_stem():
    assert Term("meetings").stem == Term("meeting").stem == "meet"
    assert Term("বাগানে").stem is None
    assert Term("2018").stem is None


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("choir", "choir", 0), ("chior", "choir", 1), ("alotment", "allotment", 1), ("", "abc", 3)],
)
def test_distance_counts_slips_of_the_finger(one, other, off):
    assert distance(one, other) == distance(other, one) == off


def test_the_closest_words_come_first_and_far_ones_not_at_all():
    vocabulary = ["choir", "chair", "chore", "choirs", "trombone"]
    assert closest("chior", vocabulary) == ["choir"]
    assert closest("choirz", ["choir", "choirs", "chairs"]) == ["choirs", "choir", "chairs"]
    assert closest("ab", ["abc", "a"]) == []


def test_rewording_leaves_the_rest_of_the_query_alone():
    assert reworded('May "Alotment" chior*', {"alotment": "allotment", "chior": "choir"}) == (
        'May "allotment" choir*'
    )


def test_a_text_far_beyond_what_anybody_says_is_cut_short_from_its_least_weighty_end():
    texts = {"answers": ["word " * 50_000], "title": ["the title"]}
    seen = [occurrence.word.text for occurrence in rules.occurrences(texts, "ref")]
    assert seen[:3] == ["ref", "the", "title"]
    assert len(seen) < 25_000
