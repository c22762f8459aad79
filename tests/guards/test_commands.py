"""Every command the documentation names exists, with its options, and says what it does."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import photovoice
from photovoice.cli import main

ROOT = Path(photovoice.__file__).parent.parent
PROMISED = """
    photovoice serve
    photovoice worker
    photovoice init
    photovoice demo load
    photovoice db upgrade
    photovoice project list
    photovoice exhibition list
    photovoice archive ingest FOLDER --project SLUG --researcher NAME --json
    photovoice exhibition publish SLUG --json
    photovoice printing postcards SLUG --output FILE --sheet sra3 --flip short
    photovoice search rebuild
"""


def documented() -> list[str]:
    """Every command line in the documentation that begins with our name, and those promised."""
    found = set(re.findall(r"^ *(photovoice .+)$", PROMISED, re.MULTILINE))
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = re.sub(r"\s*\\\n\s*", " ", page.read_text(encoding="utf-8"))
        found |= set(re.findall(r"`photovoice ([a-z][^`\n]*)`", text))
        for line in re.findall(r"^(?: {4}|\t)(.*)$", text, re.MULTILINE):
            if match := re.search(r"(?:^|bin/)photovoice ([a-z].*)$", line.strip()):
                found.add(match[1])
        for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                if match := re.search(r"(?:^|bin/)photovoice ([a-z].*)$", line.strip()):
                    found.add(match[1])
    return sorted({line.removeprefix("photovoice ").strip() for line in found})


def commands(group: click.Group = main, before: tuple[str, ...] = ()):
    """Every command with the words that lead to it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


@pytest.mark.parametrize("line", documented())
def test_a_documented_command_exists_with_its_options(line):
    words = shlex.split(re.sub(r"\s+#.*$|[\[\]…]", " ", line))
    command: click.Command = main
    while words and isinstance(command, click.Group):
        if (word := words.pop(0)) == "--help":
            return
        assert word in command.commands, f"there is no `photovoice {line}`"
        command = command.commands[word]
    known = {option for parameter in command.params for option in parameter.opts}
    known |= {option for parameter in command.params for option in parameter.secondary_opts}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}


COMMANDS = list(commands())
every_command = pytest.mark.parametrize(
    ("words", "command"), COMMANDS, ids=[" ".join(words) for words, _command in COMMANDS]
)


@every_command
def test_a_command_says_what_it_does_and_what_its_options_are_for(words, command):
    answer = CliRunner().invoke(main, [*words, "--help"])
    assert answer.exit_code == 0 and command.help
    silent = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert not silent


@every_command
def test_a_command_is_documented(words, command):
    assert command.name == words[-1]
    assert any(line.startswith(" ".join(words)) for line in documented())


def test_every_documented_target_of_make_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        named = re.findall(r"(?:`|^ {4})make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= targets, page
