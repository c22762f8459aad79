"""Which language somebody reads, which way it runs, and whose clock they go by."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.lists import format_list
from babel.units import format_unit
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, format_date, format_datetime, get_locale
from flask_login import current_user

CATALOGUES = ["en"]
"""Languages the pages themselves speak."""
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def direction(language: str) -> str:
    """``rtl`` or ``ltr`` for a language code."""
    return "rtl" if language.split("-")[0].split("_")[0] in RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """A language by its own name: ``ur`` → ``اردو``."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except ValueError:
        return language


def select_language() -> str:
    """The person's language, then the browser's, then English."""
    if not has_request_context():  # a command or the worker speaks
        return CATALOGUES[0]
    chosen = getattr(current_user, "language", None)
    if chosen in CATALOGUES:
        return chosen
    return request.accept_languages.best_match(CATALOGUES) or CATALOGUES[0]


def by_the_clock(moment: datetime, zone: ZoneInfo | None = None) -> datetime:
    """The same moment as a clock in ``zone`` shows it, or this machine's own clock; a moment
    without a zone is taken for UTC.  Summer and winter are each told by their own time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)


def words_of_day(day: date) -> str:
    """A day in words; of a moment, the day it was by the clock of the house."""
    if isinstance(day, datetime):
        day = by_the_clock(day, current_app.config["ZONE"])
    return format_date(day, "d MMMM y", rebase=False)


def words_of_moment(moment: datetime) -> str:
    """A day and a time in words, by the clock of the house."""
    told = by_the_clock(moment, current_app.config["ZONE"])
    return format_datetime(told, "d MMMM y, HH:mm", rebase=False)


def words_of_length(seconds: float, locale: Locale | None = None) -> str:
    """How long something lasts, in words: ``1 minute, 5 seconds``."""
    locale = locale or get_locale() or Locale("en")
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = [(minutes, "duration-minute"), (rest, "duration-second")]
    said = [format_unit(n, unit, "long", locale=locale) for n, unit in parts if n]
    return format_list(said, "unit", locale=locale)


def install(app: Flask, timezone: str = "") -> None:
    """Give every page a language and a direction, and the clock of ``timezone``, or this
    machine's own.  Raises ``ZoneInfoNotFoundError`` for a zone nobody has heard of."""
    app.config["ZONE"] = ZoneInfo(timezone) if timezone else None
    Babel(app, locale_selector=select_language)

    @app.before_request
    def speak() -> None:
        g.language = select_language()
        g.direction = direction(g.language)

    app.add_template_filter(words_of_day)
    app.add_template_filter(words_of_moment)
    app.add_template_filter(words_of_length)
    app.add_template_filter(direction)
    app.add_template_filter(language_name)
