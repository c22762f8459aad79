"""Taking editions off every screen when somebody changes their mind, or a release runs out."""

import logging
import shutil
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.archive.queries import voices
from photovoice.consent.queries import credits, with_same_files
from photovoice.db import today
from photovoice.exhibition import content, operations, press, queries
from photovoice.exhibition.models import (
    Edition,
    EditionPhotograph,
    EditionState,
    Exhibition,
    Reason,
)
from photovoice.projects.addresses import public_url
from photovoice.projects.models import Project
from photovoice.projects.queries import credit_lines

ON_SHOW = (EditionState.LIVE, EditionState.SUPERSEDED)
log = logging.getLogger("photovoice.exhibition")


def recheck(_sender: object, *, session: Session, photograph_ids: Sequence[int]) -> None:
    """Ask the gate again for photographs on show; where it now says no, recall the editions.

    Hears of every change of consent.  The sign at the door changes before the transaction
    commits: should the commit fail, less is shown than could be, never more.  Only the last day
    on it may then be too late, until the next round of ``close_expired``.
    """
    house = session.info["house"]
    heard = with_same_files(session, photograph_ids)
    for exhibition in queries.touched(session, heard):
        recall(house, session, exhibition)


def recheck_project(_sender: object, *, session: Session, project: Project) -> None:
    """Look at every exhibition of a project.

    Hears of everybody who chose how to be named, and of every reading struck out.
    """
    house = session.info["house"]
    for exhibition in queries.all_held(session, project):
        recall(house, session, exhibition)


def recall(house: Any, session: Session, exhibition: Exhibition) -> list[Edition]:
    """Retire the editions of an exhibition that show what may not be shown.  Which they were.

    When the live one is among them, it is made again without that.  So it is when a photograph can
    hang again whose covered copy is ready.  The sign at the door tells what is left, and until
    when.
    """
    latest = _latest(exhibition)
    may_hang = _today(house, session, latest) if latest else None
    gone = content.differences(latest, may_hang) if latest and may_hang else set()
    recalled = outdated(session, [e for e in exhibition.editions if e.state in ON_SHOW])
    if latest and latest.state is EditionState.LIVE and gone and latest not in recalled:
        recalled.append(latest)
    was_live = latest is not None and latest in recalled
    for edition in recalled:
        content.keep(house, session, edition)
        operations.retire(session, edition, by=None)
    if latest and may_hang and (was_live or content.returning(latest, may_hang)):
        _make_again(session, exhibition, may_hang, gone or {Reason.COVERING})
    session.flush()
    session.expire(exhibition, ["editions"])
    if exhibition.editions:
        house.put_up_sign(exhibition.slug, press.sign_for(session, exhibition))
    return recalled


def follow_address(_sender: object, *, session: Session) -> None:
    """Make what hangs again with another public address; hears of every one that is said."""
    house = session.info["house"]
    for exhibition in queries.on_show_held(session):
        _follow_address(house, session, exhibition)


def _follow_address(house: Any, session: Session, exhibition: Exhibition) -> None:
    """Ask for the live edition with the address in force, where it says another; it hangs on
    until that is made."""
    live, url = queries.live_edition(exhibition), public_url(session, house.config)
    waits = any(one.state is EditionState.WAITING for one in exhibition.editions)
    if live and not waits and live.public_url not in ("", url):
        content.keep(house, session, live)
        operations.make_again(session, exhibition, {Reason.ADDRESS})
        session.expire(exhibition, ["editions"])


def _latest(exhibition: Exhibition) -> Edition | None:
    """The edition that hangs; or the one that shows nothing, while a covered copy is made."""
    published = [one for one in exhibition.editions if one.published_at is not None]
    latest = max(published, key=lambda one: one.number, default=None)
    state = latest and latest.state
    return latest if state in (EditionState.LIVE, EditionState.FAILED) else None


def _today(house: Any, session: Session, edition: Edition) -> content.Today:
    """What an edition says, as far as it may be shown today."""
    frozen, exhibition = content.of(house, session, edition), edition.exhibition
    responses = house.responses(session, exhibition)
    return content.today_of(session, frozen, exhibition, responses, today())


def _make_again(
    session: Session, exhibition: Exhibition, may_hang: content.Today, reasons: set[Reason]
) -> None:
    """Ask for an edition of what is left, unless nothing is, or one is being made by itself."""
    waits = any(one.state is EditionState.WAITING and one.by_itself for one in exhibition.editions)
    if not waits and any(content.panels(may_hang.content)):
        operations.make_again(session, exhibition, reasons)


def outdated(session: Session, editions: Sequence[Edition]) -> list[Edition]:
    """Those of some editions of one exhibition that show, or name, what they may not today."""
    if not editions:
        return []
    shown = {one.photograph_id: one.photograph for e in editions for one in e.photographs}
    photographs = list(shown.values())
    answers = queries.showings(session, photographs, today())
    named = credits(session, photographs)
    people = {one["person"] for edition in editions for one in edition.readers}
    read_by = credit_lines(session, editions[0].project, people)
    heard = {id: note.sha256 for id, note in voices(session, list(shown)).items()}

    def may_stay(one: EditionPhotograph) -> bool:
        answer = answers[one.photograph_id]
        blurred_enough = one.redacted or not answer.redacted
        as_named = one.credit == named[one.photograph_id]
        on_the_web = bool(answer.web) or not one.on_web
        as_spoken = one.voice_sha256 in (None, heard.get(one.photograph_id))
        return bool(answer.wall) and on_the_web and blurred_enough and as_named and as_spoken

    def as_they_wish(reader: dict[str, Any]) -> bool:
        return reader["name"] == read_by.get(reader["person"], "")

    return [
        edition
        for edition in editions
        if not all(may_stay(one) for one in edition.photographs)
        or not all(as_they_wish(one) for one in edition.readers)
    ]


def require_lasting(session: Session, edition: Edition, on: date) -> None:
    """Let a copy of an edition be carried off only while it may be shown.  Raises Lapsed."""
    if outdated(session, [edition]) or (edition.valid_until and edition.valid_until < on):
        raise operations.Lapsed()


def clear_away(house: Any, edition_id: int) -> None:
    """Remove the folders of a retired edition; what it rested on stays in the database."""
    with house.database.session(writes=False) as session:
        edition = session.get_one(Edition, edition_id)
        if edition.state is not EditionState.RETIRED:
            return
        folder = house.config.exhibitions_folder / edition.exhibition.slug
        names = [str(edition.number), f"{edition.number}{press.ON_SITE}"]
    for name in names:
        if (folder / name).exists():
            shutil.rmtree(folder / name)  # a file still in use fails the job, which tries again


def close_expired(house: Any) -> None:
    """Recall what shows photographs whose release has run out, let what hangs follow the public
    address, and mend signs; at the start and once an hour.

    Each exhibition by itself: trouble with one keeps no other on show.
    """
    with house.database.session(writes=False) as session:
        ids = session.scalars(select(Edition.exhibition_id).distinct()).all()
    for exhibition_id in sorted(ids):
        try:
            with house.database.transaction() as session:
                exhibition = operations.held(session, exhibition_id)
                recall(house, session, exhibition)
                _follow_address(house, session, exhibition)
        except Exception:
            log.exception(
                "exhibition %s could not be looked at; the next round will", exhibition_id
            )
    press.forget_unfinished(house.config.exhibitions_folder)
