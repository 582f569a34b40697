"""Simulated participants: they disagree, come nearer to the key, and take part in a real room."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mio_widgets.live.cli import _for_all
from mio_widgets.live.rehearsal import Item, item_of, opinion, rehearse
from mio_widgets.live.store import Store
from tests.live.leader import ITEMS, Client, Leader
from tests.live.rooms import opening
from tests.serving import Server, free_port, wait_for

LABELS = ["self", "child", "none"]


@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_a_room_disagrees_and_comes_nearer_to_the_key(difficulty: int) -> None:
    chance = random.Random(1)
    item = Item("self", LABELS, difficulty)
    first = [opinion(chance, item, 0) for _ in range(2000)]
    second = [opinion(chance, item, 0, before) for before in first]
    agree = [sum(vote is not None and vote[0] == "self" for vote in votes) / 2000 for votes in (first, second)]
    assert 0.3 < agree[0] < 0.8
    assert agree[0] + 0.05 < agree[1] < 0.95
    labels = Counter(vote[0] for vote in first if vote)
    assert set(labels) == {*LABELS, None}
    # Some sit a round out, and some are sure of another label.
    assert 0.01 < first.count(None) / 2000 < 0.1
    assert sum(vote is not None and vote[1] == "sure" and vote[0] != "self" for vote in first) > 20


def test_a_contested_item_divides_the_room_between_its_readings() -> None:
    chance = random.Random(2)
    votes = [opinion(chance, Item("self", LABELS, 2, other="child"), 0) for _ in range(2000)]
    labels = Counter(vote[0] for vote in votes if vote)
    assert labels["self"] > 300
    assert labels["child"] > 300


def test_an_item_is_known_from_the_content_and_an_unknown_one_is_no_fault() -> None:
    assert item_of(ITEMS[0], LABELS).key in LABELS
    assert item_of("no-such-item", LABELS).labels == LABELS


def test_they_take_part_until_the_end(leader: Leader) -> None:
    code = leader.open(ITEMS[:1])

    async def play() -> None:
        people = asyncio.ensure_future(rehearse(f"{leader.url}/", code, 12, pace=0, seed=3))
        async with asyncio.timeout(60):
            await _until(lambda: leader.state(code)["joined"] == 12)
            for _ in range(2):
                await asyncio.to_thread(leader.do, code, "open")
                await _until(lambda: leader.state(code)["voted"] >= 8)
                await asyncio.to_thread(leader.do, code, "close")
            reveal = (await asyncio.to_thread(leader.do, code, "reveal"))["reveal"]
            assert len([label for label, n in reveal["rounds"][0]["split"].items() if n]) >= 2
            await asyncio.to_thread(leader.do, code, "end")
            await people

    asyncio.run(play())


def test_who_was_too_late_votes_when_the_vote_is_opened_again(leader: Leader) -> None:
    code = leader.open(ITEMS[:1])

    async def play() -> None:
        # Everybody is still thinking when the vote is closed.
        people = asyncio.ensure_future(rehearse(f"{leader.url}/", code, 8, pace=0.05, seed=3))
        async with asyncio.timeout(60):
            await _until(lambda: leader.state(code)["joined"] == 8)
            await asyncio.to_thread(leader.do, code, "open")
            await asyncio.to_thread(leader.do, code, "close")
            await asyncio.sleep(1)
            assert leader.state(code)["voted"] < 4
            await asyncio.to_thread(leader.do, code, "reopen")
            await _until(lambda: leader.state(code)["voted"] >= 6)
            await asyncio.to_thread(leader.do, code, "end")
            await people

    asyncio.run(play())


@pytest.mark.parametrize("name", [".venv/bin/mio", "./mio", "mio"])
def test_the_command_for_real_phones_too_is_the_one_that_was_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/somewhere/{name}")
    given = "/somewhere/mio" if name == "mio" else name
    assert _for_all([given, "rehearse", "--phones", "12"]) == f"{name} rehearse --phones 12 --host 0.0.0.0"


async def _until(holds: object) -> None:
    while not await asyncio.to_thread(holds):  # type: ignore[arg-type]
        await asyncio.sleep(0.05)


def test_a_room_that_is_not_there_is_said(server: Server) -> None:
    done = _mio("rehearse", f"{server.url}/live/333333", "--pace", "0", "--phones", "2")
    assert done.returncode == 1
    assert "There is no such room" in done.stderr
    assert "is not the address of a room" in _mio("rehearse", "C7KM4X").stderr


def test_rooms_are_listed_and_deleted(leader: Leader, live_env: dict[str, str], private: dict[str, str]) -> None:
    assert "No rooms are kept in sqlite:///" in _mio("rooms", **private).stdout
    done = _mio("rooms", "--delete", "333333", **private)
    assert (done.returncode, done.stdout) == (1, "333333  there is no such room\n")
    done = _mio("rooms", **{**live_env, "MIO_STORE": "sqlite:////proc/none/rooms.sqlite"})
    assert done.returncode == 1
    assert "cannot be opened" in done.stderr


def test_a_rooms_title_cannot_speak_to_the_terminal(private: dict[str, str]) -> None:
    store = Store(private["MIO_STORE"])
    store.open(
        replace(opening(), deck={"id": "deck", "title": "Deck \x1b[2J\u202e"}), datetime.now(UTC) + timedelta(days=1)
    )
    store.close()
    [_, room] = _mio("rooms", **private).stdout.splitlines()
    assert room.endswith(r"Deck \x1b[2J\u202e")


def test_a_room_deleted_by_command_is_gone_for_phones(leader: Leader, live_env: dict[str, str], store_url: str) -> None:
    code = leader.open()
    env = {**live_env, "MIO_STORE": store_url}
    assert code in _mio("rooms", **env).stdout
    assert f"{code}  deleted" in _mio("rooms", "--delete", code.lower(), **env).stdout
    answer = Client(leader.url).call("GET", f"/live/{code}")
    for _ in range(100):
        if answer.status == 404:
            break
        answer = Client(leader.url).call("GET", f"/live/{code}")
    assert answer.status == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_it_says_calmly_what_it_needs_of_the_network(live_env: dict[str, str], host: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "mio_widgets.cli", "rehearse", "--host", host, "--port", str(port)]
    command += ["--phones", "2", "--pace", "0"]
    with subprocess.Popen(command, env={**os.environ, **live_env}, stdout=subprocess.PIPE, text=True) as rehearsal:
        wait_for(port, rehearsal)
        assert rehearsal.stdout is not None
        told = []
        while not told or "Stop it" not in told[-1]:
            told.append(rehearsal.stdout.readline())
        leader = Leader(f"http://127.0.0.1:{port}")
        leader.headers = {"Authorization": f"Bearer {''.join(told).partition('token=')[2].split()[0]}"}
        code = leader.open(ITEMS[:1])
        address = leader.call("GET", f"/live/api/rooms/{code}/address").json
        assert address["rehearsal"] is True
        # As it was started, so that it can be copied.
        start = f"{sys.executable} -m mio_widgets.cli rehearse --host {host} --port {port}"
        assert address["command"] == f"{start} --phones 2 --pace 0 --host 0.0.0.0"
        assert "This was a rehearsal" in leader.call("GET", f"/live/api/rooms/{code}/receipt.html").body.decode()
        kept = leader.call("GET", f"/live/api/rooms/{code}/votes.csv").headers["Content-Disposition"]
        assert kept == f'attachment; filename="mio-rehearsal-{code}.csv"'
        assert "2 simulated participants join" in rehearsal.stdout.readline()
        rehearsal.terminate()
        rehearsal.communicate(timeout=30)
    [phones] = [line for line in told if line.startswith("Phones in the room")]
    # Everywhere includes a network, where this machine is in one.
    assert "the simulated ones are here" in phones or (host == "0.0.0.0" and "/live/" in phones)


def test_its_server_ends_with_it(live_env: dict[str, str]) -> None:
    port = free_port()
    command = [sys.executable, "-m", "mio_widgets.cli", "rehearse", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **live_env}, stdout=subprocess.PIPE, text=True) as rehearsal:
        wait_for(port, rehearsal)
        rehearsal.terminate()
        # The server holds the pipe too: it is read to its end only when both are gone.
        rehearsal.communicate(timeout=30)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def _mio(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mio_widgets.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **env})
