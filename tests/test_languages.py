"""Times are told by the clock on the wall, and in the words and figures of the language."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale, gettext, ngettext

from photovoice import languages

SUMMER = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
WINTER = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)


@pytest.fixture
def told():
    """Tell a moment and its day on a page of a house in some zone."""

    def tell(moment: datetime, zone: str) -> tuple[str, str]:
        app = Flask(__name__)
        languages.install(app, zone)
        with app.test_request_context():
            return languages.words_of_moment(moment), languages.words_of_day(moment)

    return tell


@pytest.mark.parametrize(
    ("moment", "words", "day"),
    [
        (SUMMER, "1 July 2026, 00:30", "1 July 2026"),
        (WINTER, "24 December 2026, 23:30", "24 December 2026"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_its_season(told, moment, words, day):
    assert told(moment, "Europe/London") == (words, day)


def test_a_plain_day_is_the_same_day_everywhere(told):
    assert told(SUMMER, "Pacific/Auckland")[1] == "1 July 2026"
    app = Flask(__name__)
    languages.install(app, "Pacific/Honolulu")
    with app.test_request_context():
        assert languages.words_of_day(date(2026, 3, 14)) == "14 March 2026"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's clock cannot be set here")
def test_without_a_setting_it_is_the_clock_of_this_machine(told, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Karachi")
    time.tzset()
    try:
        assert told(WINTER, "") == ("25 December 2026, 04:30", "25 December 2026")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_moment_without_a_zone_is_taken_for_universal_time():
    assert languages.by_the_clock(datetime(2026, 6, 30, 23, 30), ZoneInfo("Europe/London")) == (
        SUMMER
    )


def test_a_zone_nobody_has_heard_of_is_told_at_once():
    with pytest.raises(ZoneInfoNotFoundError):
        languages.install(Flask(__name__), "Europe/Hollin_Bank")


DAY = date(2026, 7, 1)
IN_WORDS = {
    "en": "1 July 2026",
    "pl": "1 lipca 2026",
    "ro": "1 iulie 2026",
    "ur": "1 جولائی، 2026",
    "ar": "1 يوليو 2026",
    "bn": "১ জুলাই, ২০২৬",
}


@pytest.fixture
def page():
    """A page being written, in a language of choice."""
    app = Flask(__name__)
    languages.install(app, "Europe/London")
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(("language", "words"), IN_WORDS.items())
def test_a_day_is_said_as_people_say_it(language, words):
    with force_locale(language):
        assert languages.words_of_day(DAY) == words


@pytest.mark.usefixtures("page")
def test_a_moment_has_its_day_and_its_clock():
    moment = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
    with force_locale("pl"):
        assert languages.words_of_moment(moment) == "1 lipca 2026, 14:05"
    with force_locale("bn"):
        assert languages.words_of_moment(moment) == "১ জুলাই, ২০২৬ ১৪:০৫"


@pytest.mark.usefixtures("page")
def test_numbers_are_written_in_the_figures_of_the_language():
    with force_locale("bn"):
        told = gettext("%(number)s of %(total)s", number=3, total=40)
        assert "৩" in told and "৪০" in told
        assert "১২" in ngettext("%(num)s person", "%(num)s people", 12)
        assert "১২" in render_template_string(
            "{{ ngettext('%(num)s person', '%(num)s people', 12) }}"
        )
    with force_locale("ur"):
        assert "12" in ngettext("%(num)s person", "%(num)s people", 12)


@pytest.mark.usefixtures("page")
def test_what_is_filled_into_a_sentence_of_a_page_stays_words():
    page = render_template_string("{{ _('Photograph: %(title)s', title=it) }}", it="<b>Coats</b>")
    assert "&lt;b&gt;Coats&lt;/b&gt;" in page


@pytest.mark.usefixtures("page")
def test_a_name_does_not_mix_with_the_sentence_around_it_where_that_runs_the_other_way():
    with force_locale("ur"):
        assert "\u2068Pat Dooley\u2069" in gettext("Welcome, %(name)s", name="Pat Dooley")
        page = render_template_string("{{ _('Welcome, %(name)s', name='Pat Dooley') }}")
        assert "\u2068Pat Dooley\u2069" in page
        led = gettext('Did you mean <a href="%(url)s">%(words)s</a>?', url="/search", words="bus")
        assert 'href="/search"' in led
    with force_locale("pl"):
        assert gettext("Welcome, %(name)s", name="Pat Dooley") == "Witaj, Pat Dooley"


@pytest.mark.usefixtures("page")
def test_the_houses_own_questions_are_asked_in_the_readers_language():
    with force_locale("pl"):
        assert languages.as_spoken("What do you see here?") == "Co tu widzisz?"
        assert languages.as_spoken("100 % ours?") == "100 % ours?"
        assert languages.as_spoken("") == ""


def test_plain_english_is_british_and_an_unknown_language_is_told_in_it():
    assert str(languages.locale_for("en")) == "en_GB"
    assert str(languages.locale_for("xx-nowhere")) == "en_GB"
