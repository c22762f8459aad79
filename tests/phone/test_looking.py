"""While what somebody sent is looked at, which takes a while, others write: SQLite has one lock."""

import io
import sqlite3
from contextlib import closing

import pytest

from photovoice.archive import sound
from tests import sounds
from tests.addresses import at_photograph as page_of
from tests.addresses import at_project as at
from tests.conftest import DATABASE
from tests.factories import picture_bytes
from tests.phone.phones import VOICE, said

UID = "0123456789abcdef0123456789abcdef"
DATA = picture_bytes(1, size=(360, 270))

pytestmark = pytest.mark.skipif(bool(DATABASE), reason="PostgreSQL has no such lock")


@pytest.fixture
def written(house, monkeypatch) -> list[str]:
    """What was looked at while others could write."""
    found = []

    def meanwhile(look):
        def looking(*given):
            with closing(sqlite3.connect(house.database.engine.url.database, timeout=0.1)) as other:
                other.execute("BEGIN IMMEDIATE")
            found.append(look.__name__)
            return look(*given)

        return looking

    monkeypatch.setattr(house.darkroom, "inspect", meanwhile(house.darkroom.inspect))
    monkeypatch.setattr(sound, "make_ready", meanwhile(sound.make_ready))
    return found


def test_a_picture_and_a_voice_that_came_in_pieces(phone, written):
    phone.say(UID, said(DATA, voice=VOICE))
    assert phone.send(DATA, UID).status_code == 204
    assert phone.send(VOICE, UID, part="voice").status_code == 204
    assert written == ["inspect", "make_ready"]


def test_what_a_phone_asks_for_again_after_a_crash(phone, parts, written):
    phone.say(UID, said(DATA))
    address = phone.create(len(DATA), told={"uid": UID}).location
    parts.path(address.rpartition("/")[2]).write_bytes(DATA)
    assert phone.say(UID, said(DATA)).status_code == 200
    assert written == ["inspect"]


def test_pictures_that_came_by_the_form(make, sign_in, written):
    client = sign_in(make.researcher())
    files = [(io.BytesIO(picture_bytes(number)), f"{number}.jpg") for number in range(3)]
    answer = client.post(at(make.the_project, "contribute"), data={"photographs": files})
    assert answer.text.count("verdict--received") == 3
    assert written == ["inspect"] * 3


def test_a_voice_that_came_by_the_form_also_for_somebody_else(make, sign_in, written):
    photograph = make.photograph(developed=False)
    ruth = sign_in(make.facilitator())
    sent = {"recording": (io.BytesIO(sounds.webm()), "a.webm"), "speaker": "photographer",
            "language": "en"}  # fmt: skip
    assert ruth.post(page_of(photograph, "/speak"), data=sent).status_code == 303
    assert written == ["make_ready"]
