"""What nobody published is not public: an edition shows what a curator saw and released."""

import json
import re

import pytest

from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.developing import develop
from photovoice.archive.queries import voice
from photovoice.archive.speaking import say_transcript
from photovoice.consent import operations as consent
from photovoice.db import today
from photovoice.exhibition import content, operations, press
from photovoice.gallery import operations as book
from photovoice.gallery import state
from photovoice.gallery.queries import responses
from photovoice.jobs.models import Job
from photovoice.projects.models import Organisation
from photovoice.workshop import operations as workshop

MAY_DIFFER = (
    r"<p>Edition \d+, published on .*</p>",
    r'.*"rail__valid">Edition \d+ .*',
    r".*<p>Edition \d+, published on [^<]*Valid until.*",
    r'.*<p class="facts">Photograph \d+ of \d+</p>',
    r'.*<p class="small">\d+ photographs?</p>',
)
"""Lines of a page that tell the edition's number and its dates, and how many photographs hang."""


def folder_of(house, exhibition, number):
    return house.config.exhibitions_folder / exhibition.slug / str(number)


def manifest(house, exhibition, number):
    return json.loads((folder_of(house, exhibition, number) / "manifest.json").read_text())


def sign(house, exhibition):
    return state.read(house.config.exhibitions_folder / exhibition.slug)


@pytest.fixture
def told(make, session, house, work):
    """An exhibition in which everything that can have words has some, published as edition 1."""
    project = make.the_project
    project.line, project.help = "By neighbours", "Ring 0161 496 0000."
    project.visitor_questions = ["What would help?"]
    session.add(Organisation(project=project, name="Cut Side Neighbours"))
    photographs = [
        make.photograph(
            cleared=True, title=f"Picture {n}", caption=f"Caption {n}", place=f"Street {n}",
            alternative_text=f"Looks like {n}",
        )
        for n in range(4)
    ]  # fmt: skip
    make.voice_note(photographs[0], transcript="What I said", transcript_language="en")
    exhibition = make.exhibition(
        photographs=photographs[:2], title="Beyond the box", introduction="Come in."
    )
    first = exhibition.sections[0]
    first.text, first.theme = "What we found.", make.theme(statement="A statement")
    workshop.read_otherwise(session, first.theme, "I see it otherwise.", by=None)
    second = operations.add_section(session, exhibition, "Second room", by=None, text="More.")
    for photograph in photographs[2:]:
        operations.hang(session, second, photograph, by=None, on=today(), label="A label")
    operations.add_stop(
        session, exhibition, by=None, venue="Library", address="Mill Street", opens_on=today()
    )
    stop = exhibition.stops[0] if exhibition.stops else None
    book.write_in_book(
        session, exhibition, "Pay the caretaker.", by=None, question="What would help?",
        stop=stop, is_shown=True,
    )  # fmt: skip
    session.commit()
    session.refresh(exhibition)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    return exhibition


def change_everything_that_has_words(session, exhibition):
    """Give everything another text, hang things elsewhere, and publish none of it."""
    project, (first, second) = exhibition.project, exhibition.sections
    project.name, project.question, project.line = "Otherwise", "Another question?", "Another line"
    project.help, project.visitor_questions = "Ask nobody.", ["Something else?"]
    project.organisations[0].name = "Another body"
    operations.change(
        session, exhibition, by=None, title="Not ready", introduction="Not ready either.",
        accent="#3b3631", language="cy",
    )  # fmt: skip
    operations.change(session, first, by=None, title="Another room", text="Another sentence.")
    workshop.change_theme(
        session, first.theme, by=None, name="Otherwise", statement="Another sentence"
    )
    workshop.read_otherwise(session, first.theme, "So do I, since.", by=None)
    note = voice(session, first.panels[0].photograph)
    say_transcript(session, note, "Typed otherwise", by=None)
    for section in exhibition.sections:
        for panel in section.panels:
            operations.change(session, panel, by=None, label="Another label")
            archive.describe(
                session, panel.photograph, by=None, title="Another title",
                caption="Another caption", place="Elsewhere",
                alternative_text="Another look", taken_on=today(),
            )  # fmt: skip
    operations.move_section(session, second, 0, by=None)
    operations.move_panel(session, first.panels[0], first, 1, by=None)
    operations.change(session, exhibition.stops[0], by=None, venue="Town hall", note="Soup")
    operations.add_stop(session, exhibition, by=None, venue="Café", opens_on=today())
    book.write_in_book(session, exhibition, "More chairs.", by=None, is_shown=True)
    session.commit()


