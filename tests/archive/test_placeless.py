"""A picture is stored without its place, and is otherwise the same to the last byte that counts."""

import io
import time
import warnings
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import exifread
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from photovoice.archive.placeless import without_place
from tests.archive import strangers
from tests.archive.placed import (
    PLACED,
    TAKEN,
    XMP,
    as_seen,
    jpeg,
    packet,
    segment,
    tiff,
    told,
)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
CLEAN = {
    "a plain JPEG": lambda: jpeg(),
    "a JPEG with a profile": lambda: jpeg(icc_profile=b"\7gps: latitude\7"),
    "a progressive JPEG": lambda: jpeg(progressive=True),
    "a PNG": lambda: strangers.encoded(strangers.scene(96, 64), "PNG"),
    "a PNG that says when it was made": lambda: strangers.png_with(
        strangers.png_chunk(b"tEXt", b"Creation Time\x002018-05-12T14:03:09+01:00")
    ),
    "a WebP": lambda: strangers.encoded(strangers.scene(96, 64), "WEBP"),
    "no picture": lambda: b"%PDF-1.7 gps:53.4",
    "nothing at all": lambda: b"",
}


def stripped(data: bytes, folder: Path) -> tuple[bytes, bool]:
    """The bytes afterwards, and whether anything is said to have gone."""
    path = folder / "picture"
    path.write_bytes(data)
    removed = without_place(path)
    return path.read_bytes(), removed.anything


def taken(data: bytes) -> str:
    """When a picture says it was taken."""
    with Image.open(io.BytesIO(data)) as im:
        return im.getexif().get_ifd(0x8769).get(0x9003, "")


def positions(data: bytes) -> list[str]:
    """What a reader finds of the place, in the picture's own block."""
    with Image.open(io.BytesIO(data)) as im:
        block = im.info.get("exif") or b""
        found = [str(tag) for tag in im.getexif().get_ifd(0x8825)]
    tags = exifread.process_file(io.BytesIO(block.removeprefix(b"Exif\0\0")), details=False)
    return found + [tag for tag in tags if "GPS" in tag]


@pytest.mark.parametrize("name", PLACED)
def test_the_place_goes_and_the_picture_stays(name, tmp_path):
    data = PLACED[name]()
    assert told(data), "this picture tells nothing"
    after, removed = stripped(data, tmp_path)
    assert removed
    assert told(after) == []
    assert len(after) <= len(data)
    assert as_seen(after) == as_seen(data)
    assert positions(after) == []
    assert stripped(after, tmp_path) == (after, False), "there is nothing more to take out"


@pytest.mark.parametrize("name", [name for name in PLACED if name.endswith((": EXIF", "ian EXIF"))])
def test_the_day_stays(name, tmp_path):
    after, _removed = stripped(PLACED[name](), tmp_path)
    assert taken(after) == TAKEN


@pytest.mark.parametrize("name", CLEAN)
def test_what_tells_no_place_is_left_as_it_is(name, tmp_path):
    data = CLEAN[name]()
    assert stripped(data, tmp_path) == (data, False)


def test_a_packet_that_was_emptied_can_still_be_read(tmp_path):
    after, _removed = stripped(jpeg(segment(0xE1, XMP + packet(turned=3))), tmp_path)
    with Image.open(io.BytesIO(after)) as im:
        (described,) = ElementTree.fromstring(im.info["xmp"]).iter(f"{RDF}Description")
    assert described.attrib == {"{http://ns.adobe.com/tiff/1.0/}Orientation": "3"}


@pytest.mark.parametrize("name", [*strangers.ACCEPTED, *strangers.REFUSED])
def test_nothing_a_stranger_sends_raises_or_takes_long(name, tmp_path):
    made = strangers.ACCEPTED.get(name) or strangers.REFUSED[name][1]
    data, began = made(), time.monotonic()
    after, _removed = stripped(data, tmp_path)
    assert time.monotonic() - began < 5
    assert len(after) <= len(data)


