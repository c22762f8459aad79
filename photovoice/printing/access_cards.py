"""Access cards on sheets of A4, the size of a bank card, to cut with scissors or a trimmer.

Cards touch, so that one cut parts two of them.  Nothing is kept: the words on a card are known
only while it is made, and the file is handed on in the same breath.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import typst
from flask_babel import gettext as _

from photovoice.assets import built_folder
from photovoice.languages import direction
from photovoice.printing import document, typeset
from photovoice.printing.rules import ACCESS_CARD, SHEETS, Box, Grid, crop_marks, grid
from photovoice.printing.voices import HAND, NASTALIQ, voice
from photovoice.projects.cards import PrintedCard
from photovoice.refusals import Refusal

PAPER = SHEETS["a4"]


class CardsCannotBeSet(Refusal):
    """A name or a sentence on a card has letters that none of our typefaces knows."""


def plan() -> Grid:
    """Where cards lie on a sheet: two beside each other, five below each other, edge to edge."""
    return grid(PAPER, ACCESS_CARD, bleed=0)


def sheet(
    cards: Sequence[PrintedCard],
    *,
    title: str,
    fonts: Path | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """An accessible PDF of A4 pages with up to ten cards each, and lines to cut along.

    Text that is too long for its place is set smaller, and in the end cut with an ellipsis: a card
    must come out whatever somebody is called.  Raises CardsCannotBeSet and FontsMissing.
    """
    faces = typeset.typefaces(fonts or built_folder() / "fonts")
    title = _("Access cards: %(project)s", project=title)
    layout = plan()
    job: dict[str, object] = {
        "title": title,
        "language": cards[0].language if cards else "en",
        "paper": (PAPER.width, PAPER.height),
        "card": (layout.cell.width, layout.cell.height),
        "slots": [(slot.left, PAPER.height - slot.top) for slot in _slots(layout)],
        "marks": [
            (mark.x, PAPER.height - mark.y, mark.to_x, PAPER.height - mark.to_y)
            for mark in crop_marks(layout)
        ],
        "cards": [_card(card) for card in cards],
    }
    try:
        typed = typeset.compiled("access_cards.typ", job, faces)
    except typst.TypstError as trouble:
        unknown = typeset.NO_GLYPH.search(f"{trouble.message} {trouble.diagnostic}")
        if not unknown:
            raise
        raise CardsCannotBeSet(
            _(
                "None of our typefaces for print can write “%(letters)s”, so there is no sheet. "
                "Print this page itself instead.",
                letters=unknown[1],
            )
        ) from trouble
    with pikepdf.open(BytesIO(typed)) as pdf:
        document.one_black(pdf)
        paper = Box(0, 0, PAPER.width, PAPER.height)
        for page in pdf.pages:
            document.set_boxes(page, paper, paper, paper)
        document.finish(pdf, title=title, made_at=made_at or datetime.now(UTC), accessible=True)
        pdf.save(out := BytesIO())
    return out.getvalue()


def _slots(layout: Grid) -> list[Box]:
    return [layout.slot(index) for index in range(layout.per_sheet)]


def _breakable(text: str) -> str:
    """The text with places to break a word that no line could hold."""
    return re.sub(r"\S{20,}", lambda word: "\u200b".join(textwrap.wrap(word[0], 6)), text)


def _small(text: str, language: str) -> dict[str, object]:
    """A small sentence.  Urdu too is set in Naskh here: Nastaliq needs twice the height."""
    said = typeset.spoken(text, language, first=HAND)
    tall = voice(text, language, first=HAND)
    if tall.fonts[0] == NASTALIQ:
        said["voice"] = replace(voice(text, "ar", first=HAND), language=tall.language).job()
    return said


def _card(card: PrintedCard) -> dict[str, object]:
    """One card as plain values for the typesetter; its words in two lines, whatever they are."""
    words = card.words.split()
    code = typeset.code(card.url)
    code["description"] = _("QR code that opens the way in for %(name)s", name=card.name)
    return {
        "direction": direction(card.language),
        "project": typeset.spoken(_breakable(card.project), first=HAND),
        "name": typeset.spoken(_breakable(card.name), card.language),
        "how": _small(card.how, card.language),
        "address": typeset.spoken(typeset.address(card.address), "en", first=HAND),
        "words": typeset.spoken(" ".join(words[:4]) + "\n" + " ".join(words[4:]), "en", first=HAND),
        "lost": _small(card.lost, card.language),
        "help": _small(_breakable(card.help), card.language),
        "code": code,
    }
