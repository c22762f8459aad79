"""Northgate, the hall: photographs 9 to 12, by Comfort A."""

from . import scene
from .figures import Look, person
from .hands import open_hand, pinching
from .palette import (
    ASH,
    BOTTLE,
    BRICK,
    BROWN,
    CLAY,
    CREAM,
    CREAM_WARM,
    DARK,
    DEEP,
    GREEN,
    HAIR_BLACK,
    HAIR_BROWN,
    HAIR_GREY,
    HONEY,
    INK,
    KRAFT,
    MIST,
    MOSS,
    MOSS_DARK,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    ORANGE,
    PINK,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    ROSE,
    SAGE,
    SKINS,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    STONE,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    YELLOW,
    Paper,
    bricked,
    checked,
    darker,
    dotted,
    lighter,
    mix,
    shaded,
)
from .paper import Scene
from .things import balloon, bunting, chair, key, leaf


def _from(point, towards, share):
    """The place a share of the way from one point to another."""
    return point[0] + (towards[0] - point[0]) * share, point[1] + (towards[1] - point[1]) * share


@scene(9, "chairs", "landscape")
def chairs(s: Scene) -> None:
    """The empty hall: light from the high windows, chairs stacked to go, one still out."""
    end = (388, 300)
    s.rect(-20, -20, 1040, 800, mix(SAGE, CREAM, 0.3))
    # The far wall with its stage
    s.rect(266, 150, 262, 240, CREAM_WARM, lift=2)
    with s.layer(inside=[(310, 210), (480, 210), (480, 330), (310, 330)], depth=6):
        s.rect(300, 200, 200, 140, PLUM_DARK, lift=0)
        for i in range(9):
            s.cut([(306 + i * 20, 200), (318 + i * 20, 200), (322 + i * 20, 332),
                   (304 + i * 20, 332)], mix(PLUM, BRICK, 0.3), lift=1.5)
    s.rect(296, 330, 200, 16, WOOD_DARK, lift=2)
    s.far(4)
    # Ceiling, left wall with windows, right wall
    s.cut([(-20, -20), (1020, -20), (530, 152), (264, 152)], mix(CREAM, STONE, 0.25), lift=5)
    for share in (0.0, 0.35, 0.58, 0.74):
        a, b = _from((-60, -10), (264, 150), share), _from((1060, -40), (530, 150), share)
        s.strip([a, b], 20 * (1 - share) + 3, WOOD_DARK, curve=False, lift=7)
    s.cut([(-20, -20), (268, 150), (268, 392), (-20, 690)], mix(SAGE, BOTTLE, 0.25), lift=7)
    s.cut([(-20, 470), (268, 326), (268, 392), (-20, 690)], mix(BOTTLE, MOSS_DARK, 0.4), lift=3)
    for near, far in ((0.03, 0.3), (0.42, 0.58), (0.68, 0.79), (0.86, 0.93)):
        def at(share, high):
            x = -20 + 288 * share
            top, foot = -20 + 170 * share, 470 - 144 * share
            return x, top + (foot - top) * high
        pane = [at(near, 0.2), at(far, 0.2), at(far, 0.74), at(near, 0.74)]
        s.cut([at(near - 0.02, 0.16), at(far + 0.02, 0.16), at(far + 0.02, 0.8),
               at(near - 0.02, 0.8)], CREAM, lift=3)
        with s.layer(inside=pane, depth=4):
            s.cut(pane, (252, 244, 214), lift=0)
        s.strip([at((near + far) / 2, 0.2), at((near + far) / 2, 0.74)], 5 * (1 - near) + 1, CREAM,
                lift=1)
        s.strip([at(near, 0.47), at(far, 0.47)], 5 * (1 - near) + 1, CREAM, lift=1)
        s.glow(*at((near + far) / 2, 0.45), 190 * (1 - near * 0.8), (255, 238, 190), 0.5)
    s.cut([(1020, -30), (526, 150), (526, 392), (1020, 640)], mix(CREAM_WARM, SAGE, 0.3), lift=7)
    s.cut([(1020, 430), (526, 322), (526, 392), (1020, 640)], mix(BOTTLE, SAGE, 0.35), lift=3)
    # The floor
    floor = [(-20, 690), (266, 390), (528, 390), (1020, 640), (1020, 800), (-20, 800)]
    with s.layer(inside=floor, depth=0, lift=4):
        s.cut(floor, Paper(mix(OCHRE_DARK, WOOD, 0.4), "kraft"), lift=0)
        for _ in range(36):
            x, t = -1500 + 96 * s.rng.randint(0, 32), s.rng.uniform(0, 0.7)
            a, b = _from((x, 800), end, t), _from((x, 800), end, t + 0.12)
            c, d = _from((x + 96, 800), end, t + 0.12), _from((x + 96, 800), end, t)
            s.cut([a, b, c, d], mix(OCHRE, WOOD_DARK, s.rng.random()), lift=0, edge=0, alpha=0.25)
        for i in range(-16, 18):
            foot = (-60 + i * 96, 800)
            s.pen([_from(foot, end, 0.84), foot], 1.8, WOOD_DARK, alpha=0.6)
    s.cut([(700, 196), (840, 152), (840, 268), (700, 284)], WOOD_DARK, lift=3)
    s.cut([(708, 204), (832, 164), (832, 260), (708, 276)], mix(KRAFT, OCHRE, 0.3), lift=0)
    for x, y, c in ((722, 212, CREAM), (754, 206, PLUM_PALE), (790, 196, SLATE_PALE),
                    (738, 244, OCHRE_PALE), (796, 228, CREAM)):
        s.cut([(x, y), (x + 24, y - 6), (x + 24, y + 20), (x, y + 25)], c, lift=1.5)
    s.shade([(-20, 690), (266, 390), (300, 390), (240, 800), (-20, 800)], 0.3, blur=20)
    for a, b, c, d in (((330, 430), (400, 424), (430, 452), (340, 462)),
                       ((352, 482), (478, 468), (540, 520), (370, 546)),
                       ((380, 584), (620, 548), (810, 664), (420, 730))):
        s.beam([a, b, c, d], (255, 226, 150), 0.66, blur=4)
    # Stacks against the right wall, the nearest cut by the frame
    for x, y, size, count in ((590, 452, 84, 4), (668, 506, 124, 5), (770, 592, 184, 5)):
        for i in range(count):
            chair(s, x + i * size * 0.02, y - i * size * 0.16, size,
                  mix(ORANGE, BRICK, 0.35 + 0.08 * (i % 2)), view="side", flip=True, lift=4)
    with s.layer(blur=2.2, lift=12):
        for i in range(6):
            chair(s, 958 + i * 4, 790 - i * 62, 370, mix(ORANGE, BRICK, 0.35 + 0.1 * (i % 2)),
                  view="side", flip=True, lift=9)
    s.shade([(420, 622), (560, 610), (640, 640), (560, 668), (430, 660)], 0.5, blur=9)
    chair(s, 452, 650, 210, ORANGE, view="back", lift=9)
    s.shade([(30, 800), (250, 560), (300, 560), (170, 800)], 0.2, blur=20)
    s.light(light=(-0.75, -0.45), strength=0.36, warm=(255, 232, 180), vignette=0.4, bloom=0.24)


