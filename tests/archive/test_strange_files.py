"""Strange files: what is said of a damaged one, how colours come out, which day is believed.

The smallest case of each is made here; where PHOTOVOICE_TEST_CORPUS names a folder with ``small``
in it, each of its files is as its README says it should be.
"""

import io
import struct
from datetime import date, datetime

import pytest
from PIL import Image, ImageCms

from photovoice.archive import colour, days, exif, filenames, formats, rules
from photovoice.archive.days import Odd
from photovoice.archive.pictures import PictureError, RefusalReason
from photovoice.archive.placeless import without_place
from tests.archive import strangers
from tests.archive.strangers import bmff_box, encoded, grain, scene, written

TODAY = date(2026, 5, 1)


def judged(darkroom, folder, data):
    """What is said of some bytes: the refusal, the doubt, or ``whole``."""
    verdict = darkroom.inspect(written(folder, data))
    return verdict.refusal or verdict.doubt or "whole"


def zeroed(data: bytes, start: int, end: int) -> bytes:
    """The same bytes with zeros where nothing was written."""
    return data[:start] + bytes(end - start) + data[end:]


PICTURE = grain(scene(600, 400), 30)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_a_picture_that_ends_in_zeros_arrived_incomplete(darkroom, tmp_path, kind):
    data = encoded(PICTURE, kind)
    assert judged(darkroom, tmp_path, data) == "whole"
    ruined = zeroed(data, len(data) * 6 // 10, len(data))
    assert judged(darkroom, tmp_path, ruined) == RefusalReason.INCOMPLETE


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_a_hole_in_the_middle_is_taken_in_and_doubted(darkroom, tmp_path, kind):
    data = encoded(PICTURE, kind)
    middle = len(data) * 6 // 10
    assert judged(darkroom, tmp_path, zeroed(data, middle, middle + 1024)) in ("hole", "unreadable")


@pytest.mark.parametrize("options", [{}, {"restart_marker_rows": 1}])
def test_a_jpeg_of_which_a_part_was_lost_or_written_twice_is_doubted(darkroom, tmp_path, options):
    data = encoded(PICTURE, quality=90, **options)
    assert judged(darkroom, tmp_path, data) == "whole"
    at = len(data) // 2
    lost = data[:at] + data[at + 4096 :]
    twice = data[:at] + data[at - 4096 : at] + data[at:]
    for ruined in (lost, twice):
        assert judged(darkroom, tmp_path, ruined) == "hole"


@pytest.mark.parametrize("options", [{}, {"restart_marker_rows": 1}, {"restart_marker_blocks": 5}])
@pytest.mark.parametrize("instead", [b"\xff", b"\xf6", b"\xcd", b"Photovoice"])
def test_a_jpeg_that_ends_in_something_else_is_never_whole(darkroom, tmp_path, options, instead):
    data = encoded(PICTURE, quality=90, **options)
    assert judged(darkroom, tmp_path, data) == "whole"
    for share in (3, 6, 9):
        at = len(data) * share // 10
        ruined = data[:at] + (instead * len(data))[: len(data) - at]
        assert judged(darkroom, tmp_path, ruined) != "whole"
    hole = data[:at] + (instead * 4096)[:4096] + data[at + 4096 :]
    assert judged(darkroom, tmp_path, hole) != "whole"


def test_a_jpeg_whose_last_rows_are_flat_or_padded_is_not_doubted(darkroom, tmp_path):
    for shade in ("black", "white"):
        for kind in ("RGB", "L", "CMYK"):
            flat = Image.new("RGB", (801, 609), shade)
            flat.paste(PICTURE, (0, 0))
            data = encoded(flat.convert(kind), quality=75)
            for end in (b"", b"\0" * 16, b"\xff" * 9):
                assert judged(darkroom, tmp_path, data[:-2] + end + data[-2:]) == "whole"


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_erased_memory_is_no_picture_either(darkroom, tmp_path, kind):
    data = encoded(PICTURE, kind)
    at = len(data) * 6 // 10
    ruined = data[:at] + b"\xff" * (len(data) - at)
    assert judged(darkroom, tmp_path, ruined) == RefusalReason.INCOMPLETE
    hole = data[:at] + b"\xff" * 1024 + data[at + 1024 :]
    assert judged(darkroom, tmp_path, hole) in ("hole", "unreadable")


def heic(*tiles: bytes) -> bytes:
    """The tables of a HEIC that is put together from tiles, and the tiles."""
    box = strangers.bmff_box
    numbers = range(1, len(tiles) + 1)
    infe = [box(b"infe", struct.pack(">IHH", 2 << 24, n, 0) + b"hvc1\0") for n in numbers]
    known = box(b"ispe", struct.pack(">III", 0, 64, 64)) + box(b"hvcC", bytes(21) + b"\xff\0")
    before, at = b"", 0
    for _twice in "ab":  # where the tiles lie depends on how long this is
        iloc = struct.pack(">IBBH", 0, 0x44, 0, len(tiles))
        for n, tile in zip(numbers, tiles, strict=True):
            start = at + sum(map(len, tiles[: n - 1]))
            iloc += struct.pack(">HHHII", n, 0, 1, start, len(tile))
        inside = box(b"iinf", struct.pack(">IH", 0, len(tiles)) + b"".join(infe))
        inside += box(b"iloc", iloc) + box(b"iprp", box(b"ipco", known))
        before = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(4) + inside)
        at = len(before) + 8
    return before + box(b"mdat", b"".join(tiles))


