"""Each check finds the fault it is there for."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from photovoice.printing import colour, document, preflight, proof
from photovoice.printing.postcards import postcards
from photovoice.printing.preflight import Weight


@pytest.fixture
def single(series, tmp_path) -> Path:
    """One card, faultless."""
    postcards(series[:1], tmp_path / "single.pdf", title="One")
    return tmp_path / "single.pdf"


def spoiled(path: Path, how) -> list[preflight.Finding]:
    """What is found after a change to the file."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        how(pdf)
        pdf.save(path)
    return preflight.check(path, single=True)


def an_object(pdf: pikepdf.Pdf, kind: str, name: str) -> pikepdf.Object:
    """Some object of a type or subtype."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary | pikepdf.Stream) and thing.get(kind) == name:
            return thing
    raise LookupError(name)


def no_trim(pdf):
    del pdf.pages[0].obj["/TrimBox"]


def cut_beyond_the_bleed(pdf):
    pdf.pages[1].obj.TrimBox = Array([-9, -9, 400, 300])


def a_little_small(pdf):
    pdf.pages[0].obj.TrimBox = Array([9, 9, 427, 306])


def unembedded(pdf):
    del an_object(pdf, "/Type", "/FontDescriptor")["/FontFile2"]


def unreadable(pdf):
    del an_object(pdf, "/Subtype", "/Type0")["/ToUnicode"]


def whole(pdf):
    an_object(pdf, "/Subtype", "/Type0").BaseFont = Name("/Newsreader")


def unknown_colours(pdf):
    an_object(pdf, "/Subtype", "/Image").ColorSpace = Name.DeviceRGB


def too_large_for_its_pixels(pdf):
    an_object(pdf, "/Subtype", "/Image").Width = 400


def signed(pdf):
    pdf.trailer.Info.Author = "Somebody"


def in_the_packet(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        packet["dc:creator"] = ["Somebody"]


def with_camera_data(pdf):
    image = an_object(pdf, "/Subtype", "/Image")
    data = image.read_raw_bytes()
    image.write(data[:2] + b"\xff\xe1\x00\x08Exif\0\0" + data[2:], filter=Name.DCTDecode)


def with_a_second_picture(pdf):
    image = an_object(pdf, "/Subtype", "/Image")
    image.write(image.read_raw_bytes() * 2, filter=Name.DCTDecode)


def with_an_attachment(pdf):
    pdf.attachments["list.txt"] = b"names"


def with_a_part_that_talks(pdf):
    pdf.pages[0].obj.Metadata = pdf.make_stream(b"<x/>")


@pytest.mark.parametrize(
    ("how", "number"),
    [
        (no_trim, 1),
        (cut_beyond_the_bleed, 1),
        (a_little_small, 1),
        (unembedded, 2),
        (unreadable, 2),
        (whole, 2),
        (unknown_colours, 3),
        (too_large_for_its_pixels, 3),
        (signed, 5),
        (in_the_packet, 5),
        (with_camera_data, 5),
        (with_a_second_picture, 5),
        (with_an_attachment, 5),
        (with_a_part_that_talks, 5),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_fault_is_found(single, how, number):
    found = spoiled(single, how)
    assert number in {finding.check for finding in found if finding.weight is Weight.ERROR}
    assert all(finding.sentence for finding in found)


def test_a_scan_packed_again_is_found(single, series):
    other = series[1].photograph
    found = preflight.check(single, single=True, sources=[series[0].photograph, other])
    assert [finding.check for finding in found] == [4]
    assert other.name in found[0].sentence


def test_a_damaged_file_is_found(single):
    data = single.read_bytes()
    single.write_bytes(data.replace(b"endstream", b"endstrean", 1))
    assert 9 in {finding.check for finding in preflight.syntax(single)}


@pytest.mark.parametrize("sheet", ["a4", "a3", "sra3"])
def test_a_sheet_turned_on_the_other_edge_is_found(series, tmp_path, sheet):
    postcards(series[:2], tmp_path / "a.pdf", sheet=sheet, flip="long", title="A")
    paper = proof.leaves(tmp_path / "a.pdf", sheet=sheet, flip="short", cards=2)
    found = {str(finding) for finding in proof.folded(tmp_path / "a.pdf", paper)}
    assert "A back is upside down." in found


def test_backs_in_another_order_are_found(series, tmp_path):
    postcards(series[:2], tmp_path / "a.pdf", title="A")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages.append(pdf.pages[1])
        del pdf.pages[1]
        pdf.pages.insert(1, pdf.pages[2])
        del pdf.pages[3]
        pdf.save()
    paper = proof.leaves(tmp_path / "a.pdf", sheet="single", cards=2)
    assert {finding.check for finding in proof.folded(tmp_path / "a.pdf", paper)} == {6}


def test_a_white_edge_and_words_near_the_cut_are_found(single):
    with pikepdf.open(single, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            page.obj.Contents = pdf.make_stream(b"q 1 0 0 1 -8 0 cm\n" + content + b"\nQ")
        pdf.save()
    paper = proof.leaves(single, sheet="single", cards=1)
    assert {finding.check for finding in proof.bled(single, paper)} == {7}
    assert "A letter stands too near to the cut." in map(str, proof.safe(single, paper))


def test_a_code_that_is_small_or_crowded_is_found(single):
    def with_content(extra: bytes) -> set[str]:
        with pikepdf.open(single) as pdf:
            page = pdf.pages[1]
            content = page.Contents.read_bytes()
            page.obj.Contents = pdf.make_stream(extra.replace(b"BACK", content))
            pdf.save(single.with_name("other.pdf"))
        paper = proof.leaves(single, sheet="single", cards=1)
        return {str(finding) for finding in proof.safe(single.with_name("other.pdf"), paper)}

    assert "A QR code is smaller than 20 mm." in with_content(b"q .9 0 0 .9 9 9 cm\nBACK\nQ")
    assert "The space around a QR code is not clear." in with_content(b"BACK\n0 g 24 20 2 60 re f")


# --- a file for a press -------------------------------------------------------------------------


@pytest.fixture
def press(tmp_path) -> Path:
    """A profile with everything that says it is a press's, and nothing that says which inks."""
    header = colour.srgb()
    header = header[:12] + b"prtrCMYKLab " + header[24:128]
    content = {b"desc": colour.described("Test press", 2)}
    header = header[:8] + b"\2\x40\0\0" + header[12:]
    (tmp_path / "press.icc").write_bytes(colour.assembled(header, content))
    return tmp_path / "press.icc"


