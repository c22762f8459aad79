"""Whatever people took back after a backup stays taken back when that backup is restored."""

import ast
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import pyotp
import pytest
from sqlalchemy import delete, select, update

from photovoice.accounts import operations as accounts
from photovoice.accounts import second_factor
from photovoice.accounts.models import AccessCard, Device, Person, RecoveryCode, SecondFactor
from photovoice.archive import operations as archive
from photovoice.archive import speaking, taking_back
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph, WordsTakenBack
from photovoice.audit import Event
from photovoice.backup import holding, making, taken_back, verbs
from photovoice.backup.models import BackupPlace, TakenBack
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import CoveredFace, PersonPictured, Release
from photovoice.consent.rules import Part, Use
from photovoice.db import Base, now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.gallery import operations as gallery
from photovoice.jobs.operations import perform_all
from photovoice.permissions import Role
from photovoice.printing import operations as printing
from photovoice.projects import operations as projects
from photovoice.projects.models import Credit, Membership
from photovoice.removals import Removal, bring_back
from photovoice.workshop import operations as workshop
from photovoice.workshop.models import Contribution, Reading, Selection, Tagging, Theme, ThemeLink
from tests.backup.test_backup import DATABASES, state
from tests.guards.test_imports import MODULES, tree_of

PASSWORD = "four unrelated words do"
KEPT_FOR_THEM = {"words_taken_back"}
"""Where words may be for those who may bring them back, that were deleted in the house before."""
TRIED_ELSEWHERE = {
    *("withdrew", "gave_release", "redacted", "removed", "spoke", "let_go"),
    *("stored_without_metadata", "wrote_in_book"),
}
"""Verbs whose kinds are older than the others, and are tried in ``test_backup``."""


@dataclass
class Before:
    """What is there when the backup is made."""

    words: list
    """What is taken back afterwards; on nobody's list, and nowhere after a restore."""
    things: SimpleNamespace


@pytest.fixture
def before(make, session, config, work):
    """A house in which everybody has said something that they will take back."""
    number = iter(range(100))
    words: list[str] = []

    def word() -> str:
        words.append(f"quillon{next(number):02}")
        return words[-1]

    t = SimpleNamespace()
    t.steward, t.second = make.steward(name="Ruth"), make.steward(name="Ada")
    t.maker = make.researcher(name="Pat")

    def photograph(**more):
        return make.photograph(cleared=True, photographer=t.maker, **more)

    t.caption, t.emptied = photograph(caption=word()), photograph(title="Stays", caption=word())
    t.spoken, t.erased = photograph(title="Spoken"), photograph(title="Erased")
    t.note = make.voice_note(t.spoken, transcript=word())
    t.credited = make.photograph(photographer=t.maker, nobody=True, title="Credited")
    make.release(t.credited, credit=Credit.FULL, credit_name=word(), by=t.maker)
    projects.choose_credit(session, t.maker.memberships[0], Credit.FULL, word(), by=None)
    t.room, t.theme = make.workshop(), make.theme("Turning up", statement=word())
    t.gone_theme = make.theme(word(), statement=word())
    t.answer = workshop.write_down(session, t.room, t.spoken, word(), by=t.steward, said_by=t.maker)
    t.back = workshop.write_down(session, t.room, t.spoken, "Said after all.", by=t.steward)
    t.reading = workshop.read_otherwise(session, t.theme, word(), by=None, said_by=t.maker)
    t.link = workshop.link(session, t.theme, t.spoken, by=None, why=word())
    t.tagging = workshop.tag(session, t.spoken, "kitchen", by=None)
    t.selection = workshop.put_forward(session, t.spoken, by=None, why=word())
    t.covered = make.photograph(photographer=t.maker, pictured=["Bea"], title="Covered")
    t.bea = t.covered_person = session.scalars(select(PersonPictured)).one()
    t.parts = make.cover(t.covered, [Box(0.1, 0.1, 0.2, 0.2)], [t.bea])
    t.young = make.photograph(pictured=["Cem"], title="Young")
    t.cem = session.scalars(select(PersonPictured).where(PersonPictured.label == "Cem")).one()

    shown = [t.caption, t.emptied, t.spoken, t.credited]
    t.exhibition = make.exhibition(photographs=shown, slug="our-walls")
    t.exhibition.sections[0].theme = t.theme
    t.panel = t.exhibition.sections[0].panels[2]
    t.panel.label = word()
    t.card = printing.choose(session, t.exhibition, t.spoken, by=None)
    printing.say(session, t.card, word(), by=None)
    t.response = gallery.write_in_book(session, t.exhibition, word(), by=None, is_shown=True)
    session.refresh(t.exhibition)
    exhibitions.ask_to_publish(session, t.exhibition, by=None, on=today())

    t.revoked, t.way = accounts.make_card(session, t.maker, config, by=t.steward)
    accounts.open_device(session, t.steward, config, "A tablet", "password", None)
    t.device = session.scalars(select(Device)).one()
    for person, email in ((t.steward, "ruth@example.org"), (t.second, "ada@example.org")):
        accounts.set_password(session, person, PASSWORD, by=None, email=email)
    t.device.revoked_at = None
    second_factor.begin(session, t.second, config)
    app = pyotp.parse_uri(second_factor.being_set_up(session, t.second, config))
    t.codes = second_factor.confirm(session, t.second, app.at(now()), config)
    t.closes, t.leaves = make.researcher(name="Dov"), make.researcher(name="Eve")
    t.lowered, t.renewed = make.curator(name="Fay"), make.curator(name="Gil")
    accounts.set_password(session, t.renewed, PASSWORD, by=None, email="gil@example.org")
    work()
    return Before(words, t)


