"""Pages name built files by what they are; the house knows what they are called today."""

import gzip
import os

import pytest

from photovoice import assets


def test_a_built_file_is_served_under_its_hashed_name(app, client):
    with app.test_request_context():
        address = assets.asset_url("studio.css")

    assert address.startswith("/static/built/studio-") and address.endswith(".css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert assets.built_path("studio.css").is_file()


def test_a_style_sheet_goes_zipped_to_whoever_can_unzip_it(app, client):
    with app.test_request_context():
        address = assets.asset_url("phone.css")
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    zipped = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == plain.data
    for answer in (plain, zipped):
        assert answer.mimetype == "text/css" and "Accept-Encoding" in answer.headers["Vary"]


def test_a_built_file_that_keeps_its_name_is_asked_for_again(client):
    answer = client.get("/static/built/manifest.json")
    assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["ETag"]


@pytest.mark.parametrize("address", ["css/studio.css", "built/../css/studio.css", "built/.inputs2"])
def test_nothing_but_what_was_built_is_served(client, address):
    assert client.get(f"/static/{address}").status_code == 404


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
