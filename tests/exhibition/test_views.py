"""The curators' pages: the light table, its words and the tour."""

import pytest
from sqlalchemy import select

from photovoice.consent import operations as consent
from photovoice.db import today
from photovoice.exhibition import operations, queries
from photovoice.exhibition.models import Exhibition, Panel, Section, TourStop
from photovoice.workshop import operations as workshop
from tests.addresses import at_exhibition as at

pytestmark = pytest.mark.any_database


@pytest.fixture
def put_forward(make, session):
    """``put_forward(photograph)``: the group has selected it."""

    def put(photograph):
        workshop.put_forward(session, photograph, by=None)
        return photograph

    return put


def hanging(session, exhibition):
    """Section title → the titles of what hangs in it, in order, as the database has it now."""
    session.expire_all()
    found = queries.exhibition_by_slug(session, exhibition.slug)
    hangs = {one.title: [panel.photograph.title for panel in one.panels] for one in found.sections}
    session.commit()
    return hangs


# The light table.


def test_an_exhibition_starts_with_the_themes_the_group_found(make, session, curator):
    make.theme("Turning up", statement="We come.", position=0)
    make.theme("Making room", position=1)
    client, project = curator(), make.the_project
    address = f"/projects/{project.slug}/exhibitions/"
    assert "No exhibition yet" in client.get(address).text
    answer = client.post(
        f"{address}new",
        data={"title": "Ordinary Work", "language": "en", "accent": "#4d6332", "introduction": ""},
    )
    assert answer.location == f"{address}ordinary-work"
    page = client.get(answer.location).text
    assert page.index("Turning up") < page.index("We come.") < page.index("Making room")
    page = client.get(address).text
    assert "Ordinary Work" in page and "Not published yet" in page


@pytest.mark.parametrize("title", ["", "   "])
def test_an_exhibition_without_a_title_is_refused_with_a_sentence(make, session, curator, title):
    answer = curator().post(
        f"/projects/{make.the_project.slug}/exhibitions/new",
        data={"title": title, "language": "en", "accent": "#4d6332"},
    )
    assert "Give the exhibition a title." in answer.text
    assert session.scalars(select(Exhibition)).all() == []


def test_the_light_table_shows_what_hangs_what_could_and_what_is_missing(
    make, session, curator, put_forward, on_the_wall_only
):
    hung = make.photograph(cleared=True, title="Second kettle")
    put_forward(make.photograph(cleared=True, title="The wet step"))
    lacking = put_forward(make.photograph(pictured=["Bea"], title="Bea at the hatch"))
    make.release(lacking)
    exhibition = make.exhibition(photographs=[hung, on_the_wall_only(title="The coats")])
    page = curator().get(at(exhibition)).text
    wall, tray = page.split('<aside class="tray"')
    assert "2 photographs hang here." in wall
    assert "Second kettle" in wall and "The coats" in wall and "Not on the web" in wall
    assert "The wet step" in tray and "Second kettle" not in tray
    assert "Bea</bdi> has not been asked yet" in tray
    assert f"/photographs/{lacking.id}/people/" in tray


def test_what_hangs_and_may_no_longer_says_so_on_its_panel(make, session, curator):
    photograph = make.photograph(cleared=True, title="Second kettle")
    exhibition = make.exhibition(photographs=[photograph])
    consent.withdraw_person(session, photograph, by=None)
    page = curator().get(at(exhibition)).text
    assert "1 of them may not be shown at present." in page
    assert "May not be shown" in page and "took their release back" in page


def test_hanging_what_is_not_cleared_says_who_is_missing_and_leads_there(make, session, curator):
    photograph = make.photograph(pictured=["Ade", "Bea"], title="At the hatch")
    ade, bea = consent.queries.people_in(session, photograph)
    make.release(photograph)
    make.release(photograph, ade)
    section = make.exhibition().sections[0]
    client = curator()
    answer = client.post(
        at(section.exhibition, f"/sections/{section.id}/panels"), data={"photograph": photograph.id}
    )
    assert answer.status_code == 409
    assert "“At the hatch” is not cleared" in answer.text and "Only Bea can say yes." in answer.text
    assert "Ade" not in answer.text
    way = f"/projects/{make.the_project.slug}/photographs/{photograph.id}/people/{bea.id}"
    assert f'href="{way}' in answer.text
    assert "data-light-table" in answer.text and 'class="project-nav"' in answer.text
    assert hanging(session, section.exhibition) == {"First room": []}


def test_without_a_section_the_tray_says_why_nothing_can_be_hung(
    make, session, curator, put_forward
):
    put_forward(make.photograph(cleared=True, title="Second kettle"))
    exhibition = make.exhibition()
    session.delete(exhibition.sections[0])
    page = curator().get(at(exhibition)).text
    assert page.index("Second kettle") < page.index('<h2 id="another">Add a section')
    assert "as soon as there is a section to hang them in" in page


