"""The state beside the editions: read whole, replaced whole, never guessed at."""

import json
import os
import time
from datetime import timedelta

import pytest

from photovoice.gallery import sign, state
from photovoice.gallery.state import ShowState, Unreadable
from tests.factories import MAY_DAY

SOME = ShowState(
    live=3,
    retired=frozenset({1}),
    superseded=frozenset({2}),
    gone=frozenset({"k3v9q2ab"}),
    until=MAY_DAY,
)


def test_what_should_have_opened_long_ago_does_not_promise_to_open_in_a_minute(tmp_path):
    state.write(tmp_path, ShowState(renewing=True, retired=frozenset({1})))
    assert state.read(tmp_path).renewing and not state.read(tmp_path).stuck
    long_ago = time.time() - state.SOON - 1
    os.utime(tmp_path / state.STATE, (long_ago, long_ago))
    assert state.read(tmp_path).stuck and not state.read(tmp_path).renewing


def test_what_is_written_is_what_is_read(tmp_path):
    state.write(tmp_path, SOME)
    assert state.read(tmp_path) == SOME


def test_an_exhibition_never_published_has_no_state(tmp_path):
    assert state.read(tmp_path / "nowhere") is None


@pytest.mark.parametrize("words", ["", "{", "[]", '{"live": "two"}', '{"live": 2}'])
def test_a_state_that_says_nothing_usable_is_not_guessed_at(tmp_path, words):
    (tmp_path / state.STATE).write_text(words)
    with pytest.raises(Unreadable):
        state.read(tmp_path)


def test_a_sign_put_up_by_an_earlier_version_has_no_last_day(tmp_path):
    words = SOME.as_json()
    del words["until"]
    (tmp_path / state.STATE).write_text(json.dumps(words))
    assert state.read(tmp_path).live == 3 and state.read(tmp_path).until is None


def test_on_its_last_day_an_edition_hangs_and_on_the_next_it_is_taken_down():
    assert SOME.on(MAY_DAY) == SOME
    after = SOME.on(MAY_DAY + timedelta(days=1))
    assert after.live is None and after.retired == {1, 3}
    endless = ShowState(live=1)
    assert endless.on(MAY_DAY + timedelta(days=9999)) == endless


def test_a_write_that_fails_leaves_the_old_state_and_no_litter(tmp_path, monkeypatch):
    state.write(tmp_path, SOME)
    monkeypatch.setattr(state.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        state.write(tmp_path, ShowState())
    assert [path.name for path in tmp_path.iterdir()] == [state.STATE]
    assert state.read(tmp_path) == SOME


def test_the_sign_says_what_the_curators_side_says(tmp_path):
    sign.put_up(tmp_path, vars(SOME))
    assert state.read(tmp_path) == SOME


def test_only_what_hangs_now_is_on_show(tmp_path):
    for slug, shown in {
        "open": ShowState(live=1),
        "shut": ShowState(retired=frozenset({1})),
        "past": ShowState(live=1, until=MAY_DAY),
    }.items():
        state.write(tmp_path / slug, shown)
        (tmp_path / slug / "1").mkdir()
        about = {"exhibition": {"title": slug.title(), "language": "en"}}
        (tmp_path / slug / "1" / sign.MANIFEST).write_text(json.dumps(about))
    assert [show.slug for show in sign.on_show(tmp_path)] == ["open"]