@pytest.mark.parametrize("sheet", ["single", "a3"])
def test_with_the_printers_profile_the_file_is_built_to_pdfx4(series, tmp_path, press, sheet):
    path = tmp_path / "x.pdf"
    postcards(series[:2], path, sheet=sheet, title="A", icc=press)
    assert preflight.check(path, single=sheet == "single") == []
    with pikepdf.open(path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == Name.GTS_PDFX
        assert intent.DestOutputProfile.read_bytes() == press.read_bytes()
        assert str(intent.OutputConditionIdentifier) == "Test press"
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert pdf.trailer.Info.Trapped == Name("/False")
        assert "/ID" in pdf.trailer
        assert pdf.pdf_version == "1.6"
    assert b"/DeviceRGB" not in path.read_bytes()


def test_without_a_profile_no_claim_is_made(single):
    with pikepdf.open(single) as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert b"PDF/X" not in pdf.Root.Metadata.read_bytes()


def test_a_profile_that_is_not_a_presss_is_refused(series, tmp_path):
    (tmp_path / "screen.icc").write_bytes(colour.srgb())
    for path in (tmp_path / "screen.icc", tmp_path / "absent.icc"):
        with pytest.raises(document.WrongProfile):
            postcards(series[:1], tmp_path / "x.pdf", title="A", icc=path)
