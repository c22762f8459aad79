"""The pages on which photographs get words and themes, and are put forward."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice.accounts.views import onwards
from photovoice.archive import queries as archive_queries
from photovoice.archive.models import Photograph
from photovoice.choices import offer, offer_languages
from photovoice.edits import edit_form
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries as projects_queries
from photovoice.projects.models import Project
from photovoice.removals import offer_undo
from photovoice.workshop import operations, queries, rules, showing
from photovoice.workshop.forms import LinkForm, SaidForm, TagsForm, ThemeForm
from photovoice.workshop.models import Reading, Theme, ThemeLink
from photovoice.workshop.views import bp


@bp.get("/themes/")
@requires(Permission.BROWSE, projects_queries.project)
def themes(project: Project):
    """The themes of a project, with a few photographs of each."""
    return _themes_page(project, ThemeForm(formdata=None))


def _themes_page(project: Project, form: ThemeForm, status: int = 200):
    session = the_house().session()
    found = queries.themes(session, project)
    shows = showing.of(session, [link.photograph for theme in found for link in theme.links])
    page = render_template(
        "workshop/themes.html",
        project=project,
        themes=found,
        shows=shows,
        tags=queries.tags_used(session, project),
        form=form,
    )
    return page, status


@bp.post("/themes/")
@requires(Permission.FACILITATE, projects_queries.project)
def find_theme(project: Project):
    """Write down a theme the group found."""
    form, session = ThemeForm(), the_house().session()
    if not form.validate():
        return _themes_page(project, form, 400)
    theme = operations.find_theme(
        session, project, form.name.data, by=current_user, statement=form.statement.data or ""
    )
    return redirect(url_for(".theme", project=project.slug, theme=theme.slug), 303)


def _reading_form(theme: Theme) -> SaidForm:
    form = SaidForm()
    form.who.choices = offer(showing.who_choices(the_house().session(), theme.project))
    form.language.choices = offer_languages(theme.project.languages)
    return form


@bp.get("/themes/<theme>")
@requires(Permission.BROWSE, queries.theme)
def theme(theme: Theme):
    """A theme: its statement, its readings beside it, and its photographs."""
    return _theme_page(theme, _reading_form(theme))


def _theme_page(theme: Theme, form: SaidForm, status: int = 200):
    session = the_house().session()
    page = render_template(
        "workshop/theme.html",
        theme=theme,
        project=theme.project,
        links=[link for link in theme.links if not link.sees_it_otherwise],
        otherwise=[link for link in theme.links if link.sees_it_otherwise],
        shows=showing.of(session, [link.photograph for link in theme.links]),
        form=form,
    )
    return page, status


@bp.post("/themes/<theme>/readings")
@requires(Permission.FACILITATE, queries.theme)
def read_otherwise(theme: Theme):
    """Keep how somebody reads the theme differently."""
    form, session = _reading_form(theme), the_house().session()
    if not form.validate():
        return _theme_page(theme, form, 400)
    operations.read_otherwise(
        session,
        theme,
        form.text.data,
        by=current_user,
        language=form.language.data,
        **showing.who(session, theme.project, form.who.data, form.label.data),
    )
    flash(_("It stands beside the statement now."), "good")
    return redirect(url_for(".theme", project=theme.project.slug, theme=theme.slug), 303)


@bp.route("/themes/<theme>/words", methods=["GET", "POST"])
@requires(Permission.FACILITATE, queries.theme)
def theme_words(theme: Theme):
    """Other words for a theme."""
    session = the_house().session()
    form = edit_form(session, ThemeForm, theme)
    if not form.validate_on_submit():
        page = render_template("workshop/theme_words.html", theme=theme, form=form)
        return page, 422 if form.errors else 200
    operations.change_theme(
        session,
        theme,
        by=current_user,
        name=form.name.data,
        statement=form.statement.data or "",
    )
    flash(_("Saved. The words before stay in the record."), "good")
    return redirect(url_for(".theme", project=theme.project.slug, theme=theme.slug), 303)


@bp.post("/themes/<theme>/put-away")
@requires(Permission.FACILITATE, queries.theme)
def put_away_theme(theme: Theme):
    """Take out a theme, with its readings and its photographs' links to it."""
    name, project = theme.name, theme.project.slug
    removal = operations.put_away_theme(the_house().session(), theme, by=current_user)
    offer_undo(_("“%(name)s” is put away.", name=name), removal)
    return redirect(url_for(".themes", project=project), 303)


@bp.post("/readings/<int:reading>/strike")
@requires(Permission.FACILITATE, queries.reading)
def strike_reading(reading: Reading):
    """Take out a reading that was typed wrongly."""
    theme = reading.theme
    removal = operations.strike_reading(the_house().session(), reading, by=current_user)
    offer_undo(_("Struck out. It leaves every exhibition at once."), removal)
    return redirect(url_for(".theme", project=theme.project.slug, theme=theme.slug), 303)


