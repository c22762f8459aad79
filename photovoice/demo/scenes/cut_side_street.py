"""Cut Side, the table and the bunting: photographs 33 and 34, by Ioana P."""

import math

from . import scene
from .figures import Look, person, seated
from .hands import offering
from .palette import (
    BRICK,
    CLAY,
    CREAM,
    HAIR_BLACK,
    HAIR_BROWN,
    HAIR_GREY,
    HAIR_RED,
    HAIR_SAND,
    HAIR_WHITE,
    HONEY,
    INK,
    LIME,
    MIST,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_PALE,
    ORANGE,
    PLUM,
    PLUM_PALE,
    RED,
    ROSE,
    RUST,
    SKINS,
    SKY,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    SOOT_SOFT,
    STONE,
    STRAW,
    TAN,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_PALE,
    Colour,
    Paper,
    bricked,
    checked,
    dotted,
    lighter,
    mix,
    shaded,
    sheet,
    striped,
)
from .paper import Cuttable, Scene
from .shapes import Point, slanted, trace
from .street import terrace, tree
from .things import bunting

HAIRS = (HAIR_BLACK, HAIR_BROWN, HAIR_GREY, HAIR_BLACK, HAIR_RED, HAIR_BLACK, HAIR_WHITE, HAIR_SAND)


STYLES = ("short", "bun", "bob", "afro", "long", "locs", "short", "curls", "tail")


END = (318, 250)


def _along(x: float, y: float, depth: float) -> Point:
    """A point of the street scene, given where it would fall at the lens and how far off it is."""
    return END[0] + (x - END[0]) / depth, END[1] + (y - END[1]) / depth


def _row_of_houses(s: Scene, corners, wall: Colour, doors, *, depth: float, houses: int) -> None:
    """A terrace running away from us: brick, doors, windows and steps."""
    on = slanted(corners, depth)
    s.cut([on(0, 0), on(1, 0), on(1, 1), on(0, 1)], Paper(wall, "rough"), lift=6)
    for i in range(24):
        s.pen([on(0, i / 24), on(1, i / 24)], 1.2, lighter(wall, 0.4), alpha=0.28)

    def pane(u: float, w: float, top: float, foot: float, paper: Cuttable, lift: float) -> None:
        s.cut([on(u, top), on(u + w, top), on(u + w, foot), on(u, foot)], paper, lift=lift)

    for i in range(houses):
        u, each = i / houses, 1 / houses
        pane(u + each * 0.1, each * 0.26, 0.54, 1, CREAM, 1.5)
        pane(u + each * 0.13, each * 0.2, 0.58, 1, doors[i % len(doors)], 2)
        for at, wide, top in ((0.5, 0.38, 0.56), (0.12, 0.28, 0.16), (0.56, 0.28, 0.16)):
            pane(u + each * at, each * wide, top, top + 0.25, CREAM, 1.5)
            pane(u + each * (at + 0.04), each * (wide - 0.08), top + 0.02, top + 0.22, INK, 0)
            pane(u + each * (at + 0.04), each * (wide - 0.08), top + 0.02, top + 0.1, SLATE_PALE, 0)


def _dish(s: Scene, x: float, depth: float, kind: str, paper: Cuttable) -> None:
    """Something on the long table, `x` across it at the lens."""
    px, py = _along(x, 756, depth)
    with s.placed(px, py, scale=1.25 / depth):
        if kind == "jug":
            s.strip(trace("44,-120 84,-104 72,-48 40,-36"), 13, shaded(paper, 0.2), lift=4)
            s.cut(trace("-36,-140 40,-146 50,-20 34,4 -34,4 -50,-20"), paper, lift=6)
            s.ellipse(2, -142, 38, 11, shaded(paper, 0.4), lift=1)
        elif kind == "bowl":
            s.cut(trace("-84,-44 84,-44 44,6 -44,6"), paper, lift=6)
            s.ellipse(0, -44, 84, 25, lighter((210, 190, 160), 0.5), lift=2)
            s.ellipse(0, -44, 74, 20, (206, 96, 44), lift=0)
            for _ in range(16):
                a, d = s.rng.uniform(0, 6.28), s.rng.uniform(0, 60)
                s.ellipse(
                    d * math.cos(a),
                    -46 + d * 0.25 * math.sin(a),
                    8,
                    5,
                    s.rng.choice((MOSS, HONEY, RED, OCHRE_PALE)),
                    lift=1,
                )
        elif kind == "loaf":
            s.blob(trace("-80,0 -86,-34 -40,-58 40,-58 86,-34 80,0 0,6"), (186, 122, 62), lift=6)
            for i in (-40, 0, 40):
                s.strip([(i - 10, -18), (i + 12, -50)], (4, 10, 4), OCHRE_PALE, lift=1)
        else:
            s.ellipse(0, 0, 70, 22, WHITE, lift=4)
            s.ellipse(0, -2, 48, 14, paper, lift=1)


