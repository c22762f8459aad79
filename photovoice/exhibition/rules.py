"""Order on the wall, short addresses, and what an edition may say: plain decisions."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from photovoice.projects.rules import slugify

Thing = TypeVar("Thing")


def moved(things: Sequence[Thing], thing: Thing, to: int) -> list[Thing]:
    """The things with one of them at place ``to`` (from 0); past either end means that end."""
    rest = [other for other in things if other is not thing]
    place = max(0, min(to, len(rest)))
    return [*rest[:place], thing, *rest[place:]]


def short_ref(exhibition: str, photograph_uid: str) -> str:
    """Eight letters and digits that address a photograph in an exhibition, in every edition.

    Made by hashing, so that it gives away neither how many photographs there are nor their ids.
    """
    digest = hashlib.sha256(f"{exhibition}/{photograph_uid}".encode()).digest()
    return base64.b32encode(digest[:5]).decode().lower()


def valid_until(on: date, days: int, lapses: Iterable[date | None]) -> date:
    """How long copies of an edition may be shown: so many days, or until a release lapses."""
    return min([on + timedelta(days=days), *(day for day in lapses if day is not None)])


def slug_of(title: str) -> str:
    """The readable end of a section's address."""
    return slugify(title, fallback="section")
