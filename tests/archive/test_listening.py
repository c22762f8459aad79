"""The pages around a voice: heard by those who may see the photograph, changed by those who may."""

import io

import pytest

from photovoice.archive import queries
from photovoice.archive.speaking import say_transcript
from tests import sounds
from tests.addresses import at_photograph as page_of

pytestmark = pytest.mark.any_database


def recording(data=None, name="voice.webm"):
    """A file as a form sends it."""
    return (io.BytesIO(data or sounds.webm()), name)


def test_a_player_gets_the_part_it_asks_for(make, sign_in, house):
    photograph = make.photograph(cleared=True)
    note = make.voice_note(photograph, sounds.webm(3))
    with house.store.open(note.key) as stored:
        data = stored.read()
    client = sign_in(make.researcher())
    whole = client.get(page_of(photograph, "/voice"))
    assert whole.data == data and whole.mimetype == "audio/webm"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "private" in whole.headers["Cache-Control"]
    part = client.get(page_of(photograph, "/voice"), headers={"Range": "bytes=100-199"})
    assert part.status_code == 206 and part.data == data[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    beyond = client.get(page_of(photograph, "/voice"), headers={"Range": "bytes=999999-"})
    assert beyond.status_code == 416


def test_an_iphones_recording_is_handed_out_as_what_it_is(make, sign_in):
    photograph = make.photograph()
    make.voice_note(photograph, sounds.fragmented())
    answer = sign_in(photograph.photographer).get(page_of(photograph, "/voice"))
    assert answer.mimetype == "audio/mp4"


def test_it_is_heard_by_those_who_may_see_the_photograph_and_nobody_else(make, sign_in):
    hidden, shared, bare = make.photograph(), make.photograph(cleared=True), make.photograph()
    for photograph in (hidden, shared):
        make.voice_note(photograph)
    somebody = sign_in(make.researcher())
    assert somebody.get(page_of(shared, "/voice")).status_code == 200
    assert somebody.get(page_of(hidden, "/voice")).status_code == 404
    ruth = sign_in(make.facilitator())
    assert ruth.get(page_of(hidden, "/voice")).status_code == 200
    assert ruth.get(page_of(bare, "/voice")).status_code == 404


def test_a_photographs_page_plays_it_and_shows_what_is_said(make, sign_in, session):
    photograph = make.photograph(cleared=True)
    note = make.voice_note(photograph, sounds.webm(65))
    say_transcript(session, note, "ہم نے گنا", by=None, language="ur")
    page = sign_in(photograph.photographer).get(page_of(photograph)).text
    assert "<audio" in page and 'preload="none"' in page
    assert "1 minute, 5 seconds" in page
    assert 'lang="ur" dir="rtl">ہم نے گنا<' in page
    assert "Remove the recording" in page
    page = sign_in(make.researcher()).get(page_of(photograph)).text
    assert "<audio" in page and "Remove the recording" not in page


def test_a_recording_can_be_sent_without_any_script(make, sign_in, session):
    photograph = make.photograph(caption_language="pl")
    client = sign_in(photograph.photographer)
    page = client.get(page_of(photograph, "/words")).text
    assert page_of(photograph, "/speak") in page
    page = client.get(page_of(photograph, "/speak")).text
    assert 'accept="audio/*" capture="user"' in page and "Who is speaking?" not in page
    answer = client.post(
        page_of(photograph, "/speak"), data={"recording": recording(), "language": "pl"}
    )
    assert answer.status_code == 303
    note = queries.voice(session, photograph)
    assert note.language == "pl" and note.spoken_by_id == photograph.photographer_id


def test_in_a_walk_one_comes_back_to_the_words(make, sign_in):
    photograph = make.photograph()
    answer = sign_in(photograph.photographer).post(
        page_of(photograph, "/speak?walk=7,8"), data={"recording": recording(), "language": "en"}
    )
    assert answer.location.endswith("/words?walk=7,8#voice")


def test_a_facilitator_says_who_is_speaking(make, sign_in, session):
    photograph, ruth = make.photograph(), make.facilitator()
    client, address = sign_in(ruth), page_of(photograph, "/speak")
    for speaker, id in (("photographer", photograph.photographer_id), ("me", ruth.id)):
        data = sounds.webm(1.2 if speaker == "me" else 2.4)
        sent = {"recording": recording(data), "language": "en", "speaker": speaker}
        assert client.post(address, data=sent).status_code == 303
        session.expire_all()
        assert queries.voice(session, photograph).spoken_by_id == id
        session.commit()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ((io.BytesIO(), ""), "Choose a recording first."),
        (recording(b"<!doctype html>", "voice.webm"), "not a recording"),
        (recording(sounds.webm(190), "voice.webm"), "longer than three minutes"),
    ],
)
def test_a_refusal_says_what_happened_beside_the_button(make, sign_in, session, file, said):
    photograph = make.photograph()
    note = make.voice_note(photograph)
    answer = sign_in(photograph.photographer).post(
        page_of(photograph, "/speak"), data={"recording": file, "language": "en"}
    )
    assert answer.status_code == 422 and said in answer.text
    session.expire_all()
    assert queries.voice(session, photograph).id == note.id


def test_what_is_said_can_be_typed_by_the_photographer_and_by_facilitators(make, sign_in, session):
    photograph = make.photograph(cleared=True)
    make.voice_note(photograph)
    for person in (photograph.photographer, make.facilitator()):
        words = f"typed by {person.name}"
        sent = {"transcript": words, "transcript_language": "en"}
        address = page_of(photograph, "/voice/transcript")
        assert sign_in(person).post(address, data=sent).status_code == 303
        session.expire_all()
        assert queries.voice(session, photograph).transcript == words
    assert sign_in(make.researcher()).get(address).status_code == 404


def test_it_is_removed_after_being_asked_once(make, sign_in, session):
    photograph = make.photograph()
    make.voice_note(photograph)
    client = sign_in(photograph.photographer)
    address = page_of(photograph, "/voice/remove")
    assert "Remove the recording?" in client.get(address).text
    assert client.post(address).status_code == 303
    session.expire_all()
    assert queries.voice(session, photograph) is None
    assert client.get(address).status_code == 404
    assert client.get(page_of(photograph, "/voice")).status_code == 404
