"""Back up while the house is in use, restore into an empty home: the same, and nothing taken back
comes back."""

import hashlib
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from photovoice import create_app
from photovoice.archive import operations as archive
from photovoice.archive import speaking
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph, Redaction, VoiceNote
from photovoice.audit import Event, first_broken
from photovoice.backup import holding, making, restoring, taken_back, verifying
from photovoice.backup.models import BackupPlace, TakenBack
from photovoice.backup.place import NotOurs
from photovoice.cli import main
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.models import Release, Withdrawal
from photovoice.consent.rules import Use
from photovoice.db import now, today
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.models import Edition, EditionState
from photovoice.gallery import state
from photovoice.jobs.models import Job
from photovoice.jobs.operations import perform_all
from photovoice.storage.models import Deletion
from tests.backup.conftest import files, rows, stored
from tests.factories import EVERY_USE, picture_bytes

DATABASES = ["sqlite", "postgresql"]
OPENED = "opened_again"


@pytest.fixture
def shown(make, session, work):
    """An exhibition of three photographs, published."""
    photographs = [make.photograph(cleared=True, caption="Our street") for _ in range(3)]
    make.voice_note(photographs[0])
    exhibition = make.exhibition(photographs=photographs, slug="our-walls")
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    assert state.read(session.info["house"].config.exhibitions_folder / "our-walls").live == 1
    return photographs


@pytest.mark.parametrize("database", DATABASES)
def test_every_row_and_every_byte_comes_back(
    shown, house, place, back_up, elsewhere, restore, database
):
    report = back_up(place)
    assert not report.wrong
    before = rows(house), stored(house), files(house.config.exhibitions_folder)
    done, restored = restore(elsewhere(database), place)
    assert not done.wrong and done.key_fits and done.is_current
    after = rows(restored), stored(restored), files(restored.config.exhibitions_folder)
    assert {name for name, found in after[0].items() if found != before[0][name]} == set()
    assert after[1:] == before[1:]
    assert state.read(restored.config.exhibitions_folder / "our-walls").live == 1
    with restored.database.session(writes=False) as session:
        assert first_broken(session) is None
        assert session.scalars(select(Event).order_by(Event.id.desc())).first().did == OPENED


def test_a_second_backup_sends_only_what_is_new(shown, make, disk, back_up):
    first = back_up(disk)
    make.photograph(cleared=True)
    second = back_up(disk)
    assert second.objects > first.objects
    new = set(making.contents_of(disk, disk.backup()[1])) - set(
        making.contents_of(disk, disk.backup(first.name)[1])
    )
    assert {one.kind for one in new} == {"store", "table"}
    assert len([one for one in new if one.kind == "store"]) == 4
    assert disk.backups() == [first.name, second.name], "oldest first, be it of one second"


def pictures_shown(house, slug="our-walls") -> int:
    """How many photographs hang in public."""
    live = state.read(house.config.exhibitions_folder / slug).live
    folder = house.config.exhibitions_folder / slug / str(live) / "photographs"
    return len(list(folder.glob("*.html"))) if live else 0


def test_what_was_taken_back_after_the_backup_is_taken_back_after_the_restore(
    shown, make, session, house, work, place, back_up, elsewhere, restore
):
    back_up(place)
    gone, covered, spoken = shown[1], shown[2], shown[0]
    release = session.scalars(select(Release).where(Release.photograph_id == gone.id)).one()
    consent.withdraw(session, release, by=None)
    archive.redact(session, covered, [Box(0.1, 0.2, 0.3, 0.4)], by=None)
    note = speaking.queries.voice(session, spoken)
    speaking.remove_voice(session, note, by=None)
    work()
    done, restored = restore(elsewhere(), place)
    assert done.is_current and done.reapplied == 3 and not done.wrong
    with restored.app.app_context():
        perform_all(restored)
    with restored.database.session(writes=False) as again:
        assert again.scalars(select(Release).where(Release.uid == release.uid)).one().withdrawal
        (box,) = again.scalars(select(Redaction)).all()
        assert box.photograph.uid == covered.uid
        assert (box.x, box.y, box.width, box.height) == (0.1, 0.2, 0.3, 0.4)
        assert again.scalars(select(VoiceNote)).one().removed_at
        live = again.scalars(select(Edition).where(Edition.state == EditionState.LIVE)).one()
        assert {one.photograph.uid for one in live.photographs} == {covered.uid, spoken.uid}
    assert pictures_shown(restored) == 2
    assert not verifying.verify(restored)


