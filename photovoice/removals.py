"""What a button removed is kept for thirty days, words included, and can be brought back.

The rows go, so nothing that reads tables has to know of removal, and a photograph can hang again
or a name be given anew.  What they held is kept in one document.  Bringing back puts the rows in
again as far as that is still right: each part says for its own things what stands against it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from flask import flash
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, object_mapper, relationship

from photovoice.audit import hold, record
from photovoice.db import Base, Data, Moment, OwnNumber, now
from photovoice.permissions import Permission, allows
from photovoice.refusals import Refusal

KEPT = timedelta(days=30)
"""How long what was removed can be brought back; then its words are erased."""
WORDS = ("title", "name", "statement", "text", "label", "words", "venue", "address", "note", "why")
"""Columns that hold what somebody wrote."""


class Removal(OwnNumber, Base):
    """Something that was removed, as it was: enough to put it back."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    """Which ``Kind`` of the house it is."""
    name: Mapped[str] = mapped_column(String(240))
    """What it is called."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Data)
    """The rows that went, what others stand on first: each with its ``table`` and ``values``."""
    set_back: Mapped[list[dict[str, Any]]] = mapped_column(Data, default=list)
    """What to write into rows that stayed: ``table``, ``id``, ``column``, ``value``."""
    removed_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    only_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Whose own words they took back: nobody else brings those back."""

    project: Mapped[Any] = relationship("Project")
    removed_by: Mapped[Any] = relationship("Person", foreign_keys=[removed_by_id])

    @property
    def until(self) -> datetime:
        """When it can be brought back no longer."""
        return self.removed_at + KEPT

    @property
    def words(self) -> list[str]:
        """What was written in it."""
        held = (row["values"].get(name) for row in self.rows for name in WORDS)
        return list(dict.fromkeys(words for words in held if words and words != self.name))


Row = dict[str, Any]


def _nothing_against(_session: Session, _table: str, _row: Row, _on: date) -> str | None:
    return None


def _nothing_to_do(_session: Session, _rows: Sequence[tuple[str, Row]]) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be brought back, by those who could remove it."""

    called: Any
    """What one is called on the page."""
    permission: Permission
    within: Mapping[str, str] = field(default_factory=dict)
    """Table → the column that tells in which list the ``position`` of a row counts."""
    against: Callable[[Session, str, Row, date], str | None] = _nothing_against
    """What stands against bringing a row of a table back on a day, as a sentence, or None; it may
    put into the row what has to be otherwise by now."""
    returned: Callable[[Session, Sequence[tuple[str, Row]]], None] = _nothing_to_do
    """Told of the rows that came back."""


class BackAlready(Refusal):
    """It was brought back a moment ago, or its thirty days are over."""


class StaysAway(Refusal):
    """Something cannot be brought back as things are now."""


def take_away(
    session: Session,
    kind: str,
    name: str,
    things: Iterable[Any],
    *,
    by: Any,
    project: Any,
    set_back: Iterable[tuple[Any, str]] = (),
    only_by: int | None = None,
) -> Removal:
    """Remove things and keep what they held.

    ``things``: what others stand on first.  Rows that stay and refer to them let go of them, and
    get hold of them again.  ``set_back``: columns of rows that stay, about to change.
    """
    hold(session, project)
    things = list(things)
    loosened = [one for thing in things for one in _loosen(session, thing, things)]
    kept = [
        _change(thing.__table__, thing.id, name, getattr(thing, name)) for thing, name in set_back
    ]
    removal = Removal(
        project_id=project.id,
        kind=kind,
        name=name[:240],
        rows=[_document(thing) for thing in things],
        set_back=[*loosened, *kept],
        removed_by_id=by.id if by else None,
        only_by_id=only_by,
    )
    session.add(removal)
    for thing in reversed(things):
        session.delete(thing)
    session.flush()
    return removal


def _document(thing: Any) -> dict[str, Any]:
    values = {
        attribute.columns[0].name: _plain(getattr(thing, attribute.key))
        for attribute in object_mapper(thing).column_attrs
    }
    return {"table": thing.__tablename__, "values": values}


