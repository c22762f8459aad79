"""The visitors' book: what visitors said is written in, and shown only when somebody chose it."""

import json

import pytest

from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.gallery import operations, queries
from tests.addresses import at_exhibition
from tests.conftest import emptied

QUESTION = "What would help it along?"


@pytest.fixture
def database_url(migrated, tmp_path):
    """A database, unlike for the rest of the gallery: the book is kept in one."""
    return emptied(migrated, tmp_path / "home")


@pytest.fixture
def exhibition(make, session):
    """An exhibition of one photograph, in a project that asks its visitors a question."""
    make.the_project.visitor_questions = ["How does it make a difference?", QUESTION]
    made = make.exhibition(photographs=[make.photograph(cleared=True)], title="Ordinary Work")
    session.refresh(made)
    return made


@pytest.fixture
def curator(make, sign_in):
    """The browser of a curator; call it when everything is made."""
    person = make.curator()
    return lambda: sign_in(person)


@pytest.fixture
def published(session, work, house):
    """``published(exhibition)`` makes an edition; its manifest's responses come back."""

    def publish(exhibition):
        session.refresh(exhibition)
        edition = exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
        work()
        folder = house.config.exhibitions_folder / exhibition.slug / str(edition.number)
        return json.loads((folder / "manifest.json").read_text())["responses"]

    return publish


def test_an_empty_book_says_how_to_fill_it(exhibition, curator):
    page = curator().get(at_exhibition(exhibition, "/book/")).text
    assert "Nobody has said anything yet" in page and QUESTION in page


def test_what_a_visitor_said_is_written_in_with_its_question_and_its_place(
    exhibition, session, curator
):
    library = exhibitions.add_stop(
        session, exhibition, by=None, venue="Hollin Bank library", opens_on=today()
    )
    session.refresh(exhibition)
    address = at_exhibition(exhibition, "/book/")
    answer = {"text": " A bench. ", "question": QUESTION, "stop": library.id, "language": "en"}
    client = curator()
    assert client.post(address, data=answer).location == address
    (kept,) = queries.responses(session, exhibition)
    assert (kept.text, kept.question, kept.stop, kept.is_shown) == (
        "A bench.", QUESTION, library, False,
    )  # fmt: skip
    session.commit()
    page = client.get(address).text
    assert "A bench." in page and "Hollin Bank library" in page and ">Shown<" not in page


@pytest.mark.parametrize("nothing", ["", "   "])
def test_nothing_is_not_written_in(exhibition, session, curator, nothing):
    address = at_exhibition(exhibition, "/book/")
    answer = curator().post(address, data={"text": nothing, "language": "en"})
    assert "Write it down as it was said." in answer.text
    assert queries.responses(session, exhibition) == []


def test_only_what_somebody_chose_is_in_the_next_edition(
    exhibition, make, session, curator, published, house
):
    kept = operations.write_in_book(
        session, exhibition, "A bench.", by=None, question=QUESTION, language="en"
    )
    operations.write_in_book(session, exhibition, "Rude words.", by=None)
    address = at_exhibition(exhibition, f"/book/{kept.id}")
    assert published(exhibition) == []
    client = curator()
    client.post(address, data={"shown": "yes"})
    assert published(exhibition) == [
        {"question": QUESTION, "text": "A bench.", "language": "en", "stop": ""}
    ]
    folder = house.config.exhibitions_folder / exhibition.slug / "2"
    pages = "".join(path.read_text() for path in folder.rglob("*.html"))
    assert "A bench." in pages and "Rude words." not in pages
    session.commit()
    client.post(address, data={"shown": "no"})
    assert published(exhibition) == []


def test_an_edition_that_hangs_does_not_change_when_something_is_chosen(
    exhibition, session, published, house
):
    said = operations.write_in_book(session, exhibition, "A bench.", by=None)
    published(exhibition)
    operations.show(session, said, True, by=None)
    session.commit()
    folder = house.config.exhibitions_folder / exhibition.slug / "1"
    assert json.loads((folder / "manifest.json").read_text())["responses"] == []


def test_answers_are_carried_in_the_order_they_were_given(exhibition, session):
    for text in ("First.", "Second.", "Third."):
        operations.write_in_book(session, exhibition, text, by=None, is_shown=True)
    carried = queries.shown_in_editions(session, exhibition)
    assert [one["text"] for one in carried] == ["First.", "Second.", "Third."]


def test_visitors_of_a_closed_stop_keep_their_words(exhibition, session):
    stop = exhibitions.add_stop(session, exhibition, by=None, venue="Library", opens_on=today())
    operations.write_in_book(session, exhibition, "A bench.", by=None, stop=stop, is_shown=True)
    exhibitions.remove_stop(session, stop, by=None)
    session.expire_all()
    (carried,) = queries.shown_in_editions(session, exhibition)
    assert (carried["text"], carried["stop"]) == ("A bench.", "")


def test_the_book_of_another_project_is_closed(exhibition, make, session, sign_in):
    said = operations.write_in_book(session, exhibition, "A bench.", by=None)
    elsewhere = make.exhibition(project=make.project())
    here, there = at_exhibition(exhibition, "/book/"), at_exhibition(elsewhere, "/book/")
    client = sign_in(make.curator(project=elsewhere.project))
    assert client.get(here).status_code == 404
    assert client.post(f"{there}{said.id}", data={"shown": "yes"}).status_code == 404
    session.expire_all()
    assert not said.is_shown
