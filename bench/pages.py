"""How long the pages one waits for take with 10,000 photographs in a project, and their queries."""

import gc
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import event, insert

from bench import Figure
from photovoice import create_app, schema
from photovoice.accounts import operations as accounts
from photovoice.archive.models import Photograph, Rendition, State
from photovoice.config import Config
from photovoice.consent.models import Appearance, PersonPictured, Release
from photovoice.consent.rules import Part, Use
from photovoice.db import now
from photovoice.permissions import Role
from photovoice.projects import operations as projects

PHOTOGRAPHS = 10_000
RESEARCHERS = 40
ROUNDS = 40
HOLD_MS = 50.0
YES = {use.value: True for use in Use}
PLACEHOLDER = "data:image/webp;base64," + "A" * 150


def figures() -> Iterator[Figure]:
    """p95 of server time, and the number of queries, for the sheet and the photograph page."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Config(home=Path(folder), secret_key="bench", queue_url="memory:", store_url="memory:")
        )
        house = app.extensions["photovoice"]
        schema.upgrade(house.database)
        with app.app_context():
            tokens = _fill(house)
        gc.collect()
        gc.freeze()  # as the server does when it starts
        for role, token in tokens.items():
            client = _signed_in(app, token)
            yield from _measured(house, client, f"contact sheet, {role}", _sheets())
            yield from _measured(house, client, f"photograph page, {role}", _photographs(role))
        house.close()


def _sheets() -> list[str]:
    return ["/projects/big/photographs/"] * ROUNDS


def _photographs(role: str) -> list[str]:
    dice = random.Random(5)
    numbers = [1 + RESEARCHERS * dice.randrange(PHOTOGRAPHS // RESEARCHERS) for _ in range(ROUNDS)]
    return [f"/projects/big/photographs/{number}" for number in numbers]


def _measured(house, client: FlaskClient, name: str, addresses: list[str]) -> Iterator[Figure]:
    times, queries = [], 0
    client.get(addresses[0])
    for address in addresses:
        with _counted(house) as count:
            began = time.perf_counter()
            answer = client.get(address)
            times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        queries = max(queries, len(count))
    p95 = quantiles(times, n=20)[-1]
    yield Figure(f"{name}, p95", p95, "ms", HOLD_MS)
    yield Figure(f"{name}, queries", queries, "", None)


@contextmanager
def _counted(house) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.database.engine, "before_cursor_execute", note)


def _signed_in(app, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def _fill(house) -> dict[str, str]:
    """A project of 10,000 photographs by forty researchers; a token for each role measured."""
    with house.database.transaction() as session:
        project = projects.start_project(session, "Big", "What do you do?", by=None, slug="big")
        people = [accounts.add_person(session, f"Researcher {n}") for n in range(RESEARCHERS)]
        for person in people:
            projects.add_member(session, project, person, Role.RESEARCHER, by=None)
        gwen = accounts.add_person(session, "Gwen")
        projects.add_member(session, project, gwen, Role.FACILITATOR, by=None)
        session.flush()
        _insert_photographs(session, project.id, [person.id for person in people])
        return {
            role: accounts.open_device(session, person, house.config, "bench", "card", None)
            for role, person in (("facilitator", gwen), ("researcher", people[0]))
        }


def _insert_photographs(session, project: int, people: list[int]) -> None:
    began = now() - timedelta(days=300)
    photographs, renditions, pictured, appearances, releases = [], [], [], [], []
    for id in range(1, PHOTOGRAPHS + 1):
        digest = hashlib.sha256(str(id).encode()).hexdigest()
        who = people[(id - 1) % len(people)]
        photographs.append({
            "id": id, "uid": digest[:32], "project_id": project, "photographer_id": who,
            "received_at": began + timedelta(minutes=id), "sha256": digest,
            "original_key": f"originals/{digest[:2]}/{digest}.jpg", "media_type": "image/jpeg",
            "bytes": 3_000_000, "width": 4032, "height": 3024, "warnings": [],
            "state": State.READY, "placeholder": PLACEHOLDER, "dhash": digest[:16],
            "title": f"Photograph {id}", "title_language": "en", "caption": "What we did. " * 8,
            "caption_language": "en", "alternative_text": "", "place": "Here",
        })  # fmt: skip
        for size in (320, 800, 1600, 2560):
            renditions.append({
                "photograph_id": id, "redacted": False, "size": size, "width": size,
                "height": size * 3 // 4, "bytes": 90_000, "sha256": digest,
                "key": f"renditions/{digest}/{size}.jpg",
            })  # fmt: skip
        pictured.append({
            "id": id, "project_id": project, "label": f"Person {id}", "is_child": False,
            "named_at": began,
        })  # fmt: skip
        appearances.append({"photograph_id": id, "pictured_id": id})
        common = {
            "project_id": project, "photograph_id": id, "answers": YES, "faces": "as_they_are",
            "given": "on_screen", "given_at": began, "limits_explained": True,
        }  # fmt: skip
        releases.append(common | {"part": Part.PHOTOGRAPHER, "photographer_id": who,
                                  "pictured_id": None})  # fmt: skip
        releases.append(common | {"part": Part.PICTURED, "pictured_id": id,
                                  "photographer_id": None})  # fmt: skip
    for table, rows in (
        (Photograph, photographs), (Rendition, renditions), (PersonPictured, pictured),
        (Appearance, appearances), (Release, releases),
    ):  # fmt: skip
        session.execute(insert(table), rows)
