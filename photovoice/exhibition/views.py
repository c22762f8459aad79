"""The curators' pages: the light table, the tour, and publishing."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts.views import onwards
from photovoice.archive import queries as archive_queries
from photovoice.audit import record
from photovoice.choices import offer, offer_languages
from photovoice.consent.queries import NotCleared
from photovoice.consent.words import what_is_missing
from photovoice.db import today
from photovoice.edits import edit_form
from photovoice.exhibition import changes, content, operations, press, queries, showing
from photovoice.exhibition.forms import (
    ExhibitionForm,
    LabelForm,
    SectionForm,
    SectionWordsForm,
    StopForm,
)
from photovoice.exhibition.models import Edition, Exhibition, Panel, Section, TourStop
from photovoice.exhibition.words import TEXTS
from photovoice.exhibition.words import why as why_made
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import Permission, requires
from photovoice.projects import queries as projects_queries
from photovoice.projects.models import Project
from photovoice.refusals import Refusal
from photovoice.removals import offer_undo
from photovoice.workshop import queries as workshop_queries

bp = Blueprint("exhibition", __name__, url_prefix="/projects/<project>/exhibitions")


def _offering_languages(form: ExhibitionForm, project: Project) -> ExhibitionForm:
    also = [form.language.data] if form.language.data else []
    form.language.choices = offer_languages(dict.fromkeys([*project.languages, *also]))
    return form


@bp.get("/")
@requires(Permission.CURATE, projects_queries.project)
def exhibitions(project: Project):
    """The exhibitions of a project."""
    found = queries.exhibitions(the_house().session(), project)
    return render_template("exhibition/exhibitions.html", project=project, exhibitions=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CURATE, projects_queries.project)
def start(project: Project):
    """Start an exhibition; with the project's themes as its first sections, if wished."""
    form = _offering_languages(ExhibitionForm(), project)
    session = the_house().session()
    if not form.validate_on_submit():
        return render_template("exhibition/start.html", project=project, form=form)
    made = operations.start_exhibition(
        session,
        project,
        form.title.data,
        by=current_user,
        introduction=form.introduction.data or "",
        language=form.language.data,
        accent=form.accent.data,
    )
    for theme in workshop_queries.themes(session, project):
        operations.add_section(session, made, "", by=current_user, theme=theme)
    return redirect(url_for(".builder", project=project.slug, exhibition=made.slug), 303)


@bp.get("/<exhibition>")
@requires(Permission.CURATE, queries.exhibition)
def builder(exhibition: Exhibition):
    """The light table: sections, what hangs in them, and what could."""
    return _builder_page(exhibition)


def _builder_page(
    exhibition: Exhibition, refusal: Refusal | None = None, form: SectionForm | None = None
) -> str:
    """The light table, and what was refused on it a moment ago, with the way to each reason."""
    return render_template(
        "exhibition/builder.html",
        exhibition=exhibition,
        table=showing.light_table(the_house().session(), exhibition, today()),
        section_form=form or _section_form(exhibition),
        refusal=refusal,
        obstacles=what_is_missing(refusal),
    )


@bp.route("/<exhibition>/words", methods=["GET", "POST"])
@requires(Permission.CURATE, queries.exhibition)
def words(exhibition: Exhibition):
    """Title, opening words, language and accent."""
    session = the_house().session()
    form = edit_form(session, ExhibitionForm, exhibition)
    _offering_languages(form, exhibition.project)
    if form.validate_on_submit():
        operations.change(
            session,
            exhibition,
            by=current_user,
            title=form.title.data,
            introduction=form.introduction.data or "",
            language=form.language.data,
            accent=form.accent.data,
        )
        flash(_("Saved. Visitors see it with the next edition."), "good")
        return _to_builder(exhibition)
    page = render_template("exhibition/words.html", exhibition=exhibition, form=form)
    return page, 422 if form.errors else 200


def _section_form(exhibition: Exhibition) -> SectionForm:
    form = SectionForm()
    themes = workshop_queries.themes(the_house().session(), exhibition.project)
    form.theme.choices = offer(
        [("", _("None"))] + [(str(theme.id), theme.name) for theme in themes]
    )
    return form


