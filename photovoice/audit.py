"""What was done, by whom: an append-only record in which each line seals the one before it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from blinker import signal
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from photovoice.db import Base, Data, Moment, now

recorded = signal("audit.recorded")
"""A line was added to the record.  Sent with ``session`` and ``line``."""
EVERYWHERE = 0
"""The chain of things done outside any project."""


class Event(Base):
    """One line of the record; never changed and never removed."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    did: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[int | None]
    details: Mapped[dict] = mapped_column(Data)
    seal: Mapped[str] = mapped_column(String(64), unique=True)


class Chain(Base):
    """The last seal of each project's record; its row is the lock under which lines are added."""

    __tablename__ = "audit_chains"

    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[str] = mapped_column(String(64))


def record(session: Session, by: Any, did: str, thing: Any, **details: Any) -> Event:
    """Add a line: who (a person, or None for the house itself) did what to which thing."""
    project_id = _project_of(thing)
    chain = _held(session, project_id)
    line = Event(
        project_id=project_id,
        at=now(),
        actor_id=by.id if by is not None else None,
        did=did,
        thing=thing.__tablename__,
        thing_id=thing.id,
        details=details,
    )
    line.seal = chain.seal = sealed(chain.seal, line)
    session.add(line)
    session.flush()
    recorded.send(None, session=session, line=line)
    return line


def hold(session: Session, thing: Any) -> None:
    """Let nobody else add to the record a thing belongs in until this transaction ends.

    For whoever will hold other rows before writing a line: everybody takes the record first, so
    that no two wait for each other.
    """
    _held(session, _project_of(thing))


def alone_with(session: Session, project: Any) -> None:
    """Let nobody else change anything of a project until this transaction ends, and read anew what
    was read before: two people who press a button at one moment do so one after the other."""
    with session.no_autoflush:
        hold(session, project)
    session.flush()
    session.expire_all()


def _project_of(thing: Any) -> int:
    project = getattr(thing, "project", None)
    return project.id if project is not None else EVERYWHERE


def _held(session: Session, project_id: int) -> Chain:
    """The chain of a project as it is now, with everybody else waiting until the commit."""
    wanted: dict[str, Any] = {"with_for_update": True, "populate_existing": True}
    chain = session.get(Chain, project_id, **wanted)
    if chain is None:  # its first line; somebody else may be writing one at this moment too
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        begun = dialect.insert(Chain).values(project_id=project_id, seal="")
        session.execute(begun.on_conflict_do_nothing())
        chain = session.get_one(Chain, project_id, **wanted)
    return chain


def sealed(before: str, line: Event) -> str:
    """The seal of a line: a SHA-256 over the seal before it and everything the line says."""
    said = [line.project_id, line.at.isoformat(), line.actor_id, line.did, line.thing]
    said += [line.thing_id, line.details]
    text = json.dumps([before, *said], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(session: Session, project_id: int = EVERYWHERE) -> int | None:
    """From which line on the record does not hold, by id, or None when it is whole.

    A line was changed or taken out there; or, past the last, lines are missing at the end.
    """
    before, last = "", 0
    for line in session.scalars(
        select(Event).where(Event.project_id == project_id).order_by(Event.id)
    ):
        if line.seal != (before := sealed(before, line)):
            return line.id
        last = line.id
    chain = session.get(Chain, project_id, populate_existing=True)
    return None if before == (chain.seal if chain else "") else last + 1
