"""Letting people in, and making and taking back what lets them in."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from photovoice.accounts import passwords, rules, second_factor, tries
from photovoice.accounts.models import AccessCard, Contact, Device, Person
from photovoice.audit import hold, record
from photovoice.config import Config
from photovoice.db import now
from photovoice.refusals import Refusal

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody's password, so that every try costs the same")

THOSE_WORDS = _l("Those words did not open the door. Check them against your card, all seven.")
NOT_TOGETHER = _l("That e-mail address and password do not belong together.")


class NotLetIn(Refusal):
    """The words or the password did not fit.  It does not say which part."""

    status = 401


class CardRevoked(Refusal):
    """The card was taken back: the person can be told whom to ask."""

    status = 401


class CodeNeeded(Exception):
    """Password or card were right; now a code is asked for."""

    def __init__(
        self, person: Person, *, card: AccessCard | None = None, shared: bool = False
    ) -> None:
        super().__init__()
        self.person, self.card, self.shared = person, card, shared
        self.proof = proof_of(person)


class WasLeft(Refusal):
    """A shared device that nobody has used for a while."""

    status = 401


class EmailTaken(Refusal):
    """Somebody signs in with this e-mail address already."""


def add_person(
    session: Session, name: str, *, language: str = "en", email: str = "", full_name: str = ""
) -> Person:
    """A new person; contact details, where there are any, go to their own table."""
    email = rules.plain_email(email)
    if email and session.scalar(select(Contact).where(Contact.email == email)):
        raise EmailTaken(_l("Somebody signs in with this e-mail address already."))
    session.add(person := Person(name=name, language=language))
    if email or full_name:
        person.contact = Contact(email=email or None, full_name=full_name or None)
    session.flush()
    return person


def set_email(session: Session, person: Person, email: str, *, by: Person | None) -> None:
    """The address a person signs in with.  Raises EmailTaken."""
    email = rules.plain_email(email)
    holder = session.scalar(select(Contact).where(Contact.email == email)) if email else None
    if holder is not None and holder.person_id != person.id:
        raise EmailTaken(_l("Somebody signs in with this e-mail address already."))
    if person.contact is None:
        person.contact = Contact()
    if person.contact.email != (email or None):
        person.contact.email = email or None
        session.flush()
        record(session, by, "set_email", person)


def set_password(
    session: Session, person: Person, password: str, *, by: Person | None, email: str | None = None
) -> None:
    """A password that stays whatever becomes of cards, and the e-mail address where one is given.

    The person is signed out everywhere.  Raises WeakPassword or EmailTaken.
    """
    known = email or (person.contact.email if person.contact else None) or ""
    passwords.require_strong(password, [person.name, known])
    _keep_password(session, person, _hasher.hash(password), email, by_card=False, by=by)


def choose_password(
    session: Session,
    person: Person,
    words: str,
    email: str,
    password: str,
    config: Config,
    *,
    where: tries.From,
    here: Device | None = None,
) -> None:
    """A first password of somebody's own choosing, on the words of their card: with it, it goes.

    The person stays signed in ``here`` and nowhere else.  The session is first used when the
    password is hashed, which takes a moment.  Raises WeakPassword, NotLetIn, TooManyTries or
    EmailTaken; failures are kept by the caller's commit.
    """
    passwords.require_strong(password, [person.name, email])
    hashed = _hasher.hash(password)
    prove_by_card(session, person, words, config, where=where)
    _keep_password(session, person, hashed, email, by_card=True, by=person, here=here)


def prove_by_card(
    session: Session, person: Person, words: str, config: Config, *, where: tries.From
) -> None:
    """Let pass whoever has the words of the person's card.  Raises NotLetIn or TooManyTries;
    failures are kept by the caller's commit."""
    hold(session, person)
    account = f"card of {person.id}"
    tries.throttle(session, account, where, config)
    card = _card_with(session, words, config)
    if card is None or card.person_id != person.id or card.revoked_at:
        tries.count_failure(session, account, where, config)
        raise NotLetIn(THOSE_WORDS)


