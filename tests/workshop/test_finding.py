"""The search index follows what is said: whoever changes a photograph's words asks for it."""

import pytest

from photovoice.archive import operations as archive
from photovoice.archive.models import Photograph
from photovoice.consent import operations as consent
from photovoice.jobs.operations import due
from photovoice.workshop import jobs, operations
from photovoice.workshop.documents import documents
from tests.factories import MAY_DAY


@pytest.fixture
def found(house, make):
    """``found(words)``: the ids a facilitator would be shown."""

    def search(words, **chosen):
        asked = {"project_id": make.the_project.id, "allowed": None, "tended": None} | chosen
        return house.index.search(words, **asked).ids

    return search


# Kept up to date by jobs.


def test_a_caption_is_found_once_the_work_is_done_and_the_words_before_no_longer(
    make, session, work, found
):
    photograph = make.photograph(developed=False)
    archive.describe(session, photograph, by=None, caption="We bought a second kettle.")
    work()
    assert found("kettle") == [photograph.id]
    archive.describe(session, photograph, by=None, caption="We bought an urn.")
    work()
    assert found("urn") == [photograph.id] and found("kettle") == []


def test_a_tag_is_found_until_it_is_taken_off(make, session, work, found):
    photograph = make.photograph(developed=False)
    tagging = operations.tag(session, photograph, "wheelbarrow", by=None)
    work()
    assert found("wheelbarrow") == [photograph.id]
    operations.untag(session, photograph, tagging.tag, by=None)
    work()
    assert found("wheelbarrow") == []


def test_an_answer_is_found_as_it_reads_now_and_not_when_struck_out(make, session, work, found):
    photograph, held = make.photograph(developed=False), make.workshop()
    said = operations.write_down(session, held, photograph, "Nobody mended the lamp.", by=None)
    work()
    assert found("lamp") == [photograph.id]
    operations.correct(session, said, "Nobody mended the gate.", by=None)
    work()
    assert found("gate") == [photograph.id] and found("lamp") == []
    operations.strike(session, said, by=None)
    work()
    assert found("gate") == []


def test_a_theme_is_found_by_its_name_as_it_is_now_on_every_photograph_of_it(
    make, session, work, found
):
    one, two = make.photograph(developed=False), make.photograph(developed=False)
    theme = make.theme("Lanterns")
    for photograph in (one, two):
        operations.link(session, theme, photograph, by=None)
    work()
    assert set(found("lanterns")) == {one.id, two.id}
    session.refresh(theme)
    operations.change_theme(session, theme, by=None, name="Beacons", statement="")
    work()
    assert set(found("beacons")) == {one.id, two.id} and found("lanterns") == []


def test_a_photograph_somebody_sees_otherwise_is_not_under_the_theme(make, session, work, found):
    photograph, theme = make.photograph(developed=False), make.theme("Lanterns")
    made = operations.link(session, theme, photograph, by=None)
    operations.link(session, theme, photograph, by=None, sees_it_otherwise=True)
    work()
    assert found("lanterns") == [photograph.id], "one who does not agree changes nothing"
    operations.unlink(session, made, by=None)
    work()
    assert found("lanterns") == []


def test_somebody_pictured_is_found_by_the_name_they_were_given(make, session, work, found):
    photograph = make.photograph(developed=False)
    consent.name_person(session, photograph, "man with the umbrella", by=None)
    work()
    assert found("umbrella") == [photograph.id]


def test_what_was_undone_is_not_indexed(make, session, work, found):
    photograph = make.photograph(developed=False)
    work()
    operations.tag(session, photograph, "wheelbarrow", by=None)
    session.rollback()
    work()
    assert found("wheelbarrow") == []


def test_many_changes_at_once_are_one_job(make, session):
    photograph = make.photograph(developed=False)
    before = len(due(session))
    for word in ("one", "two", "three"):
        operations.tag(session, photograph, word, by=None)
    assert len(due(session)) - before == 1


def test_a_photograph_no_longer_there_is_forgotten(make, house, session, work, found):
    photograph = make.photograph(developed=False, title="Wheelbarrow")
    jobs.ask_for_update(None, session=session, photograph_ids=[photograph.id])
    work()
    assert found("wheelbarrow") == [photograph.id]
    number = photograph.id
    session.delete(photograph)
    jobs.ask_for_update(None, session=session, photograph_ids=[number])
    work()
    assert found("wheelbarrow") == []


