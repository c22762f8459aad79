"""Takes out of a picture whatever tells where it was taken, before the picture is stored.

The file keeps its length and, but for what is taken out, every byte: the compressed picture, its
colours, the day, the camera and how it is turned stay as they came.

What lies behind a JPEG is thought of first by nobody and tells the most: a motion photo's film
with its position and its sound, a maker's own records.  Further pictures there (a second view, a
map of brightness) are kept and cleaned like the first; everything else is overwritten.  So are
boxes of a HEIC that belong to no picture, and bytes behind the end of any format.

Formats: ITU-T T.81 annex B (JPEG); W3C PNG; RFC 9649 (WebP); ISO/IEC 14496-12 and 23008-12.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from photovoice.archive import telling
from photovoice.archive.formats import sniff
from photovoice.archive.isobmff import Item, boxes, items
from photovoice.archive.pictures import PictureError

Span = tuple[int, int]
Without = Callable[[bytes], bytes]

XMP, MORE_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
MORE_XMP_HEADER = len(MORE_XMP) + 40
"""Its name, a checksum of the whole, its length and where this part belongs."""
PHOTOSHOP = b"Photoshop 3.0\0"
MOST_INFLATED = 4 * 1024 * 1024
MOST_METADATA_ITEMS = 64
MOST_BOXES = MOST_STRAYS = 64
MOST_PARTS = 100_000
"""Segments or chunks looked at; a picture has a few dozen, an animation a few thousand."""
MOST_PICTURES = MOST_BLOCKS = 16
"""Pictures behind one another in a JPEG, and EXIF blocks in each."""
STRAY = 65_536
"""Bytes; a block of metadata that no table leads to is looked at so far."""

_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SOMETHING = re.compile(rb"[^\0]")
_STRAY_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")


def without_place(path: Path) -> bool:
    """Blank, in the file itself, whatever tells where the picture was taken.

    True when anything was taken out.  Never raises for what the file holds; a file that is no
    picture is left alone.
    """
    if path.stat().st_size == 0:
        return False
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        try:
            kind = sniff(data)
        except (PictureError, struct.error):
            return False
        removed = _KINDS[kind.name](data)
        if removed:
            data.flush()
    return removed


def _rewritten(data: mmap.mmap, spans: list[Span], without: Without) -> bool:
    """Put what ``without`` makes of some pieces, taken as one, in their place."""
    block = b"".join(data[start:end] for start, end in spans)
    new = without(block)
    if new == block:
        return False
    for start, end in spans:
        data[start:end], new = new[: end - start], new[end - start :]
    return True


def _wiped(data: mmap.mmap, start: int, end: int) -> bool:
    """Overwrite a stretch, unless there is nothing in it."""
    if not _SOMETHING.search(data, start, end):
        return False
    data[start:end] = bytes(end - start)
    return True


# --- JPEG ---------------------------------------------------------------------------------------


def _in_jpeg(data: mmap.mmap) -> bool:
    end, _whole, removed = _in_one_jpeg(data, 0)
    for _ in range(MOST_PICTURES):
        found = _SOMETHING.search(data, end)
        if not found or data[found.start() : found.start() + 3] != b"\xff\xd8\xff":
            break
        start = found.start()
        until, whole, more = _in_one_jpeg(data, start)
        if not whole:
            break
        end, removed = until, removed or more
    return _wiped(data, end, len(data)) or removed


def _in_one_jpeg(data: mmap.mmap, start: int) -> tuple[int, bool, bool]:
    """Clean one picture.  Where it ends, whether it has an end, and whether anything went."""
    blocks: list[list[Span]] = []
    packets: list[Span] = []
    more: list[Span] = []
    resources: list[Span] = []
    others: dict[int, list[Span]] = {}
    end, whole = len(data), False
    for marker, at, until in islice(_segments(data, start + 2), MOST_PARTS):
        head = data[at : min(until, at + 40)]
        if marker == 0xD9:
            end, whole = until, True
        elif marker == 0xE1 and head.startswith(b"Exif\0\0"):
            begins = head[6:10] in telling.ORDERS or not blocks
            blocks.extend([[]] if begins else [])
            blocks[-1].append((at + 6, until))
        elif marker == 0xE1 and head.startswith(XMP):
            packets.append((at + len(XMP), until))
        elif marker == 0xE1 and head.startswith(MORE_XMP):
            more.append((min(at + MORE_XMP_HEADER, until), until))
        elif marker == 0xED and head.startswith(PHOTOSHOP):
            resources.append((at + len(PHOTOSHOP), until))
        elif _may_be_anything(marker, head):
            others.setdefault(marker, []).append((at, until))
    if len(blocks) > MOST_BLOCKS:
        others[0xE1] = others.get(0xE1, []) + [span for spans in blocks for span in spans]
        blocks = []
    removed = [_rewritten(data, spans, telling.exif) for spans in blocks]
    removed += [_rewritten(data, [span], telling.packet) for span in packets]
    removed += [_rewritten(data, resources, telling.photoshop)]
    removed += [_rewritten(data, spans, telling.free_form) for spans in [more, *others.values()]]
    return end, whole, any(removed)


def _segments(data: mmap.mmap, at: int) -> Iterator[tuple[int, int, int]]:
    """Marker, start of the content and end of each segment, up to the end of the picture."""
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == 0xD9:
            yield marker, at, at
            return
        if marker in (0x01, 0xD8):
            continue
        length = max(2, int.from_bytes(data[at : at + 2], "big"))
        until = min(at + length, len(data))
        yield marker, min(at + 2, until), until
        at = until


def _may_be_anything(marker: int, head: bytes) -> bool:
    """Whether a segment is a comment or an application's, and not needed to decode the picture."""
    needed = head.startswith((b"JFIF\0", b"Adobe", b"ICC_PROFILE\0", b"MPF\0"))
    return marker == 0xFE or (0xE0 <= marker <= 0xEF and not needed)


