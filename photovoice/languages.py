"""Which language somebody reads, which way it runs, and whose clock and figures they go by."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format
from babel.lists import format_list
from babel.units import format_unit
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, Domain, get_locale, get_translations, refresh
from flask_login import current_user
from jinja2 import pass_eval_context
from markupsafe import Markup

from photovoice.permissions import TABLE, Permission, Role

SOURCE = "en"
"""The language the sentences are written in."""
TRANSLATIONS = Path(__file__).parent / "translations"
CATALOGUES = [SOURCE, *sorted(p.parts[-3] for p in TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))]
"""Languages the pages themselves speak: English, and each there is a catalogue of."""
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
FIGURES = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "beng": "০১২৩৪৫৬৭৮৯",
    "deva": "०१२३४५६७८९",
}
"""The figures of numbering systems that do not write 0 to 9."""
EVERYBODYS = TABLE[Role.RESEARCHER] | {Permission.PUBLIC, Permission.SIGNED_IN}
"""What pages need that speak every language.  The catalogues hold no other sentences, and half a
page in one language and half in another helps nobody: the team's own pages are in English."""


def direction(language: str) -> str:
    """``rtl`` or ``ltr`` for a language code."""
    return "rtl" if language.split("-")[0].split("_")[0] in RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """A language by its own name: ``ur`` → ``اردو``."""
    try:
        return Locale.parse(language.replace("_", "-"), sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError, TypeError):
        return language


def is_language(code: str) -> bool:
    """Whether a code is that of a language somebody knows by name."""
    try:
        return bool(Locale.parse(code.replace("_", "-"), sep="-").get_display_name())
    except (UnknownLocaleError, ValueError, TypeError):
        return False


def catalogue_for(language: str | None) -> str | None:
    """The catalogue a language is spoken from, or None: ``pl-PL`` → ``pl``."""
    plain = (language or "").replace("_", "-").split("-")[0].lower()
    return plain if plain in CATALOGUES else None


def locale_for(language: str) -> Locale:
    """The locale dates and figures are written in; plain English is British English."""
    try:
        return Locale.parse("en_GB" if language == SOURCE else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def select_language() -> str:
    """The person's language, then what was chosen here, then the browser's, then English."""
    if not has_request_context() or not _speaks_to_everybody():  # the worker, or the team's page
        return SOURCE
    return next(filter(None, map(catalogue_for, _wanted())), SOURCE)


def _wanted() -> Iterator[str | None]:
    yield getattr(current_user, "language", None)
    yield session.get("language")
    yield from (language for language, quality in request.accept_languages if quality)


def _speaks_to_everybody() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    needs = getattr(view, "permission", Permission.PUBLIC)
    return needs in EVERYBODYS or g.get("to_the_person", False)


def speak_to_the_person() -> None:
    """Answer in the person's own language although the address is one of the team's."""
    g.to_the_person = True
    refresh()
    _speak()


def _speak() -> None:
    g.language = select_language()
    g.direction = direction(g.language)


def by_the_clock(moment: datetime, zone: ZoneInfo | None = None) -> datetime:
    """The same moment as a clock in ``zone`` shows it, or this machine's own clock; a moment
    without a zone is taken for UTC.  Summer and winter are each told by their own time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)


def spoken_locale() -> Locale:
    """The locale of what is being said at the moment."""
    return locale_for(str(get_locale() or SOURCE))


def figures(number: object, locale: Locale | None = None) -> str:
    """A number, or words with numbers in them, in the figures of a language."""
    own = FIGURES.get((locale or spoken_locale()).default_numbering_system)
    return str(number).translate(str.maketrans("0123456789", own)) if own else str(number)


def words_of_day(day: date, locale: Locale | None = None) -> str:
    """A day in words; of a moment, the day it was by the clock of the house."""
    if isinstance(day, datetime):
        day = by_the_clock(day, current_app.config["ZONE"])
    locale = locale or spoken_locale()
    return figures(format_date(day, "long", locale=locale), locale)


def words_of_moment(moment: datetime) -> str:
    """A day and a time in words, by the clock of the house."""
    told, locale = by_the_clock(moment, current_app.config["ZONE"]), spoken_locale()
    clock = figures(format_time(told.time(), "HH:mm", locale=locale), locale)
    together = str(get_datetime_format("medium", locale))
    return together.format(clock, words_of_day(told.date(), locale))


def as_spoken(words: str) -> str:
    """Words kept as data, in the language of the page where they are the house's own."""
    return get_translations().ugettext(words) if words else ""


class Sentences(Domain):
    """The catalogues, with the numbers in a sentence in the figures of its language."""

    def gettext(self, string: str, **given: Any) -> str:
        """One sentence."""
        return super().gettext(string, **_filled_in(given))

    def ngettext(self, singular: str, plural: str, num: int, **given: Any) -> str:
        """A sentence in the form its number asks for."""
        words = self.get_translations().ungettext(singular, plural, num)
        return words % _filled_in({"num": num} | given)


def apart(words: str) -> str:
    """Words of either direction, kept from mixing with those around them on a page that runs from
    right to left (Unicode's isolates)."""
    return f"\u2068{words}\u2069" if words and spoken_locale().text_direction == "rtl" else words


def _filled_in(given: dict[str, Any]) -> dict[str, Any]:
    """What is filled into a sentence: numbers in its figures, names and the like kept apart."""
    return {
        name: figures(it) if type(it) is int else apart(it) if _is_said(name, it) else it
        for name, it in given.items()
    }


def _is_said(name: str, it: Any) -> bool:
    return type(it) is str and name not in ("url", "address")


def _on_pages(app: Flask, sentences: Sentences) -> None:
    """Let templates speak by the same rules; what is filled in is escaped there."""

    def said(context: Any, words: str, given: dict[str, Any]) -> str:
        return (Markup(words) if context.autoescape else words) % _filled_in(given)

    @pass_eval_context
    def gettext(context: Any, string: str, **given: Any) -> str:
        return said(context, sentences.get_translations().ugettext(string), given)

    @pass_eval_context
    def ngettext(context: Any, singular: str, plural: str, num: int, **given: Any) -> str:
        words = sentences.get_translations().ungettext(singular, plural, num)
        return said(context, words, {"num": num} | given)

    app.jinja_env.globals.update(gettext=gettext, ngettext=ngettext, _=gettext)


def words_of_length(seconds: float, locale: Locale | None = None) -> str:
    """How long something lasts, in words: ``1 minute, 5 seconds``."""
    locale = locale or spoken_locale()
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = [(minutes, "duration-minute"), (rest, "duration-second")]
    said = [format_unit(n, unit, "long", locale=locale) for n, unit in parts if n]
    return figures(format_list(said, "unit", locale=locale), locale)


def install(app: Flask, timezone: str = "") -> None:
    """Give every page a language and a direction, and the clock of ``timezone``, or this
    machine's own.  Raises ``ZoneInfoNotFoundError`` for a zone nobody has heard of."""
    app.config["ZONE"] = ZoneInfo(timezone) if timezone else None
    babel = Babel(app, locale_selector=select_language)
    babel.domain_instance = Sentences(str(TRANSLATIONS))
    _on_pages(app, babel.domain_instance)
    app.before_request(_speak)

    app.jinja_env.globals["spoken"] = CATALOGUES
    app.add_template_filter(as_spoken)
    app.add_template_filter(figures)
    app.add_template_filter(words_of_day)
    app.add_template_filter(words_of_moment)
    app.add_template_filter(words_of_length)
    app.add_template_filter(direction)
    app.add_template_filter(language_name)
