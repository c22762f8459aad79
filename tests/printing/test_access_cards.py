"""Access cards on paper: cut, scanned, read aloud, and good to have in a wallet."""

import base64
import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import ImageChops

from photovoice.accounts.rules import new_words, wordlist
from photovoice.printing import access_cards
from photovoice.printing.access_cards import CardsCannotBeSet, sheet
from photovoice.printing.rules import MARGIN, POINTS_PER_MM, Box, crop_marks
from photovoice.projects import cards as projects_cards
from photovoice.projects.cards import PrintedCard

pytestmark = pytest.mark.any_database

ROOM = "http://192.168.1.20:8000"
PPI = 300
HELP = "Gwen at the drop-in, or 0161 496 0123."


@pytest.fixture
def card(make, app):
    """``card("Pat")`` makes a card as it is printed; more says how it differs."""

    def new(name="Pat", *, url=ROOM, words="", language="en", **project) -> PrintedCard:
        person = make.researcher(name=name, project=make.project(**({"help": HELP} | project)))
        person.language = language
        (membership,) = person.memberships
        return PrintedCard.of(membership, words or new_words(), url)

    with app.test_request_context():
        yield new


def pages(pdf: bytes):
    """The pages of a sheet as pictures."""
    return [page.render(scale=PPI / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def text_of(pdf: bytes, page: int = 0) -> str:
    """The words on a page, as a screen reader finds them."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return " ".join(text.replace("\ufffe", "").replace("\u200b", "").split())


def read(picture) -> list:
    """Every square on a picture, as a phone reads it."""
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


def cut_out(picture, slot: Box):
    """One card, cut along its lines."""
    height = access_cards.PAPER.height
    edges = (slot.left, height - slot.top, slot.right, height - slot.bottom)
    return picture.crop([round(edge / 25.4 * PPI) for edge in edges])


def test_a_card_is_as_large_as_a_bank_card_and_ten_are_on_a_sheet():
    layout = access_cards.plan()
    assert (layout.cell.width, layout.cell.height) == (85, 54)
    assert layout.per_sheet == 10


def test_cards_lie_and_are_cut_inside_what_an_office_printer_reaches():
    layout, paper = access_cards.plan(), access_cards.PAPER
    reach = Box(0, 0, paper.width, paper.height).grown(-MARGIN)
    slots = [layout.slot(index) for index in range(layout.per_sheet)]
    assert all(reach.holds(slot) for slot in slots)
    assert not any(a.overlaps(b) for a in slots for b in slots if a is not b)
    for mark in crop_marks(layout):
        ends = Box(*sorted((mark.x, mark.to_x)), *sorted((mark.y, mark.to_y)))
        assert 0 <= ends.left and ends.bottom <= paper.width and ends.top <= paper.height
    upright = {mark.x for mark in crop_marks(layout) if mark.x == mark.to_x}
    assert upright == {edge for slot in slots for edge in (slot.left, slot.right)}


def test_every_square_says_its_own_way_in_with_the_words_behind_the_hash(card):
    made = [card(f"Person {number}") for number in range(12)]
    first, second = pages(sheet(made, title="Our Street"))
    layout = access_cards.plan()
    for number, one in enumerate(made):
        picture = cut_out((first, second)[number // 10], layout.slot(number % 10))
        (square,) = read(picture)
        address, _hash, secret = square.text.partition("#")
        assert address == f"{ROOM}/card" and secret.replace("-", " ") == one.words


@pytest.mark.parametrize(
    "url", [ROOM, "https://photovoice.hollin-bank-neighbourhood-archive.example.org"]
)
def test_a_square_is_large_and_four_modules_around_it_are_white(card, url):
    longest = " ".join(word for word in wordlist() if len(word) == 8)[:62]
    one = card("A name that goes on and on " * 4, url=url, words=longest)
    picture = cut_out(pages(sheet([one], title="Our Street"))[0], access_cards.plan().slot(0))
    (square,) = read(picture)
    corners = square.position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    assert (right - left) / PPI * 25.4 >= 20
    modules = len(projects_cards.segno.make(one.url, error="m", micro=False).matrix)
    quiet = int(4 * (right - left) / modules) - 3
    around = picture.convert("L").crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    inked = ImageChops.invert(around).point(lambda ink: 255 * (ink > 60)).getbbox()
    assert inked[0] >= quiet - 4 and inked[1] >= quiet - 4
    assert inked[2] <= around.width - quiet + 4 and inked[3] <= around.height - quiet + 4


def test_a_name_without_a_space_stays_on_its_card_and_off_its_square(card):
    (picture,) = pages(sheet([card("W" * 110), card("Wynne")], title="Our Street"))
    assert len(read(picture)) == 2
    one = cut_out(picture, access_cards.plan().slot(0)).convert("L")
    left = read(one)[0].position.top_left
    beside = one.crop((left.x - 20, left.y, left.x - 4, left.y + 200))
    assert ImageChops.invert(beside).point(lambda ink: 255 * (ink > 60)).getbbox() is None


def test_a_card_signs_its_holder_in(make, sign_in, client, session):
    """Pressed on the people's page, printed, cut, scanned, and in."""
    make.researcher(name="Pat")
    steward = sign_in(make.steward(name="Ruth"))
    page = steward.post(f"/projects/{make.the_project.slug}/people/cards").text
    pdf = in_page(page)
    squares = [read(picture) for picture in pages(pdf)]
    entered = set()
    for square in squares[0]:
        words = square.text.partition("#")[2].replace("-", " ")
        assert client.post("/card", data={"words": words}).status_code == 303
        entered |= {name for name in ("Pat", "Ruth") if name in client.get("/account").text}
        client.post("/sign-out")
    assert entered == {"Pat", "Ruth"}


def in_page(page: str) -> bytes:
    """The sheet a page carries."""
    (link,) = re.findall(r'<a[^>]+href="data:application/pdf;base64,([^"]+)"', page)
    assert re.search(r'<a[^>]+download="cards-[\w-]+\.pdf"', page)
    return base64.b64decode(link)


def test_what_a_card_says_is_on_it(card):
    one = card("Pat Dooley")
    said = text_of(sheet([one], title="Our Street"))
    for words in ("Pat Dooley", one.project, one.address, one.words, HELP):
        assert words in said


def test_the_seven_words_are_nine_points_or_more_even_when_all_is_long(card):
    longest = " ".join([word for word in wordlist() if len(word) == 8][:7])
    one = card(
        "Somebody whose name goes on and on " * 3,
        words=longest,
        help="Gwen at the drop-in in Northgate on Tuesdays and Thursdays; or ring 0161 496 0123, "
        "or ask at the library, upstairs, at the blue door",
        url="https://photovoice.hollin-bank-neighbourhood-archive.example.org",
    )
    pdf = sheet([one], title="Our Street")
    assert longest in text_of(pdf) and "blue door" in text_of(pdf)
    assert size_of(pdf, longest.split()[0]) >= 9


def size_of(pdf: bytes, words: str) -> float:
    """The type size a text is set in, in points."""
    found: list[float] = []
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    at = text.get_text_range().index(words)
    for index in range(at, at + len(words)):
        found.append(pypdfium2.raw.FPDFText_GetFontSize(text, index))
    return min(found)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("نادیہ احمد", "ur"),
        ("فاطمة", "ar"),
        ("রহিমা বেগম", "bn"),
        ("Bożena Wiśniewska-Ścibor", "pl"),
        ("Ștefan Țepeș", "ro"),
        ("ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "pa"),
        ("Олена Ткаченко", "uk"),
    ],
)
def test_names_are_set_in_their_own_letters_from_typefaces_that_travel_along(card, name, language):
    pdf = sheet([card(name, language=language)], title="Our Street")
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font
        assert len(fonts) >= 2
        for font in fonts.values():
            assert "/ToUnicode" in font
            (inner,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
    letters = {letter for letter in name if letter.isalpha()}
    assert len(letters - set(text_of(pdf))) <= len(letters) // 4  # ligatures hide a few


def test_a_sheet_can_be_read_aloud_and_says_nothing_of_its_maker(card):
    pdf = sheet([card("Pat")], title="Our Street")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked and "/StructTreeRoot" in opened.Root
        assert b"pdfuaid:part>1<" in opened.Root.Metadata.read_bytes()
        assert set(opened.trailer.Info.keys()) == {"/Title", "/CreationDate", "/ModDate"}
        assert [float(edge) for edge in opened.pages[0].MediaBox] == pytest.approx(
            [0, 0, 210 * POINTS_PER_MM, 297 * POINTS_PER_MM], abs=0.01
        )
    assert b"abandon" not in pdf


def test_a_name_no_typeface_can_write_is_refused_with_what_to_do_instead(card, make, sign_in):
    with pytest.raises(CardsCannotBeSet, match="Print this page itself instead"):
        sheet([card("ኣበበ")], title="Our Street")
    make.researcher(name="ኣበበ")
    page = sign_in(make.steward()).post(f"/projects/{make.the_project.slug}/people/cards").text
    assert "Print this page itself instead" in page and "data:application/pdf" not in page
    assert page.count("<svg") == 2, "the cards themselves are there all the same"


def test_a_card_speaks_the_language_of_its_holder_and_is_laid_out_from_the_right(card, monkeypatch):
    monkeypatch.setattr(projects_cards, "CATALOGUES", ["en", "ur"])
    theirs = card("نادیہ", language="ur")
    assert theirs.language == "ur" and card("Zofia", language="pl").language == "en"
    (square,) = read(cut_out(pages(sheet([theirs], title="x"))[0], access_cards.plan().slot(0)))
    assert square.position.top_left.x < 20 / 25.4 * PPI


def test_without_a_line_of_help_a_card_says_who_gave_it(make, app):
    pat = make.researcher(name="Pat")
    (membership,) = pat.memberships
    with app.test_request_context():
        given = PrintedCard.of(membership, new_words(), ROOM, by=make.steward(name="Ruth"))
        own = PrintedCard.of(membership, new_words(), ROOM, by=pat)
    assert given.help == "Ask Ruth." and own.help == "Ask the person who gave it to you."
