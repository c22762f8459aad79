"""Bringing phones in: the address large enough for a whole room, to show on a projector."""

import segno
from flask import render_template
from markupsafe import Markup

from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries
from photovoice.projects.models import Project
from photovoice.projects.rules import address_to_type, is_only_here
from photovoice.projects.views import bp


@bp.get("/projects/<project>/phones")
@requires(Permission.FACILITATE, queries.project)
def phones(project: Project):
    """The address, a square to point a camera at, and what to do."""
    config = the_house().config
    code = segno.make(config.public_url, error="m", micro=False)
    return render_template(
        "projects/phones.html",
        project=project,
        address=address_to_type(config.public_url),
        square=Markup(code.svg_inline(border=4, omitsize=True, lineclass=None)),
        only_here=is_only_here(config.public_url),
        own_certificate=config.tls,
    )
