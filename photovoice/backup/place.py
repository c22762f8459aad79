"""A folder or bucket that holds backups of one archive.

photovoice-backups.json     whose backups these are
objects/ab/abcd…            bytes, by their SHA-256, shared by all backups
backups/20261129t221500.041377z-4f1c.json
                            one backup: what to find under which hash; written last, so that a
                            backup cut short is none
taken-back/0000000001-….jsonl
                            what was taken back since, as it happened; only ever added to
taken-back/until.json       how far that list goes, and until when that was everything
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from photovoice.away import StoreAway
from photovoice.refusals import CommandRefused
from photovoice.storage import Missing, ObjectStore, StoreFull, store_from_url
from photovoice.storage.local import LocalStore

FORMAT = 1
WHOSE = "photovoice-backups.json"
OBJECTS = "objects/"
BACKUPS = "backups/"
TAKEN_BACK = "taken-back/"
UNTIL = f"{TAKEN_BACK}until.json"
CHUNK = 1024 * 1024


class PlaceAway(CommandRefused):
    """The place of backups cannot be reached, or is not the one it was."""


class PlaceFull(CommandRefused):
    """There is no room left where backups go."""


class NotOurs(CommandRefused):
    """The place holds something else, or backups of another archive."""


class NoSuchBackup(CommandRefused):
    """The place holds no backup, or none of that day."""


class Changed(CommandRefused):
    """Bytes are not those their name says."""


@dataclass(frozen=True)
class Until:
    """How far the list of what was taken back goes, as its house said last."""

    number: int
    seal: str
    at: datetime
    """When that was everything."""
    closed: bool = False
    """The house took nothing in after that."""


class Hashed:
    """A stream that knows the SHA-256 of what was read of it, and ends in Changed where that is
    not the one promised."""

    def __init__(self, source: BinaryIO, promised: str | None, what: str) -> None:
        self._source, self._promised, self._what = source, promised, what
        self._hash, self.size = hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        """Of everything read until now."""
        return self._hash.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""
        piece = self._source.read(size)
        self._hash.update(piece)
        self.size += len(piece)
        if (not piece or size < 0) and self._promised not in (None, self.sha256):
            raise Changed(f"{self._what} is not what it was: its bytes have another hash.")
        return piece


def sha256_of(source: BinaryIO) -> str:
    """The SHA-256 of everything a stream still has to give."""
    hashed = Hashed(source, None, "")
    while hashed.read(CHUNK):
        pass
    return hashed.sha256


class Place:
    """One place of backups; every method raises PlaceAway where it cannot be reached."""

    def __init__(self, address: str) -> None:
        self.address = normal(address)
        with self._reached():
            self.store: ObjectStore = (
                store_from_url(self.address, Path())
                if self.address.startswith("s3://")
                else LocalStore(Path(self.address))
            )

    @property
    def folder(self) -> Path | None:
        """Where it is on this machine; None for a bucket."""
        return None if self.address.startswith("s3://") else Path(self.address)

    def whose(self) -> str | None:
        """Which archive's backups it holds; None where it holds nobody's yet."""
        with self._reached():
            found = self._json(WHOSE)
        return None if found is None else str(found.get("archive", ""))

    def require(self, archive: str) -> None:
        """Raises PlaceAway or NotOurs unless it holds backups of an archive."""
        whose = self.whose()
        if whose is None:
            raise PlaceAway(
                f"There are no backups at {self.address} any more. Is the disk plugged in, and"
                " is it the right one?"
            )
        if whose != archive:
            raise NotOurs(
                f"{self.address} holds backups of another archive. Nothing was written there."
                " Choose another folder or prefix for this one."
            )

    def begin(self, archive: str) -> None:
        """Make an empty folder or prefix the place of an archive's backups.

        Raises PlaceAway where the folder above is not there, NotOurs where it holds other things.
        """
        if self.folder is not None:
            if not self.folder.parent.is_dir():
                raise PlaceAway(
                    f"There is no folder {self.folder.parent}. Is the disk plugged in? Nothing"
                    " was backed up."
                )
            if self.folder.exists() and not self.folder.is_dir():
                raise NotOurs(f"{self.folder} is a file; name a folder for the backups.")
        with self._reached():
            if self.folder is not None:
                self.folder.mkdir(mode=0o700, exist_ok=True)
                taken = any(not one.name.startswith(".") for one in self.folder.iterdir())
            else:
                taken = next(self.store.keys(), None) is not None
            if taken and self._json(WHOSE) is None:
                raise NotOurs(
                    f"{self.address} is not empty and holds no backups. Name a new folder in it,"
                    " such as photovoice-backups."
                )
            self._put_json(WHOSE, {"format": FORMAT, "archive": archive})

    def objects(self) -> dict[str, int]:
        """What it holds: how many bytes lie under each SHA-256."""
        with self._reached():
            return {
                stored.key.rpartition("/")[2]: stored.size for stored in self.store.keys(OBJECTS)
            }

    def keep(self, source: BinaryIO, sha256: str, what: str) -> None:
        """Keep bytes under their SHA-256.  Raises Changed, and keeps nothing, if they have
        another."""
        stream = Hashed(source, sha256, what)
        with self._reached():
            self.store.put(object_key(sha256), stream)  # type: ignore[arg-type]
            if stream.sha256 != sha256:  # a bucket may stop reading before the very end
                self.store.delete(object_key(sha256))
                raise Changed(f"{what} is not what it was: its bytes have another hash.")

    @contextmanager
    def opened(self, sha256: str, what: str) -> Iterator[Hashed]:
        """Kept bytes, as a stream that ends in Changed if they are not what they were.

        Raises Missing.
        """
        with self._reached():
            source = self.store.open(object_key(sha256))
        with source:
            yield Hashed(source, sha256, what)

    def write_backup(self, manifest: dict[str, Any]) -> str:
        """Make everything kept into a backup: from now on it is listed.  Its name."""
        moment = datetime.fromisoformat(manifest["at"]).astimezone(UTC)
        name = f"{moment:%Y%m%dt%H%M%S.%fz}-{secrets.token_hex(2)}"
        with self._reached():
            self._put_json(f"{BACKUPS}{name}.json", manifest)
        return name

    def backups(self) -> list[str]:
        """The names of the backups it holds, oldest first."""
        with self._reached():
            keys = [stored.key for stored in self.store.keys(BACKUPS)]
        return sorted(key.removeprefix(BACKUPS).removesuffix(".json") for key in keys)

    def backup(self, date: str = "") -> tuple[str, dict[str, Any]]:
        """The name and the manifest of the last backup, or of the last one of a day.

        ``date`` is a day (2026-11-29) or the beginning of a name.  Raises NoSuchBackup.
        """
        wanted, names = date.replace("-", "", 2)[:8] + date[10:], self.backups()
        of_that_day = [one for one in names if one.startswith(date) or one.startswith(wanted)]
        if not of_that_day:
            there = ", ".join(names[-10:])
            raise NoSuchBackup(
                f"There is no backup of “{date}” at {self.address}. There are: {there}."
                if date and names
                else f"There is no backup at {self.address}."
            )
        try:
            with self._reached():
                manifest = self._json(f"{BACKUPS}{of_that_day[-1]}.json")
        except NotOurs as damaged:
            others = ", ".join(one for one in names if one != of_that_day[-1]) or "none"
            raise NotOurs(
                f"{damaged} Name another backup with --date. There are: {others}."
            ) from damaged
        if manifest is None or manifest.get("format") != FORMAT:
            raise NotOurs(
                f"The backup {of_that_day[-1]} was written by another version of Photovoice, and"
                " this one cannot read it."
            )
        return of_that_day[-1], manifest

    def tell(self, lines: list[dict[str, Any]]) -> None:
        """Add to the list of what was taken back; nothing on it is ever changed."""
        if lines:
            first, seal = lines[0]["number"], lines[-1]["seal"]
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            with self._reached():
                self.store.put(f"{TAKEN_BACK}{first:010}-{seal[:12]}.jsonl", text.encode())

    def say_until(self, until: Until) -> None:
        """Say how far the list goes, and when that was everything."""
        with self._reached():
            self._put_json(
                UNTIL,
                {
                    "number": until.number,
                    "seal": until.seal,
                    "at": until.at.isoformat(),
                    "closed": until.closed,
                },
            )

    def taken_back(self) -> tuple[list[dict[str, Any]], Until | None]:
        """The whole list of what was taken back, in order, and how far it should go."""
        lines: list[dict[str, Any]] = []
        with self._reached():
            for key in sorted(stored.key for stored in self.store.keys(TAKEN_BACK)):
                if key.endswith(".jsonl"):
                    with self.store.open(key) as file:
                        lines += _whole_lines(file.read())
            try:
                found = self._json(UNTIL)
            except NotOurs:  # damaged: then nobody knows how far the list should go
                found = None
        until = found and Until(
            int(found["number"]),
            str(found["seal"]),
            datetime.fromisoformat(found["at"]),
            bool(found["closed"]),
        )
        each = {(line["number"], line["seal"]): line for line in lines}  # some are told twice
        return [each[end] for end in sorted(each)], until or None

    def sweep(self) -> None:
        """Remove what writing cut short left behind, a day after."""
        with self._reached():
            self.store.sweep_temporaries(timedelta(days=1))

    def _json(self, key: str) -> dict[str, Any] | None:
        try:
            with self.store.open(key) as file:
                return json.loads(file.read())
        except (Missing, FileNotFoundError, NotADirectoryError):
            return None
        except ValueError as damaged:
            raise NotOurs(f"{key} at {self.address} cannot be read: it is damaged.") from damaged

    def _put_json(self, key: str, value: dict[str, Any]) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        self.store.put(key, text.encode(), media_type="application/json")

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Turn whatever a disk or a bucket says into one sentence."""
        try:
            yield
        except StoreFull as full:
            raise PlaceFull(
                f"There is no room left at {self.address}. What was copied so far stays there and"
                " is not copied again; backups made before are whole. Make room, then back up"
                " again."
            ) from full
        except StoreAway as away:
            raise PlaceAway(f"{self.address} cannot be reached: {away.why}") from away
        except (BotoCoreError, ClientError, Boto3Error) as trouble:
            raise PlaceAway(f"{self.address} cannot be reached: {trouble}") from trouble
        except OSError as trouble:
            raise PlaceAway(
                f"{self.address} cannot be read or written: {trouble.strerror or trouble}"
            ) from trouble


def _whole_lines(text: bytes) -> list[dict[str, Any]]:
    """The lines of a list that can be read; one that is damaged leaves a gap, which shows."""
    lines = []
    for line in text.splitlines():
        with suppress(ValueError):
            lines.append(json.loads(line))
    return lines


def normal(address: str) -> str:
    """An address as it is remembered: a folder from the root on, a bucket as it was given."""
    return address if address.startswith("s3://") else str(Path(address).expanduser().resolve())


def object_key(sha256: str) -> str:
    """Where bytes lie, by their SHA-256."""
    return f"{OBJECTS}{sha256[:2]}/{sha256}"


Say = Callable[[int, int, str], None]
"""Hears how many of how many are done, and of what."""
