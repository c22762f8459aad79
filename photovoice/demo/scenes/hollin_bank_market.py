"""Hollin Bank, before the bus came back: photographs 22 and 24, by Marlene Fitt."""

from . import scene
from .figures import Look, person
from .hands import offering, pinching
from .palette import (
    BLUE,
    BRICK,
    BRICK_DARK,
    BRICK_PALE,
    CLAY,
    CREAM,
    DEEP,
    FAIR,
    HAIR_BROWN,
    HAIR_SAND,
    INK,
    MINT,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    OLIVE,
    ORANGE,
    PLUM,
    PLUM_DARK,
    RED,
    RUST,
    SAGE,
    SKY,
    SLATE,
    SLATE_DARK,
    SOOT,
    STONE,
    STRAW,
    TEAL,
    WHITE,
    WOOD_DARK,
    WOOD_PALE,
    Paper,
    checked,
    grained,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import oval, pts
from .things import crate, pencil

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off

LAMP = (255, 206, 120)


def _leek(s: Scene, x: float, y: float, length: float, turn: float) -> None:
    """A leek lying with its roots at (x, y), its leaves fanning upwards at turn=0."""
    with s.placed(x, y, scale=length / 100, turn=turn):
        for i in range(5):
            s.strip([(0, 2), (-4 + i * 2, 9 + i % 2 * 3)], (1.2, 0.4), STRAW, lift=1)
        for i, (dx, far, wide) in enumerate(((-17, -94, 10), (18, -90, 11), (-7, -102, 11),
                (8, -106, 10), (0, -96, 9))):
            tone = mix(MOSS_DARK, MOSS, 0.2 * i)
            s.strip([(0, -48), (dx * 0.3, -66), (dx, far)], (9, wide, 2.5), tone, lift=2.5)
        s.strip(pts("0,0 0,-26 0,-56"), (9.5, 9, 12), WHITE, round_start=True, lift=4)
        s.cut(pts("-4.6,-28 4.6,-28 6.4,-58 0,-66 -6.4,-58"), MOSS_PALE, lift=0, edge=0, alpha=0.7)
        s.cut(pts("1.6,0 4.4,-2 4.4,-28 6,-56 2.6,-56"), SAGE, lift=0, edge=0, alpha=0.5)


@scene(22, "petition", "portrait")
def petition(s: Scene) -> None:
    """Across the market stall: the clipboard among the leeks, and half of the stallholder."""
    s.rect(-20, -20, 800, 1050, mix(SKY, CREAM, 0.4))
    for x, w, tall, tone in ((-20, 240, 300, BRICK_PALE), (210, 200, 360, CLAY),
            (400, 380, 290, BRICK)):
        s.rect(x, 560 - tall, w, tall, tone, lift=4)
        for i in range(3):
            s.rect(x + 24 + i * w / 3.4, 600 - tall, 34, 60, SLATE_DARK, lift=1)
    for x, tall, top in ((70, 340, TEAL), (640, 360, PLUM), (712, 320, SLATE)):
        person(s, x, 640, tall, Look(top=top, hair=HAIR_BROWN), view="back")
    s.far(7)
    for x in (46, 706):
        s.strip([(x, 120), (x, 1000)], 16, WOOD_DARK, lift=6)
    holder = Look(top=striped(CREAM, SLATE_DARK, 1.2, 1.6, turn=0), skin=OLIVE, hair=HAIR_SAND,
        garment="apron", apron=MOSS_DARK, build=1.15)
    person(s, 400, 1170, 980, holder, view="facing", lift=14, tilt=-4, lean=-3,
        arms=(((17, -66), (14, -53)), ((17, -66), (13, -53))))
    # The awning, and the light it lets through
    stripes = [(-40 + i * 92, CREAM if i % 2 else RED) for i in range(10)]
    for x, tone in stripes:
        s.cut([(x + 30, -20), (x + 112, -20), (x + 92, 200), (x, 200)], tone, lift=3)
    for x, tone in stripes:
        drop = [(x, 196), (x + 92, 196), (x + 91, 250), *oval(x + 46, 250, 45, 28, end=180),
            (x + 1, 250)]
        s.cut(drop, shaded(tone, 0.1), lift=9)
    s.beam(pts("-20,280 770,280 770,560 -20,560"), (255, 120, 90), 0.12, blur=40)
    # The stall: baize, crates, everything in season
    s.cut(pts("-20,560 770,548 770,1040 -20,1040"), (58, 92, 60), lift=16)
    s.cut(pts("-20,560 770,548 770,572 -20,586"), lighter((58, 92, 60), 0.16), lift=0)
    for x, y, w in ((90, 690, 210), (664, 690, 210)):
        crate(s, x, y, w, 96, WOOD_PALE, slats=2, lift=9)
    for i in range(16):  # carrots on the left, tomatoes on the right
        x, y = -6 + i % 8 * 27, 604 + i // 8 * 16
        s.strip([(x, y - 20), (x + 4, y + 20)], (15, 3), mix(ORANGE, RUST, s.rng.random() * 0.5),
            round_start=True, lift=3)
        for dx in (-8, 0, 8):
            s.strip([(x, y - 20), (x + dx, y - 46)], (3, 1), MOSS, lift=1)
    for i in range(14):
        x, y = 582 + i % 7 * 28, 586 + i // 7 * 22
        s.ellipse(x, y, 18, 17, mix(RED, BRICK, s.rng.random() * 0.5), lift=4)
        s.blob([(x - 5, y - 12), (x, y - 9), (x + 6, y - 13), (x + 1, y - 16)], MOSS_DARK, lift=1)
    s.label(196, 590, 66, 50, CREAM, lines=2, turn=-5, lift=6)
    s.label(494, 580, 66, 50, CREAM, lines=2, turn=4, lift=6)
    for x, y, long, turn in ((20, 1010, 470, 12), (92, 1040, 450, 4), (-30, 960, 420, 22),
            (164, 1060, 400, 11), (700, 1060, 470, -14), (770, 1000, 440, -20),
            (630, 1090, 420, -6)):
        _leek(s, x, y, long, turn)
    with s.placed(392, 770, turn=-7):
        s.rect(-158, -196, 316, 420, Paper((146, 102, 66), "kraft"), corner=12, lift=16)
        for i, turn in enumerate((1.6, -1, 0)):
            s.rect(-140, -166, 280, 372, lighter(CREAM, 0.15 * i), turn=turn, lift=2)
        s.cut(pts("-60,-210 60,-210 70,-170 -70,-170"), STONE, lift=7)
        s.scribble(-118, -122, 220, 20, SOOT, width=4)
        for i in range(9):
            y = -76 + i * 30
            s.pen([(-124, y + 8), (124, y + 8)], 1.2, SLATE, alpha=0.6)
            if i < 7:
                ink = (INK, (40, 62, 138), INK, PLUM_DARK)[i % 4]
                s.scribble(-120, y + 2, s.rng.uniform(80, 126), 14, ink, width=2)
                s.scribble(30, y + 2, s.rng.uniform(46, 84), 12, ink, width=2)
    with pinching(s, 478, 868, 270, DEEP, turn=-6, arm=24, sleeve=checked(OCHRE, PLUM_DARK, 14),
            reach=300, lift=16):
        pencil(s, 440, 912, 250, BLUE, turn=38, lift=9)
    with s.layer(lift=14, blur=7):
        s.blob(pts("-60,640 10,610 46,720 40,860 -10,900 -60,880"), PLUM_DARK)
    s.beam(pts("240,560 560,552 700,1020 160,1020"), (255, 236, 190), 0.2, blur=40)
    s.light(light=(0.2, -0.9), strength=0.34, warm=(255, 228, 190), vignette=0.4, bloom=0.16)


@scene(24, "thermos", "landscape")
def thermos(s: Scene) -> None:
    """The lid of the flask going from one hand to the next, the only warm thing about."""
    s.rect(-20, -20, 1040, 800, (54, 70, 104))
    s.rect(-20, 330, 1040, 120, (206, 130, 104), lift=0, edge=0)
    s.rect(-20, 366, 1040, 50, (250, 192, 128), lift=0, edge=0)
    s.rect(-20, 430, 1040, 400, (48, 50, 74), lift=0, edge=0)
    for x, y, w, h in ((40, 300, 180, 160), (230, 330, 140, 130), (700, 250, 110, 210),
            (820, 320, 200, 140)):
        s.rect(x, y, w, h, (60, 56, 82), lift=0)
    s.far(14)
    with s.layer(blur=2.5):
        for x, y, r, tone in ((120, 210, 44, LAMP), (300, 120, 30, (255, 226, 170)),
                (420, 250, 24, (240, 120, 90)), (640, 150, 52, LAMP), (760, 260, 26, MINT),
                (900, 190, 40, (255, 190, 130)), (540, 330, 18, (255, 240, 200)),
                (210, 330, 20, (240, 150, 100))):
            s.ellipse(x, y, r, r, tone, alpha=0.42, lift=0, edge=0)
    with s.layer(lift=18, blur=5):
        s.blob(pts("-60,180 60,190 150,290 190,460 170,800 -60,800"), PLUM_DARK)
        s.blob(pts("1060,90 940,120 830,240 800,420 830,800 1060,800"), (62, 78, 60))
    knitted = striped(MOSS, MOSS_DARK, 5, 7, turn=0)
    offering(s, 790, 420, 330, FAIR, turn=-84, flip=True, arm=30, sleeve=knitted, reach=300,
        lift=14)
    with s.placed(486, 404, turn=-5, scale=1.42):
        s.cut(pts("-88,-112 88,-112 70,112 52,122 -52,122 -70,112"), RED, lift=10)
        s.cut(pts("36,-108 88,-112 70,112 52,122 40,122"), (90, 14, 30), lift=0, edge=0, alpha=0.4)
        s.cut(pts("-72,-92 -56,-92 -46,100 -58,100"), (246, 140, 120), lift=0, edge=0, alpha=0.6)
        s.ellipse(0, -112, 88, 24, (240, 110, 90), lift=2)
        s.ellipse(0, -110, 76, 18, (120, 70, 40), lift=0, edge=0.5)
        s.ellipse(-16, -112, 34, 6, (196, 130, 76), lift=0, edge=0, alpha=0.8)
    offering(s, 268, 470, 330, DEEP, turn=81, arm=30, sleeve=OCHRE_DARK, reach=480, lift=16)
    s.glow(478, 330, 260, (255, 214, 160), 0.4)
    s.steam(474, 250, 230, width=24, curls=3, strength=0.5)
    # The flask, waiting on the bench, and a third hand that has had its turn
    s.cut(pts("-20,690 1020,664 1020,800 -20,800"), grained((104, 70, 60), (60, 40, 44), 7,
        turn=-2), lift=12)
    with s.placed(-128, 26), s.layer(lift=14):
        s.cut(pts("196,440 262,440 274,474 310,500 312,760 146,760 148,500 184,474"),
            checked(BRICK_DARK, OCHRE, 19), lift=9)
        s.cut(pts("270,474 310,500 312,760 262,760"), SOOT, lift=0, edge=0, alpha=0.35)
        s.cut(pts("192,402 266,402 268,446 190,446"), STONE, lift=4)
        s.cut(pts("146,506 312,506 312,522 146,522"), STONE, lift=1)
        s.ellipse(229, 402, 37, 9, lighter(STONE, 0.4), lift=1)
        s.ellipse(229, 402, 27, 5.5, SOOT, lift=0)
    s.steam(104, 420, 120, width=10, curls=2, strength=0.4)
    for y in (604, 640):
        s.glow(470, y, 200, (255, 180, 110), 0.16)
    s.light(light=(0.1, -0.6), strength=0.34, warm=(255, 216, 160), cool=(32, 44, 92),
        vignette=0.46, bloom=0.26, contrast=0.16)
