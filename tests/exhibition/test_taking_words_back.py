"""Words somebody takes back leave the walls as fast as a photograph; a correction waits."""

import json

import pytest
from sqlalchemy import select

from photovoice.archive import operations as archive
from photovoice.archive import speaking, taking_back
from photovoice.archive.queries import taken_back
from photovoice.audit import Event
from photovoice.db import today
from photovoice.exhibition import operations
from photovoice.gallery import operations as book
from photovoice.gallery import state
from photovoice.gallery.queries import responses
from photovoice.workshop import operations as workshop
from tests import sounds
from tests.addresses import at_photograph


def live(house, exhibition):
    folder = house.config.exhibitions_folder / exhibition.slug
    return json.loads((folder / str(state.read(folder).live) / "manifest.json").read_text())


def panels(house, exhibition):
    return [panel for one in live(house, exhibition)["sections"] for panel in one["panels"]]


def sign(house, exhibition):
    return state.read(house.config.exhibitions_folder / exhibition.slug)


def did(session):
    return [event.did for event in session.scalars(select(Event))]


@pytest.fixture
def spoken_of(make, session, house, work):
    """A photograph with a caption, and another, published with a reading and a visitor's words."""
    maker = make.researcher(name="Pat")
    photograph = make.photograph(
        cleared=True, photographer=maker, title="The kettle", caption="It boiled."
    )
    other = make.photograph(cleared=True, title="The coats", caption="They hung.")
    exhibition = make.exhibition(photographs=[photograph, other])
    exhibition.sections[0].theme = make.theme()
    workshop.read_otherwise(session, exhibition.sections[0].theme, "Not for me.", by=None)
    book.write_in_book(session, exhibition, "Pay the caretaker.", by=None, is_shown=True)
    session.refresh(exhibition)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    return exhibition


def test_a_caption_taken_back_leaves_the_walls_and_its_photograph_with_it(
    spoken_of, session, house, work
):
    photograph = spoken_of.sections[0].panels[0].photograph
    taking_back.take_words_back(session, photograph, by=photograph.photographer)
    assert sign(house, spoken_of).retired == {1}, "at once"
    work()
    assert [panel["title"] for panel in panels(house, spoken_of)] == ["The coats"]
    assert spoken_of.editions[-1].reason == "words_taken_back"
    assert len(sign(house, spoken_of).gone) == 1
    assert "took_words_back" in did(session)


def test_where_something_is_said_aloud_the_photograph_stays(make, session, house, work, spoken_of):
    photograph = spoken_of.sections[0].panels[0].photograph
    make.voice_note(photograph)
    operations.ask_to_publish(session, spoken_of, by=None, on=today())
    work()
    taking_back.take_words_back(session, photograph, by=photograph.photographer)
    work()
    panel = panels(house, spoken_of)[0]
    assert (panel["title"], panel["caption"]) == ("", "") and panel["voice"]


def test_words_taken_back_are_published_by_nobody_until_they_are_brought_back(
    spoken_of, session, house, work
):
    photograph = spoken_of.sections[0].panels[0].photograph
    taken = taking_back.take_words_back(session, photograph, by=photograph.photographer)
    work()
    operations.ask_to_publish(session, spoken_of, by=None, on=today())
    work()
    assert [panel["title"] for panel in panels(house, spoken_of)] == ["The coats"]
    taking_back.bring_words_back(session, taken, by=photograph.photographer)
    work()
    assert len(panels(house, spoken_of)) == 1, "a curator publishes them, not the house"
    operations.ask_to_publish(session, spoken_of, by=None, on=today())
    work()
    assert [panel["caption"] for panel in panels(house, spoken_of)] == ["It boiled.", "They hung."]
    assert "brought_words_back" in did(session) and not sign(house, spoken_of).gone


def test_nobody_else_writes_them_again(make, spoken_of, session):
    photograph, other = spoken_of.sections[0].panels[0].photograph, make.facilitator()
    taking_back.take_words_back(session, photograph, by=photograph.photographer)
    with pytest.raises(taking_back.WordsWereTakenBack):
        archive.describe(session, photograph, by=other, caption=" It boiled. ")
    assert archive.describe(session, photograph, by=other, caption="Something else.")
    assert taken_back(session, photograph)


def test_a_correction_waits_for_the_curator(spoken_of, session, house, work):
    photograph = spoken_of.sections[0].panels[0].photograph
    archive.describe(session, photograph, by=None, caption="It boiled twice.")
    work()
    assert sign(house, spoken_of).live == 1
    assert panels(house, spoken_of)[0]["caption"] == "It boiled."


def test_a_reading_struck_out_leaves_the_walls_at_once(spoken_of, session, house, work):
    (reading,) = spoken_of.sections[0].theme.readings
    workshop.strike_reading(session, reading, by=None)
    assert sign(house, spoken_of).retired == {1}
    work()
    assert live(house, spoken_of)["sections"][0]["readings"] == []
    assert len(panels(house, spoken_of)) == 2


def test_a_visitors_words_hidden_leave_the_walls_at_once(spoken_of, session, house, work):
    (response,) = responses(session, spoken_of)
    book.show(session, response, False, by=None)
    assert sign(house, spoken_of).retired == {1}
    work()
    assert live(house, spoken_of)["responses"] == []
    book.show(session, response, True, by=None)
    assert sign(house, spoken_of).live == 2, "to show them is for the next edition"


