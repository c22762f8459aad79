"""Real pictures by real phones, and real damage: the darkroom on a folder of other people's files.

Runs when PHOTOVOICE_TEST_CORPUS names a folder with ``phones``, ``public-domain``, ``orientation``
and ``broken`` in it.
"""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from photovoice.archive.darkroom import Darkroom, Inspection, RefusalReason, sentence
from tests.metadata import traces

FOLDERS = ("phones", "public-domain", "orientation", "broken")


@pytest.fixture(scope="module")
def folders(corpus) -> dict[str, list[Path]]:
    """The files of each folder there is."""
    found = {name: sorted(p for p in (corpus / name).glob("*") if p.is_file()) for name in FOLDERS}
    if not any(found.values()):
        pytest.skip(f"PHOTOVOICE_TEST_CORPUS holds none of the folders {', '.join(FOLDERS)}")
    return found


@pytest.fixture(scope="module")
def outcomes(folders, tmp_path_factory) -> dict[Path, tuple[Inspection, dict[int, Path]]]:
    """Each picture's verdict and its renditions, by the path it came from."""
    with Darkroom(workers=2) as darkroom, ThreadPoolExecutor(2) as pool:

        def take_in(path: Path):
            verdict = darkroom.inspect(path)
            if not verdict.ok:
                return path, (verdict, {})
            made = darkroom.develop(path, tmp_path_factory.mktemp("made"))
            return path, (verdict, {one.size: one.path for one in made.renditions})

        return dict(pool.map(take_in, [path for paths in folders.values() for path in paths]))


def of(folder, folders, outcomes):
    """The outcomes of one folder, or a skip that says it is not there."""
    if not folders[folder]:
        pytest.skip(f"the corpus has no folder {folder}")
    return {path.name: outcomes[path] for path in folders[folder]}


@pytest.mark.parametrize("folder", ["phones", "public-domain"])
def test_every_picture_phones_and_cameras_write_is_taken_in(folders, outcomes, folder):
    for name, (verdict, copies) in of(folder, folders, outcomes).items():
        assert verdict.ok, f"{name}: {verdict.refusal}"
        assert copies and max(verdict.width, verdict.height) > 0


@pytest.mark.parametrize("shape", ["Landscape", "Portrait"])
def test_all_eight_orientations_come_out_alike(folders, outcomes, shape):
    found = of("orientation", folders, outcomes)
    copies = [found[f"{shape}_{turn}.jpg"][1] for turn in range(1, 9)]
    for size in copies[0]:
        first, *others = (Image.open(copy[size]).convert("RGB") for copy in copies)
        for turn, other in enumerate(others, 2):
            assert other.size == first.size
            difference = ImageStat.Stat(ImageChops.difference(first, other))
            # Each of the eight was compressed on its own; turned wrongly they differ by 40 or more.
            assert max(difference.mean) < 6, f"{shape}_{turn} at {size}: {difference.mean}"


def test_a_portrait_and_its_rotated_twin_come_out_alike(folders, outcomes):
    found = of("public-domain", folders, outcomes)
    if not {"portrait.jpg", "portrait-orientation-6.jpg"} <= found.keys():
        pytest.skip("the corpus has no portrait with a rotated twin")
    one, twin = (
        Image.open(found[name][1][800]).convert("L")
        for name in ("portrait.jpg", "portrait-orientation-6.jpg")
    )
    assert one.size == twin.size
    assert ImageStat.Stat(ImageChops.difference(one, twin)).mean[0] < 6


def test_every_broken_file_gets_a_verdict(folders, outcomes):
    for name, (verdict, copies) in of("broken", folders, outcomes).items():
        if verdict.ok:
            assert copies, name
        else:
            assert sentence(RefusalReason(verdict.refusal)), name


SERIALS = re.compile(rb"(?:SerialNumber|InternalSerialNumber)\W{1,6}([\w-]{6,40})")


def givers_away(path: Path) -> list[bytes]:
    """What in the original would give the camera or its owner away: serial numbers and comments."""
    data = path.read_bytes()
    found = set(SERIALS.findall(data))
    with Image.open(io.BytesIO(data)) as im:
        details = im.getexif().get_ifd(0x8769)
        for tag in (0xA420, 0xA430, 0xA431, 0xA435):
            found.add(str(details.get(tag, "")).strip("\0 ").encode())
        found.add(im.info.get("comment", b"")[:40])
    return [secret for secret in found if len(secret) >= 6]


def test_no_rendition_carries_a_trace_of_its_original(folders, outcomes):
    looked_at = secrets = 0
    for path, (_verdict, copies) in outcomes.items():
        try:
            kept = givers_away(path)
        except Exception:  # a broken original names nobody
            kept = []
        secrets += len(kept)
        for copy in copies.values():
            assert traces(copy.read_bytes(), kept) == [], f"{path.name} at {copy.name}"
            looked_at += 1
    assert looked_at > 3 * len(outcomes) / 2
    assert secrets or not folders["phones"]


def test_a_picture_cut_short_on_the_way_is_incomplete(folders, tmp_path):
    whole = [path for path in folders["phones"] + folders["public-domain"] if not _is_two(path)]
    cut = tmp_path / "cut"
    with Darkroom() as darkroom:
        for path in whole:
            data = path.read_bytes()
            for share in (0.3, 0.7):
                cut.write_bytes(data[: int(len(data) * share)])
                refusal = darkroom.inspect(cut).refusal
                assert refusal is RefusalReason.INCOMPLETE, f"{path.name} cut to {share:.0%}"


def _is_two(path: Path) -> bool:
    """Whether a JPEG has a second picture behind the first, which it may lose without harm."""
    data = path.read_bytes()
    return data.startswith(b"\xff\xd8") and data.rfind(b"\xff\xd8\xff") > len(data) * 0.3
