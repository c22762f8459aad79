"""What lies in a folder somebody brings: photographs, and what computers and messengers left there.

A stick, a memory card, a messenger's export or a packed folder holds more than photographs.  What
nobody meant to send is left alone and counted; everything else gets a verdict.
"""

import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, cast

from photovoice.archive import filenames
from photovoice.archive.arrival import PictureRefused
from photovoice.archive.pictures import RefusalReason

MOST_IN_ONE = 50_000
"""Files in one packed folder; one that holds more is to be unpacked first."""
_LONGEST_NOTE = 64 * 1024
"""Bytes of what a service writes beside a photograph."""
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error)
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
_NOT_IN_ASCII = 0x800
"""Set where a packed folder says that a name is UTF-8."""
_LITTER = re.compile(
    r"\$recycle\.bin|recycler|@eadir|#recycle|__macosx|system volume information|lost\+found"
    r"|found\.\d+|thumbs\.db|ehthumbs.*\.db|desktop\.ini|picasa\.ini|_chat\.txt"
    r"|.*\.(?:aae|xmp|json|ini|db|lnk|url|tmp|part|crdownload|thm|ctg|log|vcf"
    r"|txt|csv|html?|opus|ogg|amr|m4a|aac|mp3|wav)",
    re.IGNORECASE,
)
"""Folders and files of systems, cameras and messengers, and notes and recordings beside them."""
_STICKER = re.compile(r"stk-.*\.webp", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """One file: what it is called, and the packed folder it lies in, if any."""

    path: Path
    name: str
    member: zipfile.ZipInfo | None = None
    packed: zipfile.ZipFile | None = None

    @contextmanager
    def opened(self) -> Iterator[Path | IO[bytes]]:
        """What it can be read from.

        Raises OSError where it cannot, and PictureRefused, then or while it is read, where it is
        locked by a password, packed in a way not known, or damaged.
        """
        if self.packed is None or self.member is None:
            yield self.path
            return
        try:
            stream = self.packed.open(self.member)
        except _DAMAGED as trouble:
            raise PictureRefused(RefusalReason.UNREADABLE) from trouble
        except RuntimeError as trouble:  # locked, or packed in a way not known
            raise PictureRefused(RefusalReason.ARCHIVE) from trouble
        with stream:
            yield cast(IO[bytes], _Unpacked(stream))


class _Unpacked(io.RawIOBase):
    """The bytes of a packed file, refused where they turn out to be damaged."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _DAMAGED as trouble:
            raise PictureRefused(RefusalReason.UNREADABLE) from trouble


@dataclass
class Folder:
    """The files of a folder in the order people count in, and how many were left alone."""

    files: list[Found] = field(default_factory=list)
    left_alone: int = 0


def look_into(folder: Path) -> Folder:
    """Every file in a folder, in the folders in it and in what is packed; a file is one of one."""
    found = Folder()
    if folder.is_file():
        _add(found, folder, folder.name)
        return found
    paths = [(path.relative_to(folder).as_posix(), path) for path in folder.rglob("*")]
    thrown_away = _thrown_away((name, path.read_bytes) for name, path in paths if _is_note(path))
    for name, path in sorted(paths, key=lambda one: _in_order(one[0])):
        if not path.is_file():
            continue
        if _is_litter(name) or thrown_away(name):
            found.left_alone += 1
        else:
            _add(found, path, name)
    return found


def _add(found: Folder, path: Path, name: str) -> None:
    packed = _packed(path)
    if packed is None:
        found.files.append(Found(path, name))
        return
    members = [(_called(one), one) for one in packed.infolist() if not one.is_dir()]
    if len(members) > MOST_IN_ONE:
        found.files.append(Found(path, name))
        return
    thrown_away = _thrown_away(
        (called, partial(packed.read, one))
        for called, one in members
        if called.casefold().endswith(".json") and one.file_size <= _LONGEST_NOTE
    )
    for called, member in sorted(members, key=lambda one: _in_order(one[0])):
        if _is_litter(called) or thrown_away(called):
            found.left_alone += 1
        else:
            found.files.append(Found(path, f"{name}/{called}", member, packed))


def _packed(path: Path) -> zipfile.ZipFile | None:
    """A packed folder, or None: also of one that is damaged, which is refused like any file."""
    if path.suffix.casefold() != ".zip":
        return None
    try:
        return zipfile.ZipFile(path)
    except _NO_ZIP:
        return None


def _called(member: zipfile.ZipInfo) -> str:
    """Its name, also where a computer wrote UTF-8 and did not say so."""
    if not member.flag_bits & _NOT_IN_ASCII:
        with suppress(UnicodeError):
            return member.filename.encode("cp437").decode("utf-8")
    return member.filename


def _is_note(path: Path) -> bool:
    return (
        path.suffix.casefold() == ".json"
        and path.is_file()
        and path.stat().st_size <= _LONGEST_NOTE
    )


def _thrown_away(notes: Iterable[tuple[str, Callable[[], bytes]]]) -> Callable[[str], bool]:
    """Tells of a file whether the note that a service wrote beside it says it was in the bin."""
    in_bin: dict[str, list[tuple[str, str]]] = {}
    for name, read in notes:
        with suppress(*_DAMAGED, RuntimeError):
            if isinstance(told := json.loads(read()), dict) and told.get("trashed") is True:
                folder, _, called = name.rpartition("/")
                in_bin.setdefault(folder, []).append((called, str(told.get("title"))))

    def is_one(name: str) -> bool:
        folder, _, called = name.rpartition("/")
        return any(
            called == title or note.startswith(f"{called}.")
            for note, title in in_bin.get(folder, ())
        )

    return is_one


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    if hidden or any(_LITTER.fullmatch(part) for part in parts):
        return True
    return bool(_STICKER.fullmatch(parts[-1])) if parts else True


def _in_order(name: str) -> list[list[tuple[int, int, str]]]:
    return [filenames.in_order(part) for part in name.split("/")]
