"""``photovoice archive ingest``: a folder from the command line, also when it is killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from photovoice.archive.models import Photograph, State
from photovoice.cli import main
from photovoice.config import Config
from photovoice.projects import queries as projects
from photovoice.storage.sweeping import sweep
from tests.archive.placed import exif_segment, jpeg, told
from tests.factories import picture_bytes

pytestmark = pytest.mark.any_database


@pytest.fixture
def folder(tmp_path):
    """A folder as somebody hands it over: photographs, one in a folder of its own, and a note."""
    folder = tmp_path / "from the camera"
    (folder / "second day").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(picture_bytes(1))
    (folder / "b.png").write_bytes(picture_bytes(2, format="PNG"))
    (folder / "README.md").write_text("Taken in Tanpits.")
    (folder / ".DS_Store").write_bytes(b"left by a computer")
    (folder / "second day" / "c.jpg").write_bytes(picture_bytes(3))
    (folder / "second day" / "same as a.jpg").write_bytes(picture_bytes(1))
    return folder


@pytest.fixture
def environment(config, monkeypatch):
    """What the command reads, leading to this test's house and to a store on disk."""
    settings = {
        "PHOTOVOICE_HOME": str(config.home),
        "PHOTOVOICE_DATABASE_URL": config.database_url,
        "PHOTOVOICE_SECRET_KEY": config.secret_key,
        "PHOTOVOICE_DARKROOM_WORKERS": "2",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def command(environment):
    """``command("archive", "ingest", …)``: what a person types."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def ingest(command, folder, project, *options):
    """The usual words."""
    return command(
        "archive",
        "ingest",
        folder,
        "--project",
        project.slug,
        "--researcher",
        "Pat Dooley",
        *options,
    )


def test_every_file_in_the_folder_gets_a_verdict_in_order(session, make, command, folder):
    project = make.the_project
    session.commit()
    result = ingest(command, folder, project, "--json")
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    assert [verdict["file"] for verdict in verdicts] == [
        "README.md",
        "a.jpg",
        "b.png",
        "second day/c.jpg",
        "second day/same as a.jpg",
    ]
    by_file = {verdict["file"]: verdict for verdict in verdicts}
    assert by_file["README.md"]["verdict"] == "refused" and by_file["README.md"]["reason"]
    twins = by_file["a.jpg"], by_file["second day/same as a.jpg"]
    assert sorted(twin["verdict"] for twin in twins) == ["duplicate", "received"]
    assert twins[0]["id"] == twins[1]["id"]
    assert result.exit_code == 1, "a refused file is told by the exit status"


def test_what_was_taken_in_is_developed_when_the_command_ends(session, make, command, folder):
    project = make.the_project
    session.commit()
    (folder / "README.md").unlink()
    result = ingest(command, folder, project)
    assert result.exit_code == 0 and "3 received, 1 here already, 0 refused." in result.stdout
    found = session.scalars(select(Photograph)).all()
    assert [photograph.state for photograph in found] == [State.READY] * 3


def test_a_researcher_not_yet_known_is_added_and_one_known_is_found(session, make, command, folder):
    project = make.the_project
    session.commit()
    for _ in range(2):
        ingest(command, folder, project)
    researchers = projects.researchers(session, project)
    assert [person.name for person in researchers] == ["Pat Dooley"]
    photographers = session.scalars(select(Photograph.photographer_id)).all()
    assert set(photographers) == {researchers[0].id} and len(photographers) == 3


def test_a_project_that_is_not_there_is_said_with_those_that_are(session, make, command, folder):
    make.project("Beyond the Ballot Box")
    session.commit()
    result = command("archive", "ingest", folder, "--project", "beyond", "--researcher", "Pat")
    assert result.exit_code == 1 and "beyond-the-ballot-box" in result.output
    assert "Traceback" not in result.output


def test_projects_are_listed_slug_first(session, make, command):
    make.project("Beyond the Ballot Box")
    session.commit()
    assert command("project", "list").stdout == "beyond-the-ballot-box  Beyond the Ballot Box\n"


@pytest.mark.parametrize("keeps", [False, True])
def test_a_folder_keeps_its_places_only_where_the_project_keeps_them(
    house, session, make, command, tmp_path, keeps
):
    (tmp_path / "placed.jpg").write_bytes(data := jpeg(exif_segment()))
    project = make.project(keeps_location=keeps)
    session.commit()
    result = ingest(command, tmp_path / "placed.jpg", project)
    assert ("The place was taken out of it." in result.output) is not keeps
    photograph = session.scalars(select(Photograph)).one()
    stored = (house.config.home / "uploads" / photograph.original_key).read_bytes()
    assert (stored == data) is keeps and photograph.place_taken_out is not keeps


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_it_has_lost_nothing_it_reported(
    tmp_path, house, session, make, environment, seed
):
    project = make.the_project
    session.commit()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(12):
        data = picture_bytes(number, (400, 300))
        placed = exif_segment() if number % 2 else b""
        (folder / f"{number:02}.jpg").write_bytes(data[:2] + placed + data[2:])
    words = ["archive", "ingest", folder, "--project", project.slug, "--researcher", "Pat"]
    command = [sys.executable, "-m", "photovoice", *map(str, words), "--json"]
    said_before = random.Random(seed).randrange(12)
    reported = _killed_while_reporting(command, environment, after=said_before)

    config = Config.from_environment(environment)
    _whole_and_once(config, reported, folder)
    again = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=120
    )
    assert again.returncode == 0, again.stderr
    verdicts = [json.loads(line) for line in again.stdout.splitlines()]
    assert len(verdicts) == 12 and {one["verdict"] for one in verdicts} <= {"received", "duplicate"}
    _whole_and_once(config, verdicts, folder)


def _killed_while_reporting(command, environment, *, after):
    """Start it, kill it (-9) once ``after`` verdicts were said; all that it had said by then."""
    running = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    said = [running.stdout.readline() for _ in range(after)]
    time.sleep(random.random() * 0.05)
    running.send_signal(signal.SIGKILL)
    rest, _ = running.communicate(timeout=60)
    complete = [line for line in [*said, *rest.splitlines(keepends=True)] if line.endswith("\n")]
    return [json.loads(line) for line in complete]


def _whole_and_once(config, reported, folder):
    """Every photograph reported is there, whole, once; and nothing is left over after a sweep."""
    from photovoice import create_app

    app = create_app(config)
    house = app.extensions["photovoice"]
    with app.app_context(), house.database.session(writes=False) as reading:
        for verdict in reported:
            photograph = reading.get_one(Photograph, verdict["id"])
            data = (folder / verdict["file"]).read_bytes()
            assert photograph.sha256 == sha256(data).hexdigest()
            stored = house.store.open(photograph.original_key).read()
            assert photograph.stored_sha256 == sha256(stored).hexdigest()
            assert told(stored) == [] and (stored == data) is not bool(told(data))
        originals = reading.scalars(select(Photograph.original_key)).all()
        assert len(set(originals)) == len(originals)
        sweep(house, timedelta(0))
        assert {stored.key for stored in house.store.keys("originals/")} == set(originals)
    house.close()


def test_the_real_corpus_is_taken_in_and_no_copy_carries_metadata(
    session, make, command, corpus, environment
):
    from photovoice import create_app
    from tests.metadata import traces

    project = make.the_project
    session.commit()
    result = ingest(command, corpus, project, "--json")
    assert "Traceback" not in result.output
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    good = [v for v in verdicts if v["file"].startswith(("phones/", "orientation/"))]
    assert good and all(v["verdict"] in ("received", "duplicate") for v in good)
    app = create_app(Config.from_environment(environment))
    house = app.extensions["photovoice"]
    for stored in house.store.keys("renditions/"):
        assert not traces(house.store.open(stored.key).read()), stored.key
    house.close()
