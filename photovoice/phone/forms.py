"""What a phone says of a photograph, from JSON of anybody's making to values that can be kept."""

import json
import re
from typing import Any

from photovoice.archive.forms import LONGEST_CAPTION
from photovoice.consent.rules import Use
from photovoice.languages import is_language
from photovoice.phone.refusals import NotUnderstood, TooManyWords
from photovoice.phone.rules import LONGEST_NUMBER, WORDS, nothing_said
from photovoice.projects.models import Credit

LONGEST_TITLE = 200
LONGEST_NAME = 120
LONGEST_FILE_NAME = 255
MOST_PEOPLE = 60
MOST_VERSIONS = 2**31 - 1


def read_sending(raw: bytes) -> tuple[int, dict[str, Any]]:
    """The version and what is said, every part of it there and of its kind.

    What is left out says nothing; what is not known is left aside.  Raises NotUnderstood, with the
    ``field`` that could not be, or TooManyWords.
    """
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotUnderstood(field="") from None
    given = _object(given, "")
    version = _count(given.get("version"), "version", MOST_VERSIONS)
    return version, {
        "photograph": _photograph(_object(given.get("photograph"), "photograph")),
        "voice": _voice(given.get("voice")),
        "words": _words(_object(given.get("words") or {}, "words")),
        "people": _people(given.get("people")),
        "release": _release(given.get("release")),
        "known": _known(given.get("known")),
        "let_go": _let_go(given.get("let_go")),
    }


def _photograph(given: dict[str, Any]) -> dict[str, Any]:
    return nothing_said()["photograph"] | {
        "name": _text(given.get("name"), "photograph.name")[:LONGEST_FILE_NAME],
        "bytes": _count(given.get("bytes"), "photograph.bytes"),
        "sha256": _sha256(given.get("sha256"), "photograph.sha256"),
        "type": _text(given.get("type"), "photograph.type")[:LONGEST_NAME],
        "small": _yes(given.get("small"), "photograph.small"),
        "exact_place": _yes(given.get("exact_place"), "photograph.exact_place"),
    }


def _voice(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    given = _object(given, "voice")
    return {
        "bytes": _count(given.get("bytes"), "voice.bytes"),
        "sha256": _sha256(given.get("sha256"), "voice.sha256"),
        "type": _text(given.get("type"), "voice.type")[:LONGEST_NAME],
        "language": _language(given.get("language"), "voice.language"),
    }


def _words(given: dict[str, Any]) -> dict[str, str]:
    return {
        "caption": _text(given.get("caption"), "words.caption", LONGEST_CAPTION),
        "caption_language": _language(given.get("caption_language"), "words.caption_language"),
        "title": _text(given.get("title"), "words.title", LONGEST_TITLE),
        "place": _text(given.get("place"), "words.place", LONGEST_TITLE),
    }


def _people(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    given = _object(given, "people")
    named = given.get("named") or []
    nobody = _yes(given.get("nobody"), "people.nobody")
    if not isinstance(named, list) or (nobody and named):
        raise NotUnderstood(field="people")
    if len(named) > MOST_PEOPLE:
        raise TooManyWords(field="people.named")
    people: list[dict[str, Any]] = []
    for one in named:
        one = _object(one, "people.named")
        label = _text(one.get("label"), "people.named.label", LONGEST_NAME)
        person = {"label": label, "is_child": _yes(one.get("is_child"), "people.named.is_child")}
        if label and person not in people:
            people.append(person)
    if nobody:
        return {"nobody": True}
    return {"named": people} if people else None


def _known(given: Any) -> dict[str, Any] | None:
    """What the writer saw standing at the other end when they wrote; None where nothing is told."""
    if given is None:
        return None
    given = _object(given, "known")
    people = _people(given.get("people"))
    answer = _text(given.get("answer"), "known.answer", LONGEST_NAME)
    return {"words": _words(_object(given.get("words") or {}, "known.words"))} | {
        "people": people,
        "answer": answer,
    }


def _let_go(given: Any) -> list[str]:
    """Of which words the writer has chosen between two versions."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise NotUnderstood(field="let_go")
    return [word for word in WORDS if word in given]


def _release(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    given = _object(given, "release")
    uses = _object(given.get("uses") or {}, "release.uses")
    credit = given.get("credit")
    if credit is not None and credit not in [known.value for known in Credit]:
        raise NotUnderstood(field="release.credit")
    notice = given.get("notice")
    if notice is not None and type(notice) is not int:
        raise NotUnderstood(field="release.notice")
    kept = _count(given.get("kept") or 0, "release.kept")
    language = _language(given.get("notice_language"), "release.notice_language")
    return {
        **({"notice": notice} if notice else {}),
        **({"notice_language": language} if language else {}),
        **({"kept": kept} if kept else {}),
        "uses": {
            use.value: _yes(uses[use.value], "release.uses")
            for use in Use
            if uses.get(use.value) is not None
        },
        "credit": credit,
        "credit_name": _text(given.get("credit_name"), "release.credit_name", LONGEST_NAME),
        "limits_explained": _yes(given.get("limits_explained"), "release.limits_explained"),
    }


def _object(given: Any, field: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise NotUnderstood(field=field)
    return given


def _text(given: Any, field: str, longest: int | None = None) -> str:
    """Words as every database can keep them: no character that is none."""
    if given is None:
        return ""
    if not isinstance(given, str):
        raise NotUnderstood(field=field)
    text = given.replace("\0", "").encode("utf-8", "replace").decode().strip()
    if longest is not None and len(text) > longest:
        raise TooManyWords(field=field)
    return text


def _language(given: Any, field: str) -> str:
    text = _text(given, field)
    if text and not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,1}", text, re.ASCII):
        raise NotUnderstood(field=field)
    return text if is_language(text) else ""  # one nobody knows says nothing


def _count(given: Any, field: str, most: int = 10**LONGEST_NUMBER) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= most:
        raise NotUnderstood(field=field)
    return given


def _yes(given: Any, field: str) -> bool:
    if given is not None and not isinstance(given, bool):
        raise NotUnderstood(field=field)
    return given is True


def _sha256(given: Any, field: str) -> str | None:
    if given is not None and not (
        isinstance(given, str) and re.fullmatch(r"[0-9a-f]{64}", given.lower(), re.ASCII)
    ):
        raise NotUnderstood(field=field)
    return given.lower() if given else None
