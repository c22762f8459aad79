"""Consent's pages, as somebody without JavaScript meets them."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from photovoice.audit import Event
from photovoice.consent import operations, queries
from photovoice.consent.models import Appearance, NobodyPictured, Notice, Release, Withdrawal
from photovoice.consent.rules import Faces, Part, SaidBy, Use, in_years
from photovoice.db import today
from photovoice.projects.models import Credit
from tests.factories import EVERY_USE

pytestmark = pytest.mark.any_database

ALL_YES = {f"use_{use.value}": "yes" for use in Use}
ALL_NO = {f"use_{use.value}": "no" for use in Use}


def page_of(photograph, rest=""):
    """The address of something on a photograph's page."""
    return f"/projects/{photograph.project.slug}/photographs/{photograph.id}{rest}"


def answered(**answers):
    """A filled-in release form, as far as every form goes."""
    return {
        "scope": "this",
        "given": "on_screen",
        "limits_explained": "y",
        "expires_on": in_years(today(), 5).isoformat(),
    } | answers


def the_one_in(session, photograph):
    """The only person named in a photograph."""
    (person,) = queries.people_in(session, photograph)
    return person


# Who is in it.


def test_people_are_named_one_by_one(make, sign_in, session):
    photograph = make.photograph()
    client = sign_in(photograph.photographer)
    assert "Nobody can be recognised" in client.get(page_of(photograph, "/people")).text
    for label in ("man with the umbrella", "Bea"):
        answer = client.post(page_of(photograph, "/people"), data={"label": label})
        assert answer.status_code == 303
    page = client.get(page_of(photograph, "/people")).text
    assert "man with the umbrella" in page and "Bea" in page
    assert "Nobody can be recognised in it" not in page
    bea = queries.people_in(session, photograph)[1]
    session.commit()
    client.post(page_of(photograph, f"/people/{bea.id}/unname"))
    assert the_one_in(session, photograph).label == "man with the umbrella"


def test_a_name_left_empty_is_pointed_out(make, sign_in):
    photograph = make.photograph()
    answer = sign_in(photograph.photographer).post(page_of(photograph, "/people"), data={})
    assert answer.status_code == 422 and "a few words are enough" in answer.text


def test_somebody_named_before_can_be_chosen(make, sign_in, session):
    known = make.photograph(pictured=["Ade"])
    photograph = make.photograph(photographer=known.photographer)
    ade = the_one_in(session, known)
    client = sign_in(photograph.photographer)
    assert "Somebody named before" in client.get(page_of(photograph, "/people")).text
    client.post(page_of(photograph, "/people"), data={"known": ade.id})
    assert the_one_in(session, photograph).id == ade.id


def test_one_of_the_group_is_one_person_and_sees_the_photographs_they_are_in(
    make, sign_in, session
):
    ade, eve = make.researcher(name="Ade"), make.person("Eve")
    one, two = make.photograph(), make.photograph()
    for photograph in (one, two):
        client = sign_in(photograph.photographer)
        people = page_of(photograph, "/people")
        assert "One of you" in client.get(people).text
        assert client.post(people, data={"member": eve.id}).status_code == 404
        assert client.post(people, data={"member": ade.id}).status_code == 303
    assert the_one_in(session, one) == the_one_in(session, two)
    make.release(one, the_one_in(session, one))
    theirs = sign_in(ade)
    page = theirs.get(page_of(one))
    assert page.status_code == 200 and "Take it back" in page.text


def test_whom_others_named_only_those_see_who_record_consent(make, sign_in, session):
    ade = the_one_in(session, make.photograph(pictured=["Ade, new here"]))
    photograph = make.photograph()
    client = sign_in(photograph.photographer)
    assert "Ade" not in client.get(page_of(photograph, "/people")).text
    assert client.post(page_of(photograph, "/people"), data={"known": ade.id}).status_code == 404
    client = sign_in(make.facilitator())
    assert "Ade, new here" in client.get(page_of(photograph, "/people")).text
    assert client.post(page_of(photograph, "/people"), data={"known": ade.id}).status_code == 303


def test_an_answer_for_this_photograph_keeps_its_name_beside_it(make, sign_in, session):
    photograph = make.photograph(pictured=["Zed"])
    zed = the_one_in(session, photograph)
    make.release(photograph)
    slip = make.release(photograph, zed)
    client, unname = (
        sign_in(photograph.photographer),
        page_of(photograph, f"/people/{zed.id}/unname"),
    )
    assert "Not in it" not in client.get(page_of(photograph, "/people")).text
    for who in (photograph.photographer, make.facilitator()):
        answer = sign_in(who).post(unname)
        assert answer.status_code == 409 and "the name stays with it" in answer.text
    operations.withdraw(session, slip, by=None)
    assert not queries.clearance(session, photograph, Use.WEB, today())


