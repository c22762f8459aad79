"""Recently removed: what buttons took away in a project, to be brought back for thirty days."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from photovoice import removals
from photovoice.accounts.views import onwards
from photovoice.db import today
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries
from photovoice.projects.models import Project
from photovoice.projects.views import bp
from photovoice.removals import Removal


def theirs(session: Session, project: str, removal: int) -> Removal | None:
    """The removal an address names, if the person who asks may bring it back."""
    found = removals.removal(session, project, removal)
    return found if found is not None and _may(found) else None


def _may(removal: Removal) -> bool:
    return removals.may_bring_back(current_user, removal, the_house().removable)


@bp.get("/projects/<project>/removed")
@requires(Permission.FACILITATE, queries.project)
def recently_removed(project: Project) -> str:
    """What can be brought back by the person who asks, the newest first."""
    found = removals.removals(the_house().session(), project)
    return render_template(
        "projects/recently_removed.html",
        project=project,
        removals=[one for one in found if _may(one)],
        kinds=the_house().removable,
        days=removals.KEPT.days,
    )


@bp.post("/projects/<project>/removed/<int:removal>/bring-back")
@requires(Permission.FACILITATE, theirs)
def bring_back(removal: Removal):
    """Bring something back, and say what of it stays away."""
    house, name, project = the_house(), removal.name, removal.project.slug
    away = removals.bring_back(
        house.session(), removal, house.removable, by=current_user, on=today()
    )
    flash(_("“%(name)s” is back.", name=name), "good")
    for sentence in away:
        flash(sentence, "care")
    otherwise = url_for(".recently_removed", project=project)
    return redirect(onwards(request.form.get("next"), otherwise), 303)
