"""No is an answer worth designing: every refusal is a type that carries its sentence."""

from typing import Any


class Refusal(Exception):
    """Something was asked that the house does not do.  ``sentence`` is shown to the person."""

    status = 409

    def __init__(self, sentence: object = "", **details: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

    def __str__(self) -> str:
        return str(self.sentence)


class CommandRefused(Refusal):
    """Said in the terminal, which speaks English, to whoever runs the computer."""
