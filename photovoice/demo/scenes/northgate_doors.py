"""Northgate, the mat and the park fence: photographs 7 and 8, by Amina R."""

import math

from . import scene
from .figures import Look, person
from .palette import (
    ASH,
    BLUE,
    BRICK,
    BROWN,
    CLAY,
    CREAM,
    HAIR_BLACK,
    HAIR_BROWN,
    HONEY,
    INK,
    KRAFT,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    PEACH,
    PINK,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    SAGE,
    SLATE,
    SOOT,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    YELLOW,
    Paper,
    dotted,
    mix,
)
from .paper import Scene
from .shapes import trace
from .street import fence, tree
from .things import shoe


@scene(7, "shoes-at-the-door", "portrait")
def shoes_at_the_door(s: Scene) -> None:
    """Straight down at the mat, a wedge of light from the room they have all gone into."""
    s.rect(-20, -20, 800, 1050, (96, 60, 54))
    for row in range(8):
        for col in range(6):
            tone = (164, 92, 70) if (row + col) % 2 else (72, 56, 62)
            s.rect(
                -26 + col * 136,
                -40 + row * 136,
                131,
                131,
                mix(tone, CLAY, s.rng.uniform(0, 0.14)),
                lift=1.4,
                turn=s.rng.uniform(-0.5, 0.5),
            )
    # The threshold and the carpet beyond
    s.cut(trace("-20,-20 780,-20 780,112 -20,150"), dotted(PLUM, PLUM_PALE, 3.2, 22), lift=4)
    s.cut(trace("-20,150 780,112 780,140 -20,180"), HONEY, lift=7)
    with s.placed(380, 600, turn=-5):
        s.rect(-320, -402, 640, 830, Paper(OCHRE_DARK, "kraft"), lift=9)
        s.rect(-292, -374, 584, 774, Paper(mix(OCHRE, KRAFT, 0.4), "kraft"), lift=1.5)
        for i in range(34):
            s.rect(-316 + i * 18.8, -424, 5, 26, OCHRE_PALE, lift=1, turn=s.rng.uniform(-12, 12))
            s.rect(-316 + i * 18.8, 424, 5, 26, OCHRE_PALE, lift=1, turn=s.rng.uniform(-12, 12))
        pairs = (
            (-226, -262, 172, SOOT, CREAM, "trainer", 3),
            (-76, -270, 156, PLUM_DARK, CLAY, "heel", -4),
            (70, -256, 176, SLATE, WHITE, "trainer", 5),
            (222, -262, 170, WOOD_DARK, SOOT, "boot", -2),
            (-222, -42, 160, TEAL, SOOT, "slipper", -6),
            (-70, -58, 100, RED, SOOT, "boot", 12),
            (66, -36, 164, OCHRE_PALE, WOOD, "sandal", -3),
            (214, -48, 178, BRICK, CREAM, "trainer", 6),
            (-212, 184, 178, MOSS_DARK, SOOT, "boot", 4),
            (-58, 176, 158, CREAM, WOOD, "slipper", -8),
            (82, 196, 118, YELLOW, WHITE, "trainer", 16),
            (222, 180, 172, INK, WHITE, "trainer", -3),
        )
        for x, y, size, paper, sole, kind, turn in pairs:
            gap = size * 0.215
            shoe(
                s,
                x - gap,
                y + s.rng.uniform(-6, 6),
                size,
                paper,
                sole=sole,
                kind=kind,
                turn=turn - 4 + s.rng.uniform(-4, 4),
                flip=True,
                lift=8,
            )
            shoe(
                s,
                x + gap,
                y + s.rng.uniform(-6, 6),
                size,
                paper,
                sole=sole,
                kind=kind,
                turn=turn + 4 + s.rng.uniform(-4, 4),
                lift=8,
            )
        for x, y, size, paper, kind, turn in (
            (-150, 350, 88, PINK, "trainer", 40),
            (-96, 372, 88, PINK, "trainer", -24),
            (140, 356, 170, PLUM_PALE, "sandal", -18),
        ):
            shoe(s, x, y, size, paper, sole=WHITE, kind=kind, turn=turn, flip=x < -100, lift=8)
        shoe(s, 206, 364, 170, PLUM_PALE, sole=WHITE, kind="sandal", turn=30, lift=8)
    s.shade(trace("-20,260 -20,1020 780,1020 780,760"), 0.42, blur=70)
    s.beam(trace("180,-40 620,-40 760,560 720,1020 300,1020"), (255, 214, 140), 0.2, blur=30)
    s.light(light=(0.1, -1), strength=0.44, warm=(255, 222, 164), cool=(44, 42, 84), vignette=0.46)


