"""How far raters agree on labels, and which labels they confuse.

Everything starts from one table of counts: for each item, how many raters gave each label. Ratings may be
missing. An item counts toward agreement when two or more raters labeled it.

Sources:
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
        British Journal of Mathematical and Statistical Psychology, 61, 29-48.
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability (4th ed.). Advanced Analytics.
    Krippendorff, K. (2019). Content Analysis: An Introduction to Its Methodology (4th ed.), chapter 12. SAGE.
    Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapter 14. Chapman & Hall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import Any

import krippendorff
import numpy as np
import numpy.typing as npt

MIN_ITEMS = 5
"""Agreement is not shown for fewer items: one more or less would turn the picture around."""
RESAMPLES = 4_000
"""Samples drawn for an interval; its ends then move by about one point in a hundred from seed to seed."""
_AT_ONCE = 2_000_000
_SAME = 1e-12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """How many raters gave each label to each item."""

    labels: tuple[str, ...]
    """The labels that could be given, also those that nobody gave."""
    table: npt.NDArray[np.int64]
    """Shape (items, labels)."""

    @property
    def ratings(self) -> npt.NDArray[np.int64]:
        """Ratings of each item; shape (items,)."""
        return np.asarray(self.table.sum(axis=1))

    @property
    def pairable(self) -> npt.NDArray[np.bool_]:
        """Which items were labeled by two or more raters; shape (items,)."""
        return np.asarray(self.ratings >= 2)


@dataclass(frozen=True)
class Interval:
    """The ends of an interval, and the share of resampled values that lie between them."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class Confusion:
    """Two labels that raters gave to the same items."""

    one: str
    other: str
    items: int
    """Items to which some raters gave the one label and some the other."""
    share: float
    """The part of all disagreement that lies between these two labels, from 0 to 1."""


@dataclass(frozen=True)
class Agreement:
    """What is shown about a table of ratings. Coefficients are 1 when all raters agree, and about 0 by chance."""

    items: int
    """Items labeled by two or more raters."""
    raters: int
    """Raters who labeled at least one item."""
    labels: tuple[str, ...]
    percent: float
    """Percent agreement, as a share from 0 to 1."""
    chance: float
    """The agreement that AC1 puts down to chance, as a share from 0 to 1."""
    ac1: float
    interval: Interval
    """Of AC1, by resampling the items."""
    alpha: float | None
    """Krippendorff's alpha; None where all ratings are one label, for which it is not defined."""
    confusions: tuple[Confusion, ...]
    """The most frequent first; empty where nobody disagreed."""


def agreement(
    ratings: Sequence[Sequence[str | None]], labels: Sequence[str] | None = None, *, seed: int = 0
) -> Agreement | None:
    """All figures of a table of ratings, or None for fewer than five items with two or more ratings.

    Args:
        ratings: one row a rater, one column an item; None where a rater gave no label.
        labels: the labels that could be given. AC1 depends on how many there are, so give them where a codebook
            says; without them, those that occur.
        seed: of the interval's resampling; the same seed gives the same interval.

    Raises:
        ValueError: the rows differ in length, a label is not among `labels`, or `labels` holds one twice.
    """
    counts = count(ratings, labels)
    items = int(counts.pairable.sum())
    if items < MIN_ITEMS:
        return None
    return Agreement(
        items=items,
        raters=sum(any(label is not None for label in row) for row in ratings),
        labels=counts.labels,
        percent=percent_agreement(counts),
        chance=chance_agreement(counts),
        ac1=gwet_ac1(counts),
        interval=ac1_interval(counts, seed=seed),
        alpha=krippendorff_alpha(counts),
        confusions=tuple(confusions(counts)),
    )


