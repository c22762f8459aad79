"""Finds the Chromium that the browser tests drive, or installs Debian's where that is allowed.

``python -m tests.find_browser [--install]`` prints its path, or one sentence and fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
# Every page of one browser in few processes: starting one costs more than most pages do.
FLAGS += ["--renderer-process-limit=1"]
MISSING = (
    "The browser tests need Chromium and none was found: install Chromium, Chrome or Edge, "
    "or put the path of one into PHOTOVOICE_CHROMIUM."
)


def find_browser() -> Path | None:
    """The browser named by PHOTOVOICE_CHROMIUM, else the first one found on this machine."""
    if chosen := os.environ.get("PHOTOVOICE_CHROMIUM"):
        return Path(chosen) if Path(chosen).is_file() else None
    return next((path for path in _candidates() if path.is_file()), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in COMMANDS if (found := shutil.which(name)))
    for folder in ("/Applications", str(Path.home() / "Applications")):
        yield from (Path(folder, name) for name in MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if home := os.environ.get(variable):
            yield from (Path(home, name) for name in WINDOWS)


def install_browser() -> None:
    """Install Debian's ``chromium`` where apt is there and we may; do nothing elsewhere."""
    if not shutil.which("apt-get"):
        return
    if os.geteuid() == 0:
        as_root = []
    elif shutil.which("sudo") and _succeeds("sudo", "-n", "true"):
        as_root = ["sudo", "-n"]
    else:
        return
    print("Installing Debian's chromium for the browser tests.", file=sys.stderr)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    _succeeds(*apt, "update")
    _succeeds(*apt, "install", "--no-install-recommends", "chromium")


def _succeeds(*command: str) -> bool:
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdout=quiet, stderr=quiet).returncode == 0


def main() -> int:
    """Print the browser's path; 1 when there is none."""
    browser = find_browser()
    if browser is None and "--install" in sys.argv[1:] and "PHOTOVOICE_CHROMIUM" not in os.environ:
        install_browser()
        browser = find_browser()
    if browser is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
