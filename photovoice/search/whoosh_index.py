"""The index of one machine: Whoosh in a folder, one writer at a time, no server.

Whoosh keeps the words, their places and the list of words for suggestions.  Counting what an asker
may see needs every match, not the best ten; for that its matcher trees take a tenth of a second
for four words in 10,000 captions, so its postings are read straight and combined as sets.
"""

import math
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, LockError
from whoosh.query import Phrase as Adjacent
from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher
from whoosh.util.filelock import try_for
from whoosh.writing import CLEAR, SegmentWriter

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

NAME = "photographs2"
"""Changes with the schema, so that a new version starts an index anew instead of misreading one."""
BEFORE = ("photographs1_", "_photographs1_")
"""How the files of the version before begin, in which names stood among everybody's words."""
PATIENCE = 30.0
"""Seconds a writer waits for the one before it."""
PAUSE = 0.02
"""Seconds between two tries."""
TRIES = 50
REMEMBERED = 32
SLIPS = 2
"""Wrong letters within which Whoosh proposes words; it counts two letters swapped as two."""
EXACT, SAME_STEM, BEGINNING = 1.0, 0.7, 0.4
"""What a match counts by how close it is to the word asked for."""


class Given(Analyzer):
    """Hands Whoosh words that were cut and weighed before: lines of word, position, weight."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        token = Token()
        for line in value.splitlines():
            token.text, position, weight = line.split("\t")
            token.pos, token.boost = int(position), float(weight)
            yield token


SCHEMA = Schema(
    id=ID(unique=True),
    project=ID,
    facts=STORED,
    words=TEXT(analyzer=Given(), phrase=True),
    stems=TEXT(analyzer=Given(), phrase=False),
    written=TEXT(analyzer=Given(), phrase=False),
)
"""``written`` holds "folded written" wherever the two differ, so that suggestions keep accents."""


class Row(NamedTuple):
    """What is known of a document besides its words."""

    project_id: int
    id: int
    researcher: str
    year: int | None
    themes: tuple[str, ...]
    named: bool
    """Whether the names of the people in it are among its words."""

    def match(self, parts: int, score: float) -> Match:
        """This photograph as a match of a question."""
        facts = (self.researcher, self.year, self.themes, self.named)
        return Match(self.id, parts, score, *facts)


class WhooshIndex(Proposer):
    """A ``SearchIndex`` in ``folder``, made when it is not there.

    Raises ``whoosh.index.LockError`` when another writer has not ended within ``PATIENCE``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._generation = -1
        self._rows: list[Row | None] = []
        self._rows_of: dict[str, list[Row]] = {}
        self._remembered: dict[Term | Phrase, dict[int, float]] = {}

    # -------------------------------------------------------------------------------- writing

    def update(self, documents: Iterable[Document]) -> None:
        latest = {document.id: document for document in documents}
        entries = [
            _entry(document, texts, named)
            for document in latest.values()
            for named, texts in texts_of(document)
        ]
        if entries:
            with self._writer() as writer:
                _forget(writer, latest)
                for entry in entries:
                    writer.add_document(**entry)

    def remove(self, ids: Iterable[int]) -> None:
        unwanted = set(ids)
        if unwanted:
            with self._writer() as writer:
                _forget(writer, unwanted)

    def clear(self, project_id: int | None) -> None:
        if project_id is None:
            self._writer().commit(mergetype=CLEAR)
            return
        with self._writer() as writer:
            writer.delete_by_term("project", str(project_id))

    def _writer(self) -> SegmentWriter:
        """The one writer there may be, in this process or any other."""
        return self._opened().writer(timeout=PATIENCE, delay=PAUSE)

    def _opened(self) -> FileIndex:
        """The index, made if need be."""
        storage = FileStorage(str(self.folder)).create()
        for _try in range(TRIES):
            try:
                return storage.open_index(NAME, schema=SCHEMA)
            except EmptyIndexError:
                _make(storage)
            except OSError:
                time.sleep(PAUSE)  # A writer has just put a newer list of contents in its place.
        raise LockError(f"the search index in {self.folder} cannot be opened")

    # ------------------------------------------------------------------------------ searching

    def matches(self, question: Question | None, project_id: int) -> list[Match]:
        with self._lock:
            searcher, rows = self._refreshed(), self._rows
            if question is None:
                found = [(number, 0, 0.0) for number in range(len(rows))]
            else:
                each = [self._scores(searcher, part) for part in question.parts]
                found = _any(each) if question.any_part else _all(each)
        return [
            row.match(parts, score)
            for number, parts, score in found
            if (row := rows[number]) and row.project_id == project_id
        ]

    def likely(self, word: str, project_id: int) -> list[tuple[str, str]]:
        if not slips_allowed(word):
            return []
        with self._lock:
            reader = self._refreshed().reader()
            near = set(reader.terms_within("words", word, SLIPS))
            return [(other, _as_written(reader, other)) for other in closest(word, near)]

    def close(self) -> None:
        """Let go of the files; the next search opens them again."""
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = None

    def _refreshed(self) -> Searcher:
        """The long-lived searcher, opened anew when somebody has written since.

        Not by Whoosh's own ``refresh``: that brings back what was deleted or merged meanwhile.
        """
        old = self._searcher
        if old is None or old._ix.latest_generation() != self._generation:
            index = self._opened()
            self._generation = index.latest_generation()
            self._searcher = index.searcher()
            if old is not None:
                old.close()
            self._remembered.clear()
            self._read_rows(self._searcher.reader())
        return self._searcher

    def _scores(self, searcher: Searcher, part: Term | Phrase) -> dict[int, float]:
        """Document number → score, remembered: one search asks for a part up to three times."""
        if part not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[part] = (
                _phrase(searcher, part)
                if isinstance(part, Phrase)
                else _term(searcher.reader(), part)
            )
        return self._remembered[part]

    def _read_rows(self, reader: IndexReader) -> None:
        """Number → row for the whole index; each segment is read once, for it never changes."""
        known, self._rows_of, self._rows = self._rows_of, {}, []
        for leaf, _offset in reader.leaf_readers():
            if not (number := leaf.doc_count_all()):
                continue
            name = leaf.segment().segment_id()
            rows = known.get(name) or [
                Row(*leaf.stored_fields(document)["facts"]) for document in range(number)
            ]
            self._rows_of[name] = rows
            self._rows += [
                None if leaf.is_deleted(document) else row for document, row in enumerate(rows)
            ]