def _change(table: Table, id: int, column: str, value: Any) -> dict[str, Any]:
    return {"table": table.name, "id": id, "column": column, "value": _plain(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _read(column: Column, value: Any) -> Any:
    """A value of a document as its column takes it."""
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    choices = getattr(column.type, "enum_class", None)
    return choices(value) if choices else value


def _loosen(session: Session, thing: Any, going: Sequence[Any]) -> list[dict[str, Any]]:
    """Let rows that stay refer to a thing no longer; what to set back when it returns."""
    changes = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not column.nullable or not column.references(thing.__table__.primary_key.columns[0]):
                continue
            gone = [one.id for one in going if one.__table__ is table]
            staying = select(table.c.id).where(column == thing.id, table.c.id.not_in(gone))
            ids = list(session.scalars(staying))
            changes += [_change(table, id, column.name, thing.id) for id in ids]
            session.execute(update(table).where(table.c.id.in_(ids)).values({column: None}))
    return changes


def may_bring_back(person: Any, removal: Removal, kinds: Mapping[str, Kind]) -> bool:
    """Whether a person may: who could remove it, or alone whoever took their own words back."""
    if removal.only_by_id is not None:
        return person.is_authenticated and person.id == removal.only_by_id
    kind = kinds.get(removal.kind)
    return kind is not None and allows(person, kind.permission, removal.project)


def bring_back(
    session: Session, removal: Removal, kinds: Mapping[str, Kind], *, by: Any, on: date
) -> list[str]:
    """Put something back; sentences about what of it stays away.

    Raises BackAlready, or StaysAway where nothing of it can come.
    """
    hold(session, removal.project)
    found = session.get(Removal, removal.id, populate_existing=True, with_for_update=True)
    if found is None or found.until < now():
        raise BackAlready(_l("It was brought back already, or is not kept any more."))
    kind = kinds[removal.kind]
    numbers: dict[tuple[str, Any], Any] = {}
    back: list[tuple[str, Row]] = []
    away: list[str] = []
    for one in removal.rows:
        table = Base.metadata.tables[one["table"]]
        row = {name: _read(table.c[name], value) for name, value in one["values"].items()}
        why = _against(session, kind, table, row, numbers, on)
        if why is None:
            was = row.get("id")
            _put_in(session, kind, table, row)
            back.append((table.name, row))
            numbers[table.name, was] = row.get("id")
        else:
            numbers[table.name, row.get("id")] = None
            away += [why] if why else []
    if removal.rows and not back:
        raise StaysAway(" ".join(dict.fromkeys(map(str, away))) or _l("It is there already."))
    for change in removal.set_back:
        _set_back(session, change, numbers)
    record(session, by, "brought_back", removal, kind=removal.kind, stays_away=len(away))
    session.execute(delete(Removal).where(Removal.id == removal.id))
    session.expire_all()
    kind.returned(session, back)
    return list(dict.fromkeys(map(str, away)))


def _against(
    session: Session,
    kind: Kind,
    table: Table,
    row: Row,
    numbers: Mapping[tuple[str, Any], Any],
    on: date,
) -> str | None:
    """Why a row stays away; empty where it goes without saying, None where it may come.

    Puts into the row what it has to refer to now.
    """
    for column in table.columns:
        for key in column.foreign_keys:
            value, other = row[column.name], key.column
            if value is None:
                continue
            came_along = (other.table.name, value) in numbers
            if came_along:
                row[column.name] = numbers[other.table.name, value]
            elif session.scalar(select(other).where(other == value)) is None:
                row[column.name] = None
            if row[column.name] is None and not column.nullable:
                return "" if came_along else str(_l("What it belonged to is not here any more."))
    if (why := kind.against(session, table.name, row, on)) is not None:
        return why
    alone = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for constraint in [*alone, *([table.primary_key] if _is_named(table) else [])]:
        same = [column == row[column.name] for column in constraint.columns]
        if session.scalar(select(*table.primary_key.columns).where(*same)) is not None:
            return str(_l("It is there already."))
    return None


def _is_named(table: Table) -> bool:
    """Whether a table names its rows by what they are of, and not by numbers of their own."""
    return any(column.foreign_keys for column in table.primary_key.columns)


def _put_in(session: Session, kind: Kind, table: Table, row: Row) -> None:
    """Insert a row where it was in its list, by its number where that is still free."""
    if (within := kind.within.get(table.name)) is not None:
        after = (table.c[within] == row[within]) & (table.c.position >= row["position"])
        session.execute(update(table).where(after).values(position=table.c.position + 1))
    key, *_more = table.primary_key.columns
    taken = session.scalar(select(key).where(key == row[key.name])) is not None
    given = {
        name: value
        for name, value in row.items()
        if not (taken and name == key.name and not _is_named(table))
    }
    put_in = insert(table).values(given).returning(key)
    row[key.name] = session.scalar(put_in)


def _set_back(
    session: Session, change: dict[str, Any], numbers: Mapping[tuple[str, Any], Any]
) -> None:
    table = Base.metadata.tables[change["table"]]
    column = table.c[change["column"]]
    value = _read(column, change["value"])
    for key in column.foreign_keys:
        value = numbers.get((key.column.table.name, value), value)
    still = table.c.id == change["id"]
    if column.foreign_keys:
        still &= column.is_(None)
    session.execute(update(table).where(still).values({column: value}))


def removals(session: Session, project: Any) -> list[Removal]:
    """What was removed from a project within the thirty days, the newest first."""
    kept = Removal.removed_at > now() - KEPT
    found = select(Removal).where(Removal.project_id == project.id, kept)
    return list(session.scalars(found.order_by(Removal.removed_at.desc(), Removal.id.desc())))


def removal(session: Session, project: str, removal: int) -> Removal | None:
    """The removal an address names, if it is of that project."""
    found = session.get(Removal, removal)
    return found if found is not None and found.project.slug == project else None


def erase_old(house: Any) -> int:
    """Erase what was removed more than thirty days ago; how many."""
    with house.database.transaction() as session:
        old = delete(Removal).where(Removal.removed_at <= now() - KEPT)
        return session.execute(old).rowcount


def offer_undo(sentence: str, removal: Removal) -> None:
    """Say what was done on the next page, with a button that undoes it."""
    told = {"said": sentence, "undo": removal.id, "project": removal.project.slug}
    flash(told, "good")  # type: ignore[arg-type]
