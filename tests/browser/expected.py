"""What a summary should say, worked out from the answers that a test gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mio_widgets.content.models import Utterance

from .reader import Given


@dataclass(frozen=True)
class Pair:
    """An item and the answer it was given."""

    item: Utterance
    given: Given

    @property
    def agreed(self) -> bool:
        """Whether the label is the key or the other reading of a contested item."""
        return self.given.label in {self.item.key, *(reading.label for reading in self.item.contested)}


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


class Expected:
    """The summary of a round."""

    def __init__(self, items: Sequence[Utterance], answers: Sequence[Given]) -> None:
        self.pairs = [Pair(item, given) for item, given in zip(items, answers, strict=False)]
        self.labeled = [pair for pair in self.pairs if pair.given.label is not None]
        self.blank = len(self.pairs) - len(self.labeled)
        self.open = len(items) - len(self.pairs)
        self.total = share(self.labeled)
        self.again = [pair.item for pair in self.labeled if not pair.agreed]
        # Counter keeps the order of first appearance among equals, as the page does.
        confused = Counter((pair.item.key, str(pair.given.label)) for pair in self.labeled if not pair.agreed)
        self.confusions = confused.most_common()

    def by_label(self, label: str) -> Share | None:
        """Agreement on the items with this key; None where none was asked."""
        asked = [pair for pair in self.pairs if pair.item.key == label]
        return share(pair for pair in asked if pair.given.label is not None) if asked else None

    def by_sureness(self, sureness: str) -> Share:
        """Agreement among the answers of this sureness."""
        return share(pair for pair in self.labeled if pair.given.sureness == sureness)


def share(pairs: Iterable[Pair]) -> Share:
    """How many of them agreed."""
    known = list(pairs)
    return Share(sum(pair.agreed for pair in known), len(known))
