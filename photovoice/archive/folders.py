"""What lies in a folder somebody brings: photographs, and what computers and messengers left there.

A stick, a memory card, a messenger's export or a packed folder holds more than photographs.  What
nobody meant to send is left alone and counted; everything else gets a verdict.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from photovoice.archive import filenames

MOST_IN_ONE = 50_000
"""Files in one packed folder."""
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
        """What it can be read from.  Raises OSError where it cannot."""
        if self.packed is None or self.member is None:
            yield self.path
            return
        try:
            with self.packed.open(self.member) as stream:
                yield stream
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError) as trouble:
            raise OSError(str(trouble)) from trouble  # locked by a password, or damaged


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
    paths = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    for name, path in sorted(paths, key=lambda one: _in_order(one[0])):
        if not path.is_file():
            continue
        if _is_litter(name):
            found.left_alone += 1
        else:
            _add(found, path, name)
    return found


def _add(found: Folder, path: Path, name: str) -> None:
    if not zipfile.is_zipfile(path) or path.suffix.casefold() != ".zip":
        found.files.append(Found(path, name))
        return
    packed = zipfile.ZipFile(path)
    members = [one for one in packed.infolist() if not one.is_dir()]
    for member in sorted(members[:MOST_IN_ONE], key=lambda one: _in_order(one.filename)):
        if _is_litter(member.filename):
            found.left_alone += 1
        else:
            found.files.append(Found(path, f"{name}/{member.filename}", member, packed))


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    if hidden or any(_LITTER.fullmatch(part) for part in parts):
        return True
    return bool(_STICKER.fullmatch(parts[-1])) if parts else True


def _in_order(name: str) -> list[list[tuple[int, int, str]]]:
    return [filenames.in_order(part) for part in name.split("/")]
