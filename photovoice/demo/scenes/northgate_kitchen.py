"""Northgate, the stove and the desk: photographs 5 and 6, by Amina R."""

import math

from . import scene, shapes
from .figures import Look, seated
from .hands import gripping, offering, open_hand
from .palette import (
    BONE,
    BOTTLE,
    BRICK_PALE,
    BROWN,
    CREAM,
    CREAM_WARM,
    DEEP,
    HAIR_BLACK,
    HAIR_BROWN,
    HONEY,
    KRAFT,
    MINT,
    MIST,
    MOSS,
    OCHRE,
    OLIVE,
    PINK,
    PLUM,
    PLUM_PALE,
    RED,
    SAGE,
    SLATE,
    SLATE_PALE,
    SOOT,
    TAN,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD,
    WOOD_PALE,
    Paper,
    darker,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import trace
from .things import mug, sprig


@scene(5, "the-stove", "landscape")
def the_stove(s: Scene) -> None:
    """The pot fills the picture; two cooks reach in from opposite corners."""
    s.rect(-20, -20, 1040, 800, Paper((58, 64, 72), "smooth"))
    for row in range(5):
        for col in range(9):
            x = -40 + col * 124 + (row % 2) * 62
            s.rect(
                x,
                -30 + row * 66,
                119,
                61,
                mix(TEAL_DARK, (30, 52, 60), s.rng.uniform(0, 0.6)),
                lift=1.2,
            )
    s.far(2.4)
    # The hob
    s.cut(trace("-20,292 1020,240 1020,800 -20,800"), Paper((70, 72, 78), "smooth"), lift=10)
    s.cut(trace("-20,292 1020,240 1020,256 -20,310"), (140, 144, 148), lift=2)
    for x, y, r in ((70, 470, 150), (960, 420, 140)):
        s.ellipse(x, y, r, r * 0.42, SOOT, lift=3)
        for i in range(8):
            a = i * math.tau / 8
            s.strip(
                [
                    (x + r * 0.3 * math.cos(a), y + r * 0.13 * math.sin(a)),
                    (x + r * 1.04 * math.cos(a), y + r * 0.44 * math.sin(a)),
                ],
                11,
                (30, 28, 32),
                lift=4,
            )
    s.ellipse(508, 690, 350, 74, (26, 24, 30), lift=2)
    s.glow(508, 704, 420, (70, 130, 255), 0.85, squash=0.3)
    for i in range(31):
        x = 190 + i * 21.4
        y = 724 + 16 * math.sin(math.pi * i / 30)
        h = s.rng.uniform(26, 44)
        s.cut(
            [(x - 8, y), (x + s.rng.uniform(-3, 3), y - h), (x + 8, y)],
            (80, 150, 232),
            lift=0,
            alpha=0.75,
            edge=0.4,
        )
    # The pot
    for sx in (-1, 1):
        s.strip(
            [
                (508 + sx * 330, 420),
                (508 + sx * 412, 430),
                (508 + sx * 410, 500),
                (508 + sx * 322, 512),
            ],
            27,
            (120, 122, 126),
            lift=14,
        )
    s.cut(
        trace("158,330 858,330 846,560 806,690 700,726 316,726 210,690 170,560"),
        Paper((168, 170, 172), "smooth"),
        lift=22,
    )
    s.cut(
        trace("640,330 858,330 846,560 806,690 700,726 600,726"),
        (46, 44, 54),
        lift=0,
        edge=0,
        alpha=0.34,
    )
    s.cut(trace("206,400 246,410 262,640 232,640"), WHITE, lift=0, edge=0, alpha=0.3)
    s.ellipse(508, 330, 352, 128, (204, 204, 202), lift=5)
    with s.layer(inside=shapes.oval(508, 332, 326, 112), depth=18):
        s.rect(150, 180, 720, 300, (92, 90, 92), lift=0)
        s.ellipse(508, 356, 318, 104, (226, 150, 34), lift=0)
        s.ellipse(470, 352, 236, 70, (240, 172, 52), lift=0, edge=0, alpha=0.7)
        for _ in range(46):
            a, d = s.rng.uniform(0, math.tau), s.rng.uniform(0, 1) ** 0.5
            x, y = 508 + 300 * d * math.cos(a), 358 + 92 * d * math.sin(a)
            r = s.rng.uniform(4, 10)
            s.ellipse(
                x,
                y,
                r,
                r * 0.6,
                s.rng.choice(((196, 104, 30), (250, 206, 104), (208, 126, 32))),
                lift=1,
                turn=s.rng.uniform(-40, 40),
            )
        for _ in range(15):
            a, d = s.rng.uniform(0, math.tau), s.rng.uniform(0.1, 0.9)
            x, y = 508 + 290 * d * math.cos(a), 356 + 84 * d * math.sin(a)
            s.blob(
                [(x - 11, y), (x - 3, y - 8), (x + 9, y - 5), (x + 12, y + 2), (x + 2, y + 7)],
                s.rng.choice((MOSS, (74, 132, 62))),
                lift=2,
            )
        for x, y in ((320, 350), (690, 378)):
            s.strip(
                [(x - 26, y + 4), (x, y - 8), (x + 26, y + 6)],
                (6, 10, 3),
                (196, 48, 36),
                round_end=True,
                lift=2,
            )
        # The ladle going in
        s.ellipse(430, 372, 66, 26, (150, 152, 154), lift=4)
        s.ellipse(430, 370, 54, 19, (214, 140, 32), lift=0)
    with gripping(
        s, 252, 150, 150, BROWN, turn=62, arm=16, sleeve=PLUM, reach=340, thick=16, lift=10
    ):
        s.strip([(446, 366), (336, 246), (196, 92)], (22, 17, 17), WOOD_PALE, curve=False, lift=12)
    open_hand(
        s,
        842,
        92,
        190,
        TAN,
        turn=-134,
        spread=0.6,
        thumb=0.5,
        arm=22,
        sleeve=striped(CREAM, TEAL, 5, 9, 0),
        reach=280,
        lift=16,
    )
    for i, c in enumerate((HONEY, RED, HONEY)):
        with s.placed(842, 92, scale=1.9, turn=-134):
            s.strip([(-21, 2 + i * 6), (0, 5 + i * 6), (21, 2 + i * 6)], 4, c, lift=2)
    for _ in range(14):
        x, y = s.rng.uniform(610, 740), s.rng.uniform(210, 330)
        s.blob([(x - 7, y), (x - 1, y - 6), (x + 7, y - 2), (x + 3, y + 5)], (74, 132, 62), lift=7)
    s.steam(500, 300, 330, width=44, curls=3, strength=0.5)
    with s.layer(lift=12, blur=8):
        for turn in (20, 44, 66, 84):
            sprig(s, -40, 800, 230, MOSS, turn=turn, wide=0.6)
    s.light(light=(-0.2, -0.9), strength=0.38, warm=(255, 226, 170), vignette=0.46, bloom=0.2)


@scene(6, "translation", "landscape")
def translation(s: Scene) -> None:
    """Strip light, a borrowed desk; we look over one shoulder at the letter they all look at."""
    s.rect(-20, -20, 1040, 800, mix(MINT, MIST, 0.5))
    s.rect(-20, 300, 1040, 480, SAGE, lift=2)
    s.rect(620, 40, 300, 220, CREAM_WARM, lift=5)
    for i, c in enumerate((PLUM_PALE, OCHRE, SLATE_PALE, CREAM, BRICK_PALE, SAGE)):
        s.rect(
            640 + (i % 3) * 92, 60 + (i // 3) * 100, 76, 82, c, turn=s.rng.uniform(-4, 4), lift=2
        )
    s.rect(40, 30, 210, 420, SLATE, lift=6)
    for i in range(3):
        s.rect(54, 48 + i * 132, 182, 118, lighter(SLATE, 0.1), lift=2)
        s.rect(120, 66 + i * 132, 50, 14, BONE, lift=1)
    s.rect(330, -6, 420, 26, WHITE, lift=6)
    s.glow(540, 16, 560, (226, 255, 240), 0.6, squash=0.6)
    s.far(5)
    jumper = striped(CREAM, PLUM, 5, 8, 0)
    seated(
        s,
        400,
        512,
        680,
        Look(top=TEAL, skin=TAN, hat="scarf", hat_paper=PINK, garment="dress"),
        view="facing",
        arms=(None, None),
        tilt=-7,
        lean=3,
        lift=10,
    )
    seated(
        s,
        742,
        560,
        660,
        Look(top=jumper, skin=DEEP, hair=HAIR_BLACK, style="bun", garment="jumper"),
        view="side",
        arms=(None, None),
        flip=True,
        lean=9,
        tilt=14,
        lift=10,
    )
    s.cut(trace("120,520 890,484 1040,800 -40,800"), Paper(WOOD_PALE, "kraft"), lift=16)
    s.cut(trace("120,520 890,484 896,496 114,534"), WOOD, lift=2)
    with s.placed(512, 624, turn=-7):
        s.rect(-178, -96, 190, 128, Paper(KRAFT, "kraft"), turn=-16, lift=4)
        s.cut([(-150, -76), (-20, -122), (-78, -38)], darker(KRAFT, 0.2), lift=2)
        s.cut(trace("-96,-74 96,-84 132,116 -122,122"), WHITE, lift=7)
        s.rect(-84, -62, 60, 18, SLATE, lift=0, edge=0.4)
        for i in range(9):
            y, w = -28 + i * 15, 150 + i * 7
            s.scribble(-w / 2 - 8, y, w * (0.95 if i % 4 < 3 else 0.5), 8, SOOT, width=1.3)
        s.rect(20, 88, 70, 14, RED, lift=0, edge=0, alpha=0.7)
        s.cut(trace("-100,14 112,6 113,9 -100,17"), SOOT, lift=0, edge=0, alpha=0.16)
    open_hand(s, 424, 520, 100, TAN, turn=158, spread=0.4, thumb=0.4, arm=0, reach=16, lift=7)
    open_hand(
        s, 520, 522, 92, TAN, turn=196, flip=True, spread=0.2, thumb=0.2, arm=0, reach=16, lift=7
    )
    sleeve = shaded(TEAL, 0.1)
    s.strip(
        trace("346,316 310,420 344,494 424,522"), (62, 62, 56, 46), sleeve, round_start=True, lift=7
    )
    s.strip(
        trace("488,314 536,410 540,470 522,526"), (60, 60, 54, 44), sleeve, round_start=True, lift=7
    )
    offering(s, 678, 556, 108, DEEP, turn=-104, flip=True, arm=0, reach=16, lift=7)
    s.strip(
        trace("712,356 762,452 768,516 674,556"), (62, 62, 58, 44), jumper, round_start=True, lift=8
    )
    mug(s, 870, 640, 96, OCHRE, handle=1, lift=8)
    # Over the shoulder
    with s.layer(lift=22, blur=5):
        s.blob(trace("-60,820 -50,560 20,440 120,430 230,500 300,640 330,820"), BOTTLE)
        s.blob(
            trace("-30,470 -40,300 10,196 100,176 180,230 206,330 182,440 120,500 30,506"),
            HAIR_BROWN,
        )
        s.ellipse(60, 176, 74, 62, HAIR_BROWN)
        s.strip([(-10, 210), (60, 160), (140, 190)], 9, OCHRE)
        s.ellipse(192, 372, 17, 30, OLIVE)
        s.ellipse(196, 408, 7, 7, HONEY)
    s.tint((222, 246, 234), 0.5)
    s.light(light=(0.1, -1), strength=0.3, warm=(232, 255, 240), cool=(40, 60, 80), vignette=0.4)
