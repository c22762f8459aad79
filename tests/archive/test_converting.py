"""Recordings of every usual kind are taken in, as they are or made into one that plays anywhere."""

import io
import math
import struct
import time
from array import array

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photovoice.archive import sound
from photovoice.archive.recordings import SoundError, SoundReason
from tests import sounds
from tests.archive.strangers import encoded, scene

pytestmark = pytest.mark.any_database

SECRET = b"+53.4790-002.2480/ Pat Dooley"
PLACE = {"title": SECRET.decode(), "comment": SECRET.decode()}


def tone(rate: int = 48_000, seconds: float = 1.0) -> array:
    """A sine tone, as samples of 16 bits."""
    return array(
        "h", (int(9000 * math.sin(n * 440 * math.tau / rate)) for n in range(int(rate * seconds)))
    )


def made(form: str, codec: str, *, rate: int = 48_000, seconds: float = 1.0) -> bytes:
    """A recording as a library writes it, telling who made it and where."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as target:
        target.metadata.update(PLACE)
        stream = target.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=int(rate * seconds))
        frame.sample_rate = rate
        frame.planes[0].update(tone(rate, seconds).tobytes())
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def wav(seconds: float = 1.0, *, rate: int = 16_000, behind: bytes = b"") -> bytes:
    """A WAV that names its maker before its samples and behind them."""
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    notes = struct.pack("<4sI", b"LIST", len(SECRET)) + SECRET + bytes(len(SECRET) & 1)
    samples = tone(rate, seconds).tobytes()
    chunks = head + notes + struct.pack("<4sI", b"data", len(samples)) + samples + notes + behind
    return struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks


FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""A silent frame of MP3: 1152 samples at 44.1 kHz."""


def mp3(seconds: float = 1.0) -> bytes:
    """An MP3 with a cover that has a position, tags before and behind."""
    cover = encoded(scene(64, 48), comment=SECRET)
    picture = b"\0image/jpeg\0\3\0" + cover
    size = len(picture) + 10
    tag = b"ID3\3\0\0" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    tag += b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    return tag + FRAME * round(seconds * 44100 / 1152) + b"TAG" + SECRET.ljust(125)[:125]


