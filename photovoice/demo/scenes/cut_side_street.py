"""Cut Side, the street: photographs 33 to 36, by Ioana P., one Sunday with the road closed."""

import math

from . import scene
from .figures import Look, person, seated
from .hands import offering
from .palette import (
    ASH, BLUE, BONE, BRICK, BRICK_DARK, BROWN, CLAY, CREAM, CREAM_WARM, DARK, DEEP, HAIR_BLACK, HAIR_BROWN,
    HAIR_GREY, HAIR_RED, HAIR_SAND, HAIR_WHITE, HONEY, INK, KRAFT, LIME, MINT, MIST, MOSS, MOSS_DARK,
    MOSS_PALE, OCHRE, OCHRE_PALE, ORANGE, PINK, PLUM, PLUM_DARK, PLUM_PALE, RED, ROSE, RUST, SAGE,
    SKINS, SKY, SLATE, SLATE_DARK, SLATE_PALE, SOOT, SOOT_SOFT, STONE, STRAW, TAN, TEAL, TEAL_DARK,
    WHITE, WOOD, WOOD_DARK, WOOD_PALE, YELLOW, Colour, Paper, bricked, checked, darker, dotted, lighter, mix,
    shaded, striped,
)
from .paper import Cuttable, Scene
from .shapes import Point, between, slanted, trace
from .street import ASPHALT, lamp_post, terrace, tree
from .things import balloon, bunting, chair

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
                s.ellipse(d * math.cos(a), -46 + d * 0.25 * math.sin(a), 8, 5,
                          s.rng.choice((MOSS, HONEY, RED, OCHRE_PALE)), lift=1)
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
        checked(WHITE, RED, 14), CREAM, dotted(TEAL, WHITE, 3, 16), OCHRE,
        striped(CREAM, SLATE, 5, 7, 0), PLUM_PALE, checked(WHITE, MOSS, 5), STRAW, BRICK, WHITE,
    )
    cuts = (0.86, 1.55, 2.2, 2.9, 3.7, 4.6, 5.6, 7, 8.6, 10.6, 13)
    tops = (MOSS, OCHRE, SLATE, striped(CREAM, BRICK, 3, 5, 0), PLUM, CREAM, TEAL, CLAY, MOSS_PALE)
    # Far to near: both sides of the table, then the cloth, then what is on it
    places = [7.6, 6.4, 5.4, 4.6, 3.9, 3.3, 2.75, 2.25, 1.78]
    for i, depth in enumerate(places):
        for side in (-1, 1):
            n = i * 2 + (side > 0)
            child = n in (9, 14)
            look = Look(top=tops[n * 4 % 9], skin=SKINS[n * 3 % 7], hair=HAIRS[n * 5 % 8],
                        style=STYLES[n * 4 % 9], legs=SLATE_DARK, garment="jumper",
                        hat=(None, None, "scarf", None, None, None, "cap")[n % 7],
                        hat_paper=tops[(n * 4 + 3) % 9])
            x, y = _along(40 if side < 0 else 1040, 900, depth)
            if n == 11:
                person(s, x, _along(0, 1240, depth)[1], 1010 / depth, look, view="side", flip=True,
                       arms=(None, ((8, -68), (22, -64))), lean=9, lift=9 / depth + 2)
                continue
            seated(s, x, y, (700 if child else 900) / depth, look, flip=side > 0, child=child,
                   arms=(None, ((5, -64), (16 + n % 3 * 3, -62))), lean=3 + n * 5 % 7,
                   tilt=n * 7 % 11 - 2, lift=9 / depth + 2)
    for i in range(9, -1, -1):
        near, far = cuts[i], cuts[i + 1] * 1.02
        wide = 300 + s.rng.uniform(-14, 14)
        a, b = 540 - wide, 540 + wide
        low = _along(a, 850, far), _along(a, 850, near)
        s.cut([_along(a, 756, far), _along(a, 756, near), low[1], low[0]], shaded(cloths[i], 0.4),
              lift=10 / near)
        s.cut([_along(a, 756, far), _along(b, 756, far), _along(b, 756, near),
               _along(a, 756, near)], cloths[i], lift=9 / near)
    for x, depth, kind, paper in (
        (520, 9, "bowl", TEAL), (560, 7.2, "jug", BRICK), (470, 6.2, "plate", MOSS),
        (600, 5.4, "bowl", PLUM), (440, 4.6, "plate", OCHRE), (560, 4.2, "jug", SLATE),
        (690, 3.9, "plate", BRICK), (500, 3.4, "loaf", OCHRE), (330, 3, "plate", MOSS),
        (740, 2.8, "plate", HONEY), (520, 2.6, "bowl", MOSS_DARK), (330, 2.2, "plate", BRICK),
        (690, 2.1, "jug", RED), (470, 1.84, "plate", MOSS), (770, 1.66, "plate", OCHRE),
        (640, 1.42, "loaf", OCHRE), (372, 1.36, "bowl", TEAL),
    ):
        _dish(s, x, depth, kind, paper)
    # A plate coming down the table towards us
    offering(s, 900, 664, 230, TAN, turn=-74, arm=20, sleeve=dotted(PLUM, OCHRE_PALE, 4, 18),
             reach=300, lift=22)
    s.ellipse(690, 650, 96, 38, WHITE, turn=-5, lift=16)
    s.ellipse(690, 646, 70, 25, MIST, turn=-5, lift=0)
    for i in range(7):
        a = i * 0.9
        s.blob([(690 + 36 * math.cos(a) + dx, 640 + 11 * math.sin(a) + dy)
                for dx, dy in ((-22, 4), (-14, -12), (14, -13), (23, 3), (0, 9))],
               mix(HONEY, RUST, 0.14 * (i % 4)), lift=3)
    s.strip([(828, 648), (776, 634), (752, 640)], (30, 26, 18), TAN, round_end=True, lift=5)
    s.light(light=(0.2, -0.9), strength=0.36, warm=(255, 246, 214), vignette=0.34, bloom=0.16)


