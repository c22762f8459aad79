"""What is known of backups, restores and verifications."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.backup.models import BackupPlace, Restoration, Verification
from photovoice.db import now
from photovoice.projects.models import Project
from photovoice.storage.identity import archive_of


def archive_id(session: Session) -> str:
    """The name of this archive, the same in its database, its store and its backups."""
    named = archive_of(session)
    return named.uid if named else ""


@dataclass(frozen=True)
class Safekeeping:
    """When this archive was last backed up and looked at, and whether that is long ago."""

    places: list[BackupPlace]
    last_backup_at: datetime | None
    backup_is_old: bool
    verified: Verification | None
    verification_is_old: bool
    held: Restoration | None
    """A restore after which a steward has to look before anything is public again."""


def safekeeping(session: Session, config: Any) -> Safekeeping:
    """How safely everything is kept; three statements, however large the archive is."""
    places = list(session.scalars(select(BackupPlace).order_by(BackupPlace.id)))
    verified = session.scalar(
        select(Verification).order_by(Verification.at.desc(), Verification.id.desc()).limit(1)
    )
    held, since = session.execute(
        select(
            select(func.max(Restoration.id))
            .where(Restoration.opened_at.is_(None))
            .scalar_subquery(),
            select(func.min(Project.created_at)).scalar_subquery(),
        )
    ).one()
    last = max((one.last_backup_at for one in places if one.last_backup_at), default=None)
    begun = since or now()

    def is_old(at: datetime | None, days: int) -> bool:
        return (at or begun) < now() - timedelta(days=days)

    return Safekeeping(
        places,
        last,
        is_old(last, config.backup_days),
        verified,
        is_old(verified.at if verified else None, config.verify_days),
        session.get(Restoration, held) if held else None,
    )


def held(session: Session) -> Restoration | None:
    """The restore after which nothing is public yet, or None."""
    return session.scalar(
        select(Restoration)
        .where(Restoration.opened_at.is_(None))
        .order_by(Restoration.id.desc())
        .limit(1)
    )
