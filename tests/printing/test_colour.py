"""Colour profiles: what makes the colour goes to print, what names a device does not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageCms

from photovoice.printing import colour


def profile_with(**tags: bytes) -> bytes:
    """An sRGB profile with more tags than it needs."""
    plain = colour.srgb()
    extra = {name.encode(): b"text\0\0\0\0" + value for name, value in tags.items()}
    header = plain[:48] + b"ACMEM500" + plain[56:]
    return colour.assembled(header, {**colour.tags(plain), **extra})


def test_tags_that_name_a_screen_and_its_serial_number_are_dropped():
    known = profile_with(mmod=b"Serial 1234567", dmdd=b"Jane's screen")
    assert b"1234567" in known
    plain = colour.plain(known)
    assert b"1234567" not in plain and b"Jane" not in plain and b"ACME" not in plain


@pytest.mark.parametrize("version", [2, 4])
def test_nor_is_what_is_said_of_its_rights_kept(version):
    known = profile_with(cprt=b"(c) 2024 Jane Roe's phone")
    known = known[:8] + bytes([version]) + known[9:]
    plain = colour.plain(known)
    assert b"Jane" in known and b"Jane" not in plain
    assert ImageCms.ImageCmsProfile(io.BytesIO(plain)).profile.copyright == "Not stated"


def test_colours_are_the_same_without_them():
    source, picture = profile_with(mmod=b"x"), Image.effect_noise((32, 32), 90).convert("RGB")
    lab = ImageCms.createProfile("LAB")

    def converted(profile: bytes) -> bytes:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, opened, lab, outputMode="LAB").tobytes()

    assert converted(source) == converted(colour.plain(source))


@pytest.mark.parametrize(("components", "space"), [(1, "GRAY"), (3, "RGB ")])
def test_a_picture_without_a_profile_gets_one_that_a_colour_engine_accepts(components, space):
    profile = ImageCms.ImageCmsProfile(io.BytesIO(colour.for_picture(None, components)))
    assert profile.profile.xcolor_space == space


def test_a_profile_for_other_colours_than_the_picture_has_is_not_used():
    assert colour.for_picture(colour.grey(), 3) == colour.srgb()


def test_four_inks_without_a_profile_stay_unknown():
    assert colour.for_picture(None, 4) is None


@given(some.binary(max_size=300))
def test_damage_is_named_or_replaced(data):
    with pytest.raises(colour.BadProfile):
        colour.tags(data)
    assert colour.for_picture(colour.srgb()[:100] + data, 3) is not None


def test_a_profile_says_what_it_is_called():
    assert colour.name(colour.srgb()) == "Photograph"
    assert not colour.is_press(colour.srgb())
