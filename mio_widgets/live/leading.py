"""The leader's calls."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

from mio_widgets.content.load import load
from mio_widgets.exercises.deck import deck_data
from mio_widgets.live import moves, views
from mio_widgets.live.addresses import qr_svg
from mio_widgets.live.answers import LiveHandler, ProblemError, answered
from mio_widgets.live.bodies import DoBody, OpenBody
from mio_widgets.live.guard import is_leader
from mio_widgets.live.rooms import Opened
from mio_widgets.live.stream import stream

_PUBLIC_LABEL = ("id", "lang", "name", "short", "shape")
_PUBLIC_ITEM = ("id", "lang", "speaker", "context", "text")


class LeaderHandler(LiveHandler):
    """A call that only the leader may make."""

    tells_why = True

    def belongs(self, code: str) -> bool:
        """The leader, whom `check_leader` let in, belongs to every room."""
        return True

    def check_leader(self) -> None:
        """Goes on if the call carries the leader's token or cookie.

        Raises:
            ProblemError: it does not, or this address tried too often.
        """
        if not is_leader(self, self.live):
            raise ProblemError("token")

    async def where(self, problem: ProblemError) -> dict[str, Any]:
        """With "not-now" comes where the room is."""
        code = self.path_args[0].upper() if self.path_args else ""
        return {"state": views.leader(await self.live.desk.room(code))} if problem.kind == "not-now" else {}


class DecksHandler(LeaderHandler):
    """What can be played."""

    @answered
    async def get(self) -> None:
        """All decks, without anything that hints at a key."""
        self.check_leader()
        content = load()
        decks = [deck_data(content, deck) | {"summary": deck.summary} for deck in content.decks.values()]
        self.say_json([_listed(deck) for deck in decks])


class RoomsHandler(LeaderHandler):
    """The rooms of the store."""

    @answered
    async def get(self) -> None:
        """All rooms, the latest first."""
        self.check_leader()
        entries = await asyncio.to_thread(self.live.desk.store.rooms)
        self.say_json(
            [
                {
                    "code": entry.code,
                    "deck": entry.deck,
                    "title": entry.title,
                    "items": entry.items,
                    "opened": _moment(entry.opened),
                    "expires": _moment(entry.expires),
                    "ended": entry.ended,
                }
                for entry in entries
            ]
        )

    @answered
    async def post(self) -> None:
        """Opens a room."""
        self.check_leader()
        body = self.body(OpenBody)
        content = load()
        if body.deck not in content.decks:
            raise ProblemError("no-deck")
        deck = content.decks[body.deck]
        data = deck_data(content, deck)
        items = {item["id"]: item for item in data["items"]}
        wanted = body.items if body.items is not None else list(items)[:60]
        if not set(wanted) <= set(items):
            raise ProblemError("no-item")
        if len(set(wanted)) < len(wanted):
            raise ProblemError("malformed")
        near = {label.id: label.near_miss.model_dump() for label in content.codebook_of(deck).labels}

        def begin(code: str, end: datetime) -> Opened:
            return Opened(
                code,
                {name: data[name] for name in ("id", "lang", "title", "version", "question", "provenance")},
                [{**label, "near_miss": near[label["id"]]} for label in data["labels"]],
                [items[item] for item in wanted],
                end.date().isoformat(),
            )

        room = await self.live.desk.open(begin, body.days)
        self.say_json({"code": room.code, **_address(self, room.code)}, 201)


class RoomHandler(LeaderHandler):
    """One room."""

    @answered
    async def get(self, code: str) -> None:
        """The leader's state."""
        self.check_leader()
        self.say_json(views.leader(await self.live.desk.room(self.code(code))))

    @answered
    async def delete(self, code: str) -> None:
        """Deletes the room and everything in it."""
        self.check_leader()
        self.check_origin()
        await self.live.desk.delete(self.code(code))
        self.set_status(204)


class DoHandler(LeaderHandler):
    """The leader's moves."""

    @answered
    async def post(self, code: str) -> None:
        """Makes a move."""
        self.check_leader()
        command = moves.Command(**self.body(DoBody).model_dump())
        room = await self.live.desk.make(self.code(code), lambda room: moves.do(room, command))
        self.say_json(views.leader(room))


class LeaderEventsHandler(LeaderHandler):
    """The leader's stream."""

    @answered
    async def get(self, code: str) -> None:
        """The leader's state after every change."""
        self.check_leader()
        await stream(self, self.code(code), "leaders", views.leader)


class PartHandler(LeaderHandler):
    """What is asked for less often."""

    @answered
    async def get(self, code: str, part: str) -> None:
        """The part of that name."""
        self.check_leader()
        room = await self.live.desk.room(self.code(code))
        # They bring numpy, which a server without a room at its end can do without.
        from mio_widgets.live.receipt import receipt, votes_csv  # noqa: PLC0415
        from mio_widgets.live.reveal import agreement  # noqa: PLC0415

        match part:
            case "address":
                self.say_json(_address(self, room.code))
            case "revealed":
                self.say_json(views.revealed(room))
            case "agreement":
                # The bootstrap takes a while; phones must not wait for it.
                self.say_json(await asyncio.to_thread(agreement, room))
            case "receipt.html":
                rehearsal = bool(self.live.rehearsal)
                page = await asyncio.to_thread(receipt, room, await self._opened(room.code), rehearsal)
                self._file("text/html", f"{self._name(room.code)}.html", page)
            case "votes.csv":
                self._file("text/csv", f"{self._name(room.code)}.csv", votes_csv(room))

    async def _opened(self, code: str) -> date | None:
        """The day on which the room was opened, where this machine is."""
        entries = await asyncio.to_thread(self.live.desk.store.rooms)
        return next((entry.opened.astimezone().date() for entry in entries if entry.code == code), None)

    def _name(self, code: str) -> str:
        """Simulated votes must not lie among real ones unnoticed."""
        return f"mio-rehearsal-{code}" if self.live.rehearsal else f"mio-{code}"

    def _file(self, kind: str, name: str, text: str) -> None:
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(text)


def _listed(deck: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: deck[name] for name in ("id", "lang", "title", "summary", "version", "question")},
        "labels": [{name: label[name] for name in _PUBLIC_LABEL} for label in deck["labels"]],
        # That two readings hold is no key: which they are, and which is the key, is not told.
        "items": [
            {name: item[name] for name in _PUBLIC_ITEM} | {"two_readings": bool(item["contested"])}
            for item in deck["items"]
        ],
    }


def _address(handler: LiveHandler, code: str) -> dict[str, Any]:
    place = handler.live.place
    roots = place.addresses(handler.request.host)
    all_of_them = [{"join_url": f"{root}live/{code}", "qr_svg": qr_svg(f"{root}live/{code}")} for root in roots]
    return {
        **all_of_them[0],
        "reachable": place.is_reachable(roots[0]),
        "rehearsal": bool(handler.live.rehearsal),
        "command": handler.live.rehearsal,
        "addresses": all_of_them,
    }


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
