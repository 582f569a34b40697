"""A room over real HTTP, from its opening to its end."""

from __future__ import annotations

import http.client
import re
import time

import pytest

from mio_widgets.live import page
from tests.live.leader import ITEMS, Client, Leader, Phone
from tests.serving import Server


def test_a_room_from_opening_to_end(leader: Leader) -> None:
    code = leader.open()
    phones = [Phone(leader.url, code) for _ in range(5)]
    assert leader.state(code)["joined"] == 5
    assert phones[0].vote("self").status == 409
    leader.do(code, "open", item=ITEMS[0], round=0)
    for phone in phones:
        assert phone.vote("self", sureness="sure").json["voted"]["label"] == "self"
    assert leader.state(code)["voted"] == 5
    leader.do(code, "close")
    assert phones[0].vote("child").status == 409
    leader.do(code, "open")
    # The first round is over, and the next item's has not begun.
    assert phones[0].vote("child").status == 409
    assert phones[0].vote("child", item=ITEMS[1], round=2).status == 409
    for phone in phones[:4]:
        phone.vote("child", round=2)
    phones[4].vote(None, round=2)
    leader.do(code, "close")
    revealed = leader.do(code, "reveal")["reveal"]
    assert [entry["split"] for entry in revealed["rounds"]] == [
        {"self": 5, "child": 0, "none": 0},
        {"self": 0, "child": 4, "none": 0},
    ]
    assert revealed["flow"] == [{"from": "self", "to": "child", "n": 4}, {"from": "self", "to": None, "n": 1}]
    seen = phones[0].state()
    assert seen["reveal"]["key"] == revealed["item"]["key"]
    assert seen["own"]["2"] == {"label": "child", "sureness": None}
    leader.do(code, "next")
    assert phones[0].state()["item"]["id"] == ITEMS[1]
    leader.do(code, "end")
    assert phones[0].state()["card"] == {"items": 1, "agreed": 1, "argued": 0, "moved": 1}
    assert Client(leader.url).call("POST", f"/live/{code}/join", {}).status == 410


def test_a_vote_sent_twice_counts_once_and_the_latest_counts(leader: Leader) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    leader.do(code, "open")
    first = {"nonce": "the-same-nonce"}
    assert phone.vote("self", **first).status == 200
    assert phone.vote("child").status == 200
    assert phone.vote("self", **first).json["voted"]["label"] == "child"
    assert phone.state()["own"]["1"]["label"] == "child"
    assert leader.state(code)["voted"] == 1


def test_a_vote_closed_too_early_opens_again_with_the_votes_given_so_far(leader: Leader) -> None:
    code = leader.open()
    one, other = Phone(leader.url, code), Phone(leader.url, code)
    leader.do(code, "open")
    one.vote("self")
    closed = leader.do(code, "close")
    again = leader.do(code, "reopen", item=ITEMS[0], round=1)
    # To the leader's screen it is the vote that was closed, and nothing more.
    moved = {name for name in closed if closed[name] != again[name]}
    assert moved == {"version", "phase", "can"}
    assert (again["phase"], again["voted"], one.state()["own"]["1"]["label"]) == ("open", 1, "self")
    assert one.vote("child").status == other.vote("none").status == 200
    assert leader.state(code)["voted"] == 2
    leader.do(code, "close")
    leader.do(code, "reveal")
    assert leader.call("POST", f"/live/api/rooms/{code}/do", {"do": "reopen"}).json["error"] == "not-now"


def test_joining_again_is_the_same_phone(leader: Leader) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    again = phone.call("POST", f"/live/{code}/join", {})
    assert (again.status, again.json["participant"]) == (200, phone.id)
    assert leader.state(code)["joined"] == 1


def test_a_late_comer_lands_in_the_present_round(leader: Leader) -> None:
    code = leader.open()
    leader.do(code, "begin")
    leader.do(code, "next")
    leader.do(code, "open")
    phone = Phone(leader.url, code)
    state = phone.state()
    assert (state["item"]["id"], state["phase"], state["round"]) == (ITEMS[1], "open", 1)
    assert phone.vote("self", item=ITEMS[1]).status == 200


def test_a_double_click_does_not_skip_an_item(leader: Leader) -> None:
    code = leader.open()
    leader.do(code, "begin", item=ITEMS[0], round=0)
    # The first utterance is up at the place where people joined: pressed twice, it is still only shown.
    begun = {"do": "begin", "item": ITEMS[0], "round": 0}
    assert leader.call("POST", f"/live/api/rooms/{code}/do", begun).json["state"]["phase"] == "waiting"
    leader.do(code, "next", item=ITEMS[0], round=0)
    answer = leader.call("POST", f"/live/api/rooms/{code}/do", {"do": "next", "item": ITEMS[0], "round": 0})
    assert (answer.status, answer.json["error"]) == (409, "not-now")
    assert answer.json["state"]["item"]["id"] == ITEMS[1]


