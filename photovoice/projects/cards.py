"""Access cards as they are printed: a name, seven words, and a square to point a phone at."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

from photovoice.projects.models import Membership


@dataclass(frozen=True)
class PrintedCard:
    """What stands on one card."""

    name: str
    organisation: str
    words: str
    address: str
    square: Markup
    """The QR code as SVG.  Its secret stands behind the #, which browsers never send."""

    @classmethod
    def of(cls, membership: Membership, words: str, public_url: str) -> "PrintedCard":
        """The card of a member, made at the only moment when its words are known."""
        address = f"{public_url.rstrip('/')}/card"
        code = segno.make(f"{address}#{words.replace(' ', '-')}", error="m", micro=False)
        drawing = code.svg_inline(border=4, omitsize=True, svgclass="card__square", lineclass=None)
        return cls(
            name=membership.person.name,
            organisation=membership.organisation.name if membership.organisation else "",
            words=words,
            address=address.partition("://")[2],
            square=Markup(drawing),
        )
