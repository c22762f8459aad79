"""The search page: the index proposes, the archive decides what the person may see."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice.archive import queries
from photovoice.archive.sight import (
    ASKED_AT_ONCE,
    outlines,
    seen_among,
    sees_everything,
    sights,
    tends,
)
from photovoice.archive.views import bp, tile
from photovoice.db import today
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.projects import queries as projects
from photovoice.projects.models import Project

FACETS = ("theme", "researcher", "year")
PAGE = 60


@bp.get("/search")
@requires(Permission.BROWSE, projects.project)
def search(project: Project) -> str:
    """Photographs that match some words, narrowed by theme, researcher and year."""
    session, house = the_house().session(), the_house()
    wanted = request.args.get("q", "").strip()[:200]
    chosen: dict[str, Any] = {name: request.args[name] for name in FACETS if request.args.get(name)}
    page = max(1, request.args.get("page", 1, type=int))
    results, photographs, visible = None, [], {}
    if wanted:
        results = house.index.search(
            wanted,
            project_id=project.id,
            allowed=None if sees_everything(current_user, project) else _allowed(project),
            tended=None if sees_everything(current_user, project) else _tended(project),
            theme=chosen.get("theme"),
            researcher=chosen.get("researcher"),
            year=request.args.get("year", type=int),
            limit=PAGE,
            offset=(page - 1) * PAGE,
        )
        found = queries.by_ids(session, project, results.ids)
        visible = sights(session, found, person=current_user, gate=house.gate, on=today())
        photographs = [photograph for photograph in found if photograph.id in visible]
    return render_template(
        "archive/search.html",
        project=project,
        wanted=wanted,
        results=results,
        photos=[tile(photograph, visible[photograph.id]) for photograph in photographs],
        facets=_facets(project, wanted, results.facets if results else {}, chosen),
        chosen=chosen,
        next_url=_page(project, wanted, chosen, page + 1)
        if results and results.total > page * PAGE
        else None,
        prev_url=_page(project, wanted, chosen, page - 1) if page > 1 else None,
    )


def _allowed(project: Project) -> Callable[[list[int]], set[int]]:
    """A sieve for the index: of some ids, those the person may see."""
    person, house = current_user._get_current_object(), the_house()
    session = house.session()

    def allowed(ids: list[int]) -> set[int]:
        return seen_among(session, project, ids, person=person, gate=house.gate, on=today())

    return allowed


def _tended(project: Project) -> Callable[[list[int]], set[int]]:
    """Of some ids, those the person tends: who is in others is not for them to search for."""
    person, session = current_user._get_current_object(), the_house().session()

    def tended(ids: list[int]) -> set[int]:
        return {
            one.id
            for start in range(0, len(ids), ASKED_AT_ONCE)
            for one in outlines(session, project, ids[start : start + ASKED_AT_ONCE])
            if tends(person, one)
        }

    return tended


def _page(project: Project, wanted: str, chosen: dict[str, Any], page: int) -> str:
    return url_for(".search", project=project.slug, q=wanted, page=page, **chosen)


def _facets(
    project: Project, wanted: str, found: dict[str, list[tuple[str, int]]], chosen: dict[str, Any]
) -> list[dict]:
    """Ways to narrow what was found; the one in force leads back out."""
    names = {"theme": _("Theme"), "researcher": _("Taken by"), "year": _("Year")}
    groups = []
    for facet in FACETS:
        links = [
            {
                "name": name,
                "count": count,
                "current": chosen.get(facet) == str(name),
                "url": _narrowed(project, wanted, chosen, facet, str(name)),
            }
            for name, count in found.get(facet, [])
        ]
        if links:
            groups.append({"name": names[facet], "links": links})
    return groups


def _narrowed(project: Project, wanted: str, chosen: dict[str, Any], facet: str, name: str) -> str:
    kept = dict(chosen)
    if kept.pop(facet, None) != name:
        kept[facet] = name
    return url_for(".search", project=project.slug, q=wanted, **kept)
