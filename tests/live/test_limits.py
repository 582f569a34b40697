"""Limits, the token, and the addresses for phones."""

from __future__ import annotations

import os

import pytest

from mio_widgets.live import addresses
from mio_widgets.live.addresses import Place, qr_svg
from mio_widgets.live.limits import Limit
from mio_widgets.live.rooms import ALPHABET
from mio_widgets.live.token import LeaderToken, TokenError, from_environment


def test_a_limit_gives_a_burst_and_then_so_many_a_second() -> None:
    now = [0.0]
    limit = Limit(2, 0.5, clock=lambda: now[0])
    assert [limit.take("a"), limit.take("a"), limit.take("b")] == [0, 0, 0]
    assert limit.take("a") == pytest.approx(2)
    now[0] = 1.9
    assert limit.take("a") == pytest.approx(0.1)
    now[0] = 2.0
    assert limit.take("a") == 0
    now[0] = 1000.0
    assert [limit.take("a"), limit.take("a"), limit.take("a") > 0] == [0, 0, True]


def test_a_limit_forgets_the_client_that_was_seen_longest_ago() -> None:
    limit = Limit(1, 0.001, clients=2, clock=lambda: 0.0)
    for client in "abc":
        assert limit.take(client) == 0
    assert limit.wait("c") > 0
    assert limit.wait("a") == 0


def test_all_addresses_of_one_ipv6_network_are_one_client() -> None:
    limit = Limit(2, 0.001, clock=lambda: 0.0)
    assert [limit.take(f"2001:db8:1:2::{n}") > 0 for n in range(4)] == [False, False, True, True]
    assert limit.wait("2001:db8:1:2:ffff:ffff:ffff:ffff") > 0
    assert limit.take("2001:db8:1:3::1") == 0
    # IPv4 as a socket for both shows it, and whatever is no address, stay what they are.
    assert [limit.take(f"::ffff:198.51.100.{n}") for n in (1, 1, 2, 2)] == [0, 0, 0, 0]
    assert limit.take("198.51.100.1") > 0
    assert [limit.take(client) for client in ("fe80::1%eth0", "a:phone", "b:phone")] == [0, 0, 0]


def test_the_token_is_new_each_time_and_its_cookie_does_not_hold_it() -> None:
    one, other = LeaderToken(), LeaderToken()
    assert one.token != other.token
    assert len(one.token) >= 40
    assert one.is_token(one.token)
    assert not one.is_token(other.token)
    assert not one.is_token("\ud800é")
    assert one.is_cookie(one.cookie)
    assert not one.is_cookie(one.token)
    assert one.token not in one.cookie


def test_a_token_that_could_be_guessed_is_refused_and_kernels_inherit_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_LEADER_TOKEN", "short")
    with pytest.raises(TokenError):
        from_environment()
    monkeypatch.setenv("MIO_LEADER_TOKEN", "a" * 20)
    assert from_environment().token == "a" * 20
    assert "MIO_LEADER_TOKEN" not in os.environ


def test_codes_hold_nothing_that_looks_like_something_else() -> None:
    # One of each pair that looks alike is left out, and so are the vowels.
    assert not set(ALPHABET) & set("0O1IL2Z5SBGUVAE")
    assert len(ALPHABET) == len(set(ALPHABET)) == 21


def test_phones_are_given_the_machines_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "machine_addresses", lambda: ["192.168.1.20", "10.0.0.3"])
    everywhere = Place("0.0.0.0", 8866, "/mio/")
    assert everywhere.addresses() == ["http://192.168.1.20:8866/mio/", "http://10.0.0.3:8866/mio/"]
    assert everywhere.is_reachable(everywhere.addresses()[0])
    # The name under which the leader's own browser came is good for others too, unless it is this machine's own.
    assert everywhere.addresses("laptop.local:8866")[0] == "http://laptop.local:8866/mio/"
    assert everywhere.addresses("localhost:8866")[0] == "http://192.168.1.20:8866/mio/"
    assert everywhere.addresses("127.0.0.1:8866")[0] == "http://192.168.1.20:8866/mio/"
    assert everywhere.addresses('x"><script>')[0] == "http://192.168.1.20:8866/mio/"
    assert not Place("127.0.0.1", 8866).is_reachable(Place("127.0.0.1", 8866).addresses()[0])
    assert Place("::1", 80).addresses() == ["http://[::1]:80/"]
    assert Place("127.0.0.1", 80, public="https://class.example.org/mio").addresses() == [
        "https://class.example.org/mio/"
    ]


def test_the_machines_addresses_are_no_loopback() -> None:
    assert not [address for address in addresses.machine_addresses() if address.startswith("127.")]


def test_a_qr_code_scales_and_loads_nothing() -> None:
    drawn = qr_svg("http://192.168.1.20:8866/live/C7KM4X")
    assert drawn.startswith("<svg")
    assert "viewBox" in drawn
    assert "width=" not in drawn.partition(">")[0]
    assert "<script" not in drawn
