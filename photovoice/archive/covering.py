"""The page on which faces, names and number plates are made unrecognisable."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from photovoice.archive import loaders, operations
from photovoice.archive.darkroom import Box
from photovoice.archive.forms import CoverForm
from photovoice.archive.models import Photograph
from photovoice.archive.rules import Sight
from photovoice.archive.showing import shown
from photovoice.archive.views import bp
from photovoice.archive.walk import Walk
from photovoice.edits import read_under_lock
from photovoice.house import the_house
from photovoice.permissions import Permission, requires


@bp.route("/photographs/<int:photograph>/cover", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.tended)
def cover(photograph: Photograph) -> AnyResponse | tuple[str, int]:
    """Draw boxes over a photograph, or give them as numbers."""
    session = the_house().session()
    read_under_lock(session, photograph)
    form = CoverForm(formdata=request.form if request.method == "POST" else None)
    form.of(photograph.redactions)
    if form.validate_on_submit():
        boxes = [Box(*box) for box in form.boxes()]
        operations.redact(session, photograph, boxes, by=current_user)
        flash(
            _("Covered. The blurred copies are being made.") if boxes else _("Nothing is covered."),
            "good",
        )
        return redirect(Walk().after("archive.words", photograph), 303)
    photo = shown(photograph, Sight.WHOLE)
    for copy in photo.renditions:
        copy["src"] += "&whole=1"
    page = render_template(
        "archive/cover.html",
        photograph=photograph,
        photo=photo,
        form=form,
    )
    return page, 422 if form.errors else 200