def units(*contents: bytes) -> bytes:
    """Units of HEVC, each after its length."""
    return b"".join(struct.pack(">I", len(one) + 2) + b"\x26\x01" + one for one in contents)


def test_a_unit_that_only_takes_up_room_is_no_damage(tmp_path):
    tile = units(bytes(range(1, 200))) + b"\0\0\x04\x02\x4c\x01" + b"\xff" * 1024
    assert looked_at(heic(tile, tile), tmp_path) is None
    erased = units(bytes(range(1, 200)) + b"\xff" * 1024 + b"\x5a")
    assert looked_at(heic(erased, tile), tmp_path) == "hole"
    assert looked_at(heic(tile, erased), tmp_path) == "hole"
    to_its_end = units(b"\xff" * 1024)
    assert looked_at(heic(tile, to_its_end), tmp_path) == RefusalReason.INCOMPLETE


def looked_at(data, folder):
    """What is said of a HEIC before any decoder sees it."""
    try:
        return formats.examine(written(folder, data), 10**8).doubt
    except PictureError as trouble:
        return trouble.reason


def test_a_heic_overwritten_with_something_else_is_known_by_its_units(tmp_path):
    tile, other = units(bytes(range(1, 200)), b"\x7f" * 300), bytes(range(255, 0, -1)) * 3
    assert looked_at(heic(tile, tile, tile), tmp_path) is None
    for broken in (other, b"\xf6" * 600, units(b"a") + b"\0\0", tile[:-1], units(b"a")[:5]):
        assert looked_at(heic(tile, broken, tile), tmp_path) == "hole"
        assert looked_at(heic(tile, tile, broken), tmp_path) == RefusalReason.INCOMPLETE


def test_heics_of_phones_overwritten_towards_their_end_are_refused(darkroom, corpus, tmp_path):
    names = ("phones/iphone_13_pro_max.HEIC", "public-domain/IMG_2682.heic")
    found = [path for name in names if (path := corpus / name).is_file()]
    if not found:
        pytest.skip("the corpus has no HEIC of a phone")
    for path in found:
        data = path.read_bytes()
        at = len(data) // 3
        for instead in (b"\xff", b"\xf6", b"Photovoice"):
            rest = (instead * len(data))[: len(data) - at]
            assert judged(darkroom, tmp_path, data[:at] + rest) == RefusalReason.INCOMPLETE


def test_a_flat_jpeg_coded_in_as_few_bits_as_can_be_is_not_doubted(darkroom, tmp_path):
    for progressive in (False, True):
        for shade in (0, 128, 255):
            flat = Image.new("RGB", (3000, 2000), (shade, shade, shade))
            flat.paste(PICTURE, (0, 0))
            data = encoded(flat, optimize=True, progressive=progressive)
            assert judged(darkroom, tmp_path, data) == "whole"


def test_zeros_behind_the_end_of_a_jpeg_are_no_damage(darkroom, tmp_path):
    assert judged(darkroom, tmp_path, encoded(PICTURE) + bytes(4096)) == "whole"


