"""The commands, as somebody types them: what they print, what they leave, how they say no."""

import json
from dataclasses import replace

import pikepdf
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from photovoice.accounts.models import Person
from photovoice.archive import operations as archive
from photovoice.cli import main
from photovoice.exhibition.models import Edition, EditionState
from photovoice.gallery import state
from tests.conftest import DATABASE
from tests.factories import EVERY_USE, picture_bytes

SECRET = "a key for tests only"


@pytest.fixture
def config(config):
    """A house whose photographs another process can find."""
    return replace(config, store_url="")


@pytest.fixture
def photovoice(config, session):
    """``photovoice("project", "list")`` runs a command on what was made; its result comes back."""
    environment = {
        "PHOTOVOICE_HOME": str(config.home),
        "PHOTOVOICE_DATABASE_URL": config.database_url,
        "PHOTOVOICE_SECRET_KEY": SECRET,
        "PHOTOVOICE_QUEUE_URL": "memory:",
        "PHOTOVOICE_PUBLIC_URL": "https://ours.example",
    }

    def run(*words, input=None):
        session.commit()
        result = CliRunner().invoke(main, list(words), env=environment, input=input)
        session.expire_all()
        return result

    return run


def lines(result):
    """What was printed, line by line, as JSON."""
    return [json.loads(line) for line in result.stdout.splitlines()]


# project list, exhibition list


def test_projects_are_listed_slug_first(photovoice, make):
    make.project("Our Street"), make.project("A Bench of One’s Own")
    result = photovoice("project", "list")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "a-bench-of-ones-own  A Bench of One’s Own",
        "our-street  Our Street",
    ]


def test_where_there_is_nothing_nothing_is_listed(photovoice):
    for what in ("project", "exhibition"):
        result = photovoice(what, "list")
        assert (result.exit_code, result.stdout) == (0, "")


def test_exhibitions_are_listed_with_the_edition_on_show(photovoice, make):
    shown = make.exhibition(
        slug="shown", title="Ordinary Work", photographs=[make.photograph(cleared=True)]
    )
    make.exhibition(slug="bare", title="Not Yet")
    assert photovoice("exhibition", "publish", shown.slug).exit_code == 0
    assert photovoice("exhibition", "list").stdout.splitlines() == [
        "bare\tNot Yet\tnot published",
        "shown\tOrdinary Work\tedition 1",
    ]


# exhibition publish


@pytest.fixture
def exhibition(make, session):
    """An exhibition of a photograph for everywhere and one for the room only."""
    both = make.photograph(cleared=True, title="Second kettle")
    room = make.photograph(nobody=True, title="The coats")
    make.release(room, uses=EVERY_USE | {"web": False})
    made = make.exhibition(slug="ordinary-work", photographs=[both, room])
    session.refresh(made)
    return made


def test_publishing_puts_an_edition_on_show_and_says_where(photovoice, exhibition, house, session):
    result = photovoice("exhibition", "publish", "ordinary-work")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "published\tSecond kettle",
        "published\tThe coats\ton site only",
        "Edition 1 is live: https://ours.example/exhibitions/ordinary-work/",
    ]
    assert state.read(house.config.exhibitions_folder / "ordinary-work").live == 1
    assert session.scalars(select(Edition.state)).all() == [EditionState.LIVE]


def test_publishing_tells_scripts_one_object_a_line(photovoice, exhibition):
    both, room = (panel.photograph_id for panel in exhibition.sections[0].panels)
    result = photovoice("exhibition", "publish", "ordinary-work", "--json")
    assert lines(result) == [
        {"file": "Second kettle", "verdict": "published", "id": both, "reason": ""},
        {"file": "The coats", "verdict": "published", "id": room, "reason": "on site only"},
    ]


def test_what_the_command_published_the_worker_does_not_publish_again(
    photovoice, exhibition, work, session
):
    photovoice("exhibition", "publish", "ordinary-work")
    work()
    assert session.scalars(select(Edition.number)).all() == [1]


def test_what_is_not_cleared_is_listed_and_nothing_is_published(
    photovoice, exhibition, make, session, house
):
    lacking = make.photograph(pictured=["Bea"], title="Bea at the hatch")
    make.release(lacking)
    other = make.exhibition(slug="other", photographs=[lacking])
    result = photovoice("exhibition", "publish", other.slug, "--json")
    assert result.exit_code == 1
    (line,) = lines(result)
    assert (line["file"], line["verdict"], line["id"]) == (
        "Bea at the hatch", "refused", lacking.id,
    )  # fmt: skip
    assert "Bea" in line["reason"]
    assert "Nothing was published." in result.stderr
    assert session.scalars(select(Edition)).all() == []
    assert not (house.config.exhibitions_folder / "other").exists()


