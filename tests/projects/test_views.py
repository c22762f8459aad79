"""The pages of a project: starting it, its people, its settings and what was done in it."""

import re

import pytest
from sqlalchemy import select

from photovoice.accounts import operations as accounts
from photovoice.accounts import tries
from photovoice.archive import operations as archive
from photovoice.db import now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.permissions import TABLE, Permission, Role
from photovoice.projects import operations, queries
from photovoice.projects.models import Credit, Membership, Project
from photovoice.waiting import Waiting
from tests.addresses import at_project as at

pytestmark = pytest.mark.any_database


@pytest.fixture
def steward(make, sign_in):
    """The browser of the project's steward; call it when everything is made."""
    person = make.steward(name="Ruth")
    return lambda: sign_in(person)


def members(session, project):
    """Everybody in a project by name, as the database has it now."""
    session.expire_all()
    found = {one.person.name: one for one in queries.members(session, project)}
    for one in found.values():
        _loaded = one.organisation, one.person.contact, one.person.language
    session.commit()
    return found


# The front page.


def test_somebody_who_comes_by_sees_what_is_on_show_and_two_doors(make, client, session, work):
    hung, unhung = (make.exhibition(title=t, photographs=[make.photograph(cleared=True)])
                    for t in ("Ordinary Work", "Not Yet"))  # fmt: skip
    session.refresh(hung)
    exhibitions.ask_to_publish(session, hung, by=None, on=today())
    work()
    page = client.get("/").text
    assert "Ordinary Work" in page and f"/exhibitions/{hung.slug}/" in page
    assert "Not Yet" not in page and make.the_project.name not in page
    assert "Come in with your card" in page and "/withdraw" in page


def test_with_nothing_on_show_the_front_page_does_not_say_so(client):
    page = client.get("/").text
    assert "On show now" not in page and "Come in with your card" in page


def test_a_researcher_of_one_project_comes_straight_into_it(make, sign_in):
    client = sign_in(make.researcher())
    assert client.get("/").location == at(make.the_project)


def test_somebody_in_several_projects_chooses(make, sign_in, session):
    ours, theirs = make.the_project, make.project("Our Street", is_demonstration=True)
    person = make.researcher()
    operations.add_member(session, theirs, person, Role.CURATOR, by=None)
    session.expire(person, ["memberships"])
    page = sign_in(person).get("/").text
    assert ours.name in page and "Our Street" in page
    assert "You are here as: Curator" in page and "a demonstration, to look around in" in page
    assert "Start a project" not in page


def test_somebody_in_no_project_is_told_whom_to_ask(make, sign_in):
    page = sign_in(make.person()).get("/").text
    assert "Ask the person who gave you your card" in page


def test_somebody_who_left_is_no_longer_let_in(make, sign_in, session):
    person, project = make.researcher(), make.the_project
    session.scalars(
        select(Membership).where(Membership.person_id == person.id)
    ).one().left_at = now()
    client = sign_in(person)
    assert client.get(at(project)).status_code == 404
    assert project.name not in client.get("/").text


# Starting one.


def test_a_project_is_started_with_its_organisations_and_its_questions(make, sign_in, session):
    client = sign_in(make.steward(name="Ruth"))
    answer = client.post(
        "/projects/new",
        data={
            "name": "Our Street", "question": "What do you do here?", "languages": ["en", "ur"],
            "organisations": "Hollin Bank Trust\n\n Cut Side ", "line": "",
            "visitor_questions": "What would help?\n",
        },
    )  # fmt: skip
    assert answer.location == "/projects/our-street/people"
    assert "Now bring in its people." in client.get(answer.location).text
    made = queries.project(session, "our-street")
    assert (made.languages, made.visitor_questions) == (["en", "ur"], ["What would help?"])
    assert [one.name for one in made.organisations] == ["Hollin Bank Trust", "Cut Side"]
    assert made.line == "Our Street" and not made.keeps_location
    assert members(session, made)["Ruth"].role is Role.STEWARD


def test_what_is_missing_to_start_is_said_and_nothing_is_started(make, sign_in, session):
    client = sign_in(make.steward())
    before = len(queries.projects(session))
    session.commit()
    page = client.post("/projects/new", data={"name": "  ", "question": ""}).text
    assert "Give the project a name." in page and "Write the question." in page
    assert len(queries.projects(session)) == before


