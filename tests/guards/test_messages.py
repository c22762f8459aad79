"""The sentences to translate are gathered, so that a language can be added without a programmer."""

from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

import photovoice

PACKAGE = Path(photovoice.__file__).parent
CATALOGUE = PACKAGE / "translations" / "messages.pot"


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """Every sentence marked in the code now, as ``make messages`` gathers them."""
    out = tmp_path_factory.mktemp("messages") / "messages.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PACKAGE.parent)
        CommandLineInterface().run(
            "pybabel --quiet extract --mapping-file=pyproject.toml --keywords=_l --no-location"
            f" --sort-output --omit-header --output-file={out} .".split()
        )
    return sentences(out)


def sentences(path: Path) -> set:
    """The sentences of a catalogue, those with a plural as pairs."""
    with path.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def test_the_committed_catalogue_is_up_to_date(gathered):
    kept = sentences(CATALOGUE)
    assert (gathered - kept, kept - gathered) == (set(), set()), "run `make messages`"


def test_sentences_are_gathered_from_pages_forms_and_refusals(gathered):
    assert {
        "Sign out",
        "The seven words on your card",
        "That e-mail address and password do not belong together.",
    } <= gathered
    assert len(gathered) > 500


def test_what_is_filled_into_a_sentence_has_a_name(gathered):
    """A translator can move a name to another place; a bare %s cannot be moved."""
    for message in gathered:
        for words in message if isinstance(message, tuple) else (message,):
            assert "%s" not in words and "%d" not in words and "{}" not in words
