"""Work that is given up: what it was for says so, whoever can do something is told, and trying
again mends it."""

import pytest
from sqlalchemy import select, update

from photovoice.archive import operations as archive
from photovoice.archive.models import State
from photovoice.archive.operations import receive
from photovoice.consent import operations as consent
from photovoice.db import now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import EditionState
from photovoice.gallery import state
from photovoice.jobs.models import Job, JobState
from photovoice.jobs.operations import ATTEMPTS, enqueue, perform_all
from photovoice.printing import operations as printing
from photovoice.printing.models import PrintState
from tests.addresses import at_exhibition, at_project
from tests.factories import picture_bytes


@pytest.fixture
def broken(house, monkeypatch):
    """``broken(name)`` makes one kind of work fail; ``broken.mend()``."""

    class Broken:
        def __init__(self):
            self.before = {}

        def __call__(self, name):
            def fails(_house, _payload):
                raise RuntimeError("it cannot be done")

            self.before[name], house.handlers[name] = house.handlers[name], fails

        def mend(self):
            house.handlers.update(self.before)

    return Broken()


@pytest.fixture
def work_hard(house, session):
    """``work_hard()`` commits and does all that waits, as often as it is tried."""

    def do() -> None:
        session.commit()
        for _try in range(ATTEMPTS + 1):
            with house.database.transaction() as passing:
                waits = Job.state == JobState.WAITING
                passing.execute(update(Job).where(waits).values(run_after=now()))
            perform_all(house)
        session.expire_all()
        session.commit()

    return do


def test_a_photograph_says_that_it_could_not_be_prepared_and_is_once_it_can(
    make, session, house, sign_in, broken, work_hard
):
    pat, steward = make.researcher(name="Pat"), make.steward()
    photograph = receive(house, session, make.the_project, pat, picture_bytes(3), by=pat).photograph
    broken("archive.develop")
    work_hard()
    assert (photograph.state, photograph.trouble) == (State.FAILED, "given_up")
    session.commit()
    address = at_project(make.the_project, f"photographs/{photograph.id}")
    session.commit()
    theirs, stewards = sign_in(pat), sign_in(steward)
    page = theirs.get(address).text
    assert "could not be prepared" in page and "nothing is wrong with it" in page
    front = at_project(make.the_project, "")
    assert "1 piece of work failed and was set aside." in stewards.get(front).text
    assert "piece of work failed" not in theirs.get(front).text
    broken.mend()
    answer = theirs.post(f"{address}/again", follow_redirects=True)
    assert "still being developed" in answer.text
    work_hard()
    assert photograph.state is State.READY and photograph.trouble is None
    session.commit()
    assert "piece of work failed" not in stewards.get(front).text


@pytest.fixture
def hanging(make, session, house, work):
    """An exhibition of two photographs that hangs."""
    photographs = [make.photograph(cleared=True, title=one) for one in ("Kettle", "Coats")]
    exhibition = make.exhibition(photographs=photographs, title="Our walls", slug="our-walls")
    session.refresh(exhibition)
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    return exhibition


def of(house, exhibition) -> state.ShowState:
    return state.read(house.config.exhibitions_folder / exhibition.slug)


def test_an_edition_that_cannot_be_made_closes_plainly_and_is_hung_when_tried_again(
    make, session, house, client, sign_in, hanging, broken, work_hard
):
    curator = sign_in(make.curator())
    broken("exhibition.publish")
    kettle = hanging.sections[0].panels[0].photograph
    consent.withdraw_person(session, kettle, by=None)
    session.commit()
    answer = client.get("/exhibitions/our-walls/")
    assert answer.status_code == 503 and "opens again in a minute" in answer.text
    work_hard()
    assert hanging.editions[-1].state is EditionState.FAILED
    shown = of(house, hanging)
    assert shown.live is None and not shown.renewing and shown.stuck
    session.commit()
    for address in ("/exhibitions/our-walls/", "/exhibitions/our-walls/1/"):
        answer = client.get(address)
        assert answer.status_code == (503 if address.endswith("walls/") else 410)
        assert "in a minute" not in answer.text
    assert "closed for now" in client.get("/exhibitions/our-walls/").text
    front = curator.get(at_project(make.the_project, "")).text
    assert "“Our walls” is closed to visitors" in front
    edition = at_exhibition(hanging, f"/editions/{hanging.editions[-1].number}")
    session.commit()
    assert edition in front
    page = curator.get(edition).text
    assert "closed to visitors until it is" in page and f"{edition}/again" in page
    broken.mend()
    assert "Making the edition" in curator.post(f"{edition}/again", follow_redirects=True).text
    assert "in a minute" in client.get("/exhibitions/our-walls/").text
    work_hard()
    assert hanging.editions[-1].state is EditionState.LIVE
    session.commit()
    page = client.get("/exhibitions/our-walls/", follow_redirects=True).text
    assert "Our walls" in page
    assert "is closed to visitors" not in curator.get(at_project(make.the_project, "")).text