def count(ratings: Sequence[Sequence[str | None]], labels: Sequence[str] | None = None) -> Counts:
    """Count the labels of each item.

    Args:
        ratings: one row a rater, one column an item; None where a rater gave no label.
        labels: the labels that could be given; without them, those that occur, in the order of the alphabet.

    Raises:
        ValueError: the rows differ in length, a label is not among `labels`, or `labels` holds one twice.
    """
    lengths = {len(row) for row in ratings}
    if len(lengths) > 1:
        raise ValueError(f"every rater needs a place for every item; the rows have {sorted(lengths)} places")
    given = {label for row in ratings for label in row if label is not None}
    known = tuple(sorted(given) if labels is None else labels)
    if len(set(known)) < len(known):
        raise ValueError(f"a label is listed twice: {', '.join(known)}")
    if not given <= set(known):
        raise ValueError(f"not among the labels: {', '.join(sorted(given - set(known)))}; there are {', '.join(known)}")
    place = {label: at for at, label in enumerate(known)}
    codes = np.array([[-1 if label is None else place[label] for label in row] for row in ratings], dtype=np.int64)
    codes = codes.reshape(len(ratings), lengths.pop() if lengths else 0)
    table = (codes[:, :, None] == np.arange(len(known))).sum(axis=0)
    return Counts(known, table.astype(np.int64))


def percent_agreement(counts: Counts) -> float:
    """The share of agreeing pairs of raters, averaged over the items that two or more raters labeled.

    For item i with r_i ratings, r_ik of them label k: sum over k of r_ik (r_ik - 1) / (r_i (r_i - 1)).
    Gwet (2014), chapter 2. Not a number where no item has two ratings.
    """
    return float(_mean(_agreeing(counts), counts.pairable))


def chance_agreement(counts: Counts) -> float:
    """The agreement that AC1 puts down to chance: sum over k of p_k (1 - p_k), divided by q - 1.

    p_k is the share of label k among an item's ratings, averaged over all items with a rating; q is the number of
    labels. It is greatest, 1/q, where all labels are equally frequent, and 0 where there is only one.
    Gwet (2008); Gwet (2014), chapter 2.
    """
    return float(_chance(_mean(_shares(counts), counts.ratings > 0)))


def gwet_ac1(counts: Counts) -> float:
    """Gwet's AC1: (percent agreement - chance) / (1 - chance).

    1 where all agree, also on one single label; about 0 where raters agree as often as AC1 expects of chance;
    below 0 where they agree less often. Not a number where no item has two ratings. Gwet (2008).
    """
    return float(_beyond(percent_agreement(counts), chance_agreement(counts)))


def ac1_interval(counts: Counts, *, seed: int = 0, resamples: int = RESAMPLES, level: float = 0.95) -> Interval:
    """The bootstrap interval of AC1 over items, bias-corrected and accelerated.

    As many items as there are with a rating are drawn with replacement, `resamples` times, and AC1 is computed of
    each sample; samples that hold no item with two ratings are left out. The interval is about other items like
    these, rated by the same raters. Where all agree it has no width. Both ends are not a number where no item has
    two ratings. Efron & Tibshirani (1993), chapter 14; the plain percentiles of chapter 13 are too narrow for the
    ten or twenty items of a room.
    """
    drawn = Counts(counts.labels, counts.table[counts.ratings > 0])
    items, pairable = len(drawn.table), drawn.pairable.astype(float)
    if not pairable.any():
        return Interval(float("nan"), float("nan"), level)
    agreeing, shares = _agreeing(drawn), _shares(drawn)
    random = np.random.default_rng(seed)
    found = []
    for size in _batches(resamples, items):
        # How often each item was drawn: sums over a sample become products with these weights.
        weights = random.multinomial(items, np.full(items, 1 / items), size=size).astype(float)
        found.append(_ac1_of_sums(weights @ agreeing, weights @ pairable, weights @ shares, items))
    values = np.concatenate(found)
    left_out = _ac1_of_sums(
        agreeing.sum() - agreeing, pairable.sum() - pairable, shares.sum(axis=0) - shares, max(items - 1, 1)
    )
    ends = _corrected(values, gwet_ac1(drawn), left_out, [(1 - level) / 2, (1 + level) / 2])
    low, high = np.quantile(values, ends)
    return Interval(float(low), float(high), level)


def krippendorff_alpha(counts: Counts) -> float | None:
    """Krippendorff's alpha for nominal labels: 1 - observed / expected disagreement, by the package `krippendorff`.

    None where alpha is not defined: nothing can be paired, or all that can be paired is one label, and then no
    disagreement is to be expected. Krippendorff (2019), chapter 12.
    """
    paired = counts.table[counts.pairable]
    if np.count_nonzero(paired.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=paired, level_of_measurement="nominal"))


