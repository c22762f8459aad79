"""What a printer sees on the proof: the checks that need the pages drawn (6, 7 and 8).

They need pypdfium2 and zxing-cpp, which a running archive does without; the test suite and
anybody who changes a layout do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pikepdf
import pypdfium2
import zxingcpp
from flask_babel import gettext as _
from PIL import Image

from photovoice.printing.preflight import Finding, millimetres
from photovoice.printing.rules import (
    BLEED,
    MARGIN,
    POINTS_PER_MM,
    SAFE,
    SHEETS,
    Axis,
    Box,
    Grid,
    Matrix,
    Size,
    back,
    flip_axis,
    front,
    grid,
    trim,
    turned_over,
)

DPI = 200
PER_MM = DPI / 25.4
NOWHERE = (255, 0, 255)
"""What unprinted paper is drawn as: a colour no photograph fills an edge with."""
LEAST_CODE = 20.0
QUIET_MODULES = 4
DARK = 128
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Leaf:
    """One piece of paper of a file: its size and axis, and where each card's two trims are."""

    fronts_page: int
    backs_page: int
    size: Size
    axis: Axis
    fronts: tuple[Box, ...]
    backs: tuple[Box, ...]
    block: Box
    """What the cards cover with their bleed; words beyond it are the printer's own."""


def leaves(
    path: Path,
    *,
    sheet: str,
    flip: str = "long",
    cards: int,
    offset: tuple[float, float] = (0, 0),
    margin: float = MARGIN,
) -> list[Leaf]:
    """The paper a file of so many cards is printed on.  A single card is turned like a page."""
    if sheet in SHEETS:
        plan = grid(SHEETS[sheet], margin=margin)
        return [
            sheet_leaf(plan, flip, number, cards, offset) for number in range(plan.sheets(cards))
        ]
    with pikepdf.open(path) as pdf:
        found = []
        for number in range(0, len(pdf.pages), 2):
            page = pdf.pages[number].obj
            media, cut = millimetres(page.MediaBox), millimetres(page.TrimBox)
            sides = (cut,), (cut,)
            found.append(Leaf(number, number + 1, media.size, Axis.VERTICAL, *sides, media))
        return found


def sheet_leaf(plan: Grid, flip: str, number: int, cards: int, offset: tuple[float, float]) -> Leaf:
    """One sheet of an imposed file."""
    axis, first = flip_axis(plan.sheet, flip), number * plan.per_sheet
    slots = tuple(plan.slot(slot) for slot in range(min(plan.per_sheet, cards - first)))
    behind = tuple(
        back(front(slot, slot.size), slot.size, plan.sheet, axis, offset).box(trim(slot.size))
        for slot in slots
    )
    pages = 2 * number, 2 * number + 1
    return Leaf(*pages, plan.sheet, axis, slots, behind, plan.block)


# --- drawing and reading ------------------------------------------------------------------------