def test_a_page_sets_the_cookie_by_which_the_phone_joins(leader: Leader) -> None:
    code = leader.open()
    phone = Client(leader.url)
    page = phone.call("GET", f"/live/{code}")
    assert page.status == 200
    cookie = page.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", f"Path=/live/{code}"))
    assert phone.call("POST", f"/live/{code}/join", {}).status == 201
    assert phone.call("POST", f"/live/{code}/join", {}).status == 200


def test_the_page_is_small_and_loads_nothing_inline_or_from_elsewhere(leader: Leader) -> None:
    code = leader.open()
    page = leader.call("GET", f"/live/{code}")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert {source for directive in policy.split(";") for source in directive.split()[1:]} == {"'none'", "'self'"}
    text = page.body.decode()
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|style=", text)
    files = [leader.call("GET", path) for path in re.findall(r'"(/live/files/[^"]+)"', text)]
    assert len(files) == 2
    assert all("immutable" in file.headers["Cache-Control"] for file in files)
    assert len(page.body) + sum(len(file.body) for file in files) < 15_000


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_is_small_in_every_language(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("MIO_LANG", lang)
    files = page.files().values()
    assert len(page.html("/", "C7KM4X").encode()) + sum(len(file.plain) for file in files) < 15_000


def test_a_code_can_be_typed_in_lower_case_and_unknown_ones_say_so(leader: Leader) -> None:
    code = leader.open()
    typed = leader.call("GET", f"/live/?code={code.lower()}")
    assert (typed.status, typed.headers["Location"]) == (302, f"/live/{code}")
    assert leader.call("GET", f"/live/{code.lower()}").headers["Location"] == f"/live/{code}"
    unknown = leader.call("GET", "/live/333333")
    assert unknown.status == 404
    assert "There is no room with this code" in unknown.body.decode()
    assert "<form" in unknown.body.decode()


def test_streams_tell_of_changes_at_once(leader: Leader) -> None:
    code = leader.open()
    leader.do(code, "begin")
    phone = Phone(leader.url, code)
    for path, headers in ((f"/live/{code}/events", phone.headers), (f"/live/api/rooms/{code}/events", leader.headers)):
        connection = http.client.HTTPConnection(leader.url.removeprefix("http://"), timeout=10)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert b'"phase":"waiting"' in _event(response)
        began = time.monotonic()
        leader.do(code, "open")
        assert b'"phase":"open"' in _event(response)
        assert time.monotonic() - began < 5
        leader.do(code, "close")
        leader.do(code, "next")
        connection.close()


def test_a_phones_stream_does_not_count_what_others_do(leader: Leader) -> None:
    code = leader.open()
    leader.do(code, "open")
    first, *others = [Phone(leader.url, code) for _ in range(4)]
    for other in others:
        other.vote("self")
    connection = http.client.HTTPConnection(leader.url.removeprefix("http://"), timeout=10)
    connection.request("GET", f"/live/{code}/events", headers=first.headers)
    id = connection.getresponse().readline().decode()
    connection.close()
    # Opened, and a vote opened: what everybody has seen.
    assert id == "id: 2\n"
    assert first.state()["version"] == 2


def test_a_deleted_room_is_gone_for_everybody(leader: Leader) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    assert leader.call("DELETE", f"/live/api/rooms/{code}").status == 204
    assert phone.call("GET", f"/live/{code}/state").status == 404
    assert leader.call("GET", f"/live/api/rooms/{code}").json["error"] == "no-room"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/live/api/decks", None),
        ("GET", "/live/api/rooms", None),
        ("POST", "/live/api/rooms", {"deck": "whose-mind-2"}),
        ("GET", "/live/api/rooms/{code}", None),
        ("GET", "/live/api/rooms/{code}/events", None),
        ("POST", "/live/api/rooms/{code}/do", {"do": "open"}),
        ("GET", "/live/api/rooms/{code}/revealed", None),
        ("GET", "/live/api/rooms/{code}/agreement", None),
        ("GET", "/live/api/rooms/{code}/address", None),
        ("GET", "/live/api/rooms/{code}/receipt.html", None),
        ("GET", "/live/api/rooms/{code}/votes.csv", None),
        ("DELETE", "/live/api/rooms/{code}", None),
    ],
)
def test_the_leaders_calls_need_the_token(leader: Leader, method: str, path: str, body: object) -> None:
    code = leader.open()
    answer = Phone(leader.url, code).call(method, path.format(code=code), body)
    assert (answer.status, answer.json["error"]) == (401, "token")
    assert leader.state(code)["phase"] == "lobby"


