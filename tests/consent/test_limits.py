"""What a project tells people, and what it rules out for everybody."""

from photovoice.consent import queries
from photovoice.consent.rules import Reason, Use
from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.gallery import state


def test_a_use_ruled_out_is_refused_whatever_anybody_answered(make, sign_in, session):
    photograph, steward = make.photograph(cleared=True, developed=False), make.steward()
    client = sign_in(steward)
    address = f"/projects/{make.the_project.slug}/limits"
    assert client.post(address, data={"closed_uses": ["press"]}).status_code == 303
    session.expire_all()
    answer = queries.clearance(session, photograph, Use.PRESS, today())
    assert [obstacle.reason for obstacle in answer.obstacles] == [Reason.PROJECT_CLOSED]
    assert queries.clearance(session, photograph, Use.WEB, today())


def test_ruling_the_wall_out_takes_down_what_hangs(make, sign_in, session, work, house):
    photograph, steward = make.photograph(cleared=True), make.steward()
    exhibition = make.exhibition(photographs=[photograph])
    folder = house.config.exhibitions_folder / exhibition.slug
    address = f"/projects/{make.the_project.slug}/limits"
    session.refresh(exhibition)
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    client = sign_in(steward)
    client.post(address, data={"closed_uses": ["exhibition"]})
    shown = state.read(folder)
    assert shown.live is None and shown.retired == {1}


def test_another_wording_is_another_version_and_the_first_is_kept(make, sign_in, session):
    steward = make.steward()
    client = sign_in(steward)
    address = f"/projects/{make.the_project.slug}/notices"
    for text in ("You decide.", "You decide, use by use."):
        answer = client.post(address, data={"language": "en", "text": text})
        assert answer.status_code == 303
    (newest,) = queries.notices(session, make.the_project)
    assert (newest.version, newest.text) == (2, "You decide, use by use.")
    page = client.get(f"/projects/{make.the_project.slug}/limits").get_data(as_text=True)
    assert "You decide, use by use." in page


def test_an_empty_notice_is_not_saved(make, sign_in, session):
    client = sign_in(make.steward())
    address = f"/projects/{make.the_project.slug}/notices"
    page = client.post(address, data={"language": "en", "text": " "}).get_data(as_text=True)
    assert "Write what people are told." in page
    assert not queries.notices(session, make.the_project)
