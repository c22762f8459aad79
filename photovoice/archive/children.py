"""Starts the processes that decode what was sent, which may die of it without harm.

They know no web, no database, no settings and no keys.
"""

import os
import sys
from pathlib import Path

_BOOT = """
import sys, types
from importlib import import_module
for name, folder in zip(("photovoice", "photovoice.archive"), sys.argv[2:]):
    package = types.ModuleType(name)
    package.__path__ = [folder]
    sys.modules[name] = package
import_module(sys.argv[1]).main()
"""
"""Starts a child's modules without the packages around them."""
_HERE = Path(__file__).resolve().parent
_NEEDED = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV")
_LOADING = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def command(module: str) -> list[str]:
    """The command that runs ``main()`` of a module of this package in a process of its own."""
    name = f"photovoice.archive.{module}"
    return [sys.executable, "-c", _BOOT, name, str(_HERE.parent), str(_HERE)]


def environment() -> dict[str, str]:
    """What of the environment a child is given: how to find its libraries, no keys."""
    return {name: os.environ[name] for name in _NEEDED + _LOADING if name in os.environ}