def take_everything_back(session, house, config, make, t):
    """One act of every kind."""
    taking_back.take_words_back(session, t.caption, by=t.maker)
    again = taking_back.take_words_back(session, t.young, by=None)
    taking_back.bring_words_back(session, again, by=None)
    archive.describe(session, t.emptied, caption="", by=t.maker)
    speaking.say_transcript(session, t.note, "", by=t.maker)
    archive.remove_picture(session, t.erased, by=None, on=today())
    make.release(t.credited, credit=Credit.NONE, by=t.maker)
    consent.withdraw(session, make.release(t.covered, t.bea), by=None)
    member = t.maker.memberships[0]
    projects.choose_credit(session, member, Credit.PSEUDONYM, "Kestrel", by=t.maker)
    workshop.strike(session, t.answer, by=t.maker)
    removal = workshop.strike(session, t.back, by=None)
    bring_back(session, removal, house.removable, by=None, on=today())
    workshop.strike_reading(session, t.reading, by=t.maker)
    workshop.unlink(session, t.link, by=None)
    workshop.untag(session, t.spoken, t.tagging.tag, by=None)
    workshop.hold_back(session, t.spoken, by=None)
    workshop.put_away_theme(session, t.gone_theme, by=None)
    workshop.change_theme(session, t.theme, name=t.theme.name, statement="", by=t.steward)
    consent.confirm_covered(session, t.covered, {}, by=None)
    consent.correct_age(session, t.cem, is_child=True, by=None)
    exhibitions.change(session, t.panel, label="", by=None)
    printing.say(session, t.card, "", by=None)
    gallery.show(session, t.response, True, by=None)
    gallery.show(session, t.response, False, by=None)
    project = t.exhibition.project
    projects.change_project(session, project, closed_uses=["press"], by=None)
    accounts.revoke_device(session, t.device, by=t.steward)
    accounts.set_password(session, t.steward, "quite another few words", by=t.steward)
    second_factor.check(session, t.second, t.codes[0], config)
    second_factor.begin(session, t.renewed, config)
    app = pyotp.parse_uri(second_factor.being_set_up(session, t.renewed, config))
    second_factor.confirm(session, t.renewed, app.at(now()), config)
    second_factor.turn_off(session, t.renewed, by=t.renewed)
    second_factor.begin(session, t.renewed, config)
    app = pyotp.parse_uri(second_factor.being_set_up(session, t.renewed, config))
    second_factor.confirm(session, t.renewed, app.at(now()), config)
    t.closes.password_hash, t.closes.password_by_card = "by a card", True
    accounts.make_card(session, t.closes, config, by=None)
    accounts.revoke_cards(session, t.closes, by=None)
    projects.close_account(session, t.closes.memberships[0], by=None)
    projects.open_account(session, t.closes.memberships[0], by=None)
    projects.close_account(session, t.closes.memberships[0], by=None)
    projects.leave(session, t.leaves.memberships[0], by=None)
    projects.change_role(session, t.lowered.memberships[0], Role.RESEARCHER, by=None)
    projects.add_member(session, project, t.lowered, Role.RESEARCHER, by=None)
    accounts.revoke_cards(session, t.maker, by=t.steward)


