"""Northgate, the chapel steps and the minutes: photographs 3 and 4, by Pat Dooley."""

import math

from . import scene, shapes
from .hands import pinching
from .palette import (
    BOTTLE,
    BRICK_DARK,
    CREAM,
    FAIR,
    INK,
    MIST,
    MOSS,
    MOSS_DARK,
    OCHRE,
    OCHRE_DARK,
    ORANGE,
    PLUM_DARK,
    RED,
    SKY,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    STONE,
    WHITE,
    WOOD_PALE,
    Paper,
    bricked,
    checked,
    darker,
    lighter,
    mix,
)
from .paper import Scene
from .shapes import trace
from .street import terrace
from .things import bucket, pencil


@scene(3, "the-wet-step", "landscape")
def the_wet_step(s: Scene) -> None:
    """Chapel steps from the pavement before anybody is up; the bucket has the only colour."""
    s.rect(-20, -20, 1040, 500, (196, 176, 178))
    s.cut(trace("-20,150 1020,210 1020,330 -20,300"), (236, 190, 150), lift=0, edge=0, blur=10)
    terrace(s, 590, 330, 460, 190, houses=4, wall=PLUM_DARK, roof=SLATE_DARK, lit=0.25)
    s.glow(800, 190, 420, (255, 190, 120), 0.7)
    s.far(6)
    s.cut(trace("540,392 1020,372 1020,800 500,800"), Paper((112, 106, 118), "rough"), lift=4)
    for x in (640, 760, 900):
        s.pen([(x, 388), (x + (x - 560) * 1.1, 800)], 2.4, SLATE_DARK, alpha=0.5)
    for y in (440, 524, 650):
        s.pen([(560, y), (1020, y - 14)], 2.4, SLATE_DARK, alpha=0.5)
    # The chapel front, its door cut by the top of the frame
    s.cut(
        trace("-20,-20 560,-20 548,420 -20,420"),
        bricked(mix(BRICK_DARK, SLATE_DARK, 0.45), SLATE, 40, 15),
        lift=14,
    )
    s.cut(trace("522,-20 566,-20 554,420 512,420"), mix(STONE, SLATE, 0.4), lift=7)
    arch = trace("120,420 120,40 150,-60 330,-60 360,40 360,420")
    s.cut(trace("88,424 88,40 120,-80 360,-80 392,40 392,424"), mix(STONE, SLATE, 0.3), lift=6)
    with s.layer(inside=arch, depth=14):
        s.rect(100, -80, 280, 520, MOSS_DARK, lift=0)
        for i in range(7):
            s.rect(118 + i * 35, -80, 32, 520, mix(BOTTLE, SLATE_DARK, 0.3 + i * 0.05), lift=2)
        s.rect(110, 90, 270, 14, SOOT, lift=3)
        s.rect(110, 330, 270, 14, SOOT, lift=3)
        s.ellipse(268, 226, 13, 13, OCHRE_DARK, lift=4)
    s.shade(trace("80,300 410,300 430,440 60,440"), 0.4, blur=24)
    # Steps, each with a lit tread and a dark face
    for i, (y, rise, right) in enumerate(
        ((404, 34, 640), (470, 46, 730), (556, 58, 850), (662, 90, 1020))
    ):
        tone = mix((176, 166, 170), (128, 128, 142), i * 0.22)
        s.cut(
            [(-30, y), (right - 60, y - 4), (right, y + 36 + i * 6), (-30, y + 40 + i * 6)],
            lighter(tone, 0.12),
            lift=9,
        )
        s.cut(
            [
                (-30, y + 36 + i * 6),
                (right, y + 32 + i * 6),
                (right + 2, y + 36 + rise + i * 6),
                (-30, y + 40 + rise + i * 6),
            ],
            Paper(darker(mix(tone, SLATE, 0.3), 0.34), "rough"),
            lift=4,
        )
    for y, left, right in ((422, 250, 590), (496, 60, 700), (590, 250, 800)):
        pool = [
            (left, y - 4),
            ((left + right) / 2, y - 13),
            (right, y - 6),
            (right + 10, y + 12),
            ((left + right) / 2, y + 26),
            (left - 20, y + 16),
        ]
        s.blob(pool, (240, 206, 186), alpha=0.55, lift=0, edge=0.6)
        s.beam(shapes.spline(pool), (255, 206, 150), 0.36, blur=5)
    # Mop and bucket
    s.strip([(392, 590), (470, 330), (596, -40)], 15, WOOD_PALE, curve=False, lift=24)
    for i in range(11):
        a = -0.9 + i * 0.18
        s.strip(
            [
                (396, 566),
                (392 + a * 50, 606),
                (390 + a * 92 + s.rng.uniform(-8, 8), 648 + s.rng.uniform(-14, 16)),
            ],
            (10, 15, 10),
            mix(CREAM, STONE, s.rng.uniform(0, 0.6)),
            round_end=True,
            lift=4,
        )
    s.cut(trace("374,548 424,556 420,584 368,576"), SLATE, lift=5)
    bucket(s, 650, 660, 190, ORANGE, water=(96, 112, 130), lift=18)
    s.rect(680, 482, 70, 26, CREAM, turn=14, corner=8, lift=5)
    s.ellipse(646, 494, 34, 6, lighter(SKY, 0.5), lift=0, edge=0, alpha=0.5)
    with s.layer(lift=10, blur=8):
        for x in (868, 948, 1010):
            s.strip([(x, -20), (x + 8, 800)], 24, SOOT, curve=False)
        s.strip([(830, 120), (1040, 90)], 24, SOOT, curve=False)
    s.beam(trace("480,-20 1020,160 1020,420 300,800 20,800"), (255, 176, 110), 0.16, blur=50)
    s.light(
        light=(0.85, -0.5), strength=0.42, warm=(255, 206, 150), cool=(36, 48, 96), vignette=0.42
    )


