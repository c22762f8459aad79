"""What a phone says of its photographs: kept once, written down once, nobody else's business."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from photovoice.archive.models import Photograph
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import NobodyPictured, Notice, PersonPictured, Release
from photovoice.consent.rules import Given, Part
from photovoice.db import today
from photovoice.permissions import Role
from photovoice.phone import rules, settling
from photovoice.phone.models import Sending, Upload
from photovoice.phone.rules import UploadState
from photovoice.projects import operations as projects
from photovoice.projects.models import Credit
from tests.archive.test_operations import with_place_and_camera
from tests.factories import EVERY_USE, Factory, picture_bytes
from tests.phone.phones import ANSWER, VOICE, Phone, said, the_only, told_by

DATA = picture_bytes(1, size=(360, 270))
SHA256 = hashlib.sha256(DATA).hexdigest()
UID = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


# Before anything is sent.


def test_the_outbox_tells_who_sends_and_what_may_be_sent(phone, app):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = phone.ask("GET", f"{phone.home}/outbox")
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert told.pop("token") and len(told["person"]) == 32
    assert told == {
        "person": told["person"],
        "name": "Pat",
        "largest": 60 * 1024 * 1024,
        "largest_sound": 40 * 1024 * 1024,
        "room": 20 * 1024**3,
        "exact_place": False,
    }


def test_a_person_is_the_same_on_two_phones_and_no_other(phone, researcher, phone_of, make):
    person = phone.outbox()["person"]
    assert phone_of(researcher).outbox()["person"] == person
    assert phone_of(make.researcher()).outbox()["person"] != person


def test_what_is_said_is_kept_before_a_byte_has_come(phone, look):
    answer = phone.say(UID, said(DATA, words={"caption": "Our street"}))
    assert answer.status_code == 200
    told = answer.json
    assert (told["uid"], told["version"], told["voice"]) == (UID, 1, None)
    photograph = told["photograph"]
    assert (photograph["state"], photograph["bytes"], photograph["offset"]) == (
        "waiting",
        len(DATA),
        0,
    )
    assert photograph["upload"] is photograph["id"] is photograph["sha256"] is None
    assert told["needs"] == ["people", "release"]
    assert the_only(look, Sending).said["words"]["caption"] == "Our street"


def test_the_outbox_tells_where_the_bytes_go_and_how_many_came(phone):
    phone.say(UID, said(DATA))
    address = phone.create(len(DATA), told={"uid": UID}).location
    phone.piece(address, 0, DATA[:100])
    told = phone.say(UID, said(DATA)).json["photograph"]
    assert (told["state"], told["upload"], told["offset"]) == ("arriving", address, 100)


def test_an_older_version_changes_nothing_and_the_same_one_again_does(phone, look):
    phone.say(UID, said(DATA, version=3, words={"caption": "Newest"}))
    assert phone.say(UID, said(DATA, version=2, words={"caption": "Older"})).json["version"] == 3
    assert the_only(look, Sending).said["words"]["caption"] == "Newest"
    phone.say(UID, said(DATA, version=3, words={"caption": "The same, from another tab"}))
    assert the_only(look, Sending).said["words"]["caption"] == "The same, from another tab"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"version": 1}', b"\xff" * 9])
def test_what_is_no_sending_is_422_in_words(phone, raw, look):
    answer = phone.ask("PUT", f"{phone.home}/outbox/{UID}", data=raw)
    assert told_by(answer) == (422, "not_understood")
    assert look().scalar(select(func.count(Sending.id))) == 0


def test_more_than_64_kilobytes_are_too_many_words(phone):
    answer = phone.ask("PUT", f"{phone.home}/outbox/{UID}", data=b" " * 65537)
    assert told_by(answer) == (422, "too_long")


@pytest.mark.parametrize("uid", ["a", "A" * 32, "g" * 32, "0" * 33])
def test_a_name_that_is_none_is_404(phone, uid):
    assert phone.say(uid, said(DATA)).status_code == 404


def test_somebody_elses_sending_is_404_like_an_absent_one(phone, phone_of, make, look):
    phone.say(UID, said(DATA))
    other = phone_of(make.steward())
    theirs, absent = other.say(UID, said(DATA)), other.forget(OTHER)
    assert theirs.status_code == other.forget(UID).status_code == absent.status_code == 404
    assert theirs.data == absent.data
    assert the_only(look, Sending).version == 1


def test_the_name_of_somebody_elses_photograph_is_404(phone, make, session):
    make.photograph(uid=UID)
    session.commit()
    assert phone.say(UID, said(DATA)).status_code == 404


def test_a_sending_belongs_to_its_project(phone, researcher, make, session, sign_in):
    phone.say(UID, said(DATA))
    elsewhere = make.project("Elsewhere")

    projects.add_member(session, elsewhere, researcher, Role.RESEARCHER, by=None)
    session.commit()
    other = Phone(sign_in(researcher), elsewhere.slug)
    assert other.say(UID, said(DATA)).status_code == 404
    assert other.forget(UID).status_code == 404


# Received.


def test_a_photograph_with_nothing_said_is_received_and_says_what_it_lacks(phone, look, researcher):
    phone.say(UID, said(DATA))
    assert phone.send(DATA, UID).status_code == 204
    told = phone.say(UID, said(DATA)).json
    photograph = told["photograph"]
    row = the_only(look)
    assert photograph["state"] == "received" and photograph["received_at"].endswith("+00:00")
    assert (photograph["id"], photograph["sha256"], row.uid) == (row.id, SHA256, UID)
    assert (photograph["upload"], photograph["offset"]) == (None, len(DATA))
    assert told["needs"] == ["caption", "people", "release"]
    assert (row.photographer_id, row.received_by_id) == (researcher.id, researcher.id)
    page = phone.ask("GET", photograph["page"], headers={"Accept": "text/html"})
    assert page.status_code == 200


def test_everything_said_is_written_down_with_the_photograph(phone, look, researcher):
    words = {"caption": "ہماری گلی", "caption_language": "ur", "title": "گلی", "place": "Hulme"}
    people = {"named": [{"label": "Ade", "is_child": True}, {"label": "Bea", "is_child": False}]}
    read = ANSWER | {"notice_language": "pl"}
    whole = said(DATA, words=words, people=people, release=read)
    phone.say(UID, whole)
    phone.send(DATA, UID)
    assert phone.say(UID, whole).json["needs"] == []
    session = look()
    row = session.scalar(select(Photograph))
    assert (row.caption, row.caption_language, row.title_language) == ("ہماری گلی", "ur", "ur")
    assert (row.title, row.place) == ("گلی", "Hulme")
    pictured = consent_queries.people_in(session, row)
    assert [(p.label, p.is_child, p.named_by_id) for p in pictured] == [
        ("Ade", True, researcher.id),
        ("Bea", False, researcher.id),
    ]
    release = session.scalar(select(Release))
    assert (release.part, release.given, release.credit) == (
        Part.PHOTOGRAPHER,
        Given.ON_SCREEN,
        Credit.PSEUDONYM,
    )
    assert release.answers == EVERY_USE and release.limits_explained and release.expires_on
    assert (release.photographer_id, release.photograph_id) == (researcher.id, row.id)
    assert session.get(Notice, release.notice_id).language == "pl"
    assert consent_queries.credits(session, [row]) == {row.id: "Sparrow"}


def test_a_notice_nobody_opened_was_not_read(phone, look, session, project):
    consent.write_notice(session, project, "en", "You are asked.", by=None)
    session.commit()
    phone.say(UID, said(DATA, release=ANSWER))
    phone.send(DATA, UID)
    assert look().scalar(select(Release)).notice_id is None


def test_nobody_pictured_is_stated_once(phone, look, researcher):
    phone.say(UID, said(DATA, people={"nobody": True}))
    phone.send(DATA, UID)
    assert the_only(look, NobodyPictured).stated_by_id == researcher.id
    assert "people" not in phone.say(UID, said(DATA, people={"nobody": True})).json["needs"]


def test_saying_the_same_again_writes_nothing_down_twice(phone, look):
    whole = said(
        DATA,
        words={"caption": "Our street"},
        people={"named": [{"label": "Ade", "is_child": False}]},
        release=ANSWER,
    )
    phone.say(UID, whole)
    phone.send(DATA, UID)
    for version in (1, 2, 2):
        phone.say(UID, whole | {"version": version})
    session = look()
    assert session.scalar(select(func.count(Release.id))) == 1
    assert len(consent_queries.people_in(session, session.scalar(select(Photograph)))) == 1


def test_what_is_changed_later_is_written_down_and_an_edit_on_the_web_stays(phone, look, client):
    phone.say(UID, said(DATA, words={"caption": "Our street", "title": "Street"}))
    phone.send(DATA, UID)
    with look().get_bind().engine.begin() as connection:
        connection.execute(Photograph.__table__.update().values(caption="Edited on the web"))
    later = {"caption": "Our street", "title": "Street, early", "place": "Hulme"}
    phone.say(UID, said(DATA, version=2, words=later))
    row = the_only(look)
    assert (row.caption, row.title, row.place) == ("Edited on the web", "Street, early", "Hulme")
    told = phone.say(UID, said(DATA, version=3, words=later | {"caption": "No, this"})).json
    assert the_only(look).caption == "Edited on the web"  # its writer had not seen it
    assert told["others"] == {"caption": "No, this"}
    seen = {"words": told["words"], "people": told["people"], "answer": told["answer"]}
    chosen = said(DATA, version=4, words=later | {"caption": "No, this"})
    told = phone.say(UID, chosen | {"known": seen, "let_go": ["caption"]}).json
    assert the_only(look).caption == "No, this" and told["others"] == {}


def test_of_what_is_written_down_no_word_name_or_answer_stays_with_the_sending(phone, look):
    whole = said(DATA, words={"caption": "Our secret"}, people=named(("Ade", True)), release=ANSWER)
    phone.say(UID, whole)
    assert the_only(look, Sending).said["words"]["caption"] == "Our secret"
    phone.send(DATA, UID)
    sending = the_only(look, Sending)
    assert "Our secret" not in str((sending.said, sending.written))
    assert "Ade" not in str((sending.said, sending.written))
    assert phone.say(UID, whole).json["words"]["caption"] == "Our secret"


def test_a_phone_that_did_not_hear_the_answer_may_write_on(phone, look):
    phone.say(UID, said(DATA, words={"caption": "Our"}))
    phone.send(DATA, UID)
    phone.say(UID, said(DATA, version=2, words={"caption": "Our street"}))  # nobody hears
    phone.say(UID, said(DATA, version=3, words={"caption": "Our street, early"}))
    assert the_only(look).caption == "Our street, early"


def test_an_answer_given_without_having_seen_the_newer_one_opens_nothing(phone, look, house):
    closed = ANSWER | {"uses": dict.fromkeys(EVERY_USE, False)}
    phone.say(UID, said(DATA))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        row = session.scalar(select(Photograph))
        Factory(session, house).release(row, uses=closed["uses"])
    told = phone.say(UID, said(DATA, version=2, release=ANSWER)).json
    assert the_only(look, Release).answers == closed["uses"]
    known = {"words": told["words"], "people": None, "answer": told["answer"]}
    again = said(DATA, version=3, release=ANSWER | {"kept": 2}) | {"known": known}
    told = phone.say(UID, again).json
    assert told["answer"] == told["answered"]
    assert look().scalars(select(Release).order_by(Release.id.desc())).first().answers == EVERY_USE


@pytest.mark.parametrize("how", ["an older slip", "a no behind a newer yes"])
def test_a_yes_that_has_not_seen_a_no_opens_nothing_wherever_the_no_stands(
    phone, look, house, researcher, how
):
    phone.say(UID, said(DATA, people={"nobody": True}, release=ANSWER))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        make, row = Factory(session, house), session.scalar(select(Photograph))
        first = session.scalar(select(Release))
        if how == "an older slip":
            make.release(row, by=session.merge(researcher))
    told = phone.say(UID, said(DATA, people={"nobody": True}, release=ANSWER)).json
    with house.database.transaction() as session:
        make, row = Factory(session, house), session.scalar(select(Photograph))
        if how == "an older slip":
            consent.withdraw(session, session.get_one(Release, first.id), by=None)
        else:
            no = dict.fromkeys(EVERY_USE, False)
            make.release(row, by=session.merge(researcher), uses=no)
            make.release(row)
    known = {"words": told["words"], "people": told["people"], "answer": told["answer"]}
    yes = ANSWER | {"uses": EVERY_USE | {"press": False}}
    unseen = said(DATA, version=3, people={"nobody": True}, release=yes) | {"known": known}
    told = phone.say(UID, unseen).json
    row = the_only(look)
    uses = consent_queries.every_use(look(), row, today())
    assert not any(uses.values()) and told["answer"] != known["answer"]
    known = known | {"answer": told["answer"]}
    seen = said(DATA, version=4, people={"nobody": True}, release=yes | {"kept": 2})
    phone.say(UID, seen | {"known": known})
    assert consent_queries.every_use(look(), the_only(look), today())["web"], "seen, they can"


def test_a_no_counts_though_its_giver_had_not_seen_the_yes(phone, look, house):
    phone.say(UID, said(DATA))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        Factory(session, house).release(session.scalar(select(Photograph)))
    closed = ANSWER | {"uses": dict.fromkeys(EVERY_USE, False)}
    phone.say(UID, said(DATA, version=2, release=closed))
    assert len(look().scalars(select(Release)).all()) == 2


def test_a_name_the_phone_has_seen_can_be_taken_away_by_it(phone, look, house, researcher):
    phone.say(UID, said(DATA, people=named(("Ade", False))))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        row = session.scalar(select(Photograph))
        consent.name_person(session, row, "Bea", by=session.merge(researcher))
    told = phone.say(UID, said(DATA, version=2, people=named(("Ade", False)))).json
    assert people_of(look) == [("Ade", False), ("Bea", False)]  # unseen, it stays
    known = {"words": told["words"], "people": told["people"], "answer": ""}
    phone.say(UID, said(DATA, version=3, people=named(("Ade", False))) | {"known": known})
    assert people_of(look) == [("Ade", False)]


def test_what_one_persons_page_sends_is_not_taken_as_anothers(phone, phone_of, make, look):
    mine = {"Photovoice-Person": phone.outbox()["person"]}
    other = phone_of(make.researcher(name="Amina"))
    address = f"{other.home}/outbox/{UID}"
    answer = other.ask("PUT", address, json=said(DATA), headers=mine)
    assert told_by(answer) == (403, "somebody_else")
    assert look().scalar(select(Sending)) is None
    assert phone.ask("PUT", address, json=said(DATA), headers=mine).status_code == 200


def test_announcements_without_a_byte_give_way_to_newer_ones(phone, look, parts):
    addresses = [phone.create(60_000_000).location for _one in range(20)]
    open_ = look().scalars(select(Upload).where(Upload.state == UploadState.ARRIVING)).all()
    assert len(open_) == rules.MOST_ANNOUNCED
    assert phone.tus("HEAD", addresses[0]).status_code == 410
    assert phone.offset(addresses[-1]) == 0


def test_what_is_announced_and_never_sent_is_forgotten_in_time(phone, look, house):
    phone.say(UID, said(DATA))
    phone.say(OTHER, said(DATA))
    with house.database.transaction() as session:
        old = session.scalar(select(Sending).where(Sending.uid == UID))
        old.said_at -= rules.FORGOTTEN_AFTER + timedelta(days=1)
    settling.sweep(house)
    assert the_only(look, Sending).uid == OTHER
    assert phone.say(UID, said(DATA)).status_code == 200  # the phone has it still


def test_no_more_is_noted_down_than_one_person_may_announce(phone, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    assert phone.say(UID, said(DATA)).status_code == 200
    assert told_by(phone.say(OTHER, said(DATA))) == (429, "too_many")


def test_somebody_taken_away_on_the_web_is_not_named_again(phone, look, house, researcher):
    people = {"named": [{"label": "Ade", "is_child": False}]}
    phone.say(UID, said(DATA, people=people))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        row = session.scalar(select(Photograph))
        (ade,) = consent_queries.people_in(session, row)
        consent.unname_person(session, row, ade, by=None)
    phone.say(UID, said(DATA, version=2, people=people, words={"caption": "Later"}))
    session = look()
    assert consent_queries.people_in(session, session.scalar(select(Photograph))) == []


def people_of(look) -> list[tuple[str, bool]]:
    """Who is written down beside the photograph, and whether as a child."""
    session = look()
    people = consent_queries.people_in(session, session.scalar(select(Photograph)))
    return [(person.label, person.is_child) for person in people]


def named(*people: tuple[str, bool]) -> dict:
    """What a phone says of people."""
    return {"named": [{"label": label, "is_child": child} for label, child in people]}


def test_a_child_said_to_be_one_after_receipt_is_written_down_as_one(phone, look):
    phone.say(UID, said(DATA, people=named(("Ali", False))))
    phone.send(DATA, UID)
    phone.say(UID, said(DATA, version=2, people=named(("Ali", True))))
    assert people_of(look) == [("Ali", True)]
    (ali,) = look().scalars(select(PersonPictured)).all()
    assert ali.is_child


def test_a_second_person_called_the_same_is_named_beside_the_first(phone, look):
    phone.say(UID, said(DATA, people=named(("Ali", False))))
    phone.send(DATA, UID)
    phone.say(UID, said(DATA, version=2, people=named(("Ali", False), ("Ali", True))))
    assert people_of(look) == [("Ali", False), ("Ali", True)]


def test_a_name_taken_away_on_the_phone_is_taken_away_and_nobody_can_be_stated(phone, look):
    phone.say(UID, said(DATA, people=named(("Ali", False), ("Bea", False))))
    phone.send(DATA, UID)
    told = phone.say(UID, said(DATA, version=2, people=named(("Bea", False)))).json
    assert people_of(look) == [("Bea", False)]
    assert told["people"] == {"named": [{"label": "Bea", "is_child": False, "bound": False}]}
    told = phone.say(UID, said(DATA, version=3, people={"nobody": True})).json
    assert people_of(look) == [] and the_only(look, NobodyPictured)
    assert told["people"] == {"nobody": True} and "people" not in told["needs"]


def test_somebody_who_has_answered_stays_named_and_the_phone_is_told(phone, look, house):
    phone.say(UID, said(DATA, people=named(("Ali", False))))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        row = session.scalar(select(Photograph))
        (ali,) = consent_queries.people_in(session, row)
        Factory(session, house).release(row, ali)
    told = phone.say(UID, said(DATA, version=2, people=named(("Ali", True)))).json
    assert people_of(look) == [("Ali", False), ("Ali", True)]
    assert [one["bound"] for one in told["people"]["named"]] == [True, False]
    phone.say(UID, said(DATA, version=3, people={"nobody": True}))
    assert people_of(look) == [("Ali", False)]


def test_before_receipt_and_beside_somebody_elses_photograph_nothing_is_told_of_people(phone):
    told = phone.say(UID, said(DATA, people=named(("Ali", False)))).json
    assert "people" not in told


def test_agreeing_again_after_a_withdrawal_is_a_new_release(phone, look, house):
    phone.say(UID, said(DATA, release=ANSWER | {"kept": 1}))
    phone.send(DATA, UID)
    with house.database.transaction() as session:
        consent.withdraw(session, session.scalar(select(Release)), by=None)
    same = said(DATA, version=2, release=ANSWER | {"kept": 1}, words={"caption": "Later"})
    assert phone.say(UID, same).json["needs"] == ["people", "release"]
    known = {"words": {"caption": "Later"}, "people": None}
    known["answer"] = phone.say(UID, same).json["answer"]
    again = said(DATA, version=3, release=ANSWER | {"kept": 2}, words={"caption": "Later"})
    again["known"] = known
    assert phone.say(UID, again).json["needs"] == ["people"]
    given = look().scalars(select(Release).order_by(Release.id)).all()
    assert [release.withdrawal is None for release in given] == [False, True]


def test_an_answer_that_leaves_every_use_open_is_taken_down_as_it_was_given(phone, look):
    phone.say(UID, said(DATA, release=ANSWER | {"uses": {}}))
    phone.send(DATA, UID)
    assert the_only(look, Release).answers == {}
    assert "release" not in phone.say(UID, said(DATA, release=ANSWER | {"uses": {}})).json["needs"]


def test_a_changed_answer_is_a_new_release(phone, look):
    phone.say(UID, said(DATA, release=ANSWER))
    phone.send(DATA, UID)
    no = ANSWER | {"uses": dict.fromkeys(EVERY_USE, False)}
    phone.say(UID, said(DATA, version=2, release=no))
    given = look().scalars(select(Release).order_by(Release.id)).all()
    assert [release.answers["web"] for release in given] == [True, False]


def test_an_answer_is_taken_down_only_once_its_limits_were_talked_about(phone, look):
    phone.say(UID, said(DATA, release=ANSWER | {"limits_explained": False}))
    phone.send(DATA, UID)
    assert "release" in phone.say(UID, said(DATA)).json["needs"]
    assert look().scalar(select(Release)) is None


def test_a_spoken_caption_is_one(phone):
    spoken = said(DATA, voice=VOICE)
    told = phone.say(UID, spoken).json
    assert told["voice"]["state"] == "waiting" and "caption" not in told["needs"]


def test_a_voice_that_came_first_waits_for_its_photograph(phone):
    spoken = said(DATA, voice=VOICE)
    phone.say(UID, spoken)
    assert phone.send(VOICE, UID, part="voice").status_code == 204
    told = phone.say(UID, spoken).json["voice"]
    assert (told["state"], told["offset"]) == ("arriving", len(VOICE))
    phone.send(DATA, UID)
    told = phone.say(UID, spoken).json["voice"]
    assert told["state"] == "received" and told["id"]
    assert told["sha256"] == hashlib.sha256(VOICE).hexdigest()


def test_a_voice_that_came_later_is_taken_in_at_once(phone):
    phone.say(UID, said(DATA))
    phone.send(DATA, UID)
    phone.say(UID, said(DATA, version=2, voice=VOICE))
    assert phone.send(VOICE, UID, part="voice").status_code == 204
    told = phone.say(UID, said(DATA, version=2, voice=VOICE)).json["voice"]
    assert told["state"] == "received"


def test_what_is_no_recording_is_refused_and_the_photograph_stays(phone, look):
    phone.say(UID, said(DATA))
    phone.send(DATA, UID)
    assert phone.send(b"silence is no recording", UID, part="voice").status_code == 422
    told = phone.say(UID, said(DATA)).json
    assert told["voice"]["state"] == "refused" and told["voice"]["reason"]
    assert told["photograph"]["state"] == "received"


def test_the_exact_place_is_kept_where_the_phone_sends_it_and_the_project_asks(
    house, phone, session, project, look
):

    project.keeps_location = True
    session.commit()
    assert phone.outbox()["exact_place"] is True
    data = with_place_and_camera()
    for uid, exact in ((UID, False), (OTHER, True)):
        copy = data + uid.encode()  # what follows the end of a JPEG is no part of the picture
        phone.say(uid, said(copy, photograph={"exact_place": exact}))
        assert phone.send(copy, uid).status_code == 204
    rows = {row.uid: row.location for row in look().scalars(select(Photograph))}
    assert rows[UID] is None and rows[OTHER]


def test_a_picture_that_seems_damaged_is_asked_for_again_while_the_phone_has_it(phone, look):
    data = picture_bytes(1, size=(36, 27), format="PNG")
    at = data.index(b"IDAT") + 4 + int.from_bytes(data[data.index(b"IDAT") - 4 :][:4], "big")
    data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    phone.say(UID, said(data))
    address = phone.create(len(data), told={"uid": UID}).location
    assert phone.piece(address, 0, data).status_code == 204
    told = phone.say(UID, said(data)).json
    assert told["photograph"]["state"] == "received" and "again" in told["needs"]
    photograph = look().scalar(select(Photograph))
    assert photograph.doubt == "checksum" and photograph.file_name
