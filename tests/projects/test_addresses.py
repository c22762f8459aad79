"""The public address: asked for and checked before it is printed; what hangs follows it."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from photovoice.audit import Event
from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition import recall
from photovoice.gallery import state
from photovoice.projects import addresses, rules
from photovoice.projects.models import Printed
from photovoice.projects.rules import Reach

HERE = "http://127.0.0.1:8000"
ROOM = "http://192.168.1.20:8000"


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("https://photographs.example.org", Reach.ANYWHERE),
        ("http://8.8.8.8", Reach.ANYWHERE),
        (ROOM, Reach.ROOM),
        ("http://10.0.0.4", Reach.ROOM),
        ("http://laptop.local:8000", Reach.ROOM),
        ("http://laptop", Reach.ROOM),
        ("http://[fd00::1]:8000", Reach.ROOM),
        ("http://localhost:8000", Reach.HERE),
        ("http://127.0.0.1", Reach.HERE),
        ("http://0.0.0.0:8000", Reach.HERE),
        ("http://[::1]", Reach.HERE),
    ],
)
def test_an_address_tells_from_where_it_can_be_opened(url, reach):
    assert rules.reach(url) is reach


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://Photographs.example.org/ ", "https://photographs.example.org"),
        ("photographs.example.org", "https://photographs.example.org"),
        ("https://example.org/photovoice/", "https://example.org/photovoice"),
        ("http://[fd00::1]:8000/", "http://[fd00::1]:8000"),
        ("ftp://example.org", None),
        ("https://", None),
        ("https://me@example.org", None),
        ("https://example.org/?a=b", None),
        ("http://example.org:port", None),
        ("two words", None),
        ("", None),
    ],
)
def test_only_what_has_the_shape_of_an_address_is_kept(typed, kept):
    assert rules.tidy_address(typed) == kept


@pytest.fixture
def here(house):
    """A house started without any address: it knows only that of its own computer."""
    house.config = replace(house.config, public_url=HERE)
    return house


def test_an_address_that_leads_nowhere_is_printed_only_where_somebody_said_it_is_meant(
    here, session
):
    with pytest.raises(addresses.AddressNotSaid):
        addresses.require_settled(session, here.config)
    with pytest.raises(addresses.NotAnAddress):
        addresses.say_address(session, ROOM, here.config, by=None)
    addresses.say_address(session, ROOM, here.config, by=None, only_near=True)
    assert addresses.require_settled(session, here.config) == ROOM
    (line,) = session.scalars(select(Event).where(Event.did == "said_address"))
    assert line.details == {"url": ROOM}


def test_what_only_confirmed_the_setting_goes_with_the_setting(here, session):
    addresses.say_address(session, HERE, here.config, by=None, only_near=True)
    started_for_phones = replace(here.config, public_url=ROOM)
    assert addresses.public_url(session, started_for_phones) == ROOM
    assert not addresses.is_settled(session, started_for_phones), "so it is asked again"
    addresses.say_address(session, "https://a.example.org", started_for_phones, by=None)
    again = replace(here.config, public_url="http://192.168.1.77:8000")
    assert addresses.public_url(session, again) == "https://a.example.org", "typed, it stands"


def test_cards_are_made_once_the_address_is_said(make, here, session, sign_in):
    person, steward = make.researcher(name="Ade"), make.steward()
    membership = person.memberships[0].id
    project = f"/projects/{make.the_project.slug}"
    client = sign_in(steward)
    for address in (f"{project}/people/cards", f"{project}/people/{membership}/card"):
        answer = client.post(address)
        assert answer.status_code == 409 and "cannot open" in answer.text
        assert "Public address" in answer.text
    page = client.get(f"{project}/address").text
    assert HERE in page and "only this computer can open" in page
    answer = client.post(f"{project}/address", data={"url": ROOM})
    assert answer.status_code == 422 and "Only in this room" in answer.text
    said = {"url": ROOM, "only_near": "y"}
    assert client.post(f"{project}/address", data=said).status_code == 303
    cards = client.post(f"{project}/people/cards")
    assert cards.status_code == 200 and "192.168.1.20:8000/card" in cards.text


def test_postcards_wait_for_the_address_too_and_for_an_exhibition_that_is_published(
    make, here, session, sign_in
):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
    address = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}/postcards"
    client = sign_in(make.curator())
    page = client.get(f"{address}/").text
    assert "people elsewhere cannot open" in page and "is not published" in page
    answer = client.post(f"{address}/files", data={"sheet": "single", "flip": "long"})
    assert answer.status_code == 409 and "Nothing was made" in answer.text


def test_the_steward_is_told_what_was_printed_with_another_address(make, house, session, sign_in):
    project = make.the_project
    before = house.config.public_url
    addresses.printed(session, project, Printed.CARDS, before, 12)
    addresses.printed(session, project, Printed.CARDS, before, 3)
    addresses.printed(session, project, Printed.POSTCARDS, before, 40)
    assert not addresses.outdated(session, project, house.config)
    addresses.say_address(session, "https://new.example.org", house.config, by=None)
    slug = project.slug
    client = sign_in(make.steward())
    assert "printed with an address used no more" in client.get(f"/projects/{slug}/").text
    page = client.get(f"/projects/{slug}/address").text
    assert "15 access cards" in page and "40 postcards" in page and before in page


@pytest.mark.parametrize("how", ["said on the page", "started with another setting"])
def test_what_hangs_follows_the_address_by_itself_and_changes_nothing_else(
    make, house, session, work, how
):
    photograph = make.photograph(cleared=True, caption="As published")
    exhibition = make.exhibition(photographs=[photograph])
    session.refresh(exhibition)
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    photograph.caption = "A draft"
    if how == "said on the page":
        addresses.say_address(session, "https://new.example.org", house.config, by=None)
    else:
        session.commit()
        house.config = replace(house.config, public_url="https://new.example.org")
        recall.close_expired(house)
    folder = house.config.exhibitions_folder / exhibition.slug
    assert state.read(folder).live == 1, "it hangs on until the other is made"
    work()
    assert state.read(folder).live == 2 and exhibition.editions[1].reason == "address"
    words = json.loads((folder / "2" / "manifest.json").read_text())
    assert words["edition"]["public_url"].startswith("https://new.example.org/")
    assert words["sections"][0]["panels"][0]["caption"] == "As published"
    session.commit()  # the database's one lock, which reading took
    recall.close_expired(house)
    session.expire_all()
    assert len(exhibition.editions) == 2
