"""The sending or upload an address names, if it belongs to the person who asks."""

from flask_login import current_user
from sqlalchemy.orm import Session

from photovoice.archive.rules import is_uid
from photovoice.phone import queries
from photovoice.phone.models import Sending, Upload
from photovoice.projects import queries as projects
from photovoice.projects.models import Project


def outbox(session: Session, project: str, uid: str) -> Project | None:
    """The project in which a sending is to be kept, unless its name is none or somebody else's."""
    if not is_uid(uid):
        return None
    if queries.sending(session, uid) is not None and own_sending(session, project, uid) is None:
        return None
    return projects.project(session, project)


def own_upload(session: Session, project: str, upload: str) -> Upload | None:
    """The upload, if the person who asks began it."""
    found = queries.upload(session, project, upload)
    return found if found is not None and found.person_id == current_user.id else None


def own_sending(session: Session, project: str, uid: str) -> Sending | None:
    """The sending, if the person who asks made it."""
    found = queries.sending(session, uid)
    ours = found is not None and found.person_id == current_user.id
    return found if found is not None and ours and found.project.slug == project else None
