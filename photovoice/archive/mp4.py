"""MP4 and M4A recordings: what is in them, how long they really are, and a copy that tells nothing.

Written whole by a phone's recorder, or in fragments by a browser that records as it goes; the
length is counted from the samples, whatever a header claims.
Source: ISO/IEC 14496-12 (boxes, fragments), 14496-14 and 14496-1 (``esds``).
"""

import struct
from typing import NamedTuple

from photovoice.archive.isobmff import boxes
from photovoice.archive.recordings import MOST_PARTS, SoundError, SoundReason

OPENED = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf"}
"""What holds other boxes that are looked at."""
TIMES = {b"mvhd", b"tkhd", b"mdhd"}
"""What says when it was recorded."""
NEEDED = (
    OPENED
    | TIMES
    | {b"ftyp", b"styp", b"mdat", b"sidx", b"hdlr", b"smhd", b"dinf", b"edts"}
    | {b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"sgpd", b"sbgp"}
    | {b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun", b"mfra"}
)
"""What a player needs; everything else is left as free space in a published copy."""
_AAC = {0x40, 0x66, 0x67, 0x68}
_PICTURES = {b"vide", b"pict", b"auxv"}


class Box(NamedTuple):
    """One box: what it is, where its content begins, and where it ends."""

    kind: bytes
    start: int
    end: int


class _Boxes:
    """The boxes of one file, counted, so that nobody looks at more than a recording has."""

    def __init__(self, data: bytes) -> None:
        self.data, self.left = data, MOST_PARTS

    def inside(self, start: int, end: int) -> list[Box]:
        """What lies between two offsets.  Raises SoundError unless it fills the room exactly."""
        found, at = [], start
        for kind, content, stop in boxes(self.data, start, end):
            self.left -= 1
            if self.left < 0:
                raise SoundError(SoundReason.TOO_DEMANDING)
            if stop > end:
                whole = end == len(self.data)
                raise SoundError(SoundReason.INCOMPLETE if whole else SoundReason.UNREADABLE)
            found.append(Box(kind, content, stop))
            at = stop
        if at != end and not (end - at < 8 and not any(self.data[at:end])):
            raise SoundError(SoundReason.UNREADABLE, "bytes that are no box")
        return found

    def at(self, box: Box, *path: bytes) -> list[Box]:
        """The boxes a path leads to."""
        found = [box]
        for name in path:
            found = [
                one for each in found for one in self.inside(each.start, each.end)
                if one.kind == name
            ]  # fmt: skip
        return found


def length(data: bytes) -> float:
    """Seconds of sound, when there is one track of sound and nothing else.  Raises SoundError."""
    look = _Boxes(data)
    top = look.inside(0, len(data))
    movies = [box for box in top if box.kind == b"moov"]
    if len(movies) != 1:
        raise SoundError(SoundReason.UNREADABLE if movies else SoundReason.INCOMPLETE)
    track = _one_track(look, movies[0])
    room = sum(box.end - box.start for box in top if box.kind == b"mdat")
    scale = _time_scale(data, _only(look.at(track, b"mdia", b"mdhd")))
    samples, ticks, weight = _table(look, track)
    end = ticks
    defaults = _defaults(data, look.at(movies[0], b"mvex", b"trex"))
    for fragment in (one for box in top if box.kind == b"moof" for one in look.at(box, b"traf")):
        more, longer, heavier = _fragment(look, fragment, defaults)
        samples, ticks, weight = samples + more, ticks + longer, weight + heavier
        end = max(end, _begins(look, fragment) + longer)
    if not samples:
        raise SoundError(SoundReason.SILENT)
    if weight > room:
        raise SoundError(SoundReason.INCOMPLETE, "sound is missing")
    return max(ticks, end) / scale


def _only(found: list[Box]) -> Box:
    if len(found) != 1:
        raise SoundError(SoundReason.UNREADABLE, f"{len(found)} boxes where one belongs")
    return found[0]


def _one_track(look: _Boxes, movie: Box) -> Box:
    tracks = look.at(movie, b"trak")
    handlers = [_only(look.at(track, b"mdia", b"hdlr")) for track in tracks]
    kinds = [look.data[box.start + 8 : box.start + 12] for box in handlers]
    if _PICTURES & set(kinds):
        raise SoundError(SoundReason.HAS_PICTURES)
    if len(kinds) > 1:
        raise SoundError(SoundReason.SEVERAL_TRACKS)
    if not kinds:
        raise SoundError(SoundReason.SILENT, "no track")
    described = _only(look.at(tracks[0], b"mdia", b"minf", b"stbl", b"stsd"))
    entries = look.inside(described.start + 8, described.end)
    if kinds != [b"soun"] or len(entries) != 1 or not _is_known(look, entries[0]):
        raise SoundError(SoundReason.UNSUPPORTED, f"{kinds} {entries}")
    return tracks[0]


def _is_known(look: _Boxes, entry: Box) -> bool:
    """Whether a sample entry speaks of AAC, or of Opus as a browser may put it into an MP4."""
    if entry.kind != b"mp4a":
        return entry.kind == b"Opus"
    (version,) = struct.unpack_from(">H", look.data, entry.start + 8)
    fields = Box(entry.kind, entry.start + (44 if version == 1 else 28), entry.end)
    found = look.at(fields, b"esds") or look.at(fields, b"wave", b"esds")
    return bool(found) and _object_type(look.data[found[0].start + 4 : found[0].end]) in _AAC


def _object_type(descriptors: bytes) -> int:
    """What a decoder is told it will get, from an elementary stream's descriptors."""
    at = _descriptor(descriptors, 0, 3)
    flags = descriptors[at + 2]
    at += 3 + (2 if flags & 0x80 else 0) + (2 if flags & 0x20 else 0)
    if flags & 0x40:
        at += 1 + descriptors[at]
    return descriptors[_descriptor(descriptors, at, 4)]


def _descriptor(descriptors: bytes, at: int, tag: int) -> int:
    """Where the content of the descriptor that begins here starts."""
    if descriptors[at] != tag:
        raise SoundError(SoundReason.UNREADABLE, f"no descriptor {tag}")
    at += 1
    while descriptors[at] & 0x80:
        at += 1
    return at + 1


def _time_scale(data: bytes, header: Box) -> int:
    (scale,) = struct.unpack_from(">I", data, header.start + (20 if data[header.start] else 12))
    if not scale:
        raise SoundError(SoundReason.UNREADABLE, "time stands still")
    return scale


def _table(look: _Boxes, track: Box) -> tuple[int, int, int]:
    """Samples, their length in ticks and their bytes, as the track's own tables list them."""
    data, table = look.data, _only(look.at(track, b"mdia", b"minf", b"stbl"))
    times, sizes = (look.at(table, name) for name in (b"stts", b"stsz"))
    samples = ticks = 0
    for box in times:
        pairs = _numbers(data, box.start + 4, box.end, 2)
        samples += sum(pairs[0::2])
        ticks += sum(n * lasts for n, lasts in zip(pairs[0::2], pairs[1::2], strict=True))
    each, count = struct.unpack_from(">II", data, _only(sizes).start + 4) if sizes else (0, 0)
    if count != samples:
        raise SoundError(SoundReason.UNREADABLE, "times and sizes disagree")
    listed = 0 if each or not sizes else sum(_numbers(data, sizes[0].start + 8, sizes[0].end, 1))
    return samples, ticks, each * count or listed


def _numbers(data: bytes, at: int, end: int, each: int) -> tuple[int, ...]:
    """The numbers of a table that begins with its count; ``each`` so many to an entry."""
    (count,) = struct.unpack_from(">I", data, at)
    if at + 4 + count * each * 4 > end:
        raise SoundError(SoundReason.UNREADABLE, "a table is longer than its box")
    return struct.unpack_from(f">{count * each}I", data, at + 4)


def _defaults(data: bytes, found: list[Box]) -> dict[int, tuple[int, int]]:
    """How long and how large a sample is where a fragment does not say, by track."""
    rows = [struct.unpack_from(">5I", data, box.start + 4) for box in found]
    return {track: (lasts, size) for track, _entry, lasts, size, _flags in rows}


def _fragment(
    look: _Boxes, fragment: Box, defaults: dict[int, tuple[int, int]]
) -> tuple[int, int, int]:
    """Samples of a fragment of the track, their length in ticks and their bytes."""
    data, header = look.data, _only(look.at(fragment, b"tfhd"))
    flags, track = struct.unpack_from(">II", data, header.start)
    lasts, size = defaults.get(track, (0, 0))
    at = header.start + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    if flags & 8:
        (lasts,) = struct.unpack_from(">I", data, at)
        at += 4
    if flags & 16:
        (size,) = struct.unpack_from(">I", data, at)
    samples = ticks = weight = 0
    for run in look.at(fragment, b"trun"):
        told, count = struct.unpack_from(">II", data, run.start)
        at = run.start + 8 + (4 if told & 1 else 0) + (4 if told & 4 else 0)
        columns = [bit for bit in (0x100, 0x200, 0x400, 0x800) if told & bit]
        if at + count * len(columns) * 4 > run.end:
            raise SoundError(SoundReason.UNREADABLE, "a run is longer than its box")
        rows = struct.unpack_from(f">{count * len(columns)}I", data, at)

        def column(bit: int, otherwise: int, count=count, columns=columns, rows=rows) -> int:
            if bit not in columns:
                return count * otherwise
            return sum(rows[columns.index(bit) :: len(columns)])

        samples += count
        ticks += column(0x100, lasts)
        weight += column(0x200, size)
    return samples, ticks, weight


def _begins(look: _Boxes, fragment: Box) -> int:
    """When a fragment begins, in ticks: a browser may write nothing while nobody speaks."""
    for box in look.at(fragment, b"tfdt"):
        wide = look.data[box.start]
        return struct.unpack_from(">Q" if wide else ">I", look.data, box.start + 4)[0]
    return 0


def untold(data: bytes, _seconds: float) -> bytes:
    """The same recording saying nothing but its sound: the rest is free space, nothing moves."""
    copy, look = bytearray(data), _Boxes(data)
    waiting = [(0, len(data))]
    while waiting:
        for box in look.inside(*waiting.pop()):
            if box.kind in OPENED:
                waiting.append((box.start, box.end))
            elif box.kind in TIMES:
                wide = 8 if data[box.start] else 4
                copy[box.start + 4 : box.start + 4 + 2 * wide] = bytes(2 * wide)
            elif box.kind == b"hdlr":
                copy[box.start + 24 : box.end] = bytes(max(0, box.end - box.start - 24))
            elif box.kind not in NEEDED:
                _make_free(copy, box)
    return bytes(copy)


def _make_free(copy: bytearray, box: Box) -> None:
    copy[box.start : box.end] = bytes(box.end - box.start)
    short = copy[box.start - 4 : box.start] == box.kind
    named = box.start - (4 if short else 12)  # a large box has its size after its name
    copy[named : named + 4] = b"free"
