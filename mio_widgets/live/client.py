"""A phone without a screen: joins a room, follows it, votes, and keeps what the server acknowledged.

One connection for calls and one for the stream, over asyncio alone, so that a thousand phones fit into one process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

#: Whatever goes wrong between two machines; the phone tries again.
TROUBLE = (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, ValueError)
#: How long a call may take, in seconds.
PATIENCE = 15.0


@dataclass
class Reply:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Caller:
    """One kept connection to a server.

    Args:
        root: the server's address, such as http://127.0.0.1:8866/.
        headers: sent with every call.
    """

    root: str
    headers: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def call(self, method: str, path: str, body: Any = None) -> Reply:
        """One call below the root, with a body in JSON or none.

        Raises:
            OSError, EOFError, TimeoutError, ValueError: the connection failed; whether the call arrived is unknown.
        """
        if body is None:
            return await self.raw(method, path)
        return await self.raw(method, path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    async def raw(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """One call with whatever body.

        Raises:
            OSError, EOFError, TimeoutError, ValueError: as for `call`.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                status, answered, reader = await self._send(method, path, body, headers or {})
                length = 0 if method == "HEAD" or status in (204, 304) else int(answered.get("content-length", 0))
                reply = Reply(status, answered, await reader.readexactly(length) if length else b"")
        except TROUBLE:
            self.close()
            raise
        if answered.get("connection", "").lower() == "close":
            self.close()
        return reply

    async def events(self, path: str) -> AsyncGenerator[tuple[str, Any], None]:
        """The events of a stream, by name and with their data, until it ends.

        Raises:
            OSError, EOFError, TimeoutError, ValueError: it cannot be opened, or broke.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                status, _, reader = await self._send("GET", path, b"", {})
            if status != 200:
                raise ConnectionError(f"status {status}")
            name = ""
            while line := (await _chunked_line(reader)).decode():
                kind, _, value = line.rstrip("\n").partition(": ")
                if kind == "event":
                    name = value
                elif kind == "data" and value:
                    yield name, json.loads(value)
        finally:
            self.close()

    def close(self) -> None:
        """Lets the connection go."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], asyncio.StreamReader]:
        parts = urlsplit(self.root)
        if self._reader is None or self._writer is None:
            safe = ssl.create_default_context() if parts.scheme == "https" else None
            port = parts.port or (443 if safe else 80)
            self._reader, self._writer = await asyncio.open_connection(parts.hostname, port, ssl=safe, limit=2**20)
        every = {"Host": parts.netloc, "Content-Length": str(len(body)), **self.headers, **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in every.items())
        self._writer.write(f"{method} {parts.path}{path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await self._writer.drain()
        first = await self._reader.readline()
        if not first:
            raise EOFError("the connection was closed")
        answered: dict[str, str] = {}
        while (line := (await self._reader.readline()).decode().strip()) != "":
            name, _, value = line.partition(":")
            answered[name.lower()] = value.strip()
        return int(first.split()[1]), answered, self._reader


async def _chunked_line(reader: asyncio.StreamReader) -> bytes:
    """The next line of a chunked body whose chunks end with lines, blank ones left out."""
    while True:
        line = await reader.readline()
        if not line or line == b"0\r\n":
            return b""
        # Between the lines stand the chunks' sizes, and what ends a chunk.
        if line.startswith((b"event:", b"data:")):
            return line


@dataclass
class Phone:
    """A phone in a room.

    Args:
        root: the server's address, with a slash at the end.
        code: the room's.
    """

    root: str
    code: str
    state: dict[str, Any] = field(default_factory=dict)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    """Every vote that the server said it has, with its nonce, in order."""
    retried: int = 0

    id: str = ""
    """By which the server knows it."""

    def __post_init__(self) -> None:
        self._calls = Caller(self.root)

    @property
    def place(self) -> tuple[str, int]:
        """Where the room is, as far as the phone knows: the item that is up, and the round that is open or was last."""
        return self.state["item"]["id"], self.state["round"]

    async def join(self) -> None:
        """Enters the room, however often that takes.

        Raises:
            LookupError: there is no such room, or it has ended.
        """

        async def once() -> Reply | None:
            reply = await self._calls.call("POST", f"live/{self.code}/join", {})
            if "set-cookie" in reply.headers:
                self._calls.headers["Cookie"] = reply.headers["set-cookie"].partition(";")[0]
            if reply.status in (404, 410):
                raise LookupError(reply.json["message"])
            return reply if reply.status in (200, 201) else None

        answer = (await self._until(once)).json
        self.id = answer["participant"]
        self._take(answer["state"])

    async def leave(self) -> None:
        """Closes the connection for calls."""
        self._calls.close()
        await asyncio.sleep(0)

    async def follow(self, on_change: Callable[[Phone], Awaitable[None]]) -> None:
        """Calls `on_change` for every state, until the room has ended or is gone; connects again when cut off."""
        while self.state.get("phase") != "ended":
            stream = Caller(self.root, dict(self._calls.headers))
            events = stream.events(f"live/{self.code}/events")
            try:
                async with contextlib.aclosing(events):
                    async for name, data in events:
                        if name == "gone":
                            return
                        if name == "state":
                            self._take(data)
                            await on_change(self)
                        if self.state["phase"] == "ended":
                            return
            except TROUBLE:
                await asyncio.sleep(0.2)

    async def vote(self, label: str | None, sureness: str | None = None) -> bool:
        """Votes in the round that the phone knows to be open, sending again until there is an answer.

        Returns whether the server has the vote; not, when the round closed before.
        """
        item, round = self.place
        vote = {"item": item, "round": round, "label": label, "sureness": sureness, "nonce": secrets.token_urlsafe(12)}

        async def once() -> Reply | None:
            reply = await self._calls.call("POST", f"live/{self.code}/vote", vote)
            return None if reply.status in (429, 503, 507) else reply

        reply = await self._until(once)
        if reply.status == 200:
            self.acknowledged.append(vote)
        return reply.status == 200

    async def _until(self, once: Callable[[], Awaitable[Reply | None]]) -> Reply:
        while True:
            with contextlib.suppress(*TROUBLE):
                if reply := await once():
                    return reply
            self.retried += 1
            await asyncio.sleep(0.2)

    def _take(self, state: dict[str, Any]) -> None:
        if state["version"] >= self.state.get("version", 0):
            self.state = state
