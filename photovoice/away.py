"""What everybody needs and may be away for a while: the database, the store, the disk, the line.

Whoever meets that has done nothing wrong.  Work waits until it is there again; somebody at a page
reads a sentence, and tries again.
"""

import errno
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import exc

from photovoice.refusals import Refusal

_OF_THE_MACHINE = {
    getattr(errno, name)
    for name in (
        *("EIO", "ENOSPC", "EDQUOT", "EROFS", "ESTALE", "ENODEV", "ENXIO", "ENOTCONN", "ENOMEM"),
        *("EMFILE", "ENFILE", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH"),
    )
    if hasattr(errno, name)
}
"""Errors that say nothing of the file: no room, no disk, no line."""
_SQLITE_AWAY = {5, 6, 7, 8, 10, 13, 14, 15}
"""SQLite's BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN and PROTOCOL:
sqlite.org/rescode.html."""


class Away(Refusal):
    """Something everybody needs cannot be reached just now; nothing was kept, nothing changed."""

    status = 503

    def __init__(self, sentence: object = None, **details: object) -> None:
        super().__init__(
            sentence or _l("Photovoice cannot reach its files just now."),
            next_step=_l("Keep what you have and try again in a minute."),
            **details,
        )


class StoreAway(Away):
    """The store does not answer, or not as a store does."""

    @property
    def why(self) -> str:
        """What it answered, for whoever runs the computer."""
        return str(self.__cause__ or self)


def is_away(error: BaseException) -> bool:
    """Whether an error, or one it was raised from, says that something is away and not wrong."""
    return any(_says_so(one) for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _says_so(error: BaseException) -> bool:
    if isinstance(error, Refusal):
        return isinstance(error, Away) or error.status == 507
    if isinstance(error, exc.DBAPIError):
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is not None:
            return code & 0xFF in _SQLITE_AWAY
        return error.connection_invalidated or isinstance(
            error, exc.OperationalError | exc.InterfaceError
        )
    if isinstance(error, exc.TimeoutError):  # every connection is in use
        return True
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
