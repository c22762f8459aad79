"""A wheel built from a clean copy of the checkout works by itself, far from the checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("photovoice", "migrations", "build_tools")
MADE_HERE = shutil.ignore_patterns("__pycache__", "built", "*.mo")


def run(*command, cwd: Path, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PHOTOVOICE_", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """The project's files as a fresh clone has them: nothing built, nothing downloaded."""
    copy = tmp_path_factory.mktemp("checkout") / "photovoice"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=MADE_HERE)
    for file in ROOT.iterdir():
        if file.is_file() and not file.name.startswith(("photovoice.", "jobs.", "secret_key")):
            shutil.copyfile(file, copy / file.name)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, ".", cwd=checkout)
    return next(folder.glob("photovoice-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment with the wheel in it; its dependencies are borrowed from this one."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    python = programs / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=home)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home)
    # A path file brings the packages, but not the path files among them: no editable install.
    borrowed = Path(packages.strip()) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def test_a_wheel_carries_every_file_of_the_package_and_nothing_else(checkout, wheel):
    package = checkout / "photovoice"
    wanted = {
        path.relative_to(checkout).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    sources = {name for name in wanted if name.startswith("photovoice/static/")} - {
        name for name in wanted if name.startswith("photovoice/static/built/")
    }
    bundled = {name for name in sources if name.endswith((".css", ".js"))}
    migrations = {
        f"photovoice/_migrations/{path.relative_to(checkout / 'migrations').as_posix()}"
        for path in (checkout / "migrations").rglob("*")
        if path.suffix in (".py", ".mako") and "__pycache__" not in path.parts
    }
    carried = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}

    assert carried == (wanted - bundled - {"photovoice/static/built/.inputs"}) | migrations


def test_a_wheel_carries_the_bundles_its_manifest_names(wheel):
    archive = zipfile.ZipFile(wheel)
    manifest = json.loads(archive.read("photovoice/static/built/manifest.json"))

    assert {"studio.css", "studio.js", "gallery.css", "kiosk.js"} <= manifest.keys()
    for file in manifest.values():
        assert archive.getinfo(f"photovoice/static/built/{file}").file_size > 0


def test_a_wheel_speaks_every_language_there_is_a_catalogue_of(checkout, wheel):
    names = zipfile.ZipFile(wheel).namelist()
    catalogues = sorted((checkout / "photovoice/translations").rglob("*.po"))

    assert catalogues
    for path in catalogues:
        assert path.with_suffix(".mo").relative_to(checkout).as_posix() in names


def test_the_command_of_an_installed_wheel_makes_a_house_of_its_own(installed, tmp_path):
    home = tmp_path / "home"
    home.mkdir()

    said = run(installed / "photovoice", "--help", cwd=tmp_path)
    run(installed / "photovoice", "db", "upgrade", cwd=tmp_path, PHOTOVOICE_HOME=str(home))

    assert "serve" in said
    assert (home / "photovoice.sqlite").stat().st_size > 0


PAGE = """
import re, photovoice
client = photovoice.create_app().test_client()
page = client.get("/", follow_redirects=True)
assert page.status_code == 200, page.status
addresses = re.findall(r'(?:href|src)="(/static/built/[^"]+)"', page.text)
assert addresses and all(client.get(address).status_code == 200 for address in addresses)
print(photovoice.__file__)
"""


def test_an_installed_wheel_serves_its_first_page_with_its_bundles(installed, tmp_path):
    run(installed / "photovoice", "db", "upgrade", cwd=tmp_path)
    python = installed / Path(sys.executable).name

    where = run(python, "-c", PAGE, cwd=tmp_path)

    assert Path(where.strip().splitlines()[-1]).is_relative_to(installed.parent)
