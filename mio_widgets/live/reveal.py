"""How far a room agrees beyond chance, over the items revealed so far."""

from __future__ import annotations

from typing import Any

from mio_widgets.live.rooms import ROUNDS, Room
from mio_widgets.live.views import FEWEST, ratings


def agreement(room: Room) -> dict[str, Any]:
    """The agreement of each round, in words and tables: `{"rounds": [{round, few, sentence, figures, confused}]}`.

    Phones only: a show of hands does not say which hand is whose. An item counts when five or more phones gave it a
    label in that round; with fewer than five such items, `few` is true, `sentence` says so and the tables are empty.
    A round that no phone took part in is left out.
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
    found = figures_of.agreement([[row[at] for at in kept] for row in rows], room.label_ids) if kept else None
    if found is None:
        return {"round": round, "few": True, "sentence": text.too_few(len(kept)), "figures": [], "confused": []}
    names = {label["id"]: label["short"] for label in room.labels}
    return {
        "round": round,
        "few": False,
        "sentence": text.meaning(found),
        "figures": text.figures(found),
        "confused": text.confused(found, names),
    }
