"""What the database names in the store: every key, with the hash and length its bytes have."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from photovoice.archive.models import Photograph, Rendition, VoiceNote
from photovoice.exhibition.models import Edition, EditionState, Exhibition
from photovoice.printing.models import PrintFile

KEYS = {
    "photographs": "original_key",
    "renditions": "key",
    "voice_notes": "key",
    "print_files": "key",
}
"""The columns that name bytes in the store, by table."""
OTHER_KEYS = {
    "sign_in_attempts": "key",
    "uploads": "key",
    "deletions": "key",
    "known_missing": "key",
}
"""Columns so called that name none, or only what is on its way or was let go."""


@dataclass(frozen=True)
class Named:
    """Bytes a row names."""

    key: str
    sha256: str | None
    """What their SHA-256 has to be; None where the row does not say."""
    what: str
    """What they are, for whoever reads that they are missing."""
    size: int | None = None
    """Their length in bytes, where the row says."""
    can_be_made_again: bool = False
    """Nothing is lost where they are gone."""


def named(connection: Connection) -> list[Named]:
    """Everything in the store that rows name, each key once."""
    found: dict[str, Named] = {}
    for one in _rows(connection):
        found.setdefault(one.key, one)
    return list(found.values())


def _rows(connection: Connection) -> Iterator[Named]:
    originals = select(
        *(Photograph.id, Photograph.original_key, Photograph.stored_sha256),
        *(Photograph.sha256, Photograph.bytes),
    ).where(Photograph.removed_on.is_(None))
    for id, key, sha256, arrived, long in connection.execute(originals):
        as_it_came = long if arrived == sha256 else None
        yield Named(key, sha256, f"the original of photograph {id}", as_it_came)
    voices = select(VoiceNote.photograph_id, VoiceNote.key).where(VoiceNote.removed_at.is_(None))
    for id, key in connection.execute(voices):
        # The row has the hash of what arrived; its key is made from that of what is stored.
        stored = key.rpartition("/")[2].partition(".")[0]
        yield Named(key, stored, f"what is said aloud of photograph {id}")
    copies = select(
        *(Rendition.photograph_id, Rendition.key, Rendition.sha256, Rendition.bytes, Rendition.size)
    )
    for id, key, sha256, long, size in connection.execute(copies):
        yield Named(key, sha256, f"the copy of photograph {id} at {size} px", long)
    files = select(PrintFile.id, PrintFile.key).where(PrintFile.key.is_not(None))
    for id, printed in connection.execute(files):
        if printed:
            yield Named(printed, None, f"print file {id}", can_be_made_again=True)


@dataclass(frozen=True)
class EditionFolder:
    """An edition whose folder has to be there."""

    id: int
    slug: str
    number: int
    is_live: bool
    manifest_sha256: str | None

    @property
    def name(self) -> str:
        """What to call it."""
        return f"edition {self.number} of {self.slug}"


def editions(connection: Connection) -> list[EditionFolder]:
    """The editions on show, and those a later one has replaced."""
    rows = connection.execute(
        select(Edition.id, Exhibition.slug, Edition.number, Edition.state, Edition.manifest_sha256)
        .join(Exhibition)
        .where(Edition.state.in_([EditionState.LIVE, EditionState.SUPERSEDED]))
        .where(Edition.published_at.is_not(None))
        .order_by(Exhibition.slug, Edition.number)
    )
    return [
        EditionFolder(id, slug, number, state is EditionState.LIVE, sha256)
        for id, slug, number, state, sha256 in rows
    ]
