"""Cut Side, the stairs themselves: photographs 31 and 32, by Kofi B."""

from . import scene
from .hands import gripping, pinching
from .palette import (
    ASH,
    BOTTLE,
    BROWN,
    CREAM,
    DEEP,
    MINT,
    MOSS,
    MOSS_DARK,
    OCHRE_PALE,
    PEACH,
    PINK,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    SOOT_SOFT,
    STONE,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD,
    YELLOW,
    Paper,
    checked,
    darker,
    lighter,
    mix,
    shaded,
)
from .paper import Cuttable, Scene
from .shapes import Point, between, slanted, trace
from .things import bag, leaf


def _shoe(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    sole: Cuttable,
    *,
    heel: float = 6,
    turn: float = 0,
) -> None:
    """A shoe from the side, toe to the right; (x, y) is under the ankle, on the tread."""
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.cut(trace("-34,-9 70,-9 72,-2 68,1 -32,1"), sole, lift=4)
        if heel > 8:
            s.cut([(-34, -10), (-6, -10), (-10, heel - 8), (-30, heel - 8)], sole, lift=3)
        s.blob(trace("-34,-8 -36,-34 -24,-46 8,-46 26,-32 56,-24 70,-10 66,-6"), paper, lift=4)
        s.pen(trace("-30,-14 10,-12 64,-11"), 2.4, darker(SOOT, 0.1), alpha=0.35)


