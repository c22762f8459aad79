"""On what terms photographs may be printed, and what a finished file is worth once they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.archive.models import Photograph
from photovoice.archive.queries import words_taken_back
from photovoice.archive.rules import redaction_tag
from photovoice.audit import record
from photovoice.consent import queries as consent
from photovoice.consent.rules import Clearance, Use
from photovoice.db import today
from photovoice.printing.models import PrintFile
from photovoice.refusals import Refusal
from photovoice.storage import Missing, deletions
from photovoice.storage.models import Deletion, Reason

KEPT_UNDER = "prints/"
"""How the keys of finished files begin."""


class NoLongerCleared(Refusal):
    """Somebody on the cards of a finished file has changed their mind since."""

    status = 410

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__(
            _l(
                "This file is no longer handed out: somebody changed their mind about %(names)s.",
                names=", ".join(f"“{name}”" for name in names),
            )
            if names
            else _l("This file is not kept any more: somebody had changed their mind about it."),
            next_step=_l("Make the file again; it holds only what may be printed now."),
        )


@dataclass(frozen=True)
class Terms:
    """On what terms a photograph may be printed today, if it may."""

    clearance: Clearance
    covered: str
    """A tag for what is made unrecognisable in it; empty where it is printed whole."""
    credit: str

    @property
    def as_printed(self) -> dict[str, str]:
        """What is kept of them with a finished file."""
        return {"covered": self.covered, "credit": self.credit}

    def still_allow(self, as_printed: dict[str, str]) -> bool:
        """Whether what was printed on earlier terms may still be handed out."""
        covered = not self.covered or as_printed["covered"] == self.covered
        return bool(self.clearance) and covered and as_printed["credit"] == self.credit


def terms(session: Session, photographs: Sequence[Photograph]) -> dict[int, Terms]:
    """On what terms each photograph may be printed today, by photograph id."""
    answers = consent.clearances(session, photographs, Use.PRINT, today())
    credits = consent.credits(session, photographs)
    return {
        photograph.id: Terms(
            clearance=answers[photograph.id],
            covered=_covered(photograph) if answers[photograph.id].redacted else "",
            credit=credits[photograph.id],
        )
        for photograph in photographs
    }


def _covered(photograph: Photograph) -> str:
    return redaction_tag([(r.x, r.y, r.width, r.height) for r in photograph.redactions])


def no_longer_cleared(session: Session, files: Sequence[PrintFile]) -> dict[int, list[str]]:
    """The files that may not be handed out any more, by id: the names of what may not be printed
    as it was."""
    wanted = {id for file in files for id in file.photograph_ids}
    photographs = session.scalars(select(Photograph).where(Photograph.id.in_(wanted))).all()
    now, names = terms(session, photographs), {one.id: one.name for one in photographs}
    taken = words_taken_back(session, sorted(wanted))
    found = {}
    for file in files:
        printed = dict(zip(file.photograph_ids, file.printed_as, strict=False))
        gone = [
            names.get(id, f"№ {id}")
            for id in file.photograph_ids
            if id not in now
            or id not in printed
            or not now[id].still_allow(printed[id])
            or (id in taken and taken[id] > file.asked_at)
        ]
        if gone:
            found[file.id] = gone
    return found


def opened(house: Any, session: Session, file: PrintFile) -> BinaryIO:
    """A finished file, handed out only while everything on it may be printed as it was.

    Raises NoLongerCleared, which names the photographs and says to make the file again.
    """
    if gone := no_longer_cleared(session, [file]).get(file.id):
        raise NoLongerCleared(gone)
    try:
        return house.store.open(file.key)
    except Missing:
        raise NoLongerCleared() from None


def let_go_of_uncleared(session: Session) -> None:
    """Let the bytes of finished files go that may not be handed out any more.

    The row of such a file stays: who is on cards printed before is still told.
    """
    known = select(Deletion.key).where(Deletion.key == PrintFile.key)
    finished = select(PrintFile).where(PrintFile.key.is_not(None), ~known.exists())
    files = session.scalars(finished.order_by(PrintFile.id)).all()
    gone = no_longer_cleared(session, files)
    for file in files:
        if file.key and file.id in gone:
            deletions.let_go(session, [file.key], Reason.WITHDRAWN)
            record(session, None, "let_go", file)


def still_needed(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of some keys of finished files that may still be handed out."""
    files = session.scalars(select(PrintFile).where(PrintFile.key.in_(keys))).all()
    gone = no_longer_cleared(session, files)
    return {file.key for file in files if file.key and file.id not in gone}
