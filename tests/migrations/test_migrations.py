"""Migrations go up, down and up again, lose nothing on the way, and match the models."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from photovoice import schema
from photovoice.db import Database
from photovoice.models import Base
from photovoice.paths import migrations_folder
from photovoice.projects import queries as projects
from photovoice.workshop import queries as workshop
from photovoice.workshop.guides import READY
from tests.conftest import DATABASE, own_postgresql


@pytest.fixture
def empty(tmp_path, worker_id):
    """``empty(name)`` gives a database without tables, on the engine under test."""
    made = []

    def new(name: str) -> Database:
        if DATABASE:
            url = own_postgresql(f"{worker_id}_{name}")
        else:
            url = f"sqlite:///{tmp_path / name}.sqlite"
        made.append(Database(url))
        return made[-1]

    yield new
    for database in made:
        database.engine.dispose()


def tables(database: Database) -> set[str]:
    """The tables of a database, but for Alembic's own."""
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def described(database: Database) -> dict:
    """Every table with its columns, keys, constraints and indexes, as the database tells them."""
    found, see = {}, inspect(database.engine)
    for table in sorted(tables(database)):
        found[table] = {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in see.get_columns(table)
            },
            "key": see.get_pk_constraint(table)["constrained_columns"],
            "keys": sorted(
                (key["constrained_columns"], key["referred_table"], key["name"] or "")
                for key in see.get_foreign_keys(table)
            ),
            "unique": sorted(
                (sorted(one["column_names"]), one["name"] or "")
                for one in see.get_unique_constraints(table)
            ),
            "checks": sorted(
                (one["name"] or "", re.sub(r"[\s()]+", " ", one["sqltext"]))
                for one in see.get_check_constraints(table)
            ),
            "indexes": sorted(
                (one["name"], one["column_names"], bool(one["unique"]))
                for one in see.get_indexes(table)
            ),
        }
    return found


def test_every_table_comes_goes_and_comes_back(empty):
    database, wanted = empty("there_and_back"), set(Base.metadata.tables)
    schema.upgrade(database)
    assert tables(database) == wanted
    schema.downgrade(database)
    assert tables(database) == set()
    schema.upgrade(database)
    assert tables(database) == wanted


def test_each_step_can_be_undone_and_done_again(empty):
    database = empty("step_by_step")
    steps = [one.revision for one in scripts().walk_revisions()][::-1]
    for before, step in zip(["base", *steps], steps, strict=False):
        schema.upgrade(database, step)
        shape = described(database)
        schema.downgrade(database, before)
        schema.upgrade(database, step)
        assert described(database) == shape


def scripts() -> ScriptDirectory:
    """The migrations as Alembic finds them."""
    return ScriptDirectory(str(migrations_folder()))


def test_migrating_twice_changes_nothing(empty):
    database = empty("twice")
    schema.upgrade(database)
    shape = described(database)
    schema.upgrade(database)
    assert described(database) == shape


def test_the_migrated_database_matches_the_models(empty):
    database = empty("compared")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_and_made_from_the_models_are_the_same_to_the_last_constraint(empty):
    migrated, made = empty("migrated"), empty("made")
    schema.upgrade(migrated)
    Base.metadata.create_all(made.engine)
    assert described(migrated) == described(made)


def test_migrations_follow_each_other_in_one_line_and_are_named_by_day_and_deed():
    assert len(scripts().get_heads()) == len(scripts().get_bases()) == 1
    for step in scripts().walk_revisions():
        assert re.fullmatch(r"20\d{6}_[a-z]+(_[a-z]+)+", step.revision)


@pytest.mark.skipif(bool(DATABASE), reason="PostgreSQL keeps its keys while tables change")
def test_keys_hold_again_after_migrating_and_nothing_dangles(empty):
    database = empty("keys")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_project_that_nobody_had_looked_for_guides_in_is_given_them(empty):
    database = empty("guides")
    schema.upgrade(database, "20261124_store_placeless")
    with database.engine.begin() as connection:
        for slug in ("ours", "theirs"):
            connection.execute(
                text(
                    "INSERT INTO projects (slug, name, question, visitor_questions, introduction,"
                    " line, help, languages, closed_uses, keeps_location, is_demonstration,"
                    " created_at) VALUES (:slug, :slug, 'What?', '[]', '', '', '', '[\"en\"]',"
                    " '[]', false, false, '2026-05-01 12:00:00+00:00')"
                ),
                {"slug": slug},
            )
        own = (
            "INSERT INTO guides (project_id, name, questions) SELECT id, 'Own', '[]' FROM projects"
        )
        connection.execute(text(f"{own} WHERE slug = 'theirs'"))
    schema.upgrade(database)
    with database.session(writes=False) as session:
        ours, theirs = (
            workshop.guides_of(session, projects.project(session, slug))
            for slug in ("ours", "theirs")
        )
    ready = [[(key, str(question)) for key, question in asked] for asked in READY.values()]
    assert [[tuple(one.values()) for one in guide.questions] for guide in ours] == ready
    assert [guide.name for guide in ours] == list(READY)
    assert [guide.name for guide in theirs] == ["Own"]
