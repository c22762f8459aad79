"""The workshop's pages, for somebody who runs it and somebody who takes part."""

import re

import pytest
from sqlalchemy import select

from photovoice.archive.darkroom import Box
from photovoice.audit import Event
from photovoice.consent import operations as consent
from photovoice.consent.queries import people_in
from photovoice.consent.rules import Faces
from photovoice.db import today
from photovoice.workshop import operations, queries
from photovoice.workshop.models import WorkshopSession
from tests.addresses import at_project as at
from tests.factories import MAY_DAY

pytestmark = pytest.mark.any_database


@pytest.fixture
def facilitator(make, sign_in):
    """The browser of somebody who runs the workshop; call it when everything is made."""
    person = make.facilitator(name="Gwen")
    return lambda: sign_in(person)


@pytest.fixture
def researcher(make, sign_in):
    """The browser of somebody who took none of the photographs."""
    person = make.researcher(name="Ade")
    return lambda: sign_in(person)


@pytest.fixture
def taken_back(make, session):
    """``taken_back(photograph)`` was cleared while the group used it, and is no longer."""

    def take(photograph):
        consent.withdraw_person(session, photograph, by=None)
        return photograph

    return take


def look_at(make, session, held, *photographs):
    for photograph in photographs:
        operations.look_at(session, held, photograph, by=None, on=MAY_DAY)
    return held


# Sessions.


def test_before_the_first_session_a_facilitator_is_told_how_to_begin(make, facilitator, researcher):
    address = at(make.the_project, "workshop/")
    page = facilitator().get(address).text
    assert "No session yet" in page and "/workshop/new" in page and "SHOWeD" in page
    page = researcher().get(address).text
    assert "No session yet" in page and "/workshop/new" not in page and "SHOWeD" not in page


def test_a_session_is_opened_for_today_unless_another_day_is_chosen(make, facilitator, session):
    client, address = facilitator(), at(make.the_project, "workshop/new")
    page = client.get(address).text
    assert today().isoformat() in page and "SHOWeD" in page
    guide = queries.guides_of(session, make.the_project)[1]
    session.commit()
    answer = client.post(
        address,
        data={"title": "Saturday at the library", "held_on": "2026-04-18", "guide": guide.id,
              "people_present": "9", "place": "Upstairs"},
    )  # fmt: skip
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Saturday at the library" in page and "9 people" in page and "Upstairs" in page
    assert "18 April 2026" in page and "PHOTO" in page


def test_a_session_without_a_name_or_a_day_is_pointed_out(make, facilitator, session):
    answer = facilitator().post(at(make.the_project, "workshop/new"), data={"title": ""})
    assert "Give it a name." in answer.text and "Choose a day." in answer.text
    assert not session.query(WorkshopSession).count()


def test_how_many_people_came_is_a_number_and_what_is_wrong_is_said_once(make, facilitator):
    given = {"title": "Saturday", "held_on": "2026-05-01", "people_present": "-4"}
    page = facilitator().post(at(make.the_project, "workshop/new"), data=given).text
    assert page.count("Write a number from 1 to 1000.") == 1


def test_a_session_shows_its_photographs_and_how_much_was_said_of_each(
    make, session, facilitator, researcher
):
    held, photograph = make.workshop(), make.photograph(cleared=True, title="Second kettle")
    look_at(make, session, held, photograph)
    for text in ("One.", "Two."):
        operations.write_down(session, held, photograph, text, by=None)
    for client in (facilitator(), researcher()):
        page = client.get(at(make.the_project, f"workshop/{held.id}")).text
        assert "Second kettle" in page and "2 answers" in page and "1 May 2026" in page


def test_only_what_is_cleared_for_the_workshop_is_offered(make, session, facilitator, researcher):
    held = make.workshop()
    make.photograph(cleared=True, title="Cleared kettle")
    make.photograph(pictured=["Bea"], title="Bea at the hatch")
    page = facilitator().get(at(make.the_project, f"workshop/{held.id}")).text
    assert "Cleared kettle" in page and "Bea at the hatch" not in page
    page = researcher().get(at(make.the_project, f"workshop/{held.id}")).text
    assert "Put photographs before the group" not in page