@pytest.mark.parametrize("part", ["researcher", "facilitator", "curator"])
def test_only_somebody_who_answers_for_a_project_starts_another(make, sign_in, part):
    client = sign_in(getattr(make, part)())
    assert client.get("/projects/new").status_code == 404
    assert client.post("/projects/new", data={"name": "Mine"}).status_code == 404


# Its own page.


@pytest.mark.parametrize("part", ["researcher", "facilitator", "curator", "steward"])
def test_every_way_shown_on_the_projects_page_is_open_to_whom_it_is_shown(make, sign_in, part):
    client, project = sign_in(getattr(make, part)()), make.the_project
    page = client.get(at(project)).text
    ways = set(re.findall(r'href="(/[^"#]*)"', page.split("<main")[1].split("</main>")[0]))
    assert at(project, "contribute") in ways
    closed = {way for way in ways if client.get(way).status_code not in (200, 302, 303)}
    assert not closed


def test_the_page_says_where_the_project_stands(make, session, sign_in):
    make.photograph(caption="It boils."), make.photograph()
    make.theme()
    page = sign_in(make.facilitator()).get(at(make.the_project)).text
    assert "1 has no caption yet" in page
    numbers = re.findall(r'line__number numbers">(\d+)<', page)
    assert numbers[1:4] == ["2", "0", "1"], "photographs, sessions, themes"


@pytest.mark.parametrize("part", ["researcher", "steward"])
def test_the_first_thing_on_the_page_is_photographs_one_may_see(make, sign_in, part):
    make.photograph(cleared=True, title="Second kettle")
    make.photograph(title="Not asked yet")
    page = sign_in(getattr(make, part)()).get(at(make.the_project)).text
    assert page.index("Second kettle") < page.index("Where it stands")
    assert ("Not asked yet" in page) == (part == "steward")


def test_a_new_project_says_what_comes_next_and_shows_no_row_of_noughts(make, sign_in):
    ruth = make.steward()
    page = sign_in(ruth).get(at(make.the_project)).text
    assert "Nobody but you takes part yet." in page and "line__number" not in page
    page = sign_in(make.researcher()).get(at(make.the_project)).text
    assert "Start with one." in page and "Nobody but you" not in page


def test_what_comes_next_is_for_whoever_asks(make, sign_in):
    pat = make.researcher()
    make.photograph(photographer=pat, cleared=True)
    page = sign_in(pat).get(at(make.the_project)).text
    assert "Some of your photographs have no words yet." in page
    assert f"researcher={pat.id}&amp;needs=caption" in page
    page = sign_in(make.facilitator()).get(at(make.the_project)).text
    assert "Open a session to write down what is said." in page


def test_each_of_ones_projects_is_shown_by_its_photographs(make, sign_in, session):
    theirs = make.project("Our Street")
    make.photograph(cleared=True, title="Second kettle")
    make.photograph(cleared=True, title="The coats", project=theirs)
    make.photograph(title="Not asked yet", project=theirs)
    person = make.researcher()
    operations.add_member(session, theirs, person, Role.RESEARCHER, by=None)
    session.expire(person, ["memberships"])
    page = sign_in(person).get("/").text
    assert "Second kettle" in page and "The coats" in page and "Not asked yet" not in page


# Settings.


def test_a_steward_changes_the_words_of_a_project(make, steward, session):
    project = make.the_project
    client, address = steward(), at(project, "settings")
    page = client.get(address).text
    assert project.name in page and project.question in page
    answer = client.post(
        address,
        data={"name": "Our Street", "question": "And now?", "languages": ["en"], "line": "2026",
              "organisations": "Hollin Bank Trust", "visitor_questions": "", "keeps_location": "y"},
    )  # fmt: skip
    assert answer.location == at(project), "its address stays"
    session.expire_all()
    changed = session.get_one(Project, project.id)
    assert (changed.name, changed.question, changed.line) == ("Our Street", "And now?", "2026")
    assert changed.keeps_location and [o.name for o in changed.organisations] == [
        "Hollin Bank Trust"
    ]