def test_a_png_whose_own_checksum_says_so_is_doubted(darkroom, tmp_path):
    data = encoded(scene(64, 48), "PNG")
    at = data.index(b"IDAT")
    (length,) = struct.unpack_from(">I", data, at - 4)
    check = at + 4 + length
    wrong = data[:check] + bytes([data[check] ^ 1]) + data[check + 1 :]
    assert (judged(darkroom, tmp_path, data), judged(darkroom, tmp_path, wrong)) == (
        "whole",
        "checksum",
    )


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 8}])
def test_a_jpeg_that_lacks_only_its_end_marker_is_whole(darkroom, tmp_path, options):
    data = encoded(PICTURE, **options)
    assert data.endswith(b"\xff\xd9")
    assert judged(darkroom, tmp_path, data[:-2]) == "whole"
    made = darkroom.develop(written(tmp_path, data[:-2]), tmp_path)
    assert made.renditions
    for lost in (60, 3000):
        assert judged(darkroom, tmp_path, data[:-lost]) == RefusalReason.INCOMPLETE


def test_a_damaged_jpeg_is_not_called_too_large(darkroom, tmp_path):
    data = encoded(PICTURE)
    middle = len(data) // 2
    frame = b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(9)
    ruined = data[:middle] + frame + data[middle + len(frame) :]
    assert judged(darkroom, tmp_path, ruined) == RefusalReason.UNREADABLE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"FUJIFILMCCD-RAW 0201" + bytes(60), "unsupported_raw"),
        (strangers.bmff_box(b"ftyp", b"crx \0\0\0\1crx isom"), "unsupported_raw"),
        (b"II+\0\x08\0\0\0" + bytes(60), "unsupported"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60), "unsupported"),
        (strangers.bmff_box(b"ftyp", b"qt  \0\0\0\0qt  "), "unsupported_film"),
        (strangers.bmff_box(b"ftyp", b"mif3avif\0\0\0\0") + bytes(60), "unsupported"),
        (strangers.bmff_box(b"ftyp", b"avci\0\0\0\0mif1avci") + bytes(60), "unsupported"),
        (b"RIFF\x40\0\0\0AVI LIST" + bytes(60), "unsupported_film"),
        (b"OggS\0\2" + bytes(60), "unsupported_sound"),
    ],
)
def test_what_is_no_picture_taken_in_is_refused_by_its_name(darkroom, tmp_path, data, reason):
    assert judged(darkroom, tmp_path, data) == reason


def test_whole_pictures_decoded_at_full_size_are_developed_in_the_same_go(darkroom, tmp_path):
    for kind, once in (("PNG", True), ("WEBP", True), ("AVIF", True), ("JPEG", False)):
        path = written(tmp_path, encoded(scene(), kind))
        (folder := tmp_path / kind).mkdir()
        made = darkroom.inspect(path, folder).developed
        assert bool(made) is once
        if made:
            again = darkroom.develop(path, tmp_path)
            assert [one.sha256 for one in made.renditions] == [
                one.sha256 for one in again.renditions
            ]


def test_flat_and_dark_pictures_are_like_no_other(darkroom, tmp_path):
    for shade in ((0, 0, 0), (3, 3, 3), (250, 250, 250)):
        path = written(tmp_path, encoded(grain(Image.new("RGB", (400, 300), shade), 4)))
        assert darkroom.develop(path, tmp_path).dhash is None
    assert rules.alike("0" * 16, "0" * 16) == []
    assert rules.alike("0f" * 8, "0f" * 8) == [0]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"quality": 100, "subsampling": "4:4:4"},
        {"alpha_premultiplied": True},
        {"subsampling": "4:0:0"},
        {"autotiling": False, "tile_rows": 1, "tile_cols": 1},
    ],
)
def test_an_avif_with_transparent_parts_is_taken_in_as_browsers_do(darkroom, tmp_path, how):
    im = scene(300, 200).convert("RGBA")
    im.putalpha(Image.new("L", im.size, 0))
    im.paste(scene(150, 200), (0, 0))
    made = darkroom.develop(written(tmp_path, encoded(im, "AVIF", speed=10, **how)), tmp_path)
    with Image.open(made.renditions[-1].path) as shown:
        assert min(shown.getpixel((shown.width - 9, 9))) >= 250, "what is transparent is white"


# Colours

CHART = {
    "red": ((162, 64, 65), (175, 55, 61)),
    "green": ((90, 146, 81), (70, 148, 73)),
    "blue": ((82, 90, 162), (80, 90, 167)),
    "skin": ((187, 152, 133), (194, 150, 130)),
    "grey": ((122, 122, 122), (122, 122, 122)),
}
"""Levels in Display P3, and the levels of sRGB that show the same; from a colour chart
as Chromium shows it."""