def rows_with(session, words) -> set[tuple[str, str]]:
    """In which tables each of some words still stands."""
    return {
        (table.name, word)
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
        for word in words
        if word in str(row)
    }


@pytest.fixture
def restored(before, make, session, house, config, work, disk, back_up, elsewhere, restore):
    """``restored(database)``: everything is taken back after the backup, which is restored."""

    def do(database="sqlite"):
        back_up(disk)
        told = {line["uid"] for line in disk.taken_back()[0]}
        take_everything_back(session, house, config, make, before.things)
        work()
        new = [line for line in disk.taken_back()[0] if line["uid"] not in told]
        done, there = restore(elsewhere(database), disk)
        with there.app.app_context():
            perform_all(there)
        return SimpleNamespace(done=done, house=there, told=new)

    return do


@pytest.mark.parametrize("database", DATABASES)
def test_nothing_taken_back_after_the_backup_comes_back(before, restored, session, disk, database):
    t, found = before.things, restored(database)
    with found.house.database.session(writes=False) as again:
        more = rows_with(again, before.words) - rows_with(session, before.words)
        assert {table for table, _word in more} <= KEPT_FOR_THEM

        def here(row):
            return again.get(type(row), row.id)

        def all_of(kind):
            return again.scalars(select(kind)).all()

        assert [one.text for one in all_of(Contribution)] == ["Said after all."]
        for kind in (Reading, ThemeLink, Tagging, Selection, CoveredFace):
            assert not all_of(kind), kind
        assert [one.name for one in all_of(Theme)] == ["Turning up"]
        assert here(t.caption).caption == here(t.emptied).caption == ""
        assert here(t.emptied).title == "Stays" and here(t.young).title == "Young"
        assert here(t.erased).removed_on == today() and not here(t.erased).renditions
        assert here(t.cem).is_child
        assert not here(t.response).is_shown
        assert here(t.exhibition).project.closed_uses == ["press"]
        member = here(t.maker.memberships[0])
        assert (member.credit, member.credit_name) == (Credit.NONE, "")
        assert not [one for one in all_of(Release) if one.credit not in (None, Credit.NONE)]
        assert here(t.revoked).revoked_at and here(t.device).revoked_at
        assert here(t.steward).password_hash is None and here(t.second).password_hash
        assert len([one for one in all_of(RecoveryCode) if one.used_at]) == 1
        assert here(t.renewed).password_hash is None
        assert again.get(SecondFactor, t.second.id) and not again.get(SecondFactor, t.renewed.id)
        assert here(t.closes).disabled_at and not here(t.second).disabled_at
        assert here(t.leaves.memberships[0]).left_at
        assert here(t.lowered.memberships[0]).role is Role.RESEARCHER


def on_the_walls(house) -> str:
    """All that visitors read of the edition that hangs."""
    folder = house.config.exhibitions_folder / "our-walls"
    live = folder / str(state.read(folder).live)
    return "".join(p.read_text() for p in live.rglob("*") if p.suffix in (".html", ".json"))


@pytest.mark.any_database
def test_neither_the_walls_nor_the_search_show_it_once_a_steward_has_opened(
    before, restored, house
):
    found = restored()
    with found.house.app.app_context():
        holding.open_again(found.house, by=None)
        perform_all(found.house)
        shown, shown_before = on_the_walls(found.house), on_the_walls(house)
        assert "Spoken" in shown
        waiting = {word for word in before.words if word in shown_before}
        assert len(waiting) == 3, "what is deleted waits until somebody publishes again"
        assert len({word for word in before.words if word in shown} & waiting) == 2
        assert not {word for word in before.words if word in shown} - waiting
        project = before.things.exhibition.project_id
        for word in before.words:
            assert not found.house.index.search(word, project_id=project, allowed=None).ids, word


