"""Where pictures are decoded: in a few child processes that may die without harm to anybody.

A decoder fed with a stranger's bytes can hang, eat all memory or crash.  Here it does so in a
child with limits on memory and time, and what comes back is a verdict.  Children are started when
first needed, lent to one caller at a time and replaced after fifty pictures.
"""

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Any, Self

from flask_babel import gettext as _

from photovoice.archive import children
from photovoice.archive.pictures import (
    SIZES,
    Box,
    Developed,
    DevelopedRendition,
    Doubt,
    Inspection,
    PictureError,
    RefusalReason,
)
from photovoice.away import Away

__all__ = [
    "SIZES",
    "Box",
    "Darkroom",
    "Developed",
    "DevelopedRendition",
    "Doubt",
    "Inspection",
    "PictureError",
    "RefusalReason",
    "doubt_sentence",
    "sentence",
]

LARGEST = 60 * 1024 * 1024
"""Bytes; the installation's setting says otherwise where it likes."""
PATIENCE = 40.0
"""Seconds by the clock for one picture, for where processor time is not limited or not used."""
PICTURES_A_CHILD = 50
"""After so many a child makes way for a fresh one, and with it whatever a decoder leaked."""

_OVERWHELMED = {"SIGXCPU", "SIGKILL", "SIGABRT"}
_TOLD_TO_STOP = {"SIGINT", "SIGTERM", "SIGHUP"}

log = logging.getLogger(__name__)


def doubt_sentence(doubt: Doubt | str | None) -> str:
    """What its sender is told of a picture that was taken in and may not be whole; or nothing."""
    return (
        _(
            "A part of it seems to be damaged. Look at it while you still have it: if it is whole"
            " in your phone’s gallery, or where you copied it from, please send it again from"
            " there."
        )
        if doubt
        else ""
    )


def sentence(reason: RefusalReason) -> str:
    """What a person is told: what happened, that nothing else is touched, what to do next."""
    return {
        RefusalReason.EMPTY: _(
            "This file is empty. Your other pictures are safe. Please choose it again."
        ),
        RefusalReason.NOT_A_PICTURE: _(
            "This file is not a photograph. Your other pictures are safe. "
            "Please choose a photograph instead."
        ),
        RefusalReason.UNSUPPORTED: _(
            "This kind of picture cannot be taken in. Your other pictures are safe. "
            "Please save it as JPEG, PNG, HEIC, WebP or AVIF and send it again."
        ),
        RefusalReason.RAW: _(
            "This is a raw file (such as CR3, NEF, ARW, RAF, ORF, RW2 or DNG), which cannot be"
            " taken in. Your other pictures are safe. Please send the JPEG your camera or its"
            " program makes of it."
        ),
        RefusalReason.FILM: _(
            "This is a film, and films cannot be taken in. Your other pictures are safe. "
            "Please choose a photograph instead."
        ),
        RefusalReason.SOUND: _(
            "This is a sound recording and not a photograph. Your other pictures are safe. "
            "Please choose a photograph, and record your words beside it."
        ),
        RefusalReason.ARCHIVE: _(
            "This is a packed folder. Your other pictures are safe. "
            "Please unpack it and choose the photographs in it."
        ),
        RefusalReason.INCOMPLETE: _(
            "The picture arrived incomplete. Your other pictures are safe, and so is the one on "
            "your phone. Please send it again."
        ),
        RefusalReason.TOO_LARGE: _(
            "This file is larger than what can be taken in. Your other pictures are safe. "
            "Please send a smaller copy."
        ),
        RefusalReason.TOO_MANY_PIXELS: _(
            "Nothing is wrong with this picture, but it has more pixels than can be taken in: 250"
            " million as JPEG, 100 million as PNG, WebP or AVIF, 60 million as HEIC. Your other"
            " pictures are safe. Please send a smaller copy, or save it as JPEG."
        ),
        RefusalReason.TOO_MANY_SCANS: _(
            "This picture is built in an unusual way that cannot be taken in. Your other pictures "
            "are safe. Please open it, save it as a new JPEG and send that."
        ),
        RefusalReason.TOO_DEMANDING: _(
            "Opening this picture took more than is allowed. Your other pictures are safe. "
            "Please open it, save it as a new JPEG and send that."
        ),
        RefusalReason.UNREADABLE: _(
            "This picture is damaged and cannot be opened. Your other pictures are safe. "
            "If it opens on your phone, please take a copy of it there and send that."
        ),
    }[reason]


class Interrupted(Away):
    """The house is closing: this says nothing of the picture, which can be worked on later."""


