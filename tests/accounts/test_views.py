"""The door as a browser meets it."""

import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from photovoice import create_app
from photovoice.accounts import operations
from photovoice.accounts.models import Device
from photovoice.accounts.views import onwards
from photovoice.db import now

pytestmark = pytest.mark.any_database

PASSWORD = "four unrelated words do"


@pytest.fixture
def ruth(make, session):
    """A steward with a password."""
    person = make.steward(name="Ruth")
    operations.set_email(session, person, "ruth@example.org", by=None)
    operations.set_password(session, person, PASSWORD, by=None)
    session.commit()
    return person


def enter(client, password=PASSWORD, **more):
    """Send the form with e-mail and password."""
    return client.post("/sign-in", data={"email": "ruth@example.org", "password": password} | more)


def test_a_wrong_password_is_said_once_and_nothing_of_saving(client, ruth):
    page = enter(client, "not this one").text
    assert page.count("That e-mail address and password do not belong together.") == 1
    assert "Nothing was saved" not in page


def test_somebody_comes_in_and_goes_out(client, ruth):
    assert enter(client).location == "/"
    assert client.get("/account").status_code == 200
    answer = client.post("/sign-out")
    cleared = answer.headers["Clear-Site-Data"]
    assert '"cache"' in cleared and "storage" not in cleared and "*" not in cleared
    assert client.get("/account", headers={"Accept": "text/html"}).location.startswith("/sign-in")


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(app, client, ruth):
    enter(client)
    copied = client.get_cookie("photovoice").value
    client.post("/sign-out")
    other = app.test_client()
    other.set_cookie("photovoice", copied)
    assert other.get("/account", headers={"Accept": "text/html"}).status_code == 302


def test_a_cookie_signed_with_another_key_is_worth_nothing(app, ruth, session, house, config):
    token = operations.open_device(session, ruth, config, "a laptop", "password", None)
    session.commit()
    forged = create_app(replace(config, secret_key="a guess"))
    serializer = forged.session_interface.get_signing_serializer(forged)
    client = app.test_client()
    client.set_cookie("photovoice", serializer.dumps({"_user_id": token, "_fresh": True}))
    assert client.get("/account", headers={"Accept": "text/html"}).status_code == 302
    forged.extensions["photovoice"].close()