def lab(rgb):
    """CIE L*a*b* of a colour in sRGB."""
    r, g, b = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb)
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other):
    """How far two colours are from each other (ΔE of 1976)."""
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


def patch(data, folder, darkroom):
    """The colour in the middle of what is made of a picture."""
    made = darkroom.develop(written(folder, data), folder)
    with Image.open(made.renditions[-1].path) as im:
        return im.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


def said_in_numbers(data: bytes, primaries: int, transfer: int) -> bytes:
    """An AVIF whose colours are said to be others."""
    at = data.index(b"nclx") + 4
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


@pytest.mark.parametrize("name", CHART)
def test_display_p3_said_in_numbers_comes_out_as_a_browser_shows_it(darkroom, tmp_path, name):
    level, shown = CHART[name]
    data = encoded(Image.new("RGB", (64, 64), level), "AVIF", quality=95, subsampling="4:4:4")
    assert apart(patch(said_in_numbers(data, 12, 13), tmp_path, darkroom), shown) < 2.5
    with_chunk = png(level, b"cICP", bytes([12, 13, 0, 1]))
    assert apart(patch(with_chunk, tmp_path, darkroom), shown) < 2.5


def heic_that_says(primaries: int, *, of_tiles: bool, profile: bytes = b"") -> bytes:
    """The tables of a HEIC without its pixels: one picture, or one put together from two tiles.

    Its colours are said in numbers, among properties of which not all are the picture's.
    """

    def full(kind: bytes, *content: bytes) -> bytes:
        return bmff_box(kind, bytes(4) + b"".join(content))

    said = bmff_box(b"colr", b"nclx" + struct.pack(">3HB", primaries, 13, 6, 0x80))
    properties = full(b"ispe", struct.pack(">2I", 64, 64)) + bmff_box(b"hvcC", bytes(23))
    properties += bmff_box(b"colr", b"nclx" + struct.pack(">3HB", 9, 16, 9, 0)) + said
    if profile:
        properties += bmff_box(b"colr", b"prof" + profile)
    whose = (2, 3) if of_tiles else (1,)
    shown = bytes([0x81, 0x82, 4, 5][: 4 if profile else 3])
    kept = b"".join(struct.pack(">HB", item, len(shown)) + shown for item in whose)
    belong = full(b"ipma", struct.pack(">I", len(whose)), kept)
    made_of = bmff_box(b"dimg", struct.pack(">4H", 1, 2, 2, 3)) if of_tiles else b""
    return bmff_box(b"ftyp", b"heic\0\0\0\0mif1heic") + full(
        b"meta",
        full(b"pitm", struct.pack(">H", 1)),
        full(b"iref", made_of),
        bmff_box(b"iprp", bmff_box(b"ipco", properties) + belong),
    )


@pytest.mark.parametrize("of_tiles", [False, True])
def test_colours_a_heic_says_in_numbers_alone_are_heard(of_tiles):
    made = colour.said_in_boxes(heic_that_says(12, of_tiles=of_tiles))
    swatches = Image.new("RGB", (len(CHART), 1))
    swatches.putdata([level for level, _shown in CHART.values()])
    srgb = ImageCms.createProfile("sRGB")
    seen = ImageCms.profileToProfile(swatches, ImageCms.ImageCmsProfile(io.BytesIO(made)), srgb)
    for at, (_level, shown) in enumerate(CHART.values()):
        assert apart(seen.getpixel((at, 0)), shown) <= 2
    assert colour.said_in_boxes(heic_that_says(1, of_tiles=of_tiles)) is None, "that is sRGB"
    with_profile = heic_that_says(12, of_tiles=of_tiles, profile=made)
    assert colour.said_in_boxes(with_profile) is None, "the profile says it"


@pytest.mark.parametrize(
    ("transfer", "level", "lightest", "darkest"),
    [(16, 107, 126, 118), (16, 148, 245, 220), (18, 134, 165, 135), (18, 255, 255, 250)],
)
def test_high_dynamic_range_is_brought_down_to_what_paper_can_show(
    darkroom, tmp_path, transfer, level, lightest, darkest
):
    grey = Image.new("RGB", (64, 64), (level, level, level))
    data = said_in_numbers(encoded(grey, "AVIF", quality=95), 9, transfer)
    r, g, b = patch(data, tmp_path, darkroom)
    assert darkest <= g <= lightest and max(r, g, b) - min(r, g, b) <= 3


