"""Nothing made from a photograph tells where it came from: the whole way, from phone to printer."""

import base64
import io
import re
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest

from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph
from photovoice.consent.models import NobodyPictured
from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.printing import operations as printing
from tests.archive import strangers
from tests.metadata import traces

pytestmark = pytest.mark.any_database

SECRETS = [strangers.SERIAL, b"Testmaker", b'rdf:about="who"', b"by the canal with"]
"""What the pictures below say of their makers, and nothing made from them may."""
LARGE_ENOUGH = 1000
"""Pixels of the short side from which a photograph is put on a card."""
WAYS = {
    "a JPEG with everything": lambda: strangers.telling_jpeg(1500, 1000),
    "a JPEG turned by its EXIF": lambda: strangers.encoded(
        strangers.scene(1800, 1200), exif=strangers.exif_block(orientation=6), quality=80
    ),
    "a PNG with EXIF and words": lambda: strangers.png_with(
        strangers.png_chunk(b"eXIf", strangers.exif_block()[6:])
        + strangers.png_chunk(b"tEXt", b"Comment\0by the canal with " + strangers.SERIAL)
    ),
    "a WebP with EXIF and XMP": lambda: strangers.encoded(
        strangers.scene(1500, 1000), "WEBP", exif=strangers.exif_block(), xmp=strangers.XMP
    ),
}


class Line:
    """The whole way of some pictures: taken in, developed, published and printed."""

    def __init__(self, house, session, make, work) -> None:
        self.house, self.session, self.make, self.work = house, session, make, work

    def go(self, pictures: list[bytes], covered: tuple[int, ...] = ()):
        """Take pictures in, clear them, and publish; those ``covered`` have a blurred part."""
        project, pat = self.make.the_project, self.make.researcher(name="Pat")
        photographs = [
            archive.receive(self.house, self.session, project, pat, data, by=pat).photograph
            for data in pictures
        ]
        photographs = list(dict.fromkeys(photographs))
        for number in covered:
            box = Box(0.1, 0.1, 0.3, 0.3)
            archive.redact(self.session, photographs[number], [box], by=pat)
        for photograph in photographs:
            self.session.add(NobodyPictured(photograph_id=photograph.id))
            self.session.flush()
            self.make.release(photograph)
        self.before_hanging(photographs)
        self.work()
        self.exhibition = self.make.exhibition(photographs=photographs)
        exhibitions.ask_to_publish(self.session, self.exhibition, by=None, on=today())
        self.work()
        for photograph in photographs:
            if min(photograph.width, photograph.height) >= LARGE_ENOUGH:
                printing.choose(self.session, self.exhibition, photograph, by=None)
        self.session.commit()
        return photographs

    def before_hanging(self, photographs: list[Photograph]) -> None:
        """What else is made of them before they are hung."""

    def edition_files(self) -> list[Path]:
        """Every file of the edition, and what stands beside it."""
        folder = self.house.config.exhibitions_folder / self.exhibition.slug
        return [path for path in sorted(folder.rglob("*")) if path.is_file()]

    def printed(self, folder: Path, sheet: str) -> bytes:
        """The postcards as a PDF."""
        out = folder / f"{sheet}.pdf"
        printing.make_pdf(self.house, self.session, self.exhibition, out, sheet=sheet, flip="long")
        return out.read_bytes()


@pytest.fixture
def line(house, session, make, work) -> Line:
    """The whole way, in a house of its own."""
    return Line(house, session, make, work)


def test_the_pictures_do_tell_when_they_arrive():
    """Otherwise the tests below would prove nothing."""
    for name, make_bytes in WAYS.items():
        assert traces(make_bytes(), SECRETS), name


def unpacked(pdf: bytes) -> bytes:
    """Everything in a PDF: as it is stored, and with its streams unpacked."""
    parts = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                with suppress(pikepdf.PdfError):  # a picture is stored as it is shown
                    parts.append(thing.read_bytes())
    return b"".join(parts)


def assert_silent(line: Line, folder: Path) -> None:
    """No copy, no edition and no PDF says anything of where its pictures came from."""
    copies = list(line.house.store.keys("renditions/"))
    assert copies
    for stored in copies:
        assert not traces(line.house.store.open(stored.key).read(), SECRETS), stored.key
    pictures = 0
    for path in line.edition_files():
        data = path.read_bytes()
        if path.suffix in (".jpg", ".png", ".webp"):
            assert not traces(data, SECRETS), path
            pictures += 1
        else:
            assert not [secret for secret in SECRETS if secret in data], path
            for picture in re.findall(rb"data:image/webp;base64,([A-Za-z0-9+/=]+)", data):
                assert not traces(base64.b64decode(picture), SECRETS), path
    assert pictures
    for sheet in ("single", "a4"):
        data = line.printed(folder, sheet)
        assert not traces(data), sheet
        assert not [secret for secret in SECRETS if secret in unpacked(data)], sheet


def test_nothing_made_from_telling_pictures_tells(line, tmp_path):
    photographs = line.go([make_bytes() for make_bytes in WAYS.values()], covered=(0,))
    assert len(photographs) == len(WAYS)
    assert_silent(line, tmp_path)


def test_a_place_is_not_even_kept_unless_the_project_says_so(line):
    photographs = line.go([strangers.telling_jpeg()])
    assert photographs[0].location is None


def test_no_name_of_a_file_reaches_an_edition(line, house, session, make):
    line.go([strangers.telling_jpeg()])
    (photograph,) = session.query(Photograph)
    text = b"".join(p.read_bytes() for p in line.edition_files() if p.suffix in (".html", ".json"))
    for telling in (photograph.original_key, photograph.sha256, photograph.camera):
        assert telling.encode() not in text


def test_a_pdf_names_its_exhibition_and_not_who_made_it(line, tmp_path):
    line.go([strangers.telling_jpeg(1500, 1000)])
    line.printed(tmp_path, "single")
    with pikepdf.open(tmp_path / "single.pdf") as pdf:
        assert "/Author" not in pdf.docinfo
        with pdf.open_metadata() as about:
            assert not {"dc:creator", "exif:GPSLatitude", "photoshop:City"} & set(about)


def test_nothing_made_from_real_pictures_tells(line, corpus, tmp_path):
    files = [p for p in sorted((corpus / "phones").rglob("*")) if p.is_file()]
    line.go([path.read_bytes() for path in files])
    assert_silent(line, tmp_path)
