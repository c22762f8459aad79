"""What a backup takes from the store, and what verifying looks for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from photovoice.audit import Event
from photovoice.backup import verifying
from photovoice.backup.models import Verification
from photovoice.backup.named import KEYS, OTHER_KEYS
from photovoice.db import now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.jobs.models import Job, JobState
from photovoice.models import Base


def test_every_column_that_names_bytes_in_the_store_is_backed_up():
    """A new column called so is either backed up, or written down as naming none."""
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("key") and column.name != "question_key"
    }
    assert columns == {*KEYS.items(), *OTHER_KEYS.items()}


@pytest.fixture
def shown(make, session, work):
    """A photograph in a published exhibition."""
    photograph = make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[photograph], slug="our-walls")
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    return photograph


def troubles(house, **how):
    """What verifying finds, as (kind, what)."""
    return [(str(one.trouble), one.what) for one in verifying.verify(house, **how)]


def test_a_whole_archive_is_said_to_be_whole_and_that_somebody_looked(shown, house, session):
    session.commit()
    assert troubles(house) == troubles(house, quick=True) == []
    looked = session.scalars(select(Verification).order_by(Verification.id)).all()
    assert [(one.quick, one.found) for one in looked] == [(False, 0), (True, 0)]
    assert session.scalars(select(Event).where(Event.did == "verified")).all()


def test_missing_changed_and_unnamed_bytes_are_each_called_so(shown, make, house, session):
    lost = make.photograph()
    one = shown.renditions[0]
    session.commit()
    house.store.delete(lost.original_key)
    with house.store.open(one.key) as file:
        rotten = file.read()[:-1] + b"\0"
    house.store.put(one.key, rotten)
    house.store.put("originals/ab/abcd.jpg", b"nobody's")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifying, "YOUNG", timedelta(0))
        found = troubles(house)
        quick = troubles(house, quick=True)
    assert {(kind, what.partition(",")[0].partition(":")[0]) for kind, what in found} == {
        ("missing", lost.original_key),
        ("changed", one.key),
        ("unnamed", "originals/ab/abcd.jpg"),
    }
    assert {kind for kind, _what in quick} == {"missing", "unnamed"}


@pytest.mark.parametrize("spoil", ["folder", "manifest", "picture"])
def test_an_edition_whose_folder_is_not_what_was_published_is_named(shown, house, session, spoil):
    session.commit()
    folder = house.config.exhibitions_folder / "our-walls" / "1"
    if spoil == "folder":
        folder.rename(folder.with_name("away"))
    elif spoil == "manifest":
        (folder / "manifest.json").write_text("{}")
    else:
        picture = next((folder / "pictures").iterdir())
        picture.write_bytes(picture.read_bytes()[:-1] + b"\0")
    ((kind, what),) = troubles(house)
    assert kind == ("missing" if spoil == "folder" else "changed") and "our-walls" in what


def test_work_that_is_stuck_and_a_record_changed_from_outside_are_said(make, house, session):
    project = make.project()
    session.add(Job(name="archive.develop", payload={}, state=JobState.FAILED, ended_at=now()))
    session.flush()
    line = session.scalars(select(Event).where(Event.project_id == project.id)).first()
    line.did = "something else"
    session.commit()
    assert {kind for kind, _what in troubles(house)} == {"stuck", "broken"}
