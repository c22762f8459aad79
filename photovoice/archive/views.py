"""The archive's pages: the contact sheet, one photograph, its words and its pictures."""

from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from photovoice.archive import loaders, operations, queries, taking_back
from photovoice.archive.forms import WordsForm
from photovoice.archive.models import OtherWords, Photograph, Rendition, State, WordsTakenBack
from photovoice.archive.rules import Place, Sight, Standing
from photovoice.archive.showing import Shown, day_question, heard, shown
from photovoice.archive.sight import sees_everything, sights, tends
from photovoice.archive.walk import walk
from photovoice.audit import record
from photovoice.db import today
from photovoice.edits import edit_form
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.security import ORIGINALS_POLICY
from photovoice.storage import Missing

bp = Blueprint("archive", __name__, url_prefix="/projects/<project>")

KEPT_BY_BROWSER = 8 * 60 * 60
"""Seconds a browser keeps a picture; its address changes when the picture does."""


@bp.get("/photographs/")
@requires(Permission.BROWSE, projects.project)
def sheet(project: Project) -> str:
    """The contact sheet: what the person may see of the project, newest first."""
    house = the_house()
    session, everything = house.session(), sees_everything(current_user, project)
    needs = request.args.get("needs")
    narrowed = queries.Filter(
        researcher=request.args.get("researcher", type=int),
        needs=needs if needs in ("caption", "consent") else None,
    )
    page = queries.sheet(
        session,
        project,
        person=current_user,
        gate=house.gate,
        on=today(),
        narrowed=narrowed,
        before=Place.read(request.args.get("before")),
        after=Place.read(request.args.get("after")),
    )
    return render_template(
        "archive/sheet.html",
        project=project,
        photos=[
            tile(photograph, page.sights[photograph.id], page.standings[photograph.id])
            for photograph in page.photographs
        ],
        narrowed=narrowed,
        researchers=projects.researchers(session, project),
        total=queries.how_many(session, project) if everything else None,
        older=_beside(project, before=page.older),
        newer=_beside(project, after=page.newer),
    )


def _beside(
    project: Project, *, before: Place | None = None, after: Place | None = None
) -> str | None:
    """The address of the page beside this one, with the same filters, or None without a place."""
    if before is None and after is None:
        return None
    return url_for(
        ".sheet",
        project=project.slug,
        researcher=request.args.get("researcher") or None,
        needs=request.args.get("needs") or None,
        before=before,
        after=after,
    )


def tile(photograph: Photograph, sight: Sight, standing: Standing | None = None) -> Shown:
    """A photograph as a tile, saying what it still lacks."""
    badges = []
    if photograph.state is State.RECEIVED:
        badges.append(("quiet", _("Developing")))
    if photograph.doubt and tends(current_user, photograph):
        badges.append(("care", _("Perhaps damaged")))
    if not photograph.caption and tends(current_user, photograph):
        badges.append(("care", _("No words yet")))
    if standing is not None and standing.withdrawn and tends(current_user, photograph):
        badges.append(("stop", _("Consent withdrawn")))
    if standing is not None and standing.waiting and tends(current_user, photograph):
        badges.append(("care", _("Consent to ask")))
    return replace(shown(photograph, sight, largest=queries.ON_A_TILE), badges=badges)


@bp.get("/photographs/<int:photograph>")
@requires(Permission.BROWSE, loaders.seen)
def photograph(photograph: Photograph) -> AnyResponse | str:
    """One photograph with everything known about it."""
    house = the_house()
    session = house.session()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(id=photograph.id, state=photograph.state.value)
    note = queries.voice(session, photograph)
    tended = tends(current_user, photograph)
    near = queries.nearly_alike(session, photograph)
    near_sights = sights(session, near, person=current_user, gate=house.gate, on=today())
    return render_template(
        "archive/photograph.html",
        photograph=photograph,
        photo=shown(photograph, g.sight),
        voice=heard(note) if note else None,
        blurred=g.sight is Sight.BLURRED,
        tended=tended,
        day_question=day_question(photograph),
        near=[tile(one, near_sights[one.id]) for one in near if one.id in near_sights],
        others=queries.other_words_for(session, photograph, current_user) if tended else [],
        same_file=queries.same_file(session, photograph)
        if allows(current_user, Permission.RECORD_CONSENT, photograph.project)
        else [],
        panels=[panel for add in house.photograph_panels if (panel := add(session, photograph))],
    )


@bp.route("/photographs/<int:photograph>/words", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.tended)
def words(photograph: Photograph) -> AnyResponse | tuple[str, int]:
    """Say something about a photograph: one task a screen."""
    session = the_house().session()
    form = edit_form(session, WordsForm, photograph).for_photograph(photograph)
    if form.validate_on_submit():
        operations.describe(session, photograph, by=current_user, **form.words())
        flash(_("Kept."), "good")
        return redirect(walk().after("archive.words", photograph), 303)
    sight = loaders.sight_of(session, photograph) or Sight.WHOLE
    note = queries.voice(session, photograph)
    page = render_template(
        "archive/words.html",
        photograph=photograph,
        shown_now=bool(the_house().where_shown(session, [photograph.id])),
        taken=loaders.taken_back(session, photograph.project.slug, photograph.id),
        may_take_back=any(getattr(photograph, name) for name in taking_back.OWN_WORDS),
        voice=heard(note) if note else None,
        photo=shown(photograph, sight, largest=1600),
        form=form,
        day_question=day_question(photograph),
        walk=walk(),
    )
    return page, 422 if form.errors else 200


