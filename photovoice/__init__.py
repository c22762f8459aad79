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
    """The whole application for one installation; ``config`` defaults to the environment's.

    For servers: it answers nothing until the archive was looked at (see ``opening``).
    """
    # Imported here so that a child process decoding a picture need not load the web with it.
    from photovoice import app, opening

    made = app.create_app(config, restoring=restoring)
    if not made.testing and not restoring:
        opening.keep_shut_until_it_fits(made)
    return made


def open_archive(config: "Config | None" = None, **how: bool) -> "Flask":
    """The application on an archive that was looked at first, for commands: see ``opening``."""
    from photovoice import opening

    return opening.open_archive(config, **how)
