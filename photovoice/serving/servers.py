"""The program that answers browsers: waitress over plain HTTP, cheroot where there is TLS.

waitress knows no TLS.  Where cheroot stands in for it, it keeps the same manners: a request is
taken in whole before the application hears of it, so that a slow phone holds up nobody (the
application holds SQLite's one write lock for as long as a request lasts), only a few requests are
at work side by side, and none is larger than it may be.
"""

import gc
import logging
import shutil
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import MSG_PEEK
from threading import BoundedSemaphore
from typing import Any

from cheroot import wsgi
from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection
from waitress import serve as serve_plainly

from photovoice.serving.certificates import Certificates

AT_WORK = 8
"""Requests the application sees to side by side."""
WAITING = 64
"""Threads that take in what slow phones send; they cost next to nothing."""
IN_MEMORY = 512 * 1024
"""A body larger than this waits on disk."""
LONGEST_HEADERS = 256 * 1024
PATIENCE = 30
"""Seconds a phone may say nothing in the middle of a request."""
HANDSHAKE = b"\x16"
"""The first byte of a TLS connection (RFC 8446, 5.1: content type 22)."""


def serve(
    app: Callable, host: str, port: int, *, largest: int, certificates: Certificates | None = None
) -> None:
    """Answer until stopped; ``largest`` is the number of bytes a request may bring."""
    gc.collect()
    gc.freeze()  # what was loaded stays: no page shall wait while the collector looks it over
    if certificates is None:
        serve_plainly(
            app,
            host=host,
            port=port,
            threads=AT_WORK,
            max_request_body_size=largest,
            max_request_header_size=LONGEST_HEADERS,
            ident=None,
            _quiet=True,
        )
        return
    server = over_tls(app, host, port, largest=largest, certificates=certificates)
    try:
        server.start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def over_tls(
    app: Callable, host: str, port: int, *, largest: int, certificates: Certificates
) -> wsgi.Server:
    """A server that speaks TLS with these certificates; start it."""
    server = TlsServer(
        (host, port),
        taken_in_whole(app),
        numthreads=WAITING,
        server_name="photovoice",
        request_queue_size=128,
        timeout=PATIENCE,
    )
    server.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.context.load_cert_chain(certificates.chain, certificates.key)
    server.max_request_body_size = largest
    server.max_request_header_size = LONGEST_HEADERS
    server.keep_alive_conn_limit = WAITING
    return server


class TlsConnection(HTTPConnection):
    """A connection that shakes hands when its first byte is there, in a thread of its own.

    The library's own way is to shake hands while it accepts, where one phone that says nothing
    would keep all others waiting.
    """

    greeted = False

    def communicate(self) -> bool:
        """Answer one request; whether there may be another on this connection."""
        try:
            if not self.greeted:
                self.greeted = True
                self._greet()
        except OSError:  # gone again, or a phone that does not trust us yet
            return False
        return super().communicate()

    def close(self) -> None:
        """Let go of it.  What a phone left broken must not end the thread that tidies up."""
        with suppress(OSError):
            super().close()

    def _greet(self) -> None:
        if self.socket.recv(1, MSG_PEEK) != HANDSHAKE:
            return  # plain HTTP: it will be told where to go
        self.socket = self.server.context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        self.socket.do_handshake()
        self.rfile = MakeFile(self.socket, "rb", self.rbufsize)
        self.wfile = MakeFile(self.socket, "wb", self.wbufsize)
        self.ssl_env = {"wsgi.url_scheme": "https", "HTTPS": "on"}


class TlsServer(wsgi.Server):
    """cheroot, quiet but for what broke."""

    ConnectionClass = TlsConnection
    context: ssl.SSLContext

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """A phone that walks out of the room is no error."""
        if level >= logging.ERROR:
            print(msg, file=sys.stderr)


def taken_in_whole(app: Callable) -> Callable:
    """The application, asked only once a request is here with its last byte, and over TLS."""
    places = BoundedSemaphore(AT_WORK)

    def wait_for_all(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["wsgi.url_scheme"] != "https":
            return _to_https(environ, start_response)
        length = environ.get("CONTENT_LENGTH")
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            shutil.copyfileobj(environ["wsgi.input"], body)
            if length and body.tell() < int(length):
                start_response("400 Bad Request", [("Content-Length", "0")])
                return [b""]
            environ["CONTENT_LENGTH"] = str(body.tell())
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            body.seek(0)
            with places:
                return app(environ | {"wsgi.input": body}, start_response)

    return wait_for_all


def _to_https(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Somebody typed the address without its ``https``.  Not for ever: another day may be plain."""
    path = environ.get("REQUEST_URI", "")
    where = f"https://{environ.get('HTTP_HOST', '')}{path if path.startswith('/') else '/'}"
    start_response("307 Temporary Redirect", [("Location", where), ("Content-Length", "0")])
    return [b""]
