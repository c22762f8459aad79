"""WebM recordings: what is in them, how long they really are, and a copy that tells nothing else.

A browser that records writes as it goes: segment and clusters have no size, and nowhere does it
say how long the whole is, so the sound itself is followed to its last block.
Source: RFC 8794 (EBML), RFC 9559 (Matroska), RFC 6716 section 3.1 (how long an Opus packet is).
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from photovoice.archive.recordings import MOST_PARTS, SoundError, SoundReason

EBML, SEGMENT, INFO, TRACKS, TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
CLUSTER, GROUP, SIMPLE_BLOCK, BLOCK, TIMESTAMP = 0x1F43B675, 0xA0, 0xA3, 0xA1, 0xE7
TIME_SCALE, DURATION, MUXER, WRITER, VOID = 0x2AD7B1, 0x4489, 0x4D80, 0x5741, 0xEC
TRACK_TYPE, CODEC, SETUP = 0x83, 0x86, 0x63A2
OPENED = {SEGMENT, CLUSTER, INFO, TRACKS, TRACK, GROUP}
"""What holds other elements that are looked at."""
ENDLESS = {SEGMENT, CLUSTER}
"""What may be of unknown size."""
NEEDED = (
    OPENED
    | {EBML, SIMPLE_BLOCK, BLOCK, TIMESTAMP, TIME_SCALE, DURATION, TRACK_TYPE, CODEC, SETUP}
    | {0x114D9B74, 0x1C53BB6B}  # where to find what
    | {0xD7, 0x73C5, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x22B59C}  # of a track
    | {0x56AA, 0x56BB, 0x55EE, 0xE1, 0x6D80}  # of its sound
    | {0xA7, 0xAB, 0x9B, 0xFB, 0x75A2}  # of a block
)
"""What a player needs; everything else is made void in a published copy."""
_CODECS = {b"A_OPUS", b"A_VORBIS"}
_VIDEO, _AUDIO = 1, 2
_NANOSECONDS = 1_000_000_000
_UNKNOWN = -1


class Element(NamedTuple):
    """One element: what it is, where it and its content begin, and where it ends."""

    id: int
    start: int
    content: int
    end: int


def elements(data: bytes) -> Iterator[Element]:
    """Every element from first to last, the inside of opened ones after themselves.

    Raises SoundError for an element that is cut off, too many, or bytes that are none.
    """
    at = 0
    for _ in range(MOST_PARTS):
        if at >= len(data):
            return
        id, content = _id(data, at)
        size, content = _size(data, content)
        if size == _UNKNOWN and id not in ENDLESS:
            raise SoundError(SoundReason.UNREADABLE, f"element {id:X} has no end")
        end = content if size == _UNKNOWN else content + size
        if end > len(data):
            raise SoundError(SoundReason.INCOMPLETE, f"element {id:X} is cut off")
        yield Element(id, at, content, end)
        at = content if id in OPENED else end
    raise SoundError(SoundReason.TOO_DEMANDING)


def _width(data: bytes, at: int, most: int) -> int:
    """Bytes of the number that begins here, told by the zeros it begins with."""
    width = 9 - data[at].bit_length()
    if width > most:
        raise SoundError(SoundReason.UNREADABLE, "no element begins here")
    if at + width > len(data):
        raise SoundError(SoundReason.INCOMPLETE)
    return width


def _id(data: bytes, at: int) -> tuple[int, int]:
    width = _width(data, at, 4)
    return int.from_bytes(data[at : at + width], "big"), at + width


def _size(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise SoundError(SoundReason.INCOMPLETE)
    width = _width(data, at, 8)
    mask = (1 << 7 * width) - 1
    size = int.from_bytes(data[at : at + width], "big") & mask
    return _UNKNOWN if size == mask else size, at + width


def length(data: bytes) -> float:
    """Seconds of sound, when there is one track of sound and nothing else.  Raises SoundError."""
    scale, kinds, codecs = 1_000_000, [], []
    cluster = packets = 0.0
    ends: list[float] = []
    for one in elements(data):
        number = int.from_bytes(data[one.content : min(one.end, one.content + 8)], "big")
        if one.id == TIME_SCALE:
            scale = number
        elif one.id == TRACK_TYPE:
            kinds.append(number)
        elif one.id == CODEC:
            codecs.append(bytes(data[one.content : one.end]).rstrip(b"\0"))
        elif one.id == TIMESTAMP:
            cluster = number
        elif one.id in (SIMPLE_BLOCK, BLOCK):
            if not kinds:
                raise SoundError(SoundReason.UNREADABLE, "sound before its track")
            begins, lasts = _block(data, one, codecs)
            packets += lasts
            ends.append((cluster + begins) * scale / _NANOSECONDS + lasts)
    _one_track(kinds, codecs)
    if not ends:
        raise SoundError(SoundReason.SILENT)
    return max(*ends, packets)


def _one_track(kinds: list[int], codecs: list[bytes]) -> None:
    if _VIDEO in kinds:
        raise SoundError(SoundReason.HAS_PICTURES)
    if not kinds:
        raise SoundError(SoundReason.SILENT, "no track")
    if len(kinds) > 1:
        raise SoundError(SoundReason.SEVERAL_TRACKS)
    if kinds != [_AUDIO] or len(codecs) != 1 or codecs[0] not in _CODECS:
        raise SoundError(SoundReason.UNSUPPORTED, f"{kinds} {codecs}")


def _block(data: bytes, one: Element, codecs: list[bytes]) -> tuple[int, float]:
    """When a block begins, in the cluster's own time, and the seconds its packet lasts."""
    _track, at = _size(data, one.content)
    if at + 3 > one.end:
        raise SoundError(SoundReason.UNREADABLE, "a short block")
    begins, flags = struct.unpack_from(">hB", data, at)
    plain = not flags & 0x06 and codecs == [b"A_OPUS"]
    return begins, _opus_seconds(data[at + 3 : min(one.end, at + 5)]) if plain else 0.0


