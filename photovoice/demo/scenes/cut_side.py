"""Cut Side, the canal: photographs 25 to 28, by Dev Chowdhury."""

import math

from . import scene
from .figures import Look, person
from .palette import (
    BONE,
    BRICK,
    BRICK_DARK,
    BRICK_PALE,
    BROWN,
    CLAY,
    CREAM,
    CREAM_WARM,
    DEEP,
    FAIR,
    HAIR_BLACK,
    INK,
    LIME,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    PEACH,
    PLUM,
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
    TAN,
    TEAL,
    TEAL_DARK,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_PALE,
    YELLOW,
    Paper,
    bricked,
    checked,
    dotted,
    lighter,
    mix,
    shaded,
)
from .paper import Scene
from .shapes import oval, pts, spline
from .street import block, lamp_post, tree
from .things import bag

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off

HI_VIS = (255, 112, 30)


def _waistcoat(s: Scene, x: float, y: float, size: float, paper, *, turn: float = 0,
        blow: float = 0, lift: float = 6) -> None:
    """A hi-vis waistcoat hung by its shoulders from (x, y), `blow` skewing its hem in the wind."""

    def at(text):
        return [(a + blow * max(0, b) / 100, b - abs(blow) * b * b / 55000) for a, b in pts(text)]

    band, trim = (226, 230, 226), shaded(paper, 0.22)
    with s.placed(x, y, scale=size / 100, turn=turn):
        s.cut(at("-27,0 -12,-3 -4,16 0,20 4,16 12,-3 27,0 24,26 31,38 33,98 -33,98 -31,38 -24,26"),
            trim, lift=1)
        s.cut(at("-26,2 -12,-1 -5,20 -1.5,30 -2,98 -32,98 -30,40 -23,26"), paper, lift=lift)
        s.cut(at("26,2 12,-1 5,20 1.5,30 1,98 32,98 30,40 23,26"), paper, lift=lift)
        for side in (-1, 1):
            s.cut(at(f"{side * 31},52 {side * 1.5},54 {side * 1.5},65 {side * 31.6},63"), band,
                lift=0.6)
            s.cut(at(f"{side * 32},76 {side * 1.5},78 {side * 1.5},89 {side * 32.6},87"), band,
                lift=0.6)
            s.cut(at(f"{side * 19},1 {side * 12.6},0 {side * 13},52 {side * 20},52"), band,
                lift=0.6)
        for dx in (-20, -13):
            s.strip([(dx, -7), (dx + 1, 7)], 2.6, WOOD_PALE, lift=1.5)
            s.strip([(-dx, -7), (-dx - 1, 7)], 2.6, WOOD_PALE, lift=1.5)


def _vest(s: Scene, x: float, y: float, height: float, *, flip: bool = False,
        lean: float = 0) -> None:
    """The waistcoat as worn, over a figure from the side with its feet at (x, y)."""
    with s.placed(x, y, scale=height / 100, flip=flip), s.placed(0, -47, turn=lean):
        s.cut(pts("-6,-34 5,-34 7,-22 7.6,-2 -7.6,-2 -7.4,-22"), HI_VIS, lift=1)
        for dy in (-18, -9):
            s.cut(pts(f"-7.4,{dy} 7.2,{dy} 7.4,{dy + 3.4} -7.6,{dy + 3.4}"), WHITE, lift=0.3)


def _reeds(s: Scene, x: float, y: float, tall: float, count: int, paper) -> None:
    """Reeds growing from about (x, y), a few with heads."""
    for i in range(count):
        foot = x + s.rng.uniform(-0.5, 0.5) * tall * 0.5
        lean, high = s.rng.uniform(-0.2, 0.24) * tall, tall * s.rng.uniform(0.55, 1)
        line = [(foot, y), (foot + lean * 0.4, y - high * 0.6), (foot + lean, y - high)]
        s.strip(line, (tall * 0.03, tall * 0.026, 1), shaded(paper, s.rng.uniform(0, 0.3)), lift=5)
        if i % 4 == 0:
            s.strip([(foot + lean * 0.7, y - high * 0.8), (foot + lean, y - high)], tall * 0.045,
                WOOD_DARK, round_start=True, round_end=True, lift=4)


