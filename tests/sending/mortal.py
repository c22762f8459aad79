"""A web server that can be killed hundreds of times: each life is a fork with everything loaded.

``python -m tests.sending.mortal`` holds the listening socket, so a phone that knocks between two
lives waits instead of being turned away.  A line on standard input kills the life in hand with
kill -9 and begins the next; the end of input ends it all.  A number in the line lets the next life
wait so many milliseconds before it listens.
"""

import os
import signal
import socket
import sys
import time

from flask import Flask
from waitress import serve

from photovoice import create_app
from photovoice.config import Config


def live(app: Flask, listener: socket.socket) -> int:
    """Begin a life; its process id."""
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(app, sockets=[listener], threads=4, _quiet=True)
        os._exit(0)
    return child


def main() -> None:
    """Live, die and live again, as standard input says."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    app = create_app(Config.from_environment())  # opens nothing before it is asked something
    child = live(app, listener)
    print(listener.getsockname()[1], flush=True)
    for line in sys.stdin:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        time.sleep(int(line or 0) / 1000)
        child = live(app, listener)
        print("alive", flush=True)
    os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