@bp.post("/photographs/<int:photograph>/other-words/<int:other>")
@requires(Permission.CONTRIBUTE, loaders.other_words)
def choose_words(other: OtherWords) -> AnyResponse:
    """Use the words kept beside a photograph, or let them go."""
    session, by = the_house().session(), current_user._get_current_object()
    photograph = other.photograph
    if request.form.get("choice") == "use":
        operations.choose_other(session, other, by=by)
        flash(_("Kept. The words that stood before are kept beside the photograph."), "good")
    else:
        operations.let_go_of_other(session, other, by=by)
        flash(_("Let go."), "good")
    page = url_for(".photograph", project=photograph.project.slug, photograph=photograph.id)
    return redirect(page, 303)


@bp.post("/photographs/<int:photograph>/words/take-back")
@requires(Permission.CONTRIBUTE, loaders.tended)
def take_words_back(photograph: Photograph) -> AnyResponse:
    """Take back what is written of a photograph, everywhere and at once."""
    taking_back.take_words_back(the_house().session(), photograph, by=current_user)
    flash(_("These words are taken back. Nobody sees them any more."), "good")
    return redirect(_words_of(photograph), 303)


@bp.post("/photographs/<int:photograph>/words/bring-back")
@requires(Permission.CONTRIBUTE, loaders.taken_back)
def bring_words_back(taken: WordsTakenBack) -> AnyResponse:
    """Put words somebody took back where they stood."""
    taking_back.bring_words_back(the_house().session(), taken, by=current_user)
    flash(_("The words are back. Visitors see them when a curator publishes again."), "good")
    return redirect(_words_of(taken.photograph), 303)


def _words_of(photograph: Photograph) -> str:
    return url_for(".words", project=photograph.project.slug, photograph=photograph.id)


@bp.post("/photographs/<int:photograph>/whole")
@requires(Permission.CONTRIBUTE, loaders.tended)
def whole(photograph: Photograph) -> AnyResponse:
    """Somebody has looked: it is not damaged."""
    operations.find_whole(the_house().session(), photograph, by=current_user)
    return redirect(
        url_for(".photograph", project=photograph.project.slug, photograph=photograph.id), 303
    )


@bp.post("/photographs/<int:photograph>/again")
@requires(Permission.CONTRIBUTE, loaders.tended)
def develop_again(photograph: Photograph) -> AnyResponse:
    """Try once more to prepare a photograph for which that was given up."""
    house = the_house()
    if jobs.try_again_for(house, house.session(), "archive.develop", photograph=photograph.id):
        record(house.session(), current_user, "tried_again", photograph)
    return redirect(
        url_for(".photograph", project=photograph.project.slug, photograph=photograph.id), 303
    )


@bp.get("/photographs/<int:photograph>/<int:size>.jpg")
@requires(Permission.BROWSE, loaders.seen)
def rendition(photograph: Photograph) -> AnyResponse:
    """A copy of a photograph, in the form the person may see; ``whole`` for who covers faces."""
    size = (request.view_args or {}).get("size")
    whole = request.args.get("whole") and tends(current_user, photograph)
    blurred = g.sight is Sight.BLURRED and not whole
    copies = [r for r in photograph.renditions if r.redacted == blurred and r.size == size]
    return picture(copies[0]) if copies else abort(404)


def picture(copy: Rendition) -> Response:
    """The bytes of a rendition, kept by nobody but the browser that asked."""
    try:
        stream = the_house().store.open(copy.key)
    except Missing:
        abort(404)
    response = send_file(
        stream, mimetype="image/jpeg", etag=copy.sha256, max_age=KEPT_BY_BROWSER, conditional=True
    )
    response.headers["Cache-Control"] = f"private, max-age={KEPT_BY_BROWSER}, immutable"
    return response


@bp.get("/photographs/<int:photograph>/original")
@requires(Permission.CONTRIBUTE, loaders.tended)
def original(photograph: Photograph) -> AnyResponse:
    """The original as it is stored, to keep; nothing in them may run in a browser."""
    if photograph.is_removed:
        abort(404)
    ending = photograph.original_key.rpartition(".")[2]
    try:
        stream = the_house().store.open(photograph.original_key)
    except Missing:
        abort(404)
    response = send_file(
        stream,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"{photograph.project.slug}-{photograph.id}.{ending}",
        etag=photograph.stored_sha256,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = ORIGINALS_POLICY
    return response


# The pages of the same part that have a file of their own.
from photovoice.archive import finding, listening  # noqa: E402, F401