@bp.post("/<exhibition>/sections")
@requires(Permission.CURATE, queries.exhibition)
def add_section(exhibition: Exhibition):
    """A section at the end, from a theme or with a heading of its own."""
    session, form = the_house().session(), _section_form(exhibition)
    if form.validate():
        themes = workshop_queries.themes(session, exhibition.project)
        theme = next((one for one in themes if str(one.id) == form.theme.data), None)
        operations.add_section(
            session,
            exhibition,
            form.title.data or "",
            by=current_user,
            text=form.text.data or "",
            theme=theme,
        )
        return _to_builder(exhibition)
    return _builder_page(exhibition, form=form)


@bp.route("/<exhibition>/sections/<int:section>", methods=["GET", "POST"])
@requires(Permission.CURATE, queries.section)
def section(section: Section):
    """The words of a section."""
    session = the_house().session()
    form = edit_form(session, SectionWordsForm, section)
    if form.validate_on_submit():
        operations.change(
            session,
            section,
            by=current_user,
            title=form.title.data,
            text=form.text.data or "",
        )
        return _to_builder(section.exhibition)
    page = render_template("exhibition/section.html", section=section, form=form)
    return page, 422 if form.errors else 200


@bp.post("/<exhibition>/sections/<int:section>/move")
@requires(Permission.CURATE, queries.section)
def move_section(section: Section):
    """Put a section earlier or later."""
    to = request.form.get("to", type=int, default=section.position)
    operations.move_section(the_house().session(), section, to, by=current_user)
    return _to_builder(section.exhibition)


@bp.post("/<exhibition>/sections/<int:section>/remove")
@requires(Permission.CURATE, queries.section)
def remove_section(section: Section):
    """Take a section away; its photographs go back to the tray."""
    exhibition = section.exhibition
    removal = operations.remove_section(the_house().session(), section, by=current_user)
    offer_undo(_("The section is gone; its photographs are back in the tray."), removal)
    return _to_builder(exhibition)


@bp.post("/<exhibition>/sections/<int:section>/panels")
@requires(Permission.CURATE, queries.section)
def hang(section: Section):
    """Hang a photograph at the end of a section; the gate may say no, and why."""
    session = the_house().session()
    number = request.form.get("photograph", type=int, default=0)
    photograph = archive_queries.photograph(session, section.project.slug, number)
    if photograph is None:
        return _to_builder(section.exhibition)
    try:
        operations.hang(session, section, photograph, by=current_user, on=today())
    except (NotCleared, operations.HangsAlready) as refusal:
        return _builder_page(section.exhibition, refusal), refusal.status
    flash(
        _("“%(name)s” hangs in “%(section)s”.", name=photograph.name, section=section.title), "good"
    )
    return _to_builder(section.exhibition)


@bp.post("/<exhibition>/panels/<int:panel>/move")
@requires(Permission.CURATE, queries.panel)
def move_panel(panel: Panel):
    """Put a panel at a place of a section: by dragging, or by its buttons."""
    exhibition = panel.section.exhibition
    wanted = request.form.get("section", type=int, default=panel.section_id)
    section = next((one for one in exhibition.sections if one.id == wanted), panel.section)
    to = request.form.get("to", type=int, default=panel.position)
    operations.move_panel(the_house().session(), panel, section, to, by=current_user)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(section=panel.section_id, position=panel.position)
    return _to_builder(exhibition, f"panel-{panel.id}")


@bp.post("/<exhibition>/panels/<int:panel>/take-down")
@requires(Permission.CURATE, queries.panel)
def take_down(panel: Panel):
    """Take a photograph off the wall."""
    exhibition, name = panel.section.exhibition, panel.photograph.name
    removal = operations.take_down(the_house().session(), panel, by=current_user)
    offer_undo(_("“%(name)s” is back in the tray.", name=name), removal)
    return redirect(onwards(request.form.get("next"), _address(".builder", exhibition)), 303)


@bp.route("/<exhibition>/panels/<int:panel>", methods=["GET", "POST"])
@requires(Permission.CURATE, queries.panel)
def label(panel: Panel):
    """The label beside a photograph."""
    session = the_house().session()
    form = edit_form(session, LabelForm, panel, same=panel.photograph_id)
    if form.validate_on_submit():
        operations.change(session, panel, by=current_user, label=form.label.data or "")
        return _to_builder(panel.section.exhibition, f"panel-{panel.id}")
    print_ = showing.one_print(session, panel, today())
    page = render_template("exhibition/label.html", panel=panel, print=print_, form=form)
    return page, 422 if form.errors else 200


