"""Many people behind one address, one of whom would like to keep the others out: who is in stays in.

The limits of these servers are small, so that they are met at once.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest

from tests.live.leader import Client, Leader, Phone
from tests.serving import Server, free_port, served

SMALL = """
from mio_widgets.live import limits
Limit, Usual = limits.Limit, limits.Limits
limits.Limits = lambda: Usual(joins=Limit(3, 0.001), reads=Limit(9, 0.001), unknown=Limit(4, 0.001))
from mio_widgets.live import service
service.STREAMS["all"] = 5
"""


@pytest.fixture
def crowded(private: dict[str, str]) -> Iterator[Server]:
    with served(free_port(), before=SMALL, **private) as running:
        yield running


def test_codes_cannot_be_tried_and_whoever_tries_puts_nobody_out(crowded: Server) -> None:
    leader = Leader(crowded.url)
    code = leader.open()
    phone = Phone(crowded.url, code)
    stranger = Client(crowded.url)
    paths = [f"/live/33333{letter}/{call}" for letter in "346789" for call in ("join", "vote")]
    body = {"item": "x", "round": 1, "label": None, "sureness": None, "nonce": "abcdefgh"}
    answers = [stranger.call("POST", path, {} if path.endswith("join") else body).status for path in paths]
    assert answers == [404] * 4 + [429] * 8
    assert stranger.call("GET", f"/live/{code}").status == 429
    assert stranger.call("POST", f"/live/{code}/join", {}).status == 429
    # The phone in the room and the leader have the same address as the one who tries.
    leader.do(code, "open")
    assert phone.vote("self").status == 200
    assert phone.call("GET", f"/live/{code}/state").status == 200


def test_codes_cannot_be_tried_by_opening_pages(crowded: Server) -> None:
    code = Leader(crowded.url).open()
    answers = [Client(crowded.url).call("GET", f"/live/33333{letter}").status for letter in "346789"]
    assert answers == [404] * 4 + [429] * 2
    assert Client(crowded.url).call("GET", f"/live/{code}").status == 429


def test_joins_and_reads_are_counted_for_each_and_streams_too(crowded: Server) -> None:
    leader = Leader(crowded.url)
    code = leader.open()
    phones = [Phone(crowded.url, code) for _ in range(3)]
    assert Client(crowded.url).call("POST", f"/live/{code}/join", {}).status == 429
    greedy, other, third = phones
    assert [greedy.call("GET", f"/live/{code}/state").status for _ in range(12)] == [200] * 9 + [429] * 3
    # A stream is a read as well: opening one again and again is no way around the count.
    connection, refused = _stream(crowded, greedy, code)
    assert refused.status == 429
    connection.close()
    assert other.call("GET", f"/live/{code}/state").status == 200
    streams = [_stream(crowded, phone, code) for phone in (other, other, other, other, third, third, third)]
    # Three of one phone, and five of all.
    assert [response.status for _, response in streams] == [200, 200, 200, 429, 200, 200, 429]
    for connection, _ in streams:
        connection.close()
    strangers = [Client(crowded.url).call("GET", "/live/").status for _ in range(10)]
    assert strangers == [200] * 9 + [429]


def _stream(server: Server, phone: Phone, code: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    connection.request("GET", f"/live/{code}/events", headers=phone.headers)
    return connection, connection.getresponse()


def test_a_phone_is_its_cookie_and_not_the_name_by_which_the_server_knows_it(crowded: Server) -> None:
    leader = Leader(crowded.url)
    code = leader.open()
    phone = Phone(crowded.url, code)
    leader.do(code, "open")
    # Who has read the store knows every phone's id.
    for pretended in (phone.id, f"{phone.id}0000", phone.id.ljust(24, "-")):
        thief = Client(crowded.url, {"Cookie": f"mio-{code}={pretended}"})
        assert thief.call("GET", f"/live/{code}/state").json["error"] == "not-joined"
