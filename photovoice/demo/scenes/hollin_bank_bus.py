"""Hollin Bank, the 6.40: photographs 21 and 23, by Marlene Fitt."""

import math
from dataclasses import replace

from . import scene
from .figures import Look, person, seated
from .palette import (
    BONE,
    BRICK,
    BRICK_DARK,
    BROWN,
    CREAM,
    CREAM_WARM,
    DEEP,
    FAIR,
    HAIR_BLACK,
    HAIR_GREY,
    HAIR_WHITE,
    INK,
    MOSS_PALE,
    OCHRE,
    PEACH,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    SLATE_DARK,
    SOOT,
    SOOT_SOFT,
    STONE,
    TAN,
    TEAL,
    TEAL_DARK,
    WHITE,
    YELLOW,
    Paper,
    darker,
    lighter,
    shaded,
)
from .paper import Scene
from .shapes import box, oval, pts
from .street import block, lamp_post, terrace, wheel
from .things import bag, bucket, umbrella

# Outlines and tables of coordinates are laid out by hand from here on.
# fmt: off

LAMP = (255, 206, 120)
FLASK_HOLDER = Look(top=PLUM, skin=FAIR, hair=HAIR_WHITE, style="bun", garment="apron", apron=TEAL,
    legs=SOOT_SOFT)
TALL_MAN = Look(top=(62, 78, 104), skin=DEEP, hair=HAIR_BLACK, hat="beanie", hat_paper=OCHRE,
    legs=INK, build=1.1)
UMBRELLA_HOLDER = Look(top=OCHRE, skin=PEACH, hair=HAIR_GREY, style="bob", legs=PLUM_DARK,
    scarf=MOSS_PALE)
FRIEND = Look(top=TEAL_DARK, skin=TAN, hat="scarf", hat_paper=PLUM_PALE, legs=SOOT)
NURSE = Look(top=(74, 96, 92), skin=BROWN, hair=HAIR_BLACK, style="tail", legs=(120, 160, 190),
    shoes=CREAM)


def _morning(s: Scene, up: float) -> None:
    """The sky torn open along the roofs, the far side of the road, and the road, shining.

    `up` is how far the dawn has got, in units.
    """
    s.rect(-20, -20, 1040, 560, (255, 222, 152))
    s.glow(690, 400, 300, (255, 246, 214), 0.9, squash=0.3)
    sheets = ((396, (250, 178, 104)), (372, (226, 124, 92)), (345, (164, 92, 106)),
        (314, (96, 84, 116)), (256, (64, 72, 104)), (166, (46, 56, 86)), (74, (34, 43, 70)))
    for i, (y, tone) in enumerate(sheets):
        edge = [(x, y - up * (1 - i * 0.1) - max(0, x - 330) * 0.045 + (9 + i * 3) *
            math.sin(x / (78 + 14 * i) + i * 1.9)) for x in range(1040, -60, -60)]
        top = -60 if i == 6 else y - up - 150
        outline = [(-60, top), (1060, top), *edge]
        if i < 5:
            s.torn(outline, tone, rough=2.4, lift=6)
        else:
            s.cut(outline, tone, smooth=False, lift=7)
    block(s, 640, 446, 66, 150, (62, 52, 74), columns=4, rows=8, lit=0.24, pane=(48, 44, 66))
    block(s, 716, 446, 50, 96, (70, 56, 76), columns=3, rows=6, lit=0.2, pane=(50, 44, 66))
    s.cut(pts("496,446 500,296 510,296 515,446"), (56, 46, 66), lift=3)
    dark = Paper((60, 46, 64), "rough")
    for x, w, tall, houses in ((-30, 250, 78, 3), (214, 280, 64, 3), (520, 170, 50, 2),
            (740, 330, 70, 3)):
        terrace(s, x, 448, w, tall, houses=houses, wall=dark, roof=(44, 38, 58), lit=0.34,
            glow=LAMP, doors=((34, 30, 48), (44, 34, 50)))
    s.far(2.4)
    s.rect(-20, 444, 1040, 34, (50, 46, 64), lift=3)
    s.cut(pts("-20,474 1020,468 1020,800 -20,800"), Paper((60, 60, 80), "rough"), lift=3)
    for x, tall in ((118, 300), (566, 262), (930, 282)):
        lamp_post(s, x, 478, tall, (40, 38, 54), on=LAMP, flip=x > 800, lift=3)
    road = pts("-20,476 1020,470 1020,566 -20,566")
    s.reflect(road, 476, strength=0.72, blur=1.6, squash=0.46, ripple=3)
    for x in (166, 606, 884):
        s.beam([(x - 9, 478), (x + 9, 478), (x + 22, 566), (x - 22, 566)], LAMP, 0.42, blur=7)
    s.glow(640, 404, 560, (255, 186, 110), 0.55, squash=0.4)
    s.cut(pts("-20,552 1020,544 1020,572 -20,582"), (122, 112, 120), lift=4)
    s.cut(pts("-20,574 1020,564 1020,800 -20,800"), Paper((78, 72, 90), "rough"), lift=2)
    for x in range(-500, 1600, 150):
        s.pen([(500 + (x - 500) * 0.74, 572), (x, 760)], 1.6, (48, 44, 62), alpha=0.5)
    for y in (602, 650, 716):
        s.pen([(-10, y), (1010, y - 9)], 1.6, (48, 44, 62), alpha=0.5)


