"""Two people take their word back; then everybody sends every route all the yes it can hold."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from photovoice.archive.models import Photograph
from photovoice.consent import operations, queries
from photovoice.consent.models import PersonPictured, Release
from photovoice.consent.rules import Part, Use, clearance
from photovoice.db import today
from tests.consent.test_yes_again import YES
from tests.consent.test_yes_again import everything as all_the_yes
from tests.factories import EVERY_USE
from tests.guards.everything import CHANGING, COOKIE, EVERYBODY, Everything
from tests.guards.forms import Forms
from tests.guards.test_routes import may
from tests.phone.phones import ANSWER, Phone, said

PHOTOGRAPHS = ("own", "shared")
"""The researcher's own, whose Ade withdraws; and another's, whose Ade refuses from now on."""
WHERE_SAYING_IS = ("archive", "consent", "contribute", "phone")
"""Parts of the house in which who somebody is decides what their word does; whoever may use the
others does the same there, so the steward, who may use all, asks those for everybody."""
SEEN = "UPDATE devices SET seen_at"
"""What every request of somebody signed in writes."""


def photographs(everything: Everything, session) -> dict[Photograph, str]:
    """The two photographs and whatever else is made of the same files."""
    ids = {everything.photographs[whose]["photograph"]: whose for whose in PHOTOGRAPHS}
    files = {session.get_one(Photograph, id).sha256: whose for id, whose in ids.items()}
    same = session.scalars(select(Photograph).where(Photograph.sha256.in_(files)))
    return {photograph: files[photograph.sha256] for photograph in same}


def cleared(everything: Everything) -> set[tuple[str, Use]]:
    """Each use that any of the photographs is cleared for."""
    with everything.house.database.session(writes=False) as session:
        known = photographs(everything, session)
        gathered = queries.subjects(session, list(known))
        return {
            (whose, use)
            for photograph, whose in known.items()
            for use in Use
            if clearance(gathered[photograph.id], use, today())
        }


@pytest.fixture
def closed(everything):
    """Everything, once one person pictured withdrew by slip and the other refused on paper."""
    assert cleared(everything) == {(whose, use) for whose in PHOTOGRAPHS for use in Use}
    with everything.house.database.transaction() as session:
        ade, other = (
            session.get_one(PersonPictured, everything.photographs[whose]["pictured"])
            for whose in PHOTOGRAPHS
        )
        for release in session.scalars(select(Release).where(Release.pictured == ade)):
            operations.withdraw(session, release, by=None)
        operations.give_release(
            session,
            other.project,
            dict.fromkeys(EVERY_USE, False),
            by=None,
            config=everything.house.config,
            part=Part.PICTURED,
            pictured=other,
        )
    assert not cleared(everything)
    since = replace(everything, _copy=sqlite3.connect(":memory:"))
    since.remember()
    yield since
    everything.put_back()


@contextmanager
def writes(everything: Everything) -> Iterator[list[str]]:
    """The statements that change anything in the database meanwhile."""
    heard: list[str] = []

    def hear(_connection, _cursor, statement, *_more):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and SEEN not in statement:
            heard.append(statement)

    engine = everything.house.database.engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def ways(everything: Everything, forms):
    """Every route that changes something, about whose photograph, by whom, and what is sent to it.

    A form is sent as its page fills it, with every yes besides; a phone's whole say likewise.
    """
    with everything.house.database.session(writes=False) as session:
        about = {
            whose: (photograph.sha256, photograph.bytes, queries.people_in(session, photograph)[0])
            for photograph, whose in photographs(everything, session).items()
        }
    held = {}
    for endpoint, (page, form) in forms.items():
        text = everything.ask("steward", "GET", page).text
        same = [one.values for one in Forms(text).forms if one.action == form.action]
        held[endpoint] = same[0] if same else form.values
    for method, whose in itertools.product(CHANGING, PHOTOGRAPHS):
        sha256, size, ade = about[whose]
        same = {"sha256": sha256, "bytes": size}
        say = said(b"", version=9, photograph=same, people={"nobody": True}, release=ANSWER)
        from_a_phone = {"headers": {"Tus-Resumable": "1.0.0"}, "json": say}
        for rule in everything.rules_for(method):
            part = rule.endpoint.partition(".")[0]
            if whose != "own" and not ("photograph" in rule.arguments and part in WHERE_SAYING_IS):
                continue
            filled = held.get(rule.endpoint, {}) if whose == "own" else {}
            sent = from_a_phone if part == "phone" else {"data": filled | all_the_yes(ade)}
            for who in EVERYBODY if part in WHERE_SAYING_IS else ["steward"]:
                if may(everything, rule, who, whose):
                    yield method, rule, whose, who, sent


def test_whatever_anybody_sends_anywhere_a_no_stands(closed, forms):
    """Who may not open a route at all is turned away, as the guard of the routes asks."""
    asked, taken = set(), set()
    for method, rule, whose, who, sent in list(ways(closed, forms)):
        with writes(closed) as written:
            answer = closed.ask(who, method, closed.address(rule, who, whose), **sent)
        if written:
            assert not cleared(closed), f"{who}: {method} {rule} ({whose}), {answer.status}"
            closed.put_back()
        asked.add(rule.endpoint)
        if answer.status_code < 400:
            taken.add(rule.endpoint)
    assert len(taken) > len(asked) / 2, "hardly anything was taken"


def test_nothing_sent_alone_is_a_yes(closed):
    (rule,) = [one for one in closed.rules_for("POST") if one.endpoint == "consent.release_of"]
    address = closed.address(rule, "facilitator")
    for name, value in YES.items():
        with writes(closed) as written:
            closed.ask("facilitator", "POST", address, data={name: value})
        if written:
            assert not cleared(closed), f"{name} sent alone"
            closed.put_back()


@pytest.mark.parametrize("whose", PHOTOGRAPHS)
def test_nor_does_the_same_file_from_another_phone(closed, whose):
    with closed.house.database.session(writes=False) as session:
        photograph = session.get_one(Photograph, closed.photographs[whose]["photograph"])
        data = closed.house.store.open(photograph.original_key).read()
    client = closed.app.test_client()
    client.set_cookie(COOKIE, closed.cookies["facilitator"])
    phone = Phone(client, closed.parts["project"])
    say = said(data, people={"nobody": True}, release=ANSWER)
    uid = "f" * 32
    phone.say(uid, say)
    assert phone.send(data, uid).status_code == 204
    phone.say(uid, say | {"version": 2})
    with closed.house.database.session(writes=False) as session:
        assert len(photographs(closed, session)) == len(PHOTOGRAPHS) + 1
    assert not cleared(closed)
    closed.put_back()
