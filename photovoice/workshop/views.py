"""The workshop's pages: sessions and what was said in them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice.archive import queries as archive_queries
from photovoice.archive.sight import sights
from photovoice.choices import offer, offer_languages
from photovoice.db import today
from photovoice.edits import edit_form
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries as projects_queries
from photovoice.projects.models import Project
from photovoice.removals import offer_undo
from photovoice.workshop import operations, queries, showing
from photovoice.workshop.forms import GuideForm, SaidForm, SessionForm
from photovoice.workshop.models import Contribution, Guide, Look, WorkshopSession

bp = Blueprint("workshop", __name__, url_prefix="/projects/<project>")


@bp.get("/workshop/")
@requires(Permission.BROWSE, projects_queries.project)
def sessions(project: Project):
    """The sessions of a project."""
    session = the_house().session()
    found = queries.sessions(session, project)
    guides = queries.guides_of(session, project)
    looked_at = [look.photograph for one in found for look in one.looks]
    shows = showing.before_the_group(session, looked_at)
    return render_template(
        "workshop/sessions.html", project=project, sessions=found, guides=guides, shows=shows
    )


def _session_form(project: Project, **given) -> SessionForm:
    form = SessionForm(**given)
    guides = queries.guides_of(the_house().session(), project)
    form.guide.choices = offer((guide.id, guide.name) for guide in guides)
    return form


@bp.route("/workshop/new", methods=["GET", "POST"])
@requires(Permission.FACILITATE, projects_queries.project)
def open_session(project: Project):
    """Open a session."""
    form = _session_form(project)
    if request.method == "GET":
        form.held_on.data = today()
    if not form.validate_on_submit():
        return render_template("workshop/open.html", project=project, form=form)
    session = the_house().session()
    guide = next(one for one in queries.guides_of(session, project) if one.id == form.guide.data)
    made = operations.open_session(
        session,
        project,
        form.title.data,
        form.held_on.data,
        by=current_user,
        guide=guide,
        place=form.place.data or "",
        people_present=form.people_present.data,
        note=form.note.data or "",
    )
    return redirect(url_for(".session", project=project.slug, workshop=made.id), 303)


@bp.get("/workshop/<int:workshop>")
@requires(Permission.BROWSE, queries.workshop)
def session(workshop: WorkshopSession):
    """One session: its photographs with what was said, and photographs that could be added."""
    session = the_house().session()
    return render_template(
        "workshop/session.html",
        workshop=workshop,
        said=queries.said_in(session, workshop),
        shows=showing.before_the_group(session, [look.photograph for look in workshop.looks]),
        could=showing.could_be_looked_at(session, workshop),
    )


@bp.post("/workshop/<int:workshop>/photographs")
@requires(Permission.FACILITATE, queries.workshop)
def look_at(workshop: WorkshopSession):
    """Put photographs before the group."""
    session, ticked = the_house().session(), request.form.getlist("photograph", type=int)
    if not ticked:
        flash(_("Tick a photograph or two first."), "care")
    for number in ticked:
        photograph = archive_queries.photograph(session, workshop.project.slug, number)
        if photograph is not None:
            operations.look_at(session, workshop, photograph, by=current_user, on=today())
    return _to_session(workshop)


@bp.route("/workshop/<int:workshop>/photographs/<int:photograph>", methods=["GET"])
@requires(Permission.BROWSE, queries.look)
def look(look: Look):
    """One photograph before the group: large, beside the questions and what was answered."""
    session = the_house().session()
    shown = sights(
        session, [look.photograph], person=current_user, gate=the_house().gate, on=today()
    )
    if look.photograph_id not in shown:
        flash(_("That photograph is not cleared for the workshop at present."), "care")
        return _to_session(look.session)
    return render_template("workshop/look.html", **showing.look(session, look, said_form(look)))


@bp.post("/workshop/<int:workshop>/photographs/<int:photograph>")
@requires(Permission.FACILITATE, queries.look)
def write_down(look: Look):
    """Write an answer down."""
    session, form = the_house().session(), said_form(look)
    if not form.validate():
        page = render_template("workshop/look.html", **showing.look(session, look, form))
        return page, 400
    operations.write_down(
        session,
        look.session,
        look.photograph,
        form.text.data,
        by=current_user,
        question=form.question.data or "",
        language=form.language.data,
        **showing.who(session, look.session.project, form.who.data, form.label.data),
    )
    flash(_("Written down."), "good")
    return redirect(_look_address(look, f"question-{form.question.data}"), 303)


@bp.post("/workshop/<int:workshop>/photographs/<int:photograph>/put-away")
@requires(Permission.FACILITATE, queries.look)
def put_away(look: Look):
    """Take a photograph out of a session."""
    workshop, name = look.session, look.photograph.name
    removal = operations.put_away(the_house().session(), look, by=current_user)
    offer_undo(_("“%(name)s” is out of the session.", name=name), removal)
    return _to_session(workshop)


@bp.post("/said/<int:contribution>/strike")
@requires(Permission.FACILITATE, queries.contribution)
def strike(contribution: Contribution):
    """Take out something that was written down."""
    workshop, photograph = contribution.session, contribution.photograph_id
    removal = operations.strike(the_house().session(), contribution, by=current_user)
    offer_undo(_("Struck out."), removal)
    project = workshop.project.slug
    return redirect(
        url_for(".look", project=project, workshop=workshop.id, photograph=photograph), 303
    )


@bp.route("/guides/<int:guide>", methods=["GET", "POST"])
@requires(Permission.FACILITATE, queries.guide)
def guide(guide: Guide):
    """Change the questions of a guide."""
    session = the_house().session()
    form = edit_form(
        session,
        GuideForm,
        guide,
        lambda: {
            "name": guide.name,
            "questions": "\n".join(one["question"] for one in guide.questions),
        },
    )
    if form.validate_on_submit():
        operations.change_guide(session, guide, form.name.data, form.lines(), by=current_user)
        flash(_("Saved."), "good")
        return redirect(url_for(".sessions", project=guide.project.slug), 303)
    page = render_template("workshop/guide.html", guide=guide, form=form)
    return page, 422 if form.errors else 200


def said_form(look: Look) -> SaidForm:
    """The form for an answer, with the people and languages of the project."""
    form, project = SaidForm(), look.session.project
    form.who.choices = offer(showing.who_choices(the_house().session(), project))
    form.language.choices = offer_languages(project.languages)
    return form


def _look_address(look: Look, anchor: str | None = None) -> str:
    return url_for(
        ".look",
        project=look.session.project.slug,
        workshop=look.session_id,
        photograph=look.photograph_id,
        _anchor=anchor,
    )


def _to_session(workshop: WorkshopSession):
    return redirect(url_for(".session", project=workshop.project.slug, workshop=workshop.id), 303)
