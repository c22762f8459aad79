"""The finished file, checked as a printer would: every kind of sheet, both ways of turning it."""

import itertools
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from photovoice.printing import preflight, proof
from photovoice.printing.place import UnreadablePicture
from photovoice.printing.postcards import (
    NothingToPrint,
    TooSmallToPrint,
    postcards,
)
from photovoice.printing.typeset import WordsDoNotFit
from tests.printing.pictures import LYING, SECRET, STORED_AS, card, photograph, upright

KINDS = [
    ("single", "long", 3),
    ("single", "short", 3),
    ("a4", "long", 3),
    ("a4", "short", 3),
    ("a3", "long", 5),
    ("a3", "short", 5),
    ("sra3", "long", 8),
    ("sra3", "short", 8),
]
"""Every kind of file; on sheets the last is only partly filled."""


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: "-".join(map(str, kind)))
def made(request, series, tmp_path_factory):
    """A finished file, what it was made from, and the paper it is for."""
    sheet, flip, count = request.param
    path = tmp_path_factory.mktemp("made") / "cards.pdf"
    report = postcards(series[:count], path, sheet=sheet, flip=flip, title="Ballot Box")
    paper = proof.leaves(path, sheet=sheet, flip=flip, cards=count)
    return path, series[:count], paper, report, sheet


def test_nothing_would_be_sent_back_by_a_printer(made):
    path, cards, _paper, _report, sheet = made
    sources = [card.photograph for card in cards]
    assert preflight.check(path, single=sheet == "single", sources=sources) == []


def test_behind_every_front_is_its_back_the_same_way_up(made):
    path, _cards, paper, *_ = made
    assert proof.folded(path, paper) == []


def test_the_photographs_reach_the_end_of_the_bleed(made):
    path, _cards, paper, *_ = made
    assert proof.bled(path, paper) == []


def test_words_keep_from_the_cut_and_codes_are_large_and_clear(made):
    path, _cards, paper, *_ = made
    assert proof.safe(path, paper) == []


def test_the_report_counts_pages_and_cards(made):
    path, cards, paper, report, _sheet = made
    with pikepdf.open(path) as pdf:
        assert report.pages == len(pdf.pages) == 2 * len(paper)
    assert report.cards == len(cards)
    assert report.warnings == []


def test_every_scan_is_in_the_file_byte_for_byte(made):
    path, cards, *_ = made
    whole = path.read_bytes()
    for one in cards:
        data = one.photograph.read_bytes()
        scan = data[data.rindex(b"\xff\xda") : data.rindex(b"\xff\xd9")]
        assert len(scan) > 20_000
        assert scan in whole


def test_no_word_of_the_camera_is_in_the_file(made):
    path, _cards, *_ = made
    assert SECRET.encode() not in path.read_bytes()
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                data = thing.read_raw_bytes()
                if thing.get("/Filter") == pikepdf.Name.FlateDecode:
                    data = thing.read_bytes()
                assert not any(
                    mark in data for mark in (SECRET.encode(), b"Exif\0", b"Typst", b"typst")
                )
        assert set(pdf.trailer.Info.keys()) == {"/Title", "/CreationDate", "/ModDate"}


def test_black_is_one_ink_and_no_colour_is_left_to_chance(made):
    path, _cards, *_ = made
    with pikepdf.open(path) as pdf:
        assert b"DeviceRGB" not in pdf.Root.unparse(resolved=True)
        for page in pdf.pages:
            spaces = page.obj.Resources.get("/ColorSpace", {})
            assert all(
                space == pikepdf.Name.DeviceGray or len(space) == 4 for space in spaces.values()
            )


@pytest.mark.parametrize("orientation", STORED_AS)
def test_a_picture_is_upright_however_the_camera_was_held(tmp_path, orientation):
    one = card(photograph(tmp_path, 1, LYING, orientation), 1)
    postcards([one], tmp_path / "card.pdf", title="One")
    page = pypdfium2.PdfDocument(tmp_path / "card.pdf")[0]
    drawn = page.render(scale=1).to_pil().convert("RGB").resize((77, 56))
    wanted = ImageOps.fit(upright(1, LYING), drawn.size)
    assert max(ImageStat.Stat(ImageChops.difference(drawn, wanted)).rms) < 9


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_a_picture_of_another_kind_becomes_a_jpeg_once(tmp_path, format):
    upright(2, LYING).save(path := tmp_path / "picture", format)
    postcards([card(path, 2)], tmp_path / "card.pdf", title="One")
    assert preflight.check(tmp_path / "card.pdf", single=True, sources=[path]) == []


