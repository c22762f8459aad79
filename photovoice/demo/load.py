"""Loads the demonstration through the same doors everything else comes in by.

Every step looks before it does, so that a loading interrupted half-way is simply gone on with.
"""

import json
import os
import secrets
import tempfile
import tomllib
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from photovoice.accounts import operations as accounts
from photovoice.accounts.models import Person
from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph
from photovoice.consent import operations as consent
from photovoice.db import today
from photovoice.demo import scenes
from photovoice.demo.answers import Answers
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import Exhibition, TourStop
from photovoice.exhibition.rules import short_ref
from photovoice.gallery import operations as gallery
from photovoice.house import House
from photovoice.jobs.operations import due, perform, perform_all
from photovoice.permissions import Role
from photovoice.printing.models import Postcard
from photovoice.projects import operations as projects
from photovoice.projects import queries as projects_queries
from photovoice.projects.models import Credit, Project
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Theme

STORY = Path(__file__).with_name("project.toml")
NAMESPACE = uuid.UUID("6f1d1c0e-7f0e-5b7a-9c55-5a0d9f1b7e11")
WAYS_IN = "demonstration.json"
"""In the home folder, readable to its owner only: how to sign in to the demonstration."""
TURNED = {7: 6, 14: 8, 19: 3, 26: 6}
"""Photographs written lying on their side or head, as phones do, with the tag that says so."""
LOCATED = {3: (53.48, -2.24), 17: (53.49, -2.21), 29: (53.47, -2.23), 37: (53.46, -2.22)}
"""Photographs whose file says where it was taken, so that its removal can be seen."""

Say = Callable[[str], None]
Draw = Callable[..., Image.Image]
"""Draws a photograph of the demonstration: called with its number and ``size=``."""


def story() -> dict[str, Any]:
    """The demonstration's words: who takes part, what they photographed, what they said."""
    return tomllib.loads(STORY.read_text(encoding="utf-8"))


def load(house: House, *, say: Say = print, size: str = "full", draw: Draw = scenes.draw) -> None:
    """Load the whole demonstration, or go on where loading was interrupted.

    ``size="small"`` draws small pictures, and ``draw`` others, for tests; it is called in another
    process.
    """
    told = story()
    with force_locale("en"):
        _people(house, told)
        _photographs(house, told, say, size, draw)
        _develop(house, say)
        with house.database.transaction() as session:
            _findings(session, told)
        with house.database.transaction() as session:
            _exhibition(session, told)
        perform_all(house)
    say("The demonstration is ready.")


def was_interrupted(session: Session) -> bool:
    """Whether the demonstration is there, but not all of it."""
    project = projects_queries.project(session, story()["project"]["slug"])
    if project is None or not project.is_demonstration:
        return False
    hangs = select(Exhibition.id).where(Exhibition.project_id == project.id)
    return session.scalar(hangs.limit(1)) is None


def how_to_sign_in(house: House) -> str:
    """How to come in to the demonstration in each role; empty where it is not loaded."""
    path = house.config.home / WAYS_IN
    if not path.exists():
        return ""
    ways = json.loads(path.read_text(encoding="utf-8"))
    lines = ["", "  The demonstration is for looking around in. Come in as:"]
    lines += [f"    {role:<12} {email}   password: {word}" for role, email, word in ways["staff"]]
    lines += [f"    {'researcher':<12} card: {words}   ({name})" for name, words in ways["cards"]]
    return "\n".join(lines)


def _people(house: House, told: dict[str, Any]) -> None:
    with house.database.transaction() as session:
        if projects_queries.project(session, told["project"]["slug"]) is not None:
            return
        about = dict(told["project"])
        organisations = about.pop("organisations")
        project = projects.start_project(
            session, about.pop("name"), about.pop("question"), by=None,
            is_demonstration=True, **about,
        )  # fmt: skip
        groups = {
            name: projects.add_organisation(session, project, name, by=None)
            for name in organisations
        }
        ways: dict[str, list] = {"staff": [], "cards": []}
        for one in told["staff"]:
            person = accounts.add_person(session, one["name"], email=one["email"])
            word = secrets.token_urlsafe(9)
            accounts.set_password(session, person, word, by=None)
            projects.add_member(session, project, person, Role(one["role"]), by=None)
            ways["staff"].append([one["role"], one["email"], word])
        for one in told["researchers"]:
            person = accounts.add_person(session, one["name"], language=one.get("language", "en"))
            projects.add_member(
                session, project, person, Role.RESEARCHER, by=None,
                organisation=groups[one["organisation"]], credit=Credit(one["credit"]),
                credit_name=one.get("credit_name", ""),
            )  # fmt: skip
            if len(ways["cards"]) < 2:
                _card, words = accounts.make_card(session, person, house.config, by=None)
                ways["cards"].append([one["name"], words])
        for language, text in told["notices"].items():
            consent.write_notice(session, project, language, text.strip(), by=None)
        _keep_ways_in(house.config.home / WAYS_IN, ways)


