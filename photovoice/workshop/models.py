"""What the group said, the words it put on photographs, and what it found."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.db import Base, Data, Moment, OwnNumber, now
from photovoice.projects.models import Project


class Guide(Base):
    """A question guide; SHOWeD is one, and every project may edit its own."""

    __tablename__ = "guides"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    questions: Mapped[list[dict[str, str]]] = mapped_column(Data)
    """In order: ``{"key": "see", "question": "What do you see here?"}``."""

    project: Mapped[Project] = relationship()


class WorkshopSession(Base):
    """One meeting of the group over photographs."""

    __tablename__ = "workshop_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guides.id"))
    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    people_present: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    project: Mapped[Project] = relationship()
    guide: Mapped[Guide] = relationship()
    looks: Mapped[list["Look"]] = relationship(
        back_populates="session", order_by="Look.position", cascade="all, delete-orphan"
    )


class Look(Base):
    """A photograph put before the group in a session."""

    __tablename__ = "looks"
    __table_args__ = (UniqueConstraint("session_id", "photograph_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_sessions.id"))
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), index=True)
    position: Mapped[int]

    session: Mapped[WorkshopSession] = relationship(back_populates="looks")
    photograph: Mapped[Photograph] = relationship()

    @property
    def project(self) -> Project:
        """The project of its session."""
        return self.session.project


class _Said:
    """Who said it: a person, a label such as “somebody in the room”, or nobody in particular."""

    said_by_label: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(Moment, default=now)
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Contribution(OwnNumber, _Said, Base):
    """An answer written down for a photograph in a session."""

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint("said_by_id IS NULL OR said_by_label = ''", name="said_by_one"),
        Index("ix_contributions_photograph", "photograph_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_sessions.id"), index=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    question_key: Mapped[str] = mapped_column(String(40), default="")
    """Which question of the guide it answers; empty for anything else that was said."""

    session: Mapped[WorkshopSession] = relationship()
    photograph: Mapped[Photograph] = relationship()
    said_by: Mapped[Person | None] = relationship(foreign_keys="Contribution.said_by_id")

    @property
    def project(self) -> Project:
        """The project of its session."""
        return self.session.project


class Tag(Base):
    """A word the group puts on photographs."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("project_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(120))
    """The name with case and spacing evened out: what makes two tags the same."""

    project: Mapped[Project] = relationship()


class Tagging(Base):
    """A tag on a photograph, and who put it there."""

    __tablename__ = "taggings"
    __table_args__ = (UniqueConstraint("photograph_id", "tag_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_sessions.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)

    photograph: Mapped[Photograph] = relationship()
    tag: Mapped[Tag] = relationship(lazy="joined")


class Theme(Base):
    """What the group found, with the statement it agreed on."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("project_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(80))
    statement: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_sessions.id"))
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    project: Mapped[Project] = relationship()
    session: Mapped[WorkshopSession | None] = relationship()
    links: Mapped[list["ThemeLink"]] = relationship(back_populates="theme", order_by="ThemeLink.id")
    readings: Mapped[list["Reading"]] = relationship(back_populates="theme", order_by="Reading.id")


class ThemeLink(OwnNumber, Base):
    """A photograph put to a theme: by whom, in which session and why, or seen otherwise."""

    __tablename__ = "theme_links"
    __table_args__ = (
        Index("ix_theme_links_photograph", "photograph_id"),
        Index("ix_theme_links_theme", "theme_id"),
        CheckConstraint("made_by_id IS NULL OR made_by_label = ''", name="made_by_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_sessions.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_by_label: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    why: Mapped[str] = mapped_column(Text, default="")
    sees_it_otherwise: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme] = relationship(back_populates="links")
    photograph: Mapped[Photograph] = relationship()
    session: Mapped[WorkshopSession | None] = relationship()
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])

    @property
    def project(self) -> Project:
        """The project of its theme."""
        return self.theme.project


class Reading(OwnNumber, _Said, Base):
    """How somebody reads a theme; where it differs, it is kept beside the statement."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint("said_by_id IS NULL OR said_by_label = ''", name="said_by_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_sessions.id"))

    theme: Mapped[Theme] = relationship(back_populates="readings")
    said_by: Mapped[Person | None] = relationship(foreign_keys="Reading.said_by_id")

    @property
    def project(self) -> Project:
        """The project of its theme."""
        return self.theme.project


class Selection(Base):
    """A photograph the group puts forward."""

    __tablename__ = "selections"

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_sessions.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    why: Mapped[str] = mapped_column(Text, default="")

    photograph: Mapped[Photograph] = relationship()
