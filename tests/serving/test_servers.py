"""HTTPS in the room: verified, with whole bodies, and nobody kept waiting by a silent phone."""

import contextlib
import hashlib
import http.client
import io
import os
import socket
import ssl
import threading
import time
from datetime import UTC, datetime

import pytest

from photovoice.serving import certificates, servers

LARGEST = 24 * 1024 * 1024


def echo(environ, start_response):
    """What came: its length, its SHA-256, and from where."""
    body = environ["wsgi.input"].read()
    said = f"{len(body)} {hashlib.sha256(body).hexdigest()} {environ['wsgi.url_scheme']} "
    said += environ["REMOTE_ADDR"]
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said.encode()]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with certificates of its own; its port and the authority's file."""
    home = tmp_path_factory.mktemp("home")
    kept = certificates.ready(home, ["127.0.0.1"], ["localhost"], datetime.now(UTC))
    made = servers.over_tls(echo, "127.0.0.1", 0, largest=LARGEST, certificates=kept)
    made.prepare()
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    yield made.bind_addr[1], kept.authority
    made.stop()
    thread.join(10)


def connection(server, host="127.0.0.1"):
    """A browser that trusts the authority and nobody else."""
    port, authority = server
    trust = ssl.create_default_context(cafile=str(authority))
    return contextlib.closing(http.client.HTTPSConnection(host, port, timeout=20, context=trust))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_phone_that_trusts_the_authority_is_answered(server, host):
    with connection(server, host) as phone:
        phone.request("GET", "/")
        answer = phone.getresponse()
        assert answer.status == 200 and b" https 127.0.0.1" in answer.read()
        assert answer.headers["Server"] == "photovoice"


def test_one_that_does_not_hangs_up_and_the_next_is_answered(server):
    port, _authority = server
    for _phone in range(servers.WAITING + 3):
        with (
            pytest.raises(ssl.SSLCertVerificationError),
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        ):
            ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")
    test_a_phone_that_trusts_the_authority_is_answered(server, "127.0.0.1")


def test_a_large_body_comes_whole(server):
    body = os.urandom(20 * 1024 * 1024)
    with connection(server) as phone:
        phone.request("POST", "/", body)
        said = phone.getresponse().read().decode().split()
    assert said[:2] == [str(len(body)), hashlib.sha256(body).hexdigest()]


def test_a_body_of_unknown_length_comes_whole(server):
    parts = [os.urandom(70_000) for _part in range(20)]
    with connection(server) as phone:
        phone.request("POST", "/", iter(parts), encode_chunked=True,
                      headers={"Transfer-Encoding": "chunked"})  # fmt: skip
        said = phone.getresponse().read().decode().split()
    assert said[1] == hashlib.sha256(b"".join(parts)).hexdigest()


def test_what_is_too_large_is_refused_before_it_comes(server):
    with connection(server) as phone:
        phone.putrequest("POST", "/")
        phone.putheader("Content-Length", str(LARGEST + 1))
        phone.endheaders()
        assert phone.getresponse().status == 413


def test_a_body_cut_half_way_is_never_shown_to_the_application(tmp_path):
    called = []
    whole = servers.taken_in_whole(lambda environ, start: called.append(environ) or [b""])
    said = []
    environ = {"wsgi.url_scheme": "https", "CONTENT_LENGTH": "10", "wsgi.input": io.BytesIO(b"abc")}
    whole(environ, lambda status, headers: said.append(status))
    assert said == ["400 Bad Request"] and not called


def test_phones_that_say_nothing_keep_nobody_waiting(server):
    port, _authority = server
    with contextlib.ExitStack() as room:
        for _phone in range(20):
            room.enter_context(socket.create_connection(("127.0.0.1", port)))
        began = time.monotonic()
        test_a_phone_that_trusts_the_authority_is_answered(server, "127.0.0.1")
        assert time.monotonic() - began < 5


def test_somebody_who_typed_no_https_is_led_there_for_this_once(server):
    port, _authority = server
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as phone:
        phone.request("GET", "/card?x=1")
        answer = phone.getresponse()
    assert answer.status == 307
    assert answer.headers["Location"] == f"https://127.0.0.1:{port}/card?x=1"
