"""How far a room agrees beyond chance, over the items revealed so far."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from mio_widgets.live.rooms import ROUNDS, Room
from mio_widgets.live.views import FEWEST, ratings
from mio_widgets.words import say


def agreement(room: Room) -> dict[str, Any]:
    """The agreement of each round, in words and tables: `{"rounds": [{round, few, sentence, figures, confused}]}`.

    Phones only: a show of hands does not say which hand is whose. An item counts when five or more phones gave it a
    label in that round, and `sentence` says which do; with fewer than five such items, `few` is true and the tables are
    empty. A round that no phone took part in is left out.
    """
    found = (_of_round(room, round) for round in range(1, ROUNDS + 1))
    return {"rounds": [entry for entry in found if entry]}


def _of_round(room: Room, round: int) -> dict[str, Any] | None:
    # The server starts without numpy; a room needs it only once votes are compared.
    from mio_widgets import agreement as figures_of  # noqa: PLC0415
    from mio_widgets import agreement_text as text  # noqa: PLC0415

    items, rows = ratings(room, round)
    if not rows:
        return None
    kept = [at for at in range(len(items)) if sum(row[at] is not None for row in rows) >= FEWEST]
    counted = _counted(room, round, {items[at] for at in kept})
    found = figures_of.agreement([[row[at] for at in kept] for row in rows], room.label_ids) if kept else None
    if found is None:
        few = say("agreement.room.few", least=figures_of.MIN_ITEMS)
        return {"round": round, "few": True, "sentence": f"{few} {counted}", "figures": [], "confused": []}
    names = {label["id"]: label["short"] for label in room.labels}
    return {
        "round": round,
        "few": False,
        "sentence": f"{text.meaning(found)} {counted}",
        "figures": text.figures(found),
        "confused": text.confused(found, names),
    }


def _counted(room: Room, round: int, kept: Set[str]) -> str:
    """Which of the items that were up so far count, by their place in the room, and why the others do not."""
    ids = [item["id"] for item in room.items[: room.at + 1]]
    numbers = ", ".join(str(at) for at, id in enumerate(ids, start=1) if id in kept) or say("agreement.room.none")
    left = [_left(room, id, at, round) for at, id in enumerate(ids, start=1) if id not in kept]
    vote = say(f"agreement.room.vote.{round}")
    if not left:
        return say("agreement.room.counted", vote=vote, counted=numbers)
    return say("agreement.room.counted.left", vote=vote, counted=numbers, left=", ".join(left))


def _left(room: Room, item: str, at: int, round: int) -> str:
    if item not in room.revealed:
        return say("agreement.room.unrevealed", at=at)
    return say("agreement.room.under" if room.votes_in(item, round) else "agreement.room.unasked", at=at)
