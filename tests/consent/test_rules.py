"""The one gate: every way of saying yes or no, and what must hold whatever was said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photovoice.consent.rules import (
    Answer,
    Faces,
    Part,
    Pictured,
    Reason,
    Subject,
    Use,
    clearance,
    first_expiry,
    in_years,
    shows_a_childs_face,
)

DAY = date(2026, 5, 1)
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
YES = {use.value: True for use in Use}
MAKER, ADE, CHILD = 1, Pictured(11, "Ade"), Pictured(12, "Bea", is_child=True)


def answer(id=1, part=Part.PHOTOGRAPHER, subject=MAKER, **details):
    """A yes to everything for this photograph, unless said otherwise."""
    return Answer(
        **(
            {
                "id": id,
                "part": part,
                "subject": subject,
                "photograph": 5,
                "uses": YES,
                "given_at": NOON,
            }
            | details
        )
    )


def subject(*answers, pictured=(), nobody=None, **details):
    """Photograph 5; nobody is in it unless somebody is."""
    return Subject(
        photograph=5,
        photographer=MAKER,
        photographer_name="Pat",
        pictured=tuple(pictured),
        nobody_pictured=(not pictured) if nobody is None else nobody,
        answers=tuple(answers),
        **details,
    )


def reasons(found):
    return {obstacle.reason for obstacle in found.obstacles}


@pytest.mark.parametrize("use", Use)
def test_without_any_release_every_use_is_closed(use):
    assert reasons(clearance(subject(), use, DAY)) == {Reason.MISSING}


@pytest.mark.parametrize("use", Use)
def test_the_makers_yes_opens_a_photograph_of_nobody(use):
    found = clearance(subject(answer()), use, DAY)
    assert found and found.rested_on == (1,)


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("said", [None, False, True])
def test_each_use_is_answered_by_itself_and_silence_is_no(use, said):
    uses = {other.value: True for other in Use if other is not use}
    if said is not None:
        uses[use.value] = said
    found = clearance(subject(answer(uses=uses)), use, DAY)
    assert bool(found) is (said is True)
    if not found:
        assert reasons(found) == {Reason.REFUSED if said is False else Reason.UNANSWERED}


def test_until_somebody_says_who_is_in_it_nothing_is_cleared():
    found = clearance(subject(answer(), nobody=False), Use.WEB, DAY)
    assert reasons(found) == {Reason.PEOPLE_UNSTATED}
    assert found.obstacles[0].name == "Pat"


def test_each_person_pictured_is_needed_by_name():
    found = clearance(subject(answer(), pictured=[ADE]), Use.WEB, DAY)
    assert [obstacle.name for obstacle in found.obstacles] == ["Ade"]


@pytest.mark.parametrize("guardian", [None, False, True])
@pytest.mark.parametrize("child", [None, False, True])
def test_a_child_needs_the_guardian_and_their_own_yes(guardian, child):
    answers = [answer()]
    for number, part, said in ((2, Part.GUARDIAN, guardian), (3, Part.PICTURED, child)):
        if said is not None:
            answers.append(answer(number, part, CHILD.id, uses=dict.fromkeys(YES, said)))
    found = clearance(subject(*answers, pictured=[CHILD]), Use.EXHIBITION, DAY)
    assert bool(found) is (guardian is True and child is True)


@pytest.mark.parametrize(
    ("expires_on", "open"),
    [(None, True), (DAY, True), (DAY - timedelta(1), False), (DAY + timedelta(1), True)],
)
def test_a_release_lapses_after_its_last_day(expires_on, open):
    found = clearance(subject(answer(expires_on=expires_on)), Use.WEB, DAY)
    assert bool(found) is open


def test_a_release_taken_back_ends_every_use():
    taken_back = answer(withdrawn_at=NOON + timedelta(days=1))
    for use in Use:
        assert reasons(clearance(subject(taken_back), use, DAY)) == {Reason.WITHDRAWN}


def test_a_use_the_project_rules_out_stays_closed_whatever_anybody_says():
    found = clearance(subject(answer(), closed_uses=frozenset({"press"})), Use.PRESS, DAY)
    assert reasons(found) == {Reason.PROJECT_CLOSED}


def test_a_face_released_only_blurred_clears_only_the_blurred_copy():
    ades = answer(2, Part.PICTURED, ADE.id, faces=Faces.BLURRED)
    bare = subject(answer(), ades, pictured=[ADE])
    assert reasons(clearance(bare, Use.WEB, DAY)) == {Reason.NOT_REDACTED}
    hidden = replace(bare, pictured=(replace(ADE, is_covered=True),))
    assert reasons(clearance(hidden, Use.WEB, DAY)) == {Reason.BEING_COVERED}
    covered = clearance(replace(hidden, is_redacted=True), Use.WEB, DAY)
    assert covered and covered.redacted


def test_a_box_over_somebody_elses_face_or_over_nothing_clears_nobody():
    bea = Pictured(13, "Bea")
    both = [answer(n, Part.PICTURED, p.id, faces=Faces.BLURRED) for n, p in ((2, ADE), (3, bea))]
    one_box = subject(
        answer(), *both, pictured=[replace(ADE, is_covered=True), bea], is_redacted=True
    )
    for use in Use:
        found = clearance(replace(one_box, is_covered=True), use, DAY)
        assert [(o.reason, o.name) for o in found.obstacles] == [(Reason.NOT_REDACTED, "Bea")]


def test_the_newest_answer_for_this_photograph_speaks():
    first = answer(1)
    second = answer(2, given_at=NOON + timedelta(1), uses={"web": True})
    assert not clearance(subject(first, second), Use.PRINT, DAY)
    third = answer(3, given_at=NOON + timedelta(2))
    assert clearance(subject(first, second, third), Use.PRINT, DAY)


def test_an_answer_for_this_photograph_comes_before_an_earlier_one_for_all():
    general = answer(1, photograph=None, uses={"workshop": True})
    specific = answer(2, given_at=NOON + timedelta(1))
    assert clearance(subject(general, specific), Use.WEB, DAY)


NO = dict.fromkeys(YES, False)


@pytest.mark.parametrize("for_all", [False, True], ids=["for this one", "for all of theirs"])
@pytest.mark.parametrize("themselves", [False, True], ids=["written down", "their own"])
@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_a_no_is_ended_by_themselves_alone(how, themselves, for_all):
    said = {"photograph": None if for_all else 5, "themselves": themselves}
    no = (
        answer(1, **said, uses=NO)
        if how == "refused"
        else answer(1, **said, withdrawn_at=NOON + timedelta(1))
    )
    typed = [answer(n, given_at=NOON + timedelta(n), photograph=p) for n, p in ((2, 5), (3, None))]
    reason = {Reason.REFUSED if how == "refused" else Reason.WITHDRAWN}
    for use in Use:
        assert reasons(clearance(subject(no, *typed), use, DAY)) == reason
        own = answer(9, given_at=NOON + timedelta(9), themselves=True)
        assert clearance(subject(no, *typed, own), use, DAY)


def test_what_somebody_said_themselves_others_can_only_narrow():
    own = answer(1, themselves=True, uses={"web": True}, expires_on=DAY)
    typed = answer(2, given_at=NOON + timedelta(1))
    assert clearance(subject(own, typed), Use.WEB, DAY)
    assert reasons(clearance(subject(own, typed), Use.PRINT, DAY)) == {Reason.UNANSWERED}
    late = clearance(subject(own, typed), Use.WEB, DAY + timedelta(1))
    assert reasons(late) == {Reason.EXPIRED}
    narrower = answer(3, given_at=NOON + timedelta(2), uses={"web": False})
    assert reasons(clearance(subject(own, narrower), Use.WEB, DAY)) == {Reason.REFUSED}


@pytest.mark.parametrize("themselves", [False, True])
def test_only_they_say_that_their_face_may_be_seen_after_all(themselves):
    first = answer(2, Part.PICTURED, ADE.id, faces=Faces.BLURRED, themselves=themselves)
    typed = answer(3, Part.PICTURED, ADE.id, given_at=NOON + timedelta(1))
    of = subject(answer(), first, typed, pictured=[ADE])
    assert reasons(clearance(of, Use.WEB, DAY)) == {Reason.NOT_REDACTED}
    own = replace(typed, id=4, given_at=NOON + timedelta(2), themselves=True)
    assert clearance(replace(of, answers=(*of.answers, own)), Use.WEB, DAY)


def test_a_refusal_does_not_lapse():
    no = answer(uses=NO, expires_on=DAY - timedelta(9))
    typed = answer(2, given_at=NOON + timedelta(1))
    assert reasons(clearance(subject(no, typed), Use.WEB, DAY)) == {Reason.REFUSED}


def test_a_guardians_no_stands_although_the_child_is_said_to_be_none():
    guardians = answer(2, Part.GUARDIAN, CHILD.id, uses=NO)
    own = answer(3, Part.PICTURED, CHILD.id)
    grown = replace(CHILD, is_child=False)
    found = clearance(subject(answer(), guardians, own, pictured=[grown]), Use.WEB, DAY)
    assert [(o.part, o.reason) for o in found.obstacles] == [(Part.GUARDIAN, Reason.REFUSED)]


def test_a_later_no_for_all_of_theirs_wins_over_an_earlier_yes_for_this_one():
    specific = answer(1)
    general = answer(
        2, photograph=None, given_at=NOON + timedelta(1), uses=dict.fromkeys(YES, False)
    )
    assert not clearance(subject(specific, general), Use.WEB, DAY)


def test_taking_back_an_answer_for_all_reaches_photographs_answered_before():
    general = answer(1, photograph=None, withdrawn_at=NOON + timedelta(5))
    specific = answer(2, given_at=NOON + timedelta(1))
    assert not clearance(subject(general, specific), Use.WEB, DAY)


@pytest.mark.parametrize("photograph", [5, None])
def test_an_older_answer_taken_back_counts_although_it_was_given_again_since(photograph):
    first = answer(1, photograph=photograph, withdrawn_at=NOON + timedelta(9))
    second = answer(2, photograph=photograph, given_at=NOON + timedelta(3))
    assert reasons(clearance(subject(first, second), Use.WEB, DAY)) == {Reason.WITHDRAWN}
    third = answer(3, photograph=photograph, given_at=NOON + timedelta(12), themselves=True)
    assert clearance(subject(first, second, third), Use.WEB, DAY)


def test_what_was_taken_back_of_this_photograph_is_not_given_again_by_an_answer_for_all():
    first = answer(1, withdrawn_at=NOON + timedelta(9))
    second = answer(2, given_at=NOON + timedelta(3))
    general = answer(3, photograph=None, given_at=NOON + timedelta(12), themselves=True)
    assert not clearance(subject(first, second, general), Use.WEB, DAY)


def test_what_somebody_covered_is_covered_in_every_use_whatever_anybody_answered():
    covered = subject(answer(), is_covered=True)
    assert reasons(clearance(covered, Use.WEB, DAY)) == {Reason.BEING_COVERED}
    made = clearance(replace(covered, is_redacted=True), Use.WEB, DAY)
    assert made and made.redacted


def test_a_yes_stands_until_the_first_release_it_rests_on_lapses():
    ades = answer(2, Part.PICTURED, ADE.id, expires_on=DAY + timedelta(10))
    found = clearance(
        subject(answer(expires_on=DAY + timedelta(90)), ades, pictured=[ADE]), Use.WEB, DAY
    )
    assert found.until == DAY + timedelta(10)
    assert clearance(subject(answer()), Use.WEB, DAY).until is None


def test_a_child_is_covered_only_when_somebody_asked_it_for_that_child():
    ades = answer(2, Part.PICTURED, ADE.id, faces=Faces.BLURRED)
    guardians = answer(3, Part.GUARDIAN, CHILD.id)
    own = answer(4, Part.PICTURED, CHILD.id)
    ade = replace(ADE, is_covered=True)
    both = subject(answer(), ades, guardians, own, pictured=[ade, CHILD], is_redacted=True)
    assert clearance(both, Use.WEB, DAY).redacted and shows_a_childs_face(both)
    blurred = replace(guardians, faces=Faces.BLURRED)
    assert not shows_a_childs_face(replace(both, answers=(answer(), ades, blurred, own)))
    assert not shows_a_childs_face(subject(answer(), ades, pictured=[ADE]))


def test_five_years_on_from_a_leap_day_is_a_day_that_exists():
    assert in_years(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert in_years(DAY, 5) == date(2031, 5, 1)


def test_the_first_expiry_is_the_earliest():
    days = [answer(expires_on=day) for day in (date(2031, 1, 1), None, date(2027, 1, 1))]
    assert first_expiry(days) == date(2027, 1, 1) and first_expiry([]) is None


# What must hold whatever was said.

PARTS = [
    (Part.PHOTOGRAPHER, MAKER),
    (Part.PICTURED, ADE.id),
    (Part.PICTURED, CHILD.id),
    (Part.GUARDIAN, CHILD.id),
]
COVERED_ADE, COVERED_CHILD = replace(ADE, is_covered=True), replace(CHILD, is_covered=True)
ALONE = [(), (ADE,), (CHILD,), (COVERED_ADE,), (COVERED_CHILD,)]
PICTURED = [
    *ALONE,
    *(
        pair
        for pair in permutations([ADE, CHILD, COVERED_ADE, COVERED_CHILD], 2)
        if pair[0].id != pair[1].id
    ),
]
"""Everybody who can be in it, in either order."""


class Drawn:
    """Choices drawn at once, as bytes: drawing them one by one takes most of a test's time."""

    def __init__(self, drawn: bytes) -> None:
        self._number = int.from_bytes(drawn, "big")

    def one_of(self, choices):
        """The next choice; the first where the bytes are nought, so that a failure is simple."""
        self._number, place = divmod(self._number, len(choices))
        return choices[place]

    def day(self):
        """A day a year before or after."""
        return DAY + timedelta(self.one_of(range(-400, 401)))

    def moment(self):
        """A moment within a year before or after."""
        return NOON + timedelta(hours=self.one_of(range(-350 * 24, 350 * 24)))