def _keep_ways_in(path: Path, ways: dict[str, list]) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(ways, file, ensure_ascii=False, indent=1)


def _uid(number: int) -> str:
    return uuid.uuid5(NAMESPACE, str(number)).hex


def _draw(
    draw: Draw, number: int, size: str, camera: list[str], taken: datetime, folder: str
) -> int:
    """Draw one photograph into a folder, in a process of its own."""
    scenes.write_camera_jpeg(
        draw(number, size=size),
        Path(folder) / f"{number}.jpg",
        make=camera[0],
        model=camera[1],
        taken_at=taken,
        gps=LOCATED.get(number),
        orientation=TURNED.get(number, 1),
    )
    return number


def _photographs(house: House, told: dict[str, Any], say: Say, size: str, draw: Draw) -> None:
    with house.database.session(writes=False) as session:
        here = set(session.scalars(select(Photograph.uid)))
    missing = [one for one in told["photographs"] if _uid(one["number"]) not in here]
    if not missing:
        return
    cameras = {one["name"]: one["camera"] for one in told["researchers"]}
    say(f"Cutting {len(missing)} photographs out of paper …")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool,
        tqdm(total=len(missing), unit=" photographs", disable=None, leave=False) as bar,
    ):
        drawings = [
            (one, pool.submit(
                _draw, draw, one["number"], size, cameras[one["by"]],
                datetime.combine(one["taken"], time(9 + one["number"] % 9, 40)), folder,
            ))
            for one in missing
        ]  # fmt: skip
        for one, drawing in drawings:
            number = drawing.result()
            _take_in(house, told, one, Path(folder) / f"{number}.jpg")
            bar.update()


def _take_in(house: House, told: dict[str, Any], one: dict[str, Any], path: Path) -> None:
    """One photograph with its words, its people and their answers, in one transaction."""
    with house.database.transaction() as session:
        project = session.scalars(
            select(Project).where(Project.slug == told["project"]["slug"])
        ).one()
        photographer = projects_queries.member_named(session, project, one["by"])
        assert photographer is not None
        language = one.get("language", "en")
        photograph = archive.receive(
            house, session, project, photographer, path, by=photographer,
            uid=_uid(one["number"]), title=one["title"], title_language=language,
            caption=one["caption"], caption_language=one.get("caption_language", language),
            alternative_text=one["alt"], place=one["place"],
        ).photograph  # fmt: skip
        answers = Answers(house, session, photograph, photographer)
        answers.photographer()
        for label in one.get("people", []):
            answers.pictured(label, one.get("answers", {}).get(label, {}))
        if label := one.get("child"):
            answers.child(label, one["guardian"], covered="covered" in one)
        if not (one.get("people") or one.get("child")):
            consent.state_nobody(session, photograph, by=photographer)
        if box := one.get("covered"):
            (part,) = archive.redact(session, photograph, [Box(*box)], by=photographer)
            if label := one.get("child"):
                face = {part.id: answers.people[label]}
                consent.confirm_covered(session, photograph, face, by=photographer)
        if label := one.get("withdrawn"):
            consent.withdraw_person(session, photograph, by=None, pictured=answers.people[label])


def _develop(house: House, say: Say) -> None:
    with house.database.session(writes=False) as session:
        waiting = due(session)
    if waiting:
        say("Developing …")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = pool.map(lambda job: perform(house, job), waiting)
            for _done in tqdm(jobs, total=len(waiting), disable=None, leave=False, unit=" jobs"):
                pass
    perform_all(house)


def by_number(session: Session) -> dict[int, Photograph]:
    """The photographs of the demonstration taken in so far, by their number in its story."""
    numbers = {_uid(number): number for number in range(1, 41)}
    found = session.scalars(select(Photograph).where(Photograph.uid.in_(numbers)))
    return {numbers[photograph.uid]: photograph for photograph in found}


def _project(session: Session, told: dict[str, Any]) -> Project:
    project = projects_queries.project(session, told["project"]["slug"])
    assert project is not None
    return project


