"""Choosing the cards of a series, and making the file a printer can use as it is."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import formats
from photovoice.archive.darkroom import Box, PictureError
from photovoice.archive.models import Photograph
from photovoice.audit import record
from photovoice.consent import queries as consent
from photovoice.consent.rules import Clearance, Use
from photovoice.consent.words import why_not
from photovoice.db import today
from photovoice.exhibition import queries as exhibitions
from photovoice.exhibition import rules as exhibition_rules
from photovoice.exhibition.models import Exhibition
from photovoice.jobs.models import Urgency
from photovoice.jobs.operations import enqueue
from photovoice.printing import postcards as press
from photovoice.printing import preflight, queries
from photovoice.printing.calibration import calibration
from photovoice.printing.models import Postcard, PrintFile, PrintState
from photovoice.printing.terms import KEPT_UNDER, Terms, terms
from photovoice.projects import addresses
from photovoice.projects.models import Printed
from photovoice.refusals import Refusal
from photovoice.removals import Removal, take_away
from photovoice.storage import deletions
from photovoice.workshop.queries import themes_of

SHEETS = {
    "single": _l("Single cards, for a printer on the web"),
    "a4": _l("A4 sheets, two cards on each"),
    "a3": _l("A3 sheets, four cards on each"),
    "sra3": _l("SRA3 sheets, for a printer round the corner"),
}
FLIPS = {"long": _l("on the long edge"), "short": _l("on the short edge")}


class NothingCleared(Refusal):
    """No card of the series may be printed."""


@dataclass(frozen=True)
class Chosen:
    """A photograph of the series, the point of it to keep when it is cropped, and its words."""

    photograph: Photograph
    terms: Terms
    focus: tuple[float, float]
    said: str
    """What is printed on the back: the words for the card, or else the caption itself."""


@dataclass
class Series:
    """The cards of an exhibition that may be printed, and those left out with the reason."""

    cards: list[Chosen] = field(default_factory=list)
    left_out: list[tuple[Photograph, Clearance]] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """What was left out and why."""
        return [
            _("“%(name)s” is left out. %(why)s", name=photograph.name, why=why_not(answer))
            for photograph, answer in self.left_out
        ]


def choose(
    session: Session, exhibition: Exhibition, photograph: Photograph, *, by: Person | None
) -> Postcard:
    """Add a photograph to the series.  Raises NotCleared; one chosen already stays as it is."""
    for card in queries.cards(session, exhibition):
        if card.photograph_id == photograph.id:
            return card
    consent.require_clearance(session, photograph, Use.PRINT, today())
    position = len(queries.cards(session, exhibition))
    card = Postcard(exhibition=exhibition, photograph=photograph, position=position)
    session.add(card)
    session.flush()
    record(session, by, "chose_postcard", card, photograph=photograph.id)
    return card


def leave_out(session: Session, card: Postcard, *, by: Person | None) -> Removal:
    """Take a card out of the series."""
    record(session, by, "left_out_postcard", card, photograph=card.photograph_id)
    name, project = card.photograph.name, card.project
    return take_away(session, "postcard", name, [card], by=by, project=project)


def move(session: Session, card: Postcard, to: int, *, by: Person | None) -> None:
    """Put a card at another place of the series, counted from 0."""
    cards = queries.cards(session, card.exhibition)
    for position, other in enumerate(exhibition_rules.moved(cards, card, to)):
        other.position = position
    session.flush()
    record(session, by, "moved_postcard", card, to=to)


def say(session: Session, card: Postcard, words: str, *, by: Person | None) -> None:
    """Give a card words of its own; empty ones let the photograph's caption stand there again."""
    if card.words == words.strip():
        return
    card.words = words.strip()
    session.flush()
    record(session, by, "said_on_postcard", card, photograph=card.photograph_id)