def test_an_edition_made_by_itself_differs_from_the_one_before_in_one_photograph_alone(
    told, session, house, work
):
    leaving = told.sections[1].panels[1].photograph
    before = folder_of(house, told, 1)
    first = {p.relative_to(before): p.read_bytes() for p in before.rglob("*") if p.is_file()}
    words = manifest(house, told, 1)
    change_everything_that_has_words(session, told)
    consent.withdraw_person(session, leaving, by=None)
    work()
    session.expire_all()
    (ref,) = [one.ref for one in told.editions[0].photographs if one.photograph_id == leaving.id]
    after = folder_of(house, told, 2)
    second = {p.relative_to(after): p.read_bytes() for p in after.rglob("*") if p.is_file()}

    now = manifest(house, told, 2)
    (left,) = [one for one in words["sections"][1]["panels"] if one["ref"] == ref]
    words["sections"][1]["panels"].remove(left)
    words["exhibition"]["credits"].remove(left["credit"])
    words["edition"] |= {"number": 2}
    assert now == words

    theirs = {path for path in first if ref in path.name}
    theirs |= {path for path in first if f"pictures/{path.name}" in json.dumps(left)}
    assert set(first) - set(second) == theirs and not set(second) - set(first)
    for path in sorted(set(second)):
        if path.suffix == ".html":
            assert without(first[path], left, ref) == without(second[path], left, ref), path
        elif path.suffix not in {".html", ".json"} and path.name not in {"data.js", "accent.css"}:
            assert first[path] == second[path], path
    everything = b"".join(second.values()).decode(errors="replace")
    for draft in ("Otherwise", "Another", "Not ready", "Typed otherwise", "Elsewhere", "Town hall",
                  "Café", "More chairs", "So do I", "Soup", "Something else?"):  # fmt: skip
        assert draft not in everything, draft


