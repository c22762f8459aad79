"""What every test stands on: a house of its own, on the database under test."""

import contextvars
import gc
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from sqlalchemy import Engine, create_engine, make_url, text
from werkzeug.routing import Rule

from photovoice import create_app, db, schema
from photovoice.accounts import operations as accounts
from photovoice.config import Config
from photovoice.db import Base, Database
from photovoice.jobs.operations import perform_all
from photovoice.search.postgres_index import PostgresIndex
from tests.factories import Factory
from tests.find_browser import FLAGS, MISSING, find_browser

# A busy machine is no reason for a rule to fail.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

DATABASE = os.environ.get("PHOTOVOICE_TEST_DATABASE_URL", "")
"""Empty for SQLite, or a PostgreSQL address with a database this suite may empty."""


MEETS_A_DATABASE = {"migrated", "worker_id", "index"}
"""Fixtures of which every test on a database uses one, through whatever others."""

LONGEST_FIRST = (
    "tests/journeys/test_main_line.py",
    "tests/sending/test_cuts.py",
    "tests/sending/test_page.py",
    "tests/archive/test_ingest.py",
    "tests/crash/test_kill.py",
    "tests/packaging/test_wheel.py",
    "tests/sending/test_screens.py",
    "tests/gallery/test_browser.py",
)
"""Files that take longest: begun first, so that no process ends up alone with one."""


def pytest_collection_modifyitems(config, items):
    """The longest first; on PostgreSQL, leave out what the run on SQLite has tried for good."""

    def rank(item) -> int:
        file = item.nodeid.partition("::")[0]
        return LONGEST_FIRST.index(file) if file in LONGEST_FIRST else len(LONGEST_FIRST)

    def differs(item) -> bool:
        return not item.get_closest_marker("any_database") and bool(
            MEETS_A_DATABASE.intersection(item.fixturenames)
        )

    items.sort(key=rank)
    if DATABASE:
        config.hook.pytest_deselected(items=[item for item in items if not differs(item)])
        items[:] = [item for item in items if differs(item)]


class Compiled(BytecodeCache):
    """Templates, compiled once a process instead of once for each of its many applications."""

    def __init__(self):
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket):
        """Fill the bucket, where its template was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def compiled_once(compile_rule):
    """Werkzeug's way to understand a route, once for each route instead of once an application."""
    kept = {}

    def compiled(rule):
        given = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, rule.strict_slashes)
        key = (*given, *(rule.defaults or {}).items(), *rule.map.converters.values())
        if key not in kept:
            compile_rule(rule)
            kept[key] = rule
        one = kept[key]
        rule.arguments = set(one.arguments)
        rule._converters, rule._trace, rule._parts = one._converters, one._trace, one._parts
        rule._build = one._build.__func__.__get__(rule)
        rule._build_unknown = one._build_unknown.__func__.__get__(rule)

    return compiled


LASTING: set[str] = set()
"""The addresses of PostgreSQL databases whose connections outlive one test's application."""


def speaking_alike(create_engine):
    """SQLAlchemy's engines, all of which know a statement that one of them compiled before, and
    which share their connections where those last."""
    first = {}
    lasting = {}

    def alike(url, **how):
        if url in LASTING:
            if url not in lasting:
                lasting[url] = create_engine(url, **how)
                pool = lasting[url].pool
                pool.dispose, pool.recreate = (lambda: None), (lambda: pool)
                lasting[url].connect().close()  # so that it has met its database
            one = lasting[url]
            engine = Engine(one.pool, one.dialect, one.url, hide_parameters=True)
            engine._compiled_cache = one._compiled_cache
            return engine
        engine = create_engine(url, **how)
        known = first.get(engine.dialect.name)
        if known and known.dialect.server_version_info:  # it has met its database
            engine.dialect = engine.pool._dialect = known.dialect
            engine._compiled_cache = known._compiled_cache
        else:
            first[engine.dialect.name] = engine
        return engine

    return alike


