"""One golden picture for each script we print: the shapes, the direction, the air around them.

``python -m tests.printing.test_golden`` draws them anew; look at them before they are kept.
"""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from photovoice.printing.typeset import backs
from tests.printing.test_typeset import WORDS

GOLDEN = Path(__file__).with_name("golden")
SCRIPTS = {
    "latin": ("pl", "Łańcuch", "Naprawiamy rowery za darmo. Dzieci myślą, że uczą się o rowerach."),
    "comma-below": (
        "ro",
        "Masa lungă",
        "Am scos mesele în stradă. A doua zi ne știam toți numele.",
    ),
    "nastaliq": (
        "ur",
        "چولہا",
        "ہم جمعرات کو ساٹھ لوگوں کا کھانا پکاتے ہیں۔ کوئی بھوکا واپس نہیں جاتا۔",
    ),
    "naskh": ("ar", "الطاولة", "أخرجنا الطاولات إلى الشارع. في اليوم التالي عرفنا أسماء 60 جارًا."),
    "bengali": ("bn", "খালের ধারে", "আগে সবাই বলত কেউ একজন পরিষ্কার করুক। এখন আমরাই সেই কেউ একজন।"),
    "devanagari": ("hi", "लंबी मेज़", "हमने सड़क पर मेज़ें लगाईं। अगले दिन सबके नाम मालूम थे।"),
    "gurmukhi": ("pa", "ਲੰਬੀ ਮੇਜ਼", "ਅਸੀਂ ਸੜਕ ਤੇ ਮੇਜ਼ ਲਾਏ। ਅਗਲੇ ਦਿਨ ਸਭ ਦੇ ਨਾਂ ਪਤਾ ਸਨ।"),
    "cyrillic": (
        "uk",
        "Довгий стіл",
        "Ми винесли столи на вулицю. Наступного дня знали всі імена.",
    ),
}
CLOSE = 6.0
"""Grey levels, root mean square, two drawings of the same words may differ by when softened."""


def story(script: str) -> Image.Image:
    """The words of a card in a script, as drawn, at 110 dpi."""
    language, title, caption = SCRIPTS[script]
    words = replace(
        WORDS,
        title=title,
        title_language=language,
        caption=caption,
        caption_language=language,
    )
    page = pypdfium2.PdfDocument(backs([words], title="Golden"))[0]
    whole = page.render(scale=110 / 72, grayscale=True).to_pil().convert("L")
    return whole.crop((30, 36, 336, 330))


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two drawings differ, edges softened."""
    soft = [picture.filter(ImageFilter.GaussianBlur(1.5)) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).rms[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_looks_as_its_readers_expect(script):
    with Image.open(GOLDEN / f"{script}.png") as golden:
        assert apart(story(script), golden.convert("L")) < CLOSE


def test_the_comparison_tells_one_text_from_another():
    pictures = {script: story(script) for script in ("latin", "comma-below", "nastaliq")}
    assert apart(pictures["latin"], pictures["comma-below"]) > 2 * CLOSE
    assert apart(pictures["latin"], pictures["nastaliq"]) > 2 * CLOSE


if __name__ == "__main__":
    for name in SCRIPTS:
        picture = story(name).quantize(16)
        picture.save(GOLDEN / f"{name}.png", optimize=True)