def test_the_page_has_two_buttons_and_says_what_each_does(spoken_of, session, sign_in, work):
    photograph = spoken_of.sections[0].panels[0].photograph
    address = f"/projects/{spoken_of.project.slug}/photographs/{photograph.id}/words"
    client = sign_in(photograph.photographer)
    page = client.get(address).text
    assert "Save correction" in page and "Take these words back" in page
    assert "when a curator publishes again" in page and "at once" in page
    answer = client.post(f"{address}/take-back", follow_redirects=True)
    assert "taken back" in answer.text and "Bring these words back" in answer.text
    work()
    answer = client.post(f"{address}/bring-back", follow_redirects=True)
    assert "It boiled." in answer.text


def test_only_who_took_them_back_is_shown_them(make, spoken_of, session, sign_in):
    photograph = spoken_of.sections[0].panels[0].photograph
    taking_back.take_words_back(session, photograph, by=photograph.photographer)
    address = f"/projects/{spoken_of.project.slug}/photographs/{photograph.id}/words"
    client = sign_in(make.facilitator())
    assert "It boiled." not in client.get(address).text
    assert client.post(f"{address}/bring-back").status_code == 404


def test_a_photograph_a_curator_took_down_is_not_said_to_be_withdrawn(
    spoken_of, session, house, work, client
):
    panel = spoken_of.sections[0].panels[0]
    ref, slug = spoken_of.editions[0].photographs[0].ref, spoken_of.slug
    operations.take_down(session, panel, by=None)
    session.refresh(spoken_of)
    operations.ask_to_publish(session, spoken_of, by=None, on=today())
    work()
    for address in (f"photographs/{ref}", f"2/photographs/{ref}.html", f"1/photographs/{ref}.html"):
        answer = client.get(f"/exhibitions/{slug}/{address}")
        assert answer.status_code == 404, address
        assert "not in the exhibition any more" in answer.text
        assert "change their mind" not in answer.text
        assert f'href="/exhibitions/{slug}/"' in answer.text
    assert sign(house, spoken_of).removed == {ref} and not sign(house, spoken_of).gone


@pytest.mark.parametrize("name", taking_back.OWN_WORDS)
def test_nobody_else_writes_again_any_of_the_words_that_were_taken_back(make, session, name):
    photograph = make.photograph(**{name: "Zainab by the door"})
    taking_back.take_words_back(session, photograph, by=photograph.photographer)
    again = {name: "Zainab by the door"}
    with pytest.raises(taking_back.WordsWereTakenBack):
        archive.describe(session, photograph, by=make.facilitator(), **again)
    archive.describe(session, photograph, by=photograph.photographer, **again)
    assert not archive.describe(session, photograph, by=make.facilitator(), **again), (
        "what the photographer wrote once more is left as it is"
    )


def test_what_two_people_took_back_is_brought_back_by_nobody_else(make, session, spoken_of):
    photograph = spoken_of.sections[0].panels[0].photograph
    pat, noor = photograph.photographer, make.facilitator(name="Noor")
    first = taking_back.take_words_back(session, photograph, by=noor)
    archive.describe(session, photograph, by=pat, caption="It boiled.")
    taking_back.take_words_back(session, photograph, by=pat)
    with pytest.raises(taking_back.WordsWereTakenBack):
        taking_back.bring_words_back(session, first, by=noor)
    assert photograph.caption == ""
    taking_back.bring_words_back(session, first, by=pat)
    assert photograph.caption == "It boiled."


def test_what_stood_beside_words_taken_back_is_read_and_put_up_by_nobody_else(
    make, session, spoken_of, sign_in
):
    photograph = spoken_of.sections[0].panels[0].photograph
    pat, noor = photograph.photographer, make.facilitator(name="Noor")
    beside = archive.keep_beside(session, photograph, "caption", "It boiled over.", "en", by=noor)
    taking_back.take_words_back(session, photograph, by=pat)
    hers, his = sign_in(noor), sign_in(pat)
    address = at_photograph(photograph)
    use = {"choice": "use"}
    assert "It boiled over." not in hers.get(address).text
    assert hers.post(f"{address}/other-words/{beside.id}", data=use).status_code == 404
    assert "It boiled over." in his.get(address).text
    archive.keep_beside(session, photograph, "caption", "Written since.", "en", by=noor)
    session.commit()
    assert "Written since." in hers.get(address).text


def test_a_reading_struck_out_stays_out_although_another_got_its_number(
    spoken_of, session, house, work
):
    theme = spoken_of.sections[0].theme
    (reading,) = theme.readings
    workshop.strike_reading(session, reading, by=None)
    session.refresh(theme)
    workshop.read_otherwise(session, theme, "Said later.", by=None)
    work()
    assert [one["readings"] for one in live(house, spoken_of)["sections"]] == [[]]


def test_a_recording_taken_away_is_put_back_by_nobody_else(make, session, house, work):
    pat, noor = make.researcher(name="Pat"), make.facilitator(name="Noor")
    photograph = make.photograph(cleared=True, photographer=pat)
    said = sounds.webm(1.5)
    note = speaking.receive_voice(house, session, photograph, said, by=pat, spoken_by=pat)
    work()
    speaking.remove_voice(session, note, by=pat)
    work()
    with pytest.raises(taking_back.WordsWereTakenBack):
        speaking.receive_voice(house, session, photograph, said, by=noor, spoken_by=pat)
    session.rollback()
    assert speaking.receive_voice(house, session, photograph, said, by=pat, spoken_by=pat)
