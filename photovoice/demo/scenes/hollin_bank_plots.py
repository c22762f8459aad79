"""Hollin Bank, the allotments: photographs 17 and 18, by Sunflower."""

import math

from . import scene
from .figures import Look, person
from .palette import (
    BLUE,
    BRICK,
    BRICK_PALE,
    BROWN,
    CLAY,
    CREAM,
    HAIR_BLACK,
    HONEY,
    MINT,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    ORANGE,
    PLUM,
    RED,
    RUST,
    SAGE,
    SLATE,
    SLATE_DARK,
    STONE,
    STRAW,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_PALE,
    YELLOW,
    Paper,
    checked,
    darker,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import oval, paced, pts, spline
from .street import terrace, tree
from .things import flower, leaf

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off

SOIL = (122, 88, 66)
LOBES = "0,4 -26,-2 -48,-22 -40,-44 -54,-66 -24,-74 -8,-98 16,-80 44,-76 46,-52 56,-26 28,-4"


def _straw(s: Scene, x: float, y: float, w: float, *, band=BRICK, turn: float = 0) -> None:
    """A straw hat on a head seen from the side or behind, its brim's middle at (x, y)."""
    with s.placed(x, y, scale=w / 100, turn=turn):
        s.blob(pts("-27,0 -25,-24 -12,-34 12,-34 25,-24 27,0"), STRAW, lift=3)
        s.cut(pts("-27,-9 27,-9 28,1 -28,1"), band, lift=0.6)
        s.ellipse(0, 2, 50, 11, lighter(STRAW, 0.15), lift=4)


def _door(s: Scene, x: float, y: float, w: float, tall: float, paper, *, glazed: bool = False,
        turn: float = 0) -> None:
    """An old house door, its foot's left corner at (x, y)."""
    deep = shaded(paper, 0.24)
    with s.placed(x + w / 2, y, turn=turn):
        s.rect(-w / 2, -tall, w, tall, paper, lift=5)
        for px in (-0.36, 0.06):
            if glazed:
                s.rect(px * w, -tall * 0.92, w * 0.3, tall * 0.4, (150, 176, 180), lift=0)
                s.cut([(px * w, -tall * 0.92), (px * w + w * 0.2, -tall * 0.92),
                    (px * w, -tall * 0.66)], CREAM, lift=0, edge=0, alpha=0.5)
            else:
                s.rect(px * w, -tall * 0.92, w * 0.3, tall * 0.38, deep, lift=1.5)
            s.rect(px * w, -tall * 0.36, w * 0.3, tall * 0.28, deep, lift=1.5)
        s.rect(-w * 0.2, -tall * 0.47, w * 0.4, tall * 0.045, OCHRE_DARK, lift=1)
        s.ellipse(w * 0.4, -tall * 0.44, w * 0.045, w * 0.045, OCHRE, lift=1.5)


@scene(17, "allotment-14", "landscape")
def allotment(s: Scene) -> None:
    """High sun on plot 14: the bean rows run up to a shed built of everybody's old front door."""
    s.rect(-20, -20, 1040, 400, (150, 190, 214))
    for line in ("60,90 150,58 270,70 330,104 210,118 90,116",
            "560,60 680,30 800,44 900,80 720,96"):
        s.blob(pts(line), WHITE, lift=4, alpha=0.9)
    s.blob(pts("-40,250 160,176 420,214 640,160 860,196 1040,170 1040,330 -40,330"), SAGE, lift=3)
    terrace(s, 60, 262, 300, 62, houses=5, wall=BRICK_PALE, lit=0)
    terrace(s, 380, 250, 240, 54, houses=4, wall=CLAY, lit=0)
    for x, tall in ((20, 130), (356, 120), (930, 190), (990, 150)):
        tree(s, x, 300, tall, MOSS)
    s.far(4)
    s.cut(pts("-20,286 1020,270 1020,800 -20,800"), Paper(MOSS_PALE, "kraft"), lift=3)
    end = (470, 250)

    def up(x, share):
        return x + (end[0] - x) * share, 780 + (end[1] - 780) * share

    for a, b in ((-560, -40), (40, 420), (620, 1010), (1120, 1500)):
        s.cut([up(a, 0), up(b, 0), up(b, 0.88), up(a, 0.88)], Paper(SOIL, "rough"), lift=2)
    for row, paper, size in ((120, MOSS_PALE, 74), (240, (142, 104, 122), 70), (350, MOSS, 66),
            (730, SAGE, 60), (850, (128, 150, 92), 60), (970, MOSS, 62)):
        for i in range(8, -1, -1):
            share = 1 - 0.84 ** (i + 0.3)
            x, y = up(row, share)
            r = size * (1 - share) * 0.62
            s.shade(oval(x + r * 0.3, y + r * 0.16, r, r * 0.4), 0.4, blur=3)
            for k in range(5):
                a = k * math.tau / 5 + i
                s.blob(oval(x + r * 0.46 * math.cos(a), y - r * 0.3 + r * 0.26 * math.sin(a), r *
                    0.52, r * 0.34), shaded(paper, 0.05 * (k % 4)), lift=2)
            s.ellipse(x, y - r * 0.42, r * 0.34, r * 0.26, lighter(paper, 0.22), lift=1.5)
    # The shed: five doors, a tin roof and a timetable
    s.shade(pts("560,478 1010,470 1040,520 590,530"), 0.5, blur=8)
    s.cut(pts("940,250 1040,236 1040,480 940,476"), WOOD_DARK, lift=6)
    doors = ((584, 66, 250, TEAL, False), (652, 74, 266, OCHRE, True), (728, 70, 254, BRICK, False),
        (800, 76, 268, (74, 104, 142), False), (878, 68, 252, CREAM, True))
    for x, w, tall, paper, glazed in doors:
        _door(s, x, 486, w, tall, paper, glazed=glazed, turn=s.rng.uniform(-1.2, 1.2))
    s.cut(pts("556,236 600,198 1030,176 1040,226"), striped(STONE, SLATE, 5, 6, turn=86), lift=12)
    s.label(812, 300, 52, 62, WHITE, lines=6, turn=2, lift=3)
    s.cut(pts("948,400 1020,398 1014,486 954,486"), SLATE_DARK, lift=7)
    for x, tall in ((534, 236), (556, 196), (510, 170)):  # sunflowers by the wall
        s.strip([(x, 486), (x - 6, 486 - tall * 0.5), (x, 486 - tall)], (7, 5), MOSS_DARK, lift=3)
        for turn in (60, -70):
            leaf(s, x - 3, 486 - tall * 0.4, 52, MOSS, turn=turn)
        for k in range(14):
            leaf(s, x, 486 - tall, 30, YELLOW, turn=k * 26, vein=False, lift=1.5)
        s.ellipse(x, 486 - tall, 15, 15, WOOD_DARK, lift=2)
    # Somebody in the lettuces, somebody else with the can
    digger = Look(top=checked(CREAM, BLUE, 1.5), skin=BROWN, hair=HAIR_BLACK, garment="jumper",
        legs=SLATE_DARK, shoes=MOSS_DARK)
    s.shade(oval(470, 640, 70, 11), 0.5, blur=5)
    person(s, 476, 640, 300, digger, view="side", lean=24, tilt=14, flip=True, lift=8,
        features=False, arms=(((16, -62), (22, -44)), ((13, -60), (17, -42))))
    _straw(s, 434, 380, 92, turn=-32, band=PLUM)
    # Bean rows: canes in pairs, far to near
    for row, steps in ((-420, 6), (-130, 6)):
        tops = []
        for i in range(steps - 1, -1, -1):
            share = 1 - 0.72 ** (i + 0.15)
            f = 1 - share
            (x, y), tall = up(row, share), 620 * f
            tops.append((x, y - tall))
            for sx in (-1, 1):
                s.strip([(x + sx * 96 * f, y), (x - sx * 14 * f, y - tall * 1.06)], 11 * f,
                    OCHRE_DARK, lift=7 * f)
            if len(tops) > 1:
                s.strip(tops[-2:], 9 * f, WOOD, curve=False, lift=4)
            for k in range(14):
                t, sx = s.rng.uniform(0.06, 1), s.rng.choice((-1, 1))
                px = x + sx * (92 - 104 * t) * f + s.rng.uniform(-34, 34) * f
                py = y - tall * t + s.rng.uniform(-20, 20) * f
                leaf(s, px, py, s.rng.uniform(62, 92) * f, mix(MOSS, MOSS_DARK, s.rng.random()),
                    turn=s.rng.uniform(-150, 150), wide=0.72, vein=f > 0.7, lift=5 * f)
                if k % 4 == 0:
                    flower(s, px, py, 24 * f, RED)
                elif k % 4 == 1 and f > 0.3:
                    s.strip([(px, py), (px + 4 * f, py + 50 * f), (px - 4 * f, py + 96 * f)],
                        (5 * f, 9 * f, 4 * f), MOSS_PALE, round_end=True, lift=3)
    s.light(light=(0.1, -1), strength=0.3, warm=(255, 246, 214), cool=(44, 66, 70), vignette=0.3,
        bloom=0.22, contrast=0.16)


def _squash_leaf(s: Scene, x: float, y: float, size: float, paper, turn: float) -> None:
    """A broad lobed leaf with pale veins, its stalk at (x, y)."""
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.blob(pts(LOBES), paper, lift=6)
        for end in ((-38, -26), (-36, -58), (-6, -84), (30, -64), (42, -30)):
            s.pen([(0, 0), (end[0] * 0.5, end[1] * 0.56), end], 2.2, MOSS_PALE, curve=True,
                alpha=0.7)


@scene(18, "three-sisters", "portrait")
def three_sisters(s: Scene) -> None:
    """From the height of the squash, looking up: maize, and beans climbing it, late in the day."""
    s.rect(-20, -20, 800, 1050, (248, 214, 150))
    s.rect(-20, -20, 800, 420, (232, 170, 140), lift=0, edge=0, blur=90)
    s.rect(-20, -20, 800, 160, (160, 124, 150), lift=0, edge=0, blur=90)
    s.ellipse(300, 520, 74, 74, (255, 248, 220), lift=0, edge=0)
    s.blob(pts("-40,700 120,610 320,660 520,600 790,650 790,1020 -40,1020"), MOSS_PALE, lift=0)
    s.blob(pts("-40,760 220,700 480,740 790,690 790,1020 -40,1020"), SAGE, lift=2)
    for x, tall in ((60, 190), (690, 240), (560, 150)):
        tree(s, x, 760, tall, MOSS)
    s.glow(300, 520, 480, (255, 206, 110), 0.8)
    s.far(8)
    s.cut(pts("-20,850 770,838 770,1040 -20,1040"), Paper(darker(SOIL, 0.3), "rough"), lift=6)

    def maize(x, foot, top, lean, wide, dark):
        stem = spline([(x, foot), (x + lean * 0.3, (foot + top) / 2), (x + lean, top)],
            closed=False)
        green = mix(MOSS, MOSS_DARK, dark)
        s.strip(stem, (wide, wide * 0.8, wide * 0.4), green, lift=7)
        for i in range(8):
            px, py = stem[1 + i]
            side = -1 if i % 2 else 1
            far = s.rng.uniform(150, 230) * wide / 22
            rise = s.rng.uniform(60, 130) * wide / 22
            line = [(px, py), (px + side * far * 0.36, py - rise), (px + side * far * 0.8,
                py - rise * 0.7), (px + side * far * 1.06, py + rise * s.rng.uniform(0.1, 0.9))]
            tone = lighter(mix(green, OCHRE, 0.16), 0.1) if i % 3 == 0 else shaded(green, 0.1)
            s.strip(line, (wide * 0.5, wide * 1.7, wide * 1.2, 1.5), tone, lift=7)
            s.pen(line, wide * 0.12, lighter(green, 0.45), curve=True, alpha=0.6)
        tip = stem[-1]
        for i in range(9):
            a = -2.5 + i * 0.24
            s.strip([tip, (tip[0] + 34 * math.cos(a), tip[1] + 44 * math.sin(a)),
                (tip[0] + 78 * math.cos(a), tip[1] + 74 * math.sin(a))], (4, 5, 2),
                mix(OCHRE, STRAW, i / 9), lift=3)
        return stem

    def cob(x, y, turn, size):
        with s.placed(x, y, scale=size / 100, turn=turn):
            for i in range(6):
                s.strip([(0, -92), (-12 + i * 5, -112), (-20 + i * 8, -122)], (3, 1), RUST, lift=1)
            s.blob(pts("-17,0 -22,-36 -14,-76 0,-96 14,-76 22,-36 17,0"), YELLOW, lift=5)
            for r in range(9):
                for c in range(4):
                    s.ellipse(-12 + c * 8, -24 - r * 7, 3.6, 3, mix(YELLOW, OCHRE, s.rng.random() *
                        0.6), lift=0.6)
            s.cut(pts("-18,4 -26,-34 -20,-62 -8,-30 2,4"), MOSS_PALE, lift=4)
            s.cut(pts("18,4 27,-40 19,-70 8,-34 -2,4"), lighter(MOSS, 0.2), lift=4)

    maize(650, 900, 190, 20, 17, 0.7)
    maize(90, 900, 130, -26, 18, 0.6)
    s.glow(300, 520, 300, (255, 214, 120), 0.4)
    tall = maize(250, 930, 60, 24, 23, 0.25)
    near = maize(494, 940, 10, -30, 25, 0.4)
    cob(268, 560, 24, 190)
    cob(476, 470, -22, 200)
    # Beans, twining
    for stem, phase in ((tall, 0.0), (near, 2.0)):
        line = [(x + 19 * math.sin(i * 1.25 + phase), y) for i,
            (x, y) in enumerate(paced(stem, 44))][1:-2]
        s.strip(line, 6, MINT, lift=4)
        for i, (x, y) in enumerate(line[1:-1]):
            side = 1 if i % 2 else -1
            for turn in (side * 60, side * 105, side * 20):
                leaf(s, x, y, s.rng.uniform(44, 60), mix(MINT, MOSS, s.rng.uniform(0.1, 0.6)),
                    turn=turn, wide=0.86)
            if i % 3 == 1:
                flower(s, x - side * 20, y - 6, 22, RED)
            if i % 3 == 2:
                s.strip([(x, y), (x + side * 22, y + 40), (x + side * 18, y + 104)], (4, 11, 4),
                    PLUM, round_end=True, lift=4)
    # The sock the seeds came in, pegged to a cane
    s.strip(pts("664,1000 640,640 634,470"), 11, WOOD_PALE, curve=False, lift=8)
    with s.placed(640, 500, turn=5):
        sock = "-30,0 -28,86 -26,120 -58,146 -86,160 -88,184 -58,194 -14,186 22,160 30,120 30,0"
        s.blob(pts(sock), striped(CREAM, PLUM, 11, 13, turn=0), lift=10)
        s.blob(pts("-60,148 -86,160 -88,184 -58,194 -44,190 -50,166"), RED, lift=1)
        s.rect(-34, -8, 68, 26, RED, corner=5, lift=3)
        s.rect(-6, -26, 11, 40, WOOD_PALE, lift=4)
    # Squash
    for x, y, size, turn, dark in ((60, 960, 250, -30, 0.5), (690, 990, 250, 24, 0.6),
            (330, 930, 200, -14, 0.4), (540, 960, 220, 40, 0.5), (210, 950, 210, 16, 0.2)):
        _squash_leaf(s, x, y, size, mix(MOSS, MOSS_DARK, dark), turn)
    with s.placed(386, 906):
        ribs = ((-92, 62, 0.26), (92, 62, 0.2), (-52, 66, 0.1), (52, 66, 0.12), (0, 62, 0))
        for x, w, tone in ribs:
            s.ellipse(x, 0, w, 88 - abs(x) * 0.16, shaded(ORANGE, tone), lift=6)
        s.strip(pts("0,-80 8,-108 30,-124"), (24, 17, 20), MOSS_DARK, lift=5)
        s.ellipse(-22, -30, 14, 34, lighter(ORANGE, 0.5), turn=14, lift=0, edge=0, alpha=0.6)
    flower(s, 190, 900, 66, HONEY)
    _squash_leaf(s, 120, 1050, 260, mix(MOSS, MOSS_PALE, 0.2), -8)
    _squash_leaf(s, 600, 1070, 240, MOSS, 12)
    with s.layer(lift=12, blur=9):
        _squash_leaf(s, 800, 1070, 300, MOSS_DARK, -44)
    s.light(light=(-0.4, -0.3), strength=0.38, warm=(255, 222, 150), cool=(58, 44, 84),
        vignette=0.4, bloom=0.26, contrast=0.16)
