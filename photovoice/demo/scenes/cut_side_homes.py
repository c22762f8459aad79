"""Cut Side, the shelf and the chair: photographs 37 and 40, by Terry Leech."""

from . import scene
from .figures import Look, person
from .hands import offering
from .palette import (
    BLUE,
    BRICK,
    CLAY,
    CREAM,
    HAIR_GREY,
    HAIR_WHITE,
    HONEY,
    MINT,
    MIST,
    MOSS,
    MOSS_DARK,
    OCHRE,
    OCHRE_DARK,
    PEACH,
    PINK,
    PLUM,
    PLUM_DARK,
    RED,
    RUST,
    SKINS,
    SLATE,
    SLATE_DARK,
    SOOT,
    STONE,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_PALE,
    YELLOW,
    Paper,
    bricked,
    darker,
    dotted,
    grained,
    lighter,
    mix,
    shaded,
    striped,
)
from .paper import Cuttable, Scene
from .shapes import trace
from .things import chair, mug, tin


def _packet(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable,
    mark: Cuttable,
    *,
    kind: str = "box",
) -> None:
    """A box, carton, jar or bag of something to eat, standing at (x, y), with no maker's name."""
    if kind == "carton":
        s.cut(
            [
                (x - w / 2, y - tall * 0.86),
                (x - w * 0.3, y - tall),
                (x + w * 0.3, y - tall),
                (x + w / 2, y - tall * 0.86),
                (x + w / 2, y),
                (x - w / 2, y),
            ],
            paper,
            lift=5,
        )
        s.rect(x - w * 0.3, y - tall * 1.04, w * 0.6, tall * 0.07, shaded(paper, 0.15), lift=2)
        s.blob(
            [
                (x - w / 2, y - tall * 0.4),
                (x, y - tall * 0.55),
                (x + w / 2, y - tall * 0.36),
                (x + w / 2, y - 3),
                (x - w / 2, y - 3),
            ],
            mark,
            lift=1,
        )
    elif kind == "jar":
        s.rect(x - w * 0.36, y - tall, w * 0.72, tall * 0.16, mark, corner=3, lift=4)
        s.rect(x - w / 2, y - tall * 0.87, w, tall * 0.87, paper, corner=w * 0.16, lift=5)
        s.rect(x - w * 0.36, y - tall * 0.6, w * 0.72, tall * 0.34, CREAM, lift=1)
        s.scribble(x - w * 0.26, y - tall * 0.4, w * 0.5, tall * 0.1, SOOT, width=1.6)
        s.rect(x - w * 0.42, y - tall * 0.8, w * 0.1, tall * 0.7, WHITE, lift=0, edge=0, alpha=0.4)
    elif kind == "bag":
        s.blob(
            [
                (x - w * 0.46, y - tall * 0.9),
                (x, y - tall * 0.94),
                (x + w * 0.46, y - tall * 0.9),
                (x + w * 0.52, y - tall * 0.4),
                (x + w * 0.46, y),
                (x - w * 0.46, y),
                (x - w * 0.52, y - tall * 0.4),
            ],
            paper,
            lift=6,
        )
        s.cut(
            [
                (x - w * 0.42, y - tall),
                (x + w * 0.42, y - tall),
                (x + w * 0.4, y - tall * 0.84),
                (x - w * 0.4, y - tall * 0.84),
            ],
            shaded(paper, 0.18),
            lift=3,
        )
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
                s.rect(
                    x,
                    y - s.rng.uniform(118, 190),
                    w - 4,
                    200 - 26,
                    darker(s.rng.choice((BRICK, OCHRE, MOSS, SLATE, PLUM)), 0.62),
                    lift=4,
                )
            x += w
        s.rect(-20, y - 12, 800, 60, shaded(pine, 0.3), lift=2)
    s.far(1.8)
    for y in boards:
        s.cut([(-20, y - 8), (770, y - 8), (770, y + 24), (-20, y + 24)], pine, lift=12)
        s.pen([(-20, y + 21), (770, y + 21)], 3, WOOD_DARK, alpha=0.5)
    on = [y - 4 for y in boards]
    for x, w, tall, paper, mark, kind in (
        (44, 128, 196, OCHRE, BRICK, "box"),
        (178, 112, 178, (214, 190, 150), MOSS, "bag"),
        (306, 96, 206, WHITE, SLATE, "carton"),
        (408, 96, 204, WHITE, SLATE, "carton"),
        (524, 118, 214, BRICK, HONEY, "box"),
        (652, 118, 198, BRICK, HONEY, "box"),
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
        (60, 120, 150, (232, 222, 198), TEAL, "bag"),
        (190, 120, 158, (232, 222, 198), TEAL, "bag"),
        (316, 92, 132, HONEY, PLUM, "jar"),
        (416, 92, 132, PLUM, MOSS, "jar"),
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
    s.strip(
        [(616, 728), (560, 668), (516, 634)],
        (50, 40, 27),
        lighter(PEACH, 0.05),
        round_end=True,
        lift=6,
    )
    s.light(light=(-0.2, -0.9), strength=0.34, warm=(250, 255, 236), vignette=0.46, bloom=0.14)


def _armchair(s: Scene, x: float, y: float, size: float, paper: Cuttable) -> None:
    """An armchair facing us, a little turned, `size` tall, its front feet on the line y."""
    dark, pale = shaded(paper, 0.26), shaded(paper, -0.1)
    with s.placed(x, y, scale=size / 100):
        for lx in (-42, 40):
            s.cut([(lx - 3, -12), (lx + 4, -12), (lx + 2, 0), (lx - 1, 0)], WOOD_DARK, lift=3)
        s.cut(trace("-30,-16 -24,-16 -25,-6 -28,-6"), WOOD_DARK, lift=2)
        s.blob(
            trace("-37,-40 -42,-78 -36,-97 -18,-103 18,-103 37,-97 43,-78 38,-40 0,-34"),
            paper,
            lift=9,
        )
        s.blob(trace("-28,-46 -31,-76 -25,-90 0,-94 26,-90 32,-76 29,-46 0,-42"), pale, lift=3)
        for bx, by in ((-12, -78), (12, -78), (0, -66), (-13, -58), (13, -58)):
            s.ellipse(bx, by, 1.6, 1.6, dark.colour, lift=0.6)
        s.cut(trace("-36,-34 36,-34 40,-9 -40,-9"), dark, lift=4)
        s.blob(trace("-34,-40 -30,-48 30,-48 34,-40 36,-32 30,-27 -30,-27 -36,-32"), pale, lift=6)
        for sx in (-1, 1):
            s.blob(
                [
                    (sx * 30, -52),
                    (sx * 40, -60),
                    (sx * 52, -58),
                    (sx * 55, -48),
                    (sx * 50, -30),
                    (sx * 48, -9),
                    (sx * 34, -9),
                    (sx * 32, -34),
                ],
                paper if sx < 0 else dark,
                lift=8,
            )
            s.ellipse(sx * 44, -50, 8.6, 8.6, pale, lift=2)
            s.ellipse(sx * 44, -50, 5, 5, paper, lift=0.8)
        s.cut(
            trace("-20,-104 20,-104 22,-84 14,-80 7,-84 0,-80 -7,-84 -14,-80 -22,-84"),
            CREAM,
            lift=2,
        )


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
        person(
            s,
            676,
            604,
            460,
            Look(
                top=(150, 96, 124), skin=SKINS[1], hair=HAIR_WHITE, style="curls", garment="jumper"
            ),
            view="facing",
            tilt=-6,
            arms=("down", ((13, -64), (3, -74))),
            lift=6,
        )
        mug(s, 684, 286, 38, YELLOW, handle=1)
        for sx, edge in ((0, 562), (1, 818)):
            m = -1 if sx else 1
            s.cut(
                [
                    (edge, 84),
                    (edge + m * 74, 84),
                    (edge + m * 52, 210),
                    (edge + m * 26, 344),
                    (edge, 344),
                ],
                striped(WHITE, MIST, 4, 7, 90),
                lift=4,
            )
        s.cut(trace("562,88 640,88 562,250"), WHITE, lift=0, edge=0, alpha=0.16)
        s.cut(trace("680,88 740,88 600,340 562,340 562,300"), WHITE, lift=0, edge=0, alpha=0.1)
    s.rect(562, 150, 256, 9, CREAM, lift=3)
    s.rect(524, 360, 334, 30, mix(STONE, CREAM, 0.3), lift=9)
    for x, c in ((560, RED), (604, PINK), (640, RED)):
        s.cut([(x - 16, 330), (x + 16, 330), (x + 12, 362), (x - 12, 362)], RUST, lift=5)
        for _ in range(9):
            s.ellipse(
                x + s.rng.gauss(0, 13),
                318 + s.rng.gauss(0, 9),
                8,
                6,
                s.rng.choice((MOSS, MOSS_DARK, c)),
                lift=2,
            )
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
    for pts in (
        "420,660 620,640 660,668 470,690",
        "740,672 880,660 900,676 760,690",
        "905,678 1020,664 1020,686 920,694",
    ):
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
    s.light(
        light=(-0.85, -0.3),
        strength=0.38,
        warm=(255, 218, 160),
        cool=(66, 54, 104),
        vignette=0.42,
        bloom=0.18,
    )
