"""What stands in the terminal for whoever brings phones into the room."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import segno

from photovoice.config import Config
from photovoice.serving import certificates, network
from photovoice.serving.certificates import Certificates


def certificates_for(config: Config) -> Certificates:
    """Certificates for every address and name this machine has now, and for its public one."""
    ours = ["127.0.0.1", "::1", *network.addresses()]
    names = network.names()
    host = urlsplit(config.public_url).hostname or ""
    (ours if network.is_address(host) else names).append(host)
    return certificates.ready(config.home, ours, names, datetime.now(UTC))


def say(config: Config, echo: Callable[[str], object]) -> None:
    """Print the address, a square to point a phone at, and what to do about the certificate."""
    if config.lan and not network.addresses():
        echo("This computer is in no network yet. Join the Wi-Fi of the room, and start again.")
        return
    echo(f"\n  Phones in the same Wi-Fi open  {config.public_url}\n")
    drawn = io.StringIO()
    segno.make(config.public_url, error="m", micro=False).terminal(out=drawn, compact=True)
    try:
        echo(drawn.getvalue())
    except UnicodeEncodeError:
        pass  # a terminal that has no blocks to draw with; the address is there
    if config.tls:
        echo("  The first time, phones say that they do not know this computer. That is so: it")
        echo("  made its certificate itself. What to do, and to compare the fingerprint with:")
        echo(f"  {config.public_url}/certificate")
        echo(f"  SHA-256 {certificates.kept_in(config.home).fingerprint()}\n")