def _shelter(s: Scene) -> None:
    """The bus shelter, running out of the left of the frame, one lit panel in it."""
    s.strip(pts("176,196 176,566"), 9, (36, 40, 58), curve=False, lift=3)
    for x, w in ((-20, 190), (182, 206)):
        s.rect(x, 214, w, 300, (176, 206, 214), alpha=0.13, lift=0, edge=0.4)
        s.cut([(x + w * 0.5, 214), (x + w * 0.8, 214), (x + w * 0.4, 514), (x + w * 0.1, 514)],
            CREAM, alpha=0.07, lift=0, edge=0)
    s.rect(16, 240, 118, 270, (38, 42, 60), lift=6)
    s.rect(26, 250, 98, 250, (226, 236, 222), lift=0)
    s.rect(38, 264, 74, 60, TEAL, lift=0, edge=0)
    for i in range(7):
        s.scribble(38, 352 + i * 20, s.rng.uniform(46, 72), 9, SLATE_DARK, width=1.6)
    s.glow(75, 370, 330, (206, 232, 220), 0.5)
    s.cut(pts("140,520 392,512 396,530 140,540"), (120, 74, 62), lift=6)
    for x in (168, 372):
        s.rect(x, 532, 9, 62, (36, 40, 58), lift=3)


def _roof(s: Scene) -> None:
    """The shelter's roof and its nearest post, in front of whoever is under it."""
    s.cut(pts("386,190 400,190 402,616 388,617"), (34, 38, 56), lift=6)
    s.cut(pts("-30,150 452,184 452,206 -30,182"), (38, 43, 64), lift=12)
    s.cut(pts("-30,150 452,184 452,189 -30,157"), (110, 120, 140), lift=0, edge=0)


def _stop(s: Scene, x: float) -> None:
    """The stop itself: a pole, a flag with a bus on it, a timetable in a case."""
    s.cut([(x - 7, -20), (x + 7, -20), (x + 8, 664), (x - 8, 664)], (44, 48, 64), lift=9)
    s.rect(x + 5, 42, 112, 132, CREAM_WARM, corner=8, lift=9)
    s.rect(x + 14, 51, 94, 114, TEAL_DARK, corner=6, lift=0)
    s.rect(x + 31, 74, 60, 58, CREAM, corner=9, lift=1.5)
    s.rect(x + 37, 84, 48, 23, TEAL_DARK, corner=3, lift=0)
    for dx in (38, 74):
        s.rect(x + dx, 130, 11, 12, CREAM, lift=1)
        s.ellipse(x + dx + 5, 119, 4.6, 4.6, TEAL_DARK, lift=0)
    s.rect(x - 26, 330, 60, 104, (36, 40, 58), corner=3, lift=6)
    s.rect(x - 20, 336, 48, 92, BONE, lift=0)
    for i in range(6):
        s.scribble(x - 15, 354 + i * 13, s.rng.uniform(24, 38), 6, SLATE_DARK, width=1.1)


