"""The exercise in which a reader classifies utterances."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.deck import deck_data, is_awaiting
from mio_widgets.exercises.phrases import cut
from mio_widgets.exercises.widget import Exercise


class Classify(Exercise):
    """Shows a deck's utterances one by one, with feedback at once and a summary at the end.

    Each record of `answers` holds `item` (the utterance's id), `label` (None for a blank),
    `sureness` ("unsure", "fairly", "sure", or None for a blank), `correct` (None for a blank; True
    also for the other defensible reading of a contested item) and `time` (ISO 8601, UTC).
    """

    _esm = module("classify.js")
    word_sections = ("store", "classify", "summary", "point")
    deck = traitlets.Dict().tag(sync=True)


def classify(deck_id: str, *, point: bool = False) -> Classify:
    """The classification exercise on a deck of `content/decks/`, for instance `classify("whose-mind-2")`.

    Args:
        deck_id: the deck.
        point: whether the reader also taps the phrases that decide, before the feedback.

    Raises:
        KeyError: there is no such deck; the message names those there are.
    """
    deck = pick(load().decks, deck_id, "deck")
    data = deck_data(load(), deck)
    if point:
        for item in [*data["items"], *data["reserve"]["items"]]:
            item["phrases"] = cut(item["text"], [evidence["phrase"] for evidence in item["evidence"]])
    call = f"classify({deck_id!r}{', point=True' if point else ''})"
    return Classify(call, deck=data, awaiting=is_awaiting(load(), deck))
