"""The archive's work that can wait: thin doors to its operations."""

from photovoice.archive import developing
from photovoice.house import House


def develop(house: House, payload: dict) -> None:
    """Make what people see of one photograph."""
    developing.develop(house, payload["photograph"])


def tidy(house: House) -> None:
    """About once an hour: clear away what crashes left behind."""
    developing.sweep(house)
