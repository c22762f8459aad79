"""The database, the store or the disk is away for a while: it is said, waited for, and nothing
is given up for it."""

import errno
from contextlib import contextmanager
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from sqlalchemy import exc, text, update

from photovoice.archive.models import State
from photovoice.archive.operations import receive
from photovoice.archive.verdicts import verdict_on
from photovoice.away import Away, StoreAway, is_away
from photovoice.db import now
from photovoice.jobs.models import Job, JobState
from photovoice.jobs.operations import ATTEMPTS, LONGEST_WAIT, enqueue, perform, perform_all
from photovoice.refusals import Refusal
from photovoice.storage import NAME, StoreFull
from photovoice.storage.local import LocalStore
from tests.factories import picture_bytes


def answered(status: int, code: str = "Whatever") -> ClientError:
    facts = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(facts, "GetObject")


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (Away(), True),
        (StoreAway(), True),
        (StoreFull(), True),
        (Refusal("No."), False),
        (OSError(errno.ENOSPC, "no space"), True),
        (OSError(errno.EIO, "the disk"), True),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (ConnectionRefusedError(), True),
        (ValueError("wrong"), False),
        (exc.OperationalError("SELECT 1", {}, Exception("server closed the connection")), True),
        (exc.IntegrityError("INSERT", {}, Exception("duplicate")), False),
        (exc.TimeoutError("QueuePool limit"), True),
    ],
)
def test_what_is_away_is_told_from_what_is_wrong(error, away):
    assert is_away(error) is away


def test_it_is_heard_through_what_was_raised_from_it():
    with pytest.raises(RuntimeError) as raised:
        try:
            raise ConnectionResetError
        except ConnectionResetError as error:
            raise RuntimeError("could not develop") from error
    assert is_away(raised.value)


def test_a_statement_that_is_wrong_is_not_away(house):
    with house.database.session(writes=False) as session, pytest.raises(exc.DBAPIError) as raised:
        session.execute(text("SELECT nothing FROM nowhere"))
    assert not is_away(raised.value)


@contextmanager
def no_database(house):
    """Nobody gets a connection."""
    pool, unable = house.database.engine.pool, house.database.engine.dialect.dbapi.OperationalError

    def gone():
        error = unable("unable to open database file")
        error.sqlite_errorcode = 14
        raise error

    before, pool.connect = pool.connect, gone
    try:
        yield
    finally:
        pool.connect = before


@pytest.mark.parametrize(("language", "said"), [("en", "cannot reach"), ("pl", "bezpieczne")])
def test_without_a_database_a_page_says_so_in_the_browsers_language(
    app, make, sign_in, house, language, said
):
    client = sign_in(make.steward())
    app.config["TESTING"] = app.testing = False
    with no_database(house):
        for address in ("/", "/sign-in", f"/projects/{make.the_project.slug}"):
            answer = client.get(address, headers={"Accept-Language": language})
            assert answer.status_code == 503 and answer.headers["Photovoice"], address
            assert said in answer.text and f'lang="{language}"' in answer.text
            assert answer.headers["Retry-After"]
    assert client.get("/sign-in").status_code < 400


@pytest.fixture
def asked(house, session):
    """``asked(handler)`` asks for work that the handler does; the number of the job."""

    def ask(handler, name="test.work"):
        house.handlers[name] = handler
        job = enqueue(session, name)
        session.commit()
        return job.id

    return ask


def as_it_is(house, id) -> Job:
    with house.database.session(writes=False) as session:
        return session.get_one(Job, id)


def test_work_waits_for_what_is_away_without_limit_and_is_done_when_it_is_back(house, asked):
    there = []

    def needs_the_store(_house, _payload):
        if not there:
            raise StoreAway()

    id, pauses = asked(needs_the_store), []
    for _try in range(4 * ATTEMPTS):
        assert not perform(house, id)
        job = as_it_is(house, id)
        assert (job.state, job.attempts) == (JobState.WAITING, 0)
        pauses.append(job.run_after - now())
    assert pauses[0] < timedelta(seconds=2) and max(pauses) <= LONGEST_WAIT
    assert pauses[-1] > LONGEST_WAIT - timedelta(seconds=5)
    there.append(True)
    assert perform(house, id) and as_it_is(house, id).state == JobState.DONE


