"""People, cut from paper: seen from behind, from the side, or facing us without being anybody.

A figure is described by a `Look` and stands with the feet at (x, y).  Inside, a grown person is 100
local units tall; arms may be named poses or an (elbow, hand) pair in those units, for an arm on the
right of the picture (the left one is mirrored).
"""

from .bodies import Body, Look
from .palette import shaded
from .paper import Scene

__all__ = ["Look", "person", "seated"]


def person(
    s: Scene,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    view: str = "back",
    arms=("down", "down"),
    legs: str = "stand",
    lean: float = 0,
    tilt: float = 0,
    child: bool = False,
    flip: bool = False,
    lift: float = 5,
    blur: float = 0,
    features: bool = True,
    hands: bool = True,
) -> None:
    """A standing or walking person, `height` units tall, with the feet at (x, y).

    `view` is "back", "facing" or "side" (towards the right; `flip` turns round).  `arms` are for
    the left and right of the picture, or far and near from the side; None leaves one out.  `legs`
    is "stand", "walk", "apart" or "none".  `lean` bends from the hips and `tilt` the head, in
    degrees, positive to the right.  `blur` takes the figure out of focus.
    """
    figure = Body(s, look, view, lean, tilt, child, features, hands)
    with s.placed(x, y, scale=height / 100, flip=flip), s.layer(lift=lift, blur=blur):
        figure.draw(arms, legs)


def seated(
    s: Scene,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    view: str = "side",
    arms=("low", "low"),
    lean: float = 4,
    tilt: float = 8,
    child: bool = False,
    flip: bool = False,
    lift: float = 5,
    blur: float = 0,
    features: bool = True,
    hands: bool = True,
) -> None:
    """Somebody sitting with the seat of the trousers at (x, y); `height` is what they stand tall.

    From the side they face right, knees out to (x + 0.26 × height), feet 0.28 × height below.
    From behind or facing, only what shows above a table or chair back is drawn.
    """
    figure = Body(s, look, view, lean, tilt, child, features, hands)
    with s.placed(x, y, scale=height / 100, flip=flip), s.layer(lift=lift, blur=blur):
        if view == "side":
            for shade, dx in ((0.3, 2.5), (0, 0)):
                leg = shaded(look.legs, shade)
                s.strip([(24 + dx, -4), (25.5 + dx, 12), (24 + dx, 27)], (8.5, 7, 5.6), leg, lift=1)
                s.blob(
                    [
                        (20 + dx, 28),
                        (21 + dx, 24),
                        (27 + dx, 25),
                        (34 + dx, 27.5),
                        (34 + dx, 29.5),
                        (21 + dx, 29.5),
                    ],
                    shaded(look.shoes, shade),
                    lift=1,
                )
                s.strip(
                    [(-1, -3), (12 + dx, -4.5), (26 + dx, -3.5)],
                    (12, 10.5, 9),
                    leg,
                    round_end=True,
                    lift=1.2,
                )
        with s.placed(0, 46):
            figure.draw(arms, "none")
