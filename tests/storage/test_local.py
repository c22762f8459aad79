"""What a folder promises beyond the contract: nothing half-written after a crash, no full disk."""

import errno
import io
import subprocess
import sys
from datetime import timedelta

import pytest

from photovoice.refusals import Refusal
from photovoice.storage import StoreFull
from photovoice.storage.local import INCOMING, LocalStore

KEY = "originals/ab/abcdef.jpg"
DIES_BEFORE_THE_RENAME = """
import os, sys
from photovoice.storage import local
local.os.replace = lambda *paths: os._exit(9)
local.LocalStore(sys.argv[1]).put("originals/ab/abcdef.jpg", b"a picture" * 1000)
"""
DIES_WHILE_WRITING = """
import os, sys
from photovoice.storage.local import LocalStore
class Source:
    reads = 0
    def read(self, size):
        self.reads += 1
        return b"x" * size if self.reads < 3 else os._exit(9)
LocalStore(sys.argv[1]).put("originals/ab/abcdef.jpg", Source())
"""


@pytest.mark.parametrize("crash", [DIES_BEFORE_THE_RENAME, DIES_WHILE_WRITING])
def test_a_crash_leaves_nothing_under_the_key_and_the_sweep_removes_the_rest(tmp_path, crash):
    ended = subprocess.run([sys.executable, "-c", crash, str(tmp_path)], timeout=30)
    assert ended.returncode == 9

    store = LocalStore(tmp_path)
    assert not store.exists(KEY)
    assert list(store.keys()) == []
    assert len(list((tmp_path / INCOMING).iterdir())) == 1

    assert store.sweep_temporaries(timedelta(hours=1)) == 0, "it may still be being written"
    assert store.sweep_temporaries(timedelta(0)) == 1
    assert list((tmp_path / INCOMING).iterdir()) == []

    store.put(KEY, b"a picture")
    assert store.exists(KEY)


class FullDisk(io.RawIOBase):
    """A source that stands in for a disk that fills while it is copied."""

    def read(self, size=-1):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_refusal_with_a_sentence(tmp_path):
    store = LocalStore(tmp_path)
    with pytest.raises(StoreFull) as refused:
        store.put(KEY, FullDisk())
    assert isinstance(refused.value, Refusal)
    assert refused.value.status == 507
    assert "received before is safe" in str(refused.value)
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_the_bytes_are_on_the_disk_before_they_are_seen_and_the_folder_after(tmp_path, monkeypatch):
    from photovoice.storage import local

    happened = []
    sync, replace = local.os.fsync, local.os.replace
    monkeypatch.setattr(local.os, "fsync", lambda fd: (happened.append("sync"), sync(fd)))
    monkeypatch.setattr(local.os, "replace", lambda *p: (happened.append("rename"), replace(*p)))
    LocalStore(tmp_path / "uploads").put(KEY, b"a picture")
    before, after = happened[: happened.index("rename")], happened[happened.index("rename") + 1 :]
    assert before == ["sync"]
    assert after == ["sync"] * 4, "the two folders of the key, the store, and what holds it"


def test_an_original_is_readable_only_to_the_house(tmp_path):
    LocalStore(tmp_path).put(KEY, b"a picture")
    if sys.platform != "win32":
        assert (tmp_path / KEY).stat().st_mode & 0o077 == 0
