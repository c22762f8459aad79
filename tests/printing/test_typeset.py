"""Words on a card's back: all of them, in the right letters, or a sentence that says why not."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from photovoice.printing.typeset import FontsMissing, Words, WordsDoNotFit, backs

WORDS = Words(
    landscape=True,
    title="Bus stop, 6.40",
    title_language="en",
    caption="They took off the 6.40.",
    caption_language="en",
    credit="Marlene Fitt",
    theme="Turning up",
    line="Beyond the Ballot Box",
    url="https://example.org/photographs/k3v9q2ab",
    description="Five people in rain under one umbrella",
)
SENTENCE = "We stood here every day for a month and counted ourselves out loud. "


def text_of(pdf: bytes, page: int = 0) -> str:
    """The words on a page, as a screen reader or a search finds them."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[page].get_textpage().get_text_range().split())


def test_everything_a_card_says_is_on_its_back():
    said = text_of(backs([WORDS], title="Series"))
    for words in (WORDS.title, WORDS.caption, WORDS.credit, WORDS.theme, WORDS.line, "k3v9q2ab"):
        assert words in said


def test_a_card_may_say_next_to_nothing():
    silent = replace(WORDS, title="", caption="", credit="", theme="", line="")
    assert len(pikepdf.open(BytesIO(backs([silent], title="Series"))).pages) == 1


@pytest.mark.parametrize("landscape", [True, False])
def test_a_long_caption_is_set_smaller_and_never_cut(landscape):
    caption = SENTENCE * 7 + "The end."
    said = text_of(backs([replace(WORDS, landscape=landscape, caption=caption)], title="Series"))
    assert "The end." in said


@pytest.mark.parametrize("landscape", [True, False])
def test_a_caption_that_cannot_fit_is_refused_with_how_much_is_too_much(landscape):
    words = replace(WORDS, landscape=landscape, caption=SENTENCE * 30)
    with pytest.raises(WordsDoNotFit) as refused:
        backs([WORDS, words], title="Series")
    assert "“Bus stop, 6.40”" in refused.value.sentence
    over = int("".join(filter(str.isdigit, refused.value.sentence.split("about")[1])))
    shorter = replace(words, caption=words.caption.strip()[:-over])
    assert backs([shorter], title="Series")


@pytest.mark.parametrize("landscape", [True, False])
def test_a_long_line_and_address_grow_upwards_and_keep_from_the_edge(landscape):
    words = replace(
        WORDS,
        landscape=landscape,
        line="Beyond the Ballot Box. " + "Northgate Families Drop-in, Cut Side Neighbours. " * 4,
        url="https://archive.of.a.community.example.org/exhibitions/" + "long-name-" * 9 + "/x",
    )
    page = pypdfium2.PdfDocument(backs([words], title="Series"))[0]
    text = page.get_textpage()
    lowest = min(
        text.get_charbox(number)[1]
        for number in range(text.count_chars())
        if text.get_text_range(number, 1).strip()
    )
    side = 8 if landscape else 60
    assert lowest > (3 + side - 1) * 72 / 25.4


def test_signs_without_a_glyph_are_named_with_their_card():
    cards = [replace(WORDS, title="Shop", caption="看板 and 店"), replace(WORDS, title="Bell")]
    with pytest.raises(WordsDoNotFit) as refused:
        backs(cards, title="Series")
    assert "“Shop”" in refused.value.sentence and "“Bell”" not in refused.value.sentence
    assert {"看", "板", "店"} <= set(refused.value.sentence)


def test_every_card_at_fault_is_named_at_once():
    bad = [replace(WORDS, title=title, caption=SENTENCE * 30) for title in ("One", "Two")]
    with pytest.raises(WordsDoNotFit) as refused:
        backs(bad, title="Series")
    assert "“One”" in refused.value.sentence and "“Two”" in refused.value.sentence


def test_signs_people_type_on_phones_are_printed():
    assert backs([replace(WORDS, caption="Mended 🚲 — “for free” … £0 · 100%")], title="Series")


def test_nothing_people_write_is_taken_for_markup():
    said = text_of(
        backs([replace(WORDS, caption="#panic() *not bold* $x$ _no_ @you <b>")], title="S")
    )
    assert "#panic() *not bold* $x$ _no_ @you <b>" in said


def test_line_breaks_of_a_poem_are_kept():
    pdf = backs([replace(WORDS, caption="First line\nSecond line\n\nThird line")], title="Series")
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    said = words.get_text_range()
    heights = [words.get_charbox(said.index(word))[1] for word in ("First", "Second", "Third")]
    assert heights[0] > heights[1] > heights[2]
    assert heights[1] - heights[2] > 1.5 * (heights[0] - heights[1])


def test_missing_typefaces_are_said_to_be_missing(tmp_path):
    with pytest.raises(FontsMissing):
        backs([WORDS], title="Series", fonts=tmp_path)


def test_the_description_of_a_photograph_is_read_aloud_from_its_front():
    with pikepdf.open(BytesIO(backs([WORDS], title="Series", fronts=True))) as pdf:
        assert WORDS.description.encode() in pdf.pages[0].Contents.read_bytes()
