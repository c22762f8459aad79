"""The colours of one edition: its accent, made readable, and a tone in place of each picture."""

import base64
import binascii
import colorsys
import io
import re

from PIL import Image, UnidentifiedImageError

PAPER = "#f7f3eb"
PAPER_BRIGHT = "#fffdf9"
SOOT = "#211d1a"
BRICK = "#9c3d2e"
READABLE = 4.5
"""The contrast of text with its ground that WCAG 2.2 asks for at level AA (1.4.3)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_STEP = 0.01


def contrast(one: str, other: str) -> float:
    """The contrast of two ``#rrggbb`` colours, 1 to 21, as WCAG 2.2 reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def accent_css(accent: str) -> str:
    """A style sheet that gives a page its accent, darkened as far as reading it needs."""
    chosen = accent if _HEX.fullmatch(accent or "") else BRICK
    wash = _mixed(chosen, PAPER, 0.1)
    readable = _until_readable(chosen, (PAPER, wash, PAPER_BRIGHT), -_STEP)
    values = {
        "--accent": readable,
        "--accent-deep": _mixed(readable, SOOT, 0.68),
        "--accent-wash": wash,
        "--on-accent": PAPER_BRIGHT,
        "--accent-on-soot": _until_readable(chosen, (SOOT,), _STEP),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in values.items()) + "}\n"


def tone(placeholder: str) -> str:
    """The one colour nearest to a picture, from its placeholder (a data URI)."""
    try:
        data = base64.b64decode(placeholder.partition(",")[2])
        with Image.open(io.BytesIO(data)) as picture:
            one = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX)
    except (binascii.Error, UnidentifiedImageError, OSError):
        return "#d6ccbb"
    return "#" + one.tobytes().hex()


def _until_readable(colour: str, grounds: tuple[str, ...], step: float) -> str:
    """The colour moved lighter or darker until it can be read on every ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while min(contrast(colour, ground) for ground in grounds) < READABLE:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def _mixed(one: str, other: str, share: float) -> str:
    return _hex(
        tuple(a * share + b * (1 - share) for a, b in zip(_parts(one), _parts(other), strict=True))
    )


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
