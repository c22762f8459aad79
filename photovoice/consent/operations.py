"""Naming people pictured, taking down what they answer, and taking it back."""

import hashlib
from collections.abc import Mapping
from datetime import date

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from photovoice.accounts import rules as accounts_rules
from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph, Redaction
from photovoice.audit import hold, record
from photovoice.config import Config
from photovoice.consent import events, queries
from photovoice.consent.models import (
    Appearance,
    CoveredFace,
    NobodyPictured,
    Notice,
    PersonPictured,
    Release,
    Withdrawal,
)
from photovoice.consent.notices import standard_text
from photovoice.consent.rules import Faces, Given, Part, SaidBy
from photovoice.db import now
from photovoice.permissions import Permission, allows
from photovoice.projects.models import Credit, Project
from photovoice.refusals import Refusal


class SlipUnknown(Refusal):
    """No release answers to the words on this slip."""

    status = 404


class AlreadyWithdrawn(Refusal):
    """This release was taken back before."""


class HasAnswered(Refusal):
    """A name was to be taken away whose bearer has answered."""


class PeopleAreNamed(Refusal):
    """“Nobody recognisable” was stated of a photograph in which people are named."""


def write_notice(
    session: Session, project: Project, language: str, text: str, *, by: Person | None
) -> Notice:
    """A new version of the information people are given, in one language."""
    version = session.scalar(
        select(func.coalesce(func.max(Notice.version), 0)).where(
            Notice.project_id == project.id, Notice.language == language
        )
    )
    notice = Notice(
        project=project,
        language=language,
        version=(version or 0) + 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    session.add(notice)
    session.flush()
    record(session, by, "wrote_notice", notice, sha256=notice.sha256)
    return notice


def standard_notice(
    session: Session, project: Project, language: str, *, by: Person | None
) -> Notice:
    """The notice of a project that has written none, kept in the language it was read in."""
    with force_locale(language.replace("-", "_")):
        text = standard_text()
    newest = queries.notice(session, project, language)
    if newest and newest.text == text:
        return newest
    return write_notice(session, project, language, text, by=by)


def name_person(
    session: Session,
    photograph: Photograph,
    label: str = "",
    *,
    by: Person | None,
    is_child: bool = False,
    known: PersonPictured | None = None,
) -> PersonPictured:
    """Say that somebody is recognisable in a photograph: a new label, or somebody known already.

    A statement that nobody is recognisable in it no longer stands.
    """
    person = known or PersonPictured(
        project=photograph.project,
        label=label,
        is_child=is_child,
        named_by_id=by.id if by else None,
    )
    session.add(person)
    session.flush()
    here = select(Appearance.id).where(
        Appearance.photograph_id == photograph.id, Appearance.pictured_id == person.id
    )
    if session.scalar(here) is None:
        session.add(Appearance(photograph=photograph, pictured=person))
        session.execute(delete(NobodyPictured).where(NobodyPictured.photograph_id == photograph.id))
        session.flush()
        record(session, by, "named_person", person, photograph=photograph.id)
        events.changed.send(None, session=session, photograph_ids=[photograph.id])
    return person


def name_member(
    session: Session, photograph: Photograph, member: Person, *, by: Person | None
) -> PersonPictured:
    """Say that somebody who takes part in the project is in a photograph.

    They are one person in all of its photographs, see those they are in, and can take their own
    answers back.
    """
    known = session.scalar(
        select(PersonPictured).where(
            PersonPictured.project_id == photograph.project_id,
            PersonPictured.person_id == member.id,
        )
    )
    pictured = name_person(session, photograph, member.name, known=known, by=by)
    pictured.person_id = member.id
    session.flush()
    return pictured


def correct_age(
    session: Session, person: PersonPictured, *, is_child: bool, by: Person | None
) -> None:
    """Say that somebody named is a child or is none.  Raises HasAnswered once they answered."""
    if queries.has_answered(session, person):
        raise HasAnswered(
            _l(
                "%(name)s has answered already, so who has to be asked stays as it is.",
                name=person.label,
            )
        )
    person.is_child = is_child
    session.flush()
    record(session, by, "corrected_age", person, is_child=is_child)
    here = select(Appearance.photograph_id).where(Appearance.pictured_id == person.id)
    events.changed.send(None, session=session, photograph_ids=list(session.scalars(here)))


def unname_person(
    session: Session, photograph: Photograph, person: PersonPictured, *, by: Person | None
) -> None:
    """Say that somebody was named in a photograph by mistake.

    Raises HasAnswered where they have answered for this very photograph: whatever they said
    binds it, and so does their slip.  A no for all photographs they are in holds the name too,
    whoever asks.  Of somebody who said yes for all of them, only those who record consent may
    say that this is not one.
    """
    said = queries.said_of(session, photograph, person)
    if any(release.photograph_id is not None for release in said):
        raise HasAnswered(
            _l(
                "%(name)s has answered for this very photograph, so the name stays with it.",
                name=person.label,
            )
        )
    if any(map(queries.says_no, said)):
        raise HasAnswered(
            _l(
                "%(name)s has said no for every photograph they are in, so the name stays with"
                " this one until they themselves say otherwise.",
                name=person.label,
            )
        )
    if said and by and not allows(by, Permission.RECORD_CONSENT, photograph.project):
        raise HasAnswered(
            _l(
                "%(name)s has answered for every photograph they are in. Ask a facilitator to take"
                " the name away here.",
                name=person.label,
            )
        )
    session.execute(
        delete(Appearance).where(
            Appearance.photograph_id == photograph.id, Appearance.pictured_id == person.id
        )
    )
    session.flush()
    record(session, by, "unnamed_person", person, photograph=photograph.id)
    events.changed.send(None, session=session, photograph_ids=[photograph.id])


def state_nobody(session: Session, photograph: Photograph, *, by: Person | None) -> None:
    """State that no recognisable people are in a photograph.  Raises PeopleAreNamed."""
    if queries.people_in(session, photograph):
        raise PeopleAreNamed(
            _l("People are named in this photograph. Take the names away first, if it is a slip.")
        )
    if session.get(NobodyPictured, photograph.id) is None:
        session.add(NobodyPictured(photograph_id=photograph.id, stated_by_id=by.id if by else None))
        session.flush()
        record(session, by, "stated_nobody", photograph)
        events.changed.send(None, session=session, photograph_ids=[photograph.id])


def give_release(
    session: Session,
    project: Project,
    answers: dict[str, bool],
    *,
    by: Person | None,
    config: Config,
    part: Part,
    photographer: Person | None = None,
    pictured: PersonPictured | None = None,
    photograph: Photograph | None = None,
    faces: Faces = Faces.AS_THEY_ARE,
    credit: Credit | None = None,
    credit_name: str = "",
    given: Given = Given.ON_SCREEN,
    guardian_name: str | None = None,
    notice: Notice | None = None,
    limits_explained: bool = False,
    expires_on: date | None = None,
) -> tuple[Release, str]:
    """Take down one person's answer, and make the slip by which it can be taken back.

    Returns the release and the words for the slip, which are not kept.  ``photograph`` None
    means all of theirs.  It is their own where ``by`` is the account of whose answer it is;
    whatever anybody else writes down can narrow what they said, and never undoes their no.
    """
    words = accounts_rules.new_words(accounts_rules.WORDS_ON_A_SLIP)
    release = Release(
        project=project,
        part=part,
        photographer=photographer,
        pictured=pictured,
        photograph=photograph,
        answers=answers,
        faces=faces,
        credit=credit,
        credit_name=credit_name.strip(),
        given=given,
        guardian_name=guardian_name,
        notice_id=notice.id if notice else None,
        taken_by_id=by.id if by else None,
        said_by=_whose_word(part, photographer, pictured, by),
        limits_explained=limits_explained,
        expires_on=expires_on,
        slip_hash=slip_hash(words, config),
    )
    session.add(release)
    session.flush()
    record(
        session,
        by,
        "gave_release",
        release,
        part=part.value,
        answers=answers,
        said_by=release.said_by.value,
    )
    bound = queries.photographs_bound_by(session, release)
    events.changed.send(None, session=session, photograph_ids=bound)
    return release, words


def _whose_word(
    part: Part, photographer: Person | None, pictured: PersonPictured | None, by: Person | None
) -> SaidBy:
    """Nobody answers as a guardian with an account of their own: that of the child is none."""
    own = pictured.person_id if pictured else photographer.id if photographer else None
    themselves = by is not None and part is not Part.GUARDIAN and by.id == own
    return SaidBy.THEMSELVES if themselves else SaidBy.RECORDED


def withdraw(session: Session, release: Release, *, by: Person | None) -> list[int]:
    """Take a release back.  Returns the ids of the photographs it bore on.

    Whatever the release allowed ends; parts to the right hear of it.  ``by`` None: with a slip.
    Raises AlreadyWithdrawn.
    """
    hold(session, release)  # two slips at one moment: the later one is told
    session.refresh(release, ["withdrawal"])
    if release.withdrawal is not None:
        raise AlreadyWithdrawn(_l("This was taken back before; nothing more needs doing."))
    whose = _whose_word(release.part, release.photographer, release.pictured, by)
    said_by = whose if by else SaidBy.SLIP
    release.withdrawal = Withdrawal(by_id=by.id if by else None, said_by=said_by)
    session.flush()
    record(session, by, "withdrew", release, said_by=said_by.value)
    bound = queries.photographs_bound_by(session, release)
    events.changed.send(None, session=session, photograph_ids=bound)
    return bound


def withdraw_person(
    session: Session,
    photograph: Photograph,
    *,
    by: Person | None,
    pictured: PersonPictured | None = None,
) -> list[int]:
    """Take back every standing release of one person that bears on a photograph.

    ``pictured`` None means the photographer.  Returns the ids of all photographs touched.
    """
    touched: list[int] = []
    for release in queries.releases_for(session, photograph):
        theirs = (
            release.pictured_id == pictured.id
            if pictured
            else release.photographer_id == photograph.photographer_id
        )
        if theirs and release.withdrawal is None:
            touched += withdraw(session, release, by=by)
    return touched


def see_to(session: Session, withdrawal: Withdrawal, *, by: Person) -> None:
    """Say that nothing is left to do after somebody withdrew: copies fetched, cards told of."""
    if withdrawal.seen_to_at is None:
        withdrawal.seen_to_at, withdrawal.seen_to_by_id = now(), by.id
        session.flush()
        record(session, by, "saw_to_withdrawal", withdrawal.release)


def confirm_covered(
    session: Session,
    photograph: Photograph,
    faces: Mapping[int, PersonPictured],
    *,
    by: Person | None,
) -> None:
    """Say whose whole face each covered part hides; what is not said here is confirmed no more.

    ``faces``: the part's id → the person.  A part belongs to one person at most.
    """
    parts = select(Redaction.id).where(Redaction.photograph_id == photograph.id)
    here, people = set(session.scalars(parts)), queries.people_in(session, photograph)
    wanted = {
        part: person.id for part, person in faces.items() if part in here and person in people
    }
    standing = {
        one.redaction_id: one
        for one in session.scalars(select(CoveredFace).where(CoveredFace.redaction_id.in_(here)))
    }
    if wanted == {part: one.pictured_id for part, one in standing.items()}:
        return
    for part, one in standing.items():
        if wanted.get(part) != one.pictured_id:
            session.delete(one)
    session.flush()
    for part, person_id in wanted.items():
        if part not in standing or standing[part].pictured_id != person_id:
            session.add(
                CoveredFace(
                    redaction_id=part,
                    pictured_id=person_id,
                    confirmed_by_id=by.id if by else None,
                )
            )
    session.flush()
    record(session, by, "confirmed_covered", photograph, people=sorted(wanted.values()))
    events.changed.send(None, session=session, photograph_ids=[photograph.id])


def release_on_slip(session: Session, words: str, config: Config) -> Release:
    """The release a slip's words stand for.  Raises SlipUnknown."""
    wanted = slip_hash(accounts_rules.evened(words), config)
    found = session.scalar(select(Release).where(Release.slip_hash == wanted))
    if found is None:
        raise SlipUnknown(
            _l("These words fit no slip. Check them one by one, or ask the project for help.")
        )
    return found


def slip_hash(words: str, config: Config) -> str:
    """What is kept of a slip's words."""
    return accounts_rules.keyed_hash(words, config.secret_key, "slip")
