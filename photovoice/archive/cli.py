"""``photovoice archive``: a folder of photographs taken in from the command line."""

import io
import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import click
from flask import Flask
from tqdm import tqdm

from photovoice.accounts.models import Person
from photovoice.archive import operations, renewing
from photovoice.archive.folders import Folder, Found, look_into
from photovoice.archive.operations import Received
from photovoice.archive.verdicts import Verdict, verdict_on
from photovoice.house import House
from photovoice.jobs.operations import perform
from photovoice.projects import operations as projects_operations
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.storage import identity


@click.group()
def archive() -> None:
    """Photographs."""


@archive.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=True, path_type=Path))
@click.option("--project", "slug", required=True, help="The project's slug (see: project list).")
@click.option("--researcher", required=True, help="Who took them; added when not yet known.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def ingest(folder: Path, slug: str, researcher: str, as_json: bool) -> None:
    """Take in every file in FOLDER and the folders in it, packed ones (ZIP) too.

    Where a photograph was taken is kept in it only if the project keeps places.  What computers
    and messengers leave lying about (deleted pictures, previews, notes, stickers) is left alone.

    Each file gets a verdict: received, duplicate or refused.  A refused file never stops the
    others; the exit status is 1 when any was refused.
    """
    from photovoice import open_archive

    for stream in (sys.stdout, sys.stderr):  # whatever a name is written in, it is no reason to end
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app = open_archive()
    house: House = app.extensions["photovoice"]
    try:
        with app.app_context():
            project, person = _who_and_where(house, slug, researcher)
            found = look_into(folder)
            verdicts = _taken_in(app, house, project, person, found)
            refused = sum(
                verdict.verdict == "refused" for verdict in _reported(verdicts, found, as_json)
            )
    finally:
        identity.mark(house)
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


class Turns:
    """Lets those who look at files side by side write their rows in the files' order."""

    def __init__(self) -> None:
        self._next, self._moved = 0, threading.Condition()

    @contextmanager
    def of(self, number: int) -> Iterator[None]:
        """Wait until everybody before has had their turn."""
        with self._moved:
            self._moved.wait_for(lambda: self._next >= number)
        yield

    def is_over(self, number: int) -> None:
        """Whoever had this number is done, in whatever way."""
        with self._moved:
            self._moved.wait_for(lambda: self._next >= number)
            self._next = number + 1
            self._moved.notify_all()


def _taken_in(
    app: Flask, house: House, project: Project, person: Person, folder: Folder
) -> Iterator[Verdict]:
    """The verdict on each file, in order; develops them meanwhile."""
    workers, turns = house.config.darkroom_workers or os.cpu_count() or 1, Turns()
    with ThreadPoolExecutor(workers) as pool:
        waiting = [
            pool.submit(_take_in, app, house, project, person, found, turns, number)
            for number, found in enumerate(folder.files)
        ]
        developing: list[Future] = []
        for future in waiting:
            verdict = future.result()
            if verdict.job_id is not None:
                developing.append(pool.submit(_develop, app, house, verdict.job_id))
            yield verdict
        for future in developing:
            future.result()


def _take_in(
    app: Flask,
    house: House,
    project: Project,
    person: Person,
    found: Found,
    turns: Turns,
    number: int,
) -> Verdict:
    turn = turns.of(number)
    try:
        with app.app_context():
            return verdict_on(found.name, partial(_receive, house, project, person, found, turn))
    finally:
        turns.is_over(number)


def _receive(
    house: House,
    project: Project,
    person: Person,
    found: Found,
    turn: AbstractContextManager[None],
) -> Received:
    with house.database.session() as session, found.opened() as source:
        received = operations.receive(
            house,
            session,
            session.merge(project, load=False),
            session.merge(person, load=False),
            source,
            by=None,
            exact_place=True,
            name=found.name,
            turn=turn,
        )
        session.commit()
    return received


def _develop(app: Flask, house: House, job_id: int) -> None:
    with app.app_context():
        perform(house, job_id)


def _reported(verdicts: Iterable[Verdict], folder: Folder, as_json: bool) -> Iterator[Verdict]:
    """Say each verdict as it comes: JSON, a bar on a terminal, or plain lines."""
    bar = tqdm(total=len(folder.files), unit=" files", disable=as_json or not sys.stderr.isatty())
    counts = {"received": 0, "duplicate": 0, "refused": 0}
    doubted = 0
    for verdict in verdicts:
        bar.update()
        counts[verdict.verdict] += 1
        doubted += verdict.in_doubt
        with tqdm.external_write_mode():
            if as_json:
                click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
            elif bar.disable or verdict.verdict == "refused" or verdict.in_doubt:
                click.echo(f"{verdict.verdict:<9} {verdict.file}: {verdict.sentence}")
        sys.stdout.flush()
        yield verdict
    bar.close()
    if not as_json:
        click.echo(
            f"{counts['received']} received, {counts['duplicate']} here already,"
            f" {counts['refused']} refused."
            + (f" {doubted} perhaps damaged: look at them." * bool(doubted))
            + (f" {folder.left_alone} other files left alone." * bool(folder.left_alone))
        )


@archive.command("strip-metadata")
def strip_metadata() -> None:
    """Take out of originals stored by an earlier version what is taken out of new ones.

    The place above all, and whatever else no picture needs.  The worker does so by itself, two
    hundred in an hour; this does all at once.  It may be stopped and begun again.
    """
    from photovoice import open_archive

    house: House = open_archive().extensions["photovoice"]
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
