"""A phone for tests: it speaks to the outbox and to tus as the real ones do."""

import base64
import hashlib
import json
import zlib
from uuid import uuid4

from sqlalchemy import select

from photovoice.archive.models import Photograph
from tests.factories import EVERY_USE

PIECE = "application/offset+octet-stream"
VOICE = zlib.decompress(
    base64.b64decode(
        "eNqTcr2/mJEBDCSd2qAsRkanJiiTpTw1KVciuCGd8T8EiHquTIPK6Wld3whlMvM7Ofg2QDlszhlF+bmp"
        "4Y6ofLGQddlQkZJ1UEb2dbiVxUfhzGYYiwnmIjbHeP+A0ODkRVC+sH9BabFHamIKI1CgYTdY7CFUTnwr"
        "zO3u1g0M8+GmyjtvK4X54jlMCYiABQBPI9Cs38z//4EgkqANNsEKbIJbsAl+wCLIqINNMAOb4BJsgg+w"
        "CDLJwAVxeJUpYvh5FQA5JPHd"
    )
)
"""A recording as a browser makes it: webm with 1.2 seconds of nobody speaking, in Opus."""

ANSWER = {
    "uses": dict(EVERY_USE),
    "credit": "pseudonym",
    "credit_name": "Sparrow",
    "limits_explained": True,
}
"""A photographer's whole answer."""


def checksum(data: bytes, algorithm: str = "sha1") -> str:
    """What ``Upload-Checksum`` says of a piece."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def metadata(**told: str) -> str:
    """What ``Upload-Metadata`` says of a file."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())


def said(data: bytes, *, version: int = 1, voice: bytes | None = None, **more) -> dict:
    """The JSON of one photograph in an outbox."""
    photograph = {"name": "IMG_1.jpg", "bytes": len(data), "type": "image/jpeg"}
    photograph |= {"sha256": hashlib.sha256(data).hexdigest(), "small": False, "exact_place": False}
    words = {"caption": "", "caption_language": "", "title": "", "place": ""}
    spoken = voice and {
        "bytes": len(voice),
        "sha256": hashlib.sha256(voice).hexdigest(),
        "type": "audio/webm",
        "language": "ur",
    }
    return {
        "version": version,
        "photograph": photograph | more.pop("photograph", {}),
        "voice": spoken,
        "words": words | more.pop("words", {}),
        "people": None,
        "release": None,
    } | more


class Phone:
    """Somebody's phone, signed in, in one project."""

    def __init__(self, client, project: str) -> None:
        self.client, self.home = client, f"/projects/{project}"

    def ask(self, method: str, address: str, **details):
        """One request, for JSON."""
        headers = {"Accept": "application/json"} | details.pop("headers", {})
        return self.client.open(address, method=method, headers=headers, **details)

    def outbox(self) -> dict:
        """What the phone hears before it sends."""
        return self.ask("GET", f"{self.home}/outbox").json

    def say(self, uid: str, what: dict):
        """Send the JSON of one photograph."""
        return self.ask("PUT", f"{self.home}/outbox/{uid}", json=what)

    def forget(self, uid: str):
        """Take a sending back."""
        return self.ask("DELETE", f"{self.home}/outbox/{uid}")

    def tus(self, method: str, address: str, data: bytes = b"", **headers):
        """One request of the protocol; headers by their names with underscores."""
        given = {"Tus-Resumable": "1.0.0"}
        given |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
        given = {name: value for name, value in given.items() if value != "None"}
        return self.ask(method, address, data=data, headers=given)

    def create(self, length: int, data: bytes = b"", told: dict | None = None, **headers):
        """Make room for so many bytes."""
        if told:
            headers["Upload_Metadata"] = metadata(**told)
        address = f"{self.home}/sending"
        return self.tus("POST", address, data, **({"Upload_Length": length} | headers))

    def piece(self, address: str, at: int, data: bytes, **headers):
        """Send a piece."""
        standard = {"Content_Type": PIECE, "Upload_Offset": at}
        return self.tus("PATCH", address, data, **(standard | headers))

    def offset(self, address: str) -> int:
        """How much the house says it has."""
        return int(self.tus("HEAD", address).headers["Upload-Offset"])

    def send(self, data: bytes, uid: str | None = None, part: str = "photograph", chunk: int = 0):
        """Send all of a file.  The last answer."""
        created = self.create(len(data), told={"uid": uid or uuid4().hex, "part": part})
        assert created.status_code == 201, created.text
        answer, address = created, created.location
        for at in range(0, len(data), chunk or len(data)):
            answer = self.piece(address, at, data[at : at + (chunk or len(data))])
        return answer


def told_by(answer) -> tuple[int, str]:
    """A refusal's status and its word; every refusal has a sentence too."""
    told = json.loads(answer.data)
    assert told["sentence"]
    return answer.status_code, told["reason"]


def the_only(look, kind=Photograph):
    """The one row there is."""
    (row,) = look().scalars(select(kind))
    return row
