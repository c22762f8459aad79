"""What a file is, and whether it is whole, is told by its bytes."""

import time

import pytest

from photovoice.archive import formats, isobmff
from photovoice.archive.formats import AVIF, HEIC, HEIF, JPEG, PNG, WEBP
from photovoice.archive.pictures import PictureError, RefusalReason
from tests.archive import strangers
from tests.archive.strangers import encoded, heic_like, scene, written

LARGEST = 60 * 1024 * 1024


def test_every_kind_taken_in_is_known_by_its_content(tmp_path):
    small = scene(48, 32)
    found = {
        name: formats.examine(written(tmp_path, data, "misnamed.txt"), LARGEST).kind
        for name, data in {
            "JPEG": encoded(small),
            "MPO": encoded(small, "MPO", save_all=True, append_images=[small]),
            "PNG": encoded(small, "PNG"),
            "WebP": encoded(small, "WEBP"),
            "WebP without loss": encoded(small, "WEBP", lossless=True),
            "WebP with alpha": encoded(small.convert("RGBA"), "WEBP", exif=b"Exif\0\0"),
            "AVIF": encoded(small, "AVIF"),
            "HEIC": heic_like(),
            "HEIF": heic_like(brand=b"mif1"),
        }.items()
    }
    assert found == {
        "JPEG": JPEG,
        "MPO": JPEG,
        "PNG": PNG,
        "WebP": WEBP,
        "WebP without loss": WEBP,
        "WebP with alpha": WEBP,
        "AVIF": AVIF,
        "HEIC": HEIC,
        "HEIF": HEIF,
    }


@pytest.mark.parametrize("kind", ["VP8 ", "VP8L", "VP8X"])
def test_a_webp_tells_its_size_in_each_of_its_three_ways(tmp_path, kind):
    small = scene(260, 140)
    options = {"VP8 ": {}, "VP8L": {"lossless": True}, "VP8X": {"exif": strangers.exif_block()}}
    data = encoded(small, "WEBP", **options[kind])
    assert data[12:16] == kind.encode()
    walked = formats._walk_webp(data)
    assert (walked.width, walked.height) == (260, 140)


def test_a_picture_of_the_largest_size_is_taken_in_and_one_byte_more_is_not(tmp_path):
    path = written(tmp_path, encoded(scene(64, 48)))
    assert formats.examine(path, path.stat().st_size).kind is JPEG
    with pytest.raises(PictureError) as refused:
        formats.examine(path, path.stat().st_size - 1)
    assert refused.value.reason is RefusalReason.TOO_LARGE


def test_a_jpeg_with_restart_markers_and_many_bytes_like_markers_is_ordinary(tmp_path):
    data = encoded(scene(640, 480), quality=98, restart_marker_blocks=1)
    assert data.count(b"\xff\xda") == 1 and b"\xff\xd3" in data
    assert formats.examine(written(tmp_path, data), LARGEST).kind is JPEG


def test_a_hundred_scans_are_borne_and_one_more_is_not(tmp_path):
    scans = encoded(scene(320, 240), progressive=True).count(b"\xff\xda")
    assert (
        formats.examine(written(tmp_path, strangers.with_scans(100 - scans)), LARGEST).kind is JPEG
    )
    with pytest.raises(PictureError) as refused:
        formats.examine(written(tmp_path, strangers.with_scans(101 - scans)), LARGEST)
    assert refused.value.reason is RefusalReason.TOO_MANY_SCANS


def test_an_ordinary_png_note_and_profile_do_no_harm(tmp_path):
    data = strangers.png_with(
        strangers.png_chunk(b"zTXt", b"note\0\0" + strangers.zlib.compress(b"by hand " * 4000))
    )
    assert formats.examine(written(tmp_path, data), LARGEST).kind is PNG


def test_a_heic_may_count_its_bytes_in_64_bits(tmp_path):
    data = heic_like(wide=True)
    assert formats.examine(written(tmp_path, data), LARGEST).kind is HEIC
    assert isobmff.dimensions(data) == (64, 48)
    assert isobmff.extents_end(data[:-1]) == len(data)


@pytest.mark.parametrize("lost", [1, 7, 199, 399])
def test_a_heic_that_lost_its_last_bytes_is_incomplete(tmp_path, lost):
    with pytest.raises(PictureError) as refused:
        formats.examine(written(tmp_path, heic_like()[:-lost]), LARGEST)
    assert refused.value.reason is RefusalReason.INCOMPLETE


def test_a_heic_cut_anywhere_is_never_taken_in(tmp_path):
    data = heic_like()
    for length in range(1, len(data), 3):
        with pytest.raises(PictureError):
            formats.examine(written(tmp_path, data[:length]), LARGEST)


def test_no_stranger_keeps_the_examiner_busy(tmp_path):
    made = {name: make() for name, (_reason, make) in strangers.REFUSED.items()}
    began = time.process_time()
    for data in made.values():
        try:
            formats.examine(written(tmp_path, data), LARGEST)
        except PictureError:
            pass
    assert time.process_time() - began < 1
