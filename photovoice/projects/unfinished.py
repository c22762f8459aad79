"""Work that failed and was set aside: said to stewards in plain words, with a way to try again.

Work belongs to the house and not to a project, so whoever answers for any project sees all of it;
what it is about is not said.
"""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from photovoice.audit import record
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.jobs.models import Job
from photovoice.languages import words_of_moment
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import queries
from photovoice.projects.models import Project
from photovoice.projects.views import bp
from photovoice.waiting import Waiting

WORK = {
    "archive.develop": _l("Developing a photograph"),
    "backup.tell": _l("Telling the place of backups what was taken back"),
    "exhibition.publish": _l("Making an edition of an exhibition"),
    "exhibition.clear_away": _l("Clearing away an edition that was taken down"),
    "printing.postcards": _l("Making a file for the printer"),
    "search.update": _l("Keeping the search up to date"),
    "storage.remove": _l("Removing files that are no longer needed"),
}
"""What jobs are called by people."""


@dataclass(frozen=True)
class FailedWork:
    """A job that was set aside, and the project on whose page somebody stands."""

    project: Project
    job: Job

    __tablename__ = Job.__tablename__

    @property
    def id(self) -> int:
        """The number of the job."""
        return self.job.id


def failed_work(session: Session, project: str, job: int) -> FailedWork | None:
    """A failed job an address names, seen from a project, or None."""
    found = queries.project(session, project)
    failed = next((one for one in jobs.failed(session) if one.id == job), None)
    return FailedWork(found, failed) if found and failed else None


def in_words(job: Job) -> str:
    """What a job was to do."""
    return str(WORK.get(job.name) or _("Other work"))


def what_waits(session: Session, project: Project, person: object) -> list[Waiting]:
    """What stewards are told of work that was given up, and of work that cannot go on."""
    if not allows(person, Permission.STEWARD, project):
        return []
    found, lines = jobs.standing(session), []
    if found.given_up:
        lines.append(
            ngettext(
                "%(num)s piece of work failed and was set aside.",
                "%(num)s pieces of work failed and were set aside.",
                found.given_up,
            )
        )
    if found.waits_since:
        lines.append(
            _(
                "Work waits since %(moment)s, for the files or the disk cannot be reached. It goes"
                " on by itself once they can.",
                moment=words_of_moment(found.waits_since),
            )
        )
    url = url_for("projects.record", project=project.slug)
    return [Waiting(line, url, _("See what it is"), Permission.STEWARD, True) for line in lines]


@bp.post("/projects/<project>/record/work/<int:job>/again")
@requires(Permission.STEWARD, failed_work)
def try_again(work: FailedWork) -> AnyResponse:
    """Put failed work back among what is waiting."""
    session = the_house().session()
    jobs.try_again(the_house(), session, work.job)
    record(session, current_user, "tried_again", work, work=work.job.name)
    flash(_("It is being tried again."), "good")
    return redirect(url_for(".record", project=work.project.slug), 303)
