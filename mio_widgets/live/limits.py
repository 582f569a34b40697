"""How often a client may do something."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Limit:
    """So many at once, and then so many a second, for each client.

    Args:
        burst: how many at once.
        per_second: how fast they come back.
        clients: how many clients are remembered; the longest unseen is forgotten.
        clock: seconds, never going back.
    """

    burst: float
    per_second: float
    clients: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str) -> float:
        """How many seconds the client has to wait; nothing is taken."""
        left = self._now(_household(client))
        return 0.0 if left >= 1 else (1 - left) / self.per_second

    def take(self, client: str) -> float:
        """Takes one; the seconds that the client has to wait for it, 0 when there was one to take."""
        client = _household(client)
        wait = self.wait(client)
        if not wait:
            self._left[client] = (self._now(client) - 1, self.clock())
            self._left.move_to_end(client)
            while len(self._left) > self.clients:
                self._left.popitem(last=False)
        return wait

    def _now(self, client: str) -> float:
        left, since = self._left.get(client, (self.burst, self.clock()))
        return min(self.burst, left + (self.clock() - since) * self.per_second)


def _household(client: str) -> str:
    """The client, or of an IPv6 address the network: whoever has one has 2**64 of them, a new one for each try."""
    if ":" not in client:
        return client
    try:
        address = ipaddress.IPv6Address(client.partition("%")[0])
    except ValueError:
        return client
    return str(address.ipv4_mapped or ipaddress.IPv6Network((int(address), 64), strict=False))


@dataclass
class Limits:
    """The limits of a live room. A whole class may stand behind one address, so addresses may do much."""

    joins: Limit = field(default_factory=lambda: Limit(1500, 20))
    """By address."""
    reads: Limit = field(default_factory=lambda: Limit(6000, 300))
    """By phone, and before it has joined by address: pages and states."""
    votes: Limit = field(default_factory=lambda: Limit(20, 2))
    """By phone."""
    unknown: Limit = field(default_factory=lambda: Limit(120, 1))
    """By address: codes that there are not."""
    tokens: Limit = field(default_factory=lambda: Limit(10, 1 / 6))
    """By address: wrong leader's tokens."""