def _findings(session: Session, told: dict[str, Any]) -> None:
    """Themes, what differs, the recorded workshop, tags and the selection."""
    project = _project(session, told)
    if session.scalar(select(Theme.id).where(Theme.project_id == project.id)):
        return
    photographs = by_number(session)
    people = {person.name: person for person in projects_queries.researchers(session, project)}
    facilitator = people["Gwen Tully"]
    meeting = dict(told["workshop"])
    said, numbers = meeting.pop("said"), meeting.pop("photographs")
    held = workshop.open_session(session, project, by=facilitator, **meeting)
    for number in numbers:
        workshop.look_at(session, held, photographs[number], by=facilitator, on=today())
    for one in said:
        workshop.write_down(
            session, held, photographs[one["number"]], one["text"], by=facilitator,
            question=one["question"], **_who(people, one["who"]),
        )  # fmt: skip
    themes = {}
    for one in told["themes"]:
        theme = workshop.find_theme(
            session, project, one["name"], by=facilitator, statement=one["statement"],
            workshop=held,
        )  # fmt: skip
        themes[one["name"]] = theme
        for reading in one.get("readings", []):
            workshop.read_otherwise(
                session, theme, reading["text"], by=facilitator, said_by=people[reading["who"]],
                workshop=held,
            )  # fmt: skip
    for one in told["photographs"]:
        for name in one["themes"]:
            workshop.link(
                session, themes[name], photographs[one["number"]], by=facilitator,
                made_by=people[one["by"]], workshop=held,
            )  # fmt: skip
    for one in told["otherwise"]:
        workshop.link(
            session, themes[one["theme"]], photographs[one["number"]], by=facilitator,
            made_by=people[one["who"]], workshop=held, why=one["why"], sees_it_otherwise=True,
        )  # fmt: skip
    for name, tagged in told["tags"].items():
        for number in tagged:
            workshop.tag(session, photographs[number], name, by=facilitator, workshop=held)
    for number in _hung(told) + [36, 20, 40]:
        workshop.put_forward(session, photographs[number], by=facilitator, workshop=held)


def _hung(told: dict[str, Any]) -> list[int]:
    return [number for numbers in told["exhibition"]["sections"].values() for number in numbers]


def _who(people: dict[str, Person], who: str) -> dict[str, Any]:
    return {"said_by": people[who]} if who in people else {"said_by_label": who}


def _exhibition(session: Session, told: dict[str, Any]) -> None:
    """The exhibition with its tour, its book and its postcards; its edition is asked for."""
    project, about = _project(session, told), told["exhibition"]
    if session.scalar(select(Exhibition.id).where(Exhibition.project_id == project.id)):
        return
    photographs = by_number(session)
    curator = next(
        person for person in projects_queries.researchers(session, project)
        if person.name == "Noor Malik"
    )  # fmt: skip
    exhibition = exhibitions.start_exhibition(
        session, project, about["title"], by=curator, slug=about["slug"],
        introduction=about["introduction"].strip(), accent=about["accent"],
    )  # fmt: skip
    themes = {
        theme.name: theme
        for theme in session.scalars(select(Theme).where(Theme.project_id == project.id))
    }
    for name, numbers in about["sections"].items():
        section = exhibitions.add_section(session, exhibition, "", by=curator, theme=themes[name])
        for number in numbers:
            label = about["labels"].get(str(number), "")
            exhibitions.hang(
                session, section, photographs[number], by=curator, on=today(), label=label
            )
    stops = {
        stop["venue"]: exhibitions.add_stop(session, exhibition, by=curator, **stop)
        for stop in about["stops"]
    }
    for response in _responses(told, stops):
        gallery.write_in_book(session, exhibition, by=curator, is_shown=True, **response)
    for position, number in enumerate(told["postcards"]["numbers"]):
        session.add(
            Postcard(exhibition=exhibition, photograph=photographs[number], position=position)
        )
    session.flush()
    session.refresh(exhibition)
    exhibitions.ask_to_publish(session, exhibition, by=curator, on=today())


def _responses(told: dict[str, Any], stops: dict[str, TourStop]) -> Iterator[dict[str, Any]]:
    questions = told["project"]["visitor_questions"]
    for one in told["exhibition"]["responses"]:
        yield {
            "text": one["text"],
            "question": questions[one["question"]],
            "stop": stops[one["stop"]],
            "language": one.get("language", "en"),
        }


def short_ref_of(uid: str) -> str:
    """The short address of one of the demonstration's photographs in its exhibition."""
    return short_ref(story()["exhibition"]["slug"], uid)