def test_ticked_photographs_come_before_the_group(make, session, facilitator):
    held, project = make.workshop(), make.the_project
    ours, theirs = make.photograph(cleared=True), make.photograph(project=make.project())
    answer = facilitator().post(
        at(project, f"workshop/{held.id}/photographs"), data={"photograph": [ours.id, theirs.id]}
    )
    assert answer.status_code == 303
    assert [
        look.photograph_id for look in queries.workshop(session, project.slug, held.id).looks
    ] == [ours.id]


def test_with_nothing_ticked_one_is_told_to_tick_something(make, facilitator):
    held = make.workshop()
    answer = facilitator().post(
        at(make.the_project, f"workshop/{held.id}/photographs"), follow_redirects=True
    )
    assert "Tick a photograph or two first." in answer.text


def test_one_that_is_not_cleared_is_refused_with_who_is_missing(make, facilitator):
    held, photograph = make.workshop(), make.photograph(pictured=["Bea"])
    make.release(photograph)
    answer = facilitator().post(
        at(make.the_project, f"workshop/{held.id}/photographs"), data={"photograph": photograph.id}
    )
    assert answer.status_code == 409
    assert "Bea" in answer.text and "has not been asked yet" in answer.text
    assert f"/photographs/{photograph.id}/people/" in answer.text, "with the way there"


# One photograph before the group.


def test_the_photograph_stands_beside_the_questions_and_what_was_answered(
    make, session, facilitator, researcher
):
    held, photograph = make.workshop(), make.photograph(cleared=True, caption="Boiling all day.")
    look_at(make, session, held, photograph)
    pat = make.researcher(name="Pat")
    operations.write_down(session, held, photograph, "Steam.", by=None, question="see", said_by=pat)
    address = at(make.the_project, f"workshop/{held.id}/photographs/{photograph.id}")
    for page in (facilitator().get(address).text, researcher().get(address).text):
        assert "What do you see here?" in page and "Boiling all day." in page
        assert page.index("What do you see here?") < page.index("Steam.")
        assert page.index("Steam.") < page.index("What can we do about it?")
        assert "Pat" in page
    assert "Write an answer down" in facilitator().get(address).text
    assert "Write an answer down" not in researcher().get(address).text


def test_an_answer_is_written_down_where_it_was_asked(make, session, facilitator):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    look_at(make, session, held, photograph)
    address = at(make.the_project, f"workshop/{held.id}/photographs/{photograph.id}")
    client = facilitator()
    answer = client.post(
        address,
        data={"question": "do", "text": "Buy another.", "label": "a visitor", "language": "en"},
    )
    assert answer.status_code == 303 and answer.location.endswith("#question-do")
    page = client.get(address).text
    assert "Buy another." in page and "a visitor" in page and "Written down." in page


def test_an_empty_answer_is_refused_with_a_sentence_beside_its_question(make, session, facilitator):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    look_at(make, session, held, photograph)
    answer = facilitator().post(
        at(make.the_project, f"workshop/{held.id}/photographs/{photograph.id}"),
        data={"question": "do", "text": "", "language": "en"},
    )
    assert answer.status_code == 400 and "Write down what was said first." in answer.text
    assert queries.said_of(session, photograph) == []


def test_answers_to_a_question_no_longer_asked_stay_on_the_page(make, session, facilitator):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    look_at(make, session, held, photograph)
    operations.write_down(session, held, photograph, "Steam.", by=None, question="see")
    client = facilitator()
    answer = client.post(
        at(make.the_project, f"guides/{held.guide_id}"),
        data={"name": "Ours", "questions": "What can we do about it?\n\n Who is missing? "},
    )
    assert answer.status_code == 303
    address = at(make.the_project, f"workshop/{held.id}/photographs/{photograph.id}")
    page = client.get(address).text
    assert "Who is missing?" in page and "What do you see here?" not in page
    assert "Steam." in page


def test_a_guide_without_questions_is_refused_with_a_sentence(make, facilitator):
    guide = make.workshop().guide
    answer = facilitator().post(
        at(make.the_project, f"guides/{guide.id}"), data={"name": "Ours", "questions": " \n "}
    )
    assert "Write at least one question." in answer.text
    assert len(guide.questions) == 2


