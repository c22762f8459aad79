"""Both indexes, empty, for the tests that ask the same of each."""

import os

import pytest
from sqlalchemy import create_engine, text

from photovoice.search.postgres_index import PostgresIndex
from photovoice.search.whoosh_index import WhooshIndex

DATABASE = os.environ.get("PHOTOVOICE_TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def search_schema(worker_id):
    """A corner of the PostgreSQL under test that no other test writes in."""
    if not DATABASE.startswith("postgresql"):
        pytest.skip("PHOTOVOICE_TEST_DATABASE_URL names no PostgreSQL")
    name = f"search_{worker_id}"
    engine = create_engine(DATABASE)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    yield name
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture
def postgresql(search_schema):
    """An engine that sees only that corner (and public, where extensions live)."""
    engine = create_engine(
        DATABASE, connect_args={"options": f"-csearch_path={search_schema},public"}
    )
    yield engine
    engine.dispose()


@pytest.fixture(params=["whoosh", "postgresql"])
def index(request, tmp_path):
    """An empty index of each kind."""
    if request.param == "whoosh":
        index = WhooshIndex(tmp_path / "search")
        yield index
        index.close()
    else:
        index = PostgresIndex(request.getfixturevalue("postgresql"))
        index.clear(None)
        yield index
