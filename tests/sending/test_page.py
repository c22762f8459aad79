"""The contribute page in a real browser: one task a screen, nothing doubled, nothing told."""

import hashlib
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from photovoice.accounts import operations as accounts
from photovoice.archive import developing
from photovoice.consent.models import Appearance, Release
from photovoice.phone import parts
from tests.factories import picture_bytes
from tests.sending.conftest import COUNT, looking, received, until_empty, until_read

pytestmark = pytest.mark.any_database

SAFE = "Everything is received and safe."


def with_a_place(seed: int) -> bytes:
    """A JPEG that says where and when it was taken, and which way up it is."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8769] = {0x9003: "2026:03:14 10:00:00"}
    exif[0x8825] = {1: "N", 2: (53.0, 28.0, 47.0), 3: "W", 4: (2.0, 14.0, 33.0)}
    out = io.BytesIO()
    Image.open(io.BytesIO(picture_bytes(seed))).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_what_is_said_of_a_photograph_is_written_down_screen_by_screen(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", str(picture()))
    until_read(page)
    page.get_by_label("What is going on here, in your words?").fill("Take one, no questions.")
    page.get_by_label("Where is it?").fill("Northgate chapel")
    page.reload()  # as when the camera takes the memory
    field = page.get_by_label("What is going on here, in your words?")
    page.wait_for_function("field => field.value !== ''", arg=field.element_handle())
    assert field.input_value() == "Take one, no questions."
    page.get_by_role("button", name="Next: who is in it?").click()
    page.get_by_label("What do you call them?").fill("girl in yellow")
    page.get_by_label("A child").check()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Next: what may be done with it").click()
    page.get_by_role("button", name="Keep these answers").click()
    page.get_by_text("Say how your name shall stand beside it").wait_for()
    page.locator("[name=use_workshop][value=yes]").check(force=True)
    page.locator("[name=use_web][value=no]").check(force=True)
    page.get_by_label("With my first name").check()
    page.get_by_label("I know what cannot be taken back").check()
    page.get_by_role("button", name="Keep these answers").click()
    page.get_by_text(SAFE).wait_for()
    (photograph,) = received(house)
    assert (photograph.caption, photograph.place) == ("Take one, no questions.", "Northgate chapel")
    with looking(house) as session:
        (appearance,) = session.query(Appearance)
        assert (appearance.pictured.label, appearance.pictured.is_child) == ("girl in yellow", True)
        (release,) = session.query(Release)
        assert release.answers == {"workshop": True, "web": False}


def test_two_tabs_and_a_second_phone_make_one_photograph_of_each_item(
    phone, phone_of, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    phone.context.set_offline(True)
    phone.choose(picture(1), picture(2))
    outbox = page.evaluate(COPY)
    twin = phone.context.new_page()
    phone.context.set_offline(False)
    twin.goto(phone.address)
    other = phone_of()
    other.open()
    other.come_in(words)
    other.page.evaluate(PASTE, outbox)
    other.page.reload()
    for tab in (page, twin, other.page):
        tab.evaluate("dispatchEvent(new Event('online'))")
    for tab in (page, twin, other.page):
        tab.get_by_text(SAFE).wait_for()
    sent = {hashlib.sha256(picture(seed).read_bytes()).hexdigest() for seed in (1, 2)}
    assert len(received(house)) == 2
    assert {photograph.sha256 for photograph in received(house)} == sent


COPY = """async () => {
  const opened = indexedDB.open("photovoice-outbox");
  const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
  const all = (store) => new Promise((r) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => r(asked.result);
  });
  const items = await all("items");
  const bytes = (await all("bytes")).map((one) => [...new Uint8Array(one)]);
  return JSON.stringify({ items, bytes });
}"""
PASTE = """async (text) => {
  const { items, bytes } = JSON.parse(text);
  const opened = indexedDB.open("photovoice-outbox");
  const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
  const change = database.transaction(["items", "bytes"], "readwrite");
  const kept = [...items].sort((a, b) => (a.uid < b.uid ? -1 : 1)); // as the bytes are sorted
  kept.forEach((item, place) => {
    change.objectStore("items").put(item);
    change.objectStore("bytes").put(new Uint8Array(bytes[place]).buffer, `${item.uid}/photograph`);
  });
  await new Promise((r) => { change.oncomplete = r; });
  database.close();
}"""
"""An outbox on its way to another phone, as when somebody restores a backup."""


def test_the_place_is_taken_out_before_the_picture_leaves_the_phone(phone, words, house, tmp_path):
    (path := tmp_path / "placed.jpg").write_bytes(with_a_place(3))
    page, left = phone.open(service_workers="block"), []
    phone.come_in(words)
    page.on("request", lambda request: request.method == "PATCH" and left.append(request))
    page.set_input_files("[data-pick][multiple]", str(path))
    until_read(page)
    page.get_by_text("The place your phone had written into it was taken out.").wait_for()
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    sent = b"".join(request.post_data_buffer for request in left)
    exif = Image.open(io.BytesIO(sent)).getexif()
    assert exif.get_ifd(0x8825) == {} and b"GPS" not in sent
    assert exif[0x0112] == 6
    assert exif.get_ifd(0x8769)[0x9003] == "2026:03:14 10:00:00"
    (photograph,) = received(house)
    assert photograph.sha256 == hashlib.sha256(sent).hexdigest()


@pytest.mark.parametrize("limits", [{"project_quota": 1000}])
def test_a_project_without_room_says_whom_to_tell_and_keeps_the_photograph(
    phone, words, house, picture
):
    page = phone.open()
    phone.come_in(words)
    phone.choose(picture())
    row = page.locator("[data-rows] > li")
    row.get_by_text("no room left for it. It is kept on this phone.").wait_for()
    assert row.get_by_role("button", name="Try again").is_visible()
    assert row.get_by_role("button", name="Save to this phone").is_visible()
    assert page.evaluate(COUNT) == 1 and received(house) == []


def test_a_full_disk_says_so_and_sending_goes_on_once_there_is_room(
    phone, words, house, picture, monkeypatch
):
    monkeypatch.setattr(parts, "SPARE", 1 << 60)
    page = phone.open()
    phone.come_in(words)
    phone.choose(picture())
    full = page.get_by_text("There is no room left here. The photograph is still on this phone.")
    full.wait_for()
    page.locator("[data-rows] > li").get_by_text("no room at the other end just now").wait_for()
    assert page.evaluate(COUNT) == 1 and received(house) == []
    monkeypatch.undo()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text(SAFE).wait_for()
    full.wait_for(state="hidden")
    assert len(received(house)) == 1


def test_a_refused_picture_says_why_and_stays_on_the_phone(phone, words, house, tmp_path):
    (path := tmp_path / "page.jpg").write_bytes(b"<html>not a picture</html>")
    page = phone.open()
    phone.come_in(words)
    phone.choose(path)
    row = page.locator("[data-rows] > li")
    row.get_by_text("not a photograph").wait_for()
    for button in ("Try again", "Go on with it"):
        assert row.get_by_role("button", name=button).count() == 0
    assert page.inner_text("[data-count]") == ""  # there is nothing to send
    with page.expect_download() as download:
        row.get_by_role("button", name="Save to this phone").click()
    assert download.value.path().read_bytes() == path.read_bytes()
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, go on").click()
    row.wait_for(state="detached")
    until_empty(page)
    assert received(house) == []


def test_files_that_cannot_be_kept_are_listed_until_somebody_has_seen_it(
    phone, words, house, picture, tmp_path
):
    empty = [tmp_path / name for name in ("one.jpg", "two.jpg")]
    for path in empty:
        path.touch()
    page = phone.open()
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", [str(path) for path in (*empty, picture())])
    until_read(page)
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    for path in empty:
        page.get_by_text(f"“{path.name}” is empty. Choose it again").wait_for()
    page.get_by_role("button", name="Carry on").click()
    page.locator("[data-failed]").wait_for(state="hidden")
    assert page.evaluate(COUNT) == len(received(house)) == 1


def test_an_empty_item_of_old_stops_neither_the_list_nor_the_sending(phone, words, house, picture):
    page = phone.open()
    phone.come_in(words)
    phone.context.set_offline(True)
    phone.choose(picture(1), picture(2))
    page.evaluate(EMPTIED)
    phone.context.set_offline(False)
    page.reload()
    page.get_by_text("This file is empty.").wait_for()
    page.get_by_text("Received, ").wait_for()
    assert len(received(house)) == 1


EMPTIED = """async () => {
  const opened = indexedDB.open("photovoice-outbox");
  const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
  const change = database.transaction(["items", "bytes"], "readwrite");
  const items = change.objectStore("items");
  items.getAll().onsuccess = ({ target }) => {
    const first = target.result.sort((a, b) => a.made - b.made)[0];
    first.photograph.bytes = 0;
    first.photograph.sha256 = null;
    items.put(first);
    change.objectStore("bytes").put(new ArrayBuffer(0), `${first.uid}/photograph`);
  };
  await new Promise((r) => { change.oncomplete = r; });
  database.close();
}"""
"""The oldest photograph in the outbox becomes an empty file."""


def test_where_the_place_may_go_along_every_photograph_leaves_once_the_list_is_reached(
    phone, words, house, make, session, picture
):
    make.the_project.keeps_location = True
    session.commit()
    page = phone.open()
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", [str(picture(seed)) for seed in (1, 2, 3)])
    until_read(page)
    page.get_by_label("Send the exact place too").check()
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    assert len(received(house)) == 3


def test_where_the_place_may_no_longer_go_along_nothing_waits(
    phone, words, house, make, session, picture
):
    make.the_project.keeps_location = True
    session.commit()
    page = phone.open()
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", [str(picture(seed)) for seed in (1, 2)])
    until_read(page)
    page.wait_for_selector('[data-screen="words"]:not([hidden])')
    make.the_project.keeps_location = False
    session.commit()
    page.reload()
    page.wait_for_selector('[data-screen="words"]:not([hidden])')
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("() => document.querySelectorAll('[data-state=safe]').length === 2")
    assert len(received(house)) == 2


def test_somebody_whose_card_was_taken_back_keeps_everything_and_hears_whom_to_ask(
    phone, words, house, session, picture
):
    page = phone.open()
    phone.come_in(words)
    phone.context.set_offline(True)
    phone.choose(picture())
    from photovoice.accounts.models import Person

    pat = session.query(Person).filter_by(name="Pat").one()
    accounts.revoke_cards(session, pat, by=None)
    session.commit()
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="Sign in again").wait_for()
    assert page.evaluate(COUNT) == 1 and received(house) == []
    page.goto("/")
    page.get_by_text("One photograph is still on this phone.").wait_for()


def test_one_persons_photographs_are_not_another_persons(
    phone, words, house, make, session, picture
):
    page = phone.open()
    phone.come_in(words)
    phone.context.set_offline(True)
    phone.choose(picture())
    phone.context.set_offline(False)
    _card, others = accounts.make_card(session, make.researcher(name="Ade"), house.config, by=None)
    session.commit()
    page.route("**/outbox*", lambda route: route.abort())
    page.get_by_role("button", name="Sign out").click()
    page.unroute("**/outbox*")
    phone.come_in(others)
    assert page.locator("[data-rows] > li").count() == 0
    page.goto("/")
    page.get_by_text("A photograph of somebody else is still on this phone.").wait_for()
    page.locator("[data-unsent]").wait_for(state="hidden")
    phone.contribute()
    assert received(house) == []
    page.get_by_role("button", name="Sign out").click()
    phone.come_in(words)
    page.get_by_text(SAFE).wait_for()
    assert len(received(house)) == 1


def test_without_javascript_one_form_sends_everything(phone, words, house, picture):
    page = phone.open(java_script_enabled=False)
    page.goto("/card")
    page.fill("input[name=words]", words)
    page.click("main button[type=submit]")
    page.goto(phone.address)
    page.set_input_files("form input[multiple]", [str(picture(1)), str(picture(2))])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Received, and safe")).to_have_count(2)
    assert len(received(house)) == 2


def test_small_data_mode_is_written_down_with_the_picture(phone, words, house, picture):
    page = phone.open()
    phone.come_in(words)
    page.get_by_label("Send them small, to save data").check()
    page.set_input_files("[data-pick][multiple]", str(picture(5, size=(3000, 2250))))
    until_read(page)
    page.get_by_text("It goes small, to save data.").wait_for()
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    (photograph,) = received(house)
    assert photograph.sent_small and photograph.width == 2560


def test_a_picture_this_phone_cannot_show_is_shown_as_the_other_end_made_it(
    phone, words, house, picture
):
    """A HEIC, in most browsers."""
    page = phone.open()
    page.add_init_script(
        "URL.createObjectURL = () => 'blob:strange'; createImageBitmap = () => Promise.reject();"
    )
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", str(picture()))
    until_read(page)
    page.locator('[data-screen="words"] [data-file-name]').get_by_text("IMG_1.jpg").wait_for()
    page.click("[data-later]")
    page.get_by_text(SAFE).wait_for()
    developing.develop(house, received(house)[0].id)
    page.click("[data-open]")
    page.wait_for_selector('[data-screen="words"] [data-picture][src*="/photographs/"]')
    page.click("[data-later]")
    page.wait_for_selector("[data-thumb][src*='/photographs/']")
