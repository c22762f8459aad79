"""After a project has ended, what somebody said is not to be kept is removed, on notice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from photovoice.archive.models import VoiceNote
from photovoice.audit import Event
from photovoice.consent import keeping, operations, queries
from photovoice.consent.rules import Part, Use
from photovoice.db import today
from photovoice.storage.deletions import let_go_of
from tests.addresses import at_project

YES = dict.fromkeys(Use, True)
A_MONTH = timedelta(days=30)


@pytest.fixture
def ended(make, session):
    """A project that ended yesterday."""
    make.the_project.ends_on = today() - timedelta(days=1)
    session.flush()
    return make.the_project


def said(make, session, config, photograph, answers, **more):
    """Let the photographer answer for a photograph."""
    release, _words = operations.give_release(
        session, photograph.project, answers, by=photograph.photographer, config=config,
        part=Part.PHOTOGRAPHER, photographer=photograph.photographer, photograph=photograph, **more,
    )  # fmt: skip
    return release


def test_a_no_is_announced_and_a_month_later_the_picture_is_gone_and_its_words_are_not(
    make, session, config, ended, house, work
):
    photograph = make.photograph(caption="My words stay.")
    said(make, session, config, photograph, YES | {Use.ARCHIVE: False})
    make.voice_note(photograph)
    keys = [photograph.original_key, *(one.key for one in photograph.renditions)]
    keys.append(session.scalars(select(VoiceNote.key)).one())
    assert keeping.announce_removals(session, ended, on=today()) == [photograph.id]
    assert keeping.announce_removals(session, ended, on=today()) == []
    assert photograph.to_be_removed_on == today() + A_MONTH
    for days in (0, 29):
        assert keeping.remove_due(session, ended, on=today() + timedelta(days=days)) == []
    assert keeping.remove_due(session, ended, on=today() + A_MONTH) == [photograph.id]
    session.commit()
    work()
    assert not any(house.store.exists(key) for key in keys)
    session.expire_all()
    assert let_go_of(session, keys) == set(keys)
    assert photograph.caption == "My words stay." and not photograph.renditions
    assert not any(queries.every_use(session, photograph, today()).values())
    verbs = session.scalars(select(Event.did)).all()
    assert "announced_removal" in verbs and "removed_picture" in verbs


@pytest.mark.parametrize(
    ("answers", "goes"),
    [(YES, False), ({Use.WEB: True}, False), ({}, False), (YES | {Use.ARCHIVE: False}, True)],
)
def test_silence_removes_nothing_and_an_explicit_no_does(
    make, session, config, ended, answers, goes
):
    photograph = make.photograph()
    said(make, session, config, photograph, answers)
    assert bool(keeping.announce_removals(session, ended, on=today())) is goes


def test_an_answer_that_ran_out_or_was_taken_back_counts_as_a_no(make, session, config, ended):
    lapsed, withdrawn, unasked = (make.photograph() for _ in range(3))
    said(make, session, config, lapsed, YES, expires_on=today() - timedelta(days=1))
    operations.withdraw(
        session, said(make, session, config, withdrawn, YES), by=withdrawn.photographer
    )
    assert keeping.announce_removals(session, ended, on=today()) == [lapsed.id, withdrawn.id]
    assert unasked.to_be_removed_on is None


def test_while_a_project_goes_on_a_no_removes_nothing(make, session, config):
    photograph = make.photograph()
    said(make, session, config, photograph, YES | {Use.ARCHIVE: False})
    for ends_on in (None, today()):
        make.the_project.ends_on = ends_on
        assert keeping.announce_removals(session, make.the_project, on=today()) == []


def test_who_says_otherwise_in_time_keeps_it_and_so_does_a_project_that_goes_on(
    make, session, config, ended
):
    mine, other = make.photograph(), make.photograph()
    for one in (mine, other):
        said(make, session, config, one, YES | {Use.ARCHIVE: False})
    keeping.announce_removals(session, ended, on=today())
    said(make, session, config, mine, YES)
    keeping.announce_removals(session, ended, on=today())
    assert mine.to_be_removed_on is None and other.to_be_removed_on is not None
    ended.ends_on = today() + timedelta(days=400)
    keeping.announce_removals(session, ended, on=today())
    assert other.to_be_removed_on is None


def test_the_same_file_of_another_project_keeps_its_bytes(
    make, session, config, ended, house, work
):
    photograph = make.photograph()
    said(make, session, config, photograph, YES | {Use.ARCHIVE: False})
    twin = make.photograph(project=make.project("Elsewhere"))
    twin.original_key = photograph.original_key
    keeping.announce_removals(session, ended, on=today())
    keeping.remove_due(session, ended, on=today() + A_MONTH)
    session.commit()
    work()
    assert house.store.exists(twin.original_key)


def test_it_is_said_on_the_front_page_and_on_the_photograph(make, session, config, ended, sign_in):
    photograph = make.photograph()
    said(make, session, config, photograph, YES | {Use.ARCHIVE: False})
    keeping.announce_removals(session, ended, on=today())
    session.commit()
    page = f"photographs/{photograph.id}"
    for person in (make.steward(), photograph.photographer):
        client = sign_in(person)
        assert "a photograph is not to be kept" in client.get(at_project(ended)).text
        assert "Until then you can download it" in client.get(at_project(ended, page)).text
    assert "not to be kept" not in sign_in(make.researcher()).get(at_project(ended)).text
    keeping.remove_due(session, ended, on=today() + A_MONTH)
    session.commit()
    client = sign_in(photograph.photographer)
    assert "It was removed on" in client.get(at_project(ended, page)).text
    assert client.get(at_project(ended, f"{page}/original")).status_code == 404
    assert client.get(at_project(ended, "photographs/")).status_code == 200


def test_the_steward_says_when_the_project_ends(make, sign_in, session):
    project = make.the_project
    client = sign_in(make.steward())
    given = {"name": project.name, "question": project.question, "languages": "en"}
    client.post(at_project(project, "settings"), data=given | {"ends_on": "2027-03-31"})
    session.expire_all()
    assert project.ends_on.isoformat() == "2027-03-31"
    assert "2027-03-31" in client.get(at_project(project, "settings")).text
