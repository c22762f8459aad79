"""Everything a community researcher or a visitor sees is said in every language, and said whole."""

import re
from collections import Counter
from gettext import NullTranslations, c2py
from pathlib import Path

import pytest
from babel import Locale
from flask import template_rendered
from jinja2 import Environment, meta

import photovoice
from build_tools.catalogues import ROOT, UNCHECKED, is_current, read, wanting, written
from build_tools.sentences import PACKAGE, TEAM_ONLY, everybodys
from photovoice.accounts.models import Person
from photovoice.languages import CATALOGUES, SOURCE
from tests.guards.everything import ANONYMOUS

pytestmark = pytest.mark.any_database

PROMISED = {"ar", "bn", "pl", "ro", "ur"}
STILL_MISSING: set[str] = set()
"""Promised, and waiting for a translator: take a language out when its catalogue has come."""

THE_SAME_EVERYWHERE = {"Photovoice", "“%(wanted)s”", "№ %(number)s"}
"""What need not change from language to language."""
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "bn": r"[\u0980-\u09ff]", "ur": r"[\u0600-\u06ff]"}
ENDINGS = {".": ".۔।", "?": "?؟", ":": ":", "…": "…"}
"""How a sentence may end where the English one ends so."""
GAP = re.compile(r"%\(\w+\)s|\{\w+\}")
MARKUP = re.compile(r"<[^>]+>|&#?\w+;")
PARTS = [ANONYMOUS, "researcher"]

FOUND = {path.parts[-3]: read(path) for path in written()}
each = pytest.mark.parametrize("language", sorted(FOUND))


def forms(message) -> tuple[list[str], list[str]]:
    """What a message says in English and in translation, form by form."""
    if isinstance(message.id, tuple):
        return list(message.id), list(message.string)
    return [message.id], [message.string]


def offences(language: str, wrong) -> list[str]:
    """The sentences of a catalogue of which ``wrong(source forms, translated form)`` is true."""
    return [
        f"{message.id!r}: {said!r}"
        for message in FOUND[language]
        if message.id
        for english, translated in [forms(message)]
        for said in translated
        if wrong(english, said)
    ]


def test_every_language_promised_has_its_catalogue_or_is_named_as_missing():
    assert PROMISED - FOUND.keys() == STILL_MISSING


@each
def test_a_catalogue_holds_what_everybody_sees_and_nothing_else(language):
    seen = {message.id for message in everybodys(ROOT) if message.id}
    held = {message.id for message in FOUND[language] if message.id}
    assert (seen - held, held - seen) == (set(), set()), "run `make messages`"


@each
def test_every_sentence_is_translated_and_somebody_is_sure_of_it(language):
    assert not wanting(FOUND[language])


@each
def test_what_is_filled_in_is_filled_in_everywhere(language):
    def wrong(english: list[str], said: str) -> bool:
        needed, known = set(GAP.findall(english[-1])), set(GAP.findall(" ".join(english)))
        given, rest = set(GAP.findall(said)), GAP.sub("", said).replace("%%", "")
        return not needed - {"%(num)s"} <= given <= known or ("%(" in rest or "{" in rest)

    assert not offences(language, wrong)


@each
def test_a_form_that_stands_for_many_numbers_says_which(language):
    form_of = c2py(FOUND[language].plural_expr)
    stands_for = Counter(form_of(number) for number in range(200))
    silent = [
        f"{message.id!r}: {said!r}"
        for message in FOUND[language]
        if message.pluralizable and "%(num)s" in message.id[1]
        for form, said in enumerate(message.string)
        if stands_for[form] > 1 and "%(num)s" not in said
    ]
    assert not silent


@each
def test_links_and_entities_stay(language):
    def wrong(english: list[str], said: str) -> bool:
        return Counter(MARKUP.findall(said)) != Counter(MARKUP.findall(english[0]))

    assert not offences(language, wrong)


@each
def test_sentences_end_as_sentences(language):
    def wrong(english: list[str], said: str) -> bool:
        return said[-1] not in ENDINGS.get(english[-1][-1], said[-1])

    assert not offences(language, wrong)


