"""The postcards page and the file it makes, as a curator meets them."""

import io
from dataclasses import replace

import pikepdf
import pytest
from sqlalchemy import select

from photovoice.consent import operations as consent
from photovoice.printing import operations
from photovoice.printing.models import Postcard, PrintFile, PrintState
from tests.factories import EVERY_USE, picture_bytes

pytestmark = pytest.mark.any_database


def at(exhibition, rest=""):
    """The address of something among the postcards of an exhibition."""
    return f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}/postcards/{rest}"


@pytest.fixture
def curator(make, sign_in):
    """The browser of a curator; call it when everything is made."""
    person = make.curator(name="Noor")
    return lambda: sign_in(person)


@pytest.fixture
def exhibition(make, house, session):
    """An exhibition of two photographs cleared for print and one that is not."""
    photographs = [make.photograph(cleared=True, title=title) for title in ("Kettle", "Coats")]
    for number, photograph in enumerate(photographs):
        house.store.put(photograph.original_key, picture_bytes(number, (1824, 1316)))
    wall = make.photograph(nobody=True, title="Wall only")
    make.release(wall, uses=EVERY_USE | {"print": False})
    made = make.exhibition(photographs=[*photographs, wall], title="Ordinary Work")
    session.refresh(made)
    return made


def file_of(session):
    """The only file asked for."""
    session.expire_all()
    (file,) = session.scalars(select(PrintFile)).all()
    session.commit()
    return file


def cards(session):
    """The cards in order: photograph → card."""
    session.expire_all()
    found = session.execute(
        select(Postcard.photograph_id, Postcard.id).order_by(Postcard.position)
    ).all()
    session.commit()
    return dict(tuple(row) for row in found)


def test_the_page_offers_what_hangs_and_says_what_is_not_for_print(exhibition, curator):
    page = curator().get(at(exhibition)).text
    assert "No card chosen yet" in page
    assert "Kettle" in page and "Coats" in page and "Wall only" in page
    assert page.count("Not for print") == 1 and page.count(">Add<") == 2
    assert page.count("checked") == 2, "the paper and the way it is turned"


def test_cards_are_chosen_moved_and_left_out(exhibition, curator, session):
    kettle, coats, _wall = (panel.photograph_id for panel in exhibition.sections[0].panels)
    address, client = at(exhibition), curator()
    for photograph in (kettle, coats):
        assert client.post(address, data={"photograph": photograph}).status_code == 303
    assert list(cards(session)) == [kettle, coats]
    client.post(f"{address}{cards(session)[coats]}/move", data={"to": 0})
    assert list(cards(session)) == [coats, kettle]
    client.post(f"{address}{cards(session)[coats]}/leave-out")
    assert list(cards(session)) == [kettle]


def test_one_not_cleared_for_print_is_refused_with_who_said_no(exhibition, curator):
    wall = exhibition.sections[0].panels[2].photograph
    answer = curator().post(at(exhibition), data={"photograph": wall.id})
    assert answer.status_code == 409 and "said no to this use" in answer.text


def test_a_chosen_card_no_longer_cleared_says_it_is_left_out(exhibition, curator, session):
    kettle = exhibition.sections[0].panels[0].photograph
    operations.choose(session, exhibition, kettle, by=None)
    consent.withdraw_person(session, kettle, by=None)
    assert "Not cleared for print: left out" in curator().get(at(exhibition)).text


def test_from_choosing_the_paper_to_taking_the_pdf(exhibition, curator, session, work):
    client = curator()
    answer = client.post(at(exhibition, "files"), data={"sheet": "a4", "flip": "short"})
    assert answer.status_code == 303
    address = answer.location
    assert "Making the file" in client.get(address).text
    as_json = {"Accept": "application/json"}
    assert client.get(address, headers=as_json).json == {"state": "waiting", "done": 0, "total": 2}
    assert client.get(f"{address}.pdf").status_code == 404
    work()
    assert client.get(address, headers=as_json).json == {"state": "ready", "done": 2, "total": 2}
    page = client.get(address).text
    assert "2 cards are ready" in page and "turned on the short edge" in page
    assert "“Wall only” is left out." in page
    pdf = client.get(f"{address}.pdf")
    assert pdf.mimetype == "application/pdf" and pdf.data.startswith(b"%PDF")
    assert f"{exhibition.slug}-postcards-a4.pdf" in pdf.headers["Content-Disposition"]
    listed = client.get(at(exhibition)).text
    assert "Files so far" in listed and "ready" in listed


def test_a_file_is_handed_out_no_more_once_somebody_on_it_changed_their_mind(
    exhibition, curator, session, work
):
    client = curator()
    address = client.post(at(exhibition, "files"), data={"sheet": "single"}).location
    work()
    kettle = exhibition.sections[0].panels[0].photograph
    consent.withdraw_person(session, kettle, by=None)
    session.commit()
    answer = client.get(f"{address}.pdf")
    assert answer.status_code == 410
    assert "“Kettle”" in answer.text and "Make the file again" in answer.text


def test_with_nothing_cleared_no_file_is_promised(make, curator, session):
    exhibition = make.exhibition(photographs=[make.photograph(nobody=True)])
    answer = curator().post(at(exhibition, "files"), data={"sheet": "single", "flip": "long"})
    assert answer.status_code == 409
    assert "No photograph here is cleared for print yet." in answer.text
    assert session.scalars(select(PrintFile)).all() == []


def test_why_a_file_could_not_be_made_is_said(make, house, curator, session, work):
    tiny = make.photograph(cleared=True, title="Tiny")
    house.store.put(tiny.original_key, picture_bytes(1, (600, 450)))
    exhibition = make.exhibition(photographs=[tiny])
    client = curator()
    address = client.post(at(exhibition, "files"), data={"sheet": "single"}).location
    work()
    page = client.get(address).text
    assert "Too few pixels for a postcard" in page and "Tiny" in page
    assert client.get(f"{address}.pdf").status_code == 404


