"""A postcard series as a PDF: single cards for a web printer, sheets for one round the corner."""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from flask_babel import gettext as _
from pikepdf import Dictionary, Name

from photovoice.printing import document, place, typeset
from photovoice.printing.place import Picture
from photovoice.printing.rules import (
    BLEED,
    GOOD_PPI,
    LEAST_PPI,
    MARGIN,
    SHEETS,
    Box,
    Grid,
    Matrix,
    back,
    card_size,
    crop_marks,
    flip_axis,
    front,
    grid,
    shift,
    slug,
    trim,
)
from photovoice.refusals import Refusal

SINGLE = "single"
FLIPS = ("long", "short")
LONGEST_TITLE_IN_SLUG = 40
Progress = Callable[[int, int], None]


class NothingToPrint(Refusal):
    """There is no card to print."""


class TooSmallToPrint(Refusal):
    """Some photographs have too few pixels for a card."""


@dataclass(frozen=True)
class Card:
    """One postcard.

    ``photograph`` is the original, or its redacted master; its own pixels and orientation decide
    whether the card lies or stands.  ``width`` and ``height`` are its pixels as seen.  Languages
    are BCP 47.  ``url`` is the photograph's public page, for the QR code.  ``focus`` is the point
    to keep when the picture is cropped, as fractions from the upper left.  ``alt`` describes the
    picture to those who cannot see it.  ``sent_small``: a phone made it smaller to save data.
    """

    photograph: Path
    width: int
    height: int
    title: str
    title_language: str
    caption: str
    caption_language: str
    credit: str
    theme: str
    line: str
    url: str
    focus: tuple[float, float] = (0.5, 0.5)
    alt: str = ""
    sent_small: bool = False

    @property
    def called(self) -> str:
        """What a person knows the card by."""
        return self.title or self.caption[:40] or self.url


@dataclass(frozen=True)
class PrintReport:
    """What was made: pages in the file, cards, cards to a sheet, and what to know beforehand."""

    pages: int
    cards: int
    per_sheet: int
    warnings: list[str] = field(default_factory=list)


def postcards(
    cards: Sequence[Card],
    output: Path,
    *,
    sheet: str = SINGLE,
    flip: str = "long",
    title: str,
    icc: Path | None = None,
    back_offset_mm: tuple[float, float] = (0, 0),
    progress: Progress | None = None,
    margin_mm: float = MARGIN,
    fonts: Path | None = None,
    made_at: datetime | None = None,
) -> PrintReport:
    """Write a postcard series as a PDF to ``output``, whole or not at all.

    ``single`` makes two pages a card, front and back, each with 3 mm bleed and without marks: what
    web printers ask for, and an accessible file (``flip`` and ``back_offset_mm`` do not apply).
    ``a4``, ``a3`` and ``sra3`` make sheets with crop marks, a page of fronts and a page of backs
    in turn, for a printer that turns them on its ``long`` or ``short`` edge.  Cards that lie
    across are turned; none is scaled.  ``back_offset_mm`` moves every back to the right and up.
    ``icc`` is the press's CMYK profile, and makes the file PDF/X-4.  ``progress`` hears of
    (cards done, cards in all).

    Raises NothingToPrint, TooSmallToPrint, UnreadablePicture, WordsDoNotFit, WrongProfile; all
    are Refusals whose sentence names every card concerned.
    """
    if sheet not in (SINGLE, *SHEETS) or flip not in FLIPS:
        raise ValueError(f"{sheet}, {flip}")
    if not cards:
        raise NothingToPrint(_("There are no cards to print yet. Choose some photographs first."))
    tell = progress or (lambda done, total: None)
    tell(0, len(cards))
    profile = document.press_profile(icc) if icc else None
    output.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(dir=output.parent, prefix=".print-"))
        )
        pictures = [place.prepared(card.photograph, folder, called=card.called) for card in cards]
        warnings = quality(cards, pictures)
        plan = None if sheet == SINGLE else grid(SHEETS[sheet], margin=margin_mm)
        words = [words_of(card, picture) for card, picture in zip(cards, pictures, strict=True)]
        typed = typeset.backs(
            words,
            title=title,
            fronts=plan is None,
            slugs=slugs(plan, len(cards), title, flip) if plan else (),
            fonts=fonts,
        )
        text = stack.enter_context(pikepdf.open(BytesIO(typed)))
        document.one_black(text)
        pdf = stack.enter_context(pikepdf.new()) if plan else text
        images = place.stand_ins(pdf, pictures)
        if plan:
            sheets = Imposition(plan, flip, back_offset_mm, pdf, text, press=profile is not None)
            sheets.impose(cards, pictures, images)
        else:
            add_fronts(pdf, cards, pictures, images)
        document.finish(
            pdf,
            title=title,
            made_at=made_at or datetime.now(UTC),
            accessible=plan is None,
            profile=profile,
            duplex=flip if plan else None,
        )
        made = folder / "made.pdf"
        place.write(
            pdf,
            pictures,
            made,
            version="1.6" if profile else "1.7",
            progress=lambda done: tell(done, len(cards)),
        )
        pages = len(pdf.pages)
        os.replace(made, output)
    return PrintReport(pages, len(cards), plan.per_sheet if plan else 1, warnings)


