"""What a room keeps of itself: one page of totals, and the votes without names."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from mio_widgets.content.load import language
from mio_widgets.live.points import other_readings, talking_points
from mio_widgets.live.reveal import agreement
from mio_widgets.live.rooms import ROUNDS, SURENESS, Room
from mio_widgets.live.views import lang_of, revealed, told
from mio_widgets.words import day, say

COLUMNS = ("participant", "item", "round", "label", "sureness", "key")


def receipt(room: Room, opened: date | None = None, rehearsal: bool = False) -> str:
    """One self-contained page of HTML on the items revealed: no script, nothing loaded, totals only.

    Args:
        room: at any moment; usually at its end.
        opened: the day on which the room was opened; left out, none is printed.
        rehearsal: whether its people were simulated.
    """
    labels = {label["id"]: label for label in room.labels}
    return _template().render(
        say=say,
        lang=language(),
        lang_of=lang_of,
        code=room.code,
        opened=opened and day(opened),
        deck=room.deck,
        title=room.deck["title"],
        provenance=room.deck["provenance"],
        people=say("receipt.rehearsal" if rehearsal else "receipt.people", n=len(room.participants)),
        labels=labels,
        items=[_item(entry, room.labels) for entry in revealed(room)],
        agreement=agreement(room)["rounds"],
        share=share,
        shortened=shortened,
    )


def votes_csv(room: Room) -> str:
    """The phones' votes on revealed items, a row each, under participant, item, round, label, sureness, key.

    Participants are numbered in the order of their random ids, which says nothing of when they joined. A blank has an
    empty label; where no sureness was given it is empty. Hands are not in it, since nobody knows whose they are;
    nor are the votes of a round in which fewer than five phones voted.
    """
    number = {participant: at for at, participant in enumerate(sorted(room.participants), start=1)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in room.items:
        for round in range(1, ROUNDS + 1) if item["id"] in room.revealed else ():
            votes = told(room, item["id"], round)
            for participant in sorted(votes):
                vote = votes[participant]
                sureness = vote.sureness if vote.sureness in SURENESS else ""
                writer.writerow([number[participant], item["id"], round, vote.label or "", sureness, item["key"]])
    return out.getvalue()


def share(split: Mapping[str, int] | None, label: str) -> str:
    """A label's votes and their percentage; a dash where they are not told."""
    if split is None:
        return say("receipt.none")
    total = sum(split.values())
    # Half a percent is rounded up, as on the leader's page.
    percent = (200 * split[label] + total) // (2 * total) if total else 0
    return say("receipt.share", n=split[label], percent=percent)


def shortened(text: str, most: int = 60) -> str:
    """The text's beginning in whole words; no comma stands before its ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"


def marked(text: str, phrases: Sequence[str]) -> Markup:
    """The text with its phrases between `<mark>` and `</mark>`, everything else escaped."""
    found = sorted((text.find(phrase), phrase) for phrase in phrases if phrase in text)
    parts, at = [], 0
    for start, phrase in found:
        if start >= at:
            parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(phrase)]
            at = start + len(phrase)
    return Markup("").join([*parts, escape(text[at:])])


def _notes(found: Mapping[str, Any]) -> str:
    """What a round's column does not say: blanks, hands among its votes, and votes that are too few to be told."""
    notes = [
        say("receipt.blank", n=found["blank"]) if found["blank"] else "",
        say("receipt.hands", n=found["hands"]) if found["split"] and found["hands"] else "",
        say("receipt.left_out") if found["left_out"] else "",
    ]
    return "; ".join(filter(None, notes))


def _item(entry: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An item as the page shows it: its text lit, and the two rounds side by side."""
    item, rounds = entry["item"], {found["round"]: {**found, "notes": _notes(found)} for found in entry["rounds"]}
    last = rounds[max(rounds)]["split"] if rounds else None
    moves = entry["flow"] or []
    argued = [reading["label"] for reading in other_readings(item)]
    # How a reading is argued stands above already; of what there is to talk about, its question is left.
    points = talking_points(item, labels, last)
    return {
        **item,
        "at": entry["at"],
        "words": item["text"],
        "text": marked(item["text"], [evidence["phrase"] for evidence in item["evidence"]]),
        "rounds": rounds,
        "both": entry["both"] if entry["flow"] else 0,
        "moved": sum(move["n"] for move in moves if move["from"] != move["to"]),
        "argued": argued,
        "points": [{**point, "text": ""} if point["label"] in argued else point for point in points],
    }


@cache
def _template() -> jinja2.Template:
    here = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=here, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("receipt.html.j2")
