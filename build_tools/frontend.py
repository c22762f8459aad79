"""Bundles the style sheets, scripts and fonts into photovoice/static/built/.

`package.json` says what there is to bundle, under "photovoice":

entries     published name → source file; `.css` and `.js`
classic     the scripts among them that must also run from a disk (`file://`), where browsers
            refuse modules
printFonts  font files inside node_modules that the printed matter needs, copied to fonts/

The folder then holds the bundles and, beside them, the web fonts and images they name, all with
their content's hash in the file name, `manifest.json` (published name → file) and `licences.txt`,
which the fonts' licences ask to travel with them.
Nothing is done when nothing has changed.  `python -m build_tools.frontend` runs it by hand;
`--check` only says by its exit status whether that is so.
"""

import gzip
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from build_tools.node import BuildFailed, find_node, run

ROOT = Path(__file__).resolve().parent.parent
BUILT = Path("photovoice/static/built")
# Phones of 2019 and later: what a community researcher may well be holding.
TARGETS = "chrome87,firefox78,safari14.1"
LOADERS = ("woff2", "woff", "svg", "png", "webp", "jpg")


@dataclass(frozen=True)
class Plan:
    """What package.json asks for."""

    entries: dict[str, str]
    classic: frozenset[str]
    print_fonts: tuple[str, ...]

    @classmethod
    def read(cls, root: Path) -> "Plan":
        """The plan of a checkout.  Raises BuildFailed when it names files that are not there."""
        asked = json.loads((root / "package.json").read_text(encoding="utf-8"))["photovoice"]
        plan = cls(asked["entries"], frozenset(asked["classic"]), tuple(asked["printFonts"]))
        for name, source in plan.entries.items():
            if Path(name).suffix not in (".css", ".js"):
                raise BuildFailed(f"package.json lists {name}: only .css and .js are bundled.")
            if not (root / source).is_file():
                raise BuildFailed(
                    f"package.json lists {name}, to be made from {source}, "
                    "and there is no such file: add it or take the entry out."
                )
        if unknown := plan.classic - plan.entries.keys():
            raise BuildFailed(
                f"package.json calls {', '.join(sorted(unknown))} classic, not listed."
            )
        return plan

    def bundled(self, *, classic: bool) -> dict[str, str]:
        """The entries bundled in one run: modules and style sheets together, or classic scripts."""
        return {n: s for n, s in self.entries.items() if (n in self.classic) is classic}


def build(root: Path = ROOT, *, force: bool = False) -> bool:
    """Bring the built folder of a checkout up to date; say whether there was anything to do.

    Raises BuildFailed with a sentence when a source is missing or wrong, or Node.js cannot run.
    """
    plan = Plan.read(root)
    if not force and is_current(root):
        return False
    inputs = _fingerprint(root, _sources(root))
    _install_packages(root)
    with tempfile.TemporaryDirectory(prefix="photovoice-build-") as scratch:
        made = Path(scratch)
        _bundle(root, plan, made)
        _compress(made)
        _copy_print_fonts(root, plan, made)
        _gather_licences(root, made)
        (made / ".inputs").write_text(inputs, encoding="utf-8")
        _put_in_place(made, root / BUILT)
    return True


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / name for name in ("package.json", "package-lock.json"))
    yield from (root / "build_tools").glob("*.py")
    static = root / "photovoice" / "static"
    yield from (p for p in static.rglob("*") if p.is_file() and not p.is_relative_to(root / BUILT))


def _fingerprint(root: Path, files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(root: Path = ROOT) -> bool:
    """Whether the built folder is whole and made from the sources as they are now."""
    built = root / BUILT
    try:
        made_from = (built / ".inputs").read_text(encoding="utf-8")
        if made_from != _fingerprint(root, _sources(root)):
            return False
        manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    return all((built / file).is_file() for file in manifest.values())


def _install_packages(root: Path) -> None:
    """Fetch exactly what the lockfile names, unless it is there already."""
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise BuildFailed("package-lock.json is missing: the front end is built from it alone.")
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest() + f" {sys.platform}"
    note = root / "node_modules" / ".installed-from"
    if note.is_file() and note.read_text(encoding="utf-8") == wanted:
        return
    find_node().npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=root)
    note.write_text(wanted, encoding="utf-8")


