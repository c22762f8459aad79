"""Every answer carries the headers that keep strangers' scripts out, and every form its token."""

import pytest

from photovoice.security import HEADERS
from tests.guards.everything import ANONYMOUS, CHANGING, EVERYBODY

pytestmark = pytest.mark.any_database

SAID_OTHERWISE = {
    "archive.original": {"Content-Security-Policy"},
    "archive.voice": {"Content-Security-Policy"},
    "gallery.news": {"Cross-Origin-Resource-Policy"},
}
"""Routes that replace a header by one of their own: bytes somebody sent may do nothing at all,
and copies of an edition elsewhere ask for news."""
WHOSE = "Photovoice"
"""The header whose value says to whom the answer was given."""
NOBODY = HEADERS[WHOSE]
SAME = {name: value for name, value in HEADERS.items() if name != WHOSE}
"""The headers that are the same for everybody."""
KEPT = {"static", "archive.rendition", "archive.voice", "contribute.icon", "contribute.worker"} | {
    f"gallery.{name}" for name in ("edition", "exhibition", "kiosk", "photograph", "book")
}
"""Answers that somebody on the way, or the browser, may keep."""


def policy(answer) -> dict[str, str]:
    """The content security policy of an answer: what may come from where."""
    parts = (part.split(None, 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def answers(everything, who):
    """What every page says to somebody."""
    for rule in everything.rules_for("GET"):
        yield rule, everything.ask(who, "GET", everything.address(rule, who))


@pytest.mark.parametrize("who", [ANONYMOUS, "steward"])
def test_every_page_carries_every_header_and_runs_no_script_but_ours(everything, who):
    for rule, answer in answers(everything, who):
        own = SAID_OTHERWISE.get(rule.endpoint, set())
        if not rule.endpoint.startswith("gallery."):
            for name, value in SAME.items():
                assert name in own or answer.headers[name] == value, (str(rule), name)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
        assert answer.headers["X-Frame-Options"] == "DENY", rule
        told = answer.headers[WHOSE]
        assert told and (who != ANONYMOUS or told == NOBODY), rule
        said = policy(answer)
        assert said["default-src"] == "'none'", rule
        assert said.get("script-src", "") in ("", "'self'"), rule
        assert "unsafe" not in answer.headers["Content-Security-Policy"], rule
        if "sandbox" not in said:
            assert said["frame-ancestors"] == said["base-uri"] == "'none'", rule


def test_no_page_behind_the_door_is_kept_by_anybody_on_the_way(everything):
    for rule, answer in answers(everything, "steward"):
        kept = answer.headers["Cache-Control"]
        if rule.endpoint in KEPT:
            assert not rule.endpoint.startswith("archive.") or "private" in kept
        else:
            assert kept == "no-store", rule


@pytest.mark.parametrize("address", ["/there-is-nothing-here", "/sign-out"])
def test_errors_carry_the_headers_too(everything, address):
    answer = everything.ask("curator", "GET", address)
    assert answer.status_code in (404, 405)
    assert SAME.items() <= dict(answer.headers).items()
    assert answer.headers[WHOSE]


def test_over_https_browsers_are_told_to_stay_there(everything):
    assert "Strict-Transport-Security" not in everything.ask(ANONYMOUS, "GET", "/").headers
    secure = everything.ask(ANONYMOUS, "GET", "/", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.fixture
def tokens_needed(everything):
    """The application as it is outside tests: forms need their token."""
    everything.app.config["WTF_CSRF_ENABLED"] = True
    yield
    everything.app.config["WTF_CSRF_ENABLED"] = False


WITHOUT_A_TOKEN = {"contribute.share"}
"""What a phone's share sheet asks for, which knows no token.  It changes nothing."""


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.usefixtures("tokens_needed")
def test_what_needs_no_token_changes_nothing(everything, who):
    for endpoint in WITHOUT_A_TOKEN:
        (rule,) = everything.app.url_map.iter_rules(endpoint)
        assert everything.ask(who, "POST", everything.address(rule, who)).status_code == 303
    assert everything.is_unchanged()


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.usefixtures("tokens_needed")
def test_nothing_is_changed_by_a_form_sent_from_elsewhere(everything, who):
    let_through = [
        f"{method} {rule}"
        for method in CHANGING
        for rule in everything.rules_for(method)
        if rule.endpoint not in WITHOUT_A_TOKEN
        and everything.ask(who, method, everything.address(rule, who)).status_code != 400
    ]
    assert not let_through
    assert everything.is_unchanged()


def test_every_route_that_changes_something_is_asked_for_by_post_but_for_the_phones(everything):
    methods = {"GET", "HEAD", "OPTIONS", "POST"}
    more = {rule.endpoint for rule in everything.rules if rule.methods - methods}
    assert {endpoint.partition(".")[0] for endpoint in more} == {"phone"}
    assert {method for rule in everything.rules for method in rule.methods} == {
        *methods,
        *CHANGING,
    }


@pytest.mark.parametrize("who", ["steward", "researcher", ANONYMOUS])
def test_looking_changes_nothing(everything, who):
    for _rule, answer in answers(everything, who):
        assert answer.status_code < 500
    assert everything.is_unchanged()
