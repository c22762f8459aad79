"""Northgate, Sunday and the sign-in sheet: photographs 11 and 12, by Comfort A."""

from . import scene
from .figures import Look, person
from .hands import open_hand
from .palette import (
    ASH,
    BOTTLE,
    BRICK,
    BROWN,
    CLAY,
    CREAM,
    CREAM_WARM,
    DARK,
    GREEN,
    HAIR_BLACK,
    HAIR_BROWN,
    HAIR_GREY,
    HONEY,
    MIST,
    MOSS,
    MOSS_PALE,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    PINK,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    ROSE,
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
    YELLOW,
    Paper,
    checked,
    darker,
    dotted,
    lighter,
    mix,
    shaded,
)
from .paper import Scene
from .shapes import trace
from .things import balloon, bunting, chair


def _tray(s: Scene, x: float, y: float, w: float, food, bits, *, turn: float = 0) -> None:
    """A foil tray seen from the front and above, with what is in it and the specks on top."""
    with s.placed(x, y, scale=w / 100, turn=turn):
        s.cut(trace("-44,-34 46,-36 56,4 -54,6"), (206, 208, 210), lift=7)
        s.cut(trace("-54,6 56,4 50,22 -48,24"), (150, 154, 160), lift=4)
        for i in range(9):
            s.pen([(-50 + i * 12, 7), (-46 + i * 11.2, 22)], 1, WHITE, alpha=0.5)
        s.blob(
            trace("-40,-30 -10,-36 20,-33 42,-31 49,-2 20,3 -20,4 -47,0 -48,-14"), food, lift=2.5
        )
        for _ in range(26):
            px, py = s.rng.uniform(-40, 40), s.rng.uniform(-29, -2)
            c = s.rng.choice(bits)
            s.strip(
                [(px, py), (px + s.rng.uniform(-5, 5), py + s.rng.uniform(-1, 2))],
                2.6,
                c,
                round_start=True,
                round_end=True,
                lift=0.7,
            )


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
        person(
            s,
            x,
            520,
            h,
            Look(top=top, skin=s.rng.choice(SKINS[2:]), hair=HAIR_BLACK),
            view="facing",
            features=False,
        )
    s.far(5.5)
    bunting(s, (-40, 30), (520, 66), [PLUM, OCHRE, CREAM, TEAL, BRICK], sag=34, size=46, lift=7)
    bunting(s, (520, 66), (1060, 10), [TEAL, CREAM, PLUM, BRICK, OCHRE], sag=30, size=46, lift=7)
    serving = Look(
        top=dotted(PLUM, OCHRE_PALE, 5, 26),
        skin=DARK,
        hair=HAIR_BLACK,
        hat="wrap",
        hat_paper=OCHRE,
        garment="dress",
    )
    person(
        s,
        300,
        800,
        600,
        serving,
        view="facing",
        arms=(((15, -64), (2, -52)), ((17, -65), (29, -56))),
        lean=5,
        tilt=8,
        lift=12,
    )
    person(
        s,
        104,
        800,
        560,
        Look(top=MOSS, skin=BROWN, hair=HAIR_GREY, garment="apron"),
        view="side",
        arms=(None, ((6, -64), (16, -60))),
        lean=8,
        tilt=10,
        lift=10,
    )
    cloth = checked(WHITE, TEAL, 9)
    s.cut(trace("-30,520 330,470 700,452 1030,700 1030,800 -30,800"), cloth, lift=16)
    s.cut(trace("-30,742 1030,790 1030,820 -30,820"), shaded(cloth, 0.3), lift=5)
    _tray(s, 608, 510, 178, (222, 176, 92), (OCHRE_PALE, HONEY, MOSS), turn=4)
    _tray(s, 142, 590, 236, (120, 66, 40), (WOOD, BRICK, OCHRE_DARK), turn=-4)
    _tray(
        s,
        420,
        640,
        346,
        (226, 104, 38),
        ((240, 138, 60), (250, 170, 92), (196, 74, 30), (110, 130, 60)),
        turn=1,
    )
    _tray(s, 150, 760, 300, (240, 226, 186), (WHITE, CREAM, HONEY, MOSS_PALE), turn=-3)
    s.strip([(486, 470), (510, 530), (528, 610)], (10, 11, 12), STONE, lift=7)
    s.ellipse(534, 624, 34, 19, lighter(STONE, 0.3), turn=24, lift=6)
    for x, y in ((690, 700), (700, 690), (712, 680)):
        s.ellipse(x, y, 84, 32, WHITE, lift=4)
    s.steam(430, 566, 190, width=16, curls=2, strength=0.4)
    # The queue, a plate held out, the nearest shoulder soft
    open_hand(
        s,
        872,
        596,
        124,
        TAN,
        turn=-92,
        flip=True,
        spread=0.3,
        thumb=0.6,
        arm=16,
        sleeve=BRICK,
        reach=190,
        lift=10,
    )
    s.ellipse(738, 566, 88, 34, WHITE, lift=12)
    s.ellipse(738, 563, 60, 20, MIST, lift=1)
    s.strip([(800, 572), (788, 560), (768, 556)], (24, 20, 15), TAN, round_end=True, lift=3)
    person(
        s,
        912,
        980,
        720,
        Look(top=BRICK, skin=TAN, hair=HAIR_BLACK, style="bob"),
        view="back",
        arms=("pocket", "down"),
        lean=-6,
        tilt=-12,
        lift=18,
        blur=1.6,
    )
    for x, y, size, c, tie in (
        (640, 196, 128, PINK, (604, 452)),
        (722, 128, 120, YELLOW, (610, 452)),
        (566, 120, 112, PINK, (600, 452)),
    ):
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
    for x, h, top, hair in (
        (70, 300, BRICK, HAIR_GREY),
        (190, 330, MOSS, HAIR_BLACK),
        (560, 320, OCHRE, HAIR_BROWN),
        (690, 350, SLATE_PALE, HAIR_BLACK),
    ):
        person(
            s,
            x,
            560,
            h,
            Look(top=top, hair=hair, skin=s.rng.choice(SKINS), garment="jumper"),
            view="back" if x < 300 else "facing",
            features=False,
        )
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
                s.scribble(
                    -158, y, s.rng.uniform(110, 190), s.rng.uniform(15, 24), ink, width=3.2, alpha=1
                )
                s.scribble(
                    66, y, s.rng.uniform(60, 130), s.rng.uniform(13, 19), ink, width=2.8, alpha=1
                )
        for i in range(12):
            s.scribble(-203, -173 + i * 43, 20, 12, SOOT, width=1.6)
        # The clip
        s.cut(trace("-104,-352 104,-352 118,-296 -118,-296"), STONE, lift=9)
        s.strip(trace("-60,-350 -46,-402 46,-402 60,-350"), 18, lighter(STONE, 0.2), lift=7)
        s.cut(trace("-118,-306 118,-306 118,-294 -118,-294"), ASH, lift=2)
        s.strip(trace("96,-320 190,-250 262,-120 248,40 176,130"), 4, WHITE, lift=5)
        with s.placed(92, 300, turn=52):
            s.cut([(0, 0), (7, -24), (-7, -24)], SOOT, lift=5)
            s.rect(-8, -220, 16, 200, GREEN, lift=10)
            s.rect(-9, -246, 18, 42, darker(GREEN, 0.3), lift=10)
        s.strip(
            trace("-40,408 -44,352 -26,318 -4,322"), (44, 40, 32, 24), DARK, round_end=True, lift=12
        )
        s.ellipse(-10, 324, 10, 8, mix(DARK, ROSE, 0.45), lift=1, turn=10)
    s.strip([(300, 1040), (318, 990), (322, 958)], (150, 104, 70), DARK, lift=8)
    s.strip([(280, 1100), (296, 1010)], (210, 190), OCHRE, lift=10)
    s.tint((226, 236, 250), 0.5)
    s.light(light=(-0.1, -1), strength=0.3, warm=(232, 242, 255), cool=(48, 40, 84), vignette=0.44)
