"""What the camera adds to the paper: where the light falls, weather, focus, tone and grain."""

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import shapes
from .grain import camera_grain
from .palette import Colour
from .pasting import Pasting
from .shapes import Point, Points
from .table import Area, scaled

FINISHED = {"landscape": (4032, 3024), "portrait": (3024, 4032), "square": (3024, 3024)}
WARM: Colour = (255, 232, 190)
COOL: Colour = (52, 60, 96)


@lru_cache(maxsize=1)
def _radial() -> Image.Image:
    """A round fall-off from white in the middle to black at the rim, softer than a straight one."""
    dial = Image.radial_gradient("L")
    table = [round(255 * max(0, 1 - (v / 180) ** 0.9) ** 2) if v < 180 else 0 for v in range(256)]
    return dial.point(table)


class Lighting(Pasting):
    """The part of a `Scene` that is light rather than paper.  Positions and sizes are in units."""

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour,
        strength: float = 0.7,
        *,
        squash: float = 1,
    ) -> None:
        """Light spreading from a lamp, a screen, a door: brightens what is there."""
        ((x, y),) = self._to_page([(x, y)])
        rx, ry = radius * self.k, radius * squash * self.k
        area = self._clip(x * self.k - rx, y * self.k - ry, x * self.k + rx, y * self.k + ry)
        if not area:
            return
        dial = _radial().resize(
            (max(2, round(2 * rx)), max(2, round(2 * ry))), Image.Resampling.BICUBIC
        )
        left, top = round(x * self.k - rx), round(y * self.k - ry)
        dial = dial.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        self._lighten(area, dial, colour, strength)

    def beam(
        self, points: Points, colour: Colour = WARM, strength: float = 0.35, *, blur: float = 6
    ) -> None:
        """A patch of light of a given outline, as a window lays on a floor."""
        if region := self._region(points, blur):
            self._lighten(*region, colour, strength)

    def shade(
        self,
        points: Points,
        strength: float = 0.35,
        *,
        blur: float = 10,
        colour: Colour = (20, 16, 30),
    ) -> None:
        """A patch of shadow with no paper in it: under a table, in a corner, of somebody unseen."""
        if region := self._region(points, blur):
            area, mask = region
            mask = mask.point(scaled(strength))
            if self._alpha:
                mask = ImageChops.multiply(mask, self._alpha.crop(area))
            self._im.paste(colour, area, mask)

    def tint(self, colour: Colour, strength: float) -> None:
        """Lay a colour of light over everything so far (dusk, sodium, strip light)."""
        wash = ImageChops.multiply(self._im, Image.new("RGB", self.px, colour))
        self._im = Image.blend(self._im, wash, strength)

    def haze(self, colour: Colour, strength: float) -> None:
        """Distance: everything so far paler, towards a colour."""
        self._im = Image.blend(self._im, Image.new("RGB", self.px, colour), strength)

    def rain(
        self,
        count: int = 260,
        *,
        slant: float = 0.22,
        colour: Colour = (222, 228, 232),
        strength: float = 0.5,
        length: float = 34,
    ) -> None:
        """Threads of rain, most of them fine, a few near the lens and out of focus."""
        for near in (False, True):
            mask = Image.new("L", self.px, 0)
            draw = ImageDraw.Draw(mask)
            for _ in range(count // 9 if near else count):
                x, y = self.rng.uniform(0, self.w * 1.2), self.rng.uniform(-40, self.h)
                long = self.rng.uniform(0.4, 1) * length * (2 if near else 1)
                line = [(v * self.k) for v in (x, y, x - long * slant, y + long)]
                draw.line(
                    line,
                    fill=self.rng.randint(60, 255),
                    width=max(1, round(self.k * (2.2 if near else 0.8))),
                )
            mask = mask.filter(ImageFilter.GaussianBlur(self.k * (1.3 if near else 0.3)))
            level = strength * (0.6 if near else 1)
            self._im.paste(colour, (0, 0), mask.point(scaled(level)))

    def reflect(
        self,
        points: Points,
        waterline: float,
        *,
        strength: float = 0.5,
        blur: float = 4,
        squash: float = 1,
        ripple: float = 0,
    ) -> None:
        """Mirror what stands above the waterline (y in units) into an outline: road, canal."""
        region = self._region(points, 3)
        if not region:
            return
        area, mask = region
        line = round(waterline * self.k)
        deep = area[3] - line
        taken = min(line, round(deep / squash))
        if taken < 2 or deep < 2:
            return
        mirror = self._im.crop((0, line - taken, self.px[0], line)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        mirror = mirror.resize((self.px[0], max(2, round(taken * squash))))
        if ripple:
            mirror = self._rippled(mirror, ripple)
        narrow = mirror.resize((mirror.width, max(2, mirror.height // 4)), Image.Resampling.BOX)
        mirror = Image.blend(mirror, narrow.resize(mirror.size, Image.Resampling.BICUBIC), 0.7)
        mirror = self._soft(mirror, blur * self.k)
        whole = self._im.copy()

        whole.paste(mirror, (0, line))
        mask = mask.point(scaled(strength))
        self._im.paste(whole.crop(area), area, mask)

    def _rippled(self, mirror: Image.Image, amount: float) -> Image.Image:
        out = mirror.copy()
        y = 0
        while y < mirror.height:
            tall = max(2, round(self.k * self._dice.uniform(1.5, 4) * (1 + y / mirror.height)))
            shift = round(self._dice.gauss(0, amount * self.k * (0.4 + y / mirror.height)))
            out.paste(mirror.crop((0, y, mirror.width, min(y + tall, mirror.height))), (shift, y))
            y += tall
        return out

    def light(
        self,
        *,
        light: Point = (-0.7, -0.7),
        strength: float = 0.34,
        warm: Colour = WARM,
        cool: Colour = COOL,
        vignette: float = 0.3,
        bloom: float = 0.12,
        contrast: float = 0.12,
    ) -> None:
        """How the table is lit when it is photographed; call it any time before the end.

        `light` is where the light comes from, seen from the middle (-1…1 each way); `warm` tints
        the side towards it and `cool` the side away.
        """
        self.lighting = (light, strength, warm, cool, vignette, bloom, contrast)

    def finish(self) -> Image.Image:
        """The finished photograph of the table (RGB, about 4032 × 3024 px or 800 × 600 px)."""
        light, strength, warm, cool, vignette, bloom, contrast = self.lighting
        image = self._im
        if bloom:
            image = ImageChops.screen(image, self._bloom(image, bloom))
        image = ImageChops.soft_light(image, self._light_map(light, strength, warm, cool, vignette))
        image = image.point(_curve(contrast))
        if self.size != "full":
            return image.filter(ImageFilter.UnsharpMask(0.7, 35, 4))
        image = image.filter(ImageFilter.UnsharpMask(1.0, 60, 4))
        target = FINISHED[self.orientation]
        image = image.resize(target, Image.Resampling.BICUBIC)
        return ImageChops.add(image, camera_grain(*target), 1, -128)

    def _bloom(self, image: Image.Image, amount: float) -> Image.Image:
        bright = [round(max(0, v - 150) * 2.4 * amount) for v in range(256)]
        small = image.reduce(8).point(bright * 3)
        small = small.filter(ImageFilter.GaussianBlur(18 * self.k / 8))
        return small.resize(image.size, Image.Resampling.BILINEAR)

    def _light_map(
        self, light: Point, strength: float, warm: Colour, cool: Colour, vignette: float
    ) -> Image.Image:
        columns, rows = 32, 24
        lx, ly = light
        data = []
        for j in range(rows):
            for i in range(columns):
                x, y = i / (columns - 1) * 2 - 1, j / (rows - 1) * 2 - 1
                fall = max(-1, min(1, (x * lx + y * ly) * 0.85 + 0.1 * math.sin(3 * x + 2.1 * y)))
                dim = vignette * max(0, (x * x + y * y) * 0.5 - 0.12)
                tone = warm if fall > 0 else cool
                mean = sum(tone) / 3
                level = 128 + 127 * strength * fall - 150 * dim
                data.append(
                    tuple(
                        max(0, min(255, round(level + (c - mean) * abs(fall) * 0.4))) for c in tone
                    )
                )
        field = Image.new("RGB", (columns, rows))
        field.putdata(data)
        return field.resize(self.px, Image.Resampling.BICUBIC)

    def _lighten(self, area: Area, mask: Image.Image, colour: Colour, strength: float) -> None:
        if self._alpha:
            mask = ImageChops.multiply(mask, self._alpha.crop(area))
        lit = Image.merge("RGB", [mask.point(scaled(c / 255 * strength)) for c in colour])
        self._im.paste(ImageChops.screen(self._im.crop(area), lit), area)

    def _region(self, points: Points, blur: float) -> tuple[Area, Image.Image] | None:
        points = self._to_page(points)
        pad = blur * self.k * 3 + 1
        left, top, right, bottom = (v * self.k for v in shapes.bounds(points))
        area = self._clip(left - pad, top - pad, right + pad, bottom + pad)
        if not area:
            return None
        return area, self._soft(self._mask([points], area), blur * self.k)


@lru_cache(maxsize=8)
def _curve(contrast: float) -> list[int]:
    """A gentle S: deeper shadows, held highlights, blacks a little lifted as in a print."""
    table = []
    for v in range(256):
        x = v / 255
        s = x * x * (3 - 2 * x)
        table.append(round(255 * (0.018 + 0.975 * (x + (s - x) * contrast * 2.2))))
    return table * 3