def _wet(s: Scene, line: float) -> None:
    """The pavement as a mirror from the line of the feet down, and rings where the drops land."""
    for top, strength in ((2, 0.4), (34, 0.42)):
        s.reflect([(-20, line + top), (1020, line + top - 8), (1020, 760), (-20, 760)], line,
            strength=strength, blur=2.4, squash=0.34, ripple=2.2)
    for _ in range(60):
        x, y = s.rng.uniform(0, 1000), s.rng.uniform(line, 748)
        r = 3 + (y - line) * s.rng.uniform(0.04, 0.13)
        s.pen(oval(x, y, r, r * 0.28), 0.9, (214, 206, 212), alpha=s.rng.uniform(0.15, 0.5))


@scene(21, "bus-stop-6-40", "landscape")
def bus_stop(s: Scene) -> None:
    """Five people, one umbrella, rain, and a strip of dawn the way the bus should come."""
    _morning(s, 20)
    _shelter(s)
    seated(s, 226, 524, 352, replace(FLASK_HOLDER, garment="jumper", scarf=TEAL), lift=7, lean=9,
        tilt=10, arms=(None, ((8, -63), (17, -67))))
    s.rect(286, 440, 15, 19, RED, lift=3)
    s.steam(294, 436, 70, width=6, curls=2, strength=0.5)
    bucket(s, 150, 606, 54, (104, 112, 84), lift=4)
    person(s, 346, 604, 404, TALL_MAN, view="back", arms=("pocket", "pocket"), tilt=7, lift=8)
    _roof(s)
    person(s, 604, 616, 356, FRIEND, view="side", flip=True, lean=5, tilt=8, lift=8,
        arms=(None, ((8, -65), (17, -69))))
    person(s, 494, 626, 384, UMBRELLA_HOLDER, view="facing", tilt=5, lean=2, lift=9,
        arms=("pocket", None))
    s.strip(pts("529,330 536,362 538,404"), (30, 29, 26), OCHRE, round_start=True, round_end=True,
        lift=4)
    umbrella(s, 541, 372, 372, RED, turn=5, lift=13)
    s.strip(pts("536,402 544,378 545,360"), (27, 24, 20), lighter(OCHRE, 0.05), round_start=True,
        lift=5)
    s.strip(pts("545,364 545,357"), 21, shaded(OCHRE, 0.3), curve=False, lift=1)
    s.blob(pts("533,358 534,344 544,340 555,345 556,358"), PEACH, lift=3)
    for y in (347, 352):
        s.pen([(537, y), (549, y - 1)], 1, darker(PEACH, 0.4), alpha=0.5)
    bag(s, 634, 622, 92, shaded(BRICK_DARK, 0.1), lift=4)
    person(s, 764, 606, 372, NURSE, view="side", lean=11, tilt=-2, lift=9,
        arms=(None, ((12, -80), (8.5, -92))))
    bag(s, 724, 542, 88, CREAM_WARM, full=False, lift=4)
    _stop(s, 876)
    _wet(s, 622)
    for x0, x1, tone, level in ((430, 650, (232, 60, 48), 0.5), (660, 800, (255, 176, 110), 0.4),
            (20, 130, (190, 226, 214), 0.35)):
        s.beam([(x0, 640), (x1, 640), (x1 + 18, 760), (x0 - 18, 760)], tone, level, blur=16)
    # Water running off the umbrella and bouncing on it
    for i in range(34):
        a = math.pi * (0.08 + 0.84 * i / 33)
        x = 541 + 22 - 176 * math.cos(a)
        y = 208 - 116 * math.sin(a) ** 0.8 + s.rng.uniform(-5, 3)
        s.pen([(x, y), (x + s.rng.uniform(-9, 9), y - s.rng.uniform(5, 14))], 1.1, WHITE, alpha=0.6)
    for x, y in ((366, 196), (432, 190), (500, 186), (690, 218), (738, 232)):
        s.pen([(x, y + 10), (x - 3, y + s.rng.uniform(30, 60))], 1.3, WHITE, alpha=0.55)
    s.rain(420, slant=0.26, strength=0.55, length=38)
    with s.layer(lift=14, blur=8):
        s.cut(pts("-40,-40 52,-40 26,800 -40,800"), (22, 26, 42))
    s.light(light=(0.45, -0.15), strength=0.34, warm=(255, 214, 160), cool=(34, 48, 96),
        vignette=0.5, bloom=0.3, contrast=0.16)


