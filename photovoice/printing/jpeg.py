"""Reading a JPEG without decoding it: what it is, and which of its bytes are the picture.

A phone's file carries a position, a name, a serial number, a thumbnail of what was cropped away
and often a second picture after the first.  None of it may reach a printed file, while the
compressed picture itself must stay as it is.  Segments: ITU-T T.81, annex B.
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
START, END, SCAN = 0xD8, 0xD9, 0xDA
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
PLAIN_FRAMES = {0xC0, 0xC1, 0xC2}
TABLES = {0xC4, 0xDB, 0xDC, 0xDD}
ADOBE, JFIF, EXIF, PROFILE = 0xEE, 0xE0, 0xE1, 0xE2
JFIF_WITHOUT_THUMBNAIL = 18
ORIENTATION_TAG = 0x0112


class NotPlain(Exception):
    """The file is no JPEG, is cut short, or is of a kind PDF does not know."""


@dataclass(frozen=True)
class Segment:
    """One marker with its data: where it starts and ends in the file, in bytes."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True)
class Jpeg:
    """What a JPEG says of itself, and the byte ranges that make up the bare picture."""

    width: int
    height: int
    components: int
    orientation: int
    profile: bytes | None
    inverted: bool
    plain_rgb: bool
    ranges: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        """Bytes of the bare picture."""
        return sum(end - start for start, end in self.ranges)


def segments(data: bytes | mmap.mmap) -> Iterator[Segment]:
    """The segments of the first picture in the data; a scan's segment holds its compressed data.

    Raises NotPlain when the data does not begin as a JPEG or stops before its end.
    """
    if data[:3] != b"\xff\xd8\xff":
        raise NotPlain("not a JPEG")
    yield Segment(START, 0, 2)
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(data) or data[at] != 0xFF:
            raise NotPlain("stops before its end")
        marker = data[at + 1]
        if marker == END:
            yield Segment(END, at, at + 2)
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise NotPlain("stops before its end")
        if marker == SCAN:
            following = MARKER_IN_SCAN.search(data, end)
            if not following:
                raise NotPlain("stops before its end")
            end = following.start()
        yield Segment(marker, at, end)
        at = end


def read(data: bytes | mmap.mmap) -> Jpeg:
    """Read a JPEG's headers.  Raises NotPlain unless it can go into a PDF as it is."""
    ranges: list[tuple[int, int]] = []
    frame, exif, adobe, jfif = b"", b"", False, False
    profile: dict[int, bytes] = {}
    for segment in segments(data):
        marker, keep = segment.marker, False
        body = slice(segment.start + 4, segment.end)
        if marker in FRAMES:
            if marker not in PLAIN_FRAMES or frame:
                raise NotPlain("of a kind that PDF does not know")
            frame, keep = data[body], True
        elif marker in TABLES or marker in (START, END, SCAN):
            keep = True
        elif marker == ADOBE and data[body].startswith(b"Adobe"):
            adobe = keep = True
        elif marker == JFIF and data[body].startswith(b"JFIF\0"):
            jfif = True
            keep = segment.end - segment.start <= JFIF_WITHOUT_THUMBNAIL
        elif marker == EXIF and not exif and data[body].startswith(b"Exif\0\0"):
            exif = data[body]
        elif marker == PROFILE and data[body].startswith(b"ICC_PROFILE\0"):
            profile[data[segment.start + 16]] = data[segment.start + 18 : segment.end]
        if keep:
            ranges.append((segment.start, segment.end))
    if len(frame) < 6 or frame[0] != 8 or frame[5] not in (1, 3, 4):
        raise NotPlain("of a kind that PDF does not know")
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not width or not height:
        raise NotPlain("without a size")
    names = frame[6::3][:3]
    return Jpeg(
        width=width,
        height=height,
        components=frame[5],
        orientation=orientation(exif),
        profile=b"".join(profile[number] for number in sorted(profile)) or None,
        inverted=adobe and frame[5] == 4,
        plain_rgb=not adobe and not jfif and names == b"RGB",
        ranges=merged(ranges),
    )


def merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same bytes in as few ranges as possible."""
    whole: list[tuple[int, int]] = []
    for start, end in ranges:
        if whole and whole[-1][1] == start:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def orientation(exif: bytes) -> int:
    """The EXIF orientation 1–8 in an APP1 block; 1 when it is missing or damaged."""
    block = Image.Exif()
    try:
        block.load(exif)
        value = block.get(ORIENTATION_TAG, 1)
    except Exception:  # a damaged block is common, and says nothing about the picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def opened(path: Path) -> mmap.mmap:
    """The file's bytes without reading them into memory.  Raises NotPlain when it is empty."""
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise NotPlain("empty") from None


def scan(data: bytes | mmap.mmap) -> bytes:
    """The tables and compressed data alone, to compare two files by.  Raises NotPlain."""
    keep = FRAMES | TABLES | {SCAN}
    return b"".join(
        data[segment.start : segment.end] for segment in segments(data) if segment.marker in keep
    )
