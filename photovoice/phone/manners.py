"""How the phone's addresses speak: JSON to programs, and the tus headers on every reply."""

import re

from flask import Response, g, jsonify, request
from flask import session as browser
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from photovoice.accounts.operations import card_taken_back
from photovoice.house import the_house
from photovoice.phone.refusals import (
    CardTakenBack,
    NoRoom,
    NotHere,
    NotTaken,
    SignedOut,
    SomebodyElse,
    Stale,
)
from photovoice.phone.rules import ALGORITHMS, EXTENSIONS, VERSION
from photovoice.phone.views import bp, who_sends
from photovoice.refusals import Refusal

WHOSE = "Photovoice-Person"
"""The header in which a phone says whose a sending is."""
TUS = re.compile(r"/projects/[^/]+/sending(/[^/]*)?")

FULL = ("disk is full", "No space left")
"""How SQLite and PostgreSQL say it."""


def asks_for_json() -> bool:
    """Whether whoever asks is a program: it would take JSON at least as gladly as a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] >= accepted["text/html"]


@bp.before_request
def require_the_same() -> Response | None:
    """What one person's page says is not taken as another's, who signed in meanwhile."""
    whose = request.headers.get(WHOSE)
    if not whose or not current_user.is_authenticated:
        return None
    same = whose == who_sends(current_user, the_house().config)
    return None if same else in_json(SomebodyElse())


@bp.before_request
def require_somebody() -> Response | None:
    """A program hears that nobody is signed in any more; it cannot follow a way to sign in."""
    if current_user.is_authenticated or not asks_for_json():
        return None
    return in_json(nobody_is_here())


def nobody_is_here() -> SignedOut:
    """Why nobody is signed in: because they are not, or because their card was taken back."""
    house, token = the_house(), browser.get("_user_id")
    taken_back = token and card_taken_back(house.session(), token, house.config)
    return CardTakenBack() if taken_back else SignedOut()


@bp.errorhandler(Refusal)
def in_json(refusal: Refusal) -> Response:
    """A refusal as a program reads it."""
    told = {"reason": str(refusal.details.get("reason") or getattr(refusal, "reason", "refused"))}
    told |= {"sentence": str(refusal), "next_step": str(refusal.details.get("next_step") or "")}
    if field := refusal.details.get("field"):
        told["field"] = field
    response = jsonify(told)
    response.status_code = refusal.status
    if refusal.status == 460:
        response.status = "460 Checksum Mismatch"
    return response


@bp.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response:
    """A token of another day; or nobody is signed in, which matters more."""
    gone = asks_for_json() and not current_user.is_authenticated
    return in_json(nobody_is_here() if gone else Stale())


@bp.errorhandler(OperationalError)
def database(error: OperationalError) -> Response:
    """A database that has no room either; any other trouble of its is the house's."""
    if any(words in str(error) for words in FULL):
        return in_json(NoRoom())
    raise error


@bp.errorhandler(HTTPException)
def in_short(error: HTTPException) -> Response:
    """What the framework refuses by itself."""
    if error.code == 404:
        return in_json(NotHere())
    if error.code == 413 and not current_user.is_authenticated:
        return in_json(nobody_is_here())
    response = in_json(NotTaken(sentence=_("That did not work.")))
    response.status_code = error.code or 500
    return response


@bp.after_app_request
def say_who(response: Response) -> Response:
    """Who is signed in, on every page: by that a phone shows what it keeps to nobody else."""
    somebody = g.get("_login_user")
    if response.mimetype == "text/html" and somebody and somebody.is_authenticated:
        response.headers["Photovoice"] = who_sends(somebody, the_house().config)
    return response


@bp.after_app_request
def speak_tus(response: Response) -> Response:
    """The version on every reply under a tus address, and what is offered where it is asked."""
    if not TUS.fullmatch(request.path):
        return response
    response.headers["Tus-Resumable"] = VERSION
    if request.method == "OPTIONS" or response.status_code == 412:
        response.headers["Tus-Version"] = VERSION
    if request.method == "OPTIONS":
        response.headers["Tus-Extension"] = EXTENSIONS
        response.headers["Tus-Max-Size"] = str(the_house().config.largest_picture)
        response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response
