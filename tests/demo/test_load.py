"""The demonstration, loaded into an empty house: the whole line from photograph to postcard.

Loading takes minutes, so somebody will close the lid half-way.  Here it happens twice, once while
photographs are taken in and once before they are developed, and everything comes out whole.
"""

import json
import re
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import func, select

from photovoice import create_app, used
from photovoice.archive.models import Photograph, State, VoiceNote
from photovoice.archive.sight import sights
from photovoice.config import Config
from photovoice.consent.models import Release
from photovoice.consent.queries import clearances
from photovoice.consent.rules import Use
from photovoice.db import today
from photovoice.demo import load
from photovoice.exhibition.models import EditionState, Exhibition, TourStop
from photovoice.gallery import state
from photovoice.gallery.models import VisitorResponse
from photovoice.jobs.models import Job, JobState
from photovoice.printing import operations as printing
from photovoice.projects.models import Membership, Project
from photovoice.workshop.models import Contribution, Reading, Selection, Theme, ThemeLink
from tests import shots
from tests.conftest import emptied
from tests.demo import quick

pytestmark = pytest.mark.any_database


class LidClosed(Exception):
    """Somebody closed the lid."""


def close_the_lid(line):
    if line.startswith("Developing"):
        raise LidClosed


def quietly(line):
    """Say nothing."""


@dataclass
class Loaded:
    """The application with the demonstration in it, and what was there at each interruption."""

    app: Flask
    photographs: list[dict[int, int]] = field(default_factory=list)
    """Number → id."""

    def look(self):
        """Remember which photographs are there."""
        with self.app.extensions["photovoice"].database.session(writes=False) as session:
            found = load.by_number(session)
            self.photographs.append({number: one.id for number, one in found.items()})


@pytest.fixture(scope="module")
def loaded(migrated, tmp_path_factory):
    """The demonstration, loaded once for all these tests, with two interruptions."""
    home = tmp_path_factory.mktemp("demonstration")
    config = Config(
        home=home,
        database_url=emptied(migrated, home),
        secret_key="a key for tests only",
        store_url="memory:",
        queue_url="memory:",
        testing=True,
    )
    app = create_app(config)
    loaded, house = Loaded(app), app.extensions["photovoice"]
    with app.app_context():
        with pytest.raises(InterruptedError):
            load.load(house, say=quietly, size="small", draw=quick.draw_twelve)
        loaded.look()
        with pytest.raises(LidClosed):
            load.load(house, say=close_the_lid, size="small", draw=quick.draw)
        loaded.look()
        load.load(house, say=quietly, size="small", draw=quick.draw)
        loaded.look()
    yield loaded
    house.close()


@pytest.fixture
def house(loaded):
    """The house with the demonstration in it; these tests only look."""
    with loaded.app.test_request_context():
        yield loaded.app.extensions["photovoice"]


@pytest.fixture
def session(house):
    """A session to look with."""
    with house.database.session(writes=False) as session:
        yield session


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def panels(house, name):
    folder = house.config.exhibitions_folder / "beyond-the-ballot-box" / name
    words = json.loads((folder / "manifest.json").read_text())
    return [panel for section in words["sections"] for panel in section["panels"]]


def test_forty_photographs_are_there_developed_and_in_their_own_words(session):
    photographs = session.scalars(select(Photograph)).all()
    assert len(photographs) == 40
    assert all(one.state is State.READY and one.renditions for one in photographs)
    assert all(one.title and one.caption and one.alternative_text for one in photographs)
    assert len({one.caption_language for one in photographs}) > 1
    assert not any(one.location for one in photographs), "where it was taken is not kept"


def test_what_an_interruption_left_is_kept_and_gone_on_with(loaded, session):
    first, second, whole = loaded.photographs
    assert sorted(first) == list(range(1, 13)), "the twelve that were drawn"
    assert sorted(second) == sorted(whole) == list(range(1, 41))
    assert first.items() <= second.items() and second == whole, "nothing was taken in anew"
    by_photographers = select(func.count(Release.id)).where(Release.part == "photographer")
    assert session.scalar(by_photographers) == 40, "and nobody was asked twice"


def test_ten_researchers_of_three_organisations_take_part(session):
    (project,) = session.scalars(select(Project)).all()
    assert project.is_demonstration and len(project.organisations) == 3
    members = session.scalars(select(Membership)).all()
    assert sum(member.role == "researcher" for member in members) == 10
    assert {one.photographer_id for one in session.scalars(select(Photograph))} == {
        member.person_id for member in members if member.role == "researcher"
    }


def test_the_group_found_five_themes_and_did_not_agree_on_everything(session):
    assert count(session, Theme) == 5
    assert count(session, Contribution) > 5 and count(session, Reading) > 0
    assert session.scalar(select(func.count(ThemeLink.id)).where(ThemeLink.sees_it_otherwise))
    assert count(session, Selection) == 27


