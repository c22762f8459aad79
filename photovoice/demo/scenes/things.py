"""Everyday objects several scenes share.  Each is drawn about its own foot: (x, y) is the middle of
the base unless the docstring says otherwise, and sizes are in scene units."""

import math

from . import shapes
from .palette import (
    BLUE,
    BONE,
    CREAM,
    KRAFT,
    MOSS,
    SLATE,
    SOOT,
    SOOT_SOFT,
    STONE,
    WOOD_DARK,
    YELLOW,
    Colour,
    Paper,
    darker,
    lighter,
    shaded,
    sheet,
)
from .paper import Cuttable, Scene
from .shapes import Point

CARDBOARD = Paper(KRAFT, "kraft")


def mug(s: Scene, x: float, y: float, size: float, paper: Cuttable, *,
        tea: Colour | None = (132, 82, 50),
        handle: int = 1, band: Cuttable | None = None, lift: float = 4) -> None:
    """A mug standing at (x, y), `size` tall.  `handle` is 1 right, -1 left, 0 hidden."""
    with s.placed(x, y, scale=size / 100, flip=handle < 0):
        if handle:
            s.strip([(36, -76), (66, -72), (64, -34), (34, -24)], 11, shaded(paper, 0.12),
                    lift=lift)
        s.cut([(-41, -90), (41, -90), (37, -6), (30, 0), (-30, 0), (-37, -6)], paper, lift=lift)
        if band is not None:
            s.cut([(-40, -62), (40, -62), (39, -38), (-39, -38)], band, lift=0.5, edge=0.4)
        s.cut([(14, -84), (41, -88), (37, -6), (30, 0), (20, 0)], darker(sheet(paper).colour, 0.3),
              lift=0, edge=0, alpha=0.35)
        s.ellipse(0, -90, 41, 11, lighter(sheet(paper).colour, 0.3), lift=0.8)
        s.ellipse(0, -89, 34, 7.6, tea or darker(sheet(paper).colour, 0.45), lift=0, edge=0.3)


def kettle(s: Scene, x: float, y: float, size: float, paper: Cuttable, *, flip: bool = False,
           lift: float = 7) -> None:
    """A big kettle with its spout to the right, `size` tall with the handle."""
    dark, pale = shaded(paper, 0.24), lighter(sheet(paper).colour, 0.32)
    with s.placed(x, y, scale=size / 100, flip=flip):
        s.strip([(-29, -48), (-24, -90), (3, -99), (27, -86), (31, -48)], (6, 7, 7, 6), SOOT,
                lift=lift)
        s.cut([(26, -18), (44, -40), (50, -58), (60, -60), (56, -40), (40, -6), (28, -4)], dark,
              lift=lift * 0.7)
        s.blob([(-42, -4), (-47, -18), (-40, -42), (-22, -58), (0, -61), (22, -58), (40, -42),
                (47, -18), (42, -4), (0, 0)], paper, lift=lift)
        s.blob([(6, -58), (26, -54), (40, -40), (46, -18), (41, -4), (18, -1), (26, -24)],
               sheet(dark).colour, lift=0, edge=0, alpha=0.45)
        s.blob([(-34, -36), (-22, -50), (-18, -48), (-29, -33), (-34, -16), (-37, -18)], pale,
               lift=0, edge=0, alpha=0.7)
        s.blob([(-20, -58), (-14, -64), (14, -64), (20, -58), (0, -55)], dark, lift=2)
        s.ellipse(0, -66, 5, 4, SOOT, lift=2)


