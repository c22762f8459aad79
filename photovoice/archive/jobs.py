"""The archive's work that can wait: thin doors to its operations."""

from datetime import timedelta

from sqlalchemy.orm import Session

from photovoice.archive import developing, renewing
from photovoice.archive.arrival import clear_waiting_room
from photovoice.archive.models import Photograph, State
from photovoice.audit import record
from photovoice.house import House
from photovoice.storage import identity
from photovoice.storage.sweeping import OLD_ENOUGH

GIVEN_UP = "given_up"
"""The trouble of a photograph about which nothing is wrong, and which could not be prepared."""


def develop(house: House, payload: dict) -> None:
    """Make what people see of one photograph."""
    developing.develop(house, payload["photograph"])
    identity.mark_soon(house)


def given_up(_house: House, session: Session, payload: dict) -> None:
    """A photograph that was never shown says that it could not be prepared."""
    photograph = session.get(Photograph, payload["photograph"])
    if photograph is not None and photograph.state is State.RECEIVED:
        photograph.state, photograph.trouble = State.FAILED, GIVEN_UP
        record(session, None, "gave_up", photograph)


def tried_again(_house: House, session: Session, payload: dict) -> None:
    """It is being prepared once more."""
    photograph = session.get(Photograph, payload["photograph"])
    if photograph is not None and photograph.trouble == GIVEN_UP:
        photograph.state, photograph.trouble = State.RECEIVED, None


def tidy(house: House, older_than: timedelta = OLD_ENOUGH) -> None:
    """About once an hour: clear the waiting room, and store some of what is older anew."""
    clear_waiting_room(house.config.home, older_than)
    for _changed in renewing.renew(house, renewing.AT_ONCE):
        pass
