"""Cut Side, at home and near it: photographs 37 to 40, by Terry Leech."""

import math

from . import scene
from .figures import Look, person, seated
from .hands import offering, open_hand
from .palette import (
    ASH, BLUE, BONE, BOTTLE, BRICK, BRICK_DARK, BROWN, CLAY, CREAM, CREAM_WARM, DARK, DEEP, GREEN, HAIR_BLACK,
    HAIR_BROWN, HAIR_GREY, HAIR_RED, HAIR_WHITE, HONEY, INK, KRAFT, MINT, MIST, MOSS, MOSS_DARK, MOSS_PALE,
    OCHRE, OCHRE_DARK, OCHRE_PALE, ORANGE, PEACH, PINK, PLUM, PLUM_DARK, PLUM_PALE, RED, ROSE, RUST,
    SAGE, SKINS, SKY, SLATE, SLATE_DARK, SLATE_PALE, SOOT, SOOT_SOFT, STONE, STRAW, TAN, TEAL,
    TEAL_DARK, WHITE, WOOD, WOOD_DARK, WOOD_PALE, YELLOW, Colour, Paper, bricked, checked, darker,
    dotted, grained, lighter, mix, shaded, striped,
)
from .paper import Cuttable, Scene
from .shapes import Point, between, slanted, trace
from .things import chair, mug, tin


def _packet(s: Scene, x: float, y: float, w: float, tall: float, paper: Cuttable, mark: Cuttable, *,
            kind: str = "box") -> None:
    """A box, carton, jar or bag of something to eat, standing at (x, y), with no maker's name."""
    if kind == "carton":
        s.cut([(x - w / 2, y - tall * 0.86), (x - w * 0.3, y - tall), (x + w * 0.3, y - tall),
               (x + w / 2, y - tall * 0.86), (x + w / 2, y), (x - w / 2, y)], paper, lift=5)
        s.rect(x - w * 0.3, y - tall * 1.04, w * 0.6, tall * 0.07, shaded(paper, 0.15), lift=2)
        s.blob([(x - w / 2, y - tall * 0.4), (x, y - tall * 0.55), (x + w / 2, y - tall * 0.36),
                (x + w / 2, y - 3), (x - w / 2, y - 3)], mark, lift=1)
    elif kind == "jar":
        s.rect(x - w * 0.36, y - tall, w * 0.72, tall * 0.16, mark, corner=3, lift=4)
        s.rect(x - w / 2, y - tall * 0.87, w, tall * 0.87, paper, corner=w * 0.16, lift=5)
        s.rect(x - w * 0.36, y - tall * 0.6, w * 0.72, tall * 0.34, CREAM, lift=1)
        s.scribble(x - w * 0.26, y - tall * 0.4, w * 0.5, tall * 0.1, SOOT, width=1.6)
        s.rect(x - w * 0.42, y - tall * 0.8, w * 0.1, tall * 0.7, WHITE, lift=0, edge=0, alpha=0.4)
    elif kind == "bag":
        s.blob([(x - w * 0.46, y - tall * 0.9), (x, y - tall * 0.94), (x + w * 0.46, y - tall * 0.9),
                (x + w * 0.52, y - tall * 0.4), (x + w * 0.46, y), (x - w * 0.46, y),
                (x - w * 0.52, y - tall * 0.4)], paper, lift=6)
        s.cut([(x - w * 0.42, y - tall), (x + w * 0.42, y - tall), (x + w * 0.4, y - tall * 0.84),
               (x - w * 0.4, y - tall * 0.84)], shaded(paper, 0.18), lift=3)
        s.ellipse(x, y - tall * 0.42, w * 0.3, tall * 0.2, mark, lift=1)
    else:
        s.rect(x - w / 2, y - tall, w, tall, paper, lift=6)
        s.ellipse(x, y - tall * 0.36, w * 0.34, w * 0.34, mark, lift=1)
        s.rect(x - w * 0.38, y - tall * 0.9, w * 0.76, tall * 0.2, CREAM, lift=1)
        s.scribble(x - w * 0.3, y - tall * 0.76, w * 0.56, tall * 0.07, SOOT, width=2)
        s.rect(x + w * 0.4, y - tall, w * 0.1, tall, SOOT, lift=0, edge=0, alpha=0.2)