@pytest.fixture(scope="session", autouse=True)
def in_no_time():
    """Two thousand applications a run: compile once what is alike in all, and hash cheaply."""
    gc.collect()
    gc.freeze()  # what has been imported stays, and need not be looked through again
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        patch.setattr(Rule, "compile", compiled_once(Rule.compile))
        patch.setattr(db, "create_engine", speaking_alike(create_engine))
        patch.setattr(accounts, "_hasher", cheap)
        patch.setattr(accounts, "_NOBODY", cheap.hash("nobody's"))
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, worker_id) -> str:
    """A migrated database: a SQLite file to copy, or this worker's PostgreSQL database."""
    if DATABASE:
        url = own_postgresql(worker_id)
        database = Database(url)
        schema.upgrade(database)
        database.engine.dispose()
        LASTING.add(url)
        return url
    path = tmp_path_factory.mktemp("migrated") / "photovoice.sqlite"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        # Past SQLAlchemy, which would open the transaction that a checkpoint must not be in.
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return str(path)


def own_postgresql(worker_id: str) -> str:
    """The address of a new database in the cluster under test, without tables."""
    name = f"photovoice_{worker_id}"
    with create_engine(DATABASE, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(DATABASE).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """Which of several test processes this is."""
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture
def database_url(migrated, tmp_path) -> str:
    """An empty, migrated database for one test."""
    return emptied(migrated, tmp_path / "home")


def emptied(migrated: str, home: Path) -> str:
    """The address of an empty, migrated database; a SQLite file goes into ``home``."""
    if DATABASE:
        emptier(migrated)()
        return migrated
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(migrated, home / "photovoice.sqlite")
    return f"sqlite:///{home / 'photovoice.sqlite'}"


@cache
def emptier(url: str) -> Callable[[], None]:
    """What empties a PostgreSQL database; with few rows DELETE takes a tenth of TRUNCATE's time."""
    engine = create_engine(url)
    index = PostgresIndex(engine)
    tables = reversed(Base.metadata.sorted_tables)  # who refers to others before those
    emptying = "; ".join(f'DELETE FROM "{table.name}"' for table in tables)
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT quote_ident(sequencename) FROM pg_sequences"))
        starting_again = ", ".join(f"setval('{name}', 1, false)" for name in names)

    def empty() -> None:
        with engine.begin() as connection:
            connection.execute(text(emptying))
            connection.execute(text(f"SELECT {starting_again}"))
        index.clear(None)

    return empty


@pytest.fixture
def config(tmp_path, database_url) -> Config:
    """Settings for one test's house."""
    return Config(
        home=tmp_path / "home",
        database_url=database_url,
        secret_key="a key for tests only",
        public_url="https://photovoice.example.org",
        store_url="memory:",
        queue_url="memory:",
        darkroom_workers=1,
        testing=True,
    )


class Browser(FlaskClient):
    """A browser whose requests know nothing of the test around them, as real ones do not."""

    def open(self, *args, **kwargs):
        """One request, in a context of its own, so that nobody stays signed in for the next."""
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def app(config):
    """The application, with forms that need no token; the guards turn tokens on again."""
    app = create_app(config)
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["photovoice"].opened = True
    yield app
    app.extensions["photovoice"].close()


@pytest.fixture
def house(app):
    """The parts of the application under test, with an application context pushed."""
    with app.app_context():
        yield app.extensions["photovoice"]


@pytest.fixture
def session(house):
    """A session for operations; commit before asking the client for a page."""
    with house.database.session() as session:
        yield session


@pytest.fixture
def make(session, house) -> Factory:
    """Things to test with: ``make.photograph(...)`` and the like, flushed but not committed."""
    return Factory(session, house)


@pytest.fixture
def client(app):
    """A browser without JavaScript, not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app, house, session):
    """``sign_in(person)`` commits what was made and gives a client signed in as the person."""
    from photovoice.accounts import operations

    def enter(person):
        token = operations.open_device(
            session, person, house.config, "a test's browser", "password", None
        )
        session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    return enter


@pytest.fixture
def work(house, session):
    """``work()`` commits and does everything a worker would do."""

    def do() -> int:
        session.commit()
        done = perform_all(house)
        session.expire_all()
        return done

    return do


@pytest.fixture(scope="session")
def playwright():
    """What drives real browsers; without one, its tests fail and say what is missing."""
    from playwright.sync_api import expect, sync_playwright

    if find_browser() is None:
        pytest.fail(MISSING)
    expect.set_options(timeout=60_000)  # a busy machine is slow, and nothing is wrong with it
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    """A real browser; each test opens a context of its own."""
    browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pictures, where somebody has one."""
    folder = os.environ.get("PHOTOVOICE_TEST_CORPUS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PHOTOVOICE_TEST_CORPUS names no folder of real pictures")
    return Path(folder)