# When front and back do not meet.


def test_the_offset_typed_is_used_kept_for_the_next_file_and_said(
    exhibition, curator, session, work
):
    client = curator()
    assert "<details>" in client.get(at(exhibition)).text.split('id="make"')[1]
    answer = client.post(
        at(exhibition, "files"),
        data={"sheet": "a4", "flip": "long", "back_offset_x": "1.5", "back_offset_y": "-0,5"},
    )
    assert file_of(session).back_offset == (1.5, -0.5)
    work()
    assert file_of(session).state is PrintState.READY
    assert "1.5 mm to the right and -0.5 mm up" in client.get(answer.location).text
    page = client.get(at(exhibition)).text
    assert "<details open>" in page and 'value="1.5"' in page and 'value="-0.5"' in page


@pytest.mark.parametrize("wrong", ["eleven", "11", "-10.1", "nan", "inf"])
@pytest.mark.parametrize("place", ["files", "calibration.pdf"])
def test_an_offset_nobody_could_mean_is_refused_with_a_sentence(
    exhibition, curator, session, wrong, place
):
    answer = curator().post(
        at(exhibition, place), data={"sheet": "a4", "flip": "long", "back_offset_y": wrong}
    )
    assert answer.status_code == 400
    assert "Type a number of millimetres between −10 and 10." in answer.text
    assert "Kettle" in answer.text, "on the same page"
    assert session.scalars(select(PrintFile)).all() == []


def test_a_paper_nobody_offered_is_refused(exhibition, curator, session):
    answer = curator().post(at(exhibition, "files"), data={"sheet": "wallpaper", "flip": "long"})
    assert answer.status_code == 400
    assert session.scalars(select(PrintFile)).all() == []


@pytest.mark.parametrize(
    ("sheet", "paper", "width", "height"),
    [("single", "a4", 210, 297), ("a4", "a4", 210, 297), ("sra3", "sra3", 450, 320)],
)
def test_a_trial_sheet_is_for_the_paper_chosen(exhibition, curator, sheet, paper, width, height):
    answer = curator().post(
        at(exhibition, "calibration.pdf"), data={"sheet": sheet, "flip": "long"}
    )
    assert answer.mimetype == "application/pdf"
    assert f"calibration-{paper}.pdf" in answer.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 2
        size = [float(edge) / 72 * 25.4 for edge in pdf.pages[0].MediaBox.as_list()[2:]]
    assert size == pytest.approx([width, height], abs=0.5)


def test_a_facilitator_makes_no_files(exhibition, make, sign_in):
    client = sign_in(make.facilitator())
    assert client.get(at(exhibition)).status_code == 404
    for place in ("files", "calibration.pdf"):
        assert client.post(at(exhibition, place), data={}).status_code == 404


# Words for a card whose caption is too long for it.

LONG = "They took off the 6.40, so we counted ourselves out loud, every day for a month. " * 20


def test_a_caption_too_long_for_a_card_gives_way_to_shorter_words_on_it_alone(
    exhibition, curator, session, work
):
    kettle = exhibition.sections[0].panels[0].photograph
    kettle.caption = LONG
    number = operations.choose(session, exhibition, kettle, by=None).id
    address, series = at(exhibition, f"{number}/words"), at(exhibition)
    client = curator()
    session.commit()
    listed = client.get(series).text
    assert "Long for a card" in listed and address in listed
    refused = client.post(f"{series}files", data={"sheet": "single"}).location
    work()
    page = client.get(refused).text
    assert "letters too long" in page and f'href="{address}"' in page
    assert LONG.strip() in client.get(address).text, "the caption stands beside the field"
    assert client.post(address, data={"words": " We counted out loud. "}).status_code == 303
    assert "Long for a card" not in client.get(series).text
    made = client.post(f"{series}files", data={"sheet": "single"}).location
    work()
    assert "1 card is ready" in client.get(made).text
    session.expire_all()
    assert session.get(Postcard, number).words == "We counted out loud."
    assert session.get(Postcard, number).photograph.caption == LONG
    session.commit()


def test_emptied_again_the_card_says_the_caption_itself(exhibition, curator, session):
    kettle = exhibition.sections[0].panels[0].photograph
    card = operations.choose(session, exhibition, kettle, by=None)
    operations.say(session, card, "Shorter.", by=None)
    assert card.said == "Shorter."
    address, client = at(exhibition, f"{card.id}/words"), curator()
    session.commit()
    client.post(address, data={"words": "  "})
    session.expire_all()
    assert card.said == kettle.caption
    session.commit()


def test_all_that_hangs_and_is_cleared_can_be_chosen_at_once(exhibition, curator, session):
    kettle, coats, wall = (panel.photograph_id for panel in exhibition.sections[0].panels)
    page = curator().get(at(exhibition)).text
    form = page.split("Choose all that hang")[0].rpartition("<form")[2]
    assert f'value="{kettle}"' in form and f'value="{coats}"' in form
    assert f'value="{wall}"' not in form


def test_cards_that_would_lead_nowhere_are_warned_of_before_they_are_printed(
    exhibition, curator, house
):
    client = curator()
    house.config = replace(house.config, public_url="https://photovoice.example.org")
    assert "people elsewhere cannot open" not in client.get(at(exhibition)).text
    house.config = replace(house.config, public_url="http://127.0.0.1:8101")
    page = client.get(at(exhibition)).text
    assert "http://127.0.0.1:8101, which people elsewhere cannot open" in page
    assert page.index("people elsewhere cannot open") < page.index("Make the file")
