"""How words are cut, folded and asked for: the same for every index, in every script."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from whoosh.lang.porter2 import stem as english_stem

SHORTEST_PREFIX = 3
"""Letters a word needs before it counts as the beginning of longer ones."""
LONGEST_WORD = 64
MOST_WORDS_ASKED = 12
MOST_LETTERS = 100_000
"""Letters of one photograph that are indexed, far beyond what a caption or a talk comes to."""
GAP = 8
"""Positions between one text and the next, so that no phrase reaches across."""

WEIGHTS = {"title": 4, "caption": 3, "tags": 2, "themes": 2}
"""What a word counts in each field; everywhere else 1."""

STOP_WORDS = frozenset(
    "a an and are as at be by for from in is it of on or our that the their this to was we were "
    "with".split()
)
"""Words not asked for when there are others.  They are indexed, for phrases need them."""

# ------------------------------------------------------------------------------------- folding

# Marks that only point or accent a letter.  Vowel signs of Bengali, Devanagari and their
# relatives are letters in all but name and stay.
_ACCENTS = (
    *range(0x0300, 0x0370),
    *range(0x0483, 0x0488),
    *range(0x0591, 0x05C8),
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06EE),
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
    *range(0x20D0, 0x2100),
)
_INVISIBLE = (
    0x00AD,
    0x0640,
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    0x2060,
    0xFEFF,
)
"""Soft hyphen, tatweel, joiners and direction marks: typed by one keyboard, not by another."""
_LETTERS = {
    # Latin letters that Unicode does not take apart.
    **{"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"},
    **{"ð": "d", "þ": "th", "ŋ": "n", "ə": "e"},
    # One Arabic letter as Arabic, Persian and Urdu keyboards write it.
    **{"ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ہ": "ه", "ة": "ه", "ۃ": "ه", "ە": "ه"},
}
_FOLDING = str.maketrans({**dict.fromkeys(map(chr, (*_ACCENTS, *_INVISIBLE))), **_LETTERS})
_HIDING = str.maketrans(dict.fromkeys(map(chr, _INVISIBLE)))
_POSSESSIVE = re.compile(r"(?<=\w)['\N{RIGHT SINGLE QUOTATION MARK}]s\b", re.IGNORECASE)


def fold(text: str) -> str:
    """Text as it is compared: no case, no accents, no vowel points, one form for each letter."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", apart.translate(_FOLDING))


class _Kinds(dict[str, str]):
    """Character → "word", "sign" (a word by itself) or "" (between words), worked out once."""

    def __missing__(self, character: str) -> str:
        code = ord(character)
        if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF:
            kind = "sign"  # Chinese and Japanese are written without spaces.
        elif unicodedata.category(character)[0] in "LMN" or code in _INVISIBLE:
            kind = "word"
        else:
            kind = ""
        self[character] = kind
        return kind


_KINDS = _Kinds()


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and as it was written (in lower case)."""

    text: str
    written: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in order.

    Letters, digits and the marks that belong to them make words; everything else is between.
    """
    text = unicodedata.normalize("NFC", _POSSESSIVE.sub("", text))
    for kind, characters in groupby(text, _KINDS.__getitem__):
        if not kind:
            continue
        for piece in characters if kind == "sign" else ("".join(characters),):
            if (word := _word(piece)).text:
                yield word


@lru_cache(maxsize=50_000)
def _word(piece: str) -> Word:
    written = piece.translate(_HIDING).lower()[:LONGEST_WORD]
    return Word("".join(c for c in fold(written) if _KINDS[c])[:LONGEST_WORD], written)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str | None:
    """The English stem of a folded word, or None when it is not in Latin letters."""
    return english_stem(word) if word.isascii() and word.isalpha() and len(word) > 2 else None


@dataclass(frozen=True)
class Occurrence:
    """A word of a document: where it stands and what it counts."""

    word: Word
    position: int
    weight: int


def occurrences(texts: Mapping[str, Iterable[str]], uid: str) -> Iterator[Occurrence]:
    """Every word of a photograph, the weightiest field first, up to ``MOST_LETTERS`` letters."""
    position, left = 0, MOST_LETTERS
    by_weight = sorted(texts, key=lambda field: -WEIGHTS.get(field, 1))
    said = [(WEIGHTS.get(field, 1), text) for field in by_weight for text in texts[field]]
    for weight, text in [(1, uid), *said]:
        for word in words((text or "")[:left]):
            yield Occurrence(word, position, weight)
            position += 1
        left -= len(text or "")
        position += GAP
        if left <= 0:
            return


# -------------------------------------------------------------------------------------- asking


@dataclass(frozen=True)
class Term:
    """A word asked for; with ``prefix``, also whatever begins with it."""

    word: str
    prefix: bool = False

    @property
    def stem(self) -> str | None:
        """Its English stem, for it and its relatives are the same thing to the asker."""
        return stem(self.word)


@dataclass(frozen=True)
class Phrase:
    """Words that must stand next to each other, exactly as they are; or a single one."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is asked for: all the parts, or with ``any_part`` at least one."""

    parts: tuple[Term | Phrase, ...]
    any_part: bool = False


_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”«»]')


def asked(query: str) -> Question:
    """Read a query as somebody typed it."""
    parts: list[Term | Phrase] = []
    end = 0
    for quoted in _QUOTED.finditer(query):
        parts += _terms(query[end : quoted.start()], unfinished=False)
        together = tuple(word.text for word in words(quoted[1]))
        if together:
            parts.append(Phrase(together))
        end = quoted.end()
    parts += _terms(query[end:], unfinished=True)
    telling = [part for part in parts if isinstance(part, Phrase) or part.word not in STOP_WORDS]
    return Question(tuple(dict.fromkeys(telling or parts))[:MOST_WORDS_ASKED])


def _terms(text: str, *, unfinished: bool) -> list[Term]:
    """The terms of unquoted text; the last word is ``unfinished`` when somebody may go on."""
    chunks = text.split()
    terms = []
    for chunk in chunks:
        found = [word.text for word in words(chunk)]
        open_ended = chunk.endswith("*") or (unfinished and chunk is chunks[-1])
        for word in found:
            long_enough = len(word) >= SHORTEST_PREFIX
            terms.append(Term(word, open_ended and long_enough and word is found[-1]))
    return terms


# ---------------------------------------------------------------------------------- suggesting


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped, changed or swapped with a neighbour.

    Optimal string alignment distance.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def slips_allowed(word: str) -> int:
    """How many letters may be wrong before it is another word: one in short words, two in long."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def closest(word: str, vocabulary: Iterable[str], most: int = 5) -> list[str]:
    """The words likeliest meant by ``word``, likeliest first; people seldom miss the first letter.

    Words further off than ``slips_allowed`` are not meant.
    """
    allowed = slips_allowed(word)
    near = []
    for other in vocabulary:
        if other != word and abs(len(other) - len(word)) <= allowed:
            off = distance(word, other)
            if off <= allowed:
                near.append((off, other[:1] != word[:1], abs(len(other) - len(word)), other))
    return [other for *_, other in sorted(near)[:most]]


def reworded(query: str, replacements: Mapping[str, str]) -> str:
    """The query as typed, with some of its words (compared folded) exchanged for others."""

    def exchanged(chunk: re.Match[str]) -> str:
        found = list(words(chunk[0]))
        if not any(word.text in replacements for word in found):
            return chunk[0]
        return " ".join(replacements.get(word.text, word.written) for word in found)

    return re.sub(r'[^\s"“”„«»*]+', exchanged, query)
