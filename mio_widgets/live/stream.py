"""Server-sent events: the room as one client sees it, whenever that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tornado.iostream import StreamClosedError

from mio_widgets.live.answers import LiveHandler, ProblemError, as_json
from mio_widgets.live.desk import NoRoomError
from mio_widgets.live.rooms import Room
from mio_widgets.live.service import BEAT, STREAMS, Live
from mio_widgets.live.store import StoreError

#: After an event the next one waits so long, in seconds, and takes up what happened meanwhile.
PAUSE = 0.1


async def stream(handler: LiveHandler, code: str, client: str, view: Callable[[Room], dict[str, Any]]) -> None:
    """Sends `view(room)` at once and after every change, until the client leaves or the room is deleted.

    Args:
        handler: whose connection is kept open.
        code: the room's.
        client: counts as one for the limit of open streams; "leaders" are told of joins and votes too.
        view: what the client may see.
    """
    desk = handler.live.desk
    await desk.room(code)
    handler.watching = asyncio.current_task()
    with _counted(handler.live, client):
        handler.set_header("Content-Type", "text/event-stream; charset=utf-8")
        handler.set_header("X-Accel-Buffering", "no")
        try:
            async for room in desk.watch(code, BEAT, whole=client == "leaders"):
                handler.write(_event(view(room)) if room else "event: beat\ndata:\n\n")
                await handler.flush()
                if room and client == "leaders":
                    await asyncio.sleep(PAUSE)
        except NoRoomError:
            handler.write("event: gone\ndata: {}\n\n")
        except (StoreError, StreamClosedError, asyncio.CancelledError):
            # The client connects again and is told then.
            return
        handler.finish()


def _event(seen: dict[str, Any]) -> str:
    # The room's own version would tell a phone how many others joined and voted.
    return f"id: {seen['version']}\nevent: state\ndata: {as_json(seen)}\n\n"


@contextmanager
def _counted(live: Live, client: str) -> Iterator[None]:
    kind = client if client == "leaders" else "phone"
    open_now = live.streams
    if open_now.get(client, 0) >= STREAMS[kind] or sum(open_now.values()) >= STREAMS["all"]:
        raise ProblemError("too-fast", wait=5)
    open_now[client] = open_now.get(client, 0) + 1
    try:
        yield
    finally:
        open_now[client] -= 1
        if not open_now[client]:
            del open_now[client]
