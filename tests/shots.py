"""Pictures of every page, on a phone and on a desk, from the demonstration: ``make shots``.

Each page is also read by axe, and the run fails where it finds something.  The pictures for the
README are written to ``docs/pictures/``.
"""

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from photovoice import create_app, schema
from photovoice.accounts import operations as accounts
from photovoice.accounts.models import Person
from photovoice.archive import speaking
from photovoice.archive.models import Photograph
from photovoice.config import Config
from photovoice.consent import queries as consent
from photovoice.consent.models import Withdrawal
from photovoice.demo import load
from photovoice.exhibition.models import Exhibition
from photovoice.jobs.operations import perform_all
from photovoice.printing import operations as printing
from photovoice.printing.models import Postcard, PrintFile
from photovoice.projects import addresses
from tests import sounds
from tests.find_browser import FLAGS, find_browser

OUT = Path("shots")
README = Path("docs/pictures")
SIZES = {"phone": (360, 740), "desk": (1280, 860)}
P = "/projects/beyond-the-ballot-box"
X = f"{P}/exhibitions/beyond-the-ballot-box"
G = "/exhibitions/beyond-the-ballot-box"


@dataclass(frozen=True)
class Shot:
    """One page: what to call it, its address, and who looks at it."""

    name: str
    address: str
    who: str = "Ruth Ashdown"
    readme: bool = False
    status: int = 200
    language: str = "en"