class Proof:
    """A file's pages, drawn when asked for."""

    def __init__(self, path: Path) -> None:
        self.pdf = pypdfium2.PdfDocument(path)

    def __enter__(self) -> "Proof":
        return self

    def __exit__(self, *_problem: object) -> None:
        self.pdf.close()

    def drawn(self, page: int, *, paper: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
        """A page at 200 dpi, in colour, on paper of a colour."""
        bitmap = self.pdf[page].render(scale=DPI / 72, fill_color=(*paper, 255))
        return bitmap.to_pil().convert("RGB")

    def letters(self, page: int) -> Iterator[Box]:
        """Where each letter that can be seen stands, in mm."""
        text = self.pdf[page].get_textpage()
        for number in range(text.count_chars()):
            if text.get_text_range(number, 1).strip():
                box = Box(*(edge / POINTS_PER_MM for edge in text.get_charbox(number)))
                if box.size.width > 0 and box.size.height > 0:
                    yield box


@dataclass(frozen=True)
class Code:
    """A QR code seen on a page: its text, the corners of its dark square, in mm, y upwards."""

    text: str
    top_left: tuple[float, float]
    top_right: tuple[float, float]
    bottom_left: tuple[float, float]
    bottom_right: tuple[float, float]
    modules: int

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        corners = (self.top_left, self.top_right, self.bottom_left, self.bottom_right)
        return sum(x for x, _y in corners) / 4, sum(y for _x, y in corners) / 4

    @property
    def up(self) -> tuple[int, int]:
        """The direction its top looks to: one of (0, 1), (0, -1), (1, 0), (-1, 0)."""
        x, y = self.top_left[0] - self.bottom_left[0], self.top_left[1] - self.bottom_left[1]
        return (0, 1 if y > 0 else -1) if abs(y) > abs(x) else (1 if x > 0 else -1, 0)

    @property
    def box(self) -> Box:
        """The square around its corners."""
        corners = (self.top_left, self.top_right, self.bottom_left, self.bottom_right)
        across, along = [x for x, _y in corners], [y for _x, y in corners]
        return Box(min(across), min(along), max(across), max(along))


def codes(picture: Image.Image) -> list[Code]:
    """The QR codes on a drawn page."""
    height = picture.height / PER_MM

    def point(corner: zxingcpp.Point) -> tuple[float, float]:
        return corner.x / PER_MM, height - corner.y / PER_MM

    found = []
    for seen in zxingcpp.read_barcodes(picture, formats=QR):
        corners = seen.position
        found.append(
            Code(
                seen.text,
                point(corners.top_left),
                point(corners.top_right),
                point(corners.bottom_left),
                point(corners.bottom_right),
                modules=modules(seen),
            )
        )
    return found


def modules(seen: zxingcpp.Barcode) -> int:
    """Modules along a code's side, by its version (ISO/IEC 18004)."""
    extra = cast(dict[str, str], seen.extra)
    return 17 + 4 * int(extra["Version"])


# --- 6: folding ---------------------------------------------------------------------------------


def folded(path: Path, paper: Sequence[Leaf]) -> list[Finding]:
    """Check 6: behind every front is its own back, the same way up.

    The photographs must each show the QR code that is on their back, upright.  The back is laid
    behind the front by the paper's axis; a card in the hand turns like a page, so up stays up.
    """
    found = []
    with Proof(path) as proof:
        for leaf in paper:
            fronts = {code.text: code for code in codes(proof.drawn(leaf.fronts_page))}
            backs = {code.text: code for code in codes(proof.drawn(leaf.backs_page))}
            page = leaf.backs_page + 1
            if len(fronts) != len(leaf.fronts) or set(fronts) != set(backs):
                found.append(Finding(6, _("Fronts and backs do not belong together."), page))
                continue
            over = turned_over(leaf.size, leaf.axis)
            for text, code in fronts.items():
                behind = backs[text]
                if slot_of(over.point(*behind.centre), leaf.fronts) != slot_of(
                    code.centre, leaf.fronts
                ):
                    found.append(Finding(6, _("A back is behind the wrong front."), page))
                turn = Matrix(over.a, 0, 0, over.d)
                if turn.point(*behind.up) != code.up:
                    found.append(Finding(6, _("A back is upside down."), page))
    return found


def slot_of(point: tuple[float, float], slots: Sequence[Box]) -> int | None:
    """The number of the slot a point lies in."""
    x, y = point
    for number, slot in enumerate(slots):
        if slot.left <= x <= slot.right and slot.bottom <= y <= slot.top:
            return number
    return None


# --- 7: bleed -----------------------------------------------------------------------------------


def bled(path: Path, paper: Sequence[Leaf]) -> list[Finding]:
    """Check 7: every front is inked everywhere out to the end of its bleed."""
    found = []
    with Proof(path) as proof:
        for leaf in paper:
            picture = proof.drawn(leaf.fronts_page, paper=NOWHERE)
            for slot in leaf.fronts:
                inked = picture.crop(pixels(slot.grown(BLEED - 1.5 / PER_MM), picture))
                colours = inked.getcolors(inked.width * inked.height) or []
                if any(colour == NOWHERE for _count, colour in colours):
                    told = _("The photograph does not reach the end of the bleed.")
                    found.append(Finding(7, told, leaf.fronts_page + 1))
    return found


def pixels(box: Box, picture: Image.Image) -> tuple[int, int, int, int]:
    """A box in mm, y upwards, as Pillow's four numbers."""
    edges = (box.left, picture.height / PER_MM - box.top)
    ends = (box.right, picture.height / PER_MM - box.bottom)
    left, top, right, bottom = (round(edge * PER_MM) for edge in (*edges, *ends))
    return left, top, right, bottom


# --- 8: safe area and codes ---------------------------------------------------------------------


def safe(path: Path, paper: Sequence[Leaf]) -> list[Finding]:
    """Check 8: no letter nearer than 5 mm to the cut, and codes large and clear enough to read."""
    found = []
    with Proof(path) as proof:
        for leaf in paper:
            page = leaf.backs_page + 1
            within = [slot.grown(-SAFE) for slot in leaf.backs]
            for letter in proof.letters(leaf.backs_page):
                if leaf.block.overlaps(letter) and not any(
                    slot.holds(letter, 0.05) for slot in within
                ):
                    found.append(Finding(8, _("A letter stands too near to the cut."), page))
            picture = proof.drawn(leaf.backs_page)
            for code in codes(picture):
                found += [Finding(8, told, page) for told in unclear(code, picture, within)]
    return found


def unclear(code: Code, picture: Image.Image, within: Sequence[Box]) -> Iterator[str]:
    """What makes a QR code hard to read."""
    if min(code.box.size.width, code.box.size.height) < LEAST_CODE - 2 / PER_MM:
        yield _("A QR code is smaller than 20 mm.")
    if not any(slot.holds(code.box, 0.2) for slot in within):
        yield _("A QR code stands too near to the cut.")
    module = code.box.size.width / code.modules
    quiet = code.box.grown(QUIET_MODULES * module)
    grey = picture.convert("L")
    left, top, right, bottom = pixels(quiet, picture)
    inner = pixels(code.box.grown(2 / PER_MM), picture)
    bands = [
        (left, top, right, inner[1]),
        (left, inner[3], right, bottom),
        (left, top, inner[0], bottom),
        (inner[2], top, right, bottom),
    ]
    if any(any(grey.crop(band).histogram()[:DARK]) for band in bands):
        yield _("The space around a QR code is not clear.")
