"""Every template is a page in use with a title, speaks through the catalogue, and runs nothing."""

import ast
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import photovoice

PACKAGE = Path(photovoice.__file__).parent
FOLDER = PACKAGE / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "label"}
"""Attributes whose words somebody sees or hears."""
FILLED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what the template fills in."""
NOT_WORDS = {"Photovoice", "A4", "A3", "SRA3", "A6", "True"}
"""Names that are the same in every language, or that nobody reads."""
CLASS_BLOCKS = {"main_class", "kind"}
"""Blocks that name classes of the page instead of holding words."""
ATTRIBUTES = re.compile(r"""[a-z-]+="[^"]*"?|\b[a-z]+--[a-z-]+""")
"""What macros write into a tag they stand in."""
MARKED = {"_", "gettext", "ngettext", "_l", "lazy_gettext"}

named = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix()
)


def skeleton(source: str) -> str:
    """A template's own HTML: what it fills in and what is marked is replaced, the rest dropped."""
    html, marked, blocks = [], False, []
    environment = Environment(extensions=["jinja2.ext.i18n"])
    tokens = list(environment.lex(source))
    for at, (_line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            word, name = [v for _l, k, v in tokens[at + 1 :] if k in ("name", "block_end")][:2]
            if word in ("trans", "endtrans"):
                marked = word == "trans"
            if word == "block":
                blocks.append(name)
            if word == "endblock":
                blocks.pop()
        elif kind == "variable_begin":
            html.append(FILLED)
        elif kind == "data":
            html.append(FILLED if marked or CLASS_BLOCKS & set(blocks) else value)
    return "".join(html)


@dataclass
class Reading(HTMLParser):
    """What a browser would make of a template's own HTML."""

    source: str
    words: list[str] = field(default_factory=list)
    offences: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Attributes people hear, and anything a strict policy would refuse."""
        given = dict(attrs)
        for name, value in attrs:
            if name in SPOKEN and value:
                self.words.append(value)
            if name == "style" or name.startswith("on"):
                self.offences.append(f'<{tag} {name}="{value}">')
            if (value or "").strip().lower().startswith("javascript:"):
                self.offences.append(f"<{tag} {name}={value}>")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.offences.append(f"<{tag}>")
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.words.append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        """Text somebody reads."""
        self.words.append(data)

    def unmarked(self) -> list[str]:
        """Words that no translator will ever see."""
        found = []
        for words in self.words:
            for part in words.split(FILLED):
                part = " ".join(ATTRIBUTES.sub("", part).split())
                if re.search(r"[^\W\d_]", part) and part not in NOT_WORDS:
                    found.append(part)
        return found


def literals(source: str) -> list[str]:
    """Sentences written as strings into a template's expressions, not handed to gettext."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True
    found = []

    def look(node: nodes.Node) -> None:
        if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in MARKED:
            return
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            words = node.value
            if re.match(r"\s*[A-Z][a-z]+(\W|$)", words) and words.strip() not in NOT_WORDS:
                found.append(words)
        for child in node.iter_child_nodes():
            look(child)

    look(environment.parse(source))
    return found


@named
def test_every_word_is_marked_for_translation(path):
    source = path.read_text(encoding="utf-8")
    assert not Reading(skeleton(source)).unmarked()
    assert not literals(source)


@named
def test_nothing_is_written_into_the_page_that_the_policy_forbids(path):
    assert not Reading(skeleton(path.read_text(encoding="utf-8"))).offences


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello {{ name }}</p>",
        '<img alt="A bench">',
        "{% if x %}Yes{% endif %}",
        '<p title="{% if x %}More{% endif %}">',
        "{% trans %}Marked{% endtrans %}<p>not</p>",
        "<title>Page</title>",
        '<input type="submit" value="Send">',
    ],
)
def test_the_finder_finds_unmarked_words(source):
    assert Reading(skeleton(source)).unmarked()


@pytest.mark.parametrize("source", ["{{ 'Untitled' }}", "{{ button('Save it', kind='x') }}"])
def test_the_finder_finds_unmarked_strings(source):
    assert literals(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Hello') }} · 3 × 4</p>",
        "{% trans %}Hello {{ name }}{% endtrans %}",
        '<img alt="{{ _("A bench") }}">',
        "{# A remark #}",
    ],
)
def test_the_finder_lets_marked_words_be(source):
    assert not Reading(skeleton(source)).unmarked() and not literals(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p style="x">',
        "<style>",
        "<script>x()</script>",
        '<a onclick="x">',
        '<a href="javascript:x">',
    ],
)
def test_the_finder_finds_what_the_policy_forbids(source):
    assert Reading(skeleton(source)).offences


# Words in Python.

SPEAKS = [
    path
    for path in PACKAGE.rglob("*.py")
    if "scenes" not in path.parts and "flash(" in path.read_text("utf-8")
]


def is_marked(node: ast.AST) -> bool:
    """Whether an expression's words come out of the catalogue, or out of something that did."""
    if isinstance(node, ast.IfExp):
        return is_marked(node.body) and is_marked(node.orelse)
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or not re.search(r"[^\W\d_]", node.value)
    return not isinstance(node, ast.JoinedStr)


@pytest.mark.parametrize(
    "path", sorted(SPEAKS), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_what_is_said_after_a_button_is_marked(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "flash":
            assert is_marked(node.args[0]), ast.unparse(node)


@pytest.mark.parametrize(
    "path",
    sorted(PACKAGE.rglob("forms.py")),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_labels_hints_and_complaints_of_forms_are_marked(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Field"):
            given = node.args[:1] + [k.value for k in node.keywords if k.arg == "description"]
            assert all(map(is_marked, given)), ast.unparse(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ValidationError":
            assert is_marked(node.args[0]), ast.unparse(node)


@pytest.mark.parametrize(
    "path",
    sorted(
        p for p in PACKAGE.rglob("*.py") if p.name != "cli.py" and "raise" in p.read_text("utf-8")
    ),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_refusals_are_marked(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    refusals = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and "Refusal" in map(ast.unparse, node.bases)
    } | {"Refusal"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in refusals and node.args:
            assert is_marked(node.args[0]), ast.unparse(node)
