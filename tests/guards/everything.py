"""A small project with one of everything in it, one person in each part, and a way to put it back.

The guards ask every address of the product, for everybody.  They need each address to lead
somewhere, and what one request changes must not be felt by the next.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select
from werkzeug.routing import Rule

from photovoice.accounts import operations as accounts
from photovoice.archive import operations as archive
from photovoice.archive import taking_back
from photovoice.archive.models import Photograph
from photovoice.archive.queries import other_words
from photovoice.archive.rules import WORDS
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.rules import Part
from photovoice.db import Base, now
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition import rules as exhibition_rules
from photovoice.exhibition.models import Exhibition
from photovoice.gallery import operations as gallery
from photovoice.house import House
from photovoice.jobs.models import Job, JobState
from photovoice.jobs.operations import perform_all
from photovoice.permissions import Permission, Role
from photovoice.phone import operations as phone
from photovoice.phone.parts import Parts
from photovoice.phone.rules import SendingPart, nothing_said
from photovoice.printing.models import Postcard, PrintFile, PrintState
from photovoice.projects.models import Credit
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Look, Tag
from tests.factories import EVERY_USE, MAY_DAY, Factory

ANONYMOUS = "anonymous"
EVERYBODY = {
    ANONYMOUS: None,
    "researcher": Role.RESEARCHER,
    "researcher of another project": None,
    "facilitator": Role.FACILITATOR,
    "curator": Role.CURATOR,
    "steward": Role.STEWARD,
    "steward of another project": None,
}
"""Who asks, and what they are in the project asked about."""
COOKIE = "photovoice"
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
"""The methods by which something is changed."""
UID = "0123456789abcdef0123456789abcdef"
"""The name of what the researcher's phone sends."""


class Missing(LookupError):
    """An address has a part of which the made project holds none."""


@dataclass
class Everything:
    """The application with its one project, and what fills the gaps in its addresses."""

    app: Flask
    house: House
    parts: dict[str, Any] = field(default_factory=dict)
    """What each variable of an address stands for."""
    photographs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """``own`` (the researcher's), ``shared`` (another's, cleared for workshops) and ``private``
    (another's, not cleared): the parts of an address that differ for each."""
    cookies: dict[str, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    slip: str = ""
    """The words by which a release of the researcher's own photograph can be taken back."""
    exhibition: str = ""
    _rows: dict = field(default_factory=dict)
    _sign: bytes = b""
    _copy: sqlite3.Connection = field(
        default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False), repr=False
    )
    """A SQLite file as it was: copied back whole in a tenth of the time that its rows take."""

    @property
    def rules(self) -> list[Rule]:
        """Every route there is."""
        return list(self.app.url_map.iter_rules())

    def rules_for(self, method: str) -> list[Rule]:
        """Every route that answers a method."""
        return [rule for rule in self.rules if method in (rule.methods or ())]

    def permission(self, rule: Rule) -> Permission | None:
        """What a route says it needs."""
        return getattr(self.app.view_functions[rule.endpoint], "permission", None)

    def address(self, rule: Rule, who: str, whose: str = "own") -> str:
        """A route's address for somebody and a photograph.  Raises Missing."""
        parts = self.parts | self.photographs[whose]
        if rule.endpoint == "consent.taken_back":
            parts["release"] = parts["withdrawn"]
        parts["device"] = self.devices.get(who, 0)
        try:
            given = {name: parts[name] for name in rule.arguments}
        except KeyError as lacking:
            raise Missing(f"the made project has no {lacking} for {rule}") from None
        with self.app.test_request_context():
            built = rule.build(given | dict(rule.defaults or {}), append_unknown=False)
        assert built is not None, f"no address could be made for {rule}"
        return built[1]

    def ask(self, who: str, method: str, address: str, **details: Any):
        """One request by somebody, in a browser opened for it."""
        client = self.app.test_client()
        if who != ANONYMOUS:
            client.set_cookie(COOKIE, self.cookies[who])
        headers = {"Accept": "text/html"} | details.pop("headers", {})
        return client.open(address, method=method, headers=headers, **details)

    def rows(self) -> dict:
        """Everything in the database."""
        with self.house.database.engine.connect() as connection:
            return {
                table: [
                    dict(row._mapping)
                    for row in connection.execute(select(table).order_by(*table.primary_key))
                ]
                for table in Base.metadata.sorted_tables
            }

    def remember(self) -> None:
        """Keep how everything is now."""
        self._rows = self.rows()
        self._sign = self._state_file.read_bytes()
        if self._is_a_file:
            with self.house.database.engine.connect() as connection:
                connection.connection.driver_connection.backup(self._copy)

    def is_unchanged(self) -> bool:
        """Whether everything is as it was remembered, but for when a device was last seen."""
        return _but_for_seeing(self.rows()) == _but_for_seeing(self._rows)

    def put_back(self) -> None:
        """Make everything as it was remembered."""
        if self._is_a_file:
            with self.house.database.engine.connect() as connection:
                self._copy.backup(connection.connection.driver_connection)
        else:
            self._insert_again()
        self._state_file.write_bytes(self._sign)

    def _insert_again(self) -> None:
        with self.house.database.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(delete(table))
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), rows)

    @property
    def _is_a_file(self) -> bool:
        return self.house.database.engine.dialect.name == "sqlite"

    @property
    def _state_file(self):
        return self.house.config.exhibitions_folder / self.exhibition / "state.json"