def test_an_answer_binds_a_photograph_whose_name_was_taken_away_before(make, session):
    photograph = make.photograph(pictured=["Zed"])
    zed = the_one_in(session, photograph)
    make.release(photograph)
    slip = make.release(photograph, zed)
    session.execute(delete(Appearance))
    session.add(NobodyPictured(photograph_id=photograph.id))
    session.flush()
    assert queries.clearance(session, photograph, Use.WEB, today())
    assert operations.withdraw(session, slip, by=None) == [photograph.id]
    assert not queries.clearance(session, photograph, Use.WEB, today())
    assert the_one_in(session, photograph) == zed and slip in queries.releases_for(
        session, photograph
    )


def test_whoever_answered_for_all_of_theirs_is_taken_away_by_those_who_record_consent(
    make, sign_in, session
):
    zed = the_one_in(session, elsewhere := make.photograph(pictured=["Zed"]))
    make.release(elsewhere, zed, everything=True)
    photograph = make.photograph(pictured=[zed])
    unname = page_of(photograph, f"/people/{zed.id}/unname")
    answer = sign_in(photograph.photographer).post(unname)
    assert answer.status_code == 409 and "Ask a facilitator" in answer.text
    facilitator = sign_in(make.facilitator())
    assert "Not in it" in facilitator.get(page_of(photograph, "/people")).text
    assert facilitator.post(unname).status_code == 303
    assert queries.people_in(session, photograph) == []


def test_a_researcher_answers_for_somebody_in_this_photograph_only(make, sign_in, session):
    zed = the_one_in(session, others := make.photograph(pictured=["Zed"]))
    make.release(others)
    operations.withdraw(session, general := make.release(others, zed, everything=True), by=None)
    photograph = make.photograph(pictured=[zed])
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{zed.id}/release")
    assert "Every photograph of this project" not in client.get(address).text
    given = answered(**ALL_YES, scope="all", faces="as_they_are")
    refused = client.post(address, data=given)
    assert refused.status_code == 422 and "until they say yes themselves" in refused.text
    yan = operations.name_person(session, photograph, "Yan", by=None)
    session.commit()
    theirs = page_of(photograph, f"/people/{yan.id}/release")
    assert client.post(theirs, data=given).status_code == 303
    session.expire_all()
    assert not queries.clearance(session, others, Use.WEB, today()), "their no stands elsewhere"
    newest = session.scalar(select(Release).order_by(Release.id.desc()))
    assert newest.photograph_id == photograph.id != general.photograph_id
    session.commit()
    assert "Every photograph of this project" in sign_in(make.facilitator()).get(address).text


def test_a_researcher_cannot_take_back_what_bears_on_the_photographs_of_others(
    make, sign_in, session
):
    zed = the_one_in(session, others := make.photograph(pictured=["Zed"]))
    general = make.release(others, zed, everything=True)
    photograph = make.photograph(pictured=[zed])
    address = page_of(photograph, f"/releases/{general.id}/withdraw")
    client = sign_in(photograph.photographer)
    assert address not in client.get(page_of(photograph)).text
    assert client.post(address).status_code == 404
    assert sign_in(make.facilitator()).post(address).status_code == 303


def test_somebody_from_another_project_cannot_be_chosen(make, sign_in, session):
    elsewhere = make.photograph(project=make.project(), pictured=["Ade"])
    photograph = make.photograph()
    ade = the_one_in(session, elsewhere)
    answer = sign_in(photograph.photographer).post(
        page_of(photograph, "/people"), data={"known": ade.id}
    )
    assert answer.status_code == 404 and not queries.people_in(session, photograph)


def test_that_nobody_is_in_it_is_a_statement_with_a_name(make, sign_in, session):
    photograph = make.photograph()
    client = sign_in(photograph.photographer)
    assert client.post(page_of(photograph, "/people/nobody")).status_code == 303
    stated = session.get(NobodyPictured, photograph.id)
    assert stated.stated_by_id == photograph.photographer_id


# Who may take answers down.


@pytest.mark.parametrize("rest", ["/people", "/release", "/slips"])
def test_researchers_take_answers_down_for_their_own_photographs_only(make, sign_in, rest):
    photograph = make.photograph(cleared=True)
    assert sign_in(photograph.photographer).get(page_of(photograph, rest)).status_code == 200
    assert sign_in(make.facilitator()).get(page_of(photograph, rest)).status_code == 200
    assert sign_in(make.researcher()).get(page_of(photograph, rest)).status_code == 404


