"""The regular round: how long what is set aside stays, and what comes back and what does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from photovoice.db import now
from photovoice.storage import deletions, identity
from photovoice.storage.models import Archive, Reason
from photovoice.storage.set_aside import key_for, listed
from photovoice.storage.sweeping import Swept, sweep

KEY = "originals/ab/abcdef.jpg"


@pytest.fixture
def begun(house, session):
    """``begun(days)``: the database has named the bytes of this store for so many days."""

    def since(days):
        identity.meet(house)
        session.get_one(Archive, 1).store_since = now() - timedelta(days=days)
        session.commit()

    return since


def aside(house, days, key=KEY):
    """Something set aside so many days ago."""
    house.store.put(key_for(key, (now() - timedelta(days=days)).date()), b"a picture")


def test_what_is_set_aside_is_kept_for_thirty_days_and_then_removed(house, begun):
    begun(90)
    aside(house, 30), aside(house, 31, "originals/ab/older.jpg")
    assert sweep(house).removed == ["originals/ab/older.jpg"]
    assert [one.was for one in listed(house.store)] == [KEY]


def test_how_long_is_a_setting(house, begun):
    begun(90)
    aside(house, 8)
    house.config = replace(house.config, set_aside_days=7)
    assert sweep(house).removed == [KEY]


def test_a_database_that_has_not_named_the_store_for_as_long_removes_nothing(house, begun):
    begun(29)
    aside(house, 400)
    assert sweep(house) == Swept()
    assert [one.was for one in listed(house.store)] == [KEY]


def test_nor_does_one_that_was_never_started(house):
    aside(house, 400)
    assert sweep(house) == Swept()


def test_what_a_row_names_again_comes_back_by_itself(house, session, make, begun):
    photograph = make.photograph()
    session.commit()
    begun(90)
    house.store.move(photograph.original_key, key_for(photograph.original_key, now().date()))
    assert sweep(house).brought_back == [photograph.original_key]
    assert not list(listed(house.store))


def test_what_was_let_go_does_not_come_back_with_files_copied_from_somewhere(
    house, session, work, begun
):
    begun(90)
    house.store.put(KEY, b"a picture")
    deletions.let_go(session, [KEY], Reason.ERASED)
    work()
    house.store.put(KEY, b"a picture")
    assert sweep(house, timedelta(0)).removed == [KEY]
    assert not list(listed(house.store))


def test_but_where_the_database_is_new_to_the_store_it_is_set_aside(house, session, work, begun):
    """It may be one put in place since, which does not know that somebody sent it once more."""
    house.store.put(KEY, b"a picture")
    deletions.let_go(session, [KEY], Reason.ERASED)
    work()
    begun(0)
    house.store.put(KEY, b"sent once more")
    assert sweep(house, timedelta(0)).set_aside == [KEY]
    assert sweep(house, timedelta(0)) == Swept()


def test_the_worker_tidies_nothing_when_it_starts(house):
    house.store.put(KEY, b"left by a crash")
    seen = []
    house.chores[:], house.tidying[:] = [lambda _house: seen.append("chore")], [sweep_all]
    house.queue.keep_house(at_start=True)
    assert seen == ["chore"] and not list(listed(house.store))
    house.queue.keep_house()
    assert seen == ["chore"] * 2 and [one.was for one in listed(house.store)] == [KEY]


def sweep_all(house):
    """A round that finds nothing too young."""
    sweep(house, timedelta(0))


@pytest.mark.parametrize("ask", ["open", "local", "size", "exists"])
def test_what_is_read_comes_back_by_itself(house, ask):
    house.store.put(key_for(KEY, now().date()), b"a picture")
    asked = getattr(house.store, ask)(KEY)
    if ask == "local":
        with asked as path:
            assert path.read_bytes() == b"a picture"
    assert [stored.key for stored in house.store.keys()] == [KEY]
