"""Every route says what it needs, and holds everybody to it."""

import re

import pytest
from werkzeug.routing import Rule

from photovoice.accounts.models import Person
from photovoice.permissions import TABLE, Permission, Role
from photovoice.projects import operations, queries
from tests.guards.everything import ANONYMOUS, CHANGING, EVERYBODY, Everything

OTHERS_SHARED = {"archive.photograph", "archive.rendition", "archive.voice", "workshop.look"}
"""What a community researcher may open of another's photograph that is cleared for workshops."""
OTHERS_PRIVATE = {"workshop.look"}
"""And of one that is not cleared: an address that only leads back to the session."""


PUBLIC = {
    *("static", "projects.home", "consent.withdraw", "consent.withdraw_by_slip"),
    *("accounts.sign_in", "accounts.card", "accounts.enter_by_password", "accounts.enter_by_card"),
    *(
        "accounts.code",
        "accounts.enter_by_code",
        "accounts.left",
        "accounts.certificate",
        "accounts.certificate_file",
    ),
    *("accounts.language", "accounts.choose_language"),
    *("contribute.worker", "contribute.manifest", "contribute.icon", "contribute.share"),
    "contribute.no_network",
    *("health.alive", "health.ready"),
    *(f"gallery.{page}" for page in ("exhibition", "edition", "photograph", "kiosk", "news")),
}
"""All that somebody can reach who has not signed in."""
CHANGED_BY_ANYBODY_IN_IT = {"consent.take_back", "consent.release", "consent.release_of"}
"""What may be changed with no more than an account: one's own word, given or taken back."""
OWN_WORD = CHANGED_BY_ANYBODY_IN_IT | {
    *("consent.said", "consent.said_by", "consent.slips", "consent.taken_back"),
}
"""What somebody reaches whose word it is, also without a part in the project any more; besides
them whoever tends the photograph."""


IN_EVERY_PART = [
    who if who == "steward" else pytest.param(who, marks=pytest.mark.any_database)
    for who in EVERYBODY
]
"""Everybody; what a steward asks of a database holds for the others."""
SAYING = {"headers": {"Tus-Resumable": "1.0.0"}, "json": {}}
"""What a phone says with everything it asks."""
TAKEN_BACK = {"archive.bring_words_back"}
"""Words are brought back by whoever took them back: here the researcher, of their own."""
HOUSE_WIDE = {"projects.try_again"}
"""What belongs to the house, and so to whoever answers for any project in it."""


def may(everything: Everything, rule: Rule, who: str, whose: str) -> bool:
    """What the table says, and the few rules that go further than it."""
    permission, role = everything.permission(rule), EVERYBODY[who]
    if permission is Permission.PUBLIC:
        return True
    if who == ANONYMOUS:
        return False
    if permission is Permission.SIGNED_IN and rule.endpoint not in OWN_WORD:
        return True
    if permission is Permission.START_PROJECT:
        return who.startswith("steward")
    if role is None or (rule.endpoint not in OWN_WORD and permission not in TABLE[role]):
        return False
    if rule.endpoint in TAKEN_BACK:
        return who == "researcher" and whose == "own"
    if {"uid", "upload"} & rule.arguments:
        return who == "researcher"  # what is on its way is its sender's alone
    if who == "researcher" and "photograph" in rule.arguments and whose != "own":
        return rule.endpoint in (OTHERS_SHARED if whose == "shared" else OTHERS_PRIVATE)
    return True


def questions(everything: Everything, method: str) -> list[tuple[Rule, str]]:
    """Every route that answers the method, for each kind of photograph its address can name."""
    return [
        (rule, whose)
        for rule in everything.rules_for(method)
        for whose in (everything.photographs if "photograph" in rule.arguments else ["own"])
    ]


def leads_to_sign_in(answer) -> bool:
    """Whether somebody is shown the door to sign in by."""
    return answer.status_code == 302 and answer.location.startswith("/sign-in?next=")


def test_every_route_declares_a_permission(everything):
    silent = [
        str(rule)
        for rule in everything.rules
        if not isinstance(everything.permission(rule), Permission)
    ]
    assert not silent


def test_nothing_is_public_but_the_door_the_slip_and_what_is_on_show(everything):
    public = {
        rule.endpoint
        for rule in everything.rules
        if everything.permission(rule) is Permission.PUBLIC
    }
    assert public == PUBLIC


@pytest.mark.parametrize("part", ["exhibition", "printing", "gallery_book"])
def test_exhibitions_and_what_is_made_of_them_are_the_curators(everything, part):
    rules = [rule for rule in everything.rules if rule.endpoint.startswith(f"{part}.")]
    assert {everything.permission(rule) for rule in rules} == {Permission.CURATE}