def test_a_project_without_any_language_is_refused_with_a_sentence(make, steward, session):
    answer = steward().post(at(make.the_project, "settings"), data={"name": "X", "question": "Y"})
    assert "Tick at least one language." in answer.text
    session.expire_all()
    assert make.the_project.name != "X"


# People.


def test_somebody_is_brought_in_and_the_next_thing_is_a_card(make, steward, session):
    client, address = steward(), at(make.the_project, "people")
    answer = client.post(
        address,
        data={"name": "Sunflower", "role": "researcher", "credit": "pseudonym",
              "credit_name": "Sunflower", "language": "en", "organisation": ""},
        follow_redirects=True,
    )  # fmt: skip
    assert "Sunflower is in. Make a card for them next." in answer.text
    member = members(session, make.the_project)["Sunflower"]
    assert (member.role, member.credit) == (Role.RESEARCHER, Credit.PSEUDONYM)
    card = client.post(at(make.the_project, f"people/{member.id}/card")).text
    assert "Sunflower" in card and "<svg" in card
    assert "Card made" in client.get(address).text
    assert "New card" in client.get(address).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Write a name."),
        ({"credit": "pseudonym"}, "Write the name they chose."),
        ({"email": "not an address"}, "That does not look like an e-mail address."),
        ({"email": "taken@example.org"}, "e-mail"),
    ],
)
def test_somebody_who_cannot_be_brought_in_so_is_said_why(make, steward, session, wrong, sentence):
    make.person("Pat", email="taken@example.org")
    somebody = {"name": "Ade", "role": "researcher", "credit": "none", "language": "en"} | wrong
    answer = steward().post(at(make.the_project, "people"), data=somebody)
    assert answer.status_code == 200
    assert sentence in re.sub(r"<form.*?<legend", "", answer.text)
    assert "error" in answer.text
    assert "Ade" not in members(session, make.the_project)


def test_somebody_of_another_project_is_brought_in_with_the_way_in_they_have(
    make, steward, session
):
    ewa = make.person("Ewa", email="ewa@example.org")
    make_elsewhere = make.project(name="Elsewhere")
    operations.add_member(session, make_elsewhere, ewa, Role.STEWARD, by=None)
    session.commit()
    client, address = steward(), at(make.the_project, "people")
    given = {"name": "Eva", "role": "facilitator", "credit": "none", "email": "Ewa@example.org"}
    given["language"] = "en"
    asked = client.post(address, data=given)
    assert "Somebody signs in with this e-mail address already." in asked.text
    assert 'name="known"' in asked.text and "Ewa" not in asked.text.replace("Ewa@example.org", "")
    assert "Elsewhere" not in asked.text
    answer = client.post(address, data=given | {"known": "y"})
    assert answer.status_code == 303
    came = members(session, make.the_project)["Ewa"]
    assert (came.person_id, came.role) == (ewa.id, Role.FACILITATOR)
    assert ewa.role_in(make_elsewhere) is Role.STEWARD


def test_nobody_is_brought_in_twice(make, steward, session):
    ruth = make.the_project.memberships[0].person
    accounts.set_email(session, ruth, "ruth@example.org", by=None)
    session.commit()
    given = {"name": "R", "role": "researcher", "credit": "none", "email": "ruth@example.org"}
    given |= {"language": "en", "known": "y"}
    page = steward().post(at(make.the_project, "people"), data=given).text
    assert "Ruth, who signs in with it, is in already." in page
    assert members(session, make.the_project)["Ruth"].role is Role.STEWARD


def test_everybody_without_a_card_gets_one_at_once(make, steward, session):
    make.researcher(name="Ade"), make.researcher(name="Bea")
    client, address = steward(), at(make.the_project, "people/cards")
    page = client.post(address).text
    assert page.count("<svg") == 3 and "Ade" in page and "Bea" in page and "Ruth" in page
    again = client.post(address, follow_redirects=True).text
    assert "Everybody has a card." in again


def test_a_lost_card_stops_working(make, steward, session, app):
    ade = make.researcher(name="Ade")
    client, project = steward(), make.the_project
    member = members(session, project)["Ade"]
    client.post(at(project, f"people/{member.id}/card"))
    answer = client.post(at(project, f"people/{member.id}/card/revoke"), follow_redirects=True)
    assert "Ade’s card no longer works" in answer.text
    session.expire_all()
    assert all(card.revoked_at for card in ade.cards)


