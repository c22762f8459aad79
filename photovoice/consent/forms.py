"""Who is in a photograph and what they answer, checked.  Nothing is answered beforehand."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from photovoice.choices import offer
from photovoice.consent.rules import Faces, Part, Use, in_years
from photovoice.consent.words import GIVEN, QUESTIONS, USE_HINTS
from photovoice.projects.models import Credit

YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]
YEARS = 5
"""Consent to a photograph is often taken to lapse after this many years."""

CREDITS = [
    (Credit.FULL.value, _l("With my full name")),
    (Credit.FIRST.value, _l("With my first name")),
    (Credit.PSEUDONYM.value, _l("With another name I choose")),
    (Credit.GROUP.value, _l("With the name of our group")),
    (Credit.NONE.value, _l("Without a name")),
]


class NameForm(FlaskForm):
    """Somebody recognisable: a new label is enough."""

    label = StringField(
        _l("What do you call them?"),
        description=_l("A first name, or a few words: “man with the umbrella”."),
        validators=[
            DataRequired(_l("Say what to call them; a few words are enough.")),
            Length(max=120),
        ],
    )
    is_child = BooleanField(
        _l("A child"), description=_l("Under 18: a guardian and the child are both asked.")
    )


class KnownForm(FlaskForm):
    """Somebody who is in other photographs of the project already."""

    known = SelectField(_l("Somebody named before"), coerce=int)


class MemberForm(FlaskForm):
    """Somebody who takes part in the project, and so has a way in of their own."""

    member = SelectField(_l("One of you"), coerce=int)


def use_field(use: Use) -> str:
    """The name of the field that asks about a use."""
    return f"use_{use.value}"


class ReleaseForm(FlaskForm):
    """One person's answers, use by use; a use left out was not agreed to."""

    guardian_name = StringField(_l("Name of the guardian"), validators=[Length(max=120)])
    assent = RadioField(
        _l("Has the child been asked in their own words, and said yes?"),
        choices=offer(YES_NO),
        validators=[InputRequired(_l("Say what the child answered."))],
    )
    faces = RadioField(
        _l("How may the face be shown?"),
        choices=offer(
            [
                (Faces.AS_THEY_ARE.value, _l("As it is")),
                (Faces.BLURRED.value, _l("Made unrecognisable")),
            ]
        ),
        validators=[InputRequired(_l("Say how the face may be shown."))],
    )
    credit = RadioField(
        _l("How shall your name stand beside it?"),
        choices=offer(CREDITS),
        validators=[InputRequired(_l("Say how, or that there shall be no name."))],
    )
    credit_name = StringField(
        _l("The name to print"),
        validators=[Length(max=120)],
    )
    scope = RadioField(
        _l("What is this answer for?"),
        choices=offer(
            [("this", _l("This photograph")), ("all", _l("All of mine in this project"))]
        ),
        default="this",
    )
    given = SelectField(
        _l("How was this answer given?"),
        choices=offer((g.value, words) for g, words in GIVEN.items()),
    )
    expires_on = DateField(
        _l("Until when?"),
        description=_l("After this day the photograph comes down by itself, unless asked again."),
        validators=[Optional()],
    )
    limits_explained = BooleanField(
        _l("We have talked about the limits of taking it back"),
        description=_l(
            "It comes off every screen of ours at once. What is printed stays printed, and"
            " what others have copied from the web is out of our hands."
        ),
        validators=[InputRequired(_l("Please talk about this first; it is the honest part."))],
    )

    def for_part(
        self, part: Part, *, is_child: bool, on: date, for_all: bool = True
    ) -> "ReleaseForm":
        """Only the questions this signatory is asked, with five years as the proposed time.

        ``for_all``: the answer may be one for every photograph of theirs.
        """
        if not self.is_submitted():
            self.expires_on.data = in_years(on, YEARS)
        if part is Part.PHOTOGRAPHER:
            del self.faces
        else:
            del self.credit, self.credit_name
            self.scope.choices = offer(
                [
                    ("this", _l("This photograph")),
                    ("all", _l("Every photograph of this project they are in")),
                ]
            )
        if not for_all:
            del self.scope
        if not is_child:
            del self.guardian_name, self.assent
        self.on, self.is_child = on, is_child
        return self

    def validate_credit_name(self, field: StringField) -> None:
        """A name of one's own choosing has to be said; no other is put in its place."""
        if self.credit.data == Credit.PSEUDONYM.value and not (field.data or "").strip():
            raise ValidationError(_l("Say which name."))

    def validate_guardian_name(self, field: StringField) -> None:
        """A child's release needs to say who answers for the child."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Say who answers for the child."))

    def validate_expires_on(self, field: DateField) -> None:
        """A release that ended yesterday allows nothing."""
        if field.data and field.data < self.on:
            raise ValidationError(_l("That day is over already."))

    def answers(self) -> dict[str, bool]:
        """Use → yes or no.  A use nobody answered is not in it, and so was not agreed to."""
        given = {use.value: self[use_field(use)].data for use in Use}
        return {use: answer == "yes" for use, answer in given.items() if answer in ("yes", "no")}

    def use_fields(self) -> list:
        """The yes-or-no fields, in the order of the uses."""
        return [self[use_field(use)] for use in Use]


for _use in Use:
    setattr(
        ReleaseForm,
        use_field(_use),
        RadioField(
            QUESTIONS[_use],
            description=USE_HINTS[_use],
            choices=offer(YES_NO),
            validators=[Optional()],
        ),
    )


class WithdrawForm(FlaskForm):
    """Yes, take it back.  No reason is asked."""


class SlipForm(FlaskForm):
    """The words on a slip."""

    words = TextAreaField(
        _l("The five words on your slip"),
        validators=[DataRequired(_l("Type the words on your slip.")), Length(max=200)],
    )
