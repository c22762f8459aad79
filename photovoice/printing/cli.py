"""Postcards from the command line."""

import sys
from pathlib import Path

import click
from flask_babel import force_locale
from tqdm import tqdm

from photovoice import open_archive
from photovoice.exhibition import queries as exhibitions
from photovoice.printing import operations
from photovoice.projects import addresses
from photovoice.projects.models import Printed, Project
from photovoice.refusals import Refusal


@click.group()
def printing() -> None:
    """Files for a printer."""


@printing.command()
@click.argument("slug")
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The PDF to write.",
)
@click.option(
    "--sheet",
    type=click.Choice(list(operations.SHEETS)),
    default="single",
    help="Single cards, or sheets of paper with several on each.",
)
@click.option(
    "--flip",
    type=click.Choice(list(operations.FLIPS)),
    default="long",
    help="The edge sheets are turned on for their backs.",
)
@click.option(
    "--back-offset",
    nargs=2,
    type=float,
    default=(0, 0),
    metavar="RIGHT UP",
    help="Move the backs of sheets, in mm, where front and back do not meet.",
)
def postcards(
    slug: str, output: Path, sheet: str, flip: str, back_offset: tuple[float, float]
) -> None:
    """Make the postcards of the exhibition SLUG as a PDF."""
    app = open_archive()
    house = app.extensions["photovoice"]
    with app.app_context(), force_locale("en"), house.database.session(writes=False) as session:
        try:
            address = addresses.require_settled(session, house.config)
        except addresses.AddressNotSaid as refusal:
            raise click.ClickException(f"{refusal} See: photovoice address say") from None
        exhibition = exhibitions.exhibition_by_slug(session, slug)
        if exhibition is None:
            raise click.ClickException(
                f"There is no exhibition “{slug}”. See: photovoice exhibition list"
            )
        with tqdm(unit=" cards", disable=not sys.stderr.isatty(), leave=False) as bar:

            def tell(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                report, _series, sentences = operations.make_pdf(
                    house, session, exhibition, output, sheet=sheet, flip=flip,
                    back_offset=back_offset, progress=tell,
                )  # fmt: skip
            except Refusal as refusal:
                raise click.ClickException(str(refusal)) from None
        project, pieces = exhibition.project_id, report.cards
    with house.database.transaction() as session:
        printed_for = session.get_one(Project, project)
        addresses.printed(session, printed_for, Printed.POSTCARDS, address, pieces)
    for sentence in sentences:
        click.echo(sentence)
    click.echo(f"{output}: {report.cards} cards on {report.pages} pages")
    house.close()
