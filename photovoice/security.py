"""The headers every answer carries, written out so that they can be read in one place."""

from flask import Flask, Response, request

from photovoice.permissions import Permission

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
