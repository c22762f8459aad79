"""What is told of a recording of somebody's voice: plain values, and why one is not taken in."""

from dataclasses import dataclass
from enum import StrEnum

MOST_PARTS = 100_000
"""Boxes or elements looked at in one file; three minutes have about ten thousand."""


class SoundReason(StrEnum):
    """Why a recording is not taken in."""

    EMPTY = "empty"
    NOT_A_RECORDING = "not_a_recording"
    UNSUPPORTED = "unsupported"
    HAS_PICTURES = "has_pictures"
    SEVERAL_TRACKS = "several_tracks"
    SILENT = "silent"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_DEMANDING = "too_demanding"
    UNREADABLE = "unreadable"


class SoundError(ValueError):
    """A recording that is not taken in.

    ``reason`` says why, ``called`` what its kind is called where that is known.
    """

    def __init__(self, reason: SoundReason, detail: str = "", *, called: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason, self.called = reason, called


@dataclass(frozen=True)
class Sound:
    """A recording that is what it says: its media type, usual extension and length in seconds."""

    media_type: str
    extension: str
    seconds: float
