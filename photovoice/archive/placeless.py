"""Takes out of a picture, before it is stored, all that is not on a list of what a picture needs.

A place is told in more ways than anybody can list: in a maker's notes, a comment, a thermal
camera's records, a film behind the picture.  So what stays is listed, here the parts of a file and
in ``telling`` the facts in them; the rest is overwritten where it stands, or cut off where nothing
follows it.  The compressed picture, its colour profile, how it is turned and when it was taken stay
as they came, and nothing that stays moves.

Formats: ITU-T T.81 annex B (JPEG), JFIF 1.02, CIPA DC-007 (MPF); W3C PNG; RFC 9649 (WebP);
ISO/IEC 14496-12 and 23008-12 (HEIC, AVIF).
"""

import mmap
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from photovoice.archive import telling
from photovoice.archive.formats import sniff
from photovoice.archive.isobmff import Item, boxes, items
from photovoice.archive.pictures import PictureError

RULE = 2
"""Which list this is.  An original stored under an earlier one is stored anew: see ``renewing``."""

Span = tuple[int, int]
Without = Callable[[bytes], bytes]

XMP = b"http://ns.adobe.com/xap/1.0/\0"
MOST_INFLATED = 4 * 1024 * 1024
MOST_METADATA_ITEMS = 64
MOST_BOXES = MOST_STRAYS = 64
MOST_PARTS = 100_000
"""Segments or chunks looked at; a picture has a few dozen, an animation a few thousand."""
MOST_PICTURES = MOST_BLOCKS = 16
"""Pictures behind one another in a JPEG, and EXIF blocks in each."""
STRAY = 65_536
"""Bytes; a block of metadata that no table leads to is looked at so far."""
HEARD, MOST_HEARD = 1024 * 1024, 256
"""Bytes of what goes that are asked whether they told a place, and how many pieces are."""

# Begins with one plain byte, so that it is searched for at full speed.
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SOMETHING = re.compile(rb"[^\0]")
_STRAY_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")


@dataclass(frozen=True)
class Removed:
    """What was taken out of a file: anything at all, and whether a place was among it."""

    anything: bool = False
    place: bool = False


def without_place(path: Path) -> Removed:
    """Take out of a picture, in the file itself, whatever is not listed.

    Never raises for what the file holds; a file that is no picture is left alone.
    """
    if path.stat().st_size == 0:
        return Removed()
    with path.open("r+b") as file:
        with mmap.mmap(file.fileno(), 0) as data:
            try:
                kind = sniff(data)
            except (PictureError, struct.error):
                return Removed()
            picture = _Picture(data)
            _KINDS[kind.name](picture)
            if picture.changed:
                data.flush()
            length, end = len(data), picture.end
        if end < length:
            os.truncate(file.fileno() if os.truncate in os.supports_fd else path, end)
    return Removed(picture.changed or end < length, picture.place)


