"""A room made of its events, with votes given by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mio_widgets.content.load import load
from mio_widgets.exercises.deck import deck_data
from mio_widgets.live.rooms import (
    Ended,
    Event,
    Hands,
    Joined,
    MovedOn,
    Opened,
    Revealed,
    Room,
    RoundClosed,
    RoundOpened,
    Voted,
    replay,
)

DECK = "whose-mind-3"

Votes = Sequence[str | None]
"""What each participant votes, in the order of their names; `skip` for no vote."""
SKIP = "skip"


def opened(items: Sequence[Mapping[str, Any]], labels: Sequence[Mapping[str, Any]] | None = None) -> Opened:
    """The opening of a room on the items."""
    data = deck_data(load(), load().decks[DECK])
    deck = {name: data[name] for name in ("id", "title", "version", "question", "provenance")}
    return Opened("C7KM4X", deck, list(labels or data["labels"]), list(items), "2026-12-23")


def deck_items(count: int) -> list[dict[str, Any]]:
    """The first items of a deck."""
    items: list[dict[str, Any]] = deck_data(load(), load().decks[DECK])["items"]
    return items[:count]


def played(
    items: Sequence[Mapping[str, Any]],
    *rounds: Votes,
    sureness: str | None = "sure",
    hands: Mapping[str, int] | None = None,
    labels: Sequence[Mapping[str, Any]] | None = None,
) -> Room:
    """A room in which every item was played with the same votes, revealed, and which has ended.

    Args:
        items: the items, as a deck's data has them.
        rounds: the votes of round 1, and of round 2 if there was one.
        sureness: of every vote with a label.
        hands: raised in the last round of the first item.
        labels: the deck's labels; left out, those of the content.
    """
    people = [f"p{number:02}" for number in range(max((len(votes) for votes in rounds), default=0))]
    events: list[Event] = [opened(items, labels), *(Joined(person) for person in people)]
    for at, item in enumerate(items):
        for number, votes in enumerate(rounds, start=1):
            events.append(RoundOpened(item["id"], number))
            for person, label in zip(people, votes, strict=False):
                if label != SKIP:
                    said = sureness if label else None
                    events.append(Voted(person, item["id"], number, label, said, f"{person}-{number}"))  # type: ignore[arg-type]
            events.append(RoundClosed())
        if hands and at == 0:
            events.append(Hands(item["id"], len(rounds), hands))
        events += [Revealed(), MovedOn()] if at + 1 < len(items) else [Revealed(), Ended()]
    return replay(events)
