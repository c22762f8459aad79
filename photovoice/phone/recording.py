"""From what a phone said of a photograph to what is written down beside it, each thing once.

A phone tells with its words, names and answers what it saw standing when they were given.  Where
something else stands by now, the newer was written unseen: words are kept beside those that stand,
names are only added, and an answer counts only where it opens nothing.  Of what was written down
only digests are remembered with the sending, so that no word lives on in it.
"""

import json
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.accounts.rules import keyed_hash
from photovoice.archive.models import Photograph
from photovoice.archive.operations import describe, keep_beside, let_go_of_other
from photovoice.archive.queries import other_words
from photovoice.config import Config
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.forms import YEARS
from photovoice.consent.models import Notice
from photovoice.consent.operations import HasAnswered, PeopleAreNamed
from photovoice.consent.queries import has_answered
from photovoice.consent.rules import Given, Part, in_years
from photovoice.languages import catalogue_for
from photovoice.phone import queries, rules
from photovoice.phone.models import Sending
from photovoice.phone.rules import Fate
from photovoice.projects.models import Credit

Digests = dict[str, Any]


def write_down(session: Session, sending: Sending, *, by: Person, on: date, config: Config) -> None:
    """Bring what stands beside the photograph up to what the phone said last.

    Only what differs from what this phone said before is touched, and only where whoever wrote it
    had seen what stands.
    """
    photograph, said = sending.photograph, sending.said
    if photograph is None or not rules.is_told(said):
        return
    before, now = sending.written or {}, digests(said, config)
    if before.get("all") != now["all"]:
        _words(session, sending, photograph, before, config, by=by)
        _people(session, sending, photograph, before, config, by=by)
        now["answered"] = _answer(session, sending, photograph, before, by=by, on=on, config=config)
        sending.written = now
    sending.said = rules.without_words(said)
    session.flush()


def digests(said: dict[str, Any], config: Config) -> Digests:
    """By what a phone said it is known again, without the words themselves."""
    words, people = said["words"], said["people"]
    all_of_it = [words, people, said["release"], said.get("known"), said.get("let_go") or []]
    return {
        "all": _digest(all_of_it, config),
        "words": {name: _digest(words[name], config) for name in rules.WORDS},
        "language": words["caption_language"],
        "people": [_digest(one, config) for one in rules.named(people)],
        "nobody": rules.says_nobody(people),
        "answer": _digest(rules.answer_in(said), config),
    }


def _digest(said: Any, config: Config) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return keyed_hash(text, config.secret_key, "sending")[:32]


def _words(
    session: Session,
    sending: Sending,
    photograph: Photograph,
    before: Digests,
    config: Config,
    *,
    by: Person,
) -> None:
    said, known = sending.said["words"], (sending.said.get("known") or {}).get("words") or {}
    language, found = said["caption_language"], {}
    for word in rules.WORDS:
        standing, last = getattr(photograph, word), before.get("words", {}).get(word)
        fate = rules.fate_of(
            said[word],
            standing,
            said_before=(last or _digest("", config)) == _digest(said[word], config),
            known=known.get(word),
            standing_is_mine=last == _digest(standing, config),
        )
        if fate is Fate.WRITTEN:
            found[word] = said[word]
        elif fate is Fate.KEPT_BESIDE:
            keep_beside(session, photograph, word, said[word], language, by=by)
    if language and language != before.get("language") and said["caption"] == photograph.caption:
        found["caption_language"] = language
    for word in ("caption", "title"):
        if language and word in found:
            found[f"{word}_language"] = language
    describe(session, photograph, by=by, **found)
    for other in other_words(session, photograph) if sending.said.get("let_go") else ():
        if other.word in sending.said["let_go"] and other.written_by_id == by.id:
            let_go_of_other(session, other, by=by)


def _people(
    session: Session,
    sending: Sending,
    photograph: Photograph,
    before: Digests,
    config: Config,
    *,
    by: Person,
) -> None:
    people, known = sending.said["people"], sending.said.get("known")
    named, old = rules.named(people), set(before.get("people", ()))
    standing = {
        (person.label, person.is_child): person
        for person in consent_queries.people_in(session, photograph)
    }
    seen = (
        set(rules.named(known["people"]))
        if known
        else {one for one in standing if _digest(one, config) in old}
    )
    gone = seen - set(named)
    for label, is_child in named:
        if (label, is_child) in standing or (label, is_child) in seen:
            continue
        if not known and _digest((label, is_child), config) in old:
            continue  # written down before, and taken away elsewhere
        corrected = (label, not is_child) in gone
        person = standing.get((label, not is_child)) if corrected else None
        if person and person.named_by_id == by.id and not has_answered(session, person):
            consent.correct_age(session, person, is_child=is_child, by=by)
            del standing[label, not is_child]
        else:
            person = consent.name_person(session, photograph, label, is_child=is_child, by=by)
        standing[label, is_child] = person
    for one in gone & standing.keys():
        with suppress(HasAnswered):  # the phone is told that the name stays
            consent.unname_person(session, photograph, standing[one], by=by)
    if rules.says_nobody(people) and not before.get("nobody"):
        with suppress(PeopleAreNamed):  # somebody named them meanwhile, and saw more
            consent.state_nobody(session, photograph, by=by)


def _answer(
    session: Session,
    sending: Sending,
    photograph: Photograph,
    before: Digests,
    *,
    by: Person,
    on: date,
    config: Config,
) -> str | None:
    """Take the answer down, where it is new and whoever gave it had seen the one that stands.

    The name of the answer that came of this phone, the one before where there is no new one.
    """
    answer, answered = rules.answer_in(sending.said), before.get("answered")
    if answer is None or _digest(answer, config) == before.get("answer"):
        return answered
    stands = queries.answers(session, sending, on)
    known = (sending.said.get("known") or {}).get("answer")
    if stands is not None and stands.name not in (known, answered):
        if not rules.only_narrows(answer["uses"], stands.allowed):
            return answered  # the phone is told, and its owner asked anew
    project = photograph.project
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
        notice=_notice_read(session, sending, answer, by=by),
        limits_explained=answer["limits_explained"],
        expires_on=in_years(on, YEARS),
    )
    given = queries.answers(session, sending, on)
    return given.name if given else None


def _notice_read(
    session: Session, sending: Sending, answer: dict[str, Any], *, by: Person
) -> Notice | None:
    """The information its giver opened and read; what nobody opened was not read."""
    project = sending.project
    read = consent_queries.notice_read(session, project, answer.get("notice"))
    language = catalogue_for(answer.get("notice_language"))
    if read is None and language:
        return consent.standard_notice(session, project, language, by=by)
    return read
