"""The cards of a series and the files made of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from photovoice.archive.models import Photograph
from photovoice.exhibition.models import Exhibition
from photovoice.printing.models import Postcard, PrintFile, PrintState
from photovoice.projects.models import Project


def cards(session: Session, exhibition: Exhibition) -> list[Postcard]:
    """The cards chosen, in order."""
    return list(
        session.scalars(
            select(Postcard)
            .where(Postcard.exhibition_id == exhibition.id)
            .options(joinedload(Postcard.photograph).joinedload(Photograph.photographer))
            .order_by(Postcard.position, Postcard.id)
        )
    )


def card(session: Session, project: str, exhibition: str, card: int) -> Postcard | None:
    """One card of a series, or None."""
    return session.scalar(
        select(Postcard)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, Postcard.id == card)
    )


def files(session: Session, exhibition: Exhibition) -> list[PrintFile]:
    """The files asked for, newest first."""
    return list(
        session.scalars(
            select(PrintFile)
            .where(PrintFile.exhibition_id == exhibition.id)
            .order_by(PrintFile.id.desc())
        )
    )


def file(session: Session, project: str, exhibition: str, file: int) -> PrintFile | None:
    """One file, or None."""
    return session.scalar(
        select(PrintFile)
        .join(Exhibition)
        .join(Project)
        .where(Project.slug == project, Exhibition.slug == exhibition, PrintFile.id == file)
    )


def printed_with(session: Session, photograph_ids: Sequence[int]) -> list[PrintFile]:
    """Finished files that hold any of the photographs."""
    wanted = set(photograph_ids)
    ready = session.scalars(
        select(PrintFile)
        .where(PrintFile.state == PrintState.READY)
        .options(joinedload(PrintFile.exhibition))
        .order_by(PrintFile.id)
    )
    return [file for file in ready if wanted & set(file.photograph_ids)]
