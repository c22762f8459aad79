"""The second step: a code from one's phone, after the password or the card."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from photovoice.accounts import operations, second_factor
from photovoice.accounts.models import RecoveryCode, SecondFactor
from photovoice.audit import Event
from photovoice.cli import main
from photovoice.db import now

PASSWORD = "four unrelated words do"


@pytest.fixture
def ruth(make, session, config):
    """A steward with a password and a second step; ``ruth.app`` shows its codes."""
    person = make.steward(name="Ruth")
    operations.set_email(session, person, "ruth@example.org", by=None)
    operations.set_password(session, person, PASSWORD, by=None)
    second_factor.begin(session, person, config)
    person.app = pyotp.parse_uri(second_factor.being_set_up(session, person, config))
    person.spare = second_factor.confirm(session, person, shown(person, -30), config)
    session.commit()
    return person


def shown(person, seconds=0) -> str:
    """The code the app shows now, or a little later or earlier."""
    return person.app.at(now() + timedelta(seconds=seconds))


def first_step(client, **more):
    """Send the form with e-mail and password."""
    given = {"email": "ruth@example.org", "password": PASSWORD} | more
    return client.post("/sign-in", data=given)


def is_in(client) -> bool:
    """Whether somebody is signed in there."""
    return client.get("/account", headers={"Accept": "text/html"}).status_code == 200


def test_the_password_alone_opens_nothing_and_the_code_does(client, ruth):
    answer = first_step(client, next="/account")
    assert answer.location == "/sign-in/code" and not is_in(client)
    assert "six digits" in client.get("/sign-in/code").text.lower()
    answer = client.post("/sign-in/code", data={"code": shown(ruth)})
    assert answer.location == "/account" and is_in(client)


def test_a_card_asks_for_the_code_too(client, ruth, session, config):
    card, words = operations.make_card(session, ruth, config, by=None)
    session.commit()
    assert client.post("/card", data={"words": words}).location == "/sign-in/code"
    assert not is_in(client)
    operations.revoke_cards(session, ruth, by=None)
    session.commit()
    assert client.post("/sign-in/code", data={"code": shown(ruth)}).status_code == 401


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２３", "٠٠٠٠٠٠", "x" * 39])
def test_a_wrong_code_is_refused_with_a_sentence(client, ruth, code):
    first_step(client)
    answer = client.post("/sign-in/code", data={"code": code})
    assert answer.status_code in (200, 401) and not is_in(client)


def test_digits_of_any_script_are_digits(client, ruth):
    first_step(client)
    arabic = shown(ruth).translate({48 + n: 0x660 + n for n in range(10)})
    assert client.post("/sign-in/code", data={"code": arabic}).status_code == 303


def test_no_code_is_taken_twice(app, ruth):
    code = shown(ruth)
    for status in (303, 401):
        client = app.test_client()
        first_step(client)
        assert client.post("/sign-in/code", data={"code": code}).status_code == status


def test_a_recovery_code_lets_in_once(app, ruth, session):
    for status in (303, 401):
        client = app.test_client()
        first_step(client)
        assert client.post("/sign-in/code", data={"code": ruth.spare[0]}).status_code == status
    assert second_factor.codes_left(session, ruth) == 9


def test_guessing_codes_is_slowed_down(client, ruth):
    first_step(client)
    statuses = [
        client.post("/sign-in/code", data={"code": f"{n:06}"}).status_code for n in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_nobody_comes_to_the_second_step_without_the_first(client, ruth):
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data={"code": shown(ruth)}).location == "/sign-in"
    first_step(client, password="wrong")
    assert client.post("/sign-in/code", data={"code": shown(ruth)}).location == "/sign-in"


def test_who_waits_with_an_old_password_begins_again(client, ruth, session):
    first_step(client)
    operations.set_password(session, ruth, "another four words here", by=None)
    session.commit()
    answer = client.post("/sign-in/code", data={"code": shown(ruth)})
    assert answer.status_code == 401 and not is_in(client)


def test_neither_the_secret_nor_the_recovery_codes_are_kept_in_the_clear(ruth, session):
    kept = str([vars(one) for table in (SecondFactor, RecoveryCode)
                for one in session.scalars(select(table))])  # fmt: skip
    assert ruth.app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in ruth.spare)


def test_it_is_set_up_on_ones_own_page_and_turned_off_with_a_code(make, sign_in, session, config):
    person = make.steward(name="Sam")
    _card, words = operations.make_card(session, person, config, by=None)
    client = sign_in(person)
    client.post("/account/second-step/begin")
    app = pyotp.parse_uri(second_factor.being_set_up(session, person, config))
    session.commit()
    page = client.get("/account/second-step").text
    assert "<svg" in page and app.secret[:4] in page
    wrong = client.post("/account/second-step", data={"code": "000000", "words": words}).text
    assert "That is not the code" in wrong and app.secret[:4] in wrong
    given = {"code": app.at(now()), "words": words}
    codes = client.post("/account/second-step", data=given).text
    assert codes.count("<li>") >= 10
    assert "It is on since" in client.get("/account").text
    client.post("/account/second-step/off", data={"code": "000000"})
    assert second_factor.factor_of(session, person)
    session.commit()
    later = app.at(now() + timedelta(seconds=30))
    client.post("/account/second-step/off", data={"code": later})
    session.expire_all()
    assert second_factor.factor_of(session, person) is None


@pytest.mark.parametrize("proof", [{}, {"current": "not hers"}, {"words": "a b c d e f g"}])
def test_whoever_finds_a_device_open_shuts_nobody_out(make, sign_in, session, config, proof):
    person = make.steward(name="Sam")
    operations.set_password(session, person, PASSWORD, by=None)
    client = sign_in(person)
    client.post("/account/second-step/begin")
    session.expire_all()
    app = pyotp.parse_uri(second_factor.being_set_up(session, person, config))
    session.commit()
    code = {"code": app.at(now())}
    client.post("/account/second-step", data=code | proof)
    session.expire_all()
    assert second_factor.factor_of(session, person) is None
    session.commit()
    client.post("/account/second-step", data=code | {"current": PASSWORD})
    session.expire_all()
    assert second_factor.factor_of(session, person), "the code was not used up"


def test_a_lost_phone_is_seen_to_at_the_terminal(app, client, ruth, session, config, monkeypatch):
    from click.testing import CliRunner

    monkeypatch.setattr("photovoice.accounts.cli.open_archive", lambda: app)
    said = CliRunner().invoke(main, ["account", "reset-second-step", "ruth@example.org"])
    assert "comes in without a code now" in said.output
    assert first_step(client).location != "/sign-in/code" and is_in(client)
    again = CliRunner().invoke(main, ["account", "reset-second-step", "ruth@example.org"])
    assert again.exit_code == 1 and "no second step" in again.output
    nobody = CliRunner().invoke(main, ["account", "reset-second-step", "who@example.org"])
    assert nobody.exit_code == 1 and "Nobody signs in" in nobody.output


def test_a_password_reset_at_the_terminal_signs_out_everywhere(
    app, client, ruth, session, monkeypatch
):
    from click.testing import CliRunner

    first_step(client), client.post("/sign-in/code", data={"code": shown(ruth)})
    assert is_in(client)
    monkeypatch.setattr("photovoice.accounts.cli.open_archive", lambda: app)
    reset = ["account", "reset-password", "ruth@example.org", "--password"]
    weak = CliRunner().invoke(main, [*reset, "password123!"])
    assert weak.exit_code == 1 and "easy to guess" in weak.output and is_in(client)
    assert CliRunner().invoke(main, [*reset, "another four words here"]).exit_code == 0
    assert not is_in(client)


def test_every_step_stands_in_the_record(ruth, session, config):
    second_factor.check(session, ruth, ruth.spare[1], config)
    second_factor.turn_off(session, ruth, by=ruth)
    verbs = set(session.scalars(select(Event.did)))
    assert verbs >= {"began_second_factor", "turned_on_second_factor", "used_recovery_code",
                     "turned_off_second_factor"}  # fmt: skip
