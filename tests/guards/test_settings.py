"""Every setting is explained where it is made and where it is looked up."""

import ast
import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

import photovoice
from photovoice.config import Config

PACKAGE = Path(photovoice.__file__).parent
DEPLOYMENT = PACKAGE.parent / "docs" / "deployment.md"
SETTINGS = [field.name for field in fields(Config)]


def sentences() -> dict[str, str]:
    """Each setting with the sentence under it in the code."""
    tree = ast.parse((PACKAGE / "config.py").read_text(encoding="utf-8"))
    (config,) = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Config")
    found = {}
    for node, below in zip(config.body, config.body[1:], strict=False):
        if isinstance(node, ast.AnnAssign) and isinstance(below, ast.Expr):
            found[ast.unparse(node.target)] = ast.literal_eval(below.value)
    return found


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_a_sentence_and_a_default(name):
    assert re.search(r"\w.*\.$", sentences()[name], re.DOTALL)
    assert hasattr(Config, name)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented_for_whoever_runs_the_house(name):
    rows = [
        line
        for line in DEPLOYMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `PHOTOVOICE_{name.upper()}`")
    ]
    assert len(rows) == 1, "docs/deployment.md has one row for each setting"


def test_no_setting_is_documented_that_does_not_exist():
    text = DEPLOYMENT.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `PHOTOVOICE_([A-Z_]+)`", text, re.MULTILINE))
    assert documented == {name.upper() for name in SETTINGS}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", "8123", 8123),
        ("secure_cookies", "true", True),
        ("secure_cookies", "no", False),
        ("home", "/tmp/somewhere", Path("/tmp/somewhere")),
        ("public_url", "https://example.org", "https://example.org"),
    ],
)
def test_a_setting_is_read_from_the_environment(name, text, value):
    config = Config.from_environment({f"PHOTOVOICE_{name.upper()}": text})
    assert getattr(config, name) == value


def test_port_alone_is_read_too_and_an_option_wins_over_both():
    assert Config.from_environment({"PORT": "8001"}).port == 8001
    assert Config.from_environment({"PORT": "8001", "PHOTOVOICE_PORT": "8002"}).port == 8002
    assert Config.from_environment({"PORT": "8001"}, port=8003).port == 8003
    assert Config.from_environment({"PORT": "8001"}).public_url.endswith(":8001")


def test_the_environment_is_read_in_one_place_only():
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    }
    assert readers == {"config.py", "archive/children.py"}


def test_a_key_is_made_once_and_kept_for_the_owner_only(tmp_path):
    first = Config(home=tmp_path).with_secret()
    assert first.secret_key == Config(home=tmp_path).with_secret().secret_key
    assert len(first.secret_key) >= 43
    if os.name == "posix":
        assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
