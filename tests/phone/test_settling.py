"""What a crash, a full disk or a lost phone leaves behind, and how it is put right."""

import hashlib
import io
import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from photovoice.archive.models import Photograph
from photovoice.db import now
from photovoice.phone import jobs, operations, settling
from photovoice.phone.models import Sending, Upload
from photovoice.phone.rules import UploadState
from photovoice.storage import StoreFull
from tests.factories import picture_bytes
from tests.phone.phones import PIECE, VOICE, said, told_by

DATA = picture_bytes(1, size=(360, 270))
SHA256 = hashlib.sha256(DATA).hexdigest()
UID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def crashed(phone, parts) -> str:
    """The address of an upload of which every byte came before the house fell over."""
    phone.say(UID, said(DATA, words={"caption": "Our street"}))
    address = phone.create(len(DATA), told={"uid": UID}).location
    with parts.path(address.rpartition("/")[2]).open("ab") as file:
        file.write(DATA)
    return address


def photographs(look) -> int:
    """How many there are."""
    return look().scalar(select(func.count(Photograph.id)))


# Whole, and not taken in.


def test_the_next_word_from_the_phone_takes_it_in(phone, crashed, look):
    told = phone.say(UID, said(DATA, words={"caption": "Our street"})).json
    assert (told["photograph"]["state"], told["photograph"]["sha256"]) == ("received", SHA256)
    assert look().scalar(select(Photograph)).caption == "Our street"


def test_an_empty_piece_at_the_end_takes_it_in(phone, crashed, look):
    assert phone.piece(crashed, len(DATA), b"").status_code == 204
    assert photographs(look) == 1


def test_a_client_that_only_asks_is_told_so_truthfully(phone, crashed, look):
    answer = phone.tus("HEAD", crashed)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, str(len(DATA)))
    assert photographs(look) == 1
    assert phone.tus("HEAD", crashed).status_code == 410


def test_a_client_that_only_asks_hears_that_it_is_no_picture(phone, parts):
    address = phone.create(9).location
    parts.path(address.rpartition("/")[2]).write_bytes(b"no pictur")
    assert phone.tus("HEAD", address).status_code == 422
    assert phone.tus("HEAD", address).status_code == 410


def test_creating_it_again_takes_it_in(phone, crashed, look):
    assert phone.create(len(DATA), told={"uid": UID}).status_code == 201
    assert photographs(look) == 1


def test_the_worker_takes_it_in_where_the_phone_never_comes_back(house, crashed, look, parts):
    jobs.tidy(house)
    assert photographs(look) == 1
    assert not parts.path(crashed.rpartition("/")[2]).exists()
    jobs.tidy(house)
    assert photographs(look) == 1


def test_one_that_cannot_be_looked_after_does_not_keep_the_others(house, phone, crashed, look):
    broken = phone.create(len(DATA)).location
    with house.database.transaction() as session:
        sending = session.scalar(select(Sending).where(Sending.uid != UID))
        sending.said = {}
    (house.config.home / "uploads" / ".sending" / broken.rpartition("/")[2]).write_bytes(DATA)
    jobs.tidy(house)
    assert photographs(look) == 1


# Waited too long.


def age(house, path, **past) -> None:
    """Make a file look as old as that."""
    moment = (now() - timedelta(**past)).timestamp()
    os.utime(path, (moment, moment))


def test_what_expired_is_let_go_and_its_words_stay(house, phone, parts, look):
    phone.say(UID, said(DATA, words={"caption": "Our street"}))
    address = phone.create(len(DATA), told={"uid": UID}).location
    key = address.rpartition("/")[2]
    with house.database.transaction() as session:
        session.scalar(select(Upload)).expires_at = now() - timedelta(seconds=1)
    jobs.tidy(house)
    assert not parts.path(key).exists()
    assert look().scalar(select(Upload)).state is UploadState.GONE
    assert phone.tus("HEAD", address).status_code == 410
    told = phone.say(UID, said(DATA, words={"caption": "Our street"})).json["photograph"]
    assert (told["state"], told["upload"]) == ("waiting", None)
    assert phone.send(DATA, UID).status_code == 204


