"""The cutting table: a `Scene` is cut paper, laid down sheet by sheet and then photographed.

Units: the long side of a picture is 1000 units, y runs down; landscape is 1000 × 750, portrait
750 × 1000, square 1000 × 1000.  Every sheet casts a soft shadow on what already lies there, shows
a lit edge and carries its own patch of paper grain.  The same seed always gives the same picture.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image

from . import shapes
from .light import Lighting
from .palette import CREAM, SOOT, Colour, Paper, lighter, sheet
from .shapes import Points
from .table import Cuttable


class Scene(Lighting):
    """One picture in the making.

    `orientation` is "landscape", "portrait" or "square"; `size` is "full" (worked at half size,
    finished at about 4032 × 3024 px) or "small" (about 800 × 600 px); `ground` is the bottom sheet.
    """

    def __init__(self, orientation: str, *, seed: int, size: str = "full", ground: Cuttable = SOOT):
        super().__init__(orientation, seed=seed, size=size, ground=ground)
        self.light()
        self._im.paste(self._patch(sheet(ground), (0, 0, *self.px)))

    # Cutting

    def cut(
        self,
        points: Points,
        paper: Cuttable,
        *,
        lift: float | None = None,
        wobble: float | None = None,
        alpha: float = 1,
        smooth: bool = False,
        edge: float = 1,
        blur: float = 0,
    ) -> None:
        """Cut a shape and lay it down.

        `lift` is how far it stands off what is below, in units (0 leaves no shadow); `wobble` how
        unsteady the scissors are, in units; `smooth` runs a curve through the points; `alpha`
        below 1 is tissue or glass; `blur` in units takes this one sheet out of focus.
        """
        if smooth:
            points = shapes.spline(points)
        points = self._to_page(points)
        left, top, right, bottom = shapes.bounds(points)
        extent = max(right - left, bottom - top)
        if wobble is None:
            wobble = 0.95 * max(0.12, min(1, extent / 110))
        if lift is None:
            lift = max(0.9, min(6, extent * 0.034))
        points = shapes.waver(points, self.rng, wobble, max(5, min(18, extent / 6)))
        self._lay([points], sheet(paper), lift, alpha, edge, blur)

    def join(
        self,
        outlines: Sequence[Points],
        paper: Cuttable,
        *,
        lift: float = 2,
        wobble: float = 0.4,
        alpha: float = 1,
        edge: float = 1,
    ) -> None:
        """Several overlapping outlines cut as one sheet, with no seam between: a hand, a plant."""
        pages = [shapes.waver(self._to_page(o), self.rng, wobble, 8) for o in outlines]
        self._lay(pages, sheet(paper), lift, alpha, edge, 0)

    def blob(self, points: Points, paper: Cuttable, **how) -> None:
        """A sheet with a smooth closed outline through the points; options as for `cut`."""
        self.cut(points, paper, smooth=True, **how)

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        paper: Cuttable,
        *,
        turn: float = 0,
        start: float = 0,
        end: float = 360,
        **how,
    ) -> None:
        """An ellipse about (x, y), or a segment of one; options as for `cut`."""
        self.cut(shapes.oval(x, y, rx, ry, turn=turn, start=start, end=end), paper, **how)

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        paper: Cuttable,
        *,
        turn: float = 0,
        corner: float = 0,
        **how,
    ) -> None:
        """A rectangle from its top left corner; options as for `cut`."""
        self.cut(shapes.box(x, y, w, h, turn=turn, corner=corner), paper, **how)

    def strip(
        self,
        points: Points,
        widths: float | Sequence[float],
        paper: Cuttable,
        *,
        curve: bool = True,
        round_start: bool = False,
        round_end: bool = False,
        **how,
    ) -> None:
        """A band of paper along a line, curved through the points or straight between them."""
        if curve and len(points) > 2:
            points = shapes.spline(points, closed=False)
        outline = shapes.ribbon(points, widths, round_start=round_start, round_end=round_end)
        self.cut(outline, paper, **how)

    def torn(self, points: Points, paper: Cuttable, *, rough: float = 3, **how) -> None:
        """A torn sheet: ragged, with the white core of the paper showing along the tear."""
        points = self._to_page(points)
        core = Paper(lighter(sheet(paper).colour, 0.62), "rough")
        kept = self._place
        self._place = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        lift = how.pop("lift", 5)
        self.cut(shapes.ragged(points, self.rng, rough), core, wobble=0, lift=lift, **how)
        self.cut(shapes.ragged(points, self.rng, rough), paper, wobble=0, lift=0, edge=0, **how)
        self._place = kept

    def pen(
        self,
        points: Points,
        width: float,
        colour: Colour,
        *,
        curve: bool = False,
        alpha: float = 0.85,
    ) -> None:
        """A drawn line: biro, chalk, a seam.  No paper, no shadow; width in units."""
        if curve and len(points) > 2:
            points = shapes.spline(points, closed=False)
        self._lay(
            [self._to_page(shapes.ribbon(points, width))], Paper(colour, "rough"), 0, alpha, 0, 0
        )

    def scribble(
        self,
        x: float,
        y: float,
        length: float,
        size: float,
        colour: Colour,
        *,
        width: float = 1,
        alpha: float = 0.8,
    ) -> None:
        """A line of handwriting that cannot be read, from (x, y) rightwards, `size` high."""
        at = x
        while at < x + length:
            word = min(self.rng.uniform(2.2, 6) * size, x + length - at)
            points = [(at, y - size * 0.1)]
            for _ in range(max(2, int(word / size * 1.5))):
                letter = self.rng.uniform(0.5, 0.85) * size
                tall = self.rng.choice((0.5, 0.42, 0.46, 0.38, 1.0, -0.45))
                points += [
                    (at + letter * 0.55, y - size * tall),
                    (at + letter * 0.5, y + size * 0.02),
                    (at + letter, y - size * self.rng.uniform(0.06, 0.26)),
                ]
                at += letter
            self.pen(points, width, colour, curve=True, alpha=alpha)
            at += size * 0.8

    def label(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        paper: Cuttable,
        *,
        lines: int = 3,
        ink: Colour = SOOT,
        turn: float = 0,
        lift: float = 1.5,
    ) -> None:
        """A paper with unreadable writing on it, from its top left corner."""
        with self.placed(x + w / 2, y + h / 2, turn=turn):
            self.rect(-w / 2, -h / 2, w, h, paper, lift=lift)
            gap = h / (lines + 1)
            for i in range(lines):
                long = w * (0.78 if i < lines - 1 else self.rng.uniform(0.3, 0.6))
                self.scribble(
                    -w * 0.4, -h / 2 + gap * (i + 1.15), long, gap * 0.5, ink, width=gap * 0.12
                )

    def steam(
        self,
        x: float,
        y: float,
        height: float,
        *,
        width: float = 18,
        curls: int = 3,
        colour: Colour = CREAM,
        strength: float = 0.42,
    ) -> None:
        """Curls of tissue rising from (x, y)."""
        for i in range(curls):
            sway = self.rng.choice((-1, 1)) * self.rng.uniform(0.5, 0.9)
            at = x + (i - (curls - 1) / 2) * width * 2.4
            tall = height * self.rng.uniform(0.62, 1)
            line = [
                (
                    at + sway * width * math.sin(t * 0.95 + i * 2) * (0.5 + t * 0.12),
                    y - tall * t / 7,
                )
                for t in range(8)
            ]
            widths = (
                width * 0.15,
                width * 0.75,
                width * 0.9,
                width * 0.5,
                width * 0.7,
                width * 0.1,
            )
            with self.layer(blur=1.4, alpha=strength):
                self.strip(line, widths, colour, round_end=True, lift=1.5)

    # Arranging

    @contextmanager
    def placed(
        self, x: float = 0, y: float = 0, *, scale: float = 1, turn: float = 0, flip: bool = False
    ) -> Iterator["Scene"]:
        """Move the origin: what is cut inside is scaled, flipped, turned and put at (x, y)."""
        kept = self._place
        a, b, c, d, e, f = kept
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        m = -1 if flip else 1
        self._place = (
            a * cos * m + c * sin * m,
            b * cos * m + d * sin * m,
            -a * sin + c * cos,
            -b * sin + d * cos,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        try:
            yield self
        finally:
            self._place = kept

    @contextmanager
    def layer(
        self,
        *,
        lift: float = 0,
        blur: float = 0,
        alpha: float = 1,
        inside: Points | None = None,
        depth: float = 5,
    ) -> Iterator["Scene"]:
        """Gather what is cut inside as one sheet: one shadow, one focus, one transparency.

        With `inside`, only what falls within that outline is kept, sunk `depth` units below the
        sheet around it: a window, a doorway, a drawer.
        """
        kept, self._im, self._alpha, dirty = (
            (self._im, self._alpha),
            Image.new("RGB", self.px),
            Image.new("L", self.px, 0),
            self._dirty,
        )
        self._dirty = None
        window = self._window(inside) if inside else None
        try:
            yield self
        finally:
            image, mask, touched = self._im, self._alpha, self._dirty
            (self._im, self._alpha), self._dirty = kept, dirty
            if touched:
                self._merge(image, mask, touched, lift, blur, alpha, window, depth)

    def far(self, blur: float) -> None:
        """Take everything laid down so far out of focus, by a blur in units."""
        px = blur * self.k
        self._im = self._soft(self._im, px)
        if self._alpha:
            self._alpha = self._soft(self._alpha, px)
