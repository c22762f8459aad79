"""What curators type about an exhibition, checked."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from photovoice.choices import offer
from photovoice.edits import EditForm

ACCENTS = {
    "#9c3d2e": _l("Brick"),
    "#8a5a00": _l("Ochre"),
    "#4d6332": _l("Moss"),
    "#3f5973": _l("Slate"),
    "#6d3b5e": _l("Plum"),
    "#3b3631": _l("Soot"),
}
"""One accent for each exhibition; each reads well on the paper."""


class ExhibitionForm(EditForm):
    """Title, introduction, language and accent."""

    title = StringField(
        _l("What is the exhibition called?"),
        validators=[DataRequired(_l("Give the exhibition a title.")), Length(max=160)],
    )
    introduction = TextAreaField(
        _l("Opening words"),
        description=_l(
            "By the group, to somebody who has just come in. Leave a line free between paragraphs."
        ),
        validators=[Length(max=4000)],
    )
    language = SelectField(_l("Language of its pages"))
    accent = RadioField(_l("Accent"), choices=offer(ACCENTS.items()), default="#9c3d2e")

    def validate_accent(self, field: RadioField) -> None:
        """A colour written out."""
        if not re.fullmatch(r"#[0-9a-f]{6}", field.data or ""):
            raise ValidationError(_l("Choose one of the colours."))


class SectionForm(FlaskForm):
    """A section: made from a theme, or with a heading of its own."""

    theme = SelectField(_l("From a theme"), validators=[Optional()], coerce=str)
    title = StringField(_l("Heading"), validators=[Length(max=160)])
    text = TextAreaField(_l("Words under the heading"), validators=[Length(max=4000)])

    def validate_title(self, field: StringField) -> None:
        """Either a theme or a heading is needed."""
        if not (field.data or "").strip() and not self.theme.data:
            raise ValidationError(_l("Write a heading, or choose a theme."))


class SectionWordsForm(EditForm):
    """The words of a section that is there."""

    title = StringField(
        _l("Heading"), validators=[DataRequired(_l("Write a heading.")), Length(max=160)]
    )
    text = TextAreaField(_l("Words under the heading"), validators=[Length(max=4000)])


class LabelForm(EditForm):
    """The curators' words beside a photograph."""

    label = TextAreaField(
        _l("Label"),
        description=_l(
            "Beside the photographer’s caption, never in its place. A visitor reads about 75 words."
        ),
        validators=[Length(max=2000)],
    )


class StopForm(FlaskForm):
    """A stop of the tour."""

    venue = StringField(
        _l("Where does it go?"),
        validators=[DataRequired(_l("Name the place.")), Length(max=160)],
    )
    address = StringField(_l("Address"), validators=[Length(max=240)])
    opens_on = DateField(_l("Opens on"), validators=[DataRequired(_l("Choose a day."))])
    closes_on = DateField(_l("Closes on"), validators=[Optional()])
    note = StringField(
        _l("A word about it"),
        description=_l("For example: opening with soup."),
        validators=[Length(max=400)],
    )

    def validate_closes_on(self, field: DateField) -> None:
        """It cannot close before it opens."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_l("It would close before it opens."))
