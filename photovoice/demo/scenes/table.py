"""The table a `Scene` is laid out on: its size, its pixels, its dice and where the origin is."""

import math
from functools import lru_cache
from random import Random

from PIL import Image

from .palette import SOOT, Colour, Paper, sheet
from .shapes import Point, Points

FORMATS = {"landscape": (1000, 750), "portrait": (750, 1000), "square": (1000, 1000)}
WORKING = {"landscape": (2016, 1512), "portrait": (1512, 2016), "square": (1512, 1512)}
SMALL = {"landscape": (800, 600), "portrait": (600, 800), "square": (600, 600)}
Area = tuple[int, int, int, int]
"""Left, top, right and bottom, in px."""
Cuttable = Paper | Colour


@lru_cache(maxsize=512)
def _scaled(hundredths: int) -> list[int]:
    return [min(255, v * hundredths // 100) for v in range(256)]


def scaled(level: float) -> list[int]:
    """The table that multiplies a mask by a level, to the nearest hundredth."""
    return _scaled(round(level * 100))


class Table:
    """What every part of a `Scene` works on.  `k` is px per unit; `px` is the size in px."""

    def __init__(self, orientation: str, *, seed: int, size: str = "full", ground: Cuttable = SOOT):
        self.orientation, self.size = orientation, size
        self.w, self.h = FORMATS[orientation]
        self.px = (WORKING if size == "full" else SMALL)[orientation]
        self.k = self.px[0] / self.w
        self.rng = Random(seed)
        # Chance that depends on pixels has its own dice, so that small and full sizes agree.
        self._dice = Random(seed + 1)
        self.sun = (0.55, 0.8)
        self.shadow = 0.5
        self._place = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self._alpha: Image.Image | None = None
        self._im = Image.new("RGB", self.px, sheet(ground).colour)
        self._dirty: Area | None = None
        """What has been painted over in the layer in hand."""

    def _to_page(self, points: Points) -> list[Point]:
        a, b, c, d, e, f = self._place
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    @property
    def _turn(self) -> float:
        return math.degrees(math.atan2(self._place[1], self._place[0]))