def _uniform(s: Scene, x: float, y: float, size: float, paper: Cuttable, kind: str, *,
             turn: float = 0, lift: float = 10) -> None:
    """A flag cut from the front of a work shirt, hanging by its shoulders from (x, y)."""
    dark, pale = shaded(paper, 0.28), shaded(paper, -0.3)
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.cut(trace("-52,-3 52,-3 50,6 3,122 -4,122 -50,6"), paper, lift=lift)
        s.pen(trace("-44,4 -1,110"), 0.9, lighter(paper_colour(paper), 0.5), alpha=0.6)
        s.pen(trace("45,4 3,110"), 0.9, lighter(paper_colour(paper), 0.5), alpha=0.6)
        if kind == "warehouse":
            s.cut(trace("-37,38 37,38 31,52 -31,52"), (214, 216, 210), lift=1)
            s.cut(trace("-24,70 24,70 18,84 -18,84"), (214, 216, 210), lift=1)
            for sx in (-1, 1):
                s.cut([(sx * 20, -3), (sx * 32, -3), (sx * 24, 38), (sx * 13, 38)],
                      (214, 216, 210), lift=0.8)
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
            s.cut([(0, 2), (sx * 12, -9), (sx * 27, -5), (sx * 16, 18)], dark if sx < 0 else paper,
                  lift=2.4)
        for sx in (-1, 1):
            s.rect(sx * 44 - 2.2, -11, 4.4, 17, WOOD_PALE, lift=2)


def paper_colour(paper: Cuttable) -> Colour:
    """The ground colour of a sheet, printed or plain."""
    return paper.colour if isinstance(paper, Paper) else paper


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
    look = Look(top=striped(CREAM, SLATE_DARK, 2.4, 5, 0), skin=TAN, hair=HAIR_BROWN, hat="scarf",
                hat_paper=RED, legs=(58, 76, 116), shoes=WHITE, garment="jumper")
    person(s, 902, 720, 470, look, view="back", legs="apart", tilt=8, lift=14,
           arms=(((14, -92), (6, -110)), ((17, -90), (11, -112))))
    line = trace("100,96 220,190 370,262 530,296 690,286 830,232 920,206 984,200")
    s.strip(line, 5, CREAM, lift=9)
    s.strip(trace("90,92 112,88 110,106 92,108"), 6, CREAM, lift=3)
    flags: tuple[tuple[float, float, float, Cuttable, str, float], ...] = (
        (196, 164, 178, (40, 60, 110), "porter", 34), (346, 252, 196, (180, 152, 204), "carer", 20),
        (520, 296, 204, ORANGE, "warehouse", 4), (680, 288, 172, LIME, "warehouse", -10),
        (806, 243, 98, ORANGE, "warehouse", -19),
    )
    for x, y, size, paper, kind, turn in flags:
        _uniform(s, x, y, size, paper, kind, turn=turn, lift=14)
    s.light(light=(0.45, -0.8), strength=0.36, warm=(255, 246, 210), vignette=0.36, bloom=0.18)