def series(session: Session, exhibition: Exhibition) -> Series:
    """The series as it may be printed today: the cards chosen, or else everything that hangs."""
    chosen = [
        (card.photograph, (card.focus_x, card.focus_y), card.said)
        for card in queries.cards(session, exhibition)
    ] or [
        (panel.photograph, (0.5, 0.5), panel.photograph.caption)
        for panel in exhibitions.panels_of(exhibition)
    ]
    found = terms(session, [photograph for photograph, *_rest in chosen])
    made = Series()
    for photograph, focus, said in chosen:
        if found[photograph.id].clearance:
            made.cards.append(Chosen(photograph, found[photograph.id], focus, said))
        else:
            made.left_out.append((photograph, found[photograph.id].clearance))
    return made


def ask_for_file(
    session: Session,
    exhibition: Exhibition,
    sheet: str,
    flip: str,
    *,
    by: Person | None,
    back_offset: tuple[float, float] = (0, 0),
) -> PrintFile:
    """Ask for a PDF; the worker makes it.  ``back_offset``: mm to the right and up, for sheets.

    Raises NothingCleared.
    """
    cards = series(session, exhibition).cards
    if not cards:
        raise NothingCleared(_l("No photograph here is cleared for print yet."))
    file = PrintFile(
        exhibition=exhibition,
        sheet=sheet,
        flip=flip,
        back_offset_x=back_offset[0],
        back_offset_y=back_offset[1],
        asked_by_id=by.id if by else None,
        total=len(cards),
    )
    session.add(file)
    session.flush()
    record(session, by, "asked_for_print", file, sheet=sheet, flip=flip)
    enqueue(session, "printing.postcards", urgency=Urgency.LATER, file=file.id)
    return file


def faults(made: Path, cards: Sequence[press.Card], sheet: str) -> list[str]:
    """What a printer would send a finished file back for; what it only warns of is told already."""
    found = preflight.check(
        made, single=sheet == press.SINGLE, sources=[card.photograph for card in cards]
    )
    return [
        _("Page %(page)s: %(fault)s", page=one.page, fault=one.sentence)
        if one.page
        else one.sentence
        for one in found
        if one.weight is preflight.Weight.ERROR
    ]


def make_pdf(
    house: Any,
    session: Session,
    exhibition: Exhibition,
    output: Path,
    *,
    sheet: str,
    flip: str,
    back_offset: tuple[float, float] = (0, 0),
    progress: Callable[[int, int], None] | None = None,
    check: Callable[[Path, Sequence[press.Card], str], list[str]] = faults,
) -> tuple[press.PrintReport, Series, list[str]]:
    """Write the series as a PDF.  What was made, of which cards, and what to know.

    ``back_offset`` is in mm, to the right and up.  What to know ends with whatever a printer
    would send the finished file back for.

    Raises a Refusal when nothing is cleared or the cards cannot be printed.
    """
    found = series(session, exhibition)
    if not found.cards:
        raise NothingCleared(_("No photograph here is cleared for print yet."))
    with ExitStack() as stack:
        cards = cards_of(house, session, exhibition, found, stack)
        icc = Path(house.config.icc_profile) if house.config.icc_profile else None
        report = press.postcards(
            cards, output, sheet=sheet, flip=flip, title=exhibition.title, icc=icc,
            back_offset_mm=back_offset, progress=progress,
        )  # fmt: skip
        sent_back_for = check(output, cards, sheet)
    told = [*found.sentences(), *report.warnings, *sent_back_for]
    if exhibitions.live_edition(exhibition) is None:
        told.append(
            _(
                "“%(title)s” is not published: the squares lead nowhere until it is.",
                title=exhibition.title,
            )
        )
    return report, found, told