def test_a_clear_picture_is_printed_on_white(tmp_path):
    Image.new("RGBA", LYING, (0, 0, 0, 0)).save(path := tmp_path / "clear.png")
    postcards([card(path)], tmp_path / "card.pdf", title="One")
    page = pypdfium2.PdfDocument(tmp_path / "card.pdf")[0]
    assert page.render().to_pil().convert("L").getextrema() == (255, 255)


def test_a_picture_without_colour_is_printed_without_colour(tmp_path):
    Image.linear_gradient("L").resize(LYING).save(path := tmp_path / "grey.jpg")
    postcards([card(path)], tmp_path / "card.pdf", title="One")
    assert preflight.check(tmp_path / "card.pdf", single=True, sources=[path]) == []
    drawn = pypdfium2.PdfDocument(tmp_path / "card.pdf")[0].render().to_pil().convert("RGB")
    assert drawn.getpixel((200, 2))[0] < 40 and drawn.getpixel((200, 300))[0] > 215
    red, green, _blue = drawn.split()
    assert ImageChops.difference(red, green).getextrema()[1] <= 2


def test_four_inks_are_not_printed_as_a_negative(tmp_path):
    white_and_red = Image.new("RGB", LYING, "white")
    white_and_red.paste((200, 20, 30), (0, 0, 900, 1316))
    white_and_red.convert("CMYK").save(path := tmp_path / "inks.jpg", quality=95)
    report = postcards([card(path)], tmp_path / "card.pdf", title="One")
    assert "four colours" in report.warnings[0]
    drawn = pypdfium2.PdfDocument(tmp_path / "card.pdf")[0].render().to_pil().convert("RGB")
    red, white = drawn.getpixel((60, 100)), drawn.getpixel((400, 100))
    assert min(white) > 240 and red[0] > 150 and max(red[1:]) < 110


def test_a_soft_picture_is_printed_with_a_warning(tmp_path):
    path = photograph(tmp_path, 3, (1216, 877))
    report = postcards([card(path, 3)], tmp_path / "card.pdf", title="One")
    assert "“Bus stop 3” has 200 pixels an inch" in report.warnings[0]


def test_one_that_was_sent_small_is_asked_for_at_its_full_size_where_pixels_are_short(tmp_path):
    soft = card(photograph(tmp_path, 3, (1216, 877)), 3, sent_small=True)
    sharp = card(photograph(tmp_path, 4), 4, sent_small=True)
    warnings = postcards([soft, sharp], tmp_path / "card.pdf", title="Two").warnings
    assert [w.startswith("“Bus stop 3” was sent small") for w in warnings] == [False, True]
    tiny = card(photograph(tmp_path, 5, (640, 480)), 5, sent_small=True)
    with pytest.raises(TooSmallToPrint) as refused:
        postcards([tiny], tmp_path / "card.pdf", title="One")
    assert refused.value.sentence.endswith("send it again at its full size.")


def test_pictures_too_small_are_refused_all_at_once_and_leave_no_file(tmp_path):
    small = [card(photograph(tmp_path, number, (640, 480)), number) for number in (4, 5)]
    with pytest.raises(TooSmallToPrint) as refused:
        postcards(small, tmp_path / "out" / "card.pdf", title="One")
    assert "“Bus stop 4”" in refused.value.sentence and "“Bus stop 5”" in refused.value.sentence
    assert list((tmp_path / "out").iterdir()) == []


