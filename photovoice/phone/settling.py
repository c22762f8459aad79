"""Taking in what is whole, also where a crash came between the last byte and its row."""

import logging
from contextlib import suppress
from datetime import timedelta

from sqlalchemy.orm import Session

from photovoice.db import now, today
from photovoice.house import House
from photovoice.phone import operations, queries, rules
from photovoice.phone.models import Sending, Upload
from photovoice.phone.parts import Parts
from photovoice.phone.recording import write_down
from photovoice.phone.refusals import ArrivedDamaged, BeingSent, NoRoom, NotTaken, Over
from photovoice.phone.rules import SendingPart, UploadState
from photovoice.refusals import Refusal
from photovoice.storage import StoreFull

log = logging.getLogger("photovoice.phone")

PATIENCE = 60
"""Seconds to wait for somebody else who is taking the same bytes in."""
OLD_ENOUGH = timedelta(hours=1)
"""Age of a file from which on its row is not just about to be written."""


def settle(house: House, session: Session, sending: Sending) -> None:
    """Take in each part of a sending that is whole, the photograph first; it commits each.

    The session must hold no lock: a picture takes a while to look at.  A refusal is remembered
    by the upload, and its bytes go.  Raises NoRoom, with the bytes kept for another time.
    """
    for part in (SendingPart.PHOTOGRAPH, SendingPart.VOICE):
        upload = queries.uploads_of(session, sending).get(part)
        session.commit()
        if upload is not None and is_whole(house, upload):
            _take_in(house, session, sending, upload)


def is_whole(house: House, upload: Upload) -> bool:
    """Whether every byte of an upload is here and it is not taken in yet."""
    try:
        come = Parts(house.config.home).offset(upload.key)
    except Over:
        return False
    return upload.state is UploadState.ARRIVING and come == upload.length


def _take_in(house: House, session: Session, sending: Sending, upload: Upload) -> None:
    parts = Parts(house.config.home)
    with parts.held(upload.key, patience=PATIENCE):
        still = queries.upload_to_take_in(session, upload.id)
        session.commit()  # nothing more is read until the bytes are looked at
        if still is None or not is_whole(house, upload):
            return
        if upload.part is SendingPart.VOICE and sending.photograph_id is None:
            return
        try:
            _receive(house, session, sending, upload, parts)
        except StoreFull as full:
            session.rollback()
            raise NoRoom() from full
        except Refusal as refusal:
            session.rollback()
            reason = str(getattr(refusal, "reason", "refused"))
            operations.refuse(session, upload, reason, str(refusal))
        session.commit()  # only now may “received” be said
        parts.drop(upload.key)


def _receive(
    house: House, session: Session, sending: Sending, upload: Upload, parts: Parts
) -> None:
    sha256 = parts.sha256(upload.key)
    announced = (sending.said[upload.part.value] or {}).get("sha256")
    if announced and announced != sha256:
        raise ArrivedDamaged()
    if upload.part is SendingPart.PHOTOGRAPH:
        operations.receive_photograph(house, session, upload, parts, sha256=sha256, on=today())
    else:
        operations.receive_voice(house, session, upload, parts, sha256=sha256)


def sweep(house: House, older_than: timedelta = OLD_ENOUGH) -> None:
    """Take in what a crash left whole, let go what waited too long, and files without a row."""
    parts = Parts(house.config.home)
    with house.database.session() as session:
        for sending in queries.not_written_down(session):
            config = house.config
            write_down(session, sending, by=sending.person, on=today(), config=config)
            session.commit()
        for sending in queries.never_sent(session, now() - rules.FORGOTTEN_AFTER):
            with suppress(BeingSent):
                operations.forget(session, sending, parts)
            session.commit()
        waiting = queries.unfinished(session)
        session.commit()
        for upload in waiting:
            try:
                settle(house, session, upload.sending)
                _expire(session, upload, parts)
            except NotTaken as later:
                session.rollback()
                log.info("upload %s waits: %s", upload.key, later.reason)
            except Exception:
                session.rollback()
                log.exception("upload %s could not be looked after", upload.key)
        expected = {upload.key for upload in queries.unfinished(session)}
        session.commit()
    for key in set(parts.older_than((now() - older_than).timestamp())) - expected:
        parts.drop(key)


def _expire(session: Session, upload: Upload, parts: Parts) -> None:
    if upload.state is not UploadState.ARRIVING or upload.expires_at > now():
        return
    with parts.held(upload.key):
        session.refresh(upload)
        if operations.is_over(upload) and upload.state is UploadState.ARRIVING:
            operations.give_up(session, upload, parts)
        session.commit()
