"""``photovoice archive ingest``: a folder from the command line, also when it is killed."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from photovoice.archive import folders
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
        "a.jpg",
        "b.png",
        "README.md",
        "second day/c.jpg",
        "second day/same as a.jpg",
    ]
    by_file = {verdict["file"]: verdict for verdict in verdicts}
    assert by_file["README.md"]["verdict"] == "refused" and by_file["README.md"]["reason"]
    twins = by_file["a.jpg"], by_file["second day/same as a.jpg"]
    assert sorted(twin["verdict"] for twin in twins) == ["duplicate", "received"]
    assert twins[0]["id"] == twins[1]["id"]
    assert result.exit_code == 1, "a refused file is told by the exit status"


LEFT_BEHIND = (
    "$RECYCLE.BIN/S-1-5-21/$R1.jpg",
    "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg",
    ".Trashes/501/b.jpg",
    ".Trash-1000/files/c.jpg",
    "__MACOSX/._a.jpg",
    "Thumbs.db",
    "IMG_0001.AAE",
    "IMG_0001.xmp",
    "IMG_0001.jpg.json",
    "_chat.txt",
    "PTT-20240506-WA0001.opus",
    "STK-20240506-WA0002.webp",
)
"""What comes along with photographs and was not meant to be sent."""


def test_what_computers_and_messengers_left_behind_is_left_alone_and_counted(
    session, make, command, tmp_path
):
    for name in LEFT_BEHIND:
        (path := tmp_path / "stick" / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture_bytes(len(name)))
    (tmp_path / "stick" / "a.jpg").write_bytes(picture_bytes(1))
    project = make.the_project
    session.commit()
    result = ingest(command, tmp_path / "stick", project)
    assert "1 received, 0 here already, 0 refused. 12 other files left alone." in result.stdout
    assert result.exit_code == 0


def test_no_name_of_a_file_ends_the_others(session, make, command, tmp_path):
    names = [b"a\nb\x1b[2J.jpg", "👩‍👩‍👧 садок.jpg".encode(), b"caf\xe9.jpg", b"z.jpg"]
    (folder := tmp_path / "n").mkdir()
    try:
        for number, name in enumerate(names):
            (folder / os.fsdecode(name)).write_bytes(picture_bytes(number))
    except OSError:
        pytest.skip("this disk takes no such names")
    project = make.the_project
    session.commit()
    result = ingest(command, folder, project, "--json")
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    assert {one["file"] for one in verdicts} == {
        "a\\nb\\x1b[2J.jpg",
        "👩‍👩‍👧 садок.jpg",
        "caf\\xe9.jpg",
        "z.jpg",
    }
    assert {one["verdict"] for one in verdicts} == {"received"} and result.exit_code == 0
    kept = set(session.scalars(select(Photograph.file_name)))
    assert kept == {one["file"] for one in verdicts}


def test_photographs_keep_the_order_people_count_in(session, make, command, tmp_path):
    for number in range(1, 13):
        size = (1600, 1200) if number % 3 else (120, 90)
        (tmp_path / f"IMG_{number}.jpg").write_bytes(picture_bytes(number, size))
    project = make.the_project
    session.commit()
    ingest(command, tmp_path, project)
    order = (Photograph.received_at, Photograph.id)
    names = session.scalars(select(Photograph.file_name).order_by(*order)).all()
    wanted = [f"IMG_{number}.jpg" for number in range(1, 13)]
    assert [name for name in names if name.startswith("IMG")] == wanted


def test_a_packed_folder_is_looked_into_and_nothing_is_unpacked(session, make, command, tmp_path):
    path = tmp_path / "from the messenger.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../outside.jpg", picture_bytes(1))
        packed.writestr("media/IMG_2.jpg", picture_bytes(2))
        packed.writestr("__MACOSX/media/._IMG_2.jpg", b"left by a computer")
        packed.writestr("_chat.txt", "Hello")
        packed.writestr("media/bomb.jpg", bytes(80_000_000))
    project = make.the_project
    session.commit()
    result = ingest(command, path, project, "--json")
    verdicts = {one["file"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert {name.rpartition("/")[2]: one["verdict"] for name, one in verdicts.items()} == {
        "outside.jpg": "received",
        "IMG_2.jpg": "received",
        "bomb.jpg": "refused",
    }
    assert result.exit_code == 1
    assert not list(tmp_path.parent.rglob("outside.jpg"))


@pytest.fixture
def brought(tmp_path):
    """An empty folder."""
    (folder := tmp_path / "brought").mkdir()
    return folder


def packed(*members, how=zipfile.ZIP_DEFLATED):
    """The bytes of a packed folder."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as packing:
        for name, data in members:
            packing.writestr(name, data)
    return whole.getvalue()


