"""An exhibition of two editions in a folder, as the publisher leaves it."""

import copy
import shutil

import pytest

from photovoice.gallery import pages, state
from tests.gallery.manifest import make_manifest

SLUG = "beyond-the-ballot-box"


@pytest.fixture
def database_url(tmp_path):
    """No database at all: the public side has to do without one."""
    return f"sqlite:///{tmp_path / 'there-is-none' / 'photovoice.sqlite'}"


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """A manifest and the folder its pictures were drawn into, once for all tests."""
    folder = tmp_path_factory.mktemp("drawn")
    return make_manifest(folder), folder


@pytest.fixture
def printed(app, drawn, tmp_path):
    """An edition's folder, rendered."""
    manifest, pictures = drawn
    folder = tmp_path / "edition"
    shutil.copytree(pictures, folder)
    with app.app_context():
        pages.render(copy.deepcopy(manifest), folder)
    return folder


@pytest.fixture
def hang(app, printed):
    """``hang(live=2, …)`` puts the edition on show under every number a state speaks of."""

    def put_up(**words):
        shown = state.ShowState(**words)
        folder = app.extensions["photovoice"].config.exhibitions_folder / SLUG
        for number in {shown.live, *shown.superseded, *shown.retired} - {None}:
            shutil.copytree(printed, folder / str(number), dirs_exist_ok=True)
        state.write(folder, shown)
        return folder

    return put_up
