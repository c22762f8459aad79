"""The front-end build: what it promises about its inputs and what it says when one is wrong."""

import json
import re
import shutil
from pathlib import Path

import pytest

from build_tools.frontend import BUILT, Plan, build, is_current
from build_tools.node import BuildFailed

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A small front end of its own, with the packages this checkout has already fetched."""
    if not (ROOT / "node_modules" / ".installed-from").is_file():
        build(ROOT, force=True)
    for name in ("package-lock.json", "package.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    write(tmp_path, "page.css", 'body { margin: 0; background: url("dot.svg") }')
    write(tmp_path, "dot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    write(tmp_path, "page.js", 'import { one } from "./one.js"; document.title = one;')
    write(tmp_path, "one.js", 'export const one = "one";')
    ask(tmp_path, {"page.css": "page.css", "page.js": "page.js", "old.js": "page.js"}, ["old.js"])
    return tmp_path


def write(checkout: Path, name: str, content: str) -> None:
    file = checkout / "photovoice" / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def ask(checkout: Path, entries: dict[str, str], classic=(), fonts=()) -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    sources = {name: f"photovoice/static/{source}" for name, source in entries.items()}
    package["photovoice"] = {"entries": sources, "classic": [*classic], "printFonts": [*fonts]}
    (checkout / "package.json").write_text(json.dumps(package), encoding="utf-8")


def manifest(checkout: Path) -> dict[str, str]:
    return json.loads((checkout / BUILT / "manifest.json").read_text(encoding="utf-8"))


def test_what_is_built_lies_flat_under_names_made_from_its_content(checkout):
    build(checkout)

    names = manifest(checkout)
    assert set(names) == {"page.css", "page.js", "old.js"}
    assert re.fullmatch(r"page-[A-Z0-9]{8}\.css", names["page.css"])
    image = re.search(r"dot-[A-Z0-9]{8}\.svg", (checkout / BUILT / names["page.css"]).read_text())
    assert image and (checkout / BUILT / image.group()).is_file()


def test_the_licences_of_fonts_and_libraries_travel_with_them(checkout):
    build(checkout)

    licences = (checkout / BUILT / "licences.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licences and "sortablejs" in licences


def test_a_classic_script_runs_where_modules_are_refused(checkout):
    build(checkout)

    script = (checkout / BUILT / manifest(checkout)["old.js"]).read_text(encoding="utf-8")
    assert script.startswith("(()=>{") and "import" not in script


def test_building_again_does_nothing_until_a_source_changes(checkout):
    assert build(checkout) and is_current(checkout)
    assert not build(checkout)
    before = manifest(checkout)["page.css"]

    write(checkout, "page.css", "body { margin: 1rem }")

    assert not is_current(checkout)
    assert build(checkout)
    assert manifest(checkout)["page.css"] != before
    assert not (checkout / BUILT / before).exists()


def test_a_bundle_somebody_deleted_is_built_again(checkout):
    build(checkout)
    (checkout / BUILT / manifest(checkout)["page.js"]).unlink()

    assert build(checkout)


def test_an_entry_without_its_source_stops_the_build_with_a_sentence(checkout):
    ask(checkout, {"page.css": "nowhere.css"})

    with pytest.raises(BuildFailed, match=r"page\.css, to be made from .*nowhere\.css, and there"):
        build(checkout)


def test_a_mistake_in_a_source_is_told_with_its_place(checkout):
    write(checkout, "page.js", "const = ;")

    with pytest.raises(BuildFailed, match=r"page\.js:1:6"):
        build(checkout)


def test_a_print_font_no_package_holds_stops_the_build(checkout):
    ask(checkout, {}, fonts=["@fontsource/none/None.ttf"])

    with pytest.raises(BuildFailed, match="None.ttf: no package holds it"):
        build(checkout)


def test_every_listed_entry_of_this_checkout_has_its_source():
    assert "studio.css" in Plan.read(ROOT).entries


def test_versions_are_exact_and_the_lockfile_holds_no_address():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all("resolved" not in facts for facts in lock["packages"].values())
    assert all("integrity" in facts for path, facts in lock["packages"].items() if path)
    assert wanted == {
        path.removeprefix("node_modules/"): facts["version"]
        for path, facts in lock["packages"].items()
        if path.removeprefix("node_modules/") in wanted
    }
