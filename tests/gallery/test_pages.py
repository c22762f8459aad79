"""An edition's folder: whole, relative, light, and saying nothing it should not."""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from photovoice.gallery import pages
from photovoice.gallery.look import accent_css
from tests.gallery.manifest import make_manifest

KILOBYTE = 1024


class Addresses(HTMLParser):
    """Every address a page names, and its title."""

    def __init__(self):
        super().__init__()
        self.loaded, self.linked, self.title, self._open = [], [], "", ""

    def handle_starttag(self, tag, attributes):
        self._open = tag
        given = dict(attributes)
        if tag == "a":
            self.linked.append(given["href"])
        elif tag == "link" and given["rel"] == "canonical":
            self.linked.append(given["href"])
        elif tag == "link":
            self.loaded.append(given["href"])
        elif given.get("src"):
            self.loaded.append(given["src"])
        for each in (given.get("srcset") or "").split(", "):
            self.loaded += each.split(" ")[:1] if each else []
        assert not any(name.startswith("on") or name == "style" for name in given)

    def handle_data(self, data):
        if self._open == "title":
            self.title += data.strip()


def read(page: Path) -> Addresses:
    parser = Addresses()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def all_pages(folder: Path) -> list[Path]:
    return sorted(page for page in folder.rglob("*.html") if folder / "carried" not in page.parents)


def test_every_page_is_written_with_a_title_of_its_own(printed):
    titles = [read(page).title for page in all_pages(printed)]
    assert len(titles) == 1 + 3 + 7 + 1
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_everything_a_page_loads_or_links_to_inside_is_there(printed):
    for page in all_pages(printed):
        found = read(page)
        elsewhere = ("http://photovoice.test", "#", "../../../withdraw", "../../../../withdraw")
        inside = [a for a in found.linked if not a.startswith(elsewhere)]
        for address in inside + [a for a in found.loaded if not a.startswith("data:")]:
            assert (page.parent / address.partition("#")[0]).resolve().is_file(), (page, address)


def test_no_page_loads_anything_from_elsewhere(printed):
    for path in printed.rglob("*"):
        if path.suffix in {".html", ".css", ".js"}:
            words = path.read_text(encoding="utf-8")
            absolute = set(re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]+", words))
            assert absolute <= {"http://photovoice.test"}, path


def test_the_style_sheets_bring_their_typefaces_along(printed):
    for sheet in (printed / "assets").glob("*.css"):
        for address in re.findall(r"url\(\"?([^)\"]+)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / address).is_file()


def test_only_what_a_screen_needs_is_in_its_data_and_no_release(printed):
    words = (printed / "data.js").read_text(encoding="utf-8")
    data = json.loads(words.removeprefix("window.EXHIBITION = ").removesuffix(";\n"))
    hung = [slide["ref"] for slide in data["slides"] if slide["kind"] == "photograph"]
    assert len(hung) == len(set(hung)) == 7
    assert data["valid_until"] == "2097-04-18"
    assert "rested_on" not in words


def test_captions_carry_their_language_and_direction(printed):
    page = (printed / "photographs/chulha05.html").read_text(encoding="utf-8")
    assert '<p class="caption" lang="ur" dir="rtl">ہم جمعرات' in page
    assert 'lang="bn" dir="ltr"' in (printed / "sections/1.html").read_text(encoding="utf-8")


def test_dates_are_in_words_and_in_the_order_they_are_said(printed):
    opening = (printed / "index.html").read_text(encoding="utf-8")
    assert "18 April to 9 May 2026" in opening
    assert "from 13 June 2026" in opening
    assert "2 March 2026" in (printed / "photographs/coats002.html").read_text(encoding="utf-8")


def test_a_reading_that_differs_stands_beside_the_statement(printed):
    page = (printed / "sections/2.html").read_text(encoding="utf-8")
    assert "I do not want it paid. I want it seen." in page
    assert page.index("Seen otherwise") < page.index("چولہا")


def test_every_page_offers_the_way_to_change_ones_mind_from_where_it_is_served(printed):
    for page in all_pages(printed):
        if page.parent.name != "kiosk":
            up = "../" * (3 + len(page.relative_to(printed).parts) - 1)
            assert f"{up}withdraw" in read(page).linked


def test_a_copy_that_is_carried_off_says_in_words_how_to_change_ones_mind(printed):
    for page in (printed / "carried").rglob("*.html"):
        words = page.read_text(encoding="utf-8")
        assert not any("withdraw" in address for address in read(page).linked)
        assert "Tell whoever shows you this, or Northgate Families Drop-in" in words
        assert "photovoice.test/withdraw" in words and "assets/withdraw.svg" in words
    pages_here = {page.relative_to(printed) for page in all_pages(printed)}
    carried = {
        page.relative_to(printed / "carried") for page in (printed / "carried").rglob("*.html")
    }
    assert pages_here - carried == {Path("kiosk/index.html")} and not carried - pages_here
    data = (printed / "data.js").read_text(encoding="utf-8")
    assert '"kind":"door"' in data and "Tell whoever shows you this" in data
    assert (printed / "assets/withdraw.svg").read_text(encoding="utf-8").startswith("<svg")


def test_an_address_good_on_one_computer_only_is_not_offered_to_others(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), help="Ring 0161 496 0000.")
    manifest["edition"]["public_url"] = "http://127.0.0.1:8000/exhibitions/x"
    with app.app_context():
        pages.render(manifest, tmp_path)
    words = (tmp_path / "carried" / "index.html").read_text(encoding="utf-8")
    assert "Ring 0161 496 0000." in words
    assert "127.0.0.1:8000/withdraw" not in words and "withdraw.svg" not in words


