"""Tries to come in: counted for an account and for an address, over all processes."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from photovoice.accounts import rules
from photovoice.accounts.models import Attempt
from photovoice.config import Config
from photovoice.db import now
from photovoice.refusals import Refusal


class TooManyTries(Refusal):
    """Too many failures for this account or from this address within the hour."""

    status = 429


@dataclass(frozen=True)
class Try:
    """A try at somebody's password, counted already and not yet looked at."""

    person_id: int | None
    password_hash: str | None
    key: str
    counted: tuple[int, ...]


def attempt_key(kind: str, secret: str, config: Config) -> str:
    """What tries at an account, or from an address, are counted under."""
    return f"{kind}:{rules.keyed_hash(secret, config.secret_key, 'attempt')}"


def throttle(session: Session, key: str, address: str, config: Config) -> None:
    """Let another try pass.  Raises TooManyTries."""
    since = now() - rules.WINDOW
    here = attempt_key("address", address, config)
    counted = session.execute(
        select(Attempt.key, func.count().label("tries"))
        .where(Attempt.at > since, Attempt.key.in_([key, here]))
        .group_by(Attempt.key)
    )
    failures = {row.key: row.tries for row in counted}
    by_address = failures.get(here, 0)
    if not rules.may_try(failures.get(key, 0), by_address, config.sign_in_attempts):
        raise TooManyTries(_l("Too many tries. Wait an hour, or ask your facilitator for help."))


def count_failure(session: Session, key: str, address: str, config: Config) -> tuple[int, ...]:
    """Count a failed try, kept by the caller's commit.  The ids of what was written down."""
    session.execute(delete(Attempt).where(Attempt.at < now() - rules.WINDOW))
    counted = [Attempt(key=key), Attempt(key=attempt_key("address", address, config))]
    session.add_all(counted)
    session.flush()
    return tuple(attempt.id for attempt in counted)


def forgive(session: Session, tried: Try) -> None:
    """Forget a try that was none, and the failed ones before it at the same account."""
    session.execute(
        delete(Attempt).where((Attempt.key == tried.key) | Attempt.id.in_(tried.counted))
    )