def prove_by_password(session: Session, tried: tries.Try, password: str) -> None:
    """Let pass whoever knows the person's password.  Raises NotLetIn.

    The session is first used when the password is looked at, which takes a moment.
    """
    verified(tried, password)
    _let_in(session, tried)


def change_password(
    session: Session,
    tried: tries.Try,
    person: Person,
    email: str,
    password: str,
    *,
    here: Device | None = None,
) -> None:
    """Another password for ``person``, in place of the one that was ``verified``.

    The person stays signed in ``here`` and nowhere else: whoever knew the old one is out.  The
    session is first used when the password is hashed.  Raises WeakPassword, NotLetIn or
    EmailTaken.
    """
    passwords.require_strong(password, [person.name, email])
    hashed = _hasher.hash(password)
    person = _let_in(session, tried)
    by_card = person.password_by_card
    _keep_password(session, person, hashed, email, by_card=by_card, by=person, here=here)


def _keep_password(
    session: Session,
    person: Person,
    hashed: str,
    email: str | None,
    *,
    by_card: bool,
    by: Person | None,
    here: Device | None = None,
) -> None:
    if email is not None:
        set_email(session, person, email, by=by)
    person.password_hash, person.password_by_card = hashed, by_card
    session.flush()
    sign_out_everywhere(session, person, but=here)
    record(session, by, "set_password", person)


def choose_language(session: Session, person: Person, language: str, *, by: Person | None) -> None:
    """The language the pages speak to a person, wherever they sign in."""
    if person.language != language:
        person.language = language
        session.flush()
        record(session, by, "chose_language", person, language=language)


def make_card(
    session: Session, person: Person, config: Config, *, by: Person | None
) -> tuple[AccessCard, str]:
    """A card for a person and, this once, its seven words.  Older cards stop working."""
    revoke_cards(session, person, by=by)
    words = rules.new_words()
    card = AccessCard(
        person_id=person.id,
        secret_hash=rules.keyed_hash(words, config.secret_key, "card"),
        made_by_id=by.id if by else None,
    )
    session.add(card)
    session.flush()
    record(session, by, "made_card", card, person=person.id)
    return card, words


def revoke_cards(session: Session, person: Person, *, by: Person | None) -> int:
    """Take back a person's cards, and with them whatever somebody who found one has opened.

    Wherever the person is signed in, and however they came in, ends; so does a password that was
    chosen with the words of a card.  Where there is no card, nothing does.  How many there were.
    """
    hold(session, person)
    cards = session.scalars(
        select(AccessCard).where(AccessCard.person_id == person.id, AccessCard.revoked_at.is_(None))
    ).all()
    for card in cards:
        card.revoked_at = now()
        record(session, by, "revoked_card", card, person=person.id)
    if cards:
        sign_out_everywhere(session, person)
        session.refresh(person, ["password_hash", "password_by_card"])
        if person.password_hash and person.password_by_card:
            person.password_hash = None
            session.flush()
            record(session, by, "ended_password", person)
    return len(cards)


def sign_out_everywhere(session: Session, person: Person, *, but: Device | None = None) -> None:
    """End every device of a person's, but for one; whoever calls writes down why."""
    ended = [Device.person_id == person.id, Device.revoked_at.is_(None)]
    if but is not None:
        ended.append(Device.id != but.id)
    session.execute(update(Device).where(*ended).values(revoked_at=now()))


def close_account(session: Session, person: Person) -> None:
    """Let nothing bring a person in, and sign them out everywhere; whoever calls records it."""
    hold(session, person)
    person.disabled_at = now()
    session.flush()
    sign_out_everywhere(session, person)


def open_account(session: Session, person: Person) -> None:
    """Let a person in again as before; whoever calls records it."""
    person.disabled_at = None
    session.flush()