@pytest.mark.any_database
def test_the_list_has_no_words_and_hears_at_once_of_everything(before, restored, disk, session):
    found = restored()
    text = "".join(str(line) for line in disk.taken_back()[0])
    names = ["Kestrel", "Pat", "Bea", "Cem"]
    assert not [word for word in [*before.words, *names] if word in text]
    assert {line["kind"] for line in found.told} >= {
        *("member", "account", "ended", "response", "limited", "confirmed", "child", "words"),
        *("removed", "emptied", "erased", "changed", "answered"),
    }
    did = set(session.scalars(select(Event.did)))
    assert set(verbs.LISTED) - did <= TRIED_ELSEWHERE, "tried by nothing here"


@pytest.mark.any_database
def test_what_nobody_can_do_again_keeps_the_exhibitions_closed_and_is_said(before, restored):
    found = restored()
    assert found.done.is_current and not found.done.opens
    assert {"described", "changed_theme"} <= set(found.done.to_look_at)
    assert any("older ones are here" in one for one in verbs.sentences(found.done.to_look_at))
    client = found.house.app.test_client()
    assert client.get("/exhibitions/our-walls/").status_code == 503


@pytest.mark.any_database
def test_a_backup_after_it_opens_and_restores_everything_as_it_is(
    before, make, session, house, config, work, disk, back_up, elsewhere, restore
):
    take_everything_back(session, house, config, make, before.things)
    work()
    back_up(disk)
    done, there = restore(elsewhere(), disk)
    assert done.opens and done.reapplied == 0
    with there.database.session(writes=False) as again:
        member = again.get(Membership, before.things.maker.memberships[0].id)
        assert member.credit_name == "Kestrel"
        assert again.get(Person, before.things.steward.id).password_hash


@pytest.mark.any_database
def test_words_struck_out_come_back_to_whoever_said_them_alone(before, restored):
    found = restored()
    with found.house.database.session(writes=False) as again:
        own = again.scalars(select(Removal).where(Removal.kind == "answer")).one()
        assert own.only_by_id == before.things.maker.id
        taken = again.scalars(
            select(WordsTakenBack)
            .join(Photograph)
            .where(Photograph.uid == before.things.caption.uid)
        ).one()
        assert taken.taken_by_id == before.things.maker.id


@pytest.mark.any_database
def test_where_it_is_not_known_everybody_is_signed_out(
    before, session, house, work, disk, back_up, elsewhere, restore
):
    back_up(disk)
    disk.store.delete("taken-back/until.json")
    done, there = restore(elsewhere(), disk)
    assert not done.opens
    with there.database.session(writes=False) as again:
        assert not again.scalars(select(Device).where(Device.revoked_at.is_(None))).all()
        assert again.scalars(select(AccessCard).where(AccessCard.revoked_at.is_(None))).all()


@pytest.mark.any_database
def test_the_last_steward_stays_so_that_somebody_can_look(
    make, session, work, disk, back_up, elsewhere, restore
):
    old = make.steward(name="Old")
    back_up(disk)
    new = make.steward(name="New")
    projects.leave(session, old.memberships[0], by=new)
    work()
    _done, there = restore(elsewhere(), disk)
    with there.database.session(writes=False) as again:
        assert again.get(Membership, old.memberships[0].id).left_at is None


@pytest.mark.any_database
def test_what_was_published_anew_since_is_looked_at_before_an_older_edition_is_shown(
    before, session, work, disk, back_up, elsewhere, restore
):
    t = before.things
    back_up(disk)
    exhibitions.ask_to_publish(session, t.exhibition, by=t.steward, on=today())
    work()
    done, _there = restore(elsewhere(), disk)
    assert done.is_current and done.to_look_at == ["asked_to_publish"] and not done.opens


