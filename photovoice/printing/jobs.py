"""The printer's work that can wait: a thin door to its operations."""

from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from photovoice.audit import record
from photovoice.printing import operations, terms
from photovoice.printing.models import PrintFile, PrintState


def tidy(house: Any) -> None:
    """Let go of files that may not be handed out any more."""
    with house.database.transaction() as session:
        terms.let_go_of_uncleared(session)


def given_up(_house: Any, session: Session, payload: dict) -> None:
    """The file could not be made: its page says so."""
    file = session.get(PrintFile, payload["file"])
    if file is not None and file.state is PrintState.WAITING:
        file.state, file.trouble = PrintState.FAILED, ""
        record(session, None, "gave_up", file)


def tried_again(_house: Any, session: Session, payload: dict) -> None:
    """It is being made once more."""
    file = session.get(PrintFile, payload["file"])
    if file is not None and file.state is PrintState.FAILED and not file.trouble:
        file.state, file.progress = PrintState.WAITING, 0


def postcards(house: Any, payload: dict) -> None:
    """Make a PDF that was asked for."""
    with house.app.app_context(), force_locale("en"):
        operations.make_file(house, payload["file"])
