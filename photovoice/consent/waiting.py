"""What waits on a project's front page of consent: withdrawals, faces, what was said for one."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from photovoice.archive.models import Photograph, Redaction
from photovoice.consent.models import (
    Appearance,
    CoveredFace,
    PersonPictured,
    Release,
    Withdrawal,
)
from photovoice.consent.rules import Faces, SaidBy
from photovoice.permissions import Permission
from photovoice.projects.models import Project
from photovoice.waiting import Waiting


def waiting(session: Session, project: Project, person: Any) -> list[Waiting]:
    """Withdrawals to see to, faces nobody has confirmed, and what was answered for the person."""
    lines = []
    if count := len(unseen(session, project)):
        lines.append(
            Waiting(
                ngettext(
                    "Somebody withdrew their consent.",
                    "Consent was withdrawn %(num)s times.",
                    count,
                ),
                url_for("consent.withdrawals", project=project.slug),
                _("See what is left to do"),
                Permission.RECORD_CONSENT,
                urgent=True,
            )
        )
    if unconfirmed := _unconfirmed(session, project):
        lines.append(
            Waiting(
                ngettext(
                    "A photograph is covered, but nobody has said whose face is under it. Until"
                    " then it is not shown.",
                    "%(num)s photographs are covered, but nobody has said whose faces are under it."
                    " Until then they are not shown.",
                    len(unconfirmed),
                ),
                url_for("consent.cover", project=project.slug, photograph=unconfirmed[0]),
                _("Say whose face it is"),
                Permission.RECORD_CONSENT,
                urgent=True,
            )
        )
    if _answered_for(session, project, person):
        lines.append(
            Waiting(
                _("Somebody wrote down an answer for you: you are in a photograph."),
                url_for("consent.mine"),
                _("See what it says"),
                Permission.BROWSE,
            )
        )
    return lines


def unseen(session: Session, project: Project) -> list[Withdrawal]:
    """The withdrawals of a project of which nobody has said that all is done, newest first."""
    return list(
        session.scalars(
            select(Withdrawal)
            .join(Release, Release.id == Withdrawal.release_id)
            .options(
                joinedload(Withdrawal.release).joinedload(Release.pictured),
                joinedload(Withdrawal.release).joinedload(Release.photographer),
                joinedload(Withdrawal.release).joinedload(Release.photograph),
            )
            .where(Release.project_id == project.id, Withdrawal.seen_to_at.is_(None))
            .order_by(Withdrawal.withdrawn_at.desc(), Withdrawal.id.desc())
        )
    )


def _unconfirmed(session: Session, project: Project) -> list[int]:
    """Covered photographs of somebody who wants to be covered and has no part of their own."""
    confirmed = exists().where(
        CoveredFace.redaction_id == Redaction.id,
        Redaction.photograph_id == Appearance.photograph_id,
        CoveredFace.pictured_id == Appearance.pictured_id,
    )
    wish = exists().where(
        Release.pictured_id == Appearance.pictured_id,
        Release.faces == Faces.BLURRED,
        or_(Release.photograph_id.is_(None), Release.photograph_id == Appearance.photograph_id),
        ~exists().where(Withdrawal.release_id == Release.id),
    )
    covered = exists().where(Redaction.photograph_id == Photograph.id)
    return list(
        session.scalars(
            select(Photograph.id)
            .join(Appearance, Appearance.photograph_id == Photograph.id)
            .where(and_(Photograph.project_id == project.id, covered, wish, ~confirmed))
            .distinct()
            .order_by(Photograph.id)
        )
    )


def _answered_for(session: Session, project: Project, person: Any) -> bool:
    """Whether somebody else wrote down an answer for the person, that stands."""
    return bool(
        session.scalar(
            select(func.count(Release.id))
            .join(PersonPictured, PersonPictured.id == Release.pictured_id)
            .where(
                Release.project_id == project.id,
                PersonPictured.person_id == person.id,
                Release.said_by == SaidBy.RECORDED,
                ~exists().where(Withdrawal.release_id == Release.id),
            )
        )
    )
