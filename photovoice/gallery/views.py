"""The public side: hands out the files of published editions, and knows nothing else."""

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from photovoice.db import today
from photovoice.gallery import rules, state
from photovoice.gallery.rules import Answer
from photovoice.permissions import Permission, requires

bp = Blueprint("gallery", __name__, url_prefix="/exhibitions")

BEING_REHUNG_SECONDS = 60

CONTENT_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def exhibitions() -> Path:
    """The folder of published exhibitions: all that this side can see of the archive."""
    return current_app.extensions["photovoice"].config.exhibitions_folder


@bp.get("/<slug>/")
@requires(Permission.PUBLIC)
def exhibition(slug: str) -> AnyResponse:
    """Leads to the edition that hangs now."""
    shown = _state(slug)
    answer = rules.exhibition_answer(shown)
    if answer is Answer.MOVED:
        return _lead(slug, shown.live)
    return _refusal(slug, shown, answer)


@bp.get("/<slug>/kiosk/")
@requires(Permission.PUBLIC)
def kiosk(slug: str) -> AnyResponse:
    """A lasting address for a screen: leads to the kiosk of the edition that hangs now."""
    shown = _state(slug)
    answer = rules.exhibition_answer(shown)
    if answer is Answer.MOVED:
        return _lead(slug, shown.live, "kiosk/")
    return _refusal(slug, shown, answer)


@bp.get("/<slug>/edition.json")
@requires(Permission.PUBLIC)
def news(slug: str) -> AnyResponse:
    """What a copy off site asks when it is online: which edition hangs, and what has gone."""
    response = jsonify(_state(slug).as_json())
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _dressed(response, "no-store")


@bp.get("/<slug>/photographs/<ref>")
@requires(Permission.PUBLIC)
def photograph(slug: str, ref: str) -> AnyResponse:
    """The lasting address of a photograph, as printed on postcards."""
    shown = _state(slug)
    answer = rules.photograph_answer(shown, ref)
    if answer is not Answer.MOVED:
        return _refusal(slug, shown, answer, ref)
    page = rules.file_asked(f"photographs/{ref}.html")
    if page is None or not (_folder(slug) / str(shown.live) / page.path).is_file():
        abort(404)
    return _lead(slug, shown.live, page.path)


@bp.get("/<slug>/<int:number>/", defaults={"page": ""})
@bp.get("/<slug>/<int:number>/<path:page>")
@requires(Permission.PUBLIC)
def edition(slug: str, number: int, page: str) -> AnyResponse:
    """One file of one edition, or what became of it."""
    shown, asked = _state(slug), rules.file_asked(page)
    if asked is None:
        abort(404)
    answer = rules.edition_answer(shown, number, asked.path)
    if answer is Answer.SHOW:
        return _file(_folder(slug) / str(number), asked)
    if answer is not Answer.MOVED:
        return _refusal(slug, shown, answer, rules.ref_of(asked.path))
    if (_folder(slug) / str(shown.live) / asked.path).is_file():
        return _lead(slug, shown.live, page)
    return _lead(slug, shown.live) if asked.path.endswith(".html") else abort(404)


def _folder(slug: str) -> Path:
    if not state.SLUG.fullmatch(slug):
        abort(404)
    return exhibitions() / slug


def _state(slug: str) -> state.ShowState:
    shown = state.read(_folder(slug))
    return shown.on(today()) if shown is not None else abort(404)


def _file(folder: Path, asked: rules.File) -> AnyResponse:
    response = send_from_directory(folder.resolve(), asked.path, mimetype=asked.media_type)
    return _dressed(response, asked.cache)


def _lead(slug: str, number: int | None, page: str = "") -> AnyResponse:
    address = url_for(".edition", slug=slug, number=number, page=page)
    return _dressed(redirect(address, 302), "no-cache")


def _refusal(
    slug: str, shown: state.ShowState, answer: Answer, ref: str | None = None
) -> AnyResponse:
    """A plain page for what is gone (410), hangs no longer (404), or is closed for now (503)."""
    if answer is Answer.UNKNOWN:
        abort(404)
    hangs = url_for(".exhibition", slug=slug) if shown.live is not None else None
    if answer in (Answer.HELD, Answer.STUCK):
        page = render_template("gallery/closed.html", restored=answer is Answer.HELD)
        response = Response(page, 503)
    elif answer is Answer.RENEWING:
        response = Response(render_template("gallery/renewing.html"), 503)
        response.headers["Retry-After"] = str(BEING_REHUNG_SECONDS)
    elif answer is Answer.REMOVED:
        response = Response(render_template("gallery/removed.html", hangs=hangs), 404)
    else:
        about_a_photograph = ref is not None and ref in shown.gone
        page = render_template("gallery/gone.html", hangs=hangs, photograph=about_a_photograph)
        response = Response(page, 410)
    return _dressed(response, "no-store")


def _dressed(response: AnyResponse, cache: str) -> AnyResponse:
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = CONTENT_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
