"""What a printer checks before printing, checked by us first: the file by itself, undrawn.

``check`` runs it all, for the report a person gets with the file.  What can be judged only by
looking at the drawn page is in ``proof``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf
from flask_babel import gettext as _
from pikepdf import Dictionary, Name

from photovoice.printing import jpeg
from photovoice.printing.rules import (
    A6,
    BLEED,
    GOOD_PPI,
    LEAST_PPI,
    POINTS_PER_MM,
    Box,
    Matrix,
    Size,
)

SLACK = 0.1
"""Millimetres a box may be off."""
WORDS_ALLOWED = {"/Title", "/CreationDate", "/ModDate", "/Trapped"}
PACKET_ALLOWED = {
    *("title", "CreateDate", "ModifyDate", "MetadataDate", "part", "GTS_PDFXVersion"),
    *("Trapped", "DocumentID", "RenditionClass", "VersionID"),
    *("xmpmeta", "RDF", "Description", "Alt", "li"),
}
METADATA_SEGMENTS = {*range(0xE0, 0xF0), 0xFE} - {jpeg.JFIF, jpeg.ADOBE}


class Weight(StrEnum):
    """Whether a finding stops the press."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """Something a printer would send the file back for, or warn about.  Pages count from 1."""

    check: int
    sentence: str
    page: int | None = None
    weight: Weight = Weight.ERROR

    def __str__(self) -> str:
        return self.sentence


def check(path: Path, *, single: bool, sources: Iterable[Path] = ()) -> list[Finding]:
    """Checks 1 to 5 and 9 on a finished file; ``sources`` are the photographs it was made from."""
    found = syntax(path)
    with pikepdf.open(path) as pdf:
        found += boxes(pdf, single=single)
        found += fonts(pdf)
        found += photographs(pdf)
        found += scans(pdf, sources)
        found += metadata(pdf)
    return found


# --- 1: boxes -----------------------------------------------------------------------------------


def millimetres(numbers: pikepdf.Object) -> Box:
    """A PDF box in mm."""
    left, bottom, right, top = (float(number) / POINTS_PER_MM for number in numbers.as_list())
    return Box(left, bottom, right, top)


def boxes(pdf: pikepdf.Pdf, *, single: bool) -> list[Finding]:
    """Check 1: every page has media ⊇ bleed ⊇ trim; a single card is A6 with 3 mm around it."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        if "/TrimBox" not in page.obj or "/BleedBox" not in page.obj:
            found.append(Finding(1, _("The page does not say where it is cut."), number))
            continue
        media, bleed, trim = (
            millimetres(page.obj[name]) for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        if not (media.holds(bleed, SLACK) and bleed.holds(trim, SLACK)):
            found.append(Finding(1, _("The page is cut outside its bleed or paper."), number))
        if single and not (
            any(near(trim.size, size) for size in (A6, A6.turned))
            and near(bleed.size, trim.grown(BLEED).size)
        ):
            found.append(Finding(1, _("The card is not A6 with 3 mm of bleed."), number))
    return found


def near(one: Size, other: Size) -> bool:
    """Whether two sizes agree to 0.1 mm."""
    return abs(one.width - other.width) <= SLACK and abs(one.height - other.height) <= SLACK


# --- 2: fonts -----------------------------------------------------------------------------------


def fonts(pdf: pikepdf.Pdf) -> list[Finding]:
    """Check 2: every font is embedded, only as far as used, and its letters can be read back."""
    found = []
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font:
            continue
        if thing.get("/Subtype") in (Name.CIDFontType0, Name.CIDFontType2):
            continue
        name = str(thing.get("/BaseFont", "/?"))[1:]
        inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if not any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")):
            found.append(Finding(2, _("The font %(font)s is not embedded.", font=name)))
        if name[6:7] != "+":
            found.append(Finding(2, _("The font %(font)s is embedded whole.", font=name)))
        if "/ToUnicode" not in thing:
            found.append(Finding(2, _("Text in %(font)s cannot be read back.", font=name)))
    return found


# --- 3 and 4: photographs -----------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """An image drawn on a page: its PDF object and the map from the unit square into points."""

    page: int
    image: pikepdf.Object
    where: Matrix

    @property
    def ppi(self) -> float:
        """Pixels an inch along the direction that has fewer."""
        across = (self.where.a**2 + self.where.b**2) ** 0.5
        down = (self.where.c**2 + self.where.d**2) ** 0.5
        return 72 * min(int(self.image.Width) / across, int(self.image.Height) / down)


def placements(pdf: pikepdf.Pdf) -> Iterator[Placed]:
    """Every image on every page, those inside forms too."""
    for number, page in enumerate(pdf.pages, 1):
        yield from drawn_in(page.obj, page.obj.get("/Resources"), Matrix(), number)


def drawn_in(
    content: pikepdf.Object, resources: pikepdf.Object | None, where: Matrix, page: int
) -> Iterator[Placed]:
    """The images a content stream draws, starting from a map."""
    things = (resources or Dictionary()).get("/XObject", Dictionary())
    if not things:
        return
    saved = []
    for step in pikepdf.parse_content_stream(content):
        operands = step.operands
        match str(step.operator):
            case "q":
                saved.append(where)
            case "Q":
                where = saved.pop()
            case "cm":
                where = Matrix(*map(float, operands)).then(where)
            case "Do":
                thing = things[str(operands[0])]
                if thing.Subtype == Name.Image:
                    yield Placed(page, thing, where)
                else:
                    inner = Matrix(*map(float, thing.get("/Matrix", (1, 0, 0, 1, 0, 0))))
                    yield from drawn_in(thing, thing.get("/Resources"), inner.then(where), page)


def photographs(pdf: pikepdf.Pdf) -> list[Finding]:
    """Check 3: JPEGs of at least 150, better 300 ppi, whose colours a profile defines."""
    found = []
    for placed in placements(pdf):
        if placed.image.get("/Filter") != Name.DCTDecode:
            found.append(Finding(3, _("A photograph is not a JPEG."), placed.page))
        space = placed.image.ColorSpace
        if not isinstance(space, pikepdf.Array) or space[0] != Name.ICCBased:
            found.append(
                Finding(
                    3,
                    _("No profile says which colours a photograph means."),
                    placed.page,
                    Weight.WARNING if space == Name.DeviceCMYK else Weight.ERROR,
                )
            )
        if placed.ppi < GOOD_PPI - 0.5:
            weight = Weight.ERROR if placed.ppi < LEAST_PPI - 0.5 else Weight.WARNING
            told = _("A photograph has only %(ppi)s pixels an inch.", ppi=int(placed.ppi))
            found.append(Finding(3, told, placed.page, weight))
    return found


def scans(pdf: pikepdf.Pdf, sources: Iterable[Path]) -> list[Finding]:
    """Check 4: the compressed scan of every JPEG among the sources is in the file, unchanged."""
    there = Counter(
        hash(jpeg.scan(image.read_raw_bytes()))
        for image in {placed.image.objgen: placed.image for placed in placements(pdf)}.values()
        if image.get("/Filter") == Name.DCTDecode
    )
    found = []
    for source in sources:
        try:
            with jpeg.opened(source) as data:
                jpeg.read(data)
                wanted = hash(jpeg.scan(data))
        except jpeg.NotPlain:
            continue
        if wanted not in there:
            told = _("The scan of %(file)s was changed on the way.", file=source.name)
            found.append(Finding(4, told))
    return found


# --- 5: metadata --------------------------------------------------------------------------------


def metadata(pdf: pikepdf.Pdf) -> list[Finding]:
    """Check 5: title and dates are the only words about the file; its pictures carry none."""
    found = [
        Finding(5, _("The file says more of itself than its title and dates: %(name)s.", name=key))
        for key in pdf.trailer.get("/Info", Dictionary()).keys()
        if key not in WORDS_ALLOWED
    ]
    found += [
        Finding(5, _("The file says more of itself than its title and dates: %(name)s.", name=tag))
        for tag in packet_tags(pdf)
        if tag not in PACKET_ALLOWED
    ]
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream | Dictionary):
            continue
        if "/PieceInfo" in thing or thing.get("/Type") in (Name.Filespec, Name.Annot):
            found.append(Finding(5, _("The file carries something beside its pages.")))
        if "/Metadata" in thing and thing.objgen != pdf.Root.objgen:
            found.append(Finding(5, _("A part of the file carries metadata of its own.")))
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == Name.DCTDecode:
            found += [
                Finding(5, _("A photograph carries metadata (segment %(name)s).", name=name))
                for name in metadata_segments(thing.read_raw_bytes())
            ]
    return found


