"""Two things to talk about after an item, made from what the content says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mio_widgets.content.models import ORIGINAL
from mio_widgets.words import Say, speaker

Point = dict[str, str | None]
"""label (the id it is about, or None), text, question."""


def talking_points(
    item: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], split: Mapping[str, int] | None
) -> list[Point]:
    """Two points: the label that drew most voices away from what can be defended, and what else the item asks.

    That is the other reading of a contested item; a near miss of the key, where no label drew most; and the
    words that decide. They are in the item's language, since most of what they say is the item's.

    Args:
        item: an utterance with key, reasons, evidence and contested.
        labels: the deck's labels in their order; those with test and near_miss are asked by them.
        split: votes by label in the last round, or None where they are not told.
    """
    say = speaker(item.get("lang", ORIGINAL))
    known = {label["id"]: label for label in labels}
    drew = _most_chosen(item, split or {})
    first = [_tempting(item, known, drew, say)] if drew else []
    other = [_argued(item, known, say)]
    near = [] if drew else [_compared(known[item["key"]], say)]
    words = [_without(evidence, say) for evidence in item["evidence"]]
    return [point for point in (*first, *other, *near, *words) if point][:2]


def other_readings(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What can be argued of a contested item as well as its key: label and text of each."""
    return [reading for reading in item["contested"] if reading["label"] != item["key"]]


def defended(item: Mapping[str, Any]) -> set[str]:
    """The labels for which the item can be argued: its key, and its other readings."""
    return {item["key"], *(reading["label"] for reading in item["contested"])}


def _most_chosen(item: Mapping[str, Any], split: Mapping[str, int]) -> str | None:
    """The label chosen most among those that neither the key nor a reading defends.

    None where several were chosen alike, and where it is a single vote: that would point at a person.
    """
    held = defended(item)
    wrong = {label: n for label, n in split.items() if label not in held and label in item["reasons"]}
    most = max(wrong.values(), default=0)
    drew = [label for label, n in wrong.items() if n == most]
    return drew[0] if most > 1 and len(drew) == 1 else None


def _tempting(item: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], drew: str, say: Say) -> Point:
    label = known[drew]
    told = {"label": label["short"], "reason": item["reasons"][drew]}
    other = _other(item)
    if other is None:
        text = say("points.chosen", **told)
    else:
        # The other reading may well have drawn more: that it is set aside has to be said beside the votes.
        own, argued = known[item["key"]]["short"], known[other["label"]]["short"]
        text = say("points.chosen.contested", own=own, other=argued, **told)
    asked = say("points.test", test=label["test"]) if label.get("test") else say("points.reason")
    return {"label": label["id"], "text": text, "question": asked}


def _compared(key: Mapping[str, Any], say: Say) -> Point | None:
    near = key.get("near_miss")
    if not near:
        return None
    return {
        "label": key["id"],
        "text": say("points.near", text=near["text"]),
        "question": say("points.near.question", label=key["short"]),
    }


def _argued(item: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], say: Say) -> Point | None:
    other = _other(item)
    if other is None:
        return None
    names = {"own": known[item["key"]]["short"], "other": known[other["label"]]["short"]}
    return {
        "label": other["label"],
        "text": say("points.reading", text=other["text"], other=names["other"]),
        "question": say("points.reading.question", **names),
    }


def _other(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The reading of a contested item that is not the key's."""
    return next(iter(other_readings(item)), None)


def _without(evidence: Mapping[str, Any], say: Say) -> Point:
    return {
        "label": None,
        "text": say("points.words", phrase=evidence["phrase"], why=evidence["why"]),
        "question": say("points.words.question"),
    }
