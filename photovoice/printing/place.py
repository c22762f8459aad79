"""Putting photographs into a PDF with their compressed scans exactly as the camera wrote them.

Decoding and packing a photograph again costs quality, minutes and memory; a PDF can carry a JPEG
as it is.  Only the picture's own bytes are copied (see ``jpeg``), its orientation becomes the
matrix it is placed with, and its profile the colour space.  Anything else than a JPEG that PDF
knows is turned into one, once, at quality 92.

While a file is put together each photograph has a *stand-in*, an image without data.  ``write``
then copies the photographs from file to file into their stand-ins' places: however many there
are, none is ever in memory, and each is written once.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pi_heif
import pikepdf
from flask_babel import gettext as _
from pikepdf import Array, Dictionary, Name
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


# --- writing ------------------------------------------------------------------------------------

STAND_IN = "/StandIn"
XREF = re.compile(rb"xref\n0 (\d+)\n")
ENTRY = 20
"""Bytes of an entry in a cross-reference table (ISO 32000-1, 7.5.4)."""


def stand_ins(pdf: pikepdf.Pdf, pictures: Sequence[Picture]) -> list[pikepdf.Object]:
    """An image without data for each picture, to be drawn on pages before ``write``."""
    profiles: dict[bytes, pikepdf.Object] = {}
    made: list[pikepdf.Object] = []
    for number, picture in enumerate(pictures):
        header, profile = picture.jpeg, picture.profile
        space: pikepdf.Object = Name.DeviceCMYK
        if profile:
            if profile not in profiles:
                profiles[profile] = pdf.make_stream(profile, {"/N": header.components})
            space = Array([Name.ICCBased, profiles[profile]])
        image = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=header.width,
            Height=header.height,
            BitsPerComponent=8,
            ColorSpace=space,
        )
        image[STAND_IN] = number
        if header.inverted:
            image.Decode = Array([1, 0] * 4)
        if header.plain_rgb:
            image.DecodeParms = Dictionary(ColorTransform=0)
        made.append(pdf.make_stream(b"", image))
    return made


def write(
    pdf: pikepdf.Pdf,
    pictures: Sequence[Picture],
    output: Path,
    *,
    version: str,
    progress: Callable[[int], None],
) -> None:
    """Save a PDF with its pictures in their places; ``progress`` hears how many are written."""
    pdf.save(
        plain := BytesIO(),
        force_version=version,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    whole = plain.getbuffer()
    start = int(bytes(whole[-40:]).rsplit(b"startxref", 1)[1].split()[0])
    table = XREF.match(whole, start)
    if not table:
        raise ValueError("not a plain cross-reference table")
    first, count = table.end(), int(table[1])
    entries = [bytes(whole[first + ENTRY * n : first + ENTRY * (n + 1)]) for n in range(count)]
    with output.open("wb") as out, pikepdf.open(plain) as saved:
        out.write(whole[:start])
        for done, (number, image) in enumerate(sorted(found_stand_ins(saved)), 1):
            picture = pictures[number]
            entries[image.objgen[0]] = b"%010d 00000 n \n" % out.tell()
            out.write(b"%d 0 obj\n%s\nstream\n" % (image.objgen[0], dictionary(image, picture)))
            copy(picture, out)
            out.write(b"\nendstream\nendobj\n")
            progress(done)
        end = out.tell()
        out.write(table[0] + b"".join(entries))
        trailer = bytes(whole[first + ENTRY * count :]).rsplit(b"startxref", 1)[0]
        out.write(b"%sstartxref\n%d\n%%%%EOF\n" % (trailer, end))


def found_stand_ins(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Object]]:
    """The stand-ins of a PDF with the numbers of their pictures."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and STAND_IN in thing:
            yield int(thing[STAND_IN]), thing


def dictionary(image: pikepdf.Object, picture: Picture) -> bytes:
    """What opens a picture's stream: its stand-in's dictionary, with the data it now has."""
    entries = Dictionary(dict(image.stream_dict.items()))
    del entries[STAND_IN]
    entries.Filter = Name.DCTDecode
    entries.Length = picture.jpeg.length
    return entries.unparse()


def copy(picture: Picture, out: BinaryIO) -> None:
    """Append the bare picture's bytes, and no others."""
    with jpeg.opened(picture.path) as data, memoryview(data) as whole:
        for start, end in picture.jpeg.ranges:
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
