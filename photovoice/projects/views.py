"""Front page, starting a project, and its people with their cards."""

from base64 import b64encode
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice import audit
from photovoice.accounts import operations as accounts
from photovoice.choices import offer, offer_languages
from photovoice.edits import edit_form
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import TABLE, Permission, Role, allows, requires
from photovoice.projects import addresses, cards, operations, queries
from photovoice.projects.forms import (
    CREDITS,
    MAY,
    ROLE_HINTS,
    ROLES,
    MemberForm,
    ProjectForm,
    RoleForm,
)
from photovoice.projects.models import Credit, Membership, Printed, Project
from photovoice.refusals import Refusal
from photovoice.removals import offer_undo
from photovoice.waiting import waiting_for

bp = Blueprint("projects", __name__)

A_FEW, A_ROW = 8, 4
"""Photographs on a project's own front page, and beside its name among others."""


@bp.get("/")
@requires(Permission.PUBLIC)
def home():
    """One's projects; for a visitor, what is on show and the way in."""
    if current_user.is_authenticated:
        house = the_house()
        memberships = queries.projects_of(house.session(), current_user)
        if len(memberships) == 1 and not allows(current_user, Permission.START_PROJECT):
            return redirect(url_for(".project", project=memberships[0].project.slug))
        photos = house.newest(house.session(), [one.project for one in memberships], A_ROW)
        return render_template(
            "projects/mine.html", memberships=memberships, roles=ROLES, photos=photos
        )
    on_show = the_house().on_show()
    return render_template("projects/welcome.html", on_show=on_show)


@bp.route("/projects/new", methods=["GET", "POST"])
@requires(Permission.START_PROJECT)
def start():
    """Start a project."""
    form = ProjectForm()
    if not form.validate_on_submit():
        return render_template("projects/start.html", form=form)
    session = the_house().session()
    project = operations.start_project(
        session,
        form.name.data,
        form.question.data,
        by=current_user,
        languages=form.languages.data,
        visitor_questions=form.lines("visitor_questions"),
        line=form.line.data or form.name.data,
        help=" ".join(form.lines("help")),
        keeps_location=form.keeps_location.data,
        ends_on=form.ends_on.data,
    )
    for name in form.lines("organisations"):
        operations.add_organisation(session, project, name, by=current_user)
    flash(_("The project is there. Now bring in its people."), "success")
    return redirect(url_for(".people", project=project.slug), 303)


@bp.get("/projects/<project>/")
@requires(Permission.BROWSE, queries.project)
def project(project: Project):
    """A project's own front page: its newest photographs, what to do next, where it stands."""
    house = the_house()
    photos = house.newest(house.session(), [project], A_FEW).get(project.id, [])
    counts = house.counts(house.session(), project)
    waiting = waiting_for(house, house.session(), project, current_user)
    return render_template(
        "projects/project.html", project=project, counts=counts, photos=photos, waiting=waiting
    )


@bp.route("/projects/<project>/settings", methods=["GET", "POST"])
@requires(Permission.STEWARD, queries.project)
def settings(project: Project):
    """Change a project's words and languages."""
    session = the_house().session()
    form = edit_form(session, ProjectForm, project, lambda: _words_of(project))
    if form.validate_on_submit():
        operations.change_project(
            session,
            project,
            by=current_user,
            name=form.name.data,
            question=form.question.data,
            languages=form.languages.data,
            visitor_questions=form.lines("visitor_questions"),
            line=form.line.data,
            help=" ".join(form.lines("help")),
            keeps_location=form.keeps_location.data,
            ends_on=form.ends_on.data,
        )
        for name in form.lines("organisations"):
            operations.add_organisation(session, project, name, by=current_user)
        flash(_("Saved."), "success")
        return redirect(url_for(".project", project=project.slug), 303)
    if not form.is_submitted():
        form.organisations.data = "\n".join(one.name for one in project.organisations)
    page = render_template("projects/settings.html", form=form, project=project)
    return page, 422 if form.errors else 200


