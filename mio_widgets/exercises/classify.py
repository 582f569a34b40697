"""The exercise in which a reader classifies utterances."""

from __future__ import annotations

from typing import Any

import traitlets

from mio_widgets.content.load import deck_version, load
from mio_widgets.content.models import Deck, Utterance
from mio_widgets.exercises.widget import Exercise, module


class Classify(Exercise):
    """Shows a deck's utterances one by one, with feedback at once and a summary at the end.

    Each record of `answers` holds `item` (the utterance's id), `label` (None for a blank),
    `sureness` ("unsure", "fairly", "sure", or None for a blank), `correct` (None for a blank; True
    also for the other defensible reading of a contested item) and `time` (ISO 8601, UTC).
    """

    _esm = module("classify.js")
    word_sections = ("store", "classify", "summary")
    deck = traitlets.Dict().tag(sync=True)


def classify(deck_id: str) -> Classify:
    """The classification exercise on a deck of `content/decks/`, for instance `classify("whose-mind-2")`.

    Raises:
        KeyError: there is no such deck; the message names those there are.
    """
    content = load()
    if deck_id not in content.decks:
        raise KeyError(f"no deck {deck_id!r}; there are {', '.join(sorted(content.decks))}")
    deck = content.decks[deck_id]
    codebook = content.codebooks[deck.codebook]
    labels = {label.id: label for label in codebook.labels}
    reserve = content.decks[deck.reserve] if deck.reserve else None
    return Classify(
        f"classify({deck_id!r})",
        deck={
            "id": deck.id,
            "title": deck.title,
            "version": deck_version(deck),
            "question": codebook.question,
            "provenance": codebook.provenance,
            "labels": [
                labels[label].model_dump(include={"id", "name", "short", "shape", "definition", "test"})
                for label in deck.labels
            ],
            "worked": [_item(item, deck) for item in deck.worked],
            "items": [_item(item, deck) for item in deck.utterances],
            "reserve": {
                "id": reserve.id if reserve else "",
                "version": deck_version(reserve) if reserve else "",
                "items": [_item(item, deck) for item in reserve.utterances if item.key in deck.labels]
                if reserve
                else [],
            },
        },
    )


def _item(item: Utterance, deck: Deck) -> dict[str, Any]:
    """An utterance as the module needs it, with reasons for the deck's labels only."""
    plain = item.model_dump(exclude={"difficulty", "source"})
    plain["reasons"] = {label: item.reasons[label] for label in deck.labels}
    return plain