def shots(numbers: dict[int, int]) -> list[Shot]:
    """Every page there is; ``numbers`` are photograph ids by their number in the demonstration."""
    bus, urdu, chair, odell = numbers[21], numbers[5], numbers[40], numbers[31]
    own = numbers[1]
    visitor = ""
    return [
        Shot("welcome", "/", visitor),
        Shot("sign-in", "/sign-in", visitor),
        Shot("card", "/card", visitor),
        Shot("signed-out", "/signed-out", visitor),
        Shot("certificate", "/certificate", visitor),
        Shot("withdraw", "/withdraw", visitor),
        Shot("not-here", "/nowhere", visitor, status=404),
        Shot("gallery", f"{G}/1/", visitor, readme=True),
        Shot("gallery-section", f"{G}/1/sections/1.html", visitor),
        Shot("gallery-photograph", f"{G}/photographs/{{bus}}", visitor),
        Shot("gallery-urdu", f"{G}/photographs/{{urdu}}", visitor),
        Shot("gallery-nowhere", f"{G}/photographs/aaaaaaaa", visitor, status=404),
        Shot("kiosk", f"{G}/1/kiosk/", visitor),
        Shot("my-projects", "/"),
        Shot("account", "/account"),
        Shot("answers", "/answers", "Pat Dooley"),
        Shot("no-network", "/no-network", "Pat Dooley"),
        Shot("who-may-do-what", "/who-may-do-what"),
        Shot("start-project", "/projects/new"),
        Shot("project", f"{P}/", readme=True),
        Shot("settings", f"{P}/settings"),
        Shot("address", f"{P}/address"),
        Shot("backups", f"{P}/backups"),
        Shot("removed", f"{P}/removed"),
        Shot("withdrawals", f"{P}/withdrawals"),
        Shot("people", f"{P}/people"),
        Shot("phones", f"{P}/phones"),
        Shot("record", f"{P}/record"),
        Shot("limits", f"{P}/limits"),
        Shot("contribute", f"{P}/contribute", "Pat Dooley", readme=True),
        Shot("sheet", f"{P}/photographs/", readme=True),
        Shot("sheet-researcher", f"{P}/photographs/", "Pat Dooley"),
        Shot("search", f"{P}/search?q=bus"),
        Shot("search-nothing", f"{P}/search?q=zebra"),
        Shot("photograph", f"{P}/photographs/{bus}", readme=True),
        Shot("photograph-urdu", f"{P}/photographs/{urdu}"),
        Shot("photograph-withdrawn", f"{P}/photographs/{chair}"),
        Shot("photograph-words", f"{P}/photographs/{bus}/words"),
        Shot("photograph-speak", f"{P}/photographs/{urdu}/speak"),
        Shot("photograph-transcript", f"{P}/photographs/{bus}/voice/transcript"),
        Shot("photograph-remove-voice", f"{P}/photographs/{bus}/voice/remove"),
        Shot("people-pictured", f"{P}/photographs/{odell}/people"),
        Shot("release", f"{P}/photographs/{own}/release", "Pat Dooley"),
        Shot("release-of", f"{P}/photographs/{odell}/people/{{pictured}}/release"),
        Shot("said", f"{P}/photographs/{own}/said", "Pat Dooley"),
        Shot("said-by", f"{P}/photographs/{odell}/people/{{pictured}}/said"),
        Shot("slips", f"{P}/photographs/{odell}/slips"),
        Shot("take-back", f"{P}/photographs/{odell}/releases/{{release}}/withdraw"),
        Shot("taken-back", f"{P}/photographs/{chair}/releases/{{withdrawn}}/withdrawn"),
        Shot("cover", f"{P}/photographs/{odell}/cover"),
        Shot("findings", f"{P}/photographs/{bus}/findings"),
        Shot("sessions", f"{P}/workshop/", "Gwen Tully"),
        Shot("open-session", f"{P}/workshop/new", "Gwen Tully"),
        Shot("session", f"{P}/workshop/1", "Gwen Tully"),
        Shot("look", f"{P}/workshop/1/photographs/{bus}", "Gwen Tully", readme=True),
        Shot("guide", f"{P}/guides/1", "Gwen Tully"),
        Shot("themes", f"{P}/themes/"),
        Shot("theme", f"{P}/themes/looking-after"),
        Shot("theme-words", f"{P}/themes/looking-after/words"),
        Shot("selection", f"{P}/selection/"),
        Shot("exhibitions", f"{P}/exhibitions/", "Noor Malik"),
        Shot("start-exhibition", f"{P}/exhibitions/new", "Noor Malik"),
        Shot("light-table", X, "Noor Malik", readme=True),
        Shot("exhibition-words", f"{X}/words", "Noor Malik"),
        Shot("section-words", f"{X}/sections/1", "Noor Malik"),
        Shot("label", f"{X}/panels/4", "Noor Malik"),
        Shot("tour", f"{X}/tour", "Noor Malik"),
        Shot("book", f"{X}/book/", "Noor Malik"),
        Shot("postcards", f"{X}/postcards/", "Noor Malik"),
        Shot("card-words", f"{X}/postcards/{{card}}/words", "Noor Malik"),
        Shot("print-file", f"{X}/postcards/files/{{file}}", "Noor Malik"),
        Shot("publish", f"{X}/publish", "Noor Malik"),
        Shot("edition", f"{X}/editions/1", "Noor Malik"),
        Shot("language", "/language", visitor),
        Shot("rtl-welcome", "/", visitor, language="ur"),
        Shot("rtl-card", "/card", visitor, language="ur"),
        Shot("rtl-withdraw", "/withdraw", visitor, language="ur"),
        Shot("rtl-contribute", f"{P}/contribute", "Pat Dooley", language="ur"),
        Shot("rtl-sheet", f"{P}/photographs/", "Pat Dooley", language="ur"),
        Shot("rtl-photograph", f"{P}/photographs/{own}", "Pat Dooley", language="ur"),
        Shot("rtl-words", f"{P}/photographs/{own}/words", "Pat Dooley", language="ur"),
        Shot("rtl-people", f"{P}/photographs/{own}/people", "Pat Dooley", language="ur"),
        Shot("rtl-release", f"{P}/photographs/{own}/release", "Pat Dooley", language="ur"),
    ]


@contextmanager
def demonstration(home: Path, *, size: str = "full") -> Iterator[tuple[str, object]]:
    """The demonstration, loaded where it is not yet, and served; its address and its house."""
    app = create_app(Config(home=home, public_url="http://127.0.0.1"))
    house = app.extensions["photovoice"]
    schema.upgrade(house.database)
    with app.app_context():
        load.load(house, size=size)
        with house.database.transaction() as session:
            url = house.config.public_url
            addresses.say_address(session, url, house.config, by=None, only_near=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}", house
    finally:
        server.shutdown()
        house.close()


def numbered(house) -> dict[int, Photograph]:
    """The demonstration's photographs by their number."""
    with house.database.session(writes=False) as session:
        return load.by_number(session)


def parts(house, photographs: dict[int, Photograph]) -> dict[str, str]:
    """What else stands in addresses: editions' references, somebody pictured, an answer, a card."""
    odell = photographs[31].id
    with house.database.session(writes=False) as session:
        photograph = session.get_one(Photograph, odell)
        return {
            "bus": load.short_ref_of(photographs[21].uid),
            "urdu": load.short_ref_of(photographs[5].uid),
            "pictured": str(consent.people_in(session, photograph)[0].id),
            "release": str(consent.releases_for(session, photograph)[-1].id),
            "withdrawn": str(session.scalars(select(Withdrawal.release_id)).first()),
            "card": str(session.scalars(select(Postcard.id).order_by(Postcard.id)).first()),
            "file": str(session.scalars(select(PrintFile.id)).first()),
        }