def test_a_lost_card_is_replaced_with_two_clicks(make, steward, session, app):
    """The button beside the name, and yes to its question: the old is dead, the new on paper."""
    ade = make.researcher(name="Ade")
    client, project = steward(), make.the_project
    member = members(session, project)["Ade"]
    first = seven_words(client.post(at(project, f"people/{member.id}/card")).text)
    people = client.get(at(project, "people")).text
    (form,) = [one for one in re.findall(r"<form.*?</form>", people, re.S) if "Card lost?" in one]
    assert "The old one stops working" in form and "<details" not in form
    action = re.search(r'action="([^"]+)"', form)[1]
    answer = client.post(action)
    assert "data:application/pdf;base64," in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    second = seven_words(answer.text)
    statuses = [app.test_client().post("/card", data={"words": w}).status_code
                for w in (first, second)]  # fmt: skip
    assert statuses == [401, 303]
    assert len([card for card in ade.cards if not card.revoked_at]) <= 1


def seven_words(page: str) -> str:
    """The words of the card on a page."""
    return re.search(r'class="access-card__secret"[^>]*>([^<]+)<', page)[1]


def test_where_to_get_help_is_asked_kept_printed_and_said_at_the_door(make, steward, session, app):
    make.researcher(name="Ade")
    client, project = steward(), make.the_project
    told = {"name": project.name, "question": "What?", "languages": "en"}
    told["help"] = "Gwen at the drop-in,\n0161 496 0123"
    assert client.post(at(project, "settings"), data=told).status_code == 303
    assert "Gwen at the drop-in, 0161 496 0123" in client.get(at(project, "settings")).text
    member = members(session, project)["Ade"]
    page = client.post(at(project, f"people/{member.id}/card")).text
    assert "Gwen at the drop-in, 0161 496 0123" in page
    client.post(at(project, f"people/{member.id}/card/revoke"))
    door = app.test_client().post("/card", data={"words": seven_words(page)})
    assert door.status_code == 401
    assert "Ask for a new one: Gwen at the drop-in, 0161 496 0123" in door.text


def test_without_such_a_line_the_door_names_who_made_the_card(make, steward, session, app):
    make.researcher(name="Ade")
    client, project = steward(), make.the_project
    member = members(session, project)["Ade"]
    page = client.post(at(project, f"people/{member.id}/card")).text
    client.post(at(project, f"people/{member.id}/card/revoke"))
    door = app.test_client().post("/card", data={"words": seven_words(page)})
    assert "Ask Ruth, who made it, for a new one." in door.text


def test_a_member_is_given_another_part_and_may_do_more_at_once(make, steward, session, sign_in):
    ade, project = make.researcher(name="Ade"), make.the_project
    client, theirs = steward(), sign_in(ade)
    session.refresh(ade)
    member = members(session, project)["Ade"]
    assert theirs.get(at(project, "exhibitions/")).status_code == 404
    client.post(at(project, f"people/{member.id}/role"), data={"role": "curator"})
    assert theirs.get(at(project, "exhibitions/")).status_code == 200
    client.post(at(project, f"people/{member.id}/role"), data={"role": "emperor"})
    assert members(session, project)["Ade"].role is Role.CURATOR


def test_somebody_leaves_and_their_photographs_stay(make, steward, session, sign_in):
    ade, project = make.researcher(name="Ade"), make.the_project
    photograph = make.photograph(photographer=ade, cleared=True, title="Second kettle")
    page_of_it = at(project, f"photographs/{photograph.id}")
    client = steward()
    address = at(project, f"people/{members(session, project)['Ade'].id}/leave")
    answer = client.post(address, follow_redirects=True)
    assert "Ade has left. Their photographs and words stay, as they agreed." in answer.text
    assert "Ade" not in members(session, project)
    assert "Second kettle" in client.get(page_of_it).text
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(("way", "data"), [("leave", {}), ("role", {"role": "researcher"})])
def test_a_project_does_not_lose_its_last_steward(make, steward, session, way, data):
    client, project = steward(), make.the_project
    ruth = members(session, project)["Ruth"]
    address = at(project, f"people/{ruth.id}/{way}")
    answer = client.post(address, data=data)
    assert answer.status_code == 409 and "make somebody else a steward first" in answer.text
    assert members(session, project)["Ruth"].role is Role.STEWARD
    make.steward(name="Sam")
    session.commit()
    assert client.post(address, data=data).status_code == 303


