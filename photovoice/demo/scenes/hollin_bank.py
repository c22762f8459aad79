"""Hollin Bank, the bicycle workshop: photographs 13 to 16, by Jerzy Wolak."""

import math

from . import scene
from .figures import Look, person, seated
from .hands import open_hand, pinching
from .palette import (
    BOTTLE,
    BRICK,
    BRICK_DARK,
    BROWN,
    CLAY,
    CREAM,
    CREAM_WARM,
    FAIR,
    HAIR_BLACK,
    HAIR_GREY,
    HONEY,
    INK,
    KRAFT,
    MINT,
    MOSS,
    MOSS_DARK,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    ORANGE,
    PEACH,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    ROSE,
    RUST,
    SAGE,
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
    WOOD_DARK,
    WOOD_PALE,
    YELLOW,
    Paper,
    checked,
    darker,
    dotted,
    grained,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import box, oval, paced, pts, spline
from .street import bicycle, wheel
from .things import crate, mug, tin

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off

STEEL = (176, 182, 188)
OIL = (26, 22, 26)


def _spanner(s: Scene, x: float, y: float, size: float, paper, *, turn: float = 0) -> None:
    """An open-ended spanner about its middle, hanging upright, with its shape painted behind it."""
    jaw = "-6,-62 -14,-54 -14,-40 -5,-32 5,-32 14,-40 14,-54 6,-62 5,-48 -5,-48"
    outlines = [pts(jaw), box(-5, -40, 10, 80), [(-px * 0.8, -py * 0.94) for px, py in pts(jaw)]]
    with s.placed(x, y, scale=size / 124, turn=turn):
        s.join(outlines, paper, lift=3)


@scene(13, "warsztat", "landscape")
def the_workshop(s: Scene) -> None:
    """A cellar under strip light: the shadow board behind, the orange bicycle on its back."""
    board = mix(SAGE, TEAL_DARK, 0.38)
    s.rect(-20, -20, 1040, 800, mix(BOTTLE, SOOT, 0.35))
    s.rect(-20, 62, 1040, 340, dotted(board, darker(board, 0.45), 1.7, 17), lift=5)
    s.rect(-20, 54, 1040, 12, WOOD_DARK, lift=4)
    painted = darker(board, 0.34)
    for i, (size, turn) in enumerate(((150, 4), (136, -3), (122, 2), (108, -2), (94, 3))):
        x = 318 + i * 46
        _spanner(s, x - 4, 186 - i * 6, size, painted, turn=turn)
        if i != 3:  # this one is in his hand
            _spanner(s, x, 184 - i * 6, size, STEEL, turn=turn + s.rng.uniform(-3, 3))
    for x, paper in ((572, RED), (610, OCHRE), (646, TEAL)):
        s.strip([(x, 128), (x, 172)], (4, 5), STEEL, lift=3)
        s.strip([(x, 168), (x, 226)], (16, 13), paper, round_end=True, lift=4)
    with s.placed(722, 170, turn=8):
        s.rect(-7, -52, 14, 140, WOOD_PALE, lift=4)
        s.cut(pts("-40,-62 26,-62 44,-50 26,-40 -40,-40"), SOOT_SOFT, lift=5)
    wheel(s, 98, 190, 126, rim=STEEL, lift=6)
    wheel(s, 936, 204, 112, rim=STEEL, lift=6)
    s.strip(oval(838, 292, 40, 66), 9, OIL, curve=False, lift=4)
    # The bench along the wall, and what is kept on it
    s.rect(-20, 404, 1040, 26, grained(WOOD, WOOD_DARK, 4), lift=6)
    s.rect(-20, 430, 1040, 190, mix(SOOT, BOTTLE, 0.3), lift=3)
    for x, paper in ((214, MOSS), (262, CREAM), (804, BRICK), (764, OCHRE)):
        tin(s, x, 405, 40, 54, paper)
    mug(s, 700, 405, 44, CREAM_WARM)
    for x in (40, 300, 560, 800):
        crate(s, x + 40, 566, 190, 104, shaded(WOOD, 0.35))
    s.far(2.6)
    s.cut(pts("-20,566 1020,548 1020,800 -20,800"), Paper((112, 110, 118), "rough"), lift=5)
    for x, y, r in ((240, 690, 80), (560, 656, 50), (700, 716, 36)):
        s.ellipse(x, y, r, r * 0.2, OIL, lift=0, edge=0, alpha=0.3, blur=3)
    # The tube itself
    s.cut(pts("150,-20 760,-20 742,18 170,24"), SOOT_SOFT, lift=10)
    s.strip([(176, 30), (736, 24)], 15, WHITE, curve=False, lift=5)
    s.glow(456, 30, 560, (206, 240, 236), 0.75, squash=0.72)
    # Cardboard, bicycle, the two of them
    s.cut(pts("206,606 660,586 742,668 150,690"), Paper(KRAFT, "kraft"), lift=4)
    s.shade(oval(440, 640, 230, 22), 0.5, blur=9)
    boy = Look(top=striped(CREAM, PLUM, 1.3, 1.5, turn=0), skin=BROWN, hair=HAIR_BLACK,
        style="afro", garment="jumper", legs=SLATE_DARK, shoes=CREAM)
    person(s, 420, 668, 424, boy, view="side", child=True, lean=6, tilt=12, lift=9,
        arms=(None, ((12, -64), (20, -56))))
    bicycle(s, 440, 276, 640, ORANGE, turn=180, lift=9)
    s.ellipse(638, 398, 104, 104, WHITE, lift=0, edge=0, alpha=0.1)
    crate(s, 850, 716, 150, 110, WOOD_PALE, slats=2, lift=8)
    jerzy = Look(top=SLATE, skin=FAIR, hair=HAIR_GREY, garment="apron", apron=mix(MOSS_DARK, SOOT,
        0.2), hat="cap", hat_paper=BRICK_DARK, legs=SOOT_SOFT, build=1.12)
    seated(s, 860, 610, 590, jerzy, flip=True, lean=12, tilt=10, lift=11,
        arms=(((18, -66), (33, -82)), ((15, -63), (25, -68))))
    _spanner(s, 690, 470, 84, STEEL, turn=64)
    with s.layer(lift=16, blur=7):
        s.cut(pts("-40,640 60,648 110,700 150,700 160,780 -40,780"), INK)
        s.rect(30, 560, 34, 160, STEEL, turn=24)
    s.light(light=(-0.1, -1), strength=0.4, warm=(222, 246, 240), cool=(30, 34, 62), vignette=0.5,
        bloom=0.2)


def _chain(s: Scene, line, pitch: float) -> None:
    """A bicycle chain along a line: inner and outer plates in turn, a pin at every joint."""
    joints = paced(spline(line, closed=False, per=14), pitch)
    for outer in (False, True):
        for i, (a, b) in enumerate(zip(joints, joints[1:], strict=False)):
            if (i % 2 == 1) != outer:
                continue
            mid = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            wide = pitch * (0.74 if outer else 0.6)
            tone = (150, 144, 140) if outer else (84, 78, 80)
            s.strip([a, mid, b], (wide, wide * 0.62, wide), tone, curve=False, round_start=True,
                round_end=True, lift=4, wobble=0.3)
    for x, y in joints:
        s.ellipse(x, y, pitch * 0.15, pitch * 0.15, (206, 200, 190), lift=1)
        s.ellipse(x, y, pitch * 0.06, pitch * 0.06, SOOT, lift=0, edge=0)


def _smudge(s: Scene, x: float, y: float, w: float, turn: float, alpha: float = 0.55) -> None:
    """Oil on skin."""
    with s.placed(x, y, scale=w / 100, turn=turn):
        s.blob(pts("-50,0 -30,-16 0,-11 30,-18 50,-3 34,12 6,9 -24,16"), OIL, lift=0, edge=0,
            alpha=alpha, blur=4)


@scene(14, "lancuch", "square")
def the_chain(s: Scene) -> None:
    """Two hands, one of them small, and the last link between them."""
    s.rect(-20, -20, 1040, 1040, grained((104, 72, 58), (58, 38, 40), 16, turn=-8))
    s.shade(pts("-20,-20 420,-20 160,1020 -20,1020"), 0.5, blur=90)
    s.glow(760, 250, 620, (255, 196, 110), 0.5)
    s.cut(pts("560,1020 760,820 1020,750 1020,1020"), checked(CREAM, SLATE, 22), lift=10)
    s.far(2.4)
    red = (196, 50, 42)
    for line, wide in (("236,300 1040,196", 58), ("236,300 320,-60", 74), ("236,300 -60,40", 82)):
        s.strip(pts(line), wide, red, curve=False, lift=16)
        (x0, y0), (x1, y1) = pts(line)
        s.pen([(x0, y0 - wide * 0.22), (x1, y1 - wide * 0.22)], wide * 0.1, (240, 150, 130),
            alpha=0.5)
    # Chainring, its teeth worn unevenly
    teeth = []
    for i in range(152):
        a = i * math.tau / 152
        r = 236 if i % 4 in (1, 2) else 214
        teeth.append((236 + r * math.cos(a), 300 + r * math.sin(a)))
    hole = [(236 + 168 * math.cos(-a), 300 + 168 * math.sin(-a)) for a in (i * math.tau / 60
        for i in range(61))]
    s.cut([*teeth, teeth[0], *hole], STONE, lift=12, wobble=0.3)
    for i in range(5):
        a = i * math.tau / 5 + 0.5
        end = (236 + 180 * math.cos(a), 300 + 180 * math.sin(a))
        s.strip([(236, 300), end], (70, 34), STEEL, curve=False, round_end=True, lift=6)
        s.ellipse(*end, 12, 12, SOOT_SOFT, lift=2)
    s.strip(pts("236,300 120,500 20,700"), (74, 52, 58), mix(STEEL, SLATE, 0.3), lift=14)
    s.ellipse(236, 300, 52, 52, STEEL, lift=8)
    s.ellipse(236, 300, 24, 24, SOOT, lift=0)
    ring = [(236 + 229 * math.cos(a), 300 + 229 * math.sin(a)) for a in (-1.45 - i * 0.34
        for i in range(11))]
    _chain(s, [(1040, 30), (640, 50), *ring, (330, 522), (410, 596)], 37)
    _chain(s, pts("1050,360 900,440 760,560 650,612 590,606"), 37)
    with pinching(s, 424, 600, 320, BROWN, flip=True, turn=6, arm=40, lift=18,
            sleeve=striped(CREAM, PLUM, 9, 11, turn=0), reach=420):
        pass
    with pinching(s, 566, 604, 430, FAIR, turn=-10, arm=52, sleeve=SLATE_DARK, reach=420, lift=22):
        s.strip([(500, 600), (538, 603), (576, 606)], (27, 18, 27), YELLOW, curve=False,
            round_start=True, round_end=True, lift=9)
        for x in (502, 574):
            s.ellipse(x, 602, 6, 6, OCHRE_DARK, lift=1)
    for x, y, w, turn, alpha in ((720, 800, 190, 70, 0.34), (632, 700, 120, 60, 0.4),
            (790, 880, 150, 20, 0.3), (668, 770, 90, 80, 0.36), (374, 720, 120, -50, 0.4),
            (340, 800, 130, -70, 0.34), (566, 632, 34, 80, 0.6), (566, 700, 60, 86, 0.4),
            (430, 640, 40, -80, 0.5)):
        _smudge(s, x, y, w, turn, alpha)
    s.light(light=(0.75, -0.75), strength=0.46, warm=(255, 214, 150), vignette=0.5, contrast=0.2)


@scene(15, "inner-tubes", "portrait")
def inner_tubes(s: Scene) -> None:
    """The rack by the back window, low sun through it; somebody is choosing."""
    s.rect(-20, -20, 800, 1050, mix(OCHRE_DARK, SOOT, 0.55))
    s.rect(60, 90, 640, 640, (255, 236, 170), lift=0)
    s.blob(pts("60,560 200,470 340,520 480,430 640,500 720,470 720,760 60,760"), (214, 170, 96),
        lift=0, edge=0)
    s.ellipse(520, 330, 96, 96, (255, 248, 214), lift=0, edge=0)
    for x in (60, 272, 486, 692):
        s.rect(x - 9, 80, 18, 660, WOOD_DARK, lift=5)
    s.rect(50, 390, 660, 16, WOOD_DARK, lift=5)
    s.rect(30, 724, 700, 34, WOOD_DARK, lift=8)
    for x, w, h, paper in ((150, 60, 70, MOSS), (226, 46, 52, BRICK), (600, 70, 96, TEAL_DARK)):
        tin(s, x, 726, w, h, paper)
    s.glow(430, 420, 760, (255, 214, 120), 1)
    s.far(7)
    s.strip(pts("-20,60 780,86"), 26, grained(WOOD, WOOD_DARK, 4), curve=False, lift=14)

    def tube(x, drop, loop, width, paper, *, bend=0.0, at=560.0, patch=None):
        top = 44 + x * 0.032
        left, right = [], []
        for i in range(9):
            y = top + drop * i / 8
            pull = bend * math.exp(-(((y - at) / 190) ** 2))
            sway = 5 * math.sin(i * 0.9 + x)
            spread = loop * (0.5 + 0.55 * math.sin(math.pi * min(1, i / 8 + 0.1)))
            left.append((x - spread / 2 + sway + pull, y))
            right.append((x + spread / 2 + sway + pull * 0.94, y))
        line = [*left, (x + bend * 0.02, top + drop + loop * 0.5), *right[::-1]]
        s.strip(line, width, paper, lift=8)
        s.pen([(px - width * 0.24, py) for px, py in left[1:]], width * 0.13, (196, 160, 104),
            curve=True, alpha=0.4)
        s.pen([(px - width * 0.24, py) for px, py in right[1:]], width * 0.13, (230, 180, 104),
            curve=True, alpha=0.55)
        s.strip([(x - loop * 0.4, top + 10), (x, top - 30), (x + loop * 0.4, top + 10)], width,
            paper, lift=5)
        if patch:
            px, py = right[5]
            s.ellipse(px, py, width * 0.44, width * 0.9, patch, lift=1.5, turn=s.rng.uniform(-20,
                20))

    blacks = ((30, 28, 32), (46, 42, 46), (58, 52, 52), (38, 34, 42))
    for i in range(9):
        tube(30 + i * 86 + s.rng.uniform(-14, 14), s.rng.uniform(560, 860), 26, 15,
            shaded(blacks[i % 4], -0.08))
    s.glow(440, 440, 520, (255, 206, 110), 0.75)
    front = ((44, 860, -8), (120, 780, -14), (196, 900, -40), (262, 800, -76), (326, 880, -120),
        (548, 900, 96), (604, 790, 56), (660, 880, 30), (720, 830, 10))
    patches = {120: ORANGE, 262: MINT, 548: ORANGE, 660: OCHRE_PALE, 44: ORANGE}
    for i, (x, drop, bend) in enumerate(front):
        tube(x, drop, 38, 23, blacks[i % 4], bend=bend, at=600, patch=patches.get(x))
        s.strip([(x - 16 + bend * 0.3, 330 + i * 13 % 90), (x - 34 + bend * 0.3, 340)], (6, 3),
            HONEY, lift=2)
    open_hand(s, 452, 700, 210, PEACH, turn=-48, spread=0.7, thumb=0.5, arm=40,
        sleeve=checked(BRICK, SOOT_SOFT, 16), reach=440, lift=18)
    for x, drop, bend in ((400, 830, -168), (470, 930, 140)):
        tube(x, drop, 40, 24, blacks[0], bend=bend, at=610)
    s.shade(pts("-20,860 770,900 770,1020 -20,1020"), 0.5, blur=50)
    with s.layer(lift=12, blur=9):
        s.strip(pts("14,-20 -6,400 26,800 10,1020"), 54, OIL)
        s.strip(pts("752,-20 738,500 760,1020"), 40, OIL)
    s.light(light=(0.35, -0.8), strength=0.42, warm=(255, 222, 150), cool=(44, 40, 70),
        vignette=0.46, bloom=0.3)


@scene(16, "test-ride", "portrait")
def test_ride(s: Scene) -> None:
    """Just let go of: the orange bicycle, wobbling off into a low sun."""
    end = (420, 330)
    s.rect(-20, -20, 800, 420, OCHRE_PALE)
    s.rect(-20, -20, 800, 190, mix(SLATE_PALE, ROSE, 0.45), lift=0, edge=0, blur=40)
    s.blob(pts("120,350 250,300 380,316 520,300 660,352 660,420 120,420"), PLUM_PALE, lift=0)
    s.ellipse(420, 262, 62, 62, (255, 246, 212), lift=0, edge=0, blur=3)
    s.glow(420, 262, 520, (255, 196, 104), 0.85)

    def towards(x, y, share):
        return x + (end[0] - x) * share, y + (end[1] - y) * share

    s.cut(pts("-20,400 770,400 770,1020 -20,1020"), Paper((138, 112, 118), "rough"), lift=0)
    for side, wall, x0 in ((-1, BRICK, -120), (1, mix(BRICK_DARK, PLUM_DARK, 0.4), 900)):
        s.cut([(x0, -300), towards(x0, -300, 0.82), towards(x0, 800, 0.82), (x0, 800)],
            Paper(wall, "rough"), lift=8)
        for row in (-110, 120):
            for i in range(7):
                near, far = 1 - 0.86**i, 1 - 0.86 ** (i + 0.5)
                a, b = towards(x0, row, near), towards(x0, row, far)
                c, d = towards(x0, row + 130, far), towards(x0, row + 130, near)
                lit = (255, 214, 140) if side < 0 else (72, 62, 88)
                s.cut([a, b, c, d], mix(lit, INK, 0.15 * (i % 3)), lift=2)
        for i in range(7):
            near, far = 1 - 0.86 ** (i + 0.1), 1 - 0.86 ** (i + 0.4)
            a, b = towards(x0, 480, near), towards(x0, 480, far)
            c, d = towards(x0, 800, far), towards(x0, 800, near)
            s.cut([a, b, c, d], (INK, MOSS_DARK, BRICK_DARK, TEAL_DARK)[i % 4], lift=2)
        foot = x0 - side * 210
        s.cut([(x0, 800), towards(x0, 800, 0.86), towards(foot, 1020, 0.88), (foot, 1020)],
            mix(STONE, CLAY, 0.5), lift=3)
    s.far(7)
    for i in range(80):
        a = i * 0.52 + s.rng.uniform(0, 0.4)
        r0, long = s.rng.uniform(200, 420), s.rng.uniform(90, 260)
        x, y = math.cos(a), math.sin(a)
        tone = s.rng.choice((CREAM, OCHRE_PALE, PLUM_DARK))
        s.pen([(end[0] + x * r0, end[1] + y * r0), (end[0] + x * (r0 + long), end[1] + y *
            (r0 + long))], s.rng.uniform(1, 4), tone, alpha=0.22)
    for y, w, long in ((470, 4, 26), (560, 7, 46), (690, 12, 70), (880, 20, 120)):
        s.cut([(424 - w / 2 + (y - 470) * 0.1, y), (424 + w / 2 + (y - 470) * 0.1, y),
            (436 + w + (y - 470) * 0.1, y + long), (430 - w * 0.6 + (y - 470) * 0.1, y + long)],
            CREAM, alpha=0.7, lift=0, blur=1.5)
    s.shade(pts("372,742 420,734 520,1020 250,1020"), 0.55, blur=13, colour=(40, 22, 48))
    s.glow(420, 420, 330, (255, 200, 120), 0.5)
    with s.placed(396, 746, turn=-7), s.layer(lift=10):
        s.strip(pts("-92,-262 -58,-284 0,-276 58,-284 92,-262"), 9, SOOT, lift=3)
        for x in (-92, 92):
            s.strip([(x, -262), (x * 1.16, -258)], 13, RUST, round_end=True, lift=2)
        wheel(s, 0, -88, 88, squash=0.15, rim=STEEL, spokes=6)
        for x in (-1, 1):
            s.strip([(x * 15, -88), (x * 10, -196), (0, -222)], 7, ORANGE, lift=3)
        s.strip(pts("-22,-176 0,-186 22,-176"), 10, ORANGE, lift=3)
        s.rect(-9, -164, 18, 12, RED, lift=2)
        for leg in ("-20,-216 -54,-142 -42,-70", "20,-216 60,-166 46,-116"):
            line = pts(leg)
            s.strip(line, (40, 32, 24), SLATE_DARK, round_start=True, lift=3)
            x, y = line[-1]
            s.blob([(x - 16, y - 8), (x + 14, y - 8), (x + 15, y + 12), (x, y + 17),
                (x - 17, y + 12)], CREAM, lift=3)
        s.blob(pts("-26,-214 0,-232 26,-214 14,-204 0,-200 -14,-204"), SOOT, lift=4)
        rider = Look(top=striped(CREAM, TEAL, 1.6, 1.9, turn=0), skin=BROWN, hair=HAIR_BLACK,
            garment="jumper", style="short")
        person(s, 0, -4, 440, rider, view="back", child=True, legs="none", tilt=6, lift=4,
            arms=(((19, -66), (23, -60)), ((19, -66), (23, -60))))
        with s.placed(2, -384, turn=5):
            s.blob(pts("-37,10 -36,-18 -20,-42 0,-48 20,-42 36,-18 37,10 0,18"), ORANGE, lift=5)
            for x in (-19, 0, 19):
                s.strip([(x * 0.6, -38), (x, -14), (x * 1.05, 4)], (5, 8, 5), darker(ORANGE, 0.5),
                    round_start=True, round_end=True, lift=0, edge=0.5)
    with s.layer(lift=16, blur=2.6):
        open_hand(s, 158, 930, 190, FAIR, turn=24, flip=True, arm=16, sleeve=SLATE, reach=260)
        open_hand(s, 640, 950, 190, FAIR, turn=-20, arm=16, sleeve=SLATE, reach=260)
    s.light(light=(0, -0.9), strength=0.4, warm=(255, 216, 150), cool=(56, 34, 78), vignette=0.48,
        bloom=0.24)