@scene(37, "the-shelf", "portrait")
def the_shelf(s: Scene) -> None:
    """Tins, packets and one gap, with the hall and a red coat beyond it; a tin on its way."""
    s.rect(-20, -20, 800, 1050, mix(TEAL, MINT, 0.45))
    s.rect(-20, 430, 800, 600, mix(WOOD, CLAY, 0.4), lift=0)
    s.rect(250, 180, 90, 190, (226, 240, 236), lift=2)
    person(s, 420, 850, 590, Look(top=RED, skin=TAN, hair=HAIR_GREY, style="bob"), view="back")
    s.rect(540, 440, 300, 30, WOOD_PALE, lift=4)
    s.far(9)
    pine = grained((206, 164, 112), (150, 106, 66), 5, 0)
    boards = (236, 492, 756, 1000)
    tins = (BRICK, OCHRE, MOSS, SLATE, PLUM, TEAL, HONEY, MOSS_DARK, RUST)
    # A darker row behind, but for the gap
    for row, y in enumerate(boards):
        s.rect(-20, y - 26, 800, 40, shaded(pine, 0.5), lift=3)
        x = -30.0
        while x < 780:
            w = s.rng.uniform(62, 92)
            if not (row == 1 and x + w > 296 and x < 512):
                s.rect(x, y - s.rng.uniform(118, 190), w - 4, 200 - 26,
                       darker(s.rng.choice((BRICK, OCHRE, MOSS, SLATE, PLUM)), 0.62), lift=4)
            x += w
        s.rect(-20, y - 12, 800, 60, shaded(pine, 0.3), lift=2)
    s.far(1.8)
    for y in boards:
        s.cut([(-20, y - 8), (770, y - 8), (770, y + 24), (-20, y + 24)], pine, lift=12)
        s.pen([(-20, y + 21), (770, y + 21)], 3, WOOD_DARK, alpha=0.5)
    on = [y - 4 for y in boards]
    for x, w, tall, paper, mark, kind in (
        (44, 128, 196, OCHRE, BRICK, "box"), (178, 112, 178, (214, 190, 150), MOSS, "bag"),
        (306, 96, 206, WHITE, SLATE, "carton"), (408, 96, 204, WHITE, SLATE, "carton"),
        (524, 118, 214, BRICK, HONEY, "box"), (652, 118, 198, BRICK, HONEY, "box"),
        (760, 90, 180, MOSS, CREAM, "bag"),
    ):
        _packet(s, x, on[0], w, tall, paper, mark, kind=kind)
    for i, x in enumerate((14, 102, 190, 262)):
        w = 82 if i < 3 else 60
        tin(s, x, on[1], w, 118 + 8 * (i % 2), tins[i * 2 % 9], lift=6)
    for i, x in enumerate((60, 150)):
        tin(s, x, on[1] - 124, 82, 92, tins[(i * 4 + 3) % 9], lift=6)
    _packet(s, 556, on[1], 84, 146, (196, 70, 48), OCHRE, kind="jar")
    _packet(s, 646, on[1], 84, 146, (196, 70, 48), OCHRE, kind="jar")
    _packet(s, 736, on[1], 84, 146, (150, 96, 40), MOSS, kind="jar")
    for x, w, tall, paper, mark, kind in (
        (60, 120, 150, (232, 222, 198), TEAL, "bag"), (190, 120, 158, (232, 222, 198), TEAL, "bag"),
        (316, 92, 132, HONEY, PLUM, "jar"), (416, 92, 132, PLUM, MOSS, "jar"),
    ):
        _packet(s, x, on[2], w, tall, paper, mark, kind=kind)
    for i, x in enumerate((520, 612, 704)):
        tin(s, x, on[2], 86, 116, tins[(i * 3 + 5) % 9], lift=6)
    for i, x in enumerate((566, 664)):
        tin(s, x, on[2] - 118, 86, 78, tins[(i * 3 + 1) % 9], lift=6)
    for i in range(9):
        tin(s, 20 + i * 92, on[3] + 40, 86, 126, tins[i * 5 % 9], lift=6)
    for i in (0, 1, 2, 4, 6, 7):
        tin(s, 52 + i * 92, on[3] - 88, 86, 96, tins[(i * 4 + 2) % 9], lift=6)
    # The label on the edge of the board where there is nothing
    s.rect(340, boards[1] - 4, 112, 26, YELLOW, lift=2)
    s.scribble(352, boards[1] + 14, 86, 13, SOOT, width=2.4)
    s.glow(404, 400, 150, (255, 244, 214), 0.3)
    for x in (-6, 712):
        s.rect(x, -20, 44, 1050, shaded(pine, 0.14), lift=14)
    offering(s, 640, 742, 250, PEACH, turn=-80, arm=24, sleeve=SLATE, reach=420, lift=22)
    tin(s, 480, 702, 132, 178, (40, 110, 150), lift=18)
    s.strip([(616, 728), (560, 668), (516, 634)], (50, 40, 27), lighter(PEACH, 0.05),
            round_end=True, lift=6)
    s.light(light=(-0.2, -0.9), strength=0.34, warm=(250, 255, 236), vignette=0.46, bloom=0.14)