def _words_of(project: Project) -> dict[str, object]:
    """What the fields about a project show.  Organisations are only added by theirs, so nothing
    anybody wrote in it is lost."""
    names = ("name", "question", "languages", "line", "help", "keeps_location", "ends_on")
    shown = {name: getattr(project, name) for name in names}
    return shown | {"visitor_questions": "\n".join(project.visitor_questions)}


@bp.route("/projects/<project>/people", methods=["GET", "POST"])
@requires(Permission.STEWARD, queries.project)
def people(project: Project):
    """Everybody in the project, and room for one more."""
    session = the_house().session()
    form = _member_form(project)
    if form.validate_on_submit():
        try:
            person = operations.somebody(
                session,
                project,
                form.name.data,
                language=form.language.data,
                email=form.email.data or "",
                known=form.known.data,
            )
        except accounts.EmailTaken as refusal:
            form.email.errors, form.offers_known = [str(refusal)], True
        except Refusal as refusal:
            form.email.errors = [str(refusal)]
        else:
            organisation = next(
                (o for o in project.organisations if str(o.id) == form.organisation.data), None
            )
            operations.add_member(
                session,
                project,
                person,
                Role(form.role.data),
                by=current_user,
                organisation=organisation,
                credit=Credit(form.credit.data),
                credit_name=form.credit_name.data or "",
            )
            if form.known.data:
                flash(_("%(name)s is in, and comes in the way they always do.", name=person.name))
            else:
                flash(_("%(name)s is in. Make a card for them next.", name=person.name), "success")
            return redirect(url_for(".people", project=project.slug), 303)
    return _people_page(project, form)


def _people_page(project: Project, form: MemberForm) -> str:
    members = queries.members(the_house().session(), project)
    return render_template(
        "projects/people.html",
        project=project,
        form=form,
        members=members,
        as_read={
            one.id: RoleForm(formdata=None).against({"role": one.role}).as_read for one in members
        },
        roles=ROLES,
        role_hints=ROLE_HINTS,
        credits=CREDITS,
        may_make_card=queries.may_make_card,
        may_shut_out=queries.may_shut_out,
    )


def _member_form(project: Project, **given: Any) -> MemberForm:
    form = MemberForm(**given)
    form.organisation.choices = offer(
        [("", _("None"))] + [(str(one.id), one.name) for one in project.organisations]
    )
    form.language.choices = offer_languages(project.languages)
    return form


@bp.post("/projects/<project>/people/<int:membership>/card")
@requires(Permission.STEWARD, queries.membership)
def make_card(membership: Membership):
    """Make a card; its words are on the page that answers, and nowhere else afterwards."""
    return _cards_page(membership.project, [_new_card(membership)])


@bp.post("/projects/<project>/people/cards")
@requires(Permission.STEWARD, queries.project)
def make_cards(project: Project):
    """Cards for everybody who has none, on sheets to print and cut."""
    made = [
        _new_card(membership)
        for membership in queries.members(the_house().session(), project)
        if all(card.revoked_at for card in membership.person.cards)
        and membership.person.is_active
        and queries.may_make_card(current_user, membership.person)
    ]
    if not made:
        flash(_("Everybody has a card. To replace one, use the button beside the name."))
        return redirect(url_for(".people", project=project.slug), 303)
    return _cards_page(project, made)


def _new_card(membership: Membership) -> cards.PrintedCard:
    house = the_house()
    url = addresses.require_settled(house.session(), house.config)
    words = operations.make_card(house.session(), membership, house.config, by=current_user)
    return cards.PrintedCard.of(membership, words, url, by=current_user._get_current_object())