def test_the_cookie_carries_neither_person_nor_password_and_no_script_reads_it(client, ruth):
    cookie = enter(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_over_https_the_cookie_stays_there(config, ruth):
    app = create_app(replace(config, secure_cookies=True))
    app.config["WTF_CSRF_ENABLED"] = False
    cookie = enter(app.test_client()).headers["Set-Cookie"]
    assert "Secure" in cookie
    app.extensions["photovoice"].close()


def test_a_failed_try_counts_though_the_answer_is_no(client, ruth):
    answers = [enter(client, "wrong").status_code for _try in range(10)]
    assert answers == [401] * 10
    soon = enter(client)
    assert soon.status_code == 429 and "Wait some seconds" in soon.text


def test_a_stranger_who_fails_shuts_nobody_out_of_their_own_browser(app, ruth):
    own, stranger = app.test_client(), app.test_client()
    enter(own), own.post("/sign-out")
    for _try in range(12):
        enter(stranger, "wrong")
    assert enter(stranger).status_code == 429
    assert enter(own).status_code == 303


def test_a_mark_made_up_makes_no_browser_known(app, ruth):
    stranger = app.test_client()
    stranger.set_cookie("photovoice_known", '["x"].forged')
    assert [enter(stranger, "wrong").status_code for _try in range(11)] == [401] * 10 + [429]


def test_a_header_does_not_make_a_stranger_of_somebody_who_tries(config, ruth):
    app = create_app(replace(config, sign_in_attempts=1))
    app.config["WTF_CSRF_ENABLED"] = False
    client, statuses = app.test_client(), []
    for number in range(31):
        answer = client.post(
            "/sign-in",
            data={"email": f"guess-{number}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
        statuses.append(answer.status_code)
    assert statuses == [401] * 30 + [429]
    app.extensions["photovoice"].close()


def test_behind_a_proxy_it_is_the_visitor_who_counts(config, ruth):
    app = create_app(replace(config, sign_in_attempts=1, trusted_proxies=1))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for number in range(40):
        answer = client.post(
            "/sign-in",
            data={"email": f"guess-{number}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"10.9.8.7, 203.0.113.{number}"},
        )
        assert answer.status_code == 401
    app.extensions["photovoice"].close()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "/\n/elsewhere.example/",
        " //elsewhere.example/",
        "///elsewhere.example/",
        "/account\r\nX: 1",
        "/account\u2028",
        "javascript:alert(1)",
        "http:elsewhere.example",
        "elsewhere.example",
        "",
        None,
    ],
)
def test_nobody_is_led_elsewhere_after_coming_in(app, wanted):
    with app.test_request_context():
        assert onwards(wanted) == "/"


def test_somebody_is_led_back_to_where_they_were_going(client, ruth, make):
    wanted = f"/projects/{make.the_project.slug}/people?from=card"
    answer = client.get(wanted, headers={"Accept": "text/html"})
    page = client.get(answer.location).text
    kept = re.search(r'name="next"[^>]*value="([^"]*)"', page)[1].replace("&amp;", "&")
    assert kept == wanted
    assert enter(client, next=kept).location == wanted


def test_the_words_of_a_card_come_in_by_a_form_and_never_by_an_address(
    client, make, session, config
):
    pat = make.researcher(name="Pat")
    _card, words = operations.make_card(session, pat, config, by=None)
    session.commit()
    client.get("/card", query_string={"words": words})
    assert client.get("/account", headers={"Accept": "text/html"}).status_code == 302
    assert client.post("/card", data={"words": words}).status_code == 303
    assert "Pat" in client.get("/account").text


def test_a_card_taken_back_signs_the_phone_out_at_its_next_step(
    client, make, session, config, ruth, sign_in
):
    pat, project = make.researcher(name="Pat"), make.the_project
    _card, words = operations.make_card(session, pat, config, by=None)
    session.commit()
    client.post("/card", data={"words": words})
    assert client.get(f"/projects/{project.slug}/").status_code == 200
    membership = pat.membership_in(project)
    address = f"/projects/{project.slug}/people/{membership.id}/card/revoke"
    assert sign_in(ruth).post(address).status_code == 303
    lost = client.get(f"/projects/{project.slug}/", headers={"Accept": "text/html"})
    assert lost.location.startswith("/sign-in")
    again = client.post("/card", data={"words": words})
    assert again.status_code == 401 and "Ask the person who gave it to you" in again.text


def test_one_signs_out_another_device_of_ones_own(app, client, ruth, session):
    enter(client)
    enter(phone := app.test_client())
    _laptop, second = session.scalars(select(Device.id).order_by(Device.id)).all()
    session.commit()
    assert client.post(f"/account/devices/{second}/sign-out").status_code == 303
    assert phone.get("/account", headers={"Accept": "text/html"}).status_code == 302
    assert client.get("/account").status_code == 200


def test_a_button_pressed_after_a_long_pause_works_at_once(ruth, sign_in, session, make):
    """Noting when a device was seen must not wait for the lock the request itself holds."""
    client, project = sign_in(ruth), make.the_project
    an_hour_ago = now() - timedelta(hours=1)
    session.execute(update(Device).values(seen_at=an_hour_ago))
    session.commit()
    began = time.monotonic()
    data = {"name": "Our street", "question": "What do you do?", "languages": "en"}
    assert client.post(f"/projects/{project.slug}/settings", data=data).status_code == 303
    assert time.monotonic() - began < 10
    assert session.scalars(select(Device.seen_at)).one() > an_hour_ago


def test_looking_notes_when_a_device_was_seen(ruth, sign_in, session):
    client = sign_in(ruth)
    an_hour_ago = now() - timedelta(hours=1)
    session.execute(update(Device).values(seen_at=an_hour_ago))
    session.commit()
    assert client.get("/account").status_code == 200
    session.expire_all()
    assert session.scalars(select(Device.seen_at)).one() > an_hour_ago


@pytest.fixture
def pat(make, session, config, app):
    """A community researcher, in by the card whose ``words`` somebody may find."""
    person = make.researcher(name="Pat")
    _card, words = operations.make_card(session, person, config, by=None)
    session.commit()
    client = app.test_client()
    assert client.post("/card", data={"words": words}).status_code == 303
    client.words, client.person = words, person
    return client


CHOSEN = {
    "email": "pat@example.org",
    "password": "a rather longer password",
    "again": "a rather longer password",
}


def by_password(app, password=CHOSEN["password"]) -> int:
    """What somebody hears who comes in with Pat's address and a password."""
    given = {"email": "pat@example.org", "password": password}
    return app.test_client().post("/sign-in", data=given).status_code


def test_one_chooses_a_password_and_comes_in_with_it(app, pat):
    given = CHOSEN | {"words": pat.words}
    for wrong in ({"again": "not the same"}, {"password": "short"}, {"email": ""}):
        assert pat.post("/account", data=given | wrong).status_code == 200
    assert pat.post("/account", data=given).status_code == 303
    assert by_password(app) == 303


def test_a_tablet_left_signed_in_gives_nobody_a_password(app, pat):
    for words in ("", "seven words that are on no card"):
        answer = pat.post("/account", data=CHOSEN | {"words": words})
        assert answer.status_code in (200, 401)
    assert by_password(app) == 401


def test_a_password_is_changed_by_whoever_knows_it(app, pat):
    pat.post("/account", data=CHOSEN | {"words": pat.words})
    new = CHOSEN | {"password": "yet another quiet one", "again": "yet another quiet one"}
    answer = pat.post("/account", data=new | {"words": pat.words, "current": "a guess"})
    assert answer.status_code == 401 and "That is not your password." in answer.text
    assert by_password(app, "yet another quiet one") == 401
    answer = pat.post("/account", data=new | {"current": CHOSEN["password"]})
    assert answer.status_code == 303
    assert by_password(app, "yet another quiet one") == 303


def test_guessing_the_password_from_inside_counts_like_guessing_it_at_the_door(pat):
    pat.post("/account", data=CHOSEN | {"words": pat.words})
    statuses = [
        pat.post("/account", data=CHOSEN | {"current": f"guess {number}"}).status_code
        for number in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_whoever_found_a_card_is_out_when_it_is_taken_back(app, pat, ruth, make, sign_in):
    """They had it long enough to choose a password with its words, and to come in by that."""
    pat.post("/account", data=CHOSEN | {"words": pat.words})
    finder = app.test_client()
    finder.post("/sign-in", data={"email": "pat@example.org", "password": CHOSEN["password"]})
    assert finder.get("/account").status_code == 200
    project = make.the_project
    address = f"/projects/{project.slug}/people/{pat.person.membership_in(project).id}/card"
    answer = sign_in(ruth).post(address)
    assert answer.status_code == 200
    for client in (finder, pat):
        assert client.get("/account", headers={"Accept": "text/html"}).status_code == 302
    assert by_password(app) == 401
    new_words = re.search(r'class="access-card__secret"[^>]*>([^<]+)<', answer.text)[1]
    assert pat.post("/card", data={"words": new_words}).status_code == 303
    assert "Your password ended with the card" in pat.get("/account").text


def test_others_write_while_a_password_is_looked_at(client, ruth, house, monkeypatch):
    others = []

    def verified(tried, password):
        with house.database.transaction() as other:
            operations.add_person(other, "Somebody")
        others.append(password)
        return verify(tried, password)

    verify = operations.verified
    monkeypatch.setattr(operations, "verified", verified)
    began = time.monotonic()
    assert enter(client).status_code == 303
    assert others == [PASSWORD] and time.monotonic() - began < 10


def test_what_was_typed_as_a_password_is_not_shown_again(client, ruth):
    assert "not this one" not in enter(client, "not this one").text


def test_a_changed_password_signs_out_everybody_else_who_came_in_with_the_old_one(app, ruth):
    own, other = app.test_client(), app.test_client()
    enter(own), enter(other)
    new = {"email": "ruth@example.org", "current": PASSWORD, "password": "yet another quiet one"}
    own.post("/account", data=new | {"again": "yet another quiet one"})
    assert own.get("/account").status_code == 200
    assert other.get("/account", headers={"Accept": "text/html"}).status_code == 302


def test_a_password_anybody_would_try_is_refused_at_its_field(ruth, client):
    enter(client)
    new = {"email": "ruth@example.org", "current": PASSWORD, "password": "1234567890"}
    answer = client.post("/account", data=new | {"again": "1234567890"})
    assert answer.status_code == 409 and "easy to guess" in answer.text
