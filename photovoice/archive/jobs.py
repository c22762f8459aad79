"""The archive's work that can wait: thin doors to its operations."""

from datetime import timedelta

from photovoice.archive import developing, renewing
from photovoice.archive.arrival import clear_waiting_room
from photovoice.house import House
from photovoice.storage import identity
from photovoice.storage.sweeping import OLD_ENOUGH


def develop(house: House, payload: dict) -> None:
    """Make what people see of one photograph."""
    developing.develop(house, payload["photograph"])
    identity.mark_soon(house)


def tidy(house: House, older_than: timedelta = OLD_ENOUGH) -> None:
    """About once an hour: clear the waiting room, and store some of what is older anew."""
    clear_waiting_room(house.config.home, older_than)
    for _changed in renewing.renew(house, renewing.AT_ONCE):
        pass
