"""What a group does with its photographs on an afternoon, against the real database."""

import pytest
from sqlalchemy import func, select

from photovoice.archive.models import Photograph
from photovoice.consent.queries import NotCleared
from photovoice.workshop import operations, queries, showing
from photovoice.workshop.models import Contribution, Look, Tag, Theme, ThemeLink
from tests.factories import EVERY_USE, MAY_DAY


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def said_of(session, photograph):
    return [one.text for one in queries.said_of(session, photograph)]


# Guides and sessions.


def test_a_project_starts_with_the_usual_guides_and_showed_comes_first(make, session):
    guides = queries.guides_of(session, make.the_project)
    assert [guide.name for guide in guides] == ["SHOWeD", "PHOTO"]
    assert [one["question"] for one in guides[0].questions] == [
        "What do you see here?",
        "What is really happening here?",
        "How does this relate to our lives?",
        "Why does this situation exist?",
        "How could this photograph empower or teach?",
        "What can we do about it?",
    ]


def test_guides_belong_to_one_project(make, session):
    ours, theirs = make.the_project, make.project()
    operations.change_guide(
        session, queries.guides_of(session, ours)[0], "Ours", ["What is it?"], by=None
    )
    assert queries.guides_of(session, theirs)[0].name == "SHOWeD"


def test_a_question_kept_keeps_its_answers_and_a_new_one_gets_a_key_of_its_own(make, session):
    guide = queries.guides_of(session, make.the_project)[0]
    operations.change_guide(
        session,
        guide,
        "Ours",
        ["What can we do about it?", "What do you see here?", "Who is missing?", "مسئلہ کیا ہے؟"],
        by=make.facilitator(),
    )
    keys = [one["key"] for one in guide.questions]
    assert keys[:2] == ["do", "see"]
    assert keys[2:] == ["who-is-missing", "question"]


def test_the_same_new_question_twice_is_two_questions(make, session):
    guide = queries.guides_of(session, make.the_project)[0]
    operations.change_guide(session, guide, "Ours", ["And then?", "And then?"], by=None)
    assert len({one["key"] for one in guide.questions}) == 2


def test_a_session_opened_without_a_guide_follows_the_first(make, session):
    held = operations.open_session(session, make.the_project, "Saturday", MAY_DAY, by=None)
    assert held.guide.name == "SHOWeD"


def test_a_photograph_comes_before_the_group_only_when_cleared_for_the_workshop(make, session):
    held, photograph = make.workshop(), make.photograph(pictured=["Bea"])
    make.release(photograph)
    with pytest.raises(NotCleared) as refused:
        operations.look_at(session, held, photograph, by=None, on=MAY_DAY)
    assert refused.value.who_is_missing == ["Bea"]
    assert not held.looks


def test_a_no_to_everything_but_the_workshop_is_a_yes_to_the_workshop(make, session):
    photograph = make.photograph(nobody=True)
    make.release(photograph, uses={use: use == "workshop" for use in EVERY_USE})
    look = operations.look_at(session, make.workshop(), photograph, by=None, on=MAY_DAY)
    assert look.position == 0


def test_a_photograph_comes_before_the_group_once_a_session(make, session):
    held, photograph = make.workshop(), make.photograph(cleared=True)
    for _time in range(2):
        operations.look_at(session, held, photograph, by=None, on=MAY_DAY)
    assert count(session, Look) == 1


def test_one_put_away_closes_the_gap_and_what_was_said_of_it_stays(make, session):
    held = make.workshop()
    one, two, three = (make.photograph(cleared=True, developed=False) for _ in range(3))
    looks = [operations.look_at(session, held, p, by=None, on=MAY_DAY) for p in (one, two, three)]
    operations.write_down(session, held, two, "Our step.", by=None)
    operations.put_away(session, looks[1], by=None)
    assert [(look.photograph, look.position) for look in held.looks] == [(one, 0), (three, 1)]
    assert said_of(session, two) == ["Our step."]


# What was said.


def test_an_answer_is_written_down_for_a_person_a_label_or_nobody_named(make, session):
    held, photograph, pat = make.workshop(), make.photograph(), make.researcher(name="Pat")
    operations.write_down(session, held, photograph, " A kettle. ", by=None, said_by=pat)
    operations.write_down(
        session, held, photograph, "Steam.", by=None, said_by_label=" somebody in the room "
    )
    operations.write_down(session, held, photograph, "Two kettles.", by=None)
    said = queries.said_of(session, photograph)
    assert [(one.text, one.said_by, one.said_by_label) for one in said] == [
        ("A kettle.", pat, ""),
        ("Steam.", None, "somebody in the room"),
        ("Two kettles.", None, ""),
    ]


def test_a_person_chosen_wins_over_a_label_left_in_the_form(make, session):
    held, photograph, pat = make.workshop(), make.photograph(), make.researcher()
    said = operations.write_down(
        session, held, photograph, "A kettle.", by=None, said_by=pat, said_by_label="a visitor"
    )
    assert (said.said_by, said.said_by_label) == (pat, "")


def test_only_people_of_the_project_can_be_chosen_as_having_said_it(make, session):
    stranger = make.researcher(project=make.project())
    said = showing.who(session, make.the_project, str(stranger.id), "a visitor")
    assert said == {"said_by": None, "said_by_label": "a visitor"}


