"""What an edition's making is said to be for."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from photovoice.exhibition.models import Edition, Reason

WHY = {
    Reason.WITHDRAWAL: _l("somebody changed their mind about a photograph"),
    Reason.EXPIRY: _l("a consent ran out"),
    Reason.LIMIT: _l("the project does not allow a use any more"),
    Reason.CONSENT: _l("somebody in a photograph has to be asked first"),
    Reason.COVERING: _l("something in a photograph was covered"),
    Reason.CREDIT: _l("somebody is named otherwise"),
    Reason.WORDS_TAKEN_BACK: _l("somebody took their words back"),
    Reason.ADDRESS: _l("the public address is another one"),
}
"""Why the house made an edition by itself, after “Made by itself, because”."""


def why(edition: Edition) -> str:
    """Why the house made an edition by itself, as a sentence; empty where a curator published."""
    if not edition.by_itself:
        return ""
    reasons = _(" and ").join(str(WHY[one]) for one in edition.reasons)
    return _("Made by itself, because %(reason)s.", reason=reasons)


TEXTS = {
    "title": _l("title"),
    "introduction": _l("opening words"),
    "question": _l("the question"),
    "line": _l("the line on cards and labels"),
    "project": _l("the project’s name"),
    "help": _l("where people get help"),
    "language": _l("language of the pages"),
    "accent": _l("accent"),
    "visitor_questions": _l("questions to visitors"),
    "organisations": _l("organisations"),
    "text": _l("words under the heading"),
    "caption": _l("caption"),
    "label": _l("label"),
    "place": _l("place"),
    "date": _l("date"),
    "alt": _l("description"),
    "voice": _l("what is said aloud, typed"),
    "said": _l("what was said"),
    "venue": _l("venue"),
    "address": _l("address"),
    "opens_on": _l("opens on"),
    "closes_on": _l("closes on"),
    "note": _l("note"),
}
"""What the texts of a content are called."""
