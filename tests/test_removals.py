"""What a button removed comes back as far as that is still right, and is erased in time."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from photovoice import removals
from photovoice.audit import Event
from photovoice.consent import operations as consent
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import Panel, Section
from photovoice.removals import BackAlready, Removal, StaysAway
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Contribution, Reading, Tagging
from tests.factories import MAY_DAY


@pytest.fixture
def bring_back(session, house):
    """``bring_back(removal, by=None)``: as the page does; what stays away."""

    def bring(removal, by=None):
        return removals.bring_back(session, removal, house.removable, by=by, on=MAY_DAY)

    return bring


def hung(make, session, *photographs):
    """A section in which photographs hang, each with a label."""
    (section,) = make.exhibition(photographs=photographs).sections
    for panel in section.panels:
        panel.label = f"Label of {panel.photograph.name}"
    session.flush()
    return section


def test_a_panel_comes_back_to_its_place_with_its_label(make, session, bring_back):
    section = hung(make, session, *(make.photograph(cleared=True) for _ in range(3)))
    labels = [panel.label for panel in section.panels]
    removal = exhibitions.take_down(session, section.panels[1], by=None)
    assert bring_back(removal) == []
    session.expire_all()
    assert [panel.label for panel in section.panels] == labels
    assert [panel.position for panel in section.panels] == [0, 1, 2]
    line = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (line.did, line.details["kind"]) == ("brought_back", "panel")


def test_a_photograph_withdrawn_meanwhile_does_not_hang_again_and_the_rest_does(
    make, session, bring_back
):
    stays, goes = make.photograph(nobody=True), make.photograph(cleared=True)
    release, stays_away = make.release(stays), stays.name
    section = hung(make, session, stays, goes)
    removal = exhibitions.remove_section(session, section, by=None)
    consent.withdraw(session, release, by=None)
    (said,) = bring_back(removal)
    assert stays_away in said
    assert [p.photograph_id for p in session.scalars(select(Panel))] == [goes.id]


def test_a_withdrawn_photograph_alone_stays_away_and_is_kept_to_be_tried_again(
    make, session, bring_back
):
    photograph = make.photograph(nobody=True)
    release = make.release(photograph)
    section = hung(make, session, photograph)
    removal = exhibitions.take_down(session, section.panels[0], by=None)
    consent.withdraw(session, release, by=None)
    with pytest.raises(StaysAway):
        bring_back(removal)
    assert session.get(Removal, removal.id) is not None


def test_a_photograph_that_hangs_again_already_hangs_once(make, session, bring_back):
    photograph = make.photograph(cleared=True)
    section = hung(make, session, photograph)
    removal = exhibitions.take_down(session, section.panels[0], by=None)
    exhibitions.hang(session, section, photograph, by=None, on=MAY_DAY)
    with pytest.raises(StaysAway):
        bring_back(removal)
    assert len(session.scalars(select(Panel)).all()) == 1


def test_a_panel_of_a_section_that_went_too_waits_for_its_section(make, session, bring_back):
    section = hung(make, session, make.photograph(cleared=True), make.photograph(cleared=True))
    of_panel = exhibitions.take_down(session, section.panels[0], by=None)
    of_section = exhibitions.remove_section(session, section, by=None)
    with pytest.raises(StaysAway):
        bring_back(of_panel)
    bring_back(of_section)
    bring_back(of_panel)
    assert len(session.scalars(select(Section)).one().panels) == 2


def test_a_theme_gets_its_sections_back_and_another_address_where_its_own_is_taken(
    make, session, bring_back
):
    theme = make.theme("Mending", slug="mending", statement="We mend.")
    section = hung(make, session)
    section.theme = theme
    session.flush()
    removal = workshop.put_away_theme(session, theme, by=None)
    session.refresh(section)
    assert section.theme_id is None
    make.theme("Mending", slug="mending")
    bring_back(removal)
    session.expire_all()
    assert section.theme.statement == "We mend." and section.theme.slug != "mending"


def test_a_tag_put_on_again_meanwhile_is_there_once(make, session, bring_back):
    photograph = make.photograph(cleared=True)
    tagging = workshop.tag(session, photograph, "kitchen", by=None)
    removal = workshop.untag(session, photograph, tagging.tag, by=None)
    workshop.tag(session, photograph, "Kitchen", by=None)
    with pytest.raises(StaysAway):
        bring_back(removal)
    assert len(session.scalars(select(Tagging)).all()) == 1


def test_what_was_brought_back_once_is_not_brought_back_twice(make, session, bring_back):
    said = workshop.write_down(session, make.workshop(), make.photograph(), "Both of us.", by=None)
    removal = workshop.strike(session, said, by=None)
    bring_back(removal)
    with pytest.raises(BackAlready):
        bring_back(removal)
    assert session.scalars(select(Contribution.text)).all() == ["Both of us."]


def test_words_somebody_took_back_are_brought_back_by_them_alone(make, session, sign_in):
    pat, other = make.facilitator(name="Pat"), make.facilitator()
    theme = make.theme(slug="mending")
    reading = workshop.read_otherwise(session, theme, "Not so.", by=other, said_by=pat)
    workshop.strike_reading(session, reading, by=pat)
    removal = session.scalars(select(Removal)).one()
    session.commit()
    page = f"/projects/{make.the_project.slug}/removed"
    address = f"{page}/{removal.id}/bring-back"
    for person in (other, make.steward()):
        client = sign_in(person)
        assert "Not so." not in client.get(page).text
        assert client.post(address).status_code == 404
    assert "Not so." in sign_in(pat).get(page).text
    assert sign_in(pat).post(address).status_code == 303
    assert session.scalars(select(Reading.text)).all() == ["Not so."]


def test_who_could_not_remove_it_does_not_bring_it_back(make, session, sign_in):
    section = hung(make, session, make.photograph(cleared=True))
    removal = exhibitions.take_down(session, section.panels[0], by=None)
    session.commit()
    page = f"/projects/{make.the_project.slug}/removed"
    client = sign_in(make.facilitator())
    assert "Label of" not in client.get(page).text
    assert client.post(f"{page}/{removal.id}/bring-back").status_code == 404


def test_after_thirty_days_it_is_erased_and_until_then_kept(make, session, house):
    for days, text in ((29, "Kept"), (31, "Erased")):
        said = workshop.write_down(session, make.workshop(), make.photograph(), text, by=None)
        removal = workshop.strike(session, said, by=None)
        then = removal.removed_at - timedelta(days=days)
        session.execute(update(Removal).where(Removal.id == removal.id).values(removed_at=then))
    session.commit()
    assert removals.erase_old in house.chores
    assert removals.erase_old(house) == 1
    (left,) = session.scalars(select(Removal))
    assert left.words == ["Kept"]


def test_undo_stands_beside_what_was_done_and_leads_back_without_javascript(make, session, sign_in):
    section = hung(make, session, make.photograph(cleared=True, title="Kettle"))
    client = sign_in(make.curator())
    exhibition = section.exhibition
    table = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}"
    client.post(f"{table}/panels/{section.panels[0].id}/take-down")
    page = client.get(table).text
    assert "Undo" in page
    removal = session.scalars(select(Removal.id)).one()
    session.commit()
    address = f"/projects/{exhibition.project.slug}/removed/{removal}/bring-back"
    assert f'action="{address}"' in page
    back = client.post(address, data={"next": table})
    assert back.location == table
    assert "Label of Kettle" in client.get(table).text


def test_words_saved_to_what_somebody_removed_meanwhile_are_not_lost(make, session, sign_in):
    section = hung(make, session, make.photograph(cleared=True))
    client, exhibition = sign_in(make.curator()), section.exhibition
    table = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}"
    panel = f"{table}/panels/{section.panels[0].id}"
    (as_read,) = re.findall(r'name="as_read"[^>]*value="([^"]+)"', client.get(panel).text)
    client.post(f"{panel}/take-down")
    answer = client.post(panel, data={"as_read": as_read, "label": "Long thought about."})
    assert answer.status_code == 404 and "Long thought about." in answer.text
