"""Times are told by the clock on the wall, summer and winter."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from flask import Flask

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