def test_the_whole_index_is_made_anew_from_the_database(make, house, session, work, found):
    photographs = [make.photograph(developed=False, title="Wheelbarrow") for _ in range(3)]
    session.commit()
    house.index.clear(None)
    house.index.update(documents(session, [photographs[0].id]))
    told = []
    assert jobs.rebuild(house, told.append) == 3
    assert told[-1] == 3 and set(found("wheelbarrow")) == {one.id for one in photographs}


def test_making_it_anew_forgets_what_is_no_longer_true(make, house, session, work, found):
    photograph = make.photograph(developed=False, title="Wheelbarrow")
    work()
    session.get_one(Photograph, photograph.id).title = "Pram"
    session.commit()
    jobs.rebuild(house)
    assert found("wheelbarrow") == [] and found("pram") == [photograph.id]


# What it is told.


def test_the_index_is_told_everything_that_was_said(make, session):
    pat = make.researcher(name="Pat Dooley")
    photograph = make.photograph(
        developed=False, photographer=pat, title="The kettle", caption="It boils.",
        alternative_text="A kettle on a hatch.", place="Chapel", taken_on=MAY_DAY,
        pictured=["Woman at the hatch"],
    )  # fmt: skip
    operations.tag(session, photograph, "tea", by=None)
    operations.link(session, make.theme("Making room"), photograph, by=None)
    operations.write_down(session, make.workshop(), photograph, "It was cold.", by=None)
    (told,) = documents(session, [photograph.id])
    assert (told.project_id, told.researcher, told.year) == (
        make.the_project.id,
        "Pat Dooley",
        2026,
    )
    assert told.texts["title"] == ["The kettle"]
    assert told.texts["caption"] == ["It boils.", "A kettle on a hatch."]
    assert told.texts["place"] == ["Chapel"] and told.texts["tags"] == ["tea"]
    assert told.texts["themes"] == told.themes == ["Making room"]
    assert told.texts["answers"] == ["It was cold."]
    assert told.texts["people"][0] == "Pat Dooley"
    assert list(told.named) == ["Woman at the hatch"], "found by those alone who tend it"
    assert "Woman at the hatch" not in str(told.texts)


def test_a_photograph_without_a_date_counts_for_the_year_it_came_in(make, session):
    photograph = make.photograph(developed=False, taken_on=None)
    (told,) = documents(session, [photograph.id])
    assert told.year == photograph.received_at.year


# Who finds what.


def test_a_photograph_a_researcher_may_not_see_is_in_no_total_and_no_facet(
    make, session, work, sign_in
):
    ade, bea = make.researcher(name="Ade"), make.researcher(name="Bea")
    shared = make.photograph(photographer=bea, cleared=True, caption="A kettle of ours.")
    hidden = make.photograph(photographer=bea, pictured=["Cai"], caption="A kettle of Cai’s.")
    theme = make.theme("Secret supper")
    operations.link(session, theme, hidden, by=None)
    operations.tag(session, shared, "tea", by=None)
    work()
    address = f"/projects/{make.the_project.slug}/search"
    page = sign_in(ade).get(address, query_string={"q": "kettle"}).text
    assert "1 photograph" in page and "2 photographs" not in page
    assert "Secret supper" not in page and "Cai" not in page
    assert f"/photographs/{shared.id}" in page and f"/photographs/{hidden.id}" not in page
    facilitator = sign_in(make.facilitator())
    page = facilitator.get(address, query_string={"q": "kettle"}).text
    assert "2 photographs" in page and "Secret supper" in page


def test_a_photograph_taken_back_is_found_no_more_by_others_at_once(make, session, work, sign_in):
    ade = make.researcher(name="Ade")
    photograph = make.photograph(cleared=True, caption="A kettle of ours.")
    operations.tag(session, photograph, "tea", by=None)
    work()
    client, address = sign_in(ade), f"/projects/{make.the_project.slug}/search?q=kettle"
    assert "1 photograph" in client.get(address).text
    consent.withdraw_person(session, photograph, by=None)
    session.commit()
    assert "No photograph" in client.get(address).text