def _bus(s: Scene, x: float) -> None:
    """The bus, its lit front at x and its tail somewhere out of the frame."""
    body, cream = Paper((36, 96, 98), "smooth"), (238, 226, 196)
    s.shade(pts(f"{x - 40},572 1020,560 1020,584 {x - 60},592"), 0.7, blur=8)
    with s.layer(lift=14):
        s.cut([(x + 30, 152), (x + 62, 128), (1040, 118), (1040, 566), (x + 4, 572), (x - 6, 470),
            (x + 2, 300)], cream, lift=4)
        s.cut([(x - 5, 424), (1040, 416), (1040, 566), (x + 4, 572), (x - 6, 470)], body, lift=1.5)
        s.cut([(x + 18, 196), (1040, 184), (1040, 196), (x + 16, 208)], body, lift=1)
        s.cut([(x - 5, 424), (1040, 416), (1040, 426), (x - 5, 434)], OCHRE, lift=1)
        # Windscreen and the driver, who is looking out for them
        s.cut([(x + 22, 214), (x + 78, 212), (x + 84, 410), (x + 6, 414), (x + 8, 330)],
            (96, 104, 116), lift=0)
        s.glow(x + 60, 330, 110, LAMP, 0.8)
        panes = [(x + 196, 104), (x + 310, 104), (x + 424, 104), (x + 538, 104)]
        for px, w in panes:
            s.rect(px - 5, 217, w + 10, 190, SLATE_DARK, corner=10, lift=1)
            with s.layer(inside=box(px, 222, w, 180, corner=8), depth=4):
                s.rect(px - 4, 218, w + 8, 190, (255, 214, 132), lift=0)
                s.rect(px - 4, 218, w + 8, 24, (255, 244, 206), lift=0, edge=0)
                s.rect(px + 12, 348, 34, 70, BRICK, corner=8, lift=2)
                s.rect(px + 66, 348, 34, 70, BRICK, corner=8, lift=2)
                s.strip([(px + 56, 218), (px + 56, 410)], 4, OCHRE, lift=1)
        s.rect(x + 92, 222, 92, 338, SLATE_DARK, corner=6, lift=2)
        with s.layer(inside=box(x + 98, 228, 80, 326), depth=6):
            s.rect(x + 90, 220, 96, 340, (255, 226, 150), lift=0)
            s.cut([(x + 90, 520), (x + 190, 510), (x + 190, 560), (x + 90, 560)], (120, 84, 66),
                lift=0)
            s.strip([(x + 152, 226), (x + 152, 560)], 6, YELLOW, lift=2)
        person(s, x + 42, 560, 300, Look(top=INK, skin=BROWN, hair=HAIR_BLACK, garment="jumper"),
            view="side", flip=True, legs="none", lift=3, arms=(None, ((10, -66), (20, -68))))
        s.ellipse(x + 8, 372, 8, 30, SOOT, lift=2, turn=12)
        for px in (x + 250, 1010):
            s.ellipse(px, 560, 62, 58, (26, 28, 38), lift=0)
            wheel(s, px, 558, 46, tyre=SOOT, rim=STONE, spokes=8)
            s.ellipse(px, 558, 24, 24, STONE, lift=2)
        s.rect(x + 190, 138, 250, 40, SOOT, corner=5, lift=2)
    s.scribble(x + 206, 166, 200, 17, (255, 190, 70), width=4, alpha=1)
    s.rect(x + 30, 160, 66, 30, SOOT, lift=2)
    s.scribble(x + 38, 181, 46, 13, (255, 190, 70), width=3.4, alpha=1)
    s.blob([(x - 4, 484), (x + 16, 478), (x + 26, 494), (x + 18, 512), (x - 2, 512)],
        (255, 250, 226), lift=2)