def test_the_people_of_a_project_are_its_stewards_business(make, sign_in, session):
    client, project = sign_in(make.curator(name="Noor")), make.the_project
    noor = members(session, project)["Noor"]
    for address in ("people", "settings", "record"):
        assert client.get(at(project, address)).status_code == 404
    for address in (f"people/{noor.id}/card", f"people/{noor.id}/role", "people/cards"):
        answer = client.post(at(project, address), data={"role": "steward"})
        assert answer.status_code == 404
    assert members(session, project)["Noor"].role is Role.CURATOR


def test_a_steward_of_another_project_gives_out_no_cards_here(make, steward, session):
    project = make.project()
    make.researcher(project=project, name="Ade")
    client = steward()
    ade = members(session, project)["Ade"]
    rest = f"people/{ade.id}/card"
    addresses = [at(project, rest), at(make.the_project, rest)]
    session.commit()
    for address in addresses:
        assert client.post(address).status_code == 404


# What was done, and who may do what.


def test_what_was_done_is_told_with_who_did_it_newest_first(make, steward, session):
    photograph, pat = make.photograph(developed=False), make.researcher(name="Pat")
    archive.describe(session, photograph, by=pat, caption="It boils.")
    page = steward().get(at(make.the_project, "record")).text
    assert "The record is whole." in page
    assert page.index("described") < page.index("started project")
    row = next(row for row in page.split("<tr>") if "described" in row)
    assert "Pat" in row and "It boils." not in page


def test_what_was_done_elsewhere_is_not_told_here(make, steward, session):
    other = make.project()
    photograph = make.photograph(project=other, developed=False)
    archive.describe(session, photograph, by=None, caption="It boils.")
    assert "described" not in steward().get(at(make.the_project, "record")).text


def test_the_whole_table_of_who_may_do_what_is_on_one_page(make, sign_in):
    page = sign_in(make.researcher()).get("/who-may-do-what").text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == len({may for held in TABLE.values() for may in held})
    yes = {row.count(">yes<") for row in rows}
    assert yes == {1, 2, 3, 4}, "each part may do what those before it may, and more"
    assert Permission.STEWARD in TABLE[Role.STEWARD]


# A card is a person's, in all of their projects.


def test_nobody_is_handed_the_card_of_somebody_who_answers_elsewhere(make, steward, session):
    ade, elsewhere = make.steward(name="Ade"), make.project("Elsewhere")
    operations.add_member(session, elsewhere, ade, Role.STEWARD, by=None)
    session.expire(ade, ["memberships"])
    client, project = steward(), make.the_project
    member = members(session, project)["Ade"]
    address = at(project, f"people/{member.id}/card")
    assert address not in client.get(at(project, "people")).text
    refused = client.post(address)
    assert refused.status_code == 409 and "takes part in another project too" in refused.text
    assert ">Ade<" not in client.post(at(project, "people/cards")).text
    session.expire_all()
    assert not ade.cards


def test_somebody_in_two_projects_gets_a_card_from_whoever_answers_for_both(make, session, sign_in):
    ade, ruth, elsewhere = make.researcher(), make.steward(), make.project("Elsewhere")
    operations.add_member(session, elsewhere, ade, Role.RESEARCHER, by=None)
    operations.add_member(session, elsewhere, ruth, Role.STEWARD, by=None)
    for person in (ade, ruth):
        session.expire(person, ["memberships"])
    assert queries.may_make_card(ruth, ade) and queries.may_make_card(ade, ade)
    assert not queries.may_make_card(make.steward(), ade)


