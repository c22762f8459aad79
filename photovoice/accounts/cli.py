"""The first steward, from the command line."""

import click

from photovoice import open_archive
from photovoice.accounts import operations, queries
from photovoice.accounts.rules import SHORTEST_PASSWORD


@click.command()
@click.option("--name", prompt="Your name", help="What people call you.")
@click.option("--email", prompt="Your e-mail address", help="What you sign in with.")
@click.option(
    "--password",
    prompt=f"A password ({SHORTEST_PASSWORD} characters or more)",
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when not given, which keeps it out of the shell's history.",
)
def init(name: str, email: str, password: str) -> None:
    """Prepare the archive and make its first steward, who can start projects."""
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(
            f"That password is short. {SHORTEST_PASSWORD} characters or more, please."
        )
    app = open_archive(prepares=True)
    house = app.extensions["photovoice"]
    with app.app_context(), house.database.transaction() as session:
        person = queries.person_by_email(session, email)
        if person is None:
            person = operations.add_person(session, name, email=email)
        person.starts_projects = True
        operations.set_password(session, person, password, by=person)
    click.echo(f"{name} can sign in now and start a project: {house.config.public_url}/sign-in")
    house.close()
