"""A sending as its phone is told of it."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from photovoice.consent import queries as consent
from photovoice.db import today
from photovoice.house import House
from photovoice.permissions import Permission, allows
from photovoice.phone import operations, queries, rules
from photovoice.phone.models import Sending, Upload
from photovoice.phone.parts import Parts
from photovoice.phone.refusals import Over
from photovoice.phone.rules import SendingPart, UploadState


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
    """What is told of the photograph a sending stands for; of somebody else's, that it is here."""
    photograph = sending.photograph
    assert photograph is not None
    answer: dict[str, Any] = {"id": photograph.id, "page": _page(sending)}
    if by_tus["state"] != "received":  # it came by the form, under the same name
        answer |= {"state": "received", "upload": None, "sha256": photograph.sha256}
        answer |= {"offset": photograph.bytes, "bytes": photograph.bytes}
        answer |= {"received_at": photograph.received_at.isoformat()}
    if sending.was_here:
        answer |= {"reason": "duplicate", "sentence": _("This very photograph was here already.")}
    return answer


def _page(sending: Sending) -> str | None:
    if not sending.is_theirs:
        return None
    return url_for(
        "archive.photograph", project=sending.project.slug, photograph=sending.photograph_id
    )


def _stands(session: Session, sending: Sending) -> dict[str, Any]:
    """Who is written down as being in a photograph of the sender's, as a phone would say it.

    Whoever has answered is ``bound`` to it; until the photograph is received nothing is told.
    """
    photograph = sending.photograph
    if photograph is None or not sending.is_theirs:
        return {}
    subject = consent.subjects(session, [photograph])[photograph.id]
    by_all = not allows(sending.person, Permission.RECORD_CONSENT, sending.project)
    bound = consent.names_bound(consent.releases_for(session, photograph), by_all=by_all)
    named = [
        {"label": person.label, "is_child": person.is_child, "bound": person.id in bound}
        for person in subject.pictured
    ]
    if named:
        return {"people": {"named": named}}
    return {"people": {"nobody": True} if subject.nobody_pictured else None}


def _needs(
    session: Session, sending: Sending, voice: Upload | None, stands: dict[str, Any] | None
) -> list[str]:
    said, photograph = sending.said, sending.photograph
    if photograph is not None and not sending.is_theirs:
        return []
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
