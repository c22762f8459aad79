"""Hanging, moving and publishing, against the real database."""

import json

import pytest

from photovoice.consent import operations as consent
from photovoice.consent.queries import NotCleared
from photovoice.consent.rules import Faces
from photovoice.db import today
from photovoice.exhibition import operations, press, queries
from photovoice.exhibition.models import EditionState
from photovoice.gallery import state
from tests.factories import EVERY_USE, MAY_DAY


def sign(house, exhibition):
    return state.read(house.config.exhibitions_folder / exhibition.slug)


def manifest(house, exhibition, name):
    path = house.config.exhibitions_folder / exhibition.slug / name / "manifest.json"
    return json.loads(path.read_text())


def panels(words):
    return [panel for section in words["sections"] for panel in section["panels"]]


def test_a_photograph_of_two_people_needs_both_their_releases(make, session):
    photograph = make.photograph(pictured=["Ade", "Bea"])
    ade, bea = consent.queries.people_in(session, photograph)
    make.release(photograph)
    make.release(photograph, ade)
    section = make.exhibition().sections[0]
    with pytest.raises(NotCleared) as refused:
        operations.hang(session, section, photograph, by=make.curator(), on=MAY_DAY)
    assert refused.value.who_is_missing == ["Bea"]
    make.release(photograph, bea)
    operations.hang(session, section, photograph, by=make.curator(), on=MAY_DAY)


def test_a_photograph_hangs_once_in_an_exhibition(make, session):
    photograph = make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[photograph])
    with pytest.raises(operations.HangsAlready):
        operations.hang(session, exhibition.sections[0], photograph, by=None, on=today())


def test_a_panel_moves_within_a_section_and_to_another(make, session):
    one, two, three = (make.photograph(cleared=True, developed=False) for _ in range(3))
    exhibition = make.exhibition(photographs=[one, two, three])
    first = exhibition.sections[0]
    second = operations.add_section(session, exhibition, "Second room", by=None)
    operations.move_panel(session, first.panels[2], first, 0, by=None)
    assert [panel.photograph for panel in first.panels] == [three, one, two]
    operations.move_panel(session, first.panels[1], second, 0, by=None)
    assert [panel.photograph for panel in first.panels] == [three, two]
    assert [panel.photograph for panel in second.panels] == [one]
    assert [panel.position for panel in first.panels] == [0, 1]


def test_taking_a_section_away_closes_the_gap(make, session):
    exhibition = make.exhibition()
    second = operations.add_section(session, exhibition, "Second", by=None)
    third = operations.add_section(session, exhibition, "Third", by=None)
    operations.remove_section(session, second, by=None)
    assert [section.title for section in exhibition.sections] == ["First room", "Third"]
    assert third.position == 1


def test_an_empty_exhibition_is_not_published(make, session):
    with pytest.raises(operations.NothingToPublish):
        operations.ask_to_publish(session, make.exhibition(), by=None, on=today())


def test_publishing_is_refused_while_something_on_the_wall_is_not_cleared(make, session):
    fine, lacking = make.photograph(cleared=True), make.photograph(nobody=True)
    exhibition = make.exhibition(photographs=[fine, lacking])
    with pytest.raises(operations.NotAllCleared) as refused:
        operations.ask_to_publish(session, exhibition, by=None, on=today())
    assert [one.photograph for one in refused.value.refused] == [lacking]


def test_an_edition_holds_its_photographs_words_and_what_they_rested_on(
    make, house, session, published
):
    photograph = make.photograph(nobody=True, caption="We bought a second kettle.")
    release = make.release(photograph)
    exhibition = published(photograph)
    (panel,) = panels(manifest(house, exhibition, "1"))
    assert panel["caption"] == "We bought a second kettle."
    assert "rested_on" not in panel, "what travels leads back to nobody"
    assert exhibition.editions[0].photographs[0].rested_on == [release.id]
    folder = house.config.exhibitions_folder / exhibition.slug / "1"
    assert all((folder / picture["src"]).is_file() for picture in panel["pictures"])
    assert (folder / "index.html").is_file() and (folder / "kiosk" / "index.html").is_file()
    assert sign(house, exhibition).live == 1


def test_a_photograph_cleared_for_the_wall_but_not_the_web_is_only_in_the_copy_for_the_room(
    make, house, session, published
):
    both, wall = make.photograph(cleared=True), make.photograph(nobody=True)
    make.release(wall, uses=EVERY_USE | {"web": False})
    exhibition = published(both, wall)
    assert len(panels(manifest(house, exhibition, "1"))) == 1
    assert len(panels(manifest(house, exhibition, f"1{press.ON_SITE}"))) == 2


