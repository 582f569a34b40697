"""Requests that make no sense: each is answered with a clear 4xx, and none changes anything.

MIO_MALFORMED sets how many are tried.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter
from typing import Any

import pytest

from mio_widgets.live.client import Caller
from tests.live.leader import DECK, ITEMS, TOKEN, Leader, Phone
from tests.serving import Server, free_port, served

COUNT = int(os.environ.get("MIO_MALFORMED", "1500"))
ODD: list[Any] = [
    None, True, 0, -1, 3, 1e400, 2**70, "", "x", "self", "child", "é" * 200, "\x00", "../..", "%2e%2e", "{{7*7}}",
    "' OR 1=1 --", "<script>", [], [[]], {}, {"a": {}}, ["self"] * 100, "A" * 5000,
]  # fmt: skip
FIELDS = ["item", "round", "label", "sureness", "nonce", "do", "counts", "pane", "deck", "items", "days", "code", ""]
PARTS = ["live", "api", "rooms", "CODE", "do", "vote", "join", "state", "events", "receipt.html", "votes.csv", "files",
         "..", "%2e%2e", "%00", "333333", "c" * 300, "é", "-1", "leader", "address"]  # fmt: skip
METHODS = ["GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "BREW"]


@pytest.fixture
def own(private: dict[str, str]) -> Any:
    with served(free_port(), **private) as running:
        yield running


def test_malformed_requests_are_refused_and_change_nothing(own: Server) -> None:
    leader = Leader(own.url)
    code = leader.open()
    leader.do(code, "open")
    before = leader.state(code)
    seen = asyncio.run(_hammer(own.url, code, random.Random(7)))
    assert sum(seen.values()) == COUNT
    assert not [status for status in seen if status >= 500], seen
    # Some of it happens to be sound: pages, and reading.
    assert sum(n for status, n in seen.items() if 400 <= status < 500) > COUNT * 0.8, seen
    assert leader.state(code) == before
    assert [room["code"] for room in leader.call("GET", "/live/api/rooms").json] == [code]


@pytest.mark.parametrize("odd", ["1", 1.0, True, [1], {"n": 1}])
def test_a_number_written_as_something_else_is_refused(leader: Leader, odd: Any) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    leader.do(code, "open")
    before = leader.state(code)
    hands = {"do": "hands", "counts": {"self": odd}}
    for answer in (
        phone.vote("self", round=odd),
        leader.call("POST", f"/live/api/rooms/{code}/do", hands),
        leader.call("POST", f"/live/api/rooms/{code}/do", {"do": "close", "round": odd}),
        leader.call("POST", "/live/api/rooms", {"deck": DECK, "days": odd}),
    ):
        assert (answer.status, answer.json["error"]) == (400, "malformed")
    assert leader.state(code) == before


async def _hammer(url: str, code: str, chance: random.Random) -> Counter[int]:
    seen: Counter[int] = Counter()
    callers = [Caller(f"{url}/"), Caller(f"{url}/", {"Authorization": f"Bearer {TOKEN}"})]
    for _ in range(COUNT):
        caller = chance.choice(callers)
        method, path, body = _odd(chance, code, lead=caller is callers[1])
        seen[(await caller.raw(method, path, body, _headers(chance))).status] += 1
    for caller in callers:
        caller.close()
    return seen


def _odd(chance: random.Random, code: str, lead: bool) -> tuple[str, str, bytes]:
    """A request that cannot be sound: a made-up path, or a known one with a body that does not fit it."""
    if chance.random() < 0.4:
        path = "/".join(chance.choice(PARTS) for _ in range(chance.randint(1, 5))).replace("CODE", code)
        # The events' stream would not end, and a page may be read.
        method = chance.choice(METHODS) if not path.endswith("events") else "PUT"
        return method if method != "DELETE" or not lead else "PUT", path.replace("é", "%C3%A9"), _body(chance)
    known = ["vote", "join"] if not lead else ["do", ""]
    name = chance.choice(known)
    path = f"live/api/rooms/{code}/do" if name == "do" else "live/api/rooms" if name == "" else f"live/{code}/{name}"
    return "POST", path, _body(chance)


def _body(chance: random.Random) -> bytes:
    """Never one that any call takes: an unknown field is always there, or it is no JSON object."""
    if chance.random() < 0.3:
        junk = [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 10_000, b'{"a":1,}', b"NaN", b" " * 17_000, b'"\\ud800"']
        return chance.choice(junk)
    fields = {chance.choice(FIELDS): chance.choice(ODD) for _ in range(chance.randint(0, 5))}
    sound = {"item": ITEMS[0], "round": 1, "label": "self", "sureness": None, "nonce": "abcdefgh", "do": "close"}
    base = sound if chance.random() < 0.5 else {}
    return json.dumps({**base, **fields, "unknown": chance.choice(ODD)}).encode()


def _headers(chance: random.Random) -> dict[str, str]:
    kind = chance.choice(["application/json", "application/json", "application/json", "text/plain", "x", ""])
    return {"Content-Type": kind} | ({"Cookie": "mio-x=1; a=b; =; mio"} if chance.random() < 0.2 else {})
