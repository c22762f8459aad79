"""What the database remembers of the store: its name, its marks, and what was let go of it."""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from photovoice.db import Base, Moment, now


class Reason(StrEnum):
    """Why bytes were let go."""

    COVERED = "covered"
    """Copies that show what is covered now, or covered otherwise."""
    WITHDRAWN = "withdrawn"
    """Somebody took back their answer, or their recording."""
    EXPIRED = "expired"
    """The time agreed for keeping them is over."""
    ERASED = "erased"
    """Somebody asked for it to be removed for good."""
    REPLACED = "replaced"
    """Others, made or given later, stand in their place."""


class Deletion(Base):
    """Bytes let go on purpose: they are removed at once, never set aside, and never come back."""

    __tablename__ = "deletions"
    __table_args__ = (
        CheckConstraint(
            "reason IN ({})".format(", ".join(f"'{reason}'" for reason in Reason)),
            name="has_a_known_reason",
        ),
    )

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Where they lay in the store."""
    reason: Mapped[str] = mapped_column(String(20))
    """A ``Reason``."""
    let_go_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Archive(Base):
    """The name of this archive, which its store holds too; there is one row, or none yet."""

    __tablename__ = "archives"
    __table_args__ = (CheckConstraint("number = 1", name="is_the_only_one"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(32), default=lambda: uuid4().hex)
    """Its name, made at the first start."""
    begun_at: Mapped[datetime] = mapped_column(Moment, default=now)
    store_since: Mapped[datetime] = mapped_column(Moment, default=now)
    """Since when this database has named the bytes of its store without a break."""


class StoreMark(Base):
    """A mark this database has made in its store; one it does not know was made by another."""

    __tablename__ = "store_marks"

    mark: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: uuid4().hex)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)


class KnownMissing(Base):
    """What was missing when somebody adopted the store all the same: no start asks again."""

    __tablename__ = "known_missing"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