@bp.route("/photographs/<int:photograph>/findings", methods=["GET", "POST"])
@requires(Permission.FACILITATE, archive_queries.photograph)
def findings(photograph: Photograph):
    """Words and themes for one photograph."""
    form = _link_form(photograph)
    if form.is_submitted() and form.validate():
        _link(photograph, form)
        return _back(photograph)
    return _findings_page(photograph, form, TagsForm(formdata=None))


def _findings_page(photograph: Photograph, form: LinkForm, tags_form: TagsForm, status: int = 200):
    session = the_house().session()
    page = render_template(
        "workshop/findings.html",
        photograph=photograph,
        photo=showing.of(session, [photograph]).get(photograph.id),
        tags=queries.tags_of(session, [photograph.id])[photograph.id],
        links=queries.themes_of(session, [photograph.id])[photograph.id],
        form=form,
        tags_form=tags_form,
    )
    return page, status


def _link_form(photograph: Photograph, **given) -> LinkForm:
    session, form = the_house().session(), LinkForm(**given)
    themes = queries.themes(session, photograph.project)
    form.theme.choices = offer((theme.id, theme.name) for theme in themes)
    form.who.choices = offer(showing.who_choices(session, photograph.project))
    return form


def _link(photograph: Photograph, form: LinkForm) -> None:
    session, project = the_house().session(), photograph.project
    theme = next(t for t in queries.themes(session, project) if t.id == form.theme.data)
    said = showing.who(session, project, form.who.data, form.label.data)
    operations.link(
        session,
        theme,
        photograph,
        by=current_user,
        made_by=said["said_by"],
        made_by_label=said["said_by_label"],
        why=form.why.data or "",
        sees_it_otherwise=form.sees_it_otherwise.data,
    )
    if form.sees_it_otherwise.data:
        said_so = _("Kept with “%(theme)s”: somebody sees it otherwise.", theme=theme.name)
    else:
        said_so = _("Linked to “%(theme)s”.", theme=theme.name)
    flash(said_so, "good")


@bp.post("/theme-links/<int:link>/remove")
@requires(Permission.FACILITATE, queries.theme_link)
def unlink(link: ThemeLink):
    """Take a link away that was made by mistake."""
    photograph, theme = link.photograph, link.theme.name
    removal = operations.unlink(the_house().session(), link, by=current_user)
    offer_undo(_("Not linked to “%(theme)s” any more.", theme=theme), removal)
    return _back(photograph)


@bp.post("/photographs/<int:photograph>/tags")
@requires(Permission.FACILITATE, archive_queries.photograph)
def tag(photograph: Photograph):
    """Put words on a photograph."""
    form = TagsForm()
    if not form.validate():
        return _findings_page(photograph, _link_form(photograph, formdata=None), form, 400)
    for name in rules.tags_in(form.tags.data):
        operations.tag(the_house().session(), photograph, name, by=current_user)
    return _back(photograph)


@bp.post("/photographs/<int:photograph>/tags/remove")
@requires(Permission.FACILITATE, archive_queries.photograph)
def untag(photograph: Photograph):
    """Take a word off a photograph."""
    session = the_house().session()
    number = request.form.get("tag", type=int, default=0)
    if (found := queries.tag(session, photograph.project.slug, number)) is not None:
        if (removal := operations.untag(session, photograph, found, by=current_user)) is not None:
            offer_undo(_("“%(word)s” is off the photograph.", word=found.name), removal)
    return _back(photograph)


@bp.get("/selection/")
@requires(Permission.BROWSE, projects_queries.project)
def selection(project: Project):
    """What the group puts forward."""
    session = the_house().session()
    photographs = queries.selected(session, project)
    shows = showing.of(session, photographs)
    return render_template(
        "workshop/selection.html", project=project, photographs=photographs, shows=shows
    )


@bp.post("/photographs/<int:photograph>/selection")
@requires(Permission.FACILITATE, archive_queries.photograph)
def put_forward(photograph: Photograph):
    """Put a photograph into the selection, or take it out."""
    session = the_house().session()
    if request.form.get("forward") == "no":
        removal, name = operations.hold_back(session, photograph, by=current_user), photograph.name
        if removal is not None:
            offer_undo(_("“%(name)s” is no longer put forward.", name=name), removal)
    else:
        operations.put_forward(session, photograph, by=current_user)
        flash(_("“%(name)s” is put forward.", name=photograph.name), "good")
    return redirect(onwards(request.form.get("next"), _address(photograph)), 303)


def _address(photograph: Photograph) -> str:
    project = photograph.project.slug
    return url_for("archive.photograph", project=project, photograph=photograph.id)


def _back(photograph: Photograph):
    project = photograph.project.slug
    return redirect(url_for(".findings", project=project, photograph=photograph.id), 303)
