"""``photovoice archive``: a folder of photographs taken in from the command line."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import click
from flask import Flask
from tqdm import tqdm

from photovoice.accounts.models import Person
from photovoice.archive import operations, renewing
from photovoice.archive.operations import Received
from photovoice.archive.verdicts import Verdict, verdict_on
from photovoice.house import House
from photovoice.jobs.operations import perform
from photovoice.projects import operations as projects_operations
from photovoice.projects import queries as projects
from photovoice.projects.models import Project


@click.group()
def archive() -> None:
    """Photographs."""


@archive.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=True, path_type=Path))
@click.option("--project", "slug", required=True, help="The project's slug (see: project list).")
@click.option("--researcher", required=True, help="Who took them; added when not yet known.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def ingest(folder: Path, slug: str, researcher: str, as_json: bool) -> None:
    """Take in every file in FOLDER and the folders in it.

    Where a photograph was taken is kept in it only if the project keeps places.

    Each file gets a verdict: received, duplicate or refused.  A refused file never stops the
    others; the exit status is 1 when any was refused.
    """
    from photovoice import create_app

    app = create_app()
    house: House = app.extensions["photovoice"]
    try:
        with app.app_context():
            project, person = _who_and_where(house, slug, researcher)
            refused = sum(
                verdict.verdict == "refused"
                for verdict in _reported(_taken_in(app, house, project, person, folder), as_json)
            )
    finally:
        house.close()
    sys.exit(1 if refused else 0)


def _who_and_where(house: House, slug: str, researcher: str) -> tuple[Project, Person]:
    with house.database.transaction() as session:
        project = projects.project(session, slug)
        if project is None:
            known = ", ".join(one.slug for one in projects.projects(session))
            raise click.ClickException(
                f"There is no project “{slug}”. "
                + (f"There are: {known}." if known else "There is none yet.")
            )
        person = projects_operations.researcher_named(session, project, researcher, by=None)
    return project, person


def files_in(folder: Path) -> list[Path]:
    """Every file in a folder and the folders in it, in order; a file is a folder of one.

    Hidden files, which systems leave lying about, are not photographs anybody meant to send.
    """
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _taken_in(
    app: Flask, house: House, project: Project, person: Person, folder: Path
) -> Iterator[tuple[int, Verdict]]:
    """How many files there are, and the verdict on each, in order; develops them meanwhile."""
    files = files_in(folder)
    workers = house.config.darkroom_workers or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting = [
            pool.submit(_take_in, app, house, project, person, path, _named(path, folder))
            for path in files
        ]
        developing: list[Future] = []
        for future in waiting:
            verdict = future.result()
            if verdict.job_id is not None:
                developing.append(pool.submit(_develop, app, house, verdict.job_id))
            yield len(files), verdict
        for future in developing:
            future.result()


def _named(path: Path, folder: Path) -> str:
    return path.name if path == folder else path.relative_to(folder).as_posix()


def _take_in(
    app: Flask, house: House, project: Project, person: Person, path: Path, name: str
) -> Verdict:
    with app.app_context():
        return verdict_on(name, partial(_receive, house, project, person, path))


def _receive(house: House, project: Project, person: Person, path: Path) -> Received:
    with house.database.session() as session:
        received = operations.receive(
            house,
            session,
            session.merge(project, load=False),
            session.merge(person, load=False),
            path,
            by=None,
            exact_place=True,
        )
        session.commit()
    return received


def _develop(app: Flask, house: House, job_id: int) -> None:
    with app.app_context():
        perform(house, job_id)


def _reported(verdicts: Iterable[tuple[int, Verdict]], as_json: bool) -> Iterator[Verdict]:
    """Say each verdict as it comes: JSON, a bar on a terminal, or plain lines."""
    bar = tqdm(unit=" files", disable=as_json or not sys.stderr.isatty())
    counts = {"received": 0, "duplicate": 0, "refused": 0}
    for total, verdict in verdicts:
        bar.total = total
        bar.update()
        counts[verdict.verdict] += 1
        with tqdm.external_write_mode():
            if as_json:
                click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
            elif bar.disable or verdict.verdict == "refused":
                click.echo(f"{verdict.verdict:<9} {verdict.file}: {verdict.sentence}")
        sys.stdout.flush()
        yield verdict
    bar.close()
    if not as_json:
        click.echo(
            f"{counts['received']} received, {counts['duplicate']} here already,"
            f" {counts['refused']} refused."
        )


@archive.command("strip-metadata")
def strip_metadata() -> None:
    """Take out of originals stored by an earlier version what is taken out of new ones.

    The place above all, and whatever else no picture needs.  The worker does so by itself, two
    hundred in an hour; this does all at once.  It may be stopped and begun again.
    """
    from photovoice import create_app

    house: House = create_app().extensions["photovoice"]
    try:
        with house.database.session(writes=False) as session:
            waiting = renewing.waiting(session)
        silent = not sys.stderr.isatty()
        changed = sum(tqdm(renewing.renew(house), total=waiting, unit=" files", disable=silent))
        with house.database.session(writes=False) as session:
            left = renewing.waiting(session)
    finally:
        house.close()
    click.echo(f"{waiting - left} gone through, {changed} stored anew, {left} left.")
    if left:
        click.echo("The bytes of those left are not in the store: see photovoice verify.")
        sys.exit(1)
