"""The shared family of papers: brick, ochre, moss, slate, plum, cream, soot, and one bright note.

A scene takes five to seven of these.  A colour is an (r, g, b) tuple; a `Paper` adds a texture
and a printed pattern, and goes anywhere a colour goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

BRICK, BRICK_DARK, BRICK_PALE = (158, 76, 58), (112, 52, 44), (203, 138, 112)
RUST, CLAY, ROSE = (181, 92, 52), (190, 128, 98), (214, 160, 146)
OCHRE, OCHRE_DARK, OCHRE_PALE = (204, 154, 66), (152, 108, 44), (228, 196, 132)
STRAW, HONEY = (224, 204, 148), (222, 172, 84)
MOSS, MOSS_DARK, MOSS_PALE = (108, 122, 70), (62, 78, 52), (164, 172, 118)
BOTTLE, SAGE, MINT = (40, 70, 62), (142, 156, 130), (184, 204, 184)
SLATE, SLATE_DARK, SLATE_PALE = (88, 108, 130), (50, 64, 86), (150, 168, 184)
SKY, MIST, INK = (176, 196, 206), (206, 214, 214), (30, 40, 62)
TEAL, TEAL_DARK = (60, 118, 122), (34, 78, 86)
PLUM, PLUM_DARK, PLUM_PALE = (112, 66, 88), (68, 42, 62), (170, 128, 146)
CREAM, CREAM_WARM, BONE, WHITE = (240, 230, 208), (234, 216, 182), (220, 210, 190), (248, 244, 234)
SOOT, SOOT_SOFT, ASH, STONE = (40, 38, 42), (66, 62, 66), (122, 116, 114), (172, 164, 154)
WOOD, WOOD_DARK, WOOD_PALE, KRAFT = (150, 106, 68), (98, 66, 46), (192, 150, 106), (186, 152, 112)

# The bright notes: one a scene.
YELLOW, RED, ORANGE = (246, 190, 36), (206, 48, 40), (236, 116, 40)
PINK, BLUE, GREEN, LIME = (226, 92, 122), (36, 98, 176), (46, 146, 92), (206, 222, 58)

SKINS: tuple[Colour, ...] = (
    (236, 198, 168),
    (220, 172, 138),
    (196, 144, 106),
    (166, 114, 80),
    (134, 88, 60),
    (104, 66, 46),
    (78, 50, 38),
)
FAIR, PEACH, OLIVE, TAN, BROWN, DEEP, DARK = SKINS
HAIR_BLACK, HAIR_BROWN, HAIR_RED, HAIR_SAND = (
    (34, 28, 30),
    (76, 52, 40),
    (156, 82, 46),
    (190, 152, 98),
)
HAIR_GREY, HAIR_WHITE = (150, 146, 144), (222, 218, 210)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Colour `a` with `share` (0–1) of `b` stirred in."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def lighter(colour: Colour, share: float = 0.15) -> Colour:
    """The colour towards warm white."""
    return mix(colour, (255, 250, 238), share)


def darker(colour: Colour, share: float = 0.2) -> Colour:
    """The colour towards plum black."""
    return mix(colour, (24, 18, 28), share)


Pattern = Callable[[tuple[int, int], float, float, Random], Image.Image]


@dataclass(frozen=True)
class Paper:
    """A sheet: colour, texture ("plain", "kraft", "rough" or "smooth"), and what is printed on it.

    `printed` makes a mask from (size in px, px per unit, turn in degrees, rng) for the `ink`.
    """

    colour: Colour
    texture: str = "plain"
    ink: Colour | None = None
    printed: Pattern | None = None


def sheet(paper: "Paper | Colour") -> Paper:
    """The paper, or plain paper of the colour."""
    return paper if isinstance(paper, Paper) else Paper(paper)


def recolour(paper: "Paper | Colour", change: Callable[[Colour], Colour]) -> Paper:
    """The same paper with its colours changed, say by `darker`."""
    p = sheet(paper)
    return Paper(change(p.colour), p.texture, p.ink and change(p.ink), p.printed)


def shaded(paper: "Paper | Colour", share: float) -> Paper:
    """The same paper darker by a share (0–1), or lighter when the share is below nothing."""
    return recolour(paper, lambda c: darker(c, share) if share >= 0 else lighter(c, -share))


def _bars(size, k, turn, width, gap):
    """Parallel bars as a mask, drawn on a larger square and turned."""
    side = int((size[0] ** 2 + size[1] ** 2) ** 0.5) + 4
    tile = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(tile)
    pitch = (width + gap) * k
    at = 0.0
    while at < side:
        draw.rectangle((0, at, side, at + width * k), fill=255)
        at += pitch
    if turn % 180:
        tile = tile.rotate(-turn, Image.Resampling.BILINEAR)
    x, y = (side - size[0]) // 2, (side - size[1]) // 2
    return tile.crop((x, y, x + size[0], y + size[1]))


def striped(
    colour: Colour,
    ink: Colour,
    width: float = 3,
    gap: float = 5,
    turn: float = 90,
    texture: str = "plain",
) -> Paper:
    """Paper printed with stripes; widths in units, turned with whatever is cut from it."""
    return Paper(colour, texture, ink, lambda size, k, t, rng: _bars(size, k, t + turn, width, gap))


def checked(colour: Colour, ink: Colour, width: float = 6, turn: float = 0) -> Paper:
    """Gingham: two crossing half-strength stripes."""

    def pattern(size, k, t, rng):
        half = lambda m: m.point([v * 5 // 9 for v in range(256)])  # noqa: E731
        mask = half(_bars(size, k, t + turn, width, width))
        mask.paste(255, (0, 0), half(_bars(size, k, t + turn + 90, width, width)))
        return mask

    return Paper(colour, "plain", ink, pattern)


def dotted(colour: Colour, ink: Colour, radius: float = 2, pitch: float = 9) -> Paper:
    """Spotted paper."""

    def pattern(size, k, t, rng):
        mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
        draw = ImageDraw.Draw(mask)
        step, r = max(3, pitch * k * 2), radius * k * 2
        for row in range(int(mask.height / step) + 2):
            for col in range(int(mask.width / step) + 2):
                x, y = (col + row % 2 / 2) * step, row * step
                draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
        return mask.reduce(2)

    return Paper(colour, "plain", ink, pattern)


def bricked(colour: Colour, mortar: Colour, width: float = 26, height: float = 9) -> Paper:
    """A brick wall: mortar lines printed on brick paper, some bricks a shade off."""

    def pattern(size, k, t, rng):
        mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
        draw = ImageDraw.Draw(mask)
        w, h, line = width * k * 2, height * k * 2, max(1, round(k * 1.5))
        for row in range(int(mask.height / h) + 1):
            y = row * h
            for col in range(-1, int(mask.width / w) + 1):
                x = (col + row % 2 / 2) * w + rng.uniform(-0.06, 0.06) * w
                if rng.random() < 0.35:
                    draw.rectangle((x, y, x + w, y + h), fill=rng.randint(10, 55))
                draw.line((x, y, x, y + h), fill=190, width=line)
            draw.line((0, y, mask.width, y + rng.uniform(-2, 2)), fill=200, width=line)
        return mask.reduce(2)

    return Paper(colour, "rough", mortar, pattern)


def grained(colour: Colour, ink: Colour, pitch: float = 5, turn: float = 0) -> Paper:
    """Wood: fine uneven lines running one way."""

    def pattern(size, k, t, rng):
        side = int((size[0] ** 2 + size[1] ** 2) ** 0.5) + 4
        tile = Image.new("L", (side, side), 0)
        draw = ImageDraw.Draw(tile)
        y = 0.0
        while y < side:
            y += pitch * k * rng.uniform(0.4, 1.7)
            points, at = [], y
            for i in range(9):
                at += rng.uniform(-1, 1) * k
                points.append((i * side / 8, at))
            draw.line(
                points, fill=rng.randint(40, 130), width=max(1, round(k * rng.uniform(0.3, 1.1)))
            )
        angle = t + turn
        if angle % 180:
            tile = tile.rotate(-angle, Image.Resampling.BILINEAR)
        x, y0 = (side - size[0]) // 2, (side - size[1]) // 2
        return tile.crop((x, y0, x + size[0], y0 + size[1]))

    return Paper(colour, "kraft", ink, pattern)
