"""How a phone's headers are read, and what of a sending is new: plain values in, an answer out.

Source: the tus resumable upload protocol 1.0, https://tus.io/protocols/resumable-upload.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = {"sha1": 20, "sha256": 32}
"""Checksums understood, with the bytes each has."""
LARGEST_JSON = 64 * 1024
"""Bytes of what is said of one photograph."""
LIFE = timedelta(days=7)
"""How long parts wait for the rest, counted from the last piece."""
FORGOTTEN_AFTER = timedelta(days=30)
"""How long words wait for a photograph of which no byte comes; the phone has them still."""
MOST_WAITING = 500
"""Sendings of one person whose photograph has not come."""
MOST_ANNOUNCED = 6
"""Uploads of one person of which no byte has come."""
LONGEST_METADATA = 4096
LONGEST_NUMBER = 15
"""Digits; far more bytes than any disk has."""
WORDS = ("caption", "title", "place")


class SendingPart(StrEnum):
    """The two parts of a sending that have bytes."""

    PHOTOGRAPH = "photograph"
    VOICE = "voice"


class UploadState(StrEnum):
    """Where an upload stands.  ``GONE``: it expired or was given up."""

    ARRIVING = "arriving"
    RECEIVED = "received"
    REFUSED = "refused"
    GONE = "gone"


class Malformed(ValueError):
    """A header that does not say what it has to say in the way it has to say it."""


@dataclass(frozen=True)
class Checksum:
    """What a piece must hash to."""

    algorithm: str
    digest: bytes


def read_number(text: str | None) -> int:
    """An offset or a length in bytes.  Raises Malformed."""
    if not re.fullmatch(rf"[0-9]{{1,{LONGEST_NUMBER}}}", text or "", re.ASCII):
        raise Malformed("a number of bytes")
    return int(text or "")


def read_checksum(text: str | None) -> Checksum | None:
    """``sha1 <Base64>`` → what the piece must hash to; None where nothing was asked.

    Raises Malformed, for an algorithm that is not understood too.
    """
    if text is None:
        return None
    algorithm, _space, encoded = text.partition(" ")
    digest = _decoded(encoded)
    if ALGORITHMS.get(algorithm) != len(digest):
        raise Malformed("a checksum")
    return Checksum(algorithm, digest)


def read_metadata(text: str | None) -> dict[str, str]:
    """``key <Base64>,key <Base64>`` → what a client says of a file.  Raises Malformed."""
    told: dict[str, str] = {}
    if len(text or "") > LONGEST_METADATA:
        raise Malformed("metadata of this length")
    for pair in (text or "").split(",") if (text or "").strip() else []:
        key, _space, encoded = pair.strip().partition(" ")
        if not re.fullmatch(r"[!-~]+", key) or key in told:
            raise Malformed("metadata")
        try:
            told[key] = _decoded(encoded).decode()
        except UnicodeDecodeError:
            raise Malformed("metadata") from None
    return told


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("Base64") from None


def nothing_said(name: str = "", length: int = 0, kind: str = "") -> dict[str, Any]:
    """What is kept of a sending of which nothing but bytes came."""
    photograph = {"name": name, "bytes": length, "sha256": None, "type": kind}
    return {
        "photograph": photograph | {"small": False, "exact_place": False},
        "voice": None,
        "words": {"caption": "", "caption_language": "", "title": "", "place": ""},
        "people": None,
        "release": None,
        "known": None,
        "let_go": [],
    }


class Fate(StrEnum):
    """What becomes of words a phone says."""

    LEFT = "left"
    """They stand already, or the phone says nothing new of them."""
    WRITTEN = "written"
    KEPT_BESIDE = "kept_beside"
    """Their writer had not seen what stands: both versions are kept."""


def fate_of(
    mine: str, standing: str, *, said_before: bool, known: str | None, standing_is_mine: bool
) -> Fate:
    """What becomes of one word of a sending.

    ``said_before``: the phone's was written down already.  ``known``: what its writer saw standing
    when they wrote, where that was told.  ``standing_is_mine``: this sending wrote what stands.
    """
    if mine == standing:
        return Fate.LEFT
    if known == standing:
        return Fate.WRITTEN
    if said_before:
        return Fate.LEFT
    if not standing or standing_is_mine:
        return Fate.WRITTEN
    return Fate.KEPT_BESIDE if mine else Fate.LEFT


def is_told(said: dict[str, Any]) -> bool:
    """Whether a sending still holds what is said, not written down yet."""
    return said["words"] is not None


def without_words(said: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a sending once it is written down: of its bytes, and nothing of anybody."""
    return {"photograph": said["photograph"], "voice": said["voice"]} | {
        "words": None,
        "people": None,
        "release": None,
    }


def named(people: dict[str, Any] | None) -> list[tuple[str, bool]]:
    """Who is named, each as a label and whether they are a child."""
    return [(one["label"], one["is_child"]) for one in (people or {}).get("named") or []]


def says_nobody(people: dict[str, Any] | None) -> bool:
    """Whether it is said that nobody can be recognised."""
    return bool((people or {}).get("nobody"))


def answer_in(said: dict[str, Any]) -> dict[str, Any] | None:
    """The photographer's answer, once its limits were talked about; what is left open is a no."""
    release = said.get("release")
    return release if release and release["limits_explained"] else None


def only_narrows(answer: dict[str, bool], standing: dict[str, bool]) -> bool:
    """Whether an answer opens nothing that one given meanwhile keeps closed."""
    return all(standing.get(use) is True for use, yes in answer.items() if yes)


def needs(*, caption: bool, people: bool, release: bool, whole: bool = True) -> list[str]:
    """What is still lacking, from what is there; not ``whole``: it is to be sent again."""
    there = {"caption": caption, "people": people, "release": release, "again": whole}
    return [name for name, is_there in there.items() if not is_there]
