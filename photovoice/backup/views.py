"""The page on which stewards see how safely everything is kept, and open a restored archive."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from photovoice.backup import holding, queries, verbs
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.waiting import Waiting

bp = Blueprint("backup", __name__)


@bp.get("/projects/<project>/backups")
@requires(Permission.STEWARD, projects.project)
def backups(project: Project) -> str:
    """When this archive was last backed up and verified, and how to do it."""
    house = the_house()
    kept = queries.safekeeping(house.session(), house.config)
    look_at = verbs.sentences(kept.held.to_look_at) if kept.held else []
    return render_template("backup/backups.html", project=project, kept=kept, look_at=look_at)


@bp.post("/projects/<project>/backups/open")
@requires(Permission.STEWARD, projects.project)
def reopen(project: Project) -> AnyResponse:
    """Open the exhibitions again after a restore."""
    house = the_house()
    holding.open_held(house.session(), by=current_user)
    house.session().commit()
    holding.show_again(house)
    flash(_("The exhibitions are open again."), "good")
    return redirect(url_for(".backups", project=project.slug), 303)


def what_waits(session: Session, project: Project, _person: object) -> list[Waiting]:
    """What stewards have to do so that nothing is lost, or shown that was taken back."""
    kept = queries.safekeeping(session, the_house().config)
    url = url_for("backup.backups", project=project.slug)
    lines = []
    if kept.held:
        lines.append(
            (
                _(
                    "This archive was restored from a backup. Its exhibitions stay closed until you"
                    " have looked what was taken back since."
                ),
                _("Look and open them"),
                True,
            )
        )
    if kept.backup_is_old:
        lines.append(
            (
                _("Nothing has been backed up for a while.")
                if kept.last_backup_at
                else _("Nothing has ever been backed up."),
                _("See how to back up"),
                False,
            )
        )
    elif any(one.trouble for one in kept.places):
        lines.append(
            (
                _("A place of backups cannot be reached, and does not hear what is taken back."),
                _("See which one"),
                False,
            )
        )
    if kept.verification_is_old:
        lines.append(
            (
                _("Nobody has looked for a while whether every photograph is whole."),
                _("See how to look"),
                False,
            )
        )
    return [
        Waiting(sentence, url, action, Permission.STEWARD, urgent)
        for sentence, action, urgent in lines
    ]
