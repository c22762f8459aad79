"""The headers every answer carries, written out so that they can be read in one place."""

from collections.abc import Callable

from flask import Flask, Response, request
from flask_login import current_user

from photovoice.house import the_house
from photovoice.permissions import READS, Permission

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ORIGINALS_POLICY = "default-src 'none'; sandbox"
"""For bytes somebody else made: nothing in them may run."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Photovoice": "here",  # by this a phone knows our answers from those of a network in between
}
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of any request but those of views that take files; no form holds as many."""
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def write_headers(app: Flask, *, strict_transport: bool = True) -> None:
    """Put the headers on every answer; a page behind sign-in is kept by nobody on the way.

    Without ``strict_transport`` browsers are not told to come by HTTPS for ever.
    """

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure and strict_transport:
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        if "private" not in (kept := response.headers.get("Cache-Control", "")):
            view = app.view_functions.get(request.endpoint or "")
            if not kept or getattr(view, "permission", None) is not Permission.PUBLIC:
                response.headers["Cache-Control"] = "no-store"
        return response


def takes_files(view: Callable) -> Callable:
    """Let a view take in files from whoever is signed in, and not only what a form holds."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def read_forms_first(app: Flask) -> None:
    """Read what a form says before any row is read or locked for it: it may come slowly, and
    others want to write.  What takes in files lets go of its locks itself."""

    @app.before_request
    def read() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if request.method not in READS and not getattr(view, "takes_files", False):
            request.form  # noqa: B018 (the looking reads it)


def make_room_for_files(app: Flask, largest: int) -> None:
    """Let only who is signed in send ``largest`` bytes, and only where files are taken in.

    Whatever reads a form comes after this.
    """

    @app.before_request
    def make_room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_files", False) and current_user.is_authenticated:
            the_house().session().commit()  # they may come slowly, and others want to write
            request.max_content_length = largest
