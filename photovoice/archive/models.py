"""Photographs: what arrived, what was made from it, and what its maker says of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.accounts.models import Person
from photovoice.archive import rules
from photovoice.db import Base, Data, Moment, OwnNumber, now
from photovoice.projects.models import Project, enum


class State(StrEnum):
    """Where a photograph stands with the darkroom."""

    RECEIVED = "received"
    READY = "ready"
    FAILED = "failed"


class Photograph(Base):
    """One photograph: its private original and its maker's words."""

    __tablename__ = "photographs"
    __table_args__ = (
        # Two people may send the same file: each has their own words, names and answers.
        UniqueConstraint("project_id", "sha256", "photographer_id"),
        Index("ix_photographs_sheet", "project_id", "received_at", "id"),
        Index("ix_photographs_alike", "project_id", "dhash", "id"),
        CheckConstraint("state <> 'ready' OR placeholder IS NOT NULL", name="ready_is_developed"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        CheckConstraint(
            "(set_aside_day IS NULL) = (set_aside_why IS NULL)", name="set_aside_for_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    """Made where the photograph was taken in; what a repeated sending is recognised by."""
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    photographer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)

    sha256: Mapped[str] = mapped_column(String(64))
    """Of the original as it arrived."""
    stored_sha256: Mapped[str] = mapped_column(
        String(64), default=lambda context: context.get_current_parameters()["sha256"]
    )
    """Of the original as it is stored: another one where something was taken out."""
    place_taken_out: Mapped[bool] = mapped_column(default=False)
    """Whether the file told where it was taken when it arrived, and does no more."""
    metadata_rule: Mapped[int] = mapped_column(default=0)
    """By which ``placeless.RULE`` the original was gone through; 0: by an earlier version's."""
    original_key: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    width: Mapped[int]
    """As seen, after turning, in px."""
    height: Mapped[int]
    taken_on: Mapped[date | None]
    set_aside_day: Mapped[date | None]
    """The day the file tells, where it cannot be the one on which it was taken."""
    set_aside_why: Mapped[str | None] = mapped_column(String(12))
    """As a ``days.Odd``."""
    file_name: Mapped[str] = mapped_column(String(255), default="")
    """What the file was called where it came from; for those who tend the photograph alone."""
    doubt: Mapped[str | None] = mapped_column(String(12))
    """Why it may not be whole, as a ``pictures.Doubt``, until somebody has looked at it."""
    camera: Mapped[str | None] = mapped_column(String(120))
    location: Mapped[list[float] | None] = mapped_column(Data)
    """Latitude and longitude, kept only where the project and whoever sends it ask for that."""
    sent_small: Mapped[bool] = mapped_column(default=False)
    """Made smaller on the phone, to save data."""
    warnings: Mapped[list[str]] = mapped_column(Data, default=list)

    to_be_removed_on: Mapped[date | None] = mapped_column(index=True)
    """The day on which it is removed, because its project has ended and somebody said no."""
    removed_on: Mapped[date | None]
    """Since when there is no original and no copy of it any more; its words stay."""

    state: Mapped[State] = mapped_column(enum(State), default=State.RECEIVED)
    trouble: Mapped[str | None] = mapped_column(String(40))
    """Why the darkroom failed, as a RefusalReason."""
    placeholder: Mapped[str | None] = mapped_column(Text)
    dhash: Mapped[str | None] = mapped_column(String(16))
    """64-bit difference hash as sixteen hexadecimal digits."""

    title: Mapped[str] = mapped_column(String(200), default="")
    title_language: Mapped[str] = mapped_column(String(12), default="en")
    caption: Mapped[str] = mapped_column(Text, default="")
    caption_language: Mapped[str] = mapped_column(String(12), default="en")
    alternative_text: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    """In words."""

    project: Mapped[Project] = relationship()
    photographer: Mapped[Person] = relationship(foreign_keys=[photographer_id])
    renditions: Mapped[list["Rendition"]] = relationship(
        back_populates="photograph", order_by="Rendition.size", lazy="selectin"
    )
    redactions: Mapped[list["Redaction"]] = relationship(
        back_populates="photograph", order_by="Redaction.id", lazy="selectin"
    )

    @property
    def name(self) -> str:
        """What to call it in the studio: its title, or how its caption begins, or its number."""
        return self.title or rules.opening(self.caption) or f"№ {self.id}"

    @property
    def name_language(self) -> str:
        """What language its name is in; empty for a number."""
        return self.title_language if self.title else self.caption and self.caption_language

    @property
    def words(self) -> dict[str, Any]:
        """What is said of it, as operations take it."""
        return {name: getattr(self, name) for name in (*rules.WORDS, "taken_on")}

    @property
    def asks_for_its_day(self) -> bool:
        """Whether the file told a day that cannot be right, and nobody has said another."""
        return self.set_aside_day is not None and self.taken_on is None

    @property
    def is_removed(self) -> bool:
        """Whether only its words are left."""
        return self.removed_on is not None

    @property
    def photographer_name(self) -> str:
        """Whose photograph it is."""
        return self.photographer.name

    @property
    def has_blurred(self) -> bool:
        """Whether copies with parts made unrecognisable are there."""
        return any(rendition.redacted for rendition in self.renditions)


class Rendition(Base):
    """A derived copy, made from pixels and free of metadata."""

    __tablename__ = "renditions"
    __table_args__ = (UniqueConstraint("photograph_id", "redacted", "size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    redacted: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int]
    """Nominal long edge: 320, 800, 1600 or 2560 px."""
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))

    photograph: Mapped[Photograph] = relationship(back_populates="renditions")


class Redaction(Base):
    """A part of a photograph made unrecognisable, as fractions of its width and height."""

    __tablename__ = "redactions"
    __table_args__ = (
        CheckConstraint(
            "x >= 0 AND y >= 0 AND width > 0 AND height > 0 AND x + width <= 1.0001"
            " AND y + height <= 1.0001",
            name="inside_the_picture",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    x: Mapped[float]
    y: Mapped[float]
    width: Mapped[float]
    height: Mapped[float]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    photograph: Mapped[Photograph] = relationship(back_populates="redactions")


class OtherWords(OwnNumber, Base):
    """Words for a photograph that stand beside it unused: their writer had not seen the newer ones.

    Whoever tends the photograph chooses between the two; until then both are kept.
    """

    __tablename__ = "other_words"
    __table_args__ = (
        CheckConstraint("word IN ('caption', 'title', 'place')", name="is_one_of_the_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    word: Mapped[str] = mapped_column(String(12))
    """Which of the photograph's words it could be: caption, title or place."""
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12), default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)

    photograph: Mapped[Photograph] = relationship()
    written_by: Mapped[Person | None] = relationship()

    @property
    def project(self) -> Project:
        """The project of its photograph."""
        return self.photograph.project


class VoiceNote(Base):
    """What somebody said of a photograph in their own voice: the sound, and nothing of its making.

    One stands beside a photograph at a time.  Of one replaced or removed the line stays, without
    words and in time without bytes, so that the same sending repeated later brings nothing back.
    """

    __tablename__ = "voice_notes"
    __table_args__ = (
        Index(
            "uq_voice_notes_standing",
            "photograph_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        CheckConstraint("seconds > 0 AND bytes > 0", name="can_be_heard"),
        CheckConstraint("removed_at IS NULL OR transcript = ''", name="removed_says_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    """Made where it was recorded; what a repeated sending is recognised by."""
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    spoken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it is neither heard nor kept: another took its place, or none."""

    sha256: Mapped[str] = mapped_column(String(64))
    """Of the recording as it arrived."""
    key: Mapped[str] = mapped_column(String(200), index=True)
    metadata_rule: Mapped[int] = mapped_column(default=0)
    """By which ``sound.RULE`` it was gone through; 0: stored as it came, by an earlier version."""
    media_type: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    seconds: Mapped[float]
    """Counted from the sound itself."""
    language: Mapped[str] = mapped_column(String(12), default="en")
    """What is spoken."""
    transcript: Mapped[str] = mapped_column(Text, default="")
    """What is said in it, typed by somebody."""
    transcript_language: Mapped[str] = mapped_column(String(12), default="en")

    photograph: Mapped[Photograph] = relationship()
    spoken_by: Mapped[Person | None] = relationship()

    @property
    def project(self) -> Project:
        """The project of its photograph."""
        return self.photograph.project


class WordsTakenBack(Base):
    """Words that somebody took back: shown nowhere, and kept only so that they can bring them back.

    Later words, written anew, stand beside the photograph as any others do.
    """

    __tablename__ = "words_taken_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime] = mapped_column(Moment, default=now)
    brought_back_at: Mapped[datetime | None] = mapped_column(Moment)
    words: Mapped[dict[str, str]] = mapped_column(Data)
    """As ``Photograph.words``, without the day."""

    photograph: Mapped[Photograph] = relationship()

    @property
    def project(self) -> Project:
        """The project of its photograph."""
        return self.photograph.project
