"""Hollin Bank, the allotments and what was agreed there: photographs 19 and 20, by Sunflower."""

import math

from . import scene
from .figures import Look, person
from .palette import (
    BRICK,
    BRICK_DARK,
    BROWN,
    CREAM,
    DARK,
    DEEP,
    FAIR,
    HONEY,
    INK,
    KRAFT,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE_DARK,
    OCHRE_PALE,
    ORANGE,
    PEACH,
    PLUM,
    PLUM_DARK,
    RED,
    ROSE,
    RUST,
    SAGE,
    SKY,
    SLATE,
    SLATE_DARK,
    SOOT,
    SOOT_SOFT,
    STONE,
    STRAW,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    WOOD_PALE,
    YELLOW,
    Paper,
    darker,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import pts, spline
from .street import terrace, wheel
from .things import flower, leaf

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off


def _bed(s: Scene, x: float, y: float, w: float, h: float, kind: int) -> None:
    """One allotment from above, planted as its owner thinks best."""
    soil = mix((156, 116, 84), (96, 70, 60), s.rng.random())
    s.rect(x, y, w, h, Paper(soil, "rough"), lift=2.5)
    greens = (MOSS, MOSS_DARK, MOSS_PALE, (126, 150, 84), SAGE)
    pick = s.rng.choice
    if kind == 0:  # rosettes
        tone = pick((MOSS_PALE, (152, 110, 128), SAGE, (130, 160, 96)))
        pitch = pick((34, 42))
        for row in range(int(h / pitch)):
            for col in range(int(w / pitch)):
                px, py = x + (col + 0.55) * pitch, y + (row + 0.6) * pitch
                r = pitch * s.rng.uniform(0.36, 0.46)
                toothed = [r * (0.72 + 0.28 * (k % 2)) for k in range(12)]
                edge = [(px + far * math.cos(k * math.tau / 12), py + far *
                    math.sin(k * math.tau / 12)) for k, far in enumerate(toothed)]
                s.cut(edge, shaded(tone, s.rng.uniform(0, 0.2)), lift=2.5, wobble=0.5)
                s.ellipse(px, py, r * 0.42, r * 0.42, lighter(tone, 0.25), lift=1)
    elif kind == 1:  # rows
        tone, pitch = pick(greens), pick((22, 30))
        for row in range(int(h / pitch)):
            py = y + (row + 0.6) * pitch
            line = [(x + 8 + k * (w - 16) / 7, py + s.rng.uniform(-2, 2)) for k in range(8)]
            s.strip(line, [s.rng.uniform(0.4, 0.75) * pitch for _ in range(9)],
                shaded(tone, s.rng.uniform(0, 0.25)), lift=3, wobble=1.6)
    elif kind == 2:  # dug over, one row of something
        for row in range(int(h / 17)):
            py = y + (row + 0.6) * 17
            s.pen([(x + 6, py), (x + w - 6, py + s.rng.uniform(-2, 2))], 4, darker(soil, 0.28),
                alpha=0.6)
    elif kind == 3:  # canes and flowers
        for _ in range(int(w * h / 1300)):
            px, py = s.rng.uniform(x + 12, x + w - 12), s.rng.uniform(y + 12, y + h - 12)
            s.ellipse(px, py, 15, 12, pick(greens), turn=s.rng.uniform(0, 90), lift=2.5)
            if s.rng.random() < 0.6:
                flower(s, px, py, 15, pick((ROSE, CREAM, PLUM, RUST)))
    else:  # under net
        for col in range(4):
            for row in range(3):
                s.ellipse(x + w * (col + 0.5) / 4, y + h * (row + 0.5) / 3, w * 0.09, w * 0.08,
                    MOSS_DARK, lift=2)
        s.rect(x + 6, y + 6, w - 12, h - 12, striped(WHITE, SKY, 2, 3, turn=45), alpha=0.36, lift=5)
        for px in (0.06, 0.36, 0.66, 0.94):
            s.strip([(x + w * px, y + 4), (x + w * px, y + h - 4)], 3, CREAM, lift=4)


def _from_above(s: Scene, x: float, y: float, turn: float, top, skin, hat, band) -> None:
    """Somebody seen from straight above, arms to the front (up the page at turn=0)."""
    with s.placed(x, y, turn=turn, scale=1.35):
        s.shade(pts("-30,-10 30,-10 120,74 70,96"), 0.45, blur=5)
        for sx in (-1, 1):
            s.strip([(sx * 27, -2), (sx * 28, -26), (sx * 9, -46)], (18, 15, 12), shaded(top, 0.12),
                round_start=True, lift=4)
            s.ellipse(sx * 7, -50, 7, 8, skin, lift=3)
        s.ellipse(0, 0, 37, 20, top, lift=7)
        s.ellipse(0, -4, 31, 31, hat, lift=9)
        s.ellipse(0, -4, 17, 17, band, lift=0.6)
        s.ellipse(0, -5, 15, 15, lighter(hat, 0.14), lift=3)


@scene(19, "the-hosepipe-agreement", "square")
def the_hosepipe(s: Scene) -> None:
    """From the water tower: one yellow hose through every plot, and everybody's hands on it."""
    s.sun = (0.9, 0.62)
    s.rect(-20, -20, 1040, 1040, Paper((176, 184, 122), "kraft"))
    with s.placed(500, 500, turn=-13):
        y = -700
        kinds = [0, 1, 2, 3, 0, 1, 4, 0, 3, 1, 0, 2, 1, 3, 0, 4, 1, 0, 3, 2, 0, 1, 4, 0, 3, 1, 0, 2]
        n = 0
        for tall in (196, 236, 210, 250, 220, 210):
            x = -760 - s.rng.uniform(0, 120)
            while x < 720:
                w = s.rng.uniform(190, 300)
                if math.hypot(x + w / 2, y + tall / 2) < 760:
                    _bed(s, x, y, w, tall, kinds[n % 28])
                n += 1
                x += w + s.rng.choice((18, 18, 40))
            y += tall + 26
        s.rect(-420, -96, 130, 104, striped(STONE, SLATE, 6, 7), lift=22)
        s.rect(230, 290, 100, 120, striped(BRICK_DARK, BRICK, 7, 8), lift=20)
        s.rect(270, -330, 84, 84, (66, 92, 84), corner=6, lift=12)
        s.ellipse(312, -288, 30, 30, (120, 158, 168), lift=0)
    line = pts("-40,900 90,872 220,800 210,660 330,580 480,640 590,590 560,440")
    line += pts("420,380 380,270 500,200 650,250 770,330 830,250 800,150")
    curve = spline(line, closed=False, per=12)
    s.strip(curve, 15, YELLOW, curve=False, lift=8)
    s.pen([(x - 3, y - 3) for x, y in curve], 3, (255, 236, 160), alpha=0.8)
    for x, y, turn, top, skin, hat, band in (
        (162, 884, -30, PLUM, BROWN, STRAW, BRICK),
        (262, 676, -96, TEAL, FAIR, CREAM, SLATE_DARK),
        (540, 676, 10, BRICK, DARK, OCHRE_PALE, PLUM),
        (486, 354, -150, SLATE, TAN, STRAW, TEAL),
        (536, 262, -14, CREAM, DEEP, (190, 152, 112), BRICK),
        (820, 204, 2, RUST, PEACH, STRAW, MOSS),
    ):
        _from_above(s, x, y, turn, top, skin, hat, band)
    for _ in range(150):
        a, d = s.rng.gauss(-1.5, 0.3), s.rng.uniform(20, 150)
        r = s.rng.uniform(1.2, 3.6)
        s.ellipse(806 + d * math.cos(a), 144 + d * math.sin(a), r, r, WHITE, lift=0.8, alpha=0.85)
    with s.layer(lift=26, blur=5):
        for turn in (-20, 30, 70, 110):
            leaf(s, 1010, 1010, 260, MOSS_DARK, turn=turn - 90, wide=0.5)
    s.light(light=(-0.7, -0.6), strength=0.46, warm=(255, 232, 170), cool=(70, 76, 96),
        vignette=0.3, bloom=0.12, contrast=0.2)


def _courgette(s: Scene, x: float, y: float, length: float, turn: float, *, ripe: bool = False,
        blossom: bool = False) -> None:
    """A courgette about its middle, lying level at turn=0."""
    skin = HONEY if ripe else (52, 88, 50)
    with s.placed(x, y, scale=length / 100, turn=turn):
        if blossom:
            for a in (-32, -12, 10, 30):
                leaf(s, 46, 0, 34, mix(ORANGE, YELLOW, 0.4), turn=90 + a, vein=False, lift=2)
        s.blob(pts("-48,-6 -30,-13 0,-12 30,-15 48,-10 52,0 48,11 30,15 0,13 -30,12 -48,6"), skin,
            lift=5)
        for dy in (-6, 0, 6):
            s.pen([(-40, dy * 0.6), (0, dy), (44, dy * 0.9)], 2, lighter(skin, 0.3), curve=True,
                alpha=0.6)
        s.cut(pts("-46,-6 -58,-5 -62,-8 -63,6 -57,5 -46,6"), MOSS_PALE, lift=2)


@scene(20, "surplus", "landscape")
def surplus(s: Scene) -> None:
    """The barrow at the kerb in the evening, and a pair of legs that has enough already."""
    s.rect(-20, -20, 1040, 420, (226, 176, 168))
    s.rect(-20, 190, 1040, 160, (250, 214, 164), lift=0, edge=0, blur=40)
    terrace(s, -60, 420, 480, 300, houses=3, wall=PLUM, lit=0.35)
    terrace(s, 440, 400, 600, 220, houses=5, wall=mix(PLUM, BRICK, 0.5), lit=0.3)
    s.far(8)
    s.cut(pts("-20,404 1020,380 1020,800 -20,800"), Paper((124, 110, 124), "rough"), lift=2)
    s.cut(pts("-20,520 1020,452 1020,486 -20,566"), STONE, lift=4)
    s.cut(pts("-20,564 1020,484 1020,800 -20,800"), Paper((164, 142, 140), "rough"), lift=3)
    for x in (-200, 60, 330, 610, 900, 1200):
        s.pen([(x, 800), (x * 0.62 + 240, 500)], 2, PLUM_DARK, alpha=0.35)
    for y in (620, 706):
        s.pen([(-20, y + 34), (1020, y - 52)], 2, PLUM_DARK, alpha=0.35)
    # The passer-by, hurrying, cut off by the frame
    s.shade(pts("760,664 960,640 1020,660 1020,690 800,690"), 0.5, blur=8)
    walker = Look(top=MOSS_DARK, skin=TAN, legs=SLATE_DARK, shoes=OCHRE_DARK)
    person(s, 856, 664, 920, walker, view="side", legs="walk", lift=12, lean=4,
        arms=(None, ((2, -66), (-4, -50))))
    with s.placed(786, 208, turn=8):
        _courgette(s, 10, 30, 150, 74)
        _courgette(s, 44, 26, 140, 92, blossom=True)
        s.cut(pts("-46,40 96,30 84,190 -30,196"), Paper(KRAFT, "kraft"), lift=8)
        s.strip(pts("-10,44 0,-26 30,-28 44,36"), 6, WOOD, lift=3)
    # The barrow
    s.shade(pts("70,716 640,690 740,716 640,756 100,760"), 0.6, blur=12)
    for line in ("150,470 -20,436", "250,520 -40,560"):
        s.strip(pts(line), 17, WOOD_PALE, curve=False, lift=8)
    s.strip(pts("210,600 190,712"), 15, SOOT_SOFT, lift=6)
    s.strip(pts("330,610 350,724"), 15, SOOT_SOFT, lift=6)
    s.strip(pts("440,600 606,664"), 14, SOOT_SOFT, lift=6)
    s.ellipse(606, 664, 68, 74, SOOT, lift=9)
    wheel(s, 606, 664, 58, tyre=SOOT, rim=RED, spokes=8, squash=0.92)
    s.cut(pts("96,430 640,404 600,470 140,500"), (20, 66, 72), lift=6)
    rows = ((410, 190, 560), (372, 210, 540), (336, 240, 500), (300, 290, 450))
    heap = [(x, y) for y, lo, hi in rows for x in range(lo, hi, 62)]
    for i, (x, y) in enumerate(heap[::-1]):
        _courgette(s, x + s.rng.uniform(-16, 16), y + s.rng.uniform(-10, 14),
            s.rng.uniform(130, 196), s.rng.choice((-1, 1)) * s.rng.uniform(4, 56), ripe=i % 7 == 3,
            blossom=i % 6 == 1)
    for x, y, long, turn, ripe in ((180, 428, 190, -20, False), (320, 432, 210, 8, False),
            (462, 420, 200, -12, True), (566, 410, 180, 24, False)):
        _courgette(s, x, y, long, turn, ripe=ripe, blossom=x == 320)
    s.cut(pts("80,446 660,414 560,612 476,640 250,652 172,610"), TEAL, lift=14)
    s.cut(pts("80,446 660,414 652,436 88,470"), lighter(TEAL, 0.2), lift=3)
    s.cut(pts("430,428 660,414 560,612 476,640"), (14, 50, 60), lift=0, edge=0, alpha=0.4)
    # The note, on a cane among them
    s.strip(pts("420,400 440,160"), 9, WOOD_PALE, curve=False, lift=6)
    with s.placed(442, 190, turn=6):
        s.cut(pts("-104,-72 100,-78 106,62 -98,70"), Paper(KRAFT, "kraft"), lift=10)
        s.scribble(-76, 10, 152, 44, INK, width=8, alpha=0.95)
        s.pen(pts("-70,40 -10,34 74,38"), 6, INK, curve=True)
    _courgette(s, 742, 726, 190, -14)
    s.beam(pts("-20,300 240,260 900,640 560,760 -20,760"), (255, 206, 140), 0.2, blur=50)
    with s.layer(lift=14, blur=8):
        for turn in (-10, 24, 60):
            leaf(s, -20, 780, 260, MOSS_DARK, turn=turn, wide=0.6)
    s.light(light=(-0.8, -0.4), strength=0.4, warm=(255, 220, 164), cool=(52, 44, 92),
        vignette=0.42, bloom=0.2)
