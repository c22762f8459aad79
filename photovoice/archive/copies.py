"""The copies people see of a photograph, stored first and then named by rows."""

from collections.abc import Sequence

from photovoice.archive import rules
from photovoice.archive.arrival import no_room_is_a_sentence
from photovoice.archive.models import Photograph, Rendition, State
from photovoice.archive.pictures import Developed, DevelopedRendition
from photovoice.house import House

Boxes = Sequence[tuple[float, float, float, float]]


def folder(sha256: str, covered: Boxes) -> str:
    """How the keys of a photograph's copies begin, with those parts covered."""
    tag = f"-{rules.redaction_tag(covered)}" if covered else ""
    return f"renditions/{sha256}{tag}/"


def keys(sha256: str, made: Developed, covered: Boxes = ()) -> dict[str, DevelopedRendition]:
    """Each copy by the key it is stored under."""
    return {
        f"{folder(sha256, covered)}{one.size}-{one.sha256[:8]}.jpg": one for one in made.renditions
    }


def store(house: House, files: dict[str, DevelopedRendition], *, missing: bool = False) -> None:
    """Put copies into the store; with ``missing`` only those that are not there."""
    with no_room_is_a_sentence():
        for key, one in files.items():
            if not (missing and house.store.exists(key)):
                with one.path.open("rb") as stream:
                    house.store.put(key, stream, media_type="image/jpeg")


def rows(files: dict[str, DevelopedRendition], *, redacted: bool) -> list[Rendition]:
    """The rows that name stored copies."""
    return [
        Rendition(
            redacted=redacted,
            size=one.size,
            width=one.width,
            height=one.height,
            bytes=one.bytes,
            sha256=one.sha256,
            key=key,
        )
        for key, one in files.items()
    ]


def is_ready(photograph: Photograph, made: Developed) -> None:
    """Say of a photograph that what people see of it is there."""
    photograph.placeholder, photograph.dhash = made.placeholder, made.dhash
    photograph.state, photograph.trouble = State.READY, None
