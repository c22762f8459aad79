"""A bicycle and its wheels."""

import math

from .palette import ASH, SOOT, SOOT_SOFT, STONE, sheet
from .paper import Cuttable, Scene
from .shapes import trace


def wheel(
    s: Scene,
    x: float,
    y: float,
    radius: float,
    *,
    tyre: Cuttable = SOOT,
    spokes: int = 12,
    rim: Cuttable = STONE,
    squash: float = 1,
    lift: float = 4,
) -> None:
    """A spoked wheel about its hub: the tyre is a ring, so what is behind shows through."""
    rx = radius * squash
    for colour, outer, thick in ((tyre, 1.0, 0.1), (rim, 0.89, 0.035)):
        ring = [
            (
                x + rx * outer * math.cos(i * math.tau / 40),
                y + radius * outer * math.sin(i * math.tau / 40),
            )
            for i in range(41)
        ]
        s.strip(ring, radius * thick, colour, curve=False, lift=lift)
    for i in range(spokes):
        a = i * math.tau / spokes + 0.1
        s.pen(
            [
                (x + rx * 0.06 * math.cos(a + 1.2), y + radius * 0.06 * math.sin(a + 1.2)),
                (x + rx * 0.88 * math.cos(a), y + radius * 0.88 * math.sin(a)),
            ],
            max(0.7, radius * 0.014),
            sheet(rim).colour,
            alpha=0.9,
        )
    s.ellipse(x, y, rx * 0.07, radius * 0.07, SOOT, lift=1.5)


def bicycle(
    s: Scene,
    x: float,
    y: float,
    length: float,
    paper: Cuttable,
    *,
    flip: bool = False,
    turn: float = 0,
    basket: Cuttable | None = None,
    lift: float = 4,
) -> None:
    """A bicycle facing right; (x, y) is the ground between the wheels (turn=180 upends it)."""
    with s.placed(x, y, scale=length / 100, flip=flip, turn=turn):
        back, front = (-31, -19), (31, -19)
        wheel(s, *back, 19, lift=lift)
        wheel(s, *front, 19, lift=lift)
        crank, seat, head = (-5, -19), (-12, -43), (21, -44)
        tubes = (
            (crank, seat),
            (seat, head),
            (crank, (22, -38)),
            (back, crank),
            (back, (-11, -40)),
            (head, (23, -38)),
        )
        for a, b in tubes:
            s.strip([a, b], 2.4, paper, lift=lift)
        s.strip([(20.6, -47), (24, -36), front], (2.2, 2.4, 1.8), paper, lift=lift)
        s.strip([seat, (-13.5, -50)], 1.8, STONE, lift=2)
        s.blob(trace("-22,-52 -12,-52.6 -6,-51 -7,-49.6 -14,-49.4 -21,-49"), SOOT, lift=3)
        s.strip(trace("20.4,-47 19.6,-53 26,-55 29,-52"), (2, 1.8, 2, 2.4), SOOT_SOFT, lift=3)
        s.strip([(back[0], back[1] - 3), (crank[0], crank[1] - 4.6)], 0.9, ASH, lift=1)
        s.strip([(back[0], back[1] + 3), (crank[0], crank[1] + 4.6)], 0.9, ASH, lift=1)
        s.ellipse(*crank, 4.8, 4.8, STONE, lift=2)
        s.ellipse(*crank, 2, 2, SOOT, lift=1)
        s.strip([crank, (0, -11)], 1.5, SOOT_SOFT, lift=2)
        s.rect(-3, -11.6, 7, 1.8, SOOT, lift=2)
        if basket is not None:
            s.cut(trace("24,-54 40,-54 37,-41 27,-41"), basket, lift=4)
