"""Numbers in addresses and in what is asked and sent: none is larger than a row's."""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""What a number in every database holds; a larger one names nothing."""


class Number(IntegerConverter):
    """A number in an address; one that is too large leads nowhere, as one of a row that is not."""

    def __init__(self, map: Map, *, max: int | None = LARGEST, **more: Any) -> None:
        super().__init__(map, max=max, **more)


def number(text: str) -> int:
    """A whole number as somebody wrote it.  Raises ValueError where no database could hold it."""
    if abs(found := int(text)) > LARGEST:
        raise ValueError(text)
    return found


class Given(ImmutableMultiDict):
    """What a form or the end of an address gives; where an int is asked for, a ``number``."""

    def get(  # type: ignore[override]
        self, key: Any, default: Any = None, type: Any = None
    ) -> Any:
        """The first value, or ``default`` where there is none of that type."""
        return super().get(key, default, number if type is int else type)

    def getlist(self, key: Any, type: Any = None) -> list[Any]:
        """Every value of that type."""
        return super().getlist(key, number if type is int else type)


class Asked(Request):
    """A request whose numbers are all small enough to look up."""

    parameter_storage_class = Given
