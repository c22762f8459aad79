"""Imports point one way, so that each part can be understood without those to its right."""

import ast
from pathlib import Path

import pytest

import photovoice

PACKAGE = Path(photovoice.__file__).parent
LINE = [
    ["accounts"],
    ["projects"],
    ["archive"],
    ["consent"],
    ["phone"],
    ["workshop"],
    ["exhibition"],
    ["gallery", "printing"],
]
"""Each part may import itself and those before it; parts on one step leave each other alone."""
DOMAINS = [domain for step in LINE for domain in step]
BESIDE = [
    *("away", "search", "storage", "jobs"),
    *(
        "permissions",
        "audit",
        "edits",
        "removals",
        "db",
        "config",
        "refusals",
        "security",
        "languages",
        "assets",
    ),
    *("choices", "given", "house", "paths", "private_files", "serving", "waiting"),
]
"""What every part stands on: knows no domain."""
OVER_ALL = [
    *("__init__", "__main__", "app", "health", "opening", "wiring", "cli", "models", "schema"),
    "used",
    *("demo", "backup"),
]
"""What brings the parts together, and may import them all."""
WEB = {"flask", "flask_login", "flask_wtf", "werkzeug", "wtforms"}

MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not {"_migrations", "static"} & set(path.relative_to(PACKAGE).parts)
)


def part_of(path: Path) -> str:
    """The domain folder or top-level module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> set[str]:
    """Every module a tree imports, also inside functions: ``photovoice.archive.models``."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(names: set[str]) -> set[str]:
    """Of some imported modules, the parts of this package they are in."""
    return {name.split(".")[1] for name in names if name.startswith("photovoice.")}


def calls(tree: ast.AST) -> set[str]:
    """Every function or method called, as written: ``session.commit``, ``now``."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def step_of(domain: str) -> int:
    """Where a domain stands in the line."""
    return next(number for number, step in enumerate(LINE) if domain in step)


def each(*names: str):
    """Parametrize a test over the modules so called in every domain."""
    found = [
        path
        for path in MODULES
        if path.name in {f"{name}.py" for name in names} and part_of(path) in DOMAINS
    ]
    assert found
    return pytest.mark.parametrize(
        "path", found, ids=lambda path: path.relative_to(PACKAGE).as_posix()
    )


def test_every_module_has_a_place():
    parts = {part_of(path) for path in MODULES}
    assert set(DOMAINS) <= parts <= {*DOMAINS, *BESIDE, *OVER_ALL}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_part_imports_only_what_stands_to_its_left(domain):
    allowed = {other for step in LINE[: step_of(domain)] for other in step} | {domain}
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {part}"
        for path in MODULES
        if part_of(path) == domain
        for part in ours(imported(tree_of(path))) - allowed - set(BESIDE)
        if not _makes_the_application(path, part)
    }
    assert not wrong


def _makes_the_application(path: Path, part: str) -> bool:
    """Commands stand outside the line: they make the application and bring it up to date."""
    return path.name == "cli.py" and part in ("create_app", "open_archive", "schema")


@pytest.mark.parametrize("beside", BESIDE)
def test_what_every_part_stands_on_knows_no_part(beside):
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {part}"
        for path in MODULES
        if part_of(path) == beside
        for part in ours(imported(tree_of(path))) & {*DOMAINS, *OVER_ALL}
    }
    assert not wrong


@each("rules")
def test_rules_are_plain_python(path):
    """Values in, answer out: no request, session, clock or disk."""
    tree = tree_of(path)
    names = imported(tree)
    assert not {name.split(".")[0] for name in names} & (WEB | {"sqlalchemy", "flask_babel"})
    assert not {name for name in names if name.startswith("photovoice.") and "db" in name}
    clock = {"now", "today", "date.today", "datetime.now", "datetime.utcnow", "time.time", "time"}
    disk = {"open", "Path", "os.open"}
    assert not calls(tree) & (clock | disk)


def reached(path: Path, seen: set[Path] | None = None) -> set[str]:
    """Every module a module imports, directly or through others of ours."""
    seen = set() if seen is None else seen
    seen.add(path)
    names = imported(tree_of(path))
    found = set(names)
    for name in names:
        inside = PACKAGE.parent / Path(*name.split("."))
        for candidate in (inside.with_suffix(".py"), inside / "__init__.py"):
            if name.startswith("photovoice.") and candidate.is_file() and candidate not in seen:
                found |= reached(candidate, seen)
    return found


@each("rules")
def test_rules_reach_no_database_through_what_they_import(path):
    assert not {name for name in reached(path) if name.split(".")[0] == "sqlalchemy"}


@each("models")
def test_tables_know_no_web(path):
    roots = {name.split(".")[0] for name in imported(tree_of(path))}
    # A person is what Flask-Login calls a user; its mixin is plain Python.
    assert not roots & (WEB - {"flask_login"} if part_of(path) == "accounts" else WEB)


@each("operations", "recording", "developing", "speaking", "recall")
def test_operations_know_no_request_and_leave_the_commit_to_it(path):
    tree = tree_of(path)
    assert not {name for name in imported(tree) if name.startswith(("flask.", "flask_login"))}
    assert not {"flask_wtf", "werkzeug"} & {name.split(".")[0] for name in imported(tree)}
    assert not {call for call in calls(tree) if call.endswith((".commit", ".rollback"))}


@each("queries")
def test_queries_know_no_request(path):
    roots = {name.split(".")[0] for name in imported(tree_of(path))}
    assert not roots & WEB


@each("forms")
def test_forms_know_no_session(path):
    assert not {name for name in imported(tree_of(path)) if name.startswith("sqlalchemy")}


@each("views")
def test_views_ask_the_database_nothing_themselves(path):
    """Reads are in queries; a view hands on a session and never builds a statement."""
    assert not calls(tree_of(path)) & {"select", "update", "delete", "insert"}


def test_the_parts_say_what_they_are_for_in_the_order_of_the_line():
    for domain in DOMAINS:
        said = ast.get_docstring(tree_of(PACKAGE / domain / "__init__.py")) or ""
        assert len(said) > 120, f"{domain} opens with a paragraph on what it is for"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_opens_with_why_it_exists(path):
    assert ast.get_docstring(tree_of(path)), "a module opens with a sentence"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_everything_others_may_use_says_what_they_get(path):
    tree = tree_of(path)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent
