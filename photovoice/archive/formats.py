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

from photovoice.archive import colour
from photovoice.archive.isobmff import (
    ONES,
    Broken,
    Bytes,
    Item,
    dimensions,
    extents_end,
    items,
    require_whole_code,
)
from photovoice.archive.pictures import Doubt, PictureError, RefusalReason

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
_OTHER_PICTURES = {
    *(b"mif1", b"mif2", b"mif3", b"miaf", b"avci", b"avcs", b"jpeg", b"jpgs", b"j2ki", b"j2is"),
    *(b"vvic", b"vvis", b"evbi", b"evmi"),
}
"""Pictures in the same boxes, by other codes or with shorter tables."""
_UNSUPPORTED = (
    *(b"GIF8", b"BM", b"8BPS", b"\xff\x0a", b"\0\0\0\x0cJXL "),
    *(b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
)
"""GIF, BMP, Photoshop, JPEG XL, JPEG 2000 in a box and bare, TIFF and BigTIFF."""
_RAW = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb", b"\0MRM")
"""Fujifilm, Olympus, Panasonic, Sigma and Minolta; Canon's CR3 is told by its brand."""
_FILM = (b"\x1a\x45\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"FLV\1", b"0&\xb2u")
"""Matroska and WebM, MPEG, Flash, Windows Media."""
_SOUND = (b"OggS", b"ID3", b"#!AMR", b"fLaC", b"\xff\xfb", b"\xff\xf1", b"\xff\xf9")
_SOUND_BRANDS = {b"M4A ", b"M4B "}
_ARCHIVE = (b"PK\3\4", b"PK\5\6", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_BY_SIGN = {
    RefusalReason.UNSUPPORTED: _UNSUPPORTED,
    RefusalReason.RAW: _RAW,
    RefusalReason.FILM: _FILM,
    RefusalReason.SOUND: _SOUND,
    RefusalReason.ARCHIVE: _ARCHIVE,
}
_FILM_BOXES = {b"moov", b"mdat", b"wide", b"pnot", b"skip"}
"""How a QuickTime film begins that does not say what it is."""
_CODED = {b"hvc1", b"hev1", b"av01"}
"""Items that are pictures; in both codes a long run of zeros means damage."""
ZEROS = bytes(512)
"""So many in a row are no picture: what was never written reads as zeros."""
_NEVER_WRITTEN = (ZEROS, ONES)
# Begins with one plain byte, so that it is searched for at full speed.
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_RESTART = re.compile(rb"\xff([\xd0-\xd7])")


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


@dataclass(frozen=True)
class Examined:
    """What a file is, and what in its bytes matters to whoever decodes it."""

    kind: Format
    doubt: Doubt | None = None
    lacks_end: bool = False
    """A JPEG without its last marker: whole, as far as its table of contents can tell."""
    in_one_piece: bool = False
    """The decoder cannot wait for the rest in the middle."""
    profile: bytes | None = None
    """An ICC profile for colours that are said in another way."""
    code: tuple[int, int] | None = None
    """Where the code of a JPEG of one scan begins and ends."""


@dataclass
class _Walked:
    """What a walk found out."""

    width: int
    height: int
    doubt: Doubt | None = None
    lacks_end: bool = False
    in_one_piece: bool = False
    code: tuple[int, int] | None = None


def examine(path: Path, largest: int) -> Examined:
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
        walked = _WALKS[kind.name](data)
        if walked.width * walked.height > MOST_PIXELS[kind.name] * MEGAPIXELS:
            raise PictureError(RefusalReason.TOO_MANY_PIXELS, f"{walked.width} × {walked.height}")
        profile = None
        if kind.name in ("AVIF", "HEIF"):
            profile = colour.said_in_boxes(data)
        elif kind is PNG:
            profile = colour.said_in_chunks(data)
    return Examined(kind, walked.doubt, walked.lacks_end, walked.in_one_piece, profile, walked.code)


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
    for reason, signs in _BY_SIGN.items():
        if head.startswith(signs):
            raise PictureError(_raw_in_tiff(data) if head.startswith(b"II*\0") else reason)
    if head[:4] == b"RIFF":
        raise PictureError(RefusalReason.SOUND if head[8:12] == b"WAVE" else RefusalReason.FILM)
    if head[4:8] in _FILM_BOXES:
        raise PictureError(RefusalReason.FILM)
    raise PictureError(RefusalReason.NOT_A_PICTURE)


def _raw_in_tiff(data: Bytes) -> RefusalReason:
    """Cameras' own pictures that begin as a TIFF does: Canon's CR2, Nikon, Sony, Pentax, Adobe."""
    if bytes(data[8:10]) == b"CR":
        return RefusalReason.RAW
    directory = struct.unpack_from("<I", data, 4)[0]
    try:
        entries = struct.unpack_from("<H", data, directory)[0]
        tags = {
            struct.unpack_from("<H", data, directory + 2 + 12 * entry)[0]
            for entry in range(min(entries, 200))
        }
    except struct.error:
        return RefusalReason.UNSUPPORTED
    return RefusalReason.RAW if tags & {0x014A, 0xC612} else RefusalReason.UNSUPPORTED


def _sniff_isobmff(data: Bytes) -> Format:
    length = min(struct.unpack(">I", data[:4])[0], 512)
    main = bytes(data[8:12])
    brands = {main} | {bytes(data[at : at + 4]) for at in range(16, length, 4)}
    if main in _AVIF or (main in _HEIF and brands & _AVIF):
        return AVIF
    if main in _HEIC | _HEIF:
        return HEIC if brands & _HEIC else HEIF
    if main == b"crx ":
        raise PictureError(RefusalReason.RAW, "CR3")
    if main == b"jxl " or brands & _OTHER_PICTURES:
        raise PictureError(RefusalReason.UNSUPPORTED, f"brand {main!r}")
    raise PictureError(
        RefusalReason.SOUND if main in _SOUND_BRANDS else RefusalReason.FILM, f"brand {main!r}"
    )


def _walk_jpeg(data: Bytes) -> _Walked:
    """A JPEG, having counted its scans up to the end of the first image.

    What follows that end (a motion photo's film, the second picture of an MPO) is not looked at.
    """
    end, at, scans, width, height, frame = len(data), 2, 0, 0, 0, 0
    tables: dict[int, int] = {}
    hole, coarse = False, 0
    begun: tuple[int, bool] | None = None
    code: tuple[int, int] | None = None
    restarts = pieces = 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if begun:
            code = begun[0], found.start()
            hole = hole or 0x01 < marker < 0xC0 or _has_hole(data, *begun, found.start())
            hole = hole or (restarts > 0 and not _restarts_in_order(data, *code))
            begun = None
        if marker == 0xD9:
            break
        if marker in (0x01, 0xD8):
            continue
        if at + 2 > end or at + (length := struct.unpack_from(">H", data, at)[0]) > end:
            raise PictureError(RefusalReason.INCOMPLETE, "a segment is cut off")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if length < 7:
                raise PictureError(RefusalReason.UNREADABLE, "a short frame header")
            if scans and frame:
                raise PictureError(RefusalReason.UNREADABLE, "a second frame header")
            tall, wide = struct.unpack_from(">HH", data, at + 3)
            width, height = max(width, wide), max(height, tall)
            frame = marker
            pieces = _pieces(tall, wide, bytes(data[at + 7 : at + length]))
        elif marker == 0xDD:
            restarts = int.from_bytes(data[at + 2 : at + 4], "big")
        elif marker == 0xC4:
            tables |= _first_symbols(bytes(data[at + 2 : at + length]))
        elif marker == 0xDA:
            if (scans := scans + 1) > MOST_SCANS:
                raise PictureError(RefusalReason.TOO_MANY_SCANS)
            header = bytes(data[at + 2 : at + length])
            coarse = header[-1] & 15 if frame == 0xC2 and header else 0
            begun = at + max(length, 2), _may_be_zeros(header, frame, tables)
        at += max(length, 2)
    if not scans:
        whole = found is not None
        raise PictureError(RefusalReason.UNREADABLE if whole else RefusalReason.INCOMPLETE)
    if found is None and (coarse or data[max(0, end - len(ZEROS)) :] in _NEVER_WRITTEN):
        raise PictureError(RefusalReason.INCOMPLETE, "its end was never written, or a scan lacks")
    code = (begun[0], end) if begun else code
    in_one_scan = code if scans == 1 and frame in (0xC0, 0xC1) else None
    if in_one_scan and restarts:
        lacking = -(-pieces // restarts) - len(_RESTART.findall(data, *in_one_scan))
        lost = lacking not in (0, 1)  # some cameras write one behind the last piece too
        if lost and found is None:
            raise PictureError(RefusalReason.INCOMPLETE, "the last restarts are missing")
        hole = hole or lost
    return _Walked(
        width,
        height,
        Doubt.HOLE if hole else None,
        lacks_end=found is None,
        in_one_piece=frame > 0xC8,
        code=in_one_scan,
    )


def _first_symbols(tables: bytes) -> dict[int, int]:
    """Of each Huffman table the symbol whose code is nothing but zeros, by class and number."""
    found, at = {}, 0
    while at + 17 < len(tables):
        found[tables[at]] = tables[at + 17]
        at += 17 + sum(tables[at + 1 : at + 17])
    return found


def _may_be_zeros(header: bytes, frame: int, tables: dict[int, int]) -> bool:
    """Whether a long run of zero bytes can be picture in a scan: a flat part, coded for the least.

    It cannot where the code of zeros means something else than “no change” and “nothing more”.
    """
    if frame > 0xC8 or len(header) < 4:
        return frame <= 0xC8
    start, refined = header[-3], header[-1] >> 4
    coded = header[2 : 1 + 2 * header[0] : 2]
    if frame == 0xC2 and refined and not start:
        return True
    first_dc = [tables.get(one >> 4, 0) for one in coded] if not start else []
    with_ac = start or frame != 0xC2
    first_ac = [tables.get(0x10 | one & 15, 0) for one in coded] if with_ac else []
    return not any(first_dc) and not any(symbol & 15 for symbol in first_ac)


def _has_hole(data: Bytes, start: int, may_be_zeros: bool, end: int) -> bool:
    return data.find(ONES, start, end) >= 0 or (
        not may_be_zeros and data.find(ZEROS, start, end) >= 0
    )


def _pieces(tall: int, wide: int, components: bytes) -> int:
    """Of how many pieces (MCUs) a JPEG of one scan consists (ITU-T T.81 A.2)."""
    sampled = components[2::3] if components[:1] > b"\1" else b"\x11"
    across = 8 * max(1, *(one >> 4 for one in sampled), 1)
    down = 8 * max(1, *(one & 15 for one in sampled), 1)
    return -(-wide // across) * -(-tall // down)


def _restarts_in_order(data: Bytes, start: int, end: int) -> bool:
    """Whether the places where a decoder may begin anew follow one another, by their numbers."""
    found = enumerate(_RESTART.finditer(data, start, end))
    return all(restart[1][0] & 7 == number & 7 for number, restart in found)


def _walk_png(data: Bytes) -> _Walked:
    """A PNG whose chunks are all there and whose text does not explode."""
    end, at, budget = len(data), 8, MOST_INFLATED
    if end < 33:
        raise PictureError(RefusalReason.INCOMPLETE)
    if bytes(data[12:16]) != b"IHDR":
        raise PictureError(RefusalReason.UNREADABLE, "no header")
    width, height = struct.unpack_from(">II", data, 16)
    walked = _Walked(width, height)
    if width * height > MOST_PIXELS["PNG"] * MEGAPIXELS:
        return walked
    for _ in range(MOST_CHUNKS):
        if at + 12 > end:
            raise PictureError(RefusalReason.INCOMPLETE, "no end chunk")
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > end:
            raise PictureError(RefusalReason.INCOMPLETE, f"chunk {kind!r} is cut off")
        if kind == bytes(4):
            raise PictureError(RefusalReason.INCOMPLETE, "zeros instead of a chunk")
        if kind == b"IEND":
            return walked
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            budget -= _inflated(bytes(data[at + 8 : at + 8 + length]), kind, budget)
        elif kind == b"IDAT":
            told = data[at + 8 + length : at + 12 + length]
            if zlib.crc32(memoryview(data)[at + 4 : at + 8 + length]) != int.from_bytes(
                told, "big"
            ):
                walked.doubt = Doubt.CHECKSUM
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


def _walk_webp(data: Bytes) -> _Walked:
    """A WebP that is as long as it says."""
    length = struct.unpack_from("<I", data, 4)[0] + 8 if len(data) >= 30 else len(data) + 1
    if length > len(data):
        raise PictureError(RefusalReason.INCOMPLETE)
    if data[max(0, length - len(ZEROS)) : length] in _NEVER_WRITTEN:
        raise PictureError(RefusalReason.INCOMPLETE, "its end was never written")
    kind = bytes(data[12:16])
    if kind == b"VP8X":
        low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", data, 24)
        walked = _Walked((high_w << 16 | low_w) + 1, (high_h << 16 | low_h) + 1)
    elif kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        walked = _Walked((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        walked = _Walked(width & 0x3FFF, height & 0x3FFF)
    else:
        raise PictureError(RefusalReason.UNREADABLE, f"chunk {kind!r}")
    at = 12
    while at + 8 <= length:
        kind, size = struct.unpack_from("<4sI", data, at)
        if kind == b"VP8 " and any(
            data.find(blank, at + 8, at + 8 + size) >= 0 for blank in _NEVER_WRITTEN
        ):
            walked.doubt = Doubt.HOLE
        at += 8 + size + size % 2
    return walked


def _has_hole_or_no_end(data: Bytes, item: Item, last: int) -> bool:
    """Whether a part of an item is damaged.  Raises PictureError where that is the file's end."""
    ends_the_file = any(end == last for _start, end in item.spans)
    try:
        whole = require_whole_code(data, item)
    except Broken as trouble:
        if ends_the_file:
            raise PictureError(RefusalReason.INCOMPLETE, str(trouble)) from trouble
        return True
    if ends_the_file and not whole and data[max(0, last - len(ONES)) : last] == ONES:
        raise PictureError(RefusalReason.INCOMPLETE, "it ends in ones")
    return not whole or any(
        data.find(ZEROS, start, end) >= 0 for start, end in item.spans if end - start >= len(ZEROS)
    )


def _walk_isobmff(data: Bytes) -> _Walked:
    """The largest dimensions a HEIC or AVIF speaks of, when everything it points at is there.

    A truncated HEIC, and one of which a part is zeros or something else, decodes without
    complaint, to garbage: only this walk notices.
    """
    try:
        if extents_end(data) > len(data):
            raise PictureError(RefusalReason.INCOMPLETE)
        coded = [item for item in items(data) if item.kind in _CODED]
        last = max((end for item in coded for _start, end in item.spans), default=0)
        if last and data[max(0, last - len(ZEROS)) : last] == ZEROS:
            raise PictureError(RefusalReason.INCOMPLETE, "it ends in zeros")
        holes = [_has_hole_or_no_end(data, item, last) for item in coded]
        return _Walked(*dimensions(data), Doubt.HOLE if any(holes) else None)
    except (struct.error, IndexError) as trouble:
        raise PictureError(RefusalReason.UNREADABLE, "a box is cut short") from trouble


_WALKS = {
    "JPEG": _walk_jpeg,
    "PNG": _walk_png,
    "WEBP": _walk_webp,
    "AVIF": _walk_isobmff,
    "HEIF": _walk_isobmff,
}
