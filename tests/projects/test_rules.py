"""An address as it is read off a card and typed."""

import pytest

from photovoice.projects.rules import address_to_type


@pytest.mark.parametrize(
    ("url", "typed"),
    [
        ("http://192.168.1.20:8000/card", "192.168.1.20:8000/card"),
        ("https://photovoice.example.org/card", "photovoice.example.org/card"),
        ("https://192.168.1.20:8000/card", "https://192.168.1.20:8000/card"),
    ],
)
def test_what_a_browser_adds_by_itself_is_left_out(url, typed):
    assert address_to_type(url) == typed
