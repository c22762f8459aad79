"""Who may do what: one table, default deny, and the decorator every route wears."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from photovoice.audit import alone_with

READS = {"GET", "HEAD", "OPTIONS"}
"""The ways to ask that change nothing."""


class Role(StrEnum):
    """What a member is in a project.  Each may do what those before it may, and more."""

    RESEARCHER = "researcher"
    FACILITATOR = "facilitator"
    CURATOR = "curator"
    STEWARD = "steward"


class Permission(StrEnum):
    """What a route needs.  The last two need no project."""

    CONTRIBUTE = "contribute"
    """Add photographs; see and complete one's own."""
    BROWSE = "browse"
    """See the project's photographs, captions, themes and sessions."""
    RECORD_CONSENT = "record_consent"
    """Name people pictured and take down releases for anybody's photograph."""
    FACILITATE = "facilitate"
    """Run workshop sessions, write answers, tags and themes."""
    CURATE = "curate"
    """Build exhibitions, publish editions, make print files."""
    STEWARD = "steward"
    """People, roles, cards, the project's own limits, the record of what was done."""
    START_PROJECT = "start_project"
    """Start another project in this archive."""
    SIGNED_IN = "signed_in"
    """Anybody who is signed in, for their own account."""
    PUBLIC = "public"
    """Everybody."""


_RESEARCHER = {Permission.CONTRIBUTE, Permission.BROWSE}
_FACILITATOR = _RESEARCHER | {Permission.RECORD_CONSENT, Permission.FACILITATE}
_CURATOR = _FACILITATOR | {Permission.CURATE}
_STEWARD = _CURATOR | {Permission.STEWARD}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.RESEARCHER: frozenset(_RESEARCHER),
    Role.FACILITATOR: frozenset(_FACILITATOR),
    Role.CURATOR: frozenset(_CURATOR),
    Role.STEWARD: frozenset(_STEWARD),
}


def allows(person: Any, permission: Permission | str, project: Any = None) -> bool:
    """Whether a person (or nobody, None) holds a permission, in a project where one matters.

    Templates name a permission by its word.  ``person`` answers
    ``role_in(project) -> Role | None`` and ``stewards_any() -> bool``.
    """
    permission = Permission(permission)
    if permission is Permission.PUBLIC:
        return True
    if person is None or not getattr(person, "is_authenticated", False):
        return False
    if permission is Permission.SIGNED_IN:
        return True
    if permission is Permission.START_PROJECT:
        return person.stewards_any()
    role = person.role_in(project) if project is not None else None
    return role is not None and permission in TABLE[role]


def requires(permission: Permission, loader: Callable[..., Any] | None = None) -> Callable:
    """Say what a route needs; absent and forbidden answer alike, with 404.

    ``loader(session, **address_parts)`` brings the thing the address names, or None.  What it
    brings has a ``.project`` (a project is its own) and is handed to the view in place of the
    address parts.  Somebody not signed in is shown the door to sign in by, never the reason.

    Whoever changes something is alone with the project until the end of the transaction.
    """

    def declare(view: Callable) -> Callable:
        takes_files = getattr(
            view, "takes_files", False
        )  # slowly: what it changes, it holds itself

        @functools.wraps(view)
        def guarded(**parts: Any) -> Any:
            if permission is not Permission.PUBLIC and not current_user.is_authenticated:
                if request.method == "GET" and request.accept_mimetypes.accept_html:
                    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
                abort(404)
            session = current_app.extensions["photovoice"].session()
            thing = loader(session, **parts) if loader else None
            project = getattr(thing, "project", None)
            if (loader and thing is None) or not allows(current_user, permission, project):
                abort(404)
            changes = request.method not in READS and not takes_files
            if loader and project is not None and changes:
                alone_with(session, project)
                thing = loader(session, **parts)  # as whoever was here before left it
                project = getattr(thing, "project", None)
                if thing is None or not allows(current_user, permission, project):
                    abort(404)
            g.project = project
            return view(thing) if loader else view(**parts)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.loader = loader  # type: ignore[attr-defined]
        return guarded

    return declare
