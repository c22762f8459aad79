"""The jobs of exhibitions: thin doors to the press and to recalling."""

from typing import Any

from sqlalchemy.orm import Session

from photovoice.audit import record
from photovoice.exhibition import operations, press, recall
from photovoice.exhibition.models import Edition, EditionState


def publish(house: Any, payload: dict) -> None:
    """Make the edition that was asked for."""
    with house.app.app_context():
        press.publish(
            house, payload["edition"], render=house.render_edition, responses=house.responses
        )


def given_up(house: Any, session: Session, payload: dict) -> None:
    """The edition could not be made: its page says so, and the public side closes plainly."""
    if edition := _held(session, payload, EditionState.WAITING):
        edition.state = EditionState.FAILED
        record(session, None, "gave_up", edition, number=edition.number)
        _put_up_sign(house, session, edition)


def tried_again(house: Any, session: Session, payload: dict) -> None:
    """It is being made once more, unless a later one hangs by now."""
    edition = _held(session, payload, EditionState.FAILED)
    if edition and edition.published_at is None:
        edition.state = EditionState.WAITING
        _put_up_sign(house, session, edition)


def _held(session: Session, payload: dict, state: EditionState) -> Edition | None:
    """The edition a job was for, held, where it stands so."""
    edition = session.get(Edition, payload["edition"])
    if edition is not None:
        operations.held(session, edition.exhibition_id)
        session.refresh(edition)
    return edition if edition is not None and edition.state is state else None


def _put_up_sign(house: Any, session: Session, edition: Edition) -> None:
    session.flush()
    session.expire(edition.exhibition, ["editions"])
    slug = edition.exhibition.slug
    house.put_up_sign(slug, press.sign_for(session, edition.exhibition))


def clear_away(house: Any, payload: dict) -> None:
    """Remove a retired edition's folders."""
    recall.clear_away(house, payload["edition"])
