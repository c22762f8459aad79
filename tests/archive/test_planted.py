"""Wherever a place is planted in a file, no byte of it is stored."""

import io
import json
import shutil
import subprocess

import exifread
import pytest

from photovoice.archive import operations, speaking, telling
from photovoice.archive.placeless import Removed, without_place
from tests.archive.placed import as_seen
from tests.archive.planted import CROWDED, OWNER, crowded_exif, foreign_packet, opened, planted_in
from tests.archive.test_converting import mp3

pytestmark = pytest.mark.any_database

TELLING = ("gps", "location", "city", "country", "state", "latitude", "longitude", "cell", "serial")


@pytest.mark.parametrize("kind", CROWDED)
def test_nothing_planted_stays_and_the_picture_does(kind, tmp_path):
    data, path = CROWDED[kind](), tmp_path / "picture"
    assert len(planted_in(data)) >= 4, "there is much to find"
    path.write_bytes(data)
    assert without_place(path) == Removed(anything=True, place=True)
    after = path.read_bytes()
    assert planted_in(after) == []
    assert as_seen(after) == as_seen(data)
    assert as_seen(after)[1] == 6
    assert opened(after).info.get("icc_profile") == opened(data).info.get("icc_profile")
    details = opened(after).getexif().get_ifd(0x8769)
    assert (details[0x9003], details[0x9011]) == ("2018:05:12 14:03:09", "+01:00")
    assert opened(after).getexif()[0x0110] == "Phone 3"
    assert without_place(path) == Removed(), "there is nothing more to take out"


def told_by_readers(*paths) -> list[str]:
    """What a reader of metadata finds of places and owners: exiftool where it is installed."""
    if shutil.which("exiftool"):
        command = ["exiftool", "-a", "-u", "-G1", "-s", "-j", *map(str, paths)]
        said = subprocess.run(command, capture_output=True, check=False)
        read = json.loads(said.stdout)
    else:
        blocks = [opened(path.read_bytes()).info.get("exif", b"") for path in paths]
        streams = [io.BytesIO(block.removeprefix(b"Exif\0\0")) for block in blocks]
        read = [exifread.process_file(stream, details=True) for stream in streams]
    return [
        f"{name}: {value}"
        for tags in read
        for name, value in tags.items()
        if not name.startswith("ICC")
        and any(word in name.partition(":")[2].lower() for word in TELLING)
        or name.startswith("GPS")
        or OWNER.decode() in str(value)
    ]


@pytest.mark.parametrize("kind", CROWDED)
def test_no_reader_finds_a_place_or_an_owner(kind, tmp_path):
    path = tmp_path / "picture"
    path.write_bytes(CROWDED[kind]())
    assert told_by_readers(path), "the reader reads"
    without_place(path)
    assert told_by_readers(path) == []


def test_no_file_of_the_corpus_keeps_a_place(corpus, tmp_path):
    folders = ("phones", "public-domain", "orientation")
    sources = [path for name in folders for path in sorted((corpus / name).iterdir())]
    sources += sorted((corpus / "small").glob("place-*"))
    copies = []
    for source in sources:
        copies.append(tmp_path / source.name)
        shutil.copyfile(source, copies[-1])
        without_place(copies[-1])
    assert len(copies) > 20 and told_by_readers(*copies) == []


def test_dates_stay_in_a_packet_under_any_prefix_and_only_dates(tmp_path):
    kept = telling.packet(foreign_packet())
    assert b'xmp:CreateDate="2018-05-12T14:03:09+01:00"' in kept
    assert planted_in(kept) == []


def test_words_do_not_pass_for_a_date_a_number_or_a_camera():
    block = crowded_exif().replace(b"2018:05:12 14:03:09", b"at 53.48, -2.23 now")
    block = block.replace(b"Testmaker\0", b"geo:53.48\0")
    kept = telling.exif(block)
    assert b"53.48" not in kept and b"Phone 3" in kept


def test_no_byte_that_is_stored_tells(house, session, make, work):
    project, pat = make.the_project, make.researcher(name="Pat")
    for data in (make_bytes() for make_bytes in CROWDED.values()):
        photograph = operations.receive(house, session, project, pat, data, by=pat).photograph
        assert photograph.place_taken_out
    speaking.receive_voice(house, session, photograph, mp3(), by=pat)
    session.commit()
    work()
    keys = [stored.key for stored in house.store.keys("")]
    assert {key.partition("/")[0] for key in keys} >= {"originals", "renditions", "voices"}
    for key in keys:
        stored = house.store.open(key).read()
        assert planted_in(stored) == [], key