def test_what_waited_still_has_all_its_own_tries(house, asked):
    trouble = [StoreAway()] * 7 + [ValueError("wrong")] * ATTEMPTS

    def stumbles(_house, _payload):
        raise trouble.pop(0)

    id = asked(stumbles)
    for _try in range(7 + ATTEMPTS - 1):
        perform(house, id)
        assert as_it_is(house, id).state == JobState.WAITING
    perform(house, id)
    assert as_it_is(house, id).state == JobState.FAILED


def at_once(house) -> None:
    """Do all that waits, without its pauses."""
    with house.database.transaction() as session:
        session.execute(update(Job).values(run_after=now()))
    perform_all(house)


def test_a_photograph_is_developed_once_the_store_is_there_again(make, house, session, monkeypatch):
    pat = make.researcher()
    photograph = receive(house, session, make.the_project, pat, picture_bytes(1), by=pat).photograph
    session.commit()

    def nothing(_key):
        raise StoreAway()

    with monkeypatch.context() as away:
        away.setattr(house.store, "local", nothing)
        for _try in range(2 * ATTEMPTS):
            at_once(house)
    session.expire_all()
    assert photograph.state is State.RECEIVED
    session.commit()
    at_once(house)
    session.expire_all()
    assert photograph.state is State.READY


def test_a_folder_whose_disk_was_taken_away_is_away_and_not_empty(tmp_path):
    store = LocalStore(tmp_path / "uploads")
    store.put(NAME, b"{}")
    store.put("originals/a.jpg", b"bytes")
    (tmp_path / "uploads").rename(tmp_path / "elsewhere")
    for empty in (False, True):
        if empty:
            (tmp_path / "uploads").mkdir()
        for use in (
            lambda: store.open("originals/a.jpg"),
            lambda: store.exists("originals/a.jpg"),
            lambda: store.put("originals/b.jpg", b"more"),
            lambda: store.put(NAME, b"{}"),
            lambda: list(store.keys()),
        ):
            with pytest.raises(StoreAway):
                use()
        assert not list(tmp_path.glob("uploads/*"))
    (tmp_path / "uploads").rmdir()
    (tmp_path / "elsewhere").rename(tmp_path / "uploads")
    assert store.open("originals/a.jpg").read() == b"bytes"


def test_nothing_is_put_where_a_disk_was(make, house, session, monkeypatch, tmp_path):
    store = LocalStore(tmp_path / "home" / "uploads")
    store.put(NAME, b"{}")
    monkeypatch.setattr(house, "store", store)
    pat = make.researcher()
    (tmp_path / "home" / "uploads").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreAway):
        receive(house, session, make.the_project, pat, picture_bytes(1), by=pat)
    assert not (tmp_path / "home" / "uploads").exists()


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (EndpointConnectionError(endpoint_url="http://s3"), True),
        (ReadTimeoutError(endpoint_url="http://s3"), True),
        (answered(500), True),
        (answered(503, "SlowDown"), True),
        (answered(403, "AccessDenied"), True),
        (answered(404, "NoSuchBucket"), True),
        (answered(400, "InvalidArgument"), False),
    ],
)
def test_a_bucket_that_does_not_answer_is_away(error, away):
    from photovoice.storage.s3 import _answering

    expected = StoreAway if away else ClientError
    with pytest.raises(expected), _answering("originals/a.jpg"):
        raise error


def test_a_disk_that_takes_nothing_is_not_called_a_damaged_picture(app):
    def take_in():
        raise OSError(errno.EROFS, "read-only")

    with app.test_request_context():
        said = verdict_on("a.jpg", take_in)
    assert said.reason == "away" and "cannot reach" in said.sentence
    assert "damaged" not in said.sentence