def _from_above(s: Scene, x: float, y: float, size: float, look: Look, *, turn: float,
                reach: float = 1) -> None:
    """A child kneeling at some drawing, from an upstairs window; the head points up at turn=0."""
    with s.placed(x, y, scale=size / 100, turn=turn), s.layer(lift=16):
        for sx in (-1, 1):
            s.strip([(sx * 13, 20), (sx * 19, 44), (sx * 12, 66)], (22, 20, 14), look.legs,
                    lift=2)
            s.blob([(sx * 12 - 7, 62), (sx * 12 + 7, 62), (sx * 12 + 7, 82), (sx * 12, 88),
                    (sx * 12 - 7, 82)], look.shoes, lift=2)
        for sx, far in ((-1, 16 + 20 * (1 - reach)), (1, 58 * reach)):
            hand = (sx * (22 - far * 0.2), -34 - far)
            s.strip([(sx * 24, -12), (sx * 33, -28 - far * 0.3), hand], (17, 15, 11), look.top,
                    round_start=True, lift=2)
            s.ellipse(*hand, 6.5, 8, look.skin, lift=1.5)
        s.blob(trace("-30,-16 -20,-28 20,-28 30,-16 25,24 0,34 -25,24"), look.top, lift=4)
        s.pen(trace("-16,-20 0,-10 16,-20"), 1.4, SOOT, curve=True, alpha=0.3)
        s.ellipse(0, -46, 6, 6, look.skin, lift=1)
        s.ellipse(0, -30, 21, 22, look.hair, lift=6)
        pale = lighter(look.hair, 0.25)
        if look.style == "plaits":
            for sx in (-1, 1):
                s.strip([(sx * 17, -24), (sx * 27, -10), (sx * 26, 6)], (9, 8, 5), look.hair,
                        round_end=True, lift=3)
            s.pen(trace("0,-50 1,-30 0,-10"), 1.4, look.skin, alpha=0.8)
        elif look.style == "bun":
            s.ellipse(0, -20, 10, 10, shaded(look.hair, -0.1), lift=3)
        elif look.style == "afro":
            for _ in range(26):
                a, d = s.rng.uniform(0, 6.28), s.rng.uniform(0, 17)
                s.ellipse(d * math.cos(a), -30 + d * math.sin(a), 4.5, 4.5, pale, lift=0.8, alpha=0.5)
        for i in range(5):
            a = i * 1.25
            s.pen([(3 * math.cos(a), -30 + 3 * math.sin(a)),
                   (17 * math.cos(a + 0.3), -30 + 17 * math.sin(a + 0.3))], 0.9, pale, alpha=0.5)
        if look.hat == "cap":
            s.cut(trace("-16,-42 0,-46 16,-42 14,-58 0,-63 -14,-58"), shaded(look.hat_paper, 0.2),
                  lift=4)
            s.ellipse(0, -30, 22, 22, look.hat_paper, lift=4)
            s.ellipse(0, -30, 3.4, 3.4, CREAM, lift=1)


def _cone_above(s: Scene, x: float, y: float, size: float, turn: float) -> None:
    """A cone from above, its tip leaning away from the middle of the picture."""
    tip = ((x - 500) * 0.06, (y - 500) * 0.06)
    with s.placed(x, y):
        s.shade([(0, -20), (70, 26), (92, 66), (60, 66), (-14, 24)], 0.55, blur=7)
        s.rect(-size / 2, -size / 2, size, size, (176, 62, 26), turn=turn, corner=9, lift=7)
        for share, r, paper in ((0.1, 0.4, ORANGE), (0.35, 0.31, WHITE), (0.62, 0.22, ORANGE),
                                (0.84, 0.14, (250, 140, 60)), (1, 0.085, SOOT)):
            s.ellipse(tip[0] * share, tip[1] * share, size * r, size * r, paper, lift=3)


