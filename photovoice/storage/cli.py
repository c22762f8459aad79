"""``photovoice store``: what was set aside, and whose store this is."""

import click

from photovoice import open_archive
from photovoice.house import House
from photovoice.storage import identity
from photovoice.storage.set_aside import SetAside, bring_back, listed


@click.group()
def store() -> None:
    """The store: the folder or bucket that holds photographs and voices."""


@store.group("set-aside")
def aside() -> None:
    """What no row in the database names: kept for a while, in case one is only missing."""


@aside.command("list")
def list_set_aside() -> None:
    """One object a line: since which day it is set aside, its bytes, its key."""
    house = _opened()
    found = sorted(listed(house.store), key=lambda one: (one.since, one.was))
    for one in found:
        click.echo(f"{one.since}  {one.size:>12}  {one.was}")
    days = house.config.set_aside_days
    click.echo(f"{len(found)} set aside. Each is kept for {days} days.", err=True)
    house.close()


@aside.command()
@click.argument("keys", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Everything that is set aside.")
def restore(keys: tuple[str, ...], everything: bool) -> None:
    """Put the objects with these KEYS back where they were.

    What a row names comes back by itself; this is for looking at the rest. What is still named by
    nothing after that is set aside again within some hours.
    """
    house = _opened()
    if not keys and not everything:
        raise click.UsageError(
            "Name the keys (see: photovoice store set-aside list), or say --all."
        )
    there: dict[str, SetAside] = {one.was: one for one in listed(house.store)}
    unknown = sorted(set(keys) - there.keys())
    if unknown:
        raise click.ClickException(f"Not set aside: {', '.join(unknown)}. Nothing was changed.")
    for key in sorted(there if everything else keys):
        if bring_back(house.store, key):
            click.echo(key)
    house.close()


@store.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def adopt(yes: bool) -> None:
    """Let this database have this store from now on, where a start says they do not fit.

    For whoever knows why they do not: a database or photographs are gone for good, or an older copy
    is to go on. Destroys nothing: what the database does not name is set aside first.
    """
    app = open_archive(prepares=True, to_adopt=True)
    house: House = app.extensions["photovoice"]
    base, place = identity.database_name(house.config), identity.store_name(house.config)
    missing, looked = identity.lacking(house)
    unnamed, seen = identity.strangers(house)
    click.echo(f"The database: {base}\nThe store:    {place}")
    click.echo(
        f"Of {looked} photographs and recordings the database names, {len(missing)} are not"
        " in the store."
        if missing
        else "What the database names is in the store."
    )
    if unnamed:
        click.echo(
            f"Of {seen} in the store, the database does not know {len(unnamed)}. They are set aside"
            f" and kept for {house.config.set_aside_days} days."
        )
    click.echo("An installation that has used this store until now will not start on it again.")
    if not yes:
        click.confirm("Shall they belong together from now on?", abort=True)
    identity.adopt(house)
    click.echo("They belong together now. Nothing was removed.")
    house.close()


def _opened() -> House:
    return open_archive().extensions["photovoice"]
