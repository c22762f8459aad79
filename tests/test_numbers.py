"""A number belongs to one row for ever: a page left open speaks of nothing else."""

from sqlalchemy import select

from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import Panel
from photovoice.printing import operations as printing
from photovoice.printing.models import Postcard
from photovoice.removals import Removal, bring_back
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Contribution
from tests.addresses import at_exhibition, at_project


def test_an_old_strike_strikes_nothing_that_was_said_since(make, session, sign_in):
    room, photograph = make.workshop(), make.photograph()
    first = workshop.write_down(session, room, photograph, "Struck.", by=None)
    number = first.id
    workshop.strike(session, first, by=None)
    second = workshop.write_down(session, room, photograph, "Said since.", by=None)
    assert second.id != number
    client = sign_in(make.facilitator())
    assert client.post(at_project(make.the_project, f"said/{number}/strike")).status_code == 404
    assert session.scalars(select(Contribution.text)).all() == ["Said since."]


def test_an_old_take_down_takes_down_nothing_that_was_hung_since(make, session, sign_in):
    hung, since = (make.photograph(cleared=True) for _ in range(2))
    exhibition = make.exhibition(photographs=[hung])
    session.refresh(exhibition)
    (panel,) = exhibition.sections[0].panels
    number = panel.id
    exhibitions.take_down(session, panel, by=None)
    exhibitions.hang(session, exhibition.sections[0], since, by=None, on=today())
    client = sign_in(make.curator())
    answer = client.post(at_exhibition(exhibition, f"/panels/{number}/take-down"))
    assert answer.status_code == 404
    assert session.scalars(select(Panel.photograph_id)).all() == [since.id]


def test_an_old_undo_undoes_nothing_that_somebody_else_removed(make, session, house, sign_in):
    cards = [make.photograph(cleared=True) for _ in range(2)]
    exhibition = make.exhibition(photographs=cards)
    session.refresh(exhibition)
    first, second = (printing.choose(session, exhibition, one, by=None) for one in cards)
    removal = printing.leave_out(session, first, by=None)
    number = removal.id
    bring_back(session, removal, house.removable, by=None, on=today())
    later = printing.leave_out(session, second, by=None)
    assert later.id != number
    client = sign_in(make.curator())
    address = at_project(make.the_project, f"removed/{number}/bring-back")
    assert client.post(address).status_code == 404
    assert session.scalars(select(Postcard.photograph_id)).all() == [cards[0].id]
    assert session.scalars(select(Removal.id)).all() == [later.id]


def test_what_comes_back_has_the_number_it_had(make, session, house):
    room, photograph = make.workshop(), make.photograph()
    said = workshop.write_down(session, room, photograph, "Said.", by=None)
    number = said.id
    removal = workshop.strike(session, said, by=None)
    workshop.write_down(session, room, photograph, "Said since.", by=None)
    bring_back(session, removal, house.removable, by=None, on=today())
    assert session.get_one(Contribution, number).text == "Said."


def test_several_made_at_once_have_numbers_of_their_own(make, session):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True) for _ in range(4)])
    session.refresh(exhibition)
    assert len({panel.id for panel in exhibition.sections[0].panels}) == 4