def packet_tags(pdf: pikepdf.Pdf) -> set[str]:
    """The names of everything in the file's XMP packet, without their namespaces."""
    if "/Metadata" not in pdf.Root:
        return set()
    from lxml import etree  # comes with pikepdf

    packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    names = {etree.QName(element).localname for element in packet.iter("*")}
    attributes = {
        etree.QName(name).localname for element in packet.iter("*") for name in element.attrib
    }
    return names | (attributes - {"about", "lang"})


def metadata_segments(data: bytes) -> list[str]:
    """Segments of a JPEG that are neither picture nor needed to decode it, and bytes after it."""
    names, end = [], 0
    for segment in jpeg.segments(data):
        end = segment.end
        if segment.marker in METADATA_SEGMENTS or (
            segment.marker == jpeg.JFIF and segment.end - segment.start > 18
        ):
            names.append(f"{segment.marker:02X}")
    return [*names, "…"] if data[end:].strip(b"\0\r\n") else names


# --- 9: syntax ----------------------------------------------------------------------------------


def syntax(path: Path) -> list[Finding]:
    """Check 9: the library behind ``qpdf --check`` reads the whole file without complaint."""
    with pikepdf.open(path) as pdf:
        problems = pdf.check_pdf_syntax()
    return [Finding(9, _("The file is damaged: %(problem)s", problem=line)) for line in problems]
