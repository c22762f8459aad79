"""The page on which stewards see when everything was backed up, and open a restored archive."""

import pytest

from photovoice.audit import Event
from photovoice.backup import holding, verifying
from photovoice.backup.models import Restoration
from photovoice.db import now
from photovoice.gallery import state


@pytest.fixture
def page(make) -> str:
    """The address of the page."""
    return f"/projects/{make.the_project.slug}/backups"


def test_stewards_see_when_and_where_everything_was_backed_up_and_looked_at(
    make, house, sign_in, disk, back_up, page
):
    browser = sign_in(make.steward())
    first = browser.get(page)
    assert first.status_code == 200
    assert (
        "Nothing has ever been backed up." in first.text and "Nobody has looked yet" in first.text
    )
    lost = make.photograph()
    house.store.delete(lost.original_key)
    back_up(disk)
    verifying.verify(house, quick=True)
    text = browser.get(page).text
    assert f"photovoice backup {disk.address}" in text and "That is not long ago." in text
    assert "One thing was missing or changed" in text
    assert "One thing was not as it should be" in text
    assert "open the exhibitions" not in text


def test_a_steward_who_has_looked_opens_a_restored_archive(make, house, session, sign_in, page):
    session.add(Restoration(backup="20261129t221500z-4f1c", finished_at=now()))
    browser = sign_in(steward := make.steward())
    holding.hold(house)
    assert "It is not known what was taken back" in browser.get(page).text
    assert (house.config.exhibitions_folder / state.HELD).exists()
    answer = browser.post(f"{page}/open", follow_redirects=True)
    assert "The exhibitions are open again." in answer.text
    assert "It is not known what was taken back" not in answer.text
    assert not (house.config.exhibitions_folder / state.HELD).exists()
    again = browser.post(f"{page}/open", follow_redirects=True)
    assert "Nothing is held back" in again.text
    session.expire_all()
    assert session.query(Restoration).one().opened_by_id == steward.id
    assert session.query(Event).filter_by(did="opened_again", actor_id=steward.id).count() == 1


def test_only_stewards_see_backups_and_open_anything(make, sign_in, client, page):
    for browser in (client, sign_in(make.researcher()), sign_in(make.curator())):
        assert browser.get(page).status_code == 404
        assert browser.post(f"{page}/open").status_code == 404