# Releases.


def test_nothing_is_answered_beforehand(make, sign_in):
    photograph = make.photograph(photographer=make.researcher(credit=Credit.NONE))
    page = sign_in(photograph.photographer).get(page_of(photograph, "/release")).text
    uses = re.findall(r'<input[^>]*name="use_[^>]*>', page)
    assert len(uses) == 2 * len(Use) and not any("checked" in one for one in uses)
    assert in_years(today(), 5).isoformat() in page
    assert "You can take your yes back at any time" in page


def test_the_photographers_answer_is_written_down_use_by_use(make, sign_in, session):
    photograph = make.photograph(nobody=True)
    client = sign_in(photograph.photographer)
    answer = client.post(
        page_of(photograph, "/release"),
        data=answered(use_web="yes", use_press="no", credit="first", credit_name="Pat"),
    )
    assert answer.status_code == 303
    (release,) = session.scalars(select(Release)).all()
    assert release.answers == {"web": True, "press": False}, "what was left open is not in it"
    assert release.credit is Credit.FIRST and release.limits_explained
    assert release.expires_on == in_years(today(), 5)
    assert release.notice_id, "what they were told is kept with what they said"
    opened = queries.every_use(session, photograph, today())
    assert [use for use in Use if opened[use]] == [Use.WEB]


@pytest.mark.parametrize("taken_back", [False, True])
def test_who_chose_to_be_unnamed_is_named_by_no_form_somebody_else_fills_in(
    make, session, sign_in, taken_back
):
    pat, noor = make.researcher(name="Pat Dooley"), make.facilitator(name="Noor")
    one, two = (make.photograph(photographer=pat, nobody=True) for _ in range(2))
    membership = pat.membership_in(one.project)
    membership.credit = Credit.NONE
    own = make.release(one, everything=True, credit=Credit.NONE, by=pat)
    if taken_back:
        operations.withdraw(session, own, by=pat)
    else:
        make.release(two, credit=Credit.FULL, credit_name="Pat Dooley", by=pat)
    session.commit()
    answer = sign_in(noor).post(
        page_of(two, "/release"),
        data=answered(**ALL_NO, scope="all", credit="full", credit_name="Pat Dooley"),
    )
    assert answer.status_code == 303
    session.refresh(membership)
    assert membership.credit is Credit.NONE


def test_an_answer_for_all_of_mine_covers_other_photographs_and_sets_the_credit(
    make, sign_in, session
):
    pat = make.researcher(name="Pat", credit=Credit.NONE)
    one, two = (make.photograph(photographer=pat, nobody=True) for _ in range(2))
    sign_in(pat).post(
        page_of(one, "/release"),
        data=answered(**ALL_YES, scope="all", credit="pseudonym", credit_name="Sunflower"),
    )
    session.expire_all()
    assert queries.clearance(session, two, Use.WEB, today())
    assert queries.credits(session, [two])[two.id] == "Sunflower"


def test_a_name_is_printed_beside_the_photograph_it_was_chosen_for(make, sign_in, session):
    amina = make.researcher(name="Amina Khan", credit=Credit.FULL, credit_name="Amina Khan")
    one, two = (make.photograph(photographer=amina, nobody=True) for _ in range(2))
    sign_in(amina).post(
        page_of(one, "/release"),
        data=answered(**ALL_YES, credit="pseudonym", credit_name=" Moth "),
    )
    session.expire_all()
    assert queries.credits(session, [one, two]) == {one.id: "Moth", two.id: "Amina Khan"}


def test_the_choice_made_last_counts_whichever_photographs_it_was_for(make, session):
    pat = make.researcher(name="Pat Dooley", credit=Credit.FULL)
    photograph = make.photograph(photographer=pat)
    credited = lambda: queries.credits(session, [photograph])[photograph.id]  # noqa: E731
    make.release(photograph, credit=Credit.FIRST)
    assert credited() == "Pat"
    nameless = make.release(photograph, everything=True, credit=Credit.NONE)
    assert credited() == ""
    operations.withdraw(session, nameless, by=None)
    assert credited() == "Pat", "a choice taken back is none"
    make.release(photograph, credit=Credit.PSEUDONYM, credit_name="Sunflower")
    assert credited() == "Sunflower"