@scene(25, "by-the-canal", "landscape")
def by_the_canal(s: Scene) -> None:
    """From across the cut: bridge and reflection make an eye, and the pickers walk through it."""
    s.rect(-20, -20, 1040, 420, (198, 202, 200))
    s.blob(pts("-40,40 200,20 460,52 700,24 1040,60 1040,110 640,98 300,116 -40,96"),
        (176, 184, 186), lift=0, alpha=0.8)
    for x, w, tall, tone in ((-20, 210, 190, CLAY), (176, 120, 250, BRICK_PALE),
            (820, 220, 210, ROSE)):
        s.rect(x, 330 - tall, w, tall, mix(tone, STONE, 0.45), lift=3)
        for i in range(int(w / 34)):
            for j in range(4):
                s.rect(x + 12 + i * 34, 346 - tall + j * 40, 16, 24, mix(SLATE, STONE, 0.3), lift=0)
    s.cut(pts("300,330 306,40 322,40 330,330"), mix(BRICK, STONE, 0.4), lift=3)
    s.far(5)
    for x, tall in ((60, 190), (150, 150), (880, 210), (985, 180)):
        tree(s, x, 350, tall, MOSS if x != 150 else OCHRE)
    # The far bank: wall, bridge, path
    stone = bricked(mix(BRICK_DARK, PLUM, 0.25), mix(CLAY, STONE, 0.4), 34, 12)
    s.rect(-20, 268, 1040, 112, mix(MOSS_DARK, SLATE, 0.3), lift=4)
    arch = [*oval(640, 386, 168, 170, start=180, end=360), (808, 400), (1020, 400), (1020, 176),
        (860, 150), (640, 128), (430, 150), (270, 196), (270, 400), (472, 400)]
    with s.layer(inside=oval(640, 386, 172, 174, start=180, end=360), depth=0):
        s.rect(460, 200, 360, 200, (190, 198, 192), lift=0)
        s.blob(pts("450,330 560,280 700,300 830,270 830,400 450,400"), MOSS_PALE, lift=2)
    s.cut(arch, stone, lift=10)
    ring = oval(640, 386, 182, 184, start=180, end=360)
    s.strip(ring, 24, mix(STONE, CLAY, 0.3), curve=False, lift=3)
    s.strip(pts("262,190 430,144 640,122 860,144 1030,172"), 18, mix(STONE, CLAY, 0.2), lift=6)
    s.rect(-20, 372, 1040, 24, mix(STONE, OCHRE_PALE, 0.35), lift=4)
    s.rect(-20, 394, 1040, 22, mix(SLATE_DARK, MOSS_DARK, 0.4), lift=2)
    coats = ((SLATE, FAIR, "beanie", BRICK), (PLUM, DEEP, "wrap", OCHRE), (TEAL_DARK, BROWN, None,
        SOOT), (MOSS_DARK, TAN, "scarf", SLATE_PALE), (BRICK_DARK, PEACH, "cap", SOOT))
    for i, (x, h, lean, reach, flip) in enumerate(((150, 190, 0, None, False),
            (330, 178, 30, 40, False), (548, 196, 4, None, False), (688, 182, 26, 46, True),
            (886, 188, 2, None, True))):
        top, skin, hat, hat_paper = coats[i]
        look = Look(top=top, skin=skin, hair=HAIR_BLACK, hat=hat, hat_paper=hat_paper,
            legs=SOOT_SOFT)
        hand = ((14, -58), (20, -50)) if reach else ((6, -62), (12, -54))
        sx = -1 if flip else 1
        person(s, x, 386, h, look, view="side", flip=flip, lean=lean, lift=5, features=False,
            legs="walk" if not reach else "stand", arms=(None, hand))
        _vest(s, x, 386, h, flip=flip, lean=lean)
        if reach:  # the picker, and what it has hold of
            s.strip([(x + sx * 34, 310), (x + sx * 84, 384)], 4, CREAM, lift=2)
            s.ellipse(x + sx * 86, 384, 10, 6, (206, 222, 214), lift=2)
        else:
            bag(s, x + sx * 26, 376, 70, (60, 66, 84) if i != 2 else (56, 120, 96), lift=3)
    # The water
    s.cut(pts("-20,414 1020,414 1020,800 -20,800"), (96, 108, 106), lift=0)
    s.reflect(pts("-20,414 1020,414 1020,800 -20,800"), 414, strength=0.82, blur=1.6, ripple=2.4,
        squash=0.98)
    s.shade(pts("-20,640 1020,600 1020,800 -20,800"), 0.35, blur=60, colour=(30, 44, 46))
    for _ in range(46):
        y = 430 + 310 * s.rng.random() ** 1.4
        x, long = s.rng.uniform(-20, 1000), (y - 380) * s.rng.uniform(0.2, 0.7)
        s.pen([(x, y), (x + long * 0.5, y + 1.5), (x + long, y)], 1 + (y - 414) * 0.006,
            (222, 226, 222), curve=True, alpha=s.rng.uniform(0.15, 0.5))
    with s.placed(330, 590, turn=-14):
        s.blob(pts("-20,-6 6,-8 20,-3 26,-3 26,3 20,4 6,8 -20,6"), (150, 190, 170), lift=2)
    for _ in range(18):
        x, y, tone = s.rng.uniform(560, 900), s.rng.uniform(520, 730), s.rng.choice((OCHRE, RUST))
        s.ellipse(x, y, 8, 3.4, tone, turn=s.rng.uniform(-20, 20), lift=1)
    with s.layer(lift=10, blur=5):
        _reeds(s, 60, 800, 440, 16, MOSS_DARK)
        _reeds(s, 990, 800, 260, 9, MOSS)
    s.light(light=(-0.2, -0.8), strength=0.26, warm=(240, 242, 238), cool=(40, 58, 66),
        vignette=0.4, contrast=0.14)


