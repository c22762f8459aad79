"""A voice goes where its photograph goes, through the same gate, and comes down when it is told."""

import json

import pytest

from photovoice.archive.models import Photograph
from photovoice.archive.queries import voice
from photovoice.archive.speaking import receive_voice, remove_voice, say_transcript
from photovoice.consent import operations as consent
from photovoice.db import today
from photovoice.exhibition import operations, press
from photovoice.gallery import state
from tests import sounds
from tests.factories import EVERY_USE


@pytest.fixture
def spoken_of(make):
    """A photograph somebody has spoken of, cleared for every use unless ``uses`` says otherwise."""

    def one(data=None, uses=EVERY_USE, **details):
        photograph = make.photograph(nobody=True, **({"caption": "It rained."} | details))
        make.release(photograph, uses=uses)
        make.voice_note(photograph, data, transcript="What I said", transcript_language="en")
        return photograph

    return one


@pytest.fixture
def look(house):
    """``look(exhibition, 1)``: an edition's folder; without a number, the sign at the door."""

    def at(exhibition, name=None):
        folder = house.config.exhibitions_folder / exhibition.slug
        return state.read(folder) if name is None else folder / str(name)

    return at


def voices(folder):
    """The panels of an edition that have a voice, and the recordings that lie in it."""
    manifest = json.loads((folder / "manifest.json").read_text())
    panels = [panel for section in manifest["sections"] for panel in section["panels"]]
    said = [panel["voice"] for panel in panels if panel["voice"]]
    files = {f"audio/{path.name}" for path in folder.glob("audio/*")}
    assert {one["src"] for one in said} == files
    return said


@pytest.mark.parametrize("make_sound", [sounds.telling_webm, sounds.telling_m4a])
def test_an_edition_holds_the_voice_and_nothing_of_who_recorded_it(
    house, published, spoken_of, look, make_sound
):
    data = make_sound()
    photograph = spoken_of(data)
    folder = look(published(photograph), 1)
    (said,) = voices(folder)
    assert (said["transcript"], said["transcript_language"]) == ("What I said", "en")
    copy = (folder / said["src"]).read_bytes()
    assert len(copy) == len(data) and sounds.SECRET in data
    for path in folder.rglob("*"):
        if path.is_file():
            told = path.read_bytes()
            assert sounds.SECRET not in told and b"voices/" not in told, path
    page = next(folder.glob("photographs/*.html")).read_text()
    assert f'src="../{said["src"]}"' in page and "What I said" in page
    assert said["src"] in (folder / "data.js").read_text()


def test_the_name_of_a_recording_tells_nothing_of_the_original(published, spoken_of, look, session):
    photograph = spoken_of()
    (said,) = voices(look(published(photograph), 1))
    assert voice(session, photograph).sha256[:8] not in said["src"]


def test_a_voice_is_not_on_the_web_where_its_photograph_may_not_be(
    published, spoken_of, look, make
):
    here, there = spoken_of(uses=EVERY_USE | {"web": False}), make.photograph(cleared=True)
    exhibition = published(here, there)
    assert voices(look(exhibition, 1)) == []
    assert len(voices(look(exhibition, f"1{press.ON_SITE}"))) == 1


def test_withdrawing_takes_the_voice_down_with_the_photograph(
    published, spoken_of, look, make, session, work
):
    photograph, other = spoken_of(), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    consent.withdraw_person(session, photograph, by=None)
    assert look(exhibition).retired == {1}
    work()
    assert voices(look(exhibition, 2)) == [] and not look(exhibition, 1).exists()


def test_removing_the_voice_takes_it_off_every_screen_at_once_and_leaves_the_photograph(
    published, spoken_of, look, session, work, house
):
    photograph = spoken_of()
    exhibition = published(photograph)
    remove_voice(session, voice(session, photograph), by=None)
    assert look(exhibition).retired == {1}
    work()
    assert look(exhibition).live == 2 and voices(look(exhibition, 2)) == []
    assert list(look(exhibition, 2).glob("photographs/*.html"))
    assert not look(exhibition, 1).exists()


def test_with_the_last_words_said_of_it_a_photograph_comes_down_too(
    published, spoken_of, look, make, session, work
):
    exhibition = published(spoken_of(caption=""), make.photograph(cleared=True))
    photograph = session.get_one(Photograph, exhibition.sections[0].panels[0].photograph_id)
    remove_voice(session, voice(session, photograph), by=None)
    work()
    assert look(exhibition).live == 2 and exhibition.editions[1].reason == "words_taken_back"
    assert len(list(look(exhibition, 2).glob("photographs/*.html"))) == 1
    assert len(look(exhibition).removed) == 1


def test_another_recording_takes_the_one_on_show_down_and_waits_for_the_curator(
    published, spoken_of, look, session, work, house
):
    photograph = spoken_of()
    exhibition = published(photograph)
    (before,) = voices(look(exhibition, 1))
    receive_voice(house, session, photograph, sounds.webm(9), by=None)
    assert look(exhibition).retired == {1}
    work()
    assert voices(look(exhibition, 2)) == []
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    (after,) = voices(look(exhibition, 3))
    assert after["src"] != before["src"] and after["transcript"] == ""


def test_a_first_recording_and_words_typed_later_wait_for_the_curator(
    published, look, make, session, house
):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    note = receive_voice(house, session, photograph, sounds.webm(), by=None)
    say_transcript(session, note, "What I said", by=None)
    assert look(exhibition).live == 1


def test_a_voice_removed_while_an_edition_is_made_is_not_in_it(
    spoken_of, look, make, session, house
):
    photograph = spoken_of()
    exhibition = make.exhibition(photographs=[photograph])
    session.refresh(exhibition)
    edition = operations.ask_to_publish(session, exhibition, by=None, on=today())
    session.commit()
    tries = []

    def render(_words, folder):
        tries.append(len(list(folder.glob("audio/*"))))
        if len(tries) == 1:
            with house.database.transaction() as other:
                note = voice(other, other.get_one(Photograph, photograph.id))
                remove_voice(other, note, by=None)

    press.publish(house, edition.id, render=render, responses=house.responses)
    assert tries == [1, 0]
    assert voices(look(exhibition, 1)) == []