def enter_by_card(
    session: Session,
    words: str,
    config: Config,
    *,
    label: str,
    shared: bool = False,
    whom_to_ask: Callable[[Session, Person], str] = lambda _session, _person: "",
) -> tuple[Person, str]:
    """Sign in with the words of a card.  Returns the person and the device's token.

    ``shared``: the device is passed from hand to hand.  ``whom_to_ask`` knows where the person
    of a card that was taken back gets help.  Raises NotLetIn, CardRevoked or CodeNeeded.
    """
    # Whoever takes the card back at this moment finds the device, or comes first.
    hold(session, None)
    card = _card_with(session, words, config)
    if card is None or card.person.disabled_at:
        raise NotLetIn(THOSE_WORDS)
    if card.revoked_at:
        raise CardRevoked(_ask_for_another(card, whom_to_ask(session, card.person)))
    if second_factor.factor_of(session, card.person):
        raise CodeNeeded(card.person, card=card, shared=shared)
    token = open_device(session, card.person, config, label, "card", card, shared=shared)
    return card.person, token


def _card_with(session: Session, words: str, config: Config) -> AccessCard | None:
    secret = rules.keyed_hash(rules.evened(words), config.secret_key, "card")
    return session.scalar(select(AccessCard).where(AccessCard.secret_hash == secret))


def _ask_for_another(card: AccessCard, help: str) -> str:
    """What somebody is told whose card was taken back: whom to ask for another."""
    if help:
        return _l("This card no longer works. Ask for a new one: %(help)s", help=help)
    if card.made_by is not None and card.made_by_id != card.person_id:
        return _l(
            "This card no longer works. Ask %(name)s, who made it, for a new one.",
            name=card.made_by.name,
        )
    return _l("This card no longer works. Ask the person who gave it to you for a new one.")


def try_password(
    session: Session, person: Person | None, said: str, config: Config, *, where: tries.From
) -> tries.Try:
    """Count a try at the password of a person, or of nobody called what is ``said``.

    It counts before it is looked at, so that many at once do too.  The caller commits, and only
    then asks whether it is ``verified``.  Raises TooManyTries.
    """
    hold(session, person)
    tries.throttle(session, said, where, config)
    counted = tries.count_failure(session, said, where, config)
    key = tries.own_key(said, where, config)
    if person is None or person.disabled_at:
        return tries.Try(None, None, key, counted)
    return tries.Try(person.id, person.password_hash, key, counted)


def verified(tried: tries.Try, password: str) -> str:
    """The hash that a password fits, made anew where that is due.  Raises NotLetIn.

    It takes a moment, as long for nobody as for somebody: hold no lock meanwhile.
    """
    try:
        _hasher.verify(tried.password_hash or _NOBODY, password)
    except VerificationError:
        raise NotLetIn(NOT_TOGETHER) from None
    if tried.password_hash is None:
        raise NotLetIn(NOT_TOGETHER)
    renewed = _hasher.check_needs_rehash(tried.password_hash)
    return _hasher.hash(password) if renewed else tried.password_hash


def enter_by_password(
    session: Session, tried: tries.Try, fitting: str, config: Config, *, label: str
) -> tuple[Person, str]:
    """Sign in with a password ``verified`` to be ``fitting``.  The person and the device's token.

    Raises NotLetIn where it is no longer the person's, or CodeNeeded.
    """
    person = _let_in(session, tried)
    person.password_hash = fitting
    if second_factor.factor_of(session, person):
        raise CodeNeeded(person)
    return person, open_device(session, person, config, label, "password", None)


def enter_by_code(
    session: Session,
    needed: "CodeNeeded",
    code: str,
    config: Config,
    *,
    where: tries.From,
    label: str,
) -> tuple[Person, str]:
    """Come in with a code, after the password or the card of ``needed`` was right.

    Returns the person and the device's token.  Raises WrongCode, TooManyTries, or NotLetIn where
    the account, the card or the second step ended meanwhile; failures are kept by the caller's
    commit.
    """  # fmt: skip
    hold(session, None)
    person, card = needed.person, needed.card
    session.refresh(person)
    ended = person.disabled_at or (card and card.revoked_at) or needed.proof != proof_of(person)
    if ended or not second_factor.factor_of(session, person):
        raise NotLetIn(_l("That took too long. Begin again."))
    account = f"code of {person.id}"
    tries.throttle(session, account, where, config)
    counted = tries.count_failure(session, account, where, config)
    second_factor.check(session, person, code, config)
    tries.forgive(session, tries.Try(None, None, tries.own_key(account, where, config), counted))
    came_with = "card" if card else "password"
    token = open_device(session, person, config, label, came_with, card, shared=needed.shared)
    return person, token


