"""Heads and what is on them, for the figures; a face is at most three small cuts."""

from .palette import Colour, darker, lighter, mix, shaded, sheet
from .shapes import Point, trace


def head(
    s, look, view: str, neck: Point, middle: Point, tilt: float, size: float, features: bool
) -> None:
    """A neck, a head about its middle (local units, 100 to a person), hair and hat."""
    skin = look.skin
    shadowed = darker(skin, 0.2)
    s.strip(
        [neck, ((neck[0] + middle[0]) / 2, (neck[1] + middle[1]) / 2), middle],
        5.2,
        shadowed,
        lift=0.6,
    )
    lift_for_size = (size - 1) * 6
    with s.placed(middle[0], middle[1] - 0 + lift_for_size * 0.1, scale=size, turn=tilt):
        under_hat = look.hat in ("scarf", "wrap", "hood", "beanie")
        if not (under_hat and look.hat != "beanie"):
            _behind(s, look, view)
        if view == "back":
            if look.style == "bald" and not look.hat:
                s.ellipse(0, 0, 5.7, 7.2, skin, lift=1)
            for x in (-5.6, 5.6):
                s.ellipse(x, 0.8, 1.1, 1.9, shadowed, lift=0.3)
        elif view == "side":
            s.blob(
                trace(
                    "-5.2,-2 -3.4,-6.4 1,-7.4 4.6,-5.2 5.2,-1.6 6.9,1.2 5.5,2 5.4,3.6 4.4,6.2 "
                    "1.6,7.2 -1.6,5.4 -4,3.6"
                ),
                skin,
                lift=1,
            )
            if features:
                s.ellipse(3.5, -0.7, 0.75, 0.5, darker(skin, 0.68), lift=0, edge=0)
                s.pen([(3, 4.1), (4.9, 3.9)], 0.5, darker(skin, 0.5))
        else:
            s.blob(
                trace("0,-7.3 4.4,-5.4 5.5,-0.6 4.6,4 1.8,7 -1.8,7 -4.6,4 -5.5,-0.6 -4.4,-5.4"),
                skin,
                lift=1,
            )
            for x in (-5.6, 5.6):
                s.ellipse(x, 0.6, 1, 1.8, shadowed, lift=0.3)
            if features:
                _face(s, skin)
        if look.hat not in ("scarf", "wrap", "hood"):
            _hair(s, look, view)
        if look.hat:
            _hat(s, look, view)


def _face(s, skin: Colour) -> None:
    dark = darker(skin, 0.68)
    for x in (-2.2, 2.2):
        s.ellipse(x, -0.4, 0.72, 0.55, dark, lift=0, edge=0)
        s.pen([(x - 1.1, -2.2), (x, -2.6), (x + 1.1, -2.2)], 0.45, dark, curve=True, alpha=0.7)
    s.cut(trace("-0.3,-0.6 0.5,-0.4 1.1,2 -0.7,2.1"), darker(skin, 0.13), lift=0.3, edge=0.4)
    s.pen([(-1.7, 4.1), (0, 4.7), (1.7, 4.1)], 0.6, mix(dark, (150, 40, 40), 0.35), curve=True)
    for x in (-3.4, 3.4):
        s.ellipse(x, 2.2, 1.2, 0.9, mix(skin, (206, 90, 70), 0.25), lift=0, edge=0, alpha=0.5)


def _behind(s, look, view: str) -> None:
    """Hair that hangs behind the face."""
    hair, style = look.hair, look.style
    if style == "afro":
        s.ellipse(0 if view != "side" else -1, -2, 9.4, 9.2, hair, lift=1.2)
    elif style == "curls":
        for dx, dy in (
            (-6, -3),
            (6, -3),
            (-6.4, 1.6),
            (6.4, 1.6),
            (-4, -6.6),
            (4, -6.6),
            (0, -8),
            (-5.4, 5),
            (5.4, 5),
        ):
            if view != "side" or dx < 3:
                s.ellipse(dx, dy, 3.2, 3.2, hair, lift=0.5)
    elif style in ("long", "bob") and view != "back":
        low = 12 if style == "long" else 6.5
        if view == "facing":
            s.blob(
                [
                    (-6.6, -4),
                    (0, -8.6),
                    (6.6, -4),
                    (7.4, low * 0.6),
                    (6, low),
                    (-6, low),
                    (-7.4, low * 0.6),
                ],
                hair,
                lift=1,
            )
        else:
            s.blob(
                [
                    (-6, -5),
                    (0, -8.4),
                    (2, -4),
                    (0, low * 0.7),
                    (-3, low),
                    (-7.6, low - 1),
                    (-7.4, 0),
                ],
                hair,
                lift=1,
            )


