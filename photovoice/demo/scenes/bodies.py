"""Bodies for the figures: legs, coat, arms, put together back to front under a head."""

from dataclasses import dataclass

from . import shapes
from .heads import head
from .palette import (
    CREAM,
    HAIR_BROWN,
    SLATE,
    SLATE_DARK,
    SOOT,
    TAN,
    Colour,
    darker,
    lighter,
    shaded,
)
from .paper import Cuttable, Scene
from .shapes import Point, Points, trace

ARMS: dict[str, tuple[Point, Point]] = {
    "down": ((12.6, -64), (12.4, -49)),
    "pocket": ((14.6, -63.5), (9.4, -53)),
    "hip": ((18.5, -66), (8.5, -56)),
    "up": ((16.5, -91), (13, -106)),
    "wave": ((18.5, -74), (21, -90)),
    "chest": ((13.5, -65), (3, -69)),
    "face": ((13, -70), (4, -84)),
    "out": ((18, -68), (28, -60)),
    "carry": ((12.8, -63), (13.4, -46.5)),
    "forward": ((12, -67), (22, -66)),
    "low": ((11, -66), (18, -57)),
}


@dataclass(frozen=True)
class Look:
    """What somebody looks like.  `garment` is "coat", "jumper", "dress" or "apron"; `hat` is None,
    "beanie", "cap", "scarf" (over the hair), "wrap" or "hood"; `style` is "short", "bob", "long",
    "bun", "afro", "locs", "tail", "plaits", "curls" or "bald"."""

    top: Cuttable = SLATE
    skin: Colour = TAN
    hair: Colour = HAIR_BROWN
    style: str = "short"
    legs: Cuttable = SLATE_DARK
    shoes: Cuttable = SOOT
    garment: str = "coat"
    hat: str | None = None
    hat_paper: Cuttable = SLATE_DARK
    scarf: Cuttable | None = None
    apron: Cuttable = CREAM
    build: float = 1.0


