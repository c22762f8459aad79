"""What phones send: what is said of each photograph, and the bytes on their way in."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.db import Base, Data, Moment, now
from photovoice.phone.rules import SendingPart, UploadState
from photovoice.projects.models import Project, enum


class Sending(Base):
    """One photograph in somebody's outbox, by the name the phone gave it."""

    __tablename__ = "sendings"
    __table_args__ = (
        CheckConstraint("version >= 0", name="versions_are_counted"),
        CheckConstraint(
            "photograph_id IS NOT NULL OR (written IS NULL AND NOT was_here)",
            name="nothing_is_written_beside_no_photograph",
        ),
        Index("ix_sendings_photograph_id", "photograph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    """Made on the phone; the photograph is given it too."""
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)
    """Counted by the phone with each change."""
    said: Mapped[dict[str, Any]] = mapped_column(Data)
    """What the phone said last, as ``forms.read_sending`` gives it; once that is written down
    beside the photograph, no words, names or answers any more."""
    said_at: Mapped[datetime] = mapped_column(Moment, default=now)
    """When the phone last said something new of it."""
    written: Mapped[dict[str, Any] | None] = mapped_column(Data)
    """By what is written down, the phone's own is known again: digests, as
    ``recording.Remembered`` makes them."""
    photograph_id: Mapped[int | None] = mapped_column(ForeignKey("photographs.id"))
    was_here: Mapped[bool] = mapped_column(default=False)
    """Whoever sends it had sent the very photograph before, so that no bytes came."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship()
    photograph: Mapped[Photograph | None] = relationship()


class Upload(Base):
    """The bytes of one part of a sending; how many there are, the file itself tells."""

    __tablename__ = "uploads"
    __table_args__ = (
        UniqueConstraint("sending_id", "part"),
        CheckConstraint("length >= 0", name="has_a_length"),
        CheckConstraint(
            "state <> 'received' OR (sha256 IS NOT NULL AND received_at IS NOT NULL)",
            name="received_is_sealed",
        ),
        CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="refused_says_why"),
        Index("ix_uploads_project_id_state", "project_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    """Names it in its address and its file; a part begun once more gets another."""
    sending_id: Mapped[int] = mapped_column(ForeignKey("sendings.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    part: Mapped[SendingPart] = mapped_column(enum(SendingPart))
    length: Mapped[int]
    """Bytes, as announced."""
    told: Mapped[str] = mapped_column(Text, default="")
    """The client's own words for the file, given back as they came."""
    state: Mapped[UploadState] = mapped_column(enum(UploadState), default=UploadState.ARRIVING)
    began_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the bytes as they arrived."""
    voice_id: Mapped[int | None]
    """Of a recording: what the archive calls it."""
    reason: Mapped[str | None] = mapped_column(String(40))
    sentence: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused, in the words of that moment."""

    sending: Mapped[Sending] = relationship()
    project: Mapped[Project] = relationship()
