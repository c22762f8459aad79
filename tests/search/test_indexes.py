"""Which index a setting names, and what is particular to each of them."""

import shutil

import pytest
from sqlalchemy import create_engine, text

from photovoice.search import Document, index_from_url
from photovoice.search.postgres_index import PostgresIndex
from photovoice.search.whoosh_index import WhooshIndex

SQLITE = create_engine("sqlite://")


def choir(id):
    return Document(id, 1, "", {"caption": ["choir"]})


def found(index):
    return index.search("choir", project_id=1, allowed=None).ids


def test_the_natural_index_of_sqlite_is_a_folder_in_the_home(tmp_path):
    index = index_from_url("", tmp_path, SQLITE)
    index.update([choir(1)])
    assert found(index) == [1]
    assert (tmp_path / "search").is_dir()


def test_the_natural_index_of_postgresql_is_postgresql(tmp_path):
    engine = create_engine("postgresql+psycopg://nobody@localhost/nowhere")
    assert isinstance(index_from_url("", tmp_path, engine), PostgresIndex)
    assert isinstance(index_from_url("whoosh", tmp_path, engine), WhooshIndex)


def test_an_index_that_cannot_be_is_refused_at_once(tmp_path):
    with pytest.raises(ValueError, match="only live in PostgreSQL"):
        index_from_url("postgresql", tmp_path, SQLITE)
    with pytest.raises(ValueError, match="no search index"):
        index_from_url("elsewhere:", tmp_path, SQLITE)


def test_a_searcher_sees_what_another_wrote_replaced_and_removed(tmp_path):
    reading, writing = WhooshIndex(tmp_path), WhooshIndex(tmp_path)
    writing.update([choir(1), choir(2)])
    assert found(reading) == [2, 1]
    writing.remove([1])
    assert found(reading) == [2]
    for number in range(3, 12):
        writing.update([choir(number), choir(2)])
        assert sorted(found(reading)) == list(range(2, number + 1))


def test_a_folder_that_was_removed_is_made_anew(tmp_path):
    index = WhooshIndex(tmp_path / "search")
    index.update([choir(1)])
    assert found(index) == [1]
    index.close()
    shutil.rmtree(tmp_path / "search")
    assert found(index) == []
    index.update([choir(2)])
    assert found(index) == [2]


def test_a_write_that_fails_changes_nothing_and_leaves_the_way_free(tmp_path):
    index = WhooshIndex(tmp_path)
    index.update([choir(1)])
    with pytest.raises(TypeError):
        index.update([choir(2), Document(3, 1, "", {"caption": [object()]})])
    assert found(index) == [1]
    index.update([choir(4)])
    assert found(index) == [4, 1]


def test_suggestions_do_without_the_similarity_extension(postgresql):
    index = PostgresIndex(postgresql)
    index.clear(None)
    index.update([Document(1, 1, "", {"caption": ["The allotment"]})])
    index._has_similarity = False
    assert index.search("alotment", project_id=1, allowed=None).suggestion == "allotment"


def test_words_of_a_question_are_looked_up_in_the_index_not_in_every_row(postgresql):
    index = PostgresIndex(postgresql)
    index.clear(None)
    index.update([Document(n, 1, "", {"caption": [f"word{n}"]}) for n in range(1, 2001)])
    with postgresql.begin() as connection:
        connection.execute(text("ANALYZE search_documents"))
        plan = "\n".join(
            connection.execute(
                text(
                    "EXPLAIN SELECT id FROM search_documents"
                    " WHERE project_id = 1 AND terms @@ CAST('word7' AS tsquery)"
                )
            ).scalars()
        )
    assert "ix_search_documents_terms" in plan