def test_nobody_else_names_a_photographer_who_chose_to_stand_without_a_name(make, sign_in, session):
    pat = make.researcher(name="Pat Dooley")
    photograph = make.photograph(photographer=pat, nobody=True)
    credited = lambda: queries.credits(session, [photograph])[photograph.id]  # noqa: E731
    make.release(photograph, by=pat, credit=Credit.FIRST)
    make.release(photograph, by=make.facilitator(), credit=Credit.FULL)
    assert credited() == "Pat", "what somebody else writes down names nobody more than they chose"
    make.release(photograph, by=make.facilitator(), credit=Credit.NONE)
    make.release(photograph, by=make.facilitator(), credit=Credit.FIRST)
    assert credited() == "", "it can hide more, and then that stands"
    form = answered(**ALL_YES, credit="full", credit_name="Patricia Dooley")
    refused = sign_in(make.facilitator()).post(page_of(photograph, "/release"), data=form)
    assert refused.status_code == 422 and "that stands" in refused.text
    make.release(photograph, by=pat, credit=Credit.FULL)
    assert credited() == "Pat Dooley", "they themselves can"


def test_a_name_of_ones_own_choosing_has_to_be_said(make, sign_in, session):
    photograph = make.photograph(nobody=True)
    client = sign_in(photograph.photographer)
    answer = client.post(
        page_of(photograph, "/release"), data=answered(**ALL_YES, credit="pseudonym")
    )
    assert answer.status_code == 422 and "Say which name." in answer.text


def test_the_limits_of_taking_back_have_to_be_talked_about(make, sign_in, session):
    photograph = make.photograph()
    form = answered(**ALL_YES, credit="full")
    del form["limits_explained"]
    answer = sign_in(photograph.photographer).post(page_of(photograph, "/release"), data=form)
    assert answer.status_code == 422 and "talk about this first" in answer.text
    assert session.scalar(select(Release.id)) is None


def test_somebody_pictured_says_how_their_face_may_be_shown(make, sign_in, session):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{ade.id}/release")
    assert client.post(address, data=answered(**ALL_YES)).status_code == 422
    assert client.post(address, data=answered(**ALL_YES, faces="blurred")).status_code == 303
    (release,) = session.scalars(select(Release)).all()
    assert release.pictured_id == ade.id and release.faces is Faces.BLURRED
    assert "Cover it" in client.get(page_of(photograph)).text


@pytest.mark.parametrize(("assent", "open"), [("yes", True), ("no", False)])
def test_a_child_and_a_guardian_answer_each_for_themselves(make, sign_in, session, assent, open):
    from photovoice.consent.operations import name_person

    photograph = make.photograph()
    child = name_person(session, photograph, "Zara", is_child=True, by=None)
    make.release(photograph)
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{child.id}/release")
    lacking = client.post(address, data=answered(**ALL_YES, faces="as_they_are"))
    assert lacking.status_code == 422 and "Say who answers for the child" in lacking.text
    answer = client.post(
        address,
        data=answered(**ALL_YES, faces="as_they_are", guardian_name="Amina R.", assent=assent),
    )
    parts = session.scalars(select(Release.part).where(Release.pictured_id == child.id)).all()
    assert sorted(parts) == [Part.GUARDIAN, Part.PICTURED]
    assert bool(queries.clearance(session, photograph, Use.WEB, today())) is open
    page = client.get(answer.location).text
    assert len(words_on(page)) == 2, "each keeps a slip of their own"


def words_on(page):
    """The words on the slips a page shows."""
    return re.findall(r'class="slip__words"[^>]*>([^<]+)<', page)


# Slips and taking back.


def given(make, sign_in, **details):
    """A photograph with its maker's answer; the maker's browser; the words of the slip."""
    photograph = make.photograph(nobody=True, **details)
    client = sign_in(photograph.photographer)
    answer = client.post(page_of(photograph, "/release"), data=answered(**ALL_YES, credit="full"))
    (words,) = words_on(client.get(answer.location).text)
    return photograph, client, words


def test_a_slip_has_five_words_and_is_shown_to_this_browser_only(make, sign_in):
    photograph, _client, words = given(make, sign_in)
    assert len(words.split()) == 5
    other = sign_in(make.facilitator())
    assert words not in other.get(page_of(photograph, "/slips")).text


def test_a_slip_whose_address_only_this_computer_opens_says_so_before_it_is_handed_out(
    make, sign_in, house
):
    photograph, client, _words = given(make, sign_in)
    house.config = replace(house.config, public_url="https://photovoice.example.org")
    assert "Only this computer" not in client.get(page_of(photograph, "/slips")).text
    house.config = replace(house.config, public_url="http://localhost:8101")
    assert "People elsewhere cannot open" in client.get(page_of(photograph, "/slips")).text


