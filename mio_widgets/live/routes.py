"""The addresses of the live rooms."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join

from mio_widgets.live import leading, phones
from mio_widgets.live.service import Live


def routes(base_url: str, live: Live) -> list[Any]:
    """Patterns, handlers and what they share, for a server whose paths begin with `base_url`."""
    room = r"/live/api/rooms/(\w{1,20})"
    phone = r"/live/(\w{1,20})"
    found = [
        (r"/live/api/decks", leading.DecksHandler),
        (r"/live/api/rooms", leading.RoomsHandler),
        (room, leading.RoomHandler),
        (rf"{room}/do", leading.DoHandler),
        (rf"{room}/events", leading.LeaderEventsHandler),
        (rf"{room}/(address|revealed|agreement|receipt\.html|votes\.csv)", leading.PartHandler),
        (r"/live/files/([\w.-]{1,60})", phones.FileHandler),
        (r"/live/?", phones.PageHandler),
        (phone, phones.PageHandler),
        (rf"{phone}/join", phones.JoinHandler),
        (rf"{phone}/state", phones.StateHandler),
        (rf"{phone}/events", phones.EventsHandler),
        (rf"{phone}/vote", phones.VoteHandler),
        (r"/live/.*", phones.NoPageHandler),
    ]
    return [(url_path_join(base_url, pattern), handler, {"live": live}) for pattern, handler in found]
