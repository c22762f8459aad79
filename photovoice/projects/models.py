"""A photovoice project: its question, its organisations, and who takes part as what."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.accounts.models import Person
from photovoice.db import Base, Data, Moment, now, today
from photovoice.permissions import Role
from photovoice.projects.rules import Credit


def enum(kind: type[StrEnum]) -> Enum:
    """A column holding one of the words of ``kind``, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=20,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Project(Base):
    """One piece of work with one group of people."""

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(Text)
    """What the community researchers are asked."""
    visitor_questions: Mapped[list[str]] = mapped_column(Data, default=list)
    introduction: Mapped[str] = mapped_column(Text, default="")
    line: Mapped[str] = mapped_column(String(200), default="")
    """The line printed on every card and label."""
    help: Mapped[str] = mapped_column(Text, default="")
    """Where people can get help, in their words: printed on access cards, said at the door."""
    languages: Mapped[list[str]] = mapped_column(Data, default=lambda: ["en"])
    """Language codes; the first is the one the group works in."""
    closed_uses: Mapped[list[str]] = mapped_column(Data, default=list)
    """Uses this project rules out whatever anybody answers."""
    keeps_location: Mapped[bool] = mapped_column(default=False)
    ends_on: Mapped[date | None]
    """The last day of the project; after it only what everybody said may be kept is kept."""
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    organisations: Mapped[list["Organisation"]] = relationship(
        back_populates="project", order_by="Organisation.id"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="project", order_by="Membership.id"
    )

    @property
    def project(self) -> "Project":
        """Itself, so that a project is scoped like everything in it."""
        return self


class Organisation(Base):
    """A group or body that takes part in a project."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str] = mapped_column(String(120))

    project: Mapped[Project] = relationship(back_populates="organisations")


class Membership(Base):
    """A person's part in a project, and how they are to be credited in it."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("project_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[Role] = mapped_column(enum(Role))
    credit: Mapped[Credit] = mapped_column(enum(Credit), default=Credit.NONE)
    credit_name: Mapped[str] = mapped_column(String(120), default="")
    """The words to print for full, first and pseudonym; empty means the person's name."""
    joined_on: Mapped[date] = mapped_column(default=today)
    left_at: Mapped[datetime | None] = mapped_column(Moment)

    project: Mapped[Project] = relationship(back_populates="memberships", lazy="joined")
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation | None] = relationship()


class PublicAddress(Base):
    """The address visitors and printed squares use, as somebody said it; the newest counts."""

    __tablename__ = "public_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(300))
    setting: Mapped[str] = mapped_column(String(300))
    """What the software was started with when it was said."""
    only_near: Mapped[bool] = mapped_column(default=False)
    """Said to be meant for this room or this computer only."""
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Printed(StrEnum):
    """What is printed with the public address on it."""

    POSTCARDS = "postcards"
    CARDS = "cards"
    SLIPS = "slips"


class PrintedAddress(Base):
    """Pieces of one kind made together, and the address they carry for good."""

    __tablename__ = "printed_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[Printed] = mapped_column(enum(Printed))
    url: Mapped[str] = mapped_column(String(300))
    pieces: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    project: Mapped[Project] = relationship()
