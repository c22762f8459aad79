"""What a recording is and whether it is whole: told from its bytes, at once, whoever made them."""

import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photovoice.archive import sound
from photovoice.archive.recordings import SoundError, SoundReason
from tests import sounds
from tests.factories import picture_bytes
from tests.sounds import box, element, trak

pytestmark = pytest.mark.any_database


def verdict(data: bytes) -> SoundReason:
    with pytest.raises(SoundError) as refused:
        sound.examine_bytes(data)
    return refused.value.reason


def published(data: bytes) -> bytes:
    heard = sound.examine_bytes(data)
    return sound.without_metadata(data, heard.media_type, heard.seconds)


# What is taken in, and how long it really is.


def test_a_browsers_webm_is_as_long_as_its_sound_though_it_says_nothing_of_it():
    heard = sound.examine_bytes(sounds.webm(42))
    assert (heard.media_type, heard.extension) == ("audio/webm", ".webm")
    assert heard.seconds == pytest.approx(42, abs=0.06)


@pytest.mark.parametrize("make", [sounds.m4a, sounds.fragmented])
def test_a_phones_mp4_is_as_long_as_its_samples(make):
    heard = sound.examine_bytes(make(42))
    assert (heard.media_type, heard.extension) == ("audio/mp4", ".m4a")
    assert heard.seconds == pytest.approx(42, abs=0.03)


def test_vorbis_is_taken_in_too():
    assert sound.examine_bytes(sounds.telling_vorbis()).seconds == pytest.approx(1.2, abs=0.07)


def test_three_minutes_and_a_moment_are_taken_in_and_no_more():
    assert sound.examine_bytes(sounds.webm(183)).seconds == pytest.approx(183, abs=0.1)
    for make in (sounds.webm, sounds.m4a, sounds.fragmented):
        assert verdict(make(190)) is SoundReason.TOO_LONG


def test_one_block_that_claims_to_come_hours_later_is_too_long():
    late = element("e7", (10**8).to_bytes(8, "big")) + element(
        "a3", b"\x81\0\0\x80" + sounds.PACKET
    )
    assert verdict(sounds.webm(clusters=element("1f43b675", late))) is SoundReason.TOO_LONG


def test_packets_that_all_claim_the_same_moment_are_counted():
    one = element("a3", b"\x81\0\0\x80" + sounds.PACKET)
    crowded = element("1f43b675", element("e7", b"\0") + one * 4000)
    assert verdict(sounds.webm(clusters=crowded)) is SoundReason.TOO_LONG


# What is not.

WORDS = b"<!doctype html><title>Sign in to the Wi-Fi</title>"
FILM = sounds.webm(tracks=sounds.track() + sounds.track(kind=1, codec=b"V_VP8"))
TWO = sounds.webm(tracks=sounds.track() * 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (WORDS, SoundReason.NOT_A_RECORDING),
        (picture_bytes(1), SoundReason.NOT_A_RECORDING),
        (b"\0\0\0\x18ftypheic" + bytes(60), SoundReason.NOT_A_RECORDING),
        (b"ID3\4" + bytes(90), SoundReason.UNSUPPORTED),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(90), SoundReason.INCOMPLETE),
        (b"OggS" + bytes(90), SoundReason.UNSUPPORTED),
        (FILM, SoundReason.HAS_PICTURES),
        (TWO, SoundReason.SEVERAL_TRACKS),
        (sounds.webm(tracks=sounds.track(codec=b"A_AC3")), SoundReason.UNSUPPORTED),
        (sounds.webm(0), SoundReason.SILENT),
        (sounds.webm(tracks=b""), SoundReason.UNREADABLE),
        (sounds.m4a(tracks=trak(43) + trak(43, handler=b"vide")), SoundReason.HAS_PICTURES),
        (sounds.m4a(tracks=trak(43) * 2), SoundReason.SEVERAL_TRACKS),
        (sounds.m4a(tracks=trak(43, entry=b"alac")), SoundReason.UNSUPPORTED),
        (sounds.m4a(tracks=trak(43, describes=sounds.esds(0x6B))), SoundReason.UNSUPPORTED),
        (sounds.m4a(0), SoundReason.SILENT),
        (sounds.m4a(tracks=b""), SoundReason.SILENT),
        (sounds.m4a(tracks=trak(4300)), SoundReason.INCOMPLETE),
        (sounds.FTYP + box(b"mdat", bytes(90)), SoundReason.INCOMPLETE),
    ],
)
def test_each_kind_of_wrong_has_its_verdict(data, reason):
    assert verdict(data) is reason