def png(level, kind, content):
    """A flat PNG with one more chunk."""
    data = encoded(Image.new("RGB", (64, 64), level), "PNG")
    return data[:33] + strangers.png_chunk(kind, content) + data[33:]


def test_a_png_is_shown_by_the_gamma_it_says(darkroom, tmp_path):
    # Chromium shows a level of 60 in a PNG of gamma 1.0 as 133.
    shown = patch(png((60, 60, 60), b"gAMA", struct.pack(">I", 100_000)), tmp_path, darkroom)
    assert all(abs(value - 133) <= 2 for value in shown)
    usual = patch(png((60, 60, 60), b"gAMA", struct.pack(">I", 45_455)), tmp_path, darkroom)
    assert all(abs(value - 60) <= 2 for value in usual)


def test_chromaticities_of_a_png_are_those_of_its_colours(darkroom, tmp_path):
    p3 = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    data = png(CHART["green"][0], b"cHRM", struct.pack(">8I", *p3))
    assert apart(patch(data, tmp_path, darkroom), CHART["green"][1]) < 2.5


def test_chromaticities_that_make_no_colours_count_as_srgb(darkroom, tmp_path):
    for told in ((0,) * 8, (31270, 32900) * 4, (99999, 1) * 4):
        data = png((60, 90, 120), b"cHRM", struct.pack(">8I", *told))
        assert apart(patch(data, tmp_path, darkroom), (60, 90, 120)) < 2


def test_grey_with_alpha_goes_by_its_profile(darkroom, tmp_path):
    # Gamma 1.8: Chromium shows a level of 71 as 89.
    data = encoded(Image.new("LA", (64, 64), (71, 255)), "PNG", icc_profile=grey_profile())
    assert all(abs(value - 89) <= 2 for value in patch(data, tmp_path, darkroom))


