"""The page by which photographs come in: one task a screen on a phone; without JavaScript one form,
however many files, with a verdict on each."""

from functools import partial

from flask import Blueprint, g, render_template, request, url_for
from flask import session as browser
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts.models import Person
from photovoice.archive import operations
from photovoice.archive.forms import ContributeForm, languages_of
from photovoice.archive.operations import Received
from photovoice.archive.showing import shown
from photovoice.archive.verdicts import Verdict, verdict_on
from photovoice.archive.walk import STEPS, Walk
from photovoice.choices import offer
from photovoice.consent import queries as consent
from photovoice.consent.forms import ReleaseForm
from photovoice.consent.models import Notice
from photovoice.consent.notices import standard_text
from photovoice.consent.rules import Part
from photovoice.db import today
from photovoice.house import the_house
from photovoice.permissions import Permission, allows, requires
from photovoice.phone.operations import room_left
from photovoice.phone.sentences import SENTENCES
from photovoice.phone.views import who_sends
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.projects.queries import membership_of
from photovoice.security import takes_files

bp = Blueprint("contribute", __name__)
LAST = "contributed_to"
"""Under which a browser's session keeps the project whose page was opened last."""


def _form(project: Project) -> ContributeForm:
    """The form; only who completes anybody's photographs may say that somebody else took them."""
    form = ContributeForm()
    if allows(current_user, Permission.RECORD_CONSENT, project):
        people = projects.researchers(the_house().session(), project)
        form.photographer.choices = offer((person.id, person.name) for person in people)
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


@bp.get("/projects/<project>/contribute")
@requires(Permission.CONTRIBUTE, projects.project)
def photographs(project: Project) -> str:
    """Two large buttons, what is on its way, and the screens of one photograph."""
    browser[LAST] = project.id
    return _page(project, _form(project))


def _page(project: Project, form: ContributeForm) -> str:
    session, person = the_house().session(), current_user._get_current_object()
    release = ReleaseForm(formdata=None, prefix="").for_part(
        Part.PHOTOGRAPHER, is_child=False, on=today()
    )
    membership = membership_of(session, project, person)
    release.credit_name.data = membership.credit_name if membership else ""
    notice = _notice(session, project, g.language)
    return render_template(
        "contribute/photographs.html",
        project=project,
        form=form,
        release=release,
        notice=notice,
        notice_text=notice.text if notice else standard_text(),
        notice_language=notice.language if notice else g.language,
        languages=languages_of(project, g.language, first=g.language),
        sentences={name: str(sentence) for name, sentence in SENTENCES.items()},
        largest=the_house().config.largest_picture,
        who=who_sends(person, the_house().config),
    )


def _notice(session: Session, project: Project, language: str) -> Notice | None:
    """What the project wrote for its people to read; None where that is the standard text, which
    everybody reads in their own language."""
    found = consent.notice(session, project, language)
    if found is None or found.language == language:
        return found
    with force_locale(found.language.replace("-", "_")):
        is_standard = standard_text() == found.text
    return None if is_standard else found


@bp.post("/projects/<project>/contribute")
@requires(Permission.CONTRIBUTE, projects.project)
@takes_files
def take_in(project: Project) -> tuple[AnyResponse | str, int]:
    """Take in what was sent, each file by itself; reloading the answer receives nothing twice."""
    form = _form(project)
    files = [file for file in request.files.getlist("photographs") if file.filename]
    if not form.validate() or not files:
        if not form.errors:
            form.form_errors.append(_("Choose at least one photograph first."))
        return _page(project, form), 422
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
    house = the_house()
    with house.database.session(writes=False) as reading:
        room = room_left(reading, project, house.config)
    received = operations.receive(
        house,
        session,
        project,
        photographer,
        file.stream,
        by=current_user,
        uid=uid,
        name=file.filename or "",
        room=room,
        caption_language=photographer.language,
        title_language=photographer.language,
    )
    session.commit()  # only now may “received” be said
    return received


def _answer(project: Project, verdicts: list[Verdict]) -> tuple[AnyResponse | str, int]:
    page = render_template(
        "contribute/taken_in.html",
        project=project,
        verdicts=[
            (verdict, shown(verdict.photograph, largest=320) if verdict.ok else None)
            for verdict in verdicts
        ],
        onwards=walk_through(project, [v.photograph.id for v in verdicts if v.ok]),
    )
    return page, 200 if any(verdict.ok for verdict in verdicts) else 422


def walk_through(project: Project, ids: list[int]) -> str | None:
    """Where the walk through photographs just taken in begins."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return None
    rest = Walk(tuple(ids[1:]), begun=True)
    return url_for(STEPS[0], project=project.slug, photograph=ids[0], walk=rest.argument)