def test_every_reason_has_a_sentence_that_says_what_is_safe_and_what_to_do(house):
    for reason in SoundReason:
        said = sound.sentence(reason)
        assert "are safe" in said and "lease" in said


@pytest.mark.parametrize("make", [sounds.webm, sounds.m4a, sounds.fragmented])
def test_what_is_cut_off_is_never_taken_for_whole(make):
    data = make(3)
    reasons = {verdict(data[:-cut]) for cut in (1, 5, 7)}
    assert reasons == {SoundReason.INCOMPLETE}


def test_an_empty_file_and_a_huge_one_are_not_even_read(tmp_path):
    path = tmp_path / "voice"
    for size, reason in ((0, SoundReason.EMPTY), (sound.LARGEST + 1, SoundReason.TOO_LARGE)):
        with path.open("wb") as file:
            file.truncate(size)
        with pytest.raises(SoundError) as refused:
            sound.make_ready(path)
        assert refused.value.reason is reason


HOSTILE = {
    "boxes of no size, for ever": sounds.FTYP + bytes(4) + b"moov" + b"\0\0\0\1free" + bytes(8),
    "a box that says it ends before it begins": sounds.FTYP + struct.pack(">I4s", 3, b"moov"),
    "a box as large as the world": sounds.FTYP + b"\0\0\0\1moov" + b"\xff" * 8,
    "a million boxes": sounds.FTYP + box(b"free") * 900_000,
    "boxes within boxes within boxes": sounds.FTYP
    + b"".join(struct.pack(">I4s", 8 * (n + 1), b"moov") for n in range(100_000, -1, -1)),
    "a table with four thousand million rows": sounds.m4a(
        tracks=trak(43).replace(
            table := sounds.table(b"stts", 43, 1024, each=2), table[:12] + b"\xff" * 4 + table[16:]
        )  # fmt: skip
    ),
    "a run with four thousand million frames": sounds.fragmented(0.3).replace(
        struct.pack(">II", 0x001, 10), struct.pack(">II", 0x301, 0xFFFFFFFF)
    ),
    "time that stands still": sounds.m4a().replace(struct.pack(">II", 44100, 43 * 1024), bytes(8)),
    "elements of no size": sounds.webm(extra=b"\xec\x80" * 900_000),
    "an element as large as the world": sounds.webm(extra=element("ec", b"", says=(1 << 56) - 2)),
    "a track of unknown size": sounds.webm(tracks=element("ae", b"", endless=True)),
    "zeros": b"\x1aE\xdf\xa3" + bytes(100_000),
    "only its first four bytes": b"\x1aE\xdf\xa3",
    "only its first eight": b"\0\0\0\x20ftyp",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_was_made_to_exhaust_the_reader_is_refused_at_once(kind):
    began = time.perf_counter()
    verdict(HOSTILE[kind])
    assert time.perf_counter() - began < 3


@given(st.data())
@settings(max_examples=150)
def test_whatever_happens_to_its_bytes_there_is_a_verdict_and_never_a_crash(data):
    kinds = (sounds.telling_webm, sounds.telling_m4a, sounds.fragmented, sounds.telling_vorbis)
    whole = data.draw(st.sampled_from(kinds))()
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        published(bytes(broken))
    except SoundError:
        pass


# The copy that is published.


@pytest.mark.parametrize(
    "make", [sounds.telling_webm, sounds.telling_vorbis, sounds.telling_m4a, sounds.fragmented]
)
def test_a_published_copy_is_as_long_and_says_nothing_but_its_sound(make):
    data = make()
    assert sounds.SECRET in data
    copy = published(data)
    assert len(copy) == len(data)
    for telling in (sounds.SECRET, b"Chrome", b"ARTIST", b"a phone", b"\xe0\0\0\1"):
        assert telling not in copy
    before, after = sound.examine_bytes(data), sound.examine_bytes(copy)
    assert before == after


def test_a_published_webm_says_how_long_it_is_where_its_program_was_named():
    copy = published(sounds.webm(12))
    at = copy.index(b"\x44\x89\x84") + 3
    (said,) = struct.unpack_from(">f", copy, at)
    assert said == pytest.approx(12000, abs=60)


def test_nothing_in_a_published_copy_has_moved():
    for make in (sounds.webm, sounds.m4a, sounds.fragmented):
        data = make(2)
        copy = published(data)
        frame = sounds.PACKET if make is sounds.webm else sounds._FRAME
        assert data.count(frame) == copy.count(frame) > 10
        assert data.index(frame) == copy.index(frame)
