"""Opening an archive: every command and every server passes here before it touches anything.

A start in the wrong place, on the wrong database or with a folder missing is caught here, before it
can do harm, and says in a sentence what is wrong and what to do.
"""

import logging
import os
import threading
import time
from tempfile import TemporaryFile

import click
from flask import Flask, g, request
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from photovoice import private_files, schema
from photovoice.app import create_app
from photovoice.away import StoreAway
from photovoice.backup.restoring import is_closed, require_open
from photovoice.config import Config
from photovoice.db import Database
from photovoice.house import House
from photovoice.refusals import Refusal
from photovoice.schema import Shape
from photovoice.storage import identity
from photovoice.storage.identity import DoesNotFit, database_name, store_name

log = logging.getLogger("photovoice")

LOOK_AGAIN = 5.0
"""Seconds after which a server that could not open the archive looks whether it can now."""

ROOM = 256 * 1024
"""Bytes that have to fit into the home folder before anything is begun there."""


class Closed(Refusal):
    """The archive cannot be opened as it is; why is for whoever runs the computer to read."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _l("This archive is closed at the moment. Whatever was received is safe."),
            next_step=_l(
                "Whoever runs the computer it is on finds the reason where it was started."
            ),
        )


def open_archive(
    config: Config | None = None, *, prepares: bool = False, to_adopt: bool = False
) -> Flask:
    """The application on an archive that was looked at and fits; for commands.

    ``prepares``: an archive is begun where there is none.  ``to_adopt``: the store may be
    anybody's.  An older database is copied and brought up to date first.  What is worth knowing
    goes to standard error, in sentences.  Raises ``click.ClickException`` with what is wrong and
    what to do, having changed nothing.
    """
    config = config or Config.from_environment()
    require_open(config.home)
    shape = _shape(config)
    if shape is Shape.NONE and not prepares:
        raise click.ClickException(
            f"There is no archive in {config.home} yet (no {database_name(config)}).\n"
            "Go to the folder it is in, or name it (PHOTOVOICE_HOME, PHOTOVOICE_DATABASE_URL)."
            " To begin one here: photovoice start, or photovoice init"
        )
    _require_ours(shape, database_name(config))
    _require_room(config)
    private_files.close_home(config.home)
    app = create_app(config)
    house: House = app.extensions["photovoice"]
    try:
        with app.app_context():
            _bring_up_to_date(house, shape, to_adopt)
            if not to_adopt:
                for sentence in [*identity.meet(house), *_remarks(house)]:
                    click.echo(sentence, err=True)
    except DoesNotFit as wrong:
        house.close()
        raise click.ClickException(str(wrong)) from None
    except StoreAway as away:
        house.close()
        raise click.ClickException(
            f"The store ({store_name(config)}) cannot be reached: {away.why}\n"
            "Nothing was changed. Is its address right, and the key to it (PHOTOVOICE_STORE_URL)?"
        ) from None
    except DBAPIError as trouble:
        house.close()
        raise click.ClickException(
            f"The database ({database_name(config)}) cannot be written: {trouble.orig}\n"
            "What is in it is safe. Let this program write there, or make room, and start again."
        ) from None
    house.opened = True
    _keep_shut_once_closed(app)
    return app


def _keep_shut_once_closed(app: Flask) -> None:
    """Answer nothing any more as soon as the archive goes on somewhere else, and what is sent here
    would be seen by nobody."""
    home = app.extensions["photovoice"].config.home

    def look() -> None:
        if is_closed(home) and request.endpoint != "health.alive":
            g._login_user = AnonymousUserMixin()
            raise Closed()

    app.before_request_funcs.setdefault(None, []).insert(0, look)


def _shape(config: Config) -> Shape:
    database = Database(config.database)
    try:
        return schema.shape(database)
    except DBAPIError as trouble:
        _require_room(config)
        raise click.ClickException(
            f"The database ({database_name(config)}) cannot be opened: {trouble.orig}\n"
            "Nothing was changed. Is it running, is it ours, is it whole? If it is damaged, put"
            " the last backup in its place."
        ) from None
    finally:
        database.engine.dispose()


def _require_room(config: Config) -> None:
    """Raises click.ClickException where the home folder is full, or may not be written."""
    if not config.home.is_dir():
        return
    try:
        with TemporaryFile(dir=config.home) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError as trouble:
        raise click.ClickException(
            f"Nothing can be written in {config.home}: {trouble.strerror}.\n"
            "Nothing was changed, and what is there is safe: leave it as it is. Make room on the"
            " disk, or let this program write there."
        ) from None


def _require_ours(shape: Shape, name: str) -> None:
    if shape is Shape.NEWER:
        raise click.ClickException(
            f"The database ({name}) was made by a newer version of Photovoice than this one.\n"
            "Nothing was changed. Install the newer version again, or put the copy of the database"
            " in its place that was made before the upgrade."
        )
    if shape is Shape.FOREIGN:
        raise click.ClickException(
            f"The database ({name}) holds tables of another program.\n"
            "Nothing was changed. Name an empty database, or the right one:"
            " PHOTOVOICE_DATABASE_URL"
        )


def _bring_up_to_date(house: House, shape: Shape, to_adopt: bool) -> None:
    """Make the tables of a new archive, or those of an older one as this version needs them."""
    name = database_name(house.config)
    if shape is Shape.NONE:
        if not to_adopt:
            identity.require_untouched(house)
        schema.upgrade(house.database)
        click.echo(f"A new archive was begun in {house.config.home} ({name}).", err=True)
    elif shape is Shape.OLDER:
        if not to_adopt:
            _require_its_store(house)
        copy = schema.back_up(house.database)
        click.echo(
            f"The database is of an older version. It was copied to {copy} before the upgrade."
            if copy
            else f"The database ({name}) is of an older version and is upgraded now. To be able to"
            " go back, have a copy of the day before (pg_dump).",
            err=True,
        )
        schema.upgrade(house.database)


def _require_its_store(house: House) -> None:
    """Before an upgrade: that the database and the store belong together, as far as they say."""
    tables = set(inspect(house.database.engine).get_table_names())
    if {"archives", "store_marks"} <= tables:
        wrong = identity.trouble(house)
    else:
        wrong = identity.belongs_to_another(house)
    if wrong is not None and identity.read(house.store) is not None:
        raise wrong


def _remarks(house: House) -> list[str]:
    with house.database.session(writes=False) as session:
        return [sentence for look in house.remarks for sentence in look(session)]


WATCHED = {"health.alive", "health.ready"}
"""What is answered while everything else stays shut."""


def keep_shut_until_it_fits(app: Flask) -> None:
    """Answer nothing until database and store were looked at; for servers nobody's command opens.

    A server that runs ``create_app`` by itself does not end when they do not fit: it says why in
    its log, answers 503, and looks again a few seconds later.
    """
    house: House = app.extensions["photovoice"]
    private_files.make_files_for_us_alone()
    private_files.close_home(house.config.home)
    one_at_a_time = threading.Lock()
    looked = -LOOK_AGAIN

    def look() -> None:
        nonlocal looked
        if house.opened:
            return
        with one_at_a_time:
            if not house.opened and time.monotonic() - looked >= LOOK_AGAIN:
                looked = time.monotonic()
                _try_to_open(house)
        if not house.opened and request.endpoint not in WATCHED:
            g._login_user = AnonymousUserMixin()  # nobody is looked up where nothing is sure
            raise Closed()

    app.before_request_funcs.setdefault(None, []).insert(0, look)
    _keep_shut_once_closed(app)


def _try_to_open(house: House) -> None:
    try:
        shape = _shape(house.config)
        _require_ours(shape, database_name(house.config))
        _require_room(house.config)
        if shape is not Shape.CURRENT:
            raise click.ClickException(
                f"The database ({database_name(house.config)}) is not as this version needs it."
                " Nothing was changed. Run: photovoice db upgrade"
            )
        for sentence in [*identity.meet(house), *_remarks(house)]:
            log.warning(sentence)
    except StoreAway as away:
        log.error("The archive stays closed. The store cannot be reached: %s", away.why)
    except DBAPIError as trouble:
        log.error("The archive stays closed. The database cannot be written: %s", trouble.orig)
    except (click.ClickException, DoesNotFit) as wrong:
        log.error("The archive stays closed. %s", getattr(wrong, "message", wrong))
    else:
        house.opened = True
