"""Leaves, flowers and sprigs, growing upwards from where they are asked for."""

import math

from .palette import MOSS, YELLOW, darker, shaded, sheet
from .paper import Cuttable, Scene


def leaf(
    s: Scene,
    x: float,
    y: float,
    length: float,
    paper: Cuttable,
    *,
    turn: float = 0,
    wide: float = 0.4,
    vein: bool = True,
    lift: float = 3,
) -> None:
    """A single leaf growing upwards from (x, y), turned by degrees."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        w = wide * 50
        s.blob(
            [
                (0, 0),
                (-w * 0.8, -26),
                (-w, -52),
                (-w * 0.5, -82),
                (0, -100),
                (w * 0.5, -82),
                (w, -52),
                (w * 0.8, -26),
            ],
            paper,
            lift=lift,
        )
        if vein:
            s.pen(
                [(0, -2), (1.5, -50), (0, -94)],
                2.2,
                darker(sheet(paper).colour, 0.3),
                curve=True,
                alpha=0.6,
            )


def flower(s: Scene, x: float, y: float, size: float, paper: Cuttable, *, petals: int = 5) -> None:
    """A small open flower about its middle, `size` across."""
    for i in range(petals):
        a = i * math.tau / petals + x
        s.ellipse(
            x + size * 0.5 * math.cos(a),
            y + size * 0.5 * math.sin(a),
            size * 0.42,
            size * 0.3,
            paper,
            turn=math.degrees(a),
            lift=1,
        )
    s.ellipse(x, y, size * 0.24, size * 0.24, YELLOW, lift=0.6)


def sprig(
    s: Scene,
    x: float,
    y: float,
    length: float,
    paper: Cuttable = MOSS,
    *,
    turn: float = 0,
    pairs: int = 5,
    wide: float = 0.42,
    lift: float = 3,
) -> None:
    """A stem with leaves in pairs, growing upwards from (x, y)."""
    stem = shaded(paper, 0.25)
    with s.placed(x, y, scale=length / 100, turn=turn):
        s.strip([(0, 0), (3, -50), (0, -98)], (3, 2, 1), stem, lift=1.5)
        for i in range(pairs):
            at = -14 - i * 76 / max(pairs - 1, 1)
            long = 34 - 16 * i / pairs
            for sx in (-1, 1):
                tone = shaded(paper, s.rng.uniform(0, 0.22))
                leaf(
                    s,
                    2,
                    at,
                    long,
                    tone,
                    turn=sx * s.rng.uniform(46, 66),
                    wide=wide,
                    lift=lift,
                    vein=False,
                )
        leaf(s, 0, -92, 26, paper, turn=s.rng.uniform(-12, 12), wide=wide, lift=lift, vein=False)
