"""Building an exhibition: sections, panels, stops, and asking for an edition."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.audit import hold, record
from photovoice.consent.queries import NotCleared, require_clearance
from photovoice.consent.rules import Use
from photovoice.db import now
from photovoice.exhibition import content, queries, rules
from photovoice.exhibition.models import (
    Edition,
    EditionState,
    Exhibition,
    Panel,
    Reason,
    Section,
    TourStop,
)
from photovoice.jobs.models import Urgency
from photovoice.jobs.operations import enqueue
from photovoice.projects.models import Project
from photovoice.projects.rules import slugify
from photovoice.refusals import Refusal
from photovoice.removals import Removal, take_away
from photovoice.workshop.models import Theme

STUCK = timedelta(minutes=15)
"""After this long an edition still waiting is no reason not to ask for another."""


class HangsAlready(Refusal):
    """The photograph hangs in this exhibition already."""


class NothingToPublish(Refusal):
    """The exhibition has no photograph on its walls."""


class PublishingAlready(Refusal):
    """An edition is being made at this moment."""


class NotAllCleared(Refusal):
    """Photographs on the walls are not cleared; ``refused`` has one NotCleared for each."""

    def __init__(self, refused: Sequence[NotCleared]) -> None:
        super().__init__(
            _l("Some photographs on the walls are not cleared for showing. Nothing was published."),
        )
        self.refused = list(refused)


class Lapsed(Refusal):
    """A copy of an edition was asked for past the time for which it may be shown."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            _l("This copy is not handed out: the time for which it may be shown has run out."),
            next_step=_l("Publish the exhibition again, and take the copy of that edition."),
        )


def start_exhibition(
    session: Session, project: Project, title: str, *, by: Person | None, **words: Any
) -> Exhibition:
    """A new, empty exhibition."""
    taken = set(session.scalars(select(Exhibition.slug)))
    wanted = words.pop("slug", None) or title
    words.setdefault("language", project.languages[0])
    exhibition = Exhibition(
        project=project, slug=slugify(wanted, taken, "exhibition"), title=title, **words
    )
    session.add(exhibition)
    session.flush()
    record(session, by, "started_exhibition", exhibition)
    return exhibition


def change(session: Session, thing: Any, *, by: Person | None, **words: Any) -> None:
    """Change the words of an exhibition, section, panel or stop."""
    changed = [name for name, value in words.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, words[name])
    if changed:
        session.flush()
        record(session, by, "changed", thing, changed=changed)


def add_section(
    session: Session,
    exhibition: Exhibition,
    title: str,
    *,
    by: Person | None,
    text: str = "",
    theme: Theme | None = None,
) -> Section:
    """A section at the end of an exhibition; one made from a theme takes its statement."""
    section = Section(
        exhibition=exhibition,
        title=title or (theme.name if theme else ""),
        text=text or (theme.statement if theme else ""),
        theme=theme,
        position=len(exhibition.sections),
    )
    session.add(section)
    session.flush()
    record(session, by, "added_section", section)
    return section


def move_section(session: Session, section: Section, to: int, *, by: Person | None) -> None:
    """Put a section at another place, counted from 0."""
    for position, other in enumerate(rules.moved(section.exhibition.sections, section, to)):
        other.position = position
    session.flush()
    session.expire(section.exhibition, ["sections"])
    record(session, by, "moved_section", section, to=to)


def remove_section(session: Session, section: Section, *, by: Person | None) -> Removal:
    """Take a section away with its panels; the photographs stay in the selection."""
    exhibition, things = section.exhibition, [section, *section.panels]
    record(session, by, "removed_section", section, title=section.title)
    removal = take_away(
        session, "section", section.title, things, by=by, project=exhibition.project
    )
    session.expire(exhibition, ["sections"])
    for position, other in enumerate(exhibition.sections):
        other.position = position
    session.flush()
    return removal


def hang(
    session: Session,
    section: Section,
    photograph: Photograph,
    *,
    by: Person | None,
    on: date,
    label: str = "",
) -> Panel:
    """Hang a photograph at the end of a section.  Raises NotCleared or HangsAlready."""
    require_clearance(session, photograph, Use.EXHIBITION, on)
    hangs = session.scalar(
        select(Panel.id).where(
            Panel.exhibition_id == section.exhibition_id, Panel.photograph_id == photograph.id
        )
    )
    if hangs is not None:
        raise HangsAlready(_l("“%(name)s” hangs in this exhibition already.", name=photograph.name))
    panel = Panel(
        exhibition_id=section.exhibition_id,
        photograph=photograph,
        label=label,
        position=len(section.panels),
    )
    section.panels.append(panel)
    session.flush()
    record(session, by, "hung", panel, photograph=photograph.id)
    return panel


