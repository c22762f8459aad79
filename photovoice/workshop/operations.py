"""Writing down what the group says, and linking photographs to what it finds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.audit import record
from photovoice.consent.queries import require_clearance
from photovoice.consent.rules import Use
from photovoice.projects.models import Project
from photovoice.projects.rules import slugify
from photovoice.refusals import Refusal
from photovoice.removals import Removal, take_away
from photovoice.workshop import events, guides, queries, rules
from photovoice.workshop.models import (
    Contribution,
    Guide,
    Look,
    Reading,
    Selection,
    Tag,
    Tagging,
    Theme,
    ThemeLink,
    WorkshopSession,
)


class NothingSaid(Refusal):
    """An answer without words."""

    status = 400


def give_guides(_sender: object, *, session: Session, project: Project) -> None:
    """Give a project that starts the usual guides, to keep or to change."""
    for name, questions in guides.READY.items():
        asked = [{"key": key, "question": str(question)} for key, question in questions]
        session.add(Guide(project=project, name=name, questions=asked))
    session.flush()


def change_guide(
    session: Session, guide: Guide, name: str, questions: Sequence[str], *, by: Person | None
) -> None:
    """Put other questions in a guide; a question kept keeps its key, and so its answers."""
    keys = {one["question"]: one["key"] for one in guide.questions}
    if (name, list(questions)) == (guide.name, list(keys)):
        return
    used = set(keys.values())
    asked = []
    for question in questions:
        key = keys.get(question) or slugify(question, used, "question")[:40]
        used.add(key)
        asked.append({"key": key, "question": question})
    guide.name, guide.questions = name, asked
    session.flush()
    record(session, by, "changed_guide", guide)


def open_session(
    session: Session,
    project: Project,
    title: str,
    held_on: date,
    *,
    by: Person | None,
    guide: Guide | None = None,
    **details: Any,
) -> WorkshopSession:
    """A meeting of the group; without a guide it follows the project's first."""
    workshop = WorkshopSession(
        project=project,
        title=title,
        held_on=held_on,
        guide=guide or queries.guides_of(session, project)[0],
        opened_by_id=by.id if by else None,
        **details,
    )
    session.add(workshop)
    session.flush()
    record(session, by, "opened_session", workshop)
    return workshop


def look_at(
    session: Session,
    workshop: WorkshopSession,
    photograph: Photograph,
    *,
    by: Person | None,
    on: date,
) -> Look:
    """Put a photograph before the group.  Raises NotCleared; one shown already stays as it is."""
    for look in workshop.looks:
        if look.photograph_id == photograph.id:
            return look
    require_clearance(session, photograph, Use.WORKSHOP, on)
    look = Look(photograph=photograph, position=len(workshop.looks))
    workshop.looks.append(look)
    session.flush()
    record(session, by, "looked_at", look, photograph=photograph.id)
    return look


def put_away(session: Session, look: Look, *, by: Person | None) -> Removal:
    """Take a photograph out of a session; what was said of it stays with the photograph."""
    workshop, photograph = look.session, look.photograph
    removal = take_away(session, "look", photograph.name, [look], by=by, project=workshop.project)
    session.expire(workshop, ["looks"])
    for position, other in enumerate(workshop.looks):
        other.position = position
    session.flush()
    record(session, by, "put_away", workshop, photograph=photograph.id)
    return removal


def write_down(
    session: Session,
    workshop: WorkshopSession,
    photograph: Photograph,
    text: str,
    *,
    by: Person | None,
    question: str = "",
    said_by: Person | None = None,
    said_by_label: str = "",
    language: str = "en",
) -> Contribution:
    """Write down what was said of a photograph: by a person, by a label, or by nobody named."""
    if not text.strip():
        raise NothingSaid(_l("Write down what was said first."))
    said = Contribution(
        session=workshop,
        photograph=photograph,
        question_key=question,
        text=text.strip(),
        language=language,
        said_by=said_by,
        said_by_label="" if said_by else said_by_label.strip(),
        written_by_id=by.id if by else None,
    )
    session.add(said)
    session.flush()
    record(session, by, "wrote_down", said)
    _changed(session, photograph.id)
    return said


