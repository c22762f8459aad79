"""The words on a card are many enough, and forgiving of a hurried thumb."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photovoice.accounts import rules

words = st.lists(st.sampled_from(rules.wordlist()), min_size=7, max_size=7)


def test_a_card_is_worth_77_bits():
    assert len(set(rules.wordlist())) == 2048
    assert math.log2(2048) * rules.WORDS_ON_A_CARD >= 77


def test_a_card_has_seven_words_of_the_list_and_no_two_cards_have_the_same():
    cards = {rules.new_words() for _card in range(200)}
    assert len(cards) == 200
    for card in cards:
        assert len(card.split()) == 7 and set(card.split()) <= set(rules.wordlist())


def test_no_two_words_begin_with_the_same_four_letters():
    assert len({word[:4] for word in rules.wordlist()}) == 2048


@given(words, st.sampled_from([" ", "-", "  ", " - ", ". ", "\n", ", "]))
def test_case_spaces_and_hyphens_do_not_matter(chosen, between):
    plain = " ".join(chosen)
    assert rules.evened(plain) == plain
    assert rules.evened(between.join(chosen).upper()) == plain
    assert rules.evened(f"  {between.join(word.title() for word in chosen)} ") == plain


@given(words)
def test_the_first_four_letters_of_a_word_are_enough(chosen):
    assert rules.evened(" ".join(word[:4] for word in chosen)) == " ".join(chosen)


@given(st.text(max_size=200))
def test_anything_typed_is_evened_once_and_for_all(typed):
    assert rules.evened(rules.evened(typed)) == rules.evened(typed)


def test_what_is_kept_of_a_secret_depends_on_the_key_and_on_what_it_is_for():
    kept = rules.keyed_hash("words", "key", "card")
    assert kept == rules.keyed_hash("words", "key", "card") and "words" not in kept
    assert kept != rules.keyed_hash("words", "another key", "card")
    assert kept != rules.keyed_hash("words", "key", "slip")


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (9, 0), (10, 5), (11, 10), (13, 40), (17, 640), (18, 900), (10_000, 900)],
)
def test_ten_tries_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour(failures, seconds):
    assert rules.wait_after(failures, 10, rules.LONGEST_WAIT) == timedelta(seconds=seconds)


@pytest.mark.parametrize("typed", ["Ruth@Example.ORG", " ruth@example.org ", "ruth@example.org"])
def test_an_address_is_the_same_however_it_is_typed(typed):
    assert rules.plain_email(typed) == "ruth@example.org"
