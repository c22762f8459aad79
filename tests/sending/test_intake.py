"""Many photographs chosen at once: all known the moment they are chosen, whatever happens then."""

import pytest
from PIL import Image

from tests.sending.conftest import COUNT, received, until

NEVER_READ = """() => {
  const read = Blob.prototype.arrayBuffer;
  let count = 0;
  Blob.prototype.arrayBuffer = function () {
    count += 1;
    return count > 2 ? new Promise(() => {}) : read.call(this);
  };
}"""
"""After two files this phone reads no more: as where the page is closed at once."""

pytestmark = pytest.mark.any_database


def test_thirty_chosen_and_the_page_closed_at_once_are_all_known_when_it_opens_again(
    phone, words, tmp_path, house
):
    files = []
    for number in range(30):
        path = tmp_path / f"IMG_{number:02}.jpg"
        Image.effect_noise((64, 48), 40 + number).convert("RGB").save(path, quality=90)
        files.append(str(path))
    page = phone.open()
    page.add_init_script(f"({NEVER_READ})()")
    phone.come_in(words)
    page.set_input_files("[data-pick][multiple]", files)
    until(page, f"async () => await ({COUNT})() === 30")
    page.wait_for_selector('[data-screen="words"] [data-picture]:not([hidden])')
    page.close()
    page = phone.page = phone.context.new_page()
    phone.contribute()
    page.wait_for_selector("[data-rows] > li >> nth=29")
    for number in (3, 29):
        page.get_by_text(f"before “IMG_{number:02}.jpg” was read").wait_for()
    page.set_input_files("[data-pick][multiple]", files[2:])
    page.wait_for_selector('[data-screen="words"]:not([hidden])')
    page.click("[data-later]")
    page.get_by_text("Everything is received and safe.").wait_for(timeout=60_000)
    assert page.evaluate(COUNT) == 30 and len(received(house)) == 30


def test_a_file_larger_than_can_be_taken_in_is_refused_before_it_is_read(phone, words, tmp_path):
    page = phone.open()
    phone.come_in(words)
    page.evaluate("document.querySelector('[data-phone]').dataset.largest = 10")
    (large := tmp_path / "IMG_1.jpg").write_bytes(b"far too large")
    page.set_input_files("[data-pick][multiple]", str(large))
    page.get_by_text("“IMG_1.jpg” is larger than what can be taken in").wait_for()
    assert page.evaluate(COUNT) == 0


def test_what_was_sent_before_is_asked_for_by_its_digest_and_not_sent_again(
    phone, words, picture, line, house
):
    page = phone.open()
    phone.come_in(words)
    phone.choose(picture(1))
    page.get_by_text("Everything is received and safe.").wait_for()
    page.click("[data-done]")
    line.asked.clear()
    phone.choose(picture(1))
    page.get_by_text("Everything is received and safe.").wait_for()
    assert not [method for method, _path in line.asked if method == "PATCH"]
    assert len(received(house)) == 1