@scene(8, "my-daughters-poster", "landscape")
def my_daughters_poster(s: Scene) -> None:
    """A slanting fence, a poster larger than the child who made it; she looks straight at us."""
    s.rect(-20, -20, 1040, 500, (196, 210, 206))
    s.cut(trace("-20,200 240,150 520,190 800,130 1020,170 1020,480 -20,480"), MOSS_PALE, lift=4)
    for x, tall in ((60, 300), (330, 210), (560, 240), (930, 330)):
        tree(s, x, 330, tall, mix(MOSS, SAGE, 0.3))
    s.strip([(690, 320), (742, 120), (794, 320)], 9, BRICK, curve=False)
    s.strip([(742, 124), (880, 130)], 9, BRICK, curve=False)
    s.far(6)
    s.cut(trace("-20,610 1020,660 1020,800 -20,800"), Paper(MOSS_DARK, "kraft"), lift=5)
    with s.placed(0, 0, turn=2.4):
        fence(s, -30, 652, 1100, 470, mix(WOOD, ASH, 0.42), pitch=62, lift=7)
    for x in range(0, 1000, 23):
        if s.rng.random() < 0.75:
            s.cut(
                [
                    (x - 5, 690 + x * 0.03),
                    (x + s.rng.uniform(-12, 12), 600 + s.rng.uniform(0, 50) + x * 0.03),
                    (x + 5, 690 + x * 0.03),
                ],
                mix(MOSS, MOSS_DARK, s.rng.random()),
                lift=2,
            )
    s.cut(trace("-20,664 1020,700 1020,800 -20,800"), Paper((150, 134, 120), "rough"), lift=6)
    # The poster: her park, her sun, her girls
    with s.placed(640, 386, turn=-4), s.layer(lift=9):
        s.cut(trace("-252,-186 256,-192 250,192 -248,186"), WHITE, lift=0)
        s.cut(
            trace("-238,-172 240,-178 236,20 -236,30"),
            (158, 206, 226),
            lift=0,
            edge=0,
            alpha=0.85,
            wobble=6,
        )
        s.cut(
            trace("-238,34 -160,12 -60,14 40,26 140,10 236,0 238,128 60,136 -236,132"),
            (112, 172, 84),
            lift=0,
            edge=0,
            alpha=0.95,
            wobble=5,
        )
        s.ellipse(-168, -112, 38, 38, YELLOW, lift=0, edge=0)
        for i in range(9):
            a = i * math.tau / 9
            s.pen(
                [
                    (-168 + 46 * math.cos(a), -112 + 46 * math.sin(a)),
                    (-168 + 68 * math.cos(a), -112 + 68 * math.sin(a)),
                ],
                8,
                YELLOW,
            )
        for x, dress, hair in (
            (-96, PINK, HAIR_BLACK),
            (10, RED, HAIR_BROWN),
            (116, BLUE, HAIR_BLACK),
        ):
            s.cut([(x, -40), (x + 34, 62), (x - 34, 62)], dress, lift=0, edge=0, wobble=3)
            s.ellipse(x, -60, 22, 23, s.rng.choice((BROWN, TAN, PEACH)), lift=0, edge=0)
            s.strip(
                [(x - 24, -54), (x - 16, -82), (x + 16, -84), (x + 24, -52)],
                9,
                hair,
                lift=0,
                edge=0,
            )
            for sx in (-1, 1):
                s.pen([(x + sx * 10, -14), (x + sx * 42, 2)], 7, dress)
                s.pen([(x + sx * 12, 60), (x + sx * 14, 96)], 7, SOOT)
                s.ellipse(x + sx * 8, -62, 2.6, 2.6, SOOT, lift=0, edge=0)
            s.pen([(x - 8, -50), (x, -45), (x + 8, -50)], 3, SOOT, curve=True)
        s.strip([(176, 120), (186, -60), (226, 118)], 8, PLUM, curve=False, lift=0, edge=0)
        s.scribble(-214, 170, 430, 34, PLUM, width=6, alpha=0.9)
        for x, y in ((-240, -176), (244, -182)):
            s.rect(
                x - 30, y - 12, 60, 22, OCHRE_PALE, turn=-38 if x < 0 else 38, lift=1, alpha=0.75
            )
    daughter = Look(top=YELLOW, skin=TAN, hair=HAIR_BLACK, style="plaits", legs=PLUM, shoes=BRICK)
    person(
        s,
        262,
        752,
        480,
        daughter,
        view="facing",
        arms=("hip", ((19, -70), (31, -77))),
        child=True,
        tilt=-5,
        lift=14,
    )
    with s.layer(lift=10, blur=8):
        for x, y, r in (
            (-20, 60, 90),
            (60, 10, 80),
            (160, -30, 70),
            (960, 790, 90),
            (1010, 720, 70),
        ):
            s.blob(
                [
                    (
                        x + r * math.cos(b) * s.rng.uniform(0.7, 1.1),
                        y + r * math.sin(b) * s.rng.uniform(0.7, 1.1),
                    )
                    for b in range(6)
                ],
                MOSS,
            )
    s.light(light=(-0.8, -0.6), strength=0.36, warm=(255, 238, 196), vignette=0.36)
