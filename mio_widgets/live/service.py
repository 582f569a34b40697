"""Everything the handlers of the live rooms share, in one server process."""

from __future__ import annotations

from dataclasses import dataclass, field

from mio_widgets.live.addresses import Place
from mio_widgets.live.desk import Desk
from mio_widgets.live.limits import Limits
from mio_widgets.live.store import StoreError
from mio_widgets.live.token import LeaderToken

#: A silent stream is told that it is still there so often, in seconds; proxies cut silent ones after a minute.
BEAT = 15.0
#: Streams of one phone, of leaders, and of all phones together.
STREAMS = {"phone": 3, "leaders": 50, "all": 8000}


@dataclass
class Live:
    """The rooms of a server, or why there are none."""

    place: Place
    token: LeaderToken
    rooms: Desk | StoreError
    rehearsal: str = ""
    """Where the participants are simulated, on this machine: the command that lets real phones in as well."""
    limits: Limits = field(default_factory=Limits)
    streams: dict[str, int] = field(default_factory=dict)
    """How many are open, by client."""
    leader_kernels: set[str] = field(default_factory=set)
    """The kernels of notebooks that only the leader may open."""

    @property
    def desk(self) -> Desk:
        """The rooms.

        Raises:
            StoreError: the store could not be opened so far.
        """
        if isinstance(self.rooms, StoreError):
            raise self.rooms
        return self.rooms

    @property
    def cookie(self) -> str:
        """The name of the leader's cookie; browsers do not keep the cookies of two ports apart."""
        return f"mio-leader-{self.place.port}"
