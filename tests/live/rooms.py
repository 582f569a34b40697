"""Rooms for tests of the rules: three labels, items whose key and reasons are easy to find in any text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from mio_widgets.live import moves
from mio_widgets.live.rooms import Opened, Room, Voted, apply, opened

LABELS = ["self", "child", "none"]
ITEMS = ["i1", "i2", "i3"]
SECRET = "SECRET"


def opening(code: str = "C7KM4X") -> Opened:
    """A room of three items; everything that must not be seen before the reveal holds the word SECRET."""
    label: dict[str, Any] = {"name": "Name", "short": "Short", "shape": "ring", "test": "Test?"}
    near = {"text": "A near miss.", "why": "Because."}
    return Opened(
        code,
        {"id": "deck", "title": "Deck", "version": "0", "question": "Whose?", "provenance": "Ours."},
        [{"id": name, **label, "near_miss": near} for name in LABELS],
        [_item(id, key) for id, key in zip(ITEMS, LABELS, strict=True)],
        "2026-12-24",
    )


def _item(id: str, key: str) -> dict[str, Any]:
    return {
        "id": id,
        "speaker": "Rosa",
        "context": "It rained.",
        "text": "He sat by the door.",
        "key": key,
        "reasons": {label: f"{SECRET} reason for {label}" for label in LABELS},
        "evidence": [{"phrase": "by the door", "why": f"{SECRET} why"}],
        "contested": [],
    }


def room() -> Room:
    """The room that has just been opened."""
    return opened(opening())


def make(before: Room, *steps: Any) -> Room:
    """The room after moves: ("join", who), ("vote", who, label[, sureness[, nonce]]), or a leader's Command's parts."""
    return reduce(_step, steps, before)


def _step(before: Room, step: Sequence[Any]) -> Room:
    match step:
        case ("join", who):
            events = moves.join(before, who)
        case ("vote", who, label, *rest):
            sureness, nonce = [*rest, *([None, f"{who}-{label}-{before.version}"][len(rest) :])]
            events = moves.vote(before, Voted(who, before.item["id"], before.round, label, sureness, nonce))
        case (what, *rest):
            events = moves.do(before, moves.Command(what, *rest))
    return reduce(apply, events, before)
