"""Verdicts on strangers' files, and that no picture can hurt the house."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime

import pytest
from PIL import Image

from photovoice.archive import children
from photovoice.archive.darkroom import (
    Darkroom,
    PictureError,
    RefusalReason,
    sentence,
)
from tests.archive import strangers
from tests.archive.strangers import encoded, exif_block, scene, written
from tests.metadata import traces

LINUX = sys.platform == "linux"


@pytest.mark.parametrize("what", strangers.REFUSED)
def test_a_file_is_refused_for_its_reason(darkroom, tmp_path, what):
    reason, make = strangers.REFUSED[what]
    began = time.monotonic()
    verdict = darkroom.inspect(written(tmp_path, make()))
    assert (verdict.ok, verdict.refusal) == (False, reason)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("what", strangers.ACCEPTED)
def test_an_odd_file_is_taken_in_and_comes_out_clean(darkroom, tmp_path, what):
    path = written(tmp_path, strangers.ACCEPTED[what]())
    assert darkroom.inspect(path).ok
    for rendition in darkroom.develop(path, tmp_path).renditions:
        assert traces(rendition.path.read_bytes()) == []


def test_every_refusal_has_a_sentence_that_says_the_rest_is_safe():
    sentences = [sentence(reason) for reason in RefusalReason]
    assert len(set(sentences)) == len(RefusalReason)
    assert all("safe" in words and "lease" in words for words in sentences if "open" not in words)
    assert all("Your other pictures" in words for words in sentences)


def test_the_verdict_tells_kind_size_moment_camera_and_place(darkroom, tmp_path):
    verdict = darkroom.inspect(written(tmp_path, encoded(scene(), exif=exif_block())))
    assert (verdict.media_type, verdict.extension) == ("image/jpeg", ".jpg")
    assert (verdict.width, verdict.height, verdict.orientation) == (900, 600, 1)
    assert verdict.taken_at == datetime(2018, 5, 12, 14, 3, 9)
    assert (verdict.camera_make, verdict.camera_model) == ("Testmaker", "Phone 3")
    assert verdict.location == pytest.approx((53.48, -2.2425))
    assert verdict.warnings == []


def test_a_picture_on_its_side_has_the_size_people_see(darkroom, tmp_path):
    data = encoded(scene(), exif=exif_block(orientation=6))
    verdict = darkroom.inspect(written(tmp_path, data))
    assert (verdict.width, verdict.height, verdict.orientation) == (600, 900, 6)


@pytest.mark.parametrize("moment", ["0000:00:00 00:00:00", "yesterday", "2018:13:45 99:00:00"])
def test_a_camera_without_a_clock_leaves_the_moment_open(darkroom, tmp_path, moment):
    data = encoded(scene(), exif=exif_block(taken_at=moment))
    assert darkroom.inspect(written(tmp_path, data)).taken_at is None


def test_metadata_too_large_to_read_is_dropped_and_said_so(darkroom, tmp_path):
    data = strangers.ACCEPTED["metadata of more than a megabyte"]()
    verdict = darkroom.inspect(written(tmp_path, data))
    assert verdict.ok and verdict.camera_make is None
    assert verdict.warnings == ["metadata_too_large"]


def test_metadata_that_multiplies_itself_in_memory_ends_in_a_verdict(darkroom, tmp_path):
    block = strangers.tiff_block([(0x9000 + n, 7, 60_000, 8) for n in range(5_000)], 0)
    path = written(tmp_path, strangers.jpeg_with_exif(block[:65_000]))
    assert darkroom.inspect(path).refusal in (None, RefusalReason.TOO_DEMANDING)
    assert darkroom.inspect(written(tmp_path, encoded(scene()))).ok


def test_a_flat_panorama_of_169_megapixels_is_taken_in_with_little_memory(darkroom, tmp_path):
    path = written(tmp_path, encoded(Image.new("L", (26_000, 6_500), 99)))
    with Darkroom() as fresh:
        assert fresh.inspect(path).ok
        made = fresh.develop(path, tmp_path)
    assert [one.width for one in made.renditions] == [320, 800, 1600, 2560]
    assert 0 <= made.peak_bytes < 110_000_000


# Children


def pids(darkroom):
    """The processes a darkroom keeps."""
    return [child._process.pid for child in darkroom._idle.queue if child]


def test_no_child_is_started_before_there_is_a_picture(tmp_path):
    with Darkroom(workers=2) as darkroom:
        assert pids(darkroom) == []
        darkroom.inspect(written(tmp_path, encoded(scene())))
        assert len(pids(darkroom)) == 1


def test_closing_leaves_no_process_behind(tmp_path):
    darkroom = Darkroom()
    darkroom.inspect(written(tmp_path, encoded(scene())))
    child = darkroom._idle.queue[0]._process
    darkroom.close()
    assert child.returncode == 0
    darkroom.close()


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_died_idle_is_replaced_unnoticed(tmp_path, how):
    path = written(tmp_path, encoded(scene()))
    with Darkroom() as darkroom:
        darkroom.inspect(path)
        (before,) = pids(darkroom)
        os.kill(before, how)
        darkroom._idle.queue[0]._process.wait()
        assert darkroom.inspect(path).ok
        assert pids(darkroom) != [before]


def dying_of(darkroom, how, path):
    """The verdict on a picture whose child is killed while it works on it."""
    darkroom.inspect(written(path.parent, encoded(scene(8, 8)), "warm-up.jpg"))
    (child,) = pids(darkroom)
    os.kill(child, signal.SIGSTOP)
    threading.Timer(0.2, lambda: (os.kill(child, how), os.kill(child, signal.SIGCONT))).start()
    return darkroom.inspect(path).refusal


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (signal.SIGKILL, "too_demanding"),
        (signal.SIGXCPU, "too_demanding"),
        (signal.SIGSEGV, "unreadable"),
    ],
)
def test_a_child_dying_of_a_picture_is_a_refusal_and_the_next_one_is_served(tmp_path, how, reason):
    path = written(tmp_path, encoded(scene()))
    with Darkroom() as darkroom:
        assert dying_of(darkroom, how, path) == reason
        assert darkroom.inspect(path).ok


def test_a_picture_that_takes_too_long_is_given_up(tmp_path):
    slow = written(tmp_path, encoded(scene(3000, 2000), "PNG"), "slow.png")
    with Darkroom(patience=0.05) as darkroom:
        assert darkroom.inspect(slow).refusal is RefusalReason.TOO_DEMANDING
        with pytest.raises(PictureError) as refused:
            darkroom.develop(slow, tmp_path)
        assert refused.value.reason is RefusalReason.TOO_DEMANDING
    with Darkroom() as darkroom:
        assert darkroom.inspect(slow).ok


def test_a_child_makes_way_after_fifty_pictures(tmp_path):
    path = written(tmp_path, encoded(scene(32, 24)))
    with Darkroom() as darkroom:
        seen = []
        for _ in range(51):
            assert darkroom.inspect(path).ok
            seen += pids(darkroom)
        assert [seen.count(pid) for pid in dict.fromkeys(seen)] == [50, 1]


def test_several_threads_share_two_children(tmp_path):
    path = written(tmp_path, encoded(scene()))
    answers, seen = [], set()
    with Darkroom(workers=2) as darkroom:

        def work():
            for _ in range(6):
                answers.append(darkroom.inspect(path).ok)
                seen.update(pids(darkroom))

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(pids(darkroom)) <= 2
    assert answers == [True] * 36
    assert len(seen) <= 2


def test_trouble_with_the_disk_is_not_blamed_on_the_picture(darkroom, tmp_path):
    with pytest.raises(FileNotFoundError):
        darkroom.inspect(tmp_path / "nowhere.jpg")
    path = written(tmp_path, encoded(scene()))
    with pytest.raises(FileNotFoundError):
        darkroom.develop(path, tmp_path / "no" / "folder")


def test_a_child_knows_neither_the_web_nor_the_database():
    python, option, program, *where = children.command("darkroom_child")
    asks = program.replace(".main()", "\nprint(*sys.modules)")
    loaded = subprocess.run(
        [python, option, asks, *where], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "photovoice.archive.renditions" in loaded
    assert not {"flask", "sqlalchemy", "flask_babel", "photovoice.config"} & set(loaded)


@pytest.mark.skipif(not LINUX, reason="only Linux shows a process's environment as a file")
def test_a_child_is_told_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("PHOTOVOICE_SECRET_KEY", "not for children")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nor this")
    with Darkroom() as darkroom:
        darkroom.inspect(written(tmp_path, encoded(scene())))
        (child,) = pids(darkroom)
        with open(f"/proc/{child}/environ", "rb") as file:
            assert b"SECRET" not in file.read()


@pytest.mark.skipif(not LINUX, reason="limits are read as Linux writes them")
def test_a_child_holds_itself_to_its_limits(tmp_path):
    with Darkroom() as darkroom:
        darkroom.inspect(written(tmp_path, encoded(scene())))
        (child,) = pids(darkroom)
        with open(f"/proc/{child}/limits") as file:
            limits = {line[:25].strip(): line[25:].split()[0] for line in file}
    assert limits["Max address space"] == str(1536 * 1024 * 1024)
    assert 20 <= int(limits["Max cpu time"]) <= 25


@pytest.mark.skipif(not LINUX, reason="needs /proc to see who is still there")
def test_children_go_when_their_parent_is_killed(tmp_path):
    path = written(tmp_path, encoded(scene()))
    program = (
        "import os, sys; from pathlib import Path\n"
        "from photovoice.archive.darkroom import Darkroom\n"
        "darkroom = Darkroom(); darkroom.inspect(Path(sys.argv[1]))\n"
        "print(darkroom._idle.queue[0]._process.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert run.returncode == -signal.SIGKILL
    orphan = int(run.stdout)
    for _ in range(600):
        try:
            with open(f"/proc/{orphan}/stat") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.05)
    pytest.fail("the child is still there")
