"""What of a picture's metadata stays in it: the facts listed here, and nothing else.

Each function takes a block as it lies in a file and gives one of the same length, so that nothing
else in the file has to move.  The block is read, and written anew from what is on the list:
whatever a maker invents next is gone because nobody listed it.  A block that cannot be read keeps
only how the picture is turned.

Sources: TIFF 6.0; CIPA DC-008 (EXIF) and DC-007 (MPF); Adobe, XMP part 3; Ultra HDR and ISO 21496-1
(maps of brightness).
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

MOST_ENTRIES = 1_000
"""In one directory; a phone writes about fifty."""
LONGEST_PACKET = 256 * 1024
"""Bytes of XMP that are read; a longer packet goes, but for how the picture is turned."""
DEEPEST = 12
"""Elements of XMP within one another."""
LONGEST_NAME = 64

ORIENTATION, DETAILS, POSITION = 0x0112, 0x8769, 0x8825
LATITUDE, LONGITUDE = 2, 4
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
"""Bytes a value takes, by its kind."""
WHOLE_NUMBERS = {3: "H", 4: "I", 8: "h", 9: "i", 13: "I"}
ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
TEXT, UNDEFINED, UTF8 = 2, 7, 129
NUMBERS = {3, 4, 5, 8, 9, 10}

WORDS = (
    *(b"latitude", b"longitude", b"iso6709", b"geo:", b"geotag", b"countrycode"),
    *(b"sublocation", b"core:location", b"ext:location", b"shotlocation", b"quicktime.location"),
    *(b"photoshop:city", b"photoshop:state", b"photoshop:country", b"ciadr", b"cellid"),
    *(b"google.com/maps", b"maps.google", b"maps.app.goo", b"maps.apple", b"openstreetmap"),
    b"\xa9xyz",
)
"""What speaks of a place; asked only to say whether there was one."""
_GPS = re.compile(rb"gps(?:[a-z]{3}|[-_:=\" ]+[a-z0-9.+-])|\bl(?:at|on|ng)\s*[=:]\s*[-+]?\d")
_PLACES = {
    *("gpslatitude", "gpslongitude", "lat", "long", "lat_long", "latitude", "longitude", "point"),
    *("city", "state", "country", "countryname", "countrycode", "provincestate", "location"),
    *("sublocation", "locationshown", "locationcreated", "ciadrcity", "ciadrextadr", "ciadrpcode"),
    *("cellid", "lac", "mcc", "mnc"),
}
_FLIR_POSITION = b"\0\x2b\0\2"
"""How the entry of a position begins in a thermal camera's list of records."""
_CITY_SETS = {26, 27, 90, 92, 95, 100, 101}
"""IPTC's record 2: content location, city, sublocation, province, country."""

_DAY = rb"\d{4}([-:/.])\d\d?\1\d\d?"
_CLOCK = rb"\d\d?:\d\d(:\d\d([.,]\d{1,9})?)?"
_OFFSET = rb"(Z|[-+]\d\d:?\d\d)"
_MOMENT = re.compile(rb"%s([ T]%s ?%s?)?" % (_DAY, _CLOCK, _OFFSET))
_FROM_UTC = re.compile(_OFFSET)
_DIGITS = re.compile(rb"\d{1,9}")
_NAME = re.compile(rb"[ -~]{1,%d}" % LONGEST_NAME)


class Doubtful(ValueError):
    """A block that cannot be read as what it says it is."""


class _Form(NamedTuple):
    """What the value of a tag may be: its kinds, how many at most, and of words how they read."""

    kinds: set[int]
    most: int
    reads: re.Pattern[bytes] | None = None

    def fits(self, kind: int, count: int, value: bytes) -> bool:
        if kind not in self.kinds or not 0 < count <= self.most:
            return False
        if self.reads is None:
            return True
        words = value.strip(b"\0 ")
        return bool(self.reads.fullmatch(words)) and not tells(words)


