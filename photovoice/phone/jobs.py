"""What the worker sees to for the phones, about once an hour."""

from datetime import timedelta

from photovoice.house import House
from photovoice.phone import settling


def tidy(house: House) -> None:
    """Take in what is whole, and let go what nobody finished.

    Pieces without a row are kept as long as anything without one: the row may only be missing.
    """
    settling.sweep(house, timedelta(days=house.config.set_aside_days))
