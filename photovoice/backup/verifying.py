"""Looking whether everything this archive should hold is there and is what it was."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice import audit
from photovoice.archive.models import Photograph, State
from photovoice.backup import tables
from photovoice.backup.making import AT_ONCE
from photovoice.backup.models import BackupPlace, Verification
from photovoice.backup.named import EditionFolder, Named, editions, named
from photovoice.backup.place import Say, sha256_of
from photovoice.db import now
from photovoice.exhibition.models import Edition, EditionState
from photovoice.jobs.models import Job, JobState
from photovoice.storage import Missing
from photovoice.storage.deletions import let_go_of
from photovoice.storage.naming import still_named

YOUNG = timedelta(hours=1)
"""Bytes younger than this may still be waiting for their row."""
LONG = timedelta(hours=1)
"""Work that waits for longer than this is stuck."""
BATCH = 400


class Trouble(StrEnum):
    """What is wrong with a thing."""

    MISSING = "missing"
    CHANGED = "changed"
    UNNAMED = "unnamed"
    STUCK = "stuck"
    BROKEN = "broken"


@dataclass(frozen=True)
class Found:
    """One thing that is not as it should be."""

    trouble: Trouble
    what: str


def verify(house: Any, *, quick: bool = False, say: Say = lambda *_: None) -> list[Found]:
    """Everything that is not as it should be; and write down that somebody looked.

    ``quick`` looks only whether everything is there, and as long as it should be.
    """
    with tables.snapshot(house.database) as connection:
        wanted, hanging = named(connection), editions(connection)
    there = {stored.key: stored for prefix in house.stored for stored in house.store.keys(prefix)}
    found = [
        *_stored(house, wanted, {key: one.size for key, one in there.items()}, quick, say),
        *_unnamed(house, [key for key, one in there.items() if one.modified < now() - YOUNG]),
        *_folders(house, hanging, quick),
    ]
    with house.database.session(writes=False) as session:
        found += [*_stuck(session), *_broken(session)]
    with house.database.transaction() as session:
        session.add(looked := Verification(quick=quick, found=len(found)))
        session.flush()
        audit.record(session, None, "verified", looked, quick=quick, found=len(found))
    return found


def _stored(
    house: Any, wanted: list[Named], there: dict[str, int], quick: bool, say: Say
) -> Iterator[Found]:
    absent = [one for one in wanted if one.key not in there and not house.store.exists(one.key)]
    with house.database.session(writes=False) as session:
        let_go = let_go_of(session, [one.key for one in absent])
        still = still_named(house, session, [one.key for one in absent])
    for one in absent:
        if one.key in still and one.key not in let_go and not one.can_be_made_again:
            yield Found(Trouble.MISSING, f"{one.key}, {one.what}")

    def changed(one: Named) -> Found | None:
        size = there.get(one.key)
        if one.size is not None and size is not None and one.size != size:
            return Found(
                Trouble.CHANGED, f"{one.key}, {one.what}: {size} bytes instead of {one.size}"
            )
        if not quick and one.sha256 is not None:
            try:
                with house.store.open(one.key) as source:
                    if sha256_of(source) != one.sha256:
                        return Found(Trouble.CHANGED, f"{one.key}, {one.what}")
            except Missing:
                return None  # let go in this moment
        return None

    present = [one for one in wanted if one.key in there]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, trouble in enumerate(pool.map(changed, present), 1):
            say(number, len(present), "objects")
            if trouble:
                yield trouble


def _unnamed(house: Any, keys: list[str]) -> Iterator[Found]:
    with house.database.session(writes=False) as session:
        for at in range(0, len(keys), BATCH):
            some = keys[at : at + BATCH]
            for key in sorted(set(some) - still_named(house, session, some)):
                yield Found(Trouble.UNNAMED, f"{key}: nothing names it any more")


def _folders(house: Any, hanging: list[EditionFolder], quick: bool) -> Iterator[Found]:
    for one in hanging:
        folder = house.config.exhibitions_folder / one.slug / str(one.number)
        if not folder.is_dir():
            if one.is_live and one.manifest_sha256 and _is_live(house, one):
                yield Found(Trouble.MISSING, f"the folder of {one.name}")
            continue
        try:
            text = (folder / "manifest.json").read_bytes()
        except FileNotFoundError:
            yield Found(Trouble.MISSING, f"the manifest of {one.name}")
            continue
        if one.manifest_sha256 and hashlib.sha256(text).hexdigest() != one.manifest_sha256:
            yield Found(Trouble.CHANGED, f"the manifest of {one.name}")
            continue
        for section in json.loads(text)["sections"]:
            for panel in section["panels"]:
                for picture in panel["pictures"]:
                    yield from _picture(folder, one, picture["src"], quick)


def _picture(folder: Path, one: EditionFolder, name: str, quick: bool) -> Iterator[Found]:
    """A picture's name begins with its own hash."""
    path = folder / name
    if not path.is_file():
        yield Found(Trouble.MISSING, f"{name} of {one.name}")
    elif not quick:
        with path.open("rb") as source:
            if not sha256_of(source).startswith(path.name.partition("-")[0]):
                yield Found(Trouble.CHANGED, f"{name} of {one.name}")


def _is_live(house: Any, one: EditionFolder) -> bool:
    with house.database.session(writes=False) as session:
        edition = session.get(Edition, one.id)
        return edition is not None and edition.state is EditionState.LIVE


def _stuck(session: Session) -> Iterator[Found]:
    late = now() - LONG
    for job in session.scalars(
        select(Job)
        .where(
            (Job.state == JobState.FAILED)
            | ((Job.state == JobState.WAITING) & (Job.run_after < late))
            | ((Job.state == JobState.RUNNING) & (Job.leased_until < late))
        )
        .order_by(Job.id)
    ):
        how = "failed" if job.state == JobState.FAILED else "waits: does the worker run?"
        yield Found(Trouble.STUCK, f"work “{job.name}” of {job.asked_at:%Y-%m-%d %H:%M} {how}")
    for id in session.scalars(
        select(Photograph.id).where(
            Photograph.state == State.RECEIVED, Photograph.received_at < late
        )
    ):
        yield Found(Trouble.STUCK, f"photograph {id} is still being developed")
    for edition in session.scalars(
        select(Edition).where(Edition.state == EditionState.WAITING, Edition.asked_at < late)
    ):
        yield Found(
            Trouble.STUCK, f"edition {edition.number} of {edition.exhibition.slug} is still waiting"
        )
    for place in session.scalars(select(BackupPlace).where(BackupPlace.trouble != "")):
        yield Found(
            Trouble.STUCK, f"what was taken back could not be told everywhere: {place.trouble}"
        )


def _broken(session: Session) -> Iterator[Found]:
    for project in session.scalars(select(audit.Chain.project_id).order_by(audit.Chain.project_id)):
        line = audit.first_broken(session, project)
        if line is not None:
            where = f"of project {project}" if project else "of the house"
            yield Found(
                Trouble.BROKEN, f"the record {where} was changed from outside, from line {line} on"
            )