def _trolley(s: Scene, x: float, y: float, size: float, *, turn: float = 0, tone=(168, 174, 174),
        handle=RED, weed: bool = False, lift: float = 7) -> None:
    """A shopping trolley from the side, its wheels on (x, y), handle to the left, `size` long."""
    rust = mix(tone, RUST, 0.45)
    with s.placed(x, y, scale=size / 100, turn=turn), s.layer(lift=lift):
        for a, b in (((-36, -78), (-26, -22)), ((-26, -22), (40, -16)), ((-26, -22), (-30, -6)),
                ((40, -16), (40, -6)), ((-40, -80), (-52, -92))):
            s.strip([a, b], 3.4, rust, lift=1.5)
        rim = (pts("-42,-80 52,-70"), pts("-30,-36 42,-40"), pts("52,-70 42,-40"),
            pts("-42,-80 -30,-36"))
        bars = [((-42 + 94 * i / 11, -80 + 10 * i / 11), (-30 + 72 * i / 11, -36 - 4 * i / 11))
            for i in range(1, 11)]
        bars += [((-42 + 3 * i, -80 + 11 * i), (52 - 2.5 * i, -70 + 7.5 * i)) for i in range(1, 4)]
        for bar in bars:
            s.strip(bar, 1.6, tone, lift=0)
        for line in rim:
            s.strip(line, 3.6, lighter(tone, 0.15), lift=1.5)
        s.strip(pts("-58,-94 -44,-90"), 6, handle, round_start=True, round_end=True, lift=2)
        for wx in (-30, 40):
            s.ellipse(wx, -3, 6, 6, SOOT, lift=1.5)
            s.ellipse(wx, -3, 2, 2, STONE, lift=0.5)
        if weed:
            for i in range(6):
                px = -24 + i * 13 + s.rng.uniform(-4, 4)
                s.strip([(px, -72), (px + s.rng.uniform(-6, 6), -50), (px + s.rng.uniform(-4, 4),
                    -30 + s.rng.uniform(-8, 22))], (3, 5, 1.5),
                    mix(MOSS_DARK, MOSS, s.rng.random()), lift=1.5)


