"""Makers of things to test with: each shows only what matters to the test that calls it."""

import hashlib
import io
import itertools
from datetime import date

from PIL import Image, ImageDraw

from photovoice.accounts import operations as accounts
from photovoice.archive import operations as archive
from photovoice.archive import placeless, speaking
from photovoice.archive.models import Photograph, Rendition, State
from photovoice.consent import operations as consent
from photovoice.consent.models import NobodyPictured
from photovoice.consent.rules import Part, Use
from photovoice.exhibition.models import Exhibition, Panel, Section
from photovoice.permissions import Role
from photovoice.projects import operations as projects
from photovoice.projects.models import Credit
from photovoice.workshop.models import Guide, Theme, WorkshopSession
from tests import sounds

MAY_DAY = date(2026, 5, 1)
EVERY_USE = {use.value: True for use in Use}


def picture_bytes(
    seed: int = 0, size: tuple[int, int] = (1200, 900), format: str = "JPEG"
) -> bytes:
    """A small picture unlike those of other seeds, as a file's bytes."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for step in range(6):
        left = (seed * 97 + step * 173) % size[0]
        top = (seed * 61 + step * 131) % size[1]
        colour = ((seed * 53 + step * 40) % 256, (seed * 29) % 256, (step * 50) % 256)
        draw.ellipse((left, top, left + size[0] // 4, top + size[1] // 4), fill=colour)
    image.save(out := io.BytesIO(), format, quality=88)
    return out.getvalue()


class Factory:
    """Makes rows in one session."""

    def __init__(self, session, house) -> None:
        self.session, self.house = session, house
        self._count = itertools.count(1)
        self._project = None

    def person(self, name="", **details):
        """A person with no part in anything."""
        number = next(self._count)
        return accounts.add_person(self.session, name or f"Person {number}", **details)

    @property
    def the_project(self):
        """The project of this test, made when first needed."""
        if self._project is None:
            self._project = self.project()
        return self._project

    def project(self, name="", **details):
        """A project of nobody's."""
        name = name or f"Project {next(self._count)}"
        return projects.start_project(self.session, name, "What do you do?", by=None, **details)

    def member(self, role=Role.RESEARCHER, *, project=None, name="", **details):
        """A person with a part in the project."""
        person = self.person(name)
        projects.add_member(
            self.session, project or self.the_project, person, role, by=None, **details
        )
        self.session.expire(person, ["memberships"])
        return person

    def researcher(self, **details):
        """A community researcher of the project, credited in full."""
        return self.member(Role.RESEARCHER, **({"credit": Credit.FULL} | details))

    def facilitator(self, **details):
        """A facilitator of the project."""
        return self.member(Role.FACILITATOR, **details)

    def curator(self, **details):
        """A curator of the project."""
        return self.member(Role.CURATOR, **details)

    def steward(self, **details):
        """A steward of the project."""
        return self.member(Role.STEWARD, **details)

    def photograph(
        self,
        *,
        project=None,
        photographer=None,
        pictured=None,
        nobody=False,
        cleared=False,
        developed=True,
        **details,
    ):
        """A photograph: with ``pictured`` labels or people, or nobody, in it.

        ``cleared``: nobody is pictured and the photographer has said yes to every use.
        ``developed``: its original and renditions are in the store.
        """
        number = next(self._count)
        project = project or self.the_project
        photographer = photographer or self.researcher(project=project)
        data = picture_bytes(number) if developed else f"picture {number}".encode()
        digest = hashlib.sha256(data).hexdigest()
        photograph = Photograph(
            project=project,
            photographer=photographer,
            sha256=details.pop("sha256", digest),
            original_key=f"originals/{digest[:2]}/{digest}.jpg",
            media_type="image/jpeg",
            bytes=len(data),
            width=1200,
            height=900,
            state=State.READY,
            placeholder="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=",
            dhash=digest[:16],
            metadata_rule=placeless.RULE,
            **({"title": f"Photograph {number}", "taken_on": MAY_DAY} | details),
        )
        self.session.add(photograph)
        self.session.flush()
        if developed:
            self.house.store.put(photograph.original_key, data, media_type="image/jpeg")
            self._develop(photograph, data)
        for person in pictured or []:
            known = None if isinstance(person, str) else person
            label = person if isinstance(person, str) else ""
            consent.name_person(self.session, photograph, label, known=known, by=None)
        if nobody or cleared:
            self.session.add(NobodyPictured(photograph_id=photograph.id))
            self.session.flush()
        if cleared:
            self.release(photograph)
        return photograph

    def _develop(self, photograph, data):
        image = Image.open(io.BytesIO(data))
        for size in (320, 800, 1600):
            copy = image.copy()
            copy.thumbnail((size, size))
            copy.save(out := io.BytesIO(), "JPEG", quality=80)
            digest = hashlib.sha256(out.getvalue()).hexdigest()
            key = f"renditions/{photograph.sha256}/{size}-{digest[:8]}.jpg"
            self.house.store.put(key, out.getvalue(), media_type="image/jpeg")
            photograph.renditions.append(
                Rendition(
                    size=size,
                    width=copy.width,
                    height=copy.height,
                    bytes=len(out.getvalue()),
                    sha256=digest,
                    key=key,
                )
            )
        self.session.flush()

    def voice_note(self, photograph, data=None, *, by=None, **details):
        """Something said of a photograph aloud, without what it says typed yet."""
        data = data or sounds.webm(1.2 + photograph.id * 0.06)
        note = speaking.receive_voice(self.house, self.session, photograph, data, by=by)
        for name, value in details.items():
            setattr(note, name, value)
        self.session.flush()
        return note

    def release(
        self,
        photograph,
        person=None,
        *,
        part=None,
        uses=EVERY_USE,
        everything=False,
        by=None,
        **details,
    ):
        """A release: the photographer's, or a person pictured's; ``everything``: for all theirs.

        ``by``: who writes it down; with the account of whose answer it is, it is their own.
        """
        part = part or (Part.PICTURED if person else Part.PHOTOGRAPHER)
        release, _words = consent.give_release(
            self.session,
            photograph.project,
            dict(uses),
            by=by,
            config=self.house.config,
            part=part,
            photographer=None if person else photograph.photographer,
            pictured=person,
            photograph=None if everything else photograph,
            **details,
        )
        return release

    def cover(self, photograph, boxes, people=(), *, by=None):
        """Parts of a photograph covered, each confirmed to hide the whole face of its person."""
        parts = archive.redact(self.session, photograph, boxes, by=by)
        faces = {part.id: person for part, person in zip(parts, people, strict=False)}
        consent.confirm_covered(self.session, photograph, faces, by=by)
        return parts

    def workshop(self, **details):
        """A workshop session with a guide of two questions."""
        project = details.pop("project", None) or self.the_project
        guide = Guide(
            project=project,
            name="SHOWeD",
            questions=[
                {"key": "see", "question": "What do you see here?"},
                {"key": "do", "question": "What can we do about it?"},
            ],
        )
        workshop = WorkshopSession(
            project=project,
            guide=guide,
            **({"title": "Saturday", "held_on": MAY_DAY} | details),
        )
        self.session.add(workshop)
        self.session.flush()
        return workshop

    def theme(self, name="Turning up", **details):
        """A theme of the project."""
        project = details.pop("project", None) or self.the_project
        slug = details.pop("slug", f"theme-{next(self._count)}")
        theme = Theme(project=project, name=name, slug=slug, **details)
        self.session.add(theme)
        self.session.flush()
        return theme

    def exhibition(self, *, photographs=(), project=None, **details):
        """An exhibition with one section in which ``photographs`` hang."""
        number = next(self._count)
        exhibition = Exhibition(
            project=project or self.the_project,
            slug=details.pop("slug", f"exhibition-{number}"),
            **({"title": f"Exhibition {number}"} | details),
        )
        section = Section(exhibition=exhibition, title="First room", position=0)
        self.session.add_all([exhibition, section])
        self.session.flush()
        for position, photograph in enumerate(photographs):
            section.panels.append(
                Panel(exhibition_id=exhibition.id, photograph=photograph, position=position)
            )
        self.session.flush()
        return exhibition
