"""Where backups go, what was taken back since, and when somebody last looked that all is whole."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from photovoice.db import Base, Data, Moment, now
from photovoice.projects.models import enum


class BackupPlace(Base):
    """A folder or bucket that holds backups, and how far it knows what was taken back."""

    __tablename__ = "backup_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500), unique=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    last_backup: Mapped[str] = mapped_column(String(40), default="")
    """The name of the last whole backup there."""
    last_backup_at: Mapped[datetime | None] = mapped_column(Moment)
    missing: Mapped[int] = mapped_column(default=0)
    """What that backup had to leave out, because it was gone or changed."""
    told_through: Mapped[int] = mapped_column(default=0)
    """The number of the last taking-back the place has been told of."""
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the place was last told all there was to tell."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be told the last time; empty when it could."""


class Kind(StrEnum):
    """What somebody took back, or let go on purpose."""

    WITHDRAWN = "withdrawn"
    """A release."""
    ANSWERED = "answered"
    """A release was given that may allow less than the one before it."""
    COVERED = "covered"
    """Parts of a photograph were made unrecognisable."""
    SILENCED = "silenced"
    """A voice note was taken away."""
    DELETED = "deleted"
    """Stored bytes were let go on purpose."""
    MEMBER = "member"
    """How somebody takes part: as what, whether they left, and how they are named."""
    ACCOUNT = "account"
    """What lets somebody in was changed or closed."""
    ENDED = "ended"
    """A card was revoked, a device signed out, a recovery code used."""
    RESPONSE = "response"
    """A visitor's words are hidden."""
    LIMITED = "limited"
    """What a project rules out."""
    CONFIRMED = "confirmed"
    """Whose whole face each covered part of a photograph hides."""
    CHILD = "child"
    """Somebody pictured is a child."""
    WORDS = "words"
    """Somebody took back what they said of a photograph."""
    REMOVED = "removed"
    """What somebody said in the workshop was taken out."""
    EMPTIED = "emptied"
    """Words were deleted where they stood."""
    ERASED = "erased"
    """A photograph's picture was removed for good."""
    CHANGED = "changed"
    """Something was done that cannot be done again without the person: a steward has to look."""
    PICTURED = "pictured"
    """Who is said to be recognisable in a photograph, and so has to be asked."""


class TakenBack(Base):
    """One line of the list of what was taken back, as backup places are told it.

    Says what it concerns by random names that no restore uses again, never by a number of a row;
    each line seals the one before it, so that a list shows by itself whether it is whole.
    """

    __tablename__ = "taken_back"
    __table_args__ = (Index("ix_taken_back_kind_subject", "kind", "subject"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    kind: Mapped[Kind] = mapped_column(enum(Kind))
    subject: Mapped[str] = mapped_column(String(200))
    """The ``uid`` of what it concerns, or its ``naming``; the key of what was deleted; the verb of
    what was done."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    details: Mapped[dict[str, Any]] = mapped_column(Data)
    seal: Mapped[str] = mapped_column(String(64))


class Verification(Base):
    """That somebody had everything looked at, and how much was not as it should be."""

    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    quick: Mapped[bool]
    """Only whether everything is there and as long as it should be."""
    found: Mapped[int]


class Restoration(Base):
    """That this archive was brought back from a backup.  Nothing is public until it is opened."""

    __tablename__ = "restorations"

    id: Mapped[int] = mapped_column(primary_key=True)
    backup: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    told_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until when it is known what was taken back; None when nothing is known."""
    reapplied: Mapped[int] = mapped_column(default=0)
    """How many lines of the list took something back that the backup still had."""
    to_look_at: Mapped[list[str]] = mapped_column(Data, default=list)
    """What was done since that only a steward can judge: the verbs of the record."""
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the exhibitions were opened again."""
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The steward who had looked; None when the list was whole and nobody had to."""