def _but_for_seeing(everything: dict) -> dict:
    return {
        table.name: [{name: row[name] for name in row if name != "seen_at"} for row in rows]
        for table, rows in everything.items()
    }


def make_everything(app: Flask) -> Everything:
    """One project with one of everything, published once; another beside it."""
    house = app.extensions["photovoice"]
    made = Everything(app, house)
    with app.app_context():
        with house.database.session() as session:
            make = Factory(session, house)
            people = _people(make)
            _photographs(made, make, people)
            exhibition = _exhibition(made, make)
            _sign_in(made, session, people)
            session.commit()
        perform_all(house)
        with house.database.session(writes=False) as session:
            published = session.get_one(Exhibition, exhibition).editions[-1]
            made.parts |= {"edition": published.number, "number": published.number, "page": ""}
    made.remember()
    return made


def _people(make: Factory) -> dict:
    elsewhere = make.project("Somewhere else")
    people = {who: make.member(role) if role else make.person() for who, role in EVERYBODY.items()}
    for who, role in (
        ("researcher of another project", Role.RESEARCHER),
        ("steward of another project", Role.STEWARD),
    ):
        people[who] = make.member(role, project=elsewhere)
    people["another researcher"] = make.researcher()
    people["somebody who can leave"] = make.researcher()
    return people


