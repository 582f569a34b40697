"""What a live room bears: phones in our room, and the same votes through stock Voila with ipywidgets.

    python -m benchmarks.room [--runs 5] [--phones 1000] [--within 20] [--stock 5 10 20 40] [--json FILE]

The phones are driven by asyncio in this one process on the same machine, without browsers: each keeps a
stream open as a phone would, joins, and votes in two rounds, at moments spread evenly over `--within` seconds (0:
all at once). So the driver takes part of the machine that it measures. A call's time is from its first byte sent to
the whole answer; the leader's time is from a vote's first byte to the event that counts it.

A stock visitor is driven likewise: it reads the page (which starts a kernel), opens the page's websocket, and clicks
by the message that a browser would send; the notebook appends the vote to a file. The visitors come one after
another within `--within` seconds. The first number of visitors of whom one fails, or waits over a minute, ends it.
Memory is the proportional set size (PSS) of the server and all its kernels, so it needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tornado.httpclient
import tornado.websocket

from benchmarks.measuring import pss, spread
from benchmarks.peers import ROOM, started, stock_voila, workbook, write_notebook
from benchmarks.report import Part, Table, column, command, note, over_runs
from mio_widgets.live.client import Caller, Phone
from tests.browser.servers import TOKEN, Server

ITEM = "wm2-01"

STOCK = """
import os, ipywidgets as widgets
choice = widgets.ToggleButtons(options=["Self", "Child", "Neither"], value=None)
said = widgets.Label("")
def vote(change):
    with open({votes!r}, "a") as file:
        file.write(change["new"] + "\\n")
        file.flush()
        os.fsync(file.fileno())
    said.value = "Your vote is in"
choice.observe(vote, "value")
choice
"""


@dataclass
class Votes:
    """What one way does for so many people."""

    way: str = column("way")
    people: int = column("people")
    join_p50_ms: float | None = column("join: p50", "{:.0f} ms")
    join_p95_ms: float | None = column("p95", "{:.0f} ms")
    vote_p50_ms: float | None = column("vote: p50", "{:.0f} ms")
    vote_p95_ms: float | None = column("p95", "{:.0f} ms")
    leader_p50_ms: float | None = column("leader sees it: p50", "{:.0f} ms")
    leader_p95_ms: float | None = column("p95", "{:.0f} ms")
    megabytes: float | None = column("memory", "{:.0f} MB")
    votes: int = column("votes", total=True)
    retried: int = column("sent again", total=True)
    failed: int = column("failed", total=True)
    runs: int = column("runs", total=True)


def votes_of(way: str, people: int, joins: list[float], votes: list[float], seen: list[float], **others: Any) -> Votes:
    """The row for one run."""
    times: dict[str, Any] = {}
    for name, seconds in (("join", joins), ("vote", votes), ("leader", seen)):
        for percentile, value in zip(("p50", "p95"), spread(seconds), strict=True):
            times[f"{name}_{percentile}_ms"] = None if value is None else value * 1000
    return Votes(way=way, people=people, votes=len(votes), runs=1, **times, **others)


class Room:
    """Our room, and what it was measured to do."""

    def __init__(self, server: Server, phones: int, within: float) -> None:
        self.server, self.within = server, within
        self.leader = Caller(f"{server.url}/", {"Authorization": f"Bearer {TOKEN}"})
        self.count = phones
        self.joins: list[float] = []
        self.votes: list[float] = []
        self.seen: list[float] = []

    async def run(self) -> Votes:
        """Two rounds; the result."""
        opened = await self.leader.call("POST", "live/api/rooms", {"deck": "whose-mind-2", "items": [ITEM]})
        self.code = opened.json["code"]
        phones = [Phone(f"{self.server.url}/", self.code) for _ in range(self.count)]
        await asyncio.gather(*(self._join(at, phone) for at, phone in enumerate(phones)))
        following = [asyncio.ensure_future(phone.follow(_nothing)) for phone in phones]
        for round, labels in ((1, ("self", "child", "none")), (2, ("child", "child", "self"))):
            await self._do("open")
            await self._all_see(phones, round)
            await self._round(phones, labels)
            await self._do("close")
        memory = pss(self.server.process)
        await self._do("reveal")
        await self._do("end")
        await asyncio.gather(*following)
        await asyncio.gather(*(phone.leave() for phone in phones))
        self.leader.close()
        retried = sum(phone.retried for phone in phones)
        return votes_of(
            ROOM, self.count, self.joins, self.votes, self.seen, megabytes=memory, retried=retried, failed=0
        )

    async def _do(self, what: str) -> None:
        reply = await self.leader.call("POST", f"live/api/rooms/{self.code}/do", {"do": what})
        assert reply.status == 200, reply.body

    async def _join(self, at: int, phone: Phone) -> None:
        await asyncio.sleep(self.within * at / self.count)
        began = time.monotonic()
        await phone.join()
        self.joins.append(time.monotonic() - began)

    async def _all_see(self, phones: list[Phone], round: int) -> None:
        async with asyncio.timeout(120):
            while not all(phone.state["phase"] == "open" and phone.state["round"] == round for phone in phones):
                await asyncio.sleep(0.05)

    async def _round(self, phones: list[Phone], labels: tuple[str, ...]) -> None:
        """Every phone votes; what the leader sees is matched with the votes in the order of their recording."""
        sent: list[tuple[float, float]] = []
        told: list[tuple[float, int]] = []
        listening = asyncio.ensure_future(self._listen(told, len(phones)))

        async def vote(at: int, phone: Phone) -> None:
            await asyncio.sleep(self.within * at / len(phones))
            began = time.monotonic()
            assert await phone.vote(labels[at % 3], "sure")
            ended = time.monotonic()
            self.votes.append(ended - began)
            sent.append((ended, began))

        await asyncio.gather(*(vote(at, phone) for at, phone in enumerate(phones)))
        await asyncio.wait_for(listening, 60)
        for count, (_, began) in enumerate(sorted(sent), 1):
            self.seen.append(max(0.0, next(moment for moment, voted in told if voted >= count) - began))

    async def _listen(self, told: list[tuple[float, int]], count: int) -> None:
        caller = Caller(self.leader.root, self.leader.headers)
        events = caller.events(f"live/api/rooms/{self.code}/events")
        async for name, state in events:
            if name == "state":
                told.append((time.monotonic(), state["voted"]))
                if state["voted"] == count:
                    break
        await events.aclose()


async def _nothing(_: Phone) -> None:
    pass


async def stock_visitor(root: str, joins: list[float], votes: list[float], voted: asyncio.Barrier) -> None:
    """Reads the page, connects, waits for the others, and votes in two rounds."""
    client = tornado.httpclient.AsyncHTTPClient(force_instance=True)
    began = time.monotonic()
    page = (await client.fetch(f"{root}/voila/render/stock.ipynb", request_timeout=60)).body.decode()
    kernel = re.search(r'"kernelId": *"([\w-]+)"', page)
    model = re.search(r'widget-view\+json": *\{"model_id": *"(\w+)"', page)
    assert kernel, "the page has no kernel"
    assert model, "the page has no widget"
    socket = await tornado.websocket.websocket_connect(
        f"{root.replace('http', 'ws', 1)}/api/kernels/{kernel[1]}/channels", connect_timeout=60
    )
    joins.append(time.monotonic() - began)
    for round in range(2):
        await voted.wait()
        began = time.monotonic()
        own = uuid.uuid4().hex
        await socket.write_message(_click(own, model[1], index=1 + round))
        async with asyncio.timeout(60):
            while True:
                message = json.loads(await socket.read_message() or "{}")
                idle = message.get("content", {}).get("execution_state") == "idle"
                if idle and message["parent_header"].get("msg_id") == own:
                    break
        votes.append(time.monotonic() - began)
    # Nobody leaves while others still vote: the memory is that of the full room.
    await voted.wait()
    socket.close()
    client.close()


def _click(id: str, model: str, index: int) -> str:
    header = {"msg_id": id, "session": "s", "username": "", "msg_type": "comm_msg", "version": "5.3"}
    data = {"method": "update", "state": {"index": index}, "buffer_paths": []}
    content: dict[str, Any] = {"comm_id": model, "data": data}
    return json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})


def room(phones: int, within: float) -> Votes:
    """Our room, with so many phones."""
    with tempfile.TemporaryDirectory() as folder, started(workbook(), Path(folder)) as server:
        return asyncio.run(Room(server, phones, within).run())


def stock(visitors: int, within: float) -> Votes:
    """Stock Voila, for so many visitors."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        votes_file = folder / "votes.txt"
        write_notebook(folder, "stock", STOCK.format(votes=str(votes_file)))
        with started(stock_voila(folder), folder) as server:
            joins, votes, memory, failed = asyncio.run(_stock_room(server, visitors, within))
        # Each visitor's two votes are in the file, or the measurement is not one of votes.
        assert failed or len(votes_file.read_text().splitlines()) == 2 * visitors
    return votes_of("stock Voila", visitors, joins, votes, [], megabytes=memory, retried=0, failed=failed)


