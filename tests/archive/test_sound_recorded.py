"""Recordings as a real browser makes them, taken in and played back."""

import base64
import http.server
import threading

import pytest

from photovoice.archive import sound
from photovoice.archive.recordings import SoundError, SoundReason
from tests.find_browser import FLAGS, find_browser

pytestmark = pytest.mark.any_database

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
RECORD = """async ([type, milliseconds, video]) => {
  if (!MediaRecorder.isTypeSupported(type)) return "";
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start(200);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  recorder.stop();
  await stopped;
  stream.getTracks().forEach((track) => track.stop());
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
PLAY = """async ([type, data]) => {
  const audio = new Audio(`data:${type};base64,${data}`);
  await new Promise((resolve, reject) => {
    audio.onloadedmetadata = resolve;
    audio.onerror = () => reject(audio.error.message);
  });
  const length = audio.duration;
  audio.muted = true;
  const ended = new Promise((resolve) => (audio.onended = resolve));
  await audio.play();
  await ended;
  return [length, audio.currentTime];
}"""


class Page(http.server.BaseHTTPRequestHandler):
    """An empty page that may ask for the microphone."""

    def do_GET(self):  # noqa: N802 (the library's name)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Speak</title>")

    def log_message(self, *_):
        """Keep the test's own output readable."""


@pytest.fixture(scope="module")
def page(playwright):
    """A page in a browser with a microphone that beeps once a second."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS, *MICROPHONE])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    browser.close()
    server.shutdown()
    server.server_close()


def record(page, type, milliseconds=1300, video=False):
    """What the browser's own recorder makes."""
    data = base64.b64decode(page.evaluate(RECORD, [type, milliseconds, video]))
    if not data:
        pytest.skip(f"this browser records no {type}")
    return data


@pytest.fixture(scope="module")
def recorded(page):
    """``recorded(type)``: one recording of each type, made once."""
    made: dict[str, bytes] = {}

    def one(type):
        if type not in made:
            made[type] = record(page, type)
        return made[type]

    return one


TYPES = ["audio/webm;codecs=opus", "audio/mp4"]


@pytest.mark.parametrize("type", TYPES)
def test_what_a_browser_records_is_taken_in_as_long_as_it_lasted(recorded, type):
    heard = sound.examine_bytes(recorded(type))
    assert heard.media_type == type.partition(";")[0]
    assert heard.seconds == pytest.approx(1.3, abs=0.5)


@pytest.mark.parametrize("type", TYPES)
def test_a_published_copy_plays_to_its_end_and_knows_its_length(page, recorded, type):
    data = recorded(type)
    heard = sound.examine_bytes(data)
    copy = sound.without_metadata(data, heard.media_type, heard.seconds)
    length, played = page.evaluate(PLAY, [heard.media_type, base64.b64encode(copy).decode()])
    assert played == pytest.approx(heard.seconds, abs=0.15)
    if heard.media_type == "audio/webm":
        assert length == pytest.approx(heard.seconds, abs=0.15)
        as_recorded = base64.b64encode(data).decode()
        assert page.evaluate(PLAY, [heard.media_type, as_recorded])[0] != length


def test_a_film_is_told_from_a_voice(page):
    with pytest.raises(SoundError) as refused:
        sound.examine_bytes(record(page, "video/webm", 400, video=True))
    assert refused.value.reason is SoundReason.HAS_PICTURES


@pytest.mark.parametrize("type", TYPES)
def test_wherever_it_is_cut_there_is_a_verdict_or_it_ends_sooner(recorded, type):
    data = recorded(type)
    whole = sound.examine_bytes(data).seconds
    for length in range(0, len(data) - 1, 37):
        try:
            assert sound.examine_bytes(data[:length]).seconds <= whole
        except SoundError as refused:
            known = {SoundReason.INCOMPLETE, SoundReason.UNREADABLE, SoundReason.SILENT}
            assert refused.reason in known | {SoundReason.NOT_A_RECORDING}
