"""Ties Flask-Login to the devices table: a cookie names a device, the row decides."""

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts import operations, rules
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
        try:
            device = operations.device_for(house.session(), token, house.config)
        except operations.WasLeft:
            g.was_left = True
            return None
        if device is None:
            return None
        g.device = device
        _note_seen(device)
        device.person.token = token
        return device.person

    @app.before_request
    def say_why() -> AnyResponse | None:
        """Somebody who presses a button on a tablet left too long is told why nothing happens.

        Pages that look are led there by the door (``was_left``); scripts get the plain no.
        """
        pressed = request.method == "POST" and "text/html" in request.headers.get("Accept", "")
        if pressed and ("_user_id" in session and was_left() or _left_by_another_window()):
            return redirect(url_for("accounts.left"), 303)
        return None


def was_left() -> bool:
    """Whether whoever was signed in here was signed out because nobody used the device."""
    return not current_user.is_authenticated and "was_left" in g


def _left_by_another_window() -> bool:
    waited = request.endpoint == "accounts.sign_out" and "nobody" in request.form
    return waited and not current_user.is_authenticated


def _note_seen(device: Device) -> None:
    if not rules.to_be_noted(device.shared, device.seen_at, now()):
        return
    if request.method in READS:
        with the_house().database.transaction() as writing:
            operations.note_seen(writing, device)
    else:  # this request holds the write lock already, and would wait for itself
        operations.note_seen(the_house().session(), device)


def come_in(person: Person, token: str, *, shared: bool = False) -> None:
    """Put the device's token in the signed cookie; on a shared one it goes with the window."""
    session.clear()
    session.permanent = not shared
    person.token = token
    login_user(person)


def go_out() -> None:
    """Revoke this device and forget the cookie."""
    device = g.get("device")
    if device is not None:
        operations.revoke_device(the_house().session(), device, by=device.person)
    logout_user()
    forget()


def forget() -> None:
    """Let the cookie name no device."""
    session.clear()


def where_from() -> tuple[str, str]:
    """The visitor's address and the browser's own words for itself."""
    return request.remote_addr or "", request.user_agent.string
