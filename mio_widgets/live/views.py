"""What may be seen of a room: by a phone, by the leader's screen, and in the end.

Nothing here tells of a vote's label, and nothing names the key, before the item is revealed: a projector
shows the leader's view, and anybody can open a phone's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mio_widgets.content.models import ORIGINAL
from mio_widgets.live.moves import can
from mio_widgets.live.points import defended, other_readings, talking_points
from mio_widgets.live.rooms import ROUNDS, SURENESS, Room, Vote

#: The votes of fewer phones than this are not told, nor as few hands alone: a single vote could be guessed.
FEWEST = 5

Json = dict[str, Any]


def public(room: Room, participant: str | None) -> Json:
    """What a phone sees; it depends on no vote but its own."""
    own = {
        str(round): {"label": vote.label, "sureness": vote.sureness}
        for round in range(1, ROUNDS + 1)
        if (vote := _own(room, room.item["id"], round, participant))
    }
    return {**common(room), "own": own, "reveal": _own_reveal(room, participant), "card": _card(room, participant)}


def common(room: Room) -> Json:
    """The part that all phones see."""
    return {
        "code": room.code,
        "version": room.public_version,
        "phase": room.phase,
        "question": room.deck["question"],
        "lang": lang_of(room.deck),
        "labels": [_label(label) for label in room.labels],
        "at": room.at,
        "of": len(room.items),
        "round": room.round,
        "item": _shown(room.item),
        "until": room.until,
    }


def leader(room: Room) -> Json:
    """What the leader's screen shows: how many voted, and the rest only after the reveal."""
    item = room.item["id"]
    return {
        "code": room.code,
        "version": room.version,
        "phase": room.phase,
        "deck": dict(room.deck),
        "labels": [_label(label) for label in room.labels],
        "at": room.at,
        "of": len(room.items),
        "round": room.round,
        "item": _shown(room.item),
        "joined": len(room.participants),
        "voted": len(room.votes_in(*room.place)),
        "hands": sum(room.hands.get(room.place, {}).values()),
        "can": can(room),
        "revealed": list(room.revealed),
        "reveal": _reveal(room, room.item) if item in room.revealed else None,
        "pane": room.pane,
    }


def revealed(room: Room) -> list[Json]:
    """Every item revealed so far, with its splits."""
    return [_reveal(room, item) for item in room.items if item["id"] in room.revealed]


def told(room: Room, item: str, round: int) -> Mapping[str, Vote]:
    """The votes on an item in a round, where they may be told: none of fewer than five phones.

    Hands do not make up for phones: everybody in the room has seen the hands, and would know the rest.
    """
    votes = room.votes_in(item, round)
    return votes if len(votes) >= FEWEST else {}


def ratings(room: Room, round: int) -> tuple[list[str], list[list[str | None]]]:
    """The revealed items' ids, and a row of labels for each participant who voted on one of them in the round.

    None stands for a blank and for no vote. The rows are in an order that says nothing of who joined when.
    """
    items = [item["id"] for item in room.items if item["id"] in room.revealed]
    votes = [room.votes_in(item, round) for item in items]
    rows = [[found[p].label if p in found else None for found in votes] for p in sorted(room.participants)]
    return items, [row for row in rows if any(row)]


def lang_of(piece: Mapping[str, Any]) -> str:
    """The language of a deck, an item or a label; rooms opened before there were translations do not tell it."""
    return str(piece.get("lang", ORIGINAL))


def _shown(item: Mapping[str, Any]) -> Json:
    return {name: item[name] for name in ("id", "speaker", "context", "text")} | {"lang": lang_of(item)}


def _label(label: Mapping[str, Any]) -> Json:
    return {name: label[name] for name in ("id", "name", "short", "shape")} | {"lang": lang_of(label)}


def _own(room: Room, item: str, round: int, participant: str | None) -> Vote | None:
    return room.votes_in(item, round).get(participant) if participant else None


def _last(room: Room, item: str, participant: str | None) -> Vote | None:
    return _own(room, item, 2, participant) or _own(room, item, 1, participant)


def _own_reveal(room: Room, participant: str | None) -> Json | None:
    item = room.item
    if item["id"] not in room.revealed:
        return None
    vote = _last(room, item["id"], participant)
    # A reading that can be argued is not argued against.
    other = item["reasons"].get(vote.label) if vote and vote.label and vote.label not in defended(item) else None
    return {
        "key": item["key"],
        "reason": item["reasons"][item["key"]],
        "argued": other_readings(item),
        "own_reason": other,
    }


def _card(room: Room, participant: str | None) -> Json | None:
    if room.phase != "ended":
        return None
    items = [item for item in room.items if item["id"] in room.revealed]
    said = [(item, last) for item in items if (last := _last(room, item["id"], participant)) and last.label]
    moved = [
        item for item, last in said if (first := _own(room, item["id"], 1, participant)) and first.label != last.label
    ]
    agreed = [item for item, last in said if last.label == item["key"]]
    argued = [item for item, last in said if last.label != item["key"] and last.label in defended(item)]
    return {"items": len(said), "agreed": len(agreed), "argued": len(argued), "moved": len(moved)}


def _reveal(room: Room, item: Mapping[str, Any]) -> Json:
    id = item["id"]
    rounds = [n for n in range(1, ROUNDS + 1) if (id, n) in room.votes or (id, n) in room.hands]
    first, second = (room.votes_in(id, n) for n in (1, 2))
    both = [(vote.label, second[p].label) for p, vote in first.items() if p in second]
    moves = Counter(both) if len(both) >= FEWEST else None
    splits = [_round(room, id, n) for n in rounds]
    return {
        "item": dict(item),
        "at": room.items.index(item),
        "rounds": splits,
        "both": len(both),
        "flow": moves and [{"from": a, "to": b, "n": n} for (a, b), n in sorted(moves.items(), key=str)],
        "points": talking_points(item, room.labels, splits[-1]["split"] if splits else None),
        **_sureness(item, room.votes_in(id, rounds[-1]) if rounds else {}),
    }


def _round(room: Room, item: str, round: int) -> Json:
    voted, votes = len(room.votes_in(item, round)), told(room, item, round)
    hands = room.hands.get((item, round), {})
    counts = Counter(vote.label for vote in votes.values())
    enough = len(votes) + sum(hands.values()) >= FEWEST
    return {
        "round": round,
        "voted": voted,
        "hands": sum(hands.values()),
        "left_out": voted - len(votes),
        "blank": counts[None] if votes else None,
        "split": {label: counts[label] + hands.get(label, 0) for label in room.label_ids} if enough else None,
    }


def _sureness(item: Mapping[str, Any], votes: Mapping[str, Vote]) -> Json:
    said = [vote for vote in votes.values() if vote.label]
    if len(said) < FEWEST:
        return {"sureness": None, "sure_elsewhere": None}
    crossed = Counter((vote.sureness, vote.label in defended(item)) for vote in said)
    elsewhere = Counter(vote.label for vote in said if vote.sureness == "sure" and vote.label not in defended(item))
    return {
        "sureness": [
            {"sureness": level, "agree": crossed[level, True], "differ": crossed[level, False]}
            for level in (*SURENESS, None)
        ],
        "sure_elsewhere": {label: elsewhere[label] for label in item["reasons"] if elsewhere[label]},
    }
