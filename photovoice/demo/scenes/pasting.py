"""Paste: how a cut sheet is put down on the table, with its grain, its shadow and its lit edge."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import shapes
from .grain import paper_grain
from .palette import Colour, Paper, lighter
from .shapes import Point, Points
from .table import Area, Table, scaled

SHADOW: Colour = (22, 15, 18)


@lru_cache(maxsize=4096)
def _toned(value: int, gain: int) -> tuple[int, ...]:
    """What a channel of paper of this value is at each grey of the grain; `gain` in eighths."""
    return tuple(max(0, min(255, value + (v - 128) * gain // 8)) for v in range(256))


class Pasting(Table):
    """The part of a `Scene` that is pixels: masks, patches of paper, shadows and layers."""

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

    def _clip(self, left: float, top: float, right: float, bottom: float) -> Area | None:
        x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
        x1, y1 = min(self.px[0], math.ceil(right)), min(self.px[1], math.ceil(bottom))
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None

    def _mask(self, outlines: Sequence[Points], area: Area) -> Image.Image:
        x0, y0, x1, y1 = area
        k = self.k * 2
        mask = Image.new("L", ((x1 - x0) * 2, (y1 - y0) * 2), 0)
        draw = ImageDraw.Draw(mask)
        for points in outlines:
            draw.polygon([(x * k - x0 * 2, y * k - y0 * 2) for x, y in points], fill=255)
        return mask.reduce(2)

    def _window(self, points: Points) -> tuple[Area, Image.Image] | None:
        points = shapes.waver(self._to_page(points), self.rng, 0.7)
        left, top, right, bottom = (v * self.k for v in shapes.bounds(points))
        area = self._clip(left - 2, top - 2, right + 2, bottom + 2)
        return (area, self._mask([points], area)) if area else None

    def _patch(self, paper: Paper, area: Area) -> Image.Image:
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
            patch.paste(
                tinted(paper.ink), (0, 0), paper.printed((w, h), self.k, self._turn, self._dice)
            )
        return patch

    def _touch(self, area: Area) -> None:
        d = self._dirty or area
        self._dirty = (
            min(d[0], area[0]),
            min(d[1], area[1]),
            max(d[2], area[2]),
            max(d[3], area[3]),
        )

    def _put(self, source: Image.Image | Colour, area: Area, mask: Image.Image) -> None:
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
            soft.paste(
                mask.reduce(q) if q > 1 else mask,
                (round((ox - area[0]) / q), round((oy - area[1]) / q)),
            )
            soft = soft.filter(ImageFilter.GaussianBlur(px / q))
            if q > 1:
                soft = soft.resize((size[0] * q, size[1] * q), Image.Resampling.BILINEAR)
            soft = soft.crop((0, 0, area[2] - area[0], area[3] - area[1]))
            level = self.shadow * dark * strength
            self._put(SHADOW, area, soft.point(scaled(level)))

    def _edges(self, mask: Image.Image, colour: Colour, area: Area, strength: float) -> None:
        """The thickness of the sheet: lit on the side towards the light, dark on the other."""
        step = max(1, round(self.k * 0.55))
        for sign, tone, level in ((1, lighter(colour, 0.55), 0.62), (-1, (18, 12, 14), 0.3)):
            shifted = mask.copy()
            shifted.paste(mask, (sign * step, sign * step))
            rim = ImageChops.subtract(mask, shifted)
            level *= strength * min(1, 0.45 + self.k * 0.28)
            self._put(tone, area, rim.point(scaled(level)))

    def _lay(
        self,
        outlines: Sequence[Points],
        paper: Paper,
        lift: float,
        alpha: float,
        edge: float,
        blur: float,
    ) -> None:
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

    def _merge(
        self,
        image: Image.Image,
        mask: Image.Image,
        touched: Area,
        lift: float,
        blur: float,
        alpha: float,
        window: tuple[Area, Image.Image] | None,
        depth: float,
    ) -> None:
        pad = blur * self.k * 3 + 1
        area = self._clip(touched[0] - pad, touched[1] - pad, touched[2] + pad, touched[3] + pad)
        if not area:
            return
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

    def _sink(self, area: Area, hole: Image.Image, depth: float) -> None:
        """The shadow the rim of an opening casts on what lies in it."""
        shift, px = depth * self.k, max(0.6, depth * self.k * 0.8)
        around = Image.new("L", hole.size, 255)
        around.paste(
            ImageChops.invert(hole), (round(shift * self.sun[0]), round(shift * self.sun[1]))
        )
        dark = ImageChops.multiply(self._soft(around, px), hole)
        level = min(0.8, self.shadow * 1.3)
        self._put(SHADOW, area, dark.point(scaled(level)))
