"""What was done stays written down: a line changed afterwards is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update

from photovoice.audit import EVERYWHERE, Chain, Event, first_broken, record
from photovoice.projects import operations as projects


@pytest.fixture
def project(make, session):
    """A project in which a few things were done."""
    project, ruth = make.the_project, make.person("Ruth")
    for name in ("The library", "The allotment", "The choir"):
        projects.add_organisation(session, project, name, by=ruth)
    session.commit()
    return project


def lines(session, project) -> list[Event]:
    """The record of a project, oldest first."""
    query = select(Event).where(Event.project_id == project.id).order_by(Event.id)
    return list(session.scalars(query))


def test_an_untouched_record_holds(session, project):
    assert len(lines(session, project)) == 4
    assert first_broken(session, project.id) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"did": "removed_organisation"},
        {"actor_id": None},
        {"thing": "people"},
        {"thing_id": 999},
        {"details": {"name": "another"}},
        {"seal": "0" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_line_edited_afterwards_breaks_the_chain_where_it_was_edited(session, project, changed):
    edited = lines(session, project)[2]
    session.execute(update(Event).where(Event.id == edited.id).values(**changed))
    session.expire_all()
    assert first_broken(session, project.id) == edited.id


def test_a_line_dated_back_breaks_the_chain(session, project):
    edited = lines(session, project)[1]
    earlier = edited.at - timedelta(days=1)
    session.execute(update(Event).where(Event.id == edited.id).values(at=earlier))
    session.expire_all()
    assert first_broken(session, project.id) == edited.id


def test_a_line_taken_out_breaks_the_chain_after_it(session, project):
    _first, second, third, _fourth = lines(session, project)
    session.execute(delete(Event).where(Event.id == second.id))
    session.expire_all()
    assert first_broken(session, project.id) == third.id


def test_the_last_line_taken_off_is_missed_too(session, project):
    *_before, third, last = lines(session, project)
    session.execute(delete(Event).where(Event.id == last.id))
    session.expire_all()
    assert first_broken(session, project.id) == third.id + 1


def test_each_project_has_a_chain_of_its_own(make, session, project):
    other = make.project("Elsewhere")
    session.execute(
        update(Event).where(Event.project_id == project.id).values(details={"told": "otherwise"})
    )
    session.expire_all()
    assert first_broken(session, project.id) and first_broken(session, other.id) is None
    assert first_broken(session, EVERYWHERE) is None


def test_what_is_undone_was_never_written(house, make, session, project):
    with house.database.session() as other:
        record(other, None, "did_nothing", other.merge(project))
        other.rollback()
    assert first_broken(session, project.id) is None
    assert "did_nothing" not in {line.did for line in lines(session, project)}


def test_two_who_write_at_once_make_one_chain(house, make, session, project):
    """Each line waits for the one before it, whoever writes it."""

    def write(number: int) -> None:
        with house.database.transaction() as own:
            record(own, None, "wrote", own.merge(project, load=False), number=number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))
    session.expire_all()
    assert first_broken(session, project.id) is None
    numbers = [line.details["number"] for line in lines(session, project) if line.did == "wrote"]
    assert sorted(numbers) == list(range(24))


def test_a_session_that_goes_on_after_its_commit_sees_what_others_wrote(house, session, project):
    chain = record(session, None, "wrote", project) and session.get(Chain, project.id)
    session.commit()
    with house.database.transaction() as other:
        record(other, None, "wrote", other.merge(project))
    record(session, None, "wrote", project)
    session.commit()
    assert chain is session.get(Chain, project.id)
    assert first_broken(session, project.id) is None


def test_the_first_lines_of_a_chain_may_be_written_at_once(house, make, session):
    people = [make.person(f"Person {number}") for number in range(4)]
    session.commit()
    for _round in range(6):
        session.execute(delete(Event).where(Event.project_id == EVERYWHERE))
        session.execute(delete(Chain).where(Chain.project_id == EVERYWHERE))
        session.commit()
        together = Barrier(len(people))

        def write(person, together=together) -> None:
            together.wait()
            with house.database.transaction() as own:
                record(own, None, "wrote", own.merge(person, load=False))

        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(write, people))
        session.expire_all()
        assert first_broken(session, EVERYWHERE) is None
        written = session.scalars(select(Event).where(Event.project_id == EVERYWHERE)).all()
        assert len(written) == len(people)


def test_the_page_says_whether_the_record_is_whole(make, sign_in, session, project):
    client = sign_in(make.steward())
    address = f"/projects/{project.slug}/record"
    whole = client.get(address).text
    edited = lines(session, project)[1]
    session.execute(update(Event).where(Event.id == edited.id).values(did="said_otherwise"))
    session.commit()
    broken = client.get(address).text
    assert "The record is whole." in whole
    assert f"does not hold together from line {edited.id} on" in broken
