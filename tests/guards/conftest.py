"""One application with one of everything in it, shared by the guards."""

import pytest

from photovoice import create_app
from photovoice.config import Config
from tests.conftest import DATABASE, Browser, emptied
from tests.guards.everything import Everything, make_everything
from tests.guards.forms import Form, forms_in, posts_of_the_house


@pytest.fixture(scope="module")
def everything(made) -> Everything:
    """A made project, as ``make_everything`` tells; ``put_back()`` after changing anything."""
    made.put_back()
    return made


@pytest.fixture(scope="module" if DATABASE else "session")
def made(migrated, tmp_path_factory) -> Everything:
    """One for all the files, in a SQLite file of its own; the PostgreSQL database is everybody's,
    and emptied between them."""
    home = tmp_path_factory.mktemp("everything") / "home"
    app = create_app(
        Config(
            home=home,
            database_url=emptied(migrated, home),
            secret_key="a key for tests only",
            public_url="https://photovoice.example.org",
            store_url="memory:",
            queue_url="memory:",
            darkroom_workers=1,
            testing=True,
        )
    )
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["photovoice"].opened = True
    yield make_everything(app)
    app.extensions["photovoice"].close()


@pytest.fixture(scope="module" if DATABASE else "session")
def posts(made) -> list[tuple[str, str, Form]]:
    """The forms of the house that change something, found by one walk through it."""
    made.put_back()
    return posts_of_the_house(made)


@pytest.fixture(scope="module" if DATABASE else "session")
def forms(posts) -> dict[str, tuple[str, Form]]:
    """Those in which something can be typed or chosen."""
    return forms_in(posts)