def _hair(s, look, view: str) -> None:
    hair, style = look.hair, look.style
    light = lighter(hair, 0.12)
    if style == "bald":
        if view == "side":
            s.blob(trace("-5.3,0 -4.4,-2.6 -2,-1 -1.6,2.4 -3.6,4.2"), hair, lift=0.5)
        return
    if view == "back":
        low = {"short": 4.2, "bob": 7.2, "long": 14.5, "afro": 5, "curls": 6}.get(style, 3.6)
        wide = 6.1 if style in ("short", "bun", "tail", "plaits", "locs") else 6.8
        if style == "afro":
            s.ellipse(0, -2, 9.2, 9, hair, lift=0.6)
            return
        s.blob(
            [
                (0, -8),
                (4.6, -6.4),
                (wide, -1),
                (wide - 0.4, low - 2),
                (wide * 0.6, low),
                (0, low + 0.6),
                (-wide * 0.6, low),
                (-wide + 0.4, low - 2),
                (-wide, -1),
                (-4.6, -6.4),
            ],
            hair,
            lift=1,
        )
        s.pen([(-1, -7.4), (-0.4, -2), (-0.8, low - 1.4)], 0.45, light, curve=True, alpha=0.5)
        s.pen([(2.4, -6.4), (3.4, -1), (2.8, low - 2)], 0.4, light, curve=True, alpha=0.4)
        if style == "bun":
            s.ellipse(0, -6.6, 3.9, 3.5, hair, lift=1.3)
        elif style == "tail":
            s.blob(trace("-1.6,-3.4 1.6,-3.4 2.8,4 1.8,12 -0.4,13.4 -2.2,6"), hair, lift=1.3)
            s.rect(-1.9, -3.8, 3.8, 1.5, (206, 60, 60), lift=0.4)
        elif style in ("plaits", "locs"):
            xs = (-4, 4) if style == "plaits" else (-5, -3, -1, 1, 3, 5)
            for x in xs:
                s.strip(
                    [(x, 1), (x * 1.16, 7), (x * 1.1, 14)],
                    (2.6 if style == "plaits" else 1.9, 1.5),
                    hair,
                    round_end=True,
                    lift=0.9,
                )
    elif view == "side":
        if style == "afro":
            s.blob(
                trace("-8,3 -9.6,-3 -6,-9.6 1,-11 6.4,-7.2 4.4,-4 0.4,-3.4 -1,1 -4,4.6"),
                hair,
                lift=0.9,
            )
            return
        s.blob(
            trace(
                "5,-4.4 4,-7.4 -0.4,-8.6 -5,-6.4 -6.4,-1.6 -5.2,3.8 -3,4.6 -2.4,0.8 -0.4,-0.4 "
                "0.4,-3.4 3,-4"
            ),
            hair,
            lift=0.9,
        )
        if style == "bun":
            s.ellipse(-6.6, -4.4, 3.5, 3.3, hair, lift=1)
        elif style in ("tail", "plaits"):
            s.blob(trace("-4.8,-3 -8,-1.6 -9.4,6 -8,12 -6.6,6 -5,1"), hair, lift=0.9)
        elif style == "locs":
            for x in (-5.6, -4.2, -2.8):
                s.strip(
                    [(x, 0), (x - 1, 7), (x - 0.6, 13)], (2, 1.5), hair, round_end=True, lift=0.8
                )
    else:
        if style == "afro":
            s.blob(
                trace("-5.6,-2 -6,-7 0,-9.6 6,-7 5.6,-2 3.6,-4.6 0,-5.2 -3.6,-4.6"), hair, lift=0.8
            )
            return
        s.blob(
            trace(
                "-6,0 -6.2,-4.6 -3.4,-8.2 1,-8.7 5,-6.8 6.2,-3 6,0 5,-2.4 3,-4.6 -0.6,-5.4 "
                "-3.4,-4 -5,-2"
            ),
            hair,
            lift=0.9,
        )
        if style == "bun":
            s.ellipse(0.6, -9.4, 3.4, 2.9, hair, lift=0.9)
        elif style in ("plaits", "tail"):
            for x in (-6.2, 6.2) if style == "plaits" else (6.4,):
                s.strip(
                    [(x * 0.9, 0), (x * 1.2, 6), (x * 1.1, 12)],
                    (2.8, 2.4, 1.4),
                    hair,
                    round_end=True,
                    lift=0.9,
                )
        elif style == "locs":
            for x in (-6.6, -5.2, 5.2, 6.6):
                s.strip(
                    [(x * 0.86, -3), (x, 5), (x * 1.02, 12)],
                    (2.2, 1.6),
                    hair,
                    round_end=True,
                    lift=0.8,
                )


