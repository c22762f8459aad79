"""Which language somebody reads, and which way it runs."""

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, format_date, format_datetime
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


def install(app: Flask) -> None:
    """Give every page a language and a direction."""
    Babel(app, locale_selector=select_language)

    @app.before_request
    def speak() -> None:
        g.language = select_language()
        g.direction = direction(g.language)

    app.add_template_filter(lambda day: format_date(day, "d MMMM y"), "words_of_day")
    app.add_template_filter(
        lambda moment: format_datetime(moment, "d MMMM y, HH:mm"), "words_of_moment"
    )
    app.add_template_filter(direction)
    app.add_template_filter(language_name)
