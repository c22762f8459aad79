"""WAV recordings: how long they are, and a copy that is their samples and nothing else.

Source: Microsoft and IBM, Multimedia programming interface 1.0; RFC 2361.
"""

import struct

from photovoice.archive.recordings import SoundError, SoundReason

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
_GUID = bytes.fromhex("000000001000800000aa00389b71")
"""What follows the number of a coding in the longer form of a header."""
_UNKNOWN = 0xFFFFFFFF
_MOST_CHUNKS = 1_000


def length(data: bytes) -> float:
    """Seconds of sound, of samples that every browser plays.  Raises SoundError."""
    head, sound = _parts(data)
    coding, channels, rate, _each_second, block, bits = struct.unpack_from("<HHIIHH", head)
    if coding == EXTENSIBLE and len(head) >= 40 and head[26:40] == _GUID:
        (coding,) = struct.unpack_from("<H", head, 24)
    if coding not in (PCM, FLOAT) or bits not in (8, 16, 24, 32) or channels not in (1, 2):
        raise SoundError(SoundReason.UNSUPPORTED, f"coding {coding}, {bits} bits")
    if block != channels * bits // 8 or not 4_000 <= rate <= 192_000:
        raise SoundError(SoundReason.UNREADABLE, f"{block} bytes a sample, {rate} Hz")
    if len(sound) < block:
        raise SoundError(SoundReason.SILENT)
    return len(sound) // block / rate


def untold(data: bytes, _seconds: float) -> bytes:
    """A header and the samples: no maker, no day, no notes, no cue points."""
    head, sound = _parts(data)
    head = head[:40] if head[:2] == b"\xfe\xff" else head[:16]
    chunks = struct.pack("<4sI", b"fmt ", len(head)) + head
    chunks += struct.pack("<4sI", b"data", len(sound)) + sound + bytes(len(sound) & 1)
    return struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """What the header says of the samples, and the samples."""
    head, at = b"", 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            break
        kind, size = struct.unpack_from("<4sI", data, at)
        at += 8
        if kind == b"data" and len(head) >= 16:
            if size == _UNKNOWN or (not size and data[4:8] in (bytes(4), b"\xff" * 4)):
                # A recorder that did not come back to write it.
                size = len(data) - at
            if at + size > len(data):
                raise SoundError(SoundReason.INCOMPLETE, "samples are missing")
            return head, data[at : at + size]
        if kind == b"fmt ":
            head = data[at : at + size]
        at += size + (size & 1)
    raise SoundError(SoundReason.INCOMPLETE, "no samples")