def test_a_refusal_leaves_the_earlier_file_as_it_was(tmp_path, series):
    (tmp_path / "card.pdf").write_bytes(b"earlier")
    with pytest.raises(WordsDoNotFit):
        postcards([card(series[0].photograph, caption="看")], tmp_path / "card.pdf", title="One")
    assert (tmp_path / "card.pdf").read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["card.pdf"]


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\xff\xd8\xff\xe0\0"])
def test_what_cannot_be_read_is_refused_by_name(tmp_path, data):
    (tmp_path / "x.jpg").write_bytes(data)
    with pytest.raises(UnreadablePicture) as refused:
        postcards([card(tmp_path / "x.jpg", 6)], tmp_path / "card.pdf", title="One")
    assert "“Bus stop 6”" in refused.value.sentence


def test_a_photograph_that_is_gone_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadablePicture):
        postcards([card(tmp_path / "gone.jpg")], tmp_path / "card.pdf", title="One")


def test_no_cards_are_no_file(tmp_path):
    with pytest.raises(NothingToPrint):
        postcards([], tmp_path / "card.pdf", title="None")


def test_backs_move_by_the_offset_and_fronts_stay(tmp_path, series):
    for name, offset in (("still", (0, 0)), ("moved", (2.5, -1))):
        path = tmp_path / f"{name}.pdf"
        postcards(series[:1], path, sheet="a4", title="A", back_offset_mm=offset)
    with proof.Proof(tmp_path / "still.pdf") as still, proof.Proof(tmp_path / "moved.pdf") as moved:
        places = [
            proof.codes(one.drawn(page))[0].centre for page in (0, 1) for one in (still, moved)
        ]
    assert places[0] == pytest.approx(places[1], abs=0.05)
    assert places[3][0] - places[2][0] == pytest.approx(2.5, abs=0.15)
    assert places[3][1] - places[2][1] == pytest.approx(-1, abs=0.15)
    paper = proof.leaves(tmp_path / "moved.pdf", sheet="a4", cards=1, offset=(2.5, -1))
    assert proof.safe(tmp_path / "moved.pdf", paper) == []


def test_progress_is_told_card_by_card(tmp_path, series):
    heard = []
    postcards(series[:3], tmp_path / "a.pdf", title="A", progress=lambda *told: heard.append(told))
    assert heard == [(done, 3) for done in range(4)]


def test_title_and_dates_are_what_was_given(tmp_path, series):
    moment = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
    postcards(series[:1], tmp_path / "a.pdf", title="Łańcuch & چولہا <3>", made_at=moment)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert str(pdf.trailer.Info.Title) == "Łańcuch & چولہا <3>"
        assert str(pdf.trailer.Info.CreationDate) == "D:20260501093000Z"
        assert pdf.open_metadata()["dc:title"] == "Łańcuch & چولہا <3>"


def test_single_cards_are_tagged_for_a_screen_reader(tmp_path, series):
    postcards(
        [card(series[0].photograph, alt="A code on a striped ground")],
        tmp_path / "a.pdf",
        title="A",
    )
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root
        front = pdf.pages[0].Contents.read_bytes()
        assert b"A code on a striped ground" in front
        assert front.index(b"BDC") < front.index(b"/Photograph Do") < front.index(b"EMC")


def test_sheets_ask_the_print_dialogue_for_the_right_edge_and_actual_size(tmp_path, series):
    for flip, wanted in (("long", "/DuplexFlipLongEdge"), ("short", "/DuplexFlipShortEdge")):
        postcards(series[:1], tmp_path / "a.pdf", sheet="a4", flip=flip, title="A")
        with pikepdf.open(tmp_path / "a.pdf") as pdf:
            assert pdf.Root.ViewerPreferences.Duplex == wanted
            assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


def test_the_same_photograph_on_two_cards_is_two_cards(tmp_path, series):
    twice = [card(series[0].photograph, number) for number in (0, 1)]
    assert postcards(twice, tmp_path / "a.pdf", sheet="a4", title="A").cards == 2


def test_many_sizes_of_series_fill_their_sheets(tmp_path, series):
    for sheet, count in itertools.product(("a4", "sra3"), (1, 2, 7)):
        report = postcards(series[:count], tmp_path / "a.pdf", sheet=sheet, title="A")
        assert report.pages == 2 * -(-count // report.per_sheet)