@scene(35, "road-closed", "square")
def road_closed(s: Scene) -> None:
    """From an upstairs window: five cones, four children, and a road drawn on from end to end."""
    s.rect(-20, -20, 1040, 1040, Paper((74, 74, 82), "rough"))
    for _ in range(7):
        x, y, r = s.rng.uniform(0, 1000), s.rng.uniform(0, 1000), s.rng.uniform(60, 170)
        s.blob([(x + r * s.rng.uniform(0.6, 1.1) * math.cos(a), y + r * 0.7 * math.sin(a))
                for a in (0, 1, 2, 3, 4, 5)], (62, 62, 70), lift=0, edge=0, alpha=0.45)

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
        chalk([(236 + 92 * math.cos(a), 300 + 92 * math.sin(a)),
               (236 + 140 * math.cos(a), 300 + 140 * math.sin(a))], yellow, 12)
    for x in (212, 262):
        chalk([(x, 280), (x, 294)], yellow, 10)
    chalk(trace("200,318 236,342 274,316"), yellow, 9)
    with s.placed(540, 1010, turn=24):
        for i, pair in enumerate((0, 1, 0, 1, 0, 0)):
            y = -110 - i * 104
            for x in (-104, 0) if pair else (-52,):
                chalk([(x, y), (x + 104, y), (x + 104, y + 104), (x, y + 104), (x, y)], white, 9,
                      curve=False)
                chalk(ring(x + 52, y + 52, 12 + 5 * (i % 3)), (pink, blue, yellow)[i % 3], 8)
        chalk(trace("-52,-630 -58,-690 0,-730 58,-690 52,-630"), pink, 10)
    chalk(trace("70,640 110,560 220,540 300,590 350,560 360,620 330,650 290,640 230,690 120,690 70,640"),
          blue, 12)
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
            s.cut([(-14 + i * 76, -4), (24 + i * 76, -4), (2 + i * 76, 36), (-36 + i * 76, 36)],
                  RED, lift=0.6)
    for x, y, size, turn in ((560, 196, 96, 8), (420, 226, 92, -12), (944, 452, 104, 30),
                             (60, 452, 96, -16), (54, 800, 100, 12)):
        _cone_above(s, x, y, size, turn)
    # The children
    kids = (
        (362, 474, 150, -52, Look(top=YELLOW, skin=BROWN, hair=HAIR_BLACK, style="plaits",
                                  legs=TEAL_DARK, shoes=WHITE), 1),
        (752, 596, 162, 60, Look(top=striped(CREAM, BRICK, 4, 5, 0), skin=SKINS[1], hair=HAIR_RED,
                                 legs=MOSS_DARK, shoes=SOOT), 1),
        (470, 850, 158, -96, Look(top=PLUM_PALE, skin=DEEP, hair=HAIR_BLACK, style="afro",
                                  legs=SLATE, shoes=PINK), 0.9),
        (690, 884, 140, 46, Look(top=TEAL, skin=TAN, hair=HAIR_BROWN, hat="cap", hat_paper=BLUE,
                                 legs=KRAFT, shoes=CREAM), 0.8),
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
    for y, tone in ((-20, (44, 46, 88)), (90, (74, 60, 108)), (170, (124, 78, 116)),
                    (236, (188, 108, 104)), (288, (234, 152, 96)), (324, (250, 196, 120))):
        s.rect(-20, y, 1040, 800 - y, tone, lift=0, edge=0)
    s.far(16)
    night = (38, 34, 60)
    s.cut(trace("420,352 420,300 470,300 470,262 520,262 520,318 640,318 640,290 700,290 700,352"),
          (84, 56, 88), lift=2)
    road = Paper((70, 62, 92), "rough")
    s.rect(-20, 348, 1040, 460, road, lift=2)
    for corners, depth in ((((424, 214), (-20, -130), (-20, 560), (424, 364)), 3.4),
                           (((690, 200), (1020, -60), (1020, 520), (690, 364)), 2.4)):
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
    look = Look(top=(70, 92, 104), skin=TAN, hair=HAIR_GREY, style="bun", legs=(40, 38, 60),
                hat="scarf", hat_paper=(206, 90, 70))
    s.shade(trace("600,508 650,506 560,640 480,650"), 0.5, blur=7, colour=(20, 16, 40))
    person(s, 612, 512, 214, look, view="side", flip=True, legs="walk", lean=7, lift=6,
           arms=(((9, -70), (17, -72)), ((10, -66), (18, -56))))
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
        lit = math.exp(-((x - 620) / 260) ** 2 - ((y - 500) / 110) ** 2)
        c = mix(s.rng.choice(colours), (40, 36, 74), 0.62 - 0.56 * lit)
        size = 2 + 7 * depth
        s.rect(x, y, size * s.rng.uniform(0.8, 1.8), size * 0.7, c, turn=s.rng.uniform(-50, 50),
               lift=0.8 + depth)
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
    s.light(light=(0.35, -0.2), strength=0.34, warm=(255, 214, 160), cool=(46, 50, 112),
            vignette=0.55, bloom=0.3)
