"""The whole software as it is started for phones in the room."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace

import pytest

from photovoice import create_app
from photovoice.config import Config
from photovoice.serving import certificates, network, welcome
from tests.journeys.conftest import free_port

NEAR = network.addresses()


@pytest.fixture
def start(tmp_path, database_url):
    """``start("serve", "--lan")`` runs it and gives its port and what it prints."""
    running = []

    def run(*words):
        port, log = free_port(), tmp_path / "out.txt"
        environ = {name: value for name, value in os.environ.items() if "PHOTOVOICE" not in name}
        environ |= {
            "PHOTOVOICE_HOME": str(tmp_path / "home"),
            "PHOTOVOICE_DATABASE_URL": database_url,
            "PHOTOVOICE_QUEUE_URL": "memory:",
            "PORT": str(port),
            "PYTHONIOENCODING": "utf-8",
        }
        with log.open("wb") as out:
            command = [sys.executable, "-m", "photovoice", *words]
            running.append(subprocess.Popen(command, env=environ, stdout=out, stderr=out))
        for _try in range(300):
            with contextlib.suppress(OSError), contextlib.closing(_dial(port)):
                break
            assert running[-1].poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        return port, log

    yield run
    for program in running:
        program.send_signal(signal.SIGTERM)
        program.wait(20)


def _dial(port):
    return socket.create_connection(("127.0.0.1", port), timeout=2)


@pytest.mark.skipif(not NEAR, reason="this machine is in no network")
def test_lan_says_where_phones_come_in_and_answers_there(start):
    port, log = start("serve", "--lan")
    said = log.read_text("utf-8")
    assert f"http://{NEAR[0]}:{port}" in said and "█" in said
    page = urllib.request.urlopen(f"http://{NEAR[0]}:{port}/sign-in", timeout=60)
    assert page.status == 200 and "Secure" not in page.headers["Set-Cookie"]


def test_tls_is_verified_by_whoever_was_given_the_certificate(start, tmp_path):
    port, log = start("serve", "--lan", "--tls")
    said = log.read_text("utf-8")
    kept = certificates.kept_in(tmp_path / "home")
    assert f":{port}/certificate" in said and kept.fingerprint() in said
    trust = ssl.create_default_context(cafile=str(kept.authority))
    for host in ("127.0.0.1", "localhost", *NEAR[:1]):
        page = urllib.request.urlopen(f"https://{host}:{port}/sign-in", context=trust, timeout=60)
        assert page.status == 200 and "Secure" in page.headers["Set-Cookie"]
        assert "Strict-Transport-Security" not in page.headers
    address = f"https://127.0.0.1:{port}/certificate/photovoice.crt"
    given = urllib.request.urlopen(address, context=trust, timeout=60)
    assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert given.read() == kept.to_hand_out()


def test_without_a_network_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(network, "addresses", list)
    said = []
    welcome.say(Config(home=tmp_path, lan=True), said.append)
    assert said == [
        "This computer is in no network yet. Join the Wi-Fi of the room, and start again."
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("127.0.0.1", "http://127.0.0.1:8000", False)),
        ({"tls": True}, ("127.0.0.1", "https://127.0.0.1:8000", True)),
        ({"lan": True}, ("0.0.0.0", "http://192.168.1.20:8000", False)),
        ({"lan": True, "tls": True}, ("0.0.0.0", "https://192.168.1.20:8000", True)),
        (
            {"lan": True, "public_url": "http://photovoice.lan"},
            ("0.0.0.0", "http://photovoice.lan", False),
        ),
    ],
)
def test_what_lan_and_tls_decide(monkeypatch, given, expected):
    monkeypatch.setattr(network, "addresses", lambda: ["192.168.1.20"])
    config = Config.from_environment({}, **given)
    assert (config.host, config.public_url, config.secure_cookies) == expected
    again = Config.from_environment(config.for_children())
    assert (again.host, again.public_url, again.secure_cookies) == expected


# The pages.


def test_no_phone_is_sent_to_an_address_that_only_this_computer_knows(
    make, sign_in, house, monkeypatch
):
    here = replace(house.config, public_url="http://127.0.0.1:8000")
    monkeypatch.setattr(house, "config", here)
    facilitator = sign_in(make.facilitator())
    address = f"/projects/{make.the_project.slug}/phones"
    page = facilitator.get(address).text
    assert "Only this computer can open" in page and "bring-in__square" not in page
    assert sign_in(make.researcher()).get(address).status_code == 404


def test_with_an_address_phones_can_reach_the_page_says_what_to_do(config, make, sign_in):
    facilitator, slug = make.facilitator(), make.the_project.slug
    cookie = sign_in(facilitator).get_cookie("photovoice").value
    app = create_app(replace(config, public_url="https://192.168.1.20:8000", lan=True, tls=True))
    client = app.test_client()
    client.set_cookie("photovoice", cookie)
    page = client.get(f"/projects/{slug}/phones").text
    assert ">https://192.168.1.20:8000<" in page and "Only this computer" not in page
    assert "bring-in__square" in page and "<svg" in page.partition("bring-in__square")[2]
    assert "Proceed" in page and 'href="/certificate"' in page
    app.extensions["photovoice"].close()


def test_the_certificate_is_offered_with_steps_and_a_fingerprint(client, config):
    page = client.get("/certificate").text
    assert "nothing to do here" in page and "Fetch" not in page
    assert client.get("/certificate/photovoice.crt").location == "/certificate"
    kept = welcome.certificates_for(replace(config, tls=True))
    page = client.get("/certificate").text
    assert kept.fingerprint() in page
    assert page.count("<ol") == 2 and page.count("<li>") == 6
    answer = client.get("/certificate/photovoice.crt")
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert answer.data == kept.to_hand_out()
