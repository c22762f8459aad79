"""From a query to results: what every index does the same way once it can propose photographs."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from photovoice.search import Allowed, Document, Results, none_of_them
from photovoice.search.rules import Phrase, Question, Term, asked, reworded


class Match(NamedTuple):
    """A photograph an index proposes: how well it fits, and what it can be narrowed by."""

    id: int
    parts: int
    """One bit for each part of the question it has: 1, 2, 4 and so on."""
    score: float
    researcher: str
    year: int | None
    themes: tuple[str, ...]
    named: bool = False
    """It was matched with the names of the people in it among its words."""


class Proposer(ABC):
    """An index that says what could fit; the searching is the same for each."""

    @abstractmethod
    def matches(self, question: Question | None, project_id: int) -> list[Match]:
        """Every photograph of the project that fits, in any order; with None, every one.

        One with people named in it is proposed twice: by its words alone, and by these names too.
        """

    @abstractmethod
    def likely(self, word: str, project_id: int) -> list[tuple[str, str]]:
        """Known words like a word nobody knows, likeliest first: (folded, as written).

        They may come from photographs the asker cannot see: ``search`` tries each before it is
        shown.
        """

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
        """Answer a query with what this index proposes and ``allowed`` permits."""
        permitted, knows = _remembering(allowed), _remembering(tended)
        chosen = {"theme": theme, "researcher": researcher, "year": year}

        def found(question: Question | None) -> list[Match]:
            seen = permitted(self.matches(question, project_id))
            by_words = {match.id: match for match in seen if not match.named}
            by_names = knows([match for match in seen if match.named])
            return list((by_words | {match.id: match for match in by_names}).values())

        question = asked(query)
        suggestion = None
        if not question.parts:
            matches = [] if query.strip() else found(None)
        elif not (matches := found(question)):
            if len(question.parts) > 1:
                matches = found(replace(question, any_part=True))
            suggestion = _suggestion(self, query, _unknown(question, matches), project_id, found)

        narrowed = [match for match in matches if _fits(match, chosen)]
        narrowed.sort(
            key=lambda match: (match.parts.bit_count(), match.score, match.id), reverse=True
        )
        return Results(
            ids=[match.id for match in narrowed[offset : offset + limit]],
            total=len(narrowed),
            facets=_facets(matches, narrowed, chosen),
            suggestion=suggestion,
        )


def _remembering(allowed: Allowed | None) -> Callable[[list[Match]], list[Match]]:
    """Keep what is permitted, asking about each photograph once however often it is proposed."""
    if allowed is None:
        return lambda matches: matches
    asked_about: set[int] = set()
    may_be_seen: set[int] = set()

    def permitted(matches: list[Match]) -> list[Match]:
        new = [match.id for match in matches if match.id not in asked_about]
        if new:
            asked_about.update(new)
            may_be_seen.update(allowed(new))
        return [match for match in matches if match.id in may_be_seen]

    return permitted


def _fits(match: Match, chosen: dict, but: str = "") -> bool:
    """Whether a match lies within what was chosen, one facet left aside."""
    theme, researcher, year = chosen["theme"], chosen["researcher"], chosen["year"]
    return (
        (theme is None or but == "theme" or theme in match.themes)
        and (researcher is None or but == "researcher" or researcher == match.researcher)
        and (year is None or but == "year" or year == match.year)
    )


def _facets(
    matches: list[Match], narrowed: list[Match], chosen: dict
) -> dict[str, list[tuple[str, int]]]:
    def within(facet: str) -> Iterable[Match]:
        if chosen[facet] is None:
            return narrowed
        return (match for match in matches if _fits(match, chosen, but=facet))

    themes = Counter(theme for match in within("theme") for theme in match.themes)
    researchers = Counter(match.researcher for match in within("researcher") if match.researcher)
    years = Counter(match.year for match in within("year") if match.year is not None)
    return {
        "theme": _most_first(themes),
        "researcher": _most_first(researchers),
        "year": [(str(year), count) for year, count in sorted(years.items(), reverse=True)],
    }


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _unknown(question: Question, matches: list[Match]) -> list[Term | Phrase]:
    """The parts of a question that none of its matches has."""
    had = 0
    for match in matches:
        had |= match.parts
    return [part for n, part in enumerate(question.parts) if not had & 1 << n]


def _suggestion(
    index: Proposer,
    query: str,
    unknown: list[Term | Phrase],
    project_id: int,
    found: Callable[[Question], list[Match]],
) -> str | None:
    """The query with its unknown words replaced, if any can be and the asker would see a result.

    Known is what the asker can find, and each replacement is tried as the asker, so that a word
    which stands only in photographs they may not see is never given away.
    """
    replacements: dict[str, str] = {}
    for part in unknown:
        for word in part.words if isinstance(part, Phrase) else (part.word,):
            if isinstance(part, Phrase) and found(Question((Term(word),))):
                continue
            for likely, written in index.likely(word, project_id):
                if found(Question((Term(likely),))):
                    replacements[word] = written
                    break
    return reworded(query, replacements).strip() if replacements else None


def texts_of(document: Document) -> list[tuple[bool, dict[str, list[str]]]]:
    """The texts a document is put in with: for everybody, and for those who may know the names."""
    for_all = {name: list(texts) for name, texts in document.texts.items()}
    if not document.named:
        return [(False, for_all)]
    named = for_all | {"people": [*for_all.get("people", []), *document.named]}
    return [(False, for_all), (True, named)]
