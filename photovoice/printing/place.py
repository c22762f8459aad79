"""Putting photographs into a PDF with their compressed scans exactly as the camera wrote them.

Decoding and packing a photograph again costs quality, minutes and memory; a PDF can carry a JPEG
as it is.  Only the picture's own bytes are copied (see ``jpeg``), its orientation becomes the
matrix it is placed with, and its profile the colour space.  Anything else than a JPEG that PDF
knows is turned into one, once, at quality 92.

The copies go through an *album*, a PDF file of nothing but pictures, written straight from disk
to disk: the finished file is then assembled without any photograph in memory.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pi_heif
import pikepdf
from flask_babel import gettext as _
from PIL import Image, ImageOps

from photovoice.printing import colour, jpeg
from photovoice.printing.rules import (
    POINTS_PER_MM,
    Box,
    Line,
    Matrix,
    Size,
    cover,
    placed,
    ppi,
    upright,
)
from photovoice.refusals import Refusal

QUALITY = 92
HAIRLINE = 0.25
"""Width of a crop mark, in points."""

pi_heif.register_heif_opener()


class UnreadablePicture(Refusal):
    """A picture on a card cannot be read."""


@dataclass(frozen=True)
class Picture:
    """A JPEG ready to be copied: where its bytes are and how PDF is to see them."""

    path: Path
    jpeg: jpeg.Jpeg
    profile: bytes | None

    @property
    def stored(self) -> Size:
        """Its size in pixels as it is stored."""
        return Size(self.jpeg.width, self.jpeg.height)

    @property
    def seen(self) -> Size:
        """Its size in pixels as it is seen."""
        return upright(self.stored, self.jpeg.orientation)


def prepared(path: Path, folder: Path, *, called: str) -> Picture:
    """The picture at a path, as it is when PDF can carry it, else as a new JPEG in ``folder``.

    ``called`` is what a person knows it by.  Raises UnreadablePicture.
    """
    try:
        header = header_of(path)
    except (jpeg.NotPlain, OSError):
        path = converted(path, folder, called=called)
        header = header_of(path)
    return Picture(path, header, colour.for_picture(header.profile, header.components))


def header_of(path: Path) -> jpeg.Jpeg:
    """What the JPEG at a path says of itself.  Raises jpeg.NotPlain."""
    with jpeg.opened(path) as data:
        return jpeg.read(data)


def converted(path: Path, folder: Path, *, called: str) -> Path:
    """A JPEG made once from a picture of any other kind, upright, on white where it is clear."""
    output = folder / f"{len(list(folder.iterdir()))}.jpg"
    try:
        with Image.open(path) as source:
            profile = source.info.get("icc_profile")
            picture = ImageOps.exif_transpose(source)
            if picture.has_transparency_data:
                clear = picture.convert("RGBA")
                picture = Image.new("RGB", clear.size, "white")
                picture.paste(clear, mask=clear.getchannel("A"))
            elif picture.mode not in ("RGB", "L"):
                picture = picture.convert("RGB")
            picture.save(output, "JPEG", quality=QUALITY, subsampling=0, icc_profile=profile)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise UnreadablePicture(
            _(
                "The picture of “%(card)s” cannot be read, so no file was made. Nothing was "
                "lost: leave the card out, or choose another picture for it.",
                card=called,
            )
        ) from trouble
    return output


# --- the album ----------------------------------------------------------------------------------


@contextmanager
def album(pictures: Sequence[Picture], path: Path) -> Iterator[list[pikepdf.Object]]:
    """The pictures as image objects of a PDF at ``path``, to be copied into another.

    Keep it open until the other is saved: the bytes are read only then.
    """
    numbers = write_album(pictures, path)
    with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
        yield [pdf.get_object(number, 0) for number in numbers]


def write_album(pictures: Sequence[Picture], path: Path) -> list[int]:
    """Write a PDF without pages that holds the pictures; returns their object numbers."""
    profiles: dict[bytes, int] = {}
    numbers: list[int] = []
    with path.open("wb") as out:
        places: list[int] = []

        def begin(head: str) -> int:
            places.append(out.tell())
            out.write(f"{len(places)} 0 obj\n{head}".encode())
            return len(places)

        out.write(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
        begin("<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
        begin("<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
        for picture in pictures:
            profile = picture.profile
            if profile and profile not in profiles:
                profiles[profile] = begin(
                    f"<</N {picture.jpeg.components}/Length {len(profile)}>>\nstream\n"
                )
                out.write(profile + b"\nendstream\nendobj\n")
            numbers.append(begin(dictionary(picture, profiles.get(profile or b""))))
            copy(picture, out)
            out.write(b"\nendstream\nendobj\n")
        start = out.tell()
        out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
        out.write(f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\n".encode())
        out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return numbers


def dictionary(picture: Picture, profile: int | None) -> str:
    """The PDF dictionary that opens a picture's stream."""
    header = picture.jpeg
    space = f"[/ICCBased {profile} 0 R]" if profile else "/DeviceCMYK"
    extra = "/Decode[1 0 1 0 1 0 1 0]" if header.inverted else ""
    extra += "/DecodeParms<</ColorTransform 0>>" if header.plain_rgb else ""
    return (
        f"<</Type/XObject/Subtype/Image/Width {header.width}/Height {header.height}"
        f"/BitsPerComponent 8/ColorSpace {space}/Filter/DCTDecode{extra}"
        f"/Length {header.length}>>\nstream\n"
    )


def copy(picture: Picture, out: BinaryIO) -> None:
    """Append the bare picture's bytes, and no others."""
    with jpeg.opened(picture.path) as data:
        for start, end in picture.jpeg.ranges:
            with memoryview(data) as whole:
                out.write(whole[start:end])


# --- drawing ------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A number as PDF writes it: never with an exponent."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def matrix(map: Matrix) -> str:
    """The operator for a map between two spaces in mm, or from PDF's unit square into one."""
    values = (map.a, map.b, map.c, map.d, map.e, map.f)
    return " ".join(number(value) for value in values) + " cm"


TO_POINTS = Matrix(POINTS_PER_MM, 0, 0, POINTS_PER_MM, 0, 0)


def photograph(picture: Picture, area: Box, focus: tuple[float, float], name: str) -> str:
    """Drawing in card space: the picture fills the area and not a hair more."""
    box = cover(picture.seen, area, focus)
    corner = f"{number(area.left)} {number(area.bottom)}"
    size = f"{number(area.size.width)} {number(area.size.height)}"
    where = matrix(placed(picture.jpeg.orientation, box))
    return f"q {corner} {size} re W n {where} {name} Do Q"


def resolution(picture: Picture, area: Box) -> float:
    """Pixels per inch the picture has when it fills the area."""
    return ppi(picture.seen, cover(picture.seen, area))


def marks(lines: Sequence[Line], space: str) -> str:
    """Drawing in sheet space, in points: hairlines in a colour space of one full ink."""
    drawn = [f"q {space} CS 1 SCN {HAIRLINE} w"]
    for line in lines:
        ends = (line.x, line.y, line.to_x, line.to_y)
        x, y, to_x, to_y = (number(end * POINTS_PER_MM) for end in ends)
        drawn.append(f"{x} {y} m {to_x} {to_y} l S")
    return " ".join([*drawn, "Q"])
