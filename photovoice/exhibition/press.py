"""The press: makes an edition's folder from what hangs, and puts it before the public.

The order is: folders aside, then, while nobody else can change what hangs, the gate once more, the
folders to their place and the rows that say they are live; and when those are safe, the sign at
the door (state.json).  So a release taken back in between is honoured, whoever is first.
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from photovoice.archive.models import VoiceNote
from photovoice.archive.queries import words_taken_back
from photovoice.archive.sound import without_metadata
from photovoice.audit import record
from photovoice.db import now, today
from photovoice.exhibition import content, hanging, operations, queries
from photovoice.exhibition.content import ON_SITE, Hung
from photovoice.exhibition.models import (
    Edition,
    EditionPhotograph,
    EditionState,
    Exhibition,
    Reason,
)
from photovoice.projects.addresses import public_url
from photovoice.refusals import Refusal

ATTEMPTS = 5
Render = Callable[[dict, Path], Any]
"""Turns a manifest into the pages of a folder that already holds its pictures."""
Responses = Callable[[Session, Exhibition], list[dict]]
"""Gives the visitors' words that the team shows."""
MAKING = ".making"
"""Ends the name of a folder on its way; it begins with a dot, and nothing public leads there."""
FORGOTTEN = timedelta(hours=6)
"""After this long a folder on its way was left by a crash."""


class Unsettled(Refusal):
    """Releases kept being taken back while the edition was being made."""


@dataclass
class Made:
    """The folders of an edition, made aside, and the hash of the public one's manifest."""

    folders: dict[str, Path] = field(default_factory=dict)
    """What each is to be called → where it lies for now."""
    seal: str | None = None
    as_shown: tuple[Any, ...] = ()
    """What they say, what they rested on, and whom they name."""
    public_url: str = ""


def publish(
    house: Any,
    edition_id: int,
    *,
    render: Render,
    responses: Responses,
    say: Callable[[int, int], None] | None = None,
) -> None:
    """Make an edition that was asked for and put it before the public; may be run twice.

    Where somebody changes their mind while it is being made, it is made again.
    """
    said = _progress(house, edition_id, say)
    for _attempt in range(ATTEMPTS):
        with _making() as made:
            with house.database.session(writes=False) as session:
                edition = session.get_one(Edition, edition_id)
                exhibition = edition.exhibition
                if edition.state is not EditionState.WAITING:
                    return hang_sign(house, exhibition.id)
                may_hang = _today(house, session, edition, responses)
                made.public_url = public_url(session, house.config)
                made.as_shown = may_hang.as_shown
                words = hanging.manifest(house.config, edition, may_hang, made.public_url)
                folder = house.config.exhibitions_folder / exhibition.slug
                _make_folders(house, made, folder, words, may_hang.hung, render, said)
            if _go_live(house, edition_id, made, responses):
                return hang_sign(house, exhibition.id)
    raise Unsettled(_l("People keep changing their minds; the edition could not be made."))


def _today(house: Any, session: Session, edition: Edition, responses: Responses) -> content.Today:
    """The frozen content of an edition as it may be shown today."""
    frozen = content.of(house, session, edition)
    exhibition = edition.exhibition
    return content.today_of(session, frozen, exhibition, responses(session, exhibition), today())


@contextmanager
def _making() -> Iterator[Made]:
    """Room for folders on their way; what has not found its place by the end is removed."""
    made = Made()
    try:
        yield made
    finally:
        for path in made.folders.values():
            shutil.rmtree(path, ignore_errors=True)


def _make_folders(
    house: Any,
    made: Made,
    folder: Path,
    words: dict,
    showing: list[Hung],
    render: Render,
    said: Callable[[int, int], None],
) -> None:
    """The folder for the public and, where they differ, the copy for a venue beside it."""
    number = str(words["edition"]["number"])
    on_web = [one for one in showing if one.showing.web]
    if len(on_web) < len(showing):
        aside = made.folders[number + ON_SITE] = _aside(folder, number)
        _make_folder(house, aside, words, showing, render, said)
    if on_web:
        public = words | {"sections": hanging.only(words["sections"], {one.ref for one in on_web})}
        public["exhibition"] = words["exhibition"] | {"credits": content.credited(on_web)}
        aside = made.folders[number] = _aside(folder, number)
        made.seal = _make_folder(house, aside, public, on_web, render, said)


