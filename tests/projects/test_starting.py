"""Starting a project with as little as the page asks for, and finding one's way about in it."""

import re

from photovoice.projects import addresses


def test_a_name_and_a_question_are_enough_to_start(make, sign_in):
    steward = make.person("Ruth")
    steward.starts_projects = True
    client = sign_in(steward)

    page = client.get("/projects/new").text
    ticked = [tag for tag in re.findall(r"<input[^>]+>", page) if " checked" in tag]
    answers = {
        re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]+)"', tag)[1]
        for tag in ticked
    }
    assert answers == {"languages": "en"}

    answers |= {"name": "Our Street", "question": "What do you do here?"}
    assert client.post("/projects/new", data=answers).location == "/projects/our-street/people"


def test_the_name_at_the_top_leads_to_the_project_and_ones_own_to_the_account(make, sign_in):
    steward, project = make.steward(), make.the_project
    page = sign_in(steward).get(f"/projects/{project.slug}/people").text
    assert re.search(rf'class="masthead__name" href="/projects/{project.slug}/"', page)
    assert re.search(r'<a href="/account"[^>]*>', page)


def test_cards_made_for_an_address_no_phone_can_reach_say_so(make, sign_in, session, house):
    steward, project = make.steward(), make.the_project
    here = "http://127.0.0.1:8000"
    addresses.say_address(session, here, house.config, by=None, only_near=True)
    page = sign_in(steward).post(f"/projects/{project.slug}/people/cards").text
    assert "only this computer can open" in page
