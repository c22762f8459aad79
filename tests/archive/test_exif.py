"""What is read from a photograph's metadata, and that damage to it is never the picture's loss."""

import random

from photovoice.archive import exif
from tests.archive.strangers import exif_block


def test_a_damaged_block_costs_the_metadata_and_nothing_else():
    dice = random.Random(2018)
    warnings = []
    for _ in range(150):
        block = bytearray(exif_block())
        for _ in range(dice.randrange(1, 6)):
            block[dice.randrange(6, len(block))] = dice.randrange(256)
        facts = exif.read(bytes(block))
        warnings += facts.warnings
        if facts.location:
            latitude, longitude = facts.location
            assert -90 <= latitude <= 90 and -180 <= longitude <= 180
    assert set(warnings) == {"metadata_unreadable"}


def test_nothing_is_read_where_there_is_nothing():
    assert exif.read(None) == exif.read(b"") == exif.read(b"Exif\0\0") == exif.Facts()


def test_a_cameras_name_is_short_and_printable():
    class Tag:
        def __str__(self) -> str:
            return "  Phone\0\x1b[31m \n 3 " + "x" * 500

    name = exif._name(Tag())
    assert name is not None and name.startswith("Phone[31m 3 x") and len(name) == exif.LONGEST_NAME
    assert name.isprintable()
    assert exif._name(None) is None
