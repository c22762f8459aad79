"""What a recording of a voice is and whether it is whole, told from its bytes alone.

Names and media types given by a phone or a browser are not believed, nor what a header says of the
length.  What every browser plays is kept as it is, but for what it tells besides its sound: WebM
with one track of Opus or Vorbis, MP4 or M4A with one of AAC or Opus, MP3, WAV.  Those are walked by
their own tables of contents, and no decoder touches them.  Ogg, AMR, ALAC and others are made into
AAC: see ``converting``.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask_babel import gettext as _

from photovoice.archive import converting, mp3, mp4, wav, webm
from photovoice.archive.recordings import Sound, SoundError, SoundReason

__all__ = ["LARGEST", "LONGEST", "Sound", "SoundError", "SoundReason", "make_ready", "sentence"]

RULE = 1
"""What is taken out of a recording.  One stored under an earlier rule is stored anew."""
LONGEST = 180
"""Seconds somebody may speak."""
GRACE = 5
"""Seconds more that are taken in: a browser stops a moment after it is told to."""
LARGEST = 40 * 1024 * 1024
"""Bytes that may arrive: three minutes without any compression."""
LARGEST_KEPT = 8 * 1024 * 1024
"""Bytes that are kept: three minutes as the most generous phone records them."""

WEBM, MP4, MP3, WAV = "audio/webm", "audio/mp4", "audio/mpeg", "audio/wav"


class _Walk(Protocol):
    def length(self, data: bytes) -> float: ...
    def untold(self, data: bytes, seconds: float, /) -> bytes: ...


@dataclass(frozen=True)
class _Kind:
    """A kind of recording: FFmpeg's name for it, and how it is kept where it is kept as it is."""

    demuxer: str
    media_type: str = ""
    extension: str = ""


_KEPT: dict[str, _Walk] = {WEBM: webm, MP4: mp4, MP3: mp3, WAV: wav}
_AS_WEBM = _Kind("matroska", WEBM, ".webm")
_AS_MP4 = _Kind("mov", MP4, ".m4a")
_AS_MP3 = _Kind("mp3", MP3, ".mp3")
_AS_WAV = _Kind("wav", WAV, ".wav")
_BEGINNINGS = (
    (re.compile(rb"\x1aE\xdf\xa3"), _AS_WEBM),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), _AS_WAV),
    (re.compile(rb"OggS"), _Kind("ogg")),
    (re.compile(rb"fLaC"), _Kind("flac")),
    (re.compile(rb"#!AMR"), _Kind("amr")),
    (re.compile(rb"FORM....AIF[FC]", re.DOTALL), _Kind("aiff")),
    (re.compile(rb"caff"), _Kind("caf")),
    (re.compile(rb"\.snd"), _Kind("au")),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), _Kind("aac")),
    (re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), _AS_MP3),
)
_BY_NAME = (
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"),
    (b".ra\xfd", "RealAudio"),
    (b".RMF", "RealAudio"),
    (b"MThd", "MIDI"),
    (b"#!SILK", "SILK"),
    (b"\x02#!SILK", "SILK"),
    (b"MAC ", "Monkey’s Audio"),
    (b"wvpk", "WavPack"),
    (b"DSD ", "DSD"),
    (b"TTA1", "True Audio"),
)
_FILMS = re.compile(rb"RIFF....AVI |\x00\x00\x01\xba|FLV\x01", re.DOTALL)
_PICTURES = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}


def make_ready(path: Path) -> Sound:
    """What a recording is, having put in its place the bytes that are kept of it.

    Those are the sound and nothing of who made it with what.  Raises SoundError when it is not a
    whole recording of a kind taken in; the file is then as it was.
    """
    size = path.stat().st_size
    if size == 0:
        raise SoundError(SoundReason.EMPTY)
    if size > LARGEST:
        raise SoundError(SoundReason.TOO_LARGE, f"{size} bytes")
    data = path.read_bytes()
    kind = _sniff(data[:64])
    if kind.demuxer == "ogg":
        _whole_ogg(data)
    elif kind.demuxer == "caf":
        _whole_caf(data)
    heard = _kept_as_it_is(data, kind)
    if heard is None:
        data = converting.to_m4a(path, kind.demuxer, longest=LONGEST + GRACE)
        heard = examine_bytes(data)
    path.write_bytes(without_metadata(data, heard.media_type, heard.seconds))
    return heard


