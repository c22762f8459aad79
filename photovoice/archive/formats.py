"""What a file is and whether it is whole, told from its bytes before any decoder touches it.

Names and media types given by a phone or a browser are not believed.  Each walk below reads a
format's own table of contents, so that a truncated file, a picture of absurd dimensions or one
made to exhaust the reader is refused at once.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from photovoice.archive.isobmff import Bytes, dimensions, extents_end
from photovoice.archive.pictures import PictureError, RefusalReason

MEGAPIXELS = 1_000_000
MOST_PIXELS = {"JPEG": 250, "PNG": 100, "WEBP": 100, "AVIF": 100, "HEIF": 60}
"""Megapixels taken in: a JPEG is decoded at a fraction of its size, the others whole."""
MOST_SCANS = 100
"""Scans in a progressive JPEG; cameras write about ten, thousands keep a decoder busy for hours."""
MOST_CHUNKS = 100_000
MOST_INFLATED = 4 * 1024 * 1024
"""Bytes that all the compressed text and colour profiles of a PNG may inflate to."""

_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis"}
_HEIF = {b"mif1", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"}
_UNSUPPORTED = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"8BPS", b"\xff\x0a", b"\0\0\0\x0cJXL ")
# Begins with one plain byte, so that it is searched for at full speed.
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)


@dataclass(frozen=True)
class Format:
    """A kind of picture: the decoder's name for it, its media type and the usual extension."""

    name: str
    media_type: str
    extension: str


JPEG = Format("JPEG", "image/jpeg", ".jpg")
PNG = Format("PNG", "image/png", ".png")
WEBP = Format("WEBP", "image/webp", ".webp")
AVIF = Format("AVIF", "image/avif", ".avif")
HEIC = Format("HEIF", "image/heic", ".heic")
HEIF = Format("HEIF", "image/heif", ".heif")


def examine(path: Path, largest: int) -> Format:
    """What the file is.  Raises PictureError when it is not a whole picture of a kind taken in.

    ``largest`` is in bytes.
    """
    size = path.stat().st_size
    if size == 0:
        raise PictureError(RefusalReason.EMPTY)
    if size > largest:
        raise PictureError(RefusalReason.TOO_LARGE, f"{size} bytes")
    with _mapped(path) as data:
        kind = sniff(data)
        width, height = _WALKS[kind.name](data)
    if width * height > MOST_PIXELS[kind.name] * MEGAPIXELS:
        raise PictureError(RefusalReason.TOO_MANY_PIXELS, f"{width} × {height}")
    return kind


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def sniff(data: Bytes) -> Format:
    """The format by content.  Raises PictureError for a picture not taken in, or no picture."""
    head = bytes(data[:32])
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _sniff_isobmff(data)
    if head.startswith(_UNSUPPORTED):
        raise PictureError(RefusalReason.UNSUPPORTED)
    raise PictureError(RefusalReason.NOT_A_PICTURE)


def _sniff_isobmff(data: Bytes) -> Format:
    length = min(struct.unpack(">I", data[:4])[0], 512)
    main = bytes(data[8:12])
    brands = {main} | {bytes(data[at : at + 4]) for at in range(16, length, 4)}
    if main in _AVIF or (main in _HEIF and brands & _AVIF):
        return AVIF
    if main in _HEIC | _HEIF:
        return HEIC if brands & _HEIC else HEIF
    raise PictureError(RefusalReason.NOT_A_PICTURE, f"brand {main!r}")


def _walk_jpeg(data: Bytes) -> tuple[int, int]:
    """Dimensions of a JPEG, having counted its scans up to the end of the first image.

    What follows that end (a motion photo's film, the second picture of an MPO) is not looked at.
    """
    end, at, scans, width, height = len(data), 2, 0, 0, 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == 0xD9:
            break
        if marker in (0x01, 0xD8):
            continue
        if at + 2 > end or at + (length := struct.unpack_from(">H", data, at)[0]) > end:
            raise PictureError(RefusalReason.INCOMPLETE, "a segment is cut off")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if length < 7:
                raise PictureError(RefusalReason.UNREADABLE, "a short frame header")
            tall, wide = struct.unpack_from(">HH", data, at + 3)
            width, height = max(width, wide), max(height, tall)
        elif marker == 0xDA and (scans := scans + 1) > MOST_SCANS:
            raise PictureError(RefusalReason.TOO_MANY_SCANS)
        at += max(length, 2)
    if not scans:
        whole = found is not None
        raise PictureError(RefusalReason.UNREADABLE if whole else RefusalReason.INCOMPLETE)
    return width, height


def _walk_png(data: Bytes) -> tuple[int, int]:
    """Dimensions of a PNG whose chunks are all there and whose text does not explode."""
    end, at, budget = len(data), 8, MOST_INFLATED
    if end < 33:
        raise PictureError(RefusalReason.INCOMPLETE)
    if bytes(data[12:16]) != b"IHDR":
        raise PictureError(RefusalReason.UNREADABLE, "no header")
    width, height = struct.unpack_from(">II", data, 16)
    if width * height > MOST_PIXELS["PNG"] * MEGAPIXELS:
        return width, height
    for _ in range(MOST_CHUNKS):
        if at + 12 > end:
            raise PictureError(RefusalReason.INCOMPLETE, "no end chunk")
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > end:
            raise PictureError(RefusalReason.INCOMPLETE, f"chunk {kind!r} is cut off")
        if kind == b"IEND":
            return width, height
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            budget -= _inflated(bytes(data[at + 8 : at + 8 + length]), kind, budget)
        at += 12 + length
    raise PictureError(RefusalReason.TOO_DEMANDING, "too many chunks")


def _inflated(chunk: bytes, kind: bytes, budget: int) -> int:
    """How many bytes a chunk's compressed part inflates to; refused beyond the budget."""
    after_name = chunk.find(b"\0") + 1
    start = after_name + 1
    if kind == b"iTXt":
        if chunk[after_name : after_name + 1] != b"\1":
            return 0
        after_language = chunk.find(b"\0", after_name + 2) + 1
        start = chunk.find(b"\0", after_language) + 1
    try:
        length = len(zlib.decompressobj().decompress(chunk[start:], budget + 1))
    except zlib.error:
        return 0  # the decoder says what it makes of a damaged one
    if length > budget:
        raise PictureError(RefusalReason.TOO_DEMANDING, f"chunk {kind!r} inflates without end")
    return length


def _walk_webp(data: Bytes) -> tuple[int, int]:
    """Dimensions of a WebP that is as long as it says."""
    if len(data) < 30 or struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise PictureError(RefusalReason.INCOMPLETE)
    kind = bytes(data[12:16])
    if kind == b"VP8X":
        low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", data, 24)
        return (high_w << 16 | low_w) + 1, (high_h << 16 | low_h) + 1
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise PictureError(RefusalReason.UNREADABLE, f"chunk {kind!r}")


def _walk_isobmff(data: Bytes) -> tuple[int, int]:
    """The largest dimensions a HEIC or AVIF speaks of, when everything it points at is there.

    A truncated HEIC decodes without complaint, to garbage: only this walk notices.
    """
    try:
        if extents_end(data) > len(data):
            raise PictureError(RefusalReason.INCOMPLETE)
        return dimensions(data)
    except (struct.error, IndexError) as trouble:
        raise PictureError(RefusalReason.UNREADABLE, "a box is cut short") from trouble


_WALKS = {
    "JPEG": _walk_jpeg,
    "PNG": _walk_png,
    "WEBP": _walk_webp,
    "AVIF": _walk_isobmff,
    "HEIF": _walk_isobmff,
}
