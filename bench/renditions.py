"""What a photograph costs: the four renditions against one plain decode, and pictures a second."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from bench import Figure
from photovoice.archive.darkroom import Darkroom
from tests.archive.strangers import encoded, grain, scene

SIZES = {12: ((4032, 3024), 6.0), 24: ((6000, 4000), 3.5), 48: ((8064, 6048), 2.5)}
"""Megapixels: width and height, and how many plain decodes the renditions may cost."""
MOST_MEMORY = 150.0
ROUNDS = 7
DRAWN = 16
"""Pictures taken in where no folder of real ones is named."""


def figures() -> Iterator[Figure]:
    """Cost and memory at three sizes, then the pace of taking pictures in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for megapixels, (size, hold) in SIZES.items():
            path = folder / f"{megapixels}.jpg"
            path.write_bytes(drawn(*size))
            ratio, peak = cost(path, folder)
            kind = f"{megapixels} MP ({path.stat().st_size / 1e6:.1f} MB)"
            yield Figure(f"four renditions, {kind}: CPU ÷ one decode", ratio, "×", hold)
            yield Figure(f"four renditions, {kind}: peak memory", peak, "MB", MOST_MEMORY)
            path.unlink()
        paths, where = pictures(folder)
        for workers in (1, 2):
            pace = taken_in_a_second(paths, workers)
            words = f"{len(paths)} {where} taken in, {workers} worker{'s' * (workers > 1)}"
            yield Figure(words, pace, "pictures/s", None)


def drawn(width: int, height: int) -> bytes:
    """A JPEG as detailed as a phone's: about a quarter of a byte a pixel."""
    tile = grain(scene(2016, 1512))
    im = Image.new("RGB", (width, height))
    for left in range(0, width, tile.width):
        for top in range(0, height, tile.height):
            im.paste(tile, (left, top))
    return encoded(im, quality=93)


def cost(path: Path, folder: Path) -> tuple[float, float]:
    """CPU for the renditions over CPU for one whole decode, taken in turns; and megabytes held.

    The least of several rounds counts: whatever else the machine does can only add.
    """
    decodes, developments, peak = [], [], 0
    with Darkroom() as darkroom:
        for _round in range(ROUNDS):
            decodes.append(one_decode(path))
            made = darkroom.develop(path, folder)
            developments.append(made.cpu_seconds)
            peak = max(peak, made.peak_bytes)
    return min(developments) / min(decodes), peak / 1e6


def one_decode(path: Path) -> float:
    """CPU seconds for opening and decoding a picture whole."""
    began = time.process_time()
    with Image.open(path) as im:
        im.load()
    return time.process_time() - began


def pictures(folder: Path) -> tuple[list[Path], str]:
    """Real pictures where PHOTOVOICE_TEST_CORPUS names them, drawn ones of 12 MP otherwise."""
    corpus = Path(os.environ.get("PHOTOVOICE_TEST_CORPUS") or folder / "none")
    real = [p for name in ("phones", "public-domain") for p in sorted(corpus.glob(f"{name}/*.*"))]
    if real:
        return real, "real pictures"
    data = drawn(*SIZES[12][0])
    for number in range(DRAWN):
        (folder / f"drawn-{number}.jpg").write_bytes(data)
    return sorted(folder.glob("drawn-*.jpg")), "drawn pictures of 12 MP"


def taken_in_a_second(paths: Sequence[Path], workers: int) -> float:
    """Pictures inspected and developed in a second by the clock, children already running."""
    with (
        Darkroom(workers=workers) as darkroom,
        ThreadPoolExecutor(workers) as pool,
        tempfile.TemporaryDirectory() as folder,
    ):

        def take_in(numbered: tuple[int, Path]) -> bool:
            number, path = numbered
            ok = darkroom.inspect(path).ok
            if ok:
                own = Path(folder) / str(number)
                own.mkdir(exist_ok=True)
                darkroom.develop(path, own)
            return ok

        list(pool.map(take_in, enumerate([paths[0]] * workers)))
        began = time.monotonic()
        taken = sum(pool.map(take_in, enumerate(paths)))
        return taken / (time.monotonic() - began)
