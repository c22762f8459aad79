"""A device is called what people call it."""

import pytest

from photovoice.accounts.rules import device_names

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/126.0 Mobile", ("Chrome", "Android")),
        (
            f"Mozilla/5.0 (Linux; Android 9) {KIT} SamsungBrowser/20.0 Chrome/106 Mobile",
            ("Samsung Internet", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) Version/15.6 Mobile Safari/604",
            ("Safari", "iPhone"),
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/126.0 Edg/126.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko Firefox/115.0", ("Firefox", "Linux")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_and_its_system_have_their_everyday_names(said, names):
    assert device_names(said) == names
