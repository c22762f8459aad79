"""The index of a house that has PostgreSQL anyway: its own full text, in tables of its own.

Words are cut, folded and stemmed by ``rules`` before they go in, because PostgreSQL's parser takes
Bengali apart at the vowel signs and its answer depends on the locale the server was made with.
So ``terms`` holds each word as it is (what the "simple" configuration would keep) and, behind an
``=``, its English stem (what the "english" one would); weights and places are PostgreSQL's own.
"""

import difflib
import threading
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from photovoice.search import Document
from photovoice.search.answering import Match, Proposer, texts_of
from photovoice.search.rules import (
    Phrase,
    Question,
    Term,
    closest,
    occurrences,
    slips_allowed,
    stem,
)

BATCH = 500
"""Photographs put in by one transaction."""
LETTERS = {4: "A", 3: "B", 2: "C", 1: "D"}
"""What a word counts (``rules.WEIGHTS``) → PostgreSQL's label for it."""
WEIGHTS = "{0.25, 0.5, 0.75, 1.0}"
LOCK = 0x70765F73
"""The advisory lock under which tables are made: two processes may start at once."""

TABLES = (
    # Of the version before, in which names stood among everybody's words.
    "DROP TABLE IF EXISTS search_photographs",
    """
    CREATE TABLE IF NOT EXISTS search_documents (
        id bigint NOT NULL,
        named boolean NOT NULL,
        project_id bigint NOT NULL,
        researcher text NOT NULL,
        year integer,
        themes text[] NOT NULL,
        terms tsvector NOT NULL,
        PRIMARY KEY (id, named)
    )
    """,
    """
    CREATE INDEX IF NOT EXISTS ix_search_documents_terms
    ON search_documents USING gin (terms)
    """,
    """
    CREATE INDEX IF NOT EXISTS ix_search_documents_project_id
    ON search_documents (project_id)
    """,
    """
    CREATE TABLE IF NOT EXISTS search_words (
        project_id bigint NOT NULL,
        word text COLLATE "C" NOT NULL,
        written text NOT NULL,
        PRIMARY KEY (project_id, word)
    )
    """,
)

TAKE_OUT = text("DELETE FROM search_documents WHERE id = ANY(CAST(:ids AS bigint[]))")
PUT_IN = text(
    """
    INSERT INTO search_documents (id, named, project_id, researcher, year, themes, terms)
    VALUES (:id, :named, :project_id, :researcher, :year, CAST(:themes AS text[]),
        CAST(:terms AS tsvector))
    ON CONFLICT (id, named) DO UPDATE SET
        project_id = excluded.project_id, researcher = excluded.researcher,
        year = excluded.year, themes = excluded.themes, terms = excluded.terms
    """
)
FORGET_NAMES = text("DELETE FROM search_documents WHERE named AND id = ANY(CAST(:ids AS bigint[]))")
KNOW = text(
    """
    INSERT INTO search_words (project_id, word, written)
    VALUES (:project_id, :word, :written) ON CONFLICT DO NOTHING
    """
)
SAME_SIZE = """
    FROM search_words WHERE project_id = :project_id
    AND char_length(word) BETWEEN :shortest AND :longest
"""
ALIKE = text(f"SELECT word, written {SAME_SIZE} ORDER BY similarity(word, :word) DESC LIMIT 100")
SAME_BEGINNING = text(f"SELECT word, written {SAME_SIZE} AND left(word, 1) IN (:first, :second)")


