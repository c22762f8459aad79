"""The archive's pages, as somebody without JavaScript meets them."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from photovoice.archive import queries
from photovoice.archive.darkroom import Box
from photovoice.audit import Event
from photovoice.consent.gate import standings
from photovoice.consent.rules import Faces
from photovoice.db import now, today
from tests.addresses import at_photograph as page_of
from tests.addresses import at_project as at

pytestmark = pytest.mark.any_database

# The contact sheet.


def test_a_photograph_without_a_title_is_shown_by_its_first_words(make, sign_in):
    pat = make.researcher()
    one = make.photograph(photographer=pat, title="", caption="ہم نے گنا۔", caption_language="ur")
    bare = make.photograph(photographer=pat, title="")
    client = sign_in(pat)
    page = client.get(at(make.the_project, "photographs/")).text
    assert '<span class="tile__title" lang="ur" dir="rtl">ہم نے گنا۔</span>' in page
    assert f"№ {one.id}" not in page and f"№ {bare.id}" in page
    assert "<title>ہم نے گنا۔ –" in client.get(page_of(one)).text


def test_an_empty_sheet_says_what_to_do_first(make, sign_in):
    page = sign_in(make.researcher()).get(at(make.the_project, "photographs/"))
    assert "No photographs yet" in page.text and "Add the first photograph" in page.text


def test_a_researcher_sees_their_own_and_what_is_cleared_for_workshops(make, sign_in):
    pat = make.researcher()
    mine = make.photograph(photographer=pat, title="Mine")
    make.photograph(cleared=True, title="Shared")
    make.photograph(title="Private")
    client = sign_in(pat)
    page = client.get(at(make.the_project, "photographs/")).text
    assert "Mine" in page and "Shared" in page and "Private" not in page
    assert client.get(page_of(mine)).status_code == 200


def test_a_facilitator_sees_everything_in_the_project(make, sign_in):
    hidden = make.photograph(title="Private")
    client = sign_in(make.facilitator())
    assert "Private" in client.get(at(make.the_project, "photographs/")).text
    assert client.get(page_of(hidden)).status_code == 200


def test_somebody_pictured_who_has_an_account_sees_the_photograph_they_are_in(
    make, sign_in, session
):
    ade = make.researcher(name="Ade")
    hidden = make.photograph(pictured=["Ade"])
    assert sign_in(ade).get(page_of(hidden)).status_code == 404
    person = make_pictured(session, hidden)
    person.person_id = ade.id
    assert sign_in(ade).get(page_of(hidden)).status_code == 200


def make_pictured(session, photograph):
    """The one person named in a photograph."""
    from photovoice.consent.queries import people_in

    return people_in(session, photograph)[0]


@pytest.mark.parametrize("rest", ["", "/800.jpg", "/words", "/original", "/cover"])
def test_what_is_hidden_and_what_is_absent_answer_alike(make, sign_in, rest):
    hidden = make.photograph()
    stranger = make.researcher(project=make.project())
    for client in (sign_in(make.researcher()), sign_in(stranger)):
        assert client.get(page_of(hidden, rest)).status_code == 404
        absent = at(make.the_project, f"photographs/999{rest}")
        assert client.get(absent).status_code == 404


def test_the_sheet_can_be_narrowed_to_what_is_still_missing(make, sign_in):
    pat = make.researcher(name="Pat")
    make.photograph(photographer=pat, title="Wordless", cleared=True)
    make.photograph(title="Unasked", caption="Said")
    make.photograph(title="Complete", caption="Said", cleared=True)
    client = sign_in(make.facilitator())

    def shown(query):
        page = client.get(at(make.the_project, f"photographs/?{query}")).text
        return {t for t in ("Wordless", "Unasked", "Complete") if f">{t}<" in page}

    assert shown("needs=caption") == {"Wordless"}
    assert shown("needs=consent") == {"Unasked"}
    assert shown(f"researcher={pat.id}") == {"Wordless"}
    assert shown("researcher=999") == set()


def test_pages_of_the_sheet_meet_without_gap_or_repeat(make, session):
    fay, moment = make.facilitator(), now()
    for number in range(11):
        # some arrive in the very same moment: then the id decides
        make.photograph(developed=False, received_at=moment - timedelta(minutes=number // 3))
    session.flush()
    about = {"person": fay, "gate": standings, "on": today(), "limit": 4}
    pages, place = [], None
    while True:
        page = queries.sheet(session, make.the_project, before=place, **about)
        pages.append([photograph.id for photograph in page.photographs])
        place = page.older
        if place is None:
            break
    assert [len(page) for page in pages] == [4, 4, 3]
    seen = [id for page in pages for id in page]
    assert len(set(seen)) == 11
    back = queries.sheet(session, make.the_project, after=page.newer, **about)
    assert [photograph.id for photograph in back.photographs] == pages[1]
    first = queries.sheet(session, make.the_project, after=back.newer, **about)
    assert [photograph.id for photograph in first.photographs] == pages[0] and not first.newer


def test_pages_meet_for_a_researcher_who_sees_only_some(make, session):
    pat = make.researcher()
    mine = [
        make.photograph(photographer=pat if n % 3 == 0 else None, developed=False).id
        for n in range(12)
    ][::3]
    about = {"person": pat, "gate": standings, "on": today(), "limit": 3}
    first = queries.sheet(session, make.the_project, **about)
    rest = queries.sheet(session, make.the_project, before=first.older, **about)
    found = [photograph.id for page in (first, rest) for photograph in page.photographs]
    assert found == mine[::-1] and rest.older is None


def test_the_sheet_asks_no_question_per_photograph(make, sign_in, house):
    client = sign_in(make.facilitator())
    address = at(make.the_project, "photographs/")

    def count():
        asked = []
        listener = lambda *_: asked.append(1)  # noqa: E731
        event.listen(house.database.engine, "before_cursor_execute", listener)
        client.get(address)
        event.remove(house.database.engine, "before_cursor_execute", listener)
        return len(asked)

    for _ in range(3):
        make.photograph(pictured=["Ade"])
    make.session.commit()
    few = count()
    for _ in range(9):
        make.photograph(pictured=["Bea"])
    make.session.commit()
    assert count() == few < 20


# One photograph.


def test_the_photograph_page_carries_words_credit_place_and_consent(make, sign_in):
    pat = make.researcher(name="Pat Dooley")
    photograph = make.photograph(
        photographer=pat,
        title="The second kettle",
        caption="We bought a second kettle.",
        place="Northgate",
        alternative_text="A red kettle among mugs",
        nobody=True,
    )
    page = sign_in(pat).get(page_of(photograph)).text
    for words in (
        "The second kettle",
        "We bought a second",
        "Pat Dooley",
        "Northgate",
        "1 May 2026",
        "A red kettle among mugs",
        "What it may be used for",
    ):
        assert words in page
    assert "Only Pat Dooley can say yes." in page


def test_its_words_are_kept_with_their_language(make, sign_in, session):
    project = make.project(languages=["en", "ur"])
    pat = make.researcher(project=project)
    photograph = make.photograph(project=project, photographer=pat, title="")
    client = sign_in(pat)
    assert client.get(page_of(photograph, "/words")).status_code == 200
    answer = client.post(
        page_of(photograph, "/words"),
        data={
            "caption": "جو بھی ہو",
            "caption_language": "ur",
            "title": "چولہا",
            "title_language": "ur",
            "place": "Tanpits",
        },
    )
    assert answer.status_code == 303
    session.refresh(photograph)
    assert (photograph.caption, photograph.caption_language) == ("جو بھی ہو", "ur")
    assert 'dir="rtl"' in client.get(page_of(photograph)).text


def typed_in(page: str, **changes) -> dict[str, str]:
    """What a browser sends from the words page: what it says of itself, and what was typed."""
    (as_read,) = re.findall(r'name="as_read"[^>]*value="([^"]+)"', page)
    return {"as_read": as_read, "caption_language": "en", "title_language": "en"} | changes


def test_words_changed_in_another_window_are_shown_before_they_are_written_over(
    make, sign_in, session
):
    pat = make.researcher()
    photograph = make.photograph(photographer=pat, title="", caption="First said")
    client = sign_in(pat)
    one = client.get(page_of(photograph, "/words")).text
    other = client.get(page_of(photograph, "/words")).text
    client.post(page_of(photograph, "/words"), data=typed_in(one, caption="Said in one window"))
    answer = client.post(
        page_of(photograph, "/words"), data=typed_in(other, caption="And in the other")
    )
    assert answer.status_code == 422
    for words in ("Somebody else changed this", "Said in one window", "And in the other"):
        assert words in answer.text
    session.refresh(photograph)
    assert photograph.caption == "Said in one window"
    session.commit()
    again = client.post(
        page_of(photograph, "/words"), data=typed_in(answer.text, caption="Of both windows")
    )
    assert again.status_code == 303
    session.refresh(photograph)
    assert photograph.caption == "Of both windows"


def test_the_same_words_sent_twice_are_no_quarrel(make, sign_in):
    pat = make.researcher()
    photograph = make.photograph(photographer=pat, title="")
    client = sign_in(pat)
    words = typed_in(client.get(page_of(photograph, "/words")).text, caption="Said once")
    for _time in range(2):
        assert client.post(page_of(photograph, "/words"), data=words).status_code == 303


def test_a_day_still_to_come_is_pointed_out(make, sign_in):
    pat = make.researcher()
    photograph = make.photograph(photographer=pat)
    answer = sign_in(pat).post(
        page_of(photograph, "/words"),
        data={
            "taken_on": (today() + timedelta(2)).isoformat(),
            "caption_language": "en",
            "title_language": "en",
        },
    )
    assert answer.status_code == 422 and "still to come" in answer.text


def test_the_walk_leads_from_words_to_people_to_release_to_the_next(make, sign_in):
    pat = make.researcher()
    one, two = (make.photograph(photographer=pat) for _ in range(2))
    words = {"caption": "Said", "caption_language": "en", "title_language": "en"}
    client = sign_in(pat)
    after = client.post(page_of(one, f"/words?walk={two.id}"), data=words).location
    assert after.startswith(page_of(one, "/people?walk="))
    after = client.post(page_of(one, f"/people/nobody?walk={two.id}")).location
    assert after.startswith(page_of(one, "/release?walk="))
    assert page_of(two, "/words?walk=") in client.get(page_of(one, f"/slips?walk={two.id}")).text


def test_photographs_that_look_alike_are_hinted_at_and_only_those_one_may_see(make, sign_in):
    pat = make.researcher()
    one = make.photograph(photographer=pat, title="One")
    twin = make.photograph(photographer=pat, title="Its twin")
    theirs = make.photograph(title="Somebody else’s")
    other = make.photograph(photographer=pat, title="Another")
    one.dhash, twin.dhash, theirs.dhash = (f"00000000000000f{last}" for last in "fed")
    other.dhash = "ffffffffffffff00"
    page = sign_in(pat).get(page_of(one)).text
    assert "Its twin" in page and "Another" not in page and "Somebody else" not in page


# Pictures.


def test_a_copy_is_kept_by_the_browser_alone_and_only_sent_once(make, sign_in):
    pat = make.researcher()
    photograph = make.photograph(photographer=pat)
    client = sign_in(pat)
    answer = client.get(page_of(photograph, "/800.jpg"))
    assert answer.status_code == 200 and answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    again = client.get(
        page_of(photograph, "/800.jpg"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert client.get(page_of(photograph, "/801.jpg")).status_code == 404


def test_whoever_asked_to_be_blurred_is_blurred_on_every_page(make, sign_in, session, work):
    photograph, blurred = covered(make, session)
    for person in (photograph.photographer, make.facilitator(), make.researcher()):
        client = sign_in(person)
        assert blurred in client.get(page_of(photograph)).text
        picture = client.get(page_of(photograph, "/800.jpg"))
        assert picture.status_code == 200
        assert picture.headers["ETag"].strip('"').startswith(blurred)


def test_only_who_may_cover_faces_can_ask_for_the_whole_picture(make, sign_in, session):
    photograph, blurred = covered(make, session)
    for person, whole in ((photograph.photographer, True), (make.researcher(), False)):
        answer = sign_in(person).get(page_of(photograph, "/800.jpg?whole=1"))
        assert answer.headers["ETag"].strip('"').startswith(blurred) is not whole


def covered(make, session):
    """A cleared photograph of Ade, who may be shown blurred; the start of the blurred hash."""
    from photovoice.archive.models import Rendition

    photograph = make.photograph(pictured=["Ade"])
    make.release(photograph)
    ade = make_pictured(session, photograph)
    make.release(photograph, ade, faces=Faces.BLURRED)
    make.cover(photograph, [Box(0.1, 0.1, 0.2, 0.2)], [ade])
    whole = next(copy for copy in photograph.renditions if copy.size == 800)
    session.add(
        Rendition(
            photograph_id=photograph.id,
            redacted=True,
            size=800,
            width=800,
            height=600,
            bytes=whole.bytes,
            sha256="b" * 64,
            key=whole.key,
        )
    )
    session.flush()
    session.expire(photograph, ["renditions"])
    return photograph, "b" * 8


def test_the_original_is_an_attachment_in_which_nothing_can_run(make, sign_in):
    photograph = make.photograph()
    answer = sign_in(photograph.photographer).get(page_of(photograph, "/original"))
    assert answer.data.startswith(b"\xff\xd8")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_others_see_a_cleared_photograph_but_not_its_original(make, sign_in):
    photograph = make.photograph(cleared=True)
    client = sign_in(make.researcher())
    assert client.get(page_of(photograph)).status_code == 200
    assert client.get(page_of(photograph, "/original")).status_code == 404
    assert "Download the original" not in client.get(page_of(photograph)).text


def test_boxes_given_as_numbers_cover_parts_of_the_picture(make, sign_in, session, work):
    photograph = make.photograph()
    client = sign_in(photograph.photographer)
    assert client.get(page_of(photograph, "/cover")).status_code == 200
    answer = client.post(
        page_of(photograph, "/cover"),
        data={
            "covered-0-x": "10",
            "covered-0-y": "20",
            "covered-0-width": "30",
            "covered-0-height": "95",
            "covered-1-x": "",
        },
    )
    assert answer.status_code == 303
    session.expire_all()
    box = photograph.redactions[0]
    assert (box.x, box.y, box.width, box.height) == pytest.approx((0.1, 0.2, 0.3, 0.8))
    assert "1 part" in client.get(page_of(photograph)).text


def test_a_photograph_sent_small_says_so_to_who_may_ask_for_it_again(make, sign_in):
    small = make.photograph(sent_small=True, cleared=True)
    said = "made smaller on the phone"
    assert said in sign_in(make.facilitator()).get(page_of(small)).text
    assert said not in sign_in(make.researcher()).get(page_of(small)).text


def test_a_picture_in_doubt_is_marked_until_somebody_has_looked(make, sign_in, session):
    pat = make.researcher()
    details = {"doubt": "hole", "file_name": "roll-017.jpg"}
    doubted = make.photograph(photographer=pat, cleared=True, **details)
    client = sign_in(pat)
    assert "Perhaps damaged" in client.get(at(make.the_project, "photographs/")).text
    page = client.get(page_of(doubted)).text
    assert "seems to be damaged" in page and "roll-017.jpg" in page
    other = sign_in(make.researcher())
    page = other.get(page_of(doubted)).text
    assert "seems to be damaged" not in page and "roll-017.jpg" not in page
    assert other.post(page_of(doubted, "/whole")).status_code == 404
    assert client.post(page_of(doubted, "/whole")).status_code == 303
    session.refresh(doubted)
    assert doubted.doubt is None
    assert "Perhaps damaged" not in client.get(at(make.the_project, "photographs/")).text
    entry = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (entry.did, entry.details["doubt"]) == ("found whole", "hole")


def test_a_day_nobody_typed_never_keeps_the_words_from_being_kept(make, sign_in, session):
    pat = make.researcher()
    old = make.photograph(photographer=pat, taken_on=date(2099, 1, 1))
    asked = make.photograph(
        photographer=pat, set_aside_day=date(1970, 1, 1), set_aside_why="never_set", taken_on=None
    )
    client = sign_in(pat)
    words = {"caption": "Ours.", "caption_language": "en", "title_language": "en"}
    kept = client.post(page_of(old, "/words"), data=words | {"taken_on": "2099-01-01"})
    assert kept.status_code == 303
    assert "clock was never set" in client.get(page_of(asked, "/words")).text
    assert "clock was never set" in client.get(page_of(asked)).text
    tomorrow = (today() + timedelta(1)).isoformat()
    assert client.post(page_of(asked, "/words"), data=words | {"taken_on": tomorrow})
    session.refresh(asked)
    assert asked.taken_on == today() + timedelta(1)
    assert "clock was never set" not in client.get(page_of(asked)).text