def amr(seconds: float = 1.0) -> bytes:
    """An AMR as a simple phone records it."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * round(seconds * 50)


AS_THEY_ARE = {
    "MP3": (mp3, "audio/mpeg", ".mp3"),
    "WAV": (wav, "audio/wav", ".wav"),
    "M4A": (sounds.telling_m4a, "audio/mp4", ".m4a"),
    "WebM": (sounds.telling_webm, "audio/webm", ".webm"),
}
MADE_INTO_AAC = {
    "Ogg/Opus": lambda seconds=1.0: made("ogg", "libopus", seconds=seconds),
    "AMR": amr,
    "ALAC": lambda seconds=1.0: made("ipod", "alac", rate=44_100, seconds=seconds),
    "FLAC": lambda seconds=1.0: made("flac", "flac", seconds=seconds),
    "AIFF": lambda seconds=1.0: made("aiff", "pcm_s16be", seconds=seconds),
    "AAC": lambda seconds=1.0: made("adts", "aac", seconds=seconds),
    "µ-law": lambda seconds=1.0: made("wav", "pcm_mulaw", rate=8_000, seconds=seconds),
}


@pytest.fixture
def taken(tmp_path):
    """``taken(data)``: what it is said to be, and the bytes that are kept."""

    def take(data):
        path = tmp_path / "picture"
        path.write_bytes(data)
        heard = sound.make_ready(path)
        return heard, path.read_bytes()

    return take


def samples(data: bytes) -> bytes:
    """What a decoder hears."""
    with av.open(io.BytesIO(data)) as source:
        return b"".join(bytes(frame.planes[0]) for frame in source.decode(audio=0))


@pytest.mark.parametrize("kind", AS_THEY_ARE)
def test_what_browsers_play_sounds_the_same_and_tells_nothing_else(taken, kind):
    make, media_type, extension = AS_THEY_ARE[kind]
    data = make()
    heard, kept = taken(data)
    assert (heard.media_type, heard.extension) == (media_type, extension)
    assert heard.seconds == pytest.approx(1, abs=0.25)
    for secret in (SECRET, sounds.SECRET, b"JFIF"):
        assert secret not in kept
    if kind in ("MP3", "WAV"):
        assert samples(kept) == samples(data)
    assert taken(kept) == (heard, kept), "there is nothing more to take out"


@pytest.mark.parametrize("kind", MADE_INTO_AAC)
def test_what_not_every_browser_plays_becomes_aac_and_tells_nothing(taken, kind):
    data = MADE_INTO_AAC[kind]()
    heard, kept = taken(data)
    assert (heard.media_type, heard.extension) == ("audio/mp4", ".m4a")
    assert heard.seconds == pytest.approx(1, abs=0.12)
    assert SECRET not in kept
    with av.open(io.BytesIO(kept)) as opened:
        assert opened.streams.audio[0].codec_context.name == "aac" and not opened.metadata.get(
            "title"
        )


@pytest.mark.parametrize("kind", ["FLAC", "AIFF", "CAF", "AU", "A-law"])
def test_one_cut_off_is_never_taken_for_whole(taken, kind):
    how = {
        "FLAC": ("flac", "flac"),
        "AIFF": ("aiff", "pcm_s16be"),
        "CAF": ("caf", "pcm_s16le"),
        "AU": ("au", "pcm_s16be"),
        "A-law": ("wav", "pcm_alaw"),
    }[kind]
    data = made(*how, seconds=4.0)
    assert taken(data)[0].seconds == pytest.approx(4, abs=0.12)
    with pytest.raises(SoundError) as refused:
        taken(data[: len(data) * 6 // 10])
    assert refused.value.reason is SoundReason.INCOMPLETE


def test_an_ogg_of_which_a_page_is_damaged_is_not_kept_as_a_shorter_one(taken):
    data = bytearray(made("ogg", "libopus", seconds=4.0))
    pages = [at for at in range(len(data)) if data[at : at + 4] == b"OggS"]
    assert len(pages) >= 4
    data[pages[2] + 60] ^= 0xFF  # its checksum says so, and players pass it over
    with pytest.raises(SoundError) as refused:
        taken(bytes(data))
    assert refused.value.reason is SoundReason.INCOMPLETE


def test_an_ogg_that_begins_late_on_its_clock_is_whole(taken):
    data = bytearray(made("ogg", "libopus", seconds=2.0))
    pages = [at for at in range(len(data)) if data[at : at + 4] == b"OggS"]
    for page in pages[2:]:
        moment = int.from_bytes(data[page + 6 : page + 14], "little") + 48_000 * 100
        data[page + 6 : page + 14] = moment.to_bytes(8, "little")
        end = next((at for at in pages if at > page), len(data))
        data[page + 22 : page + 26] = bytes(4)
        data[page + 22 : page + 26] = checksum(data[page:end]).to_bytes(4, "little")
    assert taken(bytes(data))[0].seconds == pytest.approx(2, abs=0.12)


def checksum(page: bytes) -> int:
    """That of a page of Ogg (RFC 3533 6)."""
    rest = 0
    for byte in page:
        rest ^= byte << 24
        for _bit in range(8):
            rest = (rest << 1) ^ (0x104C11DB7 if rest & 0x80000000 else 0)
    return rest


def test_an_m_4_a_is_not_written_over_while_it_is_read(tmp_path):
    path = tmp_path / "voice.m4a"
    path.write_bytes(made("ipod", "alac", rate=44_100, seconds=4.0))
    assert sound.make_ready(path).seconds == pytest.approx(4, abs=0.12)


def test_what_whatsapp_sends_is_taken_in(taken, corpus):
    heard, _kept = taken((corpus / "small" / "voice-as-whatsapp-sends-it.ogg").read_bytes())
    assert heard.media_type == "audio/mp4" and heard.seconds == pytest.approx(2, abs=0.1)


def test_a_wav_larger_than_what_is_kept_becomes_aac(taken):
    heard, kept = taken(wav(120, rate=44_100))
    assert heard.extension == ".m4a" and heard.seconds == pytest.approx(120, abs=0.2)
    assert len(kept) < 2_000_000


def refused(taken, data: bytes) -> SoundError:
    with pytest.raises(SoundError) as trouble:
        taken(data)
    return trouble.value


@pytest.mark.parametrize(
    ("beginning", "name"),
    [(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"), (b"#!SILK_V3", "SILK"), (b"MThd", "MIDI")],
)
def test_what_cannot_be_taken_in_is_refused_by_its_name(house, taken, beginning, name):
    trouble = refused(taken, beginning + bytes(200))
    assert (trouble.reason, trouble.called) == (SoundReason.UNSUPPORTED, name)
    said = sound.sentence(trouble.reason, trouble.called)
    assert f"A {name} recording" in said and "are safe" in said and "Please" in said


def film() -> bytes:
    """A film with sound, in a form that must be converted."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as target:
        picture = target.add_stream("mjpeg", rate=5)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuvj420p"
        target.mux(picture.encode(av.VideoFrame(64, 48, "yuvj420p")))
        target.mux(picture.encode(None))
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", SoundReason.EMPTY),
        (film, SoundReason.HAS_PICTURES),
        (lambda: b"RIFF\0\0\0\0AVI LIST" + bytes(90), SoundReason.HAS_PICTURES),
        (lambda: mp3(190), SoundReason.TOO_LONG),
        (lambda: wav(190, rate=4_000), SoundReason.TOO_LONG),
        (lambda: amr(190), SoundReason.TOO_LONG),
        (lambda: mp3(2)[:-400], SoundReason.INCOMPLETE),
        (lambda: wav(2)[:20_000], SoundReason.INCOMPLETE),
        (lambda: MADE_INTO_AAC["Ogg/Opus"](2)[:-300], SoundReason.INCOMPLETE),
        (lambda: MADE_INTO_AAC["Ogg/Opus"](2)[:-1500] + bytes(1500), SoundReason.INCOMPLETE),
        (lambda: b"OggS" + bytes(400), SoundReason.INCOMPLETE),
        (lambda: b"fLaC" + bytes(400), SoundReason.UNREADABLE),
        (lambda: b"#!AMR\n", SoundReason.SILENT),
        (lambda: wav(0), SoundReason.SILENT),
    ],
)
def test_each_kind_of_wrong_has_its_verdict(taken, make, reason):
    trouble = refused(taken, make()).reason
    assert trouble is reason or {trouble, reason} <= {SoundReason.SILENT, SoundReason.UNREADABLE}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_happens_to_the_bytes_of_an_mp3_or_wav_there_is_a_verdict(data):
    whole = data.draw(st.sampled_from([mp3, wav]))(0.2)
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        heard = sound.examine_bytes(bytes(broken))
        sound.without_metadata(bytes(broken), heard.media_type, heard.seconds)
    except SoundError:
        pass


def test_an_mp3_of_a_million_tags_keeps_nobody_busy():
    began = time.perf_counter()
    with pytest.raises(SoundError):
        sound.examine_bytes(b"ID3\4" + bytes(6) + (b"ID3\4" + bytes(6)) * 800_000)
    assert time.perf_counter() - began < 5