def test_an_edition_a_curator_asked_for_in_vain_leaves_what_hangs(
    make, session, house, client, sign_in, hanging, broken, work_hard
):
    person = make.curator()
    curator = sign_in(person)
    broken("exhibition.publish")
    exhibitions.ask_to_publish(session, hanging, by=person, on=today())
    work_hard()
    session.commit()
    assert client.get("/exhibitions/our-walls/", follow_redirects=True).status_code == 200
    front = curator.get(at_project(make.the_project, "")).text
    assert "The new edition of “Our walls” could not be made." in front
    page = curator.get(at_exhibition(hanging, "/editions/2")).text
    assert "Nothing that hangs was changed" in page
    assert of(house, hanging).live == 1


def test_a_print_file_says_so_and_is_made_when_tried_again(
    make, session, house, sign_in, hanging, broken, work_hard
):
    person = make.curator()
    for number, panel in enumerate(hanging.sections[0].panels):
        big = picture_bytes(number, (1824, 1316))
        house.store.put(panel.photograph.original_key, big)
        printing.choose(session, hanging, panel.photograph, by=None)
    session.flush()
    file = printing.ask_for_file(session, hanging, "single", "long", by=person)
    broken("printing.postcards")
    work_hard()
    assert (file.state, file.trouble) == (PrintState.FAILED, "")
    curator = sign_in(person)
    address = at_exhibition(hanging, f"/postcards/files/{file.id}")
    session.commit()
    assert "Nothing is wrong with your cards" in curator.get(address).text
    broken.mend()
    curator.post(f"{address}/again")
    work_hard()
    assert file.state is PrintState.READY


def test_search_that_fails_is_told_to_stewards_and_is_up_to_date_when_tried_again(
    make, session, house, sign_in, broken, work_hard
):
    broken("search.update")
    photograph = make.photograph(cleared=True)
    steward = sign_in(make.steward())
    client = steward
    archive.describe(session, photograph, caption="A quillon on the stove", by=None)
    work_hard()
    session.commit()
    assert "and were set aside" in client.get(at_project(make.the_project, "")).text
    broken.mend()
    job = session.scalars(select(Job).where(Job.state == JobState.FAILED)).first()
    session.commit()
    client.post(at_project(make.the_project, f"record/work/{job.id}/again"))
    work_hard()
    found = house.index.search("quillon", project_id=make.the_project.id, allowed=None)
    assert found.ids == [photograph.id]


def test_trying_again_twice_at_once_is_trying_again_once(
    make, session, house, sign_in, hanging, broken, work_hard
):
    person = make.curator()
    curator = sign_in(person)
    broken("exhibition.publish")
    exhibitions.ask_to_publish(session, hanging, by=person, on=today())
    work_hard()
    broken.mend()
    address = at_exhibition(hanging, "/editions/2/again")
    session.commit()
    assert curator.post(address).status_code == curator.post(address).status_code == 303
    work_hard()
    assert [one.state for one in hanging.editions][-1] is EditionState.LIVE
    assert len(hanging.editions) == 2


def test_what_cannot_be_told_is_given_up_all_the_same(house, session, work_hard, monkeypatch):
    def fails(*_given):
        raise RuntimeError("nor this")

    house.handlers["test.work"] = fails
    monkeypatch.setitem(house.given_up, "test.work", fails)
    job = enqueue(session, "test.work")
    work_hard()
    assert job.state == JobState.FAILED
