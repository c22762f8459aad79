"""Files that nobody but whoever runs the house can read, whatever the machine's habits are.

Where Windows has no such permissions, this does nothing there and harms nothing.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

OURS = ("photovoice*.sqlite*", "jobs.sqlite*", "secret_key", "demonstration.json")
"""The files of ours in a home, which may be a folder with other things in it."""
OUR_FOLDERS = ("uploads", "exhibitions", "search", "tls")
FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
"""The permissions of everybody else."""


def make_files_for_us_alone() -> None:
    """Let whatever this process and its children make from now on be for its owner only."""
    os.umask(OTHERS)


def close_home(home: Path) -> None:
    """Put right what lies in a home already: folders 0700, files 0600.

    Each of our folders is looked through only as long as it stands open itself: what is below a
    closed one nobody else can reach.
    """
    if os.name != "posix" or not home.is_dir():
        return
    for pattern in OURS:
        for path in home.glob(pattern):
            _close(path)
    for name in OUR_FOLDERS:
        top = home / name
        if not (top.is_dir() and top.stat().st_mode & OTHERS):
            continue
        for folder, _folders, files in os.walk(top, topdown=False):
            for file in files:
                _close(Path(folder, file))
            _close(Path(folder))
    if not home.stat().st_mode & stat.S_ISVTX:  # not a place for everybody, such as /tmp itself
        _close(home)


def _close(path: Path) -> None:
    """Somebody else's file, or one that goes at this moment, stays as it is."""
    with suppress(OSError):
        mode = path.stat(follow_symlinks=False).st_mode
        if not stat.S_ISLNK(mode) and mode & OTHERS:
            path.chmod(FOLDER if stat.S_ISDIR(mode) else FILE)
