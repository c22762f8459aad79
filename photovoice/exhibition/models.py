"""An exhibition as it is built, the editions published from it, and where it travels."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.archive.models import Photograph
from photovoice.db import Base, Data, Moment, OwnNumber, now
from photovoice.projects.models import Project, enum
from photovoice.workshop.models import Theme


class EditionState(StrEnum):
    """The life of an edition."""

    WAITING = "waiting"
    LIVE = "live"
    SUPERSEDED = "superseded"
    RETIRED = "retired"
    FAILED = "failed"


class Reason(StrEnum):
    """Why an edition is made: a curator published, or what changed by itself afterwards."""

    PUBLISHED = "published"
    WITHDRAWAL = "withdrawal"
    EXPIRY = "expiry"
    LIMIT = "limit"
    """The project ruled a use out."""
    CONSENT = "consent"
    """Somebody in a photograph has not been asked yet."""
    COVERING = "covering"
    CREDIT = "credit"
    WORDS_TAKEN_BACK = "words_taken_back"
    ADDRESS = "address"
    """The public address is another one."""


class Exhibition(Base):
    """Photographs chosen and put in order for people to see."""

    __tablename__ = "exhibitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    introduction: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    accent: Mapped[str] = mapped_column(String(7), default="#9c3d2e")

    project: Mapped[Project] = relationship()
    sections: Mapped[list["Section"]] = relationship(
        back_populates="exhibition", order_by="Section.position", cascade="all, delete-orphan"
    )
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="exhibition", order_by="Edition.number"
    )
    stops: Mapped[list["TourStop"]] = relationship(
        back_populates="exhibition", order_by="TourStop.opens_on"
    )


class Section(OwnNumber, Base):
    """A part of an exhibition under its own heading."""

    __tablename__ = "sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    exhibition: Mapped[Exhibition] = relationship(back_populates="sections")
    theme: Mapped[Theme | None] = relationship()
    panels: Mapped[list["Panel"]] = relationship(
        back_populates="section", order_by="Panel.position", cascade="all, delete-orphan"
    )

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project


class Panel(OwnNumber, Base):
    """One hung photograph with its text."""

    __tablename__ = "panels"
    __table_args__ = (UniqueConstraint("exhibition_id", "photograph_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"), index=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    label: Mapped[str] = mapped_column(Text, default="")
    """Said beside the photographer's caption, never in its place."""
    position: Mapped[int] = mapped_column(default=0)

    section: Mapped[Section] = relationship(back_populates="panels")
    photograph: Mapped[Photograph] = relationship()

    @property
    def project(self) -> Project:
        """The project of its section."""
        return self.section.project


class Edition(Base):
    """One immutable publication of an exhibition: a folder, and what it rested on."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "number"),
        CheckConstraint(
            "state <> 'retired' OR retired_at IS NOT NULL", name="retired_has_a_moment"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"))
    number: Mapped[int]
    state: Mapped[EditionState] = mapped_column(enum(EditionState), default=EditionState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    valid_until: Mapped[date | None]
    manifest_sha256: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(120), default=Reason.PUBLISHED.value)
    """Each ``Reason`` it was made for, with spaces between them."""
    content: Mapped[dict[str, Any] | None] = mapped_column(Data, deferred=True)
    """What it says, frozen when a curator published it: see ``content``.  None while one the house
    makes by itself waits, and for editions from before this was kept."""
    public_url: Mapped[str] = mapped_column(String(300), default="")
    """The address of the house it was made with; empty for editions from before it was kept."""
    readers: Mapped[list[dict[str, Any]]] = mapped_column(Data, default=list)
    """Each ``person`` who sees a theme on its walls otherwise, and the ``name`` beside that; when
    one of them chooses otherwise, the edition is made again."""
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)

    exhibition: Mapped[Exhibition] = relationship(back_populates="editions")
    photographs: Mapped[list["EditionPhotograph"]] = relationship(
        back_populates="edition", order_by="EditionPhotograph.position"
    )

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project

    @property
    def reasons(self) -> list[Reason]:
        """Why it was made."""
        return [Reason(one) for one in self.reason.split()]

    @property
    def by_itself(self) -> bool:
        """Whether the house made it, and no curator."""
        return self.reason != Reason.PUBLISHED


class EditionPhotograph(Base):
    """A photograph in an edition and the releases it rested on: where-used can be answered."""

    __tablename__ = "edition_photographs"
    __table_args__ = (
        UniqueConstraint("edition_id", "photograph_id"),
        Index("ix_edition_photographs_photograph", "photograph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(String(12))
    """Its short address in the exhibition, the same in every edition."""
    rested_on: Mapped[list[int]] = mapped_column(Data)
    credit: Mapped[str] = mapped_column(String(200), default="")
    """Whose it says it is; when its photographer chooses otherwise, the edition is made again."""
    redacted: Mapped[bool] = mapped_column(default=False)
    on_web: Mapped[bool] = mapped_column(default=True)
    """False: only in the on-site copy, because somebody said no to the web."""
    voice_sha256: Mapped[str | None] = mapped_column(String(64))
    """The recording that is heard beside it; when that one is taken away, so is the edition."""

    edition: Mapped[Edition] = relationship(back_populates="photographs")
    photograph: Mapped[Photograph] = relationship()


class TourStop(OwnNumber, Base):
    """The exhibition at a venue, on dates."""

    __tablename__ = "tour_stops"
    __table_args__ = (
        CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibitions.id"), index=True)
    venue: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(240), default="")
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")

    exhibition: Mapped[Exhibition] = relationship(back_populates="stops")

    @property
    def project(self) -> Project:
        """The project of its exhibition."""
        return self.exhibition.project
