"""What of a postcard series can be brought back after a button removed it."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.consent.queries import NotCleared, require_clearance
from photovoice.consent.rules import Use
from photovoice.permissions import Permission
from photovoice.removals import Kind, Row


def _gate(session: Session, _table: str, row: Row, on: date) -> str | None:
    """A card joins its series again only where the gate still says yes."""
    photograph = session.get_one(Photograph, row["photograph_id"])
    try:
        require_clearance(session, photograph, Use.PRINT, on)
    except NotCleared:
        return str(_l("“%(name)s” is not cleared for print any more.", name=photograph.name))
    return None


KINDS = {"postcard": Kind(_l("Postcard"), Permission.CURATE, {"postcards": "exhibition_id"}, _gate)}
