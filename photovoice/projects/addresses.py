"""The public address: asked for before anything is printed, and remembered with what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.audit import record
from photovoice.config import Config
from photovoice.projects import events, rules
from photovoice.projects.models import Printed, PrintedAddress, Project, PublicAddress
from photovoice.projects.rules import Reach
from photovoice.refusals import Refusal


class NotAnAddress(Refusal):
    """What was typed is no web address, or one that cannot be opened from elsewhere."""

    status = 422


class AddressNotSaid(Refusal):
    """Something was to be printed before anybody said which address belongs on it."""

    def __init__(self, url: str) -> None:
        super().__init__(
            _l(
                "Nothing was made: it would carry the address %(address)s, which people elsewhere"
                " cannot open, and what is printed stays printed.",
                address=url,
            ),
            next_step=_l(
                "Let a steward say on the page “Public address” (from People) which address"
                " people open, or that it is meant for this room only."
            ),
        )


def said_last(session: Session) -> PublicAddress | None:
    """The address said last, or None."""
    return session.scalar(select(PublicAddress).order_by(PublicAddress.id.desc()).limit(1))


def _stands(said: PublicAddress | None, config: Config) -> bool:
    """Whether what was said holds still: one that only confirmed the setting goes with it."""
    return said is not None and (said.url != said.setting or said.setting == config.public_url)


def public_url(session: Session, config: Config) -> str:
    """The address in force, without a slash at its end: the one said, or else the setting."""
    said = said_last(session)
    return (said.url if said and _stands(said, config) else config.public_url).rstrip("/")


def is_settled(session: Session, config: Config) -> bool:
    """Whether the address in force may be printed: it leads here from anywhere, or was said to be
    meant for this room only."""
    said, url = said_last(session), public_url(session, config)
    confirmed = said is not None and _stands(said, config) and said.only_near
    return confirmed or rules.reach(url) is Reach.ANYWHERE


def require_settled(session: Session, config: Config) -> str:
    """The address to print.  Raises AddressNotSaid."""
    if not is_settled(session, config):
        raise AddressNotSaid(public_url(session, config))
    return public_url(session, config)


def say_address(
    session: Session, text: str, config: Config, *, by: Person | None, only_near: bool = False
) -> PublicAddress:
    """Say which address visitors and printed squares use.  Raises NotAnAddress.

    One that cannot be opened from elsewhere is taken only where it is said to be meant so.
    Whoever made something with the address before is told by ``events.readdressed``.
    """
    url = rules.tidy_address(text)
    if url is None:
        raise NotAnAddress(
            _l("That is not a web address. Write it as in https://photographs.example.org")
        )
    if rules.reach(url) is not Reach.ANYWHERE and not only_near:
        raise NotAnAddress(
            _l(
                "People elsewhere cannot open %(address)s: only this computer, or phones in the"
                " same network, can. If that is what you want, tick “Only in this room”.",
                address=url,
            )
        )
    said = PublicAddress(
        url=url,
        setting=config.public_url,
        only_near=only_near,
        said_by_id=by.id if by else None,
    )
    session.add(said)
    session.flush()
    record(session, by, "said_address", said, url=url)
    events.readdressed.send(None, session=session)
    return said


def printed(session: Session, project: Project, kind: Printed, url: str, pieces: int) -> None:
    """Remember that so many pieces were made with an address on them."""
    session.add(PrintedAddress(project_id=project.id, kind=kind, url=url, pieces=pieces))
    session.flush()


@dataclass(frozen=True)
class Outdated:
    """Printed pieces of one kind that carry an address no longer in force."""

    kind: Printed
    url: str
    pieces: int
    made_at: datetime
    """The last of them."""


def outdated(session: Session, project: Project, config: Config) -> Sequence[Outdated]:
    """What a project had printed with another address than the one in force."""
    newest = func.max(PrintedAddress.made_at)
    rows = session.execute(
        select(PrintedAddress.kind, PrintedAddress.url, func.sum(PrintedAddress.pieces), newest)
        .where(
            PrintedAddress.project_id == project.id,
            PrintedAddress.url != public_url(session, config),
        )
        .group_by(PrintedAddress.kind, PrintedAddress.url)
        .order_by(newest.desc())
    )
    return [Outdated(*row) for row in rows]
