"""A house with a little of everything, places for backups, and empty homes to restore into."""

import itertools
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import select

from photovoice import create_app
from photovoice.backup import making, restoring
from photovoice.backup.place import Place
from photovoice.db import Base
from photovoice.storage import identity
from tests.conftest import DATABASE, own_postgresql

NUMBERS = itertools.count()
SECRET = "a key for tests only"


@pytest.fixture
def config(config):
    """A house that keeps its photographs on the disk."""
    return replace(config, store_url="")


@pytest.fixture
def house(house):
    """A house that was started once, so that its archive has a name."""
    identity.meet(house)
    return house


@pytest.fixture(scope="session")
def s3_server():
    """The address of a server that speaks S3."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        yield "http://{}:{}".format(*server.get_host_and_port())
        server.stop()


@pytest.fixture
def bucket(s3_server):
    """``bucket(prefix)`` is the address of that prefix in an empty bucket."""
    name = f"backups-{next(NUMBERS)}"
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    return lambda prefix: f"s3://{name}/{prefix}?endpoint={s3_server}&region=us-east-1"


@pytest.fixture(params=["disk", pytest.param("bucket", marks=pytest.mark.any_database)])
def place(request, tmp_path) -> Place:
    """A place for backups: a folder, or a prefix of a bucket."""
    if request.param == "disk":
        return Place(str(tmp_path / "backups"))
    return Place(request.getfixturevalue("bucket")("backups"))


@pytest.fixture
def disk(tmp_path) -> Place:
    """A folder for backups."""
    return Place(str(tmp_path / "backups"))


@pytest.fixture
def back_up(house, session):
    """``back_up(place)`` commits what was made and backs it up."""

    def do(place, **how):
        session.commit()
        report = making.back_up(house, place, **how)
        session.expire_all()
        return report

    return do


@pytest.fixture
def elsewhere(tmp_path, worker_id):
    """``elsewhere(database)`` is the settings of an empty home, on ``sqlite`` or ``postgresql``."""

    def settings(database="sqlite", store_url="") -> object:
        from photovoice.config import Config

        number = next(NUMBERS)
        if database == "postgresql":
            if not DATABASE:
                pytest.skip("no PostgreSQL to restore into")
            url = own_postgresql(f"{worker_id}_restored")
        else:
            url = ""
        return Config(
            home=tmp_path / f"home-{number}",
            database_url=url,
            store_url=store_url,
            secret_key=SECRET,
            public_url="https://photovoice.example.org",  # the same: nothing is made anew for it
            queue_url="memory:",
            darkroom_workers=1,
            testing=True,
        )

    return settings


@pytest.fixture
def restore():
    """``restore(config, place)`` restores; what it did, and the house that came of it."""
    houses = []

    def do(config, place, date="", **how):
        done = restoring.restore(
            config, place, date, make_app=lambda one: create_app(one, restoring=True), **how
        )
        app = create_app(config)
        houses.append(app.extensions["photovoice"])
        return done, houses[-1]

    yield do
    for house in houses:
        house.close()


def environment(config) -> dict[str, str]:
    """The settings of a house, for a command or a process of its own."""
    return {
        "PHOTOVOICE_HOME": str(config.home),
        "PHOTOVOICE_DATABASE_URL": config.database_url,
        "PHOTOVOICE_SECRET_KEY": SECRET,
        "PHOTOVOICE_STORE_URL": config.store_url,
        "PHOTOVOICE_PUBLIC_URL": config.public_url,
        "PHOTOVOICE_QUEUE_URL": "memory:",
    }


CHANGED_BY_A_RESTORE = {
    *("restorations", "audit_events", "audit_chains", "backup_places", "jobs"),
    *("archives", "store_marks"),
}
"""Tables to which a restore adds something of its own."""


def rows(house, without=CHANGED_BY_A_RESTORE) -> dict[str, list]:
    """Every row of every table, in order."""
    with house.database.engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }


def stored(house) -> dict[str, bytes]:
    """Everything in a store, by key."""
    found = {}
    for prefix in house.stored:
        for one in house.store.keys(prefix):
            with house.store.open(one.key) as file:
                found[one.key] = file.read()
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder and those in it, but for hidden ones and signs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", "state.json"))
    }
