"""Decisions about photographs without a database: who sees one, what is alike, where to begin."""

import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

NEARLY_ALIKE = 8
"""Bits of 64 in which two difference hashes may differ and still look like one picture."""
_FEWEST_EDGES = 4
"""Of 64 bits those that must differ from the rest, or all flat pictures look like one."""
WORDS = ("title", "title_language", "caption", "caption_language", "alternative_text", "place")
"""What may be said of a photograph and edited later."""
OPENING = 40
"""Letters of a caption that a photograph without a title is called by."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UID = re.compile(r"[0-9a-f]{32}")
_NUMBER = struct.Struct(">Q")


@dataclass(frozen=True)
class Standing:
    """What consent, which stands to the right, tells the archive of one photograph."""

    shown: bool = False
    """The group may see it: it is cleared for workshops."""
    blurred: bool = False
    """Somebody in it may be shown only with the face unrecognisable."""
    waiting: bool = True
    """Somebody still has to be asked before it can hang in an exhibition."""
    withdrawn: bool = False
    """Somebody took their consent back, and it has not been given again."""
    accounts: frozenset[int] = frozenset()
    """Ids of the people pictured who have an account here."""


class Sight(StrEnum):
    """Which copy of a photograph somebody is shown."""

    WHOLE = "whole"
    BLURRED = "blurred"


def sight(standing: Standing, *, has_blurred: bool, theirs: bool, tends: bool) -> Sight | None:
    """The copy somebody is shown in the studio, or None.

    ``theirs``: they took it or are in it.  ``tends``: they may complete anybody's photograph.
    Everybody else sees it only when it is cleared for workshops.
    """
    if not (theirs or tends or standing.shown):
        return None
    if standing.blurred and (has_blurred or not (theirs or tends)):
        return Sight.BLURRED if has_blurred else None
    return Sight.WHOLE


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two difference hashes (sixteen hexadecimal digits) differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def alike(dhash: str, others: str) -> list[int]:
    """Which of many difference hashes look like ``dhash``, the likest first.

    ``others`` are hashes of sixteen hexadecimal digits without anything between them; the answer
    is their positions, counted in hashes.  Read as numbers all at once: ten thousand take 1 ms.
    """
    (bits,) = _NUMBER.unpack(bytes.fromhex(dhash))
    numbers = _NUMBER.iter_unpack(bytes.fromhex(others))
    if not _tells_something(bits):
        return []
    found = [
        (apart, position)
        for position, (other,) in enumerate(numbers)
        if (apart := (bits ^ other).bit_count()) <= NEARLY_ALIKE
    ]
    return [position for _apart, position in sorted(found)]


def _tells_something(bits: int) -> bool:
    """Whether a hash says more than that a picture is flat, or grows evenly lighter to one side."""
    return _FEWEST_EDGES <= bits.bit_count() <= 64 - _FEWEST_EDGES


def is_uid(text: str | None) -> bool:
    """Whether a text can name a sending: 32 lower-case hexadecimal digits."""
    return bool(text and _UID.fullmatch(text))


@dataclass(frozen=True)
class Place:
    """Where a page of the contact sheet starts: just past this photograph."""

    received_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.received_at - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def read(cls, text: str | None) -> "Place | None":
        """The place an address names, or None where it names none."""
        match = re.fullmatch(r"(\d{1,17})-(\d{1,12})", text or "")
        if not match:
            return None
        micro, id = map(int, match.groups())
        return cls(_EPOCH + timedelta(microseconds=micro), id)


def opening(words: str, most: int = OPENING) -> str:
    """The first words of a text, whole ones, in ``most`` letters; the text where it is short."""
    even = " ".join(words.split())
    if len(even) <= most:
        return even
    begun = even[: most + 1].rpartition(" ")[0] or even[: most - 1]
    return begun.rstrip(" .,;:–—،؛۔।") + "…"


def redaction_tag(boxes: Sequence[tuple[float, float, float, float]]) -> str:
    """A short name for a set of redactions, part of the keys of the copies made with them."""
    said = ";".join(",".join(f"{value:.5f}" for value in box) for box in sorted(boxes))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
