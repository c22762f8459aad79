"""The process that decodes: it reads strangers' bytes, so it holds nothing worth having.

It speaks one JSON object a line over its pipes, loads neither the database nor the web, has no
settings and no keys in its environment, and limits its own memory and processor time.  When its
input ends, because the parent closed it or was killed, it ends too.
"""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from photovoice.archive import renditions
from photovoice.archive.pictures import Box, Inspection, PictureError, RefusalReason

try:
    import resource
except ImportError:  # Windows: the parent's clock is the limit there
    resource = None  # type: ignore[assignment]

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space for everything."""
CPU_SECONDS = 20
"""Processor time for one picture."""
STOP = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""How a whole group of processes is told to stop; a picture begun is finished all the same."""


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    for line in requests:
        allow_time()
        began = time.process_time()
        reply = answer(json.loads(line))
        reply["cpu_seconds"] = time.process_time() - began
        reply["peak_bytes"] = peak()
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The reply to one request; ``refusal`` is set in it where the picture cannot be worked on."""
    try:
        return {"refusal": None, "result": TASKS[request.pop("task")](**request)}
    except PictureError as trouble:
        return {"refusal": trouble.reason, "detail": str(trouble)}
    except MemoryError:
        return {"refusal": RefusalReason.TOO_DEMANDING, "detail": "memory"}
    except OSError as trouble:  # the disk, not the picture: the parent raises it as what it is
        return {"trouble": str(trouble), "errno": trouble.errno}
    except Exception as trouble:
        detail = f"{type(trouble).__name__}: {trouble}"
        return {"refusal": RefusalReason.UNREADABLE, "detail": detail}


def inspect(path: str, folder: str | None, largest: int) -> dict[str, Any]:
    """The verdict, as plain values."""
    verdict: Inspection = renditions.inspect(Path(path), Path(folder) if folder else None, largest)
    taken_at = verdict.taken_at.isoformat() if verdict.taken_at else None
    told = asdict(verdict) | {"taken_at": taken_at}
    if told["developed"]:
        told["developed"] = _without_paths(told["developed"])
    return told


def develop(path: str, folder: str, redactions: list, largest: int) -> dict[str, Any]:
    """What was made, as plain values."""
    boxes = [Box(*box) for box in redactions]
    return _without_paths(asdict(renditions.develop(Path(path), Path(folder), boxes, largest)))


def _without_paths(made: dict[str, Any]) -> dict[str, Any]:
    for rendition in made["renditions"]:
        del rendition["path"]  # the parent knows where it asked for them
    return made


def master(path: str, out: str, redactions: list, largest: int) -> None:
    """Write the copy for print."""
    renditions.master(Path(path), Path(out), [Box(*box) for box in redactions], largest)


TASKS: dict[str, Callable[..., Any]] = {"inspect": inspect, "develop": develop, "master": master}


def allow_time() -> None:
    """Grant the next picture its processor time, counted from what was used so far."""
    if resource:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if hard == resource.RLIM_INFINITY or limit <= hard:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def limit_memory() -> None:
    """Hold the whole process to its memory, and leave no core file of somebody's picture."""
    if not resource:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError):
        pass  # macOS knows the limit but does not let it be set


def peak() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        pass
    if not resource:
        return 0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


def main() -> None:
    """Take the pipes for requests and replies, so that no library can write among them."""
    for name in STOP:  # Ctrl-C and the like are the parent's business
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    logging.disable()
    limit_memory()
    try:
        serve(requests, replies)
    except BrokenPipeError:
        os._exit(0)  # the parent is gone; there is nobody to tell