@scene(10, "new-key", "portrait")
def new_key(s: Scene) -> None:
    """Close to the blue door, the key an inch from the lock."""
    s.rect(-20, -20, 800, 1050, bricked((150, 84, 66), (206, 178, 156), 96, 34))
    s.cut([(96, -20), (790, -20), (790, 1040), (70, 1040)], CREAM, lift=10)
    s.cut([(128, -20), (790, -20), (790, 1040), (104, 1040)], darker(CREAM, 0.12), lift=4)
    s.far(1.6)
    door = Paper((34, 92, 158), "smooth")
    s.cut([(150, -20), (790, -20), (790, 1040), (128, 1040)], door, lift=7)
    deep = (24, 70, 126)
    for x, y, w, h in ((300, -60, 520, 330), (290, 720, 520, 400)):
        s.rect(x, y, w, h, deep, lift=4)
        s.rect(x + 24, y + 24, w - 20, h - 50, lighter(door.colour, 0.06), lift=8)
    for y, tone in ((40, 0.3), (330, 0.22), (660, 0.25), (940, 0.2)):
        s.pen([(160, y), (200, y + 3)], 3, lighter(deep, tone), alpha=0.5)
    # Letter box, handle plate and lock
    s.rect(420, 338, 300, 92, OCHRE_DARK, corner=8, lift=6)
    s.rect(440, 356, 262, 56, HONEY, corner=4, lift=4)
    s.pen([(446, 384), (696, 384)], 3, WOOD_DARK)
    s.rect(176, 396, 92, 330, OCHRE_DARK, corner=20, lift=8)
    s.rect(184, 404, 76, 314, HONEY, corner=16, lift=2)
    for y in (424, 698):
        s.ellipse(222, y, 7, 7, OCHRE_DARK, lift=1)
        s.pen([(217, y - 3), (227, y + 3)], 2, WOOD_DARK)
    s.ellipse(222, 496, 40, 40, OCHRE, lift=12)
    s.ellipse(212, 486, 22, 20, OCHRE_PALE, lift=0, edge=0, alpha=0.7)
    s.ellipse(222, 622, 30, 30, OCHRE, lift=3)
    s.join([[(222 + 9 * dx, 612 + 9 * dy) for dx, dy in ((-1, 0), (-0.7, -0.7), (0, -1),
                                                         (0.7, -0.7), (1, 0), (0.5, 0.9),
                                                         (-0.5, 0.9))],
            [(217, 616), (227, 616), (230, 642), (214, 642)]], SOOT, lift=0, edge=0.4)
    with pinching(s, 440, 622, 400, DEEP, turn=-62, arm=36, sleeve=dotted(BRICK, OCHRE_PALE, 5, 26),
                  reach=420, lift=20):
        key(s, 446, 618, 210, YELLOW, turn=184, lift=14)
        s.strip([(452, 640), (474, 720), (468, 786)], 5, RED, lift=10)
        s.rect(430, 780, 76, 104, CREAM, turn=6, corner=8, lift=10)
        for i in range(3):
            s.scribble(444, 822 + i * 20, 50, 12, INK, width=2)
    # Leaf shadow from over the street, and a leaf itself at the edge
    for x, y, turn in ((560, 80, 200), (640, 190, 160), (500, 220, 230), (700, 300, 190),
                       (600, 300, 250), (420, 120, 210)):
        with s.placed(x, y, scale=1.5, turn=turn):
            s.shade([(0, 0), (-22, -36), (-18, -74), (0, -100), (18, -74), (22, -36)], 0.34, blur=5,
                    colour=(8, 20, 56))
    with s.layer(lift=20, blur=7):
        for turn in (196, 226, 250, 168):
            leaf(s, 760, -30, 250, MOSS, turn=turn, wide=0.5)
    s.light(light=(-0.7, -0.75), strength=0.36, vignette=0.42)