def _opus_seconds(packet: bytes) -> float:
    if not packet:
        return 0.0
    kind, code = packet[0] >> 3, packet[0] & 3
    if kind < 12:
        frame: float = (10, 20, 40, 60)[kind & 3]
    elif kind < 16:
        frame = (10, 20)[kind & 1]
    else:
        frame = (2.5, 5, 10, 20)[kind & 3]
    frames = (1, 2, 2, packet[1] & 0x3F if len(packet) > 1 else 0)[code]
    return min(frame * frames, 120) / 1000


def untold(data: bytes, seconds: float) -> bytes:
    """The same recording saying nothing but its sound: the rest is void, nothing moves.

    Where the name of the program that wrote it leaves room, the length is written there, so that a
    player can show it.
    """
    copy = bytearray(data)
    found = list(elements(data))
    knows_length = any(one.id == DURATION for one in found)
    scales = [data[one.content : one.end] for one in found if one.id == TIME_SCALE]
    scale = int.from_bytes(scales[0], "big") if scales else 1_000_000
    for one in found:
        if one.id == WRITER and not knows_length and scale and one.end - one.start >= 9:
            said = seconds * _NANOSECONDS / scale
            struct.pack_into(">HBf", copy, one.start, DURATION, 0x84, said)
            _make_void(copy, one.start + 7, one.end)
            knows_length = True
        elif one.id in (MUXER, WRITER):
            copy[one.content : one.end] = bytes(one.end - one.content)
        elif one.id == SETUP:
            _blank_comments(copy, one)
        elif one.id not in NEEDED:
            _make_void(copy, one.start, one.end)
    return bytes(copy)


def _make_void(copy: bytearray, start: int, end: int) -> None:
    copy[start:end] = bytes(end - start)
    copy[start] = VOID
    if end - start >= 9:
        copy[start + 1 : start + 9] = (end - start - 9 | 1 << 56).to_bytes(8, "big")
    else:
        copy[start + 1] = 0x80 | end - start - 2


def _blank_comments(copy: bytearray, one: Element) -> None:
    """Put spaces where a Vorbis track's setup names its program and whatever else was noted."""
    at = copy.find(b"\x03vorbis", one.content, one.end)
    if at < 0:
        return
    at += 7
    lengths, count = [0], 1
    while len(lengths) <= count and at + 4 <= one.end:
        (length,) = struct.unpack_from("<I", copy, at)
        at += 4
        if at + length > one.end:
            return
        copy[at : at + length] = b" " * length
        at += length
        if len(lengths) == 1 and at + 4 <= one.end:
            (more,) = struct.unpack_from("<I", copy, at)
            count, at = 1 + more, at + 4
        lengths.append(length)
