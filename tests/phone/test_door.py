"""Who may send: nobody signed out, no card taken back, and nothing from a page of somebody else."""

import io

import pytest

from photovoice.accounts import operations as accounts
from tests.phone.phones import Phone, told_by

UID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def stranger(app, project, session) -> Phone:
    """A phone on which nobody is signed in."""
    session.commit()
    return Phone(app.test_client(), project.slug)


@pytest.mark.parametrize(
    ("method", "where"),
    [
        *(("POST", "sending"), ("HEAD", "sending/a"), ("PATCH", "sending/a")),
        *(("DELETE", "sending/a"), ("GET", "outbox"), ("PUT", f"outbox/{UID}")),
        ("DELETE", f"outbox/{UID}"),
    ],
)
def test_nobody_is_told_to_sign_in_again_and_led_nowhere(stranger, method, where):
    answer = stranger.tus(method, f"{stranger.home}/{where}")
    assert answer.status_code == 401
    if method != "HEAD":
        assert told_by(answer) == (401, "signed_out")
        assert "kept on this phone" in answer.json["next_step"]


def test_a_card_taken_back_says_whom_to_ask(app, house, session, researcher, project):
    card, words = accounts.make_card(session, researcher, house.config, by=None)
    _person, token = accounts.enter_by_card(session, words, house.config, label="a phone")
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    phone = Phone(client, project.slug)
    assert phone.create(5).status_code == 201
    accounts.revoke_cards(session, researcher, by=None)
    session.commit()
    answer = phone.create(5)
    assert told_by(answer) == (401, "card_revoked")
    assert "Ask the person who gave it to you" in answer.json["next_step"]


def test_forged_requests_are_refused_and_a_token_lets_pass(app, phone):
    app.config["WTF_CSRF_ENABLED"] = True
    assert told_by(phone.create(5)) == (400, "stale")
    token = phone.outbox()["token"]
    assert phone.create(5, X_CSRFToken=token).status_code == 201


def test_without_a_token_and_signed_out_one_is_told_to_sign_in(app, stranger):
    app.config["WTF_CSRF_ENABLED"] = True
    assert told_by(stranger.create(5)) == (401, "signed_out")


def test_pictures_shared_past_the_worker_lead_to_where_they_can_be_chosen(app, make, sign_in):
    """The share sheet of a phone knows no token."""
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in(make.researcher())
    shared = {"photographs": (io.BytesIO(b"a picture"), "shared.jpg")}
    answer = client.post("/share", data=shared)
    assert (answer.status_code, answer.location) == (303, "/contribute")
    page = client.get("/contribute", follow_redirects=True).text
    assert "Those photographs did not arrive here." in page
