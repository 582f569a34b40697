"""The phones' calls, and the page that makes them."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

from mio_widgets.live import moves, page, views
from mio_widgets.live.answers import LiveHandler, ProblemError, answered
from mio_widgets.live.bodies import JoinBody, VoteBody
from mio_widgets.live.desk import Desk, NoRoomError
from mio_widgets.live.rooms import Room, Voted
from mio_widgets.live.stream import stream
from mio_widgets.words import say

_COOKIE = re.compile(r"[A-Za-z0-9_-]{24}")
_DAYS = 400
"""More than the longest life of a room: browsers keep no cookie longer."""


class PhoneHandler(LiveHandler):
    """A call from a phone."""

    def participant(self, code: str) -> str | None:
        """Who calls, by the cookie: its hash, so that nobody can take a phone's place by reading the store."""
        cookie = self.get_cookie(f"mio-{code}") or ""
        return _participant(code, cookie) if _COOKIE.fullmatch(cookie) else None

    def member(self, code: str) -> str | None:
        """Who calls, if the room is at hand and the phone is in it."""
        rooms, participant = self.live.rooms, self.participant(code)
        room = rooms.known(code) if isinstance(rooms, Desk) else None
        return participant if room and participant in room.participants else None

    def belongs(self, code: str) -> bool:
        """Whether the phone is in the room."""
        return self.member(code) is not None

    def client(self, code: str) -> str:
        """Whom to count: a phone in the room for itself, others by an address that a whole class may share."""
        return self.member(code) or self.address

    def make_participant(self, code: str) -> str:
        """Gives the phone its cookie for this room, if it has none."""
        known = self.participant(code)
        if known:
            return known
        cookie = secrets.token_urlsafe(18)
        self.set_cookie(
            f"mio-{code}",
            cookie,
            path=f"{self.live.place.base_url}live/{code}",
            expires_days=_DAYS,
            httponly=True,
            samesite="Strict",
            secure=self.request.protocol == "https" or self.live.place.is_secure(self.request.host),
        )
        return _participant(code, cookie)

    async def joined(self, code: str) -> tuple[Room, str]:
        """The room and the phone in it.

        Raises:
            NoRoomError: there is no such room.
            ProblemError: the phone has not joined it.
        """
        room = await self.live.desk.room(code)
        participant = self.participant(code)
        if participant is None or participant not in room.participants:
            raise ProblemError("not-joined")
        return room, participant

    async def where(self, problem: ProblemError) -> dict[str, Any]:
        """With "not-now" comes where the room is."""
        if problem.kind != "not-now":
            return {}
        code = self.path_args[0].upper()
        return {"state": views.public(await self.live.desk.room(code), self.participant(code))}


class PageHandler(PhoneHandler):
    """The room's page, the same for every room; its script asks for the rest."""

    policy = page.POLICY

    @answered
    async def get(self, given: str = "") -> None:
        """The page; with status 404 where there is no such room, and then with a field for the code."""
        self.limit(self.live.limits.reads, self.client(given.upper()))
        typed = self.get_query_argument("code", None)
        if typed is not None and not given:
            code = re.sub(r"[^A-Z0-9]", "", typed.upper())[:12]
            self.redirect(f"{self.live.place.base_url}live/{code}")
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        base = self.live.place.base_url
        if not given:
            self.finish(page.html(base, ""))
            return
        try:
            code = self.code(given)
            await self.live.desk.room(code)
        except (NoRoomError, ProblemError) as error:
            if isinstance(error, ProblemError) and error.kind != "no-room":
                raise
            self.live.limits.unknown.take(self.address)
            self.set_status(404)
            self.finish(page.html(base, "", say("live.unknown"), given.upper()[:12]))
            return
        if given != code:
            # A cookie belongs to one spelling of the address.
            self.redirect(f"{base}live/{code}")
            return
        self.make_participant(code)
        self.finish(page.html(base, code))


class FileHandler(LiveHandler):
    """The page's script and style."""

    @answered
    async def get(self, name: str) -> None:
        """A file whose name holds its hash, packed for a browser that can unpack it."""
        if name not in page.files():
            raise ProblemError("no-page")
        file = page.files()[name]
        packed = "gzip" in self.request.headers.get("Accept-Encoding", "")
        self.set_header("Content-Type", file.kind)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(file.packed if packed else file.plain)


class JoinHandler(PhoneHandler):
    """Entering a room."""

    @answered
    async def post(self, given: str) -> None:
        """Joins; joining again changes nothing."""
        code = self.code(given)
        self.body(JoinBody)
        room = await self.live.desk.room(code)
        participant = self.make_participant(code)
        new = participant not in room.participants
        if new:
            self.limit(self.live.limits.joins, self.address)
            room = await self.live.desk.make(code, lambda room: moves.join(room, participant))
        self.say_json({"participant": participant, "state": views.public(room, participant)}, 201 if new else 200)


class StateHandler(PhoneHandler):
    """What a phone sees, for one that cannot keep a stream open."""

    @answered
    async def get(self, given: str) -> None:
        """The state now; tornado answers 304 while it is the one that the phone has."""
        code = self.code(given)
        self.limit(self.live.limits.reads, self.client(code))
        room, participant = await self.joined(code)
        self.say_json(views.public(room, participant))


class EventsHandler(PhoneHandler):
    """A phone's stream."""

    @answered
    async def get(self, given: str) -> None:
        """The state after every change that phones see."""
        code = self.code(given)
        self.limit(self.live.limits.reads, self.client(code))
        _, participant = await self.joined(code)
        await stream(self, code, participant, lambda room: views.public(room, participant))


class VoteHandler(PhoneHandler):
    """A phone's vote."""

    @answered
    async def post(self, given: str) -> None:
        """Takes the vote, and says so once it is recorded for good."""
        code = self.code(given)
        body = self.body(VoteBody)
        _, participant = await self.joined(code)
        self.limit(self.live.limits.votes, participant)
        vote = Voted(participant, body.item, body.round, body.label, body.sureness, body.nonce)
        room = await self.live.desk.make(code, lambda room: moves.vote(room, vote))
        counts = room.votes_in(body.item, body.round)[participant]
        answer = {"item": body.item, "round": body.round, "label": counts.label, "sureness": counts.sureness}
        self.say_json({"voted": answer})


class NoPageHandler(LiveHandler):
    """Every other address below live/."""

    async def prepare(self) -> None:
        """Answers with a clear word."""
        await self.refuse(ProblemError("no-page"))


def _participant(code: str, cookie: str) -> str:
    return hashlib.sha256(f"{code}.{cookie}".encode()).hexdigest()[:20]
