"""``photovoice project``: what projects there are."""

import click
from flask_babel import force_locale

from photovoice.house import House
from photovoice.projects import addresses, queries, rules


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


@click.group()
def address() -> None:
    """The address visitors open, and that cards, slips and postcards carry."""


@address.command()
def show() -> None:
    """Show the public address, and from where it can be opened."""
    from photovoice import open_archive

    house: House = open_archive().extensions["photovoice"]
    with house.database.session(writes=False) as session:
        url = addresses.public_url(session, house.config)
        settled = addresses.is_settled(session, house.config)
    click.echo(f"{url}\t{rules.reach(url)}\t{'settled' if settled else 'not settled'}")
    house.close()


@address.command()
@click.argument("url")
@click.option("--only-here", is_flag=True, help="It is meant for this room or computer only.")
def say(url: str, only_here: bool) -> None:
    """Say that people open URL; exhibitions on show follow by themselves."""
    from photovoice import open_archive

    app = open_archive()
    house: House = app.extensions["photovoice"]
    with app.app_context(), force_locale("en"):
        try:
            with house.database.transaction() as session:
                said = addresses.say_address(
                    session, url, house.config, by=None, only_near=only_here
                ).url
        except addresses.NotAnAddress as refusal:
            hint = str(refusal).replace("tick “Only in this room”", "add --only-here")
            raise click.ClickException(hint) from None
    click.echo(f"People open {said}. What hangs follows by itself.")
    house.close()
