"""A darkroom shared by the tests of pictures: its children are slow to start, and keep nothing."""

import pytest

from photovoice.archive.darkroom import Darkroom


@pytest.fixture(scope="package")
def darkroom():
    """One child, as a phone's pictures meet it."""
    with Darkroom(workers=1) as darkroom:
        yield darkroom
