"""Who is in a photograph and what they answer, checked.  Nothing is answered beforehand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
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
from photovoice.consent.rules import Faces, Given, Part, Use
from photovoice.consent.words import GIVEN, QUESTIONS, USE_HINTS
from photovoice.edits import EditForm, mark
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


@dataclass(frozen=True)
class Standing:
    """What one person's word comes to now, as their form shows it."""

    shown: dict[str, Any]
    """Field → what stands."""
    said: list[Any] = field(default_factory=list)
    """Every release it comes from, newest first."""
    closed: frozenset[str] = frozenset()
    """Uses only they themselves can open again."""
    child_said_no: bool = False
    covered: bool = False
    """Their face may be shown only unrecognisable."""
    for_all: bool = False
    """It was said for all of theirs, not for this photograph."""
    withdrawn: bool = False
    chose_their_credit: bool = False
    """The photographer chose themselves how to be named."""


def use_field(use: Use) -> str:
    """The name of the field that asks about a use."""
    return f"use_{use.value}"


class ReleaseForm(EditForm):
    """One person's answers, use by use, as they stand; a use left open was not agreed to."""

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
        default=Given.ON_SCREEN.value,
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
    )
    notice_read = BooleanField(
        _l("They have read what stands above, or it was read out to them"),
        description=_l("Leave it open where that is not so: it is kept with the answer."),
    )

    until_now: "Standing | None" = None
    """What stands, where the form shows it; None on a phone."""
    on: date
    is_child = False

    def for_part(
        self, part: Part, *, is_child: bool, on: date, for_all: bool = True
    ) -> "ReleaseForm":
        """Only the questions this signatory is asked.

        ``for_all``: the answer may be one for every photograph of theirs.
        """
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

    def showing(self, until_now: "Standing", *, themselves: bool) -> "ReleaseForm":
        """Compare with what stands; ``themselves``: it is their own account that answers."""
        self.until_now, self.themselves = until_now, themselves
        if themselves:
            del self.given, self.notice_read
        return self.against({k: v for k, v in until_now.shown.items() if k in self})

    def changed(self) -> set[str]:
        """The names of the fields that say something else than what stands."""
        now = self.until_now
        shown = now.shown if now else {}
        found = {
            name for name in shown if name in self and mark(self[name].data) != mark(shown[name])
        }
        if now and not now.for_all and self.scope and self.scope.data == "all":
            found.add("scope")
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether somebody else than they themselves would undo their no."""
        return super().validate(extra_validators) and self._within_their_word()

    def _within_their_word(self) -> bool:
        now = self.until_now
        if now is None:
            return True
        stays = _(
            "They said no to this, and that stands. It stays closed until they say yes themselves,"
            " with their own card or account; a yes that somebody else writes down does not count."
        )
        if not self.themselves:
            for use in now.closed:
                field = self[use_field(Use(use))]
                if field.data == "yes":
                    field.errors = [stays]
            asked_again = self.is_child and now.child_said_no and self.assent.data == "yes"
            if asked_again and now.shown["assent"] == "no":
                self.assent.errors = [stays]
            if self.faces and now.covered and self.faces.data == Faces.AS_THEY_ARE.value:
                self.faces.errors = [stays]
            if now.chose_their_credit and self._names_more():
                self.credit.errors = [stays]
        if self._widens() and not self.limits_explained.data:
            self.limits_explained.errors = [
                _("Please talk about this first; it is the honest part.")
            ]
        return not self.errors

    def _names_more(self) -> bool:
        """Whether the photographer would be named otherwise than so as to hide more."""
        chosen, before = Credit(self.credit.data), Credit(self._shown("credit"))
        if chosen is before:
            return not chosen.is_general and "credit_name" in self.changed()
        return not chosen.hides_more_than(before)

    def _shown(self, name: str) -> Any:
        return self.until_now.shown[name] if self.until_now else None

    def _widens(self) -> bool:
        """Whether more would be allowed than stands: a no needs nothing explained."""
        now = self.until_now
        if now is None or not now.said:
            return True
        changed, shown = self.changed(), now.shown
        more = changed & {"scope"}
        if "faces" in changed and self.faces.data == Faces.AS_THEY_ARE.value:
            more.add("faces")
        if "assent" in changed and self.assent.data == "yes":
            more.add("assent")
        until, before = self.expires_on.data, shown["expires_on"]
        if "expires_on" in changed and before and (until is None or until > before):
            more.add("expires_on")
        newly = any(
            self[use_field(use)].data == "yes" and shown[use_field(use)] != "yes" for use in Use
        )
        yes = any(field.data == "yes" for field in self.use_fields())
        return newly or (yes and bool(more))

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
