"""Every setting of the house on one page, so that nobody hunts for a variable."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from photovoice.refusals import CommandRefused
from photovoice.serving import network

MEGABYTE = 1024 * 1024
EVERY_NETWORK = "0.0.0.0"
SECRET_KEY = "secret_key"
"""The file in the home folder that keeps the key, where no setting names one."""


class NoKey(CommandRefused):
    """There is no key where there has to be one already."""


@dataclass(frozen=True)
class Config:
    """What an installation may decide.  Each field is read from ``PHOTOVOICE_<NAME>``."""

    home: Path = Path(".")
    """Holds uploads/, exhibitions/, search/ and the SQLite file."""
    database_url: str = ""
    """SQLAlchemy address; empty means photovoice.sqlite in the home folder."""
    store_url: str = ""
    """Where originals and renditions live: empty for uploads/, or s3://bucket/prefix."""
    search_url: str = ""
    """Where the search index lives: empty for the natural place of the database in use."""
    queue_url: str = ""
    """What wakes the worker: empty for jobs.sqlite in the home folder, or a redis:// address."""
    secret_key: str = ""
    """Signs cookies and keys access cards; empty means one is made and kept in home/secret_key."""
    public_url: str = "http://127.0.0.1:8000"
    """The address visitors and printed QR codes use."""
    host: str = "127.0.0.1"
    """The address the web server listens on."""
    port: int = 8000
    """The port the web server listens on."""
    lan: bool = False
    """Listen for phones in the same network, at the address this machine has in it."""
    tls: bool = False
    """Serve over HTTPS with a certificate of the house's own making, kept in home/tls."""
    secure_cookies: bool = False
    """True where the site is served over HTTPS only."""
    trusted_proxies: int = 0
    """How many proxies in front may be believed about the visitor's address."""
    largest_picture: int = 60 * MEGABYTE
    """The largest photograph taken in, in bytes."""
    project_quota: int = 20 * 1024 * MEGABYTE
    """Bytes the originals and recordings of one project may fill; 0 means as the disk holds."""
    unfinished_quota: int = 2 * 1024 * MEGABYTE
    """Bytes that one person's phones may have announced and not yet sent."""
    set_aside_days: int = 30
    """How long bytes that no row names are kept before they are removed."""
    session_days: int = 30
    """How long a device stays signed in."""
    sign_in_attempts: int = 10
    """Wrong passwords in an hour after which somebody waits before the next try, ever longer."""
    darkroom_workers: int = 0
    """Child processes decoding pictures; 0 means one a core."""
    icc_profile: str = ""
    """Path of a CMYK profile for PDF/X postcards; empty makes sRGB files without that claim."""
    edition_days: int = 365
    """How long copies of an edition carried off site stay valid."""
    backup_days: int = 7
    """After this many days without a backup the stewards are asked for one."""
    verify_days: int = 30
    """After this many days without ``photovoice verify`` the stewards are asked for it."""
    timezone: str = ""
    """Whose clock times are told and days begin by, such as Europe/London; empty for this
    machine's own."""
    testing: bool = False
    """Set by the tests: no throttle on the clock, no background threads."""

    @property
    def database(self) -> str:
        """The database address with the default filled in."""
        return self.database_url or f"sqlite:///{(self.home / 'photovoice.sqlite').resolve()}"

    @property
    def exhibitions_folder(self) -> Path:
        """Published editions: the only folder the public side reads."""
        return self.home / "exhibitions"

    def with_secret(self) -> "Config":
        """The same settings with a signing key, made once and kept readable to its owner only."""
        return self if self.secret_key else _replace(self, secret_key=_kept_secret(self.home))

    def with_known_secret(self) -> "Config":
        """The same settings with the key there is.  Raises NoKey where none was made yet."""
        if not self.secret_key and not (self.home / SECRET_KEY).exists():
            raise NoKey(
                f"There is no key in {self.home} (no {SECRET_KEY}). Go to the folder the archive is"
                " in, or name it (PHOTOVOICE_HOME)."
            )
        return self.with_secret()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, **chosen) -> "Config":
        """Read PHOTOVOICE_… (and PORT) from the environment; ``chosen`` wins over both."""
        found: dict[str, object] = {}
        for field in fields(cls):
            text = environ.get(f"PHOTOVOICE_{field.name.upper()}")
            if text is not None:
                found[field.name] = _parsed(text, field.default)
        if "port" not in found and environ.get("PORT"):
            found["port"] = int(environ["PORT"])
        found |= {name: value for name, value in chosen.items() if value is not None}
        if found.get("lan"):
            found.setdefault("host", EVERY_NETWORK)
        if found.get("tls"):
            found.setdefault("secure_cookies", True)
        if "public_url" not in found:
            near = network.addresses() if found.get("lan") else []
            scheme = "https" if found.get("tls") else "http"
            port = found.get("port", cls.port)
            found["public_url"] = f"{scheme}://{near[0] if near else '127.0.0.1'}:{port}"
        config = cls(**found)  # type: ignore[arg-type]
        return _replace(config, home=config.home.expanduser().resolve())

    def for_children(self) -> dict[str, str]:
        """The environment for programs that this one starts: they decide nothing again."""
        decided = {"LAN": self.lan, "TLS": self.tls, "HOST": self.host, "PORT": self.port}
        decided |= {"PUBLIC_URL": self.public_url, "SECURE_COOKIES": self.secure_cookies}
        said = {f"PHOTOVOICE_{name}": str(value) for name, value in decided.items()}
        return os.environ | said


def _parsed(text: str, like: object) -> object:
    if isinstance(like, bool):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    return (
        type(like)(text)
        if isinstance(like, int | Path) and not isinstance(like, Path)
        else (Path(text) if isinstance(like, Path) else text)
    )


def _replace(config: Config, **changes) -> Config:
    return Config(**{field.name: getattr(config, field.name) for field in fields(config)} | changes)


def _kept_secret(home: Path) -> str:
    home.mkdir(parents=True, exist_ok=True)
    path = home / SECRET_KEY
    if not path.exists():
        _make_secret(path)
    if not (key := path.read_text().strip()):
        raise NoKey(
            f"{path} is empty: the key that was in it is lost. Put the copy of it back that"
            " backup-key made. If there is none, remove the file, and a new key is made at the"
            " next start; access cards, slips and signed-in devices from before then stop working."
        )
    return key


def _make_secret(path: Path) -> None:
    """Make a key whole or not at all, whatever is full or cut off; of two at once, one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:  # a disk without links, such as most USB sticks
            if not path.exists():
                draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