def move_panel(
    session: Session, panel: Panel, section: Section, to: int, *, by: Person | None
) -> None:
    """Put a panel at a place, counted from 0, of a section of the same exhibition."""
    before = panel.section
    if before is not section:
        left = [other for other in before.panels if other is not panel]
        panel.section = section
        session.flush()
        for position, other in enumerate(left):
            other.position = position
    for position, other in enumerate(rules.moved(section.panels, panel, to)):
        other.position = position
    session.flush()
    session.expire(section, ["panels"])
    session.expire(before, ["panels"])
    record(session, by, "moved_panel", panel, section=section.id, to=to)


def take_down(session: Session, panel: Panel, *, by: Person | None) -> Removal:
    """Take a panel off the wall; the photograph goes back to the selection."""
    section, name = panel.section, panel.photograph.name
    record(session, by, "took_down", panel, photograph=panel.photograph_id)
    removal = take_away(session, "panel", name, [panel], by=by, project=section.project)
    session.expire(section, ["panels"])
    for position, other in enumerate(section.panels):
        other.position = position
    session.flush()
    return removal


def add_stop(
    session: Session, exhibition: Exhibition, *, by: Person | None, **words: Any
) -> TourStop:
    """A stop of the tour: venue, address, dates, note."""
    session.add(stop := TourStop(exhibition=exhibition, **words))
    session.flush()
    record(session, by, "added_stop", stop)
    return stop


def remove_stop(session: Session, stop: TourStop, *, by: Person | None) -> Removal:
    """Take a stop off the tour."""
    record(session, by, "removed_stop", stop, venue=stop.venue)
    return take_away(session, "stop", stop.venue, [stop], by=by, project=stop.project)


def not_cleared(session: Session, exhibition: Exhibition, on: date) -> list[NotCleared]:
    """A refusal with its reasons for each panel that may not be shown on a day."""
    panels = queries.panels_of(exhibition)
    answers = queries.showings(session, [panel.photograph for panel in panels], on)
    return [
        NotCleared(panel.photograph, answers[panel.photograph_id].wall)
        for panel in panels
        if not answers[panel.photograph_id].wall
    ]


def ask_to_publish(
    session: Session, exhibition: Exhibition, *, by: Person | None, on: date
) -> Edition:
    """Ask for an edition of an exhibition as it is now; the worker makes it.

    What it says is frozen here.  Raises NothingToPublish, PublishingAlready or NotAllCleared.
    """
    hold(session, exhibition)
    panels = queries.panels_of(exhibition)
    if not panels:
        raise NothingToPublish(_l("Hang at least one photograph first."))
    since = now() - STUCK
    asked = [e for e in exhibition.editions if e.state is EditionState.WAITING and not e.by_itself]
    if any(edition.asked_at > since for edition in asked):
        raise PublishingAlready(_l("An edition is being made at this moment."))
    if refused := not_cleared(session, exhibition, on):
        raise NotAllCleared(refused)
    responses = session.info["house"].responses(session, exhibition)
    edition = _ask(session, exhibition, {Reason.PUBLISHED}, by=by)
    edition.content = content.freeze(session, exhibition, responses)
    edition.total = len(panels)
    return edition


def make_again(session: Session, exhibition: Exhibition, reasons: set[Reason]) -> Edition:
    """Ask for an edition with the content of the one before it, as far as that may be shown."""
    hold(session, exhibition)
    return _ask(session, exhibition, reasons, by=None)


def _ask(
    session: Session, exhibition: Exhibition, reasons: set[Reason], *, by: Person | None
) -> Edition:
    last = session.scalar(
        select(func.coalesce(func.max(Edition.number), 0)).where(
            Edition.exhibition_id == exhibition.id
        )
    )
    edition = Edition(
        exhibition=exhibition,
        number=(last or 0) + 1,
        reason=in_one_word(reasons),
        published_by_id=by.id if by else None,
    )
    session.add(edition)
    session.flush()
    why = edition.reason
    record(session, by, "asked_to_publish", edition, number=edition.number, reason=why)
    urgency = Urgency.LATER if by else Urgency.FIRST  # by itself: somebody took something back
    enqueue(session, "exhibition.publish", urgency=urgency, edition=edition.id)
    return edition


def in_one_word(reasons: set[Reason]) -> str:
    """Reasons as an edition keeps them, in the order in which they are declared."""
    return " ".join(one.value for one in Reason if one in reasons)


def held(session: Session, exhibition_id: int) -> Exhibition:
    """An exhibition as it is now, with everybody else who would change what hangs waiting."""
    exhibition = session.get_one(Exhibition, exhibition_id)
    hold(session, exhibition)
    return session.get_one(Exhibition, exhibition_id, with_for_update=True, populate_existing=True)


def retire(session: Session, edition: Edition, *, by: Person | None) -> None:
    """Take an edition off every screen: its address answers 410 and its folder is cleared."""
    edition.state = EditionState.RETIRED
    edition.retired_at = now()
    session.flush()
    record(session, by, "retired", edition, number=edition.number)
    enqueue(session, "exhibition.clear_away", urgency=Urgency.FIRST, edition=edition.id)
