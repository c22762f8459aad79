"""Where the parts meet: pages, jobs and events of every domain, connected once."""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice import accounts, projects
from photovoice.archive.darkroom import Darkroom
from photovoice.config import Config
from photovoice.house import House
from photovoice.permissions import Permission, allows
from photovoice.search import index_from_url


def build(config: Config) -> House:
    """The parts of one installation."""
    return House(
        config,
        make_darkroom=lambda: Darkroom(workers=config.darkroom_workers),
        make_index=lambda house: index_from_url(
            config.search_url, config.home, house.database.engine
        ),
    )


def connect(app: Flask, house: House) -> None:
    """Register pages, say who does which job, and let the right hear from the left."""
    for part in PARTS:
        app.register_blueprint(part.views.bp)


PARTS = (accounts, projects)
"""Every domain with pages, in the order of the line."""


def project_nav(project: Any) -> list[tuple[str, str, bool]]:
    """The rooms of a project the person may enter: (name, address, whether they are in it)."""
    if project is None:
        return []
    rooms = [
        (_("Photographs"), "archive.sheet", Permission.BROWSE),
        (_("Workshop"), "workshop.sessions", Permission.BROWSE),
        (_("Themes"), "workshop.themes", Permission.BROWSE),
        (_("Selection"), "workshop.selection", Permission.BROWSE),
        (_("Exhibitions"), "exhibition.exhibitions", Permission.CURATE),
        (_("People"), "projects.people", Permission.STEWARD),
    ]
    return [
        (name, url_for(endpoint, project=project.slug), request.endpoint == endpoint)
        for name, endpoint, permission in rooms
        if allows(current_user, permission, project)
    ]