@scene(33, "masa-lunga", "landscape")
def long_table(s: Scene) -> None:
    """Noon, from the end of it: one table of many cloths, down the middle of the road."""
    s.rect(-20, -20, 1040, 800, SKY)
    s.blob(trace("180,120 260,70 360,96 430,60 500,120 420,160 260,160"), WHITE, lift=1)
    tree(s, 322, 262, 150, MOSS)
    s.rect(-20, 250, 1040, 540, Paper((150, 146, 142), "rough"), lift=2)
    doors = (TEAL_DARK, MOSS_DARK, PLUM, OCHRE)
    left = ((262, 150), (-20, -320), (-20, 660), (262, 290))
    right = ((384, 140), (1020, -330), (1020, 600), (384, 292))
    _row_of_houses(s, left, BRICK, doors, depth=4.4, houses=5)
    _row_of_houses(s, right, mix(BRICK, CLAY, 0.5), doors[::-1], depth=6, houses=6)
    s.far(3)
    for (a, b), sag in ((((214, 130), (452, 100)), 26), (((120, 30), (640, -10)), 60)):
        bunting(s, a, b, (OCHRE, CREAM, TEAL, PLUM, BRICK), sag=sag, size=sag * 0.9, lift=5)
    kerb = slanted((_along(-700, 900, 9), (-20, 662), (-20, 702), _along(-700, 960, 9)), 6)
    s.cut([kerb(0, 0), kerb(1, 0), kerb(1, 1), kerb(0, 1)], STONE, lift=2)
    s.strip([_along(150, 900, 9), _along(150, 900, 1.3)], (8, 60), WOOD_DARK, lift=4)
    cloths: tuple[Cuttable, ...] = (
        checked(WHITE, RED, 14),
        CREAM,
        dotted(TEAL, WHITE, 3, 16),
        OCHRE,
        striped(CREAM, SLATE, 5, 7, 0),
        PLUM_PALE,
        checked(WHITE, MOSS, 5),
        STRAW,
        BRICK,
        WHITE,
    )
    cuts = (0.86, 1.55, 2.2, 2.9, 3.7, 4.6, 5.6, 7, 8.6, 10.6, 13)
    tops = (MOSS, OCHRE, SLATE, striped(CREAM, BRICK, 3, 5, 0), PLUM, CREAM, TEAL, CLAY, MOSS_PALE)
    # Far to near: both sides of the table, then the cloth, then what is on it
    places = [7.6, 6.4, 5.4, 4.6, 3.9, 3.3, 2.75, 2.25, 1.78]
    for i, depth in enumerate(places):
        for side in (-1, 1):
            n = i * 2 + (side > 0)
            child = n in (9, 14)
            look = Look(
                top=tops[n * 4 % 9],
                skin=SKINS[n * 3 % 7],
                hair=HAIRS[n * 5 % 8],
                style=STYLES[n * 4 % 9],
                legs=SLATE_DARK,
                garment="jumper",
                hat=(None, None, "scarf", None, None, None, "cap")[n % 7],
                hat_paper=tops[(n * 4 + 3) % 9],
            )
            x, y = _along(40 if side < 0 else 1040, 900, depth)
            if n == 11:
                person(
                    s,
                    x,
                    _along(0, 1240, depth)[1],
                    1010 / depth,
                    look,
                    view="side",
                    flip=True,
                    arms=(None, ((8, -68), (22, -64))),
                    lean=9,
                    lift=9 / depth + 2,
                )
                continue
            seated(
                s,
                x,
                y,
                (700 if child else 900) / depth,
                look,
                flip=side > 0,
                child=child,
                arms=(None, ((5, -64), (16 + n % 3 * 3, -62))),
                lean=3 + n * 5 % 7,
                tilt=n * 7 % 11 - 2,
                lift=9 / depth + 2,
            )
    for i in range(9, -1, -1):
        near, far = cuts[i], cuts[i + 1] * 1.02
        wide = 300 + s.rng.uniform(-14, 14)
        a, b = 540 - wide, 540 + wide
        low = _along(a, 850, far), _along(a, 850, near)
        s.cut(
            [_along(a, 756, far), _along(a, 756, near), low[1], low[0]],
            shaded(cloths[i], 0.4),
            lift=10 / near,
        )
        s.cut(
            [_along(a, 756, far), _along(b, 756, far), _along(b, 756, near), _along(a, 756, near)],
            cloths[i],
            lift=9 / near,
        )
    for x, depth, kind, paper in (
        (520, 9, "bowl", TEAL),
        (560, 7.2, "jug", BRICK),
        (470, 6.2, "plate", MOSS),
        (600, 5.4, "bowl", PLUM),
        (440, 4.6, "plate", OCHRE),
        (560, 4.2, "jug", SLATE),
        (690, 3.9, "plate", BRICK),
        (500, 3.4, "loaf", OCHRE),
        (330, 3, "plate", MOSS),
        (740, 2.8, "plate", HONEY),
        (520, 2.6, "bowl", MOSS_DARK),
        (330, 2.2, "plate", BRICK),
        (690, 2.1, "jug", RED),
        (470, 1.84, "plate", MOSS),
        (770, 1.66, "plate", OCHRE),
        (640, 1.42, "loaf", OCHRE),
        (372, 1.36, "bowl", TEAL),
    ):
        _dish(s, x, depth, kind, paper)
    # A plate coming down the table towards us
    offering(
        s,
        900,
        664,
        230,
        TAN,
        turn=-74,
        arm=20,
        sleeve=dotted(PLUM, OCHRE_PALE, 4, 18),
        reach=300,
        lift=22,
    )
    s.ellipse(690, 650, 96, 38, WHITE, turn=-5, lift=16)
    s.ellipse(690, 646, 70, 25, MIST, turn=-5, lift=0)
    for i in range(7):
        a = i * 0.9
        s.blob(
            [
                (690 + 36 * math.cos(a) + dx, 640 + 11 * math.sin(a) + dy)
                for dx, dy in ((-22, 4), (-14, -12), (14, -13), (23, 3), (0, 9))
            ],
            mix(HONEY, RUST, 0.14 * (i % 4)),
            lift=3,
        )
    s.strip([(828, 648), (776, 634), (752, 640)], (30, 26, 18), TAN, round_end=True, lift=5)
    s.light(light=(0.2, -0.9), strength=0.36, warm=(255, 246, 214), vignette=0.34, bloom=0.16)


