"""Rules that look at one item of a deck at a time: labels, reasons, evidence, readings."""

from __future__ import annotations

from collections.abc import Iterator

from mio_widgets.content.drafts import items
from mio_widgets.content.files import Draft
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import Deck, Utterance
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book, listed


def check_decks(book: Book) -> Iterator[Problem]:
    """Check each deck against its codebook, and each item against its deck."""
    for deck in book.drafts.of(Deck):
        yield from _deck(deck, book)
        yield from check_items(deck)


def check_items(deck: Draft[Deck]) -> Iterator[Problem]:
    """Check each item of a deck against the deck alone."""
    for loc, item in items(deck):
        yield from _key_and_reasons(deck, loc, item)
        yield from _evidence(deck, loc, item)
        yield from _contested(deck, loc, item)


def _deck(deck: Draft[Deck], book: Book) -> Iterator[Problem]:
    value, problem, codebooks, decks = deck.value, deck.file.problem, book.ids("codebooks"), book.ids("decks")
    if value.codebook not in codebooks:
        message = f"no codebook `{value.codebook}`; there is {_list(codebooks)}"
        yield problem(("codebook",), "unknown-codebook", message)
    known = listed(book.drafts.files.get(f"codebooks/{value.codebook}"), "labels")
    for index, label in enumerate(value.labels):
        if known and label not in known:
            message = f"the codebook `{value.codebook}` has no label `{label}`; it has {_list(known)}"
            yield problem(("labels", index), "unknown-label", message)
    if value.reserve is not None and value.reserve not in decks - {value.id}:
        message = f"no other deck `{value.reserve}`; there is {_list(decks - {value.id})}"
        yield problem(("reserve",), "unknown-reserve", message)


def _key_and_reasons(deck: Draft[Deck], loc: Loc, item: Utterance) -> Iterator[Problem]:
    labels, problem = deck.value.labels, deck.file.problem
    if item.key not in labels:
        message = f"`{item.key}` is no label of this deck; choose among {_list(labels)}"
        yield problem((*loc, "key"), "unknown-key", message)
    for label in labels:
        if label not in item.reasons:
            why = "why it fits" if label == item.key else "why it tempts, and where it fails"
            message = f"add a reason for the label `{label}`: {why}"
            yield problem((*loc, "reasons", label), "missing-reason", message)
    for label in item.reasons:
        if label not in labels:
            message = f"`{label}` is no label of this deck ({_list(labels)}); remove this reason"
            yield problem((*loc, "reasons", label), "extra-reason", message)


def _evidence(deck: Draft[Deck], loc: Loc, item: Utterance) -> Iterator[Problem]:
    for index, evidence in enumerate(item.evidence):
        if evidence.phrase not in item.text:
            message = f"“{evidence.phrase}” is not in the text; copy the words exactly, with their quotes"
            yield deck.file.problem((*loc, "evidence", index, "phrase"), "evidence-not-in-text", message)


def _contested(deck: Draft[Deck], loc: Loc, item: Utterance) -> Iterator[Problem]:
    if not item.contested:
        return
    problem, readings = deck.file.problem, [reading.label for reading in item.contested]
    if len(readings) != 2:
        message = f"give exactly two readings, not {len(readings)}"
        yield problem((*loc, "contested"), "contested", message)
    for index, label in enumerate(readings):
        if label not in deck.value.labels:
            message = f"`{label}` is no label of this deck; choose among {_list(deck.value.labels)}"
            yield problem((*loc, "contested", index, "label"), "contested", message)
    if readings[0] != item.key:
        message = f"the first reading belongs to the key: its label should be `{item.key}`, not `{readings[0]}`"
        yield problem((*loc, "contested", 0, "label"), "contested", message)
    if len(readings) == 2 and readings[0] == readings[1]:
        message = "both readings have the same label; give the second another"
        yield problem((*loc, "contested", 1, "label"), "contested", message)


def _list(names: list[str] | set[str]) -> str:
    ordered = names if isinstance(names, list) else sorted(names)
    return ", ".join(f"`{name}`" for name in ordered) or "none"