async def _stock_room(
    server: Server, visitors: int, within: float
) -> tuple[list[float], list[float], float | None, int]:
    joins: list[float] = []
    votes: list[float] = []
    barrier = asyncio.Barrier(visitors + 1)

    async def visit(at: int) -> None:
        await asyncio.sleep(within * at / visitors)
        try:
            await stock_visitor(server.url, joins, votes, barrier)
        except Exception:
            await barrier.abort()
            raise

    visiting = [asyncio.ensure_future(visit(at)) for at in range(visitors)]
    memory = None
    try:
        for _ in range(3):
            await barrier.wait()
            memory = pss(server.process)
    except asyncio.BrokenBarrierError:
        pass
    results = await asyncio.gather(*visiting, return_exceptions=True)
    broken = [result for result in results if isinstance(result, BaseException)]
    if broken:
        note(f"stock Voila, the first of {len(broken)} that failed: {type(broken[0]).__name__}: {broken[0]}")
    return joins, votes, memory, len(broken)


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """Our room, then stock Voila with more and more visitors."""
    _allow_many_connections()
    rows = [over_runs([room(options.phones, options.within) for _ in range(options.runs)])]
    for visitors in options.stock:
        note(f"stock Voila, {visitors} people")
        rows.append(over_runs([stock(visitors, options.within) for _ in range(options.runs)]))
        if rows[-1].failed:
            break
    heading = f"A live round: people come, and vote twice, within {options.within:g} s each; medians over the runs"
    yield Table("room", heading, rows)


def _allow_many_connections() -> None:
    """A thousand phones hold two thousand connections."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 -- not on Windows

        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        enough = 16_384 if most == resource.RLIM_INFINITY else min(most, 16_384)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, enough), most))


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--phones", type=int, default=1000, help="phones in our room (default: %(default)s)")
    parser.add_argument(
        "--within",
        type=float,
        default=20.0,
        help="seconds over which people join, and over which they vote (default: %(default)g)",
    )
    parser.add_argument(
        "--stock",
        type=int,
        nargs="*",
        default=[5, 10, 20, 40],
        help="visitors of stock Voila, step by step (default: 5 10 20 40)",
    )


PART = Part("room", measure, options)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
