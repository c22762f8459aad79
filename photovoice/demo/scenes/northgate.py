"""Northgate, the drop-in: photographs 1 and 2, by Pat Dooley."""

from . import scene, shapes
from .hands import offering
from .palette import (
    BOTTLE,
    BRICK,
    BROWN,
    CREAM,
    CREAM_WARM,
    INK,
    KRAFT,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_PALE,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    RUST,
    SAGE,
    SKY,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD,
    WOOD_DARK,
    YELLOW,
    Paper,
    checked,
    darker,
    dotted,
    grained,
    lighter,
    mix,
    shaded,
    sheet,
    striped,
)
from .paper import Scene
from .shapes import trace
from .things import kettle, mug, stacked


@scene(1, "the-second-kettle", "landscape")
def the_second_kettle(s: Scene) -> None:
    """The hatch seen from the hall: the far kitchen soft, the red kettle in front of it."""
    s.rect(-20, -20, 1040, 800, (120, 134, 118))
    # The kitchen through the hatch
    s.rect(-20, 60, 860, 470, CREAM_WARM, lift=3)
    for row in range(5):
        for col in range(14):
            s.rect(
                -20 + col * 62,
                70 + row * 62,
                58,
                58,
                mix(CREAM, SAGE, s.rng.uniform(0, 0.35)),
                lift=0.8,
            )
    s.rect(60, 96, 330, 14, WOOD_DARK, lift=8)
    for x, c in ((95, PLUM_PALE), (150, SLATE), (205, MOSS), (262, CREAM), (330, OCHRE)):
        mug(s, x, 96, 52, c, tea=None)
    s.rect(500, 60, 250, 250, SKY, lift=2)
    s.rect(616, 60, 16, 250, WHITE, lift=3)
    s.rect(494, 300, 262, 18, WHITE, lift=4)
    s.glow(640, 180, 380, (255, 240, 205), 0.75)
    kettle(s, 170, 452, 210, SLATE_PALE, flip=True)
    s.far(5)
    # The frame of the hatch
    s.cut(trace("-20,-20 1020,-20 1020,40 858,52 -20,66"), TEAL_DARK, lift=16)
    s.cut(trace("842,30 1020,20 1020,800 872,800"), TEAL_DARK, lift=18)
    s.cut(trace("842,30 866,30 894,800 872,800"), lighter(TEAL_DARK, 0.12), lift=4)
    # Counter
    s.cut(trace("-20,520 1020,486 1020,800 -20,800"), grained(WOOD, WOOD_DARK, 7, turn=-2), lift=14)
    s.cut(
        trace("-20,702 1020,650 1020,800 -20,800"),
        shaded(grained(WOOD, WOOD_DARK, 6, turn=-3), 0.4),
        lift=5,
    )
    for x, y, size, paper, side, band in (
        (80, 560, 96, MOSS_PALE, 1, None),
        (212, 546, 92, CREAM, -1, striped(CREAM, BRICK, 3, 4)),
        (336, 556, 94, SLATE, 1, None),
        (760, 536, 92, PLUM_PALE, 1, dotted(PLUM_PALE, CREAM)),
    ):
        mug(s, x, y, size, paper, handle=side, band=band)
    s.steam(212, 452, 120, width=12, curls=2)
    kettle(s, 560, 606, 372, RED, lift=16)
    for x, y, size, paper, side, band in (
        (150, 668, 122, OCHRE, -1, None),
        (330, 688, 126, BRICK, 1, CREAM),
        (792, 660, 122, TEAL, -1, None),
    ):
        mug(s, x, y, size, paper, handle=side, band=band, lift=9)
    s.steam(786, 372, 220, width=22, curls=2, strength=0.5)
    stacked(s, 964, 620, 130, 66, [checked(CREAM, BRICK, 5), CREAM, checked(CREAM, SLATE, 5)])
    with s.layer(lift=12, blur=6):
        mug(s, 10, 790, 190, PLUM)
    s.beam(trace("420,520 720,508 600,700 180,720"), WARM_LIGHT, 0.16, blur=16)
    s.light(light=(0.2, -0.9), strength=0.36, vignette=0.42)


WARM_LIGHT = (255, 226, 176)


