"""The demonstration's forty photographs: cut-paper scenes, drawn by code, written as by a phone.

How a scene is made.  A scene is one function, registered with its number, slug and orientation::

    from . import scene
    from .figures import person, Look
    from .paper import Scene
    from .palette import BRICK, CREAM, MIST, Paper, bricked

    @scene(9, "chairs", "landscape")
    def chairs(s: Scene) -> None:
        s.rect(-20, -20, 1040, 520, MIST)                    # far sheets first; run off the edges
        s.far(2.5)                                           # …and out of focus
        s.cut([(-20, 500), (1020, 470), (1020, 780), (-20, 780)], bricked(BRICK, CREAM), lift=6)
        person(s, 420, 700, 360, Look(top=CREAM), view="back")   # x, y of the feet, height
        with s.layer(lift=14, blur=6):                       # one thing near the lens
            s.blob([(-30, 600), (120, 560), (180, 780), (-30, 780)], (40, 38, 42))
        s.light(light=(0.8, -0.6), strength=0.4)             # how `finish` will photograph it

The long side is 1000 units, y runs down.  `s.placed(x, y, scale=, turn=, flip=)` moves the origin;
`s.layer(inside=outline)` cuts a window and draws in it.  Use `s.rng` for anything left to chance.
Colours and patterned papers are in `palette`, people in `figures`, hands in `hands`, everyday
objects in `things`.  Light is drawn last: `glow`, `beam`, `shade`, `rain`, `steam`, `reflect`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, util

from PIL import Image

from .camera import write_camera_jpeg
from .paper import Scene
from .table import FORMATS

__all__ = ["SCENES", "SceneSpec", "draw", "scene", "write_camera_jpeg"]


@dataclass(frozen=True)
class SceneSpec:
    """One photograph to be drawn: its number in the demonstration, slug, format and code."""

    number: int
    slug: str
    orientation: str
    draw: Callable[[Scene], None]


SCENES: dict[int, SceneSpec] = {}


def scene(number: int, slug: str, orientation: str) -> Callable:
    """Register a function as the drawing of a photograph.  ValueError if the number is taken."""
    if orientation not in FORMATS:
        raise ValueError(f"no such orientation: {orientation}")

    def register(function: Callable[[Scene], None]) -> Callable[[Scene], None]:
        if number in SCENES:
            raise ValueError(f"scene {number} is already {SCENES[number].slug}")
        SCENES[number] = SceneSpec(number, slug, orientation, function)
        return function

    return register


def draw(number: int, *, size: str = "full") -> Image.Image:
    """The finished picture (RGB): about 4032 × 3024 px, or 800 × 600 px when size is "small".

    The same number always gives the same picture.  Raises KeyError for a number nobody has drawn.
    """
    spec = SCENES[number]
    s = Scene(spec.orientation, seed=number * 7919, size=size)
    spec.draw(s)
    return s.finish()


for _module in (
    "northgate",
    "northgate_steps",
    "northgate_kitchen",
    "northgate_doors",
    "northgate_hall",
    "northgate_sunday",
    "hollin_bank",
    "hollin_bank_plots",
    "hollin_bank_sharing",
    "hollin_bank_bus",
    "hollin_bank_market",
    "cut_side",
    "cut_side_stairs",
    "cut_side_landing",
    "cut_side_street",
    "cut_side_sunday",
    "cut_side_homes",
    "cut_side_walls",
):
    if util.find_spec(f"{__name__}.{_module}"):
        import_module(f"{__name__}.{_module}")
