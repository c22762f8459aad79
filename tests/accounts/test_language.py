"""Everybody is spoken to in their own language, and can choose another without JavaScript."""

import re

import pytest
from sqlalchemy import select

from photovoice.accounts import operations as accounts
from photovoice.audit import Event

pytestmark = pytest.mark.any_database

SIGN_IN = {"en": "Come in", "pl": "Wejdź", "ur": "سائن اِن کریں"}


def language_of(answer) -> str:
    """What a page says it is written in."""
    return re.search(r'<html lang="([^"]+)"', answer.text)[1]


def ask(client, address="/sign-in", browser="en-GB"):
    return client.get(address, headers={"Accept-Language": browser, "Accept": "text/html"})


def reads(language: str, person):
    """A person who asked to be spoken to in a language."""
    person.language = language
    return person


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("ur-PK", "ur"),
        ("pa-PK,ur;q=0.8,en;q=0.5", "ur"),
        ("en-GB,pl;q=0.5", "en"),
        ("pl;q=0, en", "en"),
        ("cy", "en"),
        ("", "en"),
    ],
)
def test_a_visitor_is_spoken_to_as_their_browser_is(client, browser, language):
    page = ask(client, browser=browser)
    assert language_of(page) == language
    assert SIGN_IN[language] in page.text


def test_a_page_runs_the_way_its_language_does(client):
    assert '<html lang="ur" dir="rtl">' in ask(client, browser="ur").text
    assert '<html lang="pl" dir="ltr">' in ask(client, browser="pl").text


def test_a_visitors_choice_outweighs_the_browser_and_stays_on_this_device(client):
    answer = client.post("/language", data={"language": "ur"})
    assert answer.status_code == 303
    assert "Expires" in answer.headers["Set-Cookie"]
    assert language_of(ask(client, browser="pl")) == "ur"


def test_a_persons_own_language_outweighs_both(make, sign_in):
    client = sign_in(reads("pl", make.researcher()))
    assert language_of(ask(client, "/account", browser="ur")) == "pl"


def test_somebody_whose_language_has_no_catalogue_is_spoken_to_as_their_browser_is(make, sign_in):
    client = sign_in(reads("so", make.researcher()))
    assert language_of(ask(client, "/account", browser="pl")) == "pl"
    assert language_of(ask(client, "/account")) == "en"


def test_a_persons_choice_is_theirs_wherever_they_sign_in(make, sign_in, session):
    amina = make.researcher(name="Amina")
    sign_in(amina).post("/language", data={"language": "ur"})
    elsewhere = sign_in(amina)
    assert language_of(ask(elsewhere, "/account")) == "ur"
    session.expire_all()
    assert amina.language == "ur"
    (line,) = session.scalars(select(Event).where(Event.did == "chose_language"))
    assert (line.actor_id, line.details) == (amina.id, {"language": "ur"})


def come_in(client, house, session, person):
    """Sign in with a new card; the answer is the page after the door."""
    _card, words = accounts.make_card(session, person, house.config, by=None)
    session.commit()
    return client.post("/card", data={"words": words}, follow_redirects=True)


def test_what_was_chosen_at_the_door_is_spoken_behind_it(make, client, house, session):
    amina = reads("en", make.researcher(name="Amina"))
    client.post("/language", data={"language": "ur"})
    page = come_in(client, house, session, amina)
    assert language_of(page) == "ur"
    session.expire_all()
    assert amina.language == "ur"


def test_somebody_who_chose_nothing_is_welcomed_in_their_own_language(make, client, house, session):
    page = come_in(client, house, session, reads("pl", make.researcher(name="Ewa")))
    assert language_of(page) == "pl"
    assert "Witaj" in page.text and "Welcome" not in page.text


def test_choosing_leads_back_to_where_somebody_came_from(client):
    page = client.get("/language", headers={"Referer": "http://localhost/withdraw?photograph=x"})
    (before,) = re.findall(r'name="next" value="([^"]+)"', page.text)
    answer = client.post("/language", data={"language": "pl", "next": before})
    assert answer.location == "/withdraw?photograph=x"


@pytest.mark.parametrize("elsewhere", ["https://example.org/withdraw", "//example.org/", ""])
def test_nobody_is_led_to_another_house(client, elsewhere):
    page = client.get("/language", headers={"Referer": elsewhere})
    assert 'name="next" value="/"' in page.text
    assert client.post("/language", data={"language": "pl", "next": elsewhere}).location == "/"


@pytest.mark.parametrize("chosen", ["so", "", "../../etc"])
def test_a_language_without_a_catalogue_changes_nothing(client, chosen):
    client.post("/language", data={"language": chosen})
    assert language_of(ask(client, browser="pl")) == "pl"


def test_every_page_leads_to_the_choice_which_names_each_language_in_itself(client):
    assert 'href="/language"' in ask(client).text
    page = ask(client, "/language").text
    for code, name in (("en", "English"), ("pl", "Polski"), ("ur", "اردو")):
        assert re.search(
            rf'<button [^>]*value="{code}"[^>]*lang="{code}"[^>]*>{name}</button>', page
        )


def test_pages_of_the_team_are_in_english_throughout(make, sign_in):
    ruth = reads("pl", make.steward())
    client, project = sign_in(ruth), make.the_project.slug
    assert language_of(ask(client, f"/projects/{project}/people")) == "en"
    assert language_of(ask(client, f"/projects/{project}/photographs/")) == "pl"


def test_somebody_who_may_not_open_a_page_of_the_team_is_told_so_in_their_language(make, sign_in):
    client = sign_in(reads("pl", make.researcher()))
    answer = ask(client, f"/projects/{make.the_project.slug}/people")
    assert answer.status_code == 404 and language_of(answer) == "pl"
    assert "Nie ma tu strony" in answer.text