class Darkroom:
    """A few limited child processes.  May be called from several threads; each borrows a child.

    ``workers`` is how many children there are at most; 0 means one a core.  ``largest`` is the
    largest file taken in, in bytes.
    """

    def __init__(
        self, workers: int = 1, *, largest: int = LARGEST, patience: float = PATIENCE
    ) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._largest = largest
        self._patience = patience
        self._lock = threading.Lock()
        self._open_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def inspect(self, path: Path, folder: Path | None = None) -> Inspection:
        """The verdict on a file, after decoding all of it once.  A refusal is an answer too.

        Where there is a ``folder`` and the picture had to be decoded at its full size, its copies
        are made there on the way, and are told as ``develop`` would tell them.
        Raises OSError only when the file cannot be read from the disk.
        """
        try:
            reply = self._ask("inspect", path=str(path), folder=str(folder) if folder else None)
            found = reply["result"]
        except PictureError as trouble:
            log.info("refused a picture: %s", trouble)
            return Inspection(ok=False, refusal=trouble.reason)
        taken_at, location = found.pop("taken_at"), found.pop("location")
        doubt, made = found.pop("doubt"), found.pop("developed")
        return Inspection(
            **found,
            doubt=Doubt(doubt) if doubt else None,
            developed=_developed(made, folder, reply) if made and folder else None,
            taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
            location=(location[0], location[1]) if location else None,
        )

    def develop(self, path: Path, folder: Path, redactions: Sequence[Box] = ()) -> Developed:
        """Make the renditions 320.jpg, 800.jpg, 1600.jpg and 2560.jpg in ``folder``.

        A picture smaller than a size is not blown up: the next size up holds it as it is, and
        the sizes above are left out.  Redactions are made before any size is.  Raises
        PictureError, a ValueError with a ``reason``, when the picture cannot be worked on.
        """
        boxes = [astuple(box) for box in redactions]
        reply = self._ask("develop", path=str(path), folder=str(folder), redactions=boxes)
        return _developed(reply["result"], folder, reply)

    def master(self, path: Path, out: Path, redactions: Sequence[Box] = ()) -> None:
        """Write ``out``, a JPEG for print: full size (at most 64 megapixels), upright, sRGB.

        Raises PictureError as ``develop`` does.
        """
        boxes = [astuple(box) for box in redactions]
        self._ask("master", path=str(path), out=str(out), redactions=boxes)

    def close(self) -> None:
        """Let the children go, once those at work are done."""
        if self._process != os.getpid():
            return
        for _worker in range(self._workers):
            child = self._idle.get()
            if child:
                child.end()
        self._open_up()

    def _open_up(self) -> None:
        self._process = os.getpid()
        self._idle: LifoQueue[_Child | None] = LifoQueue()
        for _worker in range(self._workers):
            self._idle.put(None)

    def _ask(self, task: str, **details: Any) -> dict[str, Any]:
        with self._lock:
            if self._process != os.getpid():
                self._open_up()  # after a fork the children are the other process's
            idle = self._idle
        child = idle.get()
        try:
            if child is None or not child.is_fit():
                child = _Child()
            reply = child.ask({"task": task, "largest": self._largest} | details, self._patience)
        except BaseException:
            if child:
                child.end(at_once=True)
            child = None
            raise
        finally:
            idle.put(child)
        if "trouble" in reply:
            raise OSError(reply["errno"], reply["trouble"])
        if reply["refusal"]:
            raise PictureError(RefusalReason(reply["refusal"]), reply["detail"])
        return reply


def _developed(made: dict[str, Any], folder: Path, reply: dict[str, Any]) -> Developed:
    return Developed(
        [
            DevelopedRendition(path=Path(folder) / f"{one['size']:d}.jpg", **one)
            for one in made["renditions"]
        ],
        made["placeholder"],
        made["dhash"],
        reply["cpu_seconds"],
        reply["peak_bytes"],
    )


class _Child:
    """One process at the other end of two pipes."""

    def __init__(self) -> None:
        self._pictures = 0
        self._expired = False
        self._process = subprocess.Popen(
            children.command("darkroom_child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=children.environment() | {"MALLOC_ARENA_MAX": "1"},
        )

    def is_fit(self) -> bool:
        """Whether it may be given another picture; ends it otherwise."""
        fit = self._pictures < PICTURES_A_CHILD and self._process.poll() is None
        if not fit or self._expired:
            self.end()
            return False
        return True

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The reply to a request.  Raises PictureError when the child died of it.

        Raises Interrupted when the child was told to stop before it could listen.
        """
        self._pictures += 1
        assert self._process.stdin and self._process.stdout
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        line = b""
        try:
            self._process.stdin.write(dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            pass  # it died before it could listen; its exit status says of what
        finally:
            timer.cancel()
        with suppress(JSONDecodeError):
            if line.endswith(b"\n") and isinstance(reply := loads(line), dict):
                return reply
        raise self._cause_of_death()

    def _expire(self) -> None:
        self._expired = True
        self._process.kill()

    def _cause_of_death(self) -> PictureError | Interrupted:
        self.end(at_once=True)
        status = self._process.returncode
        name = signal.Signals(-status).name if status < 0 else f"status {status}"
        if self._expired or name in _OVERWHELMED:
            return PictureError(RefusalReason.TOO_DEMANDING, f"the child ended by {name}")
        if name in _TOLD_TO_STOP:
            return Interrupted(f"the child ended by {name}")
        return PictureError(RefusalReason.UNREADABLE, f"the child ended by {name}")

    def end(self, *, at_once: bool = False) -> None:
        """Close its input and wait for it to go; kill it when it does not."""
        if at_once and self._process.poll() is None:
            with suppress(subprocess.TimeoutExpired):  # it may be dying of its own cause
                self._process.wait(0.2)
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
