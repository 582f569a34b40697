"""Coefficients of agreement against published examples, two other implementations, and what must always hold."""

from __future__ import annotations

import math
import warnings
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from mio_widgets.agreement import (
    MIN_ITEMS,
    Counts,
    ac1_interval,
    agreement,
    chance_agreement,
    coincidences,
    confusions,
    count,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from irrCAC.raw import CAC

Rows = list[list[str | None]]


def rows(text: str) -> Rows:
    """One row a rater, from lines of labels with a full stop for a missing one."""
    return [[None if label == "." else label for label in line.split()] for line in text.strip().splitlines()]


def crossed(table: dict[tuple[str, str], int]) -> Rows:
    """Two raters' rows, from how often each pair of labels was given."""
    pairs = [pair for pair, times in table.items() for _ in range(times)]
    return [[one for one, _ in pairs], [other for _, other in pairs]]


#: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units;
#: alpha there 0.743. The same table with AC1 and percent agreement in Gwet, K. L. (2015), On Krippendorff's Alpha
#: Coefficient, table 1, where alpha is 0.7434, AC1 0.7754 and percent agreement 0.8182.
FOUR = rows("""
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
""")
#: Hayes, A. F., & Krippendorff, K. (2007), Answering the Call for a Standard Reliability Measure for Coding Data:
#: five observers, forty units. Gwet (2015) gives percent agreement 0.6250, alpha 0.4765, AC1 0.5093.
FIVE = rows("""
    1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1
    1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1
    2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1
    . 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .
    2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1
""")
#: Krippendorff (2011) and the computational example of his article on alpha: three observers, fifteen units; 0.691.
THREE = rows("""
    . . . . . 3 4 1 2 1 1 3 3 . 3
    1 . 2 1 3 3 4 3 . . . . . . .
    . . 2 1 3 4 4 . 2 1 1 3 3 . 4
""")
#: Gwet, K. L. (2014), Handbook of Inter-Rater Reliability: two abstractors, a hundred pregnancies. The author's
#: own package irrCAC for R reports AC1 0.8493305 and percent agreement 0.89.
ABSTRACTORS = crossed({
    ("Ectopic", "Ectopic"): 13, ("AIU", "AIU"): 20, ("AIU", "NIU"): 7, ("NIU", "AIU"): 4, ("NIU", "NIU"): 56,
})  # fmt: skip
#: Feinstein, A. R., & Cicchetti, D. V. (1990), High agreement but low kappa: two tables with 85 agreements in 100,
#: kappa 0.70 and 0.32. AC1 by hand: chance is 0.49875 and 0.21875.
BALANCED = crossed({("+", "+"): 40, ("+", "-"): 9, ("-", "+"): 6, ("-", "-"): 45})
DOMINATED = crossed({("+", "+"): 80, ("+", "-"): 10, ("-", "+"): 5, ("-", "-"): 5})


@pytest.mark.parametrize(
    ("table", "percent", "ac1", "alpha"),
    [
        (FOUR, 0.8182, 0.7754, 0.7434),
        (FIVE, 0.6250, 0.5093, 0.4765),
        (ABSTRACTORS, 0.89, 0.8493305, None),
        (THREE, None, None, 0.691),
        (BALANCED, 0.85, (0.85 - 0.49875) / (1 - 0.49875), None),
        (DOMINATED, 0.85, (0.85 - 0.21875) / (1 - 0.21875), None),
    ],
    ids=["four observers", "five observers", "abstractors", "three observers", "balanced", "dominated"],
)
def test_published_examples(table: Rows, percent: float | None, ac1: float | None, alpha: float | None) -> None:
    counts = count(table)
    digits = 5e-4 if alpha == 0.691 else 5e-5
    if percent is not None:
        assert percent_agreement(counts) == pytest.approx(percent, abs=digits)
    if ac1 is not None:
        assert gwet_ac1(counts) == pytest.approx(ac1, abs=digits)
    if alpha is not None:
        assert krippendorff_alpha(counts) == pytest.approx(alpha, abs=digits)


def test_the_published_coincidence_matrix() -> None:
    """Krippendorff (2011), section C, prints it for the four observers."""
    published = [[7, 4 / 3, 1 / 3, 1 / 3, 0], [4 / 3, 10, 4 / 3, 1 / 3, 0], [1 / 3, 4 / 3, 8, 1 / 3, 0],
                 [1 / 3, 1 / 3, 1 / 3, 4, 0], [0, 0, 0, 0, 3]]  # fmt: skip
    assert coincidences(count(FOUR)) == pytest.approx(np.array(published))


LABELS = ("self", "child", "both", "none")


@st.composite
def tables(draw: st.DrawFn, full: bool = False) -> Rows:
    """Tables of two to six raters and five to fifteen items, with missing ratings unless `full`."""
    raters, items = draw(st.integers(2, 6)), draw(st.integers(5, 15))
    label = st.sampled_from(LABELS) if full else st.one_of(st.none(), st.sampled_from(LABELS))
    return draw(st.lists(st.lists(label, min_size=items, max_size=items), min_size=raters, max_size=raters))


def by_irrcac(table: Rows, coefficient: str) -> dict[str, Any]:
    """The estimate of another implementation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = pd.DataFrame(np.array(table, dtype=object).T)
        found: dict[str, Any] = getattr(CAC(frame, categories=list(LABELS), digits=12), coefficient)()["est"]
    return found


def informative(table: Rows) -> bool:
    """Whether there is an item with two ratings, and more than one label among such items."""
    counts = count(table, LABELS)
    return np.count_nonzero(counts.table[counts.pairable].sum(axis=0)) > 1


@given(tables().filter(informative))
@settings(max_examples=60, deadline=None)
def test_ac1_as_irrcac_computes_it(table: Rows) -> None:
    counts, other = count(table, LABELS), by_irrcac(table, "gwet")
    assert gwet_ac1(counts) == pytest.approx(other["coefficient_value"], abs=1e-9)
    assert percent_agreement(counts) == pytest.approx(other["pa"], abs=1e-9)
    assert chance_agreement(counts) == pytest.approx(other["pe"], abs=1e-9)


@given(tables().filter(informative))
@settings(max_examples=60, deadline=None)
def test_alpha_of_the_raw_ratings_is_the_same(table: Rows) -> None:
    codes = [[np.nan if label is None else LABELS.index(label) for label in row] for row in table]
    raw = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
    assert krippendorff_alpha(count(table, LABELS)) == pytest.approx(raw)


@given(tables(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_raters_items_and_labels_does_not_matter(table: Rows, chance: Any) -> None:
    one = count(table, LABELS)
    raters = chance.sample(table, len(table))
    items = chance.sample(range(len(table[0])), len(table[0]))
    other = count([[row[item] for item in items] for row in raters], chance.sample(LABELS, len(LABELS)))
    for figure in (percent_agreement, chance_agreement, gwet_ac1):
        assert figure(other) == pytest.approx(figure(one), nan_ok=True)
    alpha = krippendorff_alpha(one)
    assert krippendorff_alpha(other) == (None if alpha is None else pytest.approx(alpha))
    pairs = {frozenset((pair.one, pair.other)): (pair.items, pytest.approx(pair.share)) for pair in confusions(one)}
    assert {frozenset((pair.one, pair.other)): (pair.items, pair.share) for pair in confusions(other)} == pairs


@given(st.lists(st.sampled_from(LABELS), min_size=MIN_ITEMS, max_size=20), st.integers(2, 6))
def test_perfect_agreement_is_one(labels: list[str], raters: int) -> None:
    found = agreement([list(labels) for _ in range(raters)], LABELS)
    assert found is not None
    assert (found.percent, found.ac1, found.interval.low, found.interval.high) == pytest.approx((1, 1, 1, 1))
    assert found.alpha == (None if len(set(labels)) == 1 else pytest.approx(1))
    assert found.confusions == ()


@pytest.mark.parametrize("labels", [None, ["self"], ["self", "child"]])
def test_one_label_only(labels: list[str] | None) -> None:
    found = agreement([["self"] * 5] * 2, labels)
    assert found is not None
    assert (found.percent, found.chance, found.ac1, found.alpha) == (1, 0, 1, None)


@given(tables())
@settings(deadline=None)
def test_every_figure_stays_within_its_bounds(table: Rows) -> None:
    counts = count(table, LABELS)
    if not counts.pairable.any():
        return
    assert 0 <= percent_agreement(counts) <= 1
    assert 0 <= chance_agreement(counts) <= 1 / len(LABELS) + 1e-12
    assert -1 / 3 - 1e-9 <= gwet_ac1(counts) <= 1
    assert coincidences(counts).sum() == pytest.approx(counts.ratings[counts.pairable].sum())
    pairs = confusions(counts)
    assert sum(pair.share for pair in pairs) == pytest.approx(1 if pairs else 0)


@given(tables())
@settings(deadline=None, max_examples=30)
def test_items_that_nobody_rated_change_nothing(table: Rows) -> None:
    longer = [[*row, None, None] for row in table]
    assert agreement(longer, LABELS) == agreement(table, LABELS)


def test_a_label_that_nobody_gave_lowers_what_is_put_down_to_chance() -> None:
    assert chance_agreement(count(BALANCED, ["+", "-", "?"])) == pytest.approx(chance_agreement(count(BALANCED)) / 2)


def laid_out(counts: Counts, drawn: list[int]) -> Counts:
    """A sample in which each item stands as often as it was drawn."""
    return Counts(counts.labels, np.repeat(counts.table, drawn, axis=0))


@pytest.mark.parametrize("table", [FOUR, FIVE, DOMINATED], ids=["four", "five", "dominated"])
def test_the_interval_is_that_of_scipy(table: Rows) -> None:
    """Each sample is laid out item by item here and computed anew, and scipy corrects."""
    counts = count(table)
    n = len(counts.table)

    def ac1_of(items: Any) -> float:
        return gwet_ac1(Counts(counts.labels, counts.table[items]))

    other = scipy.stats.bootstrap((np.arange(n),), ac1_of, vectorized=False, n_resamples=2000, method="BCa", rng=5)
    found = ac1_interval(counts)
    assert (found.low, found.high) == pytest.approx(tuple(other.confidence_interval), abs=0.025)


def test_each_sample_is_computed_as_if_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = count(FOUR)
    kept: list[Any] = []
    monkeypatch.setattr("mio_widgets.agreement._corrected", lambda values, *_: kept.append(values) or [0.0, 1.0])
    found = ac1_interval(counts, seed=7, resamples=300)
    weights = np.random.default_rng(7).multinomial(12, np.full(12, 1 / 12), size=300)
    values = [gwet_ac1(laid_out(counts, drawn)) for drawn in weights]
    assert kept[0] == pytest.approx(np.array(values))
    assert (found.low, found.high) == pytest.approx((min(values), max(values)))


def test_the_interval_is_the_same_for_a_seed_and_close_for_another() -> None:
    counts = count(FIVE)
    one, again, other = (ac1_interval(counts, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=0.02)
    assert one.low < gwet_ac1(counts) < one.high


def test_the_interval_is_near_the_analytic_one() -> None:
    low, high = by_irrcac([[{"+": "self", "-": "none"}[str(x)] for x in row] for row in BALANCED], "gwet")[
        "confidence_interval"
    ]
    found = ac1_interval(count([[{"+": "self", "-": "none"}[str(x)] for x in row] for row in BALANCED], LABELS))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)


def test_the_interval_covers_what_it_promises() -> None:
    """Raters who agree by a known chance: about 95 of 100 intervals hold the value of the whole population."""
    random = np.random.default_rng(3)

    def sample(items: int) -> Counts:
        truth = random.integers(0, 4, items)
        given = np.where(random.random((3, items)) < 0.8, truth, random.integers(0, 4, (3, items)))
        return Counts(LABELS, (given[:, :, None] == np.arange(4)).sum(axis=0))

    true = gwet_ac1(sample(200_000))
    intervals = [ac1_interval(sample(20), resamples=600, seed=seed) for seed in range(400)]
    held = sum(interval.low <= true <= interval.high for interval in intervals)
    assert 366 <= held <= 394


def test_many_items_are_resampled_in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mio_widgets.agreement._AT_ONCE", 100)
    found = ac1_interval(count(FIVE), resamples=2001)
    assert 0 < found.low < found.high < 1


def test_confusions_name_labels_and_items() -> None:
    table = rows("""
        self self  none child both self
        self child self child both none
        self self  none none  both self
    """)
    first, second, third = confusions(count(table, LABELS))
    assert (first.one, first.other, first.items) == ("self", "none", 2)
    assert (second.one, second.other, second.items) == ("self", "child", 1)
    assert (third.one, third.other, third.items) == ("child", "none", 1)
    assert [first.share, second.share, third.share] == pytest.approx([0.5, 0.25, 0.25])


def test_nothing_is_shown_for_fewer_than_five_items_with_two_ratings() -> None:
    table = rows("self child none both self\nself child none both .")
    assert agreement(table) is None
    assert agreement([table[0], [*table[1][:4], "self"]]) is not None
    assert agreement([]) is None
    assert agreement([[], []]) is None


def test_without_a_pair_there_is_no_figure() -> None:
    counts = count(rows("self . child\n. none ."))
    assert math.isnan(percent_agreement(counts))
    assert math.isnan(gwet_ac1(counts))
    assert krippendorff_alpha(counts) is None
    assert math.isnan(ac1_interval(counts).low)


@pytest.mark.parametrize(
    ("table", "labels", "message"),
    [
        (rows("self child\nself"), None, r"a place for every item; the rows have \[1, 2\] places"),
        (rows("self child\nself Child"), LABELS, "not among the labels: Child; there are self, child, both, none"),
        (rows("self child\nself child"), ["self", "child", "self"], "listed twice: self, child, self"),
    ],
    ids=["ragged", "unknown label", "label twice"],
)
def test_bad_tables_are_refused_in_words(table: Rows, labels: list[str] | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        agreement(table, labels)