_ONE, _FEW = _Form(NUMBERS, 1), _Form(NUMBERS, 6)
_CODE = _Form({UNDEFINED}, 4)
_WHEN = _Form({TEXT}, 40, _MOMENT)
_ZONE = _Form({TEXT}, 8, _FROM_UTC)
_PART = _Form({TEXT}, 12, _DIGITS)
_NAMED = _Form({TEXT, UTF8}, LONGEST_NAME + 1, _NAME)

MAIN: dict[int, _Form] = {
    0x010F: _NAMED,  # make
    0x0110: _NAMED,  # model
    0x011A: _ONE, 0x011B: _ONE, 0x0128: _ONE,  # resolution and its unit
    0x0132: _WHEN,
    0x013E: _FEW, 0x013F: _FEW, 0x0211: _FEW, 0x0213: _ONE, 0x0214: _FEW,  # white, primaries, YCbCr
}  # fmt: skip
"""Tags of the first directory that stay; how the picture is turned is read apart."""
OF_THE_SHOT: dict[int, _Form] = {
    0x829A: _ONE, 0x829D: _ONE, 0x8822: _ONE, 0x8827: _FEW, 0x8830: _ONE, 0x8832: _ONE,  # exposure
    0x9000: _CODE, 0x9101: _CODE, 0xA000: _CODE,  # versions and components
    0x9003: _WHEN, 0x9004: _WHEN, 0x9010: _ZONE, 0x9011: _ZONE, 0x9012: _ZONE,
    0x9290: _PART, 0x9291: _PART, 0x9292: _PART,
    0x9201: _ONE, 0x9202: _ONE, 0x9203: _ONE, 0x9204: _ONE, 0x9205: _ONE,  # speed to widest opening
    0x9207: _ONE, 0x9208: _ONE, 0x9209: _ONE, 0x920A: _ONE,  # metering, light, flash, focal length
    0xA001: _ONE, 0xA002: _ONE, 0xA003: _ONE,  # colour space, width, height
    0xA217: _ONE, 0xA300: _CODE, 0xA301: _CODE,
    0xA401: _ONE, 0xA402: _ONE, 0xA403: _ONE, 0xA404: _ONE, 0xA405: _ONE, 0xA406: _ONE,
    0xA407: _ONE, 0xA408: _ONE, 0xA409: _ONE, 0xA40A: _ONE,
    0xA432: _FEW, 0xA460: _ONE, 0xA500: _ONE,
}  # fmt: skip
"""Tags of EXIF's own directory that stay.  Not: makers' notes, serial numbers, owner, comments."""
OF_SEVERAL: dict[int, _Form] = {
    0xB000: _CODE,
    0xB001: _ONE,
    0xB002: _Form({UNDEFINED}, 16 * 64),
}
"""Tags of MPF that stay: where the pictures behind the first one lie."""


# --- EXIF ---------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    tag: int
    kind: int
    number: int
    value: bytes


def exif(block: bytes, length: int | None = None) -> bytes:
    """An EXIF block, with or without its opening ``Exif``, holding what is listed and no more.

    ``length``: how many bytes it is to have, where that is not as many as before.
    """
    start = 6 if block[:6] == b"Exif\0\0" else 0
    room = len(block) - start if length is None else length
    return block[: start if length is None else 0] + _tiff(block[start:], room)


def _tiff(block: bytes, length: int) -> bytes:
    order = ORDERS.get(block[:4], ">")
    turned = orientation(block)
    main = [] if turned is None else [
        _Entry(ORIENTATION, 3, 1, struct.pack(order + "H", turned))
    ]  # fmt: skip
    shot: list[_Entry] = []
    with suppress(struct.error, Doubtful):
        (first,) = struct.unpack_from(order + "I", block, 4)
        found = {one.tag: one for one in _directory(block, order, first)}
        main += _listed(found, MAIN)
        if DETAILS in found:
            (at,) = struct.unpack(order + "I", found[DETAILS].value[:4])
            shot = _listed({one.tag: one for one in _directory(block, order, at)}, OF_THE_SHOT)
    whole = _written(order, main, shot)
    return (whole if len(whole) <= length else _bare(turned, length)).ljust(length, b"\0")