def test_whoever_took_their_yes_back_is_told_whom_to_tell_and_where_to_go(
    make, sign_in, client, session
):
    photograph, _maker, words = given(make, sign_in)
    photograph.project.help = "Ruth, in the kitchen on Tuesdays"
    session.commit()
    done = client.post("/withdraw", data={"words": words, "sure": "yes"}).text
    assert "Ruth, in the kitchen on Tuesdays" in done
    assert "Back to the start" in done


def test_with_a_slip_and_no_account_a_release_is_taken_back(make, sign_in, client, session, house):
    house.where_used.append(lambda _session, ids: [f"{len(ids)} postcard is printed."])
    photograph, _maker, words = given(make, sign_in, title="It came back")
    assert client.get("/withdraw").status_code == 200
    shown = client.post("/withdraw", data={"words": words.upper()})
    assert shown.status_code == 200 and "data:image/jpeg;base64," in shown.text
    assert "1 postcard is printed." in shown.text and "Take it back now" in shown.text
    session.expire_all()
    assert queries.clearance(session, photograph, Use.WEB, today()), "looking changes nothing"
    session.commit()
    done = client.post("/withdraw", data={"words": words, "sure": "yes"})
    assert "It is taken back" in done.text and "1 postcard is printed." in done.text
    session.expire_all()
    assert not queries.clearance(session, photograph, Use.WEB, today())
    session.commit()
    again = client.post("/withdraw", data={"words": words})
    assert again.status_code == 200 and "It is taken back" in again.text


def test_a_slip_shows_no_face_that_somebody_else_wants_covered(
    make, sign_in, client, session, house
):
    photograph = make.photograph(pictured=["Ade", "Bea"])
    ade, bea = queries.people_in(session, photograph)
    make.release(photograph)
    _release, words = operations.give_release(
        session, photograph.project, dict(EVERY_USE), by=None, config=house.config,
        part=Part.PICTURED, pictured=ade, photograph=photograph,
    )  # fmt: skip
    session.commit()
    shown = client.post("/withdraw", data={"words": words}).text
    assert "data:image/jpeg" not in shown and "not everybody in it has agreed" in shown
    make.release(photograph, bea)
    session.commit()
    assert "data:image/jpeg" in client.post("/withdraw", data={"words": words}).text
    make.release(photograph, bea, faces=Faces.BLURRED)
    session.commit()
    assert "data:image/jpeg" not in client.post("/withdraw", data={"words": words}).text


def test_words_that_fit_no_slip_are_pointed_out(client):
    answer = client.post("/withdraw", data={"words": "five words that fit nothing"})
    assert answer.status_code == 404 and "fit no slip" in answer.text


def test_a_right_slip_opens_however_many_wrong_ones_came_from_the_same_venue(make, sign_in, client):
    _photograph, _client, words = given(make, sign_in)
    for _try in range(400):
        client.post("/withdraw", data={"words": "five words that fit nothing"})
    assert client.post("/withdraw", data={"words": words}).status_code == 200


def test_it_is_taken_back_from_the_photographs_page_after_one_question(make, sign_in, session):
    photograph, client, _words = given(make, sign_in)
    address = page_of(photograph, f"/releases/{session.scalar(select(Release.id))}/withdraw")
    session.commit()
    assert f'href="{address}"' in client.get(page_of(photograph)).text
    question = client.get(address).text
    assert "Take this back?" in question and "reason" in question
    answer = client.post(address)
    assert answer.status_code == 303
    assert "off every screen" in client.get(answer.location).text
    session.expire_all()
    assert not queries.clearance(session, photograph, Use.WEB, today())
    assert client.get(address).status_code == 303, "asked again, it leads to what happened"


def test_somebody_pictured_takes_their_own_answer_back_with_their_account(make, sign_in, session):
    ade = make.researcher(name="Ade")
    photograph = make.photograph(pictured=["Ade"])
    person = the_one_in(session, photograph)
    person.person_id = ade.id
    make.release(photograph)
    theirs = make.release(photograph, person)
    makers = session.scalar(select(Release.id).where(Release.part == Part.PHOTOGRAPHER))
    client = sign_in(ade)
    assert client.get(page_of(photograph, f"/releases/{makers}/withdraw")).status_code == 404
    assert client.post(page_of(photograph, f"/releases/{theirs.id}/withdraw")).status_code == 303
    session.expire_all()
    assert not queries.clearance(session, photograph, Use.WEB, today())


def test_others_cannot_take_back_what_is_not_theirs(make, sign_in, session):
    photograph = make.photograph(cleared=True)
    release = session.scalar(select(Release.id))
    address = page_of(photograph, f"/releases/{release}/withdraw")
    assert sign_in(make.researcher()).post(address).status_code == 404
    assert sign_in(make.facilitator()).post(address).status_code == 303


