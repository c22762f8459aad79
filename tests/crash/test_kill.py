"""Whatever is killed, whenever: what was said to be received is there, whole, and once."""

import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from photovoice import create_app
from photovoice.accounts import operations as accounts
from photovoice.archive import jobs as archive
from photovoice.archive import operations
from photovoice.archive.models import Photograph, Rendition, State
from photovoice.audit import Event, first_broken
from photovoice.config import Config
from photovoice.jobs.models import Job, JobState
from photovoice.projects import operations as project_operations
from photovoice.projects import queries as projects
from photovoice.storage import identity, set_aside
from photovoice.storage.sweeping import sweep
from tests.crash.processes import PATIENCE, Command, until
from tests.factories import Factory, picture_bytes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here")

SECRET = "a key for tests only"
PICTURES = 40
KILLS = 20


@pytest.fixture
def settings(tmp_path, database_url) -> dict[str, str]:
    """The environment of every process of one house."""
    return {
        "PHOTOVOICE_HOME": str(tmp_path / "home"),
        "PHOTOVOICE_DATABASE_URL": database_url,
        "PHOTOVOICE_SECRET_KEY": SECRET,
        "PHOTOVOICE_DARKROOM_WORKERS": "1",
    }


@pytest.fixture
def our_house(settings):
    """The same house, seen from the test; nothing in it works by itself."""
    app = create_app(Config.from_environment(settings))
    with app.app_context():
        yield app.extensions["photovoice"]
    app.extensions["photovoice"].close()


@pytest.fixture
def project(our_house) -> str:
    """The slug of a project."""
    with our_house.database.transaction() as session:
        return Factory(session, our_house).project("Our street").slug


@pytest.fixture
def pictures(tmp_path) -> dict[str, bytes]:
    """Forty small pictures in a folder, by name."""
    made = {
        f"{number:02}.jpg": picture_bytes(number, size=(360, 270)) for number in range(PICTURES)
    }
    (folder := tmp_path / "pictures").mkdir()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return made


@pytest.fixture
def start(settings, tmp_path):
    """``start("worker")`` runs a command of the house; what still runs at the end is killed."""
    running: list[Command] = []

    def begin(*words: str, **more: str) -> Command:
        command = Command(list(words), settings | more, tmp_path / f"{words[0]}.out")
        running.append(command)
        return command

    yield begin
    for command in running:
        command.kill()


def reported(path) -> dict[str, dict]:
    """The pictures an ingest has said are in the archive, by name; half a line says nothing."""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    verdicts = [json.loads(line) for line in lines]
    return {one["file"]: one for one in verdicts if one["verdict"] != "refused"}


def busy(house) -> int:
    """How many jobs are not over."""
    with house.database.session(writes=False) as session:
        over = [JobState.DONE, JobState.FAILED]
        return session.scalar(select(func.count(Job.id)).where(Job.state.not_in(over)))


def assert_whole(house, said: dict[str, int], pictures: dict[str, bytes]) -> None:
    """Every picture said to be received is there and whole, none is twice, nothing is left over."""
    with house.database.session(writes=False) as session:
        rows = session.scalars(select(Photograph)).all()
        by_hash = {row.sha256: row for row in rows}
        assert len(by_hash) == len(rows), "a picture is there twice"
        for name, data in pictures.items():
            row = by_hash[hashlib.sha256(data).hexdigest()]
            assert row.id == said[name]
            assert row.state is State.READY and row.renditions
            with house.store.open(row.original_key) as stored:
                assert stored.read() == data
        for copy in session.scalars(select(Rendition)):
            with house.store.open(copy.key) as stored:
                assert hashlib.sha256(stored.read()).hexdigest() == copy.sha256
        assert set(session.scalars(select(Job.state))) == {JobState.DONE}
        received = session.scalars(select(Event.thing_id).where(Event.did == "received")).all()
        assert sorted(received) == sorted(row.id for row in rows)
        assert first_broken(session, rows[0].project_id) is None
        named = {row.original_key for row in rows}
        named |= set(session.scalars(select(Rendition.key)))
    plant_orphans(house)
    sweep(house, older_than=timedelta(0))
    archive.tidy(house, timedelta(0))
    kept = {stored.key for stored in house.store.keys()} - {identity.KEY}
    assert {key for key in kept if not key.startswith(set_aside.PREFIX)} == named
    home = house.config.home
    for room in (home / "uploads" / ".arriving", home / "uploads" / ".incoming"):
        assert not room.exists() or not any(room.iterdir())


def plant_orphans(house) -> None:
    """What a kill leaves at the one moment it is sure not to hit: bytes before their row."""
    for key in (f"originals/ab/{'ab' * 32}.jpg", f"renditions/{'cd' * 32}/320-abcdef01.jpg"):
        house.store.put(key, b"named by no row")
    for room in (".arriving/half", ".incoming"):
        (folder := house.config.home / "uploads" / room).mkdir(parents=True, exist_ok=True)
        (folder / "picture").write_bytes(b"half of a pic")


