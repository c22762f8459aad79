"""Ten photographs taken in where there is no network, and a phone whose battery gives up."""

import hashlib

import pytest
from PIL import Image

from tests.sending.conftest import KEPT, received, until, voices

pytestmark = pytest.mark.any_database


@pytest.fixture
def pictures(tmp_path):
    """``pictures(count, side)``: files, each another picture."""

    def drawn(count: int, side: int = 640):
        paths = []
        for number in range(count):
            im = Image.effect_noise((side, side * 3 // 4), 60 + number).convert("RGB")
            im.save(path := tmp_path / f"IMG_{number:02}.jpg", quality=90)
            paths.append(path)
        return paths

    return drawn


def test_ten_photographs_chosen_without_a_network_all_arrive_as_they_were(
    phone_of, words, house, pictures
):
    phone = phone_of(lasting=True)
    page = phone.open()
    phone.come_in(words)
    until(page, KEPT, phone.address)
    phone.context.set_offline(True)
    files = pictures(10)
    phone.choose(*files)
    for number, row in enumerate(page.locator("[data-rows] > li").all()):
        row.locator("[data-open]").click()
        page.fill("#words-caption", f"What I saw, {number}")
        if number == 3:
            page.click("[data-record]")
            page.wait_for_timeout(1500)
            page.click("[data-stop]")
            page.wait_for_selector("[data-player]:not([hidden])")
        page.click("[data-later]")
        page.wait_for_selector('[data-screen="home"]:not([hidden])')
    assert "10 photographs are still on this phone" in page.inner_text("[data-count]")
    page.reload()
    page.wait_for_selector("[data-live]:not([hidden])")
    phone.close()
    assert received(house) == []

    page = phone.open(offline=True)
    page.goto(phone.address)
    page.wait_for_selector("[data-rows] > li >> nth=9")
    assert "What I saw, 9" in page.locator("[data-rows] > li").nth(9).inner_text()
    phone.context.set_offline(False)
    page.get_by_text("Everything is received and safe.").wait_for(timeout=60_000)

    photographs = received(house)
    sent = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert [photograph.sha256 for photograph in photographs] == sent
    assert [photograph.caption for photograph in photographs] == [
        f"What I saw, {number}" for number in range(10)
    ]
    (voice,) = voices(house)
    assert voice.photograph_id == photographs[3].id
    assert 0.5 < voice.seconds < 10
    kept = page.evaluate(
        """async () => {
          const opened = indexedDB.open("photovoice-outbox");
          const database = await new Promise((r) => { opened.onsuccess = () => r(opened.result); });
          const asked = database.transaction("bytes").objectStore("bytes").count();
          return new Promise((r) => { asked.onsuccess = () => r(asked.result); });
        }"""
    )
    assert kept == 0, "the phone lets go of its bytes once they are safe"
