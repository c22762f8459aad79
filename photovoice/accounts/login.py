"""Ties Flask-Login to the devices table: a cookie names a device, the row decides."""

from datetime import timedelta

from flask import (
    Flask,
    Response,
    after_this_request,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts import operations, rules, tries
from photovoice.accounts.models import AccessCard, Device, Person
from photovoice.db import now
from photovoice.house import the_house
from photovoice.permissions import READS

KNOWN_TO = "photovoice_known"
"""The cookie of a browser in which people came in before: their marks, signed."""
REMEMBERED = timedelta(days=400)
FIRST_STEP = "first_step"
"""Where the signed cookie holds who still owes a code."""
FIRST_STEP_LASTS = timedelta(minutes=10)


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
    if not shared:
        _know_this_browser(person)


def _know_this_browser(person: Person) -> None:
    """Leave a mark by which tries from here are told from those of strangers."""
    marks = [mark for mark in _marks() if mark != _mark(person)][-7:] + [_mark(person)]

    @after_this_request
    def leave_marks(response: Response) -> Response:
        response.set_cookie(
            KNOWN_TO,
            _signer().dumps(marks),
            max_age=REMEMBERED,
            httponly=True,
            samesite="Lax",
            secure=the_house().config.secure_cookies,
        )
        return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(the_house().config.secret_key, salt="known browsers")


def _mark(person: Person) -> str:
    return rules.keyed_hash(str(person.id), the_house().config.secret_key, "known browser")[:22]


def _marks() -> list[str]:
    """Whose browser this is known to be."""
    try:
        return list(_signer().loads(request.cookies.get(KNOWN_TO, "")))
    except BadSignature:
        return []


def remember_first_step(needed: operations.CodeNeeded, wanted: str) -> None:
    """Write into the signed cookie that password or card were right, for ten minutes."""
    session[FIRST_STEP] = {
        "person": needed.person.id,
        "card": needed.card.id if needed.card else None,
        "shared": needed.shared,
        "proof": needed.proof,
        "at": int(now().timestamp()),
        "wanted": wanted,
    }


def first_step(database: Session) -> tuple[operations.CodeNeeded, str] | None:
    """Who did the first step here within ten minutes, and where they want to go; or None."""
    begun = session.get(FIRST_STEP)
    if not begun or now().timestamp() - begun["at"] > FIRST_STEP_LASTS.total_seconds():
        return None
    person = database.get(Person, begun["person"])
    card = database.get(AccessCard, begun["card"]) if begun["card"] else None
    if person is None:
        return None
    needed = operations.CodeNeeded(person, card=card, shared=begun["shared"])
    needed.proof = begun["proof"]
    return needed, begun["wanted"]


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


def where_from(person: Person | None) -> tries.From:
    """Where a try at somebody's account comes from."""
    known = _mark(person) if person is not None and _mark(person) in _marks() else ""
    return tries.From(request.remote_addr or "", known)


def browser_label() -> str:
    """The browser's own words for itself."""
    return request.user_agent.string