class _Picture:
    """A picture's bytes while they are gone through, and what was taken out of them so far."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.end = len(data)
        """Where the file is to end."""
        self.changed = self.place = False
        self._heard = 0

    def hear(self, gone: bytes) -> None:
        """Notice whether what goes told a place."""
        self._heard += 1
        if not self.place and self._heard <= MOST_HEARD:
            self.place = telling.tells(gone)

    def put(self, spans: list[Span], old: bytes, new: bytes) -> None:
        """Put what may stay of some pieces, taken as one, in their place."""
        if new == old:
            return
        self.changed = True
        self.hear(old[:HEARD])
        for start, end in spans:
            self.data[start:end], new = new[: end - start], new[end - start :]

    def rewrite(self, spans: list[Span], without: Without) -> None:
        """Put what ``without`` makes of some pieces, taken as one, in their place."""
        old = b"".join(self.data[start:end] for start, end in spans)
        self.put(spans, old, without(old))

    def wipe(self, start: int, end: int) -> None:
        """Overwrite a stretch, unless there is nothing in it."""
        if start < end and _SOMETHING.search(self.data, start, end):
            self.changed = True
            self.hear(self.data[start : min(end, start + HEARD)])
            self.data[start:end] = bytes(end - start)

    def cut(self, end: int) -> None:
        """Let the file end here."""
        if end < self.end:
            self.hear(self.data[end : min(self.end, end + HEARD)])
            self.end = end


# --- JPEG ---------------------------------------------------------------------------------------

_JFIF_HEAD, _ADOBE_HEAD, _MOST_ISO = 14, 12, 256
_ISO = b"urn:iso:std:iso:ts:21496:-1\0"


def _in_jpeg(picture: _Picture) -> None:
    data = picture.data
    end, _whole = _in_one_jpeg(picture, 0)
    for _ in range(MOST_PICTURES):
        found = _SOMETHING.search(data, end)
        if not found or data[found.start() : found.start() + 3] != b"\xff\xd8\xff":
            break
        until, whole = _in_one_jpeg(picture, found.start())
        if not whole:
            break
        end = until
    picture.cut(end)


def _in_one_jpeg(picture: _Picture, start: int) -> tuple[int, bool]:
    """Clean one picture.  Where it ends, and whether it has an end."""
    data = picture.data
    blocks: list[list[Span]] = []
    end, whole, before, scanned = len(data), False, start + 2, False
    for marker, begins, at, until in islice(_segments(data, start + 2), MOST_PARTS):
        if not scanned:  # once there is a scan, what looks like a gap may be part of a damaged one
            _wipe_but_filling(picture, before, begins)
        before, scanned = until, scanned or marker == 0xDA
        head = data[at : min(until, at + 40)]
        if marker == 0xD9:
            end, whole = until, True
        elif marker == 0xE1 and head.startswith(b"Exif\0\0"):
            if head[6:10] in telling.ORDERS or not blocks:
                blocks.append([])
            blocks[-1].append((at + 6, until))
        elif marker == 0xE1 and head.startswith(XMP):
            picture.rewrite([(at + len(XMP), until)], telling.packet)
        elif marker == 0xE2 and head.startswith(b"MPF\0"):
            picture.rewrite([(at + 4, until)], telling.several)
        elif marker == 0xE0 and head.startswith(b"JFIF\0"):
            picture.wipe(at + _JFIF_HEAD - 2, until)  # a small copy of the picture
        elif marker == 0xEE and head.startswith(b"Adobe"):
            picture.wipe(at + _ADOBE_HEAD, until)
        elif marker == 0xE2 and head.startswith(b"ICC_PROFILE\0"):
            pass
        elif not (marker == 0xE2 and head.startswith(_ISO) and until - at <= _MOST_ISO):
            if marker >= 0xE0:
                picture.wipe(at, until)
    for number, spans in enumerate(blocks):
        if number < MOST_BLOCKS:
            picture.rewrite(spans, telling.exif)
        else:
            for begin, until in spans:
                picture.wipe(begin, until)
    return end, whole


def _wipe_but_filling(picture: _Picture, start: int, end: int) -> None:
    """Wipe what stands between two segments, but for the bytes that may fill the room there."""
    while start < end and picture.data[start] == 0xFF:
        start += 1
    while start < end and picture.data[end - 1] == 0xFF:
        end -= 1
    picture.wipe(start, end)


def _segments(data: mmap.mmap, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Marker, where it stands, start and end of its content, up to the end of the picture."""
    while found := _MARKER.search(data, at):
        marker, begins, at = found[1][0], found.start(), found.end()
        if marker == 0xD9:
            yield marker, begins, at, at
            return
        if marker in (0x01, 0xD8):
            continue
        length = max(2, int.from_bytes(data[at : at + 2], "big"))
        until = min(at + length, len(data))
        yield marker, begins, min(at + 2, until), until
        at = until


# --- PNG ----------------------------------------------------------------------------------------

_PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"iCCP", b"fdAT", b"IEND"}
_PNG_MOST = {
    **{b"acTL": 8, b"fcTL": 26, b"cHRM": 32, b"gAMA": 4, b"sRGB": 1, b"sBIT": 4, b"cICP": 4},
    **{b"mDCV": 24, b"cLLI": 8, b"bKGD": 6, b"pHYs": 9, b"tIME": 7, b"hIST": 512},
}
"""Chunks that hold a few numbers, and how many bytes those take."""
_XMP_NAME = b"XML:com.adobe.xmp\0"
_XMP_TEXT = _XMP_NAME + b"\0\0\0\0"
_RAW_EXIF = b"Raw profile type exif\0"
_HEXADECIMAL = re.compile(rb"\n *\d+\n([0-9a-fA-F\s]*)")
_WHEN = re.compile(
    rb"(Creation Time|date:(create|modify|timestamp))\0"
    rb"(\d{4}[-:]\d\d[-:]\d\d([ T]\d\d:\d\d(:\d\d)?(Z|[-+]\d\d:?\d\d)?)?"
    rb"|([A-Z][a-z]{2}, )?\d\d? [A-Z][a-z]{2} \d{4}( \d\d:\d\d(:\d\d)?)?( [-+]\d{4}| [A-Z]{3})?)"
)


def _in_png(picture: _Picture) -> None:
    data, at, has_block = picture.data, 8, False
    for _ in range(MOST_PARTS):
        if at + 12 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        start, end = at + 8, at + 8 + length
        if end + 4 > len(data):
            return
        if kind not in _PNG_PICTURE and not length <= _PNG_MOST.get(kind, -1):
            chunk = data[start:end]
            new_kind, new = _png_chunk(kind, chunk, has_block)
            has_block = has_block or new_kind == b"eXIf"
            if (new_kind, new) != (kind, chunk):
                check = zlib.crc32(new_kind + new).to_bytes(4, "big")
                picture.hear(_png_text(kind, chunk))
                picture.put([(at + 4, end + 4)], data[at + 4 : end + 4], new_kind + new + check)
        at = end + 4
        if kind == b"IEND":
            return picture.cut(at)


def _png_chunk(kind: bytes, chunk: bytes, has_block: bool) -> tuple[bytes, bytes]:
    """A chunk as it may stay."""
    if kind == b"eXIf":
        return kind, telling.exif(chunk)
    if kind == b"tEXt" and _WHEN.fullmatch(chunk):
        return kind, chunk
    text = _png_text(kind, chunk)
    room = len(chunk) - len(_XMP_TEXT)
    if kind == b"iTXt" and chunk.startswith(_XMP_NAME) and room >= 0:
        return kind, _XMP_TEXT + telling.packet_of(text, room)
    if chunk.startswith(_RAW_EXIF) and not has_block:
        with suppress(ValueError):
            digits = _HEXADECIMAL.search(text)
            block = bytes.fromhex(digits[1].decode("ascii") if digits else "?")
            return b"eXIf", telling.exif(block, len(chunk))
    return b"tEXt", b"Comment\0".ljust(len(chunk))[: len(chunk)]


def _png_text(kind: bytes, chunk: bytes) -> bytes:
    """What a text chunk says after its name, inflated as far as is reasonable."""
    name_end = chunk.find(b"\0") + 1
    if kind == b"iTXt" and chunk[name_end : name_end + 1] in (b"\0", b"\1"):
        words = chunk[chunk.find(b"\0", chunk.find(b"\0", name_end + 2) + 1) + 1 :]
        if chunk[name_end : name_end + 1] == b"\0":
            return words if chunk.startswith(_XMP_NAME) else chunk
    elif kind == b"zTXt":
        words = chunk[name_end + 1 :]
    else:
        return chunk
    try:
        return zlib.decompressobj().decompress(words, MOST_INFLATED)
    except zlib.error:
        return b""


# --- WebP ---------------------------------------------------------------------------------------

_WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ICCP"}


def _in_webp(picture: _Picture) -> None:
    length = struct.unpack_from("<I", picture.data, 4)[0]
    end = min(len(picture.data), length + 8 + (length & 1))
    _in_riff(picture, 12, end)
    picture.cut(end)


