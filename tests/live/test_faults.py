"""Faults: a server killed at random moments under load, and stores that cannot be written.

MIO_KILLS sets how often the server is killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from mio_widgets.live.client import TROUBLE, Caller, Phone
from tests.live.leader import ITEMS, TOKEN, Leader
from tests.live.leader import Phone as Plain
from tests.serving import free_port, served

KILLS = int(os.environ.get("MIO_KILLS", "3"))
PHONES = 12


class Server:
    """A server that is killed without warning, and started again at the same port."""

    def __init__(self, port: int, env: dict[str, str]) -> None:
        self.port, self.env = port, {**os.environ, **env}
        self.root = f"http://127.0.0.1:{port}/"
        self.starts = 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL)
        self.starts += 1

    async def up(self) -> None:
        """Returns when the server answers."""
        caller = Caller(self.root)
        async with asyncio.timeout(120):
            while True:
                try:
                    await caller.call("GET", "live/")
                    return
                except TROUBLE:
                    assert self.process.poll() is None, "the server does not start"
                    await asyncio.sleep(0.05)
                finally:
                    caller.close()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def test_killed_under_load_no_acknowledged_vote_is_lost_and_none_doubled(private: dict[str, str]) -> None:
    server = Server(free_port(), private)
    try:
        code, phones = asyncio.run(_kill_again_and_again(server))
        leader = Leader(server.root.rstrip("/"))
        state = leader.state(code)
        assert server.starts == KILLS + 1
    finally:
        server.kill()
    assert state["joined"] == PHONES
    recorded = _recorded(private, code)
    nonces = [vote["nonce"] for vote in recorded]
    assert len(nonces) == len(set(nonces))
    of_phone = {vote["nonce"]: vote for vote in recorded}
    acknowledged = [vote for phone in phones for vote in phone.acknowledged]
    assert len(acknowledged) >= PHONES
    assert [vote for vote in acknowledged if vote["nonce"] not in of_phone] == []
    assert all(of_phone[vote["nonce"]]["label"] == vote["label"] for vote in acknowledged)
    # What counts is each phone's latest acknowledged vote.
    last = {phone.id: phone.acknowledged[-1]["label"] for phone in phones}
    assert {who: label for vote in recorded for who, label in [(vote["participant"], vote["label"])]} == last
    assert state["voted"] == len(last)
    assert sum(phone.retried for phone in phones) > 0, "no phone noticed anything; the server was not under load"


async def _kill_again_and_again(server: Server) -> tuple[str, list[Phone]]:
    chance = random.Random(5)
    await server.up()
    leader = Caller(server.root, {"Authorization": f"Bearer {TOKEN}"})
    opened = await leader.call("POST", "live/api/rooms", {"deck": "whose-mind-2", "items": ITEMS})
    code = opened.json["code"]
    assert (await leader.call("POST", f"live/api/rooms/{code}/do", {"do": "open"})).status == 200
    leader.close()
    phones = [Phone(server.root, code) for _ in range(PHONES)]
    done = asyncio.Event()
    voting = [asyncio.ensure_future(_vote_on(phone, random.Random(n), done)) for n, phone in enumerate(phones)]
    for _ in range(KILLS):
        await server.up()
        # A moment at random, while votes are on their way.
        await asyncio.sleep(chance.uniform(0.02, 0.6))
        server.kill()
        server.start()
    await server.up()
    done.set()
    await asyncio.gather(*voting)
    await asyncio.gather(*(phone.leave() for phone in phones))
    return code, phones


async def _vote_on(phone: Phone, chance: random.Random, done: asyncio.Event) -> None:
    await phone.join()
    while True:
        over = done.is_set()
        # Another label each time: the same one again would be no new vote.
        label = ["self", "child", "none"][len(phone.acknowledged) % 3]
        if len(phone.acknowledged) < 45:
            assert await phone.vote(label)
        if over:
            return
        await asyncio.sleep(chance.uniform(0.3, 0.9))


def _recorded(env: dict[str, str], code: str) -> list[dict[str, str]]:
    with sqlite3.connect(env["MIO_STORE"].removeprefix("sqlite:///")) as file:
        query = "SELECT body FROM mio_events WHERE room = ? AND kind = 'voted' ORDER BY version"
        return [json.loads(body) for (body,) in file.execute(query, (code,))]


def test_after_a_restart_the_room_goes_on_where_it_was(private: dict[str, str]) -> None:
    port = free_port()
    with served(port, **private) as running:
        leader = Leader(running.url)
        code = leader.open()
        phone = Plain(running.url, code)
        leader.do(code, "open")
        phone.vote("self", sureness="fairly")
        before, seen = leader.state(code), phone.state()
    with served(port, **private):
        assert leader.state(code) == before
        assert phone.state() == seen
        assert phone.vote("child").status == 200


def test_a_store_that_becomes_read_only_is_said_and_nothing_is_acknowledged(private: dict[str, str]) -> None:
    port, path = free_port(), private["MIO_STORE"].removeprefix("sqlite:///")
    with served(port, **private) as running:
        leader = Leader(running.url)
        code = leader.open()
        phone = Plain(running.url, code)
        leader.do(code, "open")
    with served(port, **{**private, "MIO_STORE": f"sqlite:///file:{path}?mode=ro&uri=true"}):
        answer = phone.vote("self")
        assert (answer.status, answer.json["error"]) == (503, "store")
        assert answer.headers["Retry-After"]
        # Where the store is, and why it fails, is for the leader; a phone learns what it needs to know.
        assert answer.json["message"] == "Nothing was recorded, because the rooms’ store does not work."
        told = leader.call("POST", f"/live/api/rooms/{code}/do", {"do": "close"}).json["message"]
        assert "readonly" in told
        assert path in told
        # What is there can still be read.
        assert leader.state(code)["voted"] == 0


def test_a_full_disk_is_said_and_voting_goes_on_when_there_is_room_again(private: dict[str, str]) -> None:
    """The disk is full by a limit on the size of the server's files: what SQLite meets is the same."""
    port, path = free_port(), Path(private["MIO_STORE"].removeprefix("sqlite:///"))
    with served(port, **private) as running:
        leader = Leader(running.url)
        code = leader.open()
        phone = Plain(running.url, code)
        leader.do(code, "open")
        with _full(running.process.pid, path):
            answer = phone.vote("self")
            assert answer.status in (503, 507)
            assert answer.json["error"] in ("store", "full")
            assert "Nothing was recorded" in answer.json["message"]
            assert leader.state(code)["voted"] == 0
        assert phone.vote("self").status == 200
        assert leader.state(code)["voted"] == 1


class _full:
    def __init__(self, pid: int, path: Path) -> None:
        self.pid, self.path = pid, path

    def __enter__(self) -> None:
        import resource  # noqa: PLC0415 -- not on Windows

        self.before = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (1, self.before[1]))

    def __exit__(self, *_: object) -> None:
        import resource  # noqa: PLC0415 -- as above

        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, self.before)


def test_until_there_is_a_store_the_book_is_served_and_rooms_say_why(live_env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    with served(free_port(), **live_env, MIO_STORE=f"sqlite:///{tmp_path / 'a-file' / 'rooms.sqlite'}") as running:
        assert running.process.stdout is not None
        lines = [running.process.stdout.readline() for _ in range(4)]
        assert "no live rooms: The rooms’ store cannot be opened" in lines[3]
        assert running.get("/").status == 200
        answer = Leader(running.url).call("GET", "/live/api/rooms")
        assert (answer.status, answer.json["error"]) == (503, "store")
        (tmp_path / "a-file").unlink()
        lines = [running.process.stdout.readline() for _ in range(2)]
        assert lines[1] == "The rooms’ store is open now: there are live rooms.\n"
        assert Leader(running.url).open()