def test_the_photograph_page_says_use_by_use_what_is_missing_and_who_can_supply_it(
    make, sign_in, session
):
    photograph = make.photograph(pictured=["Ade"])
    make.release(photograph, uses={"web": True, "press": False})
    page = sign_in(make.facilitator()).get(page_of(photograph)).text
    ade = the_one_in(session, photograph)
    assert "Ade</span> has not been asked yet." in page and "Only Ade can say yes." in page
    assert page_of(photograph, f"/people/{ade.id}/release") in page
    assert "said no to this use. (Press)" in page


def test_the_walk_does_not_ask_again_what_was_answered_for_all_of_theirs(make, sign_in):
    pat = make.researcher()
    one, two = (make.photograph(photographer=pat) for _ in range(2))
    make.release(one, everything=True)
    after = sign_in(pat).post(page_of(one, f"/people/nobody?walk={two.id}")).location
    assert after.startswith(page_of(two, "/words?walk="))


def test_the_notice_is_read_in_the_language_of_whoever_answers(make, sign_in, session):
    from photovoice.consent.operations import write_notice

    project = make.project(languages=["en", "ur"])
    for language, text in (("en", "In short: your choice."), ("ur", "آپ کی مرضی")):
        write_notice(session, project, language, text, by=None)
    photograph = make.photograph(project=project, nobody=True)
    client = sign_in(photograph.photographer)
    assert "your choice" in client.get(page_of(photograph, "/release")).text
    page = client.get(page_of(photograph, "/release?language=ur")).text
    assert "آپ کی مرضی" in page and 'dir="rtl"' in page
    client.post(
        page_of(photograph, "/release?language=ur"), data=answered(**ALL_YES, credit="none")
    )
    (release,) = session.scalars(select(Release)).all()
    notice = queries.notice(session, project, "ur")
    assert release.notice_id == notice.id, "what they read is what is kept"


def test_the_version_they_have_read_is_kept_whatever_was_written_meanwhile(make, sign_in, session):
    photograph = make.photograph(nobody=True)
    read = operations.write_notice(session, photograph.project, "en", "As read.", by=None)
    client = sign_in(photograph.photographer)
    form = client.get(page_of(photograph, "/release")).text
    assert f'name="notice" value="{read.id}"' in form
    operations.write_notice(session, photograph.project, "en", "Written since.", by=None)
    elsewhere = operations.write_notice(session, make.project(), "en", "Theirs.", by=None)
    session.commit()
    said = answered(**ALL_YES, credit="none")
    for notice, web in ((read.id, "yes"), (elsewhere.id, "no")):
        told = {"notice": notice, "use_web": web}
        client.post(page_of(photograph, "/release"), data=said | told)
    first, second = session.scalars(select(Release.notice_id).order_by(Release.id))
    assert first == read.id and second not in (read.id, elsewhere.id)


def test_a_project_without_a_notice_keeps_the_standard_one_in_the_language_it_was_read_in(
    make, sign_in, session
):
    photograph = make.photograph(nobody=True)
    photograph.photographer.language = "ur"
    client = sign_in(photograph.photographer)
    for _ in range(2):
        client.post(page_of(photograph, "/release"), data=answered(**ALL_YES, credit="none"))
    (notice,) = session.scalars(select(Notice))
    assert notice.language == "ur" and "Photographs in" not in notice.text
    assert notice.text.split("\n\n")[0] in client.get(page_of(photograph, "/release")).text
    photograph.photographer.language = "en"
    session.commit()
    page = client.get(page_of(photograph, "/release")).text
    assert "Photographs in this project show" in page, (
        "nobody reads what is in no language of theirs"
    )


def test_the_people_page_says_who_has_answered(make, sign_in, session):
    photograph = make.photograph(pictured=["Ade", "Bea"])
    make.release(photograph, queries.people_in(session, photograph)[0])
    page = sign_in(photograph.photographer).get(page_of(photograph, "/people")).text
    assert page.count(">Answered<") == page.count(">To ask<") == 1


# Who reads who is in it, and what they said.


def test_others_read_only_that_somebody_has_not_said_yes(make, sign_in, session, work):
    photograph = make.photograph(pictured=["Mrs Odell"])
    odell = the_one_in(session, photograph)
    make.release(photograph)
    make.release(photograph, odell, uses=EVERY_USE | {"web": False, "press": False})
    work()
    for person, tends in (
        (photograph.photographer, True),
        (make.facilitator(), True),
        (make.researcher(), False),
    ):
        client = sign_in(person)
        page = client.get(page_of(photograph)).text
        assert ("Odell" in page) is tends and ("said no" in page) is tends
        assert ("Somebody in it" in page) is not tends
        search = f"/projects/{photograph.project.slug}/search"
        assert (photograph.title in client.get(f"{search}?q=odell").text) is tends
        guessed = client.get(f"{search}?q=odelll").text
        assert ("odell</a>" in guessed.lower()) is tends