def _in_riff(picture: _Picture, at: int, end: int) -> None:
    """Clean the chunks between two offsets, and those of an animation's frames."""
    for _ in range(MOST_PARTS):
        if at + 8 > end:
            return
        kind, length = struct.unpack_from("<4sI", picture.data, at)
        start, until = at + 8, min(at + 8 + length, end)
        if kind == b"EXIF":
            picture.rewrite([(start, until)], telling.exif)
        elif kind == b"XMP ":
            picture.rewrite([(start, until)], telling.packet)
        elif kind == b"ANMF":
            _in_riff(picture, start + 16, until)
        elif kind not in _WEBP_PICTURE:
            picture.wipe(start, until)
        at = until + (length & 1)


# --- HEIC and AVIF ------------------------------------------------------------------------------

_TOP = {b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"mfra", b"sidx"}
_IN_META = {b"hdlr", b"dinf", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"grpl"}
_PROPERTIES = frozenset((
    *(b"ispe", b"pixi", b"colr", b"hvcC", b"av1C", b"lhvC", b"avcC", b"jpgC", b"irot", b"imir"),
    *(b"clap", b"pasp", b"auxC", b"lsel", b"a1lx", b"a1op", b"clli", b"mdcv", b"cclv", b"amve"),
    *(b"oinf", b"tols", b"rloc", b"uncC", b"cmpd", b"ndwt", b"reve", b"cmin", b"cmex", b"rref"),
))  # fmt: skip
_METADATA = {b"Exif", b"mime", b"uri "}


def _in_isobmff(picture: _Picture) -> None:
    data = picture.data
    known: list[Item] = []
    with suppress(struct.error, IndexError):
        known = items(data)
    pieces = [(item, span) for item in known for span in item.spans]
    _metadata_items(picture, known, pieces)
    top = list(islice(boxes(data, 0, len(data)), MOST_BOXES))
    taken = [_whole(data, span) for _item, span in pieces]
    film = any(kind == b"moov" for kind, _start, _end in top)
    for kind, start, end in top:
        end = min(end, len(data))
        if kind == b"moov":
            _in_film(picture, start, end)
        elif kind == b"meta":
            _in_meta(picture, start + 4, end, taken)
        elif kind == b"mdat" and taken and not film:
            _wipe_between(picture, start, end, taken)
        elif kind not in _TOP and not _touched(start, end, taken):
            picture.wipe(start, end)
    _strays(picture, taken)
    if len(top) < MOST_BOXES:
        picture.cut(_needed_until(data, top, taken))


def _metadata_items(picture: _Picture, known: list[Item], pieces: list[tuple[Item, Span]]) -> None:
    """Clean EXIF and XMP wherever they lie, but never what is a picture's too."""
    for item in [one for one in known if one.kind in _METADATA][:MOST_METADATA_ITEMS]:
        shared = any(
            other is not item and start < stop and begin < end
            for start, end in item.spans
            for other, (begin, stop) in pieces
            if begin < end and start < stop
        )
        if not shared:
            without = {b"Exif": _exif_item, b"mime": telling.packet}.get(item.kind, _nothing)
            picture.rewrite(list(item.spans), without)


def _nothing(block: bytes) -> bytes:
    return bytes(len(block))


def _exif_item(block: bytes) -> bytes:
    """An item of EXIF: how far in its TIFF header lies, then the block."""
    at = 4 + int.from_bytes(block[:4], "big")
    if block[at : at + 4] not in telling.ORDERS:
        return block if not any(block[4:]) else block[:4] + bytes(len(block) - 4)
    name = b"Exif\0\0" if block[4:at].endswith(b"Exif\0\0") else b""
    return block[:4] + name.rjust(at - 4, b"\0") + telling.exif(block[at:])


def _whole(data: mmap.mmap, span: Span) -> Span:
    """A piece as a reader may take it: one of no length may mean all that follows."""
    start, end = span
    return (start, len(data)) if start == end else span


def _touched(start: int, end: int, taken: list[Span]) -> bool:
    return any(a < end and start < b for a, b in taken)


