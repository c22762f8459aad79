"""Naming people, writing answers down, taking them back, and what the archive is told of it."""

import pytest

from photovoice.archive.darkroom import Box
from photovoice.archive.operations import redact
from photovoice.archive.rules import Standing
from photovoice.audit import Event
from photovoice.consent import events, operations, queries
from photovoice.consent.gate import standings
from photovoice.consent.operations import (
    AlreadyWithdrawn,
    HasAnswered,
    PeopleAreNamed,
    SlipUnknown,
)
from photovoice.consent.queries import NotCleared
from photovoice.consent.rules import Faces, Part, SaidBy, Use
from photovoice.db import today


@pytest.fixture
def heard():
    """What the parts to the right are told of: a list of photograph ids each time."""
    told = []

    def changed(_sender, *, session, photograph_ids):
        told.append(sorted(photograph_ids))

    with events.changed.connected_to(changed):
        yield told


def cleared(session, photograph, use=Use.EXHIBITION):
    """Whether the gate says yes today."""
    return bool(queries.clearance(session, photograph, use, today()))


def the_one_in(session, photograph):
    """The only person named in a photograph."""
    (person,) = queries.people_in(session, photograph)
    return person


def test_a_photograph_of_two_people_needs_both_their_releases(session, make):
    photograph = make.photograph(pictured=["Ade", "Bea"])
    ade, bea = queries.people_in(session, photograph)
    make.release(photograph)
    make.release(photograph, ade)
    with pytest.raises(NotCleared) as refused:
        queries.require_clearance(session, photograph, Use.EXHIBITION, today())
    assert refused.value.who_is_missing == ["Bea"]
    make.release(photograph, bea)
    assert queries.require_clearance(session, photograph, Use.EXHIBITION, today())


def test_naming_somebody_takes_the_statement_that_nobody_is_in_it_away(session, make):
    photograph = make.photograph(cleared=True)
    assert cleared(session, photograph)
    operations.name_person(session, photograph, "Ade", by=None)
    assert not cleared(session, photograph)
    operations.unname_person(session, photograph, the_one_in(session, photograph), by=None)
    assert not cleared(session, photograph), "who is in it has to be stated anew"


def test_nobody_cannot_be_stated_of_a_photograph_with_people_in_it(session, make):
    photograph = make.photograph(pictured=["Ade"])
    with pytest.raises(PeopleAreNamed):
        operations.state_nobody(session, photograph, by=None)


def test_somebody_known_is_one_person_in_all_their_photographs(session, make):
    one, two = make.photograph(pictured=["Ade"]), make.photograph()
    ade = the_one_in(session, one)
    operations.name_person(session, two, known=ade, by=None)
    operations.name_person(session, two, known=ade, by=None)
    assert queries.people_in(session, two) == [ade]
    make.release(one, ade, everything=True)
    for photograph in (one, two):
        make.release(photograph)
        assert cleared(session, photograph)


def test_taking_back_an_answer_for_all_reaches_every_photograph_and_tells_it(session, make, heard):
    one, two = make.photograph(pictured=["Ade"]), make.photograph()
    ade = the_one_in(session, one)
    operations.name_person(session, two, known=ade, by=None)
    release = make.release(one, ade, everything=True)
    for photograph in (one, two):
        make.release(photograph)
    heard.clear()
    assert sorted(operations.withdraw(session, release, by=None)) == sorted([one.id, two.id])
    assert heard == [sorted([one.id, two.id])]
    assert not cleared(session, one) and not cleared(session, two)


def test_taking_back_twice_is_answered_kindly(session, make):
    release = make.release(make.photograph(nobody=True))
    operations.withdraw(session, release, by=None)
    with pytest.raises(AlreadyWithdrawn):
        operations.withdraw(session, release, by=None)


@pytest.mark.parametrize("uses", [{"web": False}, {"workshop": True}, {}])
def test_a_later_no_or_silence_is_told_too(session, make, heard, uses):
    photograph = make.photograph(cleared=True)
    heard.clear()
    make.release(photograph, uses=uses)
    assert heard == [[photograph.id]] and not cleared(session, photograph, Use.WEB)


def test_the_words_of_a_slip_find_its_release_however_they_are_typed(session, make, house):
    photograph = make.photograph(nobody=True)
    release, words = operations.give_release(
        session,
        photograph.project,
        {"web": True},
        by=None,
        config=house.config,
        part=Part.PHOTOGRAPHER,
        photographer=photograph.photographer,
        photograph=photograph,
    )
    typed = "  " + words.upper().replace(" ", " - ") + "."
    assert operations.release_on_slip(session, typed, house.config) is release
    assert words not in str(release.slip_hash)
    with pytest.raises(SlipUnknown):
        operations.release_on_slip(session, "five words that fit nothing", house.config)


def test_nothing_is_overwritten_and_everything_is_on_record(session, make):
    photograph = make.photograph(nobody=True)
    first = make.release(photograph, uses={"web": True})
    second = make.release(photograph, uses={"web": False})
    operations.withdraw(session, second, by=None)
    assert queries.releases_for(session, photograph) == [second, first]
    done = [event.did for event in session.query(Event).order_by(Event.id)]
    assert done.count("gave_release") == 2 and done.count("withdrew") == 1


