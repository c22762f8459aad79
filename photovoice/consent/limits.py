"""What a project tells people before it asks them, and the uses it rules out for everybody."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
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
from photovoice.edits import EditForm, edit_form, read_under_lock
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import operations as projects_operations
from photovoice.projects import queries as projects
from photovoice.projects.forms import TicksField
from photovoice.projects.models import Project

TOGETHER = 5_000
"""Photographs spoken of at once: databases take only so many values in one question."""


class ClosedUsesForm(EditForm):
    """Uses nobody is asked to agree to, because the project will not have them."""

    closed_uses = TicksField(
        _l("What this project does not do with photographs"),
        description=_l("Whatever anybody answered, the gate says no to these."),
        choices=offer((use.value, name) for use, name in USES.items()),
    )


class NoticeForm(EditForm):
    """The information people are given, in one language."""

    language = SelectField(_l("Language"))
    text = TextAreaField(
        _l("What people are told before they answer"),
        description=_l("In words they would use. Leave a line free between paragraphs."),
        validators=[DataRequired(_l("Write what people are told.")), Length(max=20_000)],
    )

    def sent(self, name: str) -> str | None:
        """What is compared is what stands in each language; one of them was written."""
        return self.text.data if name == self.language.data else self.standing[name]

    def take(self, name: str, now: str) -> None:
        """Let the text say what stands in the language chosen."""
        if name == self.language.data:
            self.text.data = now

    def show_both(self, _name: str, now: str) -> None:
        """Show the version somebody else saved beside what was sent."""
        super().show_both("text", now)


def _notice_form(project: Project, **given: Any) -> NoticeForm:
    session = the_house().session()
    read_under_lock(session, project)
    form = NoticeForm(**given)
    form.language.choices = offer_languages(project.languages)
    said = {notice.language: notice.text for notice in queries.notices(session, project)}
    first = project.languages[0]
    texts = dict.fromkeys(project.languages, "") | {first: str(standard_text())} | said
    if not form.text.data:
        form.language.data, form.text.data = first, texts[first]
    return form.against(texts)


def _closed_form(project: Project) -> ClosedUsesForm:
    """What is ruled out now, to be shown."""
    given = {"closed_uses": project.closed_uses}
    return ClosedUsesForm(formdata=None, data=given).against(given)


@bp.get("/projects/<project>/limits")
@requires(Permission.STEWARD, projects.project)
def limits(project: Project) -> str:
    """What people are told, and what the project rules out."""
    return _page(project, _closed_form(project), None)


def _page(project: Project, closed: ClosedUsesForm, notice_form: NoticeForm | None) -> str:
    standing = queries.notices(the_house().session(), project)
    if notice_form is None:
        notice_form = _notice_form(project, formdata=None)
    return render_template(
        "consent/limits.html",
        project=project,
        closed=closed,
        notice_form=notice_form,
        notices=standing,
    )


@bp.post("/projects/<project>/limits")
@requires(Permission.STEWARD, projects.project)
def close_uses(project: Project) -> AnyResponse | tuple[str, int]:
    """Rule uses out for everybody, or open them again; what is on show is looked at anew."""
    session = the_house().session()
    form = edit_form(session, ClosedUsesForm, project)
    if not form.validate():
        return _page(project, form, None), 422
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
def write_notice(project: Project) -> AnyResponse | tuple[str, int]:
    """A new version of what people are told; answers given before keep the version they saw."""
    form = _notice_form(project)
    if not form.validate():
        return _page(project, _closed_form(project), form), 422
    operations.write_notice(
        the_house().session(), project, form.language.data, form.text.data.strip(), by=current_user
    )
    flash(_("Saved as a new version. Answers given before keep what they were told."), "good")
    return redirect(url_for(".limits", project=project.slug), 303)


def _all_of(session: Session, project: Project) -> list[int]:
    return list(session.scalars(select(Photograph.id).where(Photograph.project_id == project.id)))
