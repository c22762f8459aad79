"""``photovoice project``: what projects there are."""

import click

from photovoice.house import House
from photovoice.projects import queries


@click.group()
def project() -> None:
    """Projects."""


@project.command("list")
def list_projects() -> None:
    """One project a line: its slug first, then its name."""
    from photovoice import open_archive

    house: House = open_archive().extensions["photovoice"]
    with house.database.session(writes=False) as session:
        for one in queries.projects(session):
            click.echo(f"{one.slug}  {one.name}")
    house.close()