# --- PNG ----------------------------------------------------------------------------------------

_XMP_TEXT = b"XML:com.adobe.xmp\0\0\0\0\0"
_RAW_EXIF = (b"Raw profile type exif", b"Raw profile type APP1")
_RAW_OTHERS = tuple(b"Raw profile type " + name for name in (b"iptc", b"8bim", b"xmp"))
_HEXADECIMAL = re.compile(rb"\n *\d+\n([0-9a-fA-F\s]*)")
_PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"iCCP", b"acTL", b"fcTL", b"fdAT"}


def _in_png(data: mmap.mmap) -> bool:
    removed, at, has_block = False, 8, False
    for _ in range(MOST_PARTS):
        if at + 12 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        start, end = at + 8, at + 8 + length
        if end + 4 > len(data):
            break
        if kind not in _PNG_PICTURE:
            chunk = data[start:end]
            new_kind, new = _png_chunk(kind, chunk)
            if new_kind == b"eXIf":
                if has_block and kind != b"eXIf":
                    new_kind, new = _nothing_said(chunk)
                has_block = True
            if (new_kind, new) != (kind, chunk):
                data[at + 4 : start], data[start:end] = new_kind, new
                data[end : end + 4] = zlib.crc32(new_kind + new).to_bytes(4, "big")
                removed = True
        at = end + 4
        if kind == b"IEND":
            return _wiped(data, at, len(data)) or removed
    return removed


def _png_chunk(kind: bytes, chunk: bytes) -> tuple[bytes, bytes]:
    """A chunk as it may stay."""
    if kind == b"eXIf":
        return kind, telling.exif(chunk)
    text = _png_text(kind, chunk)
    if chunk.startswith(_RAW_EXIF):
        return _png_raw_exif(kind, chunk, text)
    if not telling.tells(text) and not chunk.startswith(_RAW_OTHERS):
        return kind, chunk
    room = len(chunk) - len(_XMP_TEXT)
    if chunk.startswith(b"XML:com.adobe.xmp\0") and room >= 0:
        return b"iTXt", _XMP_TEXT + telling.emptied(text, room)
    return _nothing_said(chunk)


def _nothing_said(chunk: bytes) -> tuple[bytes, bytes]:
    return b"tEXt", b"Comment\0".ljust(len(chunk))[: len(chunk)]


def _png_raw_exif(kind: bytes, chunk: bytes, text: bytes) -> tuple[bytes, bytes]:
    """EXIF written as hexadecimal text; where it holds a place, how it is turned is all that stays.

    The text may be compressed, so that nothing of the same length could be put back.
    """
    digits = _HEXADECIMAL.search(text)
    with suppress(ValueError):
        block = bytes.fromhex(digits[1].decode("ascii") if digits else "?")
        if telling.exif(block) == block:
            return kind, chunk
        if chunk.startswith(b"Raw profile type APP1"):
            return _nothing_said(chunk)  # decoders do not turn a picture by this one
        return b"eXIf", telling.bare(block.removeprefix(b"Exif\0\0"), len(chunk))
    return _nothing_said(chunk)


