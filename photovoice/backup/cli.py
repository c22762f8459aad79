"""Backups, restoring and verifying from the command line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from photovoice import create_app, open_archive
from photovoice.backup import holding, making, restoring, verbs, verifying
from photovoice.backup.place import WHOSE, Place
from photovoice.config import Config

KEY_NAME = "photovoice-secret-key"
A_FEW = 50
"""How many troubles are told one by one."""


class Bars:
    """A bar for each kind of thing that is worked through, on a terminal only."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None
        self._what = ""

    def __call__(self, done: int, total: int, what: str) -> None:
        if what != self._what:
            self.close()
            self._what = what
            self._bar = tqdm(
                total=total, desc=what, unit="", disable=not sys.stderr.isatty(), leave=False
            )
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """End the bar in hand."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


@contextmanager
def _house() -> Iterator[Any]:
    app = open_archive()
    house = app.extensions["photovoice"]
    try:
        with app.app_context():
            yield house
    finally:
        house.close()


def _tell(troubles: list[str]) -> None:
    for one in troubles[:A_FEW]:
        click.echo(f"  {one}", err=True)
    if len(troubles) > A_FEW:
        click.echo(f"  … and {len(troubles) - A_FEW} more.", err=True)


@click.command()
@click.argument("dest")
@click.option(
    "--begin", is_flag=True, help="DEST held backups before and holds none now; begin there again."
)
@click.option(
    "--closing",
    is_flag=True,
    help="The last one, to move house: afterwards this home takes nothing in any more.",
)
def backup(dest: str, begin: bool, closing: bool) -> None:
    """Back everything up to DEST while the house is in use.

    DEST is a folder, best on another disk, or s3://bucket/prefix?endpoint=…&region=…. What is
    there already is not sent again; every backup is whole by itself and has a date. From the first
    one on, whatever anybody takes back is copied to DEST at once. The secret key is not in a
    backup: see backup-key. The exit status is 1 when something was missing.
    """
    bars = Bars()
    if closing:
        restoring.close_again(Config.from_environment().home)
    with _house() as house:
        with restoring.closing(house.config.home, dest) if closing else nullcontext():
            done = making.back_up(house, Place(dest), bars, begin=begin, closing=closing)
        bars.close()
        click.echo(
            f"Backup {done.name}: {done.rows} rows, {done.objects} objects,"
            f" {done.sent} of them new ({done.bytes_sent / 1e6:.1f} MB sent)."
        )
        click.echo(
            "The secret key is not in it. If you have not done so yet, keep it apart:"
            " photovoice backup-key FILE"
        )
        if closing:
            click.echo(
                "This home is closed. To go on here after all, remove"
                f" {house.config.home / restoring.CLOSED}."
            )
        if done.wrong:
            click.echo(f"The backup is without {len(done.wrong)} things:", err=True)
            _tell(done.wrong)
    sys.exit(1 if done.wrong else 0)


@click.command("backup-key")
@click.argument("dest", type=click.Path(path_type=Path))
def backup_key(dest: Path) -> None:
    """Copy the secret key to the file or folder DEST.

    It makes cards and slips work, and whoever has it and a backup can try out the words on every
    card. So it is kept apart: never where the backups are.
    """
    config = Config.from_environment().with_known_secret()
    dest = dest.expanduser().resolve()
    path = dest / KEY_NAME if dest.is_dir() else dest
    if any((above / WHOSE).exists() for above in path.parents):
        raise click.ClickException(
            f"{path.parent} is where backups are. Whoever finds one would find the key beside it:"
            " choose another disk."
        )
    if config.home.resolve() in path.parents:
        raise click.ClickException(
            f"{path} is inside the home folder, which has the key already. Choose another disk."
        )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.read_text().strip() == config.secret_key:
            click.echo(f"The key is at {path} already.")
            return
        raise click.ClickException(
            f"{path} is there already and holds something else. Name another file."
        ) from None
    except OSError as trouble:
        raise click.ClickException(f"{path} cannot be written: {trouble.strerror}") from trouble
    with os.fdopen(handle, "w") as file:
        file.write(config.secret_key)
        file.flush()
        os.fsync(file.fileno())
    click.echo(f"The key is at {path}. Keep it apart from the backups, and keep it private.")


@click.command()
@click.argument("src")
@click.option("--date", default="", help="The last backup of that day, or one by its name.")
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=True, path_type=Path),
    help="The file that backup-key made, or the folder it is in.",
)
def restore(src: str, date: str, key: Path | None) -> None:
    """Restore the backup at SRC into an empty home (PHOTOVOICE_HOME).

    With PHOTOVOICE_DATABASE_URL and PHOTOVOICE_STORE_URL set, into that database and that bucket:
    this is how an archive moves. Every byte is looked at. Cut short, the same command goes on.
    """
    config = Config.from_environment()
    words = _key_in(key) if key else ""
    bars = Bars()
    done = restoring.restore(
        config,
        Place(src),
        date,
        key=words,
        make_app=lambda config: create_app(config, restoring=True),
        say=bars,
    )
    bars.close()
    click.echo(
        f"Restored {done.backup} into {config.home}: {done.rows} rows, {done.objects} objects."
    )
    if done.reapplied:
        click.echo(
            f"Since that backup, {done.reapplied} things were taken back. They were taken back"
            " here too; editions without them are made as soon as the worker runs."
        )
    if not done.key_fits:
        click.echo(
            "The secret key here is not the one of this archive. Everything is there, but access"
            " cards, slips and signed-in devices from before do not work. If you have the key, stop"
            f" the software and put it in {config.home / 'secret_key'} in place of what is there"
            " (or in PHOTOVOICE_SECRET_KEY); then they work again. If it is lost, make new cards"
            " (People), and new slips for those who ask."
        )
    if done.to_look_at:
        click.echo("Since that backup other things were done that could not be done again here:")
        for one in verbs.sentences(done.to_look_at):
            click.echo(f"  {one}")
    if not done.is_current:
        click.echo(_closed(done.told_until))
    elif not done.opens:
        click.echo(f"The exhibitions stay closed until a steward has looked at that. {HOW_TO_OPEN}")
    if done.wrong:
        click.echo(f"{len(done.wrong)} things were not whole in the backup:", err=True)
        _tell(done.wrong)
    sys.exit(1 if done.wrong else 0)


def _key_in(path: Path) -> str:
    file = path / KEY_NAME if path.is_dir() else path
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as trouble:
        raise click.ClickException(f"{file} holds no key that can be read.") from trouble


def _closed(told_until: datetime | None) -> str:
    known = (
        f"it is known what was taken back until {told_until:%d %B %Y, %H:%M} UTC, and not"
        " afterwards"
        if told_until
        else "it is not known what was taken back since this backup"
    )
    return (
        f"The exhibitions stay closed: {known}. Everybody was signed out, and has to sign in again."
        f" {HOW_TO_OPEN}"
    )


HOW_TO_OPEN = (
    "A steward looks (on the project’s page, under Backups) and opens them there, or here with:"
    " photovoice reopen\nWhoever changed their password since comes in with a new card (People),"
    " or with: photovoice account reset-password E-MAIL"
)


@click.command()
@click.option("--yes", is_flag=True, help="A steward has looked; do not ask.")
def reopen(yes: bool) -> None:
    """Open the exhibitions again after a restore, once a steward has looked.

    What was taken back between the last word of the old house and its end is not known here. Take
    it back again first.
    """
    if not yes:
        click.confirm(
            "Has a steward made sure that nothing is shown that was taken back meanwhile?",
            abort=True,
        )
    with _house() as house:
        holding.open_again(house, by=None)
    click.echo("The exhibitions are open.")


@click.command()
@click.option("--quick", is_flag=True, help="Only whether everything is there and as long.")
def verify(quick: bool) -> None:
    """Say what is missing, changed, unnamed or stuck; the exit status is 1 when anything is.

    Reads every original and every copy, unless --quick.
    """
    bars = Bars()
    with _house() as house:
        found = verifying.verify(house, quick=quick, say=bars)
    bars.close()
    for one in found:
        click.echo(f"{one.trouble:<8} {one.what}")
    click.echo(
        f"{len(found)} things are not as they should be." if found else "Everything is as it was."
    )
    sys.exit(1 if found else 0)


COMMANDS = (backup, backup_key, restore, reopen, verify)
"""Everything said here, for ``photovoice.cli``."""
