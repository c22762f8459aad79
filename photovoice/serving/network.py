"""What phones in the same room call this machine."""

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, ip_address

ELSEWHERE = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
"""Addresses beyond this machine: asked which of our own we would use, and never sent a byte."""
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa")
"""Ends of names that mean something in one building only (RFC 6761, 6762, 8375)."""


def reachable(candidates: Iterable[str]) -> list[str]:
    """Of some addresses, those that others in the same network can use, the likeliest first."""
    known = dict.fromkeys(candidates)
    plain = [one for one in known if isinstance(ip_address(one), IPv4Address)]
    fit = [ip_address(one) for one in plain]
    fit = [one for one in fit if not (one.is_loopback or one.is_unspecified or one.is_multicast)]
    # An address a machine gave itself means that nobody answered; it comes last.
    return [str(one) for one in sorted(fit, key=lambda one: one.is_link_local)]


def addresses() -> list[str]:
    """This machine's own addresses in the networks it is in, the likeliest first."""
    return reachable([*_on_the_way_out(), *_by_name()])


def _on_the_way_out() -> Iterable[str]:
    """The address this machine would speak from.  UDP: nothing is sent by connecting."""
    for there in ELSEWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((there, 9))
            yield probe.getsockname()[0]


def _by_name() -> Iterable[str]:
    with suppress(OSError):
        for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(found[4][0])


def names(host: str = "") -> list[str]:
    """What this machine is called in its building: ``localhost``, and its name there."""
    host = (host or socket.gethostname()).lower()
    bare = host if is_local(host) else f"{host.split('.')[0]}.local"
    fits = re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?", bare)
    return list(dict.fromkeys(["localhost", bare] if fits else ["localhost"]))


def is_address(host: str) -> bool:
    """Whether a host is written as an address and not as a name."""
    with suppress(ValueError):
        return bool(ip_address(host))
    return False


def is_local(name: str) -> bool:
    """Whether a name means something in one building only."""
    return any(name == end or name.endswith(f".{end}") for end in LOCAL_NAMES)