def cards_of(
    house: Any, session: Session, exhibition: Exhibition, found: Series, stack: ExitStack
) -> list[press.Card]:
    """The cards of a series, ready for the press; their pictures lie there until ``stack`` ends."""
    photographs = [card.photograph for card in found.cards]
    showing = exhibitions.showings(session, photographs, today())
    themes = themes_of(session, [photograph.id for photograph in photographs])
    root = f"{addresses.public_url(session, house.config)}/exhibitions/{exhibition.slug}"
    masters = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    live = exhibitions.live_edition(exhibition)
    on_web = {one.photograph_id for one in live.photographs if one.on_web} if live else set()
    cards = []
    for card in found.cards:
        photograph = card.photograph
        ref = exhibition_rules.short_ref(exhibition.slug, photograph.uid)
        public = photograph.id in on_web or bool(showing[photograph.id].web)
        links = [one.theme.name for one in themes[photograph.id] if not one.sees_it_otherwise]
        cards.append(
            press.Card(
                photograph=_master(house, card, masters, stack),
                width=photograph.width,
                height=photograph.height,
                title=photograph.title,
                title_language=photograph.title_language,
                caption=card.said,
                caption_language=photograph.caption_language,
                credit=card.terms.credit,
                theme=links[0] if links else "",
                line=exhibition.project.line,
                url=f"{root}/photographs/{ref}" if public else f"{root}/",
                focus=card.focus,
                alt=photograph.alternative_text,
                sent_small=photograph.sent_small,
            )
        )
    return cards


def _master(house: Any, card: Chosen, folder: Path, stack: ExitStack) -> Path:
    """What is printed: the original, or a master made of it.

    A master is made without the faces that are covered; and of an original that says its colours or
    its end in a way the PDF cannot carry.
    """
    photograph, redacted = card.photograph, card.terms.clearance.redacted
    original = stack.enter_context(house.store.local(photograph.original_key))
    if not redacted and not _needs_master(original, house.config.largest_picture):
        return original
    out = folder / f"{photograph.id}.jpg"
    covered = photograph.redactions if redacted else []
    boxes: Sequence[Box] = [Box(r.x, r.y, r.width, r.height) for r in covered]
    house.darkroom.master(original, out, boxes)
    return out


def _needs_master(original: Path, largest: int) -> bool:
    try:
        found = formats.examine(original, largest)
    except PictureError:
        return False  # whoever places it says what is wrong
    return found.lacks_end or found.in_one_piece or found.profile is not None


def calibration_sheet(sheet: str, flip: str, back_offset: tuple[float, float]) -> BytesIO:
    """A sheet that tells how far front and back lie apart on somebody's printer, as a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "calibration.pdf"
        calibration(made, sheet=sheet, flip=flip, back_offset_mm=back_offset)
        return BytesIO(made.read_bytes())


def make_file(house: Any, file_id: int) -> None:
    """Make the PDF that was asked for and put it in the store; may be run twice."""
    with house.database.session(writes=False) as session:
        file = session.get_one(PrintFile, file_id)
        if file.state is not PrintState.WAITING:
            return
        exhibition = exhibitions.exhibition_by_id(session, file.exhibition_id)
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "postcards.pdf"
            try:
                _report, found, sentences = make_pdf(
                    house, session, exhibition, output, sheet=file.sheet, flip=file.flip,
                    back_offset=file.back_offset,
                    progress=lambda done, total: _tell(house, file_id, done, total),
                )  # fmt: skip
            except Refusal as refusal:
                _settle(house, file_id, state=PrintState.FAILED, trouble=str(refusal))
                return
            with output.open("rb") as made:
                key = f"{KEPT_UNDER}{hashlib.file_digest(made, 'sha256').hexdigest()}.pdf"
                made.seek(0)
                house.store.put(key, made, media_type="application/pdf")
    _settle(
        house,
        file_id,
        state=PrintState.READY,
        key=key,
        report=sentences,
        photograph_ids=[card.photograph.id for card in found.cards],
        printed_as=[card.terms.as_printed for card in found.cards],
    )


def _tell(house: Any, file_id: int, done: int, total: int) -> None:
    if done % 4 == 0 or done == total:
        _settle(house, file_id, progress=done, total=total)


def _settle(house: Any, file_id: int, **changes: Any) -> None:
    with house.database.transaction() as session:
        file = session.get_one(PrintFile, file_id)
        for name, value in changes.items():
            setattr(file, name, value)
        if file.state is PrintState.READY:
            addresses.printed(
                session,
                file.project,
                Printed.POSTCARDS,
                addresses.public_url(session, house.config),
                len(file.photograph_ids),
            )
        if file.key is not None:
            deletions.named_again(session, [file.key])
        if file.state is not PrintState.WAITING:
            record(session, None, f"print_{file.state.value}", file)
