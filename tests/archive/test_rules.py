"""Who sees what, what is alike, and where a page starts: values in, answers out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photovoice.archive import rules
from photovoice.archive.rules import Place, Sight, Standing, sight

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def test_others_see_nothing_that_is_not_cleared_for_workshops():
    assert sight(Standing(), has_blurred=True, theirs=False, tends=False) is None


def test_others_see_what_is_cleared_for_workshops():
    standing = Standing(shown=True)
    assert sight(standing, has_blurred=False, theirs=False, tends=False) is Sight.WHOLE


@pytest.mark.parametrize(("theirs", "tends"), [(True, False), (False, True)])
def test_its_maker_and_facilitators_always_see_it(theirs, tends):
    assert sight(Standing(), has_blurred=False, theirs=theirs, tends=tends) is Sight.WHOLE


@given(shown=st.booleans(), theirs=st.booleans(), tends=st.booleans())
def test_whoever_asked_to_be_blurred_is_shown_blurred_to_everybody(shown, theirs, tends):
    standing = Standing(shown=shown, blurred=True)
    seen = sight(standing, has_blurred=True, theirs=theirs, tends=tends)
    assert seen in (Sight.BLURRED, None)


@given(shown=st.booleans())
def test_a_face_not_yet_covered_is_not_shown_to_others(shown):
    standing = Standing(shown=shown, blurred=True)
    assert sight(standing, has_blurred=False, theirs=False, tends=False) is None


@given(MOMENTS, st.integers(1, 10**9))
def test_a_place_on_the_sheet_comes_back_from_the_address_exactly(moment, id):
    place = Place(moment, id)
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", [None, "", "x", "12", "12-", "-3", "1-2-3", "9" * 30 + "-1"])
def test_an_address_that_names_no_place_is_no_place(text):
    assert Place.read(text) is None


def test_hashes_a_few_bits_apart_are_nearly_alike_and_the_likest_comes_first():
    others = "0f0f0f0f0f0f0ff0" + "0f0f0f0f0f0f0f0e" + "f0f0f0f0f0f0f0f0"
    assert rules.alike("0f0f0f0f0f0f0f0f", others) == [1, 0]
    assert rules.alike("0000000000000000", "") == []


@given(st.integers(0, 2**64 - 1), st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_alike_is_what_differs_in_few_bits(one, others):
    says_something = 4 <= one.bit_count() <= 60
    wanted = {n for n, other in enumerate(others) if (one ^ other).bit_count() <= 8}
    wanted = wanted if says_something else set()
    assert set(rules.alike(f"{one:016x}", "".join(f"{n:016x}" for n in others))) == wanted


def test_the_order_in_which_boxes_were_drawn_does_not_matter():
    one, two = (0.1, 0.1, 0.2, 0.2), (0.5, 0.5, 0.1, 0.1)
    assert rules.redaction_tag([one, two]) == rules.redaction_tag([two, one])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The gate is open.", "The gate is open."),
        (
            "They took off the 6.40, so we counted.\nEvery day.",
            "They took off the 6.40, so we counted…",
        ),
        (
            "Nobody asked us about the bridge, and so we asked",
            "Nobody asked us about the bridge, and so…",
        ),
        ("x" * 50, "x" * 39 + "…"),
        ("  ", ""),
    ],
)
def test_a_photograph_without_a_title_is_called_by_how_its_caption_begins(words, name):
    assert rules.opening(words) == name


@given(st.text())
def test_an_opening_is_never_long(words):
    assert len(rules.opening(words)) <= rules.OPENING + 1
