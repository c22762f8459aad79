"""The cutting table: a `Scene` is cut paper, laid down sheet by sheet and then photographed.

Units: the long side of a picture is 1000 units, y runs down; landscape is 1000 × 750, portrait
750 × 1000, square 1000 × 1000.  Every sheet casts a soft shadow on what already lies there, shows
a lit edge and carries its own patch of paper grain.  The same seed always gives the same picture.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import shapes
from .grain import paper_grain
from .light import LightMixin, scaled
from .palette import SOOT, Colour, Paper, lighter, sheet
from .shapes import Point, Points

FORMATS = {"landscape": (1000, 750), "portrait": (750, 1000), "square": (1000, 1000)}
WORKING = {"landscape": (2016, 1512), "portrait": (1512, 2016), "square": (1512, 1512)}
SMALL = {"landscape": (800, 600), "portrait": (600, 800), "square": (600, 600)}
SHADOW: Colour = (22, 15, 18)
Cuttable = Paper | Colour


@lru_cache(maxsize=4096)
def _toned(value: int, gain: int) -> tuple[int, ...]:
    """What a channel of paper of this value is at each grey of the grain; `gain` in eighths."""
    return tuple(max(0, min(255, value + (v - 128) * gain // 8)) for v in range(256))


class Scene(LightMixin):
    """One picture in the making.

    `orientation` is "landscape", "portrait" or "square"; `size` is "full" (worked at half size,
    finished at about 4032 × 3024 px) or "small" (about 800 × 600 px); `ground` is the bottom sheet.
    """

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
        self.light()
        self._place = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self._alpha: Image.Image | None = None
        self._im = Image.new("RGB", self.px, sheet(ground).colour)
        self._dirty: list[int] | None = None
        self._im.paste(self._patch(sheet(ground), (0, 0, *self.px)))

    # Cutting

    def cut(self, points: Points, paper: Cuttable, *, lift: float | None = None,
            wobble: float | None = None, alpha: float = 1, smooth: bool = False,
            edge: float = 1, blur: float = 0) -> None:
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

    def join(self, outlines: Sequence[Points], paper: Cuttable, *, lift: float = 2,
             wobble: float = 0.4, alpha: float = 1, edge: float = 1) -> None:
        """Several overlapping outlines cut as one sheet, with no seam between: a hand, a plant."""
        pages = [shapes.waver(self._to_page(o), self.rng, wobble, 8) for o in outlines]
        self._lay(pages, sheet(paper), lift, alpha, edge, 0)

    def blob(self, points: Points, paper: Cuttable, **how) -> None:
        """A sheet with a smooth closed outline through the points; options as for `cut`."""
        self.cut(points, paper, smooth=True, **how)

    def ellipse(self, x: float, y: float, rx: float, ry: float, paper: Cuttable, *, turn: float = 0,
                start: float = 0, end: float = 360, **how) -> None:
        """An ellipse about (x, y), or a segment of one; options as for `cut`."""
        self.cut(shapes.oval(x, y, rx, ry, turn=turn, start=start, end=end), paper, **how)

    def rect(self, x: float, y: float, w: float, h: float, paper: Cuttable, *, turn: float = 0,
             corner: float = 0, **how) -> None:
        """A rectangle from its top left corner; options as for `cut`."""
        self.cut(shapes.box(x, y, w, h, turn=turn, corner=corner), paper, **how)

    def strip(self, points: Points, widths: float | Sequence[float], paper: Cuttable, *,
              curve: bool = True, round_start: bool = False, round_end: bool = False,
              **how) -> None:
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

    def pen(self, points: Points, width: float, colour: Colour, *, curve: bool = False,
            alpha: float = 0.85) -> None:
        """A drawn line: biro, chalk, a seam.  No paper, no shadow; width in units."""
        if curve and len(points) > 2:
            points = shapes.spline(points, closed=False)
        self._lay([self._to_page(shapes.ribbon(points, width))], Paper(colour, "rough"), 0, alpha,
                  0, 0)

    def scribble(self, x: float, y: float, length: float, size: float, colour: Colour, *,
                 width: float = 1, alpha: float = 0.8) -> None:
        """A line of handwriting that cannot be read, from (x, y) rightwards, `size` high."""
        at = x
        while at < x + length:
            word = min(self.rng.uniform(2.2, 6) * size, x + length - at)
            points = [(at, y - size * 0.1)]
            for _ in range(max(2, int(word / size * 1.5))):
                letter = self.rng.uniform(0.5, 0.85) * size
                tall = self.rng.choice((0.5, 0.42, 0.46, 0.38, 1.0, -0.45))
                points += [(at + letter * 0.55, y - size * tall),
                           (at + letter * 0.5, y + size * 0.02),
                           (at + letter, y - size * self.rng.uniform(0.06, 0.26))]
                at += letter
            self.pen(points, width, colour, curve=True, alpha=alpha)
            at += size * 0.8

    def label(self, x: float, y: float, w: float, h: float, paper: Cuttable, *, lines: int = 3,
              ink: Colour = SOOT, turn: float = 0, lift: float = 1.5) -> None:
        """A paper with unreadable writing on it, from its top left corner."""
        with self.placed(x + w / 2, y + h / 2, turn=turn):
            self.rect(-w / 2, -h / 2, w, h, paper, lift=lift)
            gap = h / (lines + 1)
            for i in range(lines):
                long = w * (0.78 if i < lines - 1 else self.rng.uniform(0.3, 0.6))
                self.scribble(-w * 0.4, -h / 2 + gap * (i + 1.15), long, gap * 0.5, ink,
                              width=gap * 0.12)

    # Arranging

    @contextmanager
    def placed(self, x: float = 0, y: float = 0, *, scale: float = 1, turn: float = 0,
               flip: bool = False) -> Iterator["Scene"]:
        """Move the origin: what is cut inside is scaled, flipped, turned and put at (x, y)."""
        kept = self._place
        a, b, c, d, e, f = kept
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        m = -1 if flip else 1
        self._place = (
            a * cos * m + c * sin * m, b * cos * m + d * sin * m, -a * sin + c * cos,
            -b * sin + d * cos,
            a * x + c * y + e, b * x + d * y + f,
        )
        try:
            yield self
        finally:
            self._place = kept

    @contextmanager
    def layer(self, *, lift: float = 0, blur: float = 0, alpha: float = 1,
              inside: Points | None = None, depth: float = 5) -> Iterator["Scene"]:
        """Gather what is cut inside as one sheet: one shadow, one focus, one transparency.

        With `inside`, only what falls within that outline is kept, sunk `depth` units below the
        sheet around it: a window, a doorway, a drawer.
        """
        kept, self._im, self._alpha, dirty = (self._im, self._alpha), Image.new("RGB", self.px), \
            Image.new("L", self.px, 0), self._dirty
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

    # How it is done

    def _to_page(self, points: Points) -> list[Point]:
        a, b, c, d, e, f = self._place
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    @property
    def _turn(self) -> float:
        return math.degrees(math.atan2(self._place[1], self._place[0]))

    @staticmethod
    def _soft(image: Image.Image, px: float) -> Image.Image:
        """Gaussian blur, worked small when the blur is large."""
        q = 4 if px > 9 else 2 if px > 4 else 1
        if px < 0.2:
            return image
        if q == 1 or min(image.size) < 4 * q:
            return image.filter(ImageFilter.GaussianBlur(px))
        small = image.reduce(q).filter(ImageFilter.GaussianBlur(px / q))
        return small.resize(image.size, Image.Resampling.BILINEAR)

    def _clip(self, left: float, top: float, right: float, bottom: float):
        x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
        x1, y1 = min(self.px[0], math.ceil(right)), min(self.px[1], math.ceil(bottom))
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None

    def _mask(self, outlines: Sequence[Points], area) -> Image.Image:
        x0, y0, x1, y1 = area
        k = self.k * 2
        mask = Image.new("L", ((x1 - x0) * 2, (y1 - y0) * 2), 0)
        draw = ImageDraw.Draw(mask)
        for points in outlines:
            draw.polygon([(x * k - x0 * 2, y * k - y0 * 2) for x, y in points], fill=255)
        return mask.reduce(2)

    def _window(self, points: Points):
        points = shapes.waver(self._to_page(points), self.rng, 0.7)
        left, top, right, bottom = (v * self.k for v in shapes.bounds(points))
        area = self._clip(left - 2, top - 2, right + 2, bottom + 2)
        return (area, self._mask([points], area)) if area else None

    def _patch(self, paper: Paper, area) -> Image.Image:
        """A piece of the paper the size of the area, from anywhere on the sheet."""
        w, h = area[2] - area[0], area[3] - area[1]
        size = (self.px[0] + 240, self.px[1] + 240)
        grain = paper_grain(round(self.k, 3), *size, paper.texture)
        x, y = self._dice.randint(0, size[0] - w), self._dice.randint(0, size[1] - h)
        jitter = self._dice.randint(-3, 3)
        piece = grain.crop((x, y, x + w, y + h))

        def tinted(colour: Colour) -> Image.Image:
            gain = 6 + round(2 * min(1, max(colour) / 150))
            return piece.point([v for c in colour for v in _toned(c + jitter, gain)])

        patch = tinted(paper.colour)
        if paper.printed and paper.ink:
            patch.paste(tinted(paper.ink), (0, 0), paper.printed((w, h), self.k, self._turn,
                    self._dice))
        return patch

    def _touch(self, area) -> None:
        d = self._dirty
        self._dirty = list(area) if d is None else [
            min(d[0], area[0]), min(d[1], area[1]), max(d[2], area[2]), max(d[3], area[3])]

    def _put(self, source, area, mask: Image.Image) -> None:
        """Paste a colour or patch through a mask, keeping the layer's own transparency true."""
        self._im.paste(source, area, mask)
        if self._alpha:
            self._alpha.paste(255, area, mask)
            self._touch(area)

    def _cast(self, mask: Image.Image, at: Point, lift: float, strength: float = 1) -> None:
        """Two shadows of a mask whose corner is at a pixel: one tight and dark, one long."""
        for dx, blur, dark in ((0.34, 0.24, 0.5), (1.0, 0.95, 1.0)):
            shift = lift * self.k * dx
            px = max(0.6, lift * self.k * blur)
            q = 4 if px > 7 else 2 if px > 2.5 else 1
            pad = int(px * 2.6) + 2 * q
            ox, oy = at[0] + shift * self.sun[0], at[1] + shift * self.sun[1]
            area = self._clip(ox - pad, oy - pad, ox + mask.width + pad, oy + mask.height + pad)
            if not area:
                continue
            size = ((area[2] - area[0]) // q + 1, (area[3] - area[1]) // q + 1)
            soft = Image.new("L", size, 0)
            soft.paste(mask.reduce(q) if q > 1 else mask, (round((ox - area[0]) / q),
                    round((oy - area[1]) / q)))
            soft = soft.filter(ImageFilter.GaussianBlur(px / q))
            if q > 1:
                soft = soft.resize((size[0] * q, size[1] * q), Image.Resampling.BILINEAR)
            soft = soft.crop((0, 0, area[2] - area[0], area[3] - area[1]))
            level = self.shadow * dark * strength
            self._put(SHADOW, area, soft.point(scaled(level)))

    def _edges(self, mask: Image.Image, colour: Colour, area, strength: float) -> None:
        """The thickness of the sheet: lit on the side towards the light, dark on the other."""
        step = max(1, round(self.k * 0.55))
        for sign, tone, level in ((1, lighter(colour, 0.55), 0.62), (-1, (18, 12, 14), 0.3)):
            shifted = mask.copy()
            shifted.paste(mask, (sign * step, sign * step))
            rim = ImageChops.subtract(mask, shifted)
            level *= strength * min(1, 0.45 + self.k * 0.28)
            self._put(tone, area, rim.point(scaled(level)))

    def _lay(self, outlines: Sequence[Points], paper: Paper, lift: float, alpha: float, edge: float,
             blur: float) -> None:
        pad = 2 + blur * self.k * 3
        every = [point for outline in outlines for point in outline]
        left, top, right, bottom = (v * self.k for v in shapes.bounds(every))
        area = self._clip(left - pad, top - pad, right + pad, bottom + pad)
        if not area:
            return
        mask = self._mask(outlines, area)
        if blur:
            mask = self._soft(mask, blur * self.k)
        if lift > 0:
            self._cast(mask, area[:2], lift, alpha)
        if alpha < 1:
            mask = mask.point(scaled(alpha))
        self._put(self._patch(paper, area), area, mask)
        if edge and not blur:
            self._edges(mask, paper.colour, area, edge)

    def _merge(self, image, mask, touched, lift, blur, alpha, window, depth) -> None:
        pad = blur * self.k * 3 + 1
        area = self._clip(touched[0] - pad, touched[1] - pad, touched[2] + pad, touched[3] + pad)
        image, mask = image.crop(area), mask.crop(area)
        if blur:
            image, mask = self._soft(image, blur * self.k), self._soft(mask, blur * self.k)
        if window:
            hole = Image.new("L", mask.size, 0)
            hole.paste(window[1], (window[0][0] - area[0], window[0][1] - area[1]))
            mask = ImageChops.multiply(mask, hole)
            image = ImageChops.multiply(image, Image.merge("RGB", (hole,) * 3))
        if alpha < 1:
            table = scaled(alpha)
            mask, image = mask.point(table), image.point(table * 3)
        if lift:
            self._cast(mask, area[:2], lift, alpha)
        under = self._im.crop(area)
        rest = ImageChops.invert(mask)
        under = ImageChops.multiply(under, Image.merge("RGB", (rest,) * 3))
        self._im.paste(ImageChops.add(under, image), area)
        if self._alpha:
            self._alpha.paste(255, area, mask)
            self._touch(area)
        if window and depth:
            self._sink(*window, depth)

    def _sink(self, area, hole: Image.Image, depth: float) -> None:
        """The shadow the rim of an opening casts on what lies in it."""
        shift, px = depth * self.k, max(0.6, depth * self.k * 0.8)
        around = Image.new("L", hole.size, 255)
        around.paste(ImageChops.invert(hole), (round(shift * self.sun[0]),
                                               round(shift * self.sun[1])))
        dark = ImageChops.multiply(self._soft(around, px), hole)
        level = min(0.8, self.shadow * 1.3)
        self._put(SHADOW, area, dark.point(scaled(level)))