@scene(26, "what-we-pulled-out", "portrait")
def what_we_pulled_out(s: Scene) -> None:
    """The heap on the towpath, still dripping: trolleys like ribs, and what was in them."""
    s.rect(-20, -20, 800, 1050, (200, 206, 204))
    s.rect(-20, 130, 800, 230, mix(MOSS_DARK, SLATE, 0.45), lift=3)
    for x, tall in ((90, 230), (300, 190), (560, 250), (720, 210)):
        tree(s, x, 240, tall, mix(MOSS, SLATE, 0.3))
    s.cut(pts("-20,300 770,264 770,600 -20,600"), (126, 142, 142), lift=2)
    s.reflect(pts("-20,300 770,270 770,600 -20,600"), 290, strength=0.6, blur=4, ripple=2,
        squash=0.9)
    s.far(5)
    s.cut(pts("-20,486 770,420 770,452 -20,524"), mix(STONE, CLAY, 0.35), lift=6)
    s.cut(pts("-20,520 770,448 770,1040 -20,1040"), Paper((134, 122, 110), "rough"), lift=3)
    for line in ("60,980 240,930 520,960 640,1010 300,1030",
            "520,610 640,590 730,630 640,660 540,650"):
        s.blob(pts(line), (96, 100, 98), alpha=0.55, lift=0, edge=0.5)
    s.shade(pts("60,800 300,700 700,640 720,860 420,960 120,940"), 0.55, blur=24)
    # The ribs: trolley in trolley in trolley, leaning back
    for i in range(6):
        tone = mix((150, 158, 158), RUST, 0.12 + 0.09 * (i % 4))
        _trolley(s, 500 - i * 26, 470 + i * 62, 400 - i * 5, turn=-47 + i * 5.2, tone=tone,
            weed=i % 3 == 0, handle=(RED, TEAL, OCHRE, SLATE_DARK)[i % 4], lift=9)
    _trolley(s, 560, 888, 400, turn=14, tone=mix((168, 174, 174), RUST, 0.2), weed=True,
        handle=TEAL, lift=14)
    # The sign
    with s.placed(612, 560, turn=17):
        s.strip(pts("0,60 14,330"), 16, STONE, lift=9)
        s.cut(pts("0,-118 112,78 -112,78"), RED, lift=14)
        s.cut(pts("0,-70 72,56 -72,56"), WHITE, lift=1)
        s.blob(pts("-46,44 -30,34 -18,8 -4,36 8,36 20,6 32,34 46,44"), SOOT, lift=0)
        s.blob(pts("-96,74 -60,30 -30,52 -10,80"), RUST, lift=0, edge=0, alpha=0.55)
    # The safe, with nothing in it
    s.cut(pts("48,720 214,700 222,880 60,902"), (62, 70, 78), lift=16)
    with s.layer(inside=pts("68,740 196,724 202,862 78,880"), depth=10):
        s.rect(40, 690, 200, 220, (26, 26, 32), lift=0)
        s.strip(pts("60,812 210,796"), 8, (60, 62, 68), lift=3)
    s.cut(pts("214,700 300,742 306,926 222,880"), (88, 98, 106), lift=12)
    s.ellipse(262, 818, 21, 28, STONE, lift=5)
    for i in range(3):
        a = i * math.pi / 3
        s.strip([(262 - 15 * math.cos(a), 818 - 20 * math.sin(a)), (262 + 15 * math.cos(a), 818 +
            20 * math.sin(a))], 4, SOOT_SOFT, lift=2)
    # The doll, sat up against it all
    with s.placed(402, 890, turn=-9):
        for sx, leg in ((-1, "-20,-6 -44,26 -50,62"), (1, "18,-6 40,30 56,58")):
            s.strip(pts(leg), (24, 20, 16), ROSE, round_end=True, lift=6)
            s.strip([(sx * 26, -64), (sx * 48, -40), (sx * 52, -14)], (15, 13, 10), ROSE,
                round_end=True, lift=5)
        s.blob(pts("-24,-78 24,-78 38,-30 46,6 0,14 -46,6 -38,-30"), dotted(PLUM_PALE, WHITE, 3,
            13), lift=8)
        s.ellipse(0, -112, 38, 37, ROSE, lift=7)
        s.blob(pts("-40,-108 -38,-142 0,-158 38,-142 40,-104 30,-126 6,-136 -22,-130"), OCHRE_PALE,
            lift=4)
        s.ellipse(-13, -110, 4.5, 5.5, SLATE_DARK, lift=0)
        s.pen(pts("8,-110 14,-107 20,-110"), 2.4, SLATE_DARK, curve=True)
        s.pen(pts("-7,-94 0,-91 8,-95"), 2.2, BRICK_DARK, curve=True)
    # The wedding album, open on somebody's coat to dry
    s.cut(pts("460,896 740,852 800,1010 440,1030"), checked(SLATE, SLATE_DARK, 14), lift=8)
    with s.placed(618, 930, turn=-8):
        for side in (-1, 1):
            s.cut([(0, -52), (side * 112, -58), (side * 118, 50), (0, 56)], CREAM_WARM, lift=6)
            s.rect(side * 58 - 38, -42, 76, 80, WHITE, lift=2, turn=side * 2)
            s.rect(side * 58 - 31, -35, 62, 66, BONE, lift=0, turn=side * 2)
            px = side * 58
            s.blob([(px - 22, 30), (px - 15, -6), (px - 2, -6), (px + 2, 30)], SOOT_SOFT, lift=0)
            s.blob([(px - 1, 30), (px + 4, -2), (px + 12, -4), (px + 27, 30)], WHITE, lift=0)
            s.ellipse(px - 9, -14, 7, 8, mix(BONE, WOOD, 0.5), lift=0)
            s.ellipse(px + 9, -11, 6.5, 7, mix(BONE, WOOD, 0.4), lift=0)
            s.blob([(px - 26, 12), (px + 4, 30), (px + 20, 8), (px + 30, 32), (px - 30, 34)],
                (176, 150, 110), lift=0, edge=0, alpha=0.35)
    s.light(light=(-0.5, -0.8), strength=0.28, warm=(242, 242, 236), cool=(44, 58, 70),
        vignette=0.42, contrast=0.16)


