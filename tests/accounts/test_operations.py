"""Letting people in: by card, by password, and not by trying."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from photovoice import create_app
from photovoice.accounts import operations, queries, tries
from photovoice.accounts.models import AccessCard, Attempt, Device
from photovoice.accounts.operations import (
    CardRevoked,
    EmailTaken,
    NotLetIn,
    choose_password,
    device_for,
    enter_by_card,
    make_card,
    revoke_cards,
    revoke_device,
    set_password,
)
from photovoice.accounts.tries import TooManyTries
from photovoice.audit import Event
from photovoice.cli import main
from photovoice.db import now

FROM = {"where": tries.From("192.0.2.1"), "label": "a phone"}
HERE = tries.From("")
BY_CARD = {"label": "a phone"}
PASSWORD = "four unrelated words do"


@pytest.fixture
def ruth(make, session):
    """A steward with a password."""
    person = make.person("Ruth", email="ruth@example.org")
    set_password(session, person, PASSWORD, by=None)
    session.commit()
    return person


def enter_by_password(session, email, password, config, *, where, label):
    """Come in as the page lets one in."""
    person = queries.person_by_email(session, email)
    tried = operations.try_password(session, person, email, config, where=where)
    session.commit()
    fitting = operations.verified(tried, password)
    return operations.enter_by_password(session, tried, fitting, config, label=label)


def fail(session, config, email="ruth@example.org", times=1, **where):
    """Try a wrong password, and keep what the page would keep."""
    for _time in range(times):
        with pytest.raises(NotLetIn):
            enter_by_password(session, email, "wrong", config, **(FROM | where))
        session.commit()


# Cards.


def test_a_card_lets_its_person_in(make, session, config):
    pat = make.person("Pat")
    _card, words = make_card(session, pat, config, by=None)
    person, token = enter_by_card(session, words.upper().replace(" ", "-"), config, **BY_CARD)
    assert person is pat and device_for(session, token, config).person is pat


def test_neither_words_nor_tokens_are_kept(make, session, config):
    card, words = make_card(session, make.person(), config, by=None)
    _person, token = enter_by_card(session, words, config, **BY_CARD)
    device = session.scalars(select(Device)).one()
    lines = session.scalars(select(Event)).all()
    kept = f"{vars(card)} {vars(device)} {[vars(line) for line in lines]}"
    assert words not in kept and token not in kept
    said = words.split()  # one by one they are everyday words, and may stand anywhere
    assert not any(f"{one} {two}" in kept for one, two in zip(said, said[1:], strict=False))


def test_a_new_card_stops_the_old_one_and_says_so(make, session, config):
    pat = make.person()
    _old, before = make_card(session, pat, config, by=None)
    _new, after = make_card(session, pat, config, by=None)
    with pytest.raises(CardRevoked, match="Ask the person who gave it"):
        enter_by_card(session, before, config, **BY_CARD)
    assert enter_by_card(session, after, config, **BY_CARD)[0] is pat


def test_taking_a_card_back_signs_out_every_phone_and_laptop(make, session, config):
    pat, other = make.person(), make.person()
    _card, words = make_card(session, pat, config, by=None)
    _person, phone = enter_by_card(session, words, config, **BY_CARD)
    laptop, theirs = (
        operations.open_device(session, who, config, "a laptop", "password", None)
        for who in (pat, other)
    )
    assert revoke_cards(session, pat, by=None) == 1
    assert device_for(session, phone, config) is device_for(session, laptop, config) is None
    assert device_for(session, theirs, config)


def test_where_there_is_no_card_to_take_back_nothing_ends(make, session, config):
    pat = make.person()
    laptop = operations.open_device(session, pat, config, "a laptop", "password", None)
    assert revoke_cards(session, pat, by=None) == 0
    make_card(session, pat, config, by=None)
    assert device_for(session, laptop, config)


def test_a_password_chosen_with_a_card_ends_with_it_even_when_it_was_changed(make, session, config):
    pat = make.person()
    _card, words = make_card(session, pat, config, by=None)
    choose_password(session, pat, words, "pat@example.org", PASSWORD, config, where=HERE)
    tried = operations.try_password(session, pat, "pat", config, where=HERE)
    operations.verified(tried, PASSWORD)
    changed = "pat@example.org", "another four words here"
    operations.change_password(session, tried, pat, *changed)
    revoke_cards(session, pat, by=None)
    with pytest.raises(NotLetIn):
        enter_by_password(session, "pat@example.org", "another four words here", config, **FROM)
    assert pat.password_by_card, "the page says what became of it"


def test_a_password_from_the_command_line_stays_whatever_becomes_of_cards(
    make, session, config, ruth
):
    make_card(session, ruth, config, by=ruth)
    revoke_cards(session, ruth, by=ruth)
    assert enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)


def test_only_a_standing_card_of_ones_own_stands_for_a_first_password(make, session, config):
    pat, other = make.person(), make.person()
    _old, before = make_card(session, pat, config, by=None)
    _new, words = make_card(session, pat, config, by=None)
    _card, theirs = make_card(session, other, config, by=None)
    for wrong in (before, theirs, "seven words that are on no card"):
        with pytest.raises(NotLetIn):
            choose_password(session, pat, wrong, "pat@example.org", PASSWORD, config, where=HERE)
    choose_password(session, pat, words.upper(), "pat@example.org", PASSWORD, config, where=HERE)
    assert enter_by_password(session, "pat@example.org", PASSWORD, config, **FROM)


def test_words_of_no_card_open_nothing(session, config, make):
    make_card(session, make.person(), config, by=None)
    with pytest.raises(NotLetIn):
        enter_by_card(session, "seven words that are on no card", config, **BY_CARD)


def test_a_card_of_another_installation_is_worth_nothing_here(make, session, config):
    _card, words = make_card(session, make.person(), config, by=None)
    with pytest.raises(NotLetIn):
        enter_by_card(session, words, replace(config, secret_key="another"), **BY_CARD)


def test_somebody_whose_account_is_closed_is_not_let_in(make, session, config, ruth):
    _card, words = make_card(session, ruth, config, by=None)
    token = operations.open_device(session, ruth, config, "a laptop", "password", None)
    ruth.disabled_at = now()
    session.flush()
    with pytest.raises(NotLetIn):
        enter_by_card(session, words, config, **BY_CARD)
    with pytest.raises(NotLetIn):
        enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    assert device_for(session, token, config) is None


# Passwords.


def test_a_password_lets_in_and_is_kept_as_argon2_only(session, config, ruth):
    person, token = enter_by_password(session, " Ruth@Example.org", PASSWORD, config, **FROM)
    assert person is ruth and device_for(session, token, config)
    assert ruth.password_hash.startswith("$argon2id$") and PASSWORD not in ruth.password_hash


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(session, config, ruth):
    sentences = set()
    for email, password in (
        ("ruth@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("", ""),
    ):
        with pytest.raises(NotLetIn) as refused:
            enter_by_password(session, email, password, config, **FROM)
        sentences.add(str(refused.value))
    assert len(sentences) == 1


def test_somebody_without_a_password_cannot_be_let_in_by_one(make, session, config):
    make.person("Pat", email="pat@example.org")
    for password in ("", "None", "nobody's password, so that every try costs the same"):
        with pytest.raises(NotLetIn):
            enter_by_password(session, "pat@example.org", password, config, **FROM)


def test_two_people_cannot_sign_in_with_one_address(make, session, ruth):
    with pytest.raises(EmailTaken):
        make.person("Another", email="RUTH@example.org")
    other = make.person("Other")
    with pytest.raises(EmailTaken):
        operations.set_email(session, other, "ruth@example.org", by=other)
    operations.set_email(session, ruth, "Ruth@example.org", by=ruth)


# Trying.


def after(session, seconds):
    """Let some time pass since all tries until now."""
    for attempt in session.scalars(select(Attempt)):
        attempt.at -= timedelta(seconds=seconds)
    session.commit()


def test_after_ten_failures_even_the_right_password_waits_and_ever_longer(session, config, ruth):
    fail(session, config, times=10)
    with pytest.raises(TooManyTries):
        enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    after(session, 6)
    fail(session, config)
    after(session, 6)
    with pytest.raises(TooManyTries):
        enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    after(session, 5)
    assert enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)


def test_failures_count_over_several_processes(session, config, ruth):
    """Two applications know nothing of each other but the database."""
    apps = [create_app(config) for _process in range(2)]
    houses = [app.extensions["photovoice"] for app in apps]
    for number in range(10):
        with apps[number % 2].app_context(), houses[number % 2].database.session() as own:
            fail(own, config)
    for app, house in zip(apps, houses, strict=True):
        with app.app_context(), house.database.session() as own:
            with pytest.raises(TooManyTries):
                enter_by_password(own, "ruth@example.org", PASSWORD, config, **FROM)
        house.close()


def test_failures_for_one_account_do_not_shut_out_another(make, session, config, ruth):
    fail(session, config, email="nobody@example.org", times=10)
    assert enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)


def test_tries_from_elsewhere_do_not_shut_out_the_person(session, config, ruth):
    fail(session, config, times=10, where=tries.From("203.0.113.9"))
    assert enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)


def test_however_many_tried_a_browser_she_came_in_with_before_is_let_in(session, config, ruth):
    strict = replace(config, sign_in_attempts=1)
    for number in range(10):
        fail(session, strict, where=tries.From(f"203.0.113.{number}"))
    with pytest.raises(TooManyTries):
        enter_by_password(session, "ruth@example.org", PASSWORD, strict, **FROM)
    own = FROM | {"where": tries.From("192.0.2.1", known="her laptop")}
    assert enter_by_password(session, "ruth@example.org", PASSWORD, strict, **own)


def test_a_known_browser_that_somebody_guesses_from_waits_too(session, config, ruth):
    own = tries.From("192.0.2.1", known="her laptop")
    fail(session, config, times=10, where=own)
    with pytest.raises(TooManyTries):
        enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM | {"where": own})


def test_one_address_tries_account_after_account_ever_more_slowly(session, config, ruth):
    strict = replace(config, sign_in_attempts=1)
    for number in range(30):
        fail(session, strict, email=f"guess-{number}@example.org")
    with pytest.raises(TooManyTries):
        enter_by_password(session, "ruth@example.org", PASSWORD, strict, **FROM)
    elsewhere = FROM | {"where": tries.From("198.51.100.7")}
    assert enter_by_password(session, "ruth@example.org", PASSWORD, strict, **elsewhere)


def test_a_card_opens_however_many_wrong_ones_were_tried_beside_it(session, config, make):
    _card, words = make_card(session, make.person(), config, by=None)
    for number in range(400):
        with pytest.raises(NotLetIn):
            enter_by_card(session, f"guess {'x' * number}", config, **BY_CARD)
    assert enter_by_card(session, words, config, **BY_CARD)


def test_an_hour_later_it_is_forgotten_and_a_day_later_nothing_is_kept(session, config, ruth):
    fail(session, config, times=10)
    after(session, 61 * 60)
    assert enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    session.execute(update(Attempt).values(at=now() - timedelta(days=1, minutes=1)))
    fail(session, config, email="nobody@example.org")
    assert len(session.scalars(select(Attempt)).all()) == 3


def test_coming_in_clears_the_failures_of_the_account(session, config, ruth):
    fail(session, config, times=9)
    enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    session.commit()
    fail(session, config, times=9)


def test_the_steward_can_be_told_of_tries_at_an_account(session, config, ruth):
    fail(session, config, times=3)
    after(session, 5 * 3600)
    counted = tries.against(session, ["ruth@example.org", "other@example.org"], config)
    assert counted == {"ruth@example.org": 3}


def test_who_tried_and_from_where_is_not_written_down_in_the_clear(session, config, ruth):
    fail(session, config)
    kept = " ".join(session.scalars(select(Attempt.key)))
    assert "ruth" not in kept and "192.0.2.1" not in kept


def test_many_tries_at_once_count_before_any_is_looked_at(session, config, ruth):
    """None of them has failed yet when the eleventh comes."""
    for _try in range(10):
        operations.try_password(session, ruth, "ruth@example.org", config, where=FROM["where"])
        session.commit()
    with pytest.raises(TooManyTries):
        operations.try_password(session, ruth, "ruth@example.org", config, where=FROM["where"])


def test_coming_in_is_no_failure_of_the_room_either(session, config, ruth):
    enter_by_password(session, "ruth@example.org", PASSWORD, config, **FROM)
    assert session.scalars(select(Attempt)).all() == []


def test_a_password_that_ended_while_it_was_looked_at_lets_nobody_in(session, config, ruth):
    tried = operations.try_password(session, ruth, "ruth@example.org", config, where=HERE)
    fitting = operations.verified(tried, PASSWORD)
    set_password(session, ruth, "another four words here", by=None)
    with pytest.raises(NotLetIn):
        operations.enter_by_password(session, tried, fitting, config, label="a laptop")


# Devices.


def test_noting_that_a_device_is_in_use_does_not_sign_it_in_again(house, make, session, config):
    """It was signed out between the reading of its row and the writing."""
    pat = make.person()
    token = operations.open_device(session, pat, config, "a phone", "card", None)
    session.commit()
    with house.database.session(writes=False) as reading:
        stale = device_for(reading, token, config)
    revoke_device(session, device_for(session, token, config), by=pat)
    session.commit()
    with house.database.transaction() as writing:
        operations.note_seen(writing, stale)
    session.expire_all()
    assert device_for(session, token, config) is None


def test_a_device_is_signed_out_at_once(make, session, config):
    pat = make.person()
    token = operations.open_device(session, pat, config, "a phone", "card", None)
    revoke_device(session, device_for(session, token, config), by=pat)
    assert device_for(session, token, config) is None


def test_a_device_does_not_stay_signed_in_for_ever(make, session, config):
    token = operations.open_device(session, make.person(), config, "a phone", "card", None)
    long_ago = now() - timedelta(days=config.session_days, minutes=1)
    session.execute(update(Device).values(signed_in_at=long_ago))
    assert device_for(session, token, config) is None


def test_what_lets_people_in_is_in_the_record(make, session, config):
    ruth, pat = make.person("Ruth"), make.person("Pat")
    _card, words = make_card(session, pat, config, by=ruth)
    enter_by_card(session, words, config, **BY_CARD)
    revoke_cards(session, pat, by=ruth)
    done = session.execute(select(Event.did, Event.actor_id).order_by(Event.id)).all()
    expected = [("made_card", ruth.id), ("signed_in", pat.id), ("revoked_card", ruth.id)]
    assert [tuple(line) for line in done] == expected
    assert session.scalars(select(AccessCard.made_by_id)).all() == [ruth.id]


def test_a_card_is_made_at_the_terminal_for_somebody_whom_nobody_else_can_let_in(
    app, make, session, house, monkeypatch
):
    pat = make.researcher(name="Pat Dooley")
    _card, older = operations.make_card(session, pat, house.config, by=None)
    make.researcher(name="Gwen"), make.researcher(name="Gwen")
    session.commit()
    monkeypatch.setattr("photovoice.accounts.cli.open_archive", lambda: app)
    said = CliRunner().invoke(main, ["account", "new-card", "Pat Dooley"])
    words = next(line.strip() for line in said.output.splitlines() if line.startswith("    "))
    client = app.test_client()
    assert client.post("/card", data={"words": older}).status_code != 303
    assert client.post("/card", data={"words": words}).status_code == 303
    for who, wrong in (("Nobody", "Nobody here is called"), ("Gwen", "2 people here are called")):
        refused = CliRunner().invoke(main, ["account", "new-card", who])
        assert refused.exit_code == 1 and wrong in refused.output
