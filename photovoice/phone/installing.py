"""What makes the contribute page an app: worker, manifest, icon, and the way in from other apps."""

import io

from flask import (
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from PIL import Image, ImageDraw
from werkzeug.wrappers import Response as AnyResponse

from photovoice.assets import built_path
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.phone.contributing import LAST, bp
from photovoice.projects import queries as projects

PAPER, BRICK, INK = "#f7f3eb", "#9c3d2e", "#1e1a17"
ICONS = (180, 192, 512)
"""Sides in px: what an iPhone, an Android and a start screen ask for."""
A_DAY = 24 * 60 * 60


@bp.get("/service-worker.js")
@requires(Permission.PUBLIC)
def worker() -> Response:
    """The service worker, from the root so that it may look after every page."""
    path = built_path("worker.js")
    response = send_from_directory(path.parent, path.name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/manifest.webmanifest")
@requires(Permission.PUBLIC)
def manifest() -> Response:
    """What a phone needs to know to put the page among its apps."""
    response = jsonify(
        name=_("Photovoice"),
        short_name=_("Photovoice"),
        id="/contribute",
        start_url="/contribute",
        scope="/",
        display="standalone",
        background_color=PAPER,
        theme_color=PAPER,
        icons=[
            {
                "src": url_for(".icon", size=size),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in ICONS[1:]
        ],
        share_target={
            "action": "/share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "photographs", "accept": ["image/*"]}]},
        },
    )
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/icon-<int:size>.png")
@requires(Permission.PUBLIC)
def icon(size: int) -> Response:
    """The app's picture, in px a side: a print on paper, and what somebody says of it."""
    side = min(ICONS, key=lambda known: abs(known - size))
    drawn = io.BytesIO()
    draw_icon(side).save(drawn, "PNG")
    drawn.seek(0)
    return send_file(drawn, mimetype="image/png", max_age=A_DAY)


def draw_icon(side: int) -> Image.Image:
    """Drawn four times as large and brought down, so that its edges are smooth.

    All that matters lies in the middle four fifths, which no phone cuts off.
    """
    large = side * 4

    def at(*hundredths: float) -> list[float]:
        return [one * large / 100 for one in hundredths]

    im = Image.new("RGB", (large, large), PAPER)
    draw = ImageDraw.Draw(im)
    draw.rounded_rectangle(at(20, 20, 80, 66), at(3)[0], fill=BRICK)
    draw.polygon(at(42, 64, 42, 82, 58, 64), fill=BRICK)
    draw.rectangle(at(27, 27, 73, 59), fill=PAPER)
    draw.polygon(at(27, 59, 44, 38, 56, 50, 62, 44, 73, 56, 73, 59), fill=INK)
    draw.ellipse(at(58, 31, 66, 39), fill=BRICK)
    return im.resize((side, side), Image.Resampling.LANCZOS)


@bp.get("/no-network")
@requires(Permission.PUBLIC)
def no_network() -> str:
    """What a phone keeps to show in place of a page it cannot reach.  It names nobody."""
    return render_template("contribute/no_network.html")


@bp.get("/contribute")
@requires(Permission.SIGNED_IN)
def onwards() -> AnyResponse:
    """From the app's icon to the contribute page of one's project: the one opened last here, or the
    newest."""
    memberships = projects.projects_of(the_house().session(), current_user)
    if not memberships:
        return redirect(url_for("projects.home"), 303)
    last = session.get(LAST)
    newest = max(memberships, key=lambda one: (one.project_id == last, one.id))
    shared = "?shared" if "shared" in request.args else ""
    return redirect(url_for(".photographs", project=newest.project.slug) + shared, 303)


@bp.post("/share")
@requires(Permission.PUBLIC)
def share() -> AnyResponse:
    """Pictures from another app, on a phone whose worker was not there to take them."""
    flash(_("Those photographs did not arrive here. Choose them on this page, please."), "care")
    return redirect(url_for(".onwards"), 303)
