"""A code from an app on one's phone, asked for after the password or the card.

For staff: whoever watches a steward type a password does not have the steward's phone.  The codes
are those of RFC 6238, as every authenticator app shows them; they need no network.
"""

import base64
import hashlib
import secrets
import unicodedata
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from photovoice.accounts import rules
from photovoice.accounts.models import Person, RecoveryCode, SecondFactor
from photovoice.audit import hold, record
from photovoice.config import Config
from photovoice.db import now
from photovoice.refusals import Refusal

ISSUER = "Photovoice"
STEP = 30
"""Seconds a code is shown."""
CODES = 10
"""Recovery codes a person gets."""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of recovery codes: nothing that looks like something else on paper."""


class WrongCode(Refusal):
    """A code that neither the app shows now nor is left on the list of recovery codes."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            _l("That is not the code. Type the one the app shows now, or a recovery code.")
        )


def factor_of(session: Session, person: Person) -> SecondFactor | None:
    """The second factor a person is asked for, or None."""
    factor = session.get(SecondFactor, person.id)
    return factor if factor and factor.confirmed_at else None


def begin(session: Session, person: Person, config: Config) -> None:
    """Begin to set up an app; nothing is asked for until it is ``confirm``-ed."""
    hold(session, None)
    factor = session.get(SecondFactor, person.id) or SecondFactor(person_id=person.id)
    if factor.confirmed_at:
        raise Refusal(_l("A second step is on already. Turn it off before you set up another."))
    factor.secret = _fernet(config).encrypt(pyotp.random_base32().encode()).decode()
    session.add(factor)
    session.flush()
    record(session, person, "began_second_factor", person)


def being_set_up(session: Session, person: Person, config: Config) -> str | None:
    """What to put into the app that is being set up, as an otpauth:// address, or None."""
    factor = session.get(SecondFactor, person.id)
    if factor is None or factor.confirmed_at or _opened(factor, config) is None:
        return None
    return _totp(factor, config).provisioning_uri(name=person.name, issuer_name=ISSUER)


def spelled_out(uri: str) -> str:
    """The secret of an otpauth:// address in groups of four, for an app without a camera."""
    secret = pyotp.parse_uri(uri).secret
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def confirm(session: Session, person: Person, code: str, config: Config) -> list[str]:
    """Ask for the app from now on, since it shows the right code.  Raises WrongCode.

    Returns the recovery codes, which are kept nowhere in the clear.
    """
    hold(session, person)
    factor = session.get(SecondFactor, person.id)
    if factor is None or factor.confirmed_at or not _takes(factor, code, config, now()):
        raise WrongCode()
    factor.confirmed_at = now()
    codes = _new_codes(session, person, config)
    record(session, person, "turned_on_second_factor", person)
    return codes


def check(session: Session, person: Person, code: str, config: Config) -> None:
    """Take a code of the app or a recovery code, once.  Raises WrongCode."""
    hold(session, person)
    factor = session.get(SecondFactor, person.id, populate_existing=True)
    if factor is None or factor.confirmed_at is None:
        raise WrongCode()
    if _takes(factor, code, config, now()):
        session.flush()
        return
    hashed = _code_hash(code, config)
    spare = session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == hashed,
            RecoveryCode.used_at.is_(None),
        )
    )
    if spare is None:
        raise WrongCode()
    spare.used_at = now()
    session.flush()
    record(session, person, "used_recovery_code", person)


def codes_left(session: Session, person: Person) -> int:
    """How many recovery codes have not been used."""
    unused = select(RecoveryCode.id).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return len(session.scalars(unused).all())


def turn_off(session: Session, person: Person, *, by: Person | None) -> bool:
    """Ask for no code any more.  Whether one was asked for."""
    hold(session, person)
    factor = session.get(SecondFactor, person.id)
    if factor is None:
        return False
    was_on = factor.confirmed_at is not None
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.delete(factor)
    session.flush()
    if was_on:
        record(session, by, "turned_off_second_factor", person)
    return was_on


def _takes(factor: SecondFactor, code: str, config: Config, at: datetime) -> bool:
    """Whether the app shows this code now, or did or will within half a minute; not twice."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in code if sign.isdigit())
    totp = _totp(factor, config)
    current = int(at.timestamp()) // STEP
    for step in (current - 1, current, current + 1):
        if step > factor.last_step and secrets.compare_digest(totp.at(step * STEP), digits):
            factor.last_step = step
            return True
    return False


def _totp(factor: SecondFactor, config: Config) -> pyotp.TOTP:
    # Where the installation's key was lost, no code fits; the terminal turns the factor off.
    return pyotp.TOTP(_opened(factor, config) or pyotp.random_base32(), interval=STEP)


def _opened(factor: SecondFactor, config: Config) -> str | None:
    try:
        return _fernet(config).decrypt(factor.secret.encode()).decode()
    except InvalidToken:
        return None


def _fernet(config: Config) -> Fernet:
    key = hashlib.sha256(f"second factor\0{config.secret_key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _new_codes(session: Session, person: Person, config: Config) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(CODES)]
    for code in codes:
        session.add(RecoveryCode(person_id=person.id, code_hash=_code_hash(code, config)))
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _code_hash(code: str, config: Config) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return rules.keyed_hash(plain, config.secret_key, "recovery code")
