"""Finds the built style sheets, scripts and fonts, whose file names carry their content's hash.

A file that never changes under its name may be kept by a phone for ever, which is what makes the
second page quick.  The folder is made from a checkout by the build (see ``package.json``) and
comes inside every wheel.
"""

import json
import mimetypes
import os
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_file, send_from_directory, url_for
from werkzeug.security import safe_join

from photovoice.paths import PACKAGE
from photovoice.permissions import Permission, requires

HASHED = re.compile(r".+-[A-Z0-9]{8}\.\w+")
FOR_EVER = "public, max-age=31536000, immutable"


class NotBuilt(RuntimeError):
    """The front end is missing, or lacks the file asked for; the message says what to run."""


def install(app: Flask) -> None:
    """Serve what the build made, and nothing else that lies beside it."""
    app.add_url_rule("/static/built/<path:name>", "static", built)


@requires(Permission.PUBLIC)
def built(name: str) -> Response:
    """A built file; one with its content's hash in its name is kept for ever.

    Style sheets and scripts lie there zipped too, for all who can unzip them.
    """
    zipped = safe_join(str(built_folder()), f"{name}.gz")
    if zipped and os.path.isfile(zipped) and request.accept_encodings["gzip"] > 0:
        response = send_file(zipped, mimetype=mimetypes.guess_type(name)[0])
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(built_folder(), name)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_EVER if HASHED.fullmatch(name) else "no-cache"
    return response


def asset_url(name: str) -> str:
    """The address of a built file by its published name, such as ``studio.css``.

    Raises NotBuilt.  While debugging, a rebuild is noticed at once; otherwise at the next start.
    """
    return url_for("static", name=_built_name(name, fresh=current_app.debug))


def built_path(name: str) -> Path:
    """Where a built file lies on this disk, by its published name.  Raises NotBuilt.

    What a style sheet names by ``url()`` lies beside it.
    """
    return built_folder() / _built_name(name)


def built_folder() -> Path:
    """The folder with everything the build made; ``fonts/`` in it holds the fonts for print."""
    return PACKAGE / "static" / "built"


def _built_name(name: str, *, fresh: bool = False) -> str:
    manifest = built_folder() / "manifest.json"
    try:
        names = _read(manifest, manifest.stat().st_mtime_ns if fresh else None)
    except FileNotFoundError:
        raise NotBuilt(
            "The style sheets and scripts have not been built: "
            "run `pip install -e .` in the checkout, or `make assets`."
        ) from None
    if name not in names:
        raise NotBuilt(
            f"There is no built file called {name}: list it in package.json and run `make assets`."
        )
    return names[name]


@lru_cache(maxsize=1)
def _read(manifest: Path, _changed: int | None) -> dict[str, str]:
    return json.loads(manifest.read_text(encoding="utf-8"))