def _hat(s, look, view: str) -> None:
    paper = look.hat_paper
    deep = shaded(paper, 0.2)
    pale = lighter(sheet(paper).colour, 0.2)
    nose = {"side": 1, "facing": 0, "back": 0}[view]
    if look.hat == "beanie":
        s.blob(trace("-6.6,-1.6 -6,-6.4 -2,-9.8 2,-9.8 6,-6.4 6.6,-1.6 0,-2.6"), paper, lift=1)
        s.cut(trace("-6.9,-3.4 0,-4.6 6.9,-3.4 6.8,-0.6 0,-1.8 -6.8,-0.6"), deep, lift=0.8)
        s.ellipse(0, -10.4, 2, 1.9, pale, lift=0.8)
    elif look.hat == "cap":
        s.blob(trace("-6.8,-3 -5.8,-7.4 0,-9.4 5.8,-7.4 6.8,-3 0,-2.2"), paper, lift=1)
        if view == "side":
            s.blob(trace("2,-4.2 6.6,-4.4 10.6,-2.2 9.4,-1.4 3,-2.2"), deep, lift=1)
        elif view == "facing":
            s.blob(trace("-6,-3.8 0,-4.8 6,-3.8 5,-1.6 0,-2.2 -5,-1.6"), deep, lift=1)
    elif look.hat == "scarf":
        if view == "back":
            s.blob(
                trace("0,-8.6 5.4,-6 6.8,0 7.4,6 10,10.5 0,13 -10,10.5 -7.4,6 -6.8,0 -5.4,-6"),
                paper,
                lift=1.1,
            )
            s.pen([(-1, -6), (1, 2), (-2, 10)], 0.5, sheet(deep).colour, curve=True, alpha=0.7)
            s.pen([(3.6, -4), (5, 4), (6, 9)], 0.5, sheet(deep).colour, curve=True, alpha=0.6)
        elif view == "side":
            s.blob(
                trace(
                    "4.6,-6 1,-8.8 -5,-7.2 -7.2,-1 -6.4,5 -8.6,11 2,12.4 6.6,10 3.6,7.6 1,4 "
                    "1.4,-2 4,-4.4"
                ),
                paper,
                lift=1.1,
            )
            s.pen([(0, -6.4), (-3, 1), (-2, 9)], 0.5, sheet(deep).colour, curve=True, alpha=0.7)
        else:
            s.blob(
                trace("0,-8.8 5.6,-6.4 7,0 6.6,6 9.6,11 0,13.4 -9.6,11 -6.6,6 -7,0 -5.6,-6.4"),
                paper,
                lift=1.1,
            )
            s.blob(
                trace("0,-5.2 3.6,-3.6 4.5,0.4 3.6,4.6 0,6.8 -3.6,4.6 -4.5,0.4 -3.6,-3.6"),
                look.skin,
                lift=0.5,
            )
            _face(s, look.skin)
    elif look.hat == "wrap":
        s.blob(trace("-6.6,-1.4 -7.4,-6 -4,-11.4 2,-12.4 7,-8.6 6.6,-1.6 0,-3.6"), paper, lift=1.1)
        s.strip([(-6.8, -2.4), (0, -5.6), (6.8, -3)], (2.6, 3.4, 2.6), deep, lift=0.8)
        s.blob(trace("-1,-10 2,-14.6 6,-14 4,-9.6"), deep, lift=1)
        if view == "back":
            s.blob(trace("-6.2,-2 6.2,-2 5.6,3 0,4.4 -5.6,3"), paper, lift=0.8)
    elif look.hat == "hood":
        if view == "back":
            s.blob(
                trace("0,-9.8 5,-7.6 7.4,-1 8,6 4,9.4 -4,9.4 -8,6 -7.4,-1 -5,-7.6"), paper, lift=1.2
            )
            s.pen([(0, -9), (0.4, 0), (0, 8)], 0.5, sheet(deep).colour, curve=True, alpha=0.8)
        else:
            s.blob(
                [
                    (1 + nose * 3, -9.4),
                    (-4, -9),
                    (-8, -3),
                    (-7.6, 5),
                    (-3, 9),
                    (2, 7.4),
                    (-0.6 + nose, 3),
                    (-1.6 + nose * 2, -3),
                    (3.6 + nose, -5.6),
                ],
                paper,
                lift=1.2,
            )
            if view == "facing":
                s.blob(trace("-1,-9.4 4,-9 8,-3 7.6,5 3,9 -2,7.4 3,4 4.4,-2 0,-6"), paper, lift=1)
