"""Cut Side, the school hall and the gable: photographs 38 and 39, by Terry Leech."""

import math

from . import scene
from .figures import Look, person, seated
from .hands import open_hand
from .palette import (
    ASH,
    BLUE,
    BOTTLE,
    BRICK,
    BRICK_DARK,
    BROWN,
    CREAM,
    DARK,
    DEEP,
    GREEN,
    HAIR_BLACK,
    HAIR_GREY,
    HAIR_RED,
    INK,
    KRAFT,
    MIST,
    MOSS_DARK,
    OCHRE,
    OCHRE_PALE,
    ORANGE,
    PEACH,
    PINK,
    PLUM,
    RED,
    ROSE,
    SAGE,
    SKINS,
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
    grained,
    mix,
    shaded,
    striped,
)
from .paper import Scene
from .shapes import between, slanted, trace


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
        s.blob(
            trace("600,240 650,190 700,220 760,180 830,210 870,260 860,300 600,300"), GREEN, lift=2
        )
        s.rect(620, 292, 240, 150, (250, 226, 150), lift=2)
        s.rect(700, 216, 56, 90, BRICK, lift=3)
        for i in range(9):
            s.rect(626 + i * 26, 262, 4, 50, WHITE, lift=1)
        kids = (
            (652, 372, 74, RED, 0),
            (690, 402, 88, YELLOW, 1),
            (726, 350, 60, BLUE, 2),
            (752, 412, 92, PINK, 0),
            (790, 372, 76, ORANGE, 1),
            (816, 420, 98, GREEN, 2),
        )
        for x, y, h, top, pose in kids:
            arms = (("up", "up"), ("out", "wave"), ("up", "out"))[pose]
            person(
                s,
                x,
                y,
                h,
                Look(
                    top=top, skin=SKINS[(x // 7) % 7], hair=HAIR_BLACK, legs=INK, garment="jumper"
                ),
                view="back",
                arms=arms,
                legs="apart",
                child=True,
            )
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
        s.blob(
            [(424 + i * 50, 280), (430 + i * 50, 250), (446 + i * 50, 244), (452 + i * 50, 280)],
            (OCHRE, PLUM, TEAL, BRICK)[i],
            lift=1,
        )
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
            s.pen(
                [between((-60 + i * 62, 800), vanish, 0.72), (-60 + i * 62, 800)],
                1.5,
                (116, 80, 54),
                alpha=0.55,
            )
        for _ in range(60):
            n, t = s.rng.randint(-16, 24), s.rng.uniform(0, 0.62)
            a, b = (-60 + n * 62, 800), (2 + n * 62, 800)
            s.cut(
                [
                    between(a, vanish, t),
                    between(b, vanish, t),
                    between(b, vanish, t + 0.1),
                    between(a, vanish, t + 0.1),
                ],
                s.rng.choice((OCHRE_PALE, WOOD_DARK)),
                lift=0,
                edge=0,
                alpha=0.2,
            )
        s.pen(trace("-20,760 300,566 664,470 960,500"), 9, (206, 74, 56), curve=True, alpha=0.75)
        s.pen([between((120, 800), vanish, 0.69), (120, 800)], 7, (60, 110, 150), alpha=0.75)
        ring = [(690 + 250 * math.cos(i * 0.21), 640 + 66 * math.sin(i * 0.21)) for i in range(31)]
        s.pen(ring, 7, WHITE, curve=True, alpha=0.6)
        s.beam(trace("640,424 832,424 720,800 250,800"), (255, 222, 140), 0.62, blur=7)
        for x, h in ((652, 40), (690, 66), (752, 76), (800, 60)):
            s.shade(
                [
                    (x - 4, 426),
                    (x + 10, 426),
                    (x - h * 0.9, 426 + h * 1.6),
                    (x - h * 1.3, 426 + h * 1.5),
                ],
                0.4,
                blur=4,
            )
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
            (156, 880, 330, (42, 122, 122), -6, True),
            (614, 880, 330, (120, 58, 96), 6, False),
            (388, 890, 352, (206, 76, 52), 2, False),
        ):
            open_hand(
                s,
                x,
                y,
                size,
                paper,
                turn=turn,
                flip=flip,
                arm=40,
                reach=200,
                nails=False,
                lift=2,
                spread=1.15,
                thumb=0.3,
            )
    # Chalked outlines waiting for paint; one is begun
    chalk = (255, 248, 236)
    palm = trace(
        "-17,4 -25,-30 -38,-44 -46,-58 -38,-62 -24,-48 -22,-58 -30,-92 -22,-96 -12,-62 -9,-60 "
        "-10,-104 0,-106 3,-60 8,-59 14,-98 23,-96 17,-56 22,-50 34,-76 42,-72 30,-40 22,-12 18,4"
    )
    for x, y, size, turn in ((190, 470, 1.9, -16), (384, 420, 2.3, 3), (584, 468, 1.9, 18)):
        with s.placed(x, y, scale=size, turn=turn):
            if x == 384:
                s.blob(
                    trace("-17,4 -25,-30 -22,-52 20,-50 22,-12 18,4"),
                    ROSE,
                    lift=0,
                    edge=0,
                    alpha=0.9,
                )
            s.pen(palm, 2.4, chalk, curve=True, alpha=0.9)
    xs, ys = (30, 262, 500, 726), (236, 506, 800)
    _scaffold(s, xs, ys)
    # Who is up there
    person(
        s,
        408,
        508,
        212,
        Look(
            top=WHITE,
            skin=BROWN,
            hair=HAIR_BLACK,
            style="locs",
            legs=(84, 104, 140),
            garment="jumper",
        ),
        view="back",
        legs="apart",
        arms=("hip", ((16, -90), (15, -108))),
        lift=16,
    )
    s.strip([(436, 296), (432, 250), (418, 236)], 4, SOOT_SOFT, lift=6, curve=False)
    s.rect(396, 222, 44, 18, ROSE, turn=-4, corner=6, lift=6)
    person(
        s,
        160,
        802,
        216,
        Look(top=YELLOW, skin=PEACH, hair=HAIR_RED, style="tail", legs=SLATE, garment="jumper"),
        view="back",
        lean=4,
        arms=(((18, -84), (25, -94)), ((14.6, -63.5), (12, -50))),
        lift=16,
    )
    person(
        s,
        486,
        802,
        214,
        Look(
            top=striped(CREAM, BRICK, 3, 5, 0),
            skin=DEEP,
            hair=HAIR_BLACK,
            hat="wrap",
            hat_paper=OCHRE,
            legs=MOSS_DARK,
            garment="jumper",
        ),
        view="side",
        flip=True,
        arms=(None, ((9, -78), (19, -86))),
        lift=16,
    )
    seated(
        s,
        592,
        238,
        210,
        Look(
            top=SLATE_PALE,
            skin=TAN,
            hair=HAIR_GREY,
            legs=KRAFT,
            hat="cap",
            hat_paper=RED,
            shoes=BRICK_DARK,
        ),
        view="side",
        flip=True,
        tilt=14,
        arms=(None, ((6, -64), (13, -58))),
        lift=16,
    )
    for x, y, c in (
        (330, 506, ROSE),
        (214, 800, TEAL),
        (92, 800, OCHRE),
        (540, 800, RED),
        (110, 236, WHITE),
    ):
        s.cut([(x - 14, y - 26), (x + 14, y - 26), (x + 12, y + 1), (x - 12, y + 1)], STONE, lift=6)
        s.ellipse(x, y - 26, 14, 4.5, c, lift=1)
        s.cut([(x - 9, y - 26), (x - 2, y - 26), (x - 4, y - 8)], c, lift=0.6)
    # Ladder, and two who have an opinion
    for dx in (0, 54):
        s.strip([(300 + dx, 1020), (318 + dx, 500)], 9, WOOD_PALE, lift=18)
    for i in range(11):
        s.strip([(302 + i * 1.6, 990 - i * 44), (356 + i * 1.6, 990 - i * 44)], 8, WOOD, lift=8)
    person(
        s,
        622,
        1130,
        350,
        Look(top=SLATE_PALE, skin=DARK, hair=HAIR_BLACK, style="bun"),
        view="back",
        arms=("hip", "down"),
        tilt=-8,
        lift=22,
    )
    person(
        s,
        716,
        1084,
        220,
        Look(top=ORANGE, skin=DARK, hair=HAIR_BLACK, style="plaits"),
        view="back",
        child=True,
        arms=(((17, -84), (25, -98)), "down"),
        tilt=-10,
        lift=22,
    )
    s.light(light=(-0.7, -0.7), strength=0.38, warm=(255, 240, 196), vignette=0.36, bloom=0.16)
