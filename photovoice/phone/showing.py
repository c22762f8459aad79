"""A sending as its phone is told of it."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from photovoice.archive.queries import other_words
from photovoice.consent import queries as consent
from photovoice.consent.models import NobodyPictured
from photovoice.db import today
from photovoice.house import House
from photovoice.permissions import Permission, allows
from photovoice.phone import operations, queries, rules
from photovoice.phone.models import Sending, Upload
from photovoice.phone.parts import Parts
from photovoice.phone.refusals import Over
from photovoice.phone.rules import SendingPart, UploadState

ON_A_PHONE = 800
"""Long edge in px of the copy a phone shows where it cannot show its own file."""


def told(house: House, session: Session, sending: Sending) -> dict[str, Any]:
    """Where each part of a sending stands, and what the photograph still lacks."""
    uploads = queries.uploads_of(session, sending)
    parts = Parts(house.config.home)
    photograph = _part(sending, SendingPart.PHOTOGRAPH, uploads.get(SendingPart.PHOTOGRAPH), parts)
    if sending.photograph is not None:
        photograph |= _received(sending, photograph)
    voice = uploads.get(SendingPart.VOICE)
    stands = _stands(session, sending)
    return {
        "uid": sending.uid,
        "version": sending.version,
        "photograph": photograph,
        "voice": _part(sending, SendingPart.VOICE, voice, parts)
        if sending.said["voice"] or voice
        else None,
        "needs": _needs(session, sending, voice, stands.get("people")),
    } | stands


def address(upload: Upload) -> str:
    """Where the pieces of an upload are sent."""
    return url_for("phone.offset", project=upload.project.slug, upload=upload.key)


def _part(
    sending: Sending, part: SendingPart, upload: Upload | None, parts: Parts
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "state": "waiting",
        "upload": None,
        "offset": 0,
        "bytes": (sending.said[part.value] or {}).get("bytes", 0),
        "id": None,
        "sha256": None,
        "page": None,
        "received_at": None,
        "reason": None,
        "sentence": "",
    }
    if upload is None or operations.is_said_again(sending, upload):
        return answer
    if upload.state is UploadState.REFUSED:
        return answer | {
            "state": "refused",
            "reason": upload.reason,
            "sentence": upload.sentence,
        }
    if upload.state is UploadState.RECEIVED:
        moment = upload.received_at.isoformat() if upload.received_at else None
        return answer | {
            "state": "received",
            "offset": upload.length,
            "bytes": upload.length,
            "id": upload.voice_id,
            "sha256": upload.sha256,
            "page": _page(sending),
            "received_at": moment,
        }
    try:
        offset = parts.offset(upload.key)
    except Over:
        return answer
    if operations.is_over(upload):
        return answer
    where = {"upload": address(upload), "offset": offset, "bytes": upload.length}
    return answer | {"state": "arriving"} | where


def _received(sending: Sending, by_tus: dict[str, Any]) -> dict[str, Any]:
    """What is told of the photograph a sending stands for."""
    photograph = sending.photograph
    assert photograph is not None
    answer: dict[str, Any] = {"id": photograph.id, "page": _page(sending)}
    copies = [
        copy for copy in photograph.renditions if copy.size == ON_A_PHONE and not copy.redacted
    ]
    if copies:
        answer |= {"picture": f"{_page(sending)}/{ON_A_PHONE}.jpg?v={copies[0].sha256[:8]}"}
    if by_tus["state"] != "received":  # it came by the form or by another sending
        answer |= {"state": "received", "upload": None, "sha256": photograph.sha256}
        answer |= {"offset": photograph.bytes, "bytes": photograph.bytes}
        answer |= {"received_at": photograph.received_at.isoformat()}
    if sending.was_here:
        answer |= {"reason": "duplicate", "sentence": _("You had sent this photograph before.")}
    return answer


def _page(sending: Sending) -> str | None:
    if sending.photograph_id is None:
        return None
    return url_for(
        "archive.photograph", project=sending.project.slug, photograph=sending.photograph_id
    )


def _stands(session: Session, sending: Sending) -> dict[str, Any]:
    """What stands beside a photograph, as a phone would say it: for its writer to have seen.

    Whoever has answered is ``bound`` to it.  ``others`` are the writer's own words that do not
    stand, since they were written without having seen the newer ones.  Until the photograph is
    received nothing is told.
    """
    photograph = sending.photograph
    if photograph is None:
        return {}
    answers = queries.answers(session, sending, today())
    by_all = not allows(sending.person, Permission.RECORD_CONSENT, sending.project)
    bound = consent.names_bound(consent.releases_for(session, photograph), by_all=by_all)
    named = [
        {"label": person.label, "is_child": person.is_child, "bound": person.id in bound}
        for person in consent.people_in(session, photograph)
    ]
    nobody = None if named else session.get(NobodyPictured, photograph.id)
    return {
        "people": {"named": named} if named else {"nobody": True} if nobody else None,
        "words": {word: getattr(photograph, word) for word in rules.WORDS}
        | {"caption_language": photograph.caption_language},
        "others": {
            other.word: other.text
            for other in other_words(session, photograph)
            if other.written_by_id == sending.person_id
        },
        "answer": answers.name if answers else "",
        "answered": (sending.written or {}).get("answered"),
    }


def _needs(
    session: Session, sending: Sending, voice: Upload | None, stands: dict[str, Any] | None
) -> list[str]:
    said, photograph = sending.said, sending.photograph
    spoken = bool(said["voice"]) or (voice is not None and voice.state is UploadState.RECEIVED)
    if photograph is None:
        caption, people = said["words"]["caption"], said["people"]
    else:
        caption, people = photograph.caption, stands
    answered = photograph is None and rules.answer_in(said) is not None
    return rules.needs(
        caption=bool(caption) or spoken,
        people=people is not None,
        whole=photograph is None or photograph.doubt is None,
        release=answered or queries.has_answered(session, sending, today()),
    )