def _png_text(kind: bytes, chunk: bytes) -> bytes:
    """What a text chunk says, inflated as far as is reasonable."""
    name_end = chunk.find(b"\0") + 1
    if kind == b"iTXt" and chunk[name_end : name_end + 1] == b"\1":
        packed = chunk[chunk.find(b"\0", chunk.find(b"\0", name_end + 2) + 1) + 1 :]
    elif kind == b"zTXt":
        packed = chunk[name_end + 1 :]
    else:
        return chunk
    try:
        return zlib.decompressobj().decompress(packed, MOST_INFLATED)
    except zlib.error:
        return b"gps: unreadable"  # whatever it says, it goes


# --- WebP ---------------------------------------------------------------------------------------

_WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def _in_webp(data: mmap.mmap) -> bool:
    end = min(len(data), struct.unpack_from("<I", data, 4)[0] + 8)
    removed, at = _wiped(data, end, len(data)), 12
    for _ in range(MOST_PARTS):
        if at + 8 > end:
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        span = at + 8, min(at + 8 + length, end)
        if kind not in _WEBP_PICTURE:
            without = {b"EXIF": telling.exif, b"XMP ": telling.packet}.get(kind, telling.free_form)
            removed |= _rewritten(data, [span], without)
        at = span[1] + (length & 1)
    return removed


# --- HEIC and AVIF ------------------------------------------------------------------------------

_BOXES = {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx"}
_METADATA = {b"Exif", b"mime", b"uri "}


def _in_isobmff(data: mmap.mmap) -> bool:
    removed = False
    known: list[Item] = []
    with suppress(struct.error, IndexError):
        known = items(data)
    metadata = [item for item in known if item.kind in _METADATA][:MOST_METADATA_ITEMS]
    pieces = [(item, span) for item in known for span in item.spans]
    for item in metadata:
        shared = any(
            other is not item and start < stop and begin < end
            for start, end in item.spans
            for other, (begin, stop) in pieces
            if begin < end and start < stop
        )
        if not shared:
            without = _exif_item if item.kind == b"Exif" else telling.packet
            removed |= _rewritten(data, list(item.spans), without)
    for kind, start, end in list(islice(boxes(data, 0, len(data)), MOST_BOXES)):
        end = min(end, len(data))
        if kind == b"moov":
            removed |= _in_film(data, start, end)
        elif kind not in _BOXES and not any(a < end and start < b for _item, (a, b) in pieces):
            removed |= _wiped(data, start, end)
    return _strays(data) or removed


def _exif_item(block: bytes) -> bytes:
    """An item of EXIF: how far in its TIFF header lies, then the block."""
    at = 4 + int.from_bytes(block[:4], "big")
    if block[at : at + 4] not in telling.ORDERS:
        return block  # no reader finds anything here
    return block[:at] + telling.exif(block[at:])


def _in_film(data: mmap.mmap, start: int, end: int, depth: int = 0) -> bool:
    """Wipe what a moving picture says of itself and of its tracks."""
    removed = False
    for kind, inside, until in list(islice(boxes(data, start, end), MOST_BOXES)):
        until = min(until, end)
        if kind in (b"udta", b"meta", b"uuid"):
            removed |= _wiped(data, inside, until)
            data[inside - 4 : inside] = b"free"
        elif kind == b"trak" and depth == 0:
            removed |= _in_film(data, inside, until, 1)
    return removed


def _strays(data: mmap.mmap) -> bool:
    """Clean what an editor left behind and no table leads to any more."""
    removed = False
    for found in islice(_STRAY_EXIF.finditer(data), MOST_STRAYS):
        with suppress(struct.error, telling.Doubtful):
            span = found.end(), min(found.end() + STRAY, len(data))
            removed |= _rewritten(data, [span], telling.tiff)
    at = 0
    while (at := data.find(b"<x:xmpmeta", at)) >= 0:
        end = data.find(b"</x:xmpmeta>", at)
        if end < 0:
            break
        if end - at < MOST_INFLATED and data.find(b"\0", at, end) < 0:
            removed |= _rewritten(data, [(at, end + 12)], telling.packet)
        at = end
    return removed


_KINDS: dict[str, Callable[[mmap.mmap], bool]] = {
    "JPEG": _in_jpeg,
    "PNG": _in_png,
    "WEBP": _in_webp,
    "HEIF": _in_isobmff,
    "AVIF": _in_isobmff,
}
