"""Colour profiles for print: which numbers mean which colour, and nothing about whose screen.

A profile embedded by a phone or a screenshot can name a device, even its serial number; what
makes the colour is a handful of tags, so only those travel.  Layout: ICC.1:2022, section 7.
"""

import struct
from functools import cache

from PIL import ImageCms

HEADER = 128
COLOUR_TAGS = {
    *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt"),
    *(b"chad", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"cicp"),
    *(b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"),
}
SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
NAME = "Photograph"
RIGHTS = "Not stated"
"""Every profile has to say something of its rights; what stood there can name a person."""
A_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
D50 = struct.pack(">4s4x3i", b"XYZ ", 63190, 65536, 54061)


class BadProfile(ValueError):
    """The bytes are no usable ICC profile."""


def tags(profile: bytes) -> dict[bytes, bytes]:
    """A profile's tags by their four letters.  Raises BadProfile."""
    if len(profile) < HEADER + 4 or profile[36:40] != b"acsp":
        raise BadProfile("not an ICC profile")
    (count,) = struct.unpack_from(">I", profile, HEADER)
    found = {}
    if len(profile) < HEADER + 4 + 12 * count:
        raise BadProfile("cut short")
    for number in range(count):
        name, start, length = struct.unpack_from(">4sII", profile, HEADER + 4 + 12 * number)
        if start + length > len(profile):
            raise BadProfile("cut short")
        found[name] = profile[start : start + length]
    return found


def assembled(header: bytes, content: dict[bytes, bytes]) -> bytes:
    """A profile from its header and tags; tags that are alike share their data."""
    start = HEADER + 4 + 12 * len(content)
    table, body, places = [], b"", {}
    for name, value in content.items():
        if value not in places:
            places[value] = start + len(body)
            body += value + b"\0" * (-len(value) % 4)
        table.append(struct.pack(">4sII", name, places[value], len(value)))
    whole = header[:HEADER] + struct.pack(">I", len(content)) + b"".join(table) + body
    return struct.pack(">I", len(whole)) + whole[4:]


def described(name: str, version: int) -> bytes:
    """The tag that names a profile, for its version of the format."""
    if version >= 4:
        text = name.encode("utf-16-be")
        return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"GB", len(text), 28) + text
    text = name.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(text)) + text + b"\0" * (4 + 4 + 2 + 1 + 67)


def rights(version: int) -> bytes:
    """The tag that speaks of a profile's rights, for its version of the format."""
    if version >= 4:
        return described(RIGHTS, version)
    return struct.pack(">4s4x", b"text") + RIGHTS.encode("ascii") + b"\0"


def plain(profile: bytes) -> bytes:
    """The profile with what makes its colour and without what names a device, person or time.

    Raises BadProfile.
    """
    content = {name: data for name, data in tags(profile).items() if name in COLOUR_TAGS}
    content |= {b"desc": described(NAME, profile[8]), b"cprt": rights(profile[8])}
    return assembled(neutral(profile[:HEADER]), content)


def neutral(header: bytes) -> bytes:
    """A profile's header without date, maker, model, creator and checksum."""
    return b"".join(
        (
            header[:4],
            bytes(4),
            header[8:24],
            A_DAY,
            header[36:48],
            bytes(8),
            header[56:80],
            bytes(4 + 16 + 28),
        )
    )


@cache
def srgb() -> bytes:
    """What a picture without a profile is taken to be (EXIF 2.3, DCF)."""
    return plain(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


@cache
def grey() -> bytes:
    """The same for a picture without colour: sRGB's tones, no hue."""
    colour = srgb()
    header = colour[:16] + b"GRAY" + colour[20:HEADER]
    tones = tags(colour)[b"rTRC"]
    return assembled(header, {b"desc": described(NAME, colour[8]), b"wtpt": D50, b"kTRC": tones})


def for_picture(profile: bytes | None, components: int) -> bytes | None:
    """The profile to print a picture with: its own if it fits, else sRGB or grey.

    None for a four-colour picture that brings none: nobody can know its inks.
    """
    if profile and profile[16:20] == SPACES[components]:
        try:
            return plain(profile)
        except BadProfile:
            pass
    if components == 4:
        return None
    return grey() if components == 1 else srgb()


def is_press(profile: bytes) -> bool:
    """Whether a profile describes a four-colour printing condition (class prtr)."""
    return profile[12:16] == b"prtr" and profile[16:20] == b"CMYK" and profile[36:40] == b"acsp"


def name(profile: bytes) -> str:
    """What a profile calls itself.  Raises BadProfile."""
    data = tags(profile).get(b"desc", b"")
    if data[:4] == b"desc":
        (length,) = struct.unpack_from(">I", data, 8)
        return data[12 : 12 + length].rstrip(b"\0").decode("latin-1")
    if data[:4] == b"mluc":
        length, start = struct.unpack_from(">II", data, 20)
        return data[start : start + length].decode("utf-16-be", "replace")
    return ""
