"""Exhibitions from the command line."""

import json
import sys

import click
from flask_babel import force_locale
from sqlalchemy.orm import Session
from tqdm import tqdm

from photovoice import open_archive
from photovoice.db import today
from photovoice.exhibition import operations, press, queries
from photovoice.exhibition.models import Edition, EditionState
from photovoice.house import House
from photovoice.projects.addresses import public_url


@click.group()
def exhibition() -> None:
    """Exhibitions and their editions."""


@exhibition.command("list")
def list_exhibitions() -> None:
    """List exhibitions: slug first, then title and the edition on show."""
    from photovoice.projects.queries import projects

    house = open_archive().extensions["photovoice"]
    with house.database.session(writes=False) as session:
        for project in projects(session):
            for one in queries.exhibitions(session, project):
                live = queries.live_edition(one)
                shown = f"edition {live.number}" if live else "not published"
                click.echo(f"{one.slug}\t{one.title}\t{shown}")


@exhibition.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def publish(slug: str, as_json: bool) -> None:
    """Publish an edition of the exhibition SLUG."""
    app = open_archive()
    house = app.extensions["photovoice"]
    with app.app_context(), force_locale("en"):
        edition_id = _ask(house, slug, as_json)
        if edition_id is None:
            sys.exit(1)
        _make(house, edition_id, as_json)
        _report(house, slug, edition_id, as_json)
    house.close()


def _say(as_json: bool, file: str, verdict: str, id: int | None, reason: str) -> None:
    if as_json:
        line = {"file": file, "verdict": verdict, "id": id, "reason": reason}
        click.echo(json.dumps(line, ensure_ascii=False))
    else:
        click.echo("\t".join(filter(None, [verdict, file, reason])))


def _ask(house: House, slug: str, as_json: bool) -> int | None:
    """The id of the edition asked for, or None when some photograph is not cleared."""
    with house.database.transaction() as session:
        found = queries.exhibition_by_slug(session, slug)
        if found is None:
            known = ", ".join(_slugs(session)) or "none yet"
            raise click.ClickException(f"There is no exhibition “{slug}”. There are: {known}.")
        try:
            edition = operations.ask_to_publish(session, found, by=None, on=today())
        except operations.NotAllCleared as refusal:
            for one in refusal.refused:
                reasons = ", ".join(
                    f"{obstacle.name} {obstacle.reason}".strip()
                    for obstacle in one.clearance.obstacles
                )
                _say(as_json, one.photograph.name, "refused", one.photograph.id, reasons)
            click.echo(str(refusal), err=True)
            return None
        except operations.Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        return edition.id


def _slugs(session: Session) -> list[str]:
    from photovoice.projects.queries import projects

    return [
        one.slug for project in projects(session) for one in queries.exhibitions(session, project)
    ]


def _make(house: House, edition_id: int, as_json: bool) -> None:
    quiet = as_json or not sys.stderr.isatty()
    with tqdm(total=None, unit=" photographs", disable=quiet, leave=False) as bar:

        def say(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        press.publish(
            house,
            edition_id,
            render=house.render_edition,
            responses=house.responses,
            say=say,
        )


def _report(house: House, slug: str, edition_id: int, as_json: bool) -> None:
    with house.database.session(writes=False) as session:
        edition = session.get_one(Edition, edition_id)
        for one in edition.photographs:
            where = "" if one.on_web else "on site only"
            _say(as_json, one.photograph.name, "published", one.photograph_id, where)
        if not as_json:
            address = f"{public_url(session, house.config)}/exhibitions/{slug}/"
            state = "is live" if edition.state is EditionState.LIVE else edition.state
            click.echo(f"Edition {edition.number} {state}: {address}")
