"""The exercise in which a reader taps the phrases that decide an utterance's label."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.deck import deck_data, is_awaiting
from mio_widgets.exercises.phrases import cut
from mio_widgets.exercises.widget import Exercise


class Point(Exercise):
    """Shows utterances with their key; the reader taps what decides it and compares.

    Each record of `answers` holds `item` (the utterance's id), `phrases` (those tapped, as they stand in
    the text) and `time` (ISO 8601, UTC).
    """

    _esm = module("point.js")
    word_sections = ("store", "point", "classify", "summary")
    deck = traitlets.Dict().tag(sync=True)


def point(deck_id: str) -> Point:
    """The pointing exercise on a deck of `content/decks/`, for instance `point("whose-mind-2")`.

    Raises:
        KeyError: there is no such deck; the message names those there are.
    """
    deck = pick(load().decks, deck_id, "deck")
    data = deck_data(load(), deck)
    for item in data["items"]:
        item["phrases"] = cut(item["text"], [evidence["phrase"] for evidence in item["evidence"]])
    # Its answers are of another kind than those of `classify` on the same deck.
    own = {**data, "id": f"{deck_id}.point"}
    return Point(f"point({deck_id!r})", deck=own, awaiting=is_awaiting(load(), deck))
