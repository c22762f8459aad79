"""What makes a PDF a file for a printer: boxes, dates, colour intent, and nothing about anybody.

PDF/X-4 (ISO 15930-7) is claimed only when the printer's own profile is there to build it to.
"""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from xml.sax.saxutils import escape

import pikepdf
from flask_babel import gettext as _
from pikepdf import Array, Dictionary, Name, String

from photovoice.printing import colour
from photovoice.printing.rules import POINTS_PER_MM, Box
from photovoice.refusals import Refusal

PDFX = "PDF/X-4"
DUPLEX = {"long": Name.DuplexFlipLongEdge, "short": Name.DuplexFlipShortEdge}
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>{claims}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


class WrongProfile(Refusal):
    """The colour profile for the press is not one."""


def array(box: Box) -> Array:
    """A box in mm as PDF's four numbers in points."""
    edges = (box.left, box.bottom, box.right, box.top)
    return Array([round(edge * POINTS_PER_MM, 4) for edge in edges])


def set_boxes(page: pikepdf.Page, media: Box, bleed: Box, trim: Box) -> None:
    """Give a page its three boxes, in mm from its lower left corner."""
    page.obj.MediaBox, page.obj.BleedBox, page.obj.TrimBox = map(array, (media, bleed, trim))


def press_profile(path: Path) -> bytes:
    """A printer's profile, read and checked.  Raises WrongProfile."""
    try:
        profile = path.read_bytes()
    except OSError:
        profile = b""
    if not colour.is_press(profile):
        raise WrongProfile(
            _(
                "The colour profile is not one for a four-colour press, so no file was made. Ask "
                "the printer for theirs, or print without one."
            )
        )
    return profile


def finish(
    pdf: pikepdf.Pdf,
    *,
    title: str,
    made_at: datetime,
    accessible: bool,
    profile: bytes | None = None,
    duplex: str | None = None,
) -> None:
    """Write title and dates, and no other word; with a press profile make and claim PDF/X-4."""
    date = made_at.astimezone(UTC).replace(microsecond=0)
    stamp = String(f"D:{date:%Y%m%d%H%M%S}Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(title), CreationDate=stamp, ModDate=stamp)
    )
    claims = "<pdfuaid:part>1</pdfuaid:part>" if accessible else ""
    if profile:
        claims += claim(pdf, profile)
    packet = PACKET.format(title=escape(title), date=date.isoformat(), claims=claims)
    pdf.Root.Metadata = pdf.make_stream(
        packet.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML}
    )
    wishes = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
    if duplex:
        wishes.Duplex = DUPLEX[duplex]
    pdf.Root.ViewerPreferences = wishes


def claim(pdf: pikepdf.Pdf, profile: bytes) -> str:
    """Add the output intent and what else PDF/X-4 asks for; returns the claim for the packet."""
    called = colour.name(profile) or "CMYK"
    stream = pdf.make_stream(profile, {"/N": 4})
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String(called),
                Info=String(called),
                DestOutputProfile=stream,
            )
        ]
    )
    pdf.trailer.Info.Trapped = Name("/False")
    return (
        f"<pdfxid:GTS_PDFXVersion>{PDFX}</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
        f"<xmpMM:DocumentID>uuid:{uuid4()}</xmpMM:DocumentID>"
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID>"
    )


def all_inks(pdf: pikepdf.Pdf, *, press: bool) -> Array:
    """The colour space of crop marks: on every plate, so that they show on each."""
    space, none, full = (
        (Name.DeviceCMYK, [0, 0, 0, 0], [1, 1, 1, 1]) if press else (Name.DeviceGray, [1], [0])
    )
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=none, C1=full, N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, space, tint]))


def one_black(pdf: pikepdf.Pdf) -> None:
    """Let the words be printed with black ink alone: grey by a profile becomes plain grey."""
    for page in pdf.pages:
        spaces = page.obj.get("/Resources", Dictionary()).get("/ColorSpace", Dictionary())
        for name, space in spaces.items():
            if isinstance(space, Array) and space[0] == Name.ICCBased and space[1].N == 1:
                spaces[name] = Name.DeviceGray
