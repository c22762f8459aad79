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
    }


def new_words(said: dict[str, Any], before: dict[str, Any] | None) -> dict[str, str]:
    """The words that differ from those written down before, with their languages."""
    words, old = said["words"], (before or nothing_said())["words"]
    found = {name: words[name] for name in WORDS if words[name] != old[name]}
    spoken = words["caption_language"]
    if spoken and (spoken != old["caption_language"]):
        found["caption_language"] = spoken
    if spoken and ("title" in found or "caption_language" in found):
        found["title_language"] = spoken
    return found


def words_to_add(
    found: dict[str, str], standing: dict[str, str], before: dict[str, Any] | None
) -> dict[str, str]:
    """Of new words, those that overwrite nothing but silence or what the same sending said."""
    old = (before or nothing_said())["words"]
    added = {
        name: found[name] for name in WORDS if name in found and standing[name] in ("", old[name])
    }
    for name in ("caption", "title"):
        if name in added and f"{name}_language" in found:
            added[f"{name}_language"] = found[f"{name}_language"]
    return added


def new_people(said: dict[str, Any], before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The people named now who were not written down before."""
    old = _named(before)
    return [person for person in _named(said) if person not in old]


def people_gone(said: dict[str, Any], before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The people written down before who are not named any more."""
    return [person for person in _named(before) if person not in _named(said)]


def _named(said: dict[str, Any] | None) -> list[dict[str, Any]]:
    people = (said or {}).get("people") or {}
    return people.get("named") or []


def newly_nobody(said: dict[str, Any], before: dict[str, Any] | None) -> bool:
    """Whether “nobody can be recognised” is said now and was not written down before."""
    return says_nobody(said) and not says_nobody(before)


def says_nobody(said: dict[str, Any] | None) -> bool:
    """Whether a sending says that nobody can be recognised."""
    return bool(((said or {}).get("people") or {}).get("nobody"))


def answer_in(said: dict[str, Any] | None) -> dict[str, Any] | None:
    """The photographer's answer, once its limits were talked about; what is left open is a no."""
    release = (said or {}).get("release")
    return release if release and release["limits_explained"] else None


def new_answer(said: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any] | None:
    """The photographer's answer where it differs from the one taken down before."""
    answer = answer_in(said)
    return answer if answer != answer_in(before) else None


def needs(*, caption: bool, people: bool, release: bool, whole: bool = True) -> list[str]:
    """What is still lacking, from what is there; not ``whole``: it is to be sent again."""
    there = {"caption": caption, "people": people, "release": release, "again": whole}
    return [name for name, is_there in there.items() if not is_there]