def test_what_is_held_is_let_go_another_time(house, phone, parts):
    key = phone.create(len(DATA)).location.rpartition("/")[2]
    with house.database.transaction() as session:
        session.scalar(select(Upload)).expires_at = now() - timedelta(seconds=1)
    with parts.held(key):
        jobs.tidy(house)
    assert parts.path(key).exists()
    jobs.tidy(house)
    assert not parts.path(key).exists()


def test_files_without_a_row_go_and_those_with_one_stay(house, phone, parts):
    key = phone.create(len(DATA)).location.rpartition("/")[2]
    for name in ("a" * 32, "b" * 32, key):
        parts.path(name).write_bytes(b"")
        parts.path(f"{name}.lock").write_bytes(b"")
    for name in ("a" * 32, key):
        age(house, parts.path(name), days=31)
        age(house, parts.path(f"{name}.lock"), days=31)
    jobs.tidy(house)
    left = {path.name for path in parts.folder.iterdir()}
    assert left == {"b" * 32, f"{'b' * 32}.lock", key, f"{key}.lock"}


def test_the_worker_looks_after_it_about_once_an_hour(house):
    assert jobs.tidy in house.chores


def test_what_was_received_leaves_nothing_lying_about(phone, parts):
    phone.send(DATA, UID, chunk=4000)
    assert list(parts.folder.iterdir()) == []


# No room.


