"""The day it is where the house stands, whatever the clock of the machine under it says."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from photovoice import db, languages
from photovoice.db import today
from photovoice.jobs.operations import enqueue

BEFORE, AFTER = (datetime(2026, 6, 30, *time, tzinfo=UTC) for time in ((22, 59), (23, 1)))


@pytest.fixture
def at(monkeypatch):
    """Let it be a moment."""
    return lambda moment: monkeypatch.setattr(db, "now", lambda: moment)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/London", date(2026, 6, 30), date(2026, 7, 1)),
        ("UTC", date(2026, 6, 30), date(2026, 6, 30)),
        ("Pacific/Auckland", date(2026, 7, 1), date(2026, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_where_the_house_stands(at, zone, before, after):
    app = Flask(__name__)
    languages.install(app, zone)
    with app.app_context():
        for moment, day in ((BEFORE, before), (AFTER, after)):
            at(moment)
            assert today() == day


def test_the_worker_goes_by_the_same_clock(house, session, at, monkeypatch):
    """Its threads know nothing of the application that started them."""
    at(AFTER)
    monkeypatch.setitem(house.app.config, "ZONE", ZoneInfo("Europe/London"))
    seen = []
    house.handlers["what day"] = lambda *_given: seen.append(today())
    house.chores[:] = [lambda _house: seen.append(today())]
    enqueue(session, "what day")
    session.commit()

    def work():
        house.queue._do_next()
        house.queue.keep_house(at_start=True)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(timeout=60)
    assert seen == [date(2026, 7, 1)] * 2
