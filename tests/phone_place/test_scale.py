"""A photograph made smaller on the phone: the phone's module, tried in a real browser."""

import gzip
import io
import subprocess

import pytest
from PIL import Image, ImageChops, ImageStat

from build_tools.frontend import ROOT, TARGETS, _esbuild_program
from tests.archive.placed import OFFSET, TAKEN, as_seen, tiff, told
from tests.archive.strangers import encoded, scene

UPRIGHT = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
"""How to turn a picture to be stored with an orientation."""


def large(turned: int = 1, size: tuple[int, int] = (3200, 2400)) -> bytes:
    """A large JPEG with its place, day and orientation."""
    im = scene(*size)
    if turned in UPRIGHT:
        im = im.transpose(UPRIGHT[turned])
    return encoded(im, quality=95, exif=b"Exif\0\0" + tiff(turned=turned))


@pytest.mark.parametrize("turned", [1, 3, 6])
def test_it_is_upright_with_its_day_and_without_its_place(phone, turned):
    data = large(turned)
    made = phone.shrink(data)
    assert len(made) < len(data) and told(made) == []
    with Image.open(io.BytesIO(made)) as im:
        assert im.size == (2560, 1920) and im.format == "JPEG"
        exif = im.getexif()
        assert exif.get(0x0112, 1) == 1
        details = exif.get_ifd(0x8769)
        assert (details[0x9003], details[0x9011]) == (TAKEN, OFFSET)
        seen = im.convert("RGB").resize((320, 240))
    wanted = scene(3200, 2400).resize((320, 240))
    assert max(ImageStat.Stat(ImageChops.difference(seen, wanted)).mean) < 4


def test_there_is_nothing_more_to_take_out_of_it(phone):
    made = phone.shrink(large())
    assert phone.strip(made)[0] == made
    assert as_seen(made)[1] == 1


def test_how_long_and_how_good_may_be_said(phone):
    data = large()
    coarse, fine = phone.shrink(data, 800, 0.5), phone.shrink(data, 800, 0.95)
    assert len(coarse) < len(fine)
    with Image.open(io.BytesIO(coarse)) as im:
        assert im.size == (800, 600)


def test_what_is_transparent_becomes_white(phone):
    im = Image.effect_noise((3000, 400), 60).convert("RGBA")
    im.putalpha(0)
    made = phone.shrink(encoded(im, "PNG"), 1000)
    with Image.open(io.BytesIO(made)) as im:
        assert im.convert("RGB").getpixel((500, 60)) == (255, 255, 255)


def test_what_is_small_already_or_no_picture_is_left_alone(phone):
    assert phone.shrink(large(size=(1200, 900))) is None
    assert phone.shrink(large()[:40_000][:200]) is None
    assert phone.shrink(b"<!doctype html>") is None
    assert phone.shrink(b"") is None


def test_a_browser_without_bitmaps_does_it_another_way(phone):
    phone.page.evaluate(
        "() => { window.kept = createImageBitmap; delete window.createImageBitmap }"
    )
    phone.page.evaluate("() => { window.createImageBitmap = undefined }")
    try:
        made = phone.shrink(large(6))
    finally:
        phone.page.evaluate("() => { createImageBitmap = window.kept }")
    with Image.open(io.BytesIO(made)) as im:
        assert im.size == (2560, 1920)


def test_both_modules_together_weigh_two_kilobytes_at_most(tmp_path):
    folder = ROOT / "photovoice" / "static" / "js" / "phone"
    both = "".join(f'export * from "{folder / name}.js";' for name in ("strip", "scale"))
    made = subprocess.run(
        [_esbuild_program(ROOT), "--bundle", "--minify", "--format=esm", f"--target={TARGETS}"],
        input=both.encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert 0 < len(gzip.compress(made, 9)) <= 2048
