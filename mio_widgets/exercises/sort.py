"""Cards into groups, and cards into order."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.content.models import Order
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.deck import deck_data, is_awaiting
from mio_widgets.exercises.widget import Exercise


class Sort(Exercise):
    """Cards of a deck, to be sorted into the deck's labels.

    Each record of `answers` holds `item` (the card's id), `label` (the group chosen; None for a card that
    lay in none), `correct` (None for such a card) and `time` (ISO 8601, UTC).
    """

    _esm = module("sort.js")
    word_sections = ("store", "sort", "summary", "classify")
    deck = traitlets.Dict().tag(sync=True)


class PutInOrder(Exercise):
    """Cards to be put into the order that the content gives them.

    Each record of `answers` holds `item` (the card's id), `at` (the place it was given, from 0),
    `correct` and `time` (ISO 8601, UTC).
    """

    _esm = module("order.js")
    word_sections = ("store", "sort", "order")
    order = traitlets.Dict().tag(sync=True)


def sort_cards(id: str) -> Sort | PutInOrder:
    """The sorting exercise on a deck (into groups) or on an order (into order), by its id.

    Raises:
        KeyError: there is no such deck or order; the message names the decks there are.
    """
    content = load()
    if id in content.orders:
        order = content.orders[id]
        shown = {**order.with_lang(), "cards": [card.with_lang() for card in order.cards], "shuffled": _shuffled(order)}
        return PutInOrder(f"sort_cards({id!r})", order=shown, awaiting=order.awaiting_native_reader)
    deck = pick(content.decks, id, "deck")
    data = deck_data(content, deck)
    del data["worked"]  # sorting explains itself
    return Sort(f"sort_cards({id!r})", deck=data, awaiting=is_awaiting(content, deck))


def _shuffled(order: Order) -> list[str]:
    """The cards' ids in an order that is always the same and never the key's: the odd places, then the even."""
    ids = [card.id for card in order.cards]
    return [*ids[1::2], *ids[::2]]
