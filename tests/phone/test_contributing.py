"""How photographs come in through the page, as somebody without JavaScript sends them."""

import io
from dataclasses import replace

from sqlalchemy import select

from photovoice.archive.models import Photograph
from tests.addresses import at_photograph as page_of
from tests.addresses import at_project as at
from tests.archive.placed import exif_segment, jpeg
from tests.factories import picture_bytes


def sending(*pictures):
    """A form with files in it, as a browser sends them."""
    files = [(io.BytesIO(data), name) for name, data in pictures]
    return {"data": {"photographs": files}, "content_type": "multipart/form-data"}


def test_the_contribute_page_offers_two_ways_to_bring_a_photograph(make, sign_in):
    client = sign_in(make.researcher())
    page = client.get(at(make.the_project, "contribute")).text
    assert "Take a photograph" in page and "Choose photographs" in page
    assert 'capture="environment"' in page and "multiple" in page


def test_each_file_sent_gets_a_verdict_and_a_refused_one_stops_no_other(make, sign_in, session):
    client = sign_in(pat := make.researcher())
    answer = client.post(
        at(make.the_project, "contribute"),
        **sending(
            ("good.jpg", picture_bytes(1)),
            ("bad.jpg", b"<html>"),
            ("twin.jpg", picture_bytes(1)),
            ("better.jpg", picture_bytes(2)),
        ),
    )
    assert answer.status_code == 200
    assert answer.text.count("verdict--received") == 2
    assert answer.text.count("verdict--duplicate") == answer.text.count("verdict--refused") == 1
    assert "not a photograph" in answer.text and "say something about them" in answer.text
    assert session.scalars(select(Photograph.photographer_id)).all() == [pat.id, pat.id]


def test_reloading_the_answer_receives_nothing_twice(make, sign_in, session):
    client = sign_in(make.researcher())
    for expected in ("received", "duplicate"):
        answer = client.post(
            at(make.the_project, "contribute"), **sending(("a.jpg", picture_bytes(1)))
        )
        assert f"verdict--{expected}" in answer.text
    assert len(session.scalars(select(Photograph.id)).all()) == 1


def test_a_project_without_room_refuses_what_is_new_and_knows_what_is_here(
    make, sign_in, session, house, monkeypatch
):
    client = sign_in(make.researcher())
    first, second = sending(("a.jpg", picture_bytes(1))), ("b.jpg", picture_bytes(2))
    client.post(at(make.the_project, "contribute"), **first)
    full = replace(house.config, project_quota=len(picture_bytes(1)))
    monkeypatch.setattr(house, "config", full)
    again = sending(("a.jpg", picture_bytes(1)), second)
    answer = client.post(at(make.the_project, "contribute"), **again)
    assert answer.text.count("verdict--duplicate") == answer.text.count("verdict--refused") == 1
    assert "This project has no room left for it." in answer.text
    assert "tell your facilitator." in answer.text
    assert len(session.scalars(select(Photograph.id)).all()) == 1


def test_nothing_chosen_is_said_beside_the_button(make, sign_in):
    client = sign_in(make.researcher())
    answer = client.post(at(make.the_project, "contribute"), data={})
    assert answer.status_code == 422 and "Choose at least one photograph" in answer.text


def test_a_facilitator_may_send_for_a_researcher_and_a_researcher_for_nobody(
    make, sign_in, session
):
    pat, fay = make.researcher(name="Pat"), make.facilitator()
    for person, expected in ((fay, pat), (other := make.researcher(), other)):
        form = sending((f"{person.id}.jpg", picture_bytes(person.id)))
        form["data"]["photographer"] = pat.id
        sign_in(person).post(at(make.the_project, "contribute"), **form)
        newest = session.scalars(select(Photograph).order_by(Photograph.id.desc())).first()
        assert newest.photographer_id == expected.id and newest.received_by_id == person.id


def test_a_photograph_being_developed_says_so_and_tells_scripts(make, sign_in, session):
    client = sign_in(pat := make.researcher())
    client.post(at(make.the_project, "contribute"), **sending(("a.jpg", picture_bytes(9))))
    photograph = session.scalars(select(Photograph)).one()
    assert photograph.photographer_id == pat.id
    assert "still being developed" in client.get(page_of(photograph)).text
    answer = client.get(page_of(photograph), headers={"Accept": "application/json"})
    assert answer.json == {"id": photograph.id, "state": "received"}


def test_who_sent_a_photograph_is_told_that_its_place_was_taken_out(make, sign_in, session):
    client = sign_in(make.researcher())
    sent = sending(("placed.jpg", jpeg(exif_segment())), ("plain.jpg", jpeg()))
    answer = client.post(at(make.the_project, "contribute"), **sent)
    assert answer.text.count("The place was taken out of it.") == 1
    assert answer.text.count("Received, and safe.") == 2
    placed, plain = session.scalars(select(Photograph).order_by(Photograph.id))
    for photograph, told in ((placed, True), (plain, False)):
        page = client.get(page_of(photograph)).text
        assert ("taken out of the file before it was kept" in page) is told
