"""The server killed again and again while a phone sends: nothing lost, nothing twice."""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PIL import Image
from playwright.sync_api import TimeoutError

from tests.sending.conftest import received

pytestmark = pytest.mark.any_database

CUTS = int(os.environ.get("PHOTOVOICE_TEST_CUTS", "24"))
"""How often the server dies; 200 take some minutes and are worth them after a change here."""
PICTURES = max(4, CUTS // 5)
LINE = 2_000_000
"""Bytes a second the line carries: so slow that a piece is on its way when the server dies."""

HURRY = "dispatchEvent(new Event('online'))"
WATCH = """() => {
  window.pieces = [];
  const ask = window.fetch;
  window.fetch = async (address, how = {}) => {
    const piece = how.method === "PATCH" && {
      address: String(address), offset: Number(how.headers["Upload-Offset"]),
      length: how.body.byteLength, answer: 0,
    };
    if (piece) window.pieces.push(piece);
    const answer = await ask(address, how);
    if (piece) piece.answer = answer.status;
    return answer;
  };
}"""
"""Notes every piece the page sends, and what was answered."""


class Mortal:
    """The house, served by processes that can be killed."""

    def __init__(self, environ: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sending.mortal"],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def kill(self, away: int = 0) -> None:
        """kill -9, and a new life after so many milliseconds."""
        self._process.stdin.write(f"{away}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "alive\n"

    def end(self) -> None:
        """No more lives."""
        self._process.stdin.close()
        self._process.wait(20)


@pytest.fixture
def mortal(config) -> Iterator[Mortal]:
    """The house of this test, in processes that can be killed."""
    environ = {name: value for name, value in os.environ.items() if "PHOTOVOICE" not in name}
    mortal = Mortal(
        environ
        | {
            "PHOTOVOICE_HOME": str(config.home),
            "PHOTOVOICE_DATABASE_URL": config.database_url,
            "PHOTOVOICE_SECRET_KEY": config.secret_key,
            "PHOTOVOICE_QUEUE_URL": "memory:",
            "PHOTOVOICE_DARKROOM_WORKERS": "1",
        }
    )
    yield mortal
    mortal.end()


@pytest.fixture
def server(mortal) -> str:
    """Where the phone finds it."""
    return mortal.url


def test_however_often_the_line_is_cut_nothing_is_lost_and_nothing_comes_twice(
    phone, words, house, mortal, tmp_path
):
    dice = random.Random(21)
    files = []

    def another():
        im = Image.frombytes("L", (2200, 1650), dice.randbytes(2200 * 1650))
        im.save(path := tmp_path / f"{len(files)}.jpg", quality=88)
        files.append(path)
        return path

    page = phone.open(service_workers="block")
    phone.come_in(words)
    page.evaluate(WATCH)
    line = phone.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": LINE, "uploadThroughput": LINE},
    )
    phone.choose(*(another() for _picture in range(PICTURES)))
    safe = page.get_by_text("Everything is received and safe.")
    for _cut in range(CUTS):
        if safe.is_visible():  # there is always something on its way
            phone.choose(another())
        page.evaluate(HURRY)
        begun = page.evaluate("window.pieces.length")
        with suppress(TimeoutError):
            page.wait_for_function(f"() => window.pieces.length > {begun}", timeout=3000)
        page.wait_for_timeout(dice.randrange(0, 60))
        mortal.kill(dice.choice([0, 0, 0, 30]))
    for _try in range(60):
        page.evaluate(HURRY)
        if safe.is_visible():
            break
        page.wait_for_timeout(500)
    safe.wait_for()

    sent = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    photographs = received(house)
    assert sorted(photograph.sha256 for photograph in photographs) == sent
    for photograph in photographs:
        with house.store.open(photograph.original_key) as stream:
            assert hashlib.sha256(stream.read()).hexdigest() == photograph.sha256
    pieces = page.evaluate("window.pieces")
    assert again(pieces) <= CUTS
    unheard = sum(not piece["answer"] for piece in pieces)
    print(f"{CUTS} deaths, {len(files)} photographs, {len(pieces)} pieces:", end=" ")
    print(f"{unheard} never answered, {again(pieces)} begun again, none lost, none twice")


def again(pieces: list[dict]) -> int:
    """How many pieces were sent whose bytes, or some of them, had been sent before."""
    reached: dict[str, int] = {}
    count = 0
    for piece in pieces:
        count += piece["offset"] < reached.get(piece["address"], 0)
        reached[piece["address"]] = max(
            reached.get(piece["address"], 0), piece["offset"] + piece["length"]
        )
    return count
