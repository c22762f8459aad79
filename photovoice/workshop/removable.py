"""What of a workshop can be brought back after a button removed it."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.consent.queries import NotCleared, require_clearance
from photovoice.consent.rules import Use
from photovoice.permissions import Permission
from photovoice.projects.rules import slugify
from photovoice.removals import Kind, Row
from photovoice.workshop import events
from photovoice.workshop.models import Theme


def _gate(session: Session, _table: str, row: Row, on: date) -> str | None:
    """A photograph comes before the group again only where the gate still says yes."""
    photograph = session.get_one(Photograph, row["photograph_id"])
    try:
        require_clearance(session, photograph, Use.WORKSHOP, on)
    except NotCleared:
        return str(_l("“%(name)s” is not cleared for the workshop any more.", name=photograph.name))
    return None


def _another_address(session: Session, table: str, row: Row, _on: date) -> None:
    """A theme whose address another has taken gets one of its own."""
    if table == Theme.__tablename__:
        of_project = select(Theme.slug).where(Theme.project_id == row["project_id"])
        taken = set(session.scalars(of_project))
        if row["slug"] in taken:
            row["slug"] = slugify(row["name"], taken, "theme")


def _tell(session: Session, rows: Sequence[tuple[str, Row]]) -> None:
    found = {row["photograph_id"] for _table, row in rows if "photograph_id" in row}
    events.changed.send(None, session=session, photograph_ids=sorted(found))


KINDS = {
    "answer": Kind(_l("Answer"), Permission.FACILITATE, returned=_tell),
    "reading": Kind(_l("Reading"), Permission.FACILITATE),
    "tag": Kind(_l("Tag"), Permission.FACILITATE, returned=_tell),
    "theme link": Kind(_l("Photograph of a theme"), Permission.FACILITATE, returned=_tell),
    "theme": Kind(
        _l("Theme"),
        Permission.FACILITATE,
        {"themes": "project_id"},
        _another_address,
        returned=_tell,
    ),
    "look": Kind(
        _l("Photograph of a session"), Permission.FACILITATE, {"looks": "session_id"}, _gate
    ),
    "selection": Kind(_l("Photograph of the selection"), Permission.FACILITATE),
}
