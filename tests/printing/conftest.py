"""A series of cards, drawn once: lying and standing, in all eight orientations of a camera."""

import pytest

from tests.printing.pictures import LYING, STANDING, card, photograph


@pytest.fixture(scope="session")
def series(tmp_path_factory) -> list:
    """Eight cards, lying and standing by turns."""
    folder = tmp_path_factory.mktemp("photographs")
    return [
        card(photograph(folder, number, STANDING if number % 3 == 1 else LYING, number + 1), number)
        for number in range(8)
    ]