def quality(cards: Sequence[Card], pictures: Sequence[Picture]) -> list[str]:
    """Sentences about pictures that will look soft.  Raises TooSmallToPrint below 150 ppi."""
    soft, small, too_small_and_sent_small = [], [], []
    for card, picture in zip(cards, pictures, strict=True):
        found = place.resolution(picture, trim(card_size(picture.seen)).grown(BLEED))
        about = {"card": card.called, "ppi": int(found)}
        if found < LEAST_PPI:
            small.append(_("“%(card)s” (%(ppi)s pixels an inch)", **about))
            too_small_and_sent_small += [_ask_for_full_size(card)] if card.sent_small else []
        elif found < GOOD_PPI:
            soft.append(
                _(
                    "“%(card)s” has %(ppi)s pixels an inch at this size; 300 or more print "
                    "sharp, so it may look a little soft.",
                    **about,
                )
            )
        if LEAST_PPI <= found < GOOD_PPI and card.sent_small:
            soft.append(_ask_for_full_size(card))
        if picture.profile is None:
            soft.append(
                _(
                    "“%(card)s” is in four colours but does not say which inks: ask the printer "
                    "for a proof.",
                    **about,
                )
            )
    if small:
        told = _(
            "Too few pixels for a postcard: %(cards)s. At least 150 an inch are needed. Look "
            "for the photograph as the camera took it, or leave it out of the series.",
            cards=", ".join(small),
        )
        raise TooSmallToPrint(" ".join([told, *too_small_and_sent_small]), cards=len(small))
    return soft


def _ask_for_full_size(card: Card) -> str:
    return _(
        "“%(card)s” was sent small, to save data. Ask whoever took it to send it again at its "
        "full size.",
        card=card.called,
    )


def words_of(card: Card, picture: Picture) -> typeset.Words:
    """What is to be set for a card."""
    return typeset.Words(
        landscape=picture.seen.landscape,
        title=card.title,
        title_language=card.title_language,
        caption=card.caption,
        caption_language=card.caption_language,
        credit=card.credit,
        theme=card.theme,
        line=card.line,
        url=card.url,
        description=card.alt or card.called,
    )


# --- single cards -------------------------------------------------------------------------------


def add_fronts(
    pdf: pikepdf.Pdf,
    cards: Sequence[Card],
    pictures: Sequence[Picture],
    images: Sequence[pikepdf.Object],
) -> None:
    """Put each photograph on its empty page, inside the tag that describes it, and set boxes."""
    for number, (card, picture, image) in enumerate(zip(cards, pictures, images, strict=True)):
        size = card_size(picture.seen)
        bled = trim(size).grown(BLEED)
        page = pdf.pages[2 * number]
        tag, marked, _rest = page.Contents.read_bytes().partition(b"BDC")
        drawn = place.photograph(picture, bled, card.focus, "/Photograph")
        to_page = place.matrix(shift(BLEED, BLEED).then(place.TO_POINTS))
        content = b"%s%s\nq %s %s Q\nEMC" % (tag, marked, to_page.encode(), drawn.encode())
        page.obj.Contents = pdf.make_stream(content)
        page.obj.Resources = Dictionary(XObject=Dictionary(Photograph=image))
        media = Box(0, 0, size.width + 2 * BLEED, size.height + 2 * BLEED)
        for side in (page, pdf.pages[2 * number + 1]):
            document.set_boxes(side, media, media, media.grown(-BLEED))


# --- sheets -------------------------------------------------------------------------------------


