"""How much may be sent: little by anybody, files by who is signed in, where files are taken in."""

import io

import pytest

from photovoice.security import LARGEST_BODY
from tests.addresses import at_photograph as page_of
from tests.addresses import at_project as at
from tests.factories import picture_bytes

TOO_MUCH = bytes(LARGEST_BODY + 1)


@pytest.fixture(autouse=True)
def with_tokens(app):
    """Forms are read before the page is asked: that is where a large one has to stop."""
    app.config["WTF_CSRF_ENABLED"] = True


def large(name="photographs"):
    """A form with more in it than any without files."""
    return {name: (io.BytesIO(TOO_MUCH), "large.jpg")}


@pytest.mark.parametrize("address", ["/sign-in", "/card", "/withdraw", "/language"])
def test_nobody_sends_much_to_a_page_for_everybody(client, address):
    assert client.post(address, data=large()).status_code == 413


def test_who_is_signed_in_sends_no_files_to_a_page_that_takes_none(make, sign_in):
    client = sign_in(make.researcher())
    answer = client.post("/account", data=large())
    assert answer.status_code == 413 and "more than can be taken in at once" in answer.text


def test_who_was_signed_out_meanwhile_hears_that_and_not_that_it_was_too_much(
    client, make, session
):
    project = make.the_project
    session.commit()
    answer = client.post(at(project, "contribute"), data=large())
    assert answer.status_code == 413 and "You are not signed in any more" in answer.text
    piece = {"data": TOO_MUCH, "content_type": "application/offset+octet-stream"}
    answer = client.patch(at(project, "sending/a"), **piece, headers={"Accept": "*/*"})
    assert answer.status_code == 401 and answer.json["reason"] == "signed_out"


def test_where_files_are_taken_in_they_still_are(app, make, sign_in):
    app.config["WTF_CSRF_ENABLED"] = False
    client = sign_in(photographer := make.researcher())
    files = {"photographs": [(io.BytesIO(picture_bytes(1)), "a.jpg"), (io.BytesIO(TOO_MUCH), "b")]}
    answer = client.post(at(make.the_project, "contribute"), data=files)
    assert answer.text.count("verdict--received") == answer.text.count("verdict--refused") == 1
    photograph = make.photograph(photographer=photographer, developed=False)
    make.session.commit()
    refused = client.post(page_of(photograph, "/speak"), data=large("recording"))
    assert refused.status_code == 422