def several(block: bytes) -> bytes:
    """An MPF block that says where further pictures lie, and nothing of who took them."""
    order = ORDERS.get(block[:4], ">")
    with suppress(struct.error, Doubtful):
        (first,) = struct.unpack_from(order + "I", block, 4)
        found = {one.tag: one for one in _directory(block, order, first)}
        whole = _written(order, _listed(found, OF_SEVERAL), [])
        if len(whole) <= len(block):
            return whole.ljust(len(block), b"\0")
    return bytes(len(block))


def _listed(found: dict[int, _Entry], forms: dict[int, _Form]) -> list[_Entry]:
    return [
        one
        for tag, one in found.items()
        if tag in forms and forms[tag].fits(one.kind, one.number, one.value)
    ]


def _directory(block: bytes, order: str, at: int) -> Iterator[_Entry]:
    """The entries of a directory, as far as their values are there."""
    (count,) = struct.unpack_from(order + "H", block, at)
    if count > MOST_ENTRIES:
        raise Doubtful("entries without end")
    for entry in range(at + 2, min(at + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, number, value = struct.unpack_from(order + "HHII", block, entry)
        size = SIZES.get(kind, 0) * number
        start = entry + 8 if size <= 4 else value
        if size and start + size <= len(block):
            most = start + min(size, 4096)
            yield _Entry(tag, kind, number, block[start:most])


def _written(order: str, main: list[_Entry], shot: list[_Entry]) -> bytes:
    """A TIFF structure of one directory, and of another that it leads to."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    if shot:
        after = 8 + 2 + 12 * (len(main) + 1) + 4
        main = [*main, _Entry(DETAILS, 4, 1, struct.pack(order + "I", after))]
    directories = [main, shot] if shot else [main]
    behind = 8 + sum(6 + 12 * len(directory) for directory in directories)
    tables, values = b"", b""
    for directory in directories:
        tables += struct.pack(order + "H", len(directory))
        for one in sorted(directory):
            if len(one.value) <= 4:
                said = one.value.ljust(4, b"\0")
            else:
                said = struct.pack(order + "I", behind + len(values))
                values += one.value + bytes(len(one.value) & 1)
            tables += struct.pack(order + "HHI", one.tag, one.kind, one.number) + said
        tables += bytes(4)
    return head + tables + values


def _bare(turned: int | None, length: int) -> bytes:
    """A TIFF structure of ``length`` bytes that says no more than how the picture is turned."""
    said = [] if turned is None else [_Entry(ORIENTATION, 3, 1, struct.pack(">H", turned))]
    whole = _written(">", said, [])
    return (whole if len(whole) <= length else b"").ljust(length, b"\0")


def orientation(block: bytes | bytearray) -> int | None:
    """How the picture is turned, 1 to 8, by the first directory of a TIFF structure.

    1 where it is said in a way no reader understands, None where it is not said.
    """
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
                    found = value if number == 1 and 1 <= value <= 8 else 1
    return found


def extent(block: bytes) -> int:
    """How far a TIFF structure reaches, in bytes: its directories and their values."""
    order, furthest = ORDERS.get(block[:4], ">"), 8
    seen: set[int] = set()
    waiting = [4]
    while waiting:
        with suppress(struct.error):
            (at,) = struct.unpack_from(order + "I", block, waiting.pop())
            (count,) = struct.unpack_from(order + "H", block, at)
            if at in seen or count > MOST_ENTRIES or len(seen) > 8:
                continue
            seen.add(at)
            end = at + 2 + 12 * count
            waiting.append(end)
            for entry in range(at + 2, min(end, len(block) - 11), 12):
                tag, kind, number, value = struct.unpack_from(order + "HHII", block, entry)
                size = SIZES.get(kind, 1) * number
                furthest = max(furthest, value + size if size > 4 else 0)
                waiting += [entry + 8] if tag in (DETAILS, POSITION) else []
            furthest = max(furthest, end + 4)
    return min(furthest, len(block))


# --- XMP ----------------------------------------------------------------------------------------

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES = {
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "HDRGainMap": "http://ns.apple.com/HDRGainMap/1.0/",
    "apdi": "http://ns.apple.com/pixeldatainfo/1.0/",
    "Container": "http://ns.google.com/photos/1.0/container/",
    "Item": "http://ns.google.com/photos/1.0/container/item/",
}
"""Namespaces of what stays, and how they are called in what is written."""
_WHEN_SAID = re.compile(_MOMENT.pattern.decode())
_NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d{1,18})?([eE][-+]?\d{1,3})?|True|False")
_PROPERTIES = {
    ("tiff", "DateTime"): _WHEN_SAID,
    ("exif", "DateTimeOriginal"): _WHEN_SAID,
    ("exif", "DateTimeDigitized"): _WHEN_SAID,
    ("xmp", "CreateDate"): _WHEN_SAID,
    ("xmp", "ModifyDate"): _WHEN_SAID,
    ("photoshop", "DateCreated"): _WHEN_SAID,
    **{
        ("hdrgm", name): _NUMBER
        for name in (
            *("Version", "BaseRenditionIsHDR", "GainMapMin", "GainMapMax", "Gamma"),
            *("OffsetSDR", "OffsetHDR", "HDRCapacityMin", "HDRCapacityMax"),
        )
    },
    ("HDRGainMap", "HDRGainMapVersion"): _NUMBER,
    ("HDRGainMap", "HDRGainMapHeadroom"): _NUMBER,
    ("apdi", "AuxiliaryImageType"): re.compile(r"urn:com:apple:photo:\d{4}:aux:[a-z]{1,24}"),
    ("Item", "Semantic"): re.compile("Primary|GainMap"),
    ("Item", "Mime"): re.compile("image/(jpeg|heic|avif)"),
    ("Item", "Length"): _NUMBER,
    ("Item", "Padding"): _NUMBER,
}
"""Properties that stay, and how their values must read."""
_STRUCTURE = {("Container", "Directory"), ("Container", "Item")}
_LISTS = {f"{{{_RDF}}}{name}" for name in ("Seq", "Bag", "Alt", "li")}
_DESCRIPTION, _PARSE_TYPE = f"{{{_RDF}}}Description", f"{{{_RDF}}}parseType"
_TURNED = re.compile(rb'tiff:Orientation(?:="|>)([0-9])')
_OPENING = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
_CLOSING = "</rdf:RDF></x:xmpmeta>"
_TURNED_SO = f'<rdf:Description xmlns:tiff="{_SPACES["tiff"]}" tiff:Orientation="%s"/>'


def packet(block: bytes) -> bytes:
    """An XMP packet that says when, how it is turned and how bright, and nothing else.

    What stays is known by its namespace, whatever its prefix.  How the picture is turned is the
    exception: readers look for the usual prefix, and so must this.
    """
    return packet_of(block, len(block))


def packet_of(block: bytes, length: int) -> bytes:
    """The same, of ``length`` bytes."""
    turned = _TURNED.search(block)
    said = [_TURNED_SO % turned[1].decode()] if turned else []
    with suppress(ElementTree.ParseError, Doubtful, ValueError, LookupError):
        for described in _parsed(block).iter(_DESCRIPTION):
            said += [kept] if (kept := _described(described)) else []
    whole = (_OPENING + "".join(dict.fromkeys(said)) + _CLOSING).encode()
    if len(whole) > length:
        whole = (_OPENING + (said[0] if turned else "") + _CLOSING).encode()
    return (whole if len(whole) <= length else b"").ljust(length)


def _parsed(block: bytes) -> ElementTree.Element:
    words = block.strip(b"\0 \t\r\n")
    if len(words) > LONGEST_PACKET or b"<!" in words.replace(b"<!--", b""):
        raise Doubtful("too long, or with definitions of its own")
    return ElementTree.fromstring(words)


def _described(element: ElementTree.Element) -> str:
    """What a description keeps; empty where that is nothing."""
    used: set[str] = set()
    attributes = _attributes(element, used)
    inside = "".join(_kept(child, None, used, 0) for child in element)
    if not attributes and not inside:
        return ""
    return f"<rdf:Description{_declared(used)}{attributes}>{inside}</rdf:Description>"


def _declared(used: set[str]) -> str:
    return "".join(f' xmlns:{prefix}="{_SPACES[prefix]}"' for prefix in sorted(used))


def _kept(
    element: ElementTree.Element, reads: re.Pattern[str] | None, used: set[str], depth: int
) -> str:
    """A listed property with its values, or nothing."""
    if depth > DEEPEST:
        raise Doubtful("elements within elements without end")
    called = _called(element.tag)
    if element.tag in _LISTS:
        name = "rdf:" + element.tag.rpartition("}")[2]
    elif called in _STRUCTURE or called in _PROPERTIES:
        name, reads = ":".join(called), _PROPERTIES.get(called)
    else:
        return ""
    inside = "".join(_kept(child, reads, used, depth + 1) for child in element)
    words = (element.text or "").strip()
    if not inside and reads and reads.fullmatch(words):
        inside = escape(words)
    attributes = _attributes(element, used)
    if not inside and not attributes:
        return ""
    used |= {called[0]} & _SPACES.keys()
    return f"<{name}{attributes}>{inside}</{name}>"


def _attributes(element: ElementTree.Element, used: set[str]) -> str:
    said = ""
    for tag, value in element.attrib.items():
        called = _called(tag)
        reads = _PROPERTIES.get(called)
        if reads and reads.fullmatch(value):
            used.add(called[0])
            said += f" {':'.join(called)}={quoteattr(value)}"
    nested = element.tag != _DESCRIPTION and element.get(_PARSE_TYPE) == "Resource"
    return said + (' rdf:parseType="Resource"' if nested and (said or len(element)) else "")


def _called(tag: str) -> tuple[str, str]:
    """The prefix by which a name's namespace is known here, and the name."""
    space, _, name = tag[1:].rpartition("}")
    return next((prefix for prefix, uri in _SPACES.items() if uri == space), ""), name


# --- Was there a place? -------------------------------------------------------------------------


def tells(block: bytes) -> bool:
    """Whether a block speaks of a position or a place: to say so, not to decide what goes."""
    start = 6 if block[:6] == b"Exif\0\0" else 0
    if block[start : start + 4] in ORDERS and _has_position(block[start:]):
        return True
    plain = block.replace(b"\0", b"").lower()
    if any(word in plain for word in WORDS) or _GPS.search(plain) or _named_place(block):
        return True
    return (b"<" in block and _places_in(block)) or _names_a_city(block)


def _named_place(block: bytes) -> bool:
    """A PNG's text called so, or a thermal camera's records with one of a position."""
    return block[:9].lower() == b"location\0" or (
        block.startswith(b"FLIR\0") and _FLIR_POSITION in block
    )


def _has_position(block: bytes) -> bool:
    order = ORDERS[block[:4]]
    with suppress(struct.error, Doubtful):
        (first,) = struct.unpack_from(order + "I", block, 4)
        for main in _directory(block, order, first):
            if main.tag == POSITION:
                (at,) = struct.unpack(order + "I", main.value[:4])
                said = {one.tag for one in _directory(block, order, at) if any(one.value)}
                return not said.isdisjoint({LATITUDE, LONGITUDE})
    return False


def _places_in(block: bytes) -> bool:
    with suppress(ElementTree.ParseError, Doubtful, ValueError, LookupError):
        for element in _parsed(block).iter():
            said = {_local(name): value for name, value in element.attrib.items()}
            said[_local(element.tag)] = "".join(element.itertext())
            if any(name in _PLACES and value.strip() for name, value in said.items()):
                return True
    return False


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _names_a_city(block: bytes) -> bool:
    at = block.find(b"\x1c\x02")
    while at >= 0:
        if block[at + 2 : at + 3] and block[at + 2] in _CITY_SETS and any(block[at + 3 : at + 5]):
            return True
        at = block.find(b"\x1c\x02", at + 3)
    return False