# A form shows what stands.


def checked(page, name):
    """The value chosen in a group of a page's form, or None."""
    options = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag]
    return next((re.search(r'value="([^"]*)"', o)[1] for o in options if " checked" in o), None)


def form_in(page):
    """What a browser would send of a form left as it is."""
    sent = {"scope": "this"}
    for tag in re.findall(r"<input[^>]*>", page.partition("<main")[2]):
        name, value = (re.search(rf'\b{a}="([^"]*)"', tag) for a in ("name", "value"))
        if name and (
            'type="radio"' not in tag and 'type="checkbox"' not in tag or " checked" in tag
        ):
            sent[name[1]] = value[1] if value else "y"
    return sent


MIXED = {"workshop": True, "web": False, "print": True}


def test_a_form_left_as_it_is_changes_nothing_and_one_change_changes_that_alone(
    make, sign_in, session
):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    make.release(photograph, ade, uses=EVERY_USE, everything=True, expires_on=in_years(today(), 3))
    make.release(photograph, ade, uses=MIXED, faces=Faces.BLURRED, expires_on=in_years(today(), 2))
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{ade.id}/release")
    page = client.get(address).text
    said = {use: checked(page, f"use_{use.value}") for use in Use}
    assert {use: one == "yes" for use, one in said.items() if one} == MIXED
    assert checked(page, "faces") == "blurred" and in_years(today(), 2).isoformat() in page
    assert "Until now: no." in page and "for this photograph" in page
    before = session.scalars(select(Release.id)).all()
    session.commit()
    assert client.post(address, data=form_in(page)).status_code == 303
    session.expire_all()
    assert session.scalars(select(Release.id)).all() == before
    session.commit()
    assert client.post(address, data=form_in(page) | {"use_print": "no"}).status_code == 303
    session.expire_all()
    newest = session.scalar(select(Release).order_by(Release.id.desc()))
    assert newest.answers == MIXED | {"print": False} and newest.faces is Faces.BLURRED
    assert newest.expires_on == in_years(today(), 2) and newest.photograph_id == photograph.id


def test_the_face_option_alone_wipes_no_answer(make, sign_in, session):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    make.release(photograph, ade)
    client = sign_in(photograph.photographer)
    client.post(page_of(photograph, f"/people/{ade.id}/release"), data={"faces": "blurred"})
    session.expire_all()
    newest = session.scalar(select(Release).order_by(Release.id.desc()))
    assert newest.answers == EVERY_USE and newest.faces is Faces.BLURRED


def test_a_childs_no_is_not_written_anew_when_the_guardian_changes_one_thing(
    make, sign_in, session
):
    photograph = make.photograph()
    zara = operations.name_person(session, photograph, "Zara", is_child=True, by=None)
    make.release(photograph, zara, part=Part.GUARDIAN, guardian_name="Amina R.")
    make.release(photograph, zara, uses={"web": False, "workshop": True})
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{zara.id}/release")
    page = client.get(address).text
    assert checked(page, "assent") == "no" and "Amina R." in page
    assert client.post(address, data=form_in(page) | {"use_press": "no"}).status_code == 303
    session.expire_all()
    newest = session.scalars(select(Release).order_by(Release.id.desc())).first()
    assert newest.part is Part.GUARDIAN and newest.answers == EVERY_USE | {"press": False}
    assert len(session.scalars(select(Release.id)).all()) == 3


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_a_yes_that_somebody_else_types_after_a_no_is_refused(make, sign_in, session, how):
    photograph, amina = make.photograph(), make.researcher(name="Amina")
    pictured = operations.name_member(session, photograph, amina, by=None)
    make.release(photograph)
    release = make.release(photograph, pictured, uses={"web": how != "refused"}, by=amina)
    if how == "withdrawn":
        operations.withdraw(session, release, by=amina)
    address = page_of(photograph, f"/people/{pictured.id}/release")
    count = len(session.scalars(select(Release.id)).all())
    session.commit()
    team = (photograph.photographer, make.facilitator(), make.curator(), make.steward())
    for person in team:
        client = sign_in(person)
        page = client.get(address)
        assert "stays closed until they say yes themselves" in page.text
        sent = form_in(page.text) | answered(**ALL_YES, faces="as_they_are")
        answer = client.post(address, data=sent)
        assert answer.status_code == 422 and "said no to this" in answer.text
    session.expire_all()
    assert len(session.scalars(select(Release.id)).all()) == count
    session.commit()
    client = sign_in(amina)
    sent = form_in(client.get(address).text) | answered(**ALL_YES, faces="as_they_are")
    assert client.post(address, data=sent).status_code == 303
    session.expire_all()
    assert queries.clearance(session, photograph, Use.WEB, today()), "they themselves may"


