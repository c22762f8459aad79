"""Recordings that not every browser plays, made into one that all do: AAC in an M4A.

A WhatsApp voice is Ogg/Opus, which an iPhone of a few years ago does not play; AMR and ALAC play in
hardly any browser.  AAC plays in all of them, and phones record it
themselves.  FFmpeg decodes and encodes, by PyAV, in a process that may die without harm.
"""

import subprocess
from json import JSONDecodeError, dumps, loads
from pathlib import Path

from photovoice.archive import children
from photovoice.archive.recordings import SoundError, SoundReason

PATIENCE = 60.0
"""Seconds by the clock for one recording."""


def to_m4a(path: Path, demuxer: str, *, longest: float) -> bytes:
    """The sound of a file as an M4A.  Raises SoundError.

    ``demuxer`` is FFmpeg's name of what the file is: it guesses nothing.  ``longest``: seconds
    after which it stops and refuses.
    """
    out = path.with_name(f"{path.name}.made.m4a")
    request = {"path": str(path), "demuxer": demuxer, "out": str(out), "longest": longest}
    try:
        answered = subprocess.run(
            children.command("converting_child"),
            input=dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=children.environment(),
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise SoundError(SoundReason.TOO_DEMANDING, "out of patience") from late
    try:
        answer = loads(answered.stdout)
    except JSONDecodeError as trouble:
        died = f"the child ended by status {answered.returncode}"
        raise SoundError(SoundReason.TOO_DEMANDING, died) from trouble
    if answer["refusal"]:
        raise SoundError(SoundReason(answer["refusal"]), answer["detail"])
    return out.read_bytes()
