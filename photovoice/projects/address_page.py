"""The steward's page for the public address, and what was printed with another one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from photovoice.edits import EditForm, read_under_lock
from photovoice.house import the_house
from photovoice.languages import words_of_day
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import addresses, queries, rules
from photovoice.projects.models import Printed, Project
from photovoice.projects.views import bp
from photovoice.waiting import Waiting


class AddressForm(EditForm):
    """Under which address people reach these pages."""

    url = StringField(
        _l("Which address do people open?"),
        description=_l("As they type it, for example https://photographs.example.org"),
        validators=[DataRequired(_l("Write the address.")), Length(max=300)],
    )
    only_near = BooleanField(
        _l("Only in this room: for phones in the same network, or for this computer alone")
    )


@bp.route("/projects/<project>/address", methods=["GET", "POST"])
@requires(Permission.STEWARD, queries.project)
def public_address(project: Project):
    """Say and check the address that cards, slips, postcards and visitors use."""
    house, form, status = the_house(), AddressForm(), 200
    session = house.session()
    read_under_lock(session, project)
    now = addresses.public_url(session, house.config)
    form.against({"url": now})
    if form.validate_on_submit():
        try:
            addresses.say_address(
                session,
                form.url.data,
                house.config,
                by=current_user,
                only_near=bool(form.only_near.data),
            )
        except addresses.NotAnAddress as refusal:
            form.url.errors = [str(refusal)]
        else:
            flash(_("Kept. What hangs follows by itself."), "good")
            return redirect(url_for(".public_address", project=project.slug), 303)
    if not form.is_submitted():
        form.url.data = now
    status = 422 if form.errors else 200
    page = render_template(
        "projects/public_address.html",
        project=project,
        form=form,
        address=now,
        reach=rules.reach(now),
        settled=addresses.is_settled(session, house.config),
        outdated=[in_words(one) for one in addresses.outdated(session, project, house.config)],
    )
    return page, status


def in_words(one: addresses.Outdated) -> str:
    """What carries an old address, as a sentence."""
    day = words_of_day(one.made_at)
    said = {
        Printed.POSTCARDS: ngettext("%(num)s postcard", "%(num)s postcards", one.pieces),
        Printed.CARDS: ngettext("%(num)s access card", "%(num)s access cards", one.pieces),
        Printed.SLIPS: ngettext("%(num)s slip", "%(num)s slips", one.pieces),
    }[one.kind]
    return _("%(things)s, last made on %(day)s: %(address)s", things=said, day=day, address=one.url)


def waiting(session: Session, project: Project, person: object) -> list[Waiting]:
    """Tell a steward what was printed with an address that leads here no more."""
    if not allows(person, Permission.STEWARD, project):
        return []
    old = addresses.outdated(session, project, the_house().config)
    if not old:
        return []
    return [
        Waiting(
            sentence=_("Cards, slips or postcards were printed with an address used no more."),
            url=url_for("projects.public_address", project=project.slug),
            action=_("See which"),
            permission=Permission.STEWARD,
        )
    ]
