"""How every call of a live room is received and answered: bounded, checked, and with a clear word when refused."""

from __future__ import annotations

import asyncio
import functools
import json
import math
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import pydantic
import tornado.web
from tornado.iostream import StreamClosedError

from mio_widgets.live.bodies import Body
from mio_widgets.live.desk import BusyError, NoRoomError
from mio_widgets.live.limits import Limit
from mio_widgets.live.moves import RefusedError
from mio_widgets.live.rooms import ALPHABET, CODE_LENGTH
from mio_widgets.live.service import Live
from mio_widgets.live.store import StoreError
from mio_widgets.words import say

#: Bytes of a body; the longest sensible one, an opening with sixty items, has about a quarter.
MOST_BYTES = 16 * 1024

STATUS = {
    "malformed": 400,
    "token": 401,
    "not-joined": 401,
    "origin": 403,
    "no-page": 404,
    "no-room": 404,
    "no-deck": 404,
    "no-item": 404,
    "no-label": 404,
    "method": 405,
    "not-now": 409,
    "crowded": 409,
    "ended": 410,
    "too-large": 413,
    "not-json": 415,
    "too-fast": 429,
    "changed-often": 429,
    "store": 503,
    "busy": 503,
    "full": 507,
}

P = ParamSpec("P")
B = TypeVar("B", bound=Body)
H = TypeVar("H", bound="LiveHandler")
Method = Callable[P, Awaitable[None]]


class ProblemError(Exception):
    """A call that is refused; `kind` is one of STATUS."""

    def __init__(self, kind: str, message: str | None = None, wait: float = 0, why: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.message = message
        self.wait = wait
        self.why = why
        """For the leader: it may name folders and servers."""


def answered(method: Method[P]) -> Method[P]:
    """A handler's method whose refusals become answers."""

    @functools.wraps(method)
    async def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        handler = args[0]
        assert isinstance(handler, LiveHandler)
        try:
            await method(*args, **kwargs)
        except StreamClosedError:
            pass
        except tuple(_PROBLEMS) as error:
            await handler.refuse(_PROBLEMS[type(error)](error))

    return wrapped


class LiveHandler(tornado.web.RequestHandler):
    """A call of a live room."""

    #: What a page of this address may load: an answer in JSON nothing.
    policy = "default-src 'none'; frame-ancestors 'none'"
    #: Whether the caller may be told what ails the store.
    tells_why = False

    def initialize(self, live: Live) -> None:
        """Takes what all handlers share."""
        self.live = live

        self.watching: asyncio.Task[Any] | None = None

    def on_connection_close(self) -> None:
        """Ends the stream to a client that left; tornado only says so, and the task would wait for the next change."""
        if self.watching:
            self.watching.cancel()

    def set_default_headers(self) -> None:
        """Nothing is kept by caches, framed, guessed at or told to others."""
        self.set_header("Content-Security-Policy", self.policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def check_xsrf_cookie(self) -> None:
        """The origin is checked instead: phones have no second cookie to send back."""

    @property
    def address(self) -> str:
        """The client's address."""
        return str(self.request.remote_ip)

    def check_origin(self) -> None:
        """Refuses a call that another site's page made.

        Raises:
            ProblemError: it did.
        """
        headers = self.request.headers
        origin = headers.get("Origin")
        if origin is None:
            alien = headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
        else:
            own = {self.request.host, urlsplit(self.live.place.public or "").netloc}
            alien = urlsplit(origin).netloc.lower() not in {host.lower() for host in own if host}
        if alien:
            raise ProblemError("origin")

    def body(self, model: type[B]) -> B:
        """The call's body; checked are where the call comes from, its size, its type, and every field.

        Raises:
            ProblemError: it is not what is expected.
        """
        self.check_origin()
        if len(self.request.body) > MOST_BYTES:
            raise ProblemError("too-large")
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise ProblemError("not-json")
        try:
            return model.model_validate_json(self.request.body)
        except pydantic.ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"])[:100]
            raise ProblemError("malformed", f"{say('live.error.malformed')} {where}: {first['msg']}"[:300]) from error

    def code(self, given: str) -> str:
        """The room's code as it is written.

        Raises:
            ProblemError: no room can have it, or this address tried too many that there are not.
        """
        code = given.upper()
        if not self.belongs(code) and (wait := self.live.limits.unknown.wait(self.address)):
            raise ProblemError("too-fast", wait=wait)
        if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
            raise ProblemError("no-room")
        return code

    def belongs(self, code: str) -> bool:
        """Whether the caller is known in the room: others at its address, who try codes, must not put it out."""
        return False

    def limit(self, limit: Limit, client: str) -> None:
        """Counts the call.

        Raises:
            ProblemError: there were too many.
        """
        if wait := limit.take(client):
            raise ProblemError("too-fast", wait=wait)

    def say_json(self, answer: Any, status: int = 200) -> None:
        """Answers with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(as_json(answer))

    async def refuse(self, problem: ProblemError) -> None:
        """Answers with the problem's status, kind and sentence."""
        if self._headers_written:
            self.finish()
            return
        if problem.kind == "no-room":
            self.live.limits.unknown.take(self.address)
        if problem.kind in ("too-fast", "busy", "store"):
            self.set_header("Retry-After", str(max(1, math.ceil(problem.wait))))
        why = problem.why if self.tells_why else ""
        message = problem.message or say(f"live.error.{problem.kind}", why=why).strip()
        answer = {"error": problem.kind, "message": message}
        self.say_json({**answer, **await self.where(problem)}, STATUS[problem.kind])

    async def where(self, problem: ProblemError) -> dict[str, Any]:
        """What the answer to a problem says besides."""
        return {}

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Other refusals, tornado's own among them, in the same form."""
        kind = {404: "no-page", 405: "method", 413: "too-large"}.get(status_code)
        kind = kind or ("malformed" if status_code < 500 else "broken")
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(as_json({"error": kind, "message": say(f"live.error.{kind}")}))


def as_json(answer: Any) -> str:
    """JSON that is also safe inside a page."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


_PROBLEMS: dict[type[Exception], Callable[[Any], ProblemError]] = {
    ProblemError: lambda error: error,
    RefusedError: lambda error: ProblemError(error.reason),
    NoRoomError: lambda _: ProblemError("no-room"),
    BusyError: lambda _: ProblemError("busy"),
    StoreError: lambda error: ProblemError("full" if error.full else "store", wait=5, why=str(error)),
}
