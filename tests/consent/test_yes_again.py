"""Somebody withdraws: then everybody else tries every route there is to say yes again for them."""

import pytest
from sqlalchemy import select

from photovoice.consent import operations, queries
from photovoice.consent.models import Appearance, Release
from photovoice.consent.rules import Faces, Use, in_years
from photovoice.db import today
from tests.addresses import at_photograph as page_of

YES = {f"use_{use.value}": "yes" for use in Use} | {
    "scope": "all",
    "given": "signed_paper",
    "limits_explained": "y",
    "notice_read": "y",
    "faces": "as_they_are",
    "credit": "full",
    "assent": "yes",
    "guardian_name": "Somebody",
    "expires_on": in_years(today(), 5).isoformat(),
    "sure": "yes",
}
"""As much yes as a form can hold."""


def everything(person):
    """What is sent to every address at once: a yes, another name, and a box over the picture."""
    box = {"x": "0", "y": "0", "width": "1", "height": "1", "whose": str(person.id), "hides": "y"}
    return YES | {"label": "Somebody else"} | {f"covered-0-{k}": v for k, v in box.items()}


def addresses(app, **parts):
    """Every address that takes something and can be built from these parts alone."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                "POST" in rule.methods
                and rule.endpoint.startswith("consent.")
                and set(rule.arguments) <= set(parts)
            ):
                with_parts = {name: parts[name] for name in rule.arguments}
                yield app.url_map.bind("").build(rule.endpoint, with_parts)


@pytest.mark.parametrize("how", ["withdrawn", "refused", "by slip", "for all of theirs"])
def test_after_a_no_nobody_else_finds_a_way_to_say_yes(app, make, sign_in, session, how):
    photograph, amina = make.photograph(nobody=True), make.researcher(name="Amina")
    person = operations.name_member(session, photograph, amina, by=photograph.photographer)
    make.release(photograph)
    no = {use.value: False for use in Use}
    release = make.release(
        photograph,
        person,
        uses=no if how == "refused" else {use.value: True for use in Use},
        everything=how == "for all of theirs",
        by=photograph.photographer,
    )
    if how != "refused":
        operations.withdraw(session, release, by=None if how == "by slip" else amina)
    project = photograph.project
    parts = {
        "project": project.slug,
        "photograph": photograph.id,
        "pictured": person.id,
        "release": release.id,
    }
    team = [photograph.photographer, make.researcher(), make.facilitator(), make.curator()]
    team.append(make.steward())
    sent = everything(person)
    session.commit()
    targets = sorted(addresses(app, **parts))
    assert page_of(photograph, f"/people/{person.id}/release") in targets and len(targets) > 6
    for somebody in team:
        client = sign_in(somebody)
        for address in targets:
            client.post(address, data=sent)
    session.expire_all()
    for use in Use:
        assert not queries.clearance(session, photograph, use, today())
    named = select(Appearance.pictured_id).where(Appearance.photograph_id == photograph.id)
    assert person.id in session.scalars(named).all(), "nor is the name gone"
    make.release(photograph, person, by=amina, faces=Faces.AS_THEY_ARE)
    theirs = {
        obstacle.person.id
        for obstacle in queries.clearance(session, photograph, Use.WEB, today()).obstacles
        if obstacle.person
    }
    assert person.id not in theirs, "they themselves can"
    assert session.scalars(select(Release.id)).all()


def test_one_stray_box_opens_no_gate(make, sign_in, session, work):
    """Two people want to be unrecognisable: one part covered is nobody's face, or one of theirs."""
    photograph = make.photograph(pictured=["Ade", "Bea"])
    make.release(photograph)
    ade, bea = queries.people_in(session, photograph)
    for person in (ade, bea):
        make.release(photograph, person, faces=Faces.BLURRED)
    address, whose = page_of(photograph, "/cover"), str(bea.id)
    client = sign_in(make.facilitator())
    box = dict.fromkeys(("x", "y"), "0") | dict.fromkeys(("width", "height"), "4")

    def cleared_with(**more):
        sent = {f"covered-0-{name}": value for name, value in (box | more).items()}
        answer = client.post(address, data=sent)
        work()
        session.expire_all()
        assert photograph.has_blurred or answer.status_code == 422
        opened = [use for use in Use if queries.clearance(session, photograph, use, today())]
        session.commit()
        return opened

    assert not cleared_with()
    assert not cleared_with(hides="y")
    assert not cleared_with(whose=whose)
    assert not cleared_with(whose=whose, hides="y"), "Ade's face is not covered"
