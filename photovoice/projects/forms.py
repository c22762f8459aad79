"""What stewards type about a project and its people, checked."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from photovoice.choices import offer, offer_languages
from photovoice.edits import EditForm
from photovoice.permissions import Permission, Role
from photovoice.projects.models import Credit

WORKING_LANGUAGES = (
    "en ur ar bn pl ro pa gu hi ta so ti am fa ps ku uk ru es pt fr it de cy ga sq tr zh vi yo sw"
).split()
"""Offered when a project starts; any of them can caption a photograph."""

ROLES = {
    Role.RESEARCHER: _l("Community researcher"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.CURATOR: _l("Curator"),
    Role.STEWARD: _l("Steward"),
}
ROLE_HINTS = {
    Role.RESEARCHER: _l("Takes photographs and says what they mean."),
    Role.FACILITATOR: _l("Runs workshops; writes down answers, tags and themes."),
    Role.CURATOR: _l("Builds and publishes the exhibition. May do all a facilitator may."),
    Role.STEWARD: _l("Answers for consent and data. May do everything."),
}
MAY = {
    Permission.CONTRIBUTE: _l("Add photographs, and say what one’s own are about"),
    Permission.BROWSE: _l("See the group’s photographs, sessions and themes"),
    Permission.RECORD_CONSENT: _l("Name people pictured and write down what they agree to"),
    Permission.FACILITATE: _l("Run sessions; write down answers, tags and themes"),
    Permission.CURATE: _l("Build exhibitions, publish them and make files for the printer"),
    Permission.STEWARD: _l("Bring people in, make their cards, set what the project rules out"),
}
"""What each permission of a project lets somebody do."""
CREDITS = {
    Credit.FULL: _l("Full name"),
    Credit.FIRST: _l("First name only"),
    Credit.PSEUDONYM: _l("A name they choose"),
    Credit.GROUP: _l("The group’s name"),
    Credit.NONE: _l("No credit"),
}


class TicksField(SelectMultipleField):
    """Several answers, each with its own tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProjectForm(EditForm):
    """A project's name, question, languages and words."""

    name = StringField(
        _l("What is the project called?"),
        validators=[DataRequired(_l("Give the project a name.")), Length(max=120)],
    )
    question = TextAreaField(
        _l("What are the community researchers asked?"),
        validators=[DataRequired(_l("Write the question.")), Length(max=1000)],
    )
    languages = TicksField(
        _l("Which languages does the group use?"),
        choices=offer_languages(WORKING_LANGUAGES),
        default=WORKING_LANGUAGES[:1],
        validators=[DataRequired(_l("Tick at least one language."))],
    )
    organisations = TextAreaField(
        _l("Which organisations take part?"),
        description=_l("One on each line."),
        validators=[Length(max=2000)],
    )
    visitor_questions = TextAreaField(
        _l("What are visitors asked?"),
        description=_l("One question on each line."),
        validators=[Length(max=2000)],
    )
    line = StringField(
        _l("The line printed on every postcard and label"),
        description=_l("For example: who made this, and where."),
        validators=[Length(max=200)],
    )
    help = TextAreaField(
        _l("Where can people get help?"),
        description=_l(
            "Printed on every access card, and said to whoever holds one that no longer works. For "
            "example: Ruth, 0161 496 0000, or at the library on Tuesday mornings."
        ),
        validators=[Length(max=140)],
    )
    ends_on = DateField(
        _l("When does the project end?"),
        description=_l(
            "If you like. After that day, a photograph that somebody said is not to be kept, took"
            " back, or whose answer has run out, is announced on the front page and removed thirty"
            " days later. A question nobody answered removes nothing."
        ),
        validators=[Optional()],
    )
    keeps_location = BooleanField(
        _l("Keep where photographs were taken, when the phone says so"),
        description=_l(
            "And only when whoever sends one asks for it. Otherwise the place is taken out as soon "
            "as a photograph arrives."
        ),
    )

    def lines(self, name: str) -> list[str]:
        """The non-empty lines of a field."""
        return [line.strip() for line in (self[name].data or "").splitlines() if line.strip()]


class MemberForm(FlaskForm):
    """Somebody who joins a project."""

    name = StringField(
        _l("What are they called?"),
        description=_l("A first name or a made-up name is enough."),
        validators=[DataRequired(_l("Write a name.")), Length(max=120)],
    )
    role = SelectField(_l("What do they do in the project?"), choices=offer(ROLES.items()))
    organisation = SelectField(_l("Organisation"), validators=[Optional()], coerce=str)
    credit = SelectField(
        _l("How do they want to be credited?"),
        description=_l("Ask them. It can be changed for each photograph later."),
        choices=offer(CREDITS.items()),
        default=Credit.NONE,
    )
    credit_name = StringField(
        _l("The name to print, if it is another"), validators=[Length(max=120)]
    )
    language = SelectField(_l("Language"), validators=[Optional()])
    email = EmailField(
        _l("E-mail address"),
        description=_l("Only for people who want to sign in with a password."),
        validators=[Optional(), Email(_l("That does not look like an e-mail address."))],
    )
    known = BooleanField(
        _l("It is theirs: bring in the person who signs in with it"),
        description=_l("They keep the name and the way in they have."),
    )
    offers_known = False
    """Whether somebody signs in with the address, so that ``known`` may be asked."""

    def validate_credit_name(self, field: StringField) -> None:
        """A pseudonym has to be given."""
        if self.credit.data == Credit.PSEUDONYM and not field.data:
            raise ValidationError(_l("Write the name they chose."))


class RoleForm(EditForm):
    """Another part for a member."""

    role = SelectField(_l("Part"), choices=offer(ROLES.items()))