def grey_profile() -> bytes:
    """A grey ICC profile of gamma 1.8."""
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH", 1, round(1.8 * 256)) + b"\0\0",
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"grey\0" + bytes(79),
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content
    header = struct.pack(
        ">I4sI4s4s4s12s4s24sI3i48s",
        *(start + len(body), b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ", bytes(12), b"acsp"),
        *(bytes(24), 0, 63190, 65536, 54061, bytes(48)),
    )
    return header + struct.pack(">I", len(tags)) + table + body


def test_the_transparent_colour_of_a_png_shows_the_paper(darkroom, tmp_path):
    for level, kind in (((115, 82, 68), "RGB"), (90, "L"), (40_000, "I;16")):
        im = Image.new(kind, (64, 64), level)
        assert patch(encoded(im, "PNG", transparency=level), tmp_path, darkroom) == (255,) * 3


def test_srgb_is_known_by_what_its_profile_does_and_not_by_its_name(darkroom, tmp_path):
    p3 = colour.profile(colour._OTHER_PRIMARIES[12], colour._srgb)
    assert p3 is not None
    named = p3.replace(colour.NAME.encode(), b"sRGB IEC61966-2.1"[: len(colour.NAME)])
    level, shown = CHART["green"]
    data = encoded(Image.new("RGB", (64, 64), level), icc_profile=named, quality=95)
    assert apart(patch(data, tmp_path, darkroom), shown) < 2.5


# Days


@pytest.mark.parametrize(
    "text",
    [
        "2024:05:06 10:11:12",
        "2024-05-06 10:11:12",
        "2024-05-06T10:11:12",
        "2024:05:06 10:11:12.345",
        "2024:05:06 10:11:12+02:00",
        "2024-05-06T10:11:12.5Z",
        "2024/05/06 10:11:12",
        "2024:05:06 10:11:12\0",
        "2024: 5: 6 10:11:12",
        "2024-05-06T10:11:12+02",
        "20240506101112",
        "20240506T101112",
    ],
)
def test_a_moment_is_read_in_every_common_spelling(text):
    assert days.moment_in(text) == datetime(2024, 5, 6, 10, 11, 12)


@pytest.mark.parametrize("text", ["", "0000:00:00 00:00:00", "2024:13:06 10:11:12", "24:05:06"])
def test_what_is_no_moment_is_none(text):
    assert days.moment_in(text) is None


def test_without_seconds_or_time_the_day_is_read():
    assert days.moment_in("2024:05:06 10:11") == datetime(2024, 5, 6, 10, 11)
    assert days.moment_in("2024-05-06") == datetime(2024, 5, 6)
    assert days.moment_in("20240506") == datetime(2024, 5, 6)


@pytest.mark.parametrize(
    "clock",
    ["24:00:00", "10:11:60", "10:11:12 PM", "下午10:11:12", "10.11.12", "::", "10:11:12 UTC"],
)
def test_a_clock_that_cannot_be_read_takes_the_day_from_nobody(clock):
    assert days.moment_in(f"2024:05:06 {clock}") == datetime(2024, 5, 6)


@pytest.mark.parametrize(
    "name",
    [
        "IMG-20240506-WA0003.jpg",
        "WhatsApp Image 2024-05-06 at 10.11.12.jpeg",
        "IMG_20240506_101112.jpg",
        "PXL_20240506_101112345.jpg",
        "20240506_101112.jpg",
        "signal-2024-05-06-101112.jpg",
        "Takeout/2019/IMG_20240506_101112.jpg",
        "IMG_20240506101112.jpg",
        "00000012-PHOTO-2024-05-06-10-11-12.jpg",
        "Scandinavia 2024-05-06.jpg",
    ],
)
def test_a_file_s_name_tells_its_day_where_nothing_else_does(name):
    assert days.told(None, False, name, TODAY) == days.Told(date(2024, 5, 6))
    assert days.told(datetime(2020, 1, 2), False, name, TODAY) == days.Told(date(2020, 1, 2))


@pytest.mark.parametrize(
    "name",
    [
        "DSC01234.jpg",
        "12345678901.jpg",
        "20190101123.jpg",
        "20240506991112.jpg",
        "20991301.jpg",
        "a.jpg",
    ],
)
def test_most_names_tell_no_day(name):
    assert days.told(None, False, name, TODAY) == days.Told()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (datetime(2099, 1, 1), Odd.TO_COME),
        (datetime(2026, 5, 3), Odd.TO_COME),
        (datetime(1970, 1, 1), Odd.NEVER_SET),
        (datetime(1904, 1, 1), Odd.NEVER_SET),
        (datetime(1969, 12, 31, 16), Odd.NEVER_SET),
        (datetime(1979, 12, 31), Odd.NEVER_SET),
    ],
)
def test_a_day_that_cannot_be_is_set_aside(day, why):
    assert days.told(day, False, "a.jpg", TODAY) == days.Told(None, day.date(), why)


def test_tomorrow_is_today_somewhere_east_of_here():
    assert days.told(datetime(2026, 5, 2, 3), False, "", TODAY) == days.Told(date(2026, 5, 2))


def test_the_day_of_a_scan_is_asked_and_one_somebody_set_in_it_is_believed():
    block = strangers.exif_block()
    assert exif.read(block).scanned is False
    scanned = exif.read(block.replace(b"Testmaker\0", b"CanoScan \0"))
    assert scanned.scanned
    assert days.told(scanned.taken_at, True, "", TODAY).why is Odd.SCANNED


@pytest.mark.parametrize(
    "name", ["Adobe Scan 2024-05-06.jpg", "x/scan20240506.jpg", "CamScanner 2024-05-06 10.11.jpg"]
)
def test_the_day_in_the_name_of_a_scan_is_asked_too(name):
    assert days.told(None, False, name, TODAY) == days.Told(None, date(2024, 5, 6), Odd.SCANNED)
    assert days.told(datetime(2020, 1, 2), False, name, TODAY) == days.Told(date(2020, 1, 2))


def test_the_moment_is_read_from_xmp_where_exif_has_none():
    xmp = b'<rdf:Description xmp:CreateDate="2024-05-06T10:11:12+01:00"/>'
    assert exif.read(None, xmp).taken_at == datetime(2024, 5, 6, 10, 11, 12)
    element = b"<photoshop:DateCreated>2024-05-06</photoshop:DateCreated>"
    assert exif.read(None, element).taken_at == datetime(2024, 5, 6)


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("caf\udce9.jpg", "caf\\xe9.jpg"),
        ("a\nb\x1b[2J.jpg", "a\\nb\\x1b[2J.jpg"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("👩‍👩‍👧 садок.jpg", "👩‍👩‍👧 садок.jpg"),
        ("\ud800.jpg", "\\ud800.jpg"),
        ("a\0b", "a\\x00b"),
    ],
)
def test_any_name_can_be_kept_shown_and_printed(name, shown):
    assert filenames.kept(name) == shown
    shown.encode("utf-8")


