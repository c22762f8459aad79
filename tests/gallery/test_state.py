"""The state beside the editions: read whole, replaced whole, never guessed at."""

import json

import pytest

from photovoice.gallery import sign, state
from photovoice.gallery.state import ShowState, Unreadable

SOME = ShowState(
    live=3, retired=frozenset({1}), superseded=frozenset({2}), gone=frozenset({"k3v9q2ab"})
)


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


def test_a_write_that_fails_leaves_the_old_state_and_no_litter(tmp_path, monkeypatch):
    state.write(tmp_path, SOME)
    monkeypatch.setattr(state.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        state.write(tmp_path, ShowState())
    assert [path.name for path in tmp_path.iterdir()] == [state.STATE]
    assert state.read(tmp_path) == SOME


def test_the_sign_says_what_the_curators_side_says(tmp_path):
    sign.put_up(tmp_path, SOME.as_json())
    assert state.read(tmp_path) == SOME


def test_only_what_hangs_now_is_on_show(tmp_path):
    for slug, shown in {
        "open": ShowState(live=1),
        "shut": ShowState(retired=frozenset({1})),
    }.items():
        state.write(tmp_path / slug, shown)
        (tmp_path / slug / "1").mkdir()
        about = {"exhibition": {"title": slug.title(), "language": "en"}}
        (tmp_path / slug / "1" / sign.MANIFEST).write_text(json.dumps(about))
    assert [show.slug for show in sign.on_show(tmp_path)] == ["open"]