def _digestive(s: Scene, x: float, y: float, r: float) -> None:
    """A biscuit from above."""
    s.ellipse(x, y, r, r, Paper((206, 160, 100), "kraft"), lift=5)
    for i in range(13):
        a = i * 2.4
        d = r * 0.75 * ((i + 1) / 13) ** 0.5
        s.ellipse(
            x + d * math.cos(a),
            y + d * math.sin(a),
            r * 0.045,
            r * 0.045,
            (140, 94, 54),
            lift=0,
            edge=0,
        )


def _bitten(x: float, y: float, r: float, bites) -> list[tuple[float, float]]:
    """The outline of a round biscuit less some round bites, each (x, y, radius)."""
    outline = []
    for i in range(120):
        c, n = math.cos(i * math.tau / 120), math.sin(i * math.tau / 120)
        far = r
        for bx, by, br in bites:
            along = (bx - x) * c + (by - y) * n
            inside = along * along - (bx - x) ** 2 - (by - y) ** 2 + br * br
            if inside > 0 and along > 0:
                far = min(far, along - inside**0.5)
        outline.append((x + far * c, y + far * n))
    return outline


@scene(4, "minutes", "square")
def minutes(s: Scene) -> None:
    """From above, over somebody's shoulder: the book, the biro, what is left of the biscuits."""
    s.rect(-20, -20, 1040, 1040, checked((236, 220, 198), (158, 60, 54), 42, turn=-14))
    s.shade([(-20, 620), (500, 1020), (-20, 1040)], 0.3, blur=60)
    # A plate going out of the corner
    s.ellipse(930, 130, 220, 220, WHITE, lift=10)
    s.ellipse(930, 130, 160, 160, MIST, lift=2, edge=0.8)
    _digestive(s, 884, 100, 62)
    _digestive(s, 838, 176, 62)
    with s.placed(470, 520, turn=-11):
        s.rect(-372, -276, 748, 560, SLATE_DARK, lift=14)
        for side in (-1, 1):
            for i in range(3):
                s.cut(
                    [
                        (0, -262 + i * 2),
                        (side * (362 - i * 4), -268 + i * 3),
                        (side * (364 - i * 4), 266 - i * 2),
                        (0, 270),
                    ],
                    lighter(CREAM, 0.1 * i),
                    lift=2.2,
                )
            for i in range(15):
                y = -206 + i * 31
                s.pen([(side * 12, y), (side * 352, y - 2)], 1.3, SLATE_PALE, alpha=0.65)
            edge = -306 if side < 0 else 58
            s.pen([(edge, -264), (edge, 266)], 1.6, RED, alpha=0.7)
        s.shade(trace("-26,-266 26,-266 30,270 -30,270"), 0.34, blur=11)
        for side, rows in ((-1, 15), (1, 8)):
            for i in range(rows):
                if i in (0, 4, 9):
                    s.scribble(
                        side * 0 - 296 if side < 0 else 68, -210 + i * 31, 120, 17, INK, width=2.2
                    )
                    s.pen(
                        [
                            (-296 if side < 0 else 68, -202 + i * 31),
                            (-170 if side < 0 else 196, -204 + i * 31),
                        ],
                        1.6,
                        INK,
                    )
                else:
                    s.scribble(
                        -296 if side < 0 else 68,
                        -208 + i * 31,
                        s.rng.uniform(150, 270),
                        14,
                        (40, 62, 128),
                        width=1.7,
                    )
        s.blob(
            trace("-160,190 -120,176 -84,196 -98,232 -146,234"),
            (168, 120, 80),
            lift=0,
            edge=0,
            alpha=0.22,
        )
    # Bitten biscuit and crumbs
    with s.layer(lift=6):
        s.cut(
            _bitten(836, 838, 78, ((784, 776, 34), (770, 822, 30), (820, 756, 26))),
            Paper((206, 160, 100), "kraft"),
        )
        for i in range(12):
            a, d = i * 2.4, 58 * ((i + 1) / 13) ** 0.5
            px, py = 846 + d * math.cos(a) * 0.9, 846 + d * math.sin(a) * 0.9
            s.ellipse(px, py, 3, 3, (140, 94, 54), lift=0, edge=0)
    for _ in range(46):
        a, d = s.rng.uniform(-2.6, 0.3), s.rng.uniform(50, 200)
        r = s.rng.uniform(1.6, 5.4)
        s.blob(
            [
                (
                    806 + d * math.cos(a) + r * s.rng.uniform(0.6, 1.2) * math.cos(b * 1.257),
                    820 + d * math.sin(a) + r * s.rng.uniform(0.6, 1.2) * math.sin(b * 1.257),
                )
                for b in range(5)
            ],
            mix((206, 160, 100), (150, 104, 60), s.rng.random()),
            lift=1.4,
        )
    with pinching(s, 560, 590, 300, FAIR, turn=8, arm=34, sleeve=MOSS, reach=520, lift=16):
        pencil(s, 506, 640, 300, OCHRE, turn=46, lift=10)
    with s.layer(lift=26):
        s.ellipse(66, 150, 138, 138, SLATE, lift=14)
        s.ellipse(66, 150, 118, 118, (120, 74, 46), lift=0)
        s.ellipse(40, 120, 60, 40, (170, 120, 84), lift=0, edge=0, alpha=0.35, turn=-30)
    s.beam(trace("540,-20 760,-20 420,1020 120,1020"), (255, 240, 214), 0.13, blur=26)
    s.light(light=(0.7, -0.75), strength=0.36, vignette=0.36)