def test_an_urdu_exhibition_runs_from_right_to_left(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), language="ur", title="ووٹ کے ڈبے سے آگے")
    with app.app_context():
        pages.render(manifest, tmp_path)
    for page in all_pages(tmp_path):
        assert '<html lang="ur" dir="rtl">' in page.read_text(encoding="utf-8")


def test_an_edition_speaks_the_language_of_its_exhibition(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), language="pl")
    with app.app_context():
        pages.render(manifest, tmp_path)
    cover = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Zobacz zdjęcia" in cover and "See the photographs" not in cover
    assert "Głosy odwiedzających" in (tmp_path / "data.js").read_text(encoding="utf-8")


def test_an_edition_in_a_language_without_a_catalogue_is_english_throughout(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), language="cy")
    with app.app_context():
        pages.render(manifest, tmp_path)
    cover = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.search(r"published on \d+ [A-Z][a-z]+ \d{4}\.", cover)


def test_an_empty_exhibition_still_makes_a_book(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), introduction="", credits=[])
    with app.app_context():
        pages.render(manifest | {"sections": [], "stops": [], "responses": []}, tmp_path)
    assert read(tmp_path / "index.html").title


def test_words_that_look_like_markup_stay_words(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), title="</title><script>alert(1)</script>")
    with app.app_context():
        pages.render(manifest, tmp_path)
    assert "<script>alert" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_accent_is_this_exhibitions_own(app, tmp_path):
    manifest = make_manifest(tmp_path, sizes=(320,), accent="#3f5870")
    with app.app_context():
        pages.render(manifest, tmp_path)
    assert (tmp_path / "assets/accent.css").read_text().startswith(accent_css("#3f5870"))


@pytest.mark.parametrize("page", ["index.html", "sections/1.html", "photographs/k3v9q2ab.html"])
def test_a_page_and_its_style_fit_into_the_first_flight(printed, page):
    sheets = [*(printed / "assets").glob("gallery-*.css"), printed / "assets/accent.css"]
    weight = sum(len(gzip.compress(f.read_bytes())) for f in [printed / page, *sheets])
    assert weight <= 14 * KILOBYTE


@pytest.mark.parametrize("name", ["gallery-*.js", "kiosk-*.js"])
def test_scripts_stay_small(printed, name):
    (script,) = (printed / "assets").glob(name)
    assert len(gzip.compress(script.read_bytes())) <= 6 * KILOBYTE


def test_rendering_leaves_the_pictures_untouched(printed, drawn):
    _, before = drawn
    for picture in (before / "pictures").iterdir():
        after = printed / "pictures" / picture.name
        assert after.read_bytes() == picture.read_bytes()
        assert not Image.open(after).getexif()
