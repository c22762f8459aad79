"""People and devices, as pages need them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Contact, Device, Person
from photovoice.accounts.rules import plain_email, was_left
from photovoice.db import now


def person_by_email(session: Session, email: str) -> Person | None:
    """Whoever signs in with this address, or None."""
    return session.scalar(select(Person).join(Contact).where(Contact.email == plain_email(email)))


def people_called(session: Session, who: str) -> Sequence[Person]:
    """Whoever signs in with this address; else everybody of this whole name."""
    if (person := person_by_email(session, who)) is not None:
        return [person]
    return session.scalars(select(Person).where(Person.name == who.strip())).all()


def devices_of(session: Session, person: Person) -> list[Device]:
    """The devices a person is signed in on, the latest first."""
    standing = session.scalars(
        select(Device)
        .where(Device.person_id == person.id, Device.revoked_at.is_(None))
        .order_by(Device.seen_at.desc())
    )
    return [one for one in standing if not was_left(one.shared, one.seen_at, now())]
