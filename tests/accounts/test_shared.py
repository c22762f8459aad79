"""A tablet that people share forgets whoever forgets to sign out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from photovoice.accounts import operations, queries, rules
from photovoice.accounts.models import Device
from photovoice.db import now

pytestmark = pytest.mark.any_database

NOON = now().replace(hour=12)
PAGE = {"Accept": "text/html"}


@given(st.timedeltas(timedelta(0), timedelta(days=40)))
def test_only_a_shared_device_is_ever_left(idle):
    assert not rules.was_left(False, NOON - idle, NOON)
    assert rules.was_left(True, NOON - idle, NOON) is (idle > timedelta(minutes=15))


@pytest.mark.parametrize(
    ("shared", "minutes", "noted"),
    [(True, 0.9, False), (True, 1.1, True), (False, 9, False), (False, 11, True)],
)
def test_a_shared_device_in_use_is_noted_each_minute(shared, minutes, noted):
    assert rules.to_be_noted(shared, NOON - timedelta(minutes=minutes), NOON) is noted


@pytest.fixture
def tablet(make, session, config, client):
    """A shared tablet on which Pat has come in by card."""
    pat = make.researcher(name="Pat")
    _card, words = operations.make_card(session, pat, config, by=None)
    session.commit()
    answer = client.post("/card", data={"words": words, "shared": "y"})
    assert answer.status_code == 303
    client.words = words
    return client


def lies_about(session, **since):
    """Let the tablet have been used for the last time a while ago."""
    session.execute(update(Device).values(seen_at=now() - timedelta(**since)))
    session.commit()


def test_the_tick_at_the_door_is_kept_with_the_device_and_not_in_a_lasting_cookie(tablet, session):
    assert session.scalars(select(Device.shared)).all() == [True]
    cookie = tablet.get_cookie("photovoice")
    assert cookie.expires is None and cookie.max_age is None
    assert "data-shared-device" in tablet.get("/account").text


def test_without_the_tick_a_phone_is_somebodys_own(client, make, session, config):
    _card, words = operations.make_card(session, make.researcher(), config, by=None)
    session.commit()
    client.post("/card", data={"words": words})
    lies_about(session, days=2)
    page = client.get("/account")
    assert page.status_code == 200 and "data-shared-device" not in page.text
    assert client.get_cookie("photovoice").expires is not None


def test_after_a_quarter_of_an_hour_the_tablet_says_gently_why(tablet, session):
    lies_about(session, minutes=14)
    assert tablet.get("/account", headers=PAGE).status_code == 200
    lies_about(session, minutes=15, seconds=5)
    door = tablet.get("/account?from=here", headers=PAGE, follow_redirects=True)
    assert "nobody used this tablet for a while" in door.text and "Pat" not in door.text
    assert 'value="/account?from=here"' in door.text
    assert "cache" in door.headers["Clear-Site-Data"]
    assert tablet.get("/sign-in").status_code == 200, "it is said once"


def test_a_button_pressed_too_late_leads_there_and_changes_nothing(tablet, session):
    lies_about(session, minutes=16)
    pressed = tablet.post("/account/shared", data={"shared": "no"}, headers=PAGE)
    assert (pressed.status_code, pressed.location) == (303, "/signed-out")
    assert session.scalars(select(Device.shared)).all() == [True]


def test_a_script_that_comes_too_late_hears_a_plain_no(tablet, session):
    lies_about(session, minutes=16)
    answer = tablet.post("/account/shared", data={"shared": "no"}, headers={"Accept": "*/*"})
    assert answer.status_code == 404


def test_a_left_tablet_stays_left_and_is_not_listed(tablet, session, make):
    lies_about(session, minutes=16)
    for _try in range(2):
        assert tablet.get("/account", headers=PAGE).status_code == 302
    device = session.scalars(select(Device)).one()
    assert device.seen_at < now() - timedelta(minutes=15)
    assert queries.devices_of(session, device.person) == []


def test_whoever_comes_next_comes_in_as_themselves(tablet, session):
    lies_about(session, minutes=16)
    tablet.get("/account", headers=PAGE, follow_redirects=True)
    assert tablet.post("/card", data={"words": tablet.words, "shared": "y"}).status_code == 303
    assert tablet.get("/account").status_code == 200


def test_typing_counts_as_use(tablet, session):
    lies_about(session, minutes=10)
    assert tablet.get("/account/here").status_code == 204
    assert session.scalars(select(Device.seen_at)).one() > now() - timedelta(minutes=1)


def test_a_page_that_waited_in_vain_signs_out_and_says_so(tablet, session):
    answer = tablet.post("/sign-out", data={"nobody": "1"}, headers=PAGE)
    assert answer.location == "/signed-out"
    cleared = answer.headers["Clear-Site-Data"]
    assert "cache" in cleared
    assert not {"storage", "cookies", "*"} & set(cleared.replace('"', "").split(", "))
    assert "nobody used this tablet" in tablet.get("/signed-out").text
    assert session.scalars(select(Device.revoked_at)).one() is not None


def test_the_page_of_a_left_tablet_signs_nobody_out(tablet):
    assert tablet.get("/signed-out").location == "/"
    assert tablet.get("/account").status_code == 200


def test_a_device_is_made_shared_and_ones_own_again(client, make, session, sign_in):
    client = sign_in(make.researcher())
    assert client.post("/account/shared", data={"shared": "yes"}).status_code == 303
    assert "data-shared-device" in client.get("/account").text
    client.post("/account/shared", data={"shared": "no"})
    assert "data-shared-device" not in client.get("/account").text


def test_the_leaving_page_has_a_place_for_what_is_not_sent_yet(tablet):
    for address in ("/signed-out", "/account", "/sign-in"):
        page = tablet.get(address, follow_redirects=True).text
        assert page.count("data-unsent ") == 1
