"""What the service worker keeps: the page whole or not at all, and only where it is the house's."""

import pytest

from tests.sending.conftest import HOLE, KEPT, until

pytestmark = pytest.mark.any_database

PORTAL = ("200 OK", "<html>Welcome to our free wifi. Accept the terms to go on.</html>", {})


@pytest.fixture
def page(phone, words, line):
    """Pat's contribute page, kept for the time without a network."""
    page = phone.open()
    phone.come_in(words)
    until(page, KEPT, phone.address)
    return page


def fault_of_the_page(phone, said):
    """Nothing but the contribute page is answered by somebody else."""
    return lambda environ: said if environ["PATH_INFO"] == phone.address else None


def test_a_portal_takes_the_place_of_no_page_that_is_kept(page, phone, line):
    phone.contribute()
    line.fault = lambda environ: PORTAL
    page.goto(phone.address)  # whoever has to accept the terms can
    assert "free wifi" in page.content()
    page.evaluate(
        """async () => {
          const { active } = await navigator.serviceWorker.ready;
          active.postMessage({ keep: location.pathname });
        }"""
    )
    phone.context.set_offline(True)
    phone.contribute()


def test_on_a_line_that_hardly_is_one_the_kept_page_is_shown(page, phone, line):
    for said in (("502 Bad Gateway", "<h1>Bad gateway</h1>", {}), HOLE):
        line.fault = fault_of_the_page(phone, said)
        phone.contribute()


def test_a_clock_that_is_set_back_keeps_nobody_from_the_page_without_a_network(
    page, phone, words, line
):
    """Two days ahead when somebody left and came in again, right a moment later."""
    (worker,) = phone.context.service_workers
    worker.evaluate(
        "() => { const now = Date.now; self.right = now; Date.now = () => now() + 1728e5; }"
    )
    page.click("form[data-sign-out] button")
    page.locator("form[data-sign-out]").wait_for(state="detached")
    page.goto("/card#" + words.replace(" ", "-"))
    page.wait_for_url(lambda url: "/card" not in url)
    worker.evaluate("() => { Date.now = self.right; }")
    phone.contribute()
    until(page, KEPT, phone.address)
    phone.context.set_offline(True)
    phone.contribute()


def test_a_visit_asks_for_the_page_once_and_for_nothing_it_has(page, phone, line):
    line.asked.clear()
    phone.contribute()
    page.wait_for_timeout(500)
    assert line.asked.count(("GET", phone.address)) == 1
    assert not [path for _method, path in line.asked if path.endswith((".js", ".css"))]


def test_of_a_page_in_parts_nothing_is_kept(phone, words, line):
    line.fault = lambda environ: PORTAL if environ["PATH_INFO"].endswith(".css") else None
    page = phone.open()
    phone.come_in(words)
    page.evaluate("navigator.serviceWorker.ready")
    line.until_asked("GET")
    page.wait_for_timeout(1000)
    assert page.evaluate("async () => !await caches.match(location.pathname)")


# A tablet that people share.


@pytest.fixture
def tablet(phone, words):
    """A tablet on which Pat has come in, and on which the contribute page was opened."""
    page = phone.open()
    phone.come_in(words, shared=True)
    until(page, KEPT, "/signed-out")
    page.clock.install()
    phone.contribute()
    return page


LEFT = "nobody used this tablet for a while"


def opened_anew(phone):
    """Another page, with a network; the one that was open would go elsewhere by itself."""
    phone.page.close()
    phone.context.set_offline(False)
    phone.page = phone.context.new_page()
    return phone.page


def test_a_tablet_left_without_a_network_says_so_and_is_left_when_there_is_one(tablet, phone):
    phone.context.set_offline(True)
    tablet.clock.fast_forward(15 * 60 * 1000 + 1000)
    tablet.get_by_text(LEFT).wait_for()
    tablet.goto(phone.address)
    tablet.get_by_text(LEFT).wait_for()
    assert not tablet.locator("[data-phone]").count()
    page = opened_anew(phone)
    page.goto("/account")
    page.get_by_text(LEFT).wait_for()
    page.goto("/account")
    page.wait_for_url(lambda url: "sign-in" in url)


def test_who_signs_out_without_a_network_is_signed_out_when_there_is_one(tablet, phone, words):
    phone.context.set_offline(True)
    tablet.get_by_role("button", name="Sign out").click()
    tablet.get_by_text("Signed out").first.wait_for()
    page = opened_anew(phone)
    page.goto("/account")
    page.wait_for_url(lambda url: "/account" not in url)
    phone.come_in(words, shared=True)
    assert page.locator("[data-live]").is_visible()
