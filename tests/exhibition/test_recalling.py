"""What was shown and may not be any more: off every screen, whoever was first."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from photovoice.archive import operations as archive
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph
from photovoice.audit import Event
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import Release
from photovoice.consent.rules import Faces, Part
from photovoice.db import today
from photovoice.exhibition import operations, press, recall
from photovoice.exhibition.models import EditionState
from photovoice.gallery import state
from photovoice.permissions import Role
from photovoice.projects import operations as projects
from photovoice.projects.models import Credit, Membership
from photovoice.workshop import operations as workshop
from tests.factories import EVERY_USE

A_CORNER = [Box(0.1, 0.1, 0.2, 0.2)]


def folder_of(house, exhibition):
    return house.config.exhibitions_folder / exhibition.slug


def sign(house, exhibition):
    return state.read(folder_of(house, exhibition))


def manifest(house, exhibition, name):
    return json.loads((folder_of(house, exhibition) / str(name) / "manifest.json").read_text())


def panels(house, exhibition, name):
    sections = manifest(house, exhibition, name)["sections"]
    return [panel for section in sections for panel in section["panels"]]


def everything_in(folder):
    words = [path for path in folder.rglob("*") if path.suffix in {".html", ".json", ".js"}]
    return "\n".join(path.read_text() for path in words)


def asked_for(session, exhibition):
    """An edition asked for and not yet made."""
    session.refresh(exhibition)
    edition = operations.ask_to_publish(session, exhibition, by=None, on=today())
    session.commit()
    return edition


# Nothing stands in the way of taking back.


def test_a_release_is_taken_back_although_nothing_hangs_on_the_wall_any_more(
    make, session, house, published
):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    operations.take_down(session, exhibition.sections[0].panels[0], by=None)
    consent.withdraw_person(session, photograph, by=None)
    session.commit()
    assert sign(house, exhibition).live is None and sign(house, exhibition).retired == {1}


def test_an_older_slip_takes_the_photograph_down_too(make, session, house, published):
    photograph, other = make.photograph(nobody=True), make.photograph(cleared=True)
    first = make.release(photograph)
    make.release(photograph)
    exhibition = published(photograph, other)
    consent.withdraw(session, session.get_one(Release, first.id), by=None)
    assert sign(house, exhibition).retired == {1}


def test_one_exhibition_in_trouble_keeps_no_other_on_show_past_its_time(
    make, session, house, published, monkeypatch
):
    photographs = [make.photograph(cleared=True) for _ in range(2)]
    in_trouble, fine = (published(photograph) for photograph in photographs)
    for release in session.query(Release):
        release.expires_on = today() - timedelta(days=1)
    put_up, unlucky = house.put_up_sign, in_trouble.slug
    session.commit()

    def stumble(slug, words):
        if slug == unlucky:
            raise RuntimeError("the folder is gone")
        put_up(slug, words)

    monkeypatch.setattr(house, "put_up_sign", stumble)
    recall.close_expired(house)
    assert sign(house, fine).retired == {1}


def test_what_cannot_be_told_to_the_public_side_is_not_shown(
    make, session, house, published, monkeypatch
):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)

    def full(_folder, _state):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(state, "write", full)
    consent.withdraw_person(session, photograph, by=None)
    assert sign(house, exhibition) is None


def test_taking_back_looks_at_each_exhibition_once(make, session, house, published, monkeypatch):
    photograph = make.photograph(cleared=True)
    exhibition, signs = published(photograph), []
    monkeypatch.setattr(house, "put_up_sign", lambda slug, _words: signs.append(slug))
    consent.withdraw_person(session, photograph, by=None)
    assert signs == [exhibition.slug]


def test_a_no_where_there_was_a_yes_takes_the_photograph_down(make, session, house, published):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    make.release(photograph, uses=EVERY_USE | {"exhibition": False})
    assert sign(house, exhibition).retired == {1}


# What is covered.


def test_covering_something_takes_the_uncovered_picture_down_at_once(
    make, session, house, published, work
):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    shown = {one["src"] for one in panels(house, exhibition, 1)[0]["pictures"]}
    archive.redact(session, photograph, A_CORNER, by=None)
    assert sign(house, exhibition).retired == {1}
    work()
    live = sign(house, exhibition).live
    pictures = {
        one["src"] for panel in panels(house, exhibition, live) for one in panel["pictures"]
    }
    assert not shown & pictures
    assert not any((folder_of(house, exhibition) / str(live) / src).exists() for src in shown)


def test_what_was_covered_by_hand_is_published_covered(make, session, house, published, work):
    photograph = make.photograph(cleared=True)
    archive.redact(session, photograph, A_CORNER, by=None)
    work()
    exhibition = published(photograph)
    (panel,) = panels(house, exhibition, 1)
    covered = {r.sha256[:16] for r in photograph.renditions if r.redacted}
    assert {src["src"].split("/")[1].split("-")[0] for src in panel["pictures"]} == covered
    assert panel["placeholder"] == ""


def test_covering_more_while_an_edition_is_made_is_honoured(make, session, house, work):
    photograph = make.photograph(cleared=True)
    archive.redact(session, photograph, A_CORNER, by=None)
    work()
    exhibition = make.exhibition(photographs=[photograph])
    edition = asked_for(session, exhibition)
    tries = []

    def render(words, folder):
        tries.append(sorted(path.name for path in (folder / "pictures").iterdir()))
        if len(tries) == 1:
            with house.database.transaction() as other:
                archive.redact(
                    other,
                    other.get_one(Photograph, photograph.id),
                    [Box(0, 0, 1, 1)],
                    by=None,
                )
            from photovoice.archive.developing import develop

            develop(house, photograph.id)

    press.publish(house, edition.id, render=render, responses=house.responses)
    assert len(tries) == 2 and tries[0] != tries[1]
    pictures = folder_of(house, exhibition) / "1" / "pictures"
    assert sorted(path.name for path in pictures.iterdir()) == tries[1]


# Leftovers.


def test_a_copy_for_the_room_does_not_outlive_the_try_it_was_made_in(make, session, house):
    kept, leaving = make.photograph(cleared=True), make.photograph(nobody=True)
    make.release(leaving, uses=EVERY_USE | {"web": False})
    exhibition = make.exhibition(photographs=[kept, leaving])
    edition = asked_for(session, exhibition)
    tries = []

    def render(words, folder):
        tries.append(folder)
        if len(tries) == 1:
            with house.database.transaction() as other:
                consent.withdraw_person(other, other.get_one(Photograph, leaving.id), by=None)

    press.publish(house, edition.id, render=render, responses=house.responses)
    left = sorted(path.name for path in folder_of(house, exhibition).iterdir())
    assert left == ["1", "state.json"]


def test_a_slow_second_worker_puts_nothing_back_that_was_taken_down(make, session, house):
    kept, leaving = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[kept, leaving])
    edition = asked_for(session, exhibition)
    done = []

    def quick(words, folder):
        done.append(words)

    def slow(words, folder):
        if not done:
            with house.database.transaction() as other:
                consent.withdraw_person(other, other.get_one(Photograph, leaving.id), by=None)
            press.publish(house, edition.id, render=quick, responses=house.responses)

    press.publish(house, edition.id, render=slow, responses=house.responses)
    assert len(panels(house, exhibition, 1)) == 1
    session.expire_all()
    assert edition.state is EditionState.LIVE and len(edition.photographs) == 1


def test_a_crash_before_the_sign_is_put_up_is_mended_when_the_job_runs_again(
    make, session, house, monkeypatch
):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
    edition = asked_for(session, exhibition)
    put_up = house.put_up_sign
    monkeypatch.setattr(house, "put_up_sign", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        press.publish(house, edition.id, render=lambda *_: None, responses=house.responses)
    assert sign(house, exhibition) is None
    monkeypatch.setattr(house, "put_up_sign", put_up)
    press.publish(house, edition.id, render=lambda *_: None, responses=house.responses)
    assert sign(house, exhibition).live == 1


@pytest.mark.parametrize("later_is", [EditionState.LIVE, EditionState.RETIRED])
def test_an_edition_tried_again_after_a_later_one_replaces_nothing(
    make, session, house, published, later_is
):
    photograph, since = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph)
    failed = asked_for(session, exhibition)
    failed.asked_at -= operations.STUCK
    operations.hang(session, exhibition.sections[0], since, by=None, on=today())
    later = asked_for(session, exhibition)
    press.publish(house, later.id, render=lambda *_: None, responses=house.responses)
    if later_is is EditionState.RETIRED:
        session.refresh(later)
        operations.retire(session, later, by=None)
        session.commit()
    press.publish(house, failed.id, render=lambda *_: None, responses=house.responses)
    session.expire_all()
    assert (failed.state, later.state) == (EditionState.SUPERSEDED, later_is)
    shown = sign(house, exhibition)
    assert shown.live == (3 if later_is is EditionState.LIVE else None)
    assert not (folder_of(house, exhibition) / "2").exists()
    last = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (last.did, last.details) == ("overtaken", {"number": 2})


# An edition made because somebody changed their mind.


def test_it_shows_nothing_that_no_curator_has_published(make, session, house, published, work):
    photograph, other = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(photograph, other)
    since = make.photograph(cleared=True, title="Not ready yet")
    operations.hang(session, exhibition.sections[0], since, by=None, on=today())
    consent.withdraw_person(session, photograph, by=None)
    work()
    assert [panel["title"] for panel in panels(house, exhibition, 2)] == [other.title]
    session.refresh(exhibition)
    operations.take_down(session, exhibition.sections[0].panels[0], by=None)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    assert "Not ready yet" in [panel["title"] for panel in panels(house, exhibition, 3)]


# Names.


def test_whoever_asks_to_stand_without_a_name_is_taken_off_the_walls(
    make, session, house, published, work
):
    maker = make.researcher(name="Terry Unnamed")
    photograph = make.photograph(cleared=True, photographer=maker)
    exhibition = published(photograph)
    assert "Terry Unnamed" in everything_in(folder_of(house, exhibition) / "1")
    make.release(photograph, credit=Credit.NONE)
    work()
    assert sign(house, exhibition).live == 2
    assert "Terry Unnamed" not in everything_in(folder_of(house, exhibition))


def test_a_reading_stands_under_the_name_its_giver_chose_for_their_work(
    make, session, house, published
):
    unnamed = make.researcher(name="Terry Unnamed", credit=Credit.NONE)
    pen = make.researcher(
        name="Sam Realname", credit=Credit.PSEUDONYM, credit_name="The one with the kettle"
    )
    theme = make.theme()
    for who in (unnamed, pen):
        workshop.read_otherwise(session, theme, "I see it otherwise.", by=None, said_by=who)
    workshop.read_otherwise(
        session, theme, "So do I.", by=None, said_by_label="somebody in the room"
    )
    photograph = make.photograph(cleared=True)
    exhibition = make.exhibition(photographs=[photograph])
    exhibition.sections[0].theme = theme
    session.flush()
    edition = asked_for(session, exhibition)
    press.publish(house, edition.id, render=house.render_edition, responses=house.responses)
    words = everything_in(folder_of(house, exhibition) / "1")
    assert "Terry Unnamed" not in words and "Sam Realname" not in words
    assert "The one with the kettle" in words and "somebody in the room" in words


@pytest.fixture
def read_by(make, session):
    """``read_by(person)`` publishes a theme that the person sees otherwise."""

    def publish(person):
        exhibition = make.exhibition(photographs=[make.photograph(cleared=True)])
        exhibition.sections[0].theme = make.theme()
        workshop.read_otherwise(
            session, exhibition.sections[0].theme, "I see it otherwise.", by=None, said_by=person
        )
        session.flush()
        return asked_for(session, exhibition)

    return publish


@pytest.mark.parametrize("how", ["chooses", "comes back"])
def test_whoever_reads_a_theme_otherwise_is_taken_off_the_walls_when_they_ask_for_no_name(
    make, session, house, work, read_by, how
):
    cy = make.researcher(name="Cy Lowe")
    exhibition = read_by(cy).exhibition
    work()
    assert "Cy Lowe" in everything_in(folder_of(house, exhibition) / "1")
    (membership,) = cy.memberships
    if how == "chooses":
        projects.choose_credit(session, membership, Credit.NONE, "", by=cy)
    else:
        projects.add_member(session, make.the_project, cy, Role.RESEARCHER, by=None)
    assert sign(house, exhibition).retired == {1}
    work()
    assert sign(house, exhibition).live == 2
    words = everything_in(folder_of(house, exhibition))
    assert "Cy Lowe" not in words and "I see it otherwise." in words


def test_so_is_the_photographer(make, session, house, work, published):
    maker = make.researcher(name="Terry Unnamed")
    exhibition = published(make.photograph(cleared=True, photographer=maker))
    projects.choose_credit(session, maker.memberships[0], Credit.NONE, "", by=maker)
    work()
    assert "Terry Unnamed" not in everything_in(folder_of(house, exhibition))


def test_a_choice_that_changes_no_name_takes_nothing_down(make, session, house, work, read_by):
    cy = make.researcher(name="Cy Lowe")
    exhibition = read_by(cy).exhibition
    work()
    projects.choose_credit(session, cy.memberships[0], Credit.FULL, "Cy Lowe", by=cy)
    assert sign(house, exhibition).live == 1 and not sign(house, exhibition).retired


def test_a_name_taken_back_while_an_edition_is_made_is_not_in_it(make, session, house, read_by):
    cy, tries = make.researcher(name="Cy Lowe"), []
    choice = cy.memberships[0].id
    edition = read_by(cy)

    def render(words, folder):
        tries.append(json.dumps(words))
        if len(tries) == 1:
            with house.database.transaction() as other:
                membership = other.get_one(Membership, choice)
                projects.choose_credit(other, membership, Credit.NONE, "", by=None)

    press.publish(house, edition.id, render=render, responses=house.responses)
    assert ["Cy Lowe" in words for words in tries] == [True, False]


# A child.


@pytest.mark.parametrize("whose_face", ["the child's", "somebody else's"])
def test_the_place_is_left_out_unless_it_is_the_child_who_is_covered(
    make, session, house, published, work, whose_face
):
    photograph = make.photograph(pictured=["Ade"], place="The corner of Mill Street")
    (ade,) = consent_queries.people_in(session, photograph)
    child = consent.name_person(session, photograph, "Bea", is_child=True, by=None)
    blurred, clear = Faces.BLURRED, Faces.AS_THEY_ARE
    of_child = blurred if whose_face == "the child's" else clear
    make.release(photograph)
    make.release(photograph, ade, faces=clear if of_child is blurred else blurred)
    for part in (Part.GUARDIAN, Part.PICTURED):
        make.release(photograph, child, part=part, faces=of_child)
    make.cover(photograph, A_CORNER, [child if of_child is blurred else ade])
    work()
    exhibition = published(photograph)
    (panel,) = panels(house, exhibition, 1)
    assert bool(panel["place"]) is (whose_face == "the child's")


# Copies that are carried about.


def test_a_copy_is_valid_no_longer_than_the_releases_it_rests_on(make, session, house, published):
    photograph, last_day = make.photograph(nobody=True), today() + timedelta(days=20)
    make.release(photograph, expires_on=last_day)
    exhibition = published(photograph, make.photograph(cleared=True))
    assert manifest(house, exhibition, 1)["edition"]["valid_until"] == last_day.isoformat()
    assert exhibition.editions[0].valid_until == last_day


# The round that is made every hour.


def test_a_store_that_cannot_be_swept_keeps_nothing_on_show_past_its_time(
    make, session, house, published, monkeypatch
):
    photograph = make.photograph(nobody=True)
    release = make.release(photograph, expires_on=today())
    exhibition = published(photograph)
    release.expires_on = today() - timedelta(days=1)
    session.commit()

    def forbidden(_older_than):
        raise PermissionError("ListMultipartUploads")

    monkeypatch.setattr(house.store, "sweep_temporaries", forbidden)
    house.queue.keep_house()
    assert sign(house, exhibition).retired == {1}


# Where no worker looks.


def test_the_public_side_knows_the_last_day_of_what_it_shows(make, session, house, published):
    first, later = (today() + timedelta(days=days) for days in (20, 30))
    photograph = make.photograph(nobody=True)
    make.release(photograph, expires_on=later)
    exhibition = published(photograph, make.photograph(cleared=True))
    assert sign(house, exhibition).until == later
    make.release(photograph, expires_on=first)
    assert sign(house, exhibition).until == first, "a new answer may last less long"
    make.release(photograph)
    assert sign(house, exhibition).until is None, "or for good"


def test_what_may_hang_in_a_room_only_does_not_close_the_web(make, house, published):
    in_the_room = make.photograph(nobody=True)
    make.release(in_the_room, uses=EVERY_USE | {"web": False}, expires_on=today())
    exhibition = published(in_the_room, make.photograph(cleared=True))
    assert sign(house, exhibition).live == 1 and sign(house, exhibition).until is None


def test_an_edition_taken_down_names_what_replaced_it_and_what_that_left_out(
    make, session, work, published, curator
):
    stays, goes = make.photograph(cleared=True), make.photograph(cleared=True, title="The kettle")
    exhibition = published(stays, goes)
    consent.withdraw_person(session, goes, by=None)
    session.commit()
    client = curator()
    address = f"/projects/{exhibition.project.slug}/exhibitions/{exhibition.slug}/editions/"
    assert "No other edition has taken its place yet" in client.get(f"{address}1").text
    work()
    page = client.get(f"{address}1").text
    assert "Edition 2 took its place" in page and f'href="{address}2"' in page
    assert "Not in it any more" in page and "The kettle" in page
    assert stays.name not in page