@scene(27, "heron", "landscape")
def heron(s: Scene) -> None:
    """First light, mist, one trolley left where it is, by agreement."""
    s.rect(-20, -20, 1040, 420, (222, 220, 214))
    s.rect(-20, 200, 1040, 200, (238, 222, 206), lift=0, edge=0, blur=50)
    s.ellipse(742, 214, 46, 46, (255, 246, 226), lift=0, edge=0, blur=2)
    for tone, line in (((192, 198, 204),
            "-40,250 90,214 210,236 330,196 480,232 600,208 760,240 900,202 1040,226"),
            ((166, 178, 184), "-40,300 120,258 300,292 460,264 640,300 820,270 1040,296")):
        s.cut([*spline(pts(line), closed=False), (1060, 420), (-60, 420)], tone, lift=2)
    s.rect(96, 120, 26, 180, (176, 182, 190), lift=1)
    s.rect(870, 60, 90, 230, (186, 192, 198), lift=1)
    s.glow(742, 214, 420, (255, 232, 200), 0.6)
    s.far(7)
    s.blob(pts("-60,330 160,312 420,326 700,314 1060,330 1060,380 -60,380"), (196, 204, 204),
        alpha=0.8, lift=0)
    s.rect(-20, 352, 1040, 22, (146, 158, 156), lift=2)
    s.far(3)
    s.rect(-20, 372, 1040, 430, (176, 188, 192), lift=0)
    s.reflect(pts("-20,372 1020,372 1020,800 -20,800"), 372, strength=0.8, blur=3, ripple=1.6,
        squash=1.1)
    # The trolley, half under, and the bird on its rim
    steel = (104, 116, 122)
    _trolley(s, 396, 690, 420, turn=-13, tone=steel, handle=(150, 74, 62), weed=True, lift=3)
    with s.placed(392, 410), s.layer(lift=7):
        grey, dark = (110, 128, 146), (52, 62, 80)
        for x, foot in ((-6, 4), (20, 10)):
            s.strip([(x, -120), (x + 3, -62), (x - 2, foot)], (8, 5, 4), OCHRE_DARK, lift=2)
            for dx in (-18, 2, 18):
                s.strip([(x - 2, foot - 3), (x + dx, foot + 5)], (3.4, 2), OCHRE_DARK, lift=1)
        s.blob(pts("-120,-96 -70,-140 -10,-190 48,-208 80,-180 66,-136 20,-108 -40,-98"), grey,
            lift=5)
        for i in range(4):
            s.blob([(40 - i * 26, -180 + i * 13), (6 - i * 28, -140 + i * 9),
                (-84 - i * 16, -84 + i * 2), (-30 - i * 18, -120 + i * 5)],
                mix(grey, dark, 0.12 + 0.16 * i), lift=2)
        neck = pts("56,-178 92,-214 74,-262 48,-300 66,-344 96,-356")
        s.strip(neck, (46, 34, 26, 24, 22, 26), (216, 220, 222), round_end=True, lift=4)
        for y in range(-210, -306, -16):
            s.strip([(79 + y * 0.02, y), (83 + y * 0.02, y - 12)], 3, dark, lift=0)
        for dx in (0, 14, 26):
            s.strip([(70 + dx * 0.6, -176), (62 + dx, -140), (54 + dx, -112)], (8, 4, 1),
                (226, 228, 226), lift=1)
        s.blob(pts("74,-352 86,-374 112,-376 132,-360 118,-344 90,-340"), (232, 232, 228), lift=3)
        s.strip(pts("128,-366 96,-374 66,-366 28,-350"), (3, 8, 7, 1.5), dark, lift=2)
        s.cut(pts("124,-364 214,-346 126,-348"), YELLOW, lift=4)
        s.pen(pts("126,-356 204,-348"), 1.4, OCHRE_DARK)
        s.ellipse(116, -362, 5.4, 5.4, YELLOW, lift=0.5)
        s.ellipse(117, -362, 2.6, 2.6, SOOT, lift=0, edge=0)
    # The water closing over the wheels, with them in it
    s.reflect(spline(pts("130,604 670,604 700,700 640,800 150,800 90,700")), 604, strength=0.8,
        blur=2.4, ripple=3, squash=0.7)
    s.beam(pts("640,380 850,380 900,800 600,800"), (255, 236, 206), 0.5, blur=34)
    for r in (150, 230, 330, 450):
        s.pen(oval(404, 612, r, r * 0.13), 2.2, (244, 244, 240), alpha=0.5)
    for _ in range(30):
        y = 390 + 350 * s.rng.random() ** 1.5
        x, long = s.rng.uniform(-20, 1000), (y - 340) * s.rng.uniform(0.2, 0.6)
        s.pen([(x, y), (x + long, y + 1)], 1 + (y - 380) * 0.004, WHITE, alpha=s.rng.uniform(0.15,
            0.4))
    s.blob(pts("-60,400 300,380 700,406 1060,386 1060,430 -60,436"), (240, 236, 230), alpha=0.3,
        lift=0, edge=0, blur=12)
    with s.layer(lift=9, blur=4):
        _reeds(s, 930, 800, 520, 15, mix(SAGE, SLATE, 0.35))
    s.light(light=(0.5, -0.6), strength=0.28, warm=(255, 238, 214), cool=(60, 78, 104),
        vignette=0.34, bloom=0.2)


