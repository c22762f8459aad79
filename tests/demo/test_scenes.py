"""The demonstration's pictures: the same every time, all different, written as a phone writes."""

import hashlib
from datetime import datetime

import pytest
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat

from photovoice.demo import scenes

SAMPLE = (8, 9, 10)
SHAPES = {"landscape": (800, 600), "portrait": (600, 800), "square": (600, 600)}
MARCH_MORNING = datetime(2026, 3, 2, 7, 41, 5)


@pytest.fixture(scope="module")
def drawn():
    return {number: scenes.draw(number, size="small") for number in SAMPLE}


def fingerprint(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def a_picture():
    """A grey picture, wider than tall, with its top left corner white."""
    image = Image.new("RGB", (400, 300), (90, 90, 90))
    image.paste((255, 255, 255), (0, 0, 120, 90))
    return image


def test_a_scene_drawn_twice_is_the_same_picture(drawn):
    assert fingerprint(scenes.draw(10, size="small")) == fingerprint(drawn[10])


def test_no_two_scenes_are_alike(drawn):
    assert len({fingerprint(image) for image in drawn.values()}) == len(SAMPLE)


def test_a_scene_has_the_shape_it_is_registered_with(drawn):
    for number, image in drawn.items():
        assert image.size == SHAPES[scenes.SCENES[number].orientation]
        assert image.mode == "RGB"


def test_a_scene_fills_its_frame_with_more_than_one_tone(drawn):
    for number, image in drawn.items():
        assert ImageStat.Stat(image.convert("L")).stddev[0] > 20, number


def test_slugs_are_unique_and_numbers_are_those_of_the_demonstration():
    slugs = [spec.slug for spec in scenes.SCENES.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(number == spec.number for number, spec in scenes.SCENES.items())
    assert set(scenes.SCENES) <= set(range(1, 41))


def test_a_number_can_be_drawn_by_only_one_scene():
    with pytest.raises(ValueError, match="already"):
        scenes.scene(1, "another-kettle", "square")(lambda s: None)


def test_a_camera_jpeg_says_which_phone_took_it_and_when(tmp_path):
    path = tmp_path / "photograph.jpg"
    scenes.write_camera_jpeg(
        a_picture(), path, make="Fairphone", model="FP5", taken_at=MARCH_MORNING
    )
    with Image.open(path) as image:
        exif = image.getexif()
        assert image.format == "JPEG"
        assert (exif[ExifTags.Base.Make], exif[ExifTags.Base.Model]) == ("Fairphone", "FP5")
        details = exif.get_ifd(ExifTags.IFD.Exif)
        assert details[ExifTags.Base.DateTimeOriginal] == "2026:03:02 07:41:05"
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_a_camera_jpeg_says_where_it_was_taken_if_the_phone_knew(tmp_path):
    path = tmp_path / "photograph.jpg"
    scenes.write_camera_jpeg(
        a_picture(),
        path,
        make="Fairphone",
        model="FP5",
        taken_at=MARCH_MORNING,
        gps=(53.4875, -2.2901),
    )
    with Image.open(path) as image:
        place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    degrees, minutes, seconds = (float(v) for v in place[ExifTags.GPS.GPSLatitude])
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(53.4875, abs=1e-5)
    assert place[ExifTags.GPS.GPSLongitudeRef] == "W"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_turned_jpeg_looks_upright_to_a_reader_that_minds_the_tag(tmp_path, orientation):
    path = tmp_path / "photograph.jpg"
    scenes.write_camera_jpeg(
        a_picture(),
        path,
        make="Fairphone",
        model="FP5",
        taken_at=MARCH_MORNING,
        orientation=orientation,
    )
    with Image.open(path) as image:
        assert image.getexif()[ExifTags.Base.Orientation] == orientation
        assert image.size == ((300, 400) if orientation in (6, 8) else (400, 300))
        upright = ImageOps.exif_transpose(image)
    difference = ImageStat.Stat(ImageChops.difference(upright, a_picture())).mean
    assert max(difference) < 3


def test_a_camera_writes_no_mirrored_pictures(tmp_path):
    with pytest.raises(ValueError, match="orientation 2"):
        scenes.write_camera_jpeg(
            a_picture(),
            tmp_path / "x.jpg",
            make="a",
            model="b",
            taken_at=MARCH_MORNING,
            orientation=2,
        )
