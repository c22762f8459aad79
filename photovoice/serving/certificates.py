"""A certificate of the house's own making, so that phones will talk to it in private.

Browsers give the microphone, the wake lock and a page that opens without a network to sites with
a certificate only, and nobody sells one for a laptop in a community centre.  So the house is its
own authority: it makes one certificate to be trusted, which phones are given once, and signs with
it a second one for the addresses it has today.  Both are kept in ``home/tls``.

Whoever trusts it trusts nothing more: the authority may vouch for addresses and for names that
mean something in one building only, and for no site on the internet.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from photovoice.serving.network import LOCAL_NAMES, is_local

AUTHORITY_LASTS = timedelta(days=3650)
CERTIFICATE_LASTS = timedelta(days=390)
"""Phones refuse those that last much longer than a year."""
RENEWED_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)
"""A phone's clock may be behind ours; what we make was always valid yesterday."""
MEDIA_TYPE = "application/x-x509-ca-cert"


@dataclass(frozen=True)
class Certificates:
    """Where the house keeps what it needs to speak TLS."""

    folder: Path

    @property
    def authority(self) -> Path:
        """What phones are given to trust."""
        return self.folder / "authority.pem"

    @property
    def chain(self) -> Path:
        """What the server shows: its own certificate, then the authority's."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        """The server's private key."""
        return self.folder / "server.key"

    def to_hand_out(self) -> bytes | None:
        """The authority's certificate as phones take it (DER), or None before there is one."""
        found = _certificate(self.authority)
        return found.public_bytes(serialization.Encoding.DER) if found else None

    def fingerprint(self) -> str:
        """The authority's SHA-256 fingerprint as phones show it: ``3A 7F …``, or empty."""
        found = _certificate(self.authority)
        return found.fingerprint(hashes.SHA256()).hex(" ").upper() if found else ""


def kept_in(home: Path) -> Certificates:
    """The certificates of the house whose home folder this is."""
    return Certificates(home / "tls")


def ready(
    home: Path, addresses: Iterable[str], names: Iterable[str], now: datetime
) -> Certificates:
    """Certificates that hold now, for these addresses and names; made where any is missing.

    The authority stays the same as long as it lasts, so that phones are given it once.  Names that
    are known beyond this building are left out: the authority may not vouch for them.
    """
    kept = kept_in(home)
    kept.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = _pair(kept.authority, kept.folder / "authority.key")
    if authority is None or _runs_out(authority[0], now):
        authority = _make_authority(now)
        _keep(kept.folder / "authority.key", _private(authority[1]))
        _keep(kept.authority, _public(authority[0]))
    wanted = {str(ip_address(one)) for one in addresses} | {one for one in names if is_local(one)}
    server = _pair(kept.chain, kept.key)
    if server is None or not _serves(server[0], authority[0], wanted, now):
        certificate, key = _make_server(authority, sorted(wanted), now)
        _keep(kept.key, _private(key))
        _keep(kept.chain, _public(certificate) + _public(authority[0]))
    return kept


Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _make_authority(now: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _called(f"Photovoice in this room, {now:%d.%m.%Y}")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    only = x509.NameConstraints([x509.DNSName(end) for end in LOCAL_NAMES], None)
    made = (
        _builder(name, name, key.public_key(), now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(only, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, hashes.SHA256()), key


def _make_server(authority: Pair, wanted: list[str], now: datetime) -> Pair:
    issuer, signing = authority
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(now + CERTIFICATE_LASTS, issuer.not_valid_after_utc)
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    made = (
        _builder(_called("Photovoice"), issuer.subject, key.public_key(), now, until)
        .add_extension(x509.SubjectAlternativeName([_alternative(o) for o in wanted]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issued_by, critical=False)
    )
    return made.sign(signing, hashes.SHA256()), key


def _builder(subject, issuer, key, now: datetime, until: datetime) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer, subject, key, x509.random_serial_number(), now - CLOCKS_DIFFER, until
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(**given: bool) -> x509.KeyUsage:
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{one: given.get(one, False) for one in every})


def _alternative(one: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(one))
    except ValueError:
        return x509.DNSName(one)


def _serves(server: x509.Certificate, authority: x509.Certificate, wanted, now: datetime) -> bool:
    """Whether a certificate still does: by this authority, for all that is wanted, for a while."""
    try:
        server.verify_directly_issued_by(authority)
        held = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # whatever is wrong with it, another one is made in a moment
        return False
    covered = {str(one.value) for one in held}
    return set(wanted) <= covered and not _runs_out(server, now)


def _runs_out(certificate: x509.Certificate, now: datetime) -> bool:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return not begins <= now < ends - RENEWED_BEFORE


def _certificate(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _pair(public: Path, private: Path) -> Pair | None:
    """A certificate and its key, or None where either is missing, broken or not the other's."""
    certificate = _certificate(public)
    try:
        key = serialization.load_pem_private_key(private.read_bytes(), None)
    except (FileNotFoundError, ValueError):
        return None
    belongs = certificate is not None and isinstance(key, ec.EllipticCurvePrivateKey)
    if not belongs or certificate.public_key() != key.public_key():  # type: ignore[union-attr]
        return None
    return certificate, key  # type: ignore[return-value]


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    fresh = path.with_suffix(f"{path.suffix}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
