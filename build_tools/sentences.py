"""Says which sentences a community researcher or a visitor can see: those every catalogue holds.

Every sentence in photovoice/ is taken to be everybody's unless it stands in a file named below or
in the view of a page that needs a facilitator, a curator or a steward.  A new page is therefore
everybody's until somebody writes it down here as the team's, and a test then watches that it is.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

PACKAGE = Path("photovoice")
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}

TEAM_PERMISSIONS = {"RECORD_CONSENT", "FACILITATE", "CURATE", "STEWARD", "START_PROJECT"}
"""What a view asks for whose page no community researcher opens."""

TEAM_ONLY = (
    # What a workshop is run with.
    "workshop/forms.py",
    "workshop/removable.py",
    "templates/workshop/open.html",
    "templates/workshop/guide.html",
    "templates/workshop/findings.html",
    "templates/workshop/theme_words.html",
    # The light table, publishing, the tour, the visitors' book.
    "exhibition/cli.py",
    "exhibition/forms.py",
    "exhibition/operations.py",
    "exhibition/press.py",
    "exhibition/removable.py",
    "exhibition/views.py",
    "exhibition/waiting.py",
    "exhibition/words.py",
    "templates/exhibition/_changes.html",
    "templates/exhibition/_head.html",
    "templates/exhibition/builder.html",
    "templates/exhibition/edition.html",
    "templates/exhibition/exhibitions.html",
    "templates/exhibition/label.html",
    "templates/exhibition/publish.html",
    "templates/exhibition/section.html",
    "templates/exhibition/start.html",
    "templates/exhibition/tour.html",
    "templates/exhibition/words.html",
    "gallery/book.py",
    "templates/gallery_book/book.html",
    # Postcards and their proofs.
    "printing/calibration.py",
    "printing/document.py",
    "printing/forms.py",
    "printing/operations.py",
    "printing/place.py",
    "printing/postcards.py",
    "printing/preflight.py",
    "printing/proof.py",
    "printing/removable.py",
    "removals.py",
    "printing/terms.py",
    "printing/typeset.py",
    "templates/printing/file.html",
    "templates/printing/postcards.html",
    "templates/printing/words.html",
    # Answering for a project.
    "backup/holding.py",
    "backup/verbs.py",
    "backup/views.py",
    "templates/backup/backups.html",
    "consent/limits.py",
    "templates/consent/limits.html",
    "projects/forms.py:ProjectForm",
    "projects/forms.py:MemberForm",
    "projects/forms.py:RoleForm",
    "projects/forms.py:CREDITS",
    "projects/operations.py",
    "projects/sign_in_warnings.py",
    "projects/unfinished.py",
    "templates/projects/_project_fields.html",
    "templates/projects/cards.html",
    "templates/projects/people.html",
    "projects/removable.py",
    "projects/removed.py",
    "templates/projects/recently_removed.html",
    "templates/projects/record.html",
    "templates/projects/settings.html",
    "templates/projects/start.html",
)
"""Files, and classes or names of a file, whose sentences only the team of a project sees."""


def everybodys(root: Path) -> Catalog:
    """The sentences a community researcher or a visitor can see, each with the files it is in."""
    catalogue = Catalog()
    for file in sorted((root / PACKAGE).rglob("*")):
        if file.suffix in METHODS:
            place = file.relative_to(root).as_posix()
            for sentence in sentences_of(file, file.relative_to(root / PACKAGE).as_posix()):
                catalogue.add(sentence, locations=[(place, 0)])
    return catalogue


def sentences_of(file: Path, name: str) -> list[str | tuple[str, ...]]:
    """The sentences of one file that are everybody's; ``name`` is its path in the package."""
    if name in TEAM_ONLY:
        return []
    lines = set(_lines_of_the_team(file, name)) if file.suffix == ".py" else set()
    found = extract_from_file(METHODS[file.suffix], file, keywords=KEYWORDS)
    return [sentence for line, sentence, _comments, _context in found if line not in lines]


def _lines_of_the_team(file: Path, name: str) -> Iterator[int]:
    """The lines of a Python file that only the team's pages speak."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if _asks_for_a_part_in_the_team(node) or {f"{name}:{it}" for it in _names(node)} & {
            *TEAM_ONLY
        }:
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _asks_for_a_part_in_the_team(node: ast.stmt) -> bool:
    """Whether something is a view that ``@requires`` a permission of the team."""
    return any(
        ast.unparse(call.args[0]).removeprefix("Permission.") in TEAM_PERMISSIONS
        for call in getattr(node, "decorator_list", [])
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "requires"
    )


def _names(node: ast.stmt) -> list[str]:
    """What a statement at the top of a module defines."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    return [ast.unparse(target) for target in getattr(node, "targets", [])]
