"""The process that decodes strangers' recordings: it holds nothing worth having, and little time.

One request on its input, one answer on its output; then it ends.
"""

import json
import logging
import os
import sys
from fractions import Fraction
from typing import Any

import av

from photovoice.archive.recordings import SoundError, SoundReason

try:
    import resource
except ImportError:  # Windows: the parent's clock is the limit there
    resource = None  # type: ignore[assignment]

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space for everything."""
CPU_SECONDS = 30
BITS_A_SECOND = 64_000
"""For one channel; a voice is clear from half of that."""
_COMMON_RATE, _FULL_RATE = 44_100, 48_000
_MOST_BAD = 20
"""One packet in so many may be damaged, as a player would pass it over."""
_SAYS_HOW_LONG = {"flac", "aiff", "au", "wav"}
"""Kinds that say at their beginning how much follows; of others FFmpeg guesses."""
_NO_LOSS = 0.3
"""Seconds by which what is heard may be shorter than what is said."""


def convert(path: str, demuxer: str, out: str, longest: float) -> None:
    """Write ``out``, an M4A with the sound of ``path``.  Raises SoundError."""
    with av.open(path, format=demuxer, options={"protocol_whitelist": "file"}) as source:
        sound = _one_track(source)
        stereo = sound.codec_context.channels > 1
        rate = _COMMON_RATE if sound.codec_context.sample_rate == _COMMON_RATE else _FULL_RATE
        with av.open(out, "w", format="ipod", options={"movflags": "+faststart"}) as target:
            made = target.add_stream("aac", rate=rate, layout="stereo" if stereo else "mono")
            made.codec_context.bit_rate = BITS_A_SECOND * (2 if stereo else 1)
            seconds, good, bad = 0.0, 0, 0
            begins: Fraction | None = None
            ends = Fraction(0)
            for packet in source.demux(sound):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    bad += 1
                    continue
                good += 1
                for frame in frames:
                    seconds += frame.samples / frame.sample_rate
                    if seconds > longest:
                        raise SoundError(SoundReason.TOO_LONG, f"more than {longest:.0f} seconds")
                    if frame.pts is not None:
                        begins = frame.pts * frame.time_base if begins is None else begins
                        ends = frame.pts * frame.time_base + Fraction(
                            frame.samples, frame.sample_rate
                        )
                    frame.pts = None
                    target.mux(made.encode(frame))
            if not seconds:
                raise SoundError(SoundReason.UNREADABLE if bad else SoundReason.SILENT)
            if bad * _MOST_BAD > good:
                raise SoundError(SoundReason.UNREADABLE, f"{bad} damaged packets of {good + bad}")
            said, passed_over = 0.0, 0.0
            if demuxer in _SAYS_HOW_LONG and sound.duration:
                said = float(sound.duration * sound.time_base)
            elif demuxer == "ogg" and begins is not None:
                said = float(ends - begins)
                passed_over = said / _MOST_BAD
            if said - seconds > max(_NO_LOSS, passed_over):
                raise SoundError(SoundReason.INCOMPLETE, f"{seconds:.1f} seconds of {said:.1f}")
            target.mux(made.encode(None))


def _one_track(source: Any) -> Any:
    films = [
        one
        for one in source.streams.video
        if not one.disposition & av.stream.Disposition.attached_pic
    ]
    if films:
        raise SoundError(SoundReason.HAS_PICTURES)
    if len(source.streams.audio) > 1:
        raise SoundError(SoundReason.SEVERAL_TRACKS)
    if not source.streams.audio:
        raise SoundError(SoundReason.SILENT, "no track")
    return source.streams.audio[0]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The reply to a request; ``refusal`` is set where nothing was made."""
    try:
        convert(**request)
    except SoundError as trouble:
        return {"refusal": trouble.reason, "detail": str(trouble)}
    except MemoryError:
        return {"refusal": SoundReason.TOO_DEMANDING, "detail": "memory"}
    except Exception as trouble:  # whatever a stranger's bytes do to the decoder
        detail = f"{type(trouble).__name__}: {trouble}"
        return {"refusal": SoundReason.UNREADABLE, "detail": detail}
    return {"refusal": None}


def limit() -> None:
    """Hold the process to its memory and time, and leave no core file of somebody's voice."""
    if not resource:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError):
        pass  # macOS knows the limit but does not let it be set


def main() -> None:
    """Take the pipes for the request and the answer, so that no library can write among them."""
    request = json.loads(sys.stdin.buffer.read())
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    logging.disable()
    limit()
    reply.write(json.dumps(answer(request)).encode())
    reply.close()
