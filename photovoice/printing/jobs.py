"""The printer's work that can wait: a thin door to its operations."""

from typing import Any

from flask_babel import force_locale

from photovoice.printing import operations, terms


def tidy(house: Any) -> None:
    """Let go of files that may not be handed out any more."""
    with house.database.transaction() as session:
        terms.let_go_of_uncleared(session)


def postcards(house: Any, payload: dict) -> None:
    """Make a PDF that was asked for."""
    with house.app.app_context(), force_locale("en"):
        operations.make_file(house, payload["file"])