def test_the_archive_is_told_who_may_see_and_who_is_still_to_be_asked(session, make):
    asked, unasked = make.photograph(cleared=True), make.photograph(pictured=["Ade"])
    refused = make.photograph(nobody=True)
    make.release(refused, uses=dict.fromkeys(("workshop", "exhibition"), False))
    account = make.researcher()
    the_one_in(session, unasked).person_id = account.id
    session.flush()
    told = standings(session, [asked, unasked, refused], today())
    assert told[asked.id] == Standing(shown=True, waiting=False)
    assert told[unasked.id] == Standing(shown=False, waiting=True, accounts=frozenset({account.id}))
    assert told[refused.id] == Standing(shown=False, waiting=False), "a no is an answer"


def test_the_archive_is_told_who_is_to_be_shown_blurred(session, make):
    photograph = make.photograph(pictured=["Ade"])
    make.release(photograph)
    make.release(photograph, the_one_in(session, photograph), faces=Faces.BLURRED)
    told = standings(session, [photograph], today())[photograph.id]
    assert told.blurred and not told.shown and told.waiting


def test_a_covered_part_is_somebodys_once_confirmed_until_it_is_moved(session, make):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    redact(session, photograph, [Box(0, 0, 0.1, 0.1)], by=None)
    covered = lambda: queries.faces_covered(session, [photograph.id])[photograph.id]  # noqa: E731
    assert covered() == {}, "a box that nobody confirmed is nobody's"
    (part,) = photograph.redactions
    operations.confirm_covered(session, photograph, {part.id: ade}, by=photograph.photographer)
    line = session.query(Event).order_by(Event.id.desc()).first()
    assert (line.did, line.details) == ("confirmed_covered", {"people": [ade.id]})
    assert covered() == {ade.id: part.id}
    other = Box(0.5, 0.5, 0.2, 0.2)
    redact(session, photograph, [Box(0, 0, 0.1, 0.1), other], by=None)
    assert covered() == {ade.id: part.id}, "it was not touched"
    redact(session, photograph, [Box(0, 0.01, 0.1, 0.1), other], by=None)
    assert covered() == {}, "it was moved"


def test_nobody_in_another_photograph_is_confirmed_as_covered_in_this_one(session, make):
    photograph, elsewhere = make.photograph(pictured=["Ade"]), make.photograph(pictured=["Zed"])
    (part,) = make.cover(photograph, [Box(0, 0, 0.1, 0.1)], [the_one_in(session, elsewhere)])
    assert not queries.faces_covered(session, [photograph.id, elsewhere.id])
    make.cover(elsewhere, [Box(0, 0, 0.1, 0.1)])
    zed = the_one_in(session, elsewhere)
    operations.confirm_covered(session, elsewhere, {part.id: zed}, by=None)
    assert not queries.faces_covered(session, [photograph.id, elsewhere.id])


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("how", ["refused", "withdrawn", "unrecognisable"])
def test_a_name_that_said_no_stays_whoever_asks(session, make, how, everything):
    elsewhere = make.photograph(pictured=["Zed"])
    zed = the_one_in(session, elsewhere)
    photograph = make.photograph(pictured=[zed])
    said = {
        "refused": {"uses": {"web": False}},
        "unrecognisable": {"faces": Faces.BLURRED},
        "withdrawn": {},
    }[how]
    release = make.release(photograph, zed, everything=everything, **said)
    if how == "withdrawn":
        operations.withdraw(session, release, by=None)
    for who in (photograph.photographer, make.facilitator(), make.curator(), make.steward(), None):
        with pytest.raises(HasAnswered):
            operations.unname_person(session, photograph, zed, by=who)
    with pytest.raises(PeopleAreNamed):
        operations.state_nobody(session, photograph, by=None)
    for is_child in (True, False):
        with pytest.raises(HasAnswered):
            operations.correct_age(session, zed, is_child=is_child, by=None)


def test_whose_word_an_answer_is_depends_on_whose_account_it_came_from(session, make):
    photograph, amina = make.photograph(), make.researcher(name="Amina")
    pictured = operations.name_member(session, photograph, amina, by=None)
    pat = photograph.photographer
    whose = lambda *who, **more: make.release(photograph, *who, **more).said_by  # noqa: E731
    assert whose(by=pat) is SaidBy.THEMSELVES
    assert whose(by=amina) is whose(by=None) is SaidBy.RECORDED
    assert whose(pictured, by=amina) is SaidBy.THEMSELVES
    assert whose(pictured, by=pat) is SaidBy.RECORDED
    assert whose(pictured, part=Part.GUARDIAN, by=amina) is SaidBy.RECORDED
    for by, said_by in ((pat, SaidBy.RECORDED), (amina, SaidBy.THEMSELVES), (None, SaidBy.SLIP)):
        release = make.release(photograph, pictured, by=pat)
        operations.withdraw(session, release, by=by)
        assert release.withdrawal.said_by is said_by
