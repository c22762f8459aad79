"""A number larger than any row's names nothing, and no text holds what no database keeps."""

import pytest
from werkzeug.datastructures import MultiDict

from photovoice.given import LARGEST, Given, Number
from tests.addresses import at_project as at

HUGE = "9" * 20


def test_no_address_reaches_a_row_by_a_number_that_no_row_can_have(app, make, sign_in):
    client = sign_in(make.steward())
    numbered = [
        rule
        for rule in app.url_map.iter_rules()
        if any(isinstance(it, Number) for it in rule._converters.values())
    ]
    assert len(numbered) > 40
    wrong = []
    for rule in numbered:
        address = str(rule).replace("<project>", make.the_project.slug)
        for name, it in rule._converters.items():
            address = address.replace(f"<int:{name}>", HUGE if isinstance(it, Number) else "x")
        for method in rule.methods - {"OPTIONS"}:
            status = client.open(address, method=method).status_code
            if status not in (404, 405):  # the second where another method has a rule of its own
                wrong.append(f"{method} {address}: {status}")
    assert not wrong


@pytest.mark.parametrize(
    "address", ["photographs/?researcher=", "search?q=kettle&page=", "search?q=kettle&year="]
)
def test_a_number_asked_for_that_is_too_large_is_none(make, sign_in, address):
    client = sign_in(make.facilitator())
    assert client.get(at(make.the_project, f"{address}{HUGE}")).status_code == 200


def test_what_a_form_sends_is_held_to_it_too(make, sign_in):
    photograph = make.photograph(developed=False)
    address = at(make.the_project, f"photographs/{photograph.id}/tags/remove")
    assert sign_in(make.facilitator()).post(address, data={"tag": HUGE}).status_code == 303


def test_the_largest_number_is_one():
    given = Given(MultiDict([("n", str(LARGEST)), ("n", str(LARGEST + 1)), ("n", f"-{HUGE}")]))
    assert given.get("n", type=int) == LARGEST
    assert given.getlist("n", type=int) == [LARGEST]
    assert given.get("n") == str(LARGEST)


def test_a_character_that_is_none_is_left_out_of_every_word():
    given = Given([("ti\0tle", "ke\0ttle"), ("tag", "a"), ("tag", "\0b")])
    assert given.to_dict(flat=False) == {"title": ["kettle"], "tag": ["a", "b"]}


def test_it_is_left_out_of_what_is_saved_and_of_what_is_searched(make, sign_in):
    photograph = make.photograph(developed=False)
    client = sign_in(make.facilitator())
    address = at(make.the_project, f"photographs/{photograph.id}")
    page = client.get(f"{address}/words").text
    read = page.partition('name="as_read"')[2].partition('value="')[2].partition('"')[0]
    words = {"alternative_text": "A ke\0ttle", "as_read": read}
    assert client.post(f"{address}/words", data=words).status_code in (302, 303)
    make.session.expire_all()
    assert photograph.alternative_text == "A kettle"
    assert client.get(at(make.the_project, "search?q=ke%00ttle")).status_code == 200


def test_an_address_with_it_leads_nowhere(make, sign_in):
    client = sign_in(make.facilitator())
    assert client.get("/projects/%00").status_code == 404
    assert client.get(at(make.the_project, "themes/a%00b")).status_code == 404
