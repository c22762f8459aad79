"""Resumable upload: the bytes of a sending, by the tus protocol 1.0.

Core, creation, creation-with-upload, termination, checksum and expiration.  An upload is over when
it was received: its address then answers 410, and the outbox tells the rest.
"""

from collections.abc import Iterator

from flask import Response, request
from flask_login import current_user
from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import http_date

from photovoice.archive.rules import is_uid
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.phone import loaders, operations, rules, settling, showing
from photovoice.phone.manners import in_json
from photovoice.phone.models import Sending, Upload
from photovoice.phone.parts import Parts
from photovoice.phone.refusals import (
    BeingSent,
    CutOff,
    NoRoom,
    NotTaken,
    NotTakenIn,
    Over,
    TooLarge,
    WrongOffset,
    WrongType,
    WrongVersion,
)
from photovoice.phone.rules import Malformed, SendingPart, UploadState
from photovoice.phone.views import bp
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.security import takes_files
from photovoice.storage import require_there

PIECE = "application/offset+octet-stream"
AT_ONCE = 64 * 1024
"""Bytes of a piece in memory at one time."""
SILENCE = 60
"""Seconds without a byte after which a connection counts as cut."""


@bp.errorhandler(Malformed)
def malformed(_error: Malformed) -> Response:
    """A header that says nothing that can be understood."""
    return in_json(NotTaken())


def require_version() -> None:
    """Raises WrongVersion."""
    if request.headers.get("Tus-Resumable") != rules.VERSION:
        raise WrongVersion()


@bp.post("/sending")
@requires(Permission.CONTRIBUTE, projects.project)
@takes_files
def create(project: Project) -> Response:
    """Make room for an upload; with a first piece, take that too."""
    require_version()
    house, told = the_house(), request.headers.get("Upload-Metadata", "")
    session, person = house.session(), current_user._get_current_object()
    require_there(house.store)
    length, about = rules.read_number(request.headers.get("Upload-Length")), _about(told)
    checksum = rules.read_checksum(request.headers.get("Upload-Checksum"))
    upload = operations.begin(
        session,
        project,
        person,
        uid=about.get("uid"),
        part=SendingPart(about["part"]),
        length=length,
        told=told,
        said=rules.nothing_said(about.get("filename", ""), length, about.get("filetype", "")),
        parts=Parts(house.config.home),
        config=house.config,
    )
    session.commit()
    offset = _first_piece(upload, checksum)
    if (refused := _settled(upload, before=0)) is not None:
        return refused
    response = _where(upload, offset)
    response.status_code = 201
    response.headers["Location"] = showing.address(upload)
    return response


def _about(told: str) -> dict[str, str]:
    """What a client says of the file.  Raises Malformed."""
    about = {"part": SendingPart.PHOTOGRAPH.value} | rules.read_metadata(told)
    if "Upload-Defer-Length" in request.headers:
        raise Malformed("a length that is still to come")
    if about["part"] not in [part.value for part in SendingPart]:
        raise Malformed("part of nothing that is sent")
    if "uid" in about and not is_uid(about["uid"]):
        raise Malformed("the name of a sending")
    if about["part"] == SendingPart.VOICE and "uid" not in about:
        raise Malformed("a voice that belongs to nothing")
    return about


def _first_piece(upload: Upload, checksum: rules.Checksum | None) -> int:
    """What came with the creation is taken where nothing has come before."""
    parts = Parts(the_house().config.home)
    offset = parts.offset(upload.key)
    if request.mimetype != PIECE or offset:
        return offset
    try:
        return _written(upload, 0, checksum)
    except BeingSent:
        return parts.offset(upload.key)


@bp.route("/sending/<upload>", methods=["HEAD"])
@requires(Permission.CONTRIBUTE, loaders.own_upload)
def offset(upload: Upload) -> Response:
    """How much has come.  What a crash left whole is taken in: many clients then go away."""
    require_version()
    house = the_house()
    if not settling.is_whole(house, upload):
        _require_open(upload)
    come = Parts(house.config.home).offset(upload.key)
    house.session().commit()  # what is taken in now is not seen from a transaction begun before
    if (refused := _settled(upload)) is not None:
        return refused
    response = _where(upload, come)
    response.status_code = 200
    response.headers["Upload-Length"] = str(upload.length)
    if upload.told:
        response.headers["Upload-Metadata"] = upload.told
    return response


@bp.patch("/sending/<upload>")
@requires(Permission.CONTRIBUTE, loaders.own_upload)
@takes_files
def append(upload: Upload) -> Response:
    """Take one more piece; after the last, take the whole in."""
    require_version()
    if request.mimetype != PIECE:
        raise WrongType()
    at = rules.read_number(request.headers.get("Upload-Offset"))
    checksum = rules.read_checksum(request.headers.get("Upload-Checksum"))
    _require_open(upload)
    operations.renew(upload)
    the_house().session().commit()  # a piece may come slowly, and others want to write meanwhile
    end = _written(upload, at, checksum)
    if (refused := _settled(upload, before=at)) is not None:
        return refused
    return _where(upload, end)


@bp.delete("/sending/<upload>")
@requires(Permission.CONTRIBUTE, loaders.own_upload)
def terminate(upload: Upload) -> tuple[str, int]:
    """Give an upload up, and its bytes."""
    require_version()
    _require_open(upload)
    house = the_house()
    parts = Parts(house.config.home)
    with parts.held(upload.key):
        operations.give_up(house.session(), upload, parts)
        house.session().commit()
    return "", 204


def _require_open(upload: Upload) -> None:
    """Raises Over."""
    if operations.is_over(upload):
        raise Over()


def _written(upload: Upload, at: int, checksum: rules.Checksum | None) -> int:
    """Add the body of this request to what has come.  How much there is now."""
    parts = Parts(the_house().config.home)
    with parts.held(upload.key):
        if parts.offset(upload.key) != at:
            raise WrongOffset()
        if at + (request.content_length or 0) > upload.length:
            raise TooLarge()
        return parts.append(upload.key, _pieces(), at=at, length=upload.length, checksum=checksum)


def _pieces() -> Iterator[bytes]:
    """The body as it comes.  Raises CutOff when it ends too early, or nothing comes for long."""
    if (socket := request.environ.get("gunicorn.socket")) is not None:
        socket.settimeout(SILENCE)  # or a phone out of reach would hold its upload for good
    come = 0
    try:
        while piece := request.stream.read(AT_ONCE):
            yield piece
            come += len(piece)
    except (ClientDisconnected, OSError) as cut:
        raise CutOff() from cut
    if come < (request.content_length or 0):
        raise CutOff()


def _settled(upload: Upload, *, before: int | None = None) -> Response | None:
    """Take in what is whole by now; the answer, where that was refused.

    Where the disk has no room for it, the piece that made it whole (after ``before`` bytes) is not
    kept either: a client that asks must not hear that everything is here.  Raises NoRoom.
    """
    house = the_house()
    parts = Parts(house.config.home)
    if not settling.is_whole(house, upload):
        return None
    with house.database.session() as session:
        sending = session.get_one(Sending, upload.sending_id)
        try:
            settling.settle(house, session, sending)
        except NoRoom:
            if before is not None:
                with parts.held(upload.key):
                    parts.cut_back(upload.key, before)
            raise
        now_is = session.get_one(Upload, upload.id)
    if now_is.state is UploadState.REFUSED:
        return in_json(NotTakenIn(reason=now_is.reason, sentence=now_is.sentence))
    return None


def _where(upload: Upload, offset: int) -> Response:
    response = Response(status=204)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Expires"] = http_date(upload.expires_at)
    return response