def correct(session: Session, said: Contribution, text: str, *, by: Person | None) -> None:
    """Put right what was written down."""
    if not text.strip():
        raise NothingSaid(_l("Write down what was said first."))
    said.text = text.strip()
    session.flush()
    record(session, by, "corrected", said)
    _changed(session, said.photograph_id)


def strike(session: Session, said: Contribution, *, by: Person | None) -> Removal:
    """Take out what was written down.  Who said it and takes it back brings it back alone."""
    record(session, by, "struck", said)
    name, photograph = said.photograph.name, said.photograph_id
    removal = take_away(
        session, "answer", name, [said], by=by, project=said.project, only_by=_taken_back(said, by)
    )
    _changed(session, photograph)
    return removal


def _taken_back(said: Contribution | Reading, by: Person | None) -> int | None:
    """Whoever takes their own words back."""
    return said.said_by_id if by is not None and said.said_by_id == by.id else None


def tag(
    session: Session,
    photograph: Photograph,
    name: str,
    *,
    by: Person | None,
    workshop: WorkshopSession | None = None,
) -> Tagging:
    """Put a word on a photograph; one that is there already stays as it is."""
    folded = rules.folded(name)
    found = session.scalar(
        select(Tag).where(Tag.project_id == photograph.project_id, Tag.folded == folded)
    )
    if found is None:
        session.add(found := Tag(project=photograph.project, name=name.strip(), folded=folded))
        session.flush()
    tagging = session.scalar(
        select(Tagging).where(Tagging.photograph_id == photograph.id, Tagging.tag_id == found.id)
    )
    if tagging is None:
        tagging = Tagging(
            photograph=photograph,
            tag=found,
            session_id=workshop.id if workshop else None,
            by_id=by.id if by else None,
        )
        session.add(tagging)
        session.flush()
        record(session, by, "tagged", found, photograph=photograph.id)
        _changed(session, photograph.id)
    return tagging


def untag(
    session: Session, photograph: Photograph, tag: Tag, *, by: Person | None
) -> Removal | None:
    """Take a word off a photograph; None where it was not on it."""
    tagging = session.scalar(
        select(Tagging).where(Tagging.photograph_id == photograph.id, Tagging.tag_id == tag.id)
    )
    if tagging is None:
        return None
    removal = take_away(session, "tag", tag.name, [tagging], by=by, project=photograph.project)
    record(session, by, "untagged", tag, photograph=photograph.id)
    _changed(session, photograph.id)
    return removal


def find_theme(
    session: Session,
    project: Project,
    name: str,
    *,
    by: Person | None,
    statement: str = "",
    workshop: WorkshopSession | None = None,
) -> Theme:
    """A theme the group found, with the statement it agreed on."""
    slugs = list(session.scalars(select(Theme.slug).where(Theme.project_id == project.id)))
    theme = Theme(
        project=project,
        name=name,
        slug=slugify(name, slugs, "theme"),
        statement=statement,
        position=len(slugs),
        session=workshop,
        found_by_id=by.id if by else None,
    )
    session.add(theme)
    session.flush()
    record(session, by, "found_theme", theme)
    return theme


def change_theme(
    session: Session, theme: Theme, *, by: Person | None, name: str, statement: str
) -> None:
    """Other words for a theme; the old ones stay in the record."""
    if (name, statement) == (theme.name, theme.statement):
        return
    record(session, by, "changed_theme", theme, before=[theme.name, theme.statement])
    theme.name, theme.statement = name, statement
    session.flush()
    _changed(session, *{link.photograph_id for link in theme.links})