def test_a_long_name_keeps_its_ending():
    kept = filenames.kept("folder/" + "a" * 400 + ".jpg")
    assert len(kept) <= filenames.LONGEST and kept.endswith("a.jpg")


def test_names_are_in_the_order_people_count_in():
    names = ["IMG_10.jpg", "IMG_9.jpg", "img_1.jpg"]
    assert sorted(names, key=filenames.in_order) == ["img_1.jpg", "IMG_9.jpg", "IMG_10.jpg"]


# The corpus

WHAT = {
    "zeros-after-60-percent.heic": "incomplete",
    "zeros-after-60-percent.avif": "incomplete",
    "zeros-after-97-percent.webp": "incomplete",
    "zeros-after-50-percent.jpg": "incomplete",
    "hole-of-1k.jpg": "hole",
    "one-byte-wrong-crc-says-so.png": "checksum",
    "no-end-marker.jpg": "whole",
    "arithmetic.jpg": "whole",
    "picture.jp2": "unsupported",
    "stub-bigtiff.tif": "unsupported",
    "stub-raw.cr3": "unsupported_raw",
    "stub-raw.raf": "unsupported_raw",
    "stub-raw.orf": "unsupported_raw",
    "stub-raw.rw2": "unsupported_raw",
    "stub-clip.mp4": "unsupported_film",
    "voice-as-whatsapp-sends-it.ogg": "unsupported_sound",
}
MACBETH = {
    0: (115, 82, 68), 1: (194, 150, 130), 2: (98, 122, 157), 6: (214, 126, 44), 7: (80, 91, 166),
    9: (94, 60, 108), 12: (56, 61, 150), 13: (70, 148, 73), 14: (175, 54, 60), 18: (243, 243, 242),
    20: (160, 160, 160), 22: (85, 85, 85),
}  # fmt: skip
"""The chart the corpus shows, by the number of the patch: six to a row."""
COLOURS = {
    "colour-gama10.png": (1, 2),
    "colour-chrm_p3.png": (2, 3.5),
    "colour-c2_named.jpg": (2, 3.5),
    "colour-nclx_p3.avif": (2, 3.5),
    "colour-nclx_pq10.avif": (5, 8),
    "colour-nclx_hlg10.avif": (10, 14),
}
"""How far its patches may be from the chart, in the mean and at most (ΔE).  Of high dynamic range
only what is near white is brought down."""
DAYS = {
    "date-dashes.jpg": days.Told(date(2024, 5, 6)),
    "date-subsec.jpg": days.Told(date(2024, 5, 6)),
    "date-iso-offset.jpg": days.Told(date(2024, 5, 6)),
    "date-no-seconds.jpg": days.Told(date(2024, 5, 6)),
    "date-2099.jpg": days.Told(None, date(2099, 1, 1), Odd.TO_COME),
    "date-1970.jpg": days.Told(None, date(1970, 1, 1), Odd.NEVER_SET),
}


PLACES = {
    "place-flir-gps.jpg": (struct.pack("<d", 51.4826)[:6], b"FLIR"),
    "place-panasonic-city.jpg": (b"Pepys Estate", b"Deptford", b"Albury Street"),
    "place-xmp-cell-tower.jpg": (b"50280", b"4236"),
    "place-xmp-other-prefix.jpg": (b"Deptford", b"London"),
    "place-xmp-w3c-geo-other-prefix.jpg": (b"51.4",),
    "place-xmp-creator-address.jpg": (b"14 Foreshore", b"Deptford"),
    "place-comment-lat-lon.jpg": (b"lat=", b"lon="),
    "place-comment-geo-uri.jpg": (b"geo:",),
    "place-png-text-location.png": (b"Deptford",),
}
"""What each tells of a place."""
UNSAID = {"place-panasonic-city.jpg"}
"""Of a maker's own notes nobody can say what they told."""


@pytest.fixture
def small(corpus):
    """The path of a small file, or a skip where it is not there."""

    def path(name):
        if not (found := corpus / "small" / name).is_file():
            pytest.skip(f"the corpus has no small/{name}")
        return found

    return path


