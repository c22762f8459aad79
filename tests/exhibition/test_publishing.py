"""The pages a curator publishes from: what stands in the way, how it goes, the copy to take."""

import io
import zipfile
from datetime import timedelta

from photovoice.consent import operations as consent
from photovoice.db import today
from photovoice.exhibition import operations
from tests.addresses import at_exhibition as at


def test_before_publishing_everything_that_stands_in_the_way_is_listed_with_the_way_there(
    make, session, curator, on_the_wall_only
):
    lacking = make.photograph(pictured=["Bea"], title="Bea at the hatch")
    make.release(lacking)
    exhibition = make.exhibition(photographs=[lacking, on_the_wall_only(title="The coats")])
    client, address = curator(), at(exhibition, "/publish")
    page = client.get(address).text
    assert "“Bea at the hatch” may not be shown" in page and "Only Bea can say yes." in page
    assert f"/photographs/{lacking.id}/people/" in page
    assert "Only in the room" in page and "The coats" in page
    assert "Publish the first edition" not in page
    answer = client.post(address, follow_redirects=True)
    assert "Nothing was published." in answer.text and "Bea at the hatch" in answer.text
    panel = exhibition.sections[0].panels[0]
    down = at(exhibition, f"/panels/{panel.id}/take-down")
    page = client.post(down, data={"next": address}, follow_redirects=True).text
    assert "Publish the first edition" in page and "Undo" in page, "and one stays where one was"


def test_an_empty_exhibition_says_what_to_do_first(make, curator):
    exhibition = make.exhibition()
    client, address = curator(), at(exhibition, "/publish")
    assert "Nothing hangs yet" in client.get(address).text
    answer = client.post(address)
    assert answer.status_code == 409 and "Hang at least one photograph first." in answer.text


def test_an_edition_tells_how_it_goes_until_it_hangs(make, session, curator, work):
    exhibition = make.exhibition(photographs=[make.photograph(cleared=True) for _ in range(2)])
    client = curator()
    address = client.post(at(exhibition, "/publish")).location
    assert address == at(exhibition, "/editions/1")
    page = client.get(address).text
    assert "Making the edition" in page and "publish" in page
    as_json = {"Accept": "application/json"}
    assert client.get(address, headers=as_json).json == {"state": "waiting", "done": 0, "total": 2}
    again = client.post(at(exhibition, "/publish"))
    assert again.status_code == 409 and "being made at this moment" in again.text
    work()
    assert client.get(address, headers=as_json).json == {"state": "live", "done": 2, "total": 2}
    page = client.get(address).text
    assert "On show since" in page and f"/exhibitions/{exhibition.slug}/" in page
    assert "copy.zip" in page
    assert "Edition 1 on show since" in client.get(at(exhibition)[: -len(exhibition.slug)]).text


def test_an_edition_that_never_was_has_no_page(make, curator):
    exhibition = make.exhibition()
    assert curator().get(at(exhibition, "/editions/1")).status_code == 404


def test_the_copy_for_a_stick_holds_what_may_hang_in_the_room_and_opens_without_a_network(
    make, curator, published, on_the_wall_only
):
    both = make.photograph(cleared=True, title="Second kettle")
    exhibition = published(both, on_the_wall_only(title="The coats"))
    client = curator()
    answer = client.get(at(exhibition, "/editions/1/copy.zip"))
    assert f"{exhibition.slug}-1.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as copy:
        names = copy.namelist()
        root = f"{exhibition.slug}-1"
        assert all(name.startswith(f"{root}/") for name in names)
        assert {f"{root}/index.html", f"{root}/kiosk/index.html"} <= set(names)
        assert "The coats" in copy.read(f"{root}/data.js").decode()
        assert len([name for name in names if "/photographs/" in name]) == 2
        assert copy.testzip() is None
    assert "Keep it off the internet." in client.get(at(exhibition, "/editions/1")).text


def test_where_everything_may_be_on_the_web_the_copy_is_the_edition_itself(
    make, curator, published
):
    exhibition = published(make.photograph(cleared=True))
    client = curator()
    answer = client.get(at(exhibition, "/editions/1/copy.zip"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as copy:
        assert f"{exhibition.slug}-1/index.html" in copy.namelist()
    assert "Keep it off the internet." not in client.get(at(exhibition, "/editions/1")).text


def test_only_the_edition_that_hangs_is_handed_out(make, session, curator, published, work):
    first, second = make.photograph(cleared=True), make.photograph(cleared=True)
    exhibition = published(first, second)
    operations.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    client = curator()
    assert client.get(at(exhibition, "/editions/1/copy.zip")).status_code == 404
    assert client.get(at(exhibition, "/editions/2/copy.zip")).status_code == 200
    assert "A later edition has followed." in client.get(at(exhibition, "/editions/1")).text
    consent.withdraw_person(session, first, by=None)
    session.commit()
    for edition in (1, 2):
        address = at(exhibition, f"/editions/{edition}/copy.zip")
        assert client.get(address).status_code == 404
    assert "Taken off every screen on" in client.get(at(exhibition, "/editions/2")).text
    page = client.get(at(exhibition, "/publish")).text
    assert "somebody changed their mind about a photograph" in page


def test_no_copy_is_handed_out_past_the_time_for_which_it_may_be_shown(
    make, session, curator, published
):
    photograph = make.photograph(nobody=True)
    release = make.release(photograph, expires_on=today())
    exhibition = published(photograph)
    client, address = curator(), at(exhibition, "/editions/1/copy.zip")
    assert client.get(address).status_code == 200
    release.expires_on = today() - timedelta(days=1)
    session.commit()
    answer = client.get(address)
    assert answer.status_code == 410 and "Publish the exhibition again" in answer.text
    release.expires_on = None
    exhibition.editions[0].valid_until = today() - timedelta(days=1)
    session.commit()
    assert client.get(address).status_code == 410
