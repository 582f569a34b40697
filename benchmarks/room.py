"""What a live room bears, in one run: phones in our room, and the same votes through stock Voila with ipywidgets.

    python -m benchmarks.room [--phones 1000] [--within 20] [--stock 5 10 20 40] [--json FILE]

The phones are driven by asyncio in this one process on the same machine, without browsers: each keeps a
stream open as a phone would, joins, and votes in two rounds, at moments spread evenly over `--within` seconds (0:
all at once). So the driver takes part of the machine that it measures. A call's time is from its first byte sent to
the whole answer; the leader's time is from a vote's first byte to the event that counts it.

A stock visitor is driven likewise: it reads the page (which starts a kernel), opens the page's websocket, and clicks
by the message that a browser would send; the notebook appends the vote to a file. The visitors come one after
another within `--within` seconds, and the first number of visitors of whom one fails, or waits over a minute, ends it.
Memory is the proportional set size (PSS) of the server and all its kernels, so it needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
import tornado.httpclient
import tornado.websocket

from benchmarks.page import pss
from mio_widgets.live.client import Caller, Phone
from mio_widgets.server import _allow_many_connections
from tests.serving import Server, free_port, served, wait_for

TOKEN = "a-token-for-the-benchmark"
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
class Result:
    """Times in milliseconds, memory in megabytes."""

    way: str
    visitors: int
    joined: int
    join_p50: float
    join_p95: float
    votes: int
    vote_p50: float
    vote_p95: float
    leader_p50: float | None
    leader_p95: float | None
    retried: int
    megabytes: float


def spread(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    if len(times) < 2:
        return (times or [0.0])[0] * 1000, (times or [0.0])[0] * 1000
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000


class Room:
    """Our room, and what it was measured to do."""

    def __init__(self, server: Server, phones: int, within: float) -> None:
        self.server, self.within = server, within
        self.leader = Caller(f"{server.url}/", {"Authorization": f"Bearer {TOKEN}"})
        self.count = phones
        self.joins: list[float] = []
        self.votes: list[float] = []
        self.seen: list[float] = []

    async def run(self) -> Result:
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
        memory = pss(self.server.process.pid)
        await self._do("reveal")
        await self._do("end")
        await asyncio.gather(*following)
        await asyncio.gather(*(phone.leave() for phone in phones))
        self.leader.close()
        joined, voted, leader = spread(self.joins), spread(self.votes), spread(self.seen)
        retried = sum(phone.retried for phone in phones)
        return Result(
            "live room", self.count, len(self.joins), *joined, len(self.votes), *voted, *leader, retried, memory / 1e6
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


def stock(visitors: int, within: float) -> Result | None:
    """Stock Voila for so many visitors; None when one of them failed."""
    with tempfile.TemporaryDirectory() as folder:
        votes_file = Path(folder) / "votes.txt"
        cells = [nbformat.v4.new_code_cell(STOCK.format(votes=str(votes_file)).strip())]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), Path(folder) / "stock.ipynb"
        )
        port = free_port()
        command = [sys.executable, "-m", "voila", folder, "--no-browser", f"--port={port}"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                wait_for(port, process)
                joins, votes, memory, failed = asyncio.run(
                    _stock_room(f"http://127.0.0.1:{port}", visitors, within, process.pid)
                )
            finally:
                process.terminate()
        if failed:
            print(f"stock Voila, {visitors} visitors: {failed} failed", flush=True)
            return None
        # Each visitor's two votes are in the file, or the measurement is not one of votes.
        assert len(votes_file.read_text().splitlines()) == 2 * visitors
    return Result(
        "stock Voila", visitors, len(joins), *spread(joins), len(votes), *spread(votes), None, None, 0, memory / 1e6
    )


async def _stock_room(root: str, visitors: int, within: float, pid: int) -> tuple[list[float], list[float], int, int]:
    joins: list[float] = []
    votes: list[float] = []
    barrier = asyncio.Barrier(visitors + 1)

    async def visit(at: int) -> None:
        await asyncio.sleep(within * at / visitors)
        try:
            await stock_visitor(root, joins, votes, barrier)
        except Exception:
            await barrier.abort()
            raise

    visiting = [asyncio.ensure_future(visit(at)) for at in range(visitors)]
    memory = 0
    try:
        for _ in range(3):
            await barrier.wait()
            memory = pss(pid)
    except asyncio.BrokenBarrierError:
        pass
    results = await asyncio.gather(*visiting, return_exceptions=True)
    broken = [result for result in results if isinstance(result, BaseException)]
    if broken:
        print(f"the first of them: {type(broken[0]).__name__}: {broken[0]}", flush=True)
    return joins, votes, memory, len(broken)


def main() -> int:
    """Runs all ways and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument(
        "--within", type=float, default=20.0, help="seconds over which people join, and over which they vote"
    )
    parser.add_argument(
        "--stock", type=int, nargs="*", default=[5, 10, 20, 40], help="visitors of stock Voila, step by step"
    )
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    _allow_many_connections()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        env = {"MIO_LEADER_TOKEN": TOKEN, "MIO_STORE": f"sqlite:///{folder}/rooms.sqlite"}
        with served(free_port(), **env) as server:
            results.append(asyncio.run(Room(server, args.phones, args.within).run()))
    for visitors in args.stock:
        found = stock(visitors, args.within)
        if found is None:
            break
        results.append(found)
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores shared with the driver, Python {platform.python_version()}; ",
        end="",
    )
    print(f"people come, and vote, within {args.within:g} s. Times in ms: p50 / p95.\n")
    print(f"{'way':12} {'people':>6} {'join':>15} {'vote':>15} {'leader sees it':>15} {'sent again':>10} {'MB':>6}")
    for it in results:
        seen = f"{it.leader_p50:.0f} / {it.leader_p95:.0f}" if it.leader_p50 is not None else "not offered"
        join, vote = (f"{a:.0f} / {b:.0f}" for a, b in ((it.join_p50, it.join_p95), (it.vote_p50, it.vote_p95)))
        print(f"{it.way:12} {it.visitors:6} {join:>15} {vote:>15} {seen:>15} {it.retried:>10} {it.megabytes:6.0f}")
    if args.json:
        args.json.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
