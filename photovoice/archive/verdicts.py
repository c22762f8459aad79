"""What became of each file somebody sent: the same on a page, in JSON and on a terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from photovoice.archive import darkroom
from photovoice.archive.darkroom import RefusalReason
from photovoice.archive.filenames import readable
from photovoice.archive.operations import Duplicate, Received
from photovoice.away import Away, is_away
from photovoice.refusals import Refusal
from photovoice.storage import StoreFull


@dataclass(frozen=True)
class Verdict:
    """One file's fate: ``received``, ``duplicate`` or ``refused``."""

    file: str
    verdict: str
    photograph: Any = None
    reason: str | None = None
    sentence: str = ""
    job_id: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the photograph is in the archive."""
        return self.photograph is not None

    @property
    def in_doubt(self) -> bool:
        """Whether it is there and may not be whole."""
        return self.photograph is not None and self.photograph.doubt is not None

    def as_json(self) -> dict[str, Any]:
        """File, verdict, the photograph's id, why it is in doubt, and why it was refused."""
        return {
            "file": self.file,
            "verdict": self.verdict,
            "id": self.photograph.id if self.photograph is not None else None,
            "reason": self.reason,
            "doubt": self.photograph.doubt if self.photograph is not None else None,
            "sentence": self.sentence,
        }


def verdict_on(name: str, take_in: Callable[[], Received]) -> Verdict:
    """Try to take a file in; a refusal is a verdict too, and never stops the others.

    ``take_in`` commits before it returns: only then is anything received.
    """
    name = readable(name)
    try:
        received = take_in()
    except OSError as error:  # it cannot even be read where it lies
        if is_away(error):  # which is the disk's fault and not the file's
            away = Away()
            said = f"{away} {away.details['next_step']}"
            return Verdict(name, "refused", reason="away", sentence=said)
        unreadable = RefusalReason.UNREADABLE
        sentence = darkroom.sentence(unreadable)
        return Verdict(name, "refused", reason=str(unreadable), sentence=sentence)
    except Refusal as refusal:
        reason = "store_full" if isinstance(refusal, StoreFull) else "refused"
        reason = str(getattr(refusal, "reason", reason))
        sentence = f"{refusal} {refusal.details.get('next_step') or ''}".strip()
        return Verdict(name, "refused", reason=reason, sentence=sentence)
    return Verdict(
        name,
        received.verdict,
        received.photograph,
        sentence=_sentence(received),
        job_id=received.job_id,
    )


def _sentence(received: Received) -> str:
    doubt = darkroom.doubt_sentence(received.photograph.doubt)
    if isinstance(received, Duplicate):
        said = _("This very photograph was here already.")
    elif doubt:
        said = _("Received.")
    elif received.photograph.place_taken_out:
        said = _("Received, and safe. The place was taken out of it.")
    else:
        said = _("Received, and safe.")
    return f"{said} {doubt}".strip()