def test_killed_twenty_times_an_ingest_loses_nothing_and_takes_nothing_in_twice(
    our_house, project, pictures, start, tmp_path
):
    chance = random.Random(20180212)
    out, folder = tmp_path / "archive.out", str(tmp_path / "pictures")
    ingest_words = ["archive", "ingest", folder, "--project", project, "--researcher", "Pat"]
    moments = sorted(chance.sample(range(PICTURES - 1), KILLS))

    def ingesting() -> Command:
        return start(*ingest_words, "--json")

    ingest, worker, killed = ingesting(), start("worker"), {"ingest": 0, "worker": 0}
    for moment in moments:
        until(lambda so_far=moment: len(reported(out)) > so_far, f"picture {moment}")
        time.sleep(chance.uniform(0, 0.15))
        if ingest.runs and chance.random() < 0.6:
            ingest.kill()
            ingest, killed["ingest"] = ingesting(), killed["ingest"] + 1
        else:
            worker.kill()
            worker, killed["worker"] = start("worker"), killed["worker"] + 1
    assert min(killed.values()) >= 4 and sum(killed.values()) == KILLS

    assert ingest.end() == 0
    worker.kill()  # a lease that the killed ingest held is given back when a worker starts
    worker = start("worker")
    until(lambda: not busy(our_house), "the jobs")
    worker.kill()
    said = {name: verdict["id"] for name, verdict in reported(out).items()}
    assert said.keys() == pictures.keys()
    assert_whole(our_house, said, pictures)


class Phone:
    """Somebody's browser, which sends a picture until it has an answer, as the pages do."""

    def __init__(self, port: int, cookie: str, project: str) -> None:
        self.address = f"http://127.0.0.1:{port}/projects/{project}/contribute"
        self.cookie = f"photovoice={cookie}"

    def send(self, name: str, data: bytes, uid: str) -> dict | None:
        """The verdict on a picture, or None when no answer came."""
        try:
            page = self._ask(None).decode()
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
            line = uuid.uuid4().hex
            parts = [("csrf_token", token), ("uid", uid)]
            said = f"--{line}\r\nContent-Disposition: form-data; name="
            text = "".join(f'{said}"{field}"\r\n\r\n{value}\r\n' for field, value in parts)
            text += f'{said}"photographs"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
            body = text.encode() + data + f"\r\n--{line}--\r\n".encode()
            kind = f"multipart/form-data; boundary={line}"
            answer = self._ask(body, {"Content-Type": kind}).decode()
            verdict = re.search(r"verdict--(\w+)", answer)[1]
            return {
                "verdict": verdict,
                "id": int(re.search(r"/photographs/(\d+)/words", answer)[1]),
            }
        except urllib.error.HTTPError:
            raise  # an answer, and none that somebody sending a picture should get
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return None

    def _ask(self, body: bytes | None, headers: dict[str, str] | None = None) -> bytes:
        request = urllib.request.Request(self.address, body, headers or {})
        request.add_header("Cookie", self.cookie)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            if kept := answer.headers.get("Set-Cookie"):
                self.cookie = kept.partition(";")[0]
            return answer.read()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def cookie_of_a_researcher(house, project: str) -> str:
    """What the browser of a community researcher holds."""
    with house.database.transaction() as session:
        found = projects.project(session, project)
        person = project_operations.researcher_named(session, found, "Pat", by=None)
        token = accounts.open_device(session, person, house.config, "a phone", "card", None)
    signing = house.app.session_interface.get_signing_serializer(house.app)
    return signing.dumps({"_user_id": token, "_fresh": True, "_permanent": True})


def test_a_web_process_killed_while_phones_send_keeps_all_it_said_it_had(
    our_house, project, pictures, start
):
    chance = random.Random(1832)
    sent = dict(list(pictures.items())[:16])
    port, killed, said = free_port(), 0, {}
    words = {"PHOTOVOICE_PORT": str(port)}
    phone = Phone(port, cookie_of_a_researcher(our_house, project), project)
    web = start("serve", **words)
    until(lambda: listens(port), "the pages")
    for number, (name, data) in enumerate(sent.items()):
        uid = uuid.UUID(int=number).hex
        while name not in said:
            timer = threading.Timer(chance.uniform(0.01, 0.25), web.kill)
            if killed < KILLS:
                timer.start()
            verdict = phone.send(name, data, uid)
            timer.cancel()
            if timer.finished.is_set() and not web.runs:
                timer.join()
                killed += 1
            if verdict is not None:
                assert verdict["verdict"] in ("received", "duplicate")
                said[name] = verdict["id"]
            if not web.runs:
                web = start("serve", **words)
                until(lambda: listens(port), "the pages")
    assert killed >= 8
    web.kill()
    worker = start("worker")
    until(lambda: not busy(our_house), "the jobs")
    worker.kill()
    assert_whole(our_house, said, sent)


def test_a_worker_told_to_stop_with_its_children_gives_up_no_photograph(
    our_house, project, pictures, start
):
    """A service manager tells every process of the worker to stop, those of the darkroom too."""
    with our_house.database.session() as session:
        found = projects.project(session, project)
        person = project_operations.researcher_named(session, found, "Pat", by=None)
        said = {
            name: operations.receive(our_house, session, found, person, data, by=None).photograph.id
            for name, data in pictures.items()
        }
        session.commit()

    def developed() -> int:
        with our_house.database.session(writes=False) as session:
            states = list(session.scalars(select(Photograph.state)))
            assert State.FAILED not in states
            return states.count(State.READY)

    stops = 0
    while developed() < PICTURES - 4 and stops < 5:
        worker, enough = start("worker"), developed() + 2
        until(lambda enough=enough: developed() >= enough, f"photograph {enough}")
        worker.signal_all(signal.SIGTERM)
        assert worker.end() == 0
        stops += 1
    assert stops >= 2
    worker = start("worker")
    until(lambda: not busy(our_house), "the jobs")
    worker.kill()
    assert_whole(our_house, said, pictures)
