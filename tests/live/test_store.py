"""The store: what is recorded stays, two writers do not collide, and a store that fails says why."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from mio_widgets.live import desk as desks
from mio_widgets.live import moves
from mio_widgets.live.desk import Desk, NoRoomError
from mio_widgets.live.rooms import Opened, Room, Voted, replay
from mio_widgets.live.store import Store, StoreError, TakenError
from tests.live.rooms import opening

T = TypeVar("T")
SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'folder' / 'rooms.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def test_a_log_makes_the_same_room_again(store: Store, url: str) -> None:
    events = [opening(), *moves.join(replay([opening()]), "p")]
    store.open(opening(), SOON)
    with store.writing() as log:
        assert log.lock(["C7KM4X", "none"]) == {"C7KM4X": 1}
        log.add("C7KM4X", 1, events[1:])
    again = Store(url)
    assert replay(again.events("C7KM4X")) == replay(events)
    assert again.events("C7KM4X", after=1) == events[1:]
    assert again.versions(["C7KM4X", "none"]) == {"C7KM4X": 2}
    again.close()


def test_a_code_is_given_once(store: Store) -> None:
    store.open(opening(), SOON)
    with pytest.raises(TakenError):
        store.open(opening(), SOON)


def test_the_store_itself_refuses_a_vote_recorded_twice(store: Store) -> None:
    store.open(opening(), SOON)
    vote = Voted("p", "i1", 1, "self", None, "nonce-of-p")
    with pytest.raises(StoreError), store.writing() as log:
        log.add("C7KM4X", 1, [vote, vote])
    assert store.versions(["C7KM4X"]) == {"C7KM4X": 1}


def test_expired_rooms_are_deleted_with_their_votes(store: Store, url: str) -> None:
    store.open(opening("AAAAAA"), datetime.now(UTC) - timedelta(seconds=1))
    store.open(opening("CCCCCC"), SOON)
    assert [entry.code for entry in store.rooms()] == ["CCCCCC", "AAAAAA"]
    assert store.delete_expired() == 1
    assert [entry.code for entry in store.rooms()] == ["CCCCCC"]
    assert store.events("AAAAAA") == []
    assert not store.delete("AAAAAA")
    assert store.delete("CCCCCC")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        assert file.execute("SELECT count(*) FROM mio_events").fetchone() == (0,)


def test_rooms_are_deleted_unasked_when_their_time_is_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SWEEP", 0.01)

    async def play(one: Desk, _: Desk, room: Room) -> None:
        one.store.open(opening("AAAAAA"), datetime.now(UTC) + timedelta(seconds=0.1))
        while [entry.code for entry in one.store.rooms()] != [room.code]:
            await asyncio.sleep(0.02)

    _with_desks(url, play)


def test_the_disk_is_told_to_keep_what_was_committed(store: Store) -> None:
    # Only a power cut would show it; 2 is FULL.
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_votes_are_nobody_elses_business_on_this_machine(store: Store, url: str) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    assert path.stat().st_mode & 0o077 == 0


def test_a_full_disk_is_named_and_nothing_is_recorded(store: Store, url: str) -> None:
    store.open(opening(), SOON)
    path = Path(url.removeprefix("sqlite:///"))
    pages = path.stat().st_size // 4096 + 2
    full = Store(url)
    # SQLite answers the same way when the file may not grow as when the disk has no room.
    sa.event.listen(full._engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}"))
    full._engine.dispose()
    big = [Voted("p", "i1", 1, "x" * 20_000, None, f"nonce-{n}") for n in range(20)]
    with pytest.raises(StoreError, match="disk is full") as error, full.writing() as log:
        log.add("C7KM4X", 1, big)
    assert error.value.full
    assert store.versions(["C7KM4X"]) == {"C7KM4X": 1}
    full.close()


def test_a_read_only_store_is_named(store: Store, url: str) -> None:
    store.open(opening(), SOON)
    path = url.removeprefix("sqlite:///")
    reading = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert reading.versions(["C7KM4X"]) == {"C7KM4X": 1}
    with pytest.raises(StoreError, match="readonly database"), reading.writing() as log:
        log.add("C7KM4X", 1, moves.join(replay([opening()]), "p"))
    reading.close()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/no-such-folder/rooms.sqlite", "no-such-database://x", "postgresql+psycopg://127.0.0.1:1/x"]
)
def test_a_store_that_cannot_be_opened_is_an_error_in_words(url: str) -> None:
    with pytest.raises(StoreError) as error:
        Store(url)
    assert "Traceback" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://mio:very-secret@127.0.0.1:1/x",
        "no-such-database://mio:very-secret@127.0.0.1/x",
        "postgresql+psycopg://mio:very-secret@127.0.0.1:port/x",
        "postgresql+psycopg://mio:very-secret",
        "postgresql+psycopg:mio:very-secret@127.0.0.1/x",
    ],
)
def test_a_password_is_never_told(url: str) -> None:
    with pytest.raises(StoreError) as error:
        Store(url)
    assert "very-secret" not in str(error.value)


def test_two_desks_over_one_store_make_one_room(url: str) -> None:
    async def play(one: Desk, other: Desk, room: Room) -> None:
        people = [f"p{n}" for n in range(40)]
        await asyncio.gather(
            *(desk.make(room.code, _joins(who)) for at, who in enumerate(people) for desk in [(one, other)[at % 2]])
        )
        await one.make(room.code, lambda room: moves.do(room, moves.Command("open")))
        await asyncio.gather(
            *(desk.make(room.code, _votes(who)) for at, who in enumerate(people) for desk in [(other, one)[at % 2]])
        )
        after = await one.make(room.code, lambda room: moves.do(room, moves.Command("close")))
        assert len(after.votes_in("i1", 1)) == 40
        async for seen in other.watch(room.code, 5):
            if seen == after:
                return
            assert seen is not None, "the other desk did not hear of it"

    _with_desks(url, play)


def test_watchers_are_told_of_a_deletion_by_another_process(url: str) -> None:
    async def play(one: Desk, other: Desk, room: Room) -> None:
        watching = aiter(other.watch(room.code, 5))
        assert await anext(watching) == room
        await one.delete(room.code)
        with pytest.raises(NoRoomError):
            await anext(watching)

    _with_desks(url, play)


def test_phones_are_not_woken_by_others_votes(url: str) -> None:
    async def play(one: Desk, _: Desk, room: Room) -> None:
        watching = aiter(one.watch(room.code, 0.3, whole=False))
        assert await anext(watching) == room
        await one.make(room.code, _joins("p"))
        assert await anext(watching) is None
        after = await one.make(room.code, lambda room: moves.do(room, moves.Command("open")))
        assert await anext(watching) == after
        await watching.aclose()

    _with_desks(url, play)


def test_a_failing_store_fails_the_move_and_leaves_the_room_as_it_was(url: str) -> None:
    async def play(one: Desk, _: Desk, room: Room) -> None:
        broken = Store.writing

        def fails(_: Store) -> None:
            raise StoreError("the disk is gone")

        Store.writing = fails  # type: ignore[method-assign,assignment]
        try:
            with pytest.raises(StoreError):
                await one.make(room.code, _joins("p"))
        finally:
            Store.writing = broken  # type: ignore[method-assign]
        assert await one.room(room.code) == room
        assert len((await one.make(room.code, _joins("p"))).participants) == 1

    _with_desks(url, play)


def _with_desks(url: str, play: Callable[[Desk, Desk, Room], Awaitable[None]]) -> None:
    async def run() -> None:
        stores = Store(url), Store(url)
        one, other = (Desk(store) for store in stores)
        one.start()
        other.start()
        try:
            room = await one.open(lambda code, _: _coded(code), 1)
            async with asyncio.timeout(30):
                await play(one, other, room)
        finally:
            await one.stop()
            await other.stop()
            for store in stores:
                store.close()

    asyncio.run(run())


def _coded(code: str) -> Opened:
    return opening(code)


def _joins(who: str) -> Callable[[Room], list[object]]:
    return lambda room: moves.join(room, who)  # type: ignore[return-value]


def _votes(who: str) -> Callable[[Room], list[object]]:
    return lambda room: moves.vote(room, Voted(who, "i1", 1, "self", None, f"nonce-{who}"))  # type: ignore[return-value]