def test_a_photograph_is_hung_from_the_tray(make, session, curator, put_forward):
    photograph = put_forward(make.photograph(cleared=True, title="Second kettle"))
    exhibition = make.exhibition()
    section = exhibition.sections[0]
    client = curator()
    answer = client.post(
        at(exhibition, f"/sections/{section.id}/panels"), data={"photograph": photograph.id}
    )
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "“Second kettle” hangs in “First room”." in page and "The tray is empty" in page
    again = client.post(
        at(exhibition, f"/sections/{section.id}/panels"), data={"photograph": photograph.id}
    )
    assert again.status_code == 409 and "hangs in this exhibition already" in again.text


def test_a_photograph_of_another_project_is_not_hung(make, session, curator):
    exhibition, theirs = make.exhibition(), make.photograph(project=make.project(), cleared=True)
    section = exhibition.sections[0]
    curator().post(at(exhibition, f"/sections/{section.id}/panels"), data={"photograph": theirs.id})
    assert hanging(session, exhibition) == {"First room": []}


def test_a_panel_dragged_elsewhere_answers_where_it_hangs_now(make, session, curator):
    one, two, three = (
        make.photograph(cleared=True, developed=False, title=t) for t in ("One", "Two", "Three")
    )
    exhibition = make.exhibition(photographs=[one, two, three])
    second = operations.add_section(session, exhibition, "Second room", by=None)
    panel = exhibition.sections[0].panels[0]
    client = curator()
    answer = client.post(
        at(exhibition, f"/panels/{panel.id}/move"),
        data={"section": second.id, "to": 0},
        headers={"Accept": "application/json"},
    )
    assert answer.json == {"section": second.id, "position": 0}
    assert hanging(session, exhibition) == {"First room": ["Two", "Three"], "Second room": ["One"]}


def test_the_same_without_a_script_leads_back_to_the_panel(make, session, curator):
    one, two = (make.photograph(cleared=True, developed=False, title=t) for t in ("One", "Two"))
    exhibition = make.exhibition(photographs=[one, two])
    panel = exhibition.sections[0].panels[1]
    answer = curator().post(at(exhibition, f"/panels/{panel.id}/move"), data={"to": 0})
    assert answer.location == at(exhibition, f"#panel-{panel.id}")
    assert hanging(session, exhibition) == {"First room": ["Two", "One"]}


@pytest.mark.parametrize("to", ["-3", "99", "nowhere"])
def test_a_place_that_is_not_there_is_the_nearest_one(make, session, curator, to):
    one, two = (make.photograph(cleared=True, developed=False, title=t) for t in ("One", "Two"))
    exhibition = make.exhibition(photographs=[one, two])
    panel = exhibition.sections[0].panels[0]
    assert curator().post(
        at(exhibition, f"/panels/{panel.id}/move"), data={"to": to}
    ).status_code == 303  # fmt: skip
    expected = ["Two", "One"] if to == "99" else ["One", "Two"]
    assert hanging(session, exhibition) == {"First room": expected}


def test_a_panel_does_not_move_into_another_exhibition(make, session, curator):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True, developed=False)])
    other = make.exhibition()
    panel = exhibition.sections[0].panels[0]
    curator().post(
        at(exhibition, f"/panels/{panel.id}/move"), data={"section": other.sections[0].id, "to": 0}
    )
    assert hanging(session, other) == {"First room": []}


def test_taking_down_brings_it_back_to_the_tray(make, session, curator, put_forward):
    photograph = put_forward(make.photograph(cleared=True, title="Second kettle"))
    exhibition = make.exhibition(photographs=[photograph])
    panel = exhibition.sections[0].panels[0]
    answer = curator().post(at(exhibition, f"/panels/{panel.id}/take-down"), follow_redirects=True)
    assert "“Second kettle” is back in the tray." in answer.text
    assert "Second kettle" in answer.text.split('<aside class="tray"')[1]


def test_a_label_stands_beside_the_caption_never_in_its_place(make, session, curator):
    photograph = make.photograph(cleared=True, title="Second kettle", caption="It boils all day.")
    exhibition = make.exhibition(photographs=[photograph])
    panel = exhibition.sections[0].panels[0]
    client, address = curator(), at(exhibition, f"/panels/{panel.id}")
    assert "It boils all day." in client.get(address).text
    answer = client.post(address, data={"label": "Bought in 2019."})
    assert answer.location == at(exhibition, f"#panel-{panel.id}")
    page = client.get(address).text
    assert "Bought in 2019." in page and "It boils all day." in page
    assert "Bought in 2019." in client.get(at(exhibition)).text
    answer = client.post(address, data={"label": "x" * 2001})
    assert answer.status_code == 422, "the page again, with what is wrong"
    session.expire_all()
    assert session.get_one(Panel, panel.id).label == "Bought in 2019."