def test_a_no_can_be_written_down_without_talking_about_limits(make, sign_in, session):
    photograph = make.photograph(cleared=True)
    client = sign_in(photograph.photographer)
    sent = form_in(client.get(page_of(photograph, "/release")).text)
    answer = client.post(
        page_of(photograph, "/release"), data=sent | {"use_web": "no", "credit": "full"}
    )
    assert answer.status_code == 303
    newest = session.scalar(select(Release).order_by(Release.id.desc()))
    assert not newest.limits_explained, "what nobody talked about is not written down"


def test_a_notice_counts_as_read_only_where_somebody_says_so(make, sign_in, session):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    client = sign_in(photograph.photographer)
    address = page_of(photograph, f"/people/{ade.id}/release")
    client.post(address, data=answered(**ALL_YES, faces="as_they_are"))
    client.post(address, data=answered(**ALL_YES, faces="blurred", notice_read="y"))
    session.expire_all()
    unread, read = session.scalars(select(Release).order_by(Release.id))
    assert unread.notice_id is None and read.notice_id is not None


# What was answered for somebody with an account.


def test_whoever_has_an_account_sees_what_was_written_down_for_them_and_narrows_it(
    make, sign_in, session
):
    photograph, amina = make.photograph(), make.researcher(name="Amina")
    pictured = operations.name_member(session, photograph, amina, by=None)
    pat = photograph.photographer
    release = make.release(photograph, pictured, by=pat)
    client = sign_in(amina)
    page = client.get("/answers").text
    assert photograph.title in page and f"{pat.name} wrote it down for you" in page
    address = page_of(photograph, f"/people/{pictured.id}/release")
    assert address in page and page_of(photograph, f"/releases/{release.id}/withdraw") in page
    sent = form_in(client.get(address).text) | {"use_web": "no"}
    assert client.post(address, data=sent).status_code == 303
    newest = session.scalar(select(Release).order_by(Release.id.desc()))
    assert newest.answers == EVERY_USE | {"web": False}
    assert newest.said_by is SaidBy.THEMSELVES
    assert (
        "Given by themselves" in client.get(page_of(photograph, f"/people/{pictured.id}/said")).text
    )


def test_what_one_person_said_is_for_them_and_those_who_tend_the_photograph(make, sign_in, session):
    photograph = make.photograph(pictured=["Ade"])
    ade = the_one_in(session, photograph)
    release = make.release(photograph, ade, uses=MIXED)
    operations.withdraw(session, release, by=None)
    for person, code in ((make.facilitator(), 200), (make.researcher(), 404)):
        answer = sign_in(person).get(page_of(photograph, f"/people/{ade.id}/said"))
        assert answer.status_code == code
        assert ("with a slip" in answer.text) is (code == 200)


# The team learns of a withdrawal.


def test_the_team_is_told_of_a_withdrawal_at_once_until_somebody_has_seen_to_it(
    make, sign_in, client, session
):
    photograph, _maker, words = given(make, sign_in, title="It came back")
    client.post("/withdraw", data={"words": words, "sure": "yes"})
    front = f"/projects/{photograph.project.slug}"
    told = "Somebody withdrew their consent."
    assert told not in sign_in(make.researcher()).get(f"{front}/").text
    for person in (make.facilitator(), make.curator(), steward := make.steward()):
        client = sign_in(person)
        assert told in client.get(f"{front}/").text
        assert "Consent withdrawn" in client.get(f"{front}/photographs/").text
        assert "It came back" in client.get(f"{front}/withdrawals").text
    withdrawal = session.scalar(select(Withdrawal))
    session.commit()
    client.post(f"{front}/withdrawals/{withdrawal.id}/done")
    session.expire_all()
    assert withdrawal.seen_to_by_id == steward.id
    line = session.scalar(select(Event).order_by(Event.id.desc()))
    assert line.did == "saw_to_withdrawal"
    session.commit()
    assert told not in client.get(f"{front}/").text
    elsewhere = make.project()
    other = sign_in(make.steward(project=elsewhere))
    assert (
        other.post(f"/projects/{elsewhere.slug}/withdrawals/{withdrawal.id}/done").status_code
        == 404
    )
