"""The two tus clients most people use, through both servers, while the server is killed."""

import hashlib
import json
import os
import random
import socket
import subprocess
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from build_tools.node import find_node
from photovoice import create_app
from photovoice.archive.models import Photograph
from photovoice.config import Config
from tests.crash.processes import PATIENCE, Command, until
from tests.crash.test_kill import cookie_of_a_researcher, free_port, listens
from tests.factories import Factory
from tests.phone.phones import PIECE, checksum

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here"),
]

MEGABYTE = 1024 * 1024
UID = "0123456789abcdef0123456789abcdef"
KILLED_AT = (3 * MEGABYTE, 9 * MEGABYTE, 15 * MEGABYTE)
"""What has come when the server is killed in the middle of the next piece."""


@pytest.fixture(scope="package")
def large(tmp_path_factory) -> Path:
    """A JPEG of more than 20 MB: noise, in which nothing can be saved."""
    size = (2800, 2400)
    noise = random.Random(1819).randbytes(size[0] * size[1] * 3)
    path = tmp_path_factory.mktemp("large") / "IMG_1.jpg"
    Image.frombytes("RGB", size, noise).save(path, quality=98, subsampling=0)
    assert 20 * MEGABYTE < path.stat().st_size < 23 * MEGABYTE
    return path


class Server:
    """The pages of one house, through waitress or gunicorn, with somebody at their door."""

    def __init__(self, kind: str, home: Path, database_url: str) -> None:
        self.port = free_port()
        self.settings = {
            "PHOTOVOICE_HOME": str(home),
            "PHOTOVOICE_DATABASE_URL": database_url,
            "PHOTOVOICE_SECRET_KEY": "a key for tests only",
            "PHOTOVOICE_DARKROOM_WORKERS": "1",
            "PHOTOVOICE_PORT": str(self.port),
        }
        gunicorn = ["gunicorn", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        waitress = ["serve"]
        self.words = {"gunicorn": [*gunicorn, "photovoice:create_app()"], "waitress": waitress}[
            kind
        ]
        self.out = home.parent / "web.out"
        self.app = create_app(Config.from_environment(self.settings))
        self.house = self.app.extensions["photovoice"]
        with self.app.app_context():
            with self.house.database.transaction() as session:
                self.slug = Factory(session, self.house).project("Our street").slug
            self.cookie = f"photovoice={cookie_of_a_researcher(self.house, self.slug)}"
        self.kills = 0
        self.start()
        self._knock()

    def start(self) -> None:
        """Serve, and wait until somebody answers."""
        self.web = Command(self.words, self.settings, self.out)
        until(lambda: listens(self.port), "the pages")

    def kill(self) -> None:
        """kill -9, and start again."""
        self.web.kill_all()
        until(lambda: not listens(self.port), "the last of its children")
        self.kills += 1
        self.start()

    @property
    def address(self) -> str:
        """Where uploads are created."""
        return f"http://127.0.0.1:{self.port}/projects/{self.slug}/sending"

    def _knock(self) -> None:
        """Ask the outbox for a token, as the phone does."""
        where = self.address.replace("/sending", "/outbox")
        ask = urllib.request.Request(where, headers={"Cookie": self.cookie})
        with urllib.request.urlopen(ask, timeout=PATIENCE) as answer:
            token = json.load(answer)["token"]
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.headers = {"Cookie": self.cookie, "X-CSRFToken": token}

    def cut(self, address: str, at: int, data: bytes, half: int, **headers: str) -> None:
        """Begin to send a piece, and hang up after half of it."""
        said = {
            "Host": f"127.0.0.1:{self.port}",
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(at),
            "Content-Type": PIECE,
            "Content-Length": str(len(data)),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (said | self.headers).items())
        path = address.partition(f":{self.port}")[2]
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(f"PATCH {path} HTTP/1.1\r\n{lines}\r\n".encode() + data[:half])
            time.sleep(0.2)

    def close(self) -> None:
        """Serve no more."""
        self.web.kill_all()
        self.house.close()


@pytest.fixture(params=["waitress", "gunicorn"])
def server(request, tmp_path, database_url):
    """A server that runs."""
    (tmp_path / "home").mkdir(exist_ok=True)
    server = Server(request.param, tmp_path / "home", database_url)
    server.kind = request.param
    yield server
    server.close()


def assert_received(server: Server, path: Path) -> None:
    """One photograph is there, byte for byte what was sent, and nothing of it lies about."""
    data = path.read_bytes()
    with server.house.database.session(writes=False) as session:
        (row,) = session.scalars(select(Photograph))
        assert (row.uid, row.sha256) == (UID, hashlib.sha256(data).hexdigest())
        with server.house.store.open(row.original_key) as stored:
            assert stored.read() == data
    assert not list((server.house.config.home / "uploads" / ".sending").iterdir())


def test_tuspy_goes_on_where_a_killed_server_stopped(server, large):
    client = TusClient(server.address, headers=server.headers)
    about = {"chunk_size": MEGABYTE, "upload_checksum": True}
    sending = client.uploader(str(large), metadata={"uid": UID}, **about)
    kills, most_sent_again = list(KILLED_AT), 0
    while sending.offset < sending.get_file_size():
        before, killer = sending.offset, None
        if kills and before >= kills[0]:
            kills.pop(0)
            killer = threading.Timer(0.004, server.kill)
            killer.start()
        try:
            sending.upload_chunk()
        except (TusUploadFailed, TusCommunicationError):
            assert killer, "nothing fails but what is killed"
        if killer:
            killer.join()
            sending = client.uploader(str(large), url=sending.url, **about)
            most_sent_again = max(most_sent_again, before - sending.offset)
    assert server.kills == len(KILLED_AT) and most_sent_again <= 0
    assert_received(server, large)


def test_tus_js_client_goes_on_where_a_killed_server_stopped(server, large):
    told = [json.dumps(server.headers), json.dumps({"uid": UID, "filename": "IMG_1.jpg"})]
    script = Path(__file__).with_name("send.mjs")
    words = [find_node().executable, script, large, server.address, str(MEGABYTE), *told]
    kills, there = list(KILLED_AT), []
    with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, text=True) as sending:
        for line in sending.stdout:
            there.append(line.strip())
            if kills and line.strip().isdigit() and int(line) >= kills[0]:
                kills.pop(0)
                time.sleep(0.004)
                server.kill()
    assert sending.returncode == 0 and there[-1] == "done"
    assert server.kills == len(KILLED_AT)
    numbers = [int(line) for line in there[:-1]]
    assert numbers == sorted(set(numbers)), "what was there once is there for good"
    assert_received(server, large)


def test_of_a_piece_cut_short_gunicorn_keeps_what_came_and_waitress_nothing(server):
    client = TusClient(server.address, headers=server.headers)
    data = random.Random(4).randbytes(200_000)
    path = server.house.config.home / "noise"
    path.write_bytes(data)
    sending = client.uploader(str(path), chunk_size=50_000)
    sending.upload_chunk()
    server.cut(sending.url, 50_000, data[50_000:], 100_000, Upload_Checksum=checksum(b"other"))
    assert there_are(sending) == 50_000
    server.cut(sending.url, 50_000, data[50_000:], 100_000)
    assert there_are(sending) == {"gunicorn": 150_000, "waitress": 50_000}[server.kind]


def there_are(sending) -> int:
    """How many bytes have come, once nobody writes any more."""
    ends = time.monotonic() + 2
    found = sending.get_offset()
    while time.monotonic() < ends:
        time.sleep(0.1)
        with suppress(TusCommunicationError):
            if found == (found := sending.get_offset()):
                break
    return found
