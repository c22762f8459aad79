"""The outbox: what a phone asks and says of its photographs, in JSON."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from photovoice.accounts.rules import keyed_hash
from photovoice.archive import sound
from photovoice.config import Config
from photovoice.db import today
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.phone import loaders, operations, settling, showing
from photovoice.phone.forms import read_sending
from photovoice.phone.models import Sending
from photovoice.phone.parts import Parts
from photovoice.phone.refusals import TooManyWords
from photovoice.phone.rules import LARGEST_JSON
from photovoice.projects import queries as projects
from photovoice.projects.models import Project

bp = Blueprint("phone", __name__, url_prefix="/projects/<project>")


def who_sends(person: Any, config: Config) -> str:
    """What a phone calls somebody, so that two people's photographs lie apart on it."""
    return keyed_hash(str(person.id), config.secret_key, "outbox")[:32]


@bp.get("/outbox")
@requires(Permission.CONTRIBUTE, projects.project)
def outbox(project: Project) -> Response:
    """Who sends, with which token, and what may be sent."""
    house = the_house()
    return jsonify(
        person=who_sends(current_user, house.config),
        name=current_user.name,
        token=generate_csrf(),
        largest=house.config.largest_picture,
        largest_sound=sound.LARGEST,
        room=operations.room_left(house.session(), project, house.config),
        exact_place=project.keeps_location,
    )


@bp.put("/outbox/<uid>")
@requires(Permission.CONTRIBUTE, loaders.outbox)
def keep(project: Project) -> Response:
    """Keep what a phone says of one photograph, and tell where it stands."""
    house = the_house()
    session, person = house.session(), current_user._get_current_object()
    uid = str((request.view_args or {})["uid"])
    session.commit()  # a phone may say it slowly, and others want to write meanwhile
    version, said = read_sending(_body())
    on, config = today(), house.config
    sending = operations.keep(session, project, person, uid, version, said, on=on, config=config)
    session.commit()
    settling.settle(house, session, sending)
    return jsonify(showing.told(house, session, sending))


def _body() -> bytes:
    """What was sent.  Raises TooManyWords."""
    raw = b""
    while more := request.stream.read(LARGEST_JSON):
        raw += more
        if len(raw) > LARGEST_JSON:
            raise TooManyWords()
    return raw


@bp.delete("/outbox/<uid>")
@requires(Permission.CONTRIBUTE, loaders.own_sending)
def forget(sending: Sending) -> Response | tuple[str, int]:
    """Forget what was not received; a photograph that was is told of, for it stays."""
    house = the_house()
    session = house.session()
    operations.forget(session, sending, Parts(house.config.home))
    if sending.photograph_id is not None and not sending.was_here:
        return jsonify(showing.told(house, session, sending))
    return "", 204


# The pages of the same part that have a file of their own.
from photovoice.phone import manners, tus  # noqa: E402, F401
