"""Places, names and numbers planted in pictures and voices reach no byte that is kept or leaves.

The whole way: taken in, cleared, hung, published, carried off, printed, and every address asked
from which somebody of the team has anything.
"""

import base64
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from photovoice.archive import colour, speaking
from photovoice.archive.models import Photograph
from photovoice.db import Base
from photovoice.printing import operations as printing
from tests import sounds
from tests.addresses import at_exhibition
from tests.archive.placed import PLACED_JPEG
from tests.archive.planted import CROWDED, PLANTED
from tests.archive.strangers import encoded, scene
from tests.archive.test_converting import AS_THEY_ARE, MADE_INTO_AAC
from tests.archive.test_converting import SECRET as SAID_BY_A_VOICE
from tests.archive.test_planted import told_by_readers
from tests.guards.test_metadata import Line, unpacked

SCREEN = b"Pat's own glass"


def their_screens() -> bytes:
    """A colour profile such as a screen's, called as its owner called it."""
    made = colour.profile((0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060), float)
    return made.replace(colour.NAME.encode(), SCREEN)


PICTURES = {
    **CROWDED,
    "JPEG": lambda: CROWDED["JPEG"](1500, 1000),
    "PNG": lambda: CROWDED["PNG"](1500, 1000),
    "two pictures and a third": PLACED_JPEG["a second picture and a third"],
    "a profile with somebody's name": lambda: encoded(scene(120, 90), icc_profile=their_screens()),
}
"""Two of them large enough for a card."""
VOICES = {
    **{kind: make for kind, (make, _type, _extension) in AS_THEY_ARE.items()},
    **{kind: MADE_INTO_AAC[kind] for kind in ("Ogg/Opus", "FLAC")},
}
SECRETS = [words for words in PLANTED if words != b"a film"]  # a page may speak of a film
SECRETS += [SAID_BY_A_VOICE, sounds.SECRET, b"+53.48-2.23"]
CAMERA = [b"Testmaker", b"Phone 3", SCREEN]
"""What an original keeps for the team, and nothing made from it shows."""
READ = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".m4a", ".mp3", ".wav", ".webm", ".pdf")


def inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Some bytes, and whatever is packed in them."""
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from inside(f"{name}/{member}", packed.read(member))
    elif data.startswith(b"%PDF"):
        yield f"{name}, unpacked", unpacked(data)
    elif data.startswith(b"\x89PNG"):
        for start in (found.end() + 1 for found in re.finditer(rb"(zTXt|iCCP)[^\0]+\0", data)):
            yield f"{name}, a packed chunk", zlib.decompressobj().decompress(data[start:])
    for number, found in enumerate(re.findall(rb"data:[a-z/]+;base64,([A-Za-z0-9+/=]+)", data)):
        yield from inside(f"{name}, picture {number}", base64.b64decode(found))


class WholeWay(Line):
    """What is made of pictures and voices, wherever it is."""

    def kept(self) -> dict[str, bytes]:
        """Everything in the store."""
        store = self.house.store
        return {stored.key: store.open(stored.key).read() for stored in store.keys("")}

    def published(self) -> dict[str, bytes]:
        """Every file of the editions, and what stands beside them."""
        return {str(path): path.read_bytes() for path in self.edition_files()}

    def written_down(self) -> dict[str, bytes]:
        """The database, table by table."""
        return {
            table.name: repr(self.session.execute(select(table)).all()).encode()
            for table in Base.metadata.sorted_tables
        }

    def handed_out(self, app, client, photographs, **parts) -> dict[str, bytes]:
        """What every address that can be built from these parts gives somebody of the team."""
        adapter = app.url_map.bind("")
        known = [parts | {"photograph": one} for one in photographs]
        addresses = {
            adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            for given in known
            if "GET" in rule.methods and rule.endpoint != "static" and rule.arguments <= set(given)
        }
        asking = {"Accept": "text/html"}
        return {address: client.get(address, headers=asking).data for address in addresses}


@pytest.fixture
def way(house, session, make, work) -> WholeWay:
    """The whole way, with a voice for each picture."""
    way = WholeWay(house, session, make, work)
    voices = iter(VOICES.values())

    def speak(photographs):
        for photograph in photographs:
            pat = photograph.photographer
            speaking.receive_voice(house, session, photograph, next(voices)(), by=pat)

    way.before_hanging = speak
    return way


@pytest.mark.any_database
def test_nothing_planted_is_kept_published_carried_printed_or_handed_out(
    way, app, make, sign_in, tmp_path
):
    sent = [make_bytes() for make_bytes in (*PICTURES.values(), *VOICES.values())]
    assert all(any(words in data for words in SECRETS + CAMERA) for data in sent)
    photographs = way.go(sent[: len(PICTURES)])
    assert len(photographs) == len(PICTURES)
    exhibition = way.exhibition
    file = printing.ask_for_file(way.session, exhibition, "single", "long", by=None)
    way.work()
    edition = exhibition.editions[-1]
    parts = {
        "project": exhibition.project.slug,
        "exhibition": exhibition.slug,
        "slug": exhibition.slug,
        "edition": edition.number,
        "number": edition.number,
        "size": 320,
        "file": file.id,
    }
    ids = [photograph.id for photograph in way.session.scalars(select(Photograph))]
    carried = at_exhibition(exhibition, f"/editions/{edition.number}/copy.zip")
    client = sign_in(make.steward())
    handed = way.handed_out(app, client, ids, **parts)
    assert zipfile.is_zipfile(io.BytesIO(handed[carried]))
    kept, published = way.kept(), way.published()
    stored = {key.partition("/")[0] for key in kept}
    assert stored >= {"originals", "renditions", "voices", "prints"}
    assert len([name for name in published if "/audio/" in name]) >= len(VOICES)

    everywhere = {**kept, **published, **handed, **way.written_down()}
    public = {name for name in (*kept, *published, carried) if not name.startswith("originals/")}
    told, readable = [], {}
    for name, data in everywhere.items():
        for where, part in inside(name, data):
            secrets = SECRETS + (CAMERA if name in public else [])
            told += [f"{where}: {words!r}" for words in secrets if words in part]
            ending = next((end for end in READ if where.endswith(end)), "")
            if ending or b"JFIF" in part[:20]:
                readable[hashlib.sha256(part).hexdigest() + (ending or ".jpg")] = part
    assert told == []
    for name, part in readable.items():
        (tmp_path / name).write_bytes(part)
    assert len(readable) > 3 * len(PICTURES)
    assert told_by_readers(*(tmp_path / name for name in readable)) == []
