"""Where a card lands on paper, front and back: millimetres in, millimetres out.

Every space has its origin at the lower left and y upwards, as PDF has.  *Card space* starts at
the card's trim corner, as it is read; *sheet space* at the sheet's corner.

Sources: A6 and A-sheets ISO 216; SRA3 ISO 217; bleed, safe area and marks as web and local
printers in Europe ask for them (3 mm, 5 mm, marks clear of the bleed).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

POINTS_PER_MM = 72 / 25.4
BLEED = 3.0
SAFE = 5.0
MARGIN = 5.0
"""Edge of a sheet that presses and office printers cannot print on."""
MARK_GAP = 1.0
MARK_LENGTH = 5.0
SHORTEST_MARK = 2.0
GOOD_PPI = 300
LEAST_PPI = 150
ROOM = 800
ROOM_IN_TALL_SCRIPTS = 550
"""How many letters of a caption fit on a back, roughly: tried with the smallest type beside a
title, a credit and a project line.  What is set decides."""


def room(language: str) -> int:
    """About how many letters of a language fit on the back of a card."""
    script = language.partition("-")[0]
    return ROOM_IN_TALL_SCRIPTS if script in ("ar", "fa", "ps", "ur") else ROOM


@dataclass(frozen=True)
class Size:
    """Width and height, in mm unless said otherwise."""

    width: float
    height: float

    @property
    def turned(self) -> "Size":
        """The same, lying on its side."""
        return Size(self.height, self.width)

    @property
    def landscape(self) -> bool:
        """Wider than tall; a square counts as landscape."""
        return self.width >= self.height


@dataclass(frozen=True)
class Box:
    """A rectangle by two corners, in mm."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> Size:
        """Its width and height."""
        return Size(self.right - self.left, self.top - self.bottom)

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, by: float) -> "Box":
        """The box with ``by`` mm more on every side (less, when negative)."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, other: "Box", slack: float = 1e-6) -> bool:
        """Whether the other lies within this one."""
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )

    def overlaps(self, other: "Box", slack: float = 1e-6) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.bottom < other.top - slack
            and other.bottom < self.top - slack
        )


@dataclass(frozen=True)
class Matrix:
    """An affine map x' = ax + cy + e, y' = bx + dy + f, in PDF's order of six numbers."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: "Matrix") -> "Matrix":
        """This map first, then the other."""
        return Matrix(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            after.a * self.e + after.c * self.f + after.e,
            after.b * self.e + after.d * self.f + after.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """Where a box goes, for maps made of quarter turns, mirrors and shifts."""
        x, y = self.point(box.left, box.bottom)
        u, v = self.point(box.right, box.top)
        return Box(min(x, u), min(y, v), max(x, u), max(y, v))


def shift(x: float, y: float) -> Matrix:
    """Move by x and y."""
    return Matrix(e=x, f=y)


A6 = Size(148, 105)
ACCESS_CARD = Size(85, 54)
"""A bank card, so that it goes where people keep theirs (ISO/IEC 7810, ID-1, to the millimetre)."""
SHEETS = {"a4": Size(210, 297), "a3": Size(420, 297), "sra3": Size(450, 320)}


class Axis(StrEnum):
    """The line a sheet is turned about between its two sides, as the front is seen."""

    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"


def card_size(picture: Size) -> Size:
    """The trim of a card: the A6 that lies or stands as its picture does."""
    return A6 if picture.landscape else A6.turned


def trim(card: Size) -> Box:
    """A card's trim in card space."""
    return Box(0, 0, card.width, card.height)


# --- sheets -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """Cells of one trim size on one sheet, bleed against bleed, the whole block centred."""

    sheet: Size
    cell: Size
    columns: int
    rows: int
    bleed: float = BLEED

    @property
    def per_sheet(self) -> int:
        """How many cards a sheet takes."""
        return self.columns * self.rows

    @property
    def block(self) -> Box:
        """Everything that is inked by cards: all the cells with their bleed."""
        width = self.columns * (self.cell.width + 2 * self.bleed)
        height = self.rows * (self.cell.height + 2 * self.bleed)
        left, bottom = (self.sheet.width - width) / 2, (self.sheet.height - height) / 2
        return Box(left, bottom, left + width, bottom + height)

    def slot(self, index: int) -> Box:
        """The trim of a cell, counted from the upper left along the rows."""
        row, column = divmod(index, self.columns)
        if not 0 <= index < self.per_sheet:
            raise IndexError(index)
        left = self.block.left + self.bleed + column * (self.cell.width + 2 * self.bleed)
        top = self.block.top - self.bleed - row * (self.cell.height + 2 * self.bleed)
        return Box(left, top - self.cell.height, left + self.cell.width, top)

    def sheets(self, cards: int) -> int:
        """Sheets of paper that many cards need."""
        return math.ceil(cards / self.per_sheet)


def grid(sheet: Size, card: Size = A6, *, bleed: float = BLEED, margin: float = MARGIN) -> Grid:
    """The way of laying cards out that puts most of them on a sheet, never scaling any.

    Cards lie or stand, whichever fits more; ``margin`` mm of the sheet's edge stay free.
    Raises ValueError when not even one fits.
    """

    def count(cell: Size) -> tuple[int, int]:
        return (
            int((sheet.width - 2 * margin + 1e-6) // (cell.width + 2 * bleed)),
            int((sheet.height - 2 * margin + 1e-6) // (cell.height + 2 * bleed)),
        )

    cell = max((card, card.turned), key=lambda one: math.prod(count(one)))
    columns, rows = count(cell)
    if not columns * rows:
        raise ValueError("no card fits on this sheet")
    return Grid(sheet, cell, columns, rows, bleed)


def front(slot: Box, card: Size) -> Matrix:
    """Card space → sheet space for a front; a quarter turn to the left when it lies across."""
    if card.landscape == slot.size.landscape:
        return shift(slot.left, slot.bottom)
    return Matrix(0, 1, -1, 0, slot.right, slot.bottom)


def flip_axis(sheet: Size, flip: str) -> Axis:
    """The axis a sheet is turned about, for a printer set to its ``long`` or ``short`` edge."""
    long_edge_upright = sheet.height > sheet.width
    return Axis.VERTICAL if (flip == "long") == long_edge_upright else Axis.HORIZONTAL


def turned_over(sheet: Size, axis: Axis) -> Matrix:
    """Where a point of the front is found on the other side of the paper, and back again."""
    if axis is Axis.VERTICAL:
        return Matrix(a=-1, e=sheet.width)
    return Matrix(d=-1, f=sheet.height)


def back(
    front: Matrix, card: Size, sheet: Size, axis: Axis, offset: tuple[float, float] = (0, 0)
) -> Matrix:
    """Card space → sheet space for the back that belongs to a front.

    A card in the hand is turned about its upright axis like a page; a sheet in the printer about
    ``axis``.  The back is the front seen through both turns, so mirrored columns, rows turned on
    their head and cards lying across all follow.  ``offset`` moves it right and up by mm.
    """
    hand = turned_over(card, Axis.VERTICAL)
    return hand.then(front).then(turned_over(sheet, axis)).then(shift(*offset))


@dataclass(frozen=True)
class Line:
    """A straight hairline from one point to another, mm."""

    x: float
    y: float
    to_x: float
    to_y: float


def crop_marks(grid: Grid) -> list[Line]:
    """Marks in the sheet's margin for every edge to be cut: never nearer to a trim than
    bleed + 1 mm, never on a bleed, ending at the edge of the paper where there is little."""
    block, marks = grid.block.grown(MARK_GAP), []
    slots = [grid.slot(index) for index in range(grid.per_sheet)]
    for x in sorted({edge for slot in slots for edge in (slot.left, slot.right)}):
        top, bottom = min(block.top + MARK_LENGTH, grid.sheet.height), block.bottom - MARK_LENGTH
        marks += [Line(x, block.top, x, top), Line(x, block.bottom, x, max(bottom, 0))]
    for y in sorted({edge for slot in slots for edge in (slot.bottom, slot.top)}):
        right, left = min(block.right + MARK_LENGTH, grid.sheet.width), block.left - MARK_LENGTH
        marks += [Line(block.right, y, right, y), Line(block.left, y, max(left, 0), y)]
    return [
        mark
        for mark in marks
        if math.hypot(mark.to_x - mark.x, mark.to_y - mark.y) >= SHORTEST_MARK - 1e-6
    ]


SLUG = Size(150, 4)
"""The line of words in a sheet's margin that says which side this is and how to print it."""


def slug(grid: Grid) -> Matrix | None:
    """Slug space → sheet space: under the cards, or up the left side, or nowhere (None)."""
    block, room = grid.block, MARK_GAP + MARK_LENGTH + 2
    width, height = SLUG.width / 2, SLUG.height
    if block.bottom - room - height >= MARGIN:
        return shift(grid.sheet.width / 2 - width, block.bottom - room - height)
    if block.left - room - height >= MARGIN:
        return Matrix(0, 1, -1, 0, block.left - room, grid.sheet.height / 2 - width)
    return None


# --- pictures -----------------------------------------------------------------------------------

ORIENTATIONS = {
    1: Matrix(),
    2: Matrix(-1, 0, 0, 1, 1, 0),
    3: Matrix(-1, 0, 0, -1, 1, 1),
    4: Matrix(1, 0, 0, -1, 0, 1),
    5: Matrix(0, -1, -1, 0, 1, 1),
    6: Matrix(0, -1, 1, 0, 0, 1),
    7: Matrix(0, 1, 1, 0, 0, 0),
    8: Matrix(0, 1, -1, 0, 1, 0),
}
"""EXIF orientation → the map of the unit square that sets a stored picture upright (EXIF 2.3)."""


def upright(pixels: Size, orientation: int) -> Size:
    """A picture's size as it is seen, from its size as it is stored."""
    return pixels.turned if orientation >= 5 else pixels


def cover(picture: Size, area: Box, focus: tuple[float, float] = (0.5, 0.5)) -> Box:
    """Where a picture goes to fill an area without a gap, its focus as near the middle as can be.

    ``focus`` is a fraction of the picture as seen, from the upper left.
    """
    scale = max(area.size.width / picture.width, area.size.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    x, y = area.centre
    left = min(max(x - focus[0] * width, area.right - width), area.left)
    bottom = min(max(y - (1 - focus[1]) * height, area.top - height), area.bottom)
    return Box(left, bottom, left + width, bottom + height)


def placed(orientation: int, box: Box) -> Matrix:
    """The map that puts a stored picture (PDF's unit square) upright into a box."""
    into = Matrix(box.size.width, 0, 0, box.size.height, box.left, box.bottom)
    return ORIENTATIONS[orientation].then(into)


def ppi(picture: Size, box: Box) -> float:
    """Pixels per inch of a picture as large as the box."""
    return picture.width / box.size.width * 25.4
