"""For whoever watches an installation: whether this process lives, and whether it can work.

``/healthz`` says that the process answers and looks at nothing.  ``/readyz`` looks at what it
needs, in the time of one page, and answers 200 or 503.  Both say nothing of anybody.
"""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice import schema
from photovoice.backup.models import BackupPlace
from photovoice.db import now
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import Permission, requires
from photovoice.schema import Shape
from photovoice.storage import ObjectStore, require_there

log = logging.getLogger("photovoice.health")

bp = Blueprint("health", __name__)

LATE = 300
"""Seconds a job may be due without being begun: after that no worker runs, or not enough."""
ROOM = 256 * 1024 * 1024
"""Bytes that have to be free in the home folder."""


@bp.get("/healthz")
@requires(Permission.PUBLIC)
def alive() -> Response:
    """This process answers."""
    return _plain(Response("ok\n", mimetype="text/plain"))


@bp.get("/readyz")
@requires(Permission.PUBLIC)
def ready() -> Response:
    """Whether everything is there that this process needs, one by one.

    ``{"ready": true, "checks": {"database": true, …}, "oldest_job_seconds": 0, "given_up": 0,
    "last_backup_days": 3}``; the last three are None where they cannot be known.
    """
    house = the_house()
    facts = _facts(house)
    late = facts["oldest_job_seconds"] or 0
    checks = {
        "opened": house.opened,
        "database": facts.pop("answers"),
        "schema": _holds(lambda: schema.shape(house.database) is Shape.CURRENT),
        "store": _holds(lambda: _reaches(house.store)),
        "disk": _holds(lambda: _room(house.config.home) > ROOM),
        "worker": late < LATE,
    }
    response = jsonify(ready=all(checks.values()), checks=checks, **facts)
    response.status_code = 200 if all(checks.values()) else 503
    return _plain(response)


def _facts(house: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("oldest_job_seconds", "given_up", "last_backup_days"))
    if not house.opened:  # to look would make the file of a database that is not there
        return {"answers": False} | unknown
    try:
        with house.database.session(writes=False) as session:
            return {
                "answers": True,
                "oldest_job_seconds": _seconds(jobs.due_since(session)),
                "given_up": jobs.standing(session).given_up,
                "last_backup_days": _days_since_backup(session),
            }
    except Exception as error:
        log.warning("the database is not ready: %s", jobs.in_one_line(error))
        return {"answers": False} | unknown


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        log.warning("not ready: %s", jobs.in_one_line(error))
        return False


def _room(folder: Path) -> int:
    """Bytes that are free where a folder is, or is going to be."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free


def _reaches(store: ObjectStore) -> bool:
    require_there(store)
    return True


def _seconds(since: Any) -> int:
    return int((now() - since).total_seconds()) if since else 0


def _days_since_backup(session: Session) -> int | None:
    last = session.scalar(select(func.max(BackupPlace.last_backup_at)))
    return (now() - last).days if last else None


def _plain(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
