"""The house's own certificate: for whom it is, how long, and that it is made once."""

import os
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509

from photovoice.serving.certificates import kept_in, ready

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ROOM = ["127.0.0.1", "::1", "192.168.1.20"]
NAMES = ["localhost", "laptop.local"]


@pytest.fixture
def made(tmp_path):
    """``made()`` are the certificates of a house; more says what is different today."""

    def today(addresses=ROOM, names=NAMES, on=NOON):
        return ready(tmp_path, addresses, names, on)

    return today


def server(kept) -> x509.Certificate:
    """What the server shows first."""
    return x509.load_pem_x509_certificates(kept.chain.read_bytes())[0]


def authority(kept) -> x509.Certificate:
    """What phones trust."""
    return x509.load_pem_x509_certificate(kept.authority.read_bytes())


def extension(certificate, kind):
    """What a certificate says under one heading."""
    return certificate.extensions.get_extension_for_class(kind).value


def test_it_is_for_every_address_and_name_this_machine_has(made):
    said = extension(server(made()), x509.SubjectAlternativeName)
    assert {str(one) for one in said.get_values_for_type(x509.IPAddress)} == set(ROOM)
    assert set(said.get_values_for_type(x509.DNSName)) == set(NAMES)


def test_it_is_signed_by_the_authority_and_shown_with_it(made):
    kept = made()
    first, second = x509.load_pem_x509_certificates(kept.chain.read_bytes())
    first.verify_directly_issued_by(second)
    assert second == authority(kept)
    assert extension(second, x509.BasicConstraints) == x509.BasicConstraints(True, 0)
    assert not extension(first, x509.BasicConstraints).ca


def test_it_lasts_as_long_as_phones_allow_and_held_yesterday_already(made):
    certificate = server(made())
    lasts = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert timedelta(days=365) < lasts <= timedelta(days=398)
    assert certificate.not_valid_before_utc == NOON - timedelta(days=1)


def test_the_authority_may_vouch_for_no_site_on_the_internet(made):
    kept = made(names=[*NAMES, "bank.example.org"])
    only = extension(authority(kept), x509.NameConstraints)
    ends = {one.value for one in only.permitted_subtrees}
    assert ends == {"localhost", "local", "lan", "internal", "home.arpa"}
    said = extension(server(kept), x509.SubjectAlternativeName)
    assert "bank.example.org" not in said.get_values_for_type(x509.DNSName)


def test_a_second_start_finds_both_as_they_were(made):
    kept = made()
    before = [path.read_bytes() for path in (kept.authority, kept.chain, kept.key)]
    again = made(on=NOON + timedelta(days=100))
    assert [path.read_bytes() for path in (again.authority, again.chain, again.key)] == before


def test_another_address_needs_another_certificate_but_nothing_new_on_the_phones(made):
    kept = made()
    trusted, before = authority(kept), server(kept)
    after = server(made(addresses=["127.0.0.1", "10.0.0.7"]))
    assert after != before and authority(kept) == trusted
    held = extension(after, x509.SubjectAlternativeName).get_values_for_type(x509.IPAddress)
    assert ip_address("10.0.0.7") in held


def test_an_address_less_needs_nothing(made):
    before = server(made())
    assert server(made(addresses=ROOM[:2])) == before


@pytest.mark.parametrize(("later", "same"), [(359, True), (361, False), (4000, False)])
def test_it_is_renewed_before_it_runs_out(made, later, same):
    before = server(made())
    assert (server(made(on=NOON + timedelta(days=later))) == before) is same


def test_the_authority_is_made_anew_only_when_it_runs_out_itself(made):
    before = authority(made())
    assert authority(made(on=NOON + timedelta(days=3000))) == before
    assert authority(made(on=NOON + timedelta(days=3630))) != before


@pytest.mark.parametrize("name", ["authority.pem", "authority.key", "server.pem", "server.key"])
def test_what_is_lost_or_broken_is_made_again(made, name):
    kept = made()
    (kept.folder / name).write_text("not what it was")
    made()
    server(kept).verify_directly_issued_by(authority(kept))
    (kept.folder / name).unlink()
    made()
    server(kept).verify_directly_issued_by(authority(kept))


@pytest.mark.skipif(os.name != "posix", reason="other systems keep files private another way")
def test_private_keys_are_for_their_owner_only(made):
    kept = made()
    for name in ("authority.key", "server.key"):
        assert stat.S_IMODE((kept.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


def test_phones_are_given_the_authority_and_a_fingerprint_to_compare(made):
    kept = made()
    given = x509.load_der_x509_certificate(kept.to_hand_out())
    assert given == authority(kept)
    assert len(kept.fingerprint().split()) == 32
    assert b"PRIVATE" not in kept.to_hand_out()


def test_before_there_is_one_nothing_is_handed_out(tmp_path):
    assert kept_in(tmp_path).to_hand_out() is None and kept_in(tmp_path).fingerprint() == ""
