"""Postcards against the least a PDF with the same photographs can cost.

The floor is pikepdf copying the JPEGs into pages: no words, no imposition.  Both are measured in
turn, so that a busy machine slows both; peak memory is that of a process that makes one file.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bench import Figure
from photovoice.printing.postcards import Card, postcards

CARDS = 24
SIZE = (4032, 3024)
ROUNDS = 7
SHEET = "sra3"
CAPTION = (
    "They took off the 6.40. Five cleaners, one nurse. We stood here every day for a month and "
    "counted ourselves out loud."
)
MEASURE = "from bench.postcards import peak; from pathlib import Path; peak(Path({folder!r}))"


def figures() -> Iterator[Figure]:
    """Time as a multiple of the floor, and peak memory in MB, for 24 cards of 12 MP."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photographs = generated(folder)
        cards = cards_of(photographs)
        output = folder / "made.pdf"
        floors, ours = [], []
        for _round in range(ROUNDS):
            floors.append(timed(lambda: floor(photographs, output)))
            ours.append(timed(lambda: postcards(cards, output, sheet=SHEET, title="Bench")))
        megabytes = sum(path.stat().st_size for path in photographs) / 1e6
        yield Figure(f"{CARDS} postcards, {megabytes:.0f} MB: floor", median(floors), "s", None)
        yield Figure("postcards ÷ pikepdf floor", median(ours) / median(floors), "×", 3)
        command = [sys.executable, "-c", MEASURE.format(folder=str(folder))]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        yield Figure("postcards, peak memory", float(told), "MB", 300)


def generated(folder: Path) -> list[Path]:
    """Photographs as heavy as a phone's, each unlike the others."""
    random = Random(24)
    grain = Image.effect_noise(SIZE, 38)
    paths = []
    for number in range(CARDS):
        slope = Image.linear_gradient("L").rotate(random.randrange(360)).resize(SIZE)
        picture = Image.merge("RGB", [Image.blend(slope, grain, 0.3 + 0.1 * k) for k in range(3)])
        picture.save(path := folder / f"{number}.jpg", quality=85)
        paths.append(path)
    return paths


def cards_of(photographs: Sequence[Path]) -> list[Card]:
    """A card for each photograph, every third in Urdu."""
    return [
        Card(
            photograph,
            *SIZE,
            title="چولہا" if number % 3 == 0 else "Bus stop, 6.40",
            title_language="ur" if number % 3 == 0 else "en",
            caption=CAPTION,
            caption_language="en",
            credit="Marlene Fitt",
            theme="Turning up",
            line="Beyond the Ballot Box",
            url=f"https://example.org/exhibitions/beyond/photographs/{number:08d}",
        )
        for number, photograph in enumerate(photographs)
    ]


def floor(photographs: Sequence[Path], output: Path) -> None:
    """The least: each JPEG as it is on a page of its own."""
    with pikepdf.new() as pdf:
        for photograph in photographs:
            image = pikepdf.Stream(
                pdf,
                photograph.read_bytes(),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=SIZE[0],
                Height=SIZE[1],
                BitsPerComponent=8,
                ColorSpace=Name.DeviceRGB,
                Filter=Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(437, 315))
            page.obj.Resources = Dictionary(XObject=Dictionary(I=image))
            page.obj.Contents = pdf.make_stream(b"q 437 0 0 315 0 0 cm /I Do Q")
            page.obj.TrimBox = page.obj.BleedBox = Array([0, 0, 437, 315])
        pdf.save(output)


def timed(work) -> float:
    """Seconds a piece of work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def peak(folder: Path) -> None:
    """Make the file once and print this process's peak memory in MB."""
    photographs = sorted(folder.glob("*.jpg"))
    postcards(cards_of(photographs), folder / "peak.pdf", sheet=SHEET, title="Bench")
    print(own_peak())


def own_peak() -> float:
    """This process's peak memory in MB.

    Where Linux counts it since the program began, rather than with its parent's before that.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    import resource

    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
