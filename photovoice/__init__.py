"""Photovoice: from a phone photograph to a touring exhibition, with everybody's consent.

    phone → ingest → consent → discuss + tag → theme → select → exhibition → publish edition
                                                            → gallery · kiosk · postcards

Each word is a folder or a verb in one; read the opening paragraphs of ``accounts``, ``projects``,
``archive``, ``consent``, ``workshop``, ``exhibition``, ``gallery`` and ``printing`` in that order
for the tour.  ``create_app`` wires the parts together (in ``app.py`` and ``wiring.py``).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from photovoice.config import Config


def create_app(config: "Config | None" = None, *, restoring: bool = False) -> "Flask":
    """The whole application for one installation; ``config`` defaults to the environment's."""
    # Imported here so that a child process decoding a picture need not load the web with it.
    from photovoice import app

    return app.create_app(config, restoring=restoring)