def test_one_walks_from_photograph_to_photograph(make, session, researcher):
    held, first, second = make.workshop(), *(make.photograph(cleared=True) for _ in range(2))
    look_at(make, session, held, first, second)
    room = at(make.the_project, f"workshop/{held.id}/photographs")
    client = researcher()
    page = client.get(f"{room}/{first.id}").text
    assert f'rel="next" href="{room}/{second.id}"' in page and 'rel="prev"' not in page
    page = client.get(f"{room}/{second.id}").text
    assert f'rel="prev" href="{room}/{first.id}"' in page and 'rel="next"' not in page


def test_striking_out_and_putting_away_lead_back_to_where_one_was(make, session, facilitator):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    look_at(make, session, held, photograph)
    said = operations.write_down(session, held, photograph, "Steam.", by=None)
    client, address = facilitator(), at(make.the_project, f"workshop/{held.id}")
    answer = client.post(at(make.the_project, f"said/{said.id}/strike"))
    assert answer.location == f"{address}/photographs/{photograph.id}"
    assert "Steam." not in client.get(answer.location).text
    answer = client.post(f"{address}/photographs/{photograph.id}/put-away")
    assert answer.location == address
    assert "No photograph before the group yet" in client.get(address).text


def test_what_was_taken_back_is_put_before_nobody_whoever_holds_the_screen(
    make, session, facilitator, researcher, taken_back
):
    held = make.workshop()
    kept = make.photograph(cleared=True, title="Cleared kettle")
    gone = make.photograph(cleared=True, title="Bea at the hatch", caption="She smiles.")
    look_at(make, session, held, kept, gone)
    operations.write_down(session, held, gone, "Steam.", by=None)
    taken_back(gone)
    room = at(make.the_project, f"workshop/{held.id}")
    client, lookout = facilitator(), researcher()
    for page in (client.get(room).text, lookout.get(room).text):
        assert "Cleared kettle" in page and "Bea at the hatch" not in page
        assert "not cleared for the workshop at present" in page
        assert f"/photographs/{gone.id}/320.jpg" not in page
    assert "Bea at the hatch" not in client.get(at(make.the_project, "workshop/")).text
    page = client.get(f"{room}/photographs/{gone.id}").text
    assert "Bea at the hatch" not in page and "She smiles." not in page and ".jpg" not in page
    assert "not cleared for the workshop at present" in page
    assert "What is missing, and who can supply it" in page
    assert "Steam." in page, "what was said stays said"
    answer = client.post(f"{room}/photographs/{gone.id}", data={"text": "", "language": "en"})
    assert answer.status_code == 400 and "She smiles." not in answer.text
    studio = client.get(at(make.the_project, f"photographs/{gone.id}")).text
    assert "Bea at the hatch" in studio, "in the studio it can still be seen to"


def test_a_face_to_be_covered_is_covered_before_the_group(make, session, facilitator, work):
    held, photograph = make.workshop(), make.photograph(pictured=["Bea"])
    (bea,) = people_in(session, photograph)
    make.release(photograph)
    make.release(photograph, bea, faces=Faces.BLURRED)
    make.cover(photograph, [Box(0.1, 0.1, 0.2, 0.2)], [bea])
    work()
    look_at(make, session, held, photograph)
    whole, covered = (
        {r.sha256[:8] for r in photograph.renditions if r.redacted is redacted}
        for redacted in (False, True)
    )
    client, room = facilitator(), at(make.the_project, f"workshop/{held.id}")
    for address in (room, f"{room}/photographs/{photograph.id}"):
        page = client.get(address).text
        assert any(one in page for one in covered) and not any(one in page for one in whole)


# Themes, words and the selection.


def test_a_theme_is_written_down_in_the_groups_own_words(make, facilitator):
    client, address = facilitator(), at(make.the_project, "themes/")
    assert "No theme yet" in client.get(address).text
    answer = client.post(address, data={"name": "Turning up", "statement": "We come."})
    assert answer.location == at(make.the_project, "themes/turning-up")
    page = client.get(answer.location).text
    assert "Turning up" in page and "We come." in page
    answer = client.post(answer.location + "/words", data={"name": "Being there", "statement": ""})
    assert "Being there" in client.get(address).text


