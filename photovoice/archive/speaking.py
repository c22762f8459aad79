"""Saying something of a photograph in one's own voice: the recording is kept as it came."""

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.arrival import Source, arriving, no_room_is_a_sentence
from photovoice.archive.models import Photograph
from photovoice.house import House
from photovoice.refusals import Refusal

_BEGINNINGS = {b"\x1a\x45\xdf\xa3": "webm", b"ftyp": "m4a"}


class SoundRefused(Refusal):
    """A recording that is not taken in."""

    status = 422
    reason = "not_a_recording"


@dataclass(frozen=True)
class VoiceNote:
    """A recording taken in."""

    id: int
    sha256: str
    bytes: int


def receive_voice(
    house: House,
    session: Session,
    photograph: Photograph,
    source: Source,
    *,
    by: Person | None,
    uid: str | None = None,
    language: str | None = None,
) -> VoiceNote:
    """Take in what somebody says of a photograph.  Raises SoundRefused or StoreFull."""
    with arriving(source, house.config.home, house.config.largest_picture) as arrival:
        with arrival.path.open("rb") as stream:
            head = stream.read(8)
        ending = _BEGINNINGS.get(head[:4]) or _BEGINNINGS.get(head[4:])
        if ending is None:
            raise SoundRefused(_("This file is not a recording."))
        key = f"voices/{arrival.sha256[:2]}/{arrival.sha256}.{ending}"
        with no_room_is_a_sentence(), arrival.path.open("rb") as stream:
            house.store.put(key, stream)
        digest = hashlib.sha256(f"{photograph.id} {arrival.sha256}".encode()).digest()
        return VoiceNote(int.from_bytes(digest[:3], "big"), arrival.sha256, arrival.bytes)
