"""The first steward, and ways back in, from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from photovoice import open_archive
from photovoice.accounts import operations, queries, second_factor
from photovoice.accounts.models import Person
from photovoice.accounts.passwords import SHORTEST_PASSWORD
from photovoice.refusals import Refusal

NEW_PASSWORD = click.option(
    "--password",
    prompt=f"A password ({SHORTEST_PASSWORD} characters or more)",
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when not given, which keeps it out of the shell's history.",
)


@click.command()
@click.option("--name", prompt="Your name", help="What people call you.")
@click.option("--email", prompt="Your e-mail address", help="What you sign in with.")
@NEW_PASSWORD
def init(name: str, email: str, password: str) -> None:
    """Prepare the archive and make its first steward, who can start projects."""
    app = open_archive(prepares=True)
    house = app.extensions["photovoice"]
    with app.app_context(), house.database.transaction() as session:
        if queries.person_by_email(session, email) is not None:
            raise click.ClickException(
                f"Somebody signs in with {email} already. For another password:"
                f" photovoice account reset-password {email}"
            )
        with _in_a_sentence():
            person = operations.add_person(session, name, email=email)
            person.starts_projects = True
            operations.set_password(session, person, password, by=person)
    click.echo(f"{name} can sign in now and start a project: {house.config.public_url}/sign-in")
    house.close()


@click.group()
def account() -> None:
    """Ways back in for somebody who cannot come in any more."""


@account.command("reset-password")
@click.argument("email")
@NEW_PASSWORD
def reset_password(email: str, password: str) -> None:
    """Give somebody a new password, and sign them out everywhere."""
    with _somebody(email) as (session, person), _in_a_sentence():
        operations.set_password(session, person, password, by=None)
    click.echo(f"{person.name} can sign in with the new password, and is signed out everywhere.")


@account.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Ask somebody for no code any more, whose phone and recovery codes are lost."""
    with _somebody(email) as (session, person):
        if not second_factor.turn_off(session, person, by=None):
            raise click.ClickException(f"{person.name} has no second step.")
    click.echo(f"{person.name} comes in without a code now, and can set up another phone.")


@account.command("new-card")
@click.argument("who")
def new_card(who: str) -> None:
    """Make a card for somebody, by e-mail address or whole name; their older cards end."""
    app = open_archive()
    house = app.extensions["photovoice"]
    with app.app_context(), house.database.transaction() as session:
        people = queries.people_called(session, who)
        if len(people) != 1:
            known = "Nobody here is" if not people else f"{len(people)} people here are"
            raise click.ClickException(f"{known} called {who}. Say whose e-mail address it is.")
        _card, words = operations.make_card(session, people[0], house.config, by=None)
    click.echo(f"Write these seven words down for {people[0].name}; they are not shown again:")
    click.echo(f"\n    {words}\n")
    click.echo(f"They open {house.config.public_url}/card. Older cards and devices ended.")
    house.close()


@contextmanager
def _somebody(email: str) -> Iterator[tuple[Session, Person]]:
    """A transaction, and whoever signs in with an address."""
    app = open_archive()
    house = app.extensions["photovoice"]
    with app.app_context(), house.database.transaction() as session:
        person = queries.person_by_email(session, email)
        if person is None:
            raise click.ClickException(f"Nobody signs in with {email} here.")
        yield session, person
    house.close()


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
