"""What in a block of metadata tells where a picture was taken, and the same block without it.

Each function takes a block as it lies in a file and gives one of the same length, so that nothing
else in the file has to move.  Where a block cannot be understood, all of it goes but for how the
picture is turned: a place left standing does more harm than a lens forgotten.

Sources: TIFF 6.0; CIPA DC-008 (EXIF); IPTC IIM 4.2; Adobe, XMP part 3 and Photoshop file formats.
"""

import re
import struct
from contextlib import suppress

MOST_DIRECTORIES = 64
MOST_ENTRIES = 8_000
"""In all directories of a block; a phone writes about a hundred."""

ORIENTATION, THUMBNAIL, THUMBNAIL_LENGTH, PLACE, PADDING = 0x0112, 0x0201, 0x0202, 0x8825, 0xEA1C
IPTC, PHOTOSHOP = 0x83BB, 0x8649
SUBDIRECTORIES = {0x014A, 0x8769, 0xA005}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
"""Bytes a value takes, by its kind."""
WHOLE_NUMBERS = {3: "H", 4: "I", 8: "h", 9: "i", 13: "I"}
FREE_FORM = {1, 2, 7, 129}
ORDERS = {b"II*\0": "<", b"MM\0*": ">"}

IPTC_PLACES = {26, 27, 90, 92, 95, 100, 101}
"""Record 2: content location, city, sublocation, province, country."""

WORDS = (
    *(b"latitude", b"longitude", b"iso6709", b"geo:l", b"geotag", b"countrycode"),
    *(b"sublocation", b"core:location", b"ext:location", b"shotlocation", b"quicktime.location"),
    *(b"photoshop:city", b"photoshop:state", b"photoshop:country"),
)
_GPS = re.compile(rb"gps(?:[a-z]{3}|[-_:=\" ]+[a-z0-9.+-])")
_TURNED = re.compile(rb'tiff:Orientation(?:="|>)([1-8])')
_PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>'
_TURNED_PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    b' xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="%s"/></rdf:RDF></x:xmpmeta>'
)


class Doubtful(ValueError):
    """A block of which it cannot be said where the place in it begins and ends."""


def tells(block: bytes) -> bool:
    """Whether words in a block, in UTF-8 or UTF-16, speak of a position or a place."""
    plain = block.replace(b"\0", b"").lower()
    return any(word in plain for word in WORDS) or bool(_GPS.search(plain))


def packet(block: bytes) -> bytes:
    """An XMP packet, emptied when it speaks of a place.

    How the picture is turned stays: some readers look for it there.
    """
    return emptied(block, len(block)) if tells(block) else block


def emptied(block: bytes, length: int) -> bytes:
    """An XMP packet of ``length`` bytes that says no more than how the picture is turned."""
    turned = _TURNED.search(block)
    empty = _TURNED_PACKET % turned[1] if turned else _PACKET
    return (empty if len(empty) <= length else b"").ljust(length)


def free_form(block: bytes) -> bytes:
    """Bytes of any other kind, gone when they speak of a place."""
    return bytes(len(block)) if tells(block) else block


def iptc(block: bytes) -> bytes:
    """IPTC data sets, with those that name a place filled with spaces."""
    data, at = bytearray(block), 0
    try:
        while block[at : at + 1] == b"\x1c":
            record, number, length = struct.unpack_from(">BBH", block, at + 1)
            start = at + 5
            if length & 0x8000:
                wide = start + (length & 0x7FFF)
                start, length = wide, int.from_bytes(block[start : min(wide, start + 8)], "big")
            at = start + length
            if at > len(block):
                raise Doubtful("a data set is cut off")
            if record == 2 and number in IPTC_PLACES:
                data[start:at] = b" " * length
    except (struct.error, Doubtful):
        return bytes(len(block))
    return bytes(len(block)) if block[at:].strip(b"\0") else bytes(data)


def photoshop(block: bytes) -> bytes:
    """Photoshop's image resources, with the places in their IPTC, EXIF and XMP taken out."""
    data, at = bytearray(block), 0
    try:
        while block[at : at + 4] == b"8BIM":
            number, name = struct.unpack_from(">HB", block, at + 4)
            start = at + 6 + (name + 2 & ~1) + 4
            (length,) = struct.unpack_from(">I", block, start - 4)
            at = start + length
            if at > len(block):
                raise Doubtful("a resource is cut off")
            data[start:at] = _RESOURCES.get(number, free_form)(block[start:at])
            at += length & 1
    except (struct.error, Doubtful):
        return bytes(len(block))
    return bytes(len(block)) if block[at:].strip(b"\0") else bytes(data)


def exif(block: bytes) -> bytes:
    """An EXIF block, with or without its opening ``Exif``, free of the place.

    One that cannot be understood is left with how the picture is turned and nothing else.
    """
    start = 6 if block[:6] == b"Exif\0\0" else 0
    try:
        return block[:start] + tiff(block[start:])
    except (struct.error, Doubtful):
        return block[:start] + bare(block[start:], len(block) - start)


_RESOURCES = {0x0404: iptc, 0x0422: exif, 0x0423: exif, 0x0424: packet}


def tiff(block: bytes) -> bytes:
    """A TIFF structure without its place.  Raises Doubtful or struct.error where it is damaged."""
    whole = _Directories(block)
    whole.read()
    whole.forget_places()
    if orientation(whole.data) != orientation(block):
        raise Doubtful("the place lies over how the picture is turned")
    return bytes(whole.data)


