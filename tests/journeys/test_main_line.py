"""From a phone to a wall and off it again: six people, one project, in a real browser."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.factories import picture_bytes
from tests.journeys.conftest import PASSWORD

PROJECT = "/projects/our-street"


@pytest.fixture
def people(site, window):
    """A project started by its steward in the browser, and a card for everybody in it."""
    page = window()
    page.goto("/sign-in")
    page.fill("#email", "ruth@demo.example")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Start a project").click()
    page.get_by_label("What is the project called?").fill("Our Street")
    page.get_by_label("What are the community researchers asked?").fill("What do you do here?")
    page.get_by_label("Which organisations take part?").fill("Lock Street Neighbours")
    page.get_by_text("Which languages does the group use?").first.click()
    page.get_by_label("English", exact=True).check()
    page.get_by_role("button", name="Start the project").click()
    parts = {"Marlene": "researcher", "Gwen": "facilitator", "Noor": "curator"}
    for name, part in parts.items():
        page.get_by_label("What are they called?").fill(name)
        page.get_by_label("What do they do in the project?").select_option(part)
        page.get_by_label("How do they want to be credited?").select_option("first")
        page.get_by_role("button", name="Bring them in").click()
    page.get_by_role("button", name="Make cards for all who have none").click()
    cards = page.locator(".access-card")
    found = {}
    for card in cards.all():
        name = card.locator(".access-card__name").inner_text()
        found[name] = card.locator(".access-card__secret").inner_text()
    assert parts.keys() <= found.keys()
    return found


def enter_by_card(page: Page, words: str) -> None:
    """Open the address in the square on a card."""
    page.goto(f"/card#{words.replace(' ', '-')}")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert "#" not in page.url and words.split()[0] not in page.url


def choose_photographs(page: Page, names: list[str]) -> None:
    """Choose pictures on the phone; the first asks for its words at once."""
    page.goto(f"{PROJECT}/contribute")
    files = [
        {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes(seed)}
        for seed, name in enumerate(names, start=50)
    ]
    page.locator("input[data-pick][multiple]").set_input_files(files)


def describe(page: Page, title: str, caption: str) -> None:
    """Say something about the photograph on the screen."""
    page.get_by_label("What is going on here, in your words?").fill(caption)
    page.get_by_label("A title").fill(title)
    page.get_by_role("button", name="Next: who is in it?").click()


def answer(page: Page, *, no: tuple[str, ...] = (), unanswered: bool = False) -> None:
    """Answer every use on the screen, or leave them all open, and what is asked besides."""
    page.locator("input[name=use_workshop]").first.wait_for()  # forcing waits for nothing
    if not unanswered:
        for use in "workshop research exhibition web print press archive".split():
            value = "no" if use in no else "yes"
            page.locator(f"input[name=use_{use}][value={value}]").check(force=True)
    for name, value in (("credit", "first"), ("faces", "as_they_are")):
        if page.locator(f"input[name={name}][value={value}]").count():
            page.locator(f"input[name={name}][value={value}]").check(force=True)
    if page.locator("input[name=limits_explained]").count():
        page.locator("input[name=limits_explained]").check(force=True)


def write_down(page: Page) -> str:
    """Write an answer down; the words on the slip come back."""
    page.get_by_role("button", name="Write this down").click()
    return page.locator(".slip__words").first.inner_text()


def name_somebody(page: Page, label: str) -> None:
    """Name one person in the photograph on the screen, and go on to what may be done with it."""
    page.get_by_label("What do you call them?").fill(label)
    page.get_by_role("button", name="Add this person").click()
    expect(page.locator("[data-named]")).to_contain_text(label)
    page.get_by_role("button", name="Next: what may be done with it").click()


def status_of(url: str) -> int:
    """What the server answers, without following anything."""
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as answered:
        return answered.code


@pytest.mark.parametrize("width", [360])
def test_from_a_phone_to_a_wall_and_off_it_again(site, window, people, width):
    slip = _a_researcher_adds_three(window(width, 740), people["Marlene"])
    numbers = _a_facilitator_records_a_session(window(), people["Gwen"])
    _a_curator_hangs_and_publishes(window(), people["Noor"], numbers)
    gone = _a_visitor_walks_through(window(), site)
    _the_person_pictured_takes_it_back(window(width, 740), slip)
    _nothing_of_it_is_left(window(), site, gone)


def _a_researcher_adds_three(page: Page, words: str) -> str:
    enter_by_card(page, words)
    choose_photographs(page, ["kettle", "bus", "chair"])
    for title in ("The second kettle", "Bus stop", "My chair"):
        describe(page, title, f"What I have to say about {title}.")
        if title == "Bus stop":
            name_somebody(page, "Woman under the umbrella")
        elif title == "My chair":
            name_somebody(page, "Jean, at the window")
        else:
            page.get_by_role("button", name="Nobody can be recognised").click()
        answer(page)
        page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_text("Everything is received and safe.")).to_be_visible()
    bus = page.locator("[data-rows] > li", has_text="Bus stop")
    bus.get_by_role("link", name="Its page").click()
    page.goto(f"{page.url}/people")
    page.get_by_role("link", name="Their answer").click()
    answer(page)
    slip = write_down(page)
    page.goto(f"{PROJECT}/photographs/")
    expect(page.locator(".tile")).to_have_count(3)
    return slip


def _a_facilitator_records_a_session(page: Page, words: str) -> dict[str, str]:
    enter_by_card(page, words)
    page.goto(f"{PROJECT}/themes/")
    page.get_by_label("What is the theme called?").fill("Turning up")
    page.get_by_label("What does the group say about it?").fill("Most of it is being there.")
    page.get_by_role("button", name="Write it down").click()
    page.goto(f"{PROJECT}/workshop/new")
    page.get_by_label("What shall it be called?").fill("Saturday")
    page.get_by_role("button", name="Open it").click()
    page.locator("label.choose__one", has_text="Bus stop").click()
    page.get_by_role("button", name="Put the ticked ones before the group").click()
    page.get_by_role("link", name=re.compile("Bus stop")).first.click()
    first = page.locator(".question").first
    first.locator("textarea").fill("Five people and not enough umbrella.")
    first.locator("input[name=label]").fill("somebody in the room")
    first.get_by_role("button", name="Write it down").click()
    expect(page.locator(".answer__text").first).to_have_text("Five people and not enough umbrella.")
    page.get_by_role("link", name="Words and themes").click()
    page.get_by_label("Add words").fill("rain, the 6.40")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".tag")).to_have_count(2)
    page.get_by_label("Why?").fill("They stood there every day.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("They stood there every day.")).to_be_visible()
    numbers = {}
    page.goto(f"{PROJECT}/photographs/")
    addresses = {
        tile.locator(".tile__title").inner_text(): tile.locator("a").first.get_attribute("href")
        for tile in page.locator(".tile").all()
    }
    for title, address in addresses.items():
        page.goto(address)
        page.get_by_role("button", name="Put it forward for the exhibition").click()
        expect(page.get_by_role("button", name="No longer put forward")).to_be_visible()
        numbers[title] = address.rsplit("/", 1)[1]
    return numbers


def _a_curator_hangs_and_publishes(page: Page, words: str, numbers: dict[str, str]) -> None:
    enter_by_card(page, words)
    page.goto(f"{PROJECT}/exhibitions/new")
    page.get_by_label("What is the exhibition called?").fill("Our Street")
    page.get_by_role("button", name="Start it").click()
    page.wait_for_url("**/exhibitions/our-street")
    builder = page.url
    for title in ("The second kettle", "Bus stop"):
        page.get_by_role("button", name=f"Hang “{title}” in “Turning up”").click()
        expect(page.locator(".panel", has_text=title)).to_be_visible()
    page.get_by_role("button", name="Hang “My chair” in “Turning up”").click()
    expect(page.locator("main")).to_contain_text("not cleared")
    expect(page.locator("main")).to_contain_text("Jean, at the window")
    page.goto(f"{PROJECT}/photographs/{numbers['My chair']}/people")
    page.get_by_role("link", name="Their answer").click()
    answer(page)
    write_down(page)
    page.goto(builder)
    page.get_by_role("button", name="Hang “My chair” in “Turning up”").click()
    expect(page.locator(".panel")).to_have_count(3)
    page.locator(".panel").nth(2).get_by_role("button", name="Earlier").click()
    expect(page.locator(".panel").nth(1)).to_contain_text("My chair")
    page.get_by_role("link", name="Publish").first.click()
    page.get_by_role("button", name="Publish the first edition").click()
    expect(page.get_by_role("link", name="See it as visitors do")).to_be_visible()


def _a_visitor_walks_through(page: Page, site) -> str:
    page.goto("/exhibitions/our-street/")
    assert page.url.endswith("/exhibitions/our-street/1/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Our Street")
    page.goto("/exhibitions/our-street/1/sections/1.html")
    page.get_by_role("link", name=re.compile("Bus stop")).first.click()
    page.wait_for_url("**/photographs/*")
    expect(page.get_by_text("What I have to say about Bus stop.")).to_be_visible()
    expect(page.locator("main img").first).to_have_js_property("complete", True)
    gone = page.url
    picture = page.locator("main img").first.evaluate("image => image.currentSrc || image.src")
    page.goto("/exhibitions/our-street/kiosk/")
    expect(page.locator("body")).to_contain_text("Our Street")
    for _slide in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_contain_text(re.compile("kettle|chair|Bus stop"))
    assert status_of(picture) == 200
    site.picture = picture
    return gone


def _the_person_pictured_takes_it_back(page: Page, slip: str) -> None:
    page.goto("/withdraw")
    page.locator("textarea[name=words], input[name=words]").first.fill(slip.upper())
    page.get_by_role("button", name="Show me what it is for").click()
    expect(page.get_by_role("heading", name="Is this the one?")).to_be_visible()
    page.get_by_role("button", name="Take it back now").click()
    expect(page.locator("main")).not_to_contain_text("Is this the one?")


def _nothing_of_it_is_left(page: Page, site, gone: str) -> None:
    assert status_of(gone) == 410
    assert status_of(site.picture) == 410
    for _try in range(300):
        page.goto("/exhibitions/our-street/")
        if page.url.endswith("/2/"):
            break
        page.wait_for_timeout(200)
    assert page.url.endswith("/exhibitions/our-street/2/")
    page.goto("/exhibitions/our-street/2/sections/1.html")
    expect(page.locator("body")).to_contain_text("The second kettle")
    expect(page.locator("body")).not_to_contain_text("Bus stop")
    ref = gone.rsplit("/", 1)[1].removesuffix(".html")
    assert status_of(f"{site.url}/exhibitions/our-street/photographs/{ref}") == 410
    folder = site.home / "exhibitions" / "our-street"
    assert not (folder / "1").exists()
    assert ref not in (folder / "2" / "manifest.json").read_text()