@bp.route("/<exhibition>/tour", methods=["GET", "POST"])
@requires(Permission.CURATE, queries.exhibition)
def tour(exhibition: Exhibition):
    """Where the exhibition goes, and when."""
    form = StopForm()
    if form.validate_on_submit():
        operations.add_stop(
            the_house().session(),
            exhibition,
            by=current_user,
            venue=form.venue.data,
            address=form.address.data or "",
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            note=form.note.data or "",
        )
        flash(_("The stop is on the tour."), "good")
        return redirect(_address(".tour", exhibition), 303)
    return render_template("exhibition/tour.html", exhibition=exhibition, form=form, today=today())


@bp.post("/<exhibition>/tour/<int:stop>/remove")
@requires(Permission.CURATE, queries.stop)
def remove_stop(stop: TourStop):
    """Take a stop off the tour."""
    exhibition, venue = stop.exhibition, stop.venue
    removal = operations.remove_stop(the_house().session(), stop, by=current_user)
    offer_undo(_("%(venue)s is off the tour.", venue=venue), removal)
    return redirect(_address(".tour", exhibition), 303)


@bp.get("/<exhibition>/publish")
@requires(Permission.CURATE, queries.exhibition)
def before_publishing(exhibition: Exhibition):
    """What will be published, what stands in the way, and what was published before."""
    house = the_house()
    session = house.session()
    draft = content.freeze(session, exhibition, house.responses(session, exhibition))
    live = queries.live_edition(exhibition)
    said = {panel["photograph"] for panel in content.panels(draft)}
    hanging = [panel.photograph for panel in queries.panels_of(exhibition)]
    return render_template(
        "exhibition/publish.html",
        exhibition=exhibition,
        table=showing.light_table(session, exhibition, today()),
        changes=changes.between(content.of(house, session, live), draft) if live else None,
        bare=[photograph for photograph in hanging if photograph.id not in said],
        texts=TEXTS,
        why=why_made,
    )


@bp.post("/<exhibition>/publish")
@requires(Permission.CURATE, queries.exhibition)
def publish(exhibition: Exhibition):
    """Ask for an edition."""
    session = the_house().session()
    try:
        edition = operations.ask_to_publish(session, exhibition, by=current_user, on=today())
    except operations.NotAllCleared as refusal:
        flash(str(refusal), "stop")
        return redirect(_address(".before_publishing", exhibition), 303)
    return redirect(_address(".edition", exhibition, edition=edition.number), 303)


@bp.get("/<exhibition>/editions/<int:edition>")
@requires(Permission.CURATE, queries.edition)
def edition(edition: Edition):
    """How the making of an edition goes; afterwards, where it hangs."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(state=edition.state, done=edition.progress, total=edition.total)
    folder = the_house().config.exhibitions_folder / edition.exhibition.slug
    return render_template(
        "exhibition/edition.html",
        edition=edition,
        exhibition=edition.exhibition,
        copies=showing.copies(folder, edition),
        then=queries.succession(edition),
        stuck=press.is_closed(edition.exhibition),
        why=why_made(edition),
    )


@bp.post("/<exhibition>/editions/<int:edition>/again")
@requires(Permission.CURATE, queries.edition)
def make_again(edition: Edition) -> AnyResponse:
    """Try once more to make an edition that was given up."""
    house = the_house()
    if jobs.try_again_for(house, house.session(), "exhibition.publish", edition=edition.id):
        record(house.session(), current_user, "tried_again", edition)
    return redirect(_address(".edition", edition.exhibition, edition=edition.number), 303)


@bp.get("/<exhibition>/editions/<int:edition>/copy.zip")
@requires(Permission.CURATE, queries.edition)
def copy(edition: Edition):
    """The edition as one file for a USB stick: everything that may hang at a venue."""
    folder = the_house().config.exhibitions_folder / edition.exhibition.slug
    return showing.zipped(the_house().session(), folder, edition)


def _address(endpoint: str, exhibition: Exhibition, **parts) -> str:
    project = exhibition.project.slug
    return url_for(endpoint, project=project, exhibition=exhibition.slug, **parts)


def _to_builder(exhibition: Exhibition, anchor: str | None = None):
    return redirect(_address(".builder", exhibition, _anchor=anchor), 303)
