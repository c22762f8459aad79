"""Chairs and tables that several scenes share; (x, y) is on the floor."""

from .palette import SOOT_SOFT, WOOD_DARK, darker, shaded, sheet
from .paper import Cuttable, Scene
from .shapes import trace


def chair(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    frame: Cuttable = SOOT_SOFT,
    view: str = "front",
    flip: bool = False,
    lift: float = 4,
) -> None:
    """A stacking chair, `size` tall; `view` is "front", "back" or "side" (facing right)."""
    deep = shaded(paper, 0.2)
    with s.placed(x, y, scale=size / 100, flip=flip):
        if view == "side":
            s.strip([(-20, -48), (-26, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(20, -46), (25, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(-30, -98), (-22, -48)], 4, frame, lift=lift * 0.6)
            s.cut(trace("-34,-99 -28,-100 -22,-66 -27,-64"), paper, lift=lift)
            s.cut(trace("-25,-51 24,-49 26,-44 -24,-45"), deep, lift=lift)
            return
        for sx in (-1, 1):
            s.strip([(sx * 20, -44), (sx * 24, 0)], 4, frame, lift=lift * 0.6)
            s.strip([(sx * 20, -50), (sx * 19, -98)], 4, frame, lift=lift * 0.5)
            s.strip([(sx * 16, -50), (sx * 17, -10)], 3, shaded(frame, 0.3), lift=1)
        seat = trace("-21,-54 21,-54 26,-43 -26,-43")
        if view == "front":
            s.rect(-23, -99, 46, 25, paper, corner=6, lift=lift)
            s.cut(seat, deep, lift=lift)
            s.cut(trace("-26,-44 26,-44 25,-40 -25,-40"), darker(sheet(paper).colour, 0.4), lift=1)
        else:
            s.cut(seat, deep, lift=lift * 0.6)
            s.rect(-23, -99, 46, 27, paper, corner=6, lift=lift)


def table(
    s: Scene,
    x: float,
    y: float,
    w: float,
    depth: float,
    tall: float,
    paper: Cuttable,
    *,
    legs: Cuttable = WOOD_DARK,
    slope: float = 0.12,
    cloth: Cuttable | None = None,
    lift: float = 6,
) -> None:
    """A table, its front edge's middle at (x, y): `w` wide, top `depth` deep, legs `tall`."""
    for sx in (-1, 1):
        s.strip(
            [(x + sx * w * 0.4, y - depth * 0.4), (x + sx * w * 0.41, y + tall * 0.82)],
            8,
            shaded(legs, 0.3),
            lift=2,
        )
        s.strip([(x + sx * w * 0.46, y), (x + sx * w * 0.47, y + tall)], (12, 9), legs, lift=3)
    top = [
        (x - w / 2 + depth * slope * 4, y - depth),
        (x + w / 2 - depth * slope * 4, y - depth),
        (x + w / 2, y),
        (x - w / 2, y),
    ]
    s.cut(top, cloth or paper, lift=lift)
    if cloth is not None:
        s.cut(
            [
                (x - w / 2, y),
                (x + w / 2, y),
                (x + w / 2 - 3, y + tall * 0.36),
                (x - w / 2 + 3, y + tall * 0.34),
            ],
            shaded(cloth, 0.14),
            lift=lift,
        )
    else:
        s.rect(x - w / 2, y - 1, w, max(7, w * 0.018), shaded(paper, 0.3), lift=3)
