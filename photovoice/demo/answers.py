"""What the people of the demonstration answered, taken down as a facilitator would."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.archive.models import Photograph
from photovoice.consent import operations as consent
from photovoice.consent.models import Notice, PersonPictured
from photovoice.consent.rules import Faces, Given, Part, Use
from photovoice.db import today
from photovoice.house import House


class Answers:
    """Takes down what people answered for one photograph."""

    def __init__(self, house: House, session: Session, photograph: Photograph, by: Person) -> None:
        self.house, self.session, self.photograph, self.by = house, session, photograph, by
        self.people: dict[str, PersonPictured] = {}
        self.notice = session.scalar(
            select(Notice).where(
                Notice.project_id == photograph.project_id, Notice.language == "en"
            )
        )

    def _release(self, part: Part, **details: Any) -> None:
        taken = self.photograph.taken_on or today()
        consent.give_release(
            self.session, self.photograph.project, details.pop("answers", _yes()), by=self.by,
            config=self.house.config, part=part, photograph=self.photograph,
            limits_explained=True, notice=self.notice,
            expires_on=taken.replace(year=taken.year + 5), **details,
        )  # fmt: skip

    def photographer(self) -> None:
        """The photographer says yes to every use."""
        self._release(Part.PHOTOGRAPHER, photographer=self.photograph.photographer)

    def pictured(self, label: str, answers: dict[str, bool]) -> None:
        """A person pictured says yes, but for the uses answered otherwise."""
        known = self.session.scalar(
            select(PersonPictured).where(
                PersonPictured.project_id == self.photograph.project_id,
                PersonPictured.label == label,
            )
        )
        person = consent.name_person(self.session, self.photograph, label, known=known, by=self.by)
        self.people[label] = person
        self._release(
            Part.PICTURED, pictured=person, answers=_yes() | answers, given=Given.SPOKEN_WITNESSED
        )

    def child(self, label: str, guardian: str, *, covered: bool) -> None:
        """A child and the guardian say yes, to the face as it is or only made unrecognisable."""
        person = consent.name_person(
            self.session, self.photograph, label, is_child=True, by=self.by
        )
        self.people[label] = person
        faces = Faces.BLURRED if covered else Faces.AS_THEY_ARE
        self._release(
            Part.GUARDIAN,
            pictured=person,
            guardian_name=guardian,
            faces=faces,
            given=Given.SIGNED_PAPER,
        )
        self._release(Part.PICTURED, pictured=person, faces=faces)


def _yes() -> dict[str, bool]:
    return {use.value: True for use in Use}
