"""What a project tells people before it asks them, and the uses it rules out for everybody."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from photovoice.archive.models import Photograph
from photovoice.choices import offer, offer_languages
from photovoice.consent import events, operations, queries
from photovoice.consent.notices import standard_text
from photovoice.consent.views import bp
from photovoice.consent.words import USES
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import operations as projects_operations
from photovoice.projects import queries as projects
from photovoice.projects.forms import TicksField
from photovoice.projects.models import Project

TOGETHER = 5_000
"""Photographs spoken of at once: databases take only so many values in one question."""


class ClosedUsesForm(FlaskForm):
    """Uses nobody is asked to agree to, because the project will not have them."""

    closed_uses = TicksField(
        _l("What this project does not do with photographs"),
        description=_l("Whatever anybody answered, the gate says no to these."),
        choices=offer((use.value, name) for use, name in USES.items()),
    )


class NoticeForm(FlaskForm):
    """The information people are given, in one language."""

    language = SelectField(_l("Language"))
    text = TextAreaField(
        _l("What people are told before they answer"),
        description=_l("In words they would use. Leave a line free between paragraphs."),
        validators=[DataRequired(_l("Write what people are told.")), Length(max=20_000)],
    )


def _notice_form(project: Project) -> NoticeForm:
    form = NoticeForm()
    form.language.choices = offer_languages(project.languages)
    return form


@bp.get("/projects/<project>/limits")
@requires(Permission.STEWARD, projects.project)
def limits(project: Project) -> str:
    """What people are told, and what the project rules out."""
    form = ClosedUsesForm(formdata=None, data={"closed_uses": project.closed_uses})
    return _page(project, form, None)


def _page(project: Project, closed: ClosedUsesForm, notice_form: NoticeForm | None) -> str:
    session = the_house().session()
    standing = queries.notices(session, project)
    if notice_form is None:
        notice_form = _notice_form(project)
        notice_form.language.data = project.languages[0]
        mine = next((one for one in standing if one.language == project.languages[0]), None)
        notice_form.text.data = mine.text if mine else standard_text()
    return render_template(
        "consent/limits.html",
        project=project,
        closed=closed,
        notice_form=notice_form,
        notices=standing,
    )


@bp.post("/projects/<project>/limits")
@requires(Permission.STEWARD, projects.project)
def close_uses(project: Project) -> AnyResponse | str:
    """Rule uses out for everybody, or open them again; what is on show is looked at anew."""
    form = ClosedUsesForm()
    if not form.validate():
        return _page(project, form, None)
    session = the_house().session()
    projects_operations.change_project(
        session, project, by=current_user, closed_uses=list(form.closed_uses.data or [])
    )
    photographs = _all_of(session, project)
    for start in range(0, len(photographs), TOGETHER):
        some = photographs[start : start + TOGETHER]
        events.changed.send(None, session=session, photograph_ids=some)
    flash(_("Saved. It holds from now on, for what hangs already too."), "good")
    return redirect(url_for(".limits", project=project.slug), 303)


@bp.post("/projects/<project>/notices")
@requires(Permission.STEWARD, projects.project)
def write_notice(project: Project) -> AnyResponse | str:
    """A new version of what people are told; answers given before keep the version they saw."""
    form = _notice_form(project)
    if not form.validate():
        closed = ClosedUsesForm(formdata=None, data={"closed_uses": project.closed_uses})
        return _page(project, closed, form)
    operations.write_notice(
        the_house().session(), project, form.language.data, form.text.data.strip(), by=current_user
    )
    flash(_("Saved as a new version. Answers given before keep what they were told."), "good")
    return redirect(url_for(".limits", project=project.slug), 303)


def _all_of(session: Session, project: Project) -> list[int]:
    return list(session.scalars(select(Photograph.id).where(Photograph.project_id == project.id)))
