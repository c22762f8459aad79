"""Several processes write at once: the web server's jobs, a rebuild, a second worker."""

import multiprocessing

import pytest
from sqlalchemy import create_engine

from photovoice.search import Document
from photovoice.search.postgres_index import PostgresIndex
from photovoice.search.whoosh_index import WhooshIndex

PROCESSES, WRITES = 4, 20


def write(make, where, process, start):
    """Put in photographs one at a time, as jobs do, and take every fifth one out again."""
    index = make(where)
    start.wait(30)
    for number in range(WRITES):
        photograph = process * 100 + number
        index.update([Document(photograph, 1, "", {"caption": [f"choir number{photograph}"]})])
        if number % 5 == 4:
            index.remove([photograph])


def in_postgresql(url_and_schema):
    url, schema = url_and_schema
    return PostgresIndex(create_engine(url, connect_args={"options": f"-csearch_path={schema}"}))


@pytest.fixture(params=["whoosh", "postgresql"])
def make_and_where(request, tmp_path):
    """How a process opens the index, which nobody has made yet."""
    if request.param == "whoosh":
        return WhooshIndex, tmp_path / "search"
    schema = request.getfixturevalue("search_schema")
    engine = request.getfixturevalue("postgresql")
    with engine.begin() as connection:
        for table in ("search_documents", "search_words"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    return in_postgresql, (engine.url.render_as_string(hide_password=False), f"{schema},public")


def test_four_processes_that_write_at_once_lose_nothing(make_and_where):
    make, where = make_and_where
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(PROCESSES + 1)
    processes = [
        context.Process(target=write, args=(make, where, number, start))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    watching = make(where)
    start.wait(30)
    while any(process.is_alive() for process in processes):
        watching.search("choir", project_id=1, allowed=None)
        processes[0].join(0.2)
    assert [process.exitcode for process in processes] == [0] * PROCESSES

    expected = {
        process * 100 + number
        for process in range(PROCESSES)
        for number in range(WRITES)
        if number % 5 != 4
    }
    for index in (watching, make(where)):
        results = index.search("choir", project_id=1, allowed=None, limit=1000)
        assert set(results.ids) == expected
        assert results.total == len(expected), "and none twice"