def test_an_empty_exhibition_and_an_unknown_one_are_refused_with_a_sentence(
    photovoice, exhibition, make
):
    make.exhibition(slug="bare")
    result = photovoice("exhibition", "publish", "bare")
    assert result.exit_code == 1 and "Hang at least one photograph first." in result.stderr
    result = photovoice("exhibition", "publish", "ordinary-wrok")
    assert result.exit_code == 1
    assert "There is no exhibition “ordinary-wrok”." in result.stderr
    assert "ordinary-work" in result.stderr


# printing postcards


def test_postcards_are_made_and_what_to_know_is_said(photovoice, exhibition, house, tmp_path):
    for number, panel in enumerate(exhibition.sections[0].panels):
        key = panel.photograph.original_key
        house.store.put(key, picture_bytes(number, (1824, 1316)), media_type="image/jpeg")
    output = tmp_path / "cards" / "postcards.pdf"
    result = photovoice("printing", "postcards", "ordinary-work", "--output", str(output))
    assert result.exit_code == 0
    known, last = result.stdout.splitlines()
    assert last == f"{output}: 2 cards on 4 pages" and "is not published" in known
    with pikepdf.open(output) as pdf:
        assert len(pdf.pages) == 4


def test_sheets_are_made_for_a_printer_whose_backs_drift(photovoice, exhibition, house, tmp_path):
    output = tmp_path / "postcards.pdf"
    result = photovoice(
        "printing", "postcards", "ordinary-work", "--output", str(output), "--sheet", "a4",
        "--flip", "short", "--back-offset", "1.5", "-0.5",
    )  # fmt: skip
    assert result.exit_code == 0
    *known, last = result.stdout.splitlines()
    assert last == f"{output}: 2 cards on 2 pages"
    assert sum("pixels an inch" in line for line in known) == 2


def test_postcards_of_nothing_are_refused_with_a_sentence(photovoice, make, tmp_path):
    make.exhibition(slug="bare", photographs=[make.photograph(nobody=True)])
    output = tmp_path / "postcards.pdf"
    result = photovoice("printing", "postcards", "bare", "--output", str(output))
    assert result.exit_code == 1
    assert "No photograph here is cleared for print yet." in result.stderr
    result = photovoice("printing", "postcards", "nowhere", "--output", str(output))
    assert result.exit_code == 1 and "There is no exhibition “nowhere”." in result.stderr
    assert not output.exists()


# search rebuild


def test_the_search_index_is_made_anew(photovoice, make, house, session, work):
    photograph = make.photograph()
    archive.describe(session, photograph, by=None, caption="We bought a second kettle.")
    work()
    house.index.clear(None)
    result = photovoice("search", "rebuild")
    assert result.exit_code == 0 and "The index holds 1 photograph." in result.stdout
    found = house.index.search("kettle", project_id=photograph.project_id, allowed=None)
    assert found.ids == [photograph.id]


# init


@pytest.mark.skipif(bool(DATABASE), reason="an archive from nothing is tried in a file")
def test_an_archive_begins_with_its_first_steward(tmp_path):
    environment = {"PHOTOVOICE_HOME": str(tmp_path / "new"), "PHOTOVOICE_QUEUE_URL": "memory:"}
    told = ["Ruth", "ruth@example.org", "a long pass phrase", "a long pass phrase"]
    result = CliRunner().invoke(main, ["init"], env=environment, input="\n".join(told) + "\n")
    assert result.exit_code == 0, result.output
    assert "Ruth can sign in now and start a project" in result.stdout
    assert "a long pass phrase" not in result.output
    assert (tmp_path / "new" / "photovoice.sqlite").is_file()


def test_whoever_is_told_to_init_can_sign_in_and_start_a_project(photovoice, app, session):
    words = ["init", "--name", "Ruth", "--email", "ruth@example.org", "--password"]
    assert photovoice(*words, "a long pass phrase").exit_code == 0
    person = session.scalars(select(Person)).one()
    assert person.name == "Ruth" and person.starts_projects
    session.commit()
    client = app.test_client()
    form = {"email": "ruth@example.org", "password": "a long pass phrase", "way": "password"}
    client.post("/sign-in", data=form)
    assert "Start a project" in client.get("/").text


def test_doing_it_again_changes_no_password_and_says_what_does(photovoice, session):
    words = ["init", "--name", "Ruth", "--email", "ruth@example.org", "--password"]
    photovoice(*words, "a long pass phrase")
    before = session.scalars(select(Person)).one().password_hash
    again = photovoice(*words, "quite another phrase")
    assert again.exit_code == 1 and "account reset-password" in again.stderr
    assert session.scalars(select(Person)).one().password_hash == before


def test_a_short_password_is_refused_before_anything_is_made(photovoice, session):
    result = photovoice(
        "init", "--name", "Ruth", "--email", "ruth@example.org", "--password", "short"
    )
    assert result.exit_code == 1 and "Ten characters or more" in result.stderr
    assert session.scalars(select(Person)).all() == []