def _uniform(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    kind: str,
    *,
    turn: float = 0,
    lift: float = 10,
) -> None:
    """A flag cut from the front of a work shirt, hanging by its shoulders from (x, y)."""
    dark, pale = shaded(paper, 0.28), shaded(paper, -0.3)
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.cut(trace("-52,-3 52,-3 50,6 3,122 -4,122 -50,6"), paper, lift=lift)
        s.pen(trace("-44,4 -1,110"), 0.9, lighter(sheet(paper).colour, 0.5), alpha=0.6)
        s.pen(trace("45,4 3,110"), 0.9, lighter(sheet(paper).colour, 0.5), alpha=0.6)
        if kind == "warehouse":
            s.cut(trace("-37,38 37,38 31,52 -31,52"), (214, 216, 210), lift=1)
            s.cut(trace("-24,70 24,70 18,84 -18,84"), (214, 216, 210), lift=1)
            for sx in (-1, 1):
                s.cut(
                    [(sx * 20, -3), (sx * 32, -3), (sx * 24, 38), (sx * 13, 38)],
                    (214, 216, 210),
                    lift=0.8,
                )
            s.rect(-1, -2, 2.4, 108, SOOT, lift=0.4)
        else:
            s.cut(trace("-4,4 5,4 4,104 -3,104"), dark, lift=1)
            for by in (18, 40, 62, 84):
                s.ellipse(0.6, by, 2.4, 2.4, pale, lift=0.8)
        if kind == "porter":
            s.cut(trace("11,20 32,20 30,42 12,42"), dark, lift=1.5)
            s.rect(13, 24, 16, 8, WHITE, lift=1)
            s.scribble(15, 31, 11, 4, INK, width=0.8)
            for sx in (-1, 1):
                s.strip([(sx * 50, 3), (sx * 4, 112)], 2.4, WHITE, lift=0.5)
        elif kind == "carer":
            s.cut(trace("10,16 31,16 29,40 11,40"), pale, lift=1.2)
            s.pen([(-22, 12), (-22, 26)], 1.2, SOOT)
            s.ellipse(-22, 31, 7, 7, STONE, lift=1.5)
            s.ellipse(-22, 31, 5, 5, WHITE, lift=0)
            s.pen(trace("-22,31 -22,27.4"), 0.9, SOOT)
            s.pen(trace("-22,31 -19.6,32"), 0.9, SOOT)
        elif kind == "kitchen":
            for by in (18, 40, 62):
                s.ellipse(-12, by, 2.6, 2.6, SOOT, lift=0.8)
        for sx in (-1, 1):
            s.cut(
                [(0, 2), (sx * 12, -9), (sx * 27, -5), (sx * 16, 18)],
                dark if sx < 0 else paper,
                lift=2.4,
            )
        for sx in (-1, 1):
            s.rect(sx * 44 - 2.2, -11, 4.4, 17, WOOD_PALE, lift=2)


