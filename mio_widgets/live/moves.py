"""Who may do what in a room, and when: each move gives the events that it makes, or is refused.

A move that changes nothing, because it was made before, gives no event: whatever is sent twice counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from mio_widgets.live.rooms import (
    ROUNDS,
    Begun,
    Ended,
    Event,
    Hands,
    Joined,
    MovedOn,
    Revealed,
    Room,
    RoundClosed,
    RoundOpened,
    Shown,
    Voted,
)

#: More phones than this do not fit into a room.
MOST_PARTICIPANTS = 5000
#: A vote can be changed this often in a round.
MOST_CHANGES = 50
MOST_HANDS = 1000
PANES = 4

Reason = Literal["not-now", "not-joined", "no-item", "no-label", "ended", "crowded", "changed-often", "malformed"]


class RefusedError(Exception):
    """A move that may not be made, with the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def join(room: Room, participant: str) -> list[Event]:
    """A phone enters, at any time before the end.

    Raises:
        RefusedError: "ended", or "crowded" when the room holds as many as it may.
    """
    if participant in room.participants:
        return []
    if room.phase == "ended":
        raise RefusedError("ended")
    if len(room.participants) >= MOST_PARTICIPANTS:
        raise RefusedError("crowded")
    return [Joined(participant)]


def vote(room: Room, given: Voted) -> list[Event]:
    """A phone votes or changes its vote.

    Raises:
        RefusedError: "not-joined", "no-item", "no-label", "not-now" when that round is not open,
            "changed-often" after 50 changes.
    """
    _sound(room, given)
    before = room.votes_in(given.item, given.round).get(given.participant)
    if before and given.nonce in before.nonces:
        return []
    if room.phase == "ended":
        raise RefusedError("ended")
    if room.phase != "open" or room.place != (given.item, given.round):
        raise RefusedError("not-now")
    if before and (before.label, before.sureness) == (given.label, given.sureness):
        return []
    if before and len(before.nonces) > MOST_CHANGES:
        raise RefusedError("changed-often")
    return [given]


def _sound(room: Room, given: Voted) -> None:
    if given.participant not in room.participants:
        raise RefusedError("not-joined")
    if given.item not in {known["id"] for known in room.items}:
        raise RefusedError("no-item")
    if given.label is not None and given.label not in room.label_ids:
        raise RefusedError("no-label")
    if given.label is None and given.sureness is not None:
        raise RefusedError("malformed")


def can(room: Room) -> list[str]:
    """What the leader may do now."""
    left = room.at + 1 < len(room.items)
    more = room.round < ROUNDS
    found = {
        # A script may open the first vote at once; the leader's page lets the utterance be read first.
        "lobby": ["begin", "open", "end"],
        "waiting": ["open", *(["next"] if left else []), "end"],
        "open": ["close", "hands", "end"],
        "closed": [*(["open"] if more else []), "reopen", "reveal", *(["next"] if left else []), "hands", "end"],
        "revealed": ["show", *(["next"] if left else []), "end"],
        "ended": [],
    }
    return found[room.phase]


@dataclass(frozen=True)
class Command:
    """What the leader asks for, and where the leader believes the room to be (None: wherever it is)."""

    do: str
    item: str | None = None
    round: int | None = None
    counts: Mapping[str, int] | None = None
    """Of hands, by label."""
    pane: int | None = None
    """Of the reveal, to be shown."""


def do(room: Room, command: Command) -> list[Event]:
    """The leader's move.

    Raises:
        RefusedError: "malformed" for an unknown move, or counts or pane missing or out of place; "no-label";
            "ended"; "not-now" when the room is elsewhere.
    """
    what = command.do
    if (what == "hands") != (command.counts is not None) or (what == "show") != (command.pane is not None):
        raise RefusedError("malformed")
    if what not in _MOVES:
        raise RefusedError("malformed")
    if room.phase == "ended":
        raise RefusedError("ended")
    if what not in can(room) or command.item not in (None, room.item["id"]):
        raise RefusedError("not-now")
    # Hands may still be entered for the first round when the second is on.
    if what != "hands" and command.round not in (None, room.round):
        raise RefusedError("not-now")
    return _MOVES[what](room, command)


def _show(room: Room, command: Command) -> list[Event]:
    if command.pane is None or not 0 <= command.pane < PANES:
        raise RefusedError("malformed")
    return [Shown(command.pane)] if command.pane != room.pane else []


def _hands(room: Room, command: Command) -> list[Event]:
    counts = command.counts or {}
    round = room.round if command.round is None else command.round
    if not set(counts) <= set(room.label_ids):
        raise RefusedError("no-label")
    if not all(0 <= n <= MOST_HANDS for n in counts.values()):
        raise RefusedError("malformed")
    if not 1 <= round <= room.round:
        raise RefusedError("not-now")
    return [Hands(room.item["id"], round, dict(counts))]


_MOVES: dict[str, Callable[[Room, Command], list[Event]]] = {
    "begin": lambda *_: [Begun()],
    "open": lambda room, _: [RoundOpened(room.item["id"], room.round + 1)],
    # The same round goes on: what was voted in it so far stays, and can be changed.
    "reopen": lambda room, _: [RoundOpened(*room.place)],
    "close": lambda *_: [RoundClosed()],
    "reveal": lambda *_: [Revealed()],
    "next": lambda *_: [MovedOn()],
    "end": lambda *_: [Ended()],
    "hands": _hands,
    "show": _show,
}
