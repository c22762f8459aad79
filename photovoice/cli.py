"""The ``photovoice`` command: thin doors to operations, and the two programs that keep running."""

import os
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable

import click
from flask import Flask

from photovoice import open_archive, private_files
from photovoice.accounts.cli import account, init
from photovoice.archive.cli import archive
from photovoice.backup import cli as backups
from photovoice.config import Config
from photovoice.exhibition.cli import exhibition
from photovoice.house import House
from photovoice.jobs.cli import jobs
from photovoice.printing.cli import printing
from photovoice.projects.cli import address, project
from photovoice.refusals import Refusal
from photovoice.storage import identity
from photovoice.storage.cli import store
from photovoice.storage.identity import database_name
from photovoice.workshop.cli import search


class Commands(click.Group):
    """Commands that say a refusal as the sentence it is."""

    def invoke(self, context: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=Commands)
@click.version_option(package_name="photovoice")
@click.pass_context
def main(context: click.Context) -> None:
    """From a phone photograph to a touring exhibition, with everybody's consent."""
    context.obj = None
    private_files.make_files_for_us_alone()


def house_of(app: Flask) -> House:
    """The parts of an application."""
    return app.extensions["photovoice"]


def require_free_port(config: Config) -> None:
    """Say so in a sentence where another program listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError:
            raise click.ClickException(
                f"Another program uses port {config.port}; perhaps photovoice runs already."
                f" Stop it, or choose another port: PORT={config.port + 1} make run"
            ) from None


IN_THE_ROOM = (
    click.option(
        "--lan", is_flag=True, default=None, help="Let phones in the same Wi-Fi open the pages."
    ),
    click.option(
        "--tls",
        is_flag=True,
        default=None,
        help="Over HTTPS, with a certificate made here: phones then lend their microphone.",
    ),
)


def in_the_room(command: Callable) -> Callable:
    """Give a command the two options for phones in the room."""
    for option in reversed(IN_THE_ROOM):
        command = option(command)
    return command


@main.command()
@click.option("--port", type=int, help="The port to listen on (8000).")
@click.option("--host", help="The address to listen on (127.0.0.1).")
@in_the_room
def serve(port: int | None, host: str | None, lan: bool | None, tls: bool | None) -> None:
    """Serve the pages."""
    from photovoice.serving import servers, welcome

    config = Config.from_environment(port=port, host=host, lan=lan, tls=tls)
    require_free_port(config)
    certificates = welcome.certificates_for(config) if config.tls else None
    app = open_archive(config, prepares=True)
    if config.lan or config.tls:
        welcome.say(config, click.echo)
    servers.serve(
        app,
        config.host,
        config.port,
        largest=config.largest_picture * 12,
        certificates=certificates,
    )


@main.command()
@click.option("--threads", type=int, default=0, help="Jobs done side by side (one a core).")
def worker(threads: int) -> None:
    """Do the work that can wait: renditions, search, editions, print files."""
    app = open_archive(prepares=True)
    house = house_of(app)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        with app.app_context():
            house.queue.work(threads or os.cpu_count() or 1, stop)
    except KeyboardInterrupt:
        pass
    finally:
        identity.mark(house)
        house.close()


@main.command()
@click.option("--browser/--no-browser", default=False, help="Open the browser too.")
@in_the_room
def start(browser: bool, lan: bool | None, tls: bool | None) -> None:
    """Everything at once: the database, the demonstration, the pages and the worker."""
    from photovoice.demo import load
    from photovoice.projects import queries

    config = Config.from_environment(lan=lan, tls=tls)
    require_free_port(config)
    app = open_archive(config, prepares=True)
    house = house_of(app)
    with app.app_context():
        with house.database.session(writes=False) as session:
            wanted = queries.is_empty(session) or load.was_interrupted(session)
        if wanted:
            load.load(house, say=click.echo)
        click.echo(load.how_to_sign_in(house))
    house.close()
    environ = config.for_children()
    programs = [
        subprocess.Popen([sys.executable, "-m", "photovoice", name], env=environ)
        for name in ("serve", "worker")
    ]
    click.echo(f"\n  Open {config.public_url}\n  Ctrl-C stops everything.\n")
    if browser:
        webbrowser.open(config.public_url)
    sys.exit(_until_stopped(programs))


def _until_stopped(programs: list[subprocess.Popen]) -> int:
    """Wait for Ctrl-C, a stop signal, or either program's end; then end both."""
    ended = threading.Event()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: ended.set())
    status = 0
    while not ended.wait(0.3):
        over = [program.returncode for program in programs if program.poll() is not None]
        if over:
            status = max(over)
            break
    for program in programs:
        program.terminate()
    for program in programs:
        try:
            program.wait(timeout=20)
        except subprocess.TimeoutExpired:
            program.kill()
    click.echo("Stopped. Everything received is kept.")
    return status


@main.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the shape this version needs."""
    house = house_of(open_archive(prepares=True))
    click.echo(f"The database is up to date: {database_name(house.config)}")
    house.close()


main.add_command(project)
main.add_command(address)
main.add_command(archive)
main.add_command(init)
main.add_command(account)
main.add_command(exhibition)
main.add_command(printing)
main.add_command(search)
main.add_command(store)
main.add_command(jobs)
for command in backups.COMMANDS:
    main.add_command(command)


@main.group()
def demo() -> None:
    """The demonstration project."""


@demo.command("load")
def load_demo() -> None:
    """Load the demonstration, or go on loading it."""
    from photovoice.demo import load

    app = open_archive(prepares=True)
    house = house_of(app)
    with app.app_context():
        load.load(house, say=click.echo)
        click.echo(load.how_to_sign_in(house))
    house.close()
