"""What rows without a random name are called on the list of what was taken back.

A digest of what never changes of a row, with a moment or a secret in it: a row that a restored
database numbers like one that was lost has another.  It tells nothing of what the row says.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from photovoice.accounts.models import AccessCard, Device, Person, RecoveryCode
from photovoice.archive.models import Photograph, VoiceNote, WordsTakenBack
from photovoice.consent.models import PersonPictured
from photovoice.db import Moment
from photovoice.exhibition.models import Exhibition, Panel, Section, TourStop
from photovoice.gallery.models import VisitorResponse
from photovoice.printing.models import Postcard
from photovoice.projects.models import Membership, Project
from photovoice.workshop.models import Contribution, Reading, Selection, Tagging, Theme, ThemeLink

NEVER_CHANGES: dict[type[Any], tuple[str, ...]] = {
    Photograph: ("uid",),
    VoiceNote: ("uid",),
    PersonPictured: ("uid",),
    WordsTakenBack: ("photograph.uid", "taken_at"),
    Person: ("id", "created_at"),
    Project: ("id", "created_at"),
    Membership: ("id", "person.created_at", "project.created_at"),
    AccessCard: ("secret_hash",),
    Device: ("token_hash",),
    RecoveryCode: ("person_id", "code_hash"),
    Contribution: ("id", "said_at"),
    Reading: ("id", "said_at"),
    ThemeLink: ("id", "made_at"),
    Tagging: ("id", "at"),
    Selection: ("photograph_id", "at"),
    Theme: ("id", "project_id", "slug"),
    VisitorResponse: ("id", "given_at"),
    Exhibition: ("id", "slug"),
    Section: ("id", "exhibition.slug"),
    Panel: ("id", "section.exhibition.slug", "photograph.uid"),
    TourStop: ("id", "exhibition.slug"),
    Postcard: ("id", "exhibition.slug", "photograph.uid"),
}
"""By what a row of each kind is known again; with dots, of another row it belongs to."""
TABLES: dict[str, type[Any]] = {kind.__tablename__: kind for kind in NEVER_CHANGES}


def key_of(kind: type[Any]) -> str:
    """The column that numbers the rows of a kind."""
    return kind.__mapper__.primary_key[0].name


def name_of(row: Any) -> str:
    """What a row is called on the list."""
    return _digest(type(row).__tablename__, [_of(row, one) for one in NEVER_CHANGES[type(row)]])


def name_in(table: str, values: dict[str, Any]) -> str:
    """The same of a row that is gone, by what it held, as plain as JSON has it."""
    kind = TABLES[table]
    columns = kind.__table__.c
    return _digest(
        table,
        [
            datetime.fromisoformat(values[one])
            if isinstance(columns[one].type, Moment)
            else values[one]
            for one in NEVER_CHANGES[kind]
        ],
    )


def found(session: Session, subject: str, details: dict[str, Any]) -> Any:
    """The row that a line names, or None where it is not here: by its number, then its name."""
    row = session.get(TABLES[details["table"]], details["id"])
    return row if row is not None and name_of(row) == subject else None


def whereabouts(row: Any) -> dict[str, Any]:
    """Where ``found`` is to look."""
    return {"table": row.__tablename__, "id": getattr(row, key_of(type(row)))}


def digest(subject: str, *words: Any) -> str:
    """By what words are known again that are not on the list."""
    return _digest(subject, list(words)) if any(words) else ""


def _of(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _digest(what: str, values: list[Any]) -> str:
    plain = [
        value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for value in values
    ]
    return hashlib.sha256(json.dumps([what, *plain]).encode()).hexdigest()[:32]