def test_a_theme_without_a_name_is_refused_with_a_sentence(make, session, facilitator):
    client = facilitator()
    answer = client.post(at(make.the_project, "themes/"), data={"statement": "We come."})
    assert answer.status_code == 400 and "Give the theme a name." in answer.text
    assert queries.themes(session, make.the_project) == []


def test_where_the_form_is_refused_the_themes_still_show_their_photographs(
    make, session, facilitator
):
    photograph, theme = make.photograph(cleared=True, title="Second kettle"), make.theme()
    operations.link(session, theme, photograph, by=None)
    answer = facilitator().post(at(make.the_project, "themes/"), data={})
    assert answer.status_code == 400 and "Second kettle" in answer.text


def test_a_theme_read_differently_says_so_beside_its_statement(make, facilitator, researcher):
    theme = make.theme("Turning up", slug="turning-up", statement="Everybody came.")
    address = at(make.the_project, "themes/turning-up")
    client = facilitator()
    answer = client.post(
        f"{address}/readings",
        data={"text": "I did not.", "label": "somebody in the room", "language": "en"},
    )
    assert answer.location == address
    page = researcher().get(address).text
    assert "Everybody came." in page and "I did not." in page and "somebody in the room" in page
    assert "1 person reads it differently" in client.get(at(make.the_project, "themes/")).text
    answer = client.post(f"{address}/readings", data={"text": "", "language": "en"})
    assert answer.status_code == 400 and "Write down what was said first." in answer.text
    assert theme.name in answer.text


def test_a_reading_typed_wrongly_is_struck_out_and_that_stays_in_the_record(
    make, session, facilitator
):
    theme = make.theme("Turning up", slug="turning-up")
    reading = operations.read_otherwise(session, theme, "I did nut.", by=None)
    session.commit()
    client, address = facilitator(), at(make.the_project, "themes/turning-up")
    assert "Strike out" in client.get(address).text
    answer = client.post(at(make.the_project, f"readings/{reading.id}/strike"))
    assert answer.location == address
    assert "I did nut." not in client.get(address).text
    assert session.scalar(select(Event).where(Event.did == "struck_reading")) is not None


def test_a_theme_that_nothing_stands_with_is_put_away_and_its_words_stay_in_the_record(
    make, session, facilitator
):
    theme = make.theme("Turning pu", slug="turning-pu", statement="We come.")
    section = make.exhibition().sections[0]
    section.theme = theme
    session.commit()
    client, address = facilitator(), at(make.the_project, "themes/turning-pu")
    assert "Put it away" in client.get(address).text
    answer = client.post(f"{address}/put-away")
    assert answer.location == at(make.the_project, "themes/")
    assert client.get(address).status_code == 404
    line = session.scalar(select(Event).where(Event.did == "put_away_theme"))
    assert line.details == {"before": ["Turning pu", "We come."]}
    session.refresh(section)
    assert section.theme_id is None and section.title == "First room"


def test_a_theme_is_put_away_with_all_that_stands_with_it_and_all_of_it_comes_back(
    make, session, facilitator
):
    theme, photograph = make.theme("Turning up", slug="turning-up"), make.photograph(cleared=True)
    operations.link(session, theme, photograph, by=None, why="Her hands")
    operations.read_otherwise(session, theme, "Not for me", by=None, said_by_label="Pat")
    session.commit()
    client, address = facilitator(), at(make.the_project, "themes/turning-up")
    client.post(f"{address}/put-away")
    assert client.get(address).status_code == 404
    page = client.get(at(make.the_project, "removed")).text
    assert "Turning up" in page and "Her hands" in page and "Not for me" in page
    client.post(bringing_back(page))
    page = client.get(address).text
    assert "Her hands" in page and "Not for me" in page


def bringing_back(page: str) -> str:
    """Where the first button on a page that brings something back leads."""
    return re.findall(r'action="([^"]+/bring-back)"', page)[0]


