"""Paper texture and camera grain, made once a process from a fixed seed and cut from ever after.

Pillow's own noise cannot be seeded, so these begin with random.Random bytes.
"""

from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

TILE = 768


def _noise(side: int, seed: int) -> Image.Image:
    """A square of near-normal noise about mid grey (three even noises averaged)."""
    rng = Random(seed)
    a, b, c = (Image.frombytes("L", (side, side), rng.randbytes(side * side)) for _ in range(3))
    return Image.blend(Image.blend(a, b, 0.5), c, 0.34)


def _spread(tile: Image.Image, gain: float) -> Image.Image:
    return tile.point([max(0, min(255, round(128 + (v - 128) * gain))) for v in range(256)])


def _wrapped(tile: Image.Image, blur: float) -> Image.Image:
    """Blurred so that opposite edges still meet."""
    pad = int(blur * 3) + 2
    side = tile.width
    wide = Image.new(tile.mode, (side + 2 * pad, side + 2 * pad))
    for x in (pad - side, pad, pad + side):
        for y in (pad - side, pad, pad + side):
            wide.paste(tile, (x, y))
    return wide.filter(ImageFilter.GaussianBlur(blur)).crop((pad, pad, pad + side, pad + side))


def _fibres(tile: Image.Image, rng: Random, count: int, k: float, strength: int) -> None:
    draw = ImageDraw.Draw(tile)
    for _ in range(count):
        x, y = rng.uniform(0, tile.width), rng.uniform(0, tile.height)
        turn, length = rng.uniform(-3, 3), rng.uniform(2, 9) * k
        points = [(x, y)]
        for _ in range(4):
            turn += rng.uniform(-0.7, 0.7)
            x, y = x + length * 0.25 * turn, y + length * 0.25 * (1 - abs(turn) / 3)
            points.append((x, y))
        draw.line(points, fill=128 + rng.choice((-1, 1, 1)) * rng.randint(strength // 2, strength))


@lru_cache(maxsize=16)
def paper_grain(k: float, width: int, height: int, texture: str) -> Image.Image:
    """A sheet of texture about mid grey (RGB, larger than the scene) for `k` pixels a unit."""
    rng = Random(f"{texture}{k:.3f}")
    fine = _noise(TILE, 11)
    tooth = _spread(_wrapped(_noise(TILE, 12), 0.55 * k), 2.4 * (0.6 + 0.4 * k))
    gain, mottle, fibres, strength = {
        "plain": (0.34, 1.6, 420, 20),
        "smooth": (0.16, 1.5, 60, 10),
        "rough": (0.55, 3.0, 500, 30),
        "kraft": (0.42, 2.4, 1300, 30),
    }[texture]
    tile = _spread(Image.blend(fine, tooth, 0.62), gain * min(0.62, 0.2 + 0.2 * k))
    cloud = _spread(
        _wrapped(_noise(TILE, 13).resize((TILE // 4,) * 2), 3.2 * k).resize((TILE,) * 2), mottle
    )
    tile = ImageChops.add(tile, cloud, 1, -128)
    _fibres(tile, rng, round(fibres * 0.4 / min(1, k)), k, strength)
    full = Image.new("L", (width, height))
    flips = (
        None,
        Image.Transpose.FLIP_LEFT_RIGHT,
        Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.ROTATE_180,
    )
    for row, y in enumerate(range(0, height, TILE)):
        for col, x in enumerate(range(0, width, TILE)):
            flip = flips[(col % 2) + 2 * (row % 2)]
            full.paste(tile.transpose(flip) if flip is not None else tile, (x, y))
    # A slow unevenness, so that every sheet cut from here lies a little differently in the light.
    slow = Image.new("L", (7, 6))
    slow.putdata([rng.randint(92, 164) for _ in range(7 * 6)])
    slow = _spread(slow.resize((width, height), Image.Resampling.BICUBIC), 0.3)
    full = ImageChops.add(full, slow, 1, -128)
    return Image.merge("RGB", (full, full, full))


@lru_cache(maxsize=4)
def camera_grain(width: int, height: int) -> Image.Image:
    """Sensor grain and paper tooth about mid grey at the size of the finished picture (RGB)."""
    side = 1008
    fine = _spread(_wrapped(_noise(side, 21), 0.5), 0.24)
    tooth = _spread(_wrapped(_noise(side, 22), 1.5), 0.42)
    tile = ImageChops.add(fine, tooth, 1, -128)
    _fibres(tile, Random(23), 1500, 3.6, 9)
    tint = _spread(_wrapped(_noise(side, 24), 1.2), 0.16)
    red = ImageChops.add(tile, tint, 1, -128)
    blue = ImageChops.subtract(tile, tint, 1, 128)
    colour = Image.merge("RGB", (red, tile, blue))
    full = Image.new("RGB", (width, height))
    for y in range(0, height, side):
        for x in range(0, width, side):
            full.paste(colour, (x, y))
    return full
