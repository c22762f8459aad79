"""Figures the house holds itself to, measured on the machine at hand by ``make bench``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number; ``hold`` is the most it may be, or None when it only informs."""

    name: str
    value: float
    unit: str
    hold: float | None
