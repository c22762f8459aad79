"""What visitors answered at a stop of the tour."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.db import Base, Moment, now
from photovoice.exhibition.models import Exhibition, TourStop
from photovoice.projects.models import Project


class VisitorResponse(Base):
    """A visitor's words, written down by whoever kept the visitors' book."""

    __tablename__ = "visitor_responses"

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("tour_stops.id", ondelete="SET NULL"))
    """Where it was said; a stop taken off the tour leaves the words behind."""
    question: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12), default="en")
    given_at: Mapped[datetime] = mapped_column(Moment, default=now)
    is_shown: Mapped[bool] = mapped_column(default=False)
    """Whether the next edition carries it."""

    exhibition: Mapped[Exhibition] = relationship()
    stop: Mapped[TourStop | None] = relationship()

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project
