"""What an exhibition is tried with: a curator, photographs with limits, a published edition."""

import pytest

from photovoice.db import today
from photovoice.exhibition import operations
from tests.factories import EVERY_USE


@pytest.fixture
def curator(make, sign_in):
    """The browser of a curator; call it when everything is made."""
    person = make.curator(name="Noor")
    return lambda: sign_in(person)


@pytest.fixture
def on_the_wall_only(make):
    """A photograph that may hang in a room but not on the web."""

    def one(**details):
        photograph = make.photograph(nobody=True, **details)
        make.release(photograph, uses=EVERY_USE | {"web": False})
        return photograph

    return one


@pytest.fixture
def published(make, session, work):
    """``published(photographs)`` publishes an exhibition of them; the exhibition comes back."""

    def publish(*photographs):
        exhibition = make.exhibition(photographs=photographs)
        session.refresh(exhibition)
        operations.ask_to_publish(session, exhibition, by=None, on=today())
        work()
        return exhibition

    return publish