@scene(38, "polling-station", "landscape")
def polling_station(s: Scene) -> None:
    """The school hall with one booth in it; through the far door the playground, coming out."""
    s.rect(-20, -20, 1040, 800, mix(SLATE, SAGE, 0.4))
    back = mix(SAGE, SLATE_PALE, 0.35)
    s.rect(400, 96, 470, 330, back, lift=2)
    s.rect(400, 330, 470, 96, mix(BOTTLE, SLATE_DARK, 0.3), lift=1)
    door = trace("634,132 834,132 834,424 634,424")
    with s.layer(inside=door, depth=3):
        s.rect(620, 120, 240, 320, (150, 214, 240), lift=0)
        s.blob(trace("600,240 650,190 700,220 760,180 830,210 870,260 860,300 600,300"), GREEN,
               lift=2)
        s.rect(620, 292, 240, 150, (250, 226, 150), lift=2)
        s.rect(700, 216, 56, 90, BRICK, lift=3)
        for i in range(9):
            s.rect(626 + i * 26, 262, 4, 50, WHITE, lift=1)
        kids = ((652, 372, 74, RED, 0), (690, 402, 88, YELLOW, 1), (726, 350, 60, BLUE, 2),
                (752, 412, 92, PINK, 0), (790, 372, 76, ORANGE, 1), (816, 420, 98, GREEN, 2))
        for x, y, h, top, pose in kids:
            arms = (("up", "up"), ("out", "wave"), ("up", "out"))[pose]
            person(s, x, y, h, Look(top=top, skin=SKINS[(x // 7) % 7], hair=HAIR_BLACK, legs=INK,
                                    garment="jumper"), view="back", arms=arms, legs="apart",
                   child=True)
        s.ellipse(708, 300, 9, 9, RED, lift=2)
    for x, w in ((626, 10), (832, 10)):
        s.rect(x, 126, w, 300, CREAM, lift=3)
    s.rect(626, 122, 216, 12, CREAM, lift=3)
    s.cut(trace("842,128 900,112 900,446 842,424"), TEAL_DARK, lift=6)
    s.cut(trace("852,160 890,152 890,270 852,268"), SLATE_PALE, lift=1)
    # On the back wall: a hoop, a clock, a row of paintings
    s.rect(484, 120, 92, 62, WHITE, lift=4)
    s.rect(512, 140, 36, 28, RED, lift=0)
    s.rect(517, 145, 26, 18, WHITE, lift=0)
    s.ellipse(530, 184, 22, 6, ORANGE, lift=3)
    for i in range(5):
        s.pen([(512 + i * 9, 186), (518 + i * 6, 214)], 1.4, WHITE)
    s.ellipse(600, 122, 17, 17, WHITE, lift=3)
    s.pen(trace("600,122 600,110"), 2, SOOT)
    s.pen(trace("600,122 608,126"), 2, SOOT)
    for i in range(4):
        s.rect(418 + i * 50, 236, 40, 50, CREAM, lift=2)
        s.blob([(424 + i * 50, 280), (430 + i * 50, 250), (446 + i * 50, 244), (452 + i * 50, 280)],
               (OCHRE, PLUM, TEAL, BRICK)[i], lift=1)
    s.far(2.2)
    # Ceiling with dead tubes, side walls, climbing bars
    s.cut(trace("-20,-20 1020,-20 870,98 400,98"), mix(STONE, SLATE, 0.3), lift=6)
    for t in (0.1, 0.42, 0.66, 0.84):
        a, b = between((240, -60), (560, 98), t), between((420, -60), (600, 98), t)
        c, d = between((420, -60), (600, 98), t + 0.1), between((240, -60), (560, 98), t + 0.1)
        s.cut([a, b, c, d], MIST, lift=2)
    s.cut(trace("1020,-20 870,96 870,428 1020,560"), mix(SLATE, SAGE, 0.25), lift=6)
    s.cut(trace("1020,360 870,332 870,428 1020,560"), mix(BOTTLE, SLATE_DARK, 0.4), lift=3)
    on = slanted(trace("400,96 -20,-220 -20,700 400,426"), 2.6)
    s.cut([on(0, 0), on(1, 0), on(1, 1), on(0, 1)], mix(SAGE, SLATE, 0.55), lift=8)
    s.cut([on(0, 0.7), on(1, 0.7), on(1, 1), on(0, 1)], mix(BOTTLE, SLATE_DARK, 0.5), lift=3)
    for k in range(3):
        u = 0.1 + k * 0.29
        for i in range(10):
            v = 0.16 + i * 0.075
            s.strip([on(u, v), on(u + 0.24, v)], (3 + 4 * u, 4 + 5 * u), (176, 132, 86), lift=3)
        for du in (0, 0.12, 0.24):
            s.strip([on(u + du, 0.12), on(u + du, 0.94)], 5 + 6 * u, WOOD, lift=5)
    # The floor: boards, court lines, and what the door lays on it
    floor = trace("-20,690 400,422 872,422 1020,552 1020,800 -20,800")
    vanish = (664, 250)
    with s.layer(inside=floor, depth=0, lift=3):
        s.cut(floor, Paper((166, 122, 82), "kraft"), lift=0)
        for i in range(-16, 26):
            s.pen([between((-60 + i * 62, 800), vanish, 0.72), (-60 + i * 62, 800)], 1.5,
                  (116, 80, 54), alpha=0.55)
        for _ in range(60):
            n, t = s.rng.randint(-16, 24), s.rng.uniform(0, 0.62)
            a, b = (-60 + n * 62, 800), (2 + n * 62, 800)
            s.cut([between(a, vanish, t), between(b, vanish, t), between(b, vanish, t + 0.1),
                   between(a, vanish, t + 0.1)], s.rng.choice((OCHRE_PALE, WOOD_DARK)), lift=0,
                  edge=0, alpha=0.2)
        s.pen(trace("-20,760 300,566 664,470 960,500"), 9, (206, 74, 56), curve=True, alpha=0.75)
        s.pen([between((120, 800), vanish, 0.69), (120, 800)], 7, (60, 110, 150), alpha=0.75)
        ring = [(690 + 250 * math.cos(i * 0.21), 640 + 66 * math.sin(i * 0.21)) for i in range(31)]
        s.pen(ring, 7, WHITE, curve=True, alpha=0.6)
        s.beam(trace("640,424 832,424 720,800 250,800"), (255, 222, 140), 0.62, blur=7)
        for x, h in ((652, 40), (690, 66), (752, 76), (800, 60)):
            s.shade([(x - 4, 426), (x + 10, 426), (x - h * 0.9, 426 + h * 1.6),
                     (x - h * 1.3, 426 + h * 1.5)], 0.4, blur=4)
    s.glow(734, 290, 300, (255, 240, 190), 0.5)
    # The booth, with nobody in it
    s.shade(trace("170,640 350,640 330,700 60,720"), 0.55, blur=10)
    ply = grained((214, 176, 122), (170, 126, 80), 6, 90)
    for x, y in ((176, 610), (196, 640), (318, 636), (340, 606)):
        s.strip([(x, y - 150), (x, y)], 9, STONE, lift=3)
    s.rect(196, 334, 128, 150, shaded(ply, 0.3), lift=3)
    s.cut(trace("190,470 328,470 344,500 172,500"), ply, lift=5)
    s.cut(trace("168,318 200,334 200,500 168,534"), ply, lift=8)
    s.cut(trace("352,318 320,334 320,500 352,534"), shaded(ply, 0.18), lift=8)
    s.cut(trace("164,312 356,312 324,336 198,336"), shaded(ply, -0.2), lift=4)
    s.rect(226, 360, 66, 50, WHITE, lift=2)
    for i in range(4):
        s.pen([(234, 371 + i * 9), (284 - 12 * (i % 2), 371 + i * 9)], 2, ASH)
    s.pen(trace("318,350 300,420 306,470 280,486"), 2, WHITE, curve=True, alpha=1)
    s.strip([(282, 486), (246, 490)], 5, RED, lift=2)
    # The box it all goes in
    s.shade(trace("470,560 540,556 500,590 420,596"), 0.5, blur=6)
    for x in (452, 516):
        s.strip([(x, 500), (x - 2, 562)], 6, SOOT_SOFT, lift=2)
    s.cut(trace("438,494 524,494 532,506 430,506"), WOOD_PALE, lift=4)
    s.rect(448, 430, 70, 66, (36, 36, 44), lift=6)
    s.cut(trace("448,430 518,430 508,420 458,420"), (70, 70, 80), lift=2)
    s.pen(trace("470,425 496,425"), 3, (12, 12, 16))
    s.rect(460, 450, 46, 22, WHITE, lift=1)
    s.light(light=(0.5, -0.4), strength=0.34, warm=(255, 232, 176), vignette=0.5, bloom=0.26)


def _scaffold(s: Scene, xs, ys) -> None:
    """Poles, boards and a brace in front of the wall."""
    pole = (186, 188, 186)
    s.strip([(xs[0], ys[2]), (xs[1], ys[1])], 8, shaded(pole, 0.2), lift=16)
    s.strip([(xs[2], ys[1]), (xs[3], ys[0])], 8, shaded(pole, 0.2), lift=16)
    for y in ys:
        s.rect(-20, y - 92, 790, 7, pole, lift=18)
        s.rect(-20, y, 790, 20, WOOD_PALE, lift=26)
        s.rect(-20, y + 16, 790, 6, WOOD, lift=2)
    for x in xs:
        s.strip([(x, -20), (x + 2, 1020)], 13, pole, lift=24)
        s.strip([(x - 3, -20), (x - 1, 1020)], 3, WHITE, lift=0, edge=0, alpha=0.6)
        for y in ys:
            s.rect(x - 9, y - 5, 20, 24, SLATE_DARK, lift=3)
            s.rect(x - 9, y - 98, 20, 18, SLATE_DARK, lift=3)


@scene(39, "mural", "portrait")
def mural(s: Scene) -> None:
    """A gable in the sun: painted hands below, chalked ones above, and the third day's boards."""
    s.rect(-20, -20, 800, 1050, (106, 178, 208))
    s.blob(trace("-30,180 30,130 100,150 120,200 40,230 -30,230"), WHITE, lift=2)
    s.blob(trace("620,90 680,50 780,70 790,140 690,150"), WHITE, lift=2)
    s.rect(-20, 880, 800, 160, MOSS_DARK, lift=2)
    s.far(4)
    s.rect(556, 20, 66, 210, BRICK_DARK, lift=6)
    s.rect(546, 20, 86, 18, BRICK, lift=4)
    gable = trace("48,300 382,26 716,300 716,1030 48,1030")
    s.cut(gable, bricked((176, 96, 70), (222, 188, 164), 34, 12), lift=10)
    s.strip(trace("20,322 382,22 744,322"), 26, SLATE_DARK, curve=False, lift=9)
    # The undercoat stops where the fourth month did
    ground = trace("48,470 180,452 320,478 470,446 600,470 716,452 716,1030 48,1030")
    with s.layer(inside=ground, depth=0):
        s.cut(ground, Paper((244, 226, 178), "rough"), lift=0)
        s.ellipse(382, 640, 250, 250, (248, 186, 66), lift=0, edge=0)
        s.ellipse(382, 640, 176, 176, (250, 208, 110), lift=0, edge=0)
        for x, y, size, paper, turn, flip in (
            (156, 880, 330, (42, 122, 122), -6, True), (614, 880, 330, (120, 58, 96), 6, False),
            (388, 890, 352, (206, 76, 52), 2, False),
        ):
            open_hand(s, x, y, size, paper, turn=turn, flip=flip, arm=40, reach=200, nails=False,
                      lift=2, spread=1.15, thumb=0.3)
    # Chalked outlines waiting for paint; one is begun
    chalk = (255, 248, 236)
    palm = trace(
        "-17,4 -25,-30 -38,-44 -46,-58 -38,-62 -24,-48 -22,-58 -30,-92 -22,-96 -12,-62 -9,-60 "
        "-10,-104 0,-106 3,-60 8,-59 14,-98 23,-96 17,-56 22,-50 34,-76 42,-72 30,-40 22,-12 18,4"
    )
    for x, y, size, turn in ((190, 470, 1.9, -16), (384, 420, 2.3, 3), (584, 468, 1.9, 18)):
        with s.placed(x, y, scale=size, turn=turn):
            if x == 384:
                s.blob(trace("-17,4 -25,-30 -22,-52 20,-50 22,-12 18,4"), ROSE, lift=0, edge=0,
                       alpha=0.9)
            s.pen(palm, 2.4, chalk, curve=True, alpha=0.9)
    xs, ys = (30, 262, 500, 726), (236, 506, 800)
    _scaffold(s, xs, ys)
    # Who is up there
    person(s, 408, 508, 212, Look(top=WHITE, skin=BROWN, hair=HAIR_BLACK, style="locs",
                                  legs=(84, 104, 140), garment="jumper"), view="back", legs="apart",
           arms=("hip", ((16, -90), (15, -108))), lift=16)
    s.strip([(436, 296), (432, 250), (418, 236)], 4, SOOT_SOFT, lift=6, curve=False)
    s.rect(396, 222, 44, 18, ROSE, turn=-4, corner=6, lift=6)
    person(s, 160, 802, 216, Look(top=YELLOW, skin=PEACH, hair=HAIR_RED, style="tail", legs=SLATE,
                                  garment="jumper"), view="back", lean=4,
           arms=(((18, -84), (25, -94)), ((14.6, -63.5), (12, -50))), lift=16)
    person(s, 486, 802, 214, Look(top=striped(CREAM, BRICK, 3, 5, 0), skin=DEEP, hair=HAIR_BLACK,
                                  hat="wrap", hat_paper=OCHRE, legs=MOSS_DARK, garment="jumper"),
           view="side", flip=True, arms=(None, ((9, -78), (19, -86))), lift=16)
    seated(s, 592, 238, 210, Look(top=SLATE_PALE, skin=TAN, hair=HAIR_GREY, legs=KRAFT, hat="cap",
                                  hat_paper=RED, shoes=BRICK_DARK), view="side", flip=True, tilt=14,
           arms=(None, ((6, -64), (13, -58))), lift=16)
    for x, y, c in ((330, 506, ROSE), (214, 800, TEAL), (92, 800, OCHRE), (540, 800, RED),
                    (110, 236, WHITE)):
        s.cut([(x - 14, y - 26), (x + 14, y - 26), (x + 12, y + 1), (x - 12, y + 1)], STONE, lift=6)
        s.ellipse(x, y - 26, 14, 4.5, c, lift=1)
        s.cut([(x - 9, y - 26), (x - 2, y - 26), (x - 4, y - 8)], c, lift=0.6)
    # Ladder, and two who have an opinion
    for dx in (0, 54):
        s.strip([(300 + dx, 1020), (318 + dx, 500)], 9, WOOD_PALE, lift=18)
    for i in range(11):
        s.strip([(302 + i * 1.6, 990 - i * 44), (356 + i * 1.6, 990 - i * 44)], 8, WOOD, lift=8)
    person(s, 622, 1130, 350, Look(top=SLATE_PALE, skin=DARK, hair=HAIR_BLACK, style="bun"),
           view="back", arms=("hip", "down"), tilt=-8, lift=22)
    person(s, 716, 1084, 220, Look(top=ORANGE, skin=DARK, hair=HAIR_BLACK, style="plaits"),
           view="back", child=True, arms=(((17, -84), (25, -98)), "down"), tilt=-10, lift=22)
    s.light(light=(-0.7, -0.7), strength=0.38, warm=(255, 240, 196), vignette=0.36, bloom=0.16)


def _armchair(s: Scene, x: float, y: float, size: float, paper: Cuttable) -> None:
    """An armchair facing us, a little turned, `size` tall, its front feet on the line y."""
    dark, pale = shaded(paper, 0.26), shaded(paper, -0.1)
    with s.placed(x, y, scale=size / 100):
        for lx in (-42, 40):
            s.cut([(lx - 3, -12), (lx + 4, -12), (lx + 2, 0), (lx - 1, 0)], WOOD_DARK, lift=3)
        s.cut(trace("-30,-16 -24,-16 -25,-6 -28,-6"), WOOD_DARK, lift=2)
        s.blob(trace("-37,-40 -42,-78 -36,-97 -18,-103 18,-103 37,-97 43,-78 38,-40 0,-34"), paper,
               lift=9)
        s.blob(trace("-28,-46 -31,-76 -25,-90 0,-94 26,-90 32,-76 29,-46 0,-42"), pale, lift=3)
        for bx, by in ((-12, -78), (12, -78), (0, -66), (-13, -58), (13, -58)):
            s.ellipse(bx, by, 1.6, 1.6, dark.colour, lift=0.6)
        s.cut(trace("-36,-34 36,-34 40,-9 -40,-9"), dark, lift=4)
        s.blob(trace("-34,-40 -30,-48 30,-48 34,-40 36,-32 30,-27 -30,-27 -36,-32"), pale, lift=6)
        for sx in (-1, 1):
            s.blob([(sx * 30, -52), (sx * 40, -60), (sx * 52, -58), (sx * 55, -48), (sx * 50, -30),
                    (sx * 48, -9), (sx * 34, -9), (sx * 32, -34)], paper if sx < 0 else dark,
                   lift=8)
            s.ellipse(sx * 44, -50, 8.6, 8.6, pale, lift=2)
            s.ellipse(sx * 44, -50, 5, 5, paper, lift=0.8)
        s.cut(trace("-20,-104 20,-104 22,-84 14,-80 7,-84 0,-80 -7,-84 -14,-80 -22,-84"), CREAM,
              lift=2)


@scene(40, "my-chair", "landscape")
def my_chair(s: Scene) -> None:
    """Three chairs on the pavement in the last of the sun, and somebody watching at the window."""
    wall = bricked(BRICK, (206, 160, 136), 42, 15)
    s.rect(-20, -20, 1040, 560, wall)
    s.rect(-20, 470, 1040, 60, mix(STONE, PLUM_DARK, 0.35), lift=4)
    # The door, left
    s.rect(-30, -20, 206, 550, CREAM, lift=6)
    s.rect(-30, 40, 178, 490, (44, 84, 110), lift=4)
    for y, h in ((90, 150), (280, 190)):
        s.rect(-10, y, 128, h, (34, 68, 92), lift=3)
    s.rect(10, 254, 82, 15, OCHRE, lift=3)
    s.rect(-30, 508, 226, 26, STONE, lift=7)
    # The window, and who is at it
    s.rect(540, 66, 300, 300, CREAM, lift=6)
    pane = trace("562,88 818,88 818,340 562,340")
    with s.layer(inside=pane, depth=9):
        s.rect(550, 80, 280, 270, (60, 46, 56), lift=0)
        s.glow(760, 130, 190, (255, 190, 100), 0.6)
        s.cut(trace("738,100 782,100 796,150 724,150"), (255, 214, 140), lift=2)
        person(s, 676, 604, 460, Look(top=(150, 96, 124), skin=SKINS[1], hair=HAIR_WHITE,
                                      style="curls", garment="jumper"), view="facing", tilt=-6,
               arms=("down", ((13, -64), (3, -74))), lift=6)
        mug(s, 684, 286, 38, YELLOW, handle=1)
        for sx, edge in ((0, 562), (1, 818)):
            m = -1 if sx else 1
            s.cut([(edge, 84), (edge + m * 74, 84), (edge + m * 52, 210), (edge + m * 26, 344),
                   (edge, 344)], striped(WHITE, MIST, 4, 7, 90), lift=4)
        s.cut(trace("562,88 640,88 562,250"), WHITE, lift=0, edge=0, alpha=0.16)
        s.cut(trace("680,88 740,88 600,340 562,340 562,300"), WHITE, lift=0, edge=0, alpha=0.1)
    s.rect(562, 150, 256, 9, CREAM, lift=3)
    s.rect(524, 360, 334, 30, mix(STONE, CREAM, 0.3), lift=9)
    for x, c in ((560, RED), (604, PINK), (640, RED)):
        s.cut([(x - 16, 330), (x + 16, 330), (x + 12, 362), (x - 12, 362)], RUST, lift=5)
        for _ in range(9):
            s.ellipse(x + s.rng.gauss(0, 13), 318 + s.rng.gauss(0, 9), 8, 6,
                      s.rng.choice((MOSS, MOSS_DARK, c)), lift=2)
    s.strip(trace("930,-20 934,520"), 26, SLATE_DARK, lift=9, curve=False)
    s.far(1.3)
    # The pavement and the kerb
    s.rect(-20, 524, 1040, 300, Paper((176, 162, 150), "rough"), lift=3)
    for x0, x1 in ((60, -160), (260, 140), (460, 440), (660, 740), (860, 1040), (1010, 1300)):
        s.pen([(x0, 526), (x1, 760)], 2.4, (120, 106, 104), alpha=0.6)
    s.pen(trace("-20,606 1020,600"), 2.4, (120, 106, 104), alpha=0.6)
    s.cut(trace("-20,728 1020,716 1020,800 -20,800"), mix(STONE, SLATE, 0.3), lift=5)
    # The sun comes along the street from the left; a lamp-post and we are in its way
    s.beam(trace("-20,560 1020,500 1020,700 -20,720"), (255, 206, 120), 0.36, blur=16)
    s.beam(trace("190,330 470,120 1020,210 1020,520 190,520"), (255, 196, 110), 0.4, blur=9)
    s.shade(trace("470,120 520,128 330,520 262,520"), 0.3, blur=7)
    for pts in ("420,660 620,640 660,668 470,690", "740,672 880,660 900,676 760,690",
                "905,678 1020,664 1020,686 920,694"):
        s.shade(trace(pts), 0.55, blur=8)
    chair(s, 770, 684, 240, OCHRE, frame=WOOD_DARK, lift=9)
    s.rect(728, 566, 84, 18, PLUM, corner=7, lift=4)
    # The third: a folding stool with a striped seat
    for a, b in (((872, 566), (958, 690)), ((960, 564), (870, 690))):
        s.strip([a, b], 11, WOOD_PALE, lift=7)
    s.cut(trace("856,552 976,548 968,574 866,578"), striped(CREAM, BLUE, 9, 9, 90), lift=8)
    _armchair(s, 400, 706, 372, dotted((30, 108, 92), (224, 190, 96), 2.2, 16))
    s.rect(352, 510, 92, 78, YELLOW, turn=-12, corner=16, lift=9)
    s.pen(trace("366,528 432,512"), 2, OCHRE_DARK, alpha=0.6)
    # A cat that has understood what it is for
    with s.placed(566, 520, scale=0.95):
        s.blob(trace("-46,4 -48,-22 -26,-40 12,-42 40,-28 46,0 20,8"), (44, 38, 42), lift=6)
        s.ellipse(-36, -30, 21, 18, (50, 44, 48), lift=3)
        for ex in (-50, -28):
            s.cut([(ex - 6, -40), (ex + 7, -42), (ex, -60)], (44, 38, 42), lift=1)
        for ex in (-44, -30):
            s.pen([(ex - 4, -30), (ex, -27), (ex + 4, -30)], 2, HONEY, curve=True)
        s.strip(trace("36,-4 52,20 44,52 54,70"), (13, 8), (44, 38, 42), round_end=True, lift=4)
    s.shade(trace("-20,690 240,640 290,650 -20,760"), 0.5, blur=10)
    s.light(light=(-0.85, -0.3), strength=0.38, warm=(255, 218, 160), cool=(66, 54, 104),
            vignette=0.42, bloom=0.18)