class PostgresIndex(Proposer):
    """A ``SearchIndex`` in the database of ``engine``.

    Its two tables are not part of the models: they hold nothing that cannot be rebuilt, and are
    made by ``ensure``, which every method calls when it is first used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._ensured = False
        self._has_similarity = False

    def ensure(self) -> None:
        """Make the tables if they are not there."""
        with self._lock:
            if self._ensured:
                return
            with self._engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                for statement in TABLES:
                    connection.execute(text(statement))
                self._has_similarity = _has_similarity(connection)
            self._ensured = True

    # -------------------------------------------------------------------------------- writing

    def update(self, documents: Iterable[Document]) -> None:
        self.ensure()
        latest = {document.id: document for document in documents}
        waiting = iter(sorted(latest.values(), key=lambda document: document.id))
        while batch := list(islice(waiting, BATCH)):
            rows: list[dict[str, object]] = []
            known: dict[tuple[int, str], str] = {}
            for document in batch:
                for named, texts in texts_of(document):
                    terms, written = _terms(document, texts)
                    rows.append(_row(document, terms, named))
                    words = written.items()
                    known.update(((document.project_id, word), way) for word, way in words)
            unnamed = [document.id for document in batch if not document.named]
            # Rows are always written in the same order, so that no two writers wait in a ring.
            with self._engine.begin() as connection:
                connection.execute(PUT_IN, rows)
                connection.execute(FORGET_NAMES, {"ids": unnamed})
                if known:
                    connection.execute(
                        KNOW,
                        [
                            {"project_id": project_id, "word": word, "written": way}
                            for (project_id, word), way in sorted(known.items())
                        ],
                    )

    def remove(self, ids: Iterable[int]) -> None:
        self.ensure()
        with self._engine.begin() as connection:
            connection.execute(TAKE_OUT, {"ids": sorted(set(ids))})

    def clear(self, project_id: int | None) -> None:
        self.ensure()
        which = "" if project_id is None else "WHERE project_id = :project_id"
        with self._engine.begin() as connection:
            for table in ("search_documents", "search_words"):
                connection.execute(text(f"DELETE FROM {table} {which}"), {"project_id": project_id})

    # ------------------------------------------------------------------------------ searching

    def matches(self, question: Question | None, project_id: int) -> list[Match]:
        self.ensure()
        parts = question.parts if question else ()
        values: dict[str, object] = {"project_id": project_id, "all": (1 << len(parts)) - 1}
        has, rank, condition = ":all", "0", ""
        if question and question.any_part:
            has = " + ".join(
                f"{1 << n} * CAST(terms @@ CAST(:part{n} AS tsquery) AS integer)"
                for n in range(len(parts))
            )
            values |= {f"part{n}": _tsquery(part) for n, part in enumerate(parts)}
        if question:
            together = " | " if question.any_part else " & "
            values["question"] = together.join(map(_tsquery, parts))
            values["ways"] = " | ".join(map(_tsquery, parts))
            values["exactly"] = " | ".join(f"'{word}'" for word in _words(parts))
            rank = f"""
                ts_rank('{WEIGHTS}', terms, CAST(:ways AS tsquery))
                + ts_rank('{WEIGHTS}', terms, CAST(:exactly AS tsquery))
            """
            condition = "AND terms @@ CAST(:question AS tsquery)"
        statement = f"""
            SELECT id, CAST({has} AS integer), {rank}, researcher, year, themes, named
            FROM search_documents WHERE project_id = :project_id {condition}
        """
        with self._engine.connect() as connection:
            found = connection.execute(text(statement), values)
            return [
                Match(photograph, had, score, researcher, year, tuple(themes), named)
                for photograph, had, score, researcher, year, themes, named in found
            ]

    def likely(self, word: str, project_id: int) -> list[tuple[str, str]]:
        slips = slips_allowed(word)
        if not slips:
            return []
        asked = {
            "project_id": project_id,
            "shortest": len(word) - slips,
            "longest": len(word) + slips,
        }
        with self._engine.connect() as connection:
            if self._has_similarity:
                rows = connection.execute(ALIKE, {**asked, "word": word})
                alike = dict(map(tuple, rows))
                if near := closest(word, alike):
                    return [(other, alike[other]) for other in near]
            # Without pg_trgm, or with a locale in which it knows no letters of this script.
            rows = connection.execute(
                SAME_BEGINNING, {**asked, "first": word[0], "second": word[1]}
            )
            alike = dict(map(tuple, rows))
        near = closest(word, difflib.get_close_matches(word, alike, n=50))
        return [(other, alike[other]) for other in near]


def _has_similarity(connection: Connection) -> bool:
    """Whether PostgreSQL can compare words by their trigrams, after trying to let it."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError:
        return False  # Not installed on the server, or not ours to switch on.
    return True


def _terms(document: Document, texts: dict[str, list[str]]) -> tuple[str, dict[str, str]]:
    """A tsvector in writing, and each of its words as it was written."""
    places: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for seen in occurrences(texts, document.uid):
        # A tsvector counts places from one.
        place = f"{seen.position + 1}{LETTERS[seen.weight]}"
        places.setdefault(seen.word.text, []).append(place)
        if root := stem(seen.word.text):
            places.setdefault(f"={root}", []).append(place)
        written.setdefault(seen.word.text, seen.word.written)
    return " ".join(f"'{term}':{','.join(at)}" for term, at in places.items()), written


def _row(document: Document, terms: str, named: bool) -> dict[str, object]:
    return {
        "named": named,
        "id": document.id,
        "project_id": document.project_id,
        "researcher": document.researcher,
        "year": document.year,
        "themes": list(dict.fromkeys(document.themes)),
        "terms": terms,
    }


def _words(parts: Iterable[Term | Phrase]) -> Iterable[str]:
    for part in parts:
        yield from part.words if isinstance(part, Phrase) else (part.word,)


def _tsquery(part: Term | Phrase) -> str:
    """A part of a question in writing; its words hold letters, marks and digits only."""
    if isinstance(part, Phrase):
        return "(" + " <-> ".join(f"'{word}'" for word in part.words) + ")"
    ways = [f"'{part.word}'"]
    if part.prefix:
        ways.append(f"'{part.word}':*")
    if part.stem:
        ways.append(f"'={part.stem}'")
    return "(" + " | ".join(ways) + ")"
