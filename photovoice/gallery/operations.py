"""Writing down what visitors said, and choosing what the next edition carries."""

from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.audit import record
from photovoice.exhibition.models import Exhibition, TourStop
from photovoice.exhibition.operations import held
from photovoice.exhibition.recall import recall
from photovoice.gallery.models import VisitorResponse


def write_in_book(
    session: Session,
    exhibition: Exhibition,
    text: str,
    *,
    by: Person | None,
    question: str = "",
    stop: TourStop | None = None,
    language: str = "en",
    is_shown: bool = False,
) -> VisitorResponse:
    """A visitor's words; nothing says who the visitor was."""
    response = VisitorResponse(
        exhibition=exhibition,
        text=text.strip(),
        question=question,
        stop=stop,
        language=language,
        is_shown=is_shown,
    )
    session.add(response)
    session.flush()
    record(session, by, "wrote_in_book", response)
    return response


def show(session: Session, response: VisitorResponse, shown: bool, *, by: Person | None) -> None:
    """Let the next edition carry an answer; or hide it, which takes it off the live one at once."""
    exhibition = held(session, response.exhibition_id)
    response.is_shown = shown
    session.flush()
    record(session, by, "showed" if shown else "hid", response)
    if not shown:
        recall(session.info["house"], session, exhibition)
