"""Whatever is done in a project stands in the record of that project, whole."""

from sqlalchemy import select

from photovoice.audit import EVERYWHERE, Event, first_broken
from tests.guards.everything import CHANGING

BESIDE_EVERY_PROJECT = {"people", "access_cards", "devices", "public_addresses"}
"""Things that belong to a person or to the whole house, and not to a project."""


def test_what_is_done_to_the_things_of_a_project_stands_in_its_record(everything):
    for method in CHANGING:
        for rule in everything.rules_for(method):
            everything.ask("steward", method, everything.address(rule, "steward"))
    with everything.house.database.session(writes=False) as session:
        lines = session.scalars(select(Event)).all()
        strays = {
            f"{line.did} {line.thing}"
            for line in lines
            if line.project_id == EVERYWHERE and line.thing not in BESIDE_EVERY_PROJECT
        }
        projects = {line.project_id for line in lines}
        broken = [first_broken(session, project) for project in projects]
    everything.put_back()
    assert len(lines) > 30
    assert not strays
    assert not any(broken)