def test_a_row_that_got_the_number_of_a_lost_one_is_not_taken_for_it(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    room, photograph = make.workshop(), make.photograph()
    back_up(disk)
    lost = workshop.write_down(session, room, photograph, "Struck.", by=None)
    workshop.strike(session, lost, by=None)
    work()
    session.execute(delete(Removal))
    session.execute(delete(TakenBack))  # what follows is told by a copy that knows nothing of it
    session.execute(update(BackupPlace).values(told_through=0))
    workshop.write_down(session, room, photograph, "Kept.", by=None)
    back_up(disk)
    _done, there = restore(elsewhere(), disk)
    with there.database.session(writes=False) as again:
        assert again.scalars(select(Contribution.text)).all() == ["Kept."]


@pytest.mark.parametrize("database", DATABASES)
def test_whoever_was_named_since_is_asked_before_the_photograph_is_shown(
    make, session, work, disk, back_up, elsewhere, restore, database
):
    street, yard = make.photograph(cleared=True), make.photograph(cleared=True)
    amina = make.researcher(name="Amina")
    back_up(disk)
    bea = consent.name_person(session, street, "Bea", is_child=True, by=None)
    known = consent.name_member(session, street, amina, by=None)
    consent.name_member(session, yard, amina, by=None)
    work()
    _done, there = restore(elsewhere(database), disk)
    with there.database.session(writes=False) as again:
        photographs = again.scalars(select(Photograph).order_by(Photograph.id)).all()
        may = consent_queries.clearances(again, photographs, Use.WEB, today())
        assert not may[photographs[0].id] and not may[photographs[1].id]
        people = consent_queries.people_in(again, photographs[0])
        named = {(one.uid, one.label, one.is_child, one.person_id) for one in people}
        assert named == {
            (bea.uid, "Somebody in it", True, None),
            (known.uid, "Amina", False, amina.id),
        }
        assert [one.uid for one in consent_queries.people_in(again, photographs[1])] == [known.uid]


@pytest.mark.any_database
def test_an_answer_that_was_to_end_sooner_is_not_followed_by_the_longer_one_before_it(
    make, session, work, disk, back_up, elsewhere, restore
):
    sooner, later = make.photograph(nobody=True), make.photograph(nobody=True)
    for one in (sooner, later):
        make.release(one, expires_on=today() + timedelta(days=30))
    back_up(disk)
    make.release(sooner, expires_on=today() + timedelta(days=3))
    make.release(later, expires_on=today() + timedelta(days=60))
    work()
    _done, there = restore(elsewhere(), disk)
    with there.database.session(writes=False) as again:
        found = again.scalars(select(Photograph).order_by(Photograph.id)).all()
        may = consent_queries.clearances(again, found, Use.WEB, today())
        assert not may[found[0].id] and may[found[1].id]


HANDS = ["wrote down", "by card", "withdrew"]


@pytest.mark.any_database
@pytest.mark.parametrize("how", HANDS)
def test_a_no_of_somebody_named_since_is_opened_by_nobody_elses_yes(
    make, session, config, work, disk, back_up, elsewhere, restore, how
):
    street = make.photograph(nobody=True, cleared=True)
    amina = make.researcher(name="Amina")
    back_up(disk)
    if how == "by card":
        bea = consent.name_member(session, street, amina, by=None)
    else:
        bea = consent.name_person(session, street, "Bea", by=None)
    refused = {use.value: use is not Use.PRESS and how != "withdrew" for use in Use}
    by = amina if how == "by card" else None
    if how == "withdrew":
        consent.withdraw(session, make.release(street, bea), by=None)
    else:
        make.release(street, bea, uses=refused, by=by)
    work()
    _done, there = restore(elsewhere(), disk)
    with there.database.transaction() as again:
        (found,) = again.scalars(select(Photograph))
        (person,) = consent_queries.people_in(again, found)
        consent.give_release(
            again,
            found.project,
            {use.value: True for use in Use},
            by=found.photographer,
            config=config,
            part=Part.PICTURED,
            pictured=person,
            photograph=found,
        )
        may = consent_queries.every_use(again, found, today())
        closed = {use for use in Use if not may[use]}
        assert closed == ({Use.PRESS} if how == "wrote down" else set(Use)), "they are asked anew"


@pytest.mark.parametrize("database", DATABASES)
def test_a_no_since_leaves_the_yes_said_before_it_and_is_said_once(
    make, session, work, disk, back_up, elsewhere, restore, database
):
    street = make.photograph(cleared=True, pictured=["Bea"])
    (bea,) = session.scalars(select(PersonPictured))
    web = {use.value: use is Use.WEB for use in Use if use is not Use.PRESS}
    make.release(street, bea, uses=web)
    back_up(disk)
    make.release(street, bea, uses={"web": True, "print": True, "press": False})
    work()
    _done, there = restore(elsewhere(database), disk)
    with there.database.session(writes=False) as again:
        (found,) = again.scalars(select(Photograph))
        may = consent_queries.every_use(again, found, today())
        assert [use for use in Use if may[use]] == [Use.WEB], "print nobody has in writing"
        last = consent_queries.said_of(again, found, again.scalars(select(PersonPictured)).one())[0]
        assert last.answers == {"web": True, "press": False}
    with there.app.app_context():
        perform_all(there)
    making.back_up(there, disk)
    done, _twice = restore(elsewhere(database), disk)
    assert done.reapplied == 0


@pytest.mark.any_database
def test_what_another_copy_once_said_takes_away_nothing_that_was_covered_later(
    make, session, work, disk, back_up, elsewhere, restore
):
    one = make.photograph(cleared=True)
    back_up(disk)
    for left in (0.1, 0.2, 0.3):
        archive.redact(session, one, [Box(left, 0.1, 0.1, 0.1)], by=None)
        make.photograph()
        work()
    disk.store.delete("taken-back/until.json")  # so the restored house counts its lines anew
    _done, second = restore(elsewhere(), disk)
    with second.app.app_context():
        perform_all(second)
        with second.database.transaction() as again:
            found = again.scalars(select(Photograph)).one()
            archive.redact(again, found, [Box(x, 0.1, 0.1, 0.1) for x in (0.3, 0.6)], by=None)
        perform_all(second)
        making.back_up(second, disk)
    _done, third = restore(elsewhere(), disk)
    with third.database.session(writes=False) as again:
        assert len(again.scalars(select(Photograph)).one().redactions) == 2


@pytest.mark.any_database
def test_a_clock_that_is_behind_makes_no_old_list_a_current_one(
    make, disk, back_up, elsewhere, restore
):
    make.photograph()
    back_up(disk)
    _lines, until = disk.taken_back()
    disk.say_until(replace(until, at=now() + timedelta(days=40)))
    done, _there = restore(elsewhere(), disk)
    assert not done.is_current and not done.opens


def recorded_verbs() -> set[str]:
    """Every verb some code writes into the record; one made of parts ends with a star."""
    found = set()
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            name = isinstance(node, ast.Call) and getattr(
                node.func, "id", getattr(node.func, "attr", "")
            )
            if name == "record" and len(node.args) >= 4:
                found |= said_by(node.args[2])
    return found


def said_by(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=str(verb)):
            return {verb}
        case ast.IfExp(body=body, orelse=other):
            return said_by(body) | said_by(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return {f"{start}*"}
    raise AssertionError("a verb nobody can know beforehand: write it out")


def test_every_verb_of_the_record_is_on_the_list_or_looked_at_or_says_why_not():
    known = set(verbs.LISTED) | set(verbs.LOOKED_AT) | set(verbs.NOT_NEEDED)
    assert recorded_verbs() == known, "new: does a restore bring back what it takes back?"
    assert not (set(verbs.LISTED) | set(verbs.LOOKED_AT)) & set(verbs.NOT_NEEDED)


def test_every_kind_on_the_list_is_gathered_and_taken_back_again():
    from photovoice.backup import states
    from photovoice.backup.models import Kind

    here = {*("withdrawn", "answered", "covered", "silenced", "deleted")}
    assert {one.kind for one in states.STATES} | {Kind(one) for one in here} == set(Kind)
    assert set(verbs.LISTED.values()) | {Kind.CHANGED} == set(Kind)
    assert taken_back.TELL == "backup.tell"
