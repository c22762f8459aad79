"""People, how they come in, and the devices they came in with."""

from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photovoice.db import Base, Moment, now
from photovoice.permissions import Role


class Person(UserMixin, Base):
    """Somebody who takes part, called by the name they chose."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(12), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_by_card: Mapped[bool] = mapped_column(default=False)
    """The password was chosen with the words of a card, and ends when the card is taken back."""
    starts_projects: Mapped[bool] = mapped_column(default=False)
    """May start a project before being steward of any."""
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when the account is closed: nothing lets the person in then."""

    contact: Mapped["Contact | None"] = relationship(back_populates="person")
    cards: Mapped[list["AccessCard"]] = relationship(
        back_populates="person", foreign_keys="AccessCard.person_id"
    )
    memberships: Mapped[list[Any]] = relationship("Membership", back_populates="person")

    __allow_unmapped__ = True  # for the token
    token: str | None = None
    """The token of the device in hand; never stored."""

    def get_id(self) -> str | None:
        """What the signed cookie carries: the device's token, not the person."""
        return self.token

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""
        return self.disabled_at is None

    def membership_in(self, project: Any) -> Any:
        """The person's standing membership of a project, or None."""
        return next(
            (m for m in self.memberships if m.project_id == project.id and m.left_at is None), None
        )

    def role_in(self, project: Any) -> Role | None:
        """What the person is in a project, or None."""
        membership = self.membership_in(project)
        return membership.role if membership else None

    def stewards_any(self) -> bool:
        """Whether the person answers for any project, or may start the first."""
        return self.starts_projects or any(
            m.role is Role.STEWARD and m.left_at is None for m in self.memberships
        )


class Contact(Base):
    """Real names and ways to reach people, kept in a table of their own."""

    __tablename__ = "contacts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    full_name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower case; the way staff sign in."""
    phone: Mapped[str | None] = mapped_column(String(40))

    person: Mapped[Person] = relationship(back_populates="contact")


class AccessCard(Base):
    """Seven words that sign one community researcher in; only their keyed hash is kept."""

    __tablename__ = "access_cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(back_populates="cards", foreign_keys=[person_id])
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])


class Device(Base):
    """One signed-in browser; taking the row away signs it out at once."""

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(Text)
    came_with: Mapped[str] = mapped_column(String(12))
    """``card`` or ``password``."""
    card_id: Mapped[int | None] = mapped_column(ForeignKey("access_cards.id"))
    signed_in_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    shared: Mapped[bool] = mapped_column(default=False)
    """Passed from hand to hand: signed out when nobody has used it for a while."""
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class SecondFactor(Base):
    """An app on a person's phone that shows a new six-digit code every half minute (RFC 6238)."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(200))
    """What app and archive share; encrypted with the installation's key."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it is asked for; None while it is being set up."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute, counted from 1970, of the last code taken: no code is taken twice."""


class RecoveryCode(Base):
    """Stands in for the app once, when the phone is lost; only its keyed hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """A failed try to sign in, counted for its account and its address over all processes."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    """What was tried, or from where: a kind and a keyed hash, as ``tries.attempt_key`` makes."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
