"""Everyday objects several scenes share.  Each is drawn about its own foot: (x, y) is the middle of
the base unless the docstring says otherwise, and sizes are in scene units."""

import math

from . import shapes
from .furniture import chair, table
from .palette import (
    BLUE,
    BONE,
    CREAM,
    KRAFT,
    SLATE,
    SOOT,
    STONE,
    YELLOW,
    Paper,
    darker,
    lighter,
    shaded,
    sheet,
)
from .pantry import bag, bucket, crate, kettle, mug, tin
from .paper import Cuttable, Scene
from .plants import flower, leaf, sprig
from .shapes import Point, trace

__all__ = [
    "bag",
    "balloon",
    "book",
    "bucket",
    "bunting",
    "cardboard_box",
    "chair",
    "cone",
    "crate",
    "flower",
    "kettle",
    "key",
    "leaf",
    "mug",
    "pencil",
    "shoe",
    "sprig",
    "stacked",
    "table",
    "tin",
    "umbrella",
    "CARDBOARD",
]


CARDBOARD = Paper(KRAFT, "kraft")


def umbrella(
    s: Scene, x: float, y: float, size: float, paper: Cuttable, *, turn: float = 0, lift: float = 10
) -> None:
    """An open umbrella held at (x, y): `size` across, the pole running down to the hand."""
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.strip(trace("0,-62 0,0 3,6 7,3"), 1.8, SOOT, lift=2)
        hem = trace("-50,-44 -34,-50 -17,-45 0,-51 17,-45 34,-50 50,-44")
        dome = shapes.spline(trace("50,-44 36,-66 0,-80 -36,-66 -50,-44"), closed=False)
        s.cut(hem + dome, paper, lift=lift)
        for a, b in ((-34, -17), (0, 17), (34, 50)):
            s.cut(
                [(0, -79), (a, -50), (b, -45)],
                darker(sheet(paper).colour, 0.26),
                lift=0,
                edge=0,
                alpha=0.4,
            )
        s.strip([(0, -79), (0, -85)], 1.8, SOOT, lift=1)


def bunting(
    s: Scene,
    start: Point,
    end: Point,
    papers,
    *,
    sag: float = 40,
    size: float = 34,
    lift: float = 4,
) -> None:
    """A string of flags from point to point; `papers` are used in turn."""
    steps = max(3, int(math.dist(start, end) / (size * 1.16)))
    line = []
    for i in range(steps + 1):
        t = i / steps
        line.append(
            (
                start[0] + (end[0] - start[0]) * t,
                start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t),
            )
        )
    s.strip(line, 1.6, CREAM, lift=lift * 0.5)
    for i, (a, b) in enumerate(zip(line, line[1:], strict=False)):
        slope = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        with s.placed(
            (a[0] + b[0]) / 2,
            (a[1] + b[1]) / 2,
            scale=size / 100,
            turn=slope + s.rng.uniform(-7, 7),
        ):
            s.cut(
                [(-44, -2), (44, -2), (s.rng.uniform(-6, 6), 104)],
                papers[i % len(papers)],
                lift=lift,
            )


def balloon(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    string: Point | None = None,
    lift: float = 8,
) -> None:
    """A balloon whose middle is at (x, y); `string` is where its string is tied."""
    if string:
        mid = ((x + string[0]) / 2 + size * 0.12, (y + string[1]) / 2)
        s.strip([(x, y + size * 0.56), mid, string], 1.3, BONE, lift=2)
    s.blob(
        [
            (x, y - size * 0.56),
            (x + size * 0.42, y - size * 0.3),
            (x + size * 0.42, y + size * 0.1),
            (x + size * 0.12, y + size * 0.5),
            (x - size * 0.12, y + size * 0.5),
            (x - size * 0.42, y + size * 0.1),
            (x - size * 0.42, y - size * 0.3),
        ],
        paper,
        lift=lift,
    )
    s.cut(
        [
            (x, y + size * 0.46),
            (x + size * 0.08, y + size * 0.6),
            (x - size * 0.08, y + size * 0.6),
        ],
        paper,
        lift=1,
    )
    s.ellipse(
        x - size * 0.18,
        y - size * 0.24,
        size * 0.07,
        size * 0.15,
        lighter(sheet(paper).colour, 0.6),
        turn=20,
        lift=0,
        edge=0,
        alpha=0.75,
    )


def cone(
    s: Scene, x: float, y: float, size: float, *, paper: Cuttable = (226, 96, 40), lift: float = 5
) -> None:
    """A traffic cone."""
    with s.placed(x, y, scale=size / 100):
        s.cut(trace("-38,-10 38,-10 44,0 -44,0"), shaded(paper, 0.25), lift=lift)
        s.cut(trace("-7,-100 7,-100 29,-9 -29,-9"), paper, lift=lift)
        s.cut(trace("-14.5,-68 14.5,-68 20.5,-44 -20.5,-44"), CREAM, lift=0.8)