def coincidences(counts: Counts) -> Floats:
    """Krippendorff's coincidence matrix: how often two raters of an item gave labels c and k; shape (labels, labels).

    The sum over items of the pairs of different ratings (c, k), divided by r_i - 1, so that every rating that can be
    paired counts once: the matrix sums to their number. It is symmetric. Krippendorff (2019), chapter 12.
    """
    paired = counts.table[counts.pairable].astype(float)
    weights = 1 / (paired.sum(axis=1) - 1)
    return np.asarray((paired * weights[:, None]).T @ paired - np.diag(weights @ paired))


def confusions(counts: Counts) -> list[Confusion]:
    """The pairs of labels that share the disagreement, the most frequent first, then in the labels' order."""
    matrix = coincidences(counts)
    apart = np.triu(matrix, k=1)
    total = apart.sum()
    given = counts.table > 0
    found = [
        Confusion(
            counts.labels[one],
            counts.labels[other],
            items=int((given[:, one] & given[:, other]).sum()),
            share=float(apart[one, other] / total),
        )
        for one, other in combinations(range(len(counts.labels)), 2)
        if apart[one, other] > 0
    ]
    return sorted(found, key=lambda confusion: -round(confusion.share, 9))


def _agreeing(counts: Counts) -> Floats:
    """The share of agreeing pairs of each item; 0 where there is no pair. Shape (items,)."""
    table = counts.table.astype(float)
    total = table.sum(axis=1)
    pairs = np.where(counts.pairable, total * (total - 1), 1)
    return np.asarray((table * (table - 1)).sum(axis=1) * counts.pairable / pairs)


def _shares(counts: Counts) -> Floats:
    """The share of each label among the ratings of each item; 0 where there is none. Shape (items, labels)."""
    return np.asarray(counts.table / np.maximum(counts.ratings, 1)[:, None])


def _mean(values: Floats, kept: npt.NDArray[np.bool_]) -> Any:
    """The mean over the kept items, or not a number where there is none."""
    return values[kept].mean(axis=0) if kept.any() else np.full(values.shape[1:], np.nan)


def _chance(shares: Floats) -> Any:
    """Chance agreement as AC1 reckons it, of the labels' shares along the last axis."""
    return (shares * (1 - shares)).sum(axis=-1) / max(shares.shape[-1] - 1, 1)


def _beyond(percent: Any, chance: Any) -> Any:
    """What is left of agreement beyond chance. Chance is at most one half, so the divisor is never 0."""
    return (percent - chance) / (1 - chance)


def _ac1_of_sums(agreeing: Floats, pairs: Floats, shares: Floats, items: int) -> Floats:
    """AC1 of several samples of `items` items, from sums over each; samples without a pair are left out.

    Shapes (samples,), (samples,) and (samples, labels).
    """
    held = pairs > 0
    return np.asarray(_beyond(agreeing[held] / pairs[held], _chance(shares[held] / items)))


def _corrected(values: Floats, estimate: float, left_out: Floats, ends: Sequence[float]) -> list[float]:
    """Where in the resampled values the ends lie, after correction of bias and skewness.

    Args:
        values: the coefficient of each sample.
        estimate: the coefficient of the data.
        left_out: the coefficient of the data without each of its items, for the acceleration.
        ends: where the ends would lie without correction.
    """
    normal = NormalDist()
    below = np.mean(values < estimate - _SAME) + np.mean(np.abs(values - estimate) <= _SAME) / 2
    bias = normal.inv_cdf(float(np.clip(below, 1 / (len(values) + 1), len(values) / (len(values) + 1))))
    apart = left_out.mean() - left_out
    spread = float((apart**2).sum()) ** 1.5
    acceleration = float((apart**3).sum()) / (6 * spread) if spread > _SAME else 0.0
    moved = [bias + normal.inv_cdf(end) for end in ends]
    return [normal.cdf(bias + at / (1 - acceleration * at)) for at in moved]


def _batches(resamples: int, items: int) -> list[int]:
    """Sizes that add up to the number of samples, each small enough to be held in memory."""
    whole, rest = divmod(resamples, size := max(1, _AT_ONCE // items))
    return [*[size] * whole, *[rest] * bool(rest)]
