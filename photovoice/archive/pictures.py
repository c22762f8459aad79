"""What is told to the darkroom and what it answers: plain values that pass between processes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

SIZES = (320, 800, 1600, 2560)
"""Long edges of the renditions, in pixels."""


class RefusalReason(StrEnum):
    """Why a file is not taken in."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    UNSUPPORTED = "unsupported"
    RAW = "unsupported_raw"
    FILM = "unsupported_film"
    SOUND = "unsupported_sound"
    ARCHIVE = "unsupported_archive"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_SCANS = "too_many_scans"
    TOO_DEMANDING = "too_demanding"
    UNREADABLE = "unreadable"


class Doubt(StrEnum):
    """Why a picture that was taken in may not be whole."""

    HOLE = "hole"
    """Nothing, something else, or too much or too little where there should be picture."""
    CHECKSUM = "checksum"
    """Its own checksum says that a part of it changed."""


class PictureError(ValueError):
    """A picture that cannot be worked on.  ``reason`` says why."""

    def __init__(self, reason: RefusalReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Box:
    """A part of a picture, in fractions (0 to 1) of its width and height as seen."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Inspection:
    """The verdict on a file.  Width and height are in pixels, as seen after orientation.

    ``taken_at`` is what the camera's clock said, without a zone.  ``location`` is latitude and
    longitude in degrees.  ``warnings`` are words for the record, such as metadata_unreadable.
    ``scanned``: the moment is when a scanner made it.  ``doubt``: it may not be whole.
    ``developed``: the copies, where they were asked for and cost no second decoding.
    """

    ok: bool
    refusal: RefusalReason | None = None
    media_type: str = ""
    extension: str = ""
    width: int = 0
    height: int = 0
    orientation: int = 1
    taken_at: datetime | None = None
    camera_make: str | None = None
    camera_model: str | None = None
    location: tuple[float, float] | None = None
    warnings: list[str] = field(default_factory=list)
    scanned: bool = False
    doubt: Doubt | None = None
    developed: "Developed | None" = None


@dataclass(frozen=True)
class DevelopedRendition:
    """One copy free of metadata.  ``size`` is the size it serves, its long edge at most that."""

    size: int
    path: Path
    width: int
    height: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Developed:
    """What was made of a picture.

    ``placeholder`` is a data URI of a few hundred bytes; ``dhash`` a 64-bit difference hash as
    sixteen hexadecimal digits, None where the picture is too flat or dark to have one.
    ``cpu_seconds`` and ``peak_bytes`` say what it took; the second is the most memory the child
    has held so far.
    """

    renditions: list[DevelopedRendition]
    placeholder: str
    dhash: str | None
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
