"""A page left open too long says what happened and leads back to where somebody was writing."""

import pytest


@pytest.fixture
def with_tokens(app):
    """Forms need their token, as they do outside the tests."""
    app.config["WTF_CSRF_ENABLED"] = True


def test_somebody_signed_out_while_writing_is_led_back_to_the_page(with_tokens, client):
    answer = client.post("/withdraw", headers={"Referer": "http://localhost/withdraw"})
    assert answer.status_code == 400
    assert "You are not signed in any more, so nothing was changed." in answer.text
    assert 'href="/withdraw"' in answer.text


def test_somebody_still_signed_in_opens_the_page_again(with_tokens, make, sign_in):
    answer = sign_in(make.researcher()).post(
        "/account", headers={"Referer": "http://localhost/account"}
    )
    assert answer.status_code == 400
    assert "This page had been open too long, so nothing was changed." in answer.text
    assert "Back to the page before" in answer.text


def test_nobody_is_led_to_another_house(with_tokens, client):
    answer = client.post("/withdraw", headers={"Referer": "http://elsewhere.example/withdraw"})
    assert "elsewhere.example" not in answer.text
