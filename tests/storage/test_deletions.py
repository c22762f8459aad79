"""What is let go on purpose goes at once, wherever it lies, and only while nobody names it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.speaking import remove_voice
from photovoice.jobs.operations import perform_all
from photovoice.storage import deletions
from photovoice.storage.models import Deletion, Reason
from photovoice.storage.set_aside import key_for
from tests import sounds

KEY = "originals/ab/abcdef.jpg"


def reasons(session):
    """What was let go, and why."""
    return {one.key: one.reason for one in session.scalars(select(Deletion))}


def test_bytes_let_go_are_removed_after_the_commit_and_remembered(house, session, work):
    house.store.put(KEY, b"a picture")
    deletions.let_go(session, [KEY], Reason.ERASED)
    assert house.store.exists(KEY), "nothing is decided before the commit"
    work()
    assert not house.store.exists(KEY)
    assert reasons(session) == {KEY: "erased"}


def test_what_is_undone_is_not_let_go(house, session):
    house.store.put(KEY, b"a picture")
    deletions.let_go(session, [KEY], Reason.ERASED)
    session.rollback()
    perform_all(house)
    assert house.store.exists(KEY) and reasons(session) == {}


def test_they_are_removed_from_what_was_set_aside_too(house, session, work):
    days = [key_for(KEY, date(2026, 5, day)) for day in (1, 9)]
    other = key_for(f"{KEY}.jpg", date(2026, 5, 1))
    for key in (*days, other):
        house.store.put(key, b"a picture")
    deletions.let_go(session, [KEY], Reason.WITHDRAWN)
    work()
    assert [kept.key for kept in house.store.keys()] == [other]


def test_removing_twice_is_as_good_as_once(house, session, work):
    house.store.put(KEY, b"a picture")
    deletions.let_go(session, [KEY], Reason.EXPIRED)
    work()
    deletions.remove(house, {"keys": [KEY]})
    assert reasons(session) == {KEY: "expired"}


def test_letting_go_twice_keeps_the_later_reason(session):
    deletions.let_go(session, [KEY, KEY], Reason.EXPIRED)
    deletions.let_go(session, [KEY], Reason.ERASED)
    assert reasons(session) == {KEY: "erased"}


def test_a_reason_nobody_knows_is_refused_also_by_the_database(session):
    with pytest.raises(ValueError, match="tired"):
        deletions.let_go(session, [KEY], "tired")
    session.add(Deletion(key=KEY, reason="tired"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_many_are_let_go_in_few_jobs(house, session, work):
    keys = [f"originals/ab/{number:04}.jpg" for number in range(450)]
    for key in keys:
        house.store.put(key, b"x")
    deletions.let_go(session, iter(keys), Reason.ERASED)
    assert work() == 3
    assert list(house.store.keys()) == [] and len(reasons(session)) == 450


def test_what_a_row_still_names_stays_and_the_record_of_letting_it_go_does_not(
    house, session, make, work
):
    photograph = make.photograph()
    deletions.let_go(session, [photograph.original_key], Reason.ERASED)
    work()
    assert house.store.exists(photograph.original_key)
    assert reasons(session) == {}


def test_of_two_projects_that_hold_the_same_photograph_the_other_keeps_it(
    house, session, make, work
):
    one, other = make.photograph(), make.photograph(project=make.project())
    other.original_key = one.original_key
    one.original_key = "originals/ab/moved.jpg"
    deletions.let_go(session, [other.original_key], Reason.ERASED)
    work()
    assert house.store.exists(other.original_key)


# where bytes are let go today


def test_covering_otherwise_lets_the_copies_made_before_go_for_good(house, session, make, work):
    photograph = make.photograph()
    archive.redact(session, photograph, [Box(0.1, 0.1, 0.5, 0.5)], by=None)
    work()
    before = {copy.key for copy in photograph.renditions if copy.redacted}
    archive.redact(session, photograph, [Box(0.6, 0.6, 0.2, 0.2)], by=None)
    work()
    assert before and not any(house.store.exists(key) for key in before)
    assert dict.fromkeys(before, "covered").items() <= reasons(session).items()
    assert all(house.store.exists(copy.key) for copy in photograph.renditions)


def test_covering_as_before_again_brings_the_copies_back_and_no_record_applies(
    house, session, make, work
):
    photograph, box = make.photograph(), Box(0.1, 0.1, 0.5, 0.5)
    for boxes in ([box], [], [box]):
        archive.redact(session, photograph, boxes, by=None)
        work()
    again = {copy.key for copy in photograph.renditions if copy.redacted}
    assert again and all(house.store.exists(key) for key in again)
    assert not again & reasons(session).keys()


def test_a_voice_removed_is_gone_at_once_and_one_replaced_too(house, session, make, work):
    photograph = make.photograph(developed=False)
    first, second = (make.voice_note(photograph, seed) for seed in two_voices())
    work()
    assert not house.store.exists(first.key) and house.store.exists(second.key)
    remove_voice(session, second, by=None)
    work()
    assert not house.store.exists(second.key)
    assert reasons(session) == {first.key: "replaced", second.key: "withdrawn"}


def test_a_voice_sent_again_after_it_was_removed_stays(house, session, make, work):
    photograph, (voice, _other) = make.photograph(developed=False), two_voices()
    remove_voice(session, make.voice_note(photograph, voice), by=None)
    work()
    note = make.voice_note(photograph, voice)
    work()
    assert house.store.exists(note.key) and reasons(session) == {}


def two_voices():
    """Two recordings unlike each other."""
    return sounds.webm(1.2), sounds.webm(2.4)