@scene(23, "it-came-back", "landscape")
def it_came_back(s: Scene) -> None:
    """The same five, the same stop, a little more light in the sky, and the 6.40."""
    _morning(s, 60)
    _shelter(s)
    x = 476
    _bus(s, x)
    s.glow(x + 2, 496, 260, (255, 240, 190), 0.95)
    s.beam([(x + 4, 484), (x + 4, 510), (110, 590), (60, 470)], (255, 236, 180), 0.5, blur=14)
    s.glow(780, 312, 420, (255, 206, 120), 0.42, squash=0.6)
    s.beam([(x + 98, 556), (x + 178, 556), (x + 240, 690), (x + 20, 690)], LAMP, 0.5, blur=12)
    bucket(s, 66, 628, 54, (104, 112, 84), lift=4)
    person(s, 150, 624, 336, FLASK_HOLDER, view="back", tilt=8, lift=8, lean=3,
        arms=("chest", ((19, -78), (24, -96))))
    _roof(s)
    person(s, 330, 628, 396, TALL_MAN, view="back", lean=-3, tilt=4, lift=9, legs="apart",
        arms=(((18, -90), (24, -108)), ((17, -92), (20, -110))))
    person(s, 432, 640, 352, FRIEND, view="back", tilt=9, lift=9,
        arms=("down", ((15, -68), (20, -76))))
    person(s, 512, 634, 380, UMBRELLA_HOLDER, view="back", tilt=-6, lift=9, lean=-2,
        arms=("down", ((15, -92), (14, -110))))
    # The umbrella, furled, held up like a flag
    with s.placed(566, 214, turn=17):
        s.strip(pts("0,34 0,-20"), 5, SOOT, lift=4)
        s.cut(pts("-11,-6 -16,-64 -7,-176 0,-190 6,-176 16,-64 10,-6"), RED, lift=10)
        s.cut(pts("2,-8 10,-64 2,-178 6,-176 16,-64 10,-6"), (140, 26, 34), lift=0, edge=0,
            alpha=0.5)
        s.strip(pts("0,-186 0,-208"), 4, SOOT, lift=2)
        s.strip(pts("-14,18 0,12 13,18"), (15, 16, 13), PEACH, round_end=True, lift=2)
    person(s, 690, 620, 366, NURSE, view="side", flip=True, legs="walk", lean=5, lift=9,
        arms=(((12, -66), (20, -64)), ((4, -64), (6, -50))))
    bag(s, 664, 532, 84, CREAM_WARM, full=False, lift=4)
    _stop(s, 872)
    _wet(s, 640)
    for x0, x1, tone, level in ((560, 660, LAMP, 0.6), (700, 980, (255, 196, 110), 0.45),
            (380, 500, (255, 240, 196), 0.5)):
        s.beam([(x0, 650), (x1, 650), (x1 + 18, 760), (x0 - 18, 760)], tone, level, blur=16)
    s.rain(110, slant=0.26, strength=0.4, length=26)
    s.light(light=(0.5, -0.2), strength=0.32, warm=(255, 220, 160), cool=(38, 48, 96),
        vignette=0.44, bloom=0.42, contrast=0.14)
