"""What curators choose about a file for the printer, checked."""

from math import nan

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FloatField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange
from wtforms.widgets import NumberInput

from photovoice.choices import offer
from photovoice.edits import EditForm
from photovoice.printing.operations import FLIPS, SHEETS
from photovoice.printing.rules import SHEETS as PAPERS

FARTHEST = 10
"""Millimetres a back may be moved; a printer that drifts further wants mending."""


class Millimetres(FloatField):
    """A length with a point or a comma in it; nothing typed is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; what is no number is left to the range to refuse."""
        typed = "".join(valuelist).strip().replace(",", ".").replace("−", "-")
        try:
            self.data = float(typed or 0)
        except ValueError:
            self.data = nan


def _offset(label: object) -> Millimetres:
    sentence = _l("Type a number of millimetres between −10 and 10.")
    return Millimetres(
        label,
        default=0,
        validators=[NumberRange(-FARTHEST, FARTHEST, sentence)],
        widget=NumberInput(step="0.1", min=-FARTHEST, max=FARTHEST),
    )


class CardForm(EditForm):
    """What stands on the back of one card."""

    words = TextAreaField(
        _l("Words for the card"),
        description=_l(
            "Your words, shorter, in the language of the caption. Left empty, the caption itself "
            "is printed."
        ),
        validators=[Length(max=2000)],
    )


class FileForm(FlaskForm):
    """Paper, how it is turned, and how far the backs are moved."""

    sheet = RadioField(_l("On what paper?"), choices=offer(SHEETS.items()), default="single")
    flip = RadioField(
        _l("For sheets: how does the printer turn them?"),
        description=_l(
            "Ask. If nobody knows, print one sheet and see whether front and back belong together."
        ),
        choices=offer(FLIPS.items()),
        default="long",
    )
    back_offset_x = _offset(_l("Backs to the right, in millimetres"))
    back_offset_y = _offset(_l("Backs up, in millimetres"))

    @property
    def back_offset(self) -> tuple[float, float]:
        """How far backs go to the right and up: mm, to a tenth."""
        return round(self.back_offset_x.data or 0, 1), round(self.back_offset_y.data or 0, 1)

    @property
    def paper(self) -> str:
        """The paper to try; single cards are for a printer who does, so A4 stands for them."""
        return self.sheet.data if self.sheet.data in PAPERS else "a4"