def _make(storage: FileStorage) -> None:
    """Make an empty index under the writers' lock, for making it twice would lose words."""
    lock = storage.lock(f"{NAME}_WRITELOCK")
    if not try_for(lock.acquire, timeout=PATIENCE, delay=PAUSE):
        raise LockError("another process has been making the search index for too long")
    try:
        if not storage.index_exists(NAME):
            storage.create_index(SCHEMA, NAME)
            for name in storage.list():
                if name.startswith(BEFORE):
                    storage.delete_file(name)
    finally:
        lock.release()


def _forget(writer: SegmentWriter, ids: Iterable[int]) -> None:
    with writer.searcher() as searcher:
        for photograph in ids:
            writer.delete_by_term("id", str(photograph), searcher=searcher)


def _entry(document: Document, texts: dict[str, list[str]], named: bool) -> dict[str, Any]:
    words, stems, written = [], [], []
    for seen in occurrences(texts, document.uid):
        place = f"{seen.position}\t{seen.weight}"
        words.append(f"{seen.word.text}\t{place}")
        if root := stem(seen.word.text):
            stems.append(f"{root}\t{place}")
        if seen.word.written != seen.word.text:
            written.append(f"{seen.word.text} {seen.word.written}\t{place}")
    themes = tuple(dict.fromkeys(document.themes))
    return {
        "id": str(document.id),
        "project": str(document.project_id),
        "facts": tuple(
            Row(document.project_id, document.id, document.researcher, document.year, themes, named)
        ),
        "words": "\n".join(words),
        "stems": "\n".join(stems),
        "written": "\n".join(written),
    }


# ------------------------------------------------------------------------------------- scoring


Found = list[tuple[int, int, float]]
"""Document number, the parts it has (``Match.parts``), score."""


def _all(each: list[dict[int, float]]) -> Found:
    """What has every part."""
    first, *others = sorted(each, key=len)
    everything = (1 << len(each)) - 1
    return [
        (number, everything, sum(scores[number] for scores in each))
        for number in set(first).intersection(*others)
    ]


def _any(each: list[dict[int, float]]) -> Found:
    """What has at least one part."""
    parts: dict[int, int] = {}
    total: dict[int, float] = {}
    for n, scores in enumerate(each):
        for number, score in scores.items():
            parts[number] = parts.get(number, 0) | 1 << n
            total[number] = total.get(number, 0.0) + score
    return [(number, had, total[number]) for number, had in parts.items()]


def _term(reader: IndexReader, term: Term) -> dict[int, float]:
    """Document number → the best of the ways in which the term is in it."""
    scores = _posted(reader, "words", term.word.encode(), EXACT)
    ways = [_posted(reader, "stems", term.stem.encode(), SAME_STEM)] if term.stem else []
    if term.prefix:
        longer = reader.expand_prefix("words", term.word)
        ways += [_posted(reader, "words", word, BEGINNING) for word in list(longer)]
    for way in ways:
        for number, score in way.items():
            if score > scores.get(number, 0.0):
                scores[number] = score
    return scores


def _posted(reader: IndexReader, field: str, word: bytes, closeness: float) -> dict[int, float]:
    """Document number → score of one word: rarer counts more, and so does more of it, but less so.

    Same shape as BM25 without the length of the text, which says little about a photograph.
    """
    frequency = reader.doc_frequency(field, word)
    if not frequency:
        return {}
    value = closeness * math.log(1 + reader.doc_count_all() / frequency)
    scores = {}
    for leaf, offset in reader.leaf_readers():
        try:
            posting = leaf.postings(field, word)
        except TermNotFound:
            continue
        is_active, number, weight_of, go_on = (
            posting.is_active,
            posting.id,
            posting.weight,
            posting.next,
        )
        while is_active():
            weight = weight_of()
            scores[offset + number()] = value * weight / (weight + 2)
            go_on()
    return scores


def _phrase(searcher: Searcher, phrase: Phrase) -> dict[int, float]:
    """Document number → score: the rarer and the longer a phrase, the more it counts."""
    if len(phrase.words) == 1:
        return _posted(searcher.reader(), "words", phrase.words[0].encode(), EXACT)
    numbers = list(searcher.docs_for_query(Adjacent("words", list(phrase.words))))
    value = math.log(1 + searcher.reader().doc_count_all() / (len(numbers) or 1))
    return dict.fromkeys(numbers, value * len(phrase.words))


def _as_written(reader: IndexReader, word: str) -> str:
    """How people mostly write a folded word."""
    ways = {word.encode(): reader.frequency("words", word)}
    ways |= {
        way: reader.frequency("written", way)
        for way in list(reader.expand_prefix("written", f"{word} "))
    }
    if len(ways) > 1:
        ways[word.encode()] -= sum(list(ways.values())[1:])
    return max(ways, key=lambda way: ways[way]).decode().rpartition(" ")[2]
