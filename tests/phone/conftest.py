"""A community researcher with a phone, in one house for all of these tests, emptied for each."""

import shutil

import pytest
from sqlalchemy import delete

from photovoice import create_app
from photovoice.config import Config
from photovoice.db import Base
from photovoice.phone.parts import Parts
from photovoice.storage.memory import MemoryStore
from tests.conftest import Browser, emptied
from tests.phone.phones import Phone


@pytest.fixture(scope="package")
def one_app(migrated, tmp_path_factory):
    """The application, made once: its routes and its darkroom take longer than any test."""
    home = tmp_path_factory.mktemp("phone") / "home"
    app = create_app(
        Config(
            home=home,
            database_url=emptied(migrated, home),
            secret_key="a key for tests only",
            public_url="https://photovoice.example.org",
            store_url="memory:",
            queue_url="memory:",
            darkroom_workers=1,
            testing=True,
        )
    )
    app.test_client_class = Browser
    yield app
    app.extensions["photovoice"].close()


@pytest.fixture
def app(one_app):
    """The application with nothing in it."""
    house = one_app.extensions["photovoice"]
    with house.database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
    shutil.rmtree(house.config.home / "uploads", ignore_errors=True)
    house.store = MemoryStore()
    one_app.config["WTF_CSRF_ENABLED"] = False
    return one_app


@pytest.fixture
def researcher(make):
    """Somebody who photographs."""
    return make.researcher(name="Pat")


@pytest.fixture
def project(make):
    """Their project."""
    return make.the_project


@pytest.fixture
def phone_of(sign_in, project):
    """``phone_of(person)`` commits what was made and gives the person a phone."""
    return lambda person: Phone(sign_in(person), project.slug)


@pytest.fixture
def phone(researcher, phone_of):
    """Their phone."""
    return phone_of(researcher)


@pytest.fixture
def parts(house):
    """Where bytes lie while they arrive."""
    return Parts(house.config.home)


@pytest.fixture
def look(house):
    """``look()`` gives a session that sees what was committed by now and holds nobody up."""
    opened = []

    def anew():
        opened.append(house.database.session(writes=False))
        return opened[-1]

    yield anew
    for session in opened:
        session.close()
