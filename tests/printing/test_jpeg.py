"""Reading JPEGs without decoding them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from photovoice.printing import jpeg
from tests.printing.pictures import SECRET, photograph


def saved(mode="RGB", size=(64, 48), **options) -> bytes:
    """A small JPEG's bytes."""
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 60).convert(mode).save(
        out := io.BytesIO(), "JPEG", **options
    )
    return out.getvalue()


def bare(data: bytes) -> bytes:
    """The bytes that go into a PDF."""
    return b"".join(data[start:end] for start, end in jpeg.read(data).ranges)


def test_what_the_camera_knew_stays_behind(tmp_path):
    data = photograph(tmp_path, 1, orientation=6).read_bytes()
    assert SECRET.encode() in data
    header = jpeg.read(data)
    assert SECRET.encode() not in bare(data)
    assert b"Exif" not in bare(data)
    assert (header.orientation, header.width, header.height) == (6, 1316, 1824)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_the_bare_picture_decodes_to_the_same_pixels(mode, options):
    data = saved(mode, comment=b"words", **options)
    with Image.open(io.BytesIO(data)) as one, Image.open(io.BytesIO(bare(data))) as other:
        assert one.tobytes() == other.tobytes()


def test_a_second_picture_after_the_first_is_left_out():
    first, second = saved(), saved(size=(8, 8))
    assert bare(first + second) == bare(first)
    assert jpeg.read(first + second).length < len(first + second)


def test_a_thumbnail_in_the_first_segment_is_left_out():
    data = saved()
    thumbnail = b"\xff\xe0" + (16 + 3).to_bytes(2, "big") + b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"TMB"
    assert b"TMB" not in bare(data[:2] + thumbnail + data[20:])


def test_a_profile_in_several_pieces_is_put_together():
    profile = bytes(range(256)) * 600
    assert jpeg.read(saved(icc_profile=profile)).profile == profile


def test_four_inks_as_photoshop_writes_them_are_known_to_be_inverted():
    assert jpeg.read(saved("CMYK")).inverted
    assert not jpeg.read(saved("RGB")).inverted


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"GIF89a", saved()[:-200], saved()[:150]])
def test_what_is_cut_short_or_no_jpeg_is_not_copied(data):
    with pytest.raises(jpeg.NotPlain):
        jpeg.read(data)


@given(some.binary(max_size=400), some.integers(0, 600))
def test_damage_anywhere_is_refused_or_read_but_never_crashes(noise, at):
    data = saved()
    try:
        jpeg.read(data[:at] + noise + data[at + len(noise) :])
    except jpeg.NotPlain:
        pass


def test_a_damaged_exif_block_leaves_the_picture_as_it_is():
    assert jpeg.orientation(b"Exif\0\0MM\0*\0\0\0\x08\xff\xff") == 1


def test_scans_are_the_same_whatever_the_metadata():
    assert jpeg.scan(saved(comment=b"one")) == jpeg.scan(saved(comment=b"another one"))
    assert jpeg.scan(saved(quality=80)) != jpeg.scan(saved(quality=81))