@scene(34, "bunting", "landscape")
def work_shirts(s: Scene) -> None:
    """Looking up: a line of uniforms across the noon sky, and the woman tying the far end."""
    s.rect(-20, -20, 1040, 800, (74, 148, 186))
    s.cut(trace("-20,420 1020,330 1020,780 -20,780"), (126, 182, 202), lift=0)
    s.blob(trace("420,470 500,410 600,430 690,390 780,450 700,500 520,510"), WHITE, lift=2)
    s.blob(trace("40,150 120,110 200,130 240,170 120,190"), WHITE, lift=2)
    terrace(s, 330, 790, 760, 190, houses=6, wall=mix(BRICK, ROSE, 0.4), lit=0)
    s.far(6)
    for i, (x, y) in enumerate(((300, 452), (392, 470), (484, 482), (578, 486), (670, 480))):
        tone = (SLATE, MOSS, CREAM, PLUM, OCHRE)[i]
        _uniform(s, x, y, 78, tone, ("porter", "carer", "kitchen", "porter", "carer")[i], lift=5)
    s.strip(trace("180,416 300,448 392,466 484,478 578,482 670,476 800,440"), 2.4, CREAM, lift=3)
    s.far(1.4)
    # The gable the line comes from
    wall = bricked(BRICK, (214, 178, 152), 46, 17)
    s.cut(trace("-20,-20 118,-20 176,790 -20,790"), wall, lift=16)
    s.strip(trace("92,-20 146,790"), 24, TEAL_DARK, lift=9, curve=False)
    for x, y in ((103, 150), (121, 420), (139, 690)):
        s.rect(x - 19, y, 38, 14, SOOT, turn=-4, lift=3)
    # The one who ties it, up a ladder
    for dx in (0, 88):
        s.strip([(868 + dx, 790), (850 + dx * 0.86, 380)], 15, WOOD_PALE, lift=9)
    for i in range(6):
        s.strip([(864 - i * 3, 770 - i * 72), (952 - i * 5, 768 - i * 72)], 13, WOOD, lift=5)
    s.strip([(1004, 790), (986, -20)], 30, SOOT_SOFT, lift=10)
    look = Look(
        top=striped(CREAM, SLATE_DARK, 2.4, 5, 0),
        skin=TAN,
        hair=HAIR_BROWN,
        hat="scarf",
        hat_paper=RED,
        legs=(58, 76, 116),
        shoes=WHITE,
        garment="jumper",
    )
    person(
        s,
        902,
        720,
        470,
        look,
        view="back",
        legs="apart",
        tilt=8,
        lift=14,
        arms=(((14, -92), (6, -110)), ((17, -90), (11, -112))),
    )
    line = trace("100,96 220,190 370,262 530,296 690,286 830,232 920,206 984,200")
    s.strip(line, 5, CREAM, lift=9)
    s.strip(trace("90,92 112,88 110,106 92,108"), 6, CREAM, lift=3)
    flags: tuple[tuple[float, float, float, Cuttable, str, float], ...] = (
        (196, 164, 178, (40, 60, 110), "porter", 34),
        (346, 252, 196, (180, 152, 204), "carer", 20),
        (520, 296, 204, ORANGE, "warehouse", 4),
        (680, 288, 172, LIME, "warehouse", -10),
        (806, 243, 98, ORANGE, "warehouse", -19),
    )
    for x, y, size, paper, kind, turn in flags:
        _uniform(s, x, y, size, paper, kind, turn=turn, lift=14)
    s.light(light=(0.45, -0.8), strength=0.36, warm=(255, 246, 210), vignette=0.36, bloom=0.18)