def _wipe_between(picture: _Picture, start: int, end: int, taken: list[Span]) -> None:
    """Wipe what no table leads to any more."""
    at = start
    for begin, until in sorted(taken):
        if begin >= end:
            break
        picture.wipe(at, min(begin, end))
        at = max(at, until)
    picture.wipe(at, end)


def _in_meta(picture: _Picture, start: int, end: int, taken: list[Span]) -> None:
    """Wipe the names and notes in a picture's own tables."""
    data = picture.data
    for kind, inside, until in list(islice(boxes(data, start, end), MOST_BOXES)):
        until = min(until, end)
        if kind == b"hdlr":
            picture.wipe(inside + 24, until)
        elif kind == b"iinf":
            _in_item_names(picture, inside, until)
        elif kind == b"iprp":
            for _kind, begin, stop in list(islice(boxes(data, inside, until), MOST_BOXES)):
                if _kind == b"ipco":
                    _in_properties(picture, begin, min(stop, until))
        elif kind == b"idat" and taken:
            _wipe_between(picture, inside, until, taken)
        elif kind not in _IN_META and not _touched(inside, until, taken):
            picture.wipe(inside, until)


def _in_properties(picture: _Picture, start: int, end: int) -> None:
    for kind, inside, until in islice(boxes(picture.data, start, end), MOST_PARTS):
        if kind not in _PROPERTIES:
            picture.wipe(inside, min(until, end))


def _in_item_names(picture: _Picture, start: int, end: int) -> None:
    """Put spaces where an item's name stands: what follows it must not move."""
    data = picture.data
    if start >= end:
        return
    start += 4 + (2 if data[start] == 0 else 4)
    for kind, inside, until in islice(boxes(data, start, end), MOST_PARTS):
        at = inside + (12 if inside < end and data[inside] == 2 else 14)
        stop = data.find(b"\0", at, min(until, end))
        if kind == b"infe" and inside < end and data[inside] >= 2 and stop > at:
            picture.rewrite([(at, stop)], lambda name: b" " * len(name))


def _in_film(picture: _Picture, start: int, end: int, depth: int = 0) -> None:
    """Wipe what a moving picture says of itself and of its tracks."""
    data = picture.data
    for kind, inside, until in list(islice(boxes(data, start, end), MOST_BOXES)):
        until = min(until, end)
        if kind in (b"udta", b"meta", b"uuid", b"free", b"skip"):
            picture.wipe(inside, until)
            if data[inside - 4 : inside] == kind != b"free":
                picture.put([(inside - 4, inside)], kind, b"free")
        elif kind == b"hdlr":
            picture.wipe(inside + 24, until)
        elif kind in (b"trak", b"mdia") and depth < 2:
            _in_film(picture, inside, until, depth + 1)


def _needed_until(data: mmap.mmap, top: list[tuple[bytes, int, int]], taken: list[Span]) -> int:
    """Where the last box ends that the picture needs."""
    needed = [
        min(end, len(data))
        for kind, start, end in top
        if kind in _TOP or _touched(start, end, taken)
    ]
    return max([*needed, *(end for _start, end in taken)], default=len(data))


def _strays(picture: _Picture, taken: list[Span]) -> None:
    """Wipe blocks of metadata that an editor left behind and no table leads to any more."""
    data = picture.data
    for found in list(islice(_STRAY_EXIF.finditer(data), MOST_STRAYS)):
        start = found.end()
        end = start + telling.extent(data[start : start + STRAY])
        if not _touched(start, end, taken):
            picture.wipe(start, end)
    at = 0
    while (at := data.find(b"<x:xmpmeta", at)) >= 0:
        end = data.find(b"</x:xmpmeta>", at)
        if end < 0:
            break
        if end - at < MOST_INFLATED and not _touched(at, end, taken):
            picture.wipe(at, end + 12)
        at = end


_KINDS: dict[str, Callable[[_Picture], None]] = {
    "JPEG": _in_jpeg,
    "PNG": _in_png,
    "WEBP": _in_webp,
    "HEIF": _in_isobmff,
    "AVIF": _in_isobmff,
}