@pytest.mark.parametrize("name", WHAT)
def test_each_small_file_gets_its_verdict(darkroom, small, name):
    verdict = darkroom.inspect(small(name))
    assert (verdict.refusal or verdict.doubt or "whole") == WHAT[name]


@pytest.mark.parametrize("name", PLACES)
def test_no_small_file_tells_a_place_any_more(small, tmp_path, name):
    data = small(name).read_bytes()
    assert any(word in data for word in PLACES[name])
    removed = without_place(path := written(tmp_path, data, name))
    kept = path.read_bytes()
    assert not [word for word in PLACES[name] if word in kept]
    assert removed.anything and removed.place is (name not in UNSAID)
    with Image.open(path) as now, Image.open(small(name)) as before:
        assert now.tobytes() == before.tobytes()


def test_a_transparent_colour_and_a_grey_profile_of_the_corpus_are_gone_by(
    darkroom, small, tmp_path
):
    for name, patches in (
        ("colour-rgb_trns.png", {0: (255, 255, 255), 1: (194, 150, 130), 23: (52, 52, 52)}),
        ("colour-grey_gamma18_la.png", {0: (89,) * 3, 18: (243,) * 3, 23: (52,) * 3}),
    ):
        with Image.open(darkroom.develop(small(name), tmp_path).renditions[-1].path) as im:
            for n, right in patches.items():
                at = int(im.width / 6 * (n % 6 + 0.5)), int(im.height / 4 * (n // 6 + 0.5))
                assert apart(im.getpixel(at), right) < 2.5


def how_far(path):
    """How far each patch of the chart is from what it should be."""
    with Image.open(path) as im:
        # Six by four patches; the middle of each.
        wide, tall = im.width / 6, im.height / 4
        return [
            apart(im.getpixel((int(wide * (n % 6 + 0.5)), int(tall * (n // 6 + 0.5)))), right)
            for n, right in MACBETH.items()
        ]


@pytest.mark.parametrize("name", COLOURS)
def test_each_small_chart_comes_out_in_its_colours(darkroom, small, tmp_path, name):
    far = how_far(darkroom.develop(small(name), tmp_path).renditions[-1].path)
    mean, most = COLOURS[name]
    assert sum(far) / len(far) <= mean and max(far) <= most


def test_a_heic_that_says_display_p3_in_numbers_comes_out_in_its_colours(darkroom, small, tmp_path):
    """The file of the corpus, with the box that its writer left out."""
    data = small("colour-nclx_p3.heic").read_bytes()
    said = bmff_box(b"colr", b"nclx" + struct.pack(">3HB", 12, 13, 6, 0x80))
    table = data[data.index(b"ipma") - 4 : data.index(b"mdat") - 4]
    longer = bmff_box(b"ipma", table[8:].replace(b"\3\x81\2\x83", b"\4\x81\2\x83\4"))
    data = data.replace(table, said + longer)
    grown = len(said) + 1
    for kind, more in ((b"meta", grown), (b"iprp", grown), (b"ipco", len(said))):
        at = data.index(kind) - 4
        size = struct.pack(">I", struct.unpack_from(">I", data, at)[0] + more)
        data = data[:at] + size + data[at + 4 :]
    places = data.index(b"iloc"), data.index(b"iinf")
    moved = struct.pack(">I", data.index(b"mdat") + 4)
    where = data[slice(*places)].replace(struct.pack(">I", data.index(b"mdat") + 4 - grown), moved)
    data = data[: places[0]] + where + data[places[1] :]
    made = darkroom.develop(written(tmp_path, data, "said.heic"), tmp_path)
    assert sum(far := how_far(made.renditions[-1].path)) / len(far) <= 2 and max(far) <= 3.5


@pytest.mark.parametrize("name", DAYS)
def test_each_small_file_tells_its_day(darkroom, small, name):
    verdict = darkroom.inspect(small(name))
    assert days.told(verdict.taken_at, verdict.scanned, name, date(2026, 11, 29)) == DAYS[name]


def test_of_whole_pictures_by_others_none_is_doubted(darkroom, corpus):
    found = [p for folder in ("phones", "public-domain") for p in (corpus / folder).glob("*.*")]
    if not found:
        pytest.skip("the corpus has no pictures by others")
    doubted = [path.name for path in found if judged_path(darkroom, path) != "whole"]
    assert doubted == []


def judged_path(darkroom, path):
    """What is said of a file."""
    verdict = darkroom.inspect(path)
    return verdict.refusal or verdict.doubt or "whole"