def slugs(plan: Grid, cards: int, title: str, flip: str) -> list[str]:
    """The line in the margin of each page: which sheet and side it is and how to print it."""
    if len(title) > LONGEST_TITLE_IN_SLUG:
        title = title[: LONGEST_TITLE_IN_SLUG - 1].rstrip() + "…"
    edge = _("turn on the long edge") if flip == "long" else _("turn on the short edge")
    return [
        _(
            "%(title)s · sheet %(number)s of %(total)s, %(side)s · %(edge)s · print at 100%%",
            title=title,
            number=number + 1,
            total=plan.sheets(cards),
            side=side,
            edge=edge,
        )
        for number in range(plan.sheets(cards))
        for side in (_("front"), _("back"))
    ]


UNITS = place.matrix(Matrix(1 / place.POINTS_PER_MM, 0, 0, 1 / place.POINTS_PER_MM, 0, 0))
"""Back to points, for a form that was drawn in them."""


class Imposition:
    """Cards laid out on the two sides of sheets."""

    def __init__(
        self,
        plan: Grid,
        flip: str,
        offset: tuple[float, float],
        pdf: pikepdf.Pdf,
        text: pikepdf.Pdf,
        *,
        press: bool,
    ) -> None:
        self.plan, self.offset, self.pdf, self.text = plan, offset, pdf, text
        self.axis = flip_axis(plan.sheet, flip)
        self.inks = document.all_inks(pdf, press=press)

    def impose(
        self,
        cards: Sequence[Card],
        pictures: Sequence[Picture],
        images: Sequence[pikepdf.Object],
    ) -> None:
        """Add a page of fronts and a page of backs for each sheet."""
        for first in range(0, len(cards), self.plan.per_sheet):
            fronts, backs, front_things, back_things = [], [], {}, {}
            on_sheet = range(first, min(first + self.plan.per_sheet, len(cards)))
            for slot, number in enumerate(on_sheet):
                size = card_size(pictures[number].seen)
                where = front(self.plan.slot(slot), size)
                bled, name = trim(size).grown(BLEED), f"/Card{slot}"
                drawn = place.photograph(pictures[number], bled, cards[number].focus, name)
                fronts.append(f"q {self.at(where)} {drawn} Q")
                front_things[name] = images[number]
                behind = back(where, size, self.plan.sheet, self.axis, self.offset)
                backs.append(self.words(behind, name))
                back_things[name] = self.form(number)
            pages = len(self.pdf.pages)
            self.page(fronts, front_things, len(cards) + pages, Matrix())
            self.page(backs, back_things, len(cards) + pages + 1, shift(*self.offset))

    def page(
        self,
        drawn: list[str],
        things: dict[str, pikepdf.Object],
        slug_page: int,
        by: Matrix,
    ) -> None:
        """Add one side of a sheet: its cards, its marks and the line in its margin."""
        if spot := slug(self.plan):
            drawn.append(f"q {self.at(spot.then(by))} {UNITS} /Slug Do Q")
            things["/Slug"] = self.form(slug_page)
        sheet = Box(0, 0, self.plan.sheet.width, self.plan.sheet.height)
        lines = place.marks(crop_marks(self.plan), "/AllInks")
        content = "\n".join([*drawn, f"q {self.at(by, scaled=False)} {lines} Q"])
        page = self.pdf.add_blank_page(page_size=(72, 72))
        document.set_boxes(page, sheet, sheet, sheet)
        page.obj.Contents = self.pdf.make_stream(content.encode())
        page.obj.Resources = Dictionary(
            XObject=Dictionary(things), ColorSpace=Dictionary(AllInks=self.inks)
        )

    def words(self, where: Matrix, name: str) -> str:
        """A back, whose own page begins at the corner of its bleed."""
        return f"q {self.at(shift(-BLEED, -BLEED).then(where))} {UNITS} {name} Do Q"

    def at(self, where: Matrix, *, scaled: bool = True) -> str:
        """The operator that makes what follows be drawn in mm there; in points, unscaled."""
        if scaled:
            return place.matrix(where.then(place.TO_POINTS))
        x, y = (part * place.POINTS_PER_MM for part in (where.e, where.f))
        return place.matrix(shift(x, y))

    def form(self, page: int) -> pikepdf.Object:
        """A page of the words as something that can be drawn, untagged."""
        form = self.pdf.copy_foreign(self.text.pages[page].as_form_xobject())
        form.Type = Name.XObject
        return form