@scene(31, "carrying-mrs-odells-shopping", "landscape")
def carrying(s: Scene) -> None:
    """From four steps down: his trainers, her good shoes and stick, the bread between them."""
    wall = mix(OCHRE_PALE, CREAM, 0.35)
    s.rect(-20, -20, 1040, 800, wall)
    slope = -0.6
    s.cut(
        [(-20, 560), (1020, 560 + 1040 * slope), (1020, 900), (-20, 900)],
        mix(TEAL_DARK, BOTTLE, 0.3),
        lift=3,
    )
    s.cut(
        [(-20, 552), (1020, 552 + 1040 * slope), (1020, 568 + 1040 * slope), (-20, 568)],
        PLUM,
        lift=2,
    )
    # The landing window and what it throws on the wall
    for i in range(2):
        for j in range(4):
            s.rect(
                40 + i * 74,
                20 + j * 74,
                66,
                66,
                mix(SLATE_PALE, WHITE, 0.3 + 0.1 * j),
                lift=2,
                corner=6,
            )
    s.glow(110, 160, 330, (235, 246, 255), 0.55)
    s.far(3.5)
    for i in range(5):
        x = 250 + i * 190
        s.strip([(x, 480 + (x - 250) * slope), (x, 640 + (x - 250) * slope)], 9, SOOT_SOFT, lift=5)
    s.strip([(-20, 650), (1020, 650 + 1040 * slope - 20)], 30, WOOD, lift=12, curve=False)
    s.strip(
        [(-20, 643), (1020, 643 + 1040 * slope - 20)],
        6,
        lighter(WOOD, 0.35),
        lift=0,
        edge=0,
        curve=False,
        alpha=0.6,
    )
    # Steps, from the far top down to us
    tread, rise = 196, 118
    for i in range(5, -2, -1):
        x, y = 30 + i * tread, 764 - i * rise
        face = Paper(mix(STONE, SLATE, 0.25), "rough")
        s.cut([(x, y), (1040, y), (1040, y + rise + 12), (x, y + rise + 12)], face, lift=7)
        s.cut(
            [(x - 14, y - 15), (1040, y - 15), (1040, y + 5), (x - 14, y + 5)],
            lighter(face.colour, 0.42),
            lift=4,
        )
        s.cut(
            [(x - 14, y - 15), (x + 24, y - 15), (x + 24, y + 5), (x - 14, y + 5)], YELLOW, lift=1
        )
    stand = [764 - i * rise - 15 for i in range(6)]
    # Mrs Odell, two steps up: stick, stockings, tweed
    tweed = checked(PLUM, mix(PLUM_PALE, OCHRE_PALE, 0.4), 7)
    s.strip([(940, -30), (950, 150), (954, stand[4] + 4)], (14, 13, 12), (112, 62, 40), lift=9)
    s.rect(944, stand[4] - 14, 20, 16, SOOT, lift=3)
    stocking = mix(PEACH, (150, 110, 90), 0.35)
    s.strip(
        [(776, 60), (776, 230), (724, stand[3] - 40)], (92, 68, 42), darker(stocking, 0.16), lift=8
    )
    _shoe(s, 722, stand[3], 128, (108, 40, 44), SOOT, heel=7)
    s.strip([(850, 40), (892, 140), (868, stand[4] - 36)], (96, 70, 42), stocking, lift=9)
    _shoe(s, 866, stand[4], 128, (132, 50, 52), SOOT, heel=7)
    s.cut(
        trace("716,-30 936,-30 956,90 930,106 880,98 826,114 772,102 722,112 702,54"),
        tweed,
        lift=14,
    )
    s.pen(trace("800,-20 806,46 796,102"), 3, PLUM_DARK, alpha=0.6)
    # Kofi below her, one foot already on the next step
    denim = Paper((50, 76, 120), "kraft")
    s.strip(
        [(388, 10), (352, 260), (300, stand[1] - 40)], (140, 104, 74), shaded(denim, 0.26), lift=9
    )
    _shoe(s, 298, stand[1], 178, shaded(WHITE, 0.12), shaded(CREAM, 0.2))
    s.strip([(436, 0), (552, 200), (484, stand[2] - 42)], (150, 120, 76), denim, lift=13)
    s.strip([(448, stand[2] - 72), (522, stand[2] - 58)], 26, lighter(denim.colour, 0.25), lift=4)
    _shoe(s, 482, stand[2], 178, WHITE, CREAM)
    for i in range(3):
        s.pen(
            [(506 + i * 16, stand[2] - 72 + i * 9), (524 + i * 15, stand[2] - 54 + i * 8)], 5, TEAL
        )
    s.cut(trace("318,-30 532,-30 520,34 340,44"), MOSS, lift=9)
    # A bag ahead of him, and the one that weighs, with the bread
    with gripping(s, 640, 96, 118, DEEP, turn=174, arm=12, sleeve=MOSS_DARK, reach=200, thick=16):
        bag(s, 640, 336, 262, PLUM_PALE, lift=10)
    with s.layer(lift=18):
        s.strip(
            [(94, 350), (66, 200), (46, 106)],
            (52, 62, 48),
            (206, 148, 78),
            round_start=True,
            round_end=True,
            lift=6,
        )
        for i in range(4):
            x, y = 50 + i * 10, 138 + i * 42
            s.strip([(x - 16, y + 12), (x + 20, y - 8)], (3, 9, 3), OCHRE_PALE, lift=1)
        for dx, turn in ((0, -8), (20, 6), (36, 20)):
            s.strip([(184 + dx, 350), (200 + dx * 1.7, 160)], (13, 17), MINT, lift=4)
            leaf(s, 200 + dx * 1.7, 182, 112, MOSS, turn=turn, wide=0.5, lift=5)
        with gripping(s, 146, 206, 142, DEEP, turn=170, arm=12, sleeve=MOSS, reach=300, thick=18):
            bag(s, 140, 602, 420, (224, 82, 38), lift=12)
    # An orange has got away
    s.shade(trace("690,650 770,640 800,664 720,676"), 0.5, blur=5)
    s.ellipse(712, 630, 34, 34, (242, 132, 32), lift=8)
    s.ellipse(702, 619, 10, 8, (255, 190, 110), lift=0, edge=0, alpha=0.7)
    s.ellipse(722, 606, 4, 3, MOSS_DARK, lift=0.5)
    s.light(light=(-0.8, -0.6), strength=0.36, warm=(255, 240, 206), vignette=0.42, bloom=0.14)


