"""From what a phone said of a photograph to what is written down beside it, each thing once."""

from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.archive.operations import describe
from photovoice.config import Config
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.forms import YEARS
from photovoice.consent.operations import HasAnswered, PeopleAreNamed
from photovoice.consent.queries import has_answered
from photovoice.consent.rules import Given, Part, in_years
from photovoice.languages import SOURCE, catalogue_for
from photovoice.phone import rules
from photovoice.phone.models import Sending
from photovoice.projects.models import Credit


def write_down(session: Session, sending: Sending, *, by: Person, on: date, config: Config) -> None:
    """Bring what stands beside the photograph up to what the phone said last.

    Only what differs from the sending before is touched, so that nothing edited elsewhere
    meanwhile is overwritten.  Beside a photograph that was here before, words are only added; and
    nothing at all is touched beside somebody else's.
    """
    photograph = sending.photograph
    if photograph is None or sending.applied == sending.said:
        return
    if sending.is_theirs:
        _words(session, sending, photograph, by=by)
        _people(session, sending, photograph, by=by)
        _answer(session, sending, photograph, by=by, on=on, config=config)
    sending.applied = sending.said
    session.flush()


def _words(session: Session, sending: Sending, photograph: Photograph, *, by: Person) -> None:
    found = rules.new_words(sending.said, sending.applied)
    if sending.was_here:
        standing = {name: getattr(photograph, name) for name in rules.WORDS}
        found = rules.words_to_add(found, standing, sending.applied)
    describe(session, photograph, by=by, **found)


def _people(session: Session, sending: Sending, photograph: Photograph, *, by: Person) -> None:
    gone = rules.people_gone(sending.said, sending.applied)
    standing = {
        (person.label, person.is_child): person
        for person in consent_queries.people_in(session, photograph)
    }
    for label, is_child in map(_as_named, rules.new_people(sending.said, sending.applied)):
        if (label, is_child) in standing:
            continue
        corrected = {"label": label, "is_child": not is_child} in gone
        person = standing.get((label, not is_child)) if corrected else None
        if person and person.named_by_id == by.id and not has_answered(session, person):
            consent.correct_age(session, person, is_child=is_child, by=by)
            del standing[label, not is_child]
        else:
            person = consent.name_person(session, photograph, label, is_child=is_child, by=by)
        standing[label, is_child] = person
    for named in map(_as_named, gone):
        if named in standing:
            with suppress(HasAnswered):  # the phone is told that the name stays
                consent.unname_person(session, photograph, standing[named], by=by)
    if rules.newly_nobody(sending.said, sending.applied):
        with suppress(PeopleAreNamed):  # somebody named them meanwhile, and saw more
            consent.state_nobody(session, photograph, by=by)


def _as_named(said: dict[str, Any]) -> tuple[str, bool]:
    return said["label"], said["is_child"]


def _answer(
    session: Session,
    sending: Sending,
    photograph: Photograph,
    *,
    by: Person,
    on: date,
    config: Config,
) -> None:
    answer = rules.new_answer(sending.said, sending.applied)
    if answer is None:
        return
    project = photograph.project
    language = catalogue_for(by.language) or SOURCE
    notice = (
        consent_queries.notice_read(session, project, answer.get("notice"))
        or consent_queries.notice(session, project, language)
        or consent.standard_notice(session, project, language, by=by)
    )
    consent.give_release(
        session,
        project,
        dict(answer["uses"]),
        by=by,
        config=config,
        part=Part.PHOTOGRAPHER,
        photographer=photograph.photographer,
        photograph=photograph,
        credit=Credit(answer["credit"]) if answer["credit"] else None,
        credit_name=answer["credit_name"],
        given=Given.ON_SCREEN,
        notice=notice,
        limits_explained=True,
        expires_on=in_years(on, YEARS),
    )