@scene(28, "hi-vis", "landscape")
def hi_vis(s: Scene) -> None:
    """The week's waistcoats between two lamp-posts, the flats coming on behind them."""
    s.rect(-20, -20, 1040, 800, (70, 62, 104))
    s.rect(-20, 250, 1040, 260, (176, 104, 124), lift=0, edge=0, blur=90)
    s.rect(-20, 430, 1040, 140, (240, 164, 120), lift=0, edge=0, blur=50)
    for line in ("-40,190 200,150 420,176 560,214 300,226 60,222",
            "520,110 760,80 1040,104 1040,150 780,148"):
        s.torn(spline(pts(line)), (112, 76, 116), rough=2, lift=5)
    block(s, 96, 640, 210, 520, (66, 58, 88), columns=6, rows=12, lit=0.42, balcony=(84, 72, 104))
    block(s, 720, 640, 160, 360, (78, 64, 92), columns=4, rows=9, lit=0.36, balcony=(94, 78, 108))
    block(s, 884, 640, 170, 280, (88, 68, 94), columns=4, rows=7, lit=0.3)
    s.cut(pts("-20,600 260,576 520,600 1020,570 1020,800 -20,800"), (54, 48, 72), lift=4)
    s.far(5)
    s.cut(pts("-20,668 1020,640 1020,800 -20,800"), Paper((60, 56, 74), "rough"), lift=5)
    lamp = (255, 210, 130)
    lamp_post(s, 902, 690, 440, (36, 36, 50), on=lamp, flip=True, lift=6)
    with s.layer(lift=12, blur=1.2):
        s.cut(pts("62,-20 100,-20 106,800 54,800"), (30, 30, 44), lift=6)
        s.cut(pts("48,560 112,560 116,800 44,800"), (38, 38, 54), lift=4)
    start, end = (80, 72), (902, 318)

    def line_at(t):
        (x0, y0), (x1, y1) = start, end
        return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + 190 * t * (1 - t)

    s.strip([line_at(i / 14) for i in range(15)], (4.5, 2), CREAM, lift=5)
    papers = (LIME, HI_VIS, LIME, LIME, HI_VIS, LIME)
    spots, size, t = [], 384.0, 0.16
    for paper in papers:
        spots.append((t, size, paper))
        t += size * 0.56 / 822
        size *= 0.745
    for t, size, paper in spots[::-1]:
        x, y = line_at(min(t, 0.98))
        _waistcoat(s, x, y + 4, size, paper, turn=s.rng.uniform(2, 9), blow=s.rng.uniform(8, 26),
            lift=5)
    for x, y in ((812, 700), (872, 716), (950, 704)):  # the morning's bags, and the pickers
        s.blob([(x - 48, y), (x - 44, y - 54), (x - 8, y - 84), (x, y - 100), (x + 9, y - 84),
            (x + 42, y - 56), (x + 50, y)], mix(SLATE_DARK, INK, s.rng.random()), lift=9)
        s.strip([(x - 9, y - 84), (x + 10, y - 85)], 6, HI_VIS, lift=2)
    for x0, x1 in ((846, 886), (868, 894)):
        s.strip([(x0, 712), (x1, 520)], 6, CREAM, lift=7)
        s.strip([(x1 - 10, 524), (x1 + 14, 512)], 8, HI_VIS, lift=3)
    s.glow(300, 330, 420, (230, 240, 150), 0.22)
    s.light(light=(-0.3, 0.4), strength=0.3, warm=(255, 206, 160), cool=(44, 40, 100),
        vignette=0.46, bloom=0.34, contrast=0.18)
