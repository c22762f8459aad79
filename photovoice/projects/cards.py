"""Access cards as they are handed out: a name, seven words, and a square to point a phone at."""

from dataclasses import dataclass

import segno
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from photovoice.accounts.models import Person
from photovoice.languages import CATALOGUES
from photovoice.projects.models import Membership
from photovoice.projects.rules import address_to_type


@dataclass(frozen=True)
class PrintedCard:
    """What stands on one card.  Its sentences are in its holder's language where we speak it."""

    name: str
    project: str
    organisation: str
    words: str
    url: str
    """What the square says.  Its secret stands behind the #, which browsers never send."""
    address: str
    language: str
    how: str
    lost: str
    help: str
    """Where its holder gets help, or whom to ask."""

    @classmethod
    def of(
        cls, membership: Membership, words: str, public_url: str, *, by: Person | None = None
    ) -> "PrintedCard":
        """The card of a member, made at the only moment when its words are known."""
        person, project = membership.person, membership.project
        address = f"{public_url.rstrip('/')}/card"
        language = person.language if person.language in CATALOGUES else CATALOGUES[0]
        with force_locale(language):
            how = _(
                "Point your phone’s camera at the square, or open this address and type the words:"
            )
            lost = _("Keep it to yourself. Lost it, or need help?")
            ask = project.help or _giver(by, person)
        return cls(
            name=person.name,
            project=project.name,
            organisation=membership.organisation.name if membership.organisation else "",
            words=words,
            url=f"{address}#{words.replace(' ', '-')}",
            address=address_to_type(address),
            language=language,
            how=how,
            lost=lost,
            help=ask,
        )

    @property
    def square(self) -> Markup:
        """The QR code as SVG."""
        code = segno.make(self.url, error="m", micro=False)
        drawing = code.svg_inline(border=4, omitsize=True, svgclass="card__square", lineclass=None)
        return Markup(drawing)


def _giver(by: Person | None, person: Person) -> str:
    if by is None or by.id == person.id:
        return _("Ask the person who gave it to you.")
    return _("Ask %(name)s.", name=by.name)
