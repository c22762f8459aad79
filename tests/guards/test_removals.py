"""What a button removes can be brought back, whole; what cannot is said, with the reason."""

import re

import pytest

from tests.guards.test_imports import MODULES, PACKAGE, calls, tree_of

UNDONE = {
    "exhibition.remove_section": {},
    "exhibition.remove_stop": {},
    "exhibition.take_down": {},
    "printing.leave_out": {},
    "projects.leave": {},
    "workshop.put_away": {},
    "workshop.put_away_theme": {},
    "workshop.put_forward": {"forward": "no"},
    "workshop.strike": {},
    "workshop.strike_reading": {},
    "workshop.unlink": {},
    "workshop.untag": {"tag": "tag"},
}
"""What removes something, and what its button sends."""
NEVER_UNDONE = {
    "accounts.sign_out": "one signs in again",
    "accounts.sign_out_device": "one signs in again",
    "archive.take_words_back": "brought back by whoever took them back, on the same page",
    "archive.remove_voice": "a recording is erased at once, and asked about first",
    "consent.take_back": "a withdrawal",
    "consent.withdraw_by_slip": "a withdrawal",
    "consent.unname": "named again by one button on the same page",
    "phone.forget": "the phone's own, before it was sent",
    "phone.terminate": "the phone's own, before it was sent",
    "projects.close_account": "opened again by the button in its place",
    "projects.revoke_card": "a revoked card",
}
"""What is not, and why."""
LOOKS_LIKE = re.compile(
    r"remov|take.?down|take.*back|take.?off|strike|put.?away|leave|unname|untag|unlink|revoke|"
    r"close_account|sign_out|withdraw|forget|terminate|delete|erase|discard"
)
DELETING = {
    "accounts/second_factor.py": "recovery codes, once others are made or the second step ends",
    "accounts/tries.py": "counted tries",
    "archive/operations.py": "covers, replaced by what is covered now; words kept beside, let go",
    "archive/developing.py": "copies made again",
    "consent/operations.py": "a name given by mistake; “nobody is in it”, once somebody is",
    "jobs/operations.py": "work that is done",
    "phone/operations.py": "what was on its way, and has arrived or was given up",
    "removals.py": "the mechanism itself",
}
"""Files that delete rows, and what they are."""
BESIDE = {"audit_events", "audit_chains", "devices", "jobs", "last_numbers", "removals"}
"""Tables that tell what was done, and so are not as they were."""


def test_every_button_that_removes_is_undone_or_says_why_not(everything):
    removing = {
        rule.endpoint
        for method in ("POST", "DELETE")
        for rule in everything.rules_for(method)
        if LOOKS_LIKE.search(rule.endpoint.partition(".")[2])
    }
    assert removing <= set(UNDONE) | set(NEVER_UNDONE), "new: can what they remove come back?"


def test_nothing_is_deleted_past_what_keeps_it_for_thirty_days():
    deleting = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] not in ("storage", "backup")
        and {"session.delete", "delete"} & calls(tree_of(path))
    }
    assert deleting <= set(DELETING)


@pytest.mark.parametrize("endpoint", UNDONE)
def test_what_a_button_removes_is_brought_back_whole(everything, endpoint):
    sent = {name: everything.parts.get(value, value) for name, value in UNDONE[endpoint].items()}
    (rule,) = [one for one in everything.rules_for("POST") if one.endpoint == endpoint]
    before = everything.rows()
    old = {removal["id"] for removal in of(before, "removals")}
    gone = everything.ask("steward", "POST", everything.address(rule, "steward"), data=sent)
    assert gone.status_code == 303
    between = everything.rows()
    assert things(between) != things(before), "nothing was removed"
    (removal,) = [one["id"] for one in of(between, "removals") if one["id"] not in old]
    slug = everything.parts["project"]
    page = everything.ask("steward", "GET", f"/projects/{slug}/removed").text
    assert f"/removed/{removal}/bring-back" in page
    address = f"/projects/{slug}/removed/{removal}/bring-back"
    back = everything.ask("steward", "POST", address, data={"next": "/"})
    assert back.status_code == 303
    after = everything.rows()
    again = everything.ask("steward", "POST", address)
    everything.put_back()
    assert things(after) == things(before)
    assert again.status_code == 404, "once is enough"


def of(rows: dict, name: str) -> list[dict]:
    """The rows of a table."""
    return next(them for table, them in rows.items() if table.name == name)


def things(rows: dict) -> dict:
    """All rows but those that tell what was done."""
    return {table.name: them for table, them in rows.items() if table.name not in BESIDE}
