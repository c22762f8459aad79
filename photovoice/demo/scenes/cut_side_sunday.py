"""Cut Side, the road while it was closed and after: photographs 35 and 36, by Ioana P."""

import math

from . import scene
from .figures import Look, person
from .palette import (
    ASH,
    BLUE,
    BRICK,
    BROWN,
    CREAM,
    DEEP,
    HAIR_BLACK,
    HAIR_BROWN,
    HAIR_GREY,
    HAIR_RED,
    KRAFT,
    MINT,
    MOSS_DARK,
    ORANGE,
    PINK,
    PLUM_PALE,
    RED,
    SKINS,
    SLATE,
    SOOT,
    SOOT_SOFT,
    STONE,
    TAN,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD_DARK,
    WOOD_PALE,
    YELLOW,
    Colour,
    Paper,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import Point, between, slanted, trace
from .street import lamp_post
from .things import balloon, bunting, chair


def _from_above(
    s: Scene, x: float, y: float, size: float, look: Look, *, turn: float, reach: float = 1
) -> None:
    """A child kneeling at some drawing, from an upstairs window; the head points up at turn=0."""
    with s.placed(x, y, scale=size / 100, turn=turn), s.layer(lift=16):
        for sx in (-1, 1):
            s.strip([(sx * 13, 20), (sx * 19, 44), (sx * 12, 66)], (22, 20, 14), look.legs, lift=2)
            s.blob(
                [
                    (sx * 12 - 7, 62),
                    (sx * 12 + 7, 62),
                    (sx * 12 + 7, 82),
                    (sx * 12, 88),
                    (sx * 12 - 7, 82),
                ],
                look.shoes,
                lift=2,
            )
        for sx, far in ((-1, 16 + 20 * (1 - reach)), (1, 58 * reach)):
            hand = (sx * (22 - far * 0.2), -34 - far)
            s.strip(
                [(sx * 24, -12), (sx * 33, -28 - far * 0.3), hand],
                (17, 15, 11),
                look.top,
                round_start=True,
                lift=2,
            )
            s.ellipse(*hand, 6.5, 8, look.skin, lift=1.5)
        s.blob(trace("-30,-16 -20,-28 20,-28 30,-16 25,24 0,34 -25,24"), look.top, lift=4)
        s.pen(trace("-16,-20 0,-10 16,-20"), 1.4, SOOT, curve=True, alpha=0.3)
        s.ellipse(0, -46, 6, 6, look.skin, lift=1)
        s.ellipse(0, -30, 21, 22, look.hair, lift=6)
        pale = lighter(look.hair, 0.25)
        if look.style == "plaits":
            for sx in (-1, 1):
                s.strip(
                    [(sx * 17, -24), (sx * 27, -10), (sx * 26, 6)],
                    (9, 8, 5),
                    look.hair,
                    round_end=True,
                    lift=3,
                )
            s.pen(trace("0,-50 1,-30 0,-10"), 1.4, look.skin, alpha=0.8)
        elif look.style == "bun":
            s.ellipse(0, -20, 10, 10, shaded(look.hair, -0.1), lift=3)
        elif look.style == "afro":
            for _ in range(26):
                a, d = s.rng.uniform(0, 6.28), s.rng.uniform(0, 17)
                s.ellipse(
                    d * math.cos(a), -30 + d * math.sin(a), 4.5, 4.5, pale, lift=0.8, alpha=0.5
                )
        for i in range(5):
            a = i * 1.25
            s.pen(
                [
                    (3 * math.cos(a), -30 + 3 * math.sin(a)),
                    (17 * math.cos(a + 0.3), -30 + 17 * math.sin(a + 0.3)),
                ],
                0.9,
                pale,
                alpha=0.5,
            )
        if look.hat == "cap":
            peak = trace("-16,-42 0,-46 16,-42 14,-58 0,-63 -14,-58")
            s.cut(peak, shaded(look.hat_paper, 0.2), lift=4)
            s.ellipse(0, -30, 22, 22, look.hat_paper, lift=4)
            s.ellipse(0, -30, 3.4, 3.4, CREAM, lift=1)


def _cone_above(s: Scene, x: float, y: float, size: float, turn: float) -> None:
    """A cone from above, its tip leaning away from the middle of the picture."""
    tip = ((x - 500) * 0.06, (y - 500) * 0.06)
    with s.placed(x, y):
        s.shade(trace("0,-20 70,26 92,66 60,66 -14,24"), 0.55, blur=7)
        s.rect(-size / 2, -size / 2, size, size, (176, 62, 26), turn=turn, corner=9, lift=7)
        for share, r, paper in (
            (0.1, 0.4, ORANGE),
            (0.35, 0.31, WHITE),
            (0.62, 0.22, ORANGE),
            (0.84, 0.14, (250, 140, 60)),
            (1, 0.085, SOOT),
        ):
            s.ellipse(tip[0] * share, tip[1] * share, size * r, size * r, paper, lift=3)


@scene(35, "road-closed", "square")
def road_closed(s: Scene) -> None:
    """From an upstairs window: five cones, four children, and a road drawn on from end to end."""
    s.rect(-20, -20, 1040, 1040, Paper((74, 74, 82), "rough"))
    for _ in range(7):
        x, y, r = s.rng.uniform(0, 1000), s.rng.uniform(0, 1000), s.rng.uniform(60, 170)
        s.blob(
            [
                (x + r * s.rng.uniform(0.6, 1.1) * math.cos(a), y + r * 0.7 * math.sin(a))
                for a in (0, 1, 2, 3, 4, 5)
            ],
            (62, 62, 70),
            lift=0,
            edge=0,
            alpha=0.45,
        )

    def chalk(points, colour: Colour, width: float = 9, curve: bool = True) -> None:
        for _ in range(2):
            shaken = [(x + s.rng.uniform(-2, 2), y + s.rng.uniform(-2, 2)) for x, y in points]
            s.pen(shaken, width * 0.7, colour, curve=curve, alpha=0.7)

    def ring(x: float, y: float, r: float) -> list[Point]:
        return [(x + r * math.cos(i * 0.63), y + r * math.sin(i * 0.63)) for i in range(11)]

    white, pink, blue, yellow = (244, 240, 230), (240, 130, 164), (124, 190, 226), (250, 214, 96)
    # A sun, a hopscotch running across, a whale, a flower, a house, and a long long snake
    chalk(ring(236, 300, 74), yellow, 13)
    for i in range(11):
        a = i * 0.571
        chalk(
            [
                (236 + 92 * math.cos(a), 300 + 92 * math.sin(a)),
                (236 + 140 * math.cos(a), 300 + 140 * math.sin(a)),
            ],
            yellow,
            12,
        )
    chalk([(212, 280), (212, 294)], yellow, 10)
    chalk([(262, 280), (262, 294)], yellow, 10)
    chalk(trace("200,318 236,342 274,316"), yellow, 9)
    with s.placed(540, 1010, turn=24):
        for i, pair in enumerate((0, 1, 0, 1, 0, 0)):
            y = -110 - i * 104
            for x in (-104, 0) if pair else (-52,):
                chalk(
                    [(x, y), (x + 104, y), (x + 104, y + 104), (x, y + 104), (x, y)],
                    white,
                    9,
                    curve=False,
                )
                chalk(ring(x + 52, y + 52, 12 + 5 * (i % 3)), (pink, blue, yellow)[i % 3], 8)
        chalk(trace("-52,-630 -58,-690 0,-730 58,-690 52,-630"), pink, 10)
    whale = "70,640 110,560 220,540 300,590 350,560 360,620 330,650 290,640 230,690 120,690 70,640"
    chalk(trace(whale), blue, 12)
    chalk(ring(124, 612, 9), white, 8)
    chalk(trace("180,540 170,490 140,476"), blue, 8)
    chalk(trace("180,540 194,490 226,480"), blue, 8)
    for i in range(6):
        a = i * 1.047
        chalk(ring(868 + 44 * math.cos(a), 760 + 44 * math.sin(a), 25), pink, 9)
    chalk(ring(868, 760, 18), yellow, 11)
    chalk(trace("868,830 850,900 872,1010"), (130, 200, 130), 11)
    chalk(trace("60,900 130,850 190,900 250,950 320,900 380,860 420,900"), (130, 210, 140), 22)
    chalk(trace("60,900 130,850 190,900 250,950 320,900 380,860 420,900"), yellow, 6)
    # The pavement, a drain, a bicycle wheel at the edge
    s.cut(trace("-20,-20 1020,-20 1020,66 -20,160"), Paper((178, 170, 158), "rough"), lift=9)
    s.cut(trace("-20,140 1020,46 1020,72 -20,166"), STONE, lift=5)
    for i in range(9):
        s.pen([(i * 126 - 20, 148 - i * 11), (i * 126 - 34, -20)], 2.4, ASH, alpha=0.7)
    s.rect(640, 92, 92, 46, SOOT, turn=-5, lift=1)
    for i in range(6):
        s.rect(650 + i * 13, 98, 6, 34, ASH, turn=-5, lift=1)
    # The barrier, as the form requires
    with s.placed(786, 132, turn=28):
        for x in (10, 270):
            s.rect(x, -42, 26, 116, SOOT_SOFT, lift=6)
        s.rect(-30, -4, 380, 40, WHITE, lift=18)
        for i in range(5):
            s.cut(
                [(-14 + i * 76, -4), (24 + i * 76, -4), (2 + i * 76, 36), (-36 + i * 76, 36)],
                RED,
                lift=0.6,
            )
    for x, y, size, turn in (
        (560, 196, 96, 8),
        (420, 226, 92, -12),
        (944, 452, 104, 30),
        (60, 452, 96, -16),
        (54, 800, 100, 12),
    ):
        _cone_above(s, x, y, size, turn)
    # The children
    kids = (
        (
            362,
            474,
            150,
            -52,
            Look(
                top=YELLOW, skin=BROWN, hair=HAIR_BLACK, style="plaits", legs=TEAL_DARK, shoes=WHITE
            ),
            1,
        ),
        (
            752,
            596,
            162,
            60,
            Look(
                top=striped(CREAM, BRICK, 4, 5, 0),
                skin=SKINS[1],
                hair=HAIR_RED,
                legs=MOSS_DARK,
                shoes=SOOT,
            ),
            1,
        ),
        (
            470,
            850,
            158,
            -96,
            Look(top=PLUM_PALE, skin=DEEP, hair=HAIR_BLACK, style="afro", legs=SLATE, shoes=PINK),
            0.9,
        ),
        (
            690,
            884,
            140,
            46,
            Look(
                top=TEAL,
                skin=TAN,
                hair=HAIR_BROWN,
                hat="cap",
                hat_paper=BLUE,
                legs=KRAFT,
                shoes=CREAM,
            ),
            0.8,
        ),
    )
    for x, y, size, turn, look, reach in kids:
        _from_above(s, x, y, size, look, turn=turn, reach=reach)
    s.rect(582, 420, 74, 50, KRAFT, turn=-18, lift=7)
    for i, c in enumerate((pink, blue, yellow, white, (130, 210, 140))):
        s.strip([(596 + i * 11, 432 - i * 3), (602 + i * 11, 462 - i * 3)], 9, c, lift=3)
    for x, y, c, turn in ((530, 560, blue, 30), (300, 790, pink, -40), (880, 640, yellow, 75)):
        s.rect(x, y, 40, 12, c, turn=turn, corner=4, lift=4)
    s.light(light=(-0.6, -0.8), strength=0.34, warm=(255, 244, 212), vignette=0.4, bloom=0.14)


@scene(36, "after", "landscape")
def after(s: Scene) -> None:
    """Dusk: confetti, one chair, and under the lamp the one who stayed to sweep."""
    for y, tone in (
        (-20, (44, 46, 88)),
        (90, (74, 60, 108)),
        (170, (124, 78, 116)),
        (236, (188, 108, 104)),
        (288, (234, 152, 96)),
        (324, (250, 196, 120)),
    ):
        s.rect(-20, y, 1040, 800 - y, tone, lift=0, edge=0)
    s.far(16)
    night = (38, 34, 60)
    s.cut(
        trace("420,352 420,300 470,300 470,262 520,262 520,318 640,318 640,290 700,290 700,352"),
        (84, 56, 88),
        lift=2,
    )
    road = Paper((70, 62, 92), "rough")
    s.rect(-20, 348, 1040, 460, road, lift=2)
    for corners, depth in (
        (((424, 214), (-20, -130), (-20, 560), (424, 364)), 3.4),
        (((690, 200), (1020, -60), (1020, 520), (690, 364)), 2.4),
    ):
        on = slanted(corners, depth)
        s.cut([on(0, 0), on(1, 0), on(1, 1), on(0, 1)], Paper(night, "rough"), lift=5)
        for i in range(4):
            for at, top, foot in ((0.05, 0.16, 0.4), (0.14, 0.58, 0.84), (0.03, 0.56, 1)):
                u = i / 4 + at
                w = 0.05 if foot == 1 else 0.08
                lit = s.rng.random() < 0.34 and foot < 1
                tone = (255, 196, 96) if lit else (26, 24, 46)
                quad = [on(u, top), on(u + w, top), on(u + w, foot), on(u, foot)]
                s.cut(quad, tone, lift=0, edge=0.6)
                if lit:
                    s.glow(*between(quad[0], quad[2], 0.5), 70, (255, 180, 90), 0.5)
        s.cut([on(0, 1), on(1, 1), on(1, 1.06), on(0, 1.06)], (96, 84, 112), lift=2)
    s.far(2.6)
    flags = [(60, 52, 84), (92, 54, 82), (54, 70, 92), (110, 76, 74)]
    bunting(s, (-30, 60), (560, 120), flags, sag=70, size=50, lift=4)
    bunting(s, (560, 120), (1040, -10), flags, sag=60, size=54, lift=4)
    # The lamp and what it shows
    lamp_post(s, 764, 470, 400, (24, 22, 36), on=(255, 190, 96), flip=True)
    s.beam(trace("640,90 740,90 860,520 430,520"), (255, 186, 96), 0.24, blur=26)
    s.glow(630, 480, 380, (255, 176, 84), 0.62, squash=0.32)
    s.glow(700, 84, 130, (255, 214, 140), 0.7)
    look = Look(
        top=(70, 92, 104),
        skin=TAN,
        hair=HAIR_GREY,
        style="bun",
        legs=(40, 38, 60),
        hat="scarf",
        hat_paper=(206, 90, 70),
    )
    s.shade(trace("600,508 650,506 560,640 480,650"), 0.5, blur=7, colour=(20, 16, 40))
    person(
        s,
        612,
        512,
        214,
        look,
        view="side",
        flip=True,
        legs="walk",
        lean=7,
        lift=6,
        arms=(((9, -70), (17, -72)), ((10, -66), (18, -56))),
    )
    s.strip([(592, 338), (548, 500)], 5, WOOD_PALE, lift=4)
    s.cut(trace("534,492 560,500 566,524 512,516"), (190, 140, 70), lift=4)
    for i in range(6):
        s.pen([(540 + i * 3, 498), (518 + i * 8, 519)], 1.4, WOOD_DARK)
    # Confetti, thick near the lens and gathered in a heap by the broom
    colours = (CREAM, ORANGE, PINK, YELLOW, TEAL, PLUM_PALE, MINT)
    for _ in range(300):
        depth = s.rng.uniform(0, 1) ** 1.5
        y = 390 + 370 * depth
        x = s.rng.uniform(-20, 1020)
        lit = math.exp(-(((x - 620) / 260) ** 2) - ((y - 500) / 110) ** 2)
        c = mix(s.rng.choice(colours), (40, 36, 74), 0.62 - 0.56 * lit)
        size = 2 + 7 * depth
        s.rect(
            x,
            y,
            size * s.rng.uniform(0.8, 1.8),
            size * 0.7,
            c,
            turn=s.rng.uniform(-50, 50),
            lift=0.8 + depth,
        )
    for _ in range(60):
        x, y = 500 + s.rng.gauss(0, 24), 526 - abs(s.rng.gauss(0, 9))
        s.rect(x, y, 6, 4, s.rng.choice(colours), turn=s.rng.uniform(-60, 60), lift=1)
    # The chair
    s.shade(trace("150,690 300,676 250,760 -20,800 -20,770"), 0.6, blur=12, colour=(16, 12, 34))
    chair(s, 236, 708, 350, (216, 96, 56), frame=(30, 28, 44), lift=11)
    balloon(s, 150, 262, 104, PINK, string=(180, 372), lift=10)
    s.glow(300, 420, 200, (255, 170, 90), 0.22)
    with s.layer(blur=5):
        for x, y, c in ((640, 730, YELLOW), (820, 700, TEAL), (930, 742, PINK), (480, 744, CREAM)):
            s.rect(x, y, 26, 15, mix(c, (60, 50, 90), 0.35), turn=s.rng.uniform(-40, 40), lift=6)
    s.light(
        light=(0.35, -0.2),
        strength=0.34,
        warm=(255, 214, 160),
        cool=(46, 50, 112),
        vignette=0.55,
        bloom=0.3,
    )