def _kept_as_it_is(data: bytes, kind: _Kind) -> Sound | None:
    """What it is, or None where it must be converted."""
    if not kind.media_type:
        return None
    try:
        heard = examine_bytes(data)
    except SoundError as trouble:
        if trouble.reason is SoundReason.UNSUPPORTED:
            return None
        raise
    if len(data) <= LARGEST_KEPT:
        return heard
    if kind is not _AS_WAV:
        raise SoundError(SoundReason.TOO_LARGE, f"{len(data)} bytes")
    return None


def examine_bytes(data: bytes) -> Sound:
    """What a recording that is kept as it is holds.  Raises SoundError."""
    kind = _sniff(data[:64])
    if not kind.media_type:
        raise SoundError(SoundReason.UNSUPPORTED, "kept only as another kind")
    walk = _KEPT[kind.media_type]
    try:
        seconds = walk.length(data)
        if seconds > LONGEST + GRACE:
            raise SoundError(SoundReason.TOO_LONG, f"{seconds:.0f} seconds")
        if walk.length(walk.untold(data, seconds)) != seconds:
            raise SoundError(SoundReason.UNREADABLE, "no copy of it could be kept")
    except (struct.error, IndexError) as trouble:
        raise SoundError(SoundReason.UNREADABLE, "a part is cut short") from trouble
    return Sound(kind.media_type, kind.extension, round(seconds, 3))


def _sniff(head: bytes) -> _Kind:
    if head[4:8] == b"ftyp":
        if head[8:12] in _PICTURES:
            raise SoundError(SoundReason.NOT_A_RECORDING, "a picture")
        return _AS_MP4
    for beginning, name in _BY_NAME:
        if head.startswith(beginning):
            raise SoundError(SoundReason.UNSUPPORTED, name, called=name)
    if _FILMS.match(head):
        raise SoundError(SoundReason.HAS_PICTURES)
    for pattern, kind in _BEGINNINGS:
        if pattern.match(head):
            return kind
    raise SoundError(SoundReason.NOT_A_RECORDING)


def _whole_ogg(data: bytes) -> None:
    """Walk an Ogg's pages.  Raises SoundError where one is cut off or no page follows another."""
    at = 0
    while at < len(data):
        if data[at : at + 4] != b"OggS" or at + 27 + data[at + 26 : at + 27][0] > len(data):
            raise SoundError(SoundReason.INCOMPLETE, "a page is missing")
        segments = data[at + 26]
        at += 27 + segments + sum(data[at + 27 : at + 27 + segments])
    if at > len(data):
        raise SoundError(SoundReason.INCOMPLETE, "the last page is cut off")


def _whole_caf(data: bytes) -> None:
    """Walk a CAF's chunks.  Raises SoundError where one is cut off; the last may have no length."""
    at = 8
    while at + 12 <= len(data) and data[at + 4 : at + 12] != b"\xff" * 8:
        at += 12 + int.from_bytes(data[at + 4 : at + 12], "big")
    if at > len(data):
        raise SoundError(SoundReason.INCOMPLETE, "a chunk is cut off")


def without_metadata(data: bytes, media_type: str, seconds: float) -> bytes:
    """The sound alone, and nothing of who made it with what: no names, dates, comments, covers."""
    return _KEPT[media_type].untold(data, seconds)


def sentence(reason: SoundReason, called: str = "") -> str:
    """What a person is told: what happened, that nothing else is touched, what to do next.

    ``called``: the name of a kind that is not taken in.
    """
    if called:
        return _(
            "A %(kind)s recording cannot be taken in. The photograph and its words are safe. "
            "Please record it here, or save it as M4A, MP3, WAV or Ogg and send that.",
            kind=called,
        )
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
            "Please record it here, or choose one in M4A, MP3, WAV, Ogg or AMR."
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
