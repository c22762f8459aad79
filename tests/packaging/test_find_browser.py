"""The tests' own search for a browser says plainly when there is none."""

import sys

from tests import find_browser


def test_a_browser_named_by_hand_is_taken(monkeypatch):
    monkeypatch.setenv("PHOTOVOICE_CHROMIUM", sys.executable)

    assert str(find_browser.find_browser()) == sys.executable


def test_a_browser_named_by_hand_that_is_not_there_is_no_browser(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PHOTOVOICE_CHROMIUM", str(tmp_path / "chromium"))

    assert find_browser.main() == 1
    assert capsys.readouterr().err.strip() == find_browser.MISSING