def test_a_release_given_and_taken_back_after_the_backup_closes_the_older_ones(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    ade = make.photograph(pictured=["Ade"])
    person = consent_queries.people_in(session, ade)[0]
    make.release(ade), make.release(ade, person)
    back_up(disk)
    later = make.release(ade, person)
    consent.withdraw(session, later, by=None)
    work()
    _done, restored = restore(elsewhere(), disk)
    with restored.database.session(writes=False) as again:
        photograph = again.scalars(select(Photograph)).one()
        assert not consent_queries.clearances(again, [photograph], Use.WEB, today())[photograph.id]


def test_an_answer_given_after_the_backup_that_allows_less_is_not_forgotten(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    photograph = make.photograph(cleared=True)
    other = make.photograph(cleared=True)
    back_up(disk)
    make.release(photograph, uses=EVERY_USE | {"web": False})
    make.release(other)
    work()
    done, restored = restore(elsewhere(), disk)
    assert done.reapplied == 1
    with restored.database.session(writes=False) as again:
        found = {one.uid: one for one in again.scalars(select(Photograph))}
        may = consent_queries.clearances(again, list(found.values()), Use.WEB, today())
        assert not may[found[photograph.uid].id]
        assert may[found[other.uid].id]


def test_somebody_named_and_withdrawn_after_the_backup_is_named_again(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    photograph = make.photograph(cleared=True)
    back_up(disk)
    bea = consent.name_person(session, photograph, "Bea", by=None)
    consent.withdraw(session, make.release(photograph, bea), by=None)
    work()
    _done, restored = restore(elsewhere(), disk)
    with restored.database.session(writes=False) as again:
        found = again.scalars(select(Photograph)).one()
        assert [one.uid for one in consent_queries.people_in(again, found)] == [bea.uid]
        assert not consent_queries.clearances(again, [found], Use.WEB, today())[found.id]


def test_what_was_erased_on_purpose_is_not_brought_back(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    photograph = make.photograph(cleared=True)
    back_up(disk)
    session.add(Deletion(key=photograph.original_key, reason="erased"))
    session.commit()
    house.store.delete(photograph.original_key)
    taken_back.tell(house)
    done, restored = restore(elsewhere(), disk)
    assert not done.wrong and not restored.store.exists(photograph.original_key)
    assert not verifying.verify(restored)


def until(place, **changes):
    """Change what a place says of its list."""
    found = place.taken_back()[1]
    place.say_until(replace(found, **changes))


def age(place, _house):
    """The house was heard of for the last time an hour ago."""
    until(place, at=now() - timedelta(hours=1))


def lose_until(place, _house):
    """Nothing says how far the list goes."""
    place.store.delete("taken-back/until.json")


def lose_a_line(place, _house):
    """A part of the list is gone."""
    place.store.delete(next(one.key for one in place.store.keys("taken-back/0")))


@pytest.mark.parametrize("spoil", [age, lose_until, lose_a_line])
def test_without_a_current_list_nothing_is_public_until_a_steward_has_looked(
    shown, make, session, house, work, place, back_up, elsewhere, restore, spoil
):
    steward = make.steward()
    back_up(place)
    make.photograph(cleared=True)
    session.commit()
    taken_back.tell(house)
    spoil(place, house)
    done, restored = restore(elsewhere(), place)
    assert not done.is_current
    client = restored.app.test_client()
    for address in ("/exhibitions/our-walls/", "/exhibitions/our-walls/1/index.html"):
        answer = client.get(address)
        assert answer.status_code == 503 and "closed for now" in answer.text
    assert "our-walls" not in client.get("/").text
    with restored.app.app_context():
        perform_all(restored)
        assert client.get("/exhibitions/our-walls/").status_code == 503
        holding.open_again(restored, by=steward)
    assert client.get("/exhibitions/our-walls/1/index.html").status_code == 200
    with pytest.raises(holding.NothingHeld), restored.app.app_context():
        holding.open_again(restored, by=steward)


def test_a_place_that_is_away_is_told_as_soon_as_it_is_there(
    make, session, house, work, disk, back_up
):
    make.photograph(cleared=True)
    back_up(disk)
    disk.folder.rename(disk.folder.with_name("unplugged"))
    release = session.scalars(select(Release)).one()
    consent.withdraw(session, release, by=None)
    work()
    row = session.scalars(select(BackupPlace)).one()
    assert "plugged in" in row.trouble
    about = TakenBack.subject == release.uid
    assert session.scalar(select(func.count()).select_from(TakenBack).where(about)) == 2
    assert not disk.folder.exists()
    (again,) = session.scalars(
        select(Job).where(Job.name == taken_back.TELL, Job.state == "waiting")
    )
    assert timedelta(0) < again.run_after - now() <= taken_back.AGAIN
    disk.folder.with_name("unplugged").rename(disk.folder)
    session.commit()
    taken_back.tell(house)
    session.expire_all()
    assert not row.trouble
    assert [line["subject"] for line in disk.taken_back()[0] if line["kind"] == "withdrawn"] == [
        release.uid
    ]


def test_the_list_at_a_place_is_only_added_to(make, session, house, work, disk, back_up):
    first, second = make.photograph(cleared=True), make.photograph(cleared=True)
    back_up(disk)
    seen = []
    for photograph in (first, second):
        release = session.scalars(
            select(Release).where(Release.photograph_id == photograph.id)
        ).one()
        consent.withdraw(session, release, by=None)
        work()
        seen.append({one.key: one.modified for one in disk.store.keys("taken-back/0")})
    session.commit()
    assert len(seen[1]) == len(seen[0]) + 1
    assert seen[0].items() <= seen[1].items()
    taken_back.tell(house)
    assert {one.key for one in disk.store.keys("taken-back/0")} == seen[1].keys()


def test_an_archive_restored_once_goes_on_with_its_list_and_can_be_restored_again(
    make, session, house, work, disk, back_up, elsewhere, restore
):
    first, second = make.photograph(cleared=True), make.photograph(cleared=True)
    back_up(disk)
    consent.withdraw(session, releases_of(session, first), by=None)
    work()
    _done, restored = restore(elsewhere(), disk)
    with restored.app.app_context():
        with restored.database.transaction() as theirs:
            found = theirs.scalars(select(Release).where(Release.photograph_id == second.id)).one()
            consent.withdraw(theirs, found, by=None)
        perform_all(restored)
    done, again = restore(elsewhere(), disk)
    assert done.is_current
    with again.database.session(writes=False) as last:
        assert last.scalar(select(func.count()).select_from(Withdrawal)) == 2


def releases_of(session, photograph):
    """The one release of a photograph."""
    return session.scalars(select(Release).where(Release.photograph_id == photograph.id)).one()


def test_what_is_missing_is_said_and_the_backup_is_made_without_it(
    make, house, disk, back_up, elsewhere, restore
):
    lost, changed = make.photograph(), make.photograph()
    house.store.delete(lost.original_key)
    house.store.put(changed.original_key, b"something else")
    report = back_up(disk)
    assert len(report.wrong) == 2
    assert any(lost.original_key in one for one in report.wrong)
    assert any(changed.original_key in one for one in report.wrong)
    done, restored = restore(elsewhere(), disk)
    assert done.wrong == report.wrong
    troubles = {one.what.partition(",")[0] for one in verifying.verify(restored)}
    assert troubles == {lost.original_key, changed.original_key}


def test_bytes_damaged_in_the_backup_are_named_and_not_restored(
    make, house, place, back_up, elsewhere, restore
):
    photograph = make.photograph()
    back_up(place)
    place.store.put(f"objects/{photograph.sha256[:2]}/{photograph.sha256}", b"rotten")
    done, restored = restore(elsewhere(), place)
    assert [photograph.original_key in one for one in done.wrong] == [True]
    assert not restored.store.exists(photograph.original_key)


def test_a_damaged_table_stops_the_restore_with_a_sentence(make, disk, back_up, elsewhere, restore):
    make.photograph()
    report = back_up(disk)
    table = next(
        one for one in making.contents_of(disk, disk.backup()[1]) if one.path == "photographs"
    )
    disk.store.put(f"objects/{table.sha256[:2]}/{table.sha256}", b"rotten")
    with pytest.raises(restoring.NotWhole, match="no earlier one"):
        restore(elsewhere(), disk)
    assert report.name in disk.backups()


@pytest.mark.parametrize("spoilt", ["list of contents", "table photographs"])
def test_a_backup_that_is_not_whole_leaves_the_home_free_for_an_earlier_one(
    make, disk, back_up, elsewhere, restore, spoilt
):
    make.photograph()
    back_up(disk)
    make.photograph()
    back_up(disk)
    earlier, _last = disk.backups()
    manifest = disk.backup()[1]
    tables = {one.path: one.sha256 for one in making.contents_of(disk, manifest)}
    sha256 = manifest["contents"] if "list" in spoilt else tables["photographs"]
    disk.store.put(f"objects/{sha256[:2]}/{sha256}", b"rotten")
    with pytest.raises(restoring.NotWhole, match=f"{spoilt}.*{earlier}"):
        restore(settings := elsewhere(), disk)
    assert {one.name for one in settings.home.iterdir()} <= {restoring.LOCK}
    done, restored = restore(settings, disk, earlier)
    assert done.backup == earlier and not done.wrong


def test_a_damaged_listing_stops_no_later_backup_and_says_which_others_there_are(
    make, disk, back_up, elsewhere, restore
):
    make.photograph()
    back_up(disk)
    back_up(disk)
    first, last = disk.backups()
    disk.store.put(f"backups/{last}.json", b"{")
    disk.store.put("taken-back/until.json", b"")
    disk.store.put("taken-back/0000000009-damaged.jsonl", b"{")
    with pytest.raises(NotOurs, match=first):
        restore(elsewhere(), disk)
    done, _restored = restore(elsewhere(), disk, first)
    assert not done.is_current
    assert back_up(disk).name in disk.backups()


def test_a_closing_backup_that_fails_closes_nothing(config, house, disk, tmp_path):
    settings = {"PHOTOVOICE_HOME": str(config.home), "PHOTOVOICE_QUEUE_URL": "memory:"}
    settings |= {"PHOTOVOICE_DATABASE_URL": config.database_url}

    def run(*words):
        return CliRunner().invoke(main, ["backup", "--closing", *words], env=settings)

    assert run(str(tmp_path / "nowhere" / "backups")).exit_code == 1
    assert restoring.require_open(config.home) is None
    (config.home / restoring.CLOSED).write_text(f'{{"to": "{disk.address}", "whole": false}}')
    with pytest.raises(restoring.NotReady, match="cut short"):
        restoring.require_open(config.home)
    assert run(disk.address).exit_code == 0
    with pytest.raises(restoring.NotReady, match="goes on somewhere else"):
        restoring.require_open(config.home)
    assert run(disk.address).exit_code == 1


def test_a_server_that_still_runs_takes_nothing_in_once_the_home_is_closed(config, house):
    app = create_app(replace(config, testing=False))
    client = app.test_client()
    assert client.get("/sign-in").status_code == 200
    with restoring.closing(config.home, "elsewhere"):
        pass
    answer = client.post("/sign-in")
    assert answer.status_code == 503 and "Whatever was received is safe" in answer.text
    app.extensions["photovoice"].close()


def test_forty_uploads_while_it_is_backed_up(
    make, house, session, place, back_up, elsewhere, restore
):
    project, researcher = make.the_project, make.researcher()
    session.commit()
    received: list[str] = []

    def send():
        for number in range(40):
            with house.app.app_context(), house.database.session() as sending:
                found = archive.receive(
                    house,
                    sending,
                    sending.merge(project, load=False),
                    sending.merge(researcher, load=False),
                    picture_bytes(number, size=(120, 90)),
                    by=None,
                )
                sending.commit()
                received.append(found.photograph.sha256)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        while len(received) < 5 and sender.is_alive():
            time.sleep(0.01)
        during = back_up(place)
        assert len(received) < 40, "the backup came too late to be tried"
    finally:
        sender.join()
    assert not during.wrong
    done, restored = restore(elsewhere(), place)
    assert not done.wrong
    kept = stored(restored)
    with restored.database.session(writes=False) as again:
        found = again.scalars(select(Photograph)).all()
        assert 5 <= len(found) <= 40
        for one in found:
            assert hashlib.sha256(kept[one.original_key]).hexdigest() == one.stored_sha256
    assert not [one for one in verifying.verify(restored) if one.trouble != "stuck"]
    after = back_up(place)
    before = rows(house), stored(house)
    done, last = restore(elsewhere(), place)
    assert after.sent and not done.wrong
    assert (rows(last), stored(last)) == before
