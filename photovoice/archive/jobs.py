"""The archive's work that can wait: thin doors to its operations."""

from photovoice.archive import developing, renewing
from photovoice.house import House


def develop(house: House, payload: dict) -> None:
    """Make what people see of one photograph."""
    developing.develop(house, payload["photograph"])


def tidy(house: House) -> None:
    """About once an hour: clear away what crashes left behind, and store some originals anew."""
    developing.sweep(house)
    for _changed in renewing.renew(house, renewing.AT_ONCE):
        pass
