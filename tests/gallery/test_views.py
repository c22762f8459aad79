"""The public side: what hangs is shown, what has gone says so, and nothing else gets out."""

from datetime import timedelta

import pytest

from photovoice.db import today

EXHIBITION = "/exhibitions/beyond-the-ballot-box"


def test_the_exhibition_leads_to_the_edition_that_hangs(hang, client):
    hang(live=2)
    answer = client.get(f"{EXHIBITION}/")
    assert (answer.status_code, answer.location) == (302, f"{EXHIBITION}/2/")
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Beyond the Ballot Box" in page.text


@pytest.mark.parametrize(
    ("page", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("sections/1.html", "text/html; charset=utf-8"),
        ("photographs/chulha05.html", "text/html; charset=utf-8"),
        ("kiosk/", "text/html; charset=utf-8"),
        ("data.js", "text/javascript; charset=utf-8"),
        ("assets/accent.css", "text/css; charset=utf-8"),
    ],
)
def test_pages_have_the_right_type_and_a_strict_policy(hang, client, page, media_type):
    hang(live=2)
    answer = client.get(f"{EXHIBITION}/2/{page}")
    assert (answer.status_code, answer.content_type) == (200, media_type)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_picture_comes_whole_in_part_or_not_again(hang, client):
    folder = hang(live=2)
    name = next((folder / "2" / "pictures").iterdir()).name
    address = f"{EXHIBITION}/2/pictures/{name}"
    whole = client.get(address)
    assert whole.content_type == "image/jpeg"
    assert whole.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    assert client.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.head(address).content_length == len(whole.data)


def test_a_photographs_lasting_address_leads_to_its_page(hang, client):
    hang(live=2)
    answer = client.get(f"{EXHIBITION}/photographs/coats002")
    assert (answer.status_code, answer.location) == (
        302,
        f"{EXHIBITION}/2/photographs/coats002.html",
    )
    assert client.get(f"{EXHIBITION}/photographs/nobody00").status_code == 404


def test_a_photograph_taken_down_is_gone_wherever_one_asks(hang, client):
    hang(live=2, superseded=frozenset({1}), gone=frozenset({"coats002"}))
    for address in ("photographs/coats002", "2/photographs/coats002.html"):
        answer = client.get(f"{EXHIBITION}/{address}")
        assert answer.status_code == 410
        assert "not shown here any more" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_retired_edition_is_gone_with_all_its_files(hang, client):
    folder = hang(live=2, retired=frozenset({1}))
    name = next((folder / "1" / "pictures").iterdir()).name
    for page in ("", "sections/1.html", "data.js", f"pictures/{name}"):
        answer = client.get(f"{EXHIBITION}/1/{page}")
        assert answer.status_code == 410
        assert f'href="{EXHIBITION}/"' in answer.text


def test_a_superseded_edition_leads_to_the_same_page_of_the_one_that_hangs(hang, client):
    folder = hang(live=2, superseded=frozenset({1}))
    assert (
        client.get(f"{EXHIBITION}/1/sections/2.html").location == f"{EXHIBITION}/2/sections/2.html"
    )
    (folder / "2/sections/2.html").unlink()
    assert client.get(f"{EXHIBITION}/1/sections/2.html").location == f"{EXHIBITION}/2/"
    assert client.get(f"{EXHIBITION}/1/pictures/abcdef12-800.jpg").status_code == 404


def test_a_wall_being_rehung_asks_one_to_come_back(hang, client):
    hang(renewing=True, superseded=frozenset({1}), retired=frozenset({2}))
    for page in ("", "1/", "photographs/chulha05", "kiosk/"):
        answer = client.get(f"{EXHIBITION}/{page}")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "being rehung" in answer.text
    assert client.get(f"{EXHIBITION}/2/").status_code == 410


def test_an_exhibition_that_has_ended_says_so(hang, client):
    hang(retired=frozenset({1, 2}))
    assert client.get(f"{EXHIBITION}/").status_code == 410


def test_past_the_last_day_of_its_releases_nothing_is_shown(hang, client):
    folder = hang(live=2, superseded=frozenset({1}), until=today())
    name = next((folder / "2" / "pictures").iterdir()).name
    addresses = [f"{EXHIBITION}/2/", f"{EXHIBITION}/2/pictures/{name}", f"{EXHIBITION}/2/data.js"]
    assert {client.get(address).status_code for address in addresses} == {200}
    hang(live=2, superseded=frozenset({1}), until=today() - timedelta(days=1))
    addresses += [f"{EXHIBITION}/", f"{EXHIBITION}/kiosk/", f"{EXHIBITION}/1/"]
    addresses += [f"{EXHIBITION}/photographs/coats002"]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410 and "is not shown any more" in answer.text
    news = client.get(f"{EXHIBITION}/edition.json").json
    assert news["live"] is None and 2 in news["retired"]


@pytest.mark.parametrize(
    "address",
    [
        "/exhibitions/unknown/",
        "/exhibitions/unknown/1/",
        "/exhibitions/../",
        "/exhibitions/%2e%2e/2/",
        f"{EXHIBITION}/9/",
        f"{EXHIBITION}/2/manifest.json",
        f"{EXHIBITION}/2/../state.json",
        f"{EXHIBITION}/2/%2e%2e/state.json",
        f"{EXHIBITION}/2/pictures/%2e%2e/%2e%2e/state.json",
        f"{EXHIBITION}/2/pictures/..%2f..%2fstate.json",
        f"{EXHIBITION}/2/pictures/none0000-800.jpg",
        f"{EXHIBITION}/state.json",
        f"{EXHIBITION}/2/sections/",
        f"{EXHIBITION}/-1/",
    ],
)
def test_nothing_else_is_there(hang, client, address):
    folder = hang(live=2)
    (folder / "2" / "manifest.json").write_text("{}")
    assert client.get(address).status_code == 404


def test_a_kiosk_has_a_lasting_address(hang, client):
    hang(live=2)
    assert client.get(f"{EXHIBITION}/kiosk/").location == f"{EXHIBITION}/2/kiosk/"


def test_a_copy_off_site_can_ask_what_has_changed(hang, client):
    hang(live=2, retired=frozenset({1}), gone=frozenset({"coats002"}))
    answer = client.get(f"{EXHIBITION}/edition.json")
    assert answer.json["live"] == 2
    assert answer.json["retired"] == [1]
    assert answer.json["gone"] == ["coats002"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