def chair(s: Scene, x: float, y: float, size: float, paper: Cuttable, *,
          frame: Cuttable = SOOT_SOFT, view: str = "front",
          flip: bool = False, lift: float = 4) -> None:
    """A stacking chair, `size` tall; `view` is "front", "back" or "side" (facing right)."""
    deep = shaded(paper, 0.2)
    with s.placed(x, y, scale=size / 100, flip=flip):
        if view == "side":
            s.strip([(-20, -48), (-26, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(20, -46), (25, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(-30, -98), (-22, -48)], 4, frame, lift=lift * 0.6)
            s.cut([(-34, -99), (-28, -100), (-22, -66), (-27, -64)], paper, lift=lift)
            s.cut([(-25, -51), (24, -49), (26, -44), (-24, -45)], deep, lift=lift)
            return
        for sx in (-1, 1):
            s.strip([(sx * 20, -44), (sx * 24, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(sx * 20, -50), (sx * 19, -98)], 4, frame, lift=lift * 0.5)
            s.strip([(sx * 16, -50), (sx * 17, -10)], 3, shaded(frame, 0.3), lift=1)
        seat = [(-21, -54), (21, -54), (26, -43), (-26, -43)]
        if view == "front":
            s.rect(-23, -99, 46, 25, paper, corner=6, lift=lift)
            s.cut(seat, deep, lift=lift)
            s.cut([(-26, -44), (26, -44), (25, -40), (-25, -40)], darker(sheet(paper).colour, 0.4),
                  lift=1)
        else:
            s.cut(seat, deep, lift=lift * 0.6)
            s.rect(-23, -99, 46, 27, paper, corner=6, lift=lift)


def table(s: Scene, x: float, y: float, w: float, depth: float, tall: float, paper: Cuttable, *,
          legs: Cuttable = WOOD_DARK,
          slope: float = 0.12, cloth: Cuttable | None = None, lift: float = 6) -> None:
    """A table, its front edge's middle at (x, y): `w` wide, top `depth` deep, legs `tall`."""
    for sx in (-1, 1):
        s.strip([(x + sx * w * 0.4, y - depth * 0.4), (x + sx * w * 0.41, y + tall * 0.82)], 8,
                shaded(legs, 0.3), lift=2)
        s.strip([(x + sx * w * 0.46, y), (x + sx * w * 0.47, y + tall)], (12, 9), legs, lift=3)
    top = [(x - w / 2 + depth * slope * 4, y - depth), (x + w / 2 - depth * slope * 4, y - depth),
           (x + w / 2, y), (x - w / 2, y)]
    s.cut(top, cloth or paper, lift=lift)
    if cloth is not None:
        s.cut([(x - w / 2, y), (x + w / 2, y), (x + w / 2 - 3, y + tall * 0.36),
               (x - w / 2 + 3, y + tall * 0.34)],
              shaded(cloth, 0.14), lift=lift)
    else:
        s.rect(x - w / 2, y - 1, w, max(7, w * 0.018), shaded(paper, 0.3), lift=3)


def tin(s: Scene, x: float, y: float, w: float, tall: float, paper: Cuttable, *,
        band: Cuttable = CREAM, lift: float = 4) -> None:
    """A tin standing at (x, y) with a blank label."""
    s.cut([(x - w / 2, y - tall), (x + w / 2, y - tall), (x + w / 2, y), (x - w / 2, y)], STONE,
          lift=lift)
    s.rect(x - w / 2, y - tall * 0.88, w, tall * 0.76, paper, lift=0.8)
    s.rect(x - w / 2, y - tall * 0.6, w, tall * 0.26, band, lift=0.5, edge=0.4)
    s.scribble(x - w * 0.3, y - tall * 0.42, w * 0.6, tall * 0.12, SOOT, width=1.1)
    s.cut([(x + w * 0.16, y - tall), (x + w / 2, y - tall), (x + w / 2, y), (x + w * 0.22, y)],
          (24, 20, 26), lift=0, edge=0, alpha=0.24)
    s.ellipse(x, y - tall, w / 2, w * 0.1, lighter(STONE, 0.4), lift=0.8)


def crate(s: Scene, x: float, y: float, w: float, tall: float, paper: Cuttable = KRAFT, *,
          slats: int = 3, lift: float = 5) -> None:
    """A slatted crate seen from the front, open at the top."""
    s.rect(x - w / 2, y - tall, w, tall, darker(sheet(paper).colour, 0.65), lift=lift)
    gap = tall / slats
    for i in range(slats):
        s.rect(x - w / 2, y - tall + i * gap, w, gap * 0.8, paper, lift=lift * 0.5)
    for sx in (-1, 1):
        s.rect(x + sx * w * 0.46 - w * 0.04, y - tall, w * 0.08, tall, shaded(paper, 0.16), lift=2)


def bag(s: Scene, x: float, y: float, size: float, paper: Cuttable, *, full: bool = True,
        lift: float = 5) -> None:
    """A carrier bag hanging or standing with its base at (x, y); the handles reach up `size`."""
    with s.placed(x, y, scale=size / 100):
        for dx in (-3, 3):
            s.strip([(-15 + dx, -62), (-9 + dx, -94), (9 + dx, -94), (15 + dx, -62)], 4.5,
                    shaded(paper, 0.15), lift=2)
        wide = 36 if full else 29
        s.blob([(-27, -68), (27, -68), (wide, -30), (wide - 4, -3), (0, 1), (-wide + 4, -3),
                (-wide, -30)], paper, lift=lift)
        for a, b in ((-16, -20), (2, 6), (15, 22)):
            s.pen([(a, -64), (b, -20)], 1.4, darker(sheet(paper).colour, 0.3), alpha=0.5)


def umbrella(s: Scene, x: float, y: float, size: float, paper: Cuttable, *, turn: float = 0,
             lift: float = 10) -> None:
    """An open umbrella held at (x, y): `size` across, the pole running down to the hand."""
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.strip([(0, -62), (0, 0), (3, 6), (7, 3)], 1.8, SOOT, lift=2)
        hem = [(-50, -44), (-34, -50), (-17, -45), (0, -51), (17, -45), (34, -50), (50, -44)]
        dome = shapes.spline([(50, -44), (36, -66), (0, -80), (-36, -66), (-50, -44)], closed=False)
        s.cut(hem + dome, paper, lift=lift)
        for a, b in ((-34, -17), (0, 17), (34, 50)):
            s.cut([(0, -79), (a, -50), (b, -45)], darker(sheet(paper).colour, 0.26), lift=0, edge=0,
                  alpha=0.4)
        s.strip([(0, -79), (0, -85)], 1.8, SOOT, lift=1)


def bucket(s: Scene, x: float, y: float, size: float, paper: Cuttable, *,
           water: Colour | None = None, lift: float = 6) -> None:
    """A bucket, `size` tall, with a wire handle."""
    with s.placed(x, y, scale=size / 100):
        s.strip([(-46, -88), (-36, -112), (0, -122), (36, -112), (46, -88)], 3, STONE, lift=3)
        s.cut([(-48, -90), (48, -90), (36, -4), (0, 1), (-36, -4)], paper, lift=lift)
        s.cut([(12, -90), (48, -90), (36, -4), (14, 0)], (20, 16, 28), lift=0, edge=0, alpha=0.26)
        s.ellipse(0, -90, 48, 13, shaded(paper, -0.22), lift=1.5)
        s.ellipse(0, -88, 42, 10, water or darker(sheet(paper).colour, 0.5), lift=0, edge=0.3)


def leaf(s: Scene, x: float, y: float, length: float, paper: Cuttable, *, turn: float = 0,
         wide: float = 0.4,
         vein: bool = True, lift: float = 3) -> None:
    """A single leaf growing upwards from (x, y), turned by degrees."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        w = wide * 50
        s.blob([(0, 0), (-w * 0.8, -26), (-w, -52), (-w * 0.5, -82), (0, -100), (w * 0.5, -82),
                (w, -52), (w * 0.8, -26)], paper, lift=lift)
        if vein:
            s.pen([(0, -2), (1.5, -50), (0, -94)], 2.2, darker(sheet(paper).colour, 0.3),
                  curve=True, alpha=0.6)


def flower(s: Scene, x: float, y: float, size: float, paper: Cuttable, *,
           petals: int = 5) -> None:
    """A small open flower about its middle, `size` across."""
    for i in range(petals):
        a = i * math.tau / petals + x
        s.ellipse(x + size * 0.5 * math.cos(a), y + size * 0.5 * math.sin(a), size * 0.42,
                  size * 0.3, paper, turn=math.degrees(a), lift=1)
    s.ellipse(x, y, size * 0.24, size * 0.24, YELLOW, lift=0.6)


def sprig(s: Scene, x: float, y: float, length: float, paper: Cuttable = MOSS, *, turn: float = 0,
          pairs: int = 5,
          wide: float = 0.42, lift: float = 3) -> None:
    """A stem with leaves in pairs, growing upwards from (x, y)."""
    stem = shaded(paper, 0.25)
    with s.placed(x, y, scale=length / 100, turn=turn):
        s.strip([(0, 0), (3, -50), (0, -98)], (3, 2, 1), stem, lift=1.5)
        for i in range(pairs):
            at = -14 - i * 76 / max(pairs - 1, 1)
            long = 34 - 16 * i / pairs
            for sx in (-1, 1):
                tone = shaded(paper, s.rng.uniform(0, 0.22))
                leaf(s, 2, at, long, tone, turn=sx * s.rng.uniform(46, 66), wide=wide, lift=lift,
                     vein=False)
        leaf(s, 0, -92, 26, paper, turn=s.rng.uniform(-12, 12), wide=wide, lift=lift, vein=False)


def bunting(s: Scene, start: Point, end: Point, papers, *, sag: float = 40, size: float = 34,
            lift: float = 4) -> None:
    """A string of flags from point to point; `papers` are used in turn."""
    steps = max(3, int(math.dist(start, end) / (size * 1.16)))
    line = []
    for i in range(steps + 1):
        t = i / steps
        line.append((start[0] + (end[0] - start[0]) * t,
                     start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)))
    s.strip(line, 1.6, CREAM, lift=lift * 0.5)
    for i, (a, b) in enumerate(zip(line, line[1:], strict=False)):
        slope = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        with s.placed((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, scale=size / 100,
                      turn=slope + s.rng.uniform(-7, 7)):
            s.cut([(-44, -2), (44, -2), (s.rng.uniform(-6, 6), 104)], papers[i % len(papers)],
                  lift=lift)


def balloon(s: Scene, x: float, y: float, size: float, paper: Cuttable, *,
            string: Point | None = None, lift: float = 8) -> None:
    """A balloon whose middle is at (x, y); `string` is where its string is tied."""
    if string:
        mid = ((x + string[0]) / 2 + size * 0.12, (y + string[1]) / 2)
        s.strip([(x, y + size * 0.56), mid, string], 1.3, BONE, lift=2)
    s.blob([(x, y - size * 0.56), (x + size * 0.42, y - size * 0.3),
            (x + size * 0.42, y + size * 0.1), (x + size * 0.12, y + size * 0.5),
            (x - size * 0.12, y + size * 0.5), (x - size * 0.42, y + size * 0.1),
            (x - size * 0.42, y - size * 0.3)], paper, lift=lift)
    s.cut([(x, y + size * 0.46), (x + size * 0.08, y + size * 0.6),
           (x - size * 0.08, y + size * 0.6)], paper, lift=1)
    s.ellipse(x - size * 0.18, y - size * 0.24, size * 0.07, size * 0.15,
              lighter(sheet(paper).colour, 0.6), turn=20, lift=0, edge=0, alpha=0.75)


def cone(s: Scene, x: float, y: float, size: float, *, paper: Cuttable = (226, 96, 40),
         lift: float = 5) -> None:
    """A traffic cone."""
    with s.placed(x, y, scale=size / 100):
        s.cut([(-38, -10), (38, -10), (44, 0), (-44, 0)], shaded(paper, 0.25), lift=lift)
        s.cut([(-7, -100), (7, -100), (29, -9), (-29, -9)], paper, lift=lift)
        s.cut([(-14.5, -68), (14.5, -68), (20.5, -44), (-20.5, -44)], CREAM, lift=0.8)


def key(s: Scene, x: float, y: float, length: float, paper: Cuttable = YELLOW, *, turn: float = 0,
        lift: float = 4) -> None:
    """A door key: the middle of the bow at (x, y), the bit pointing right at turn=0."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        ring = shapes.oval(0, 0, 17, 17)
        s.join([ring, shapes.box(10, -4.5, 78, 9), shapes.box(70, 0, 7, 19),
                shapes.box(81, 0, 7, 14)], paper, lift=lift)
        s.ellipse(0, 0, 7.5, 7.5, darker(sheet(paper).colour, 0.62), lift=0, edge=0.5)


def pencil(s: Scene, x: float, y: float, length: float, paper: Cuttable = BLUE, *, turn: float = 0,
           lift: float = 4) -> None:
    """A biro or pencil, its point at (x, y), running upwards at turn=0."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        s.cut([(0, 0), (3.4, -11), (-3.4, -11)], CREAM, lift=lift * 0.6)
        s.cut([(-3.4, -10), (3.4, -10), (3.4, -90), (-3.4, -90)], paper, lift=lift)
        s.rect(-3.8, -100, 7.6, 13, shaded(paper, 0.35), lift=lift)


def cardboard_box(s: Scene, x: float, y: float, w: float, tall: float, paper: Cuttable = CARDBOARD,
                  *,
                  opened: bool = True, lift: float = 5) -> None:
    """A cardboard box from the front; opened, its flaps stand out to the sides."""
    dark = shaded(paper, 0.22)
    if opened:
        s.cut([(x - w / 2, y - tall), (x + w / 2, y - tall), (x + w * 0.42, y - tall * 1.16),
               (x - w * 0.42, y - tall * 1.16)], darker(sheet(paper).colour, 0.5), lift=2)
        s.cut([(x - w / 2, y - tall), (x - w * 0.42, y - tall * 1.16),
               (x - w * 0.68, y - tall * 1.2), (x - w * 0.7, y - tall * 1.02)], dark, lift=3)
        s.cut([(x + w / 2, y - tall), (x + w * 0.42, y - tall * 1.16),
               (x + w * 0.68, y - tall * 1.22), (x + w * 0.72, y - tall * 1.06)], dark, lift=3)
    s.rect(x - w / 2, y - tall, w, tall, paper, lift=lift)
    s.rect(x - w * 0.07, y - tall, w * 0.14, tall * 0.4, lighter(STONE, 0.25), lift=0.4, alpha=0.6)
    s.rect(x - w * 0.34, y - tall * 0.36, w * 0.3, tall * 0.2, SLATE, lift=0, edge=0, alpha=0.35)


def shoe(s: Scene, x: float, y: float, size: float, paper: Cuttable, *, sole: Cuttable = CREAM,
         turn: float = 0,
         flip: bool = False, kind: str = "trainer", lift: float = 4) -> None:
    """A shoe from above, toe up, `size` long; kinds: trainer, slipper, boot, sandal, heel."""
    inside = darker(sheet(paper).colour, 0.6)
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        outline = [(0, -51), (15, -44), (21, -24), (17, 2), (18, 28), (14, 46), (0, 51), (-12, 46),
                   (-16, 28), (-14, 2), (-17, -22), (-12, -43)]
        if kind == "heel":
            outline = [(2, -52), (12, -40), (17, -18), (11, 8), (10, 34), (7, 47), (0, 50),
                       (-7, 47), (-9, 30), (-8, 4), (-13, -20), (-6, -42)]
        if kind == "sandal":
            s.blob(outline, sole, lift=lift)
            s.strip([(-16, -18), (0, -30), (19, -16)], 9, paper, lift=2.5)
            s.strip([(-15, 10), (0, 2), (17, 12)], 8, paper, lift=2.5)
            return
        s.blob([(px * 1.09, py * 1.04) for px, py in outline], sole, lift=lift)
        s.blob(outline, paper, lift=1)
        if kind == "slipper":
            s.blob([(-11, -2), (0, -12), (13, -2), (12, 36), (0, 43), (-10, 36)], inside, lift=0,
                   edge=0.4)
            s.ellipse(1, -24, 5, 5, lighter(sheet(paper).colour, 0.45), lift=1.5)
            return
        s.blob([(-9, 8), (0, 2), (11, 8), (11, 36), (0, 44), (-9, 36)], inside, lift=0, edge=0.4)
        if kind in ("trainer", "boot"):
            s.cut([(-7, -24), (8, -24), (9, 8), (-8, 8)], shaded(paper, 0.2), lift=1)
            for i in range(4):
                s.pen([(-9, -20 + i * 7), (10, -18 + i * 7)], 2.6, lighter(sheet(sole).colour, 0.2),
                      alpha=0.95)


def book(s: Scene, x: float, y: float, w: float, tall: float, paper: Cuttable, *, turn: float = 0,
         lift: float = 3) -> None:
    """A closed book or folder from above; (x, y) is its middle."""
    with s.placed(x, y, turn=turn):
        s.rect(-w / 2 + 2, -tall / 2 + 3, w, tall, CREAM, lift=lift)
        s.rect(-w / 2, -tall / 2, w, tall, paper, lift=1.5)
        s.rect(-w * 0.26, -tall * 0.32, w * 0.52, tall * 0.2, BONE, lift=0.5)


def stacked(s: Scene, x: float, y: float, w: float, tall: float, papers, *,
            lift: float = 2) -> None:
    """A pile of folded cloths or papers standing on (x, y), one paper each, from the bottom."""
    each = tall / len(papers)
    for i, paper in enumerate(papers):
        off = s.rng.uniform(-0.04, 0.04) * w
        s.rect(x - w / 2 + off, y - (i + 1) * each, w * s.rng.uniform(0.94, 1), each * 1.02, paper,
               corner=each * 0.35, lift=lift)
