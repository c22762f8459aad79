"""What people were told, what they answered, and what they took back."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.consent.rules import Faces, Given, Part, SaidBy
from photovoice.db import Base, Data, Moment, now
from photovoice.projects.models import Credit, Project, enum


class Notice(Base):
    """The information people were given, in one language; a new wording is a new version."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("project_id", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    language: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    project: Mapped[Project] = relationship()


class PersonPictured(Base):
    """Somebody recognisable in photographs of a project; a label is enough."""

    __tablename__ = "people_pictured"
    __table_args__ = (Index("ix_people_pictured_project", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    """A random name that stays its own when the archive is restored."""
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    label: Mapped[str] = mapped_column(String(120))
    is_child: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Their own account, where they have one."""
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime] = mapped_column(Moment, default=now)

    project: Mapped[Project] = relationship()
    appearances: Mapped[list["Appearance"]] = relationship(back_populates="pictured")


class Appearance(Base):
    """A person pictured in one photograph."""

    __tablename__ = "appearances"
    __table_args__ = (UniqueConstraint("photograph_id", "pictured_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"))
    pictured_id: Mapped[int] = mapped_column(ForeignKey("people_pictured.id"), index=True)

    photograph: Mapped[Photograph] = relationship()
    pictured: Mapped[PersonPictured] = relationship(back_populates="appearances", lazy="joined")


class NobodyPictured(Base):
    """The statement that a photograph shows no recognisable people, and whose it is."""

    __tablename__ = "nobody_pictured"

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photographs.id"), primary_key=True)
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    stated_at: Mapped[datetime] = mapped_column(Moment, default=now)

    stated_by: Mapped[Person | None] = relationship()


class Release(Base):
    """One person's answer for one photograph, or for all of theirs; never overwritten."""

    __tablename__ = "releases"
    __table_args__ = (
        CheckConstraint(
            "(part = 'photographer' AND photographer_id IS NOT NULL AND pictured_id IS NULL)"
            " OR (part <> 'photographer' AND pictured_id IS NOT NULL AND photographer_id IS NULL)",
            name="speaks_for_one_person",
        ),
        Index("ix_releases_pictured_id", "pictured_id"),
        Index("ix_releases_photographer_id", "photographer_id"),
        Index("ix_releases_photograph_id", "photograph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    """A random name that stays its own when the archive is restored."""
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    part: Mapped[Part] = mapped_column(enum(Part))
    photographer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    pictured_id: Mapped[int | None] = mapped_column(ForeignKey("people_pictured.id"))
    photograph_id: Mapped[int | None] = mapped_column(ForeignKey("photographs.id"))
    """None: the answer is for all photographs of this person."""
    answers: Mapped[dict[str, bool]] = mapped_column(Data)
    """Use → yes or no.  A use not named here was not agreed to."""
    faces: Mapped[Faces] = mapped_column(enum(Faces), default=Faces.AS_THEY_ARE)
    credit: Mapped[Credit | None] = mapped_column(enum(Credit))
    """Of a photographer's release: how they are to be named."""
    credit_name: Mapped[str] = mapped_column(String(120), default="")
    """The words to print for full, first and pseudonym; empty means the person's name."""
    guardian_name: Mapped[str | None] = mapped_column(String(120))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    given: Mapped[Given] = mapped_column(enum(Given), default=Given.ON_SCREEN)
    given_at: Mapped[datetime] = mapped_column(Moment, default=now)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_by: Mapped[SaidBy] = mapped_column(enum(SaidBy), default=SaidBy.RECORDED)
    """Whether they gave it themselves or somebody wrote it down for them."""
    limits_explained: Mapped[bool] = mapped_column(default=False)
    """They were told that what is printed stays printed."""
    expires_on: Mapped[date | None]
    slip_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash of the words on the slip by which this can be taken back without an account."""

    project: Mapped[Project] = relationship()
    pictured: Mapped[PersonPictured | None] = relationship()
    photographer: Mapped[Person | None] = relationship(foreign_keys=[photographer_id])
    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id])
    notice: Mapped[Notice | None] = relationship()
    photograph: Mapped[Photograph | None] = relationship()
    withdrawal: Mapped["Withdrawal | None"] = relationship(
        back_populates="release", lazy="selectin"
    )


class Withdrawal(Base):
    """A release taken back.  No reason is asked for."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), unique=True)
    withdrawn_at: Mapped[datetime] = mapped_column(Moment, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who pressed the button; None when it was done with a slip."""
    said_by: Mapped[SaidBy] = mapped_column(enum(SaidBy), default=SaidBy.RECORDED)
    """Whether they took it back themselves, with a slip, or somebody wrote it down for them."""
    seen_to_at: Mapped[datetime | None] = mapped_column(Moment)
    """When somebody of the team said that all that was left to do is done."""
    seen_to_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    release: Mapped[Release] = relationship(back_populates="withdrawal")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class CoveredFace(Base):
    """The statement that one covered part hides one person's whole face.

    It goes with the part: moved, resized or removed, nobody has confirmed anything of it.
    """

    __tablename__ = "covered_faces"

    redaction_id: Mapped[int] = mapped_column(
        ForeignKey("redactions.id", ondelete="CASCADE"), primary_key=True
    )
    pictured_id: Mapped[int] = mapped_column(ForeignKey("people_pictured.id"), index=True)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Moment, default=now)
