"""Cut Side, the weeks without a lift: photographs 29 and 30, by Kofi B."""

import math

from . import scene
from .figures import Look, person
from .hands import pinching
from .palette import (
    BRICK,
    BROWN,
    CLAY,
    CREAM,
    DEEP,
    HAIR_BLACK,
    HAIR_BROWN,
    HAIR_GREY,
    HAIR_RED,
    HAIR_WHITE,
    HONEY,
    INK,
    MINT,
    MOSS,
    MOSS_DARK,
    OCHRE,
    OCHRE_PALE,
    ORANGE,
    PINK,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    SAGE,
    SKINS,
    SLATE,
    SLATE_DARK,
    SLATE_PALE,
    SOOT,
    SOOT_SOFT,
    STONE,
    TEAL,
    TEAL_DARK,
    WHITE,
    YELLOW,
    Colour,
    Paper,
    checked,
    darker,
    dotted,
    grained,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Cuttable, Scene
from .shapes import Point, between, trace

WELL = (352, 402)


CONCRETE = (138, 140, 130)


def _well(z: float) -> list[Point]:
    """The corners of the stairwell at a height above the lens, clockwise from the top left."""
    (x, y), w, h = WELL, 520 / z, 620 / z
    return [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]


def _singer(s: Scene, at: Point, height: float, look: Look, *, music: bool, lift: float) -> None:
    """Somebody leaning over the rail at a point and singing down the well."""
    turn = math.degrees(math.atan2(WELL[0] - at[0], at[1] - WELL[1]))
    with s.placed(*at, turn=turn):
        rail = ((15.5, -67), (8, -63))
        person(
            s,
            0,
            height * 0.5,
            height,
            look,
            view="facing",
            legs="none",
            lift=lift,
            arms=(rail, ((15, -68), (6, -70))) if music else (rail, rail),
        )
        with s.placed(0, height * 0.5, scale=height / 100):
            s.ellipse(0, -88.6, 1.5, 2.1, (74, 26, 32), lift=0, edge=0.4)
            if music:
                s.cut(trace("-1,-79 13,-81 14,-65 1,-63"), WHITE, lift=2)
                for i in range(4):
                    s.pen([(2, -76 + i * 3), (11.6, -77.4 + i * 3)], 0.7, SLATE_DARK, alpha=0.6)


def _landing(s: Scene, z: float, tone: Colour, bars: int) -> None:
    """One landing's rail, the painted edge of its floor and its underside, seen from below."""
    low, high, under = _well(z + 0.1), _well(z + 0.1 + 0.08 * z + 0.16), _well(z)
    for side in (0, 1, 3, 2):
        far, near = (high[side], high[side - 3]), (low[side], low[side - 3])
        for i in range(bars + 1):
            share = i / bars
            s.strip(
                [between(*near, share), between(*far, share)],
                (13 / z, 9 / z),
                TEAL_DARK,
                lift=5 / z,
            )
        s.strip(far, 24 / z, TEAL, lift=12 / z)
        s.cut(
            [*near, under[side - 3], under[side]], mix(CREAM, HONEY, 0.16 * (side == 2)), lift=8 / z
        )
    out = _well(max(0.6, z * 0.62))
    for side, dark in ((0, 0.34), (1, 0.2), (3, 0.26), (2, 0.06)):
        quad = [under[side], under[side - 3], out[side - 3], out[side]]
        s.cut(quad, Paper(darker(tone, dark), "rough"), lift=9 / z)


@scene(29, "choir", "portrait")
def choir(s: Scene) -> None:
    """Straight up the stairwell: a ring of singers leaning over the rail on every landing."""
    s.rect(-20, -20, 800, 1050, darker(CONCRETE, 0.4))
    sky = _well(5.5)
    s.cut(sky, (246, 240, 214), lift=0)
    for share in (0.33, 0.66):
        s.strip([between(sky[0], sky[1], share), between(sky[3], sky[2], share)], 5, SLATE_DARK)
        s.strip([between(sky[0], sky[3], share), between(sky[1], sky[2], share)], 5, SLATE_DARK)
    tops: tuple[Cuttable, ...] = (
        BRICK,
        OCHRE,
        PLUM,
        MOSS,
        dotted(PLUM, OCHRE_PALE, 2.4, 11),
        SLATE,
        CLAY,
        striped(CREAM, BRICK, 4, 5, 0),
        PLUM_PALE,
        SLATE_PALE,
        striped(MOSS_DARK, CREAM, 3, 9, 0),
    )
    hairs = (
        (HAIR_BLACK, "afro"),
        (HAIR_GREY, "bob"),
        (HAIR_BLACK, "bun"),
        (HAIR_BROWN, "short"),
        (HAIR_BLACK, "locs"),
        (HAIR_WHITE, "curls"),
        (HAIR_RED, "long"),
        (HAIR_BLACK, "short"),
    )
    hats = (None, None, "scarf", None, "wrap", None, None, "beanie")
    rings = (
        (4.5, 104, 0, (0.5,), (0.5,), (0.35, 0.7), (0.5,)),
        (3.3, 146, 0.7, (0.3, 0.68), (0.24, 0.62), (0.2, 0.5, 0.8), (0.3, 0.72)),
        (2.3, 222, 0, (0.3, 0.7), (0.24, 0.56), (0.2, 0.52, 0.82), (0.22, 0.5, 0.78)),
        (1.45, 338, 0, (), (0.3, 0.62), (0.22, 0.52, 0.8), (0.3, 0.62)),
    )
    count = 0
    for z, height, soft, *sides in rings:
        edge = _well(z + 0.1)
        if z > 2:  # the flight up to the landing above runs along the right-hand wall
            a, b = between(_well(z)[2], _well(z)[1], 0.1), _well(z + 0.8)[1]
            s.strip([a, b], (110 / z, 70 / z), darker(CONCRETE, 0.3), lift=12 / z)
            for i in range(8):
                x, y = between(a, b, (i + 0.5) / 8)
                half = 50 / z * (1 - i * 0.045)
                s.strip(
                    [(x - half, y - half * 0.1), (x + half, y - half * 0.3)],
                    half * 0.3,
                    lighter(CONCRETE, 0.12),
                    lift=5 / z,
                )
        for side, shares in zip(
            (0, 1, 3, 2), (sides[0], sides[1], sides[3], sides[2]), strict=True
        ):
            for share in shares:
                at = between(edge[side], edge[side - 3], share)
                hair, style = hairs[count * 3 % 8]
                hat = hats[count * 5 % 8]
                look = Look(
                    top=YELLOW if count == 25 else tops[count * 4 % 11],
                    skin=SKINS[(count * 5 + 2) % 7],
                    hair=hair,
                    style=style,
                    hat=hat,
                    hat_paper=tops[(count * 4 + 2) % 11],
                    garment="jumper",
                )
                _singer(s, at, height, look, music=count % 4 == 1, lift=12 / z)
                count += 1
        _landing(s, z, mix(CONCRETE, HONEY, 0.14), 16 - int(z))
        if soft:
            s.far(soft)
            s.glow(*WELL, 250, (255, 240, 196), 0.8)
    # The strip light under the nearest landing
    s.rect(194, 909, 316, 26, WHITE, corner=4, lift=5)
    s.rect(202, 915, 300, 14, (250, 255, 246), lift=0)
    s.glow(352, 922, 260, (214, 255, 236), 0.7, squash=0.5)
    s.glow(*WELL, 520, (255, 222, 160), 0.34)
    s.light(light=(0.1, -0.3), strength=0.24, warm=(255, 240, 206), vignette=0.6, bloom=0.22)


def _note(
    s: Scene,
    x: float,
    y: float,
    w: float,
    h: float,
    paper: Cuttable,
    ink: Colour,
    *,
    lines: int = 4,
    turn: float = 0,
    tape: Colour | None = None,
) -> None:
    """A note stuck up by its top edge, with writing nobody can read; (x, y) is its middle."""
    s.label(x - w / 2, y - h / 2, w, h, paper, lines=lines, ink=ink, turn=turn, lift=6)
    with s.placed(x, y, turn=turn):
        s.rect(
            -w * 0.17,
            -h / 2 - 9,
            w * 0.34,
            20,
            tape or OCHRE_PALE,
            turn=s.rng.uniform(-9, 9),
            lift=0.6,
            alpha=0.8,
        )


def _drawing(s: Scene, x: float, y: float, turn: float) -> None:
    """A child's answer: the tower, the sun, and somebody at the top of the stairs."""
    with s.placed(x, y, turn=turn):
        s.rect(-80, -64, 160, 128, WHITE, lift=6)
        s.rect(-20, -40, 46, 92, PLUM_PALE, lift=1)
        for row in range(4):
            for col in (0, 1):
                s.rect(-13 + col * 18, -32 + row * 21, 13, 12, YELLOW, lift=0.5)
        s.ellipse(-52, -32, 16, 16, YELLOW, lift=1)
        for a in range(8):
            s.pen(
                [
                    (-52 + 19 * math.cos(a * 0.785), -32 + 19 * math.sin(a * 0.785)),
                    (-52 + 28 * math.cos(a * 0.785), -32 + 28 * math.sin(a * 0.785)),
                ],
                2.4,
                ORANGE,
            )
        s.pen([(-70, 53), (-20, 50), (70, 54)], 4, MOSS)
        s.ellipse(52, 8, 8, 8, DEEP, lift=0.6)
        s.cut([(52, 14), (62, 42), (42, 42)], RED, lift=0.6)
        for sx in (-1, 1):
            s.pen([(52, 22), (52 + sx * 15, 12)], 2.4, SOOT)
            s.pen([(52 + sx * 4, 42), (52 + sx * 5, 53)], 2.4, SOOT)
        s.rect(-26, -74, 52, 20, TEAL, turn=4, lift=0.6, alpha=0.75)


@scene(30, "out-of-order", "portrait")
def out_of_order(s: Scene) -> None:
    """The steel doors under the landing's tube, grown over with notes; one more going up."""
    s.rect(-20, -20, 800, 1050, mix(PLUM, SOOT, 0.15))
    s.rect(-20, -20, 800, 330, mix(CREAM, SAGE, 0.35), lift=2)
    s.rect(-20, 306, 800, 9, OCHRE, lift=1)
    s.cut(trace("58,70 612,70 612,1040 58,1040"), Paper((96, 100, 108), "smooth"), lift=10)
    steel = grained((166, 174, 178), (128, 136, 146), 3, 90)
    with s.layer(inside=trace("92,104 578,104 578,1040 92,1040"), depth=10):
        s.rect(88, 100, 248, 940, steel, lift=0)
        s.rect(338, 100, 248, 940, shaded(steel, 0.08), lift=5)
        for x, w in ((128, 40), (186, 12), (448, 66)):
            s.beam(
                [(x, 90), (x + w, 90), (x + w + 30, 1040), (x + 30, 1040)],
                (226, 244, 240),
                0.34,
                blur=10,
            )
        s.rect(330, 100, 9, 940, SOOT, lift=0)
    s.rect(250, 18, 170, 40, SOOT, corner=5, lift=6)
    for x in (300, 322, 344):
        s.pen([(x, 38), (x + 14, 38)], 5, (255, 70, 50), alpha=1)
    s.glow(330, 38, 70, (255, 60, 40), 0.6)
    # The call button, pressed for seven weeks
    s.rect(652, 420, 66, 150, STONE, corner=6, lift=6)
    for y, up in ((462, -1), (526, 1)):
        s.ellipse(685, y, 22, 22, SOOT_SOFT, lift=3)
        s.cut([(673, y - up * 6), (697, y - up * 6), (685, y + up * 11)], (255, 92, 60), lift=0)
    s.glow(685, 494, 74, (255, 70, 40), 0.5)
    # The first note was rude
    with s.placed(300, 262, turn=-5):
        s.torn(trace("-130,-92 124,-98 132,84 20,96 -60,84 -134,92"), CREAM, rough=4, lift=10)
        for y, long in ((-44, 190), (6, 206), (54, 120)):
            s.scribble(-98, y, long, 34, (150, 24, 24), width=7, alpha=0.95)
        s.pen(trace("-96,70 -20,62 50,72"), 6, (150, 24, 24), curve=True)
        for x in (-112, 104):
            s.rect(x - 24, -104, 52, 22, STRIP_TAPE, turn=x * 0.3, lift=0.6, alpha=0.85)
    blue, green = (38, 66, 140), (30, 104, 80)
    _note(s, 482, 236, 124, 128, YELLOW, INK, turn=6)
    _note(s, 176, 430, 132, 112, (170, 206, 214), blue, turn=4)
    _note(s, 322, 444, 112, 118, PINK, SOOT, turn=-4, lines=3)
    _note(s, 492, 398, 150, 104, WHITE, green, turn=-3)
    _drawing(s, 462, 560, 5)
    _note(s, 198, 578, 168, 118, striped(WHITE, SLATE_PALE, 1.2, 13, 0), blue, turn=-6, lines=5)
    _note(s, 322, 666, 110, 116, YELLOW, PLUM_DARK, turn=7, lines=3)
    _note(s, 152, 722, 116, 128, MINT, SOOT, turn=3)
    _note(s, 494, 694, 120, 92, OCHRE_PALE, BRICK, turn=-8, lines=3)
    _note(s, 236, 836, 156, 100, CREAM, blue, turn=-3, lines=3)
    _note(s, 404, 806, 104, 108, PINK, INK, turn=5, lines=3)
    _note(s, 130, 928, 120, 110, YELLOW, green, turn=-7, lines=3)
    # Arrows from answer to answer, a bill with tear-off strips, a biro on a string
    for path, tip in (
        (trace("392,330 430,326 440,352"), trace("428,342 440,354 447,338")),
        (trace("244,480 262,504 252,524"), trace("241,514 251,526 262,514")),
    ):
        s.pen(path, 4, (190, 30, 30), curve=True)
        s.pen(tip, 4, (190, 30, 30))
    with s.placed(318, 940, turn=2):
        s.rect(-70, -48, 140, 62, lighter(SAGE, 0.5), lift=5)
        s.scribble(-54, -22, 104, 15, INK, width=2.6)
        for i in range(7):
            if i != 4:
                s.rect(
                    -69 + i * 20,
                    14,
                    17,
                    52 + s.rng.uniform(-3, 3),
                    lighter(SAGE, 0.5),
                    lift=4,
                    turn=s.rng.uniform(-5, 5),
                )
    s.pen(trace("592,100 604,300 590,480 600,640"), 2.6, CREAM, curve=True, alpha=1)
    s.rect(592, 634, 13, 92, BLUE_BIRO, turn=-6, lift=5)
    # The next one
    with pinching(
        s,
        556,
        822,
        270,
        BROWN,
        turn=-34,
        arm=30,
        sleeve=checked(BRICK, CREAM, 12),
        reach=400,
        lift=18,
    ):
        _note(s, 510, 840, 128, 124, WHITE, BRICK, turn=-9, lines=3, tape=TEAL)
    s.glow(320, -30, 420, (222, 255, 240), 0.5, squash=0.7)
    s.shade(trace("-20,560 60,560 60,1040 -20,1040"), 0.3, blur=24)
    s.light(light=(-0.1, -0.9), strength=0.34, warm=(232, 252, 236), vignette=0.42, bloom=0.16)


STRIP_TAPE = (196, 178, 140)


BLUE_BIRO = (34, 84, 166)
