"""Which typeface speaks a text, in which direction, and with how much air around it.

The language decides; the letters overrule it when they contradict it, because a caption marked
English and written in Urdu must still be read from the right.
"""

import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass

WORK = "Newsreader"
HAND = "Atkinson Hyperlegible Next"
NASTALIQ, NASKH = "Noto Nastaliq Urdu", "Noto Naskh Arabic"
BENGALI, DEVANAGARI = "Noto Serif Bengali", "Noto Serif Devanagari"
GURMUKHI, OTHERS, SIGNS = "Noto Sans Gurmukhi", "Noto Serif", "Noto Emoji"

IN_NASTALIQ = {"ur", "pnb", "ks", "skr", "khw"}
ARABIC_SCRIPT = {*IN_NASTALIQ, "ar", "fa", "ps", "sd", "ckb", "ug"}
SCRIPTS = {
    "ARABIC": "arabic",
    "BENGALI": "bengali",
    "DEVANAGARI": "devanagari",
    "GURMUKHI": "gurmukhi",
    "CYRILLIC": "others",
    "GREEK": "others",
    "LATIN": "latin",
}


@dataclass(frozen=True)
class Voice:
    """How a text is set.  ``scale`` is on the size asked for; ``top``, ``bottom`` and ``leading``
    are in em: from the baseline to the line's upper and lower edge, and between two lines."""

    fonts: tuple[str, ...]
    language: str
    direction: str = "ltr"
    scale: float = 1.0
    top: float = 0.74
    bottom: float = -0.24
    leading: float = 0.34
    italic: bool = True

    def job(self) -> dict[str, object]:
        """The same as plain values, for the typesetter."""
        return asdict(self)


def script(text: str) -> str | None:
    """The script most of a text's letters belong to, or None when it has no letters we know."""
    found = Counter(
        SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0])
        for letter in text
        if letter.isalpha()
    )
    found.pop(None, None)
    return found.most_common(1)[0][0] if found else None


def voice(text: str, language: str = "", *, first: str = WORK) -> Voice:
    """How to set a text in a language (BCP 47); ``first`` is the typeface for Latin letters."""
    tag = language.replace("_", "-").split("-")[0].lower()
    tag = tag if tag.isascii() and tag.isalpha() and len(tag) in (2, 3) else "en"
    written = script(text) or ("arabic" if tag in ARABIC_SCRIPT else "latin")
    rest = (first, OTHERS, NASKH, BENGALI, DEVANAGARI, GURMUKHI, SIGNS)

    def fonts(*leading: str) -> tuple[str, ...]:
        return (*leading, *(font for font in rest if font not in leading))

    match written:
        case "arabic" if tag in IN_NASTALIQ:
            return Voice(fonts(NASTALIQ), tag, "rtl", 1.04, 1.2, -0.8, 0.1, italic=False)
        case "arabic":
            tag = tag if tag in ARABIC_SCRIPT else "ar"
            return Voice(fonts(NASKH), tag, "rtl", 1.1, 0.9, -0.4, 0.25, italic=False)
        case "bengali" | "devanagari" | "gurmukhi":
            font = {"bengali": BENGALI, "devanagari": DEVANAGARI, "gurmukhi": GURMUKHI}[written]
            return Voice(fonts(font), tag, "ltr", 0.98, 0.86, -0.34, 0.36, italic=False)
        case "others":
            return Voice(fonts(OTHERS), tag, "ltr", 0.92, 0.76, -0.24, 0.4, italic=False)
    return Voice(fonts(first), tag)
