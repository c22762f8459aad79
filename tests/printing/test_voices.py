"""Which typeface, which direction."""

import pytest

from photovoice.printing.voices import voice


@pytest.mark.parametrize(
    ("text", "language", "font", "direction"),
    [
        ("Turning up", "en", "Newsreader", "ltr"),
        ("Łańcuch", "pl", "Newsreader", "ltr"),
        ("چولہا", "ur", "Noto Nastaliq Urdu", "rtl"),
        ("چولہا", "ur-PK", "Noto Nastaliq Urdu", "rtl"),
        ("الطاولة", "ar", "Noto Naskh Arabic", "rtl"),
        ("صندلی", "fa", "Noto Naskh Arabic", "rtl"),
        ("খালের ধারে", "bn", "Noto Serif Bengali", "ltr"),
        ("मेज़", "hi", "Noto Serif Devanagari", "ltr"),
        ("ਮੇਜ਼", "pa", "Noto Sans Gurmukhi", "ltr"),
        ("Довгий стіл", "uk", "Noto Serif", "ltr"),
        ("", "ur", "Noto Nastaliq Urdu", "rtl"),
        ("1984", "", "Newsreader", "ltr"),
    ],
)
def test_a_language_has_its_typeface_and_direction(text, language, font, direction):
    found = voice(text, language)
    assert (found.fonts[0], found.direction) == (font, direction)


def test_letters_overrule_a_language_that_cannot_be_theirs():
    assert voice("چولہا", "en").direction == "rtl"
    assert voice("The stove", "ur").direction == "ltr"


@pytest.mark.parametrize("language", ["", "x", "12", "not a language", "اردو"])
def test_a_tag_that_is_none_is_taken_for_english(language):
    assert voice("Chairs", language).language == "en"


def test_what_one_typeface_lacks_the_others_lend():
    assert {"Noto Naskh Arabic", "Noto Serif Bengali", "Noto Emoji"} < set(voice("a", "en").fonts)
