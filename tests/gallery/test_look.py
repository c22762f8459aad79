"""The accent a curator chooses can always be read, whatever they chose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photovoice.gallery import look

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def values(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", css))


@given(COLOURS)
def test_any_accent_can_be_read_on_paper_on_its_wash_and_under_its_own_words(colour):
    made = values(look.accent_css(colour))
    for ground in (look.PAPER, made["accent-wash"], made["on-accent"]):
        assert look.contrast(made["accent"], ground) >= 4.5
        assert look.contrast(made["accent-deep"], ground) >= 4.5
    assert look.contrast(made["accent-on-soot"], look.SOOT) >= 4.5


def test_an_accent_that_reads_well_is_left_alone():
    assert values(look.accent_css("#9c3d2e"))["accent"] == "#9c3d2e"


@pytest.mark.parametrize("words", ["", "red", "#12", "#9c3d2e;}body{display:none"])
def test_what_is_no_colour_becomes_brick(words):
    assert look.accent_css(words) == look.accent_css(look.BRICK)


@pytest.mark.parametrize("placeholder", ["", "data:image/webp;base64,", "data:,x", "no"])
def test_a_picture_without_a_placeholder_gets_a_plain_tone(placeholder):
    assert look.tone(placeholder) == "#d6ccbb"
