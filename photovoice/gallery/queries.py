"""Visitors' words, as the next edition and the curators' pages need them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from photovoice.exhibition.models import Exhibition
from photovoice.gallery.models import VisitorResponse
from photovoice.projects.models import Project


def responses(session: Session, exhibition: Exhibition) -> list[VisitorResponse]:
    """Everything visitors wrote for an exhibition, newest first."""
    return list(
        session.scalars(
            select(VisitorResponse)
            .where(VisitorResponse.exhibition_id == exhibition.id)
            .options(joinedload(VisitorResponse.stop))
            .order_by(VisitorResponse.given_at.desc(), VisitorResponse.id.desc())
        )
    )


def shown_in_editions(session: Session, exhibition: Exhibition) -> list[dict]:
    """The answers an edition carries, in the order they were given."""
    return [
        {
            "id": response.id,
            "question": response.question,
            "text": response.text,
            "language": response.language,
            "stop": response.stop.venue if response.stop else "",
        }
        for response in reversed(responses(session, exhibition))
        if response.is_shown
    ]


def response(
    session: Session, project: str, exhibition: str, response: int
) -> VisitorResponse | None:
    """One answer in the book of an exhibition, or None."""
    return session.scalar(
        select(VisitorResponse)
        .join(Exhibition)
        .join(Project)
        .where(
            Project.slug == project,
            Exhibition.slug == exhibition,
            VisitorResponse.id == response,
        )
    )