def test_a_photograph_is_put_to_a_theme_with_why_and_by_whom(make, session, facilitator):
    theme, photograph = make.theme("Turning up", slug="turning-up"), make.photograph(cleared=True)
    pat = make.researcher(name="Pat Dooley")
    client = facilitator()
    address = at(make.the_project, f"photographs/{photograph.id}/findings")
    answer = client.post(
        address, data={"theme": theme.id, "who": pat.id, "why": "Because she came back."}
    )
    assert answer.status_code == 303
    for page in (address, at(make.the_project, "themes/turning-up")):
        text = client.get(page).text
        assert "Because she came back." in text and "Pat Dooley" in text
    client.post(
        address, data={"theme": theme.id, "label": "Terry", "sees_it_otherwise": "y",
                       "why": "That is a rota."},
    )  # fmt: skip
    assert "somebody sees it otherwise" in client.get(address).text
    text = client.get(at(make.the_project, "themes/turning-up")).text
    assert text.index("Not here, says somebody") < text.index("That is a rota.")
    link = queries.themes_of(session, [photograph.id])[photograph.id][0]
    session.commit()
    client.post(at(make.the_project, f"theme-links/{link.id}/remove"))
    assert "Because she came back." not in client.get(address).text


def test_words_are_put_on_a_photograph_with_commas_between_and_taken_off(
    make, session, facilitator
):
    photograph = make.photograph(cleared=True)
    client, address = facilitator(), at(make.the_project, f"photographs/{photograph.id}")
    client.post(f"{address}/tags", data={"tags": "kettle, چائے، Kettle"})
    tags = queries.tags_of(session, [photograph.id])[photograph.id]
    assert [tag.name for tag in tags] == ["kettle", "چائے"]
    session.commit()
    page = client.get(f"{address}/findings").text
    assert "kettle" in page and "چائے" in page
    client.post(f"{address}/tags/remove", data={"tag": tags[0].id})
    assert "“kettle” is off the photograph." in client.get(f"{address}/findings").text
    assert "kettle" not in client.get(f"{address}/findings").text


def test_sixty_words_at_once_are_sixty_words(make, session, facilitator):
    photograph = make.photograph(cleared=True)
    words = ", ".join(f"something {number}" for number in range(60))
    client, address = facilitator(), at(make.the_project, f"photographs/{photograph.id}")
    page = client.get(f"{address}/findings").text
    (most,) = re.findall(r'name="tags"[^>]*maxlength="(\d+)"', page) or re.findall(
        r'maxlength="(\d+)"[^>]*name="tags"', page
    )
    client.post(f"{address}/tags", data={"tags": words[: int(most)]})
    assert len(queries.tags_of(session, [photograph.id])[photograph.id]) == 60


def test_a_word_too_long_to_keep_is_pointed_out_and_not_cut(make, session, facilitator):
    photograph = make.photograph(cleared=True)
    client, address = facilitator(), at(make.the_project, f"photographs/{photograph.id}")
    answer = client.post(f"{address}/tags", data={"tags": "kettle, " + "x" * 61})
    assert answer.status_code == 400
    assert "More than 60 letters are too many for one word or phrase" in answer.text
    assert "x" * 61 in answer.text  # what was typed is still there
    assert queries.tags_of(session, [photograph.id]) == {}


def test_no_word_at_all_is_pointed_out(make, facilitator):
    photograph = make.photograph(cleared=True)
    client, address = facilitator(), at(make.the_project, f"photographs/{photograph.id}")
    answer = client.post(f"{address}/tags", data={"tags": "  "})
    assert answer.status_code == 400 and "Write at least one word." in answer.text


def test_putting_forward_leads_back_to_the_page_it_was_done_on(make, facilitator):
    photograph = make.photograph(cleared=True, title="Second kettle")
    client, selection = facilitator(), at(make.the_project, "selection/")
    assert "Nothing is put forward yet" in client.get(selection).text
    forward = at(make.the_project, f"photographs/{photograph.id}/selection")
    answer = client.post(forward, data={"forward": "yes", "next": selection})
    assert answer.location == selection
    assert "Second kettle" in client.get(selection).text
    client.post(forward, data={"forward": "no", "next": selection})
    assert "Nothing is put forward yet" in client.get(selection).text


