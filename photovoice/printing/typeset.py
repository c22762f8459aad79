"""Setting the words of a file for print: typst for every script, photographs elsewhere.

typst shapes and breaks every script we print in, and, told to make an accessible file (PDF/UA-1),
treats a letter without a glyph as an error instead of printing an empty box.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import segno
import typst
from flask_babel import gettext as _
from flask_babel import ngettext

from photovoice.assets import built_folder
from photovoice.printing.rules import BLEED, SLUG
from photovoice.printing.voices import HAND, voice
from photovoice.refusals import Refusal

HERE = Path(__file__).parent
STANDARD: Literal["ua-1"] = "ua-1"
TEXTS = ("title", "caption", "credit", "theme", "line")
TOO_LONG = re.compile(r"too-long (\d+)")
NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not", re.DOTALL)
MASK = 3
SVG = "http://www.w3.org/2000/svg"
MOST_SIGNS = 12
"""Unknown signs named for one card; more say nothing more."""


class WordsDoNotFit(Refusal):
    """The words of some cards are too many, or have letters none of our typefaces knows."""


class FontsMissing(Refusal):
    """The typefaces have not been built."""

    status = 503


@dataclass(frozen=True)
class Words:
    """What is set for one card.  Languages are BCP 47; ``url`` goes into the QR code."""

    landscape: bool
    title: str
    title_language: str
    caption: str
    caption_language: str
    credit: str
    theme: str
    line: str
    url: str
    description: str

    @property
    def called(self) -> str:
        """What a person knows the card by: its title, else how its caption begins."""
        return self.title or self.caption[:40] or self.url


@lru_cache(maxsize=4)
def typefaces(folder: Path) -> typst.Fonts:
    """The typefaces in a folder and nothing else, so that every machine sets the same page."""
    found = typst.Fonts(
        font_paths=[str(folder)], include_system_fonts=False, include_embedded_fonts=False
    )
    if not found.families():
        typefaces.cache_clear()
        raise FontsMissing(
            _("The typefaces for print are missing here, so no file was made. Build them first.")
        )
    return found


def code(url: str) -> dict[str, object]:
    """A QR code as a drawing of one black path, its side in modules and what it says.

    The mask is fixed: trying all eight takes three times as long as everything else on the card,
    for a gain that only counts in a code much smaller or dirtier than ours.
    """
    rows = [bytes(row) for row in segno.make(url, error="m", mask=MASK, micro=False).matrix]
    squares = "".join(
        f"M{run.start()} {number}h{len(run[0])}v1h-{len(run[0])}z"
        for number, row in enumerate(rows)
        for run in re.finditer(rb"\x01+", row)
    )
    side = len(rows)
    drawing = f'<svg xmlns="{SVG}" viewBox="0 0 {side} {side}"><path d="{squares}"/></svg>'
    return {"modules": side, "drawing": drawing, "description": _("QR code: %(url)s", url=url)}


def spoken(text: str, language: str = "", **kinds: str) -> dict[str, object]:
    """A text with the voice it is set in; spaces and line breaks at its ends are dropped."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    return {"text": text, "voice": voice(text, language, **kinds).job()}


def address(url: str) -> str:
    """A web address to be read and typed: without its scheme, with places to break it."""
    return re.sub(r"([/\-.?=&_])", "\\1\u200b", url.partition("://")[2] or url)


def card_job(words: Words) -> dict[str, object]:
    """One card as plain values for the typesetter."""
    return {
        "landscape": words.landscape,
        "theme": spoken(words.theme, first=HAND),
        "title": spoken(words.title, words.title_language),
        "caption": spoken(words.caption, words.caption_language),
        "credit": spoken(words.credit),
        "line": spoken(words.line, first=HAND),
        "address": spoken(address(words.url), "en", first=HAND),
        "code": code(words.url),
        "description": words.description,
    }


def backs(
    cards: Sequence[Words],
    *,
    title: str,
    fronts: bool = False,
    slugs: Sequence[str] = (),
    fonts: Path | None = None,
) -> bytes:
    """A tagged PDF with a page for each card's back, its size the card's with its bleed.

    With ``fronts`` each is preceded by an empty page tagged with the card's description.  After
    them comes a page for each slug, a line for a sheet's margin.  Raises WordsDoNotFit naming
    every card at fault, and FontsMissing.
    """
    faces = typefaces(fonts or built_folder() / "fonts")
    job = {
        "title": title,
        "bleed": BLEED,
        "fronts": fronts,
        "cards": [card_job(card) for card in cards],
        "slugs": [spoken(slug, first=HAND) for slug in slugs],
        "slug": (SLUG.width, SLUG.height),
    }
    try:
        return compiled("backs.typ", job, faces)
    except typst.TypstError as trouble:
        found = [*troubles(cards, job, faces)]
        if not found:
            raise
        raise WordsDoNotFit(" ".join(found), cards=len(found)) from trouble


def compiled(source: str, job: dict[str, object], faces: typst.Fonts) -> bytes:
    """Compile one of our typst files with its job.  Raises typst.TypstError."""
    document = typst.Compiler(
        (HERE / source).read_bytes(), font_paths=faces, sys_inputs={"job": json.dumps(job)}
    )
    made = document.compile(format="pdf", pdf_standards=STANDARD)
    assert isinstance(made, bytes)
    return made


def troubles(cards: Sequence[Words], job: dict[str, object], faces: typst.Fonts) -> Iterator[str]:
    """A sentence for each card that cannot be set, found by setting them one by one."""
    for words in cards:
        signs: list[str] = []
        while trouble := alone(words, job, faces, signs):
            told = f"{trouble.message} {trouble.diagnostic}"
            unknown = NO_GLYPH.search(told)
            if not unknown or len(signs) == MOST_SIGNS:
                yield unprintable(words, signs) if signs else too_long(words, told)
                break
            signs.append(unknown[1])
        else:
            if signs:
                yield unprintable(words, signs)


def alone(
    words: Words, job: dict[str, object], faces: typst.Fonts, without: Sequence[str]
) -> typst.TypstError | None:
    """What goes wrong when one card is set by itself, some signs left out."""
    bare = str.maketrans("", "", "".join(without))
    texts = {name: getattr(words, name).translate(bare) for name in TEXTS}
    try:
        compiled(
            "backs.typ",
            {**job, "cards": [card_job(replace(words, **texts))], "slugs": []},
            faces,
        )
    except typst.TypstError as trouble:
        return trouble
    return None


def unprintable(words: Words, signs: Sequence[str]) -> str:
    """The sentence for letters without a glyph."""
    return _(
        "“%(card)s” has letters or signs that none of our typefaces can print: %(signs)s. "
        "Replace them, and make the file again.",
        card=words.called,
        signs=" ".join(signs),
    )


def too_long(words: Words, told: str) -> str:
    """The sentence for a text that does not fit even at the smallest size."""
    over = TOO_LONG.search(told)
    if not over:
        return _("“%(card)s” cannot be set: %(trouble)s", card=words.called, trouble=told)
    return ngettext(
        "The words of “%(card)s” do not fit on its back, even small: the caption is about "
        "%(num)s letter too long. Shorten it for the card; the photograph's own caption can "
        "stay as it is.",
        "The words of “%(card)s” do not fit on its back, even small: the caption is about "
        "%(num)s letters too long. Shorten it for the card; the photograph's own caption can "
        "stay as it is.",
        int(over[1]),
        card=words.called,
    )