def test_sections_are_added_moved_reworded_and_taken_away(make, session, curator):
    theme = make.theme("Turning up", statement="We come.")
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True, title="Kettle")])
    client = curator()
    client.post(at(exhibition, "/sections"), data={"theme": theme.id, "title": "", "text": ""})
    client.post(at(exhibition, "/sections"), data={"theme": "", "title": "Last room", "text": ""})
    assert list(hanging(session, exhibition)) == ["First room", "Turning up", "Last room"]
    first, second, third = session.scalars(select(Section).order_by(Section.position)).all()
    assert second.text == "We come."
    session.commit()
    client.post(at(exhibition, f"/sections/{third.id}/move"), data={"to": 0})
    assert list(hanging(session, exhibition)) == ["Last room", "First room", "Turning up"]
    session.commit()
    client.post(
        at(exhibition, f"/sections/{second.id}"), data={"title": "Being there", "text": "Always."}
    )
    session.commit()
    client.post(at(exhibition, f"/sections/{first.id}/remove"))
    assert hanging(session, exhibition) == {"Last room": [], "Being there": []}


@pytest.mark.parametrize("heading", ["", "  "])
def test_a_section_needs_a_heading_or_a_theme(make, session, curator, heading):
    exhibition = make.exhibition()
    answer = curator().post(
        at(exhibition, "/sections"), data={"theme": "", "title": heading, "text": ""}
    )
    assert "Write a heading, or choose a theme." in answer.text
    assert list(hanging(session, exhibition)) == ["First room"]


def test_a_section_made_from_a_theme_may_be_reworded_and_still_belongs_to_it(
    make, session, curator
):
    theme, exhibition = make.theme("Turning up"), make.exhibition()
    section = operations.add_section(session, exhibition, "", by=None, theme=theme)
    client, address = curator(), at(exhibition, f"/sections/{section.id}")
    assert "Turning up" in client.get(address).text
    answer = client.post(address, data={"title": "", "text": "Always."})
    assert "Write a heading" in answer.text
    session.expire_all()
    assert session.get_one(Section, section.id).title == "Turning up"


def test_title_and_opening_words_are_changed_for_the_next_edition(make, session, curator):
    exhibition = make.exhibition()
    client = curator()
    answer = client.post(
        at(exhibition, "/words"),
        data={"title": "Ordinary Work", "introduction": "Come in.", "language": "en",
              "accent": "#4d6332"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Visitors see it with the next edition." in answer.text
    page = client.get(at(exhibition, "/words")).text
    assert "Ordinary Work" in page and "Come in." in page


# The tour.


def test_a_stop_joins_the_tour_and_leaves_it(make, session, curator):
    exhibition = make.exhibition()
    client, address = curator(), at(exhibition, "/tour")
    assert "No stop yet" in client.get(address).text
    stop = {"venue": "Hollin Bank library", "address": "1 High Street", "opens_on": "2026-05-02",
            "closes_on": "2026-05-30", "note": "Opening with soup."}  # fmt: skip
    assert client.post(address, data=stop).location == address
    page = client.get(address).text
    assert "Hollin Bank library" in page and "Opening with soup." in page
    assert "2 May 2026" in page and "30 May 2026" in page
    (kept,) = session.scalars(select(TourStop)).all()
    session.commit()
    client.post(at(exhibition, f"/tour/{kept.id}/remove"))
    assert "No stop yet" in client.get(address).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"venue": " "}, "Name the place."),
        ({"opens_on": ""}, "Choose a day."),
        ({"opens_on": "soon"}, "Choose a day."),
        ({"closes_on": "2026-05-01"}, "It would close before it opens."),
    ],
)
def test_a_stop_that_cannot_be_is_refused_with_a_sentence(make, session, curator, wrong, sentence):
    stop = {"venue": "Library", "opens_on": "2026-05-02", "closes_on": ""} | wrong
    exhibition = make.exhibition()
    answer = curator().post(at(exhibition, "/tour"), data=stop)
    assert sentence in answer.text
    assert session.scalars(select(TourStop)).all() == []


# Whose.


def test_the_exhibitions_of_another_project_are_not_there(make, session, sign_in, work):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
    session.refresh(exhibition)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    panel, section = exhibition.sections[0].panels[0], exhibition.sections[0]
    project = make.project()
    client = sign_in(make.curator(project=project))
    rest = ["", "/words", "/tour", "/publish", "/editions/1", "/editions/1/copy.zip",
            f"/panels/{panel.id}", f"/sections/{section.id}", "/book/", "/postcards/"]  # fmt: skip
    through_theirs = f"/projects/{project.slug}/exhibitions/{exhibition.slug}"
    for one in rest:
        assert client.get(at(exhibition, one)).status_code == 404, one
        assert client.get(through_theirs + one).status_code == 404, one


def test_a_facilitator_builds_no_exhibition(make, sign_in):
    exhibition = make.exhibition()
    client = sign_in(make.facilitator())
    assert client.get(at(exhibition)).status_code == 404
    assert client.post(at(exhibition, "/publish")).status_code == 404