def orientation(block: bytes | bytearray) -> int | None:
    """How the picture is turned, 1 to 8, by the first directory of a TIFF structure."""
    found, order = None, ORDERS.get(bytes(block[:4]))
    if order:
        with suppress(struct.error):
            (at,) = struct.unpack_from(order + "I", block, 4)
            (count,) = struct.unpack_from(order + "H", block, at)
            for entry in range(at + 2, at + 2 + 12 * count, 12):
                tag, kind, number = struct.unpack_from(order + "HHI", block, entry)
                if tag == ORIENTATION:
                    number = number if kind in WHOLE_NUMBERS else 0
                    format = order + WHOLE_NUMBERS.get(kind, "H")
                    (value,) = struct.unpack_from(format, block, entry + 8)
                    found = value if number == 1 and 1 <= value <= 8 else None
    return found


def bare(block: bytes, length: int) -> bytes:
    """A TIFF structure of ``length`` bytes that says no more than how the picture is turned."""
    turned = orientation(block)
    said = [] if turned is None else [struct.pack(">HHIHH", ORIENTATION, 3, 1, turned, 0)]
    whole = b"MM\0*" + struct.pack(">IH", 8, len(said)) + b"".join(said) + bytes(4)
    return (whole if len(whole) <= length else b"").ljust(length, b"\0")


class _Directories:
    """The directories of a TIFF structure, with what is to be taken out of them."""

    def __init__(self, block: bytes) -> None:
        self.data = bytearray(block)
        order = ORDERS.get(block[:4])
        if order is None:
            raise Doubtful("no TIFF header")
        self.order = order
        self.seen: set[int] = set()
        self.places: list[int] = []
        self.entries = 0
        self.budget = 8 * len(block) + 65_536

    def _unpack(self, format: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + format, self.data, at)

    def read(self) -> None:
        """Look through every directory; blank values that speak of a place, note positions."""
        waiting = list(self._unpack("I", 4))
        while waiting:
            at = waiting.pop()
            if at in self.seen or not self._holds_a_directory(at):
                continue
            self.seen.add(at)
            if len(self.seen) > MOST_DIRECTORIES:
                raise Doubtful("directories without end")
            (count,) = self._unpack("H", at)
            end, thumbnail = at + 2 + 12 * count, {}
            for entry in range(at + 2, min(end, len(self.data) - 11), 12):
                tag, kind, number, value = self._unpack("HHII", entry)
                if tag == PLACE:
                    self.places.append(entry)
                elif tag in SUBDIRECTORIES:
                    waiting += self._pointers(entry, number, value)
                elif tag in (THUMBNAIL, THUMBNAIL_LENGTH):
                    thumbnail[tag] = value
                elif kind in FREE_FORM or tag in (IPTC, PHOTOSHOP):
                    self._look_into(entry, tag, SIZES.get(kind, 1) * number, value)
                self.entries += 1
            if self.entries > MOST_ENTRIES:
                raise Doubtful("entries without end")
            if len(thumbnail) == 2:
                self._look_at_thumbnail(thumbnail[THUMBNAIL], thumbnail[THUMBNAIL_LENGTH])
            if end + 4 <= len(self.data):
                waiting += self._unpack("I", end)

    def _holds_a_directory(self, at: int) -> bool:
        return 8 <= at <= len(self.data) - 2

    def _pointers(self, entry: int, number: int, value: int) -> tuple[int, ...]:
        if number <= 1:
            return (value,)
        if number > MOST_DIRECTORIES:
            raise Doubtful("directories without end")
        return self._unpack(f"{number}I", value)

    def _look_into(self, entry: int, tag: int, length: int, at: int) -> None:
        """Blank a maker's note, a packet or a sentence that speaks of a place."""
        if length <= 4:
            return
        value = self._within_budget(at, length)
        without = {IPTC: iptc, PHOTOSHOP: photoshop}.get(tag, free_form)(value)
        if without != value:
            self.data[at : at + len(value)] = without
            if not any(without):
                self._forget_entry(entry)

    def _look_at_thumbnail(self, at: int, length: int) -> None:
        small = self._within_budget(at, length)
        if b"Exif\0\0" in small or tells(small):
            self.data[at : at + len(small)] = bytes(len(small))

    def _within_budget(self, at: int, length: int) -> bytes:
        value = bytes(self.data[at : at + length])
        self.budget -= len(value)
        if self.budget < 0:
            raise Doubtful("values that lie over one another without end")
        return value

    def forget_places(self) -> None:
        """Blank each directory of positions, its values, and the entry that leads to it."""
        for entry in self.places:
            (at,) = self._unpack("I", entry + 8)
            if at in self.seen:
                raise Doubtful("the place is a directory of something else too")
            if self._holds_a_directory(at):
                self._forget_directory(at)
            self._forget_entry(entry)

    def _forget_directory(self, at: int) -> None:
        (count,) = self._unpack("H", at)
        end = at + 2 + 12 * count
        if end > len(self.data) or (self.entries + count) > MOST_ENTRIES:
            raise Doubtful("the place is cut off")
        self.entries += count
        for entry in range(at + 2, end, 12):
            _tag, kind, number, value = self._unpack("HHII", entry)
            length = SIZES.get(kind, len(self.data)) * number
            if length <= 4:
                continue
            if value + length > len(self.data):
                raise Doubtful("part of the place is elsewhere")
            self._within_budget(value, length)
            self.data[value : value + length] = bytes(length)
        self.data[at:end] = bytes(end - at)

    def _forget_entry(self, entry: int) -> None:
        """Let the entry stand for padding, so that none of its neighbours has to move."""
        struct.pack_into(self.order + "HHII", self.data, entry, PADDING, 7, 4, 0)
