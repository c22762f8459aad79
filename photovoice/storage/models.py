"""What the database remembers of the store: which bytes were let go on purpose."""

from datetime import datetime
from enum import StrEnum

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