def in_its_list(data, at, value):
    """A packed folder whose list of contents says something else of its first file."""
    start = data.index(b"PK\1\2") + at
    return data[:start] + value + data[start + len(value) :]


ONE = ("one.jpg", picture_bytes(1))
DAMAGED_PACKS = {
    "cut off": (packed(ONE)[:-60], "unsupported_archive"),
    "no list": (in_its_list(packed(ONE), 0, b"XXXX"), "unsupported_archive"),
    "from the future": (in_its_list(packed(ONE), 6, b"\x63\0"), "unsupported_archive"),
    "locked": (in_its_list(packed(ONE), 8, b"\1\0"), "unsupported_archive"),
    "packed in a way not known": (in_its_list(packed(ONE), 10, b"\x61\0"), "unsupported_archive"),
    "points past its end": (in_its_list(packed(ONE), 42, b"\xff\xff\xff\0"), "unreadable"),
    "damaged": (packed(ONE)[:60] + bytes(140) + packed(ONE)[200:], "unreadable"),
    "damaged otherwise": (
        packed(ONE, how=zipfile.ZIP_LZMA)[:60]
        + bytes(140)
        + packed(ONE, how=zipfile.ZIP_LZMA)[200:],
        "unreadable",
    ),
}


@pytest.mark.parametrize("what", DAMAGED_PACKS)
def test_a_damaged_packed_folder_is_refused_and_the_others_get_their_verdict(
    session, make, command, brought, what
):
    data, reason = DAMAGED_PACKS[what]
    (brought / "a.zip").write_bytes(data)
    (brought / "b.jpg").write_bytes(picture_bytes(2))
    project = make.the_project
    session.commit()
    result = ingest(command, brought, project, "--json")
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["verdict"], one["reason"]) for one in verdicts] == [
        ("refused", reason),
        ("received", None),
    ]


def test_of_a_packed_folder_that_holds_too_many_files_none_is_dropped_unsaid(
    session, make, command, brought, monkeypatch
):
    monkeypatch.setattr(folders, "MOST_IN_ONE", 1)
    (brought / "a.zip").write_bytes(packed(ONE, ("two.jpg", picture_bytes(2))))
    project = make.the_project
    session.commit()
    result = ingest(command, brought, project)
    assert "Please unpack it" in result.stdout and "0 received" in result.stdout
    assert result.exit_code == 1


def test_a_name_packed_as_utf_8_without_saying_so_is_read(session, make, command, brought):
    unsaid = packed(("ZZZZZZ.jpg", picture_bytes(1))).replace(b"ZZZZZZ", "сад".encode())
    (brought / "a.zip").write_bytes(unsaid)
    project = make.the_project
    session.commit()
    assert ingest(command, brought, project).exit_code == 0
    assert session.scalars(select(Photograph.file_name)).one() == "сад.jpg"


@pytest.mark.parametrize("is_packed", [False, True])
def test_what_lay_in_a_services_bin_is_left_alone(session, make, command, brought, is_packed):
    files = {
        "Papierkorb/IMG_1.jpg": picture_bytes(1),
        "Papierkorb/IMG_1.jpg.supplemental-metada.json": b'{"title": "?", "trashed": true}',
        "Papierkorb/Café.jpg": picture_bytes(2),
        "Papierkorb/Caf_.jpg.json": '{"title": "Café.jpg", "trashed": true}'.encode(),
        "Photos/IMG_1.jpg": picture_bytes(3),
        "Photos/IMG_1.jpg.json": b'{"title": "IMG_1.jpg"}',
        "Photos/broken.json": b"{",
    }
    if is_packed:
        (brought / "takeout.zip").write_bytes(packed(*files.items()))
    else:
        for name, data in files.items():
            (brought / name).parent.mkdir(exist_ok=True)
            (brought / name).write_bytes(data)
    project = make.the_project
    session.commit()
    result = ingest(command, brought, project)
    assert "1 received" in result.stdout and "6 other files left alone" in result.stdout
    assert result.exit_code == 0


def test_a_damaged_picture_is_said_to_be_while_its_sender_has_it(session, make, command, tmp_path):
    data = picture_bytes(1, format="PNG")
    at = data.index(b"IDAT") + 4 + int.from_bytes(data[data.index(b"IDAT") - 4 :][:4], "big")
    (tmp_path / "a.png").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    project = make.the_project
    session.commit()
    result = ingest(command, tmp_path / "a.png", project)
    assert "seems to be damaged" in result.stdout and "send it again" in result.stdout
    assert "1 perhaps damaged" in result.stdout and result.exit_code == 0


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


@pytest.mark.parametrize("seed", range(2))
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
