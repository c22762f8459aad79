"""Looks through the bytes of anything we hand out for traces of where a photograph came from.

``traces`` is used wherever a rendition, an edition or a PDF is made.  It reads the formats' own
segments and chunks instead of asking a library, because a library shows what it understands and
this must find what nobody meant to leave.
"""

import io
import re
import struct
from collections.abc import Iterable

TELLTALES = (
    b"Exif\0\0",
    b"http://ns.adobe.com",
    b"Photoshop 3.0",
    b"http://cipa.jp/exif",
    b"GPSLatitude",
    b"SerialNumber",
    b"8BIM",
)
"""Byte strings that open a metadata block or name what gives somebody away."""

_JPEG_MAY_HOLD = {0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDD, 0xD9}
_PNG_MAY_HOLD = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"pHYs"}
_WEBP_MAY_HOLD = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def traces(data: bytes, secrets: Iterable[bytes] = ()) -> list[str]:
    """What in a JPEG, PNG, WebP or PDF speaks of its origin; empty when it is clean.

    ``secrets`` are further byte strings that must not occur, such as a camera's serial number.
    """
    if data.startswith(b"%PDF"):
        return _in_pdf(data, secrets)
    found = _telltales(data, secrets)
    if data.startswith(b"\xff\xd8"):
        return found + _in_jpeg(data)
    if data.startswith(b"\x89PNG"):
        return found + _in_png(data)
    if data.startswith(b"RIFF"):
        return found + _in_webp(data)
    return found + ["a format this check does not know"]


def _telltales(data: bytes, secrets: Iterable[bytes]) -> list[str]:
    return [f"the words {words!r}" for words in (*TELLTALES, *secrets) if words and words in data]


def _in_jpeg(data: bytes) -> list[str]:
    found, at = [], 2
    while match := _MARKER.search(data, at):
        marker, at = match[1][0], match.end()
        if marker == 0xD9:
            return found + (["bytes after the end"] if at < len(data) else [])
        (length,) = struct.unpack_from(">H", data, at)
        content = data[at + 2 : at + length]
        plain = marker == 0xE0 and content.startswith(b"JFIF\0") and length == 16
        colour = marker == 0xE2 and content.startswith(b"ICC_PROFILE\0") and b"RGB" in content
        if marker not in _JPEG_MAY_HOLD and not plain and not colour:
            found.append(f"segment {marker:02X} {content[:12]!r}")
        at += length
    return found + ["no end"]


def _in_png(data: bytes) -> list[str]:
    found, at = [], 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind not in _PNG_MAY_HOLD:
            found.append(f"chunk {kind!r}")
        at += 12 + length
        if kind == b"IEND" and at < len(data):
            return found + ["bytes after the end"]
    return found


def _in_webp(data: bytes) -> list[str]:
    found, at = [], 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind not in _WEBP_MAY_HOLD:
            found.append(f"chunk {kind!r}")
        at += 8 + length + length % 2
    return found


def _in_pdf(data: bytes, secrets: Iterable[bytes]) -> list[str]:
    """Every picture in the file, as it is stored; the document's own title is no trace."""
    import pikepdf

    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Stream):
                continue
            number = thing.objgen[0]
            stored = thing.read_raw_bytes()
            if thing.get("/Subtype") == "/Image":
                hits = _telltales(stored, secrets)
                if stored.startswith(b"\xff\xd8"):
                    hits += [hit for hit in _in_jpeg(stored) if "segment EE" not in hit]
                if "/Metadata" in thing:
                    hits.append("a metadata stream")
                found += [f"picture {number}: {hit}" for hit in hits]
            elif secrets:
                try:
                    stored = thing.read_bytes()
                except pikepdf.PdfError:
                    pass
                found += [f"stream {number}: {hit}" for hit in _telltales(stored, secrets)]
    return found
