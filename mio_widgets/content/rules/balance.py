"""Rules that look at a whole deck: a key must not be guessable from counts, order, length or cues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from statistics import mean

from mio_widgets.content.cues import LIMIT, MIN_ITEMS, cues
from mio_widgets.content.files import Draft
from mio_widgets.content.models import CueWords, Deck
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book

MAX_IMBALANCE = 1.5
"""The commonest key may come this many times as often as the rarest."""
MAX_RUN = 3
"""At most this many equal keys one after another."""
MAX_LENGTH_RATIO = 1.25
"""The texts of one label may be this many times as long, on average, as another's."""


def check_balance(book: Book) -> Iterator[Problem]:
    """Check every deck of which no item had to be left out, and whose keys are all labels of it."""
    words = book.drafts.one(CueWords)
    for deck in book.drafts.of(Deck):
        if deck.whole and {item.key for item in deck.value.utterances} <= {*deck.value.labels}:
            yield from _counts(deck)
            yield from _runs(deck)
            yield from check_surface(deck, words.value if words else None)


def check_surface(deck: Draft[Deck], words: CueWords | None) -> Iterator[Problem]:
    """Check what the wording alone may give away: lengths, and cues where the language has a list of them."""
    yield from _lengths(deck)
    yield from _cues(deck, words) if words else ()


def _counts(deck: Draft[Deck]) -> Iterator[Problem]:
    counts = Counter(dict.fromkeys(deck.value.labels, 0))
    counts.update(item.key for item in deck.value.utterances)
    if max(counts.values()) > MAX_IMBALANCE * min(counts.values()):
        shares = ", ".join(f"{label} {count}" for label, count in counts.items())
        message = (
            f"keys are unbalanced ({shares}): no label may come more than {MAX_IMBALANCE} times as often"
            " as the rarest; add items for the rare one"
        )
        yield deck.file.problem(("labels",), "label-balance", message)


def _runs(deck: Draft[Deck]) -> Iterator[Problem]:
    start = 0
    for key, group in groupby(item.key for item in deck.value.utterances):
        length = len(list(group))
        if length > MAX_RUN:
            message = f"{length} items in a row have the key `{key}`, at most {MAX_RUN}: move this one"
            yield deck.file.problem(("utterances", start + MAX_RUN, "key"), "key-run", message)
        start += length


def _lengths(deck: Draft[Deck]) -> Iterator[Problem]:
    if len(deck.value.utterances) < MIN_ITEMS:
        return
    lengths: dict[str, list[int]] = {}
    for item in deck.value.utterances:
        lengths.setdefault(item.key, []).append(len(item.text.split()))
    means = {label: mean(found) for label, found in lengths.items()}
    short, long = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    if means[long] > MAX_LENGTH_RATIO * means[short]:
        message = (
            f"texts keyed `{long}` have {means[long]:.1f} words on average, those keyed `{short}`"
            f" {means[short]:.1f}: more than {MAX_LENGTH_RATIO} times as many, so length gives the key away;"
            " shorten some or lengthen others"
        )
        yield deck.file.problem(("labels",), "length-by-label", message)


def _cues(deck: Draft[Deck], words: CueWords) -> Iterator[Problem]:
    for cue in cues(deck.value, words):
        if cue.too_good:
            message = (
                f"the naive rule “{cue.rule}” guesses `{cue.guess}` rightly in {len(cue.hits)} of"
                f" {len(cue.fired)} items ({cue.share:.0%}, at most {LIMIT:.0%}): rewrite some of"
                f" {', '.join(cue.hits)}"
            )
            yield deck.file.problem((), "cue", message)