def end_second_factor(
    session: Session, person: Person, code: str, config: Config, *, where: tries.From
) -> None:
    """Ask for no code any more, on a last one.  Raises WrongCode or TooManyTries; failures are
    kept by the caller's commit."""
    hold(session, None)
    account = f"code of {person.id}"
    tries.throttle(session, account, where, config)
    counted = tries.count_failure(session, account, where, config)
    second_factor.check(session, person, code, config)
    tries.forgive(session, tries.Try(None, None, tries.own_key(account, where, config), counted))
    second_factor.turn_off(session, person, by=person)


def proof_of(person: Person) -> str:
    """What changes when a person's password does: who was let in by the old one begins again."""
    return hashlib.sha256((person.password_hash or "").encode()).hexdigest()[:16]


def _let_in(session: Session, tried: tries.Try) -> Person:
    """Whose password fitted, if it still is; their failed tries are forgiven."""
    hold(session, None)
    person = session.get(Person, tried.person_id, populate_existing=True)
    if person is None or person.disabled_at or person.password_hash != tried.password_hash:
        raise NotLetIn(NOT_TOGETHER)
    tries.forgive(session, tried)
    return person


def open_device(
    session: Session,
    person: Person,
    config: Config,
    label: str,
    came_with: str,
    card: AccessCard | None,
    *,
    shared: bool = False,
) -> str:
    """Remember a signed-in browser.  Returns its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    device = Device(
        person_id=person.id,
        token_hash=rules.keyed_hash(token, config.secret_key, "device"),
        label=label[:200],
        came_with=came_with,
        card_id=card.id if card else None,
        shared=shared,
    )
    session.add(device)
    session.flush()
    record(session, person, "signed_in", device, came_with=came_with)
    return token


def device_for(session: Session, token: str, config: Config) -> Device | None:
    """The standing device a token belongs to, or None.  Raises WasLeft."""
    device = session.scalar(
        select(Device).where(
            Device.token_hash == rules.keyed_hash(token, config.secret_key, "device"),
            Device.revoked_at.is_(None),
            Device.signed_in_at > now() - timedelta(days=config.session_days),
        )
    )
    if device is None or device.person.disabled_at is not None:
        return None
    if rules.was_left(device.shared, device.seen_at, now()):
        raise WasLeft(_l("Nobody used this tablet for a while, so it was signed out."))
    return device


def card_taken_back(session: Session, token: str, config: Config) -> bool:
    """Whether a device was signed out because the card it came in with was taken back."""
    return bool(
        session.scalar(
            select(AccessCard.id)
            .join(Device, Device.card_id == AccessCard.id)
            .where(
                Device.token_hash == rules.keyed_hash(token, config.secret_key, "device"),
                AccessCard.revoked_at.is_not(None),
            )
        )
    )


def note_seen(session: Session, device: Device) -> None:
    """Write down that a device is in use, unless it was signed out meanwhile."""
    session.execute(
        update(Device)
        .where(Device.id == device.id, Device.revoked_at.is_(None))
        .values(seen_at=now())
    )


def revoke_device(session: Session, device: Device, *, by: Person | None) -> None:
    """Sign a device out, from wherever it is."""
    device.revoked_at = now()
    session.flush()
    record(session, by, "revoked_device", device)


def share_device(session: Session, device: Device, shared: bool, *, by: Person | None) -> None:
    """Say whether a device is passed from hand to hand."""
    device.shared, device.seen_at = shared, now()
    session.flush()
    record(session, by, "shared_device", device, shared=shared)