def spoken_of(house, photograph: Photograph) -> None:
    """Let a photograph of the demonstration be spoken of, where it is not yet."""
    with house.app.app_context(), house.database.transaction() as session:
        photograph = session.get_one(Photograph, photograph.id)
        note = speaking.receive_voice(house, session, photograph, sounds.webm(42), by=None)
        said = "They took off the 6.40, so we counted. Every day for a month, out loud."
        speaking.say_transcript(session, note, said, by=None, language="en")


def print_cards(house) -> None:
    """Let the postcards be printed, where they are not yet."""
    with house.app.app_context():
        with house.database.transaction() as session:
            exhibition = session.scalars(select(Exhibition)).first()
            if not session.scalars(select(PrintFile)).first():
                printing.ask_for_file(session, exhibition, "a4", "long", by=None)
        perform_all(house)


def entered(browser: Browser, house, root: str, name: str, size: str, language: str = "en") -> Page:
    """A page of a size, in a language, signed in as somebody, or as nobody for an empty name."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == "phone" else 1,
        reduced_motion="reduce",
        locale="en-GB" if language == "en" else language,
    )
    page = context.new_page()
    if name:
        with house.app.app_context(), house.database.transaction() as session:
            person = session.scalars(select(Person).where(Person.name == name)).one()
            person.language = language
            _card, words = accounts.make_card(session, person, house.config, by=None)
        page.goto(f"{root}/card")
        page.fill("input[name=words]", words)
        page.click("main button[type=submit]")
        page.wait_for_load_state("networkidle")
    return page


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, a line each."""
    lines = []
    for one in Axe().run(page).response["violations"]:
        places = ", ".join(str(node["target"]) for node in one["nodes"][:3])
        lines.append(f"{one['id']}: {one['help']} ({places})")
    return lines


def main(wanted: list[str]) -> int:
    """Take the pictures, of all pages or of those named; the number of pages axe complains of."""
    browser_path = find_browser()
    if browser_path is None:
        print("No Chromium or Chrome was found, so no pictures could be taken.")
        return 1
    home = os.environ.get("PHOTOVOICE_SHOTS_HOME")
    OUT.mkdir(exist_ok=True)
    bad = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(home or folder)) as (root, house),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(browser_path), args=FLAGS)
        photographs = numbered(house)
        spoken_of(house, photographs[21])
        print_cards(house)
        refs = parts(house, photographs)
        pages = shots({number: one.id for number, one in photographs.items()})
        chosen = [shot for shot in pages if not wanted or shot.name in wanted]
        for who, language in dict.fromkeys((shot.who, shot.language) for shot in chosen):
            for size in SIZES:
                page = entered(browser, house, root, who, size, language)
                for shot in (s for s in chosen if (s.who, s.language) == (who, language)):
                    bad += _take(page, shot, root, refs, size)
                page.context.close()
        browser.close()
    return 1 if bad else 0


def _take(page: Page, shot: Shot, root: str, refs: dict[str, str], size: str) -> bool:
    answer = page.goto(root + shot.address.format(**refs))
    page.wait_for_load_state("networkidle")
    _scroll_through(page)
    path = OUT / f"{shot.name}-{size}.png"
    page.screenshot(path=path, full_page=shot.name != "kiosk")
    if shot.readme:
        README.mkdir(parents=True, exist_ok=True)
        if (size == "phone") == (shot.name == "contribute"):
            page.screenshot(
                path=README / f"{shot.name}.jpg", type="jpeg", quality=80, full_page=False
            )
    wrong = violations(page)
    if answer is None or answer.status != shot.status:
        wrong.append(f"it answers {answer and answer.status} instead of {shot.status}")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        wrong.append(f"the page is {width} px wider than the screen")
    print(f"{shot.name} ({size}): {'; '.join(wrong) or 'fine'}")
    return bool(wrong)


def _scroll_through(page: Page) -> None:
    """Let pictures further down load, and go back up."""
    page.evaluate(
        """async () => {
          for (const image of document.images) image.loading = "eager";
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            scrollTo(0, y); await new Promise(r => setTimeout(r, 20));
          }
          scrollTo(0, 0);
          const late = new Promise(r => setTimeout(r, 10000));
          await Promise.race([late, Promise.allSettled([...document.images].map(i => i.decode()))]);
        }"""
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