@contextmanager
def full_disk(bytes_left: int):
    """A disk on which no file can grow past so many bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_507_and_the_piece_is_cut_off_again(phone, parts):
    megabyte = 1024 * 1024
    address = phone.create(40 * megabyte).location
    os.truncate(parts.path(address.rpartition("/")[2]), 30 * megabyte)
    with full_disk(31 * megabyte):
        answer = phone.piece(address, 30 * megabyte, bytes(2 * megabyte))
    assert told_by(answer) == (507, "store_full")
    assert "still on this phone" in answer.json["sentence"] and answer.json["next_step"]
    assert phone.offset(address) == 30 * megabyte
    assert phone.piece(address, 30 * megabyte, bytes(2 * megabyte)).status_code == 204


def test_a_database_without_room_is_507_too(phone, monkeypatch):
    full = OperationalError("COMMIT", {}, Exception("database or disk is full"))
    monkeypatch.setattr(operations, "begin", Mock(side_effect=full))
    assert told_by(phone.create(len(DATA))) == (507, "store_full")


def test_an_almost_full_disk_is_said_before_a_byte_is_sent(phone, monkeypatch):
    address = phone.create(len(DATA)).location
    room = shutil.disk_usage("/")._replace(free=1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room)
    assert told_by(phone.create(len(DATA))) == (507, "store_full")
    assert told_by(phone.piece(address, 0, DATA)) == (507, "store_full")


class FullStore:
    """A store that has no room, though the disk for what arrives has."""

    def __init__(self, store) -> None:
        self.store = store

    def put(self, key, source, **details) -> None:
        """Nothing more goes in."""
        raise StoreFull()

    def __getattr__(self, name):
        return getattr(self.store, name)


def test_a_full_store_is_507_and_the_last_piece_comes_again(house, phone, look):
    address = phone.create(len(DATA), told={"uid": UID}).location
    phone.piece(address, 0, DATA[:5000])
    store, house.store = house.store, FullStore(house.store)
    assert told_by(phone.piece(address, 5000, DATA[5000:])) == (507, "store_full")
    assert phone.offset(address) == 5000
    house.store = store
    assert phone.piece(address, 5000, DATA[5000:]).status_code == 204
    assert photographs(look) == 1


def test_a_full_store_keeps_what_is_whole_for_another_time(house, phone, crashed, look):
    store, house.store = house.store, FullStore(house.store)
    assert told_by(phone.say(UID, said(DATA))) == (507, "store_full")
    jobs.tidy(house)
    house.store = store
    assert photographs(look) == 0
    jobs.tidy(house)
    assert photographs(look) == 1


@pytest.fixture
def quota(house, monkeypatch):
    """``quota(bytes)`` gives each project so much room."""

    def give(bytes: int) -> None:
        monkeypatch.setattr(house, "config", replace(house.config, project_quota=bytes))

    return give


def test_past_the_projects_room_is_413_before_a_byte_is_sent(phone, quota):
    quota(len(DATA) * 2)
    assert phone.outbox()["room"] == len(DATA) * 2
    phone.send(DATA)
    assert phone.outbox()["room"] == len(DATA)
    under_way = phone.create(1000, told={"uid": UID}).location
    assert phone.outbox()["room"] == len(DATA) - 1000
    answer = phone.create(len(DATA))
    assert told_by(answer) == (413, "quota") and "kept on this phone" in answer.json["next_step"]
    assert phone.create(1000, told={"uid": UID}).location == under_way
    phone.tus("DELETE", under_way)
    assert phone.create(len(DATA)).status_code == 201


def test_one_person_cannot_announce_without_end_what_never_comes(phone, house, monkeypatch):
    monkeypatch.setattr(house, "config", replace(house.config, unfinished_quota=2500))
    first = phone.create(1000).location
    assert phone.create(1000).status_code == 201
    answer = phone.create(1000)
    assert (
        told_by(answer) == (429, "on_the_way") and "goes when the rest" in answer.json["next_step"]
    )
    phone.tus("DELETE", first)
    assert phone.create(1000).status_code == 201


def test_recordings_take_room_too_and_other_projects_do_not(phone, quota, make, session):
    make.photograph(project=make.project("Elsewhere"), developed=False)
    session.commit()
    quota(1_000_000)
    phone.say(UID, said(DATA, voice=VOICE))
    phone.send(DATA, UID)
    phone.send(VOICE, UID, part="voice")
    assert phone.outbox()["room"] == 1_000_000 - len(DATA) - len(VOICE)


# Nobody waits for somebody's slow line.


class SlowBody(io.BytesIO):
    """A body during which somebody else writes into the database."""

    def __init__(self, data: bytes, write) -> None:
        super().__init__(data)
        self.write_down = write

    def readinto(self, into) -> int:
        """What came; but first the other one."""
        self.write_down()
        return super().readinto(into)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "POST"])
def test_while_a_body_comes_others_write(phone, house, method):
    written = []

    def write() -> None:
        with house.database.transaction() as session:
            session.connection().exec_driver_sql(
                "UPDATE people SET starts_projects = starts_projects"
            )
            written.append(True)

    address = phone.create(len(DATA)).location
    where, about = {
        "PATCH": (address, {"Upload-Offset": "0", "Content-Type": PIECE}),
        "PUT": (f"{phone.home}/outbox/{UID}", {"Content-Type": "application/json"}),
        "POST": (f"{phone.home}/sending", {"Upload-Length": "50000", "Content-Type": PIECE}),
    }[method]
    environ = {"wsgi.input": SlowBody(DATA[:99], write), "CONTENT_LENGTH": "99"}
    headers = {"Tus-Resumable": "1.0.0"} | about
    answer = phone.ask(method, where, headers=headers, environ_overrides=environ)
    assert answer.status_code in (201, 204, 422) and written


def test_a_piece_asks_the_database_a_handful_of_questions(phone, house):
    address = phone.create(len(DATA)).location
    asked = []

    def note(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    phone.piece(address, 0, DATA[:1000])
    event.remove(house.database.engine, "before_cursor_execute", note)
    questions = [one for one in asked if not one.startswith("BEGIN")]
    assert len(questions) <= 6, questions


def test_a_crash_while_taking_in_leaves_the_bytes_for_the_next_try(house, phone, look, monkeypatch):
    address = phone.create(len(DATA), told={"uid": UID}).location
    monkeypatch.setattr(settling, "_receive", lambda *_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        phone.piece(address, 0, DATA)
    monkeypatch.undo()
    assert phone.say(UID, said(DATA)).json["photograph"]["state"] == "received"
    assert photographs(look) == 1
