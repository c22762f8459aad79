"""The boxes of HEIC and AVIF files: where they end, what they point at, how large it is.

Sources: ISO/IEC 14496-12 (boxes, ``iloc``), 14496-15 (``hvcC``) and 23008-12 (``ispe``).
"""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass

Bytes = bytes | mmap.mmap

MOST_EXTENTS = 200_000
"""Pieces a file may be scattered over; a phone's picture has about fifty."""
ONES = b"\xff" * 512
"""So many in a row are no picture: memory that was erased reads as ones."""
_FILLER = 38
"""The kind of unit that only takes up room, with ones."""


def boxes(data: Bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start of the content and end of each box between two offsets.

    The end is where the box claims to end, which in a truncated file is past the data.
    """
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        content = at + 8
        if size == 1:
            size = struct.unpack_from(">Q", data, content)[0]
            content += 8
        elif size == 0:
            size = end - at
        if size < content - at:
            return
        yield kind, content, at + size
        at += size


def extents_end(data: Bytes) -> int:
    """The furthest byte that any top-level box or item of the picture claims for itself."""
    length, furthest, has_content = len(data), 0, False
    for kind, start, end in boxes(data, 0, length):
        furthest = max(furthest, end)
        has_content |= kind in (b"mdat", b"moov", b"idat")
        if kind == b"meta" and end <= length:
            inside = list(boxes(data, start + 4, end))
            has_content |= any(kind == b"idat" for kind, _, _ in inside)
            for inner, inner_start, _inner_end in inside:
                if inner == b"iloc":
                    furthest = max(furthest, _items_end(data, inner_start))
    # Cut off before the pixels begin, a file has nothing that points past its end.
    return furthest if has_content else length + 1


def _items_end(data: Bytes, at: int) -> int:
    """The furthest file offset that an ``iloc`` box gives."""
    ends = (start + length for _id, method, start, length in _extents(data, at) if method == 0)
    return max(ends, default=0)


def _extents(data: Bytes, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Item, method (0: in the file, 1: in ``idat``), start and length of each piece in ``iloc``."""
    version = data[at]
    sizes = struct.unpack_from(">BB", data, at + 4)
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    at += 6
    count, at = _number(data, at, wide)
    budget = 0
    for _ in range(count):
        item, at = _number(data, at, wide)
        method = 0
        if version in (1, 2):
            method, at = _number(data, at, 2)
        at += 2
        base, at = _number(data, at, base_size)
        extents, at = _number(data, at, 2)
        budget += extents + 1
        if budget > MOST_EXTENTS:
            raise struct.error("scattered over too many pieces")
        for _ in range(extents):
            at += index_size
            offset, at = _number(data, at, offset_size)
            length, at = _number(data, at, length_size)
            yield item, method & 15, base + offset, length


@dataclass(frozen=True)
class Item:
    """A picture or a block of metadata: its type, and its pieces as offsets in the file."""

    kind: bytes
    spans: tuple[tuple[int, int], ...]


def items(data: Bytes) -> list[Item]:
    """Every item of the file; one whose type is said twice has none.  Raises struct.error."""
    found = []
    for start, end in _inside(data, [(0, len(data))], b"meta"):
        kinds: dict[int, bytes] = {}
        pieces: dict[int, list[tuple[int, int]]] = {}
        inside = list(boxes(data, start, min(end, len(data))))
        idat = next((at for kind, at, _ in inside if kind == b"idat"), len(data))
        for kind, at, until in inside:
            if kind == b"iinf":
                for id, called in _types(data, at, min(until, len(data))):
                    kinds[id] = b"" if id in kinds else called
            elif kind == b"iloc":
                for id, method, offset, length in _extents(data, at):
                    begin = min(offset + (idat if method == 1 else 0), len(data))
                    piece = begin, min(begin + length, len(data))
                    pieces.setdefault(id, []).extend([piece] if method < 2 else [])
        found += [Item(kinds.get(id, b""), tuple(spans)) for id, spans in pieces.items()]
    return found


class Broken(ValueError):
    """What should be the code of a picture is something else."""


def require_whole_code(data: Bytes, item: Item) -> bool:
    """Whether no part of a picture's code was erased.  Raises Broken.

    The units HEVC is made of begin with their length and with two bytes of which some bits are
    fixed (ITU-T H.265 7.3.1): where something else was written over them, they lead nowhere.
    """
    code = b"".join(data[start:end] for start, end in item.spans)
    sizes = {(data[start + 21] & 3) + 1 for start, _end in _properties(data, b"hvcC")}
    if item.kind not in (b"hvc1", b"hev1") or len(sizes) != 1:
        return ONES not in code
    (wide,), at, whole = sizes, 0, True
    while at < len(code):
        length, begins = int.from_bytes(code[at : at + wide], "big"), at + wide
        at = begins + length
        if length < 2 or at > len(code) or code[begins] & 0x80 or not code[begins + 1] & 7:
            raise Broken(f"no unit of {length} bytes")
        whole = whole and (code[begins] >> 1 == _FILLER or code.find(ONES, begins, at) < 0)
    return whole


def _types(data: Bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Each item's number and type, from ``iinf``."""
    at += 4 + (2 if data[at] == 0 else 4)
    for kind, inside, _until in boxes(data, at, end):
        version = data[inside]
        if kind == b"infe" and version >= 2:
            id, inside = _number(data, inside + 4, 2 if version == 2 else 4)
            yield id, data[inside + 2 : inside + 6]


def _number(data: Bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise struct.error("past the end")
    return int.from_bytes(data[at : at + size], "big"), at + size


def dimensions(data: Bytes) -> tuple[int, int]:
    """Width and height of the largest image a picture's properties speak of, in pixels."""
    largest = (0, 0)
    for content, _end in _properties(data, b"ispe"):
        size = struct.unpack_from(">II", data, content + 4)
        largest = max(largest, size, key=lambda pair: pair[0] * pair[1])
    return largest


def _properties(data: Bytes, name: bytes) -> list[tuple[int, int]]:
    """Start and end of each property of a name, whatever it belongs to."""
    return _inside(data, [(0, len(data))], b"meta", b"iprp", b"ipco", name)


def _inside(data: Bytes, spans: list[tuple[int, int]], *path: bytes) -> list[tuple[int, int]]:
    for name in path:
        header = 4 if name == b"meta" else 0
        spans = [
            (content + header, stop)
            for start, end in spans
            for kind, content, stop in boxes(data, start, end)
            if kind == name
        ]
    return spans


def colour_of_primary(data: Bytes) -> tuple[int, int] | None:
    """Primaries and transfer, by their numbers in H.273, that the picture shown first is said to
    have; None where nothing is said, or a profile says it."""
    try:
        for start, end in _inside(data, [(0, len(data))], b"meta"):
            inside = {kind: (at, until) for kind, at, until in boxes(data, start, end)}
            if b"pitm" in inside and b"iprp" in inside:
                return _colour(data, inside)
    except (struct.error, IndexError):
        pass
    return None


def _colour(data: Bytes, meta: dict[bytes, tuple[int, int]]) -> tuple[int, int] | None:
    at, _end = meta[b"pitm"]
    shown, _ = _number(data, at + 4, 2 if data[at] == 0 else 4)
    belong = _belonging(data, meta[b"iprp"], {shown})
    if not any(kind == b"colr" for kind, *_ in belong) and b"iref" in meta:
        belong = _belonging(data, meta[b"iprp"], _made_of(data, meta[b"iref"], shown))
    said = None
    for kind, content, _end in belong:
        if kind == b"colr" and data[content : content + 4] in (b"prof", b"rICC"):
            return None
        if kind == b"colr" and data[content : content + 4] == b"nclx" and said is None:
            said = struct.unpack_from(">HH", data, content + 4)
    return said


def _belonging(
    data: Bytes, iprp: tuple[int, int], wanted: set[int]
) -> list[tuple[bytes, int, int]]:
    """Type, start and end of each property that belongs to one of some items."""
    inside = list(boxes(data, *iprp))
    known = [one for box, start, end in inside if box == b"ipco" for one in boxes(data, start, end)]
    found = []
    for box, at, _end in inside:
        if box != b"ipma":
            continue
        wide, long = (2 if data[at] == 0 else 4), data[at + 3] & 1
        count, at = _number(data, at + 4, 4)
        for _ in range(min(count, MOST_EXTENTS)):
            item, at = _number(data, at, wide)
            several, at = _number(data, at, 1)
            for _ in range(several):
                index, at = _number(data, at, 2 if long else 1)
                index &= 0x7FFF if long else 0x7F
                if item in wanted and 0 < index <= len(known):
                    found.append(known[index - 1])
    return found


def _made_of(data: Bytes, iref: tuple[int, int], shown: int) -> set[int]:
    """The tiles a picture is put together from."""
    start, end = iref
    wide = 2 if data[start] == 0 else 4
    tiles: set[int] = set()
    for kind, at, _until in boxes(data, start + 4, end):
        item, at = _number(data, at, wide)
        count, at = _number(data, at, 2)
        for _ in range(count):
            tile, at = _number(data, at, wide)
            if kind == b"dimg" and item == shown:
                tiles.add(tile)
    return tiles
