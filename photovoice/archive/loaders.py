"""The photograph an address names, if the person who asks may see it or complete it."""

from flask import g
from flask_login import current_user
from sqlalchemy.orm import Session

from photovoice.archive import queries
from photovoice.archive.models import OtherWords, Photograph, VoiceNote, WordsTakenBack
from photovoice.archive.rules import Sight
from photovoice.archive.sight import sights, tends
from photovoice.db import today
from photovoice.house import the_house


def sight_of(session: Session, photograph: Photograph) -> Sight | None:
    """Which copy of a photograph the person who asks is shown, or None."""
    found = sights(session, [photograph], person=current_user, gate=the_house().gate, on=today())
    return found.get(photograph.id)


def seen(session: Session, project: str, photograph: int, **_more: object) -> Photograph | None:
    """The photograph, if the person who asks may see it; ``g.sight`` then says in which form."""
    found = queries.photograph(session, project, photograph)
    if found is None or current_user.role_in(found.project) is None:
        return None
    g.sight = sight_of(session, found)
    return found if g.sight else None


def tended(session: Session, project: str, photograph: int) -> Photograph | None:
    """The photograph, if the person who asks may complete it: edit, cover faces, take releases."""
    found = queries.photograph(session, project, photograph)
    return found if found is not None and tends(current_user, found) else None


def other_words(session: Session, project: str, photograph: int, other: int) -> OtherWords | None:
    """Words kept beside a photograph, if the person who asks may complete the photograph."""
    found = tended(session, project, photograph)
    reader = current_user._get_current_object()
    kept = queries.other_words_for(session, found, reader) if found is not None else []
    return next((one for one in kept if one.id == other), None)


def heard(session: Session, project: str, photograph: int) -> VoiceNote | None:
    """The voice beside a photograph, if the person who asks may see the photograph."""
    found = seen(session, project, photograph)
    return queries.voice(session, found) if found is not None else None


def spoken(session: Session, project: str, photograph: int) -> VoiceNote | None:
    """The voice beside a photograph, if the person who asks may complete the photograph."""
    found = tended(session, project, photograph)
    return queries.voice(session, found) if found is not None else None


def taken_back(
    session: Session, project: str, photograph: int, **_more: object
) -> WordsTakenBack | None:
    """What was taken back of a photograph last, by whoever asks or of their own photograph."""
    found = tended(session, project, photograph)
    last = next(iter(queries.taken_back(session, found)), None) if found is not None else None
    theirs = last and current_user.id in (last.taken_by_id, last.photograph.photographer_id)
    return last if theirs else None
