"""Two server processes on one real PostgreSQL serve one room.

Without a PostgreSQL this fails, so that nobody believes it passed; MIO_WITHOUT_POSTGRES=1 skips it knowingly.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from mio_widgets.live.client import Caller
from mio_widgets.live.client import Phone as Simulated
from mio_widgets.live.rooms import Voted, replay
from mio_widgets.live.store import Store, StoreError
from tests.live.leader import ITEMS, TOKEN, Leader, Phone
from tests.live.postgres import NoPostgresError, postgres
from tests.serving import Server, free_port, served


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    if os.environ.get("MIO_WITHOUT_POSTGRES"):
        pytest.skip("MIO_WITHOUT_POSTGRES is set: rooms shared by several processes were not tested")
    try:
        with postgres() as url:
            yield url
    except NoPostgresError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="module")
def two(database: str, live_env: dict[str, str]) -> Iterator[tuple[Server, Server]]:
    env = {**live_env, "MIO_STORE": database}
    with served(free_port(), **env) as one, served(free_port(), **env) as other:
        yield one, other


def test_a_room_is_led_on_one_and_voted_in_on_both(two: tuple[Server, Server]) -> None:
    one, other = two
    here, there = Leader(one.url), Leader(other.url)
    code = here.open()
    phones = [Phone(server.url, code) for server in (one, other, one, other, other, one)]
    here.do(code, "open", item=ITEMS[0], round=0)
    assert [phone.vote("self").status for phone in phones] == [200] * 6
    there.do(code, "close", item=ITEMS[0], round=1)
    assert here.call("POST", f"/live/api/rooms/{code}/do", {"do": "close"}).status == 409
    assert here.do(code, "reveal")["reveal"]["rounds"][0]["split"]["self"] == 6
    # A command goes by the store: the other process is never behind for it.
    assert there.do(code, "next", item=ITEMS[0], round=1)["at"] == 1


def test_a_phone_goes_on_at_the_other_process(two: tuple[Server, Server]) -> None:
    one, other = two
    leader = Leader(one.url)
    code = leader.open()
    phone = Phone(one.url, code)
    leader.do(code, "open")
    phone.vote("self", nonce="the-same-nonce")
    phone.url = other.url
    again = phone.vote("child", nonce="the-same-nonce")
    assert again.json["voted"]["label"] == "self"
    assert phone.vote("child").json["voted"]["label"] == "child"
    assert Leader(other.url).state(code)["voted"] == 1


def test_the_other_process_hears_of_a_vote_soon(two: tuple[Server, Server]) -> None:
    one, other = two
    leader = Leader(one.url)
    code = leader.open()
    phone = Phone(other.url, code)
    leader.do(code, "open")

    async def hear() -> None:
        caller = Caller(f"{one.url}/", {"Authorization": f"Bearer {TOKEN}"})
        events = caller.events(f"live/api/rooms/{code}/events")
        async with asyncio.timeout(20):
            async for _, state in events:
                if state["voted"] == 1:
                    break
                if state["phase"] == "open":
                    await asyncio.to_thread(phone.vote, "self")
        await events.aclose()
        await asyncio.sleep(0)

    asyncio.run(hear())


def test_many_votes_at_once_on_both_are_all_there_once(two: tuple[Server, Server], database: str) -> None:
    leader = Leader(two[0].url)
    code = leader.open()
    leader.do(code, "open")

    async def storm() -> list[Simulated]:
        phones = [Simulated(f"{two[n % 2].url}/", code) for n in range(40)]
        await asyncio.gather(*(phone.join() for phone in phones))
        for label in ("self", "child"):
            assert all(await asyncio.gather(*(phone.vote(label) for phone in phones)))
        await asyncio.gather(*(phone.leave() for phone in phones))
        return phones

    phones = asyncio.run(storm())
    store = Store(database)
    events = store.events(code)
    store.close()
    votes = [event for event in events if isinstance(event, Voted)]
    assert {vote.nonce for vote in votes} == {vote["nonce"] for phone in phones for vote in phone.acknowledged}
    assert len(votes) == 80
    assert {vote.label for vote in replay(events).votes_in(ITEMS[0], 1).values()} == {"child"}


def test_a_replica_that_is_killed_loses_no_vote(database: str, live_env: dict[str, str]) -> None:
    env = {**live_env, "MIO_STORE": database}
    with served(free_port(), **env) as stays, served(free_port(), **env) as dies:
        leader = Leader(stays.url)
        code = leader.open()
        leader.do(code, "open")

        async def storm() -> list[Simulated]:
            phones = [Simulated(f"{server.url}/", code) for server in (stays, dies) for _ in range(20)]
            await asyncio.gather(*(phone.join() for phone in phones))
            votes = [asyncio.ensure_future(phone.vote("child")) for phone in phones[:-5]]
            await asyncio.wait(votes, return_when=asyncio.FIRST_COMPLETED)
            # Perhaps every vote has been answered by now. These certainly wait for their answer when it dies.
            dies.process.send_signal(signal.SIGSTOP)
            late = [asyncio.ensure_future(phone.vote("child")) for phone in phones[-5:]]
            done, _ = await asyncio.wait(late, timeout=0.5)
            assert not done
            votes += late
            dies.process.kill()
            # A balancer sends the phones' next try, with the same nonce, to the one that is left.
            for phone in phones:
                phone._calls.root = f"{stays.url}/"
            assert all(await asyncio.gather(*votes))
            await asyncio.gather(*(phone.leave() for phone in phones))
            return phones

        phones = asyncio.run(storm())
        assert sum(phone.retried for phone in phones) >= 5
        store = Store(database)
        kept = [event.nonce for event in store.events(code) if isinstance(event, Voted)]
        store.close()
        assert sorted(kept) == sorted(vote["nonce"] for phone in phones for vote in phone.acknowledged)
        assert leader.state(code)["voted"] == 40


def test_a_database_that_went_away_is_said(database: str) -> None:
    with pytest.raises(StoreError, match="The rooms’ store"):
        Store(database.rsplit("/", 1)[0] + "/no-such-database")