def test_nobody_is_handed_the_card_of_somebody_who_has_left_another_project(make, session):
    gwen, ruth, elsewhere = make.researcher(), make.steward(), make.project("Elsewhere")
    left = operations.add_member(session, elsewhere, gwen, Role.RESEARCHER, by=None)
    make.member(Role.STEWARD, project=elsewhere)
    operations.leave(session, left, by=None)
    session.expire(gwen, ["memberships"])
    assert not queries.may_make_card(ruth, gwen), "what they answered there is theirs alone"
    with pytest.raises(operations.TakesPartElsewhere):
        operations.make_card(
            session, gwen.membership_in(make.the_project), make.house.config, by=ruth
        )
    assert queries.may_shut_out(ruth, gwen), "a lost card is still taken back from here"


def test_a_card_that_opens_another_project_too_is_not_taken_back_from_here(make, steward, session):
    gwen, elsewhere = make.researcher(name="Gwen"), make.project("Elsewhere")
    operations.add_member(session, elsewhere, gwen, Role.STEWARD, by=None)
    accounts.make_card(session, gwen, make.house.config, by=None)
    session.expire(gwen, ["memberships"])
    client, project = steward(), make.the_project
    member = members(session, project)["Gwen"]
    page = client.get(at(project, "people")).text
    for deed in ("card/revoke", "account/close", "account/open"):
        address = at(project, f"people/{member.id}/{deed}")
        assert address not in page
        answer = client.post(address)
        assert answer.status_code == 409 and "takes part in another project too" in answer.text
    session.refresh(gwen)
    assert gwen.is_active and not any(card.revoked_at for card in gwen.cards)


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(make, steward, session, app):
    make.researcher(name="Ade")
    client, project = steward(), make.the_project
    member = members(session, project)["Ade"]
    words = seven_words(client.post(at(project, f"people/{member.id}/card")).text)
    phone = app.test_client()
    assert phone.post("/card", data={"words": words}).status_code == 303
    closed = client.post(at(project, f"people/{member.id}/account/close"), follow_redirects=True)
    assert "Ade’s account is closed" in closed.text and "Account closed" in closed.text
    assert phone.get("/account", headers={"Accept": "text/html"}).status_code == 302
    refused = phone.post("/card", data={"words": words})
    assert refused.status_code == 401 and "Those words did not open the door" in refused.text
    opened = client.post(at(project, f"people/{member.id}/account/open"), follow_redirects=True)
    assert "Ade can come in again." in opened.text and "Account closed" not in opened.text
    assert phone.post("/card", data={"words": words}).status_code == 303
    done = [line.did for line, _name in queries.record(session, project)]
    assert {"closed_account", "opened_account"} <= set(done)


def test_a_steward_whose_account_is_closed_does_not_answer_for_a_project(make, session):
    ruth, sam = make.steward(name="Ruth"), make.steward(name="Sam")
    theirs, hers = (one.membership_in(make.the_project) for one in (sam, ruth))
    operations.close_account(session, theirs, by=ruth)
    with pytest.raises(operations.LastSteward):
        operations.leave(session, hers, by=ruth)
    with pytest.raises(operations.LastSteward):
        operations.close_account(session, hers, by=ruth)


# What waits.


def test_the_front_page_says_what_waits_for_whom_and_the_urgent_first(make, sign_in, house):
    def tell(_session, project, _person):
        return [
            Waiting("A draft changed.", "/draft", "Look at it", Permission.CURATE),
            Waiting("Somebody withdrew.", "/gone", "See", Permission.RECORD_CONSENT, urgent=True),
        ]

    house.waiting.append(tell)
    page = at(make.the_project)
    curators = sign_in(make.curator()).get(page).text
    assert curators.index("Somebody withdrew.") < curators.index("A draft changed.")
    facilitators = sign_in(make.facilitator()).get(page).text
    assert "Somebody withdrew." in facilitators and "A draft changed." not in facilitators
    assert "Waiting for you" not in sign_in(make.researcher()).get(page).text


def test_the_steward_alone_hears_of_many_wrong_passwords(make, sign_in, session, config):
    ruth = make.steward(name="Ruth")
    accounts.set_email(session, ruth, "ruth@example.org", by=None)
    front = at(make.the_project)
    for number in range(20):
        where = tries.From(f"203.0.113.{number}")
        tries.count_failure(session, "ruth@example.org", where, config)
    session.commit()
    assert "20 wrong passwords were tried for Ruth" in sign_in(ruth).get(front).text
    assert "wrong passwords" not in sign_in(make.curator()).get(front).text