def _aside(folder: Path, number: str) -> Path:
    return folder / f".{number}-{secrets.token_hex(4)}{MAKING}"


def _progress(house: Any, edition_id: int, say: Callable[[int, int], None] | None):
    def said(done: int, total: int) -> None:
        if say:
            say(done, total)
        with house.database.transaction() as writing:
            edition = writing.get_one(Edition, edition_id)
            edition.progress, edition.total = done, total

    return said


def _make_folder(
    house: Any,
    making: Path,
    words: dict,
    showing: list[Hung],
    render: Render,
    said: Callable[[int, int], None],
) -> str:
    """Write a whole edition folder, safely on the disk.  Its manifest's hash."""
    (making / "pictures").mkdir(parents=True)
    for done, one in enumerate(showing, start=1):
        for rendition in one.pictures:
            with house.store.open(rendition.key) as source:
                (making / "pictures" / hanging.picture_name(rendition)).write_bytes(source.read())
        if one.voice is not None:
            _write_voice(house, making / "audio", one.voice)
        if done % 4 == 0 or done == len(showing):
            said(done, len(showing))
    text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    (making / "manifest.json").write_text(text, encoding="utf-8")
    render(words, making)
    _to_disk(making)
    return hashlib.sha256(text.encode()).hexdigest()


def _write_voice(house: Any, folder: Path, note: VoiceNote) -> None:
    """The recording as it may travel: the same sound, without what the file says of its making."""
    folder.mkdir(exist_ok=True)
    with house.store.open(note.key) as source:
        data = without_metadata(source.read(), note.media_type, note.seconds)
    (folder / hanging.voice_name(note)).write_bytes(data)


