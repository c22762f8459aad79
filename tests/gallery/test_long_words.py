"""Words of any length on a screen by itself: all can be read, photograph and credit stay."""

import copy
import shutil

import pytest

from photovoice.gallery import pages
from photovoice.gallery.show import title_size
from tests.gallery.test_browser import kiosk, press, screen, turn  # noqa: F401

pytestmark = pytest.mark.any_database

TITLE = (
    "What we and our neighbours do to make a difference here, every week of the year, and nobody "
    "calls it politics"
)
SCREENS = [(360, 740), (740, 360), (1280, 720), (1920, 1080), (1080, 1920)]


@pytest.fixture
def print_with(app, drawn, tmp_path):
    """``print_with(caption=…, title=…)``: an edition whose first photograph says that."""

    def render(*, title=None, question=None, language="en", **panel):
        manifest, pictures = drawn
        manifest = copy.deepcopy(manifest)
        manifest["sections"][0]["panels"][0] |= panel
        manifest["exhibition"] |= {"title": title or "Turning up", "language": language}
        if question:
            manifest["exhibition"]["question"] = question
        folder = tmp_path / "long"
        shutil.copytree(pictures, folder)
        with app.app_context():
            pages.render(manifest, folder)
        return folder

    return render


def in_sight(one, selector):
    """Whether all of something in the present slide, not only its edge, is on the screen."""
    return one.page.locator(f".slide.is-in {selector}").last.evaluate(
        """e => {
          const all = document.createRange();
          all.selectNodeContents(e);
          const rail = document.querySelector(".rail").getBoundingClientRect().top;
          const box = e.matches("img") ? e.getBoundingClientRect() : all.getBoundingClientRect();
          return box.width > 0 && box.top >= -1 && box.left >= -1
            && box.right <= innerWidth + 1 && box.bottom <= rail + 1;
        }"""
    )


def words_in_sight(one):
    """The words of the story that can be read now, as the numbers that stand in them."""
    return one.page.locator(".slide.is-in .slide__story").last.evaluate(
        """story => {
          const place = story.getBoundingClientRect();
          const seen = [];
          const walk = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            for (const { 0: word, index } of node.data.matchAll(/\\S+/g)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              const box = range.getBoundingClientRect();
              const inside = box.left >= place.left - 1 && box.right <= place.right + 1
                && (box.top + box.bottom) / 2 < place.bottom;
              if (inside) seen.push(word);
            }
          }
          return seen;
        }"""
    )


def counted(words):
    """A text whose every word is another number."""
    return " ".join(map(str, range(words)))


def to_the_photograph(one, onward="ArrowRight"):
    """Go on to the photograph, however many leaves lie before it."""
    while one.heading() != "Bus stop, 6.40":
        press(one, onward)
    turn(one, 1)


def read_through(one, onward="ArrowRight"):
    """All the words of the photograph, leaf by leaf; what stays in sight is looked at each time."""
    read = []
    while one.heading() == "Bus stop, 6.40":
        for part in (".slide__heading", ".slide__credit", "img"):
            assert in_sight(one, part), part
        read += words_in_sight(one)
        press(one, onward)
    return read


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_longest_caption_leaves_room_for_the_photograph_and_its_credit(
    kiosk,  # noqa: F811
    print_with,
    width,
    height,
):
    caption = counted(1000)
    assert 3800 < len(caption) < 4000
    one = kiosk(folder=print_with(caption=caption), width=width, height=height)
    to_the_photograph(one)
    picture = one.page.locator(".slide.is-in img").last.bounding_box()
    assert picture["width"] * picture["height"] > 0.2 * width * height
    assert read_through(one) == caption.split()
    assert one.troubles == []


def test_a_long_caption_can_be_turned_back_and_is_marked_as_going_on(kiosk, print_with):  # noqa: F811
    one = kiosk(folder=print_with(caption=counted(700)))
    to_the_photograph(one)
    marks = one.page.locator(".slide.is-in .slide__leaves").last
    assert marks.is_visible()
    first = words_in_sight(one)
    press(one, "ArrowRight")
    assert words_in_sight(one) != first
    assert marks.locator("li").nth(1).get_attribute("class") == "is-here"
    press(one, "ArrowLeft")
    assert words_in_sight(one) == first
    press(one, "ArrowLeft")
    assert one.heading() == "Turning up"


def test_left_alone_a_long_caption_is_shown_to_its_end_and_the_show_goes_on(kiosk, print_with):  # noqa: F811
    caption = counted(700)
    one = kiosk(folder=print_with(caption=caption), reduced_motion="reduce")
    read, seconds = [], 0
    while one.heading() != "The wet step":
        turn(one, 1)
        seconds += 1
        assert seconds < 600
        if one.heading() == "Bus stop, 6.40":
            sight = words_in_sight(one)  # by now perhaps of the next slide, which has no numbers
            read += [word for word in sight if word.isdecimal() and word not in read]
    assert read == caption.split()
    assert seconds > 90


def test_a_long_urdu_caption_is_read_to_its_end_from_right_to_left(kiosk, print_with):  # noqa: F811
    caption = " ".join(f"سطر{number}" for number in range(500))
    folder = print_with(caption=caption, caption_language="ur", language="ur")
    one = kiosk(folder=folder)
    to_the_photograph(one, "ArrowLeft")
    assert read_through(one, "ArrowLeft") == caption.split()


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_a_long_title_stands_whole_on_the_screen_with_its_question(
    kiosk,  # noqa: F811
    print_with,
    width,
    height,
):
    folder = print_with(title=TITLE)
    one = kiosk(folder=folder, width=width, height=height)
    for part in (".slide__heading", ".slide__credit", "img"):
        assert in_sight(one, part), part
    assert words_in_sight(one)


def test_a_long_title_leaves_the_cover_in_balance(screen, print_with):  # noqa: F811
    page = screen(print_with(title=TITLE)).open("index.html")
    title = page.locator("h1")
    assert title.bounding_box()["height"] < 450
    assert page.get_by_role("link", name="See the photographs").bounding_box()["y"] < 700


def test_the_type_of_a_title_shrinks_with_its_letters_and_with_its_longest_word():
    assert title_size("Beyond the Ballot Box") == ""
    assert title_size("A neighbourhood") == "long"
    assert title_size(TITLE) == "very-long"
    assert title_size("") == ""


def test_the_words_beside_one_photograph_begin_at_one_side(screen, print_with):  # noqa: F811
    folder = print_with(caption="آگے " * 60, caption_language="ur", label="Said by us.")
    page = screen(folder).open("photographs/k3v9q2ab.html")
    sides = page.evaluate(
        """[...document.querySelectorAll('figcaption :is(h1, .caption, .label, .credit)')]
          .map(e => {
            const all = document.createRange();
            all.selectNodeContents(e);
            return Math.round(all.getBoundingClientRect().right / 8);
          })"""
    )
    assert len(sides) == 4 and len(set(sides)) == 1


def test_the_words_of_one_slide_begin_at_one_side(kiosk, print_with):  # noqa: F811
    one = kiosk(folder=print_with(caption="آگے " * 60, caption_language="ur"))
    to_the_photograph(one)
    sides = one.page.evaluate(
        """[...document.querySelectorAll('.slide.is-in .slide__words :is(h1, p)')]
          .filter(e => e.closest('.slide') === document.querySelector('.stage').lastChild)
          .map(e => getComputedStyle(e).textAlign)"""
    )
    assert set(sides) == {"right"}
