"""The job table."""

from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from photovoice.db import Base, Data, Moment, now


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Urgency(IntEnum):
    """Which work goes before other work."""

    FIRST = 0
    """What somebody took back leaves the walls."""
    SOON = 1
    """Somebody looks at a page and waits for it; seconds."""
    LATER = 2
    """What takes minutes, and holds up nothing else meanwhile: editions, files for printers."""


class Job(Base):
    """One piece of work, its lease while somebody does it, and how it ended."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_urgency", "state", "urgency", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict] = mapped_column(Data)
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    urgency: Mapped[int] = mapped_column(default=Urgency.SOON)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it failed by itself."""
    cut_short: Mapped[int] = mapped_column(default=0)
    """How often it was begun since it last came to any end: its workers were killed."""
    waits: Mapped[int] = mapped_column(default=0)
    """How often in a row it found something away that it needs."""
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    run_after: Mapped[datetime] = mapped_column(Moment, default=now)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    leased_by: Mapped[str] = mapped_column(String(120), default="")
    """The machine and process that has it, and a word of its own for this lease."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    trouble: Mapped[str] = mapped_column(Text, default="")