class Body:
    """A body being put together, back to front."""

    def __init__(
        self,
        s: Scene,
        look: Look,
        view: str,
        lean: float,
        tilt: float,
        child: bool,
        features: bool,
        hands: bool,
    ):
        self.s, self.look, self.view, self.features, self.hands = s, look, view, features, hands
        self.lean, self.tilt, self.child = lean, tilt, child
        self.wide = look.build * (1.06 if child else 1)
        self.drop = 6.5 if child else 0  # a child's shoulders sit lower under a larger head
        self.shade = shaded(look.top, 0.22)

    def bent(self, points: Points) -> list[Point]:
        """Points of the upper body, leaning from the hips, widened to the build."""
        out = []
        for x, y in points:
            y = y + self.drop * max(0, min(1, (-y - 48) / 30))
            out.append((x * self.wide, y))
        above = [p for p in out if p[1] < -47]
        if self.lean and above:
            out = [
                shapes.turned([p], self.lean * min(1, (-47 - p[1]) / 12), (0, -47))[0]
                if p[1] < -47
                else p
                for p in out
            ]
        return out

    def draw(self, arms, legs: str) -> None:
        if legs != "none":
            self.lower(legs)
        side = self.view == "side"
        left, right = arms
        if side:
            self.arm(left, far=True)
            self.body_side()
        else:
            if self.view == "back":  # what is held in front goes behind the back we see
                for pose, sign in ((left, -1), (right, 1)):
                    if pose in ("chest", "face", "forward"):
                        self.arm(pose, sign=sign)
            self.body()
        (neck,) = self.bent([(0.6 if side else 0, -82)])
        (top,) = self.bent([(1.6 if side else 0, -92.5)])
        if self.look.garment == "apron":
            self.apron()
        head(
            self.s,
            self.look,
            self.view,
            neck,
            top,
            self.tilt + self.lean * 0.4,
            1.34 if self.child else 1,
            self.features,
        )
        if self.look.scarf is not None:
            self.neckscarf(self.look.scarf)
        if side:
            self.arm(right)
        else:
            for pose, sign in ((left, -1), (right, 1)):
                if not (self.view == "back" and pose in ("chest", "face", "forward")):
                    self.arm(pose, sign=sign)

    def lower(self, pose: str) -> None:
        s, look = self.s, self.look
        stance = {"stand": (3.6, 4.4), "apart": (4.6, 8.5), "walk": (2, 9)}[pose]
        for sign, far in ((-1, True), (1, False)):
            paper = shaded(look.legs, 0.2) if far else look.legs
            shoe = shaded(look.shoes, 0.15) if far else look.shoes
            if self.view == "side":
                stride = 9.5 if pose == "walk" else 2
                foot = sign * -stride
                heel = -3 if pose == "walk" and far else 0
                knee = foot * 0.55 + (2.5 if pose == "walk" else 0.6)
                s.strip(
                    [(0, -50), (knee, -26), (foot - 0.6, -3 + heel)], (10.5, 8, 5.6), paper, lift=1
                )
                s.blob(
                    [
                        (foot - 3.2, -4.4 + heel),
                        (foot + 1.6, -4.6 + heel),
                        (foot + 7, -1.8),
                        (foot + 6.6, 0.2),
                        (foot - 3.4, 0.2 + heel),
                    ],
                    shoe,
                    lift=1,
                )
            else:
                foot = sign * stance[1] * self.wide
                y = -2.6 if pose == "walk" and far else 0
                s.strip(
                    [(sign * stance[0] * self.wide, -52), (foot * 0.95, -26), (foot, -3 + y)],
                    (9.2 * self.wide, 7.4, 5.6),
                    paper,
                    lift=1,
                )
                toe = 1.6 if self.view == "facing" else 0.7
                s.blob(
                    [
                        (foot - 2.8, -3.6 + y),
                        (foot + 2.8, -3.6 + y),
                        (foot + 3.2 + sign * 0.6, toe - 1 + y),
                        (foot + sign * 0.8, toe + y),
                        (foot - 3.2 + sign * 0.4, toe - 1 + y),
                    ],
                    shoe,
                    lift=1,
                )

    def hem(self) -> tuple[float, float]:
        return {
            "coat": (-34, 12.4),
            "jumper": (-45.5, 9.6),
            "dress": (-20, 13.5),
            "apron": (-45.5, 9.6),
        }[self.look.garment]

    def body(self) -> None:
        s, (hem, flare) = self.s, self.hem()
        outline = self.bent(
            [
                (-2.6, -84.5),
                (2.6, -84.5),
                (8.6, -81.6),
                (10.8, -77.5),
                (10.4, -66),
                (9.4, -57),
                (9.8, -49),
                (flare, hem),
                (0, hem + 0.9),
                (-flare, hem),
                (-9.8, -49),
                (-9.4, -57),
                (-10.4, -66),
                (-10.8, -77.5),
                (-8.6, -81.6),
            ]
        )
        s.cut(outline, self.look.top, lift=1.6)
        if self.look.garment == "coat":
            if self.view == "back":
                s.cut(
                    self.bent([(-0.35, -58), (0.35, -58), (0.9, hem + 0.6), (-0.6, hem + 0.6)]),
                    self.shade,
                    lift=0.4,
                )
                s.cut(
                    self.bent(trace("-9.2,-60 9.2,-60 9.4,-57.2 -9.4,-57.2")), self.shade, lift=0.7
                )
            else:
                s.cut(
                    self.bent([(0.4, -80), (1.2, -80), (2.2, hem + 0.4), (1, hem + 0.4)]),
                    self.shade,
                    lift=0.5,
                )
                for y in (-72, -63, -54):
                    (at,) = self.bent([(-1.6, y)])
                    s.ellipse(*at, 0.8, 0.8, lighter(CREAM, 0.1), lift=0.4)
        elif self.look.garment in ("jumper", "apron"):
            s.cut(
                self.bent(trace("-9.7,-48.4 9.7,-48.4 9.7,-45.2 -9.7,-45.2")), self.shade, lift=0.5
            )
        else:
            s.cut(self.bent(trace("-9.3,-60 9.3,-60 9.4,-58.4 -9.4,-58.4")), self.shade, lift=0.5)
        collar = trace("-4.2,-83.6 0,-81.8 4.2,-83.6 5.2,-80.6 0,-78.6 -5.2,-80.6")
        s.cut(self.bent(collar), self.shade, lift=0.9)

    def body_side(self) -> None:
        s, (hem, flare) = self.s, self.hem()
        front, back = flare * 0.72, -flare * 0.78
        s.cut(
            self.bent(
                [
                    (-2.6, -84.6),
                    (3, -84),
                    (6.2, -78),
                    (7.4, -69),
                    (6.6, -58),
                    (6.9, -49),
                    (front, hem),
                    (back, hem),
                    (-7.2, -50),
                    (-6.6, -60),
                    (-7.6, -70),
                    (-6.8, -79),
                ]
            ),
            self.look.top,
            lift=1.6,
            smooth=False,
        )
        s.cut(self.bent(trace("-3.4,-84.8 3.6,-83.6 4.4,-81 -4.4,-81.6")), self.shade, lift=0.8)

    def apron(self) -> None:
        s, paper = self.s, self.look.apron
        if self.view == "facing":
            s.cut(
                self.bent(trace("-5.4,-73 5.4,-73 6,-60 9.4,-58 9.8,-32 -9.8,-32 -9.4,-58 -6,-60")),
                paper,
                lift=1,
            )
            s.strip(self.bent([(-4.8, -73), (-3.6, -83)]), 1.3, paper, lift=0.4)
            s.strip(self.bent([(4.8, -73), (3.6, -83)]), 1.3, paper, lift=0.4)
        elif self.view == "back":
            s.strip(self.bent([(-9.6, -58.5), (0, -57.4), (9.6, -58.5)]), 1.8, paper, lift=0.6)
            for end in ((-3.5, -44), (3, -42)):
                s.strip(self.bent([(0, -57.5), end]), (1.2, 2), paper, lift=0.6)
            for sign in (-1, 1):
                s.strip(self.bent([(sign * 8.6, -60), (sign * 3, -83)]), 1.3, paper, lift=0.5)
        else:
            s.cut(
                self.bent(trace("5.6,-74 7.6,-72 8.4,-58 9.6,-33 1,-32 -1.5,-57 3.4,-60")),
                paper,
                lift=1,
            )
            s.strip(self.bent([(-7, -58.6), (3, -58.4)]), 1.6, paper, lift=0.5)

    def neckscarf(self, paper: Cuttable) -> None:
        s = self.s
        s.blob(
            self.bent(trace("-5.4,-85 0,-86.5 5.4,-85 5.8,-81.5 0,-79.6 -5.8,-81.5")),
            paper,
            lift=1.1,
        )
        x = -3.6 if self.view == "side" else 3
        s.strip(self.bent([(x, -82), (x + 0.8, -74), (x, -66)]), (3.4, 4.6), paper, lift=1.1)

    def arm(self, pose, *, sign: int = 1, far: bool = False) -> None:
        if pose is None:
            return
        s, look = self.s, self.look
        elbow, hand = ARMS[pose] if isinstance(pose, str) else pose
        if self.view == "side":
            shoulder, sign = (-0.6, -78), 1
            if isinstance(pose, str):
                elbow, hand = ((elbow[0] - 11, elbow[1]), (hand[0] - 9, hand[1]))
        else:
            shoulder = (8.6, -78)
        points = [(px * sign, py) for px, py in (shoulder, elbow, hand)]
        a, b, c = self.bent(points)
        mid = ((a[0] + b[0]) / 2 + (b[0] - c[0]) * 0.05, (a[1] + b[1]) / 2)
        paper = shaded(look.top, 0.26 if far else 0.06)
        size = 0.92 if self.child else 1
        if self.hands and pose != "pocket":
            dx, dy = c[0] - b[0], c[1] - b[1]
            length = (dx * dx + dy * dy) ** 0.5 or 1
            ux, uy = dx / length, dy / length
            skin = darker(look.skin, 0.18) if far else look.skin
            wrist, tip = (c[0] - ux * 2, c[1] - uy * 2), (c[0] + ux * 4.6, c[1] + uy * 4.6)
            s.strip(
                [wrist, (c[0] + ux * 1.8, c[1] + uy * 1.8), tip],
                (3.4 * size, 4.2 * size, 2.6 * size),
                skin,
                round_end=True,
                lift=0.8,
            )
            thumb = (c[0] + ux * 3 + uy * 2.4 * sign, c[1] + uy * 3 - ux * 2.4 * sign)
            s.strip(
                [(c[0] + ux * 0.6, c[1] + uy * 0.6), thumb],
                (2, 1.3),
                skin,
                round_end=True,
                lift=0.5,
            )
        s.strip(
            [a, mid, b, ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2), c],
            (8.2 * size, 7.6 * size, 6.8 * size, 6, 5.2),
            paper,
            round_start=True,
            lift=1.3,
        )
        cuff = shaded(look.top, 0.34)
        along = ((c[0] - b[0]) * 0.13, (c[1] - b[1]) * 0.13)
        s.strip([(c[0] - along[0], c[1] - along[1]), c], 5.5, cuff, lift=0.4)