@pytest.mark.parametrize("nothing", ["", "  \n "])
def test_nothing_is_not_written_down(make, session, nothing):
    held, photograph, theme = make.workshop(), make.photograph(), make.theme()
    with pytest.raises(operations.NothingSaid):
        operations.write_down(session, held, photograph, nothing, by=None)
    with pytest.raises(operations.NothingSaid):
        operations.read_otherwise(session, theme, nothing, by=None)
    said = operations.write_down(session, held, photograph, "Our step.", by=None)
    with pytest.raises(operations.NothingSaid):
        operations.correct(session, said, nothing, by=None)
    assert said_of(session, photograph) == ["Our step."]


def test_what_was_written_down_can_be_put_right_and_struck_out(make, session):
    held, photograph = make.workshop(), make.photograph()
    said = operations.write_down(session, held, photograph, "Our stop.", by=None)
    operations.correct(session, said, "Our step.", by=make.facilitator())
    assert said_of(session, photograph) == ["Our step."]
    operations.strike(session, said, by=make.facilitator())
    assert count(session, Contribution) == 0


# Words.


def test_a_word_written_differently_is_the_same_word(make, session):
    one, two = make.photograph(developed=False), make.photograph(developed=False)
    for photograph, name in [(one, "Kettle"), (one, "kettle "), (two, "KETTLE")]:
        operations.tag(session, photograph, name, by=None)
    assert count(session, Tag) == 1
    assert queries.tags_used(session, make.the_project)[0][1] == 2
    assert [tag.name for tag in queries.tags_of(session, [one.id])[one.id]] == ["Kettle"]


def test_projects_do_not_share_their_words(make, session):
    here, there = make.photograph(), make.photograph(project=make.project())
    for photograph in (here, there):
        operations.tag(session, photograph, "kettle", by=None)
    assert [count for _tag, count in queries.tags_used(session, make.the_project)] == [1]


def test_a_word_taken_off_every_photograph_is_not_listed(make, session):
    photograph = make.photograph()
    tagging = operations.tag(session, photograph, "kettle", by=None)
    operations.untag(session, photograph, tagging.tag, by=None)
    assert queries.tags_used(session, make.the_project) == []


# Themes.


def test_themes_stand_in_the_order_they_were_found_each_with_an_address(make, session):
    project = make.the_project
    for name in ("Turning up", "Turning up", "ساتھ"):
        operations.find_theme(session, project, name, by=None)
    found = [(theme.slug, theme.position) for theme in queries.themes(session, project)]
    assert found == [("turning-up", 0), ("turning-up-2", 1), ("theme", 2)]


def test_other_words_for_a_theme_keep_its_address_and_its_photographs(make, session):
    theme, photograph = make.theme("Turning up", slug="turning-up"), make.photograph()
    operations.link(session, theme, photograph, by=None)
    operations.change_theme(session, theme, by=None, name="Being there", statement="We come.")
    found = queries.theme(session, make.the_project.slug, "turning-up")
    assert (found.name, found.statement) == ("Being there", "We come.")
    assert [link.photograph for link in found.links] == [photograph]


def test_a_link_says_who_made_it_in_which_session_and_why(make, session):
    theme, photograph, held = make.theme(), make.photograph(), make.workshop()
    pat = make.researcher(name="Pat")
    operations.link(
        session, theme, photograph, by=make.facilitator(), made_by=pat, made_by_label="a visitor",
        workshop=held, why=" Because she came back. ",
    )  # fmt: skip
    (link,) = queries.themes_of(session, [photograph.id])[photograph.id]
    assert (link.made_by, link.made_by_label, link.session) == (pat, "", held)
    assert link.why == "Because she came back." and not link.sees_it_otherwise


def test_somebody_who_sees_it_otherwise_is_kept_beside_those_who_do_not(make, session):
    theme, photograph = make.theme(), make.photograph()
    operations.link(session, theme, photograph, by=None, made_by_label="Pat")
    operations.link(
        session, theme, photograph, by=None, made_by_label="Bea", sees_it_otherwise=True
    )
    links = queries.themes_of(session, [photograph.id])[photograph.id]
    assert [(link.made_by_label, link.sees_it_otherwise) for link in links] == [
        ("Pat", False),
        ("Bea", True),
    ]


def test_a_link_made_by_mistake_is_taken_away(make, session):
    made = operations.link(session, make.theme(), make.photograph(), by=None)
    operations.unlink(session, made, by=None)
    assert count(session, ThemeLink) == 0


def test_a_theme_read_otherwise_keeps_its_statement(make, session):
    theme, terry = make.theme(statement="Everybody came."), make.researcher(name="Terry")
    operations.read_otherwise(
        session, theme, " I did not. ", by=make.facilitator(), said_by=terry, language="en"
    )
    session.expire(theme)
    assert theme.statement == "Everybody came."
    assert [(one.said_by, one.text) for one in theme.readings] == [(terry, "I did not.")]
    assert count(session, Theme) == 1


# The selection.


def test_a_photograph_is_put_forward_once_and_can_be_held_back(make, session):
    photograph = make.photograph()
    first = operations.put_forward(session, photograph, by=None, why="It says it all.")
    assert operations.put_forward(session, photograph, by=None, why="Again.") is first
    assert first.why == "It says it all."
    assert queries.selected(session, make.the_project) == [photograph]
    operations.hold_back(session, photograph, by=None)
    operations.hold_back(session, photograph, by=None)
    assert queries.selected(session, make.the_project) == []
    assert count(session, Photograph) == 1


def test_what_another_project_puts_forward_is_not_among_ours(make, session):
    operations.put_forward(session, make.photograph(project=make.project()), by=None)
    assert queries.selected(session, make.the_project) == []