@scene(32, "seven-weeks", "landscape")
def seven_weeks(s: Scene) -> None:
    """Down the wall of the landing: forty-nine strokes, and the chalk still on the last."""
    on = slanted(((96, 214), (1040, -150), (1040, 860), (96, 520)), 2.3)
    s.rect(-20, -20, 1040, 800, mix(SLATE_DARK, TEAL_DARK, 0.4))
    s.cut(trace("-20,-20 100,210 100,524 -20,640"), mix(SLATE, TEAL, 0.3), lift=3)
    s.rect(20, 250, 46, 210, (214, 232, 226), lift=0)
    s.glow(40, 340, 190, (220, 246, 236), 0.7)
    s.cut(trace("-20,-20 1040,-20 1040,-160 96,214"), (81, 79, 79), lift=5)
    s.cut(
        trace("-20,640 96,520 1040,880 -20,880"), Paper(mix(ASH, SLATE_DARK, 0.4), "rough"), lift=3
    )
    s.far(3)
    wall = Paper((164, 160, 150), "rough")
    s.cut([on(0, 0), on(1, 0), on(1, 1), on(0, 1)], wall, lift=9)
    for i in range(1, 9):
        v = i / 9 + s.rng.uniform(-0.01, 0.01)
        tone = darker(wall.colour, s.rng.uniform(0.02, 0.16))
        s.cut(
            [on(0, v), on(1, v), on(1, v + 0.11), on(0, v + 0.11)],
            Paper(tone, "rough"),
            lift=0,
            alpha=0.5,
            edge=0.5,
        )
        s.pen([on(0, v), on(0.5, v + 0.003), on(1, v)], 2, (84, 80, 78), alpha=0.5)
    for u in (0.1, 0.5, 0.86):
        for v in (0.06, 0.5, 0.93):
            x, y = on(u, v)
            s.ellipse(x, y, 4 + 7 * u, 6 + 8 * u, (74, 70, 70), lift=0, edge=1)
    # Nine bundles of five and four over
    chalk = (250, 246, 232)

    def stroke(a: Point, b: Point, width: float) -> None:
        """A chalk line: three dry passes that do not quite agree."""
        for _ in range(3):
            j = width * 0.28
            start, end = (
                (p[0] + s.rng.uniform(-j, j), p[1] + s.rng.uniform(-j, j)) for p in (a, b)
            )
            s.pen(
                [start, between(start, end, s.rng.uniform(0.4, 0.6)), end],
                width * 0.62,
                chalk,
                alpha=0.62,
            )

    for day in range(49):
        bundle, nth = divmod(day, 5)
        row, place = divmod(bundle, 5)
        u = 0.045 + place * 0.172
        top, foot = 0.11 + row * 0.345, 0.375 + row * 0.345
        width = 5 + 13 * (u + 0.1)
        if nth < 4:
            x = u + 0.03 * nth + s.rng.uniform(-0.003, 0.003)
            stroke(on(x, top + s.rng.uniform(-0.02, 0.02)), on(x - 0.004, foot), width)
        else:
            stroke(on(u - 0.022, foot - 0.05), on(u + 0.112, top + 0.06), width)
    # Light from the landing, through the banisters
    s.beam(
        [on(0.2, -0.1), on(0.98, -0.1), on(0.84, 1.1), on(0.06, 1.1)], (255, 220, 150), 0.42, blur=7
    )
    for i in range(10):
        u = 0.2 + i * 0.085
        s.shade(
            [on(u, -0.1), on(u + 0.022, -0.1), on(u - 0.118, 1.1), on(u - 0.14, 1.1)],
            0.26,
            blur=5,
            colour=(40, 36, 70),
        )
    x, y = on(0.045 + 4 * 0.172 + 0.088, 0.72)
    with pinching(s, x + 8, y + 6, 262, BROWN, turn=-18, arm=26, sleeve=PINK, reach=300, lift=24):
        s.strip([(x, y - 2), (x + 26, y + 48)], (24, 28), chalk, round_start=True, lift=8)
    for _ in range(26):
        s.ellipse(
            x + s.rng.gauss(0, 34),
            y + abs(s.rng.gauss(0, 70)),
            s.rng.uniform(1, 2.6),
            s.rng.uniform(1, 2),
            chalk,
            lift=0,
            edge=0,
            alpha=0.6,
        )
    s.light(light=(0.5, -0.8), strength=0.36, warm=(255, 226, 176), vignette=0.44, bloom=0.16)