def _tray(s: Scene, x: float, y: float, w: float, food, bits, *, turn: float = 0) -> None:
    """A foil tray seen from the front and above, with what is in it and the specks on top."""
    with s.placed(x, y, scale=w / 100, turn=turn):
        s.cut([(-44, -34), (46, -36), (56, 4), (-54, 6)], (206, 208, 210), lift=7)
        s.cut([(-54, 6), (56, 4), (50, 22), (-48, 24)], (150, 154, 160), lift=4)
        for i in range(9):
            s.pen([(-50 + i * 12, 7), (-46 + i * 11.2, 22)], 1, WHITE, alpha=0.5)
        s.blob([(-40, -30), (-10, -36), (20, -33), (42, -31), (49, -2), (20, 3), (-20, 4), (-47, 0),
                (-48, -14)], food, lift=2.5)
        for _ in range(26):
            px, py = s.rng.uniform(-40, 40), s.rng.uniform(-29, -2)
            c = s.rng.choice(bits)
            s.strip([(px, py), (px + s.rng.uniform(-5, 5), py + s.rng.uniform(-1, 2))], 2.6, c,
                    round_start=True, round_end=True, lift=0.7)


@scene(11, "sunday-rice", "landscape")
def sunday_rice(s: Scene) -> None:
    """The trestle runs at us from the left; she serves, the queue closes in from the right."""
    s.rect(-20, -20, 1040, 800, mix(CREAM_WARM, ROSE, 0.25))
    s.rect(-20, 330, 1040, 470, mix(CLAY, OCHRE_PALE, 0.4), lift=2)
    for x in (70, 330, 590):
        s.rect(x, 30, 170, 240, WHITE, lift=3)
        s.rect(x + 12, 42, 146, 216, (206, 226, 230), lift=0)
        s.rect(x + 80, 42, 10, 216, WHITE, lift=2)
    s.rect(820, 40, 220, 430, mix(BOTTLE, TEAL, 0.3), lift=5)
    for x, h, top in ((470, 280, MOSS), (545, 262, PLUM_PALE), (760, 290, SLATE)):
        person(s, x, 520, h, Look(top=top, skin=s.rng.choice(SKINS[2:]), hair=HAIR_BLACK),
               view="facing", features=False)
    s.far(5.5)
    bunting(s, (-40, 30), (520, 66), [PLUM, OCHRE, CREAM, TEAL, BRICK], sag=34, size=46, lift=7)
    bunting(s, (520, 66), (1060, 10), [TEAL, CREAM, PLUM, BRICK, OCHRE], sag=30, size=46, lift=7)
    serving = Look(top=dotted(PLUM, OCHRE_PALE, 5, 26), skin=DARK, hair=HAIR_BLACK, hat="wrap",
                   hat_paper=OCHRE, garment="dress")
    person(s, 300, 800, 600, serving, view="facing", arms=(((15, -64), (2, -52)),
            ((17, -65), (29, -56))), lean=5, tilt=8, lift=12)
    person(s, 104, 800, 560, Look(top=MOSS, skin=BROWN, hair=HAIR_GREY, garment="apron"),
           view="side", arms=(None, ((6, -64), (16, -60))), lean=8, tilt=10, lift=10)
    cloth = checked(WHITE, TEAL, 9)
    s.cut([(-30, 520), (330, 470), (700, 452), (1030, 700), (1030, 800), (-30, 800)], cloth,
          lift=16)
    s.cut([(-30, 742), (1030, 790), (1030, 820), (-30, 820)],
          shaded(cloth, 0.3), lift=5)
    _tray(s, 608, 510, 178, (222, 176, 92), (OCHRE_PALE, HONEY, MOSS), turn=4)
    _tray(s, 142, 590, 236, (120, 66, 40), (WOOD, BRICK, OCHRE_DARK), turn=-4)
    _tray(s, 420, 640, 346, (226, 104, 38), ((240, 138, 60), (250, 170, 92), (196, 74, 30),
                                             (110, 130, 60)), turn=1)
    _tray(s, 150, 760, 300, (240, 226, 186), (WHITE, CREAM, HONEY, MOSS_PALE), turn=-3)
    s.strip([(486, 470), (510, 530), (528, 610)], (10, 11, 12), STONE, lift=7)
    s.ellipse(534, 624, 34, 19, lighter(STONE, 0.3), turn=24, lift=6)
    for x, y in ((690, 700), (700, 690), (712, 680)):
        s.ellipse(x, y, 84, 32, WHITE, lift=4)
    s.steam(430, 566, 190, width=16, curls=2, strength=0.4)
    # The queue, a plate held out, the nearest shoulder soft
    open_hand(s, 872, 596, 124, TAN, turn=-92, flip=True, spread=0.3, thumb=0.6, arm=16,
              sleeve=BRICK, reach=190, lift=10)
    s.ellipse(738, 566, 88, 34, WHITE, lift=12)
    s.ellipse(738, 563, 60, 20, MIST, lift=1)
    s.strip([(800, 572), (788, 560), (768, 556)], (24, 20, 15), TAN, round_end=True, lift=3)
    person(s, 912, 980, 720, Look(top=BRICK, skin=TAN, hair=HAIR_BLACK, style="bob"), view="back",
           arms=("pocket", "down"), lean=-6, tilt=-12, lift=18, blur=1.6)
    for x, y, size, c, tie in ((640, 196, 128, PINK, (604, 452)),
                               (722, 128, 120, YELLOW, (610, 452)),
                               (566, 120, 112, PINK, (600, 452))):
        balloon(s, x, y, size, c, string=tie, lift=14)
    s.light(light=(-0.5, -0.85), strength=0.36, warm=(255, 236, 196), vignette=0.4, bloom=0.16)


