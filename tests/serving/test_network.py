"""What phones in the room call this machine."""

import ipaddress

from photovoice.serving import network
from photovoice.serving.network import is_local, names, reachable


def test_an_address_only_we_can_use_is_not_given_to_phones():
    assert reachable(["127.0.0.1", "127.0.1.1", "0.0.0.0", "::1"]) == []


def test_the_address_on_the_way_out_comes_first_and_each_once():
    known = ["169.254.3.4", "192.168.1.20", "10.0.0.7", "192.168.1.20"]
    assert reachable(known) == ["192.168.1.20", "10.0.0.7", "169.254.3.4"]


def test_this_machine_finds_addresses_of_its_own():
    for one in network.addresses():
        assert not ipaddress.ip_address(one).is_loopback


def test_a_machine_has_its_name_in_the_building():
    assert names("Ruths-Laptop") == ["localhost", "ruths-laptop.local"]
    assert names("laptop.lan") == ["localhost", "laptop.lan"]
    assert names("laptop.example.org") == ["localhost", "laptop.local"]
    assert names("Ruth’s Laptop") == ["localhost"]


def test_names_known_beyond_the_building_are_told_from_others():
    assert is_local("localhost") and is_local("laptop.local") and is_local("a.b.home.arpa")
    assert not is_local("example.org") and not is_local("local.example.org")
    assert not is_local("notlocal")