def without(page, left, ref):
    """The lines of a page, but for a photograph's own and those that may differ by their number."""
    text = page.decode()
    text = re.sub(rf'(?s)<figure class="panel[^"]*" id="{ref}">.*?</figure>', "", text)
    text = re.sub(rf'<img class="p-{ref}.*?>', "", text)
    text = re.sub(r'(?s)<nav class="turn".*?</nav>', "", text)  # the one before, the next one
    text = text.replace(f"<li><bdi>{left['credit']}</bdi></li>", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [one for one in lines if not any(re.fullmatch(may, one) for may in MAY_DIFFER)]


def test_what_it_says_is_frozen_when_publish_is_pressed_not_when_it_is_made(
    make, session, house, work
):
    photograph = make.photograph(cleared=True, caption="As the curator saw it")
    exhibition = make.exhibition(photographs=[photograph])
    session.refresh(exhibition)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    archive.describe(session, photograph, by=None, caption="A moment later")
    work()
    (panel,) = manifest(house, exhibition, 1)["sections"][0]["panels"]
    assert panel["caption"] == "As the curator saw it"


def test_what_was_taken_down_but_not_published_hangs_on(told, session, house, work):
    leaving, down = (told.sections[1].panels[at].photograph for at in (0, 1))
    operations.take_down(session, told.sections[1].panels[1], by=None)
    operations.remove_section(session, told.sections[0], by=None)
    consent.withdraw_person(session, leaving, by=None)
    work()
    titles = [p["title"] for s in manifest(house, told, 2)["sections"] for p in s["panels"]]
    assert titles == ["Picture 0", "Picture 1", down.title]


def test_an_edition_from_before_contents_were_kept_is_read_from_its_folder(
    told, session, house, work
):
    words = manifest(house, told, 1)
    session.refresh(told.editions[0])
    told.editions[0].content = None
    change_everything_that_has_words(session, told)
    leaving = told.sections[0].panels[0].photograph
    consent.withdraw_person(session, leaving, by=None)
    work()
    now = manifest(house, told, 2)
    assert now["exhibition"]["title"] == words["exhibition"]["title"]
    assert now["sections"][0] == words["sections"][0]
    assert now["responses"] == words["responses"] and now["stops"] == words["stops"]
    assert len(now["sections"][1]["panels"]) == 1


def test_without_a_folder_it_is_made_from_the_rows_and_shows_no_more_photographs(
    told, make, session, house, work
):
    session.refresh(told.editions[0])
    told.editions[0].content = None
    (folder_of(house, told, 1) / "manifest.json").unlink()
    since = make.photograph(cleared=True, title="Not ready yet")
    operations.hang(session, told.sections[0], since, by=None, on=today())
    consent.withdraw_person(session, told.sections[0].panels[0].photograph, by=None)
    work()
    panels = [p["title"] for s in manifest(house, told, 2)["sections"] for p in s["panels"]]
    assert panels == ["Picture 1", "Picture 2", "Picture 3"]


# Covering.


def refs(house, exhibition):
    live = sign(house, exhibition).live
    sections = manifest(house, exhibition, live)["sections"]
    return [panel["ref"] for section in sections for panel in section["panels"]]


def test_a_photograph_covered_while_it_hangs_hangs_again_once_its_covered_copy_is_ready(
    told, session, house, work
):
    photograph = told.sections[0].panels[0].photograph
    before, renditions = refs(house, told), {r.sha256[:16] for r in photograph.renditions}
    archive.redact(session, photograph, [Box(0.1, 0.1, 0.2, 0.2)], by=None)
    later = session.query(Job).filter_by(name="archive.develop").order_by(Job.id.desc()).first()
    session.delete(later)  # as where several work at once: the copy is ready after the edition
    work()
    assert len(refs(house, told)) == len(before) - 1
    assert sign(house, told).live == 2
    number = photograph.id
    session.commit()
    develop(house, number)
    work()
    assert refs(house, told) == before and sign(house, told).live == 3
    assert [one.reason for one in told.editions] == ["published", "covering", "covering"]
    pictures = {path.name[:16] for path in (folder_of(house, told, 3) / "pictures").iterdir()}
    assert not pictures & renditions


def test_the_only_photograph_comes_back_covered(make, session, house, work, published):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    archive.redact(session, photograph, [Box(0.1, 0.1, 0.2, 0.2)], by=None)
    session.commit()
    session.refresh(exhibition)
    waiting = exhibition.editions[1]
    session.commit()
    press.publish(house, waiting.id, render=house.render_edition, responses=house.responses)
    assert sign(house, exhibition).live is None
    work()
    assert sign(house, exhibition).live == 3 and len(refs(house, exhibition)) == 1


def test_that_nothing_is_covered_any_more_is_for_a_curator_to_publish(told, session, house, work):
    photograph, leaving = (told.sections[at].panels[0].photograph for at in (0, 1))
    archive.redact(session, photograph, [Box(0.1, 0.1, 0.2, 0.2)], by=None)
    work()
    whole = {r.sha256[:16] for r in photograph.renditions if not r.redacted}
    archive.redact(session, photograph, [], by=None)
    work()
    assert sign(house, told).live == 2, "it stays as it hangs"
    consent.withdraw_person(session, leaving, by=None)
    work()
    pictures = {path.name[:16] for path in (folder_of(house, told, 3) / "pictures").iterdir()}
    assert not pictures & whole


# Why it was made.


def test_it_says_truly_why_it_was_made(told, make, session, house, work, curator):
    photograph = told.sections[0].panels[0].photograph
    from photovoice.projects.models import Credit

    make.release(photograph, credit=Credit.NONE)
    work()
    assert told.editions[-1].reason == "credit"
    expiring = told.sections[0].panels[1].photograph
    from datetime import timedelta

    make.release(expiring, expires_on=today() - timedelta(days=1))
    work()
    assert told.editions[-1].reason == "expiry"
    client = curator()
    page = client.get(f"/projects/{told.project.slug}/exhibitions/{told.slug}/publish").text
    assert "consent back" not in page
    assert "somebody is named otherwise" in page and "a consent ran out" in page


def test_a_curators_edition_waiting_is_not_overtaken_by_older_content(told, session, house, work):
    operations.change(session, told, by=None, title="The new title")
    operations.ask_to_publish(session, told, by=None, on=today())
    consent.withdraw_person(session, told.sections[0].panels[0].photograph, by=None)
    work()
    live = manifest(house, told, sign(house, told).live)
    assert live["exhibition"]["title"] == "The new title"
    assert sum(len(section["panels"]) for section in live["sections"]) == 3


def test_what_is_kept_with_an_edition_never_leaves_the_house(told, house, session):
    frozen = content.of(house, session, told.editions[0])
    assert all(panel["photograph"] for panel in content.panels(frozen))
    text = (folder_of(house, told, 1) / "manifest.json").read_text()
    for key in ('"id"', '"person"', '"photograph"', '"rested_on"', "frozen_at"):
        assert key not in text


# Beforehand.


def test_the_page_says_beforehand_what_publishing_changes(told, make, session, curator):
    client = curator()
    address = f"/projects/{told.project.slug}/exhibitions/{told.slug}/publish"
    session.commit()
    assert "Nothing: what hangs is what visitors see already." in client.get(address).text
    down = told.sections[1].panels[1]
    change_everything_that_has_words(session, told)
    operations.take_down(session, down, by=None)
    (response,) = [r for r in responses(session, told) if r.text == "Pay the caretaker."]
    response.is_shown = False
    since = make.photograph(cleared=True, title="Brand new")
    operations.hang(session, told.sections[1], since, by=None, on=today())
    session.commit()
    page = client.get(address).text
    for said in (
        *("Brand new", "Picture 3", "Hangs elsewhere", "The sections come in another order"),
        *("<del>Beyond the box</del>", "<ins>Not ready</ins>", "<del>Caption 0</del>"),
        *("<ins>Another caption</ins>", "<del>A label</del>", "<ins>Another label</ins>"),
        *("Café", "<del>Library</del>", "More chairs.", "So do I, since.", "Pay the caretaker."),
        *("<del>By neighbours</del>", "<ins>Otherwise</ins>", "<ins>Typed otherwise</ins>"),
    ):
        assert said in page, said


def test_a_correction_is_told_to_the_curator_on_the_projects_front_page(
    told, make, session, curator, sign_in
):
    photograph = told.sections[0].panels[0].photograph
    address = f"/projects/{told.project.slug}/"
    client = curator()
    assert "were corrected" not in client.get(address).text
    archive.describe(session, photograph, by=None, caption="Corrected")
    session.commit()
    page = client.get(address).text
    assert "The words of 1 photograph in “Beyond the box” were corrected." in page
    assert f"/exhibitions/{told.slug}/publish" in page
