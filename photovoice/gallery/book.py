"""The visitors' book, for curators: writing answers in, and choosing those to show."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from photovoice.choices import offer, offer_languages
from photovoice.exhibition import queries as exhibition_queries
from photovoice.exhibition.models import Exhibition
from photovoice.gallery import operations, queries
from photovoice.gallery.models import VisitorResponse
from photovoice.house import the_house
from photovoice.permissions import Permission, requires

bp = Blueprint(
    "gallery_book", __name__, url_prefix="/projects/<project>/exhibitions/<exhibition>/book"
)


class ResponseForm(FlaskForm):
    """What a visitor said or wrote."""

    text = TextAreaField(
        _l("What the visitor said"),
        validators=[DataRequired(_l("Write it down as it was said.")), Length(max=2000)],
    )
    question = SelectField(_l("To which question?"), validators=[Optional()], coerce=str)
    stop = SelectField(_l("Where?"), validators=[Optional()], coerce=str)
    language = SelectField(_l("Language"))


def _form(exhibition: Exhibition) -> ResponseForm:
    form, project = ResponseForm(), exhibition.project
    form.question.choices = offer([("", _("None"))] + [(q, q) for q in project.visitor_questions])
    form.stop.choices = offer(
        [("", _("Nowhere in particular"))]
        + [(str(stop.id), stop.venue) for stop in exhibition.stops]
    )
    form.language.choices = offer_languages(project.languages)
    return form


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.CURATE, exhibition_queries.exhibition)
def book(exhibition: Exhibition):
    """Everything visitors said, and room for more."""
    session, form = the_house().session(), _form(exhibition)
    if form.validate_on_submit():
        stop = next((s for s in exhibition.stops if str(s.id) == form.stop.data), None)
        operations.write_in_book(
            session,
            exhibition,
            form.text.data,
            by=current_user,
            question=form.question.data or "",
            stop=stop,
            language=form.language.data,
        )
        flash(_("Written down."), "good")
        return _back(exhibition)
    found = queries.responses(session, exhibition)
    return render_template(
        "gallery_book/book.html", exhibition=exhibition, responses=found, form=form
    )


@bp.post("/<int:response>")
@requires(Permission.CURATE, queries.response)
def choose(response: VisitorResponse):
    """Let the next edition carry an answer, or not."""
    operations.show(
        the_house().session(), response, request.form.get("shown") == "yes", by=current_user
    )
    return _back(response.exhibition)


def _back(exhibition: Exhibition):
    address = url_for(".book", project=exhibition.project.slug, exhibition=exhibition.slug)
    return redirect(address, 303)
