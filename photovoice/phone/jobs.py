"""What the worker sees to for the phones, about once an hour."""

from photovoice.house import House
from photovoice.phone import settling


def tidy(house: House) -> None:
    """Take in what is whole, and let go what nobody finished."""
    settling.sweep(house)