def key(
    s: Scene,
    x: float,
    y: float,
    length: float,
    paper: Cuttable = YELLOW,
    *,
    turn: float = 0,
    lift: float = 4,
) -> None:
    """A door key: the middle of the bow at (x, y), the bit pointing right at turn=0."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        ring = shapes.oval(0, 0, 17, 17)
        s.join(
            [ring, shapes.box(10, -4.5, 78, 9), shapes.box(70, 0, 7, 19), shapes.box(81, 0, 7, 14)],
            paper,
            lift=lift,
        )
        s.ellipse(0, 0, 7.5, 7.5, darker(sheet(paper).colour, 0.62), lift=0, edge=0.5)


def pencil(
    s: Scene,
    x: float,
    y: float,
    length: float,
    paper: Cuttable = BLUE,
    *,
    turn: float = 0,
    lift: float = 4,
) -> None:
    """A biro or pencil, its point at (x, y), running upwards at turn=0."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        s.cut([(0, 0), (3.4, -11), (-3.4, -11)], CREAM, lift=lift * 0.6)
        s.cut(trace("-3.4,-10 3.4,-10 3.4,-90 -3.4,-90"), paper, lift=lift)
        s.rect(-3.8, -100, 7.6, 13, shaded(paper, 0.35), lift=lift)


def cardboard_box(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable = CARDBOARD,
    *,
    opened: bool = True,
    lift: float = 5,
) -> None:
    """A cardboard box from the front; opened, its flaps stand out to the sides."""
    dark = shaded(paper, 0.22)
    if opened:
        s.cut(
            [
                (x - w / 2, y - tall),
                (x + w / 2, y - tall),
                (x + w * 0.42, y - tall * 1.16),
                (x - w * 0.42, y - tall * 1.16),
            ],
            darker(sheet(paper).colour, 0.5),
            lift=2,
        )
        s.cut(
            [
                (x - w / 2, y - tall),
                (x - w * 0.42, y - tall * 1.16),
                (x - w * 0.68, y - tall * 1.2),
                (x - w * 0.7, y - tall * 1.02),
            ],
            dark,
            lift=3,
        )
        s.cut(
            [
                (x + w / 2, y - tall),
                (x + w * 0.42, y - tall * 1.16),
                (x + w * 0.68, y - tall * 1.22),
                (x + w * 0.72, y - tall * 1.06),
            ],
            dark,
            lift=3,
        )
    s.rect(x - w / 2, y - tall, w, tall, paper, lift=lift)
    s.rect(x - w * 0.07, y - tall, w * 0.14, tall * 0.4, lighter(STONE, 0.25), lift=0.4, alpha=0.6)
    s.rect(x - w * 0.34, y - tall * 0.36, w * 0.3, tall * 0.2, SLATE, lift=0, edge=0, alpha=0.35)


def shoe(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    sole: Cuttable = CREAM,
    turn: float = 0,
    flip: bool = False,
    kind: str = "trainer",
    lift: float = 4,
) -> None:
    """A shoe from above, toe up, `size` long; kinds: trainer, slipper, boot, sandal, heel."""
    inside = darker(sheet(paper).colour, 0.6)
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        outline = trace(
            "0,-51 15,-44 21,-24 17,2 18,28 14,46 0,51 -12,46 -16,28 -14,2 -17,-22 -12,-43"
        )
        if kind == "heel":
            outline = trace(
                "2,-52 12,-40 17,-18 11,8 10,34 7,47 0,50 -7,47 -9,30 -8,4 -13,-20 -6,-42"
            )
        if kind == "sandal":
            s.blob(outline, sole, lift=lift)
            s.strip([(-16, -18), (0, -30), (19, -16)], 9, paper, lift=2.5)
            s.strip([(-15, 10), (0, 2), (17, 12)], 8, paper, lift=2.5)
            return
        s.blob([(px * 1.09, py * 1.04) for px, py in outline], sole, lift=lift)
        s.blob(outline, paper, lift=1)
        if kind == "slipper":
            s.blob(trace("-11,-2 0,-12 13,-2 12,36 0,43 -10,36"), inside, lift=0, edge=0.4)
            s.ellipse(1, -24, 5, 5, lighter(sheet(paper).colour, 0.45), lift=1.5)
            return
        s.blob(trace("-9,8 0,2 11,8 11,36 0,44 -9,36"), inside, lift=0, edge=0.4)
        if kind in ("trainer", "boot"):
            s.cut(trace("-7,-24 8,-24 9,8 -8,8"), shaded(paper, 0.2), lift=1)
            for i in range(4):
                s.pen(
                    [(-9, -20 + i * 7), (10, -18 + i * 7)],
                    2.6,
                    lighter(sheet(sole).colour, 0.2),
                    alpha=0.95,
                )


def book(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable,
    *,
    turn: float = 0,
    lift: float = 3,
) -> None:
    """A closed book or folder from above; (x, y) is its middle."""
    with s.placed(x, y, turn=turn):
        s.rect(-w / 2 + 2, -tall / 2 + 3, w, tall, CREAM, lift=lift)
        s.rect(-w / 2, -tall / 2, w, tall, paper, lift=1.5)
        s.rect(-w * 0.26, -tall * 0.32, w * 0.52, tall * 0.2, BONE, lift=0.5)


def stacked(
    s: Scene, x: float, y: float, w: float, tall: float, papers, *, lift: float = 2
) -> None:
    """A pile of folded cloths or papers standing on (x, y), one paper each, from the bottom."""
    each = tall / len(papers)
    for i, paper in enumerate(papers):
        off = s.rng.uniform(-0.04, 0.04) * w
        s.rect(
            x - w / 2 + off,
            y - (i + 1) * each,
            w * s.rng.uniform(0.94, 1),
            each * 1.02,
            paper,
            corner=each * 0.35,
            lift=lift,
        )
