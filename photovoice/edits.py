"""Two people at one thing: what was read travels with what is saved; neither overwrites the other.

A form that changes something extends ``EditForm`` and is made by ``edit_form``.  Its page carries a
mark for each field as it was read.  When it is saved, under the project's lock: what the person
left alone is kept as it stands now; what they alone changed is written; where both changed one
field, nothing is written, and both versions are shown.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Self, TypeVar

from flask import Flask, Response, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, Field, HiddenField, SelectFieldBase

from photovoice.audit import hold
from photovoice.languages import words_of_day
from photovoice.permissions import READS
from photovoice.refusals import Refusal

THEIRS = "theirs"
"""Names the fields in which the other person's version is to stay."""
SAME = "*"
"""Stands, among the marks, for what the thing has to be of."""


class AnotherThing(Refusal):
    """A form was saved at an address that has become something else since it was opened."""


class EditForm(FlaskForm):
    """A form that shows what stands and changes it."""

    as_read = HiddenField()
    """A mark for each field as it was when the page was made: ``title=8f3a… text=0b91…``."""
    standing: dict[str, Any] = {}
    """What stands now, by the name of the field that shows it."""
    same: str = ""

    def against(self, standing: Mapping[str, Any], same: object = "") -> Self:
        """Compare with what stands now.  ``same``: what must not have become another thing."""
        self.standing, self.same = dict(standing), str(same)
        if not self.as_read.data:
            self._read_now()
        return self

    def _read(self) -> dict[str, str]:
        parts = (part.partition("=") for part in (self.as_read.data or "").split())
        return {name: seen for name, _equals, seen in parts}

    def _read_now(self) -> None:
        shown = self.standing | ({SAME: self.same} if self.same else {})
        self.as_read.data = " ".join(f"{name}={mark(value)}" for name, value in shown.items())

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be saved; where both changed one field, both versions are shown first."""
        return super().validate(extra_validators) and self._brought_together()

    def _brought_together(self) -> bool:
        read, chosen = self._read(), request.form.getlist(THEIRS)
        if read.get(SAME, mark(self.same)) != mark(self.same):
            raise AnotherThing(
                _l("What you were changing is not here any more, so nothing was changed."),
                next_step=_l("Go back to copy what you wrote, then open the page again."),
            )
        both = []
        for name, now in self.standing.items():
            sent, stands = mark(self.sent(name)), mark(now)
            seen = read.get(name, stands)
            if sent in (seen, stands) or (name in chosen and seen == stands):
                self.take(name, now)
            elif seen != stands:
                both.append(name)
        for name in both:
            self.show_both(name, self.standing[name])
        if both:
            self._read_now()
        return not both

    def sent(self, name: str) -> Any:
        """What the person sent for a field."""
        return self[name].data

    def take(self, name: str, now: Any) -> None:
        """Let a field say what stands."""
        self[name].data = now

    def show_both(self, name: str, now: Any) -> None:
        """Show the other person's version beside what was sent, which stays in its place."""
        field = self[name]
        field.errors = [
            _(
                "Somebody else changed this while you had it open. Yours is still here; theirs"
                " stands below it. What you save now is what stays."
            )
        ]
        field.meanwhile = in_words(field, now)


def tell_saved_drafts(app: Flask) -> None:
    """Tell the browser on the next page which drafts it kept of what has been saved now."""

    @app.after_request
    def tell(response: Response) -> Response:
        typed = request.mimetype == "application/x-www-form-urlencoded"
        if request.method == "POST" and typed and 300 <= response.status_code < 400:
            for key in request.form.getlist("draft")[:20]:
                flash(key[:300], "saved")
        return response


def what_was_written() -> list[str]:
    """The texts of a form that was saved, where it changes something that may be gone by now."""
    if request.method in READS or "as_read" not in request.form:
        return []
    beside = {"as_read", "csrf_token", "draft", "next", THEIRS}
    return [text for name, text in request.form.items() if name not in beside and text.strip()]


Form = TypeVar("Form", bound=EditForm)


def edit_form(
    session: Session,
    kind: type[Form],
    thing: Any,
    standing: Callable[[], Mapping[str, Any]] | None = None,
    *,
    same: object = "",
) -> Form:
    """A form that shows ``thing`` and, when it is saved, is compared with it as it is then.

    ``standing`` gives what the fields show, where that is not simply what the thing's attributes
    of the same names hold.  When something is saved, the project is locked until the commit.
    """
    read_under_lock(session, thing)
    given = standing() if standing else None
    form = kind(data=given) if given is not None else kind(obj=thing)
    values = (
        given
        if given is not None
        else {
            field.name: getattr(thing, field.name) for field in form if hasattr(thing, field.name)
        }
    )
    return form.against(values, same)


def read_under_lock(session: Session, *things: Any) -> None:
    """Lock the project of what is about to be changed, and read it as it stands then."""
    if request.method in READS:
        return
    hold(session, things[0])
    for thing in things:
        session.refresh(thing)


def mark(value: Any) -> str:
    """A short name for a value as a form sends it, by which to tell whether it is still the same.

    How a browser ends its lines, spaces around and the order of ticks make no difference.
    """
    return hashlib.sha256(json.dumps(_even(value)).encode()).hexdigest()[:12]


def _even(value: Any) -> Any:
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return "\n".join(value.strip().splitlines())
    if isinstance(value, Iterable):
        return sorted(str(_even(one)) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(field: Field, value: Any) -> str:
    """A value as somebody reads it beside its field."""
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, SelectFieldBase):
        several = value if isinstance(value, list | tuple | set) else [value]
        wanted = {str(_even(one)) for one in several}
        return ", ".join(str(option.label.text) for option in field if str(option.data) in wanted)
    return words_of_day(value) if isinstance(value, date) else str(value or "")
