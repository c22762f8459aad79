"""Hooks the front-end build, the catalogues and the migrations into setuptools.

Named in `setup.cfg`.  `pip install .`, `pip install -e .` and `python -m build` all pass here:
`build_assets` is one more sub-command of `build`, run before the Python files are collected so
that the bundles and the catalogues are there to be collected.
"""

import shutil
from pathlib import Path

from setuptools import Command
from setuptools.command.build import build
from setuptools.errors import SetupError

from build_tools.catalogues import build as build_catalogues
from build_tools.frontend import ROOT
from build_tools.frontend import build as build_frontend
from build_tools.node import BuildFailed

MIGRATIONS = Path("photovoice/_migrations")  # where an installed package carries its migrations


class BuildAssets(Command):
    """Make photovoice/static/built/ and what the software reads of the catalogues; for a wheel,
    also carry the migrations in the package."""

    description = "bundle the front end, build the catalogues and collect the migrations"
    user_options: list[tuple[str, str, str]] = []

    def initialize_options(self) -> None:
        self.build_lib: str | None = None
        self.editable_mode = False

    def finalize_options(self) -> None:
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        try:
            build_frontend(ROOT)
        except BuildFailed as failure:
            raise SetupError(str(failure)) from None
        build_catalogues(ROOT)
        if self.editable_mode or self.build_lib is None:
            return
        target = Path(self.build_lib)
        # Whatever an earlier build left there would end up in this wheel.
        shutil.rmtree(target / "photovoice", ignore_errors=True)
        for source, destination in self._migrations(target):
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, destination)

    def get_source_files(self) -> list[str]:
        """What a source archive must hold for this command to run there."""
        return [
            str(path.relative_to(ROOT))
            for folder in ("migrations", "build_tools")
            for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ] + ["package.json", "package-lock.json", ".npmrc"]

    def get_outputs(self) -> list[str]:
        """What this command adds to the wheel beyond what the packages list themselves."""
        return [str(made) for _, made in self._migrations(Path(self.build_lib or "."))]

    def get_output_mapping(self) -> dict[str, str]:
        """Nothing is mapped: in a checkout the files are used where they are."""
        return {}

    def _migrations(self, target: Path) -> list[tuple[Path, Path]]:
        home = ROOT / "migrations"
        return [
            (path, target / MIGRATIONS / path.relative_to(home))
            for path in sorted(home.rglob("*"))
            if path.is_file()
            and path.suffix in (".py", ".mako", ".ini")
            and "__pycache__" not in path.parts
        ]


class Build(build):
    """The usual build with the front end first."""

    sub_commands = [("build_assets", None), *build.sub_commands]
