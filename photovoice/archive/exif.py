"""What is read from a photograph's EXIF block: a short list of facts, and nothing else.

Only the block is parsed, never the file: whole files led the reader into maker-note bombs and
reads of gigabytes.
"""

import io
import math
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from photovoice.archive.days import moment_in

LARGEST_BLOCK = 1024 * 1024
"""Bytes; a camera's block is below 64 kB."""
LONGEST_NAME = 80
_XMP_MOMENTS = (
    *(b"exif:DateTimeOriginal", b"photoshop:DateCreated", b"xmp:CreateDate"),
    b"exif:DateTimeDigitized",
)
_SCANNERS = re.compile(
    r"scan|\bperfection v?\d|\bgt-[xf]?\d|\bnoritsu\b|\bsp-?[23]000\b|opticfilm|plustek"
    r"|silverfast|coolscan|\bls-\d{2,4}\b|pakon|reflecta",
    re.IGNORECASE,
)
"""Makers, models and programs that turn prints and negatives into files."""


@dataclass
class Facts:
    """Camera, moment and place, as far as they are known; warnings where they could not be read."""

    taken_at: datetime | None = None
    camera_make: str | None = None
    camera_model: str | None = None
    location: tuple[float, float] | None = None
    scanned: bool = False
    """A scanner made it: the moment is when it was scanned, not when it was taken."""
    warnings: list[str] = field(default_factory=list)


def read(block: bytes | None, xmp: bytes | None = None) -> Facts:
    """The facts in an EXIF block as the decoder hands it over, the moment else from XMP.

    Never raises.
    """
    facts = _in_block(block)
    if facts.taken_at is None and isinstance(xmp, bytes) and len(xmp) <= LARGEST_BLOCK:
        facts.taken_at = _moment_in_xmp(xmp)
    return facts


def _in_block(block: bytes | None) -> Facts:
    if not block:
        return Facts()
    if len(block) > LARGEST_BLOCK:
        return Facts(warnings=["metadata_too_large"])
    try:
        import exifread  # only here: most of the darkroom's time it is not needed

        tags = exifread.process_file(
            io.BytesIO(block.removeprefix(b"Exif\0\0")), details=False, extract_thumbnail=False
        )
        return Facts(
            taken_at=_moment(tags),
            camera_make=_name(tags.get("Image Make")),
            camera_model=_name(tags.get("Image Model")),
            location=_location(tags),
            scanned=_is_scanned(tags),
        )
    except Exception:  # whatever a stranger's bytes do to the reader, the picture counts
        return Facts(warnings=["metadata_unreadable"])


def _name(tag: Any) -> str | None:
    """A maker's or model's name fit to be shown and stored, or None."""
    words = "".join(letter for letter in str(tag or "") if letter.isprintable())
    return " ".join(words.split())[:LONGEST_NAME] or None


def _moment(tags: dict[str, Any]) -> datetime | None:
    for name in ("EXIF DateTimeOriginal", "EXIF DateTimeDigitized", "Image DateTime"):
        if taken := moment_in(str(tags.get(name, ""))):
            return taken
    return None


def _moment_in_xmp(xmp: bytes) -> datetime | None:
    for name in _XMP_MOMENTS:
        found = re.search(rb"\b" + name + rb"(?:\s*=\s*[\"']|>)\s*([0-9T:Z+. -]{10,40})", xmp)
        if found and (taken := moment_in(found[1].decode("ascii"))):
            return taken
    return None


def _is_scanned(tags: dict[str, Any]) -> bool:
    """Whether a scanner made it and nobody has said since when it was taken."""
    source = str(getattr(tags.get("EXIF FileSource"), "values", "") or "")
    words = " ".join(str(tags.get(f"Image {name}") or "") for name in ("Make", "Model", "Software"))
    if not (_SCANNERS.search(words) or source in ("[1]", "[2]")):
        return False
    original, made = (
        moment_in(str(tags.get(f"EXIF {name}", "")))
        for name in ("DateTimeOriginal", "DateTimeDigitized")
    )
    return original is None or made is None or original.date() == made.date()


def _location(tags: dict[str, Any]) -> tuple[float, float] | None:
    latitude = _degrees(tags.get("GPS GPSLatitude"), tags.get("GPS GPSLatitudeRef"), "S", 90)
    longitude = _degrees(tags.get("GPS GPSLongitude"), tags.get("GPS GPSLongitudeRef"), "W", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None  # a phone without a fix writes zeros
    return latitude, longitude


def _degrees(tag: Any, reference: Any, negative: str, limit: int) -> float | None:
    if tag is None or reference is None or len(tag.values) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(value.num) / float(value.den) for value in tag.values)
    except (ZeroDivisionError, AttributeError, TypeError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not (math.isfinite(angle) and 0 <= angle <= limit):
        return None
    return round(-angle if str(reference).strip().upper() == negative else angle, 6)
