"""MP3 recordings: how long they really are, and a copy that is their frames and nothing else.

Tags, covers and lyrics stand before and behind the frames; no player needs them.
Source: ISO/IEC 11172-3 and 13818-3 (layer III); id3.org (ID3v2); the LAME tag's own description.
"""

from collections.abc import Iterator
from typing import NamedTuple

from photovoice.archive.recordings import MOST_PARTS, SoundError, SoundReason

_FIRST, _LAYER_III = 3, 1
_KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By whether it is the first version of MPEG."""
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MOST_PADDING = 64 * 1024
"""Bytes that may stand between tags and frames."""
_MOST_TAGS = 16
_SUMMARIES = (b"Xing", b"Info")
_SUMMARY = 156
"""Bytes of a summary and the encoder's own: how much silence was added before and behind."""


class Frame(NamedTuple):
    """One frame: where it begins and ends, and how long it lasts."""

    start: int
    end: int
    seconds: float


def length(data: bytes) -> float:
    """Seconds of sound.  Raises SoundError."""
    seconds = sum(frame.seconds for frame in _frames(data))
    if not seconds:
        raise SoundError(SoundReason.SILENT)
    return seconds


def untold(data: bytes, _seconds: float) -> bytes:
    """The frames alone; of the one that sums the others up, what a player reads of it."""
    out = bytearray()
    for frame in _frames(data):
        piece = bytearray(data[frame.start : frame.end])
        if not out:
            at = next((piece.find(name, 4, 40) for name in _SUMMARIES if name in piece[4:40]), -1)
            if at >= 0:
                piece[at + _SUMMARY :] = bytes(max(0, len(piece) - at - _SUMMARY))
        out += piece
    return bytes(out)


def _frames(data: bytes) -> Iterator[Frame]:
    at = _first(data)
    for _ in range(MOST_PARTS):
        frame = _frame(data, at)
        if frame is None:
            break
        if frame.end > len(data):
            raise SoundError(SoundReason.INCOMPLETE, "the last frame is cut off")
        yield frame
        at = frame.end
    else:
        raise SoundError(SoundReason.TOO_DEMANDING)
    rest = data[at:]
    if rest.strip(b"\0") and not rest.startswith((b"TAG", b"APETAGEX", b"LYRICS", b"ID3", b"3DI")):
        raise SoundError(SoundReason.UNSUPPORTED, "frames of another kind")
    if len(rest) > 1024 and not rest.strip(b"\0"):
        raise SoundError(SoundReason.INCOMPLETE, "it ends in zeros")


def _first(data: bytes) -> int:
    """Where the first frame begins, behind tags and padding."""
    at = 0
    for _ in range(_MOST_TAGS):
        if data[at : at + 3] != b"ID3" or at + 10 > len(data):
            break
        a, b, c, d = (byte & 0x7F for byte in data[at + 6 : at + 10])
        at += 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if data[at + 5] & 0x10 else 0)
    if at >= len(data):
        raise SoundError(SoundReason.INCOMPLETE, "nothing behind its tags")
    for start in range(at, min(at + _MOST_PADDING, len(data))):
        frame = _frame(data, start) if data[start] == 0xFF else None
        if frame and (frame.end >= len(data) or _frame(data, frame.end)):
            return start
    raise SoundError(SoundReason.UNSUPPORTED, "no frame of layer III")


def _frame(data: bytes, at: int) -> Frame | None:
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    kilobits, rate = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or layer != _LAYER_III or rate == 3 or kilobits in (0, 15):
        return None
    first, hertz = version == _FIRST, _RATES[version][rate]
    size = (144 if first else 72) * _KILOBITS[first][kilobits] * 1000 // hertz
    size += data[at + 2] >> 1 & 1
    return Frame(at, at + size, (1152 if first else 576) / hertz)