@pytest.mark.parametrize(
    "elsewhere",
    ["/\t/elsewhere.example/x", "https://example.org/", "//example.org", "/\\example.org"],
)
def test_putting_forward_leads_nowhere_else(make, facilitator, elsewhere):
    photograph = make.photograph(cleared=True)
    page = at(make.the_project, f"photographs/{photograph.id}")
    answer = facilitator().post(f"{page}/selection", data={"next": elsewhere})
    assert answer.location == page


# Who sees what.


def test_a_photograph_no_longer_cleared_is_on_no_page_another_researcher_can_open(
    make, session, researcher, facilitator, taken_back
):
    held, theme = make.workshop(), make.theme("Turning up", slug="turning-up")
    photograph = make.photograph(cleared=True, title="Hidden hatch", caption="Not for you.")
    kept = make.photograph(cleared=True, title="Second kettle")
    look_at(make, session, held, photograph, kept)
    for one in (photograph, kept):
        operations.link(session, theme, one, by=None, why=f"Why {one.title}")
        operations.link(session, theme, one, by=None, why=f"No {one.title}", sees_it_otherwise=True)
        operations.put_forward(session, one, by=None)
    taken_back(photograph)
    pages = ("workshop/", f"workshop/{held.id}", "themes/", "themes/turning-up", "selection/")
    client = researcher()
    for page in pages:
        text = client.get(at(make.the_project, page)).text
        assert "Second kettle" in text, page
        assert "Hidden hatch" not in text and f"/photographs/{photograph.id}" not in text, page
    client = facilitator()
    for page in pages:
        before_the_group = page.startswith("workshop/")
        text = client.get(at(make.the_project, page)).text
        assert ("Hidden hatch" in text) is not before_the_group, page


def test_its_own_page_in_the_session_sends_them_back_with_a_sentence(
    make, session, researcher, taken_back
):
    held, photograph = make.workshop(), make.photograph(cleared=True, caption="Not for you.")
    look_at(make, session, held, photograph)
    operations.write_down(session, held, photograph, "She was crying.", by=None)
    taken_back(photograph)
    client, address = researcher(), at(make.the_project, f"workshop/{held.id}")
    answer = client.get(f"{address}/photographs/{photograph.id}", follow_redirects=True)
    assert "That photograph is not cleared for the workshop at present." in answer.text
    assert "She was crying." not in answer.text and "Not for you." not in answer.text


def test_the_photographer_goes_on_seeing_their_own_but_not_before_the_group(
    make, session, sign_in, taken_back
):
    held, photograph = make.workshop(), make.photograph(cleared=True, title="Hidden hatch")
    look_at(make, session, held, photograph)
    taken_back(photograph)
    client = sign_in(photograph.photographer)
    own = client.get(at(make.the_project, f"photographs/{photograph.id}")).text
    assert "Hidden hatch" in own
    assert "Hidden hatch" not in client.get(at(make.the_project, f"workshop/{held.id}")).text


@pytest.mark.parametrize(
    "address",
    ["workshop/new", "workshop/{held}/photographs", "themes/", "photographs/{photograph}/findings",
     "photographs/{photograph}/tags", "photographs/{photograph}/selection", "guides/{guide}"],
)  # fmt: skip
def test_a_researcher_writes_nothing_down_for_the_group(make, researcher, address):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    address = address.format(held=held.id, photograph=photograph.id, guide=held.guide_id)
    assert researcher().post(at(make.the_project, address)).status_code == 404


def test_the_workshop_of_another_project_is_not_there(make, session, facilitator):
    project = make.project()
    held, theme = make.workshop(project=project), make.theme(project=project, slug="theirs")
    client = facilitator()
    for address in (
        at(project, "workshop/"),
        at(project, f"workshop/{held.id}"),
        at(make.the_project, f"workshop/{held.id}"),
        at(make.the_project, f"themes/{theme.slug}"),
        at(make.the_project, f"guides/{held.guide_id}"),
    ):
        assert client.get(address).status_code == 404


def test_looking_at_the_workshop_writes_nothing(make, sign_in, session):
    client, project = sign_in(make.researcher()), make.the_project
    guides = [guide.id for guide in queries.guides_of(session, project)]
    assert len(guides) == 2
    session.commit()
    assert client.get(at(project, "workshop/")).status_code == 200
    assert [guide.id for guide in queries.guides_of(session, project)] == guides
