"""Hands: open, gripping, pinching, offering.  Each is one sheet of paper with the fingers drawn in.

Local units: a hand is about 100 from the wrist to the longest finger; the wrist is at (0, 0), the
fingers point up, the thumb is on the left, the arm runs down.  `size` is that length in scene
units.  `flip` gives the other hand.  `arm` is the length of bare forearm and `sleeve` the paper of
the sleeve beyond it (None: bare to the elbow), which runs on for `reach`.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from . import shapes
from .palette import Colour, darker, lighter, mix, shaded
from .paper import Cuttable, Scene
from .shapes import Point, ribbon, spline, trace

FINGERS = ((-17, -46, 43, -9), (-5, -52, 49, -2), (8, -51, 45, 5), (19, -43, 35, 14))


def _finger(base: Point, tip: Point, width: float, bend: float = 0) -> list[Point]:
    """A finger's outline from base to tip, bowed sideways by `bend`."""
    (x0, y0), (x1, y1) = base, tip
    mid = ((x0 + x1) / 2 + bend, (y0 + y1) / 2)
    line = spline([base, mid, tip], closed=False, per=4)
    return ribbon(line, (width, width * 0.98, width * 0.9, width * 0.72), round_end=True)


def _nail(s: Scene, tip: Point, towards: Point, skin: Colour, size: float = 4.2) -> None:
    dx, dy = tip[0] - towards[0], tip[1] - towards[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    x, y = tip[0] - dx / length * 2.5, tip[1] - dy / length * 2.5
    s.ellipse(
        x,
        y,
        size * 1.2,
        size * 0.86,
        mix(lighter(skin, 0.34), (226, 150, 140), 0.22),
        lift=0.3,
        edge=0.5,
        turn=math.degrees(math.atan2(dy, dx)),
    )


def _crease(s: Scene, points, skin: Colour, width: float = 1.5, alpha: float = 0.55) -> None:
    s.pen(points, width, darker(skin, 0.42), curve=True, alpha=alpha)


def _arm(
    arm: float, sleeve: Cuttable | None, reach: float, at: Point = (0, 0), towards: Point = (0, 1)
) -> list[list[Point]]:
    """The forearm's outline; the sleeve is laid by `_sleeve` afterwards."""
    (x, y), (ux, uy) = at, towards
    far = arm + (10 if sleeve is not None else reach)
    return [
        ribbon(
            [
                (x - ux * 6, y - uy * 6),
                (x + ux * far * 0.5, y + uy * far * 0.5),
                (x + ux * far, y + uy * far),
            ],
            (35, 37, 45),
        )
    ]


def _sleeve(
    s: Scene,
    arm: float,
    sleeve: Cuttable | None,
    reach: float,
    at: Point = (0, 0),
    towards: Point = (0, 1),
) -> None:
    if sleeve is None:
        return
    (x, y), (ux, uy) = at, towards
    along = lambda d: (x + ux * d, y + uy * d)  # noqa: E731
    s.strip(
        [along(arm), along(arm + reach * 0.5), along(arm + reach)], (52, 62, 78), sleeve, lift=4
    )
    s.strip([along(arm - 1), along(arm + 13)], (55, 56), shaded(sleeve, 0.2), lift=2, wobble=0.5)


def open_hand(
    s: Scene,
    x: float,
    y: float,
    size: float,
    skin: Colour,
    *,
    turn: float = 0,
    flip: bool = False,
    spread: float = 1,
    thumb: float = 1,
    arm: float = 20,
    sleeve: Cuttable | None = None,
    reach: float = 160,
    nails: bool = True,
    lift: float = 5,
) -> None:
    """A flat hand from the back, resting or waving.  `spread` fans the fingers, `thumb` that."""
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        palm = spline(trace("-19,4 -24,-20 -25,-40 -16,-54 0,-58 17,-54 25,-40 22,-15 18,4"))
        tips, outlines = [], [palm, *_arm(arm, sleeve, reach)]
        for bx, by, long, angle in FINGERS:
            tip = shapes.turned([(bx, by - long)], angle * spread, (bx, by))[0]
            tips.append(tip)
            outlines.append(_finger((bx * 0.94, by + 12), tip, 13.2))
        thumb_tip = (-34 - 13 * thumb, -44 - 8 * (1 - thumb))
        outlines.append(
            spline(
                ribbon(
                    [(-12, -4), (-26, -22), (-33 - 4 * thumb, -34), thumb_tip],
                    (22, 18, 15, 11),
                    round_end=True,
                ),
                per=3,
            )
        )
        s.join(outlines, skin, lift=lift)
        for (bx, by, *_), tip in zip(FINGERS, tips, strict=True):
            for share in (0.1, 0.5):
                px, py = bx + (tip[0] - bx) * share, by + (tip[1] - by) * share
                _crease(s, [(px - 3.4, py), (px, py - 1.3), (px + 3.4, py)], skin, 1, 0.35)
            if nails:
                _nail(s, tip, (bx, by), skin)
        for a, b in zip(FINGERS, FINGERS[1:], strict=False):
            px, py = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
            _crease(s, [(px, py - 9), (px * 0.98, py + 3)], skin, 1.3, 0.5)
        if nails:
            _nail(s, thumb_tip, (-26, -22), skin)
        _crease(s, [(-17, -8), (-22, -20), (-24, -30)], skin, 1.2, 0.35)
        _sleeve(s, arm, sleeve, reach)


@contextmanager
def gripping(
    s: Scene,
    x: float,
    y: float,
    size: float,
    skin: Colour,
    *,
    turn: float = 0,
    flip: bool = False,
    arm: float = 20,
    sleeve: Cuttable | None = None,
    reach: float = 160,
    thumb: bool = True,
    thick: float = 12,
    lift: float = 4,
) -> Iterator[None]:
    """A hand closed round what is drawn inside the block, which should pass through (x, y).

    The thing held lies across the fingers (a level bar when turn=0); `thick` is how wide it is in
    local units.  The fingers come over it towards us.
    """
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        with s.placed(0, 42):
            palm = spline(trace("-19,4 -26,-22 -28,-46 -20,-62 0,-66 20,-62 27,-44 23,-15 18,4"))
            s.join([palm, *_arm(arm, sleeve, reach)], darker(skin, 0.1), lift=lift)
            _sleeve(s, arm, sleeve, reach)
    yield
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        over = thick / 2 + 7
        for i, (fx, low) in enumerate(((21, 13), (8, 18), (-5.5, 19), (-19, 16))):
            outline = ribbon(
                spline(
                    [(fx * 0.9, -over - 3), (fx, -over * 0.2), (fx * 1.02, over + low - 11)],
                    closed=False,
                    per=3,
                ),
                (12.6, 14, 13, 11),
                round_start=True,
                round_end=True,
            )
            s.cut(outline, lighter(skin, 0.03 * i), lift=1.5, wobble=0.4)
            _crease(
                s, [(fx - 4, over * 0.25), (fx, over * 0.32), (fx + 4, over * 0.25)], skin, 1, 0.4
            )
            _nail(s, (fx * 1.02, over + low - 8), (fx, -over), skin, 3.8)
        if thumb:
            line = [(-25, 36), (-29, 24), (-22, over + 9), (-8, over + 7)]
            s.strip(
                line, (20, 18, 14, 11), skin, round_start=True, round_end=True, lift=1.8, wobble=0.4
            )
            _nail(s, (-8, over + 7), (-22, over + 9), skin, 3.8)


@contextmanager
def pinching(
    s: Scene,
    x: float,
    y: float,
    size: float,
    skin: Colour,
    *,
    turn: float = 0,
    flip: bool = False,
    arm: float = 30,
    sleeve: Cuttable | None = None,
    reach: float = 160,
    lift: float = 5,
) -> Iterator[None]:
    """Thumb and forefinger meeting at (x, y) on what is drawn inside the block: a key, a pen.

    The arm comes from below and to the right at turn=0; the thumb is nearest to us.
    """
    wrist, along = (33, 92), (0.28, 0.96)
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        palm = spline(trace("12,46 28,34 46,38 57,56 58,78 50,100 18,100 9,76"))
        for i, line in enumerate(
            (
                ((54, 66), (42, 56), (29, 50)),
                ((52, 54), (39, 38), (24, 35)),
                ((48, 44), (33, 23), (15, 20)),
            )
        ):
            s.strip(
                line,
                (16, 15, 11),
                darker(skin, 0.16 - 0.04 * i),
                round_end=True,
                lift=1.5,
                wobble=0.4,
            )
        index = ribbon(
            spline([(38, 52), (27, 16), (4, 2)], closed=False), (19, 15, 13, 9.5), round_end=True
        )
        s.join([palm, index, *_arm(arm, sleeve, reach, wrist, along)], skin, lift=lift)
        _nail(s, (5, 2), (26, 14), skin, 4)
        _crease(s, [(24, 15), (27, 19), (29, 25)], skin)
        _crease(s, [(40, 40), (44, 52), (42, 62)], skin, 1.4, 0.4)
        _sleeve(s, arm, sleeve, reach, wrist, along)
    yield
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        s.strip(
            trace("22,92 9,62 6,34 -2,6"),
            (27, 21, 17, 14, 10),
            lighter(skin, 0.04),
            round_start=True,
            round_end=True,
            lift=1.8,
            wobble=0.4,
        )
        _nail(s, (-2, 6), (6, 34), skin, 4.4)
        _crease(s, [(2, 33), (6, 36), (11, 35)], skin, 1.2, 0.45)


def offering(
    s: Scene,
    x: float,
    y: float,
    size: float,
    skin: Colour,
    *,
    turn: float = 0,
    flip: bool = False,
    arm: float = 20,
    sleeve: Cuttable | None = None,
    reach: float = 160,
    lift: float = 5,
) -> None:
    """A hand from the side, fingers together, thumb up: reaching out, giving, taking."""
    with s.placed(x, y, scale=size / 100, turn=turn, flip=flip):
        body = spline(
            trace("-17,6 -19,-20 -20,-44 -16,-66 -8,-88 0,-99 7,-96 9,-80 15,-58 20,-34 18,6")
        )
        s.join([body, *_arm(arm, sleeve, reach)], skin, lift=lift)
        for a, b in (((-9, -46), (-4, -90)), ((0, -44), (3, -92)), ((9, -42), (7, -84))):
            _crease(s, [a, ((a[0] + b[0]) / 2 + 1, (a[1] + b[1]) / 2), b], skin, 1.3, 0.45)
        s.strip(
            trace("-8,-6 -24,-28 -30,-44 -26,-62"),
            (24, 19, 15, 10),
            lighter(skin, 0.04),
            round_start=True,
            round_end=True,
            lift=2,
            wobble=0.4,
        )
        _nail(s, (-26, -61), (-30, -44), skin, 4)
        _sleeve(s, arm, sleeve, reach)