def _to_disk(folder: Path) -> None:
    """Make sure every file, and each folder's list of them, has reached the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    for path in (folder, *folder.rglob("*/")):
        _settle(path)


def _settle(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # folders cannot be opened everywhere
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _go_live(house: Any, edition_id: int, made: Made, responses: Responses) -> bool:
    """Put an edition in its place, unless the gate says otherwise by now.  False: make it anew.

    One that a later edition has overtaken, as when it failed and is tried again, replaces nothing.
    """
    with house.database.transaction() as session:
        exhibition = operations.held(session, session.get_one(Edition, edition_id).exhibition_id)
        edition = session.get_one(Edition, edition_id, populate_existing=True)
        if edition.state is not EditionState.WAITING:
            return True  # another worker was quicker
        if any(e.number > edition.number and e.published_at for e in exhibition.editions):
            edition.state = EditionState.SUPERSEDED
            record(session, None, "overtaken", edition, number=edition.number)
            return True
        may_hang = _today(house, session, edition, responses)
        readdressed = made.public_url != public_url(session, house.config)
        if may_hang.as_shown != made.as_shown or readdressed:
            return False
        _put_in_place(house.config.exhibitions_folder / exhibition.slug, edition.number, made)
        if edition.by_itself:
            edition.reason = _true_reason(edition, may_hang)
        for other in exhibition.editions:
            if other.state is EditionState.LIVE:
                other.state = EditionState.SUPERSEDED
        _enter(house, edition, may_hang, made)
        session.flush()
        record(session, None, "published", edition, number=edition.number, manifest=made.seal)
    return True


def _true_reason(edition: Edition, may_hang: content.Today) -> str:
    """Why an edition is made by itself, told by how it differs from the one before."""
    before = content.predecessor(edition)
    found = content.differences(before, may_hang) if before else set()
    if before and (may_hang.uncovered or content.returning(before, may_hang)):
        found.add(Reason.COVERING)
    if Reason.ADDRESS in edition.reasons:
        found.add(Reason.ADDRESS)
    return operations.in_one_word(found) or edition.reason


def _enter(house: Any, edition: Edition, may_hang: content.Today, made: Made) -> None:
    """Write down what an edition that goes live says, shows and rests on."""
    edition.state = EditionState.LIVE if may_hang.hung else EditionState.FAILED
    edition.published_at, edition.manifest_sha256 = now(), made.seal
    edition.content, edition.public_url = may_hang.content, made.public_url
    edition.valid_until = hanging.valid_until(house.config, may_hang.hung)
    edition.readers = [{"person": id, "name": name} for id, name in may_hang.readers.items()]
    for position, one in enumerate(may_hang.hung):
        edition.photographs.append(
            EditionPhotograph(
                photograph_id=one.photograph.id,
                position=position,
                ref=one.ref,
                rested_on=list(one.showing.wall.rested_on),
                credit=one.credit,
                redacted=one.showing.redacted,
                on_web=bool(one.showing.web),
                voice_sha256=one.voice.sha256 if one.voice else None,
            )
        )


def _put_in_place(folder: Path, number: int, made: Made) -> None:
    """Give the folders of an edition their names; what an earlier try left there goes."""
    for name in (str(number), f"{number}{ON_SITE}"):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
        if name in made.folders:
            made.folders[name].rename(folder / name)
    _settle(folder)


def hang_sign(house: Any, exhibition_id: int) -> None:
    """Tell the public side what hangs, by the rows as they are, while nobody can change them."""
    with house.database.transaction() as session:
        exhibition = operations.held(session, exhibition_id)
        house.put_up_sign(exhibition.slug, sign_for(session, exhibition))


def forget_unfinished(exhibitions: Path) -> None:
    """Remove folders a crash left on their way."""
    for path in exhibitions.glob(f"*/.*{MAKING}"):
        if path.stat().st_mtime < time.time() - FORGOTTEN.total_seconds():
            shutil.rmtree(path, ignore_errors=True)


def sign_for(session: Session, exhibition: Exhibition) -> dict[str, Any]:
    """What the public side needs to know: numbers of editions by state, what has gone, how long.

    ``gone`` are photographs somebody does not want to be shown any more, ``removed`` those that
    merely hang no longer.  Put up while the exhibition is held, so that no older sign can come
    after a newer one.
    """
    states: dict[EditionState, list[int]] = {state: [] for state in EditionState}
    for edition in exhibition.editions:
        states[edition.state].append(edition.number)
    live = queries.live_edition(exhibition)
    hangs = {one.ref: one.on_web for one in live.photographs} if live else {}
    everything = [one for edition in exhibition.editions for one in edition.photographs]
    left = [
        one for one in everything if one.ref not in hangs or (one.on_web and not hangs[one.ref])
    ]
    may_hang = _may_hang(session, left)
    removed = {one.ref for one in left if one.photograph_id in may_hang}
    return {
        "live": live.number if live and live.manifest_sha256 else None,
        "renewing": live is None and bool(states[EditionState.WAITING]),
        "stuck": is_closed(exhibition),
        "retired": states[EditionState.RETIRED],
        "superseded": states[EditionState.SUPERSEDED],
        "gone": sorted({one.ref for one in left} - removed),
        "removed": sorted(removed),
        "until": queries.last_day(session, live, today()) if live else None,
    }


def is_closed(exhibition: Exhibition) -> bool:
    """Whether something hung, nothing does, and what was to follow it could not be made."""
    states = {one.state for one in exhibition.editions}
    newest = max(exhibition.editions, key=lambda one: one.number)
    given_up = newest.state is EditionState.FAILED and newest.published_at is None
    hung = any(one.published_at for one in exhibition.editions)
    return hung and given_up and not states & {EditionState.LIVE, EditionState.WAITING}


def _may_hang(session: Session, left: list[EditionPhotograph]) -> set[int]:
    """Those of some photographs that everybody still agrees to have on the wall and on the web."""
    photographs = list({one.photograph_id: one.photograph for one in left}.values())
    taken = words_taken_back(session, [one.id for one in photographs])
    answers = queries.showings(session, photographs, today())
    return {id for id, one in answers.items() if one.wall and one.web and id not in taken}
