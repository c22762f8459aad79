"""The search index from the command line."""

import click

from photovoice import open_archive
from photovoice.workshop import jobs


@click.group()
def search() -> None:
    """The search index."""


@search.command()
def rebuild() -> None:
    """Make the search index anew from the database."""
    app = open_archive()
    house = app.extensions["photovoice"]
    with app.app_context():
        count = jobs.rebuild(house, lambda count: click.echo(f"{count} photographs", err=True))
    click.echo(f"The index holds {count} photograph{'' if count == 1 else 's'}.")
    house.close()