def said(number):
    """An answer use by use, from a number in base four: silence, two chances of yes, or no."""
    digits = {use.value: number // 4**place % 4 for place, use in enumerate(Use)}
    return {use: digit < 3 for use, digit in digits.items() if digit}


def an_answer(drawn):
    """Any answer anybody could have given on this photograph or on all of theirs."""
    given = Drawn(drawn)
    part, who = given.one_of(PARTS)
    return answer(
        0,
        part,
        who,
        photograph=given.one_of([5, None]),
        uses=said(given.one_of(range(4 ** len(Use)))),
        given_at=given.moment(),
        expires_on=given.day() if given.one_of([False, True]) else None,
        withdrawn_at=given.moment() if given.one_of([False, False, True]) else None,
        faces=given.one_of(list(Faces)),
        themselves=given.one_of([False, True]) and part is not Part.GUARDIAN,
    )


def a_subject(drawn, answers):
    """Any photograph, in any state of consent."""
    given = Drawn(drawn)
    answered = [replace(one, id=id) for id, one in enumerate(answers, 1)]
    if given.one_of([False, True]):  # often enough, start from a photograph that is cleared
        answered = [answer(20_000 + n, *one) for n, one in enumerate(PARTS)] + answered[:2]
    return subject(
        *answered,
        pictured=given.one_of(PICTURED),
        nobody=given.one_of([False, True]),
        is_redacted=given.one_of([False, True]),
        is_covered=given.one_of([False, False, False, True]),
        closed_uses=given.one_of([frozenset(), frozenset({"press"})]),
    )


ANSWERS = st.binary(min_size=9, max_size=9).map(an_answer)
SUBJECTS = st.builds(a_subject, st.binary(min_size=3, max_size=3), st.lists(ANSWERS, max_size=8))
CASES = {"of": SUBJECTS, "use": st.sampled_from(Use)}


@given(**CASES)
@settings(max_examples=300)
def test_one_more_person_in_it_never_turns_a_no_into_a_yes(of, use):
    more = replace(of, pictured=(*of.pictured, Pictured(99, "somebody else")))
    assert not clearance(more, use, DAY)


@given(**CASES, which=st.integers(0, 10), later=st.integers(1, 400))
@settings(max_examples=300)
def test_taking_back_never_turns_a_no_into_a_yes(of, use, which, later):
    if not of.answers:
        return
    chosen = of.answers[which % len(of.answers)]
    if chosen.withdrawn_at:
        return
    moment = max(one.given_at for one in of.answers) + timedelta(days=later)
    after = replace(
        of,
        answers=tuple(
            replace(one, withdrawn_at=moment) if one is chosen else one for one in of.answers
        ),
    )
    if clearance(after, use, DAY):
        assert clearance(of, use, DAY)
        assert chosen.id not in clearance(of, use, DAY).rested_on


@given(**CASES, which=st.integers(0, 10))
@settings(max_examples=300)
def test_whatever_somebody_needed_takes_back_last_closes_the_photograph(of, use, which):
    if not of.answers:
        return
    chosen = of.answers[which % len(of.answers)]
    needed = {(Part.PHOTOGRAPHER, MAKER)} | {(Part.PICTURED, p.id) for p in of.pictured}
    needed |= {(Part.GUARDIAN, p.id) for p in of.pictured if p.is_child}
    if (chosen.part, chosen.subject) not in needed:
        return
    moment = max(one.given_at for one in of.answers) + timedelta(days=1)
    last = replace(chosen, withdrawn_at=moment)
    rest = tuple(one for one in of.answers if one is not chosen)
    assert not clearance(replace(of, answers=(*rest, last)), use, DAY)


@given(**CASES)
@settings(max_examples=300)
def test_every_yes_rests_on_standing_yeses_of_everybody_needed(of, use):
    found = clearance(of, use, DAY)
    if not found:
        return
    rested = [one for one in of.answers if one.id in found.rested_on]
    assert all(one.uses.get(use) is True and one.withdrawn_at is None for one in rested)
    assert all(one.expires_on is None or one.expires_on >= DAY for one in rested)
    needed = {(Part.PHOTOGRAPHER, MAKER)} | {(Part.PICTURED, p.id) for p in of.pictured}
    needed |= {(Part.GUARDIAN, p.id) for p in of.pictured if p.is_child}
    assert needed <= {(one.part, one.subject) for one in rested}


@given(**CASES)
def test_silence_is_no(of, use):
    silent = replace(
        of,
        answers=tuple(
            replace(one, uses={u: said for u, said in one.uses.items() if u != use})
            for one in of.answers
        ),
    )
    assert not clearance(silent, use, DAY)


@given(**CASES, days=st.integers(0, 2000))
@settings(max_examples=200)
def test_time_alone_never_opens_anything(of, use, days):
    if not clearance(of, use, DAY):
        assert not clearance(of, use, DAY + timedelta(days))


@given(**CASES)
def test_closing_a_use_closes_it(of, use):
    assert not clearance(replace(of, closed_uses=frozenset({use.value})), use, DAY)


@given(**CASES)
def test_a_no_always_says_why_and_every_obstacle_of_a_person_names_them(of, use):
    found = clearance(of, use, DAY)
    assert bool(found) is (len(found.obstacles) == 0)
    for obstacle in found.obstacles:
        assert obstacle.name or obstacle.reason in (Reason.PROJECT_CLOSED, Reason.BEING_COVERED)


@given(**CASES, typed=st.lists(ANSWERS, min_size=1, max_size=4))
@settings(max_examples=500)
def test_whatever_others_write_down_later_no_persons_no_becomes_a_yes(of, use, typed):
    last = max((a.withdrawn_at or a.given_at for a in of.answers), default=NOON)
    last = max([last, *(a.given_at for a in of.answers)])
    later = [
        replace(
            one, id=500 + n, themselves=False, withdrawn_at=None, given_at=last + timedelta(1 + n)
        )
        for n, one in enumerate(typed)
    ]
    said_no = {Reason.REFUSED, Reason.WITHDRAWN}
    before = {(o.part, o.person) for o in clearance(of, use, DAY).obstacles if o.reason in said_no}
    after = clearance(replace(of, answers=(*of.answers, *later)), use, DAY)
    assert before <= {(o.part, o.person) for o in after.obstacles if o.reason in said_no}


@given(**CASES)
@settings(max_examples=300)
def test_only_their_own_covered_face_clears_somebody_who_wants_to_be_unrecognisable(of, use):
    found = clearance(of, use, DAY)
    if not found:
        return
    for person in of.pictured:
        said = [a for a in of.answers if a.subject == person.id and a.part is not Part.PHOTOGRAPHER]
        if said and all(a.faces is Faces.BLURRED for a in said):
            assert person.is_covered and found.redacted and of.is_redacted


# Every short history of one person and one photograph, against a slower way to tell.

WAYS = [
    (said, themselves, photograph)
    for said in (True, False)
    for themselves in (True, False)
    for photograph in (5, None)
]
HISTORIES = [*WAYS, *(("withdraw", n) for n in range(3))]
"""What can happen next: an answer, or the taking back of the first, second or third of them."""


def told(history):
    """The answers of a history, and the scopes of the noes nobody but others has spoken after."""
    given, standing, moment = [], set(), NOON
    for step in history:
        moment += timedelta(hours=1)
        if step[0] == "withdraw":
            if step[1] >= len(given) or given[step[1]].withdrawn_at:
                continue
            given[step[1]] = replace(given[step[1]], withdrawn_at=moment)
            standing.add(given[step[1]].photograph)
            continue
        said, themselves, photograph = step
        uses = dict.fromkeys(YES, said)
        given.append(
            answer(
                len(given) + 1,
                photograph=photograph,
                uses=uses,
                themselves=themselves,
                given_at=moment,
            )
        )
        if not said:
            standing.add(photograph)
        elif themselves:
            standing -= {photograph} if photograph is None else {5, None}
    return given, standing


def test_in_every_short_history_a_no_stands_until_they_themselves_say_yes():
    opened = 0
    for length in range(1, 5):
        for history in product(HISTORIES, repeat=length):
            given, standing = told(history)
            if not given:
                continue
            found = clearance(subject(*given), Use.WEB, DAY)
            assert bool(found) is (not standing), history
            opened += bool(found)
            own = answer(99, given_at=NOON + timedelta(days=9), themselves=True)
            assert clearance(subject(*given, own), Use.WEB, DAY), "they can always say yes again"
    assert opened
