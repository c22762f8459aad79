"""What addresses and forms give: no number larger than a row's, no character that is none."""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
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


NUL = "\0"
"""The one character PostgreSQL keeps in no text, and nobody means to write."""


def without_nul(given: Any) -> Any:
    """Words without that character; anything else as it is."""
    return given.replace(NUL, "") if isinstance(given, str) else given


class Given(ImmutableMultiDict):
    """What a form or the end of an address gives, in characters every database can keep.

    Where an int is asked for, it is a ``number``.
    """

    def __init__(self, mapping: Any = None) -> None:
        pairs = iter_multi_items(mapping) if mapping is not None else ()
        super().__init__([(without_nul(name), without_nul(value)) for name, value in pairs])

    def get(  # type: ignore[override]
        self, key: Any, default: Any = None, type: Any = None
    ) -> Any:
        """The first value, or ``default`` where there is none of that type."""
        return super().get(key, default, number if type is int else type)

    def getlist(self, key: Any, type: Any = None) -> list[Any]:
        """Every value of that type."""
        return super().getlist(key, number if type is int else type)


class Asked(Request):
    """A request whose numbers and words every database can look up."""

    parameter_storage_class = Given


def install(app: Flask) -> None:
    """Let everything that is asked of ``app`` be something a database can be asked."""
    app.request_class = Asked
    app.url_map.converters["int"] = Number

    @app.before_request
    def find_nothing_by_nul() -> None:
        if NUL in request.path:
            abort(404)
