"""The rooms of this process: one writer for all, and word to everybody who watches.

Moves wait in a queue. A thread takes all that wait, makes them in one transaction, and only then tells who
made them: a thousand votes at once cost a few commits. Each move is made on the room as the store has it, so
several processes may share a store; what the others did is noticed within `EVERY` seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial, reduce
from typing import ParamSpec, TypeVar

from mio_widgets.live.moves import RefusedError
from mio_widgets.live.rooms import ALPHABET, CODE_LENGTH, Event, Opened, Room, apply, replay
from mio_widgets.live.store import Store, StoreError, TakenError, Writing

#: How often the store is asked what other processes did, in seconds.
EVERY = 0.15
#: How often rooms whose time is over are deleted, in seconds.
SWEEP = 3600
#: So many moves make one transaction at most.
BATCH = 500
#: Rooms kept in memory; others are read again when somebody asks.
KEPT = 50

P = ParamSpec("P")
T = TypeVar("T")
Move = Callable[[Room], list[Event]]


class NoRoomError(KeyError):
    """There is no such room, or no longer."""


class BusyError(Exception):
    """More moves wait than the store can take."""


@dataclass
class _Waiting:
    code: str
    move: Move
    done: asyncio.Future[Room]


class Desk:
    """Rooms over a store. Belongs to one event loop: start it there.

    Args:
        store: where the events are.
        most: how many moves may wait at once.
    """

    def __init__(self, store: Store, most: int = 20_000) -> None:
        self.store = store
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(most)
        self._changed: dict[tuple[str, bool], asyncio.Event] = {}
        """By room, and whether the watchers want to know of every change."""
        self._watched: defaultdict[tuple[str, bool], int] = defaultdict(int)
        self._writer = ThreadPoolExecutor(1, "rooms-writer")
        self._reader = ThreadPoolExecutor(1, "rooms-reader")
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to write, to look at the store for what others did, and to delete what is over."""
        self._tasks = [asyncio.ensure_future(work()) for work in (self._write, self._look, self._sweep)]

    async def stop(self) -> None:
        """Ends after the transaction under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.shutdown()
        self._reader.shutdown()

    async def open(self, make: Callable[[str, datetime], Opened], days: int) -> Room:
        """Opens a room under a code that is free; `make` gives its first event, from the code and the day of its end.

        Raises:
            StoreError: it cannot be recorded.
        """
        expires = datetime.now(UTC) + timedelta(days=days)
        while True:
            event = make("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)), expires)
            try:
                await _in(self._writer, self.store.open, event, expires)
            except TakenError:
                continue
            return self._keep(replay([event]))

    async def room(self, code: str) -> Room:
        """The room as it is, as far as this process knows.

        Raises:
            NoRoomError: there is none of that code.
            StoreError: it cannot be read.
        """
        if code in self._rooms:
            self._rooms.move_to_end(code)
            return self._rooms[code]
        events = await _in(self._reader, self.store.events, code)
        if not events:
            raise NoRoomError(code)
        return self._keep(replay(events))

    def known(self, code: str) -> Room | None:
        """The room, if this process has it in memory."""
        return self._rooms.get(code)

    async def make(self, code: str, move: Move) -> Room:
        """Makes a move; returns once its events are recorded for good, with the room after it.

        Raises:
            NoRoomError: there is no such room.
            RefusedError: the move may not be made.
            StoreError: it cannot be recorded; nothing was.
            BusyError: too many moves wait.
        """
        done: asyncio.Future[Room] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait(_Waiting(code, move, done))
        except asyncio.QueueFull as error:
            raise BusyError from error
        return await done

    async def delete(self, code: str) -> None:
        """Deletes a room and everything in it.

        Raises:
            NoRoomError: there is no such room.
            StoreError: it cannot be written.
        """
        there = await _in(self._writer, self.store.delete, code)
        self._forget(code)
        if not there:
            raise NoRoomError(code)

    async def watch(self, code: str, beat: float, whole: bool = True) -> AsyncIterator[Room | None]:
        """The room now and after every change, and None after `beat` seconds without one.

        Changes that come while the watcher is busy are seen as one.

        Args:
            code: the room's.
            beat: in seconds.
            whole: whether joins, votes and hands count as changes; otherwise only what everybody sees does.

        Raises:
            NoRoomError: there is no such room, or it was deleted.
            StoreError: it cannot be read.
        """
        topic = (code, whole)
        self._watched[topic] += 1
        seen: Room | None = None
        try:
            while True:
                changed = self._changed.setdefault(topic, asyncio.Event())
                room = await self.room(code)
                if room is not seen:
                    seen = room
                    yield room
                while not changed.is_set():
                    try:
                        await asyncio.wait_for(changed.wait(), beat)
                    except TimeoutError:
                        yield None
        finally:
            self._watched[topic] -= 1
            if not self._watched[topic]:
                del self._watched[topic]
                self._changed.pop(topic, None)

    async def _write(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
            known = {waiting.code: room for waiting in batch if (room := self._rooms.get(waiting.code))}
            try:
                rooms, outcomes = await _in(self._writer, self._record, batch, known)
            except StoreError as error:
                outcomes = [error] * len(batch)
            else:
                for room in rooms:
                    self._keep(room)
            for waiting, outcome in zip(batch, outcomes, strict=True):
                if waiting.done.done():
                    continue
                if isinstance(outcome, Exception):
                    waiting.done.set_exception(outcome)
                else:
                    waiting.done.set_result(outcome)

    def _record(self, batch: list[_Waiting], known: dict[str, Room]) -> tuple[list[Room], list[Room | Exception]]:
        """In the writer's thread: makes the moves in one transaction; the rooms after it, and what each move gave."""
        outcomes: list[Room | Exception] = []
        with self.store.writing() as log:
            versions = log.lock({waiting.code for waiting in batch})
            rooms = {code: _caught_up(log, code, version, known.get(code)) for code, version in versions.items()}
            added: defaultdict[str, list[Event]] = defaultdict(list)
            for waiting in batch:
                code = waiting.code
                if code not in rooms:
                    outcomes.append(NoRoomError(code))
                    continue
                try:
                    events = waiting.move(rooms[code])
                except RefusedError as refusal:
                    outcomes.append(refusal)
                    continue
                added[code] += events
                rooms[code] = reduce(apply, events, rooms[code])
                outcomes.append(rooms[code])
            for code, events in added.items():
                if events:
                    log.add(code, versions[code], events)
        return list(rooms.values()), outcomes

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            codes = {*self._rooms, *(code for code, _ in self._watched)}
            if codes:
                with contextlib.suppress(StoreError):
                    await self._catch_up(codes)

    async def _catch_up(self, codes: set[str]) -> None:
        versions = await _in(self._reader, self.store.versions, codes)
        for code in codes:
            known = self._rooms.get(code)
            if code not in versions:
                self._forget(code)
            elif known is None or versions[code] > known.version:
                events = await _in(self._reader, self.store.events, code, known.version if known else 0)
                if events:
                    self._keep(reduce(apply, events, known) if known else replay(events))

    async def _sweep(self) -> None:
        while True:
            with contextlib.suppress(StoreError):
                await _in(self._writer, self.store.delete_expired)
            await asyncio.sleep(SWEEP)

    def _keep(self, room: Room) -> Room:
        known = self._rooms.get(room.code)
        if known is None or known.version < room.version:
            self._rooms[room.code] = room
            self._tell(room.code, True)
            if known is None or known.public_version < room.public_version:
                self._tell(room.code, False)
        self._rooms.move_to_end(room.code)
        while len(self._rooms) > KEPT:
            self._rooms.popitem(last=False)
        return known if known and known.version > room.version else room

    def _forget(self, code: str) -> None:
        self._rooms.pop(code, None)
        self._tell(code, True)
        self._tell(code, False)

    def _tell(self, code: str, whole: bool) -> None:
        changed = self._changed.pop((code, whole), None)
        if changed:
            changed.set()


def _caught_up(log: Writing, code: str, version: int, known: Room | None) -> Room:
    if known is None:
        return replay(log.events(code, 0))
    if known.version == version:
        return known
    return reduce(apply, log.events(code, known.version), known)


async def _in(executor: ThreadPoolExecutor, call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(executor, partial(call, *arguments, **named))
