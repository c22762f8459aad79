"""What people send and say of photographs, checked."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FloatField,
    Form,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange, Optional

from photovoice.archive import days
from photovoice.archive.models import Photograph, VoiceNote
from photovoice.choices import offer
from photovoice.db import today
from photovoice.edits import EditForm
from photovoice.languages import language_name
from photovoice.projects.models import Project

LONGEST_CAPTION = 4000
LONGEST_TRANSCRIPT = 6000
"""Letters: three minutes of somebody who speaks fast."""


def languages_of(project: Project, *also: str, first: str = "") -> list[tuple[str, str]]:
    """The project's languages by their own names, and any others in use already; ``first``, the
    speaker's own before all of them."""
    codes = list(dict.fromkeys(filter(None, [first, *project.languages, *also])))
    return [(code, language_name(code)) for code in codes]


class ContributeForm(FlaskForm):
    """Photographs being sent; the files themselves are read from the request one by one."""

    photographer = SelectField(_l("Who took them?"), coerce=int, validators=[Optional()])
    uid = HiddenField()
    """Names a sending of one photograph, so that a repeated one is recognised."""


class WordsForm(EditForm):
    """What its maker says of a photograph."""

    caption = TextAreaField(
        _l("What is going on here, in your words?"), validators=[Length(max=LONGEST_CAPTION)]
    )
    caption_language = SelectField(_l("Language of these words"))
    title = StringField(_l("A title"), validators=[Length(max=200)])
    title_language = SelectField(_l("Language of the title"))
    place = StringField(
        _l("Where is it?"),
        description=_l("In words, as you would tell a friend. Not an address."),
        validators=[Length(max=200)],
    )
    taken_on = DateField(_l("When was it taken?"), validators=[Optional()])
    alternative_text = TextAreaField(
        _l("What would you tell somebody who cannot see it?"),
        description=_l("One or two plain sentences. Read aloud by phones and computers."),
        validators=[Length(max=1000)],
    )

    def for_photograph(self, photograph: Photograph) -> "WordsForm":
        """The same form with the languages the photograph's project speaks."""
        for field in (self.caption_language, self.title_language):
            spoken = self.standing[field.short_name]
            field.choices = offer(languages_of(photograph.project, spoken))
        return self

    def validate_taken_on(self, field: DateField) -> None:
        """Nobody has photographed tomorrow yet; a day that stands already is nobody's fault."""
        if (
            field.data
            and field.data != self.standing["taken_on"]
            and field.data > days.latest(today())
        ):
            raise ValidationError(_l("That day is still to come."))

    def words(self) -> dict:
        """The words as operations take them."""
        names = ("caption", "title", "place", "alternative_text")
        said = {name: (self[name].data or "").strip() for name in names}
        return said | {
            "caption_language": self.caption_language.data,
            "title_language": self.title_language.data,
            "taken_on": self.taken_on.data,
        }


class VoiceForm(FlaskForm):
    """A recording being sent; the file itself is read from the request."""

    recording = MultipleFileField(_l("The recording"))
    language = SelectField(_l("Language spoken"))
    speaker = RadioField(_l("Who is speaking?"), default="photographer")
    uid = HiddenField()
    """Names a sending, so that a repeated one is recognised."""

    def for_photograph(self, photograph: Photograph) -> "VoiceForm":
        """The same form with the languages the photograph's project speaks."""
        spoken = photograph.caption_language
        self.language.choices = offer(languages_of(photograph.project, spoken))
        self.speaker.choices = offer([("photographer", _l("The photographer")), ("me", _l("I am"))])
        return self


class TranscriptForm(EditForm):
    """What is said in a recording."""

    transcript = TextAreaField(
        _l("What is said, word for word"),
        description=_l("For those who cannot hear it, and so that it can be found by its words."),
        validators=[Length(max=LONGEST_TRANSCRIPT)],
    )
    transcript_language = SelectField(_l("Language of these words"))

    def for_note(self, note: VoiceNote) -> "TranscriptForm":
        """The same form with the languages the project speaks, and the one in use."""
        languages = languages_of(note.project, note.transcript_language)
        self.transcript_language.choices = offer(languages)
        return self


class BoxForm(Form):
    """One box, in hundredths of the picture's width and height, from its upper left corner."""

    x = FloatField(_l("From the left"), validators=[Optional(), NumberRange(0, 100)])
    y = FloatField(_l("From the top"), validators=[Optional(), NumberRange(0, 100)])
    width = FloatField(_l("Width"), validators=[Optional(), NumberRange(0, 100)])
    height = FloatField(_l("Height"), validators=[Optional(), NumberRange(0, 100)])

    def box(self) -> tuple[float, float, float, float] | None:
        """Fractions of the picture, kept inside it; None for a box left empty or without size."""
        if not (self.width.data and self.height.data):
            return None
        x, y = min(self.x.data or 0, 100) / 100, min(self.y.data or 0, 100) / 100
        width = min(self.width.data / 100, 1 - x)
        height = min(self.height.data / 100, 1 - y)
        return (x, y, width, height) if width > 0 and height > 0 else None