def _photographs(made: Everything, make: Factory, people: dict) -> None:
    session, project = make.session, make.the_project
    meeting = make.workshop()
    theme = make.theme()
    for whose, photographer, yes in (
        ("own", people["researcher"], True),
        ("shared", people["another researcher"], True),
        ("private", people["another researcher"], False),
    ):
        photograph = make.photograph(photographer=photographer, pictured=["Ade"])
        (ade,) = consent_queries.people_in(session, photograph)
        withdrawn = make.release(photograph, uses={"workshop": yes})
        consent.withdraw(session, withdrawn, by=None)
        uses = {"uses": {"workshop": False}} if not yes else {}
        make.voice_note(photograph, transcript="We carried it together.")
        # Somebody's own withdrawal is reopened by themselves alone.
        release = make.release(photograph, by=photographer, **uses)
        # How to name them was written down for them: what they chose themselves nobody changes.
        make.release(photograph, credit=Credit.FIRST, **uses)
        make.release(photograph, ade, **uses)
        beside = archive.keep_beside(
            session, photograph, "caption", "As I saw it", "en", by=photographer
        )
        session.add(Look(session=meeting, photograph=photograph, position=len(meeting.looks)))
        made.photographs[whose] = {
            "photograph": photograph.id,
            "pictured": ade.id,
            "release": release.id,
            "withdrawn": withdrawn.id,
            "withdrawal": withdrawn.withdrawal.id,
            "other": beside.id,
        }
    session.flush()
    own = session.get_one(Photograph, made.photographs["own"]["photograph"])
    _release, made.slip = consent.give_release(
        session,
        project,
        dict(EVERY_USE),
        by=own.photographer,
        config=made.house.config,
        part=Part.PHOTOGRAPHER,
        photographer=own.photographer,
        photograph=own,
    )
    link = workshop.link(session, theme, own, by=None)
    reading = workshop.read_otherwise(session, theme, "I see it otherwise.", by=None)
    said = workshop.write_down(session, meeting, own, "We carried it together.", by=None)
    workshop.tag(session, own, "kitchen", by=None)
    mistaken = workshop.tag(session, own, "market", by=None)
    removal = workshop.untag(session, own, mistaken.tag, by=None)
    workshop.put_forward(session, own, by=None)
    words = {name: getattr(own, name) for name in WORDS}
    taking_back.take_words_back(session, own, by=own.photographer)
    archive.describe(session, own, by=own.photographer, **words)
    (beside,) = other_words(session, own)
    beside.written_at = now()  # what was written since is for everybody who tends it
    leaving = people["somebody who can leave"].membership_in(project)
    made.parts |= {
        "project": project.slug,
        "size": 320,
        "workshop": meeting.id,
        "guide": meeting.guide_id,
        "theme": theme.slug,
        "link": link.id,
        "reading": reading.id,
        "contribution": said.id,
        "tag": session.scalar(select(Tag.id).where(Tag.name == "kitchen")),
        "removal": removal.id,
        "membership": leaving.id,
        "name": "manifest.json",
        "job": _failed_job(session),
        "uid": UID,
        "upload": _upload_under_way(make, people["researcher"]),
    }


def _upload_under_way(make: Factory, person) -> str:
    """Something the researcher's phone has begun to send."""
    parts, config = Parts(make.house.config.home), make.house.config
    upload = phone.begin(
        make.session,
        make.the_project,
        person,
        uid=UID,
        part=SendingPart.PHOTOGRAPH,
        length=1000,
        told="",
        said=nothing_said(),
        parts=parts,
        config=config,
    )
    return upload.key


def _failed_job(session) -> int:
    """Work that was set aside."""
    session.add(job := Job(name="archive.develop", payload={"photograph": 0}))
    job.state, job.ended_at = JobState.FAILED, now()
    session.flush()
    return job.id


def _exhibition(made: Everything, make: Factory) -> int:
    session = make.session
    photograph = session.get_one(Photograph, made.photographs["own"]["photograph"])
    exhibition = make.exhibition(photographs=[photograph])
    (section,) = exhibition.sections
    stop = exhibitions.add_stop(
        session, exhibition, by=None, venue="The library", opens_on=date(2026, 6, 1)
    )
    response = gallery.write_in_book(session, exhibition, "I came back twice.", by=None)
    make.house.store.put("prints/made.pdf", b"%PDF-1.7 a file made before")
    session.add(card := Postcard(exhibition=exhibition, photograph=photograph))
    session.add(
        file := PrintFile(
            exhibition=exhibition,
            sheet="single",
            flip="long",
            state=PrintState.READY,
            key="prints/made.pdf",
        )
    )
    session.flush()
    exhibitions.ask_to_publish(session, exhibition, by=None, on=MAY_DAY)
    made.exhibition = exhibition.slug
    made.parts |= {
        "exhibition": exhibition.slug,
        "slug": exhibition.slug,
        "section": section.id,
        "panel": section.panels[0].id,
        "stop": stop.id,
        "response": response.id,
        "card": card.id,
        "file": file.id,
        "ref": exhibition_rules.short_ref(exhibition.slug, photograph.uid),
    }
    return exhibition.id


def _sign_in(made: Everything, session, people: dict) -> None:
    sealed = made.app.session_interface.get_signing_serializer(made.app)
    for who in EVERYBODY:
        if who == ANONYMOUS:
            continue
        token = accounts.open_device(
            session, people[who], made.house.config, "a guard's browser", "password", None
        )
        device = accounts.device_for(session, token, made.house.config)
        made.people[who], made.devices[who] = device.person_id, device.id
        made.cookies[who] = sealed.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
