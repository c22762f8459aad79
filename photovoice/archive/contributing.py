"""The page by which photographs come in: one form, however many files, a verdict on each."""

from functools import partial

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts.models import Person
from photovoice.archive import operations
from photovoice.archive.forms import ContributeForm
from photovoice.archive.operations import Received
from photovoice.archive.showing import shown
from photovoice.archive.verdicts import Verdict, verdict_on
from photovoice.archive.views import bp
from photovoice.archive.walk import STEPS, Walk
from photovoice.house import the_house
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import queries as projects
from photovoice.projects.models import Project


def _form(project: Project) -> ContributeForm:
    """The form; only who completes anybody's photographs may say that somebody else took them."""
    form = ContributeForm()
    if allows(current_user, Permission.RECORD_CONSENT, project):
        people = projects.researchers(the_house().session(), project)
        form.photographer.choices = [(person.id, person.name) for person in people]
        if not form.is_submitted():
            form.photographer.data = current_user.id
    else:
        del form.photographer
    return form


def _photographer(form: ContributeForm) -> Person:
    chosen = form.photographer.data if "photographer" in form else None
    if chosen is None or chosen == current_user.id:
        return current_user._get_current_object()
    return the_house().session().get_one(Person, chosen)


@bp.get("/contribute")
@requires(Permission.CONTRIBUTE, projects.project)
def contribute(project: Project) -> str:
    """Two large buttons."""
    return render_template("archive/contribute.html", project=project, form=_form(project))


@bp.post("/contribute")
@requires(Permission.CONTRIBUTE, projects.project)
def take_in(project: Project) -> tuple[AnyResponse | str, int]:
    """Take in what was sent, each file by itself; reloading the answer receives nothing twice."""
    form = _form(project)
    files = [file for file in request.files.getlist("photographs") if file.filename]
    if not form.validate() or not files:
        if not form.errors:
            form.form_errors.append(_("Choose at least one photograph first."))
        if _wants_json():
            return jsonify(results=[], sentence=str(form.form_errors and form.form_errors[0])), 422
        page = render_template("archive/contribute.html", project=project, form=form)
        return page, 422
    photographer = _photographer(form)
    uid = form.uid.data if len(files) == 1 else None
    session = the_house().session()
    session.commit()  # a picture takes a while to look at, and others want to write meanwhile
    verdicts = [
        verdict_on(
            file.filename or "", partial(_receive, session, project, photographer, file, uid)
        )
        for file in files
    ]
    return _answer(project, verdicts)


def _receive(
    session: Session, project: Project, photographer: Person, file: FileStorage, uid: str | None
) -> Received:
    received = operations.receive(
        the_house(),
        session,
        project,
        photographer,
        file.stream,
        by=current_user,
        uid=uid,
        caption_language=photographer.language,
        title_language=photographer.language,
    )
    session.commit()  # only now may “received” be said
    return received


def _answer(project: Project, verdicts: list[Verdict]) -> tuple[AnyResponse | str, int]:
    if _wants_json():
        return jsonify(results=[_result(verdict) for verdict in verdicts]), 200
    page = render_template(
        "archive/taken_in.html",
        project=project,
        verdicts=[
            (verdict, shown(verdict.photograph, largest=320) if verdict.ok else None)
            for verdict in verdicts
        ],
        onwards=walk_through(project, [v.photograph.id for v in verdicts if v.ok]),
    )
    return page, 200 if any(verdict.ok for verdict in verdicts) else 422


def _result(verdict: Verdict) -> dict:
    where = {"project": verdict.photograph.project.slug} if verdict.ok else {}
    url = verdict.ok and url_for(STEPS[0], photograph=verdict.photograph.id, **where)
    return verdict.as_json() | {"url": url or None}


def walk_through(project: Project, ids: list[int]) -> str | None:
    """Where the walk through photographs just taken in begins."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return None
    rest = Walk(tuple(ids[1:]), begun=True)
    return url_for(STEPS[0], project=project.slug, photograph=ids[0], walk=rest.argument)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
