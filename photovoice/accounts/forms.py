"""What people type to come in, checked."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from photovoice.accounts.passwords import LONGEST_PASSWORD
from photovoice.edits import EditForm


class CardForm(FlaskForm):
    """The seven words."""

    words = StringField(
        _l("The seven words on your card"),
        validators=[InputRequired(_l("Type the seven words on your card.")), Length(max=200)],
    )
    shared = BooleanField(
        _l("This is a shared tablet or phone"),
        description=_l("It signs you out when nobody has used it for fifteen minutes."),
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    """E-mail address and password."""

    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Type your e-mail address.")), Length(max=254)],
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password.")), Length(max=LONGEST_PASSWORD)],
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The code an app shows, or a recovery code."""

    code = StringField(
        _l("The code in your app"),
        validators=[InputRequired(_l("Type the six digits the app shows.")), Length(max=40)],
        description=_l("Six digits. If you do not have the phone, one of your recovery codes."),
    )


class ProofForm(FlaskForm):
    """The proof that whoever sits before a device that is signed in is the person.

    That is the password there is, or else the card; whoever shows the form takes the other out.
    """

    words = StringField(
        _l("The seven words on your card"),
        validators=[InputRequired(_l("Type the seven words on your card.")), Length(max=200)],
    )
    current = PasswordField(
        _l("The password you have now"),
        validators=[InputRequired(_l("Type your password.")), Length(max=LONGEST_PASSWORD)],
    )

    def asking(self, person: Any) -> Self:
        """Ask for what this person has."""
        if person.password_hash:
            del self.words
        else:
            del self.current
        return self

    @property
    def proof(self) -> StringField:
        """What is asked to show that it is the person."""
        return self.current if "current" in self else self.words


class SetUpForm(ProofForm, CodeForm):
    """The first code of an app, on the proof that one is who one is."""


class NewPasswordForm(ProofForm, EditForm):
    """A password of one's own choosing, typed twice, on the proof that one is who one is."""

    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Type your e-mail address.")), Length(max=254)],
    )
    password = PasswordField(
        _l("New password"),
        validators=[
            InputRequired(_l("Type a password.")),
            Length(max=LONGEST_PASSWORD),
        ],
        description=_l("Three or four unrelated words do well. Every other device is signed out."),
    )
    again = PasswordField(
        _l("The same once more"),
        validators=[EqualTo("password", _l("The two are not the same."))],
    )