def test_calls_from_other_sites_pages_are_refused(leader: Leader) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    leader.do(code, "open")
    # Another port of the same machine is another site's page too.
    others = ("http://evil.example", "null", "http://127.0.0.1:1", f"{leader.url}0", f"{leader.url}.evil.example")
    fetched = [{"Sec_Fetch_Site": site} for site in ("cross-site", "same-site")]
    for headers in [*({"Origin": origin} for origin in others), *fetched]:
        vote = {"item": ITEMS[0], "round": 1, "label": "self", "sureness": None, "nonce": "abcdefghi"}
        answer = phone.call("POST", f"/live/{code}/vote", vote, **headers)
        assert (answer.status, answer.json["error"]) == (403, "origin")
        assert leader.call("POST", f"/live/api/rooms/{code}/do", {"do": "close"}, **headers).status == 403
        assert leader.call("DELETE", f"/live/api/rooms/{code}", **headers).status == 403
    assert leader.state(code)["voted"] == 0
    assert phone.call("POST", f"/live/{code}/vote", vote, Origin=leader.url).status == 200


def test_a_phone_knows_nothing_of_another_room(leader: Leader) -> None:
    one, other = leader.open(), leader.open()
    phone = Phone(leader.url, one)
    for path in ("state", "events"):
        assert phone.call("GET", f"/live/{other}/{path}").json["error"] == "not-joined"
    phone.code = other
    assert phone.vote("self").json["error"] == "not-joined"
    # Even with the same secret it is somebody else there: nobody can be followed from room to room.
    secret = phone.headers["Cookie"].partition("=")[2]
    joined = Client(leader.url, {"Cookie": f"mio-{other}={secret}"}).call("POST", f"/live/{other}/join", {})
    assert joined.status == 201
    assert joined.json["participant"] != phone.id


def test_votes_that_come_too_fast_are_held_back(leader: Leader) -> None:
    code = leader.open()
    phone, other = Phone(leader.url, code), Phone(leader.url, code)
    leader.do(code, "open")
    answers = [phone.vote("self" if n % 2 else "child") for n in range(40)]
    assert answers[0].status == 200
    last = answers[-1]
    assert (last.status, last.json["error"]) == (429, "too-fast")
    assert int(last.headers["Retry-After"]) >= 1
    assert other.vote("self").status == 200


def test_nothing_is_told_of_fewer_than_five(leader: Leader) -> None:
    told = []
    for label in ("self", "child", "none"):
        code = leader.open()
        phones = [Phone(leader.url, code) for _ in range(4)]
        leader.do(code, "open")
        for phone in phones:
            phone.vote(label, sureness="sure")
        leader.do(code, "close")
        told.append(leader.do(code, "reveal")["reveal"])
    assert told[0]["rounds"] == [{"round": 1, "voted": 4, "hands": 0, "left_out": 4, "blank": None, "split": None}]
    assert (told[0]["flow"], told[0]["sureness"], told[0]["sure_elsewhere"]) == (None, None, None)
    # What there is to talk about is chosen without the votes too.
    assert told[0] == told[1] == told[2]


def test_hands_are_added_and_may_be_entered_again(leader: Leader) -> None:
    code = leader.open()
    leader.do(code, "open")
    leader.do(code, "hands", round=1, counts={"self": 9})
    assert leader.do(code, "hands", round=1, counts={"self": 2, "child": 3})["hands"] == 5
    leader.do(code, "close")
    assert leader.do(code, "reveal")["reveal"]["rounds"][0]["split"] == {"self": 2, "child": 3, "none": 0}


def test_hands_do_not_make_up_for_phones(leader: Leader) -> None:
    code = leader.open()
    phone = Phone(leader.url, code)
    leader.do(code, "open")
    phone.vote("none", sureness="sure")
    leader.do(code, "hands", counts={"self": 4, "child": 1})
    leader.do(code, "close")
    revealed = leader.do(code, "reveal")["reveal"]
    # Everybody has seen the five hands: the sixth vote would be the phone's.
    hands = {"self": 4, "child": 1, "none": 0}
    assert revealed["rounds"] == [{"round": 1, "voted": 1, "hands": 5, "left_out": 1, "blank": None, "split": hands}]
    assert [point["label"] for point in revealed["points"]].count("none") == 0


def test_addresses_are_for_phones(leader: Leader, server: Server) -> None:
    code = leader.open()
    here = leader.call("GET", f"/live/api/rooms/{code}/address").json
    # The test's server listens on this machine only, and says so.
    assert here["reachable"] is False
    assert here["rehearsal"] is False
    assert here["join_url"] == f"{server.url}/live/{code}"
    assert here["qr_svg"].startswith("<svg")


def test_bodies_are_bounded_and_typed(leader: Leader) -> None:
    code = leader.open()
    path = f"/live/{code}/join"
    assert Client(leader.url).call("POST", path, b" " * 20_000 + b"{}").json["error"] == "too-large"
    assert Client(leader.url).call("POST", path, b"{}", Content_Type="text/plain").json["error"] == "not-json"
    assert Client(leader.url).call("POST", path, b"{").json["error"] == "malformed"
    assert Client(leader.url).call("POST", path, {"name": "Ann"}).json["error"] == "malformed"


def _event(response: http.client.HTTPResponse) -> bytes:
    while True:
        line = response.readline()
        assert line, "the stream has ended"
        if line.startswith(b"data: "):
            return line
