"""A deck as the exercises need it: plain data, without styling or logic."""

from __future__ import annotations

from typing import Any

from mio_widgets.content.load import Content, deck_version
from mio_widgets.content.models import Deck, Utterance


def deck_data(content: Content, deck: Deck) -> dict[str, Any]:
    """Labels, worked examples, items, and the reserve's items whose key is one of the deck's labels.

    Title, question and provenance are in the deck's language, `lang`; items and labels name their own.
    """
    codebook = content.codebook_of(deck)
    labels = {label.id: label for label in codebook.labels}
    reserve = content.decks.get(deck.reserve or "")
    return {
        "id": deck.id,
        "lang": deck.lang,
        "title": deck.title,
        "version": deck_version(deck),
        "question": codebook.question,
        "provenance": codebook.provenance,
        "labels": [labels[label].with_lang(include={"id", "name", "short", "shape", "test"}) for label in deck.labels],
        "worked": [_item(item, deck) for item in deck.worked],
        "items": [_item(item, deck) for item in deck.utterances],
        "reserve": {
            "id": reserve.id if reserve else "",
            "version": deck_version(reserve) if reserve else "",
            "items": [_item(item, deck) for item in reserve.utterances if item.key in deck.labels] if reserve else [],
        },
    }


def _item(item: Utterance, deck: Deck) -> dict[str, Any]:
    """An utterance with reasons for the deck's labels only."""
    plain = item.with_lang(exclude={"difficulty", "source"})
    plain["reasons"] = {label: item.reasons[label] for label in deck.labels}
    return plain


def is_awaiting(content: Content, deck: Deck) -> bool:
    """Whether the deck or its codebook is a translation that no native reader has read yet."""
    return deck.awaiting_native_reader or content.codebook_of(deck).awaiting_native_reader
