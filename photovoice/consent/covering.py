"""The page on which faces, names and number plates are made unrecognisable, each by its owner."""

from collections.abc import Iterable, Mapping, Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, FieldList, FormField, SelectField, ValidationError
from wtforms.validators import Optional

from photovoice.archive import loaders
from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.forms import BoxForm
from photovoice.archive.models import Photograph, Redaction
from photovoice.archive.rules import Sight
from photovoice.archive.showing import shown
from photovoice.archive.walk import Walk
from photovoice.choices import offer
from photovoice.consent import operations, queries, rules
from photovoice.consent.models import PersonPictured
from photovoice.consent.views import PHOTOGRAPH, bp
from photovoice.edits import EditForm, read_under_lock
from photovoice.house import the_house
from photovoice.permissions import Permission, requires


class FaceForm(BoxForm):
    """One box, and whose face it hides where it hides one."""

    whose = SelectField(_l("Whose face is this?"), coerce=int, default=0, validators=[Optional()])
    hides = BooleanField(
        _l("Their whole face is under it"),
        description=_l("Look closely: only tick this when nobody could recognise them."),
    )

    def validate_hides(self, field: BooleanField) -> None:
        """A face that is hidden is somebody's."""
        if field.data and self.box() and not self.whose.data:
            raise ValidationError(_("Say whose face it is."))


SIDES = ("x", "y", "width", "height")

Covered = tuple[float, float, float, float, int]
"""A box in hundredths of the picture, and the id of whose face it hides, or 0."""


class CoverForm(EditForm):
    """Everything to be made unrecognisable in a photograph."""

    covered = FieldList(FormField(FaceForm), min_entries=3, max_entries=60)
    people: Sequence[PersonPictured] = ()

    def of(
        self,
        redactions: Iterable[Redaction],
        whose: Mapping[int, int],
        people: Sequence[PersonPictured],
    ) -> "CoverForm":
        """Show what is covered now, or compare with it; ``whose``: part → person."""
        boxes = [_hundredths(part, whose.get(part.id, 0)) for part in redactions]
        self.people = people
        self.fill(boxes) if not self.is_submitted() else self._offer()
        return self.against({"covered": boxes})

    def _offer(self) -> None:
        nobodys = (0, _("Nobody’s: a name, a number plate, somebody not asked"))
        for entry in self.covered:
            people = ((person.id, person.label) for person in self.people)
            entry.form.whose.choices = offer([nobodys, *people])

    def fill(self, boxes: Iterable[Covered]) -> None:
        """Show boxes, in hundredths, with two to spare."""
        while len(self.covered):
            self.covered.pop_entry()
        for *sides, who in boxes:
            shown = dict(zip(SIDES, sides, strict=True)) | {"whose": who, "hides": bool(who)}
            self.covered.append_entry(shown)
        self.covered.append_entry({})
        self.covered.append_entry({})
        self._offer()

    def sent(self, _name: str) -> list[Covered]:
        """The boxes, in hundredths as they are shown."""
        return [_hundredths(box, who) for box, who in self.boxes()]

    def take(self, _name: str, now: list[Covered]) -> None:
        """Show the boxes that stand."""
        self.fill(now)

    def show_both(self, _name: str, now: list[Covered]) -> None:
        """Show the boxes of both, so that nothing somebody covered is uncovered unseen."""
        self.fill([*now, *(box for box in self.sent("covered") if box not in now)])
        self.form_errors.append(
            _(
                "Somebody else covered something while you had this open. Their boxes are here"
                " beside yours. What you save now is what stays."
            )
        )

    def boxes(self) -> list[tuple[Box, int]]:
        """Each box as fractions of the picture, with the id of whose face it hides, or 0."""
        return [
            (Box(*box), entry.form.whose.data if entry.form.hides.data else 0)
            for entry in self.covered
            if (box := entry.form.box())
        ]


def _hundredths(box: Box | Redaction, who: int) -> Covered:
    x, y, width, height = (round(getattr(box, side) * 100, 2) for side in SIDES)
    return (x, y, width, height, who)


@bp.route(f"{PHOTOGRAPH}/cover", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.tended)
def cover(photograph: Photograph) -> AnyResponse | tuple[str, int]:
    """Draw boxes over a photograph, or give them as numbers, and say whose face each hides."""
    session = the_house().session()
    read_under_lock(session, photograph)
    people = queries.people_in(session, photograph)
    confirmed = queries.faces_covered(session, [photograph.id]).get(photograph.id, {})
    form = CoverForm(formdata=request.form if request.method == "POST" else None)
    form.of(photograph.redactions, {part: who for who, part in confirmed.items()}, people)
    if form.validate_on_submit():
        _cover(session, photograph, form.boxes(), people)
        flash(_what_is_covered(session, photograph), "good")
        return redirect(Walk().after("archive.words", photograph), 303)
    photo = shown(photograph, Sight.WHOLE)
    for copy in photo.renditions:
        copy["src"] += "&whole=1"
    page = render_template(
        "consent/cover.html",
        photograph=photograph,
        photo=photo,
        form=form,
        people=people,
        waiting=_still_seen(session, photograph),
    )
    return page, 422 if form.errors else 200


def _cover(
    session: Session,
    photograph: Photograph,
    boxes: Sequence[tuple[Box, int]],
    people: Sequence[PersonPictured],
) -> None:
    by_id = {person.id: person for person in people}
    parts = archive.redact(session, photograph, [box for box, _who in boxes], by=current_user)
    faces = {part.id: by_id[who] for part, (_box, who) in zip(parts, boxes, strict=True) if who}
    operations.confirm_covered(session, photograph, faces, by=current_user)


def _still_seen(session: Session, photograph: Photograph) -> list[str]:
    """Who agreed only to be seen unrecognisable, and has no covered part of their own yet."""
    subject = queries.subjects(session, [photograph])[photograph.id]
    return [
        person.label
        for part, person in rules.signatories(subject)
        if person is not None
        and part is rules.Part.PICTURED
        and not person.is_covered
        and any(
            rules.wants_to_be_covered(rules.speaking_for(subject, one, person))
            for one in (rules.Part.GUARDIAN, rules.Part.PICTURED)
        )
    ]


def _what_is_covered(session: Session, photograph: Photograph) -> str:
    if waiting := _still_seen(session, photograph):
        return _(
            "Saved. Nobody has confirmed yet that the face of %(names)s is covered.",
            names=", ".join(waiting),
        )
    if photograph.redactions:
        return _("Covered. The blurred copies are being made.")
    return _("Nothing is covered.")
