"""What a recording of a voice is and whether it is whole, told from its bytes alone.

Names and media types given by a phone or a browser are not believed, nor what a header says of the
length.  Taken in: WebM with one track of Opus or Vorbis, and MP4 or M4A with one track of AAC or
Opus.  The file is walked by its own table of contents; no decoder touches it.
"""

import struct
from pathlib import Path

from flask_babel import gettext as _

from photovoice.archive import mp4, webm
from photovoice.archive.recordings import Sound, SoundError, SoundReason

__all__ = ["LARGEST", "LONGEST", "Sound", "SoundError", "SoundReason", "examine", "sentence"]

LONGEST = 180
"""Seconds somebody may speak."""
GRACE = 5
"""Seconds more that are taken in: a browser stops a moment after it is told to."""
LARGEST = 8 * 1024 * 1024
"""Bytes: three minutes as the most generous phone records them."""

WEBM, MP4 = "audio/webm", "audio/mp4"
_OTHER_SOUND = (b"ID3", b"OggS", b"fLaC", b"#!AMR", b"FORM", b"caff", b".snd")


def examine(path: Path) -> Sound:
    """What the file is.  Raises SoundError when it is not a whole recording of a kind taken in."""
    size = path.stat().st_size
    if size == 0:
        raise SoundError(SoundReason.EMPTY)
    if size > LARGEST:
        raise SoundError(SoundReason.TOO_LARGE, f"{size} bytes")
    return examine_bytes(path.read_bytes())


def examine_bytes(data: bytes) -> Sound:
    """The same for bytes already at hand."""
    media_type = _sniff(data[:64])
    extension, walk = (".webm", webm) if media_type == WEBM else (".m4a", mp4)
    try:
        seconds = walk.length(data)
        if seconds > LONGEST + GRACE:
            raise SoundError(SoundReason.TOO_LONG, f"{seconds:.0f} seconds")
        if walk.length(walk.untold(data, seconds)) != seconds:
            raise SoundError(SoundReason.UNREADABLE, "no copy of it could be published")
    except (struct.error, IndexError) as trouble:
        raise SoundError(SoundReason.UNREADABLE, "a part is cut short") from trouble
    return Sound(media_type, extension, round(seconds, 3))


def _sniff(head: bytes) -> str:
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"):
            raise SoundError(SoundReason.NOT_A_RECORDING, "a picture")
        return MP4
    mpeg = len(head) > 1 and head[0] == 0xFF and head[1] >= 0xE0
    if head.startswith(_OTHER_SOUND) or mpeg or (head[:4] == b"RIFF" and head[8:12] == b"WAVE"):
        raise SoundError(SoundReason.UNSUPPORTED)
    raise SoundError(SoundReason.NOT_A_RECORDING)


def without_metadata(data: bytes, media_type: str, seconds: float) -> bytes:
    """A copy to publish, as long as the original: the sound, and nothing of who made it with what.

    Names, dates, comments and pictures of covers become empty space where they stood.
    """
    return (webm if media_type == WEBM else mp4).untold(data, seconds)


def sentence(reason: SoundReason) -> str:
    """What a person is told: what happened, that nothing else is touched, what to do next."""
    return {
        SoundReason.EMPTY: _(
            "This recording is empty. The photograph and its words are safe. "
            "Please record it again."
        ),
        SoundReason.NOT_A_RECORDING: _(
            "This file is not a recording. The photograph and its words are safe. "
            "Please choose a recording of a voice instead."
        ),
        SoundReason.UNSUPPORTED: _(
            "This kind of recording cannot be taken in. The photograph and its words are safe. "
            "Please record it here, or choose a recording your phone has made as M4A or WebM."
        ),
        SoundReason.HAS_PICTURES: _(
            "This is a film, and only a voice can be taken in. The photograph and its words are "
            "safe. Please record sound alone."
        ),
        SoundReason.SEVERAL_TRACKS: _(
            "This recording holds more than one track and cannot be taken in. The photograph and "
            "its words are safe. Please record it again, here or with your phone."
        ),
        SoundReason.SILENT: _(
            "There is no sound in this recording. The photograph and its words are safe. "
            "Please record it again."
        ),
        SoundReason.INCOMPLETE: _(
            "The recording arrived incomplete. The photograph and its words are safe, and so is "
            "the recording on your phone. Please send it again."
        ),
        SoundReason.TOO_LARGE: _(
            "This recording is larger than what can be taken in. The photograph and its words are "
            "safe. Please make a shorter one."
        ),
        SoundReason.TOO_LONG: _(
            "This recording is longer than three minutes. The photograph and its words are safe. "
            "Please make a shorter one."
        ),
        SoundReason.TOO_DEMANDING: _(
            "This recording is built in an unusual way that cannot be taken in. The photograph and "
            "its words are safe. Please record it again, here or with your phone."
        ),
        SoundReason.UNREADABLE: _(
            "This recording is damaged and cannot be played. The photograph and its words are "
            "safe. If it plays on your phone, please record it again here."
        ),
    }[reason]