def test_its_edition_hangs_and_keeps_off_the_web_what_was_refused_for_it(session, house):
    (exhibition,) = session.scalars(select(Exhibition)).all()
    (edition,) = exhibition.editions
    assert edition.state is EditionState.LIVE
    shown = state.read(house.config.exhibitions_folder / exhibition.slug)
    assert shown.live == 1 and not shown.renewing
    assert len(panels(house, "1")) == 23 and len(panels(house, "1-on-site")) == 24
    (kept_off,) = {one["ref"] for one in panels(house, "1-on-site")} - {
        one["ref"] for one in panels(house, "1")
    }
    odell = load.by_number(session)[31]
    assert kept_off == load.short_ref_of(odell.uid)
    assert "Mrs Odell chose to hang here and not on the internet." in str(
        panels(house, "1-on-site")
    )


def test_the_one_taken_back_is_put_forward_and_shown_nowhere(session, house):
    photograph = load.by_number(session)[40]
    assert session.get(Selection, photograph.id)
    assert not any(clearances(session, [photograph], use, today())[photograph.id] for use in Use)
    ref = load.short_ref_of(photograph.uid)
    for name in ("1", "1-on-site"):
        assert ref not in {panel["ref"] for panel in panels(house, name)}
    everybody = session.scalars(select(Membership)).all()
    others = [one.person for one in everybody if one.role == "researcher"
              and one.person_id != photograph.photographer_id]  # fmt: skip
    for person in others:
        assert not sights(session, [photograph], person=person, gate=house.gate, on=today())


def test_a_childs_face_that_must_be_covered_is_covered_wherever_it_hangs(session, house):
    covered = [p for p in load.by_number(session).values() if p.redactions]
    assert covered
    for photograph in covered:
        ref = load.short_ref_of(photograph.uid)
        clear = {r.sha256[:16] for r in photograph.renditions if not r.redacted}
        for name in ("1", "1-on-site"):
            for panel in panels(house, name):
                if panel["ref"] == ref:
                    names = {re.sub(r".*/|-\d+\.jpg", "", p["src"]) for p in panel["pictures"]}
                    assert names and not names & clear


def test_the_tour_has_three_stops_and_visitors_spoke_at_each(session):
    stops = session.scalars(select(TourStop)).all()
    assert len(stops) == 3
    responses = session.scalars(select(VisitorResponse)).all()
    assert {one.stop_id for one in responses} == {stop.id for stop in stops}


def test_a_series_of_postcards_is_chosen(session):
    (exhibition,) = session.scalars(select(Exhibition)).all()
    series = printing.series(session, exhibition)
    assert len(series.cards) + len(series.left_out) == 12 and len(series.cards) >= 11


def test_nothing_is_left_to_do(session):
    assert set(session.scalars(select(Job.state))) == {JobState.DONE}


def test_it_can_be_searched_at_once(session, house):
    project = session.scalars(select(Project)).one()
    found = house.index.search("kettle", project_id=project.id, allowed=None)
    assert load.by_number(session)[1].id in found.ids


def test_where_it_is_shown_is_known(session):
    (sentence,) = used.on_screens(session, [load.by_number(session)[1].id])
    assert "Beyond the Ballot Box" in sentence


def test_one_comes_in_as_it_says_and_visitors_find_the_exhibition(loaded, house):
    said = load.how_to_sign_in(house)
    ways = re.findall(r"^ +(\w+) +(\S+@demo\.example) +password: (\S+)$", said, re.MULTILINE)
    assert {role for role, *_way in ways} == {"steward", "curator", "facilitator"}
    assert said.count("card:") == 2
    assert (house.config.home / load.WAYS_IN).stat().st_mode & 0o077 == 0, "its owner's only"
    page = loaded.app.test_client().get(
        "/exhibitions/beyond-the-ballot-box/", follow_redirects=True
    )
    assert page.status_code == 200 and "Making room" in page.text


def test_loading_it_again_adds_nothing(session, house):
    tables = (Photograph, Theme, Contribution, Selection, Exhibition, Membership, Job)
    before = [count(session, table) for table in tables]
    ways_in = (house.config.home / load.WAYS_IN).read_bytes()
    load.load(house, say=quietly, size="small", draw=quick.draw)
    session.expire_all()
    assert [count(session, table) for table in tables] == before
    assert (house.config.home / load.WAYS_IN).read_bytes() == ways_in


def test_one_of_them_can_be_spoken_of_for_the_pictures_of_the_manual(loaded):
    house = loaded.app.extensions["photovoice"]
    shots.spoken_of(house, shots.numbered(house)[21])
    with house.database.session(writes=False) as session:
        assert session.scalars(select(VoiceNote.transcript_language)).all() == ["en"]
