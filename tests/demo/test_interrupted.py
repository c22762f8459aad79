"""Loading the demonstration takes minutes: somebody will close the lid half-way."""

import pytest
from sqlalchemy import func, select

from photovoice.archive.models import Photograph, State
from photovoice.consent.models import Release
from photovoice.demo import load
from photovoice.exhibition.models import Edition, EditionState
from photovoice.projects.models import Membership, Project
from tests.demo import quick


class LidClosed(Exception):
    """Somebody closed the lid."""


def close_the_lid(line):
    if line.startswith("Developing"):
        raise LidClosed


def quietly(line):
    """Say nothing."""


def numbers(session):
    session.expire_all()
    found = sorted(load.by_number(session))
    session.rollback()
    return found


def test_an_interrupted_loading_is_gone_on_with_from_where_it_stopped(house, session):
    with pytest.raises(InterruptedError):
        load.load(house, say=quietly, size="small", draw=quick.draw_twelve)
    assert numbers(session) == list(range(1, 13))
    kept = dict(session.execute(select(Photograph.uid, Photograph.id)).all())
    session.rollback()

    with pytest.raises(LidClosed):
        load.load(house, say=close_the_lid, size="small", draw=quick.draw)
    assert numbers(session) == list(range(1, 41))
    assert session.scalar(select(func.count(Edition.id))) == 0
    session.rollback()

    load.load(house, say=quietly, size="small", draw=quick.draw)
    assert numbers(session) == list(range(1, 41))
    again = dict(session.execute(select(Photograph.uid, Photograph.id)).all())
    assert kept.items() <= again.items(), "those that were there stayed as they were"
    assert set(session.scalars(select(Photograph.state))) == {State.READY}
    assert session.scalars(select(Edition.state)).all() == [EditionState.LIVE]
    assert len(session.scalars(select(Project)).all()) == 1
    assert session.scalar(select(func.count(Membership.id))) == 13
    one_each = select(func.count(Release.id)).where(Release.part == "photographer")
    assert session.scalar(one_each) == 40
    assert "password" in load.how_to_sign_in(house)
