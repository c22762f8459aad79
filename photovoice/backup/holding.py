"""After a restore nothing is public until it is known what was taken back meanwhile.

A file beside the editions closes the public side, which needs no database; a row in the database
says why.  A steward who has looked opens it again; where the list of what was taken back is whole,
the restore does so itself.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice import audit
from photovoice.backup.models import Restoration
from photovoice.db import now
from photovoice.exhibition import recall
from photovoice.gallery import state
from photovoice.refusals import Refusal


class NothingHeld(Refusal):
    """The exhibitions are open already."""


def hold(house: Any) -> None:
    """Close the public side."""
    state.hold(house.config.exhibitions_folder)


def open_held(session: Session, *, by: Any) -> Restoration:
    """Say that a steward has looked and that the exhibitions may open.  Raises NothingHeld."""
    closed = session.scalars(
        select(Restoration)
        .where(Restoration.opened_at.is_(None), Restoration.finished_at.is_not(None))
        .order_by(Restoration.id)
    ).all()
    if not closed:
        raise NothingHeld(_l("Nothing is held back: the exhibitions are open."))
    for one in closed:  # also one that was backed up while it was closed
        one.opened_at, one.opened_by_id = now(), by.id if by else None
    session.flush()
    audit.record(session, by, "opened_again", closed[-1], backup=closed[-1].backup)
    return closed[-1]


def open_again(house: Any, *, by: Any) -> None:
    """Open the exhibitions, in a transaction of its own.  Raises NothingHeld."""
    with house.database.transaction() as session:
        open_held(session, by=by)
    show_again(house)


def show_again(house: Any) -> None:
    """Let the public side show what may be shown; each exhibition is looked at once more first."""
    recall.close_expired(house)
    state.release(house.config.exhibitions_folder)
