"""What of an exhibition can be brought back after a button removed it."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.consent.queries import NotCleared, require_clearance
from photovoice.consent.rules import Use
from photovoice.exhibition.models import Panel
from photovoice.permissions import Permission
from photovoice.removals import Kind, Row


def _gate(session: Session, table: str, row: Row, on: date) -> str | None:
    """A photograph hangs again only where the gate still says yes."""
    if table != Panel.__tablename__:
        return None
    photograph = session.get_one(Photograph, row["photograph_id"])
    try:
        require_clearance(session, photograph, Use.EXHIBITION, on)
    except NotCleared:
        return str(
            _l(
                "“%(name)s” does not hang again: it is not cleared for showing any more.",
                name=photograph.name,
            )
        )
    return None


KINDS = {
    "panel": Kind(_l("Photograph"), Permission.CURATE, {"panels": "section_id"}, _gate),
    "section": Kind(
        _l("Section"),
        Permission.CURATE,
        {"sections": "exhibition_id", "panels": "section_id"},
        _gate,
    ),
    "stop": Kind(_l("Stop of the tour"), Permission.CURATE),
}