def _bundle(root: Path, plan: Plan, made: Path) -> None:
    manifest: dict[str, str] = {}
    for classic in (False, True):
        if not (entries := plan.bundled(classic=classic)):
            continue
        named = {(s, Path(n).suffix): n for n, s in entries.items()}
        for output, facts in _esbuild(root, entries, made, classic=classic).items():
            if source := facts.get("entryPoint"):
                manifest[named[source, Path(output).suffix]] = output
    text = json.dumps(manifest, indent=2, sort_keys=True)
    (made / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _compress(made: Path) -> None:
    """Lay beside each style sheet and script what is sent of it over a slow line."""
    for file in [*made.glob("*.css"), *made.glob("*.js")]:
        zipped = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
        file.with_name(f"{file.name}.gz").write_bytes(zipped)


def _esbuild(root: Path, entries: dict[str, str], made: Path, *, classic: bool) -> dict[str, dict]:
    """Run esbuild once; give its outputs by their path in the built folder."""
    facts = made / "esbuild.json"
    run(
        [
            _esbuild_program(root),
            *(f"{Path(name).stem}={source}" for name, source in entries.items()),
            "--bundle",
            "--minify",
            "--charset=utf8",
            f"--target={TARGETS}",
            f"--format={'iife' if classic else 'esm'}",
            f"--outdir={made}",
            "--entry-names=[name]-[hash]",
            "--asset-names=[name]-[hash]",
            *(f"--loader:.{ending}=file" for ending in LOADERS),
            f"--metafile={facts}",
            "--log-level=warning",
        ],
        root,
        "esbuild",
    )
    outputs = json.loads(facts.read_text(encoding="utf-8"))["outputs"]
    facts.unlink()
    return {_inside(made, root, path): output for path, output in outputs.items()}


def _esbuild_program(root: Path) -> Path:
    """esbuild as npm brought it for this machine; it is a program by itself."""
    programs = root / "node_modules" / "@esbuild"
    for found in (*programs.glob("*/bin/esbuild"), *programs.glob("*/esbuild.exe")):
        return found
    raise BuildFailed("npm holds no esbuild for this kind of machine.")


def _inside(made: Path, root: Path, path: str) -> str:
    """esbuild's path, which is relative to the checkout, as a path in the built folder."""
    return Path(os.path.normpath(root / path)).relative_to(made.resolve()).as_posix()


def _copy_print_fonts(root: Path, plan: Plan, made: Path) -> None:
    (made / "fonts").mkdir()
    for source in plan.print_fonts:
        font = root / "node_modules" / source
        if not font.is_file():
            raise BuildFailed(f"package.json lists the print font {source}: no package holds it.")
        shutil.copyfile(font, made / "fonts" / font.name)


def _gather_licences(root: Path, made: Path) -> None:
    """Write the licence of everything of others that the built folder holds parts of."""
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    texts = [
        f"{name}\n\n{licence.read_text(encoding='utf-8').strip()}\n"
        for name in sorted(package["dependencies"])
        for licence in sorted((root / "node_modules" / name).glob("LICENSE*"))
    ]
    rule = "\n" + "-" * 72 + "\n\n"
    (made / "licences.txt").write_text(rule.join(texts), encoding="utf-8")


def _put_in_place(made: Path, built: Path) -> None:
    """Replace the built folder's contents so that a running server never misses a file.

    New files first (their names are new), then the manifest at one stroke, then the old go.
    """
    last = ("manifest.json", ".inputs")
    fresh = {p.relative_to(made) for p in made.rglob("*") if p.is_file()}
    for file in sorted(fresh, key=lambda f: (last.index(f.name) if f.name in last else -1, f)):
        (built / file).parent.mkdir(parents=True, exist_ok=True)
        arriving = built / file.with_name(file.name + ".new")
        shutil.copyfile(made / file, arriving)
        arriving.replace(built / file)
    for file in [p for p in built.rglob("*") if p.is_file()]:
        if file.relative_to(built) not in fresh:
            file.unlink()


def main() -> int:
    """Build from the command line; `--force` builds even when nothing has changed."""
    if "--check" in sys.argv[1:]:
        return 0 if is_current() else 1
    began = time.monotonic()
    try:
        changed = build(force="--force" in sys.argv[1:])
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    seconds = f"{time.monotonic() - began:.1f} s"
    print(f"Front end built in {seconds}." if changed else "Front end is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