def put_away_theme(session: Session, theme: Theme, *, by: Person | None) -> Removal:
    """Take out a theme with its statement, its readings and its photographs' links to it.

    Sections made from it keep the words they took, and are its sections again when it returns.
    """
    record(session, by, "put_away_theme", theme, before=[theme.name, theme.statement])
    photographs = {link.photograph_id for link in theme.links}
    things = [theme, *theme.links, *theme.readings]
    removal = take_away(session, "theme", theme.name, things, by=by, project=theme.project)
    _changed(session, *photographs)
    return removal


def link(
    session: Session,
    theme: Theme,
    photograph: Photograph,
    *,
    by: Person | None,
    made_by: Person | None = None,
    made_by_label: str = "",
    workshop: WorkshopSession | None = None,
    why: str = "",
    sees_it_otherwise: bool = False,
) -> ThemeLink:
    """Put a photograph to a theme, or keep that somebody sees it otherwise."""
    made = ThemeLink(
        theme=theme,
        photograph=photograph,
        session=workshop,
        made_by=made_by,
        made_by_label="" if made_by else made_by_label.strip(),
        why=why.strip(),
        sees_it_otherwise=sees_it_otherwise,
    )
    session.add(made)
    session.flush()
    record(session, by, "linked", made, theme=theme.id, photograph=photograph.id)
    _changed(session, photograph.id)
    return made


def unlink(session: Session, made: ThemeLink, *, by: Person | None) -> Removal:
    """Take a link away that was made by mistake."""
    record(session, by, "unlinked", made, theme=made.theme_id, photograph=made.photograph_id)
    name, photograph = made.photograph.name, made.photograph_id
    removal = take_away(session, "theme link", name, [made], by=by, project=made.project)
    _changed(session, photograph)
    return removal


def read_otherwise(
    session: Session,
    theme: Theme,
    text: str,
    *,
    by: Person | None,
    said_by: Person | None = None,
    said_by_label: str = "",
    language: str = "en",
    workshop: WorkshopSession | None = None,
) -> Reading:
    """Keep beside a theme how somebody reads it differently."""
    if not text.strip():
        raise NothingSaid(_l("Write down what was said first."))
    reading = Reading(
        theme=theme,
        text=text.strip(),
        language=language,
        said_by=said_by,
        said_by_label="" if said_by else said_by_label.strip(),
        session_id=workshop.id if workshop else None,
        written_by_id=by.id if by else None,
    )
    session.add(reading)
    session.flush()
    record(session, by, "read_otherwise", reading, theme=theme.id)
    return reading


def strike_reading(session: Session, reading: Reading, *, by: Person | None) -> Removal:
    """Take out a reading; it leaves every exhibition at once.

    Who said it and takes it back brings it back alone.
    """
    record(session, by, "struck_reading", reading, theme=reading.theme_id)
    name, project, only_by = reading.theme.name, reading.project, _taken_back(reading, by)
    removal = take_away(
        session, "reading", name, [reading], by=by, project=project, only_by=only_by
    )
    events.struck.send(None, session=session, project=project)
    return removal


def put_forward(
    session: Session,
    photograph: Photograph,
    *,
    by: Person | None,
    workshop: WorkshopSession | None = None,
    why: str = "",
) -> Selection:
    """Put a photograph into the group's selection; one that is there already stays as it is."""
    selection = session.get(Selection, photograph.id)
    if selection is None:
        selection = Selection(
            photograph_id=photograph.id,
            session_id=workshop.id if workshop else None,
            by_id=by.id if by else None,
            why=why.strip(),
        )
        session.add(selection)
        session.flush()
        record(session, by, "put_forward", photograph)
    return selection


def hold_back(session: Session, photograph: Photograph, *, by: Person | None) -> Removal | None:
    """Take a photograph out of the group's selection; None where it was not in it."""
    if (selection := session.get(Selection, photograph.id)) is None:
        return None
    name, project = photograph.name, photograph.project
    removal = take_away(session, "selection", name, [selection], by=by, project=project)
    record(session, by, "held_back", photograph)
    return removal


def _changed(session: Session, *photographs: int) -> None:
    events.changed.send(None, session=session, photograph_ids=list(photographs))
