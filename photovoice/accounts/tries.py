"""Wrong passwords: counted over all processes, and answered by waits that grow.

Nobody is shut out by somebody else's tries.  A browser in which a person came in before has a
count of its own.  Any other is counted together with its address, and waits a little too where
very many were tried for the account, or from the address.  Words of cards and slips are not
counted: nobody guesses 55 bits, and a right slip must open whatever a neighbour does.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from photovoice.accounts import rules
from photovoice.accounts.models import Attempt
from photovoice.config import Config
from photovoice.db import now
from photovoice.refusals import Refusal

KEPT = timedelta(days=1)
"""How long tries are kept, so that the steward can be told of them."""


class TooManyTries(Refusal):
    """Another try comes too soon after many that failed."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        minutes = math.ceil(wait / timedelta(minutes=1))
        if wait < timedelta(minutes=1):
            super().__init__(_l("Too many tries. Wait some seconds, then try again."))
        else:
            super().__init__(
                ngettext(
                    "Too many tries. Wait a minute, then try again.",
                    "Too many tries. Wait %(num)s minutes, then try again.",
                    minutes,
                )
            )


@dataclass(frozen=True)
class From:
    """Where a try comes from: an address and, where they came in before, the browser's mark."""

    address: str
    known: str = ""


@dataclass(frozen=True)
class Try:
    """A try at somebody's password, counted already and not yet looked at."""

    person_id: int | None
    password_hash: str | None
    key: str
    counted: tuple[int, ...]


def attempt_key(kind: str, secret: str, config: Config) -> str:
    """What tries are counted under: a kind, and a keyed hash of what or where."""
    return f"{kind}:{rules.keyed_hash(secret, config.secret_key, 'attempt')}"


def _keys(account: str, where: From, config: Config) -> dict[str, tuple[int, timedelta]]:
    """Each key a try counts under → free failures, and the longest wait after them."""
    allowed = config.sign_in_attempts
    if where.known:
        own = attempt_key("known", f"{account}\0{where.known}", config)
        return {own: (allowed, rules.LONGEST_WAIT)}
    return {
        attempt_key("here", f"{account}\0{where.address}", config): (allowed, rules.LONGEST_WAIT),
        attempt_key("account", account, config): (allowed * 10, rules.WAIT_FOR_OTHERS),
        attempt_key("address", where.address, config): (allowed * 30, rules.WAIT_FOR_OTHERS),
    }


def throttle(session: Session, account: str, where: From, config: Config) -> None:
    """Let another try at an account pass.  Raises TooManyTries."""
    moment = now()
    keys = _keys(account, where, config)
    counted = session.execute(
        select(Attempt.key, func.count().label("tries"), func.max(Attempt.at).label("last"))
        .where(Attempt.at > moment - rules.WINDOW, Attempt.key.in_(keys))
        .group_by(Attempt.key)
    )
    waits = [rules.wait_after(row.tries, *keys[row.key]) - (moment - row.last) for row in counted]
    longest = max(waits, default=timedelta())
    if longest > timedelta():
        raise TooManyTries(longest)


def count_failure(session: Session, account: str, where: From, config: Config) -> tuple[int, ...]:
    """Count a failed try, kept by the caller's commit.  The ids of what was written down."""
    session.execute(delete(Attempt).where(Attempt.at < now() - KEPT))
    counted = [Attempt(key=key) for key in _keys(account, where, config)]
    session.add_all(counted)
    session.flush()
    return tuple(attempt.id for attempt in counted)


def own_key(account: str, where: From, config: Config) -> str:
    """The key whose count is forgiven when the right password comes from there."""
    return next(iter(_keys(account, where, config)))


def forgive(session: Session, tried: Try) -> None:
    """Forget a try that was none, and the failed ones before it from the same place."""
    session.execute(
        delete(Attempt).where((Attempt.key == tried.key) | Attempt.id.in_(tried.counted))
    )


def against(session: Session, accounts: Iterable[str], config: Config) -> dict[str, int]:
    """How many tries at each account failed within a day, from browsers it does not know."""
    keys = {attempt_key("account", account, config): account for account in accounts}
    counted = session.execute(
        select(Attempt.key, func.count())
        .where(Attempt.key.in_(keys), Attempt.at > now() - KEPT)
        .group_by(Attempt.key)
    )
    return {keys[key]: tries for key, tries in counted}