def test_a_second_edition_supersedes_the_first(make, house, session, published, work):
    exhibition = published(make.photograph(cleared=True))
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    shown = sign(house, exhibition)
    assert shown.live == 2 and shown.superseded == {1} and not shown.retired


def test_taking_a_release_back_takes_the_edition_down_before_anything_else_happens(
    make, house, session, published
):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    consent.withdraw_person(session, photograph, by=None)
    shown = sign(house, exhibition)
    assert shown.live is None and shown.renewing and shown.retired == {1}


def test_afterwards_a_new_edition_hangs_without_the_photograph_and_the_old_folder_is_gone(
    make, house, session, published, work
):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    gone = panels(manifest(house, exhibition, "1"))[0]["ref"]
    consent.withdraw_person(session, photograph, by=None)
    work()
    shown = sign(house, exhibition)
    assert (shown.live, shown.retired, shown.gone) == (2, {1}, {gone})
    assert len(panels(manifest(house, exhibition, "2"))) == 1
    assert not (house.config.exhibitions_folder / exhibition.slug / "1").exists()


def test_when_the_last_photograph_goes_nothing_hangs(make, house, session, published, work):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    consent.withdraw_person(session, photograph, by=None)
    work()
    shown = sign(house, exhibition)
    assert shown.live is None and not shown.renewing


def test_an_older_edition_that_shows_it_is_retired_too(make, house, session, published, work):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    session.refresh(exhibition)
    panel = next(p for p in queries.panels_of(exhibition) if p.photograph is photograph)
    operations.take_down(session, panel, by=None)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    consent.withdraw_person(session, photograph, by=None)
    shown = sign(house, exhibition)
    assert shown.live == 2 and shown.retired == {1}, "the live edition never showed it"


def test_naming_somebody_in_a_photograph_on_show_takes_it_down_until_they_answer(
    make, house, session, published, work
):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    consent.name_person(session, photograph, "Woman at the window", by=None)
    work()
    assert sign(house, exhibition).live == 2
    assert len(panels(manifest(house, exhibition, "2"))) == 1


def test_a_no_to_the_web_alone_takes_it_off_the_web(make, house, session, published, work):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    make.release(photograph, uses=EVERY_USE | {"web": False})
    work()
    assert len(panels(manifest(house, exhibition, "2"))) == 1
    assert len(panels(manifest(house, exhibition, f"2{press.ON_SITE}"))) == 2


def test_a_face_released_only_blurred_takes_the_clear_picture_down(
    make, house, session, published, work
):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    person = consent.name_person(session, photograph, "Child", by=None)
    make.release(photograph, person, faces=Faces.BLURRED)
    work()
    assert len(panels(manifest(house, exhibition, f"{sign(house, exhibition).live}"))) == 1


def test_what_changes_while_an_edition_is_made_is_honoured(make, house, session):
    kept, leaving = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[kept, leaving])
    session.refresh(exhibition)
    edition = operations.ask_to_publish(session, exhibition, by=None, on=today())
    session.commit()
    rendered = []

    def render(words, folder):
        rendered.append(len(panels(words)))
        if len(rendered) == 1:
            with house.database.transaction() as other:
                photograph = other.get(type(leaving), leaving.id)
                consent.withdraw_person(other, photograph, by=None)

    press.publish(house, edition.id, render=render, responses=house.responses)
    session.expire_all()
    assert rendered == [2, 1]
    assert edition.state is EditionState.LIVE
    assert [one.photograph_id for one in edition.photographs] == [kept.id]


def test_publishing_twice_does_nothing_the_second_time(make, house, session, published):
    (edition,) = published(make.photograph(cleared=True)).editions
    session.commit()
    press.publish(
        house,
        edition.id,
        render=lambda words, folder: pytest.fail("made again"),
        responses=house.responses,
    )


def test_a_release_that_runs_out_closes_by_itself(make, house, session, published, work):
    from datetime import timedelta

    from photovoice.consent.models import Release
    from photovoice.exhibition import recall

    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    release = session.query(Release).filter(Release.photograph_id == photograph.id).one()
    release.expires_on = today() - timedelta(days=1)
    session.commit()
    recall.close_expired(house)
    work()
    assert sign(house, exhibition).live == 2
    assert len(panels(manifest(house, exhibition, "2"))) == 1


def test_somebody_without_credit_is_named_nowhere_in_the_edition(make, house, session, published):
    from photovoice.projects.models import Credit

    terry = make.researcher(name="Terry Unnamed", credit=Credit.NONE)
    exhibition = published(make.photograph(cleared=True, photographer=terry))
    folder = house.config.exhibitions_folder / exhibition.slug / "1"
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".json", ".js"}:
            assert "Terry Unnamed" not in path.read_text()
