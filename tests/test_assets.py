"""Pages name built files by what they are; the house knows what they are called today."""

import os

import pytest

from photovoice import assets


def test_a_built_file_is_served_under_its_hashed_name(app, client):
    with app.test_request_context():
        address = assets.asset_url("studio.css")

    assert address.startswith("/static/built/studio-") and address.endswith(".css")
    assert client.get(address).status_code == 200
    assert assets.built_path("studio.css").is_file()


def test_a_file_nobody_listed_is_refused_with_what_to_do():
    with pytest.raises(assets.NotBuilt, match="list it in package.json"):
        assets.built_path("nothing.css")


def test_a_checkout_not_built_yet_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "PACKAGE", tmp_path)

    with pytest.raises(assets.NotBuilt, match="make assets"):
        assets.built_path("studio.css")


def test_a_rebuild_is_noticed_at_once_while_debugging(app, monkeypatch, tmp_path):
    built = tmp_path / "static" / "built"
    built.mkdir(parents=True)
    monkeypatch.setattr(assets, "PACKAGE", tmp_path)
    monkeypatch.setattr(app, "debug", True)
    with app.test_request_context():
        for number, name in enumerate(("studio-OLD.css", "studio-NEW.css")):
            (built / "manifest.json").write_text(f'{{"studio.css": "{name}"}}', encoding="utf-8")
            os.utime(built / "manifest.json", ns=(number + 1, number + 1))
            assert assets.asset_url("studio.css").endswith(name)
