"""Taking back what one wrote of a photograph, and bringing it back."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive import events, queries, rules
from photovoice.archive.models import Photograph, WordsTakenBack
from photovoice.audit import hold, record
from photovoice.db import now
from photovoice.refusals import Refusal

OWN_WORDS = ("title", "caption", "place", "alternative_text")


class WordsWereTakenBack(Refusal):
    """Somebody writes what somebody else said of a photograph and took back."""

    status = 422


def take_words_back(
    session: Session, photograph: Photograph, *, by: Person | None
) -> WordsTakenBack | None:
    """Take back what is written of a photograph: from here and from every exhibition, at once.

    Kept for nobody but whoever took it back and the photographer, who may bring it back.
    None where nothing is written.
    """
    hold(session, photograph)
    session.refresh(photograph)
    words = {name: getattr(photograph, name) for name in rules.WORDS}
    if not any(words[name] for name in OWN_WORDS):
        return None
    taken = WordsTakenBack(
        photograph_id=photograph.id, taken_by_id=by.id if by else None, words=words
    )
    session.add(taken)
    for name in OWN_WORDS:
        setattr(photograph, name, "")
    session.flush()
    record(session, by, "took_words_back", photograph)
    for event in (events.changed, events.words_taken_back):
        event.send(None, session=session, photograph_ids=[photograph.id])
    return taken


def bring_words_back(session: Session, taken: WordsTakenBack, *, by: Person | None) -> None:
    """Put words that were taken back where they stood; nothing written since is lost for it.

    Visitors see them when a curator publishes again.  Raises WordsWereTakenBack where somebody
    else took the same words back too.
    """
    photograph = taken.photograph
    hold(session, photograph)
    session.refresh(photograph)
    session.refresh(taken)
    if taken.brought_back_at is not None:
        return
    require_not_taken_back(session, photograph, by, taken.words)
    for name in OWN_WORDS:
        if taken.words[name] and not getattr(photograph, name):
            setattr(photograph, name, taken.words[name])
            if (language := f"{name}_language") in taken.words:
                setattr(photograph, language, taken.words[language])
    taken.brought_back_at = now()
    session.flush()
    record(session, by, "brought_words_back", photograph)
    events.changed.send(None, session=session, photograph_ids=[photograph.id])


def require_not_taken_back(
    session: Session, photograph: Photograph, by: Person | None, words: dict[str, Any]
) -> None:
    """Let nobody else write again what somebody took back.  Raises WordsWereTakenBack."""
    written = {
        name: said
        for name in OWN_WORDS
        if (said := (words.get(name) or "").strip()) and said != getattr(photograph, name)
    }
    if not written or by is None:
        return
    for taken in queries.taken_back(session, photograph):
        theirs = by.id in (taken.taken_by_id, photograph.photographer_id)
        again = any((taken.words[name] or "").strip() == said for name, said in written.items())
        if again and not theirs:
            raise WordsWereTakenBack(
                _l("These words were taken back. Only whoever said them can bring them back."),
                next_step=_l("Write something else, or ask them."),
            )
