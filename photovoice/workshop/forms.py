"""What facilitators type during and after a session, checked."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from photovoice.archive.rules import opening
from photovoice.edits import EditForm
from photovoice.workshop.rules import LONGEST_TAG, tags_in


class SessionForm(FlaskForm):
    """A meeting of the group."""

    title = StringField(
        _l("What shall it be called?"),
        description=_l("For example: Saturday at the library."),
        validators=[DataRequired(_l("Give it a name.")), Length(max=120)],
    )
    held_on = DateField(_l("Which day?"), validators=[DataRequired(_l("Choose a day."))])
    place = StringField(_l("Where?"), validators=[Length(max=200)])
    people_present = IntegerField(
        _l("How many people?"),
        validators=[Optional(), NumberRange(1, 1000, _l("Write a number from 1 to 1000."))],
    )
    guide = SelectField(_l("Which questions?"), coerce=int)
    note = TextAreaField(_l("A note"), validators=[Length(max=2000)])


class GuideForm(EditForm):
    """A question guide, one question a line."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("Give it a name.")), Length(max=80)])
    questions = TextAreaField(
        _l("Questions"),
        description=_l("One on each line, in the order they are asked."),
        validators=[DataRequired(_l("Write at least one question.")), Length(max=4000)],
    )

    def lines(self) -> list[str]:
        """The questions."""
        return [line.strip() for line in (self.questions.data or "").splitlines() if line.strip()]


class SaidForm(FlaskForm):
    """Something said: by a person, by a label, or by nobody named."""

    text = TextAreaField(
        _l("What was said"),
        validators=[DataRequired(_l("Write down what was said first.")), Length(max=5000)],
    )
    who = SelectField(_l("Who said it?"), validators=[Optional()], coerce=str)
    label = StringField(
        _l("Or another name"),
        description=_l("For example: somebody in the room. Leave both empty for nobody named."),
        validators=[Length(max=120)],
    )
    language = SelectField(_l("Language"))
    question = StringField(validators=[Length(max=40)])


class TagsForm(FlaskForm):
    """Words to put on a photograph."""

    tags = StringField(
        _l("Add words"),
        description=_l("With commas between."),
        validators=[DataRequired(_l("Write at least one word.")), Length(max=8000)],
    )

    def validate_tags(self, field: StringField) -> None:
        """Nothing is cut short: whoever typed it says it shorter."""
        long = [name for name in tags_in(field.data or "") if len(name) > LONGEST_TAG]
        if long:
            raise ValidationError(
                _l(
                    "More than %(most)s letters are too many for one word or phrase: %(words)s",
                    most=LONGEST_TAG,
                    words=", ".join(f"“{opening(name)}”" for name in long),
                )
            )


class ThemeForm(EditForm):
    """What the group found."""

    name = StringField(
        _l("What is the theme called?"),
        validators=[DataRequired(_l("Give the theme a name.")), Length(max=80)],
    )
    statement = TextAreaField(
        _l("What does the group say about it?"),
        description=_l("In a sentence everybody who was there can stand by."),
        validators=[Length(max=2000)],
    )


class LinkForm(FlaskForm):
    """A photograph put to a theme: by whom, and why."""

    theme = SelectField(_l("Theme"), coerce=int)
    who = SelectField(_l("Who sees it so?"), validators=[Optional()], coerce=str)
    label = StringField(_l("Or another name"), validators=[Length(max=120)])
    why = TextAreaField(_l("Why?"), validators=[Length(max=2000)])
    sees_it_otherwise = BooleanField(_l("They see it otherwise: it does not belong here"))
