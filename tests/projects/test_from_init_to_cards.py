"""A steward starts a project without JavaScript and without the manual: from init to cards."""

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from photovoice.accounts.models import AccessCard, Person
from photovoice.accounts.rules import wordlist
from photovoice.cli import main
from photovoice.permissions import Role
from photovoice.projects.cards import PrintedCard
from photovoice.projects.models import Membership, Organisation, Project

PASSWORD = "four unrelated words do"


@pytest.fixture
def init(config, monkeypatch):
    """``init()`` runs ``photovoice init`` on the archive under test."""
    for name in ("home", "database_url", "secret_key", "store_url", "queue_url"):
        monkeypatch.setenv(f"PHOTOVOICE_{name.upper()}", str(getattr(config, name)))

    def run(*words: str, name="Ruth", email="ruth@example.org", password=PASSWORD):
        given = ["init", "--name", name, "--email", email, "--password", password, *words]
        return CliRunner().invoke(main, given)

    return run


class Reader:
    """Somebody who reads a page and fills in the form that is on it."""

    def __init__(self, client) -> None:
        self.client, self.page = client, ""

    def open(self, address: str) -> "Reader":
        """Go to a page, wherever it leads."""
        answer = self.client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, answer.status
        self.page, self.address = answer.text, answer.request.path
        return self

    def follow(self, words: str) -> "Reader":
        """Follow the link that says so."""
        (address,) = {
            address
            for address, said in re.findall(
                r'<a[^>]+href="([^"]+)"[^>]*>(.*?)</a>', self.page, re.DOTALL
            )
            if words in re.sub(r"<[^>]+>", "", said)
        }
        return self.open(address.replace("&amp;", "&"))

    def send(self, action: str | None = None, **given) -> "Reader":
        """Fill in the form of the page (or the one that goes to ``action``) and send it."""
        tokens = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', self.page)
        answer = self.client.post(
            action or self.address,
            data={"csrf_token": tokens[0]} | given,
            headers={"Accept": "text/html"},
            follow_redirects=True,
        )
        assert answer.status_code == 200, (answer.status, re.findall(r"error[^<]*<", answer.text))
        self.page, self.address = answer.text, answer.request.path
        return self


def words_on(page: str) -> set[str]:
    """The seven words of every card on a page."""
    sevens = re.findall(r"(?:[a-z]{3,8} ){6}[a-z]{3,8}", re.sub(r"<[^>]+>", " ", page))
    return {words for words in sevens if set(words.split()) <= set(wordlist())}


