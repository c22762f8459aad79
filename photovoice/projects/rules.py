"""Slugs and credits: decisions about projects without a database."""

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum
from urllib.parse import urlsplit


class Credit(StrEnum):
    """How a photographer wants to be named beside their work."""

    FULL = "full"
    FIRST = "first"
    PSEUDONYM = "pseudonym"
    GROUP = "group"
    NONE = "none"


def slugify(name: str, taken: Container[str] = (), fallback: str = "project") -> str:
    """A short address made from a name, not among those taken: ``Beyond the Ballot Box`` →
    ``beyond-the-ballot-box``.  A name without Latin letters or digits becomes ``fallback``."""
    plain = unicodedata.normalize("NFKD", name.translate({0x142: "l", 0x141: "L"}))
    letters = plain.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or fallback
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def credit_line(credit: Credit, words: str, name: str, group: str) -> str:
    """What to print for a photographer: the words they chose, the group's name, or nothing.

    Where they chose no words it is their account's name, of which a first name is the first
    word; a name of their own choosing that was never said is no name.
    """
    if credit is Credit.NONE:
        return ""
    if credit is Credit.GROUP:
        return group
    if words or credit is Credit.PSEUDONYM:
        return words
    return name.split()[0] if credit is Credit.FIRST and name.strip() else name


def address_to_type(url: str) -> str:
    """A web address as somebody types it, without what a browser adds by itself.

    With a port of its own browsers guess ``http``; so ``https`` has to be said there.
    """
    parts = urlsplit(url)
    said = parts.scheme == "https" and parts.port is not None
    return url if said else url.partition("://")[2]


def is_only_here(url: str) -> bool:
    """Whether a web address can be opened on the computer itself alone."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.startswith("127.") or host == "::1"