@scene(12, "the-sign-in-sheet", "portrait")
def the_sign_in_sheet(s: Scene) -> None:
    """The clipboard held up to us; the room it counts is out of focus, and so is every name."""
    s.rect(-20, -20, 800, 1050, mix(SLATE_DARK, PLUM_DARK, 0.5))
    s.rect(-20, -20, 800, 470, mix(SLATE, PLUM, 0.35), lift=2)
    for x, w in ((70, 250), (430, 250)):
        s.cut([(x, 40), (x + w, 26), (x + w, 52), (x, 66)], WHITE, lift=4)
        s.glow(x + w / 2, 48, 330, (220, 236, 255), 0.7, squash=0.7)
    for x, h, top, hair in ((70, 300, BRICK, HAIR_GREY), (190, 330, MOSS, HAIR_BLACK),
                            (560, 320, OCHRE, HAIR_BROWN), (690, 350, SLATE_PALE, HAIR_BLACK)):
        person(s, x, 560, h, Look(top=top, hair=hair, skin=s.rng.choice(SKINS), garment="jumper"),
               view="back" if x < 300 else "facing", features=False)
    for x in (40, 300, 600):
        chair(s, x + 60, 700, 200, TEAL, view="back")
    s.far(8)
    with s.placed(392, 560, turn=5):
        s.rect(-258, -372, 520, 800, Paper((140, 98, 62), "kraft"), corner=16, lift=26)
        for i, turn in enumerate((-1.6, 1.1, -0.4)):
            s.rect(-232, -318, 466, 722, lighter(CREAM, 0.16 * i), turn=turn, lift=3)
        s.rect(-206, -286, 210, 16, SOOT, lift=0, edge=0, alpha=0.7)
        s.rect(-206, -258, 130, 9, SOOT, lift=0, edge=0, alpha=0.45)
        for i in range(14):
            y = -204 + i * 43
            s.pen([(-212, y), (214, y - 1)], 1.5, SLATE_DARK, alpha=0.7)
        for x in (-212, -172, 52, 214):
            s.pen([(x, -236), (x, 356)], 1.5, SLATE_DARK, alpha=0.7)
        inks = ((40, 62, 128), SOOT, (40, 62, 128), (36, 104, 84), SOOT, PLUM)
        with s.layer(blur=3.4):
            for i in range(12):
                y = -176 + i * 43
                ink = inks[s.rng.randrange(6)]
                s.scribble(-158, y, s.rng.uniform(110, 190), s.rng.uniform(15, 24), ink, width=3.2,
                           alpha=1)
                s.scribble(66, y, s.rng.uniform(60, 130), s.rng.uniform(13, 19), ink, width=2.8,
                           alpha=1)
        for i in range(12):
            s.scribble(-203, -173 + i * 43, 20, 12, SOOT, width=1.6)
        # The clip
        s.cut([(-104, -352), (104, -352), (118, -296), (-118, -296)], STONE, lift=9)
        s.strip([(-60, -350), (-46, -402), (46, -402), (60, -350)], 18, lighter(STONE, 0.2), lift=7)
        s.cut([(-118, -306), (118, -306), (118, -294), (-118, -294)], ASH, lift=2)
        s.strip([(96, -320), (190, -250), (262, -120), (248, 40), (176, 130)], 4, WHITE, lift=5)
        with s.placed(92, 300, turn=52):
            s.cut([(0, 0), (7, -24), (-7, -24)], SOOT, lift=5)
            s.rect(-8, -220, 16, 200, GREEN, lift=10)
            s.rect(-9, -246, 18, 42, darker(GREEN, 0.3), lift=10)
        s.strip([(-40, 408), (-44, 352), (-26, 318), (-4, 322)], (44, 40, 32, 24), DARK,
                round_end=True, lift=12)
        s.ellipse(-10, 324, 10, 8, mix(DARK, ROSE, 0.45), lift=1, turn=10)
    s.strip([(300, 1040), (318, 990), (322, 958)], (150, 104, 70), DARK, lift=8)
    s.strip([(280, 1100), (296, 1010)], (210, 190), OCHRE, lift=10)
    s.tint((226, 236, 250), 0.5)
    s.light(light=(-0.1, -1), strength=0.3, warm=(232, 242, 255), cool=(48, 40, 84), vignette=0.44)
