"""The application: settings, manners and error pages around the parts that are wired in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from photovoice import accounts, assets, edits, given, languages, security, wiring
from photovoice.away import is_away
from photovoice.backup.restoring import require_open
from photovoice.config import Config
from photovoice.consent.words import what_is_missing
from photovoice.house import one_commit_a_request
from photovoice.jobs.operations import in_one_line
from photovoice.permissions import READS, allows
from photovoice.refusals import Refusal


def create_app(config: Config | None = None, *, restoring: bool = False) -> Flask:
    """The whole application for one installation; ``config`` defaults to the environment's.

    Raises NotReady in a home that is half restored, unless it is being restored (``restoring``).
    """
    config = (config or Config.from_environment()).with_secret()
    if not restoring:
        require_open(config.home)
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.testing,
        MAX_CONTENT_LENGTH=security.LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=security.LARGEST_BODY,
        SESSION_COOKIE_NAME="photovoice",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=config.session_days),
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en",
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    given.install(app)
    security.read_forms_first(app)
    house = wiring.build(config)
    house.app = app
    app.extensions["photovoice"] = house

    one_commit_a_request(app)
    edits.tell_saved_drafts(app)
    # With a certificate of our own a browser that has to insist on it would be shut out for good.
    security.write_headers(app, strict_transport=not config.tls)
    accounts.login.install(app)
    languages.install(app, config.timezone)
    assets.install(app)
    security.make_room_for_files(app, config.largest_picture * 12)
    tokens = CSRFProtect(app)
    wiring.connect(app, house)
    # A phone's share sheet has no token to send; the page behind it reads and changes nothing.
    tokens.exempt(app.view_functions["contribute.share"])

    app.jinja_env.globals.update(
        asset=assets.asset_url, allows=allows, outbox_name=wiring.outbox_name
    )
    app.context_processor(lambda: {"project_nav": wiring.project_nav(g.get("project"))})
    _answer_refusals(app)
    return app


def _answer_refusals(app: Flask) -> None:
    """Turn every no into a page that says what happened and what to do next."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal):
        return _error_page(
            refusal.status,
            str(refusal),
            refusal.details.get("next_step"),
            obstacles=what_is_missing(refusal),
            written=edits.what_was_written(),
        )

    @app.errorhandler(CSRFError)
    def stale(_error: CSRFError):
        languages.speak_to_the_person()
        if current_user.is_authenticated:
            sentence = _("This page had been open too long, so nothing was changed.")
            return _error_page(400, sentence, _("Open it again and try once more."))
        return _error_page(400, *_signed_out())

    @app.errorhandler(HTTPException)
    def http(error: HTTPException):
        languages.speak_to_the_person()
        if error.code == 404 and (written := edits.what_was_written()):
            sentence = _("What you were changing is not here any more, so nothing was changed.")
            return _error_page(404, sentence, _("Copy what you wrote from here."), written=written)
        gone = error.code == 413 and not current_user.is_authenticated
        said = _signed_out() if gone else _sentences(error.code)
        return _error_page(error.code or 500, *said)

    @app.errorhandler(Exception)
    def broken(error: Exception):
        error = getattr(error, "original_exception", None) or error
        if is_away(error) and not app.testing:
            return _away(error)
        app.logger.exception("a page broke", exc_info=error)
        if app.testing:
            raise error
        languages.speak_to_the_person()
        return _error_page(500, *_sentences(500))


def _away(error: Exception) -> tuple[str, int, dict[str, str]]:
    """A page that needs neither database nor store, in the language of the browser."""
    current_app.logger.warning("a page waits: %s", in_one_line(error))
    g._login_user = accounts.login.Visitor()  # nobody is looked up
    languages.speak_to_the_person()
    page = render_template(
        "away.html", sent=request.method not in READS, back=_page_before() or "/"
    )
    return page, 503, {"Retry-After": "10", "Cache-Control": "no-store"}


def _signed_out() -> tuple[str, str]:
    """What is said to somebody who pressed a button after they were signed out."""
    return (
        _("You are not signed in any more, so nothing was changed."),
        _("Go back to the page and sign in. A caption you were writing is still there."),
    )


def _sentences(status: int | None) -> tuple[str, str]:
    """What happened and what to do next, for the answers the framework gives by itself."""
    known = {
        404: (
            _("There is no page here that you can open."),
            _("It may have been moved, or you may need to sign in with another card."),
        ),
        405: (_("This page cannot be used that way."), _("Go back and press the button again.")),
        413: (
            _("That is more than can be taken in at once."),
            _("Send fewer photographs at a time, each up to 60 MB. Nothing else was changed."),
        ),
        429: (_("Too many tries."), _("Wait a little and try again.")),
        500: (
            _("Something broke on our side. What you had already sent is safe."),
            _("Try once more; if it happens again, tell your facilitator what you were doing."),
        ),
    }
    return known.get(status or 500, (_("That did not work."), _("Go back and try it another way.")))


def _error_page(
    status: int,
    sentence: str,
    next_step: str | None = None,
    obstacles: Sequence[Any] = (),
    written: Sequence[str] = (),
):
    page = render_template(
        "error.html",
        sentence=sentence,
        next_step=next_step,
        obstacles=obstacles,
        written=written,
        back=_page_before(),
    )
    return page, status


def _page_before() -> str | None:
    """The page of this house somebody came from, if the browser says so and it is another, or
    the same one with a form on it."""
    before = urlsplit(request.referrer or "")
    other = before.path != request.path or request.method == "POST"
    ours = before.netloc == request.host and not before.path.startswith("//")
    here = ours and other
    return before._replace(scheme="", netloc="").geturl() if here else None
