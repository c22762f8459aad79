"""The printer's work that can wait: a thin door to its operations."""

from typing import Any

from flask_babel import force_locale

from photovoice.printing import operations


def postcards(house: Any, payload: dict) -> None:
    """Make a PDF that was asked for."""
    with house.app.app_context(), force_locale("en"):
        operations.make_file(house, payload["file"])