BUSY = {
    "a JPEG of empty blocks": lambda: (
        b"\xff\xd8" + b"\xff\xe1\0\x18Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0\0\0" * 300_000
    ),
    "a JPEG in a JPEG in a JPEG": lambda: b"\xff\xd8" + b"\xff\xd8\xff\xd9" * 1_000_000,
    "a million pictures": lambda: b"\xff\xd8\xff\xd9" * 1_000_000,
    "packets without end": lambda: (
        b"\xff\xd8" + (b"\xff\xe1\xff\xffhttp://ns.adobe.com/xap/1.0/\0" + b"gps" * 21_830) * 150
    ),
    "directories that lead everywhere": lambda: jpeg(
        segment(0xE1, b"Exif\0\0" + tiff()[:8] + b"\xff\x0f" + b"\x69\x87\4\0\1\0\0\0" * 7_000)
    ),
    "packets that never end": lambda: AVIF + b"<x:xmpmeta" * 1_000_000,
    "stray blocks": lambda: AVIF + b"Exif\0\0II*\0\x08\0\0\0" * 800_000,
    "boxes": lambda: AVIF + b"\0\0\0\x08free" * 1_000_000,
    "chunks": lambda: b"\x89PNG\r\n\x1a\n" + strangers.png_chunk(b"tEXt", b"") * 500_000,
    "small chunks": lambda: b"RIFF\0\0\0\x7fWEBP" + b"EXIF\0\0\0\0" * 700_000,
}
AVIF = strangers.bmff_box(b"ftyp", b"avif\0\0\0\0avif")


@pytest.mark.parametrize("name", BUSY)
def test_what_is_made_to_keep_us_busy_does_not(name, tmp_path):
    data, began = BUSY[name](), time.monotonic()
    after, _removed = stripped(data, tmp_path)
    assert time.monotonic() - began < 10
    assert len(after) <= len(data)


@cache
def sample(name: str) -> bytes:
    """One of the pictures, made once."""
    return PLACED[name]()


@st.composite
def damaged(draw) -> bytes:
    """A picture with some of its bytes changed, mostly where it speaks of itself."""
    data = bytearray(sample(draw(st.sampled_from(list(PLACED)))))
    for _ in range(draw(st.integers(1, 6))):
        furthest = draw(st.sampled_from([60, 400, len(data) - 1]))
        at = draw(st.integers(2, min(furthest, len(data) - 1)))
        new = draw(st.one_of(st.binary(min_size=1, max_size=4), st.just(b"\xff" * 4)))
        data[at : at + len(new)] = new[: len(data) - at]
    return bytes(data)


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(damaged())
def test_damage_never_raises_and_never_changes_a_pixel(tmp_path, data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        after, _removed = stripped(data, tmp_path)
        assert len(after) <= len(data)
        try:
            before = as_seen(data)
        except Exception:  # what the decoder refuses is refused at the door
            return
        assert as_seen(after) == before


FOLDERS = ("phones", "public-domain", "orientation", "broken")


def test_real_pictures_lose_their_place_and_nothing_that_is_seen(corpus, tmp_path):
    from pi_heif import register_heif_opener

    register_heif_opener()
    files = [p for name in FOLDERS for p in sorted((corpus / name).glob("*")) if p.is_file()]
    told_where = 0
    for path in files:
        data = path.read_bytes()
        after, removed = stripped(data, tmp_path)
        assert len(after) <= len(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                before, day, place = as_seen(data), taken(data), positions(data)
            except Exception:  # broken beyond opening
                continue
            assert as_seen(after) == before, path.name
            assert positions(after) == [], path.name
            assert not place or removed
            assert path.parent.name == "broken" or taken(after) == day, path.name
        for words in (b"GPSL", b"photoshop:City", b"Iptc4xmpCore:Location"):
            assert words not in after, path.name
        told_where += bool(place)
    if not files:
        pytest.skip("the corpus holds none of these folders")
    assert told_where >= 8
