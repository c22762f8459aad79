"""The copies made of a picture: as it looks, upright, clean, good, cheap, and covered for good."""

import base64
import io
import math
import struct
import sys

import pytest
from PIL import Image, ImageChops, ImageMath

from photovoice.archive import renditions
from photovoice.archive.darkroom import (
    Box,
    Darkroom,
)
from tests.archive import strangers
from tests.archive.strangers import encoded, exif_block, grain, scene, written
from tests.metadata import traces

LINUX = sys.platform == "linux"


def developed(darkroom, folder, data, redactions=()):
    """The renditions of some bytes, as pictures, by size."""
    made = darkroom.develop(written(folder, data), folder, redactions)
    return {one.size: Image.open(one.path) for one in made.renditions}


def mean(im, box=None):
    """The mean colour of a part of a picture."""
    return im.crop(box).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


def near(one, other, by=4):
    """Whether two colours are alike."""
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def apart(one, other):
    """The mean difference between two pictures, in levels of 255."""
    return max(mean(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))))


def test_four_sizes_in_half_colour_and_all_but_the_largest_progressive(darkroom, tmp_path):
    pictures = developed(darkroom, tmp_path, encoded(scene(3000, 2000), quality=92))
    assert {size: im.size for size, im in pictures.items()} == {
        320: (320, 213),
        800: (800, 533),
        1600: (1600, 1067),
        2560: (2560, 1707),
    }
    for size, im in pictures.items():
        assert (im.format, im.mode) == ("JPEG", "RGB")
        assert ("progressive" in im.info) is (size < 2560)
        assert [layer[1:3] for layer in im.layer] == [(2, 2), (1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("long_edge", "sizes"),
    [
        (100, {320: 100}),
        (320, {320: 320}),
        (500, {320: 320, 800: 500}),
        (2000, {320: 320, 800: 800, 1600: 1600, 2560: 2000}),
    ],
)
def test_no_picture_is_blown_up(darkroom, tmp_path, long_edge, sizes):
    data = encoded(scene(long_edge, long_edge // 2))
    pictures = developed(darkroom, tmp_path, data)
    assert {size: im.width for size, im in pictures.items()} == sizes


@pytest.mark.parametrize("size", [(3000, 1), (1, 700), (1, 1)])
def test_a_sliver_is_a_picture_too(darkroom, tmp_path, size):
    pictures = developed(darkroom, tmp_path, encoded(Image.new("RGB", size, "teal")))
    assert all(min(im.size) >= 1 for im in pictures.values())


def test_the_report_matches_the_files(darkroom, tmp_path):
    made = darkroom.develop(written(tmp_path, encoded(scene())), tmp_path)
    assert [one.size for one in made.renditions] == [320, 800, 1600]
    for one in made.renditions:
        data = one.path.read_bytes()
        assert one.path == tmp_path / f"{one.size}.jpg"
        assert (one.bytes, one.sha256) == (len(data), renditions.hashlib.sha256(data).hexdigest())
        assert Image.open(one.path).size == (one.width, one.height)


def test_developing_twice_gives_the_same_bytes(darkroom, tmp_path):
    path = written(tmp_path, encoded(scene()))
    once = [one.sha256 for one in darkroom.develop(path, tmp_path).renditions]
    assert once == [one.sha256 for one in darkroom.develop(path, tmp_path).renditions]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_all_eight_orientations_come_out_upright(darkroom, tmp_path, orientation, kind):
    upright = scene(480, 320)
    undo = {6: 8, 8: 6}.get(orientation, orientation)
    stored = renditions._turned(upright, undo)
    options = {"AVIF": {"quality": 90}}.get(kind, {"quality": 95})
    data = encoded(stored, kind, exif=exif_block(orientation=orientation), **options)
    out = developed(darkroom, tmp_path, data)[800]
    assert out.size == upright.size
    assert apart(out, upright) < 10  # turned wrongly it would be above 30


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "RGBA", "I;16"])
def test_every_kind_of_pixel_comes_out_as_it_looks(darkroom, tmp_path, mode):
    colour = (200, 60, 90)
    plain = Image.new("RGB", (400, 300), colour)
    kind, expected = "PNG", colour
    if mode in ("L", "LA", "I;16"):
        expected = (109, 109, 109)
    if mode == "1":
        plain, expected = Image.new("RGB", (400, 300), "white"), (255, 255, 255)
    if mode == "CMYK":
        kind = "JPEG"
    if mode == "I;16":
        im = Image.new("I;16", (400, 300), 109 << 8)
    else:
        im = plain.convert(mode)
    out = developed(darkroom, tmp_path, encoded(im, kind))[320]
    assert near(mean(out), expected)


def test_a_deep_colour_png_keeps_its_colour(darkroom, tmp_path):
    pixels = struct.pack(">HHH", 200 << 8, 60 << 8, 90 << 8) * 40
    rows = strangers.zlib.compress((b"\0" + pixels) * 30)
    header = strangers.png_chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 16, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + header + strangers.png_chunk(b"IDAT", rows)
    out = developed(darkroom, tmp_path, data + strangers.png_chunk(b"IEND", b""))[320]
    assert near(mean(out), (200, 60, 90))


def test_what_is_transparent_shows_the_paper(darkroom, tmp_path):
    im = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    im.paste((200, 30, 40, 255), (0, 0, 200, 300))
    out = developed(darkroom, tmp_path, encoded(im, "PNG"))[800]
    assert near(mean(out, (220, 20, 380, 280)), (255, 255, 255))
    assert near(mean(out, (20, 20, 180, 280)), (200, 30, 40))


def test_a_palette_with_a_transparent_colour_shows_the_paper(darkroom, tmp_path):
    im = Image.new("P", (100, 80), 3)
    im.putpalette([0] * 9 + [10, 200, 10] + [0] * 756)
    out = developed(darkroom, tmp_path, encoded(im, "PNG", transparency=3))[320]
    assert near(mean(out), (255, 255, 255))


def test_a_profile_is_carried_over_into_srgb(darkroom, tmp_path):
    red = Image.new("RGB", (400, 300), (230, 20, 20))
    data = encoded(red, icc_profile=strangers.profile_with_red_and_green_swapped())
    r, g, _b = mean(developed(darkroom, tmp_path, data)[800])
    assert g > 200 and r < 60


@pytest.mark.parametrize("profile", [b"\x07" * 700, b"\0" * 128, b"short"])
def test_a_profile_that_cannot_be_read_counts_as_srgb(darkroom, tmp_path, profile):
    red = Image.new("RGB", (400, 300), (230, 20, 20))
    out = developed(darkroom, tmp_path, encoded(red, icc_profile=profile))[800]
    assert near(mean(out), (230, 20, 20))


def test_a_profile_for_another_kind_of_picture_counts_as_srgb(darkroom, tmp_path):
    grey = Image.new("L", (400, 300), 109)
    data = encoded(grey, icc_profile=strangers.profile_with_red_and_green_swapped())
    assert near(mean(developed(darkroom, tmp_path, data)[800]), (109, 109, 109))


def test_nothing_that_gives_somebody_away_is_left_in_a_copy(darkroom, tmp_path):
    telling = strangers.telling_jpeg()
    assert len(traces(telling, [strangers.SERIAL])) >= 6
    path = written(tmp_path, telling)
    made = darkroom.develop(path, tmp_path)
    darkroom.master(path, tmp_path / "master.jpg")
    copies = [one.path for one in made.renditions] + [tmp_path / "master.jpg"]
    assert len(copies) == 4
    for copy in copies:
        assert traces(copy.read_bytes(), [strangers.SERIAL]) == []


def test_the_placeholder_is_a_tiny_clean_picture(darkroom, tmp_path):
    made = darkroom.develop(written(tmp_path, strangers.telling_jpeg()), tmp_path)
    start, data = made.placeholder.split(",")
    assert start == "data:image/webp;base64"
    data = base64.b64decode(data)
    assert len(data) < 400 and traces(data) == []
    assert Image.open(io.BytesIO(data)).size == (24, 16)


def test_pictures_that_look_alike_have_hashes_that_are_close(darkroom, tmp_path):
    def hash_of(im, **options):
        return int(darkroom.develop(written(tmp_path, encoded(im, **options)), tmp_path).dhash, 16)

    first = hash_of(scene())
    again = hash_of(scene(450, 300), quality=40)
    other = hash_of(scene().transpose(Image.Transpose.ROTATE_180))
    assert (first ^ again).bit_count() <= 4
    assert (first ^ other).bit_count() > 16


# How good and how cheap


def ratio_to_noise(one, other):
    """PSNR in dB."""
    histogram = ImageChops.difference(one, other).histogram()
    squares = sum(count * (level % 256) ** 2 for level, count in enumerate(histogram))
    return 10 * math.log10(255**2 * 3 * one.width * one.height / max(squares, 1))


def likeness(one, other):
    """SSIM of the lightness, over patches of 8 × 8."""
    x, y = (im.convert("L").convert("F") for im in (one, other))

    def patches(expression):
        return ImageMath.lambda_eval(expression, x=x, y=y).reduce(8)

    means = {"mx": x.reduce(8), "my": y.reduce(8)}
    squares = {
        "xx": patches(lambda a: a["x"] * a["x"]),
        "yy": patches(lambda a: a["y"] * a["y"]),
        "xy": patches(lambda a: a["x"] * a["y"]),
    }
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ssim = ImageMath.lambda_eval(
        lambda a: (
            (a["mx"] * a["my"] * 2 + c1)
            * ((a["xy"] - a["mx"] * a["my"]) * 2 + c2)
            / (
                (a["mx"] * a["mx"] + a["my"] * a["my"] + c1)
                * (a["xx"] - a["mx"] * a["mx"] + a["yy"] - a["my"] * a["my"] + c2)
            )
        ),
        **means,
        **squares,
    )
    return ssim.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


@pytest.mark.parametrize("size", [(4032, 1200), (5400, 1500)])
def test_the_fast_way_loses_nothing_anybody_could_see(size):
    data = encoded(grain(scene(*size)), quality=93)
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    for _long_edge, fast in renditions.chain(Image.open(io.BytesIO(data))):
        careful = whole.resize(fast.size, Image.Resampling.LANCZOS)
        assert ratio_to_noise(fast, careful) >= 42
        assert likeness(fast, careful) >= 0.99


def test_forty_eight_megapixels_are_developed_in_150_megabytes(tmp_path):
    tile = grain(scene(2000, 1500))
    large = Image.new("RGB", (8000, 6000))
    for at in range(16):
        large.paste(tile, (at % 4 * 2000, at // 4 * 1500))
    path = written(tmp_path, encoded(large, quality=90))
    with Darkroom() as fresh:
        made = fresh.develop(path, tmp_path)
    assert 0 <= made.peak_bytes <= 150_000_000


# Covering


FACE = Box(0.25, 0.25, 0.25, 0.5)


def test_what_is_covered_cannot_be_told_apart_any_more(darkroom, tmp_path):
    """Two different faces with the same colours on the whole become the same patch."""
    outcomes = []
    for turned in (False, True):
        im, face = scene(1200, 800), Image.new("RGB", (300, 400), "white")
        for at in range(10 * turned, 400, 20):
            face.paste((20, 20, 20), (0, at, 300, at + 10))
        im.paste(face, (300, 200))
        outcomes.append(developed(darkroom, tmp_path, encoded(im, quality=95), [FACE]))
        for copy in outcomes[-1].values():
            copy.load()
    for size in (320, 800, 1600):
        one, other = (outcome[size] for outcome in outcomes)
        width, height = one.size
        inside = (width * 0.26, height * 0.27, width * 0.49, height * 0.73)
        one, other = (im.crop(tuple(map(round, inside))) for im in (one, other))
        assert apart(one, other) <= 6
        darkest, lightest = one.convert("L").getextrema()
        assert lightest - darkest < 40  # stripes of 20 and 255 were here


def test_covering_keeps_means_and_nothing_a_sharpening_could_bring_back():
    """A blur alone could be undone; where each cell has the same mean, nothing is left to undo."""
    patches = []
    for dark in (0, 50):
        im = Image.new("L", (400, 400), "white")
        for at in range(dark, 400, 100):
            im.paste(0, (at, 0, at + 50, 400))
        renditions.cover(im, Box(0, 0, 1, 1))
        patches.append(im.tobytes())
    assert patches[0] == patches[1]


def test_covering_leaves_the_rest_alone(darkroom, tmp_path):
    data = encoded(scene(1200, 800), quality=95)
    bare = developed(darkroom, tmp_path, data)[1600].convert("RGB")
    covered = developed(darkroom, tmp_path, data, [FACE])[1600].convert("RGB")
    assert apart(bare.crop((620, 0, 1200, 800)), covered.crop((620, 0, 1200, 800))) <= 1
    assert apart(bare.crop((300, 200, 600, 600)), covered.crop((300, 200, 600, 600))) > 5


def test_a_box_is_placed_on_the_picture_as_it_is_seen(darkroom, tmp_path):
    upright = Image.new("RGB", (400, 600), "white")
    upright.paste((0, 0, 0), (340, 40, 360, 60))
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    data = encoded(stored, quality=95, exif=exif_block(orientation=6))
    box = Box(0.5, 0.0, 0.5, 1 / 3)
    out = developed(darkroom, tmp_path, data, [box])[800]
    assert out.size == (400, 600)
    assert mean(out, (345, 45, 355, 55))[0] > 150
    out = developed(darkroom, tmp_path, data, [Box(0, 0.5, 1, 0.5)])[800]
    assert mean(out, (345, 45, 355, 55))[0] < 20


@pytest.mark.parametrize("box", [Box(-1, -1, 9, 9), Box(0.99, 0.99, 0.5, 0.5), Box(2, 2, 1, 1)])
def test_a_box_past_the_edge_is_no_trouble(darkroom, tmp_path, box):
    assert developed(darkroom, tmp_path, encoded(scene()), [box])[320].width == 320


def test_the_master_is_whole_upright_and_covered(darkroom, tmp_path):
    data = encoded(scene(1200, 800), "PNG", exif=exif_block(orientation=8))
    darkroom.master(written(tmp_path, data), tmp_path / "master.jpg", [Box(0, 0, 1, 1)])
    with Image.open(tmp_path / "master.jpg") as im:
        assert (im.format, im.mode, im.size) == ("JPEG", "RGB", (800, 1200))
        veil = im.resize((6, 9), Image.Resampling.BOX).resize(im.size, Image.Resampling.BICUBIC)
        assert apart(im, veil) < 6


def test_a_master_has_at_most_64_megapixels(tmp_path, monkeypatch):
    monkeypatch.setattr(renditions, "MASTER_PIXELS", 300_000)
    path = written(tmp_path, encoded(scene(1200, 800)))
    renditions.master(path, tmp_path / "master.jpg", [], 10**7)
    with Image.open(tmp_path / "master.jpg") as im:
        assert 290_000 < im.width * im.height < 310_000


def test_a_jpeg_too_large_to_be_decoded_whole_is_printed_from_half_its_size(tmp_path, monkeypatch):
    path = written(tmp_path, encoded(scene(1200, 800)))
    monkeypatch.setattr(renditions, "WHOLE_PIXELS", 900_000)
    monkeypatch.setattr(renditions, "MASTER_PIXELS", 300_000)
    renditions.master(path, tmp_path / "master.jpg", [], 10**7)
    with Image.open(tmp_path / "master.jpg") as im:
        assert im.size == (600, 400)
