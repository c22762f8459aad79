"""What is read from a photograph's EXIF block: a short list of facts, and nothing else.

Only the block is parsed, never the file: whole files led the reader into maker-note bombs and
reads of gigabytes.
"""

import io
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LARGEST_BLOCK = 1024 * 1024
"""Bytes; a camera's block is below 64 kB."""
LONGEST_NAME = 80


@dataclass
class Facts:
    """Camera, moment and place, as far as they are known; warnings where they could not be read."""

    taken_at: datetime | None = None
    camera_make: str | None = None
    camera_model: str | None = None
    location: tuple[float, float] | None = None
    warnings: list[str] = field(default_factory=list)


def read(block: bytes | None) -> Facts:
    """The facts in an EXIF block as the decoder hands it over.  Never raises."""
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
        )
    except Exception:  # whatever a stranger's bytes do to the reader, the picture counts
        return Facts(warnings=["metadata_unreadable"])


def _name(tag: Any) -> str | None:
    """A maker's or model's name fit to be shown and stored, or None."""
    words = "".join(letter for letter in str(tag or "") if letter.isprintable())
    return " ".join(words.split())[:LONGEST_NAME] or None


def _moment(tags: dict[str, Any]) -> datetime | None:
    for name in ("EXIF DateTimeOriginal", "EXIF DateTimeDigitized", "Image DateTime"):
        try:
            taken = datetime.strptime(str(tags.get(name, "")).strip(), "%Y:%m:%d %H:%M:%S")
        except ValueError:
            continue
        if taken.year >= 1900:
            return taken
    return None


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