@pytest.fixture
def reader(app, client):
    """A browser without JavaScript whose forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return Reader(client)


def test_from_the_first_command_to_cards_in_hand(init, reader, session, app):
    assert init().exit_code == 0
    reader.open("/").follow("Sign in")
    reader.send(email="ruth@example.org", password=PASSWORD)
    reader.follow("Start a project").send(
        name="Our Street",
        question="What do you do to make a difference?",
        languages=["en", "ur"],
        organisations="The library\nThe allotment",
        visitor_questions="How does it make a difference?",
        line="Made in our street",
    )
    assert reader.address == "/projects/our-street/people"
    for name, role, language, credit in (
        ("Pat", "researcher", "en", "full"),
        ("Nadia", "researcher", "ur", "pseudonym"),
        ("Sam", "facilitator", "en", "none"),
    ):
        library = re.search(r'value="(\d+)"[^>]*>The library', reader.page)[1]
        reader.send(
            name=name,
            role=role,
            language=language,
            credit=credit,
            credit_name="N." if credit == "pseudonym" else "",
            organisation=library,
        )
        assert name in reader.page
    reader.send("/projects/our-street/people/cards")
    words = words_on(reader.page)
    assert len(words) == 4  # the steward's own among them

    project = session.scalars(select(Project)).one()
    assert (project.slug, project.languages) == ("our-street", ["en", "ur"])
    names = session.scalars(select(Organisation.name).order_by(Organisation.id)).all()
    assert names == ["The library", "The allotment"]
    roles = dict(session.execute(select(Person.name, Membership.role).join(Membership)).all())
    assert roles == {
        "Ruth": Role.STEWARD,
        "Pat": Role.RESEARCHER,
        "Nadia": Role.RESEARCHER,
        "Sam": Role.FACILITATOR,
    }
    session.commit()

    came = set()
    for card in words:
        phone = Reader(app.test_client()).open("/card").send(words=card)
        came |= {name for name in roles if f">{name}<" in phone.page}
    assert came == set(roles)
    assert len(session.scalars(select(AccessCard.id)).all()) == 4


def test_the_cards_are_printed_once_and_their_words_never_shown_again(init, reader, session):
    init()
    reader.open("/sign-in").send(email="ruth@example.org", password=PASSWORD)
    reader.open("/projects/new").send(name="Our Street", question="What?", languages="en")
    reader.send("/projects/our-street/people/cards")
    (words,) = words_on(reader.page)
    for address in ("people", "record", ""):
        assert words not in reader.open(f"/projects/our-street/{address}").page
    reader.open("/projects/our-street/people").send("/projects/our-street/people/cards")
    assert "Everybody has a card" in reader.page


def test_the_square_on_a_card_carries_its_secret_behind_the_hash(make):
    pat = make.researcher(name="Pat")
    words = "abandon ability able about above absent absorb"
    membership = pat.membership_in(make.the_project)
    card = PrintedCard.of(membership, words, "https://photovoice.example.org/")
    address, _hash, secret = card.url.partition("#")
    assert address == "https://photovoice.example.org/card"
    assert secret.replace("-", " ") == words
    assert "abandon" not in card.address and "<svg" in card.square


def test_init_gives_nobody_another_password_unasked_and_says_how_to(init, reader, session):
    assert init().exit_code == 0
    again = init(password="another four words here")
    assert again.exit_code == 1 and "photovoice account reset-password" in again.output
    reader.open("/sign-in").send(email="ruth@example.org", password=PASSWORD)
    assert "Ruth" in reader.page
    assert len(session.scalars(select(Person.id)).all()) == 1


@pytest.mark.parametrize(
    ("password", "said"), [("short", "Ten characters or more"), ("1234567890", "easy to guess")]
)
def test_init_refuses_a_weak_password_and_says_what_does_well(init, session, password, said):
    answer = init(password=password)
    assert answer.exit_code == 1 and said in answer.output
    assert session.scalars(select(Person.id)).all() == []


def test_a_project_list_prints_a_slug_first_on_each_line(init, make, session, config):
    make.project("Our Street"), make.project("Another Street")
    session.commit()
    init()
    answer = CliRunner().invoke(main, ["project", "list"])
    slugs = [line.split()[0] for line in answer.output.splitlines()]
    assert slugs == ["another-street", "our-street"]


# Members.


def test_a_member_is_given_another_part_and_leaves(make, sign_in, session):
    ruth, pat, project = make.steward(), make.researcher(name="Pat"), make.the_project
    people = f"/projects/{project.slug}/people/{pat.membership_in(project).id}"
    client = sign_in(ruth)
    assert client.post(f"{people}/role", data={"role": "curator"}).status_code == 303
    theirs = sign_in(pat)
    exhibitions = f"/projects/{project.slug}/exhibitions/"
    assert theirs.get(exhibitions).status_code == 200
    assert client.post(f"{people}/leave").status_code == 303
    assert theirs.get(exhibitions).status_code == 404
    assert theirs.get(f"/projects/{project.slug}/").status_code == 404


def test_an_unknown_part_is_given_to_nobody(make, sign_in, session):
    ruth, pat, project = make.steward(), make.researcher(), make.the_project
    membership = pat.membership_in(project)
    address = f"/projects/{project.slug}/people/{membership.id}/role"
    sign_in(ruth).post(address, data={"role": "owner"})
    session.expire_all()
    assert session.get(Membership, membership.id).role is Role.RESEARCHER


def test_the_table_of_who_may_do_what_is_a_page(make, sign_in):
    page = sign_in(make.researcher()).get("/who-may-do-what").text
    for part in ("Community researcher", "Facilitator", "Curator", "Steward"):
        assert part in page