def test_nothing_in_a_project_is_changed_by_somebody_who_may_only_look(everything):
    lax = {
        rule.endpoint
        for method in CHANGING
        for rule in everything.rules_for(method)
        if "project" in rule.arguments
        and everything.permission(rule) in (Permission.BROWSE, Permission.SIGNED_IN)
    }
    assert lax == CHANGED_BY_ANYBODY_IN_IT


@pytest.mark.parametrize("who", IN_EVERY_PART)
def test_every_page_opens_for_exactly_those_who_may_see_it(everything, who):
    wrong = []
    for rule, whose in questions(everything, "GET"):
        answer = everything.ask(who, "GET", everything.address(rule, who, whose))
        if may(everything, rule, who, whose):
            fine = answer.status_code < 400 and not leads_to_sign_in(answer)
        elif who == ANONYMOUS:
            fine = leads_to_sign_in(answer)
        else:
            fine = answer.status_code == 404
        if not fine:
            wrong.append(f"{rule} ({whose}): {answer.status}")
    assert not wrong


@pytest.mark.parametrize("who", IN_EVERY_PART)
def test_every_button_works_for_exactly_those_who_may_press_it(everything, who):
    wrong = []
    for method in CHANGING:
        for rule, whose in questions(everything, method):
            answer = everything.ask(who, method, everything.address(rule, who, whose), **SAYING)
            if may(everything, rule, who, whose):
                if answer.status_code in (404, 405) or answer.status_code >= 500:
                    wrong.append(f"{method} {rule} ({whose}): {answer.status}")
                everything.put_back()
            elif answer.status_code != 404:
                wrong.append(f"{method} {rule} ({whose}): {answer.status}")
    unchanged = everything.is_unchanged()
    everything.put_back()
    assert not wrong
    assert unchanged, "somebody refused has changed something"


@pytest.mark.parametrize("who", IN_EVERY_PART)
def test_how_much_has_come_is_told_to_whoever_sends_it(everything, who):
    rules = [rule for rule in everything.rules_for("HEAD") if "GET" not in rule.methods]
    for rule in rules:
        answer = everything.ask(who, "HEAD", everything.address(rule, who), **SAYING)
        told = (200, 410)  # what was given up by another question stays so
        assert answer.status_code in (told if may(everything, rule, who, "own") else (404,))
    assert [rule.endpoint for rule in rules] == ["phone.offset"]


def test_absent_and_forbidden_cannot_be_told_apart(everything):
    who, project = "researcher of another project", everything.parts["project"]
    forbidden = everything.ask(who, "GET", f"/projects/{project}/photographs/")
    absent = everything.ask(who, "GET", "/projects/there-is-no-such-project/photographs/")
    assert forbidden.status_code == absent.status_code == 404
    assert without_token(forbidden.text) == without_token(absent.text)


def without_token(page: str) -> str:
    """A page but for the token against forged requests, new in each answer."""
    return re.sub(r'name="csrf_token"[^>]+', "", page)


def test_nobody_signs_out_the_device_of_somebody_else(everything):
    theirs = everything.devices["steward"]
    answer = everything.ask("curator", "POST", f"/account/devices/{theirs}/sign-out")
    assert answer.status_code == 404 and everything.is_unchanged()


def test_things_of_one_project_are_not_reached_through_the_address_of_another(everything):
    """Not even by somebody who answers for both."""
    with everything.house.database.transaction() as session:
        elsewhere = queries.project(session, "somewhere-else")
        steward = session.get_one(Person, everything.people["steward"])
        operations.add_member(session, elsewhere, steward, Role.STEWARD, by=None)
    here, wrong = everything.parts, []
    everything.parts = here | {"project": elsewhere.slug}
    for method in ("GET", *CHANGING):
        for rule in everything.rules_for(method):
            if rule.endpoint in HOUSE_WIDE:
                continue
            if "project" in rule.arguments and len(rule.arguments) > 1:
                answer = everything.ask("steward", method, everything.address(rule, "steward"))
                if answer.status_code != 404:
                    wrong.append(f"{method} {rule}: {answer.status}")
    everything.parts = here
    everything.put_back()
    assert not wrong


def test_somebody_who_left_the_project_is_a_stranger_in_it(everything):
    project = everything.parts["project"]
    with everything.house.database.transaction() as session:
        curator = session.get_one(Person, everything.people["curator"])
        operations.leave(session, *curator.memberships, by=None)
    answer = everything.ask("curator", "GET", f"/projects/{project}/photographs/")
    everything.put_back()
    assert answer.status_code == 404
