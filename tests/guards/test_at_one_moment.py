"""Two people press a button at one moment: what must hold in a project holds, and the later one
reads a sentence."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from photovoice.accounts.models import Person
from photovoice.consent.models import Notice, PersonPictured, Withdrawal
from photovoice.exhibition.models import Exhibition, Panel
from photovoice.permissions import Role
from photovoice.projects import operations as projects
from photovoice.projects.models import Membership
from photovoice.workshop.models import Tag, Tagging, Theme
from tests.addresses import at_exhibition, at_photograph, at_project

ROUNDS = int(os.environ.get("PHOTOVOICE_TEST_ROUNDS", 6))
"""How often each pair is tried."""


@pytest.fixture
def press(session):
    """``press((client, address, data), …)``: all at one moment; what each was answered."""
    with ThreadPoolExecutor(4) as hands:

        def pressed(*buttons):
            session.commit()
            ready = threading.Barrier(len(buttons))

            def one(client, address, data):
                ready.wait(60)
                return client.post(address, data=data or {})

            answers = list(hands.map(lambda button: one(*button), buttons))
            assert all(answer.status_code < 500 for answer in answers), [a.text for a in answers]
            session.expire_all()
            return answers

        yield pressed


def test_a_project_keeps_a_steward(make, session, sign_in, press):
    project = make.the_project
    people = [make.steward(name=name) for name in ("Ruth", "Ada")]
    clients = [sign_in(person) for person in people]
    for _round in range(ROUNDS):
        members = {one.person_id: one for one in session.scalars(select(Membership))}
        theirs = [members[one.id].id for one in people]
        press(
            *(
                (client, at_project(project, f"people/{other}/role"), {"role": "researcher"})
                for client, other in zip(clients, reversed(theirs), strict=True)
            )
        )
        roles = [session.get(Membership, id).role for id in theirs]
        assert roles.count(Role.STEWARD) == 1, "the one who was quicker"
        for id in theirs:
            session.get(Membership, id).role = Role.STEWARD
        session.commit()


def test_two_stewards_who_leave_at_one_moment_leave_one(make, session, sign_in, press):
    project = make.the_project
    people = [make.steward(name=name) for name in ("Ruth", "Ada")]
    clients = [sign_in(person) for person in people]
    ids = {one.person_id: one.id for one in session.scalars(select(Membership))}
    for _round in range(ROUNDS):
        press(
            *(
                (client, at_project(project, f"people/{ids[person.id]}/leave"), None)
                for client, person in zip(clients, people, strict=True)
            )
        )
        left = [one for one in session.scalars(select(Membership)) if one.left_at]
        assert len(left) == 1
        left[0].left_at = None
        session.commit()


@pytest.fixture
def wall(make, session, sign_in):
    """An exhibition of four photographs, two that do not hang, and two curators."""
    hanging = [make.photograph(cleared=True) for _ in range(4)]
    exhibition = make.exhibition(photographs=hanging, title="Our walls")
    tray = [make.photograph(cleared=True) for _ in range(2)]
    session.refresh(exhibition)
    clients = [sign_in(make.curator(name=name)) for name in ("Noor", "Fay")]
    return exhibition, tray, clients


def positions(session, exhibition) -> list[int]:
    panels = session.scalars(
        select(Panel).where(Panel.exhibition_id == exhibition.id).order_by(Panel.position)
    )
    return [one.position for one in panels]


def test_a_photograph_hangs_once(session, press, wall):
    exhibition, tray, clients = wall
    section = exhibition.sections[0]
    hang = at_exhibition(exhibition, f"/sections/{section.id}/panels")
    for _round in range(ROUNDS):
        answers = press(*((client, hang, {"photograph": tray[0].id}) for client in clients))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        found = session.scalars(select(Panel).where(Panel.photograph_id == tray[0].id)).all()
        assert len(found) == 1
        take_down = at_exhibition(exhibition, f"/panels/{found[0].id}/take-down")
        press((clients[0], take_down, None))


def test_positions_are_whole_numbers_from_nought_whoever_moves_what(session, press, wall):
    exhibition, tray, (noor, fay) = wall
    section = exhibition.sections[0]
    for _round in range(ROUNDS):
        panels = session.scalars(
            select(Panel).where(Panel.exhibition_id == exhibition.id).order_by(Panel.position)
        ).all()
        hung = next(one for one in tray if one.id not in [p.photograph_id for p in panels])
        taken_down = panels[1].photograph
        press(
            (noor, at_exhibition(exhibition, f"/panels/{panels[0].id}/move"), {"to": 3}),
            (fay, at_exhibition(exhibition, f"/panels/{panels[1].id}/take-down"), None),
            (
                noor,
                at_exhibition(exhibition, f"/sections/{section.id}/panels"),
                {"photograph": hung.id},
            ),
        )
        tray = [*tray, taken_down]
        assert positions(session, exhibition) == list(range(4))


def test_one_account_is_one_person_pictured(make, session, sign_in, press):
    first, second = make.photograph(), make.photograph()
    stewards = [sign_in(make.steward(name=name)) for name in ("Ruth", "Ada")]
    for number in range(ROUNDS):
        amina = make.researcher(name=f"Amina {number}")
        session.commit()
        press(
            *(
                (client, at_photograph(photograph, "/people"), {"member": amina.id})
                for client, photograph in zip(stewards, (first, second), strict=True)
            )
        )
        mine = select(func.count()).where(PersonPictured.person_id == amina.id)
        assert session.scalar(mine) == 1


def test_a_release_is_withdrawn_once_and_the_later_one_is_told(
    make, session, client, sign_in, press
):
    steward = sign_in(make.steward())
    for _round in range(ROUNDS):
        photograph = make.photograph(nobody=True)
        release = make.release(photograph)
        address = at_photograph(photograph, f"/releases/{release.id}/withdraw")
        other = sign_in(photograph.photographer)
        answers = press((steward, address, None), (other, address, None))
        assert {answer.status_code for answer in answers} == {303}, "both read what was done"
        count = select(func.count()).where(Withdrawal.release_id == release.id)
        assert session.scalar(count) == 1


def test_words_on_a_photograph_are_there_once(make, session, sign_in, press):
    photograph = make.photograph()
    clients = [sign_in(make.facilitator(name=name)) for name in ("Noor", "Fay")]
    for number in range(ROUNDS):
        address = at_photograph(photograph, "/tags")
        press(*((client, address, {"tags": f"kitchen {number}"}) for client in clients))
    assert session.scalar(select(func.count(Tag.id))) == ROUNDS
    assert session.scalar(select(func.count()).select_from(Tagging)) == ROUNDS


@pytest.mark.parametrize(
    ("kind", "path", "data"),
    [
        (Theme, "themes/", {"name": "Turning up", "statement": "We come."}),
        (Notice, "notices", {"language": "en", "text": "What we do with photographs."}),
        (Exhibition, "exhibitions/new", {"title": "Our walls", "language": "en"}),
    ],
)
def test_two_of_one_name_are_two_or_one_and_never_half_a_page(
    make, session, sign_in, press, kind, path, data
):
    clients = [sign_in(make.steward(name=name)) for name in ("Ruth", "Ada")]
    for _round in range(ROUNDS):
        before = session.scalar(select(func.count(kind.id)))
        press(*((client, at_project(make.the_project, path), data) for client in clients))
        made = session.scalar(select(func.count(kind.id))) - before
        assert made in (1, 2)
    if kind is Notice:
        versions = session.scalars(select(Notice.version).order_by(Notice.version)).all()
        assert versions == list(range(1, len(versions) + 1))


def test_an_address_that_two_take_for_one_person_at_one_moment_is_one_persons(
    make, session, sign_in, press
):
    clients = [sign_in(make.steward(name=name)) for name in ("Ruth", "Ada")]
    people = at_project(make.the_project, "people")
    for number in range(ROUNDS):
        data = {"name": f"Bo {number}", "role": "researcher", "email": f"bo{number}@example.org"}
        press(*((client, people, data) for client in clients))
        named = select(func.count(Person.id)).where(Person.name == f"Bo {number}")
        assert session.scalar(named) >= 1


def test_whoever_is_demoted_while_pressing_a_button_is_refused(make, session, sign_in, press):
    """The permission is looked at when nobody else can change it any more."""
    steward, curator = make.steward(), make.curator()
    member = next(one for one in curator.memberships)
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
    clients = [sign_in(steward), sign_in(curator)]
    session.refresh(exhibition)
    for number in range(ROUNDS):
        press(
            (
                clients[0],
                at_project(exhibition.project, f"people/{member.id}/role"),
                {"role": "researcher"},
            ),
            (clients[1], at_exhibition(exhibition, "/sections"), {"title": f"Room {number}"}),
        )
        assert session.get(Membership, member.id).role is Role.RESEARCHER
        projects.change_role(session, session.get(Membership, member.id), Role.CURATOR, by=None)
        session.commit()
