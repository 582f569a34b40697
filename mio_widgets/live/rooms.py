"""What a room is, and how events change it. No clock, no network, no store, no chance.

A room is the sum of its events: replaying them gives the same room on every machine. Whether something may
happen is decided in `moves`; what somebody may see of it, in `views`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Literal

Phase = Literal["lobby", "waiting", "open", "closed", "revealed", "ended"]
Sureness = Literal["unsure", "fairly", "sure"]
SURENESS: tuple[Sureness, ...] = ("sure", "fairly", "unsure")
ROUNDS = 2

#: Characters of a code: none looks like another, and without vowels no word comes up.
ALPHABET = "346789CDFHJKMNPQRTWXY"
CODE_LENGTH = 6


@dataclass(frozen=True)
class Opened:
    """The room begins; everything of the content that it needs comes along."""

    code: str
    deck: Mapping[str, Any]
    """id, title, version, question, provenance."""
    labels: list[Mapping[str, Any]]
    """id, name, short, shape, and what the reveal's talking points need."""
    items: list[Mapping[str, Any]]
    """In the order to be played; each with key, reasons, evidence and other readings."""
    until: str
    """The day on which the room is deleted, as YYYY-MM-DD."""


@dataclass(frozen=True)
class Joined:
    """A phone is in the room."""

    participant: str


@dataclass(frozen=True)
class Begun:
    """The first item is up; rooms stored before there was a lobby begin with its first vote."""


@dataclass(frozen=True)
class RoundOpened:
    """Votes are taken; once more, if the round was closed too early."""

    item: str
    round: int


@dataclass(frozen=True)
class Voted:
    """A phone voted, or changed its vote; `label` None is a blank."""

    participant: str
    item: str
    round: int
    label: str | None
    sureness: Sureness | None
    nonce: str


@dataclass(frozen=True)
class RoundClosed:
    """No more votes are taken."""


@dataclass(frozen=True)
class Hands:
    """The leader counted hands; replaces the counts entered before for that round."""

    item: str
    round: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Revealed:
    """The splits and the key are shown."""


@dataclass(frozen=True)
class Shown:
    """A page of the reveal is on the projector."""

    pane: int


@dataclass(frozen=True)
class MovedOn:
    """The next item is up."""


@dataclass(frozen=True)
class Ended:
    """The room is over."""


Event = Opened | Joined | Begun | RoundOpened | Voted | RoundClosed | Hands | Revealed | Shown | MovedOn | Ended

#: The events by the names under which they are stored. A name never changes its meaning.
KINDS: dict[str, type[Event]] = {
    "opened": Opened,
    "joined": Joined,
    "begun": Begun,
    "round-opened": RoundOpened,
    "voted": Voted,
    "round-closed": RoundClosed,
    "hands": Hands,
    "revealed": Revealed,
    "shown": Shown,
    "moved-on": MovedOn,
    "ended": Ended,
}
NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True)
class Vote:
    """What a phone's vote in a round is now."""

    label: str | None
    sureness: Sureness | None
    nonces: tuple[str, ...]
    """Of every vote it sent in that round, by which a repeated one is known."""


@dataclass(frozen=True)
class Room:
    """A room at one moment."""

    code: str
    deck: Mapping[str, Any]
    labels: tuple[Mapping[str, Any], ...]
    items: tuple[Mapping[str, Any], ...]
    until: str
    phase: Phase = "lobby"
    at: int = 0
    round: int = 0
    participants: frozenset[str] = frozenset()
    votes: Mapping[tuple[str, int], Mapping[str, Vote]] = field(default_factory=dict)
    """By item and round, then by participant."""
    hands: Mapping[tuple[str, int], Mapping[str, int]] = field(default_factory=dict)
    revealed: tuple[str, ...] = ()
    pane: int = 0
    """The page of the reveal that the projector shows."""
    version: int = 1
    """How many events there were."""
    public_version: int = 1
    """How many of them everybody in the room sees."""

    @property
    def item(self) -> Mapping[str, Any]:
        """The item that is up."""
        return self.items[self.at]

    @property
    def place(self) -> tuple[str, int]:
        """Where the room is: the item that is up, and the round that is open or was last."""
        return self.item["id"], self.round

    @property
    def label_ids(self) -> list[str]:
        """The labels in the deck's order."""
        return [label["id"] for label in self.labels]

    def votes_in(self, item: str, round: int) -> Mapping[str, Vote]:
        """The votes on an item in a round, by participant."""
        return self.votes.get((item, round), {})


def opened(event: Opened) -> Room:
    """The room that begins with the event."""
    return Room(event.code, event.deck, tuple(event.labels), tuple(event.items), event.until)


def apply(room: Room, event: Event) -> Room:
    """The room after the event, which `moves` allowed when it was recorded."""
    seen = not isinstance(event, Joined | Voted | Hands | Shown)
    counted = replace(room, version=room.version + 1, public_version=room.public_version + seen)
    return replace(counted, **_changes(room, event))


def _changes(room: Room, event: Event) -> dict[str, Any]:
    changes: dict[str, Any]
    match event:
        case Joined(participant):
            changes = {"participants": room.participants | {participant}}
        case Begun():
            changes = {"phase": "waiting"}
        case RoundOpened(_, round):
            changes = {"phase": "open", "round": round}
        case Voted(participant, item, round, label, sureness, nonce):
            before = room.votes_in(item, round)
            nonces = (*(before[participant].nonces if participant in before else ()), nonce)
            votes = {**before, participant: Vote(label, sureness, nonces)}
            changes = {"votes": {**room.votes, (item, round): votes}}
        case RoundClosed():
            changes = {"phase": "closed"}
        case Hands(item, round, counts):
            changes = {"hands": {**room.hands, (item, round): counts}}
        case Revealed():
            changes = {"phase": "revealed", "revealed": (*room.revealed, room.item["id"])}
        case Shown(pane):
            changes = {"pane": pane}
        case MovedOn():
            changes = {"phase": "waiting", "at": room.at + 1, "round": 0, "pane": 0}
        case Ended():
            changes = {"phase": "ended"}
        case Opened():
            raise ValueError(f"the room {room.code} is open already")
    return changes


def replay(events: Iterable[Event]) -> Room:
    """The room that the events make, the first of which opens it."""
    first, *rest = events
    if not isinstance(first, Opened):
        raise ValueError(f"a room begins with its opening, not with {first}")
    return reduce(apply, rest, opened(first))
