"""Photographs that know which card they belong on: each shows the code its back will carry."""

import io
from pathlib import Path

import segno
from PIL import Image, ImageDraw

from photovoice.printing.postcards import Card

LYING, STANDING = (1824, 1316), (1316, 1824)
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""EXIF orientation → how an upright picture is turned to be stored with it."""
SECRET = "A maker nobody may learn of"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- {SECRET} --></x:xmpmeta>".encode()
ARTIST, MODEL, GPS, LENS_SERIAL = 0x013B, 0x0110, 0x8825, 0xA435


def address(number: int) -> str:
    """The public page of the numbered card's photograph."""
    return f"https://example.org/exhibitions/ballot-box/photographs/card{number:04d}"


def upright(number: int, size: tuple[int, int]) -> Image.Image:
    """A picture in strong colours with its card's code in the middle."""
    hue = (number * 67) % 256
    picture = Image.linear_gradient("L").resize(size)
    picture = Image.merge("RGB", [picture, picture.point(lambda v: v // 2), picture])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], size[1] // 3), fill=(hue, 90, 200 - hue // 2))
    draw.rectangle((0, size[1] // 2, size[0] // 5, size[1]), fill=(250, 200, 20))
    segno.make(address(number), error="m").save(code := io.BytesIO(), kind="png", scale=14)
    with Image.open(code) as square:
        square = square.convert("RGB")
        picture.paste(square, ((size[0] - square.width) // 2, (size[1] - square.height) // 2))
    return picture


def photograph(
    folder: Path, number: int, size: tuple[int, int] = LYING, orientation: int = 1, **options
) -> Path:
    """A JPEG as a phone writes it: turned, and with everything in it that must not be printed."""
    picture = upright(number, size)
    turn = STORED_AS[orientation]
    if turn is not None:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    exif[0x0112], exif[ARTIST], exif[MODEL], exif[LENS_SERIAL] = orientation, SECRET, SECRET, SECRET
    exif.get_ifd(GPS).update({1: "N", 2: (53.0, 28.0, 46.0), 3: "W", 4: (2.0, 14.0, 43.0)})
    path = folder / f"{number}-{orientation}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"quality": 80, "comment": SECRET, "xmp": XMP, "exif": exif, **options}
    picture.save(path, "JPEG", **options)
    return path


def card(photograph: Path, number: int = 0, **details) -> Card:
    """A card for a photograph; only what matters need be said."""
    details = {
        "width": 0,
        "height": 0,
        "title": f"Bus stop {number}",
        "title_language": "en",
        "caption": "They took off the 6.40. We stood here every day and counted ourselves.",
        "caption_language": "en",
        "credit": "Marlene Fitt",
        "theme": "Turning up",
        "line": "Beyond the Ballot Box. Hollin Bank Trust",
        "url": address(number),
        **details,
    }
    return Card(photograph, **details)
