"""Finding photographs by their words, in whatever script they were written.

Stands beside the line.  Captions, titles, places, tags, themes and answers are put in by jobs
after the change that made them; the index only *proposes* photographs, and what the asker may see
is decided elsewhere and handed in as ``allowed``.  Two indexes keep the same promises: Whoosh in a
folder for one machine, PostgreSQL's full text where PostgreSQL is the database anyway.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

FIELDS = ("title", "caption", "place", "tags", "themes", "answers", "people")
"""What the texts of a document may be; a word counts for more in the first two."""

Allowed = Callable[[list[int]], set[int]]
"""Given photograph ids, which of them the person asking may see."""


def none_of_them(_ids: list[int]) -> set[int]:
    """What somebody may know who tends no photograph."""
    return set()


@dataclass(frozen=True)
class Document:
    """One photograph as the index knows it: its words, and what results can be narrowed by."""

    id: int
    """The photograph's id."""
    project_id: int
    uid: str
    """Its public reference: typing it finds it."""
    texts: Mapping[str, list[str]]
    """Field (see ``FIELDS``) → what is written there, each text in any language."""
    researcher: str = ""
    """Who took it, as the person wishes to be named; empty when nobody is named."""
    year: int | None = None
    themes: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """What the people in it are called: only those who tend the photograph find it by that."""


@dataclass(frozen=True)
class Results:
    """What a search found among the photographs the asker may see, and nothing of the others."""

    ids: list[int]
    """One page of photograph ids, best first; the newer first among equals."""
    total: int
    """How many there are on all pages."""
    facets: dict[str, list[tuple[str, int]]]
    """``theme``, ``researcher`` and ``year`` → (value, how many).

    A facet that was chosen still counts the others, as if it had not been, so that a person can
    change from one theme to the next.  Themes and researchers: most first; years: newest first.
    """
    suggestion: str | None
    """The query with likelier words, when it had no full match and the new one would find
    something; otherwise None."""


class SearchIndex(Protocol):
    """Holds the words of photographs.  Every method may be called from any thread or process.

    A query is words: all of them, or, when no photograph has all, any of them.  Accents, case and
    vowel points do not matter; English endings do not either.  The last word counts as unfinished
    from three letters on, as does any word ending in ``*``.  ``"Words in quotes"`` stand together.
    """

    def update(self, documents: Iterable[Document]) -> None:
        """Put in these photographs, or put them in anew.  Kept, and found, once it returns."""
        ...

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these photographs; those not known are fine."""
        ...

    def clear(self, project_id: int | None) -> None:
        """Forget a project's photographs, or with None everybody's."""
        ...

    def search(
        self,
        query: str,
        *,
        project_id: int,
        allowed: Allowed | None,
        tended: Allowed | None = none_of_them,
        theme: str | None = None,
        researcher: str | None = None,
        year: int | None = None,
        limit: int = 60,
        offset: int = 0,
    ) -> Results:
        """Search one project.  An empty query finds everything; one without any word, nothing.

        ``allowed`` is asked about candidates before anything is counted; None allows everything.
        ``tended`` says in the same way of which photographs the asker may know who is in them.
        """
        ...


def index_from_url(url: str, home: Path, engine: Engine) -> SearchIndex:
    """The index a setting names.

    ``""`` is the natural place for the database in use: PostgreSQL's full text when ``engine``
    speaks PostgreSQL, otherwise the same as ``"whoosh"``, the folder ``search`` in ``home``.
    ``"postgresql"`` insists.  Raises ValueError for anything else.
    """
    speaks_postgresql = engine.dialect.name == "postgresql"
    if url == "postgresql" and not speaks_postgresql:
        raise ValueError("the search index can only live in PostgreSQL when the database does")
    if url == "postgresql" or (url == "" and speaks_postgresql):
        from photovoice.search.postgres_index import PostgresIndex

        return PostgresIndex(engine)
    if url in {"", "whoosh"}:
        from photovoice.search.whoosh_index import WhooshIndex

        return WhooshIndex(Path(home) / "search")
    raise ValueError(f"no search index is known by {url!r}: leave it empty, whoosh or postgresql")