@each
def test_no_sentence_was_left_in_english(language):
    script = SCRIPTS.get(language)

    def wrong(english: list[str], said: str) -> bool:
        if said in THE_SAME_EVERYWHERE or not re.search(r"[^\W\d_]", GAP.sub("", english[-1])):
            return False
        if script and not re.search(script, said):
            return True
        return said in english and len(said.split()) > 2

    assert not offences(language, wrong)


@each
def test_plurals_follow_the_rule_of_the_language(language):
    form = c2py(FOUND[language].plural_expr)
    category = Locale.parse(language).plural_form
    found = {(form(number), category(number)) for number in range(1000)}
    forms, categories = (set(each) for each in zip(*found, strict=True))
    assert len(found) == len(forms) == len(categories), "one form for each category of the language"
    assert forms == set(range(FOUND[language].num_plurals))


@each
def test_a_catalogue_says_whether_a_native_speaker_has_checked_it_and_so_does_the_guide(language):
    header = FOUND[language].header_comment
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{language}` .*$", guide, re.MULTILINE)
    assert (UNCHECKED in header.lower()) == (UNCHECKED in row)
    assert "hecked by a native speaker" in header


def test_the_software_speaks_every_catalogue_as_it_is_written_now():
    assert is_current(), "run `make messages`"
    assert {SOURCE, *FOUND} == set(CATALOGUES)


# Which sentences those are.


def test_everything_said_to_be_the_teams_is_there():
    for place in TEAM_ONLY:
        name, _, part = place.partition(":")
        file = ROOT / PACKAGE / name
        assert file.is_file(), place
        if part:
            pattern = rf"^(?:(?:class|def) )?{part}\b"
            assert re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE), place


class Overheard(NullTranslations):
    """Stands behind a catalogue and keeps what the catalogue had no answer for."""

    def __init__(self) -> None:
        super().__init__()
        self.untranslated: set[str] = set()

    def gettext(self, message: str) -> str:
        self.untranslated.add(message)
        return message

    def ngettext(self, one: str, many: str, num: int) -> str:
        self.untranslated.add(one)
        return one if num == 1 else many

    ugettext, ungettext = gettext, ngettext


@pytest.fixture(scope="module")
def walk(everything):
    """All that a visitor and a community researcher can open and press, in one language: the
    sentences that had no translation, and the templates used."""
    language = sorted(FOUND)[0]
    overheard, used = Overheard(), set()
    sentences = everything.app.extensions["babel"].instance.domain_instance
    with everything.app.test_request_context(headers={"Accept-Language": language}):
        sentences.get_translations().add_fallback(overheard)
    with everything.house.database.transaction() as session:
        session.get_one(Person, everything.people["researcher"]).language = language

    def note(_app, template, **_more):
        used.add(template.name)

    everything.remember()
    with template_rendered.connected_to(note, everything.app):
        for who in PARTS:
            for method in ("GET", "POST"):
                for rule in everything.rules_for(method):
                    for whose in everything.photographs:
                        address = everything.address(rule, who, whose)
                        asked = {"headers": {"Accept-Language": language}}
                        answer = everything.ask(who, method, address, **asked)
                        if answer.mimetype == "text/html" and not rule.endpoint.startswith(
                            "gallery."
                        ):
                            expected = f'<html lang="{language}"'
                            assert answer.status_code in (302, 303) or expected in answer.text
                    if method == "POST":
                        everything.put_back()
    return overheard.untranslated, used


def test_nothing_a_researcher_or_a_visitor_meets_falls_back_to_english(walk):
    untranslated, _used = walk
    assert untranslated == set()


def test_no_page_said_to_be_the_teams_is_shown_to_anybody_else(walk):
    _untranslated, used = walk
    assert len(used) > 15
    folder = Path(photovoice.__file__).parent / "templates"
    environment = Environment(extensions=["jinja2.ext.i18n"])
    reached, waiting = set(), {name for name in used if name}
    while waiting:
        reached.add(name := waiting.pop())
        source = (folder / name).read_text(encoding="utf-8")
        named = meta.find_referenced_templates(environment.parse(source))
        waiting |= {one for one in named if one} - reached
    assert not {f"templates/{name}" for name in reached} & set(TEAM_ONLY)
