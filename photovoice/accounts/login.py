"""Ties Flask-Login to the devices table: a cookie names a device, the row decides."""

from flask import Flask, g, request, session
from flask_login import LoginManager, login_user, logout_user

from photovoice.accounts import operations
from photovoice.accounts.models import Device, Person
from photovoice.db import now
from photovoice.house import READS, the_house


class Visitor:
    """Nobody in particular: what ``current_user`` is before somebody signs in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    id: None = None
    language: None = None

    def get_id(self) -> None:
        """Nobody has no id."""

    def role_in(self, _project: object) -> None:
        """Nobody has no part in a project."""

    def stewards_any(self) -> bool:
        """Nobody answers for a project."""
        return False


def install(app: Flask) -> None:
    """Let Flask-Login find the person by their device's token."""
    manager = LoginManager(app)
    manager.anonymous_user = Visitor
    manager.session_protection = None  # the device row does this, and holds over restarts

    @manager.user_loader
    def load(token: str) -> Person | None:
        house = the_house()
        device = operations.device_for(house.session(), token, house.config)
        if device is None:
            return None
        g.device = device
        _note_seen(device)
        device.person.token = token
        return device.person


def _note_seen(device: Device) -> None:
    if device.seen_at >= now() - operations.SEEN_EVERY:
        return
    if request.method in READS:
        with the_house().database.transaction() as writing:
            writing.merge(device).seen_at = now()
    else:  # this request holds the write lock already, and would wait for itself
        device.seen_at = now()


def come_in(person: Person, token: str) -> None:
    """Put the device's token in the signed cookie."""
    session.clear()
    session.permanent = True
    person.token = token
    login_user(person)


def go_out() -> None:
    """Revoke this device and forget the cookie."""
    device = g.get("device")
    if device is not None:
        operations.revoke_device(the_house().session(), device, by=device.person)
    logout_user()
    session.clear()


def where_from() -> tuple[str, str]:
    """The visitor's address and the browser's own words for itself."""
    return request.remote_addr or "", request.user_agent.string
