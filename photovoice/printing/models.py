"""The postcard series of an exhibition, and the files made for a printer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.archive.models import Photograph
from photovoice.db import Base, Data, Moment, OwnNumber, now
from photovoice.exhibition.models import Exhibition
from photovoice.printing.rules import room
from photovoice.projects.models import Project, enum


class PrintState(StrEnum):
    """Where a file for the printer stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Postcard(OwnNumber, Base):
    """One card of the series, with the point of the photograph to keep when it is cropped."""

    __tablename__ = "postcards"
    __table_args__ = (UniqueConstraint("exhibition_id", "photograph_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"))
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    focus_x: Mapped[float] = mapped_column(default=0.5)
    focus_y: Mapped[float] = mapped_column(default=0.5)
    words: Mapped[str] = mapped_column(Text, default="")
    """A curator's words for the back, where the caption is too long for a card; else empty."""

    exhibition: Mapped[Exhibition] = relationship()
    photograph: Mapped[Photograph] = relationship()

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project

    @property
    def said(self) -> str:
        """What is printed on its back: the words for the card, or else the caption itself."""
        return self.words or self.photograph.caption

    @property
    def likely_too_long(self) -> bool:
        """Whether what is printed on its back will hardly fit."""
        return len(self.said) > room(self.photograph.caption_language)


class PrintFile(Base):
    """A PDF somebody asked for: made by a job, kept in the store, handed out to curators only."""

    __tablename__ = "print_files"
    __table_args__ = (
        CheckConstraint("state <> 'ready' OR key IS NOT NULL", name="ready_has_a_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(10))
    flip: Mapped[str] = mapped_column(String(10))
    back_offset_x: Mapped[float] = mapped_column(default=0.0)
    back_offset_y: Mapped[float] = mapped_column(default=0.0)
    """How far every back is moved to the right and up: mm.  Single cards stay as they are."""
    state: Mapped[PrintState] = mapped_column(enum(PrintState), default=PrintState.WAITING)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    key: Mapped[str | None] = mapped_column(String(200))
    report: Mapped[list[str]] = mapped_column(Data, default=list)
    """Sentences for the person who asked: what to know before printing, or why it failed."""
    photograph_ids: Mapped[list[int]] = mapped_column(Data, default=list)
    """What is on the cards: where-used can be answered for paper too."""
    printed_as: Mapped[list[dict[str, str]]] = mapped_column(Data, default=list)
    """What each of them, in the same order, was printed as: a tag for what was ``covered``, empty
    where nothing was, and the ``credit`` beside it."""
    trouble: Mapped[str] = mapped_column(Text, default="")

    exhibition: Mapped[Exhibition] = relationship()

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project

    @property
    def back_offset(self) -> tuple[float, float]:
        """How far every back is moved to the right and up: mm."""
        return self.back_offset_x, self.back_offset_y
