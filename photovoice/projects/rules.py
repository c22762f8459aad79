"""Slugs and credits: decisions about projects without a database."""

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit


class Credit(StrEnum):
    """How a photographer wants to be named beside their work."""

    FULL = "full"
    FIRST = "first"
    PSEUDONYM = "pseudonym"
    GROUP = "group"
    NONE = "none"

    @property
    def is_general(self) -> bool:
        """Whether it needs no name of theirs."""
        return self in (Credit.GROUP, Credit.NONE)

    def hides_more_than(self, other: "Credit") -> bool:
        """Whether less of who somebody is can be read from it."""
        telling_less = list(Credit)
        return telling_less.index(self) > telling_less.index(other)


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


class Reach(StrEnum):
    """From where a web address can be opened."""

    ANYWHERE = "anywhere"
    ROOM = "room"
    """In the same network only."""
    HERE = "here"
    """On the computer itself alone."""


PRIVATE_ENDINGS = (".local", ".lan", ".home", ".internal", ".home.arpa")


def reach(url: str) -> Reach:
    """From where an address can be opened, as far as it tells by itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if is_only_here(url):
        return Reach.HERE
    try:
        address = ip_address(host)
    except ValueError:
        near = "." not in host or host.endswith(PRIVATE_ENDINGS)
        return Reach.ROOM if near else Reach.ANYWHERE
    if address.is_loopback or address.is_unspecified:
        return Reach.HERE
    return Reach.ANYWHERE if address.is_global else Reach.ROOM


def tidy_address(text: str) -> str | None:
    """A public address as it is kept, without a slash at its end; None where it has no such shape.

    A bare name is taken to be served over HTTPS.
    """
    said = text.strip()
    said = said if "://" in said else f"https://{said}"
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    odd = parts.username or parts.query or parts.fragment or not HOST.fullmatch(host)
    if parts.scheme not in ("http", "https") or odd or len(said) > 300:
        return None
    name = f"[{host}]" if ":" in host else host
    place = name if port is None else f"{name}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:]+")