def _coat(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper,
    *,
    lining=CREAM,
    hood: bool = True,
    turn: float = 0,
    sleeve: float = 0,
    lift: float = 7,
) -> None:
    """A child's coat, its hanger's hook at (x, y); `sleeve` lifts the right sleeve, in degrees."""
    deep = shaded(paper, 0.2)
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.strip(trace("3,-1 -2,-4 -1,2 0,9"), 1.6, SOOT, lift=3)
        if hood:
            s.blob(trace("-13,18 -18,8 -15,-1 -6,-6 6,-6 15,-1 18,8 13,18"), deep, lift=5)
            s.blob(trace("-9,18 -12,8 -8,1 0,-1 8,1 12,8 9,18"), shaded(lining, 0.25), lift=0)
        for sx, raised in ((-1, 0), (1, sleeve)):
            arm = shapes.turned(
                [(sx * 20, 16), (sx * 30, 40), (sx * 32, 68)], -raised, (sx * 20, 16)
            )
            s.strip(arm, (15, 14, 12), deep, round_start=True, lift=lift * 0.7)
            end, before = arm[2], arm[1]
            s.strip(
                [(end[0] * 0.9 + before[0] * 0.1, end[1] * 0.9 + before[1] * 0.1), end],
                12.8,
                sheet(deep).colour,
                lift=1,
            )
        s.cut(trace("-8,9 8,9 25,17 27,50 31,92 0,95 -31,92 -27,50 -25,17"), paper, lift=lift)
        s.cut(trace("-8,9 8,9 4,24 0,30 -4,24"), lining, lift=0, edge=0.6)
        s.cut(trace("0.2,28 2,28 2.4,94.6 0,94.8"), sheet(deep).colour, lift=0.8)
        s.cut(trace("-8.4,8.6 -3,26 -9,31 -15,13"), deep, lift=2)
        s.cut(trace("8.4,8.6 3,26 9,31 15,13"), deep, lift=2)
        for sx in (-1, 1):
            s.cut([(sx * 8, 62), (sx * 22, 60), (sx * 23, 76), (sx * 9, 78)], deep, lift=1.4)
        for at in (36, 50, 64, 78):
            s.ellipse(-3.4, at, 1.9, 1.9, darker(sheet(paper).colour, 0.55), lift=0.8)


@scene(2, "coats", "portrait")
def coats(s: Scene) -> None:
    """A rail across the corridor, close to; one yellow coat, and a hand that has found it."""
    s.rect(-20, -20, 800, 1050, CREAM_WARM)
    s.rect(-20, 640, 800, 400, SAGE, lift=4)
    for i in range(9):
        s.rect(-20 + i * 96, 660, 84, 360, mix(SAGE, BOTTLE, 0.12), lift=2)
    s.rect(-20, 628, 800, 22, MOSS_DARK, lift=5)
    s.rect(470, 60, 190, 240, WHITE, lift=4, turn=-1.5)
    for i in range(6):
        s.scribble(496, 110 + i * 32, 130, 14, SLATE_DARK, width=2)
    s.far(3)
    s.strip([(-30, 176), (780, 92)], 19, SLATE_DARK, curve=False, lift=16)
    hung = (
        (36, PLUM_DARK, 560, 3),
        (150, SLATE, 570, -2),
        (262, checked(BRICK, CREAM, 10), 540, 2),
        (600, MOSS, 590, -3),
        (712, SLATE_DARK, 610, 2),
        (500, BRICK, 560, 3),
    )
    for x, paper, size, turn in hung:
        _coat(
            s,
            x,
            172 - x * 0.108,
            size,
            paper,
            turn=turn,
            lining=OCHRE_PALE,
            hood=x not in (262, 600),
            lift=13,
        )
    _coat(s, 382, 132, 636, YELLOW, lining=striped(CREAM, SLATE, 4, 5), turn=-2, sleeve=24, lift=20)
    with s.layer(lift=6):
        s.rect(40, 880, 330, 170, Paper(KRAFT, "kraft"), lift=9, turn=-2)
        for i, c in enumerate((RUST, TEAL_DARK, PLUM_PALE, OCHRE)):
            s.blob(
                [(60 + i * 74, 884), (74 + i * 74, 846), (112 + i * 74, 842), (130 + i * 74, 884)],
                c,
                lift=5,
            )
        s.rect(30, 884, 350, 190, Paper(KRAFT, "kraft"), lift=7, turn=-1)
    offering(s, 668, 826, 176, BROWN, turn=-36, arm=26, sleeve=RED, reach=300, lift=14)
    with s.layer(lift=10, blur=9):
        s.blob(trace("-60,300 20,280 62,420 84,760 40,1040 -60,1040"), INK)
    s.beam(trace("120,-20 420,-20 760,700 760,1010 520,1010"), (255, 236, 196), 0.13, blur=24)
    s.light(light=(-0.8, -0.6), strength=0.36, vignette=0.4)