def _cards_page(project: Project, made: list[cards.PrintedCard]):
    """The cards on screen with the sheet to print.  The words are in this answer alone, so the
    sheet is too: it has no address from which it could be fetched again."""
    sheet, trouble = "", ""
    house = the_house()
    url = addresses.public_url(house.session(), house.config)
    addresses.printed(house.session(), project, Printed.CARDS, url, len(made))
    try:
        sheet = b64encode(the_house().card_sheet(made, title=project.name)).decode()
    except Refusal as refusal:
        trouble = str(refusal)
    return render_template(
        "projects/cards.html", project=project, cards=made, sheet=sheet, trouble=trouble
    )


@bp.post("/projects/<project>/people/<int:membership>/card/revoke")
@requires(Permission.STEWARD, queries.membership)
def revoke_card(membership: Membership):
    """Take a lost card back, and with it whatever it opened."""
    operations.revoke_card(the_house().session(), membership, by=current_user)
    flash(
        _(
            "%(name)s’s card no longer works, nor does a password chosen with it, and they are"
            " signed out everywhere. Make a new one when they ask.",
            name=membership.person.name,
        ),
        "success",
    )
    return redirect(url_for(".people", project=membership.project.slug), 303)


@bp.post("/projects/<project>/people/<int:membership>/account/close")
@requires(Permission.STEWARD, queries.membership)
def close_account(membership: Membership):
    """Let somebody in no more, until their account is opened again."""
    operations.close_account(the_house().session(), membership, by=current_user)
    name = membership.person.name
    flash(_("%(name)s’s account is closed, and they are signed out.", name=name), "success")
    return redirect(url_for(".people", project=membership.project.slug), 303)


@bp.post("/projects/<project>/people/<int:membership>/account/open")
@requires(Permission.STEWARD, queries.membership)
def open_account(membership: Membership):
    """Let somebody in again."""
    operations.open_account(the_house().session(), membership, by=current_user)
    flash(_("%(name)s can come in again.", name=membership.person.name), "success")
    return redirect(url_for(".people", project=membership.project.slug), 303)


@bp.post("/projects/<project>/people/<int:membership>/role")
@requires(Permission.STEWARD, queries.membership)
def change_role(membership: Membership):
    """Give a member another part."""
    session = the_house().session()
    form = edit_form(session, RoleForm, membership)
    if not form.validate():
        name, role = membership.person.name, ROLES[membership.role]
        said = _("Nothing was changed. %(name)s is “%(role)s” now.", name=name, role=role)
        flash(said, "care")
        project = membership.project
        return _people_page(project, _member_form(project, formdata=None)), 422
    if (role := Role(form.role.data)) is not membership.role:
        operations.change_role(session, membership, role, by=current_user)
    flash(_("Saved."), "success")
    return redirect(url_for(".people", project=membership.project.slug), 303)


@bp.post("/projects/<project>/people/<int:membership>/leave")
@requires(Permission.STEWARD, queries.membership)
def leave(membership: Membership):
    """End somebody's part in the project."""
    removal = operations.leave(the_house().session(), membership, by=current_user)
    offer_undo(
        _(
            "%(name)s has left. Their photographs and words stay, as they agreed.",
            name=membership.person.name,
        ),
        removal,
    )
    return redirect(url_for(".people", project=membership.project.slug), 303)


@bp.get("/projects/<project>/record")
@requires(Permission.STEWARD, queries.project)
def record(project: Project):
    """What was done in this project, by whom, and whether the record is whole."""
    session = the_house().session()
    return render_template(
        "projects/record.html",
        project=project,
        lines=queries.record(session, project),
        broken=audit.first_broken(session, project.id),
        failed=[(job, unfinished.in_words(job)) for job in jobs.failed(session)],
    )


@bp.get("/who-may-do-what")
@requires(Permission.SIGNED_IN)
def permissions():
    """The whole table of roles and permissions on one page."""
    return render_template(
        "projects/permissions.html",
        table=TABLE,
        roles=ROLES,
        hints=ROLE_HINTS,
        may=MAY,
    )


# The pages of the same part that have a file of their own.
from photovoice.projects import address_page, phones, removed, unfinished  # noqa: E402, F401
